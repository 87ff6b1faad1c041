#include "door/door_private.h"

#include <curl/curl.h>
#include <sodium.h>

#define CONNECT_SECONDS 3L
#define WHOLE_SECONDS 5L
#define ANSWER_MAX (4u << 20)
#define KEY_HEADER_SIZE 128

struct http {
    CURL *curl;
    char base_url[512];
};

struct http *service_open(const char *base_url, struct error *error)
{
    struct http *http = calloc(1, sizeof *http);
    size_t length = strlen(base_url);
    while (length && base_url[length - 1] == '/')
        length--;
    bool fits = http && length < sizeof http->base_url;
    if (fits)
        snprintf(http->base_url, sizeof http->base_url, "%.*s", (int)length, base_url);
    if (fits && curl_global_init(CURL_GLOBAL_DEFAULT) == 0 && (http->curl = curl_easy_init()))
        return http;
    free(http);
    error_set(error, ERROR_OURS, NULL, fits ? "cannot set up HTTP" : "the address is too long");
    return NULL;
}

void service_close(struct http *http)
{
    if (!http)
        return;
    curl_easy_cleanup(http->curl);
    curl_global_cleanup();
    free(http);
}

static size_t take_answer(char *bytes, size_t size, size_t count, void *context)
{
    struct buffer *answer = context;
    buffer_append(answer, bytes, size * count);
    return answer->failed ? 0 : size * count;
}

static struct curl_slist *headers_for(const char *key)
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

/* RFC 9457: the detail, or the first field's message, is what a person needs. */
static void describe(const json_t *problem, long status, struct error *error, enum error_kind kind)
{
    const json_t *first = json_array_get(json_object_get(problem, "errors"), 0);
    const char *detail = json_text(first, "message", json_text(problem, "detail", NULL));
    if (detail)
        error_set(error, kind, json_text(first, "field", NULL), "%s", detail);
    else
        error_set(error, kind, NULL, "the service answered with status %ld", status);
}

static enum error_kind kind_of(long status)
{
    if (status == 404)
        return ERROR_NOT_FOUND;
    if (status == 401 || status == 403)
        return ERROR_SETUP;
    return status == 429 || status >= 500 ? ERROR_BUSY : ERROR_CALLER;
}

static json_t *read_answer(CURL *curl, const struct buffer *answer, struct error *error)
{
    long status = 0;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    scope_json json_t *document = json_loadb(answer->data ? answer->data : "", answer->length, 0, NULL);
    if (status >= 200 && status < 300 && document)
        return scope_take(&document);
    /* A stranger's page behind a captive portal is no answer either. */
    if (status >= 200 && status < 400)
        error_set(error, ERROR_BUSY, NULL, "something else than the service answered (status %ld)", status);
    else
        describe(document, status, error, kind_of(status));
    return NULL;
}

json_t *service_send(struct http *http, const char *path, const char *key, const json_t *body,
                     struct error *error)
{
    CURL *curl = http->curl;
    struct buffer url = BUFFER(1024);
    struct buffer answer = BUFFER(ANSWER_MAX);
    struct curl_slist *headers = headers_for(key);
    char *text = body ? json_dumps(body, JSON_COMPACT) : NULL;
    buffer_printf(&url, "%s%s", http->base_url, path);
    curl_easy_reset(curl);
    curl_easy_setopt(curl, CURLOPT_URL, url.data);
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, CONNECT_SECONDS);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, WHOLE_SECONDS);
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_answer);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &answer);
    if (text)
        curl_easy_setopt(curl, CURLOPT_POSTFIELDS, text);
    CURLcode code = curl_easy_perform(curl);
    json_t *document = NULL;
    if (code == CURLE_OK)
        document = read_answer(curl, &answer, error);
    else
        error_set(error, ERROR_BUSY, NULL, "no connection to %s: %s", http->base_url,
                  curl_easy_strerror(code));
    curl_slist_free_all(headers);
    buffer_free(&answer);
    buffer_free(&url);
    free(text);
    return document;
}
