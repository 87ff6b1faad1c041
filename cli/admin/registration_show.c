/* lanyard-admin registration show */
#include "cli/admin/history.h"
#include "language/language.h"

static const struct option_spec options[] = {ADMIN_BASE_URL_OPTION, ADMIN_EVENT_OPTION, {0}};

static void show_title(struct buffer *out, const char *title)
{
    buffer_printf(out, "\n%s\n", title);
}

static void show_line(struct buffer *out, const char *label, const char *text)
{
    if (text && *text)
        buffer_printf(out, "  %-12s %s\n", label, text);
}

static void show_money(struct buffer *out, const char *label, int64_t amount, const char *currency)
{
    char money[MONEY_TEXT_SIZE];
    money_format(amount, currency, money);
    show_line(out, label, money);
}

static void show_who(struct buffer *out, const struct registration *registration)
{
    char country[LANGUAGE_TEXT_SIZE];
    show_line(out, "Name", registration->name);
    if (strcmp(registration->name, registration->badge_name) != 0)
        show_line(out, "Badge name", registration->badge_name);
    show_line(out, "E-mail", registration->email);
    show_line(out, "Affiliation", registration->affiliation);
    if (registration->country) {
        language_country("en", registration->country, country);
        buffer_printf(out, "  %-12s %s (%s)\n", "Country", country, registration->country);
    }
    show_line(out, "Language", registration->locale);
}

static void show_sessions(struct buffer *out, const struct registration *registration)
{
    if (registration->sessions.count)
        show_title(out, "Sessions");
    for (size_t i = 0; i < registration->sessions.count; i++) {
        const struct order_session *session = &registration->sessions.items[i];
        char when[LANGUAGE_TEXT_SIZE];
        language_interval("en-GB", "yMMMEdHm", session->starts, session->ends, when);
        buffer_printf(out, "  %-12s %s, %s%s%s\n", session->code, session->title, when,
                      *session->room ? ", " : "", session->room);
    }
}

static void show_consents(struct buffer *out, const struct registration *registration)
{
    if (registration->consents.count)
        show_title(out, "Consents");
    for (size_t i = 0; i < registration->consents.count; i++)
        show_line(out, registration->consents.items[i].name,
                  registration->consents.items[i].flag ? "given" : "not given");
}

static void show_tickets(struct buffer *out, const struct registration *registration)
{
    show_title(out, "Tickets");
    for (size_t i = 0; i < registration->tickets.count; i++)
        buffer_printf(out, "  %-12lld %s\n", (long long)registration->tickets.items[i].serial,
                      registration->tickets.items[i].token);
    if (!registration->tickets.count)
        buffer_text(out, "  none\n");
}

/* All that is shown. The first member lends its table, so that both are one object. */
struct shown {
    struct registration registration;
    int64_t due;
    const char *manage_url; /* NULL: there is no secret to make it with */
    struct order_history history;
};

static void show_write_json(const struct shown *shown, struct arena *arena, struct buffer *out)
{
    static const struct record_member more[] = {
        RECORD_INT(struct shown, due), RECORD_TEXT(struct shown, manage_url, .presence = RECORD_OPTIONAL)};
    size_t own = registration_record.count, told = order_history_record.count;
    struct record_member *members = arena_array(arena, own + COUNT_OF(more) + told, sizeof *members);
    if (!members) {
        out->failed = true;
        return;
    }
    memcpy(members, registration_record.members, own * sizeof *members);
    memcpy(members + own, more, sizeof more);
    for (size_t i = 0; i < told; i++) {
        members[own + COUNT_OF(more) + i] = order_history_record.members[i];
        members[own + COUNT_OF(more) + i].offset += offsetof(struct shown, history);
    }
    const struct record record = {
        .name = "shown", .size = sizeof *shown, .members = members, .count = own + COUNT_OF(more) + told};
    record_write(&record, shown, 2, out);
}

static void show_money_lines(struct buffer *out, const struct shown *shown)
{
    const struct registration *registration = &shown->registration;
    show_money(out, "Price", registration->amount, registration->currency);
    show_money(out, "Paid", registration->paid, registration->currency);
    show_money(out, "Due", shown->due, registration->currency);
    if (registration->overpaid)
        show_money(out, "Overpaid", registration->overpaid, registration->currency);
    show_line(out, "Pay until", registration->due_on);
    admin_append_transfers(&shown->history, registration->currency, out);
}

static void show_append(struct buffer *out, const struct shown *shown)
{
    const struct registration *registration = &shown->registration;
    buffer_printf(out, "%s is %s\n", registration->code,
                  record_word(&order_status_words, (int)registration->status));
    show_line(out, "Event", registration->event_title);
    show_line(out, "Category", registration->category_title);
    show_line(out, "Registered", registration->created_at);
    show_title(out, "Who");
    show_who(out, registration);
    show_title(out, "Money");
    show_money_lines(out, shown);
    show_sessions(out, registration);
    show_consents(out, registration);
    show_tickets(out, registration);
    show_title(out, "History");
    admin_append_changes(&shown->history, registration->currency, out);
    show_title(out, "Own page, for nobody else");
    buffer_printf(out, "  %s\n", shown->manage_url ? shown->manage_url : "needs --secret-file to be told");
}

static int64_t show_due(const struct registration *registration)
{
    bool over = registration->status == ORDER_DECLINED || registration->status == ORDER_CANCELLED;
    return over || registration->paid >= registration->amount ? 0 : registration->amount - registration->paid;
}

static bool show_act(void *context, const struct admin_code *code, struct arena *arena, struct buffer *out,
                     struct error *error)
{
    struct shown shown = {0};
    if (!order_find(context, code->event, code->code, arena, &shown.registration, error) ||
        !order_read_history(context, shown.registration.event, code->code, arena, &shown.history, error))
        return false;
    shown.due = show_due(&shown.registration);
    shown.manage_url = admin_link(&shown.registration, arena, NULL); /* all else is told without it */
    if (admin_wants_json())
        show_write_json(&shown, arena, out);
    else
        show_append(out, &shown);
    return !out->failed;
}

static int registration_show_run(int argc, char **argv)
{
    struct error error = {0};
    scope_codes struct admin_codes codes = {0};
    scope_store struct store *store = admin_store(&error);
    if (!store || !admin_codes_read(argc, argv, &codes, &error))
        return program_fail(&error);
    return admin_codes_do(&codes, &(struct admin_act){.act = show_act, .context = store, .apart = true});
}

const struct command admin_registration_show = {.name = "registration show",
                                                .arguments = ADMIN_CODES_ARGUMENTS,
                                                .summary =
                                                    "Shows registrations whole: who, money, history, link.",
                                                .options = options,
                                                .least = 1,
                                                .most = -1,
                                                .run = registration_show_run};
