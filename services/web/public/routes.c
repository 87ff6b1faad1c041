/* The routes that anybody may take. */
#include "web/public/public.h"

#define KIB 1024u

static const struct http_route rows[] = {
    {.method = "GET",
     .pattern = "/",
     .handler = public_home,
     .who = &right_anybody,
     .wants = &want_events,
     .listeners = ON_PUBLIC},
    {.method = "GET",
     .pattern = "/e/{event}",
     .handler = public_event,
     .who = &right_anybody,
     .wants = &want_event,
     .listeners = ON_PUBLIC},
    {.method = "GET",
     .pattern = "/e/{event}/register",
     .handler = public_register_form,
     .who = &right_anybody,
     .wants = &want_event,
     .listeners = ON_PUBLIC},
    {.method = "POST",
     .pattern = "/e/{event}/register",
     .handler = public_register_submit,
     .who = &right_anybody,
     .wants = &want_event,
     .takes = HTTP_TAKES_FORM,
     .input = &order_input_record,
     .body_max = 64 * KIB,
     .untrusted = public_register_untrusted,
     .budget = BUDGET_FORMS,
     .listeners = ON_PUBLIC},
    {.method = "GET",
     .pattern = "/e/{event}/look/{name}",
     .handler = public_look,
     .who = &right_anybody,
     .wants = &want_event,
     .listeners = ON_PUBLIC},
    {.method = "GET",
     .pattern = "/assets/{name}",
     .handler = public_asset,
     .who = &right_anybody,
     .listeners = ON_PUBLIC},
};

const struct web_page *const public_pages[] = {&public_home_page, &public_event_page, &public_register_page,
                                               &public_check_page, NULL};
const struct http_area public_area = {rows, COUNT_OF(rows)};
