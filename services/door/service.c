/* The service, over HTTPS. */
#include "door/door_private.h"

#include <curl/curl.h>
#include <sodium.h>

#define CONNECT_SECONDS 3L
#define WHOLE_MS 3500L
#define KEPT_MS 1500L /* on a connection that was kept: it may have died, which a fresh one tells */
/* Where the service let one wait in vain, those who come next do not wait as long, until it is tried again.
 */
#define AILING_MS 300L
#define AILING_FOR (10 * CLOCK_SECOND)
#define ANSWER_MAX (4u << 20)
#define BODY_MAX (4u << 20)
#define KEY_HEADER_SIZE 128

struct service {
    CURL *curl;
    char authority[DOOR_PATH_SIZE]; /* PEM of who vouches for the service; "": those of the system */
    long certificate;               /* what was wrong with it last, X509_V_…; 0: nothing */
    char base_url[DOOR_URL_SIZE];
    int64_t skew;         /* how far the service's clock is ahead; 0: as near as can be told */
    int64_t ailing_since; /* monotonic; 0: it answers, or refuses at once */
};

struct service *service_open(const char *base_url, const char *authority, struct error *error)
{
    struct service *service = calloc(1, sizeof *service);
    size_t length = strlen(base_url);
    while (length && base_url[length - 1] == '/')
        length--;
    bool fits = service && length < sizeof service->base_url &&
                text_copy(service->authority, sizeof service->authority, authority ? authority : "");
    if (fits)
        snprintf(service->base_url, sizeof service->base_url, "%.*s", (int)length, base_url);
    if (fits && curl_global_init(CURL_GLOBAL_DEFAULT) == 0 && (service->curl = curl_easy_init()))
        return service;
    free(service);
    error_set(error, ERROR_OURS, NULL, fits ? "cannot set up HTTP" : "the address is too long");
    return NULL;
}

void service_close(struct service *service)
{
    if (!service)
        return;
    curl_easy_cleanup(service->curl);
    curl_global_cleanup();
    free(service);
}

static size_t service_take_bytes(char *bytes, size_t size, size_t count, void *context)
{
    struct buffer *answer = context;
    buffer_append(answer, bytes, size * count);
    return answer->failed ? 0 : size * count;
}

static struct curl_slist *service_headers(const char *key)
{
    struct curl_slist *headers = curl_slist_append(NULL, "Content-Type: application/json");
    headers = curl_slist_append(headers, "Accept: application/json");
    if (key) {
        char line[KEY_HEADER_SIZE];
        snprintf(line, sizeof line, "Authorization: Bearer %s", key);
        headers = curl_slist_append(headers, line);
        sodium_memzero(line, sizeof line);
    }
    return headers;
}

/* RFC 9457, as far as a person needs it. */
struct problem_fault {
    const char *field, *message;
};
struct problem {
    const char *detail;
    RECORD_LIST_OF(struct problem_fault) errors;
};
static const struct record_member problem_fault_members[] = {
    RECORD_TEXT(struct problem_fault, field, .presence = RECORD_OPTIONAL),
    RECORD_TEXT(struct problem_fault, message, .presence = RECORD_OPTIONAL)};
static const struct record problem_fault_record = RECORD(struct problem_fault, problem_fault_members);
static const struct record_member problem_members[] = {
    RECORD_TEXT(struct problem, detail, .presence = RECORD_OPTIONAL),
    RECORD_LIST(struct problem, errors, problem_fault_record, .presence = RECORD_OPTIONAL)};
static const struct record problem_record = RECORD(struct problem, problem_members);

static enum error_kind service_error_kind(long status)
{
    if (status == 404)
        return ERROR_NOT_FOUND;
    if (status == 401 || status == 403)
        return ERROR_SETUP;
    return status == 429 || status >= 500 ? ERROR_BUSY : ERROR_CALLER;
}

/* A service's words end on terminals and in logs, which controls command: nothing unseen is left of them. */
static const char *service_plain(const char *words, struct arena *arena)
{
    char *plain = arena_text(arena, words, strlen(words));
    size_t length = plain ? strlen(plain) : 0;
    size_t written = 0;
    for (size_t i = 0; i < length;) {
        size_t start = i;
        int32_t c = text_next(words, length, &i);
        if (c < 0 || !text_is_seen(c))
            plain[written++] = ' ';
        else
            for (size_t byte = start; byte < i; byte++)
                plain[written++] = words[byte];
    }
    if (plain)
        plain[written] = '\0';
    return plain ? plain : "";
}

