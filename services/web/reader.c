/* In which language somebody reads: what is offered, what was asked for, what the browser says. */
#include "web/web.h"

static void offer_languages(struct http_request *request, const char *const *tags, size_t count)
{
    const struct languages *languages = web_application(request)->languages;
    struct web_request *own = web_request(request);
    const struct language *first;
    own->offered = languages_offered(languages, tags, count, &first);
    own->language = languages_choose_offered(languages, own->offered, first, http_query(request, "lang"),
                                             http_header(request, MHD_HTTP_HEADER_ACCEPT_LANGUAGE));
}

void web_offer_languages(struct http_request *request, const struct event *event)
{
    web_request(request)->shown = event;
    offer_languages(request, event->languages.items, event->languages.count);
}

void web_offer_all_languages(struct http_request *request)
{
    offer_languages(request, NULL, 0);
}
