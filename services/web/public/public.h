/* Pages that anybody sees: what there is, one event, its form, and the files that they load. */
#pragma once

#include "web/web.h"

extern const struct http_area public_area;
extern const struct web_page *const public_pages[];

extern const struct web_page public_home_page, public_event_page, public_register_page;

void public_home(struct http_request *request);
void public_event(struct http_request *request);
void public_register_form(struct http_request *request);
void public_register_submit(struct http_request *request);
void public_register_untrusted(struct http_request *request);
void public_asset(struct http_request *request);