/* The first field's message, or the detail. */
static bool service_describe(const struct buffer *answer, long status, struct arena *arena,
                             struct error *error)
{
    struct problem problem;
    enum error_kind kind = service_error_kind(status);
    const char *bytes = answer->data ? answer->data : "";
    if (!record_read(&problem_record, bytes, answer->length, "answer", RECORD_TOLERANT, arena, &problem,
                     NULL))
        problem = (struct problem){0};
    const struct problem_fault *fault = problem.errors.count ? problem.errors.items : NULL;
    if (fault && fault->message)
        return error_set(error, kind, fault->field ? service_plain(fault->field, arena) : NULL, "%s",
                         service_plain(fault->message, arena));
    if (problem.detail)
        return error_set(error, kind, NULL, "%s", service_plain(problem.detail, arena));
    return error_set(error, kind, NULL, "the service answered with status %ld", status);
}

/* A stranger's page behind a captive portal is no answer, and neither is one that lacks what it should say.
 */
static bool service_read(const struct service *service, const struct service_call *call,
                         const struct buffer *answer, struct arena *arena, void *into, struct error *error)
{
    long status = 0;
    struct error reason = {0};
    curl_easy_getinfo(service->curl, CURLINFO_RESPONSE_CODE, &status);
    if (status < 200 || status >= 400)
        return service_describe(answer, status, arena, error);
    if (status >= 300)
        return error_set(error, ERROR_BUSY, NULL, "something else than the service answered (status %ld)",
                         status);
    const char *bytes = answer->data ? answer->data : "";
    return record_read(call->gives, bytes, answer->length, "answer", RECORD_TOLERANT, arena, into, &reason) ||
           error_set(error, ERROR_BUSY, NULL, "something else than the service answered at %s: %s",
                     service->base_url, reason.message);
}

/* HTTP/1.1: of HTTP/2 libcurl keeps a connection on which nothing comes any more, and uses it again. */
static CURLcode service_perform(struct service *service, bool fresh, long patience, const char *url,
                                struct curl_slist *headers, const char *body, struct buffer *answer)
{
    CURL *curl = service->curl;
    curl_easy_reset(curl);
    curl_easy_setopt(curl, CURLOPT_URL, url);
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, CONNECT_SECONDS);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, patience);
    curl_easy_setopt(curl, CURLOPT_FRESH_CONNECT, (long)fresh);
    curl_easy_setopt(curl, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
    curl_easy_setopt(curl, CURLOPT_TCP_KEEPALIVE, 1L);
    /* An address is kept until it fails: a resolver may fall silent. */
    curl_easy_setopt(curl, CURLOPT_DNS_CACHE_TIMEOUT, fresh ? 0L : -1L);
    if (*service->authority)
        curl_easy_setopt(curl, CURLOPT_CAINFO, service->authority);
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, service_take_bytes);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, answer);
    if (body)
        curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body);
    CURLcode code = curl_easy_perform(curl);
    curl_easy_getinfo(curl, CURLINFO_SSL_VERIFYRESULT, &service->certificate);
    return code;
}

/* Sending twice changes nothing, so what failed on a connection that was kept is sent once more on a fresh
 * one.
 */
static CURLcode service_perform_surely(struct service *service, const char *url, struct curl_slist *headers,
                                       const char *body, struct buffer *answer)
{
    long connects = 0;
    bool ailing = service->ailing_since && clock_monotonic() - service->ailing_since < AILING_FOR;
    CURLcode code = service_perform(service, false, ailing ? AILING_MS : KEPT_MS, url, headers, body, answer);
    curl_easy_getinfo(service->curl, CURLINFO_NUM_CONNECTS, &connects);
    if (code != CURLE_OK && !ailing && (!connects || code == CURLE_OPERATION_TIMEDOUT)) {
        buffer_clear(answer);
        code = service_perform(service, true, WHOLE_MS, url, headers, body, answer);
    }
    if (code != CURLE_OPERATION_TIMEDOUT)
        service->ailing_since = 0;
    else if (!ailing)
        service->ailing_since = clock_monotonic();
    return code;
}

/* OpenSSL's numbers, which libcurl hands on (openssl/x509_vfy.h). */
enum service_certificate {
    CERTIFICATE_NO_ISSUER = 2,
    CERTIFICATE_NOT_YET_VALID = 9,
    CERTIFICATE_EXPIRED = 10,
    CERTIFICATE_SELF_SIGNED = 18,
    CERTIFICATE_CHAIN_SELF_SIGNED = 19,
    CERTIFICATE_NO_LOCAL_ISSUER = 20,
    CERTIFICATE_LEAF_UNVERIFIED = 21
};

