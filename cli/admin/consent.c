/* What would be done, and whether it shall be. */
#include "cli/admin/consent.h"

#include <strings.h>

bool admin_yes;

static bool consent_holds_places(const struct registration *registration)
{
    return registration->status == ORDER_CONFIRMED || registration->status == ORDER_PENDING_PAYMENT;
}

static void consent_append_places(const struct registration *registration, struct buffer *out)
{
    if (!consent_holds_places(registration)) {
        buffer_text(out, ", 0 places free");
        return;
    }
    size_t places = 1 + registration->sessions.count;
    buffer_printf(out, ", %zu place%s free (%s", places, places == 1 ? "" : "s",
                  registration->category_title);
    for (size_t i = 0; i < registration->sessions.count; i++)
        buffer_printf(out, ", %s", registration->sessions.items[i].title);
    buffer_char(out, ')');
}

void admin_append_consequences(const struct registration *registration, enum order_status wanted,
                               struct buffer *out)
{
    char paid[MONEY_TEXT_SIZE];
    size_t tickets = registration->tickets.count;
    buffer_printf(out, "%s, %s: ", registration->name, registration->category_title);
    if (registration->status == wanted) {
        buffer_printf(out, "%s already, nothing changes", record_word(&order_status_words, (int)wanted));
        return;
    }
    money_format(registration->paid, registration->currency, paid);
    buffer_printf(out, "%zu ticket%s revoked", tickets, tickets == 1 ? "" : "s");
    consent_append_places(registration, out);
    buffer_printf(out, ", %s to refund", paid);
}

static bool consent_read_answer(void)
{
    char answer[16];
    if (!fgets(answer, sizeof answer, stdin))
        return false;
    answer[strcspn(answer, "\r\n")] = '\0';
    return strcasecmp(answer, "y") == 0 || strcasecmp(answer, "yes") == 0;
}

enum admin_consent admin_ask(const struct buffer *what, const char *question)
{
    if (admin_yes)
        return ADMIN_AGREED;
    screen_print(stderr, what->data ? what->data : "", what->length);
    if (!screen_is_terminal(stdin) || !screen_is_terminal(stderr)) {
        fputs("lanyard-admin: nobody can be asked here, so nothing is done: --yes does it\n", stderr);
        return ADMIN_UNASKED;
    }
    fprintf(stderr, "%s [y/N] ", question);
    if (consent_read_answer())
        return ADMIN_AGREED;
    fputs("lanyard-admin: nothing is done\n", stderr);
    return ADMIN_REFUSED;
}

int admin_consent_exit(enum admin_consent consent)
{
    return consent == ADMIN_UNASKED ? EXIT_USAGE : EXIT_FAILED;
}
