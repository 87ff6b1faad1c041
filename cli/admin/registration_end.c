/* What cancelling and declining share: a registration ends, for a reason, when whoever does it has agreed. */
#include "cli/admin/registration_end.h"

#define END_MOST_TEXT ((size_t)256 << 20) /* of what is said before */

static const char *reason = "";

const struct option_spec registration_end_options[] = {
    {.name = "reason", .type = OPTION_TEXT, .target = &reason, .value = "TEXT", .help = "for the history"},
    ADMIN_YES_OPTION,
    ADMIN_EVENT_OPTION,
    {0}};

struct end {
    struct store *store;
    const struct registration_ending *ending;
};

static bool end_act(void *context, const struct admin_code *code, struct arena *arena, struct buffer *out,
                    struct error *error)
{
    const struct end *end = context;
    struct registration before;
    struct order_decision decision;
    if (!order_find(end->store, code->event, code->code, arena, &before, error) ||
        !end->ending->end(end->store, before.event, code->code, reason, admin_actor(), arena, &decision,
                          error))
        return false;
    if (admin_wants_json())
        return admin_append_decision(&decision, out);
    buffer_printf(out, "%s is %s: ", decision.code, record_word(&order_status_words, (int)decision.status));
    admin_append_consequences(&before, end->ending->wanted, out);
    buffer_char(out, '\n');
    admin_append_promoted(&decision, out);
    return !out->failed;
}

/* A line for each that is there; of the others the doing will tell. False only if nothing can be said of any.
 */
static bool end_foretell(const struct end *end, const struct admin_codes *codes, struct buffer *what,
                         size_t *found, struct error *error)
{
    *found = 0;
    for (size_t i = 0; i < codes->list.count; i++) {
        const struct admin_code *code = &codes->list.items[i];
        struct registration registration;
        struct error problem = {0};
        scope_arena struct arena arena = ARENA(ADMIN_ARENA_MOST);
        if (!admin_code_check(code, &problem) ||
            !order_find(end->store, code->event, code->code, &arena, &registration, &problem)) {
            if (error)
                *error = problem;
            buffer_printf(what, "%s: ", code->typed);
            program_describe(&problem, what);
            buffer_char(what, '\n');
            continue;
        }
        ++*found;
        buffer_printf(what, "%s ", registration.code);
        admin_append_consequences(&registration, end->ending->wanted, what);
        buffer_char(what, '\n');
    }
    return *found > 0 || codes->list.count == 0;
}

static enum admin_consent end_ask(const struct end *end, const struct admin_codes *codes, struct error *error)
{
    size_t found;
    char question[128];
    scope_buffer struct buffer what = BUFFER(END_MOST_TEXT);
    if (!end_foretell(end, codes, &what, &found, error))
        return ADMIN_REFUSED;
    snprintf(question, sizeof question, "%s %zu registration%s?", end->ending->verb, found,
             found == 1 ? "" : "s");
    return admin_ask(&what, question);
}

int registration_end(int argc, char **argv, const struct registration_ending *ending)
{
    struct error error = {0};
    scope_codes struct admin_codes codes = {0};
    scope_store struct store *store = admin_store(&error);
    struct end end = {store, ending};
    if (!store || !admin_codes_read(argc, argv, &codes, &error))
        return program_fail(&error);
    if (!admin_yes && codes.list.count) {
        enum admin_consent consent = end_ask(&end, &codes, &error);
        if (consent != ADMIN_AGREED)
            return error.kind ? program_fail(&error) : admin_consent_exit(consent);
    }
    return admin_codes_do(&codes, &(struct admin_act){.act = end_act, .context = &end});
}
