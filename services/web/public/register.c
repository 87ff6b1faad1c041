/* The form: shown, sent, shown again with what is wrong. */
#include "web/public/context.h"
#include "web/public/public.h"

#define FORM_ID_SIZE RANDOM_UUID_SIZE

static json_t *consents_context(const struct event *event, const struct order_input *input)
{
    json_t *list = json_array();
    for (size_t i = 0; i < event->consents.count; i++) {
        const struct event_consent *consent = &event->consents.items[i];
        const struct record_pair *chosen = input ? record_pair(&input->consents, consent->code) : NULL;
        json_array_append_new(list, json_pack("{s:s, s:s, s:b}", "code", consent->code, "title",
                                              consent->title, "chosen", (int)(chosen && chosen->flag)));
    }
    return list;
}

/* What was typed, for the fields that hold text. */
static json_t *input_context(const struct order_input *input)
{
    return json_pack("{s:s?, s:s?, s:s?, s:s?}", "name", input->name, "badge_name", input->badge_name,
                     "email", input->email, "affiliation", input->affiliation);
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
static void send_form(struct http_request *request, int status, const struct event *event,
                      const struct order_input *input, const struct faults *faults, const char *message,
                      const char *form_id)
{
    char fresh_id[FORM_ID_SIZE];
    char token[HTTP_TOKEN_SIZE];
    struct buffer cookie = BUFFER(512);
    http_form_token(request, token, &cookie);
    random_uuid7(fresh_id);
    json_t *consents = consents_context(event, input);
    json_t *context =
        json_pack("{s:o, s:o, s:s, s:s, s:b, s:o}", "event", event_context(web_locale(request), event, input),
                  "countries", locale_countries(web_locale(request), input ? input->country : NULL), "csrf",
                  token, "form_id", form_id ? form_id : fresh_id, "has_consents",
                  (int)(json_array_size(consents) > 0), "consents", consents);
    if (input)
        json_object_set_new(context, "input", input_context(input));
    if (faults)
        add_faults(context, web_locale(request), faults);
    json_object_set_new(context, "has_typed", json_boolean(event->open));
    json_object_set_new(context, "alert", json_boolean(message || (faults && faults->count)));
    if (message) {
        struct buffer text = BUFFER(1024);
        locale_message(web_locale(request), message, NULL, &text);
        json_object_set_new(context, "message", json_string(text.data));
        buffer_free(&text);
    }
    const struct http_header headers[] = {{MHD_HTTP_HEADER_SET_COOKIE, cookie.data},
                                          {status == 503 ? MHD_HTTP_HEADER_RETRY_AFTER : NULL, "1"},
                                          {0}};
    response_page(request, status, PAGE_REGISTER, context, headers);
    buffer_free(&cookie);
}

/* GET /e/{event}/register?category= */
void public_register_form(struct http_request *request)
{
    const char *category = http_query(request, "category");
    const struct order_input input = {.category = category};
    send_form(request, 200, web_request(request)->event->event, &input, NULL, NULL, NULL);
}

/* What is the form's own, and no part of the input. */
static const char *form_field(struct http_request *request, const char *name)
{
    return http_fields_find(http_form(request), name);
}

/* The form's own id makes a second press of the button harmless. NULL if it has none. */
static const char *form_id_of(struct http_request *request)
{
    const char *form_id = form_field(request, "form_id");
    return form_id && *form_id && strlen(form_id) < FORM_ID_SIZE ? form_id : NULL;
}

/* As the event is by now, what is full included; as it was when the database does not say. */
static void register_refused(struct http_request *request)
{
    struct web_request *own = web_request(request);
    const struct registering *registering = own->work;
    struct faults faults = {0};
    const char *message;
    int status = register_refusal(registering, &message, &faults);
    /* The form keeps its id: what is not known to be stored may be. A used one says so and is replaced: back,
     * something changed, sent again, and the key is the form's own, of which nobody knows. */
    const char *form_id = form_id_of(request);
    if (registering->answer.outcome == ORDER_KEY_REUSED) {
        message = "problem.form_sent";
        form_id = NULL;
    }
    send_form(request, status, own->came ? own->came->event : registering->event, registering->input, &faults,
              message, form_id);
}

static void register_finish(struct http_request *request)
{
    const struct registering *registering = web_request(request)->work;
    enum order_outcome outcome = registering->answer.outcome;
    if (outcome != ORDER_CREATED && outcome != ORDER_REPEATED) {
        later_event(request, request->captures[0], register_refused);
        return;
    }
    struct buffer url = BUFFER(512);
    register_manage_url(request, registering, false, &url);
    buffer_printf(&url, "&lang=%s", locale_tag(web_locale(request)));
    http_redirect(request, url.data);
    buffer_free(&url);
}

/* Another language was chosen below the form: the same, in that. True if that was all. */
static bool shown_in_other_language(struct http_request *request)
{
    if (!form_field(request, "language"))
        return false;
    send_form(request, 200, web_request(request)->event->event, request->input, NULL, NULL,
              form_id_of(request));
    return true;
}

/* The form came from elsewhere, or without its cookie: all that was typed, with a token of its own. */
void public_register_untrusted(struct http_request *request)
{
    if (!shown_in_other_language(request))
        send_form(request, 403, web_request(request)->event->event, request->input, NULL,
                  "problem.form_token", NULL);
}

/* POST /e/{event}/register */
void public_register_submit(struct http_request *request)
{
    /* People do not see this field; programs that fill every one do. */
    const char *website = form_field(request, "website");
    bool robot = website && *website;
    if (robot) {
        public_register_untrusted(request);
        return;
    }
    const struct event *event = web_request(request)->event->event;
    const char *form_id = form_id_of(request);
    struct error error = {0};
    if (shown_in_other_language(request) || register_submit(request, form_id, register_finish, &error))
        return;
    if (request->faults.count)
        send_form(request, 422, event, request->input, &request->faults, NULL, form_id);
    else
        send_form(request, 503, event, request->input, NULL, "problem.busy", form_id);
}
