/* Asks a running service whether it is ready. */
#include "web/web.h"

#include <netdb.h>
#include <sys/socket.h>
#include <sys/time.h>

#define PATIENCE_SECONDS 5

static int connect_to(const struct addrinfo *address)
{
    const struct timeval patience = {.tv_sec = PATIENCE_SECONDS};
    int fd = socket(address->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return -1;
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    if (connect(fd, address->ai_addr, address->ai_addrlen) == 0)
        return fd;
    close(fd);
    return -1;
}

/* Where health is asked for: the doors' listener if there is one, which answers however busy the public's is.
 */
static bool probe_address(const struct web_options *options, char *host, size_t size, int64_t *port,
                          struct error *error)
{
    *port = options->port;
    if (options->door_listen)
        return application_split_address(options->door_listen, host, size, port) ||
               error_set(error, ERROR_SETUP, "--door-listen", "write it as ADDRESS:PORT");
    return text_copy(host, size, options->listen ? options->listen : "") ||
           error_set(error, ERROR_SETUP, "--listen", "is too long");
}

/* No host means this machine, in whichever family the service listens. */
static int connect_service(const char *host, int64_t number)
{
    char port[16];
    snprintf(port, sizeof port, "%lld", (long long)number);
    const struct addrinfo hints = {.ai_flags = AI_NUMERICSERV, .ai_socktype = SOCK_STREAM};
    struct addrinfo *list = NULL;
    if (getaddrinfo(*host ? host : NULL, port, &hints, &list) != 0)
        return -1;
    int fd = -1;
    for (const struct addrinfo *address = list; address && fd < 0; address = address->ai_next)
        fd = connect_to(address);
    freeaddrinfo(list);
    return fd;
}

/* HTTP/1.0, so that the end of the answer is the end of the connection. */
static size_t ask(int fd, char *answer, size_t size)
{
    static const char question[] = "GET /readyz HTTP/1.0\r\n\r\n";
    size_t length = 0;
    if (send(fd, question, sizeof question - 1, MSG_NOSIGNAL) != (ssize_t)sizeof question - 1)
        return 0;
    while (length < size - 1) {
        ssize_t got = recv(fd, answer + length, size - 1 - length, 0);
        if (got <= 0)
            break;
        length += (size_t)got;
    }
    answer[length] = '\0';
    return length;
}

bool probe_ready(const struct web_options *options, struct error *error)
{
    char answer[4096];
    char host[256];
    int64_t port;
    if (!probe_address(options, host, sizeof host, &port, error))
        return false;
    int fd = connect_service(host, port);
    if (fd < 0)
        return error_set(error, ERROR_BUSY, NULL, "nothing listens on port %lld", (long long)port);
    size_t length = ask(fd, answer, sizeof answer);
    close(fd);
    const char *status = length ? strchr(answer, ' ') : NULL;
    const char *body = length ? strstr(answer, "\r\n\r\n") : NULL;
    if (status && strncmp(status, " 200 ", 5) == 0)
        return true;
    return error_set(error, ERROR_BUSY, NULL, "not ready: %.*s", body ? (int)strcspn(body + 4, "\r\n") : 9,
                     body ? body + 4 : "no answer");
}