/* What is wrong with a certificate, and what to do. */
static bool service_fail_certificate(const struct service *service, struct error *error)
{
    char now[CLOCK_TEXT_SIZE];
    clock_format(clock_now(), now);
    switch (service->certificate) {
    case CERTIFICATE_NOT_YET_VALID:
        return error_set(error, ERROR_BUSY, NULL,
                         "no connection to %s: its certificate is not valid yet, by this laptop's clock, "
                         "which says %.10s: set the clock",
                         service->base_url, now);
    case CERTIFICATE_EXPIRED:
        return error_set(error, ERROR_BUSY, NULL,
                         "no connection to %s: its certificate has expired, by this laptop's clock, which "
                         "says %.10s: set the clock, or tell whoever runs the service",
                         service->base_url, now);
    case CERTIFICATE_NO_ISSUER:
    case CERTIFICATE_SELF_SIGNED:
    case CERTIFICATE_CHAIN_SELF_SIGNED:
    case CERTIFICATE_NO_LOCAL_ISSUER:
    case CERTIFICATE_LEAF_UNVERIFIED:
        return error_set(error, ERROR_BUSY, NULL,
                         "no connection to %s: this laptop does not know the authority of its certificate: "
                         "somebody stands between, such as a hotel's network, or it wants pair --ca FILE",
                         service->base_url);
    default:
        return error_set(error, ERROR_BUSY, NULL,
                         "no connection to %s: its certificate is another host's: somebody stands between, "
                         "such as a hotel's network, or the address is wrong",
                         service->base_url);
    }
}

/* Each kind of trouble in its own words, for whoever stands at a door. */
static bool service_fail(const struct service *service, CURLcode code, struct error *error)
{
    static const struct {
        CURLcode code;
        const char *words;
    } troubles[] = {
        {CURLE_COULDNT_RESOLVE_HOST, "its name cannot be looked up: is this laptop on the network?"},
        {CURLE_COULDNT_CONNECT, "nothing answers at that address: is the service up, and the network good?"},
        {CURLE_OPERATION_TIMEDOUT, "it does not answer in time"},
        {CURLE_SSL_CONNECT_ERROR, "what answers there speaks no TLS"},
        {CURLE_SSL_CACERT_BADFILE, "the file of its authority holds no certificate"},
        {CURLE_GOT_NOTHING, "the connection was closed without an answer"},
        {CURLE_RECV_ERROR, "the connection broke"},
    };
    if (code == CURLE_PEER_FAILED_VERIFICATION)
        return service_fail_certificate(service, error);
    for (size_t i = 0; i < COUNT_OF(troubles); i++)
        if (troubles[i].code == code)
            return error_set(error, ERROR_BUSY, NULL, "no connection to %s: %s", service->base_url,
                             troubles[i].words);
    return error_set(error, ERROR_BUSY, NULL, "no connection to %s: %s", service->base_url,
                     curl_easy_strerror(code));
}

/* The Date of an answer has whole seconds, and was on its way. */
#define SKEW_LEAST (5 * CLOCK_SECOND)

static void service_measure_skew(struct service *service)
{
    struct curl_header *date;
    if (curl_easy_header(service->curl, "Date", 0, CURLH_HEADER, -1, &date) != CURLHE_OK)
        return;
    time_t said = curl_getdate(date->value, NULL);
    int64_t skew = (int64_t)said * CLOCK_SECOND + CLOCK_SECOND / 2 - clock_now();
    if (said > 0)
        service->skew = llabs(skew) < SKEW_LEAST ? 0 : skew;
}

int64_t service_skew(const struct service *service)
{
    return service->skew;
}

bool service_ask(struct service *service, const struct service_call *call, struct arena *arena, void *into,
                 struct error *error)
{
    scope_buffer struct buffer url = BUFFER(1024);
    scope_buffer struct buffer body = BUFFER(BODY_MAX);
    scope_buffer struct buffer answer = BUFFER(ANSWER_MAX);
    buffer_printf(&url, "%s%s", service->base_url, call->path);
    if (call->sends)
        record_write(call->sends, call->body, 0, &body);
    if (url.failed || body.failed)
        return error_set(error, ERROR_OURS, NULL, "out of memory");
    struct curl_slist *headers = service_headers(call->key);
    CURLcode code =
        service_perform_surely(service, url.data, headers, call->sends ? body.data : NULL, &answer);
    curl_slist_free_all(headers);
    if (code != CURLE_OK)
        return service_fail(service, code, error);
    if (!service_read(service, call, &answer, arena, into, error))
        return false;
    service_measure_skew(service);
    return true;
}
