/* Pages that anybody sees: what there is, one event, its form, and the files that they load. */
#pragma once

#include "web/web.h"

extern const struct http_area public_area;
extern const struct web_page *const public_pages[];

extern const struct web_page public_home_page, public_event_page, public_register_page, public_check_page;

/* The form with what the request typed and its own id. faults, message: what stopped it, or NULL. */
void public_form_show(struct http_request *request, int status, const struct event *event,
                      const struct faults *faults, const char *message);
/* The same with an id of its own, as the form's is used. */
void public_form_renew(struct http_request *request, int status, const struct event *event,
                       const struct faults *faults, const char *message);
/* Whether the form has the field, and something in it: what is its own, and no part of the input. */
bool public_form_has(struct http_request *request, const char *name);
/* The form's own id, which makes a second press of the button harmless. NULL if it has none. */
const char *public_form_id(struct http_request *request);

/* The window whose prices the form that was sent showed, while they hold; else NULL. */
const char *public_held(struct http_request *request, const struct event *event);

/* The page that asks once more before it is binding; where something is wrong, the form. message: why it is
 * shown again, or NULL. */
void public_check_show(struct http_request *request, int status, const char *message);
/* Whether what that page showed beside the price, which the database compares, is so still: the currency, and
 * what was agreed to. */
bool public_check_is_current(struct http_request *request, const struct event *event);

/* The same for what costs more by now than it did when the button was pressed. */
void public_check_dearer(struct http_request *request, const struct event *event);

void public_home(struct http_request *request);
void public_event(struct http_request *request);
void public_register_form(struct http_request *request);
void public_register_submit(struct http_request *request);
void public_register_untrusted(struct http_request *request);
void public_asset(struct http_request *request);
void public_look(struct http_request *request);
