/* What programs are told of the API. */
#include "web/api/api.h"

#include "web/kept.h"

#define DESCRIPTION_MOST (1u << 20)

static struct http_kept *description_make(struct http_request *request, const void *context)
{
    (void)context;
    const struct application *application = web_application(request);
    const struct http_api api = {
        .title = "Lanyard", .version = LANYARD_VERSION, .problem = &response_problem_record};
    scope_buffer struct buffer text = BUFFER(DESCRIPTION_MOST);
    http_table_describe(application->table, &api, &text);
    if (text.failed)
        return NULL;
    return http_kept_new(&(struct http_kept_content){.type = "application/json",
                                                     .bytes = text.data,
                                                     .length = text.length,
                                                     .headers = application->kept_headers});
}

static void description_send(struct http_request *request, const struct http_kept *kept, const void *context)
{
    (void)context;
    http_send_kept(request, kept);
}

/* GET /api/v1/openapi.json: OpenAPI 3.1, made of the routes and their records */
void api_description(struct http_request *request)
{
    if (!kept_send(web_application(request)->kept_pages, request, "openapi", description_make,
                   description_send, NULL))
        response_problem(request, 500, "problem.ours", NULL);
}
