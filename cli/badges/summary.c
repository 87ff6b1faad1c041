/* What a run of lanyard-badges tells when it is done: a line or a record, and what did not come out well. */
#include "cli/badges/badges.h"

#include <inttypes.h>

#define MOST_REMARKS 1000
#define MOST_BYTES (1u << 20) /* of a summary with so many */

static const struct record_member remark_members[] = {
    RECORD_TEXT(struct summary_remark, badge), RECORD_TEXT(struct summary_remark, field),
    RECORD_WORD(struct summary_remark, fault, badge_fault_words)};
static const struct record remark_record = RECORD(struct summary_remark, remark_members);

static const struct record_member summary_members[] = {RECORD_INT(struct summary, badges),
                                                       RECORD_INT(struct summary, pages),
                                                       RECORD_TEXT(struct summary, output),
                                                       RECORD_TEXT(struct summary, sha256),
                                                       RECORD_INT(struct summary, run),
                                                       RECORD_REAL(struct summary, seconds),
                                                       RECORD_LIST(struct summary, remarks, remark_record)};
static const struct record summary_record = RECORD(struct summary, summary_members);

/* Without memory for it, it is counted as one past the limit is: said all the same. */
void summary_keep_remark(void *context, const struct badge_remark *remark)
{
    struct summary *summary = context;
    if (!summary->remarks.items)
        summary->remarks.items = arena_array(summary->arena, MOST_REMARKS, sizeof *summary->remarks.items);
    const char *badge = arena_copy(summary->arena, remark->code);
    if (summary->arena->failed || summary->remarks.count == MOST_REMARKS)
        summary->more++;
    else
        summary->remarks.items[summary->remarks.count++] =
            (struct summary_remark){.badge = badge, .field = remark->field, .fault = remark->fault};
}

static void summary_tell_remarks(const struct summary *summary)
{
    static const char *const says[] = {
        [BADGE_TOO_LONG] = "is too long: printed smaller than the design allows, or broken within "
                           "a word",
        [BADGE_NO_GLYPHS] = "has letters that no font here has"};
    for (const char *line = summary->design.data; line && *line; line = strchr(line, '\n') + 1)
        fprintf(stderr, "lanyard-badges: %.*s\n", (int)strcspn(line, "\n"), line);
    for (size_t i = 0; i < summary->remarks.count; i++) {
        const struct summary_remark *remark = &summary->remarks.items[i];
        fprintf(stderr, "lanyard-badges: badge %s: %s %s\n", remark->badge, remark->field,
                says[remark->fault]);
    }
    if (summary->more)
        fprintf(stderr, "lanyard-badges: and %zu more\n", summary->more);
}

static bool summary_print_json(const struct summary *summary)
{
    scope_buffer struct buffer document = BUFFER(MOST_BYTES);
    record_write(&summary_record, summary, 2, &document);
    return !document.failed && puts(document.data) >= 0;
}

static void summary_print_text(const struct summary *summary)
{
    printf("%" PRId64 " %s on %" PRId64 " %s in %.1f s, print run %" PRId64 ": %s\n", summary->badges,
           summary->badges == 1 ? "badge" : "badges", summary->pages, summary->pages == 1 ? "page" : "pages",
           summary->seconds, summary->run, summary->output);
}

int summary_print(const struct summary *summary, bool as_json)
{
    struct error error = {0};
    if (as_json && !summary_print_json(summary)) {
        error_set(&error, ERROR_OURS, NULL,
                  "%s is written, print run %" PRId64
                  ", but its summary is not: memory is out, or the file's name is no UTF-8",
                  summary->output, summary->run);
        return program_fail(&error);
    }
    if (!as_json)
        summary_print_text(summary);
    summary_tell_remarks(summary);
    return summary->remarks.count || summary->more || summary->design.length ? EXIT_PARTLY : EXIT_DONE;
}
