#include "web/public/context.h"

#define FORM_ID_SIZE RANDOM_UUID_SIZE

static const char *const text_fields[] = {"name",        "badge_name", "email",
                                          "affiliation", "country",    "category"};

/* The form's fields as the API's input. Empty ones are absent. */
static json_t *input_of(const json_t *form)
{
    json_t *input = json_object();
    json_t *consents = json_object();
    for (size_t i = 0; i < sizeof text_fields / sizeof *text_fields; i++) {
        const char *value = json_text(form, text_fields[i], "");
        if (*value)
            json_object_set_new(input, text_fields[i], json_string(value));
    }
    const char *name;
    json_t *value;
    json_object_foreach((json_t *)(uintptr_t)form, name, value)
    {
        if (strncmp(name, "consent.", 8) == 0)
            json_object_set_new(consents, name + 8, json_true());
    }
    json_object_set(input, "sessions", json_object_get(form, "sessions[]"));
    json_object_set_new(input, "consents", consents);
    return input;
}

static json_t *consents_context(const json_t *event, const json_t *input)
{
    json_t *list = json_array();
    size_t i;
    const json_t *consent;
    json_array_foreach(json_object_get(event, "consents"), i, consent)
    {
        const char *code = json_text(consent, "code", "");
        json_array_append_new(
            list, json_pack("{s:s, s:s, s:b}", "code", code, "title", json_text(consent, "title", ""),
                            "chosen", (int)json_flag(json_object_get(input, "consents"), code, false)));
    }
    return list;
}

static const char *const fields_in_order[] = {"category",    "name",    "badge_name", "email",
                                              "affiliation", "country", "sessions",   "consents"};

static bool is_about(const struct fault *fault, const char *field)
{
    size_t length = strlen(field);
    return strncmp(fault->field, field, length) == 0 && strchr(".", fault->field[length]);
}

static void add_fault(json_t *by_field, json_t *list, const struct locale *locale, const char *field,
                      const struct fault *fault)
{
    struct buffer text = BUFFER(1024);
    locale_fault(locale, fault, &text);
    json_object_set_new(by_field, field, json_string(text.data));
    json_array_append_new(list, json_pack("{s:s, s:s?}", "field", field, "message", text.data));
    buffer_free(&text);
}

/* errors: by field, for the places beside the fields; error_list: in the page's order, for the summary on
 * top. */
static void add_faults(json_t *context, const struct locale *locale, const struct faults *faults)
{
    json_t *by_field = json_object();
    json_t *list = json_array();
    for (size_t f = 0; f < sizeof fields_in_order / sizeof *fields_in_order; f++)
        for (size_t i = 0; i < faults->count; i++)
            if (is_about(&faults->items[i], fields_in_order[f]))
                add_fault(by_field, list, locale, fields_in_order[f], &faults->items[i]);
    json_object_set_new(context, "errors", by_field);
    json_object_set_new(context, "error_list", list);
}

/* message: what stopped it as a whole, or NULL. */
static void send_form(struct request *request, int status, const json_t *event, const json_t *input,
                      const struct faults *faults, const char *message, const char *form_id)
{
    char fresh_id[FORM_ID_SIZE];
    char token[CSRF_TOKEN_SIZE];
    struct buffer cookie = BUFFER(512);
    csrf_token(request, token, &cookie);
    random_uuid7(fresh_id);
    json_t *consents = consents_context(event, input);
    json_t *context =
        json_pack("{s:o, s:o, s:s, s:s, s:b, s:o}", "event", event_context(request->locale, event, input),
                  "countries", locale_countries(request->locale, json_text(input, "country", NULL)), "csrf",
                  token, "form_id", form_id ? form_id : fresh_id, "has_consents",
                  (int)(json_array_size(consents) > 0), "consents", consents);
    if (input)
        json_object_set(context, "input", (json_t *)(uintptr_t)input);
    if (faults)
        add_faults(context, request->locale, faults);
    json_object_set_new(context, "has_typed", json_boolean(json_flag(event, "open", false)));
    json_object_set_new(context, "alert", json_boolean(message || (faults && faults->count)));
    if (message) {
        struct buffer text = BUFFER(1024);
        locale_message(request->locale, message, NULL, &text);
        json_object_set_new(context, "message", json_string(text.data));
        buffer_free(&text);
    }
    const struct header headers[] = {{MHD_HTTP_HEADER_SET_COOKIE, cookie.data},
                                     {status == 503 ? MHD_HTTP_HEADER_RETRY_AFTER : NULL, "1"},
                                     {0}};
    response_page(request, status, PAGE_REGISTER, context, headers);
    buffer_free(&cookie);
}

