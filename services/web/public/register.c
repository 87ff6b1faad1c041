/* The form, sent: to the page that asks once more, and from there to the desk. */
#include "web/public/public.h"

/* As the event is by now, what is full included; as it was when the database does not say. */
static void register_refused(struct http_request *request)
{
    struct web_request *own = web_request(request);
    const struct registering *registering = own->work;
    const struct event *event = own->came ? own->came->event : registering->event;
    struct faults faults = {0};
    const char *message;
    int status = register_refusal(registering, &message, &faults);
    /* The form keeps its id: what is not known to be stored may be. A used one says so and is replaced: back,
     * something changed, sent again, and the key is the form's own, of which nobody knows. */
    if (registering->answer.outcome == ORDER_KEY_REUSED)
        public_form_renew(request, status, event, &faults, "problem.form_sent");
    else if (registering->answer.outcome == ORDER_DEARER)
        public_check_dearer(request, event);
    else if (registering->answer.outcome == ORDER_FAILED) /* pressed again, it may pass */
        public_check_show(request, status, message);
    else
        public_form_show(request, status, event, &faults, message);
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
    buffer_printf(&url, "&lang=%s", language_tag(web_language(request)));
    http_redirect(request, url.data);
    buffer_free(&url);
}

/* Where it was sent from: the page before it is binding, or the form. */
static void register_show_again(struct http_request *request, int status, const char *message)
{
    if (public_form_has(request, "checking"))
        public_check_show(request, status, message);
    else
        public_form_show(request, status, web_request(request)->event->event, NULL, message);
}

/* Another language was chosen, or something is to be changed: the same again, in that, and nothing done. True
 * if that was all. */
static bool register_shown(struct http_request *request)
{
    if (public_form_has(request, "language"))
        register_show_again(request, 200, NULL);
    else if (public_form_has(request, "change"))
        public_form_show(request, 200, web_request(request)->event->event, NULL, NULL);
    else
        return false;
    return true;
}

/* The form came from elsewhere, or without its cookie: all that was typed, with a token of its own. */
void public_register_untrusted(struct http_request *request)
{
    if (!register_shown(request))
        register_show_again(request, 403, "problem.form_token");
}

/* Binding: what was shown goes along. */
static void register_confirm(struct http_request *request)
{
    struct error error = {0};
    const struct event *event = web_request(request)->event->event;
    if (!public_check_is_current(request, event)) {
        public_check_show(request, 409, "problem.changed");
        return;
    }
    if (register_submit(request, public_form_id(request), register_finish, &error))
        return;
    if (request->faults.count)
        public_form_show(request, 422, event, &request->faults, NULL);
    else
        public_check_show(request, 503, "problem.busy");
}

/* POST /e/{event}/register */
void public_register_submit(struct http_request *request)
{
    const struct order_input *input = request->input;
    bool is_suspect = public_form_has(request, "website") && !public_form_has(request, "trapped");
    if (register_shown(request))
        return;
    if (is_suspect) /* once: a browser that fills it in again would go round in circles */
        public_form_show(request, 422, web_request(request)->event->event, NULL, "problem.trap");
    else if (public_form_has(request, "confirm") && input->amount != RECORD_NO_INT)
        register_confirm(request);
    else
        public_check_show(request, 200, NULL);
}
