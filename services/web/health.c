#include "web/web.h"

void health_live(struct request *request)
{
    struct buffer body = BUFFER(64);
    buffer_text(&body, "ok\n");
    response_send(request, 200, "text/plain", &body, NULL);
}

/* Ready when the writers run, the database answers and its schema is ours. */
void health_ready(struct request *request)
{
    struct application *application = request->application;
    struct error error = {.kind = ERROR_BUSY, .message = "starting"};
    struct store_session *session =
        application->desk && application->door_desk ? store_take(application->store, &error) : NULL;
    bool ready = session && store_schema_current(session, &error);
    if (session)
        store_give(session);
    struct buffer body = BUFFER(1024);
    buffer_printf(&body, "%s\n", ready ? "ready" : error.message);
    const struct header headers[] = {{MHD_HTTP_HEADER_RETRY_AFTER, "1"}, {0}};
    response_send(request, ready ? 200 : 503, "text/plain", &body, ready ? NULL : headers);
}