static json_t *find_event(struct request *request)
{
    struct error error = {0};
    json_t *event = event_catalogue_event(request->application->catalogue, request->captures[0], &error);
    if (!event)
        response_error(request, &error);
    return event;
}

/* GET /e/{event}/register?category= */
void page_register_form(struct request *request)
{
    scope_json json_t *event = find_event(request);
    if (!event)
        return;
    const char *category = request_query(request, "category");
    scope_json json_t *input = category ? json_pack("{s:s}", "category", category) : NULL;
    send_form(request, 200, event, input, NULL, NULL, NULL);
}

/* The form's own id makes a second press of the button harmless. NULL if it has none. */
static const char *form_id_of(const json_t *form)
{
    const char *form_id = json_text(form, "form_id", "");
    return *form_id && strlen(form_id) < FORM_ID_SIZE ? form_id : NULL;
}

static void finish(struct request *request)
{
    const struct registering *registering = request->work;
    enum order_outcome outcome = registering->answer.outcome;
    struct faults faults = {0};
    const char *message;
    if (outcome == ORDER_CREATED || outcome == ORDER_REPEATED) {
        struct buffer url = BUFFER(512);
        register_manage_url(request, registering, false, &url);
        buffer_printf(&url, "&lang=%s", locale_tag(request->locale));
        response_redirect(request, url.data);
        buffer_free(&url);
        return;
    }
    int status = register_refusal(registering, &message, &faults);
    /* The form keeps its id: what is not known to be stored may be. A used one says so and is replaced: back,
     * something changed, sent again, and the key is the form's own, of which nobody knows. */
    const char *form_id = form_id_of(request->fields);
    if (outcome == ORDER_KEY_REUSED) {
        message = "problem.form_sent";
        form_id = NULL;
    }
    /* As it is by now, what is full included; as it was when the database does not say. */
    struct event_catalogue *catalogue = request->application->catalogue;
    scope_json json_t *event = event_catalogue_event(catalogue, request->captures[0], NULL);
    send_form(request, status, event ? event : registering->event, registering->input, &faults, message,
              form_id);
}

/* POST /e/{event}/register */
void page_register_submit(struct request *request)
{
    scope_json json_t *event = find_event(request);
    const json_t *form = event ? request_form(request) : NULL;
    if (!form)
        return;
    scope_json json_t *input = input_of(form);
    struct faults faults = {0};
    struct error error = {0};
    const char *form_id = form_id_of(form);
    /* Another language was chosen below the form: the same, in that. */
    if (json_object_get(form, "language")) {
        send_form(request, 200, event, input, NULL, NULL, form_id);
        return;
    }
    /* People do not see this field; programs that fill every one do. */
    bool robot = *json_text(form, "website", "") != '\0';
    if (robot || !csrf_check(request, json_text(form, "csrf", NULL))) {
        send_form(request, 403, event, input, NULL, "problem.form_token", NULL);
        return;
    }
    if (register_submit(request, event, input, form_id, finish, &faults, &error))
        return;
    if (faults.count)
        send_form(request, 422, event, input, &faults, NULL, form_id);
    else
        send_form(request, 503, event, input, NULL, "problem.busy", form_id);
}
