/* What stands around every page's own: languages, and of an event's page that event's head and foot. */
#include "web/look.h"
#include "web/web.h"

struct web_frame_language {
    const char *tag, *name;
    bool current;
};

static const struct record_member frame_language_members[] = {
    RECORD_TEXT(struct web_frame_language, tag), RECORD_TEXT(struct web_frame_language, name),
    RECORD_FLAG(struct web_frame_language, current)};
static const struct record frame_language_record = RECORD(struct web_frame_language, frame_language_members);

static const char *const link_table[] = {[WEB_LINK_SITE] = "site",
                                         [WEB_LINK_PRIVACY] = "privacy",
                                         [WEB_LINK_TERMS] = "terms",
                                         [WEB_LINK_CONDUCT] = "conduct",
                                         [WEB_LINK_REFUNDS] = "refunds"};
must_at_compile(COUNT_OF(link_table) == WEB_LINKS, "a word for each link");
static const struct record_words link_words = RECORD_WORDS(link_table);

static const struct record_member frame_link_members[] = {
    RECORD_WORD(struct web_frame_link, link, link_words),
    RECORD_ONE(struct web_frame_link, to, event_text_record)};
static const struct record frame_link_record = RECORD(struct web_frame_link, frame_link_members);

static const struct record_member frame_event_members[] = {
    RECORD_TEXT(struct web_frame_event, slug),
    RECORD_ONE(struct web_frame_event, title, event_text_record),
    RECORD_ONE(struct web_frame_event, organizer, event_text_record),
    RECORD_ONE(struct web_frame_event, organizer_address, event_text_record),
    RECORD_TEXT(struct web_frame_event, organizer_url, .presence = RECORD_OPTIONAL),
    RECORD_LIST(struct web_frame_event, links, frame_link_record),
    RECORD_TEXT(struct web_frame_event, contact),
    RECORD_TEXT(struct web_frame_event, color),
    RECORD_TEXT(struct web_frame_event, style),
    RECORD_TEXT(struct web_frame_event, logo, .presence = RECORD_OPTIONAL),
    RECORD_TEXT(struct web_frame_event, art, .presence = RECORD_OPTIONAL)};
static const struct record frame_event_record = RECORD(struct web_frame_event, frame_event_members);

static const struct record_member frame_members[] = {
    RECORD_TEXT(struct web_frame, lang),
    RECORD_TEXT(struct web_frame, dir),
    RECORD_TEXT(struct web_frame, path),
    RECORD_TEXT(struct web_frame, base),
    RECORD_LIST(struct web_frame, languages, frame_language_record),
    RECORD_MAYBE(struct web_frame, event, frame_event_record),
    RECORD_FLAG(struct web_frame, has_typed),
    RECORD_TEXT(struct web_frame, secret, .presence = RECORD_OPTIONAL)};
const struct record web_frame_record = RECORD(struct web_frame, frame_members);

/* Never who asks says it: the page is kept for others. */
static const char *base_of(struct http_request *request)
{
    const char *base = web_application(request)->options.base_url;
    size_t length = base ? strlen(base) : 0;
    return arena_text(&request->arena, base ? base : "",
                      length && base[length - 1] == '/' ? length - 1 : length);
}

static void fill_languages(struct http_request *request, struct web_frame *frame)
{
    const struct languages *languages = web_application(request)->languages;
    size_t count = languages_count(languages);
    frame->languages.items = arena_array(&request->arena, count, sizeof *frame->languages.items);
    for (size_t i = 0; frame->languages.items && i < count; i++) {
        const struct language *one = languages_at(languages, i);
        if (!((web_request(request)->offered >> i) & 1))
            continue;
        frame->languages.items[frame->languages.count++] = (struct web_frame_language){
            .tag = language_tag(one), .name = language_name(one), .current = one == web_language(request)};
    }
}

/* What every page of an event has around it. */
static struct web_frame_event *frame_event(const struct event *event, const char *reader, struct arena *arena)
{
    const char *first = event_first_language(event);
    const struct record_pairs *const links[] = {[WEB_LINK_SITE] = &event->links.site,
                                                [WEB_LINK_PRIVACY] = &event->links.privacy,
                                                [WEB_LINK_TERMS] = &event->links.terms,
                                                [WEB_LINK_CONDUCT] = &event->links.conduct,
                                                [WEB_LINK_REFUNDS] = &event->links.refunds};
    struct web_frame_event *frame = arena_alloc(arena, sizeof *frame);
    if (!frame)
        return NULL;
    *frame = (struct web_frame_event){
        .slug = event->slug,
        .title = event_text_in(&event->title, first, reader),
        .organizer = event_text_in(&event->organizer.name, first, reader),
        .organizer_address = event_text_in(&event->organizer.address, first, reader),
        .organizer_url = event->organizer.url,
        .links = {.items = arena_array(arena, WEB_LINKS, sizeof *frame->links.items)},
        .contact = event->contact ? event->contact : "",
        .color = event->brand.color ? event->brand.color + 1 : "0b4f6c",
        .style = look_address(event, arena),
        .logo = look_picture_address(event, LOOK_LOGO, arena),
        .art = look_picture_address(event, LOOK_ART, arena)};
    for (enum web_link link = 0; frame->links.items && link < WEB_LINKS; link++)
        if (links[link]->count)
            frame->links.items[frame->links.count++] =
                (struct web_frame_link){link, event_text_in(links[link], first, reader)};
    return frame;
}

void web_frame_fill(struct http_request *request, struct web_frame *frame)
{
    const struct event *event = web_request(request)->shown;
    frame->lang = language_tag(web_language(request));
    frame->dir = language_is_rtl(web_language(request)) ? "rtl" : "ltr";
    /* Other languages are linked by path, so it has to be one of ours: "//elsewhere.example/" is none. */
    frame->path = request->route ? request->path : "/";
    frame->base = base_of(request);
    fill_languages(request, frame);
    frame->event = event ? frame_event(event, frame->lang, &request->arena) : NULL;
}
