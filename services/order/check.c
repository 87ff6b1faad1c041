/* What somebody typed, against the event's own definition. */
#include "order/order_private.h"

#define BADGE_NAME_MAX 60

struct form {
    const struct event *event;
    const char *language; /* of whoever fills it in */
    const struct order_input *input;
    struct order_input *checked;
    struct arena *arena;
    struct faults *faults;
};

static void form_fault(const struct form *form, const char *field, const char *message, const char *detail)
{
    faults_add(form->faults, field, message, detail);
}

struct text_field {
    const char *name;
    size_t offset; /* in input and checked alike */
    bool required;
    size_t most; /* code points */
};

#define TEXT_FIELD(member, ...)                                                                              \
    {                                                                                                        \
#member, offsetof(struct order_input, member), __VA_ARGS__                                           \
    }

static const struct text_field text_fields[] = {TEXT_FIELD(name, true, 100),
                                                TEXT_FIELD(badge_name, false, BADGE_NAME_MAX),
                                                TEXT_FIELD(affiliation, false, 100)};

static bool is_missing(const char *text)
{
    return !text || !*text;
}

static void check_text(struct form *form, const struct text_field *field)
{
    const char *text = *(const char *const *)(const void *)((const char *)form->input + field->offset);
    const char **checked = (const char **)(void *)((char *)form->checked + field->offset);
    scope_free char *clean = is_missing(text) ? NULL : text_clean(text, strlen(text));
    char most[24];
    snprintf(most, sizeof most, "%zu", field->most);
    if (!is_missing(text) && !clean)
        form_fault(form, field->name, "fault.text.invalid", NULL);
    else if (is_missing(clean) && field->required)
        form_fault(form, field->name, "fault.required", NULL);
    else if (clean && text_length(clean) > field->most)
        form_fault(form, field->name, "fault.text.long", most);
    else if (!is_missing(clean))
        *checked = arena_copy(form->arena, clean);
}

static void check_email(struct form *form)
{
    struct email_fault fault;
    scope_free char *canonical = email_canonical(form->input->email ? form->input->email : "", &fault);
    if (canonical)
        form->checked->email = arena_copy(form->arena, canonical);
    else if (fault.message)
        form_fault(form, "email", fault.message, fault.detail);
    else
        form->arena->failed = true;
}

static void check_badge_name(struct form *form)
{
    const char *name = form->checked->name;
    if (!name || form->checked->badge_name)
        return;
    /* Whoever has a longer name chooses what of it the badge shall show. */
    if (text_length(name) > BADGE_NAME_MAX)
        form_fault(form, "badge_name", "fault.text.long_for_badge", "60");
    else
        form->checked->badge_name = name;
}

static void check_country(struct form *form)
{
    const char *country = form->input->country;
    if (is_missing(country))
        return;
    if (text_is_country(country))
        form->checked->country = country;
    else
        form_fault(form, "country", "fault.country.unknown", NULL);
}

static void check_category(struct form *form)
{
    const char *category = form->input->category;
    if (is_missing(category))
        form_fault(form, "category", "fault.required", NULL);
    else if (event_find_category(form->event, category))
        form->checked->category = category;
    else
        form_fault(form, "category", "fault.category.unknown", NULL);
}

static bool overlaps(const struct event_session *a, const struct event_session *b)
{
    return strcmp(a->starts, b->ends) < 0 && strcmp(b->starts, a->ends) < 0;
}

static bool choose_session(const struct form *form, const char *code)
{
    const struct event_session *session = event_find_session(form->event, code);
    if (!session) {
        form_fault(form, "sessions", "fault.sessions.unknown", code);
        return false;
    }
    for (size_t i = 0; i < form->checked->sessions.count; i++) {
        const char *other = form->checked->sessions.items[i];
        if (strcmp(other, code) == 0)
            return true;
        if (overlaps(session, event_find_session(form->event, other))) {
            form_fault(
                form, "sessions", "fault.sessions.overlap",
                event_text_in(&session->title, event_first_language(form->event), form->language).words);
            return false;
        }
    }
    form->checked->sessions.items[form->checked->sessions.count++] = code;
    return true;
}

static void check_sessions(struct form *form)
{
    size_t count = form->input->sessions.count;
    char most[24];
    snprintf(most, sizeof most, "%zu", form->event->sessions.count);
    if (count > form->event->sessions.count) { /* which the event file limits */
        form_fault(form, "sessions", "fault.sessions.many", most);
        return;
    }
    form->checked->sessions.items = arena_array(form->arena, count, sizeof(const char *));
    for (size_t i = 0; form->checked->sessions.items && i < count; i++)
        if (!choose_session(form, form->input->sessions.items[i]))
            return;
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(((const struct record_pair *)a)->name, ((const struct record_pair *)b)->name);
}

static void check_consents(struct form *form)
{
    const struct record_pairs *given = &form->input->consents;
    struct record_pairs *checked = &form->checked->consents;
    checked->items = arena_array(form->arena, given->count, sizeof *checked->items);
    for (size_t i = 0; checked->items && i < given->count; i++) {
        const struct record_pair *pair = &given->items[i];
        char field[64];
        snprintf(field, sizeof field, "consents.%.50s", pair->name);
        if (!event_find_consent(form->event, pair->name))
            form_fault(form, field, "fault.consents.unknown", NULL);
        else if (pair->flag)
            checked->items[checked->count++] = *pair;
    }
    if (checked->items && checked->count > 1)
        qsort(checked->items, checked->count, sizeof *checked->items, compare_names);
}

bool order_check(const struct event *event, const char *language, const struct order_input *input,
                 struct arena *arena, struct order_input *checked, struct faults *faults)
{
    struct form form = {event, language, input, checked, arena, faults};
    *checked = (struct order_input){.amount = input->amount};
    if (faults_find(faults, "body")) /* not one of its fields was sent */
        return false;
    for (size_t i = 0; i < COUNT_OF(text_fields); i++)
        check_text(&form, &text_fields[i]);
    check_email(&form);
    check_badge_name(&form);
    check_country(&form);
    check_category(&form);
    check_sessions(&form);
    check_consents(&form);
    return faults->count == 0 && !arena->failed; /* what memory lost must not pass for left out */
}

void order_write_canonical(const struct order_input *checked, struct buffer *out)
{
    struct order_input asked = *checked;
    asked.amount = RECORD_NO_INT; /* on what condition, and nothing that is asked */
    record_write(&order_input_record, &asked, 0, out);
}
