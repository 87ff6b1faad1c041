/* lanyard-admin event preview */
#include "cli/admin/codes.h"

static const struct option_spec options[] = {ADMIN_BASE_URL_OPTION, ADMIN_EVENT_OPTION, {0}};

struct previewed {
    const char *event, *url;
};
static const struct record_member previewed_members[] = {RECORD_TEXT(struct previewed, event),
                                                         RECORD_TEXT(struct previewed, url)};
static const struct record previewed_record = RECORD(struct previewed, previewed_members);

static int event_preview_run(int argc, char **argv)
{
    (void)argc, (void)argv;
    struct error error = {0};
    uint16_t number;
    scope_arena struct arena arena = ARENA(ADMIN_EVENT_MOST);
    scope_store struct store *store = admin_store(&error);
    const char *slug = store ? admin_event(store, &arena, &error) : NULL;
    const char *url =
        slug && event_number(store, slug, &number, &error) ? admin_preview_link(slug, &arena, &error) : NULL;
    if (!url)
        return program_fail(&error);
    if (admin_wants_json())
        return admin_record(&previewed_record, &(struct previewed){slug, url});
    if (!admin_options.base_url)
        fputs("lanyard-admin: the service's own address belongs in front: --base-url or LANYARD_BASE_URL\n",
              stderr);
    printf("%s\n", url);
    return EXIT_DONE;
}

const struct command admin_event_preview = {
    .name = "event preview",
    .arguments = "",
    .summary = "Prints the link by which a draft is seen, and its form tried.",
    .options = options,
    .run = event_preview_run};
