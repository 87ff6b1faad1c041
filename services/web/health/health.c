/* Whether the service lives, and whether it is ready. */
#include "web/health/health.h"

#include "web/database.h"

/* GET /healthz */
void health_live(struct http_request *request)
{
    struct buffer body = BUFFER(64);
    buffer_text(&body, "ok\n");
    http_send(request, 200, "text/plain", &body, NULL);
}

/* Anybody may ask, so of a database that is away, or that turns the service away, no address or role is told:
 * the log has them. A schema that is not ours says what to do. */
static void readiness_came(struct http_request *request)
{
    const struct application *application = web_application(request);
    const struct database_readiness *database = web_request(request)->found;
    bool current = database && !database->fault;
    bool ready = current && application->desk && application->door_desk;
    struct buffer body = BUFFER(1024);
    buffer_printf(&body, "%s\n",
                  ready      ? "ready"
                  : current  ? "starting: see the log"
                  : database ? database->fault
                             : "the database does not answer");
    const struct http_header headers[] = {{MHD_HTTP_HEADER_RETRY_AFTER, "1"}, {0}};
    http_send(request, ready ? 200 : 503, "text/plain", &body, ready ? NULL : headers);
}

/* GET /readyz: 200 when the database answers, its schema is ours, and the writers run */
void health_ready(struct http_request *request)
{
    question_ask(web_application(request)->readiness, request, readiness_came);
}
