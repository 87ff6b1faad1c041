#include "order/order.h"

#define SESSIONS_MAX 32

struct form {
    const json_t *event;
    const json_t *input;
    struct faults *faults;
    json_t *checked;
};

struct text_field {
    const char *name;
    bool required;
    size_t most; /* code points */
};

static const struct text_field text_fields[] = {
    {"name", true, 100}, {"badge_name", false, 60}, {"affiliation", false, 100}, {"email", true, 254}};

static const char *const known_fields[] = {"category",    "name",    "email",    "badge_name",
                                           "affiliation", "country", "sessions", "consents"};

static void fault(const struct form *form, const char *field, const char *message, const char *detail)
{
    faults_add(form->faults, field, message, detail);
}

/* The member if it is a text; otherwise a fault, unless it may be missing. */
static const char *text_of(const struct form *form, const char *name, bool required)
{
    const json_t *value = json_object_get(form->input, name);
    bool missing = !value || json_is_null(value) || (json_is_string(value) && json_string_length(value) == 0);
    if (missing && required)
        fault(form, name, "fault.required", NULL);
    else if (!missing && !json_is_string(value))
        fault(form, name, "fault.type", "text");
    return missing ? NULL : json_string_value(value);
}

static void check_text(struct form *form, const struct text_field *field)
{
    const char *text = text_of(form, field->name, field->required);
    if (!text)
        return;
    scope_free char *clean = text_clean(text, json_string_length(json_object_get(form->input, field->name)));
    char most[24];
    snprintf(most, sizeof most, "%zu", field->most);
    if (!clean)
        fault(form, field->name, "fault.text.invalid", NULL);
    else if (!*clean && field->required)
        fault(form, field->name, "fault.required", NULL);
    else if (text_length(clean) > field->most)
        fault(form, field->name, "fault.text.long", most);
    else if (*clean)
        json_object_set_new(form->checked, field->name, json_string(clean));
}

static void check_email(struct form *form)
{
    const char *given = json_text(form->checked, "email", NULL);
    if (!given)
        return;
    scope_free char *canonical = email_canonical(given);
    if (canonical)
        json_object_set_new(form->checked, "email", json_string(canonical));
    else
        fault(form, "email", "fault.email.invalid", NULL);
}

static void check_badge_name(struct form *form)
{
    const char *name = json_text(form->checked, "name", NULL);
    if (!name || json_object_get(form->checked, "badge_name"))
        return;
    /* Whoever has a longer name chooses what of it the badge shall show. */
    if (text_length(name) > 60)
        fault(form, "badge_name", "fault.text.long_for_badge", "60");
    else
        json_object_set_new(form->checked, "badge_name", json_string(name));
}

static void check_country(struct form *form)
{
    const char *country = text_of(form, "country", false);
    if (country && text_is_country(country))
        json_object_set_new(form->checked, "country", json_string(country));
    else if (country)
        fault(form, "country", "fault.country.unknown", NULL);
}

static void check_category(struct form *form)
{
    const char *category = text_of(form, "category", true);
    if (category && json_find(json_object_get(form->event, "categories"), "code", category))
        json_object_set_new(form->checked, "category", json_string(category));
    else if (category)
        fault(form, "category", "fault.category.unknown", NULL);
}

static bool overlap(const json_t *a, const json_t *b)
{
    return strcmp(json_text(a, "starts", ""), json_text(b, "ends", "")) < 0 &&
           strcmp(json_text(b, "starts", ""), json_text(a, "ends", "")) < 0;
}

static bool add_session(const struct form *form, json_t *chosen, const char *code)
{
    const json_t *all = json_object_get(form->event, "sessions");
    const json_t *session = json_find(all, "code", code);
    if (!session) {
        fault(form, "sessions", "fault.sessions.unknown", code);
        return false;
    }
    size_t i;
    json_t *other;
    json_array_foreach(chosen, i, other)
    {
        if (strcmp(json_string_value(other), code) == 0)
            return true;
        if (overlap(session, json_find(all, "code", json_string_value(other)))) {
            fault(form, "sessions", "fault.sessions.overlap", json_text(session, "title", code));
            return false;
        }
    }
    json_array_append_new(chosen, json_string(code));
    return true;
}

static void check_sessions(struct form *form)
{
    const json_t *sessions = json_object_get(form->input, "sessions");
    json_t *chosen = json_array();
    json_object_set_new(form->checked, "sessions", chosen);
    if (!sessions || json_is_null(sessions))
        return;
    if (!json_is_array(sessions) || json_array_size(sessions) > SESSIONS_MAX) {
        fault(form, "sessions", "fault.type", "list");
        return;
    }
    size_t i;
    const json_t *entry;
    json_array_foreach(sessions, i, entry)
    {
        if (!json_is_string(entry)) {
            fault(form, "sessions", "fault.type", "list");
            return;
        }
        if (!add_session(form, chosen, json_string_value(entry)))
            return;
    }
}

static void check_consents(struct form *form)
{
    json_t *consents = json_object_get(form->input, "consents");
    json_t *given = json_object();
    json_object_set_new(form->checked, "consents", given);
    if (consents && !json_is_null(consents) && !json_is_object(consents))
        fault(form, "consents", "fault.type", "object");
    const char *name;
    const json_t *value;
    json_object_foreach(consents, name, value)
    {
        char field[64];
        snprintf(field, sizeof field, "consents.%.50s", name);
        if (!json_find(json_object_get(form->event, "consents"), "code", name))
            fault(form, field, "fault.consents.unknown", NULL);
        else if (!json_is_boolean(value))
            fault(form, field, "fault.type", "true/false");
        else if (json_is_true(value))
            json_object_set_new(given, name, json_true());
    }
}

static void check_unknown(const struct form *form)
{
    const char *name;
    const json_t *value;
    json_object_foreach((json_t *)(uintptr_t)form->input, name, value)
    {
        bool known = false;
        for (size_t i = 0; i < sizeof known_fields / sizeof *known_fields; i++)
            known = known || strcmp(name, known_fields[i]) == 0;
        char field[64];
        snprintf(field, sizeof field, "%.60s", name);
        if (!known)
            fault(form, field, "fault.unknown", NULL);
    }
}

json_t *order_check(const json_t *event, const json_t *input, struct faults *faults)
{
    struct form form = {.event = event, .input = input, .faults = faults};
    if (!json_is_object(input)) {
        faults_add(faults, "body", "fault.type", "object");
        return NULL;
    }
    scope_json json_t *checked = form.checked = json_object();
    for (size_t i = 0; i < sizeof text_fields / sizeof *text_fields; i++)
        check_text(&form, &text_fields[i]);
    check_email(&form);
    check_badge_name(&form);
    check_country(&form);
    check_category(&form);
    check_sessions(&form);
    check_consents(&form);
    check_unknown(&form);
    return faults->count ? NULL : scope_take(&checked);
}
