/* Pages: all compiled at start, each sent with what stands around its own. */
#include "web/kept.h"
#include "web/web.h"

#define PAGE_MAX (2u << 20)
#define HTML "text/html; charset=utf-8"

/* --- all of them */

struct compiled_page {
    const struct web_page *page;
    struct template *compiled;
};

struct web_pages {
    size_t count;
    struct compiled_page items[];
};

static size_t count_pages(const struct web_page *const *const *areas)
{
    size_t count = 0;
    for (; *areas; areas++)
        for (const struct web_page *const *page = *areas; *page; page++)
            count++;
    return count;
}

/* "assets.lanyard.css" */
static const char *find_file(const void *files, const char *name)
{
    static const char folder[] = "assets.";
    return strncmp(name, folder, strlen(folder)) == 0 ? http_files_link(files, name + strlen(folder)) : NULL;
}

static bool compile_page(struct web_pages *pages, const struct template_source *source,
                         const struct web_page *page, struct error *error)
{
    const struct record_member *frame = record_find(page->context, "page", strlen("page"));
    must(frame && frame->offset == 0 && frame->of == &web_frame_record);
    struct template *compiled = template_compile(source, page->name, page->context, error);
    if (!compiled)
        return error_context(error, "%s", source->folder);
    pages->items[pages->count++] = (struct compiled_page){page, compiled};
    return true;
}

static bool compile_all(struct web_pages *pages, const struct template_source *source,
                        const struct web_page *const *const *areas, struct error *error)
{
    for (; *areas; areas++)
        for (const struct web_page *const *page = *areas; *page; page++)
            if (!compile_page(pages, source, *page, error))
                return false;
    return true;
}

struct web_pages *web_pages_compile(const struct web_page *const *const *areas, const char *folder,
                                    const struct languages *languages, const struct http_files *files,
                                    struct error *error)
{
    const struct template_source source = {
        .folder = folder, .languages = languages, .fixed = find_file, .context = files};
    struct web_pages *pages = calloc(1, sizeof *pages + count_pages(areas) * sizeof *pages->items);
    if (!pages)
        error_set(error, ERROR_OURS, NULL, "out of memory");
    else if (compile_all(pages, &source, areas, error))
        return pages;
    web_pages_free(pages);
    return NULL;
}

void web_pages_free(struct web_pages *pages)
{
    for (size_t i = 0; pages && i < pages->count; i++)
        template_free(pages->items[i].compiled);
    free(pages);
}

static const struct compiled_page *find_page(const struct web_pages *pages, const struct web_page *page)
{
    const struct compiled_page *found = pages->items;
    while (found < pages->items + pages->count && found->page != page)
        found++;
    must(found < pages->items + pages->count);
    return found;
}

/* --- one of them */

/* False if it could not be made whole. */
static bool render_page(struct http_request *request, const struct web_page *page, void *context,
                        struct buffer *body)
{
    web_frame_fill(request, context);
    body->failed = request->arena.failed;
    template_render(find_page(web_application(request)->pages, page)->compiled, context,
                    web_language(request), body);
    if (body->failed)
        log_line(LOG_LEVEL_ERROR, "page %s could not be made whole", page->name);
    return !body->failed;
}

#define HEADERS_MOST 16

/* The answer's own before what all pages say: another reader gets another language, and a browser may keep
 * what it shows for going back, with all that was typed there, but has to ask for it else. */
static void page_headers(const struct http_header *own, struct http_header all[static HEADERS_MOST])
{
    static const struct http_header every[] = {{MHD_HTTP_HEADER_VARY, MHD_HTTP_HEADER_ACCEPT_LANGUAGE},
                                               {MHD_HTTP_HEADER_CACHE_CONTROL, "private, no-cache"}};
    size_t count = 0;
    bool is_kept_by_nobody = false;
    for (; own && own->name; own++) {
        must(count + COUNT_OF(every) + 1 < HEADERS_MOST);
        all[count++] = *own;
        is_kept_by_nobody |= strcmp(own->name, MHD_HTTP_HEADER_CACHE_CONTROL) == 0;
    }
    for (size_t i = 0; i < COUNT_OF(every) - is_kept_by_nobody; i++)
        all[count++] = every[i];
    all[count] = (struct http_header){0};
}

void response_page(struct http_request *request, int status, const struct web_page *page, void *context,
                   const struct http_header *headers)
{
    struct http_header all[HEADERS_MOST];
    struct buffer body = BUFFER(PAGE_MAX);
    render_page(request, page, context, &body);
    page_headers(headers, all);
    http_send(request, status, HTML, &body, all);
}

/* --- those that many see */

static struct http_kept *common_make(struct http_request *request, const void *given)
{
    const struct web_common_page *common = given;
    scope_buffer struct buffer body = BUFFER(PAGE_MAX);
    void *context = arena_alloc(&request->arena, common->page->context->size);
    if (!context)
        return NULL;
    common->fill(request, common, context);
    if (!render_page(request, common->page, context, &body))
        return NULL;
    struct http_header all[HEADERS_MOST];
    page_headers(web_application(request)->page_headers, all);
    return http_kept_new(&(struct http_kept_content){
        .type = HTML, .bytes = body.data, .length = body.length, .headers = all, .marks = common->marks});
}

static void common_send(struct http_request *request, const struct http_kept *kept, const void *given)
{
    const struct web_common_page *common = given;
    struct http_header all[HEADERS_MOST];
    page_headers(common->headers, all);
    if (common->marks)
        http_send_spliced(request, kept, common->values, all);
    else
        http_send_kept(request, kept);
}

void response_common_page(struct http_request *request, const struct web_common_page *common)
{
    char name[KEPT_NAME_SIZE];
    char today[CLOCK_TEXT_SIZE];
    clock_format(clock_now(), today);
    snprintf(name, sizeof name, "%s %llu %.10s %s %s", common->page->name,
             (unsigned long long)common->content, today, language_tag(web_language(request)),
             common->variant);
    struct buffer none = {.failed = true}; /* which is http_send's plain 500 */
    if (!kept_send(web_application(request)->kept_pages, request, name, common_make, common_send, common))
        http_send(request, 500, HTML, &none, NULL);
}
