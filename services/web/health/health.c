#include "web/web.h"

void health_live(struct request *request)
{
    struct buffer body = BUFFER(64);
    buffer_text(&body, "ok\n");
    response_send(request, 200, "text/plain", &body, NULL);
}

/* Anybody may ask, so of a database that is away, or that turns the service away, no address or role is told:
 * the log has them. */
static const char *reason(const struct store_session *session, const struct error *error)
{
    return session && error->kind == ERROR_SETUP ? error->message : "the database does not answer";
}

/* Ready when the database answers, its schema is ours, and the writers run. */
void health_ready(struct request *request)
{
    const struct application *application = request->application;
    struct error error = {0};
    struct store_session *session = store_take(application->store, &error);
    bool current = session && store_schema_current(session, &error);
    bool ready = current && application->desk && application->door_desk;
    struct buffer body = BUFFER(1024);
    buffer_printf(&body, "%s\n",
                  ready     ? "ready"
                  : current ? "starting: see the log"
                            : reason(session, &error));
    if (session)
        store_give(session);
    const struct header headers[] = {{MHD_HTTP_HEADER_RETRY_AFTER, "1"}, {0}};
    response_send(request, ready ? 200 : 503, "text/plain", &body, ready ? NULL : headers);
}
