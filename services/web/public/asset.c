/* Styles and pictures that pages load. */
#include "web/public/public.h"

/* GET /assets/{name} */
void public_asset(struct http_request *request)
{
    if (!http_files_send(request, web_application(request)->files, request->captures[0]))
        response_problem(request, 404, "problem.lost", NULL);
}
