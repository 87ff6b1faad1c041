/* Answers that come later: the rooms ask, the request sleeps, and goes on on its server's thread. */
#include "web/web.h"

#include <ctype.h>

void later_came(void *context, const struct error *error)
{
    struct http_request *request = context;
    web_request(request)->error = error ? *error : (struct error){0};
    http_resume(request);
}

static void later_event_came(void *context, struct event_kept *kept, const struct error *error)
{
    struct web_request *own = web_request(context);
    event_kept_release(own->came);
    own->came = kept ? event_kept_hold(kept) : NULL;
    later_came(context, error);
}

static void later_look_up(struct http_request *request, const char *name,
                          void (*then)(struct http_request *request))
{
    struct event_catalogue *catalogue = web_application(request)->catalogue;
    struct web_request *own = web_request(request);
    struct error error = {0};
    event_kept_release(own->came);
    own->came = NULL;
    if (event_catalogue_known(catalogue, name, &own->came, &error)) {
        own->error = error;
        then(request);
        return;
    }
    own->ask = (struct event_ask){.done = later_event_came, .context = request};
    http_suspend(request, then);
    if (!event_catalogue_ask(catalogue, name, &own->ask, &error))
        later_event_came(request, NULL, &error);
}

void later_event(struct http_request *request, const char *slug, void (*then)(struct http_request *request))
{
    /* An address is not to name a list. */
    later_look_up(request, isalnum((unsigned char)*slug) ? slug : "", then);
}

/* The event was called otherwise before: the same address with its name of today. */
static void send_renamed(struct http_request *request, const char *slug)
{
    static const char page[] = "/e/";
    static const char api[] = "/api/v1/events/";
    struct buffer url = BUFFER(2048), body = BUFFER(1);
    bool is_page = strncmp(request->path, page, strlen(page)) == 0;
    const char *before = request->path + strlen(is_page ? page : api);
    const char *category = http_query(request, "category");
    buffer_printf(&url, "%.*s%s%s?lang=%s", (int)(before - request->path), request->path, slug,
                  before + strlen(request->captures[0]), language_tag(web_language(request)));
    if (category && event_find_category(web_request(request)->event->event, category))
        buffer_printf(&url, "&category=%s", category);
    http_send(request, 308, NULL, &body,
              (const struct http_header[]){{MHD_HTTP_HEADER_LOCATION, url.data}, {0}});
    buffer_free(&url);
}

static void event_came(struct http_request *request)
{
    struct web_request *own = web_request(request);
    if (!own->came) {
        response_error(request, &own->error);
        return;
    }
    own->event = scope_take(&own->came);
    if (own->event->event)
        web_offer_languages(request, own->event->event);
    if (own->event->event && strcmp(own->event->event->slug, request->captures[0]) != 0)
        send_renamed(request, own->event->event->slug);
    else
        http_pass(request);
}

static void check_event(struct http_request *request)
{
    char name[EVENT_NAME_SIZE];
    struct web_request *own = web_request(request);
    own->is_preview = preview_has_secret(request);
    event_preview_name(request->captures[0], name);
    if (own->is_preview && http_query(request, "preview"))
        preview_begin(request);
    else if (own->is_preview)
        later_look_up(request, name, event_came);
    else
        later_event(request, request->captures[0], event_came);
}

static void check_events(struct http_request *request)
{
    char name[EVENT_NAME_SIZE];
    const char *after = http_query(request, "after");
    event_list_name(after ? after : "", name);
    later_look_up(request, name, event_came);
}

const struct http_check right_anybody = {.name = "anybody"};
const struct http_check want_event = {.name = "event", .check = check_event};
const struct http_check want_events = {.name = "events", .check = check_events};
