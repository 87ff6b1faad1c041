/* Pages: all compiled at start, each sent with what stands around its own. */
#include "web/web.h"

#define PAGE_MAX (2u << 20)

struct web_frame_language {
    const char *tag, *name;
    bool current;
};

static const struct record_member frame_language_members[] = {
    RECORD_TEXT(struct web_frame_language, tag), RECORD_TEXT(struct web_frame_language, name),
    RECORD_FLAG(struct web_frame_language, current)};
static const struct record frame_language_record = RECORD(struct web_frame_language, frame_language_members);

static const struct record_member frame_members[] = {
    RECORD_TEXT(struct web_frame, lang),
    RECORD_TEXT(struct web_frame, dir),
    RECORD_TEXT(struct web_frame, path),
    RECORD_LIST(struct web_frame, languages, frame_language_record),
    RECORD_FLAG(struct web_frame, has_typed),
    RECORD_TEXT(struct web_frame, secret, .presence = RECORD_OPTIONAL)};
const struct record web_frame_record = RECORD(struct web_frame, frame_members);

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

static void fill_frame(struct http_request *request, struct web_frame *frame)
{
    const struct languages *languages = web_application(request)->languages;
    const struct language *language = web_language(request);
    size_t count = languages_count(languages);
    frame->lang = language_tag(language);
    frame->dir = language_is_rtl(language) ? "rtl" : "ltr";
    /* Other languages are linked by path, so it has to be one of ours: "//elsewhere.example/" is none. */
    frame->path = request->route ? request->path : "/";
    frame->languages.items = arena_array(&request->arena, count, sizeof *frame->languages.items);
    for (size_t i = 0; frame->languages.items && i < count; i++) {
        const struct language *one = languages_at(languages, i);
        frame->languages.items[frame->languages.count++] = (struct web_frame_language){
            .tag = language_tag(one), .name = language_name(one), .current = one == language};
    }
}

void response_page(struct http_request *request, int status, const struct web_page *page, void *context,
                   const struct http_header *headers)
{
    struct buffer body = BUFFER(PAGE_MAX);
    fill_frame(request, context);
    body.failed = request->arena.failed;
    template_render(find_page(web_application(request)->pages, page)->compiled, context,
                    web_language(request), &body);
    if (body.failed)
        log_line(LOG_LEVEL_ERROR, "page %s could not be made whole", page->name);
    http_send(request, status, "text/html; charset=utf-8", &body, headers);
}
