/* Tickets as pictures. */
#include "web/self/self.h"

#include "web/pictures.h"

static void send_picture(struct http_request *request, enum picture_type type)
{
    const json_t *tickets = json_object_get(web_request(request)->order, "tickets");
    const char *token = json_text(json_array_get(tickets, 0), "token", NULL);
    if (!token)
        response_problem(request, 404, "problem.lost", NULL);
    else if (!pictures_send(web_application(request)->pictures, request, token, type))
        response_problem(request, 500, "problem.ours", NULL);
}

/* GET /e/{event}/r/{code}/ticket.svg?k={secret} */
void self_ticket_svg(struct http_request *request)
{
    send_picture(request, PICTURE_SVG);
}

/* GET /e/{event}/r/{code}/ticket.png?k={secret} */
void self_ticket_png(struct http_request *request)
{
    send_picture(request, PICTURE_PNG);
}
