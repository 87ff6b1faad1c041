/* An attendee's own page, by the link that was given out. */
#pragma once

#include "web/web.h"

extern const struct http_area self_area;
extern const struct web_page *const self_pages[];

extern const struct web_page self_attendee_page;

void self_attendee(struct http_request *request);
void self_ticket_svg(struct http_request *request);
void self_ticket_png(struct http_request *request);
void self_ticket_card(struct http_request *request);
