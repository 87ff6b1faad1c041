/* What the files of this room share. */
#pragma once

#include "picture/picture.h"

#include <sys/types.h>

#ifdef __cplusplus
extern "C" {
#endif

/* By ZBar alone: slower, and better where contrast is low. */
bool picture_read_zbar(const struct picture *picture,
                       bool (*found)(void *context, const char *text, size_t length), void *context);

struct picture_pdf_options {
    int dpi;
    int seconds; /* that a page may take to be drawn */
};

/* Every page of a PDF, as pdftoppm draws it: a process of its own, which has none of our files, environment
 * or memory, and bounds to what it may use. Stops at the first page that cannot be drawn; found may have been
 * called before. Errors as picture_file_read; the message names the page and not the file. */
bool picture_read_pdf(const char *bytes, size_t length, const struct picture_pdf_options *options,
                      bool (*found)(void *context, int page, const char *text, size_t length), void *context,
                      struct error *error) CHECKED;

/* A program of poppler-utils that runs with limits and writes into a pipe. */
struct picture_tool {
    const char *name;
    pid_t pid;  /* 0: none, or ended */
    int output; /* our end; -1: none */
    int status; /* once ended: its exit status, or -1 for a signal */
};

#define PICTURE_TOOL_MISSING 127 /* a status: it is not installed */

#define PICTURE_TOOL_NONE                                                                                    \
    {                                                                                                        \
        .output = -1                                                                                         \
    }
#define scope_tool __attribute__((cleanup(picture_tool_stop)))

/* Starts arguments[0], found by PATH, with that file as its standard input and so many seconds of processor
 * time. arguments ends with NULL. Stop it, whatever comes. */
bool picture_tool_start(struct picture_tool *tool, int input, int seconds, const char *const *arguments,
                        struct error *error) CHECKED;

/* Reads that many bytes, or fewer where the output ends. False when they have not come by `end` (monotonic).
 */
bool picture_tool_read(struct picture_tool *tool, void *bytes, size_t length, size_t *got, int64_t end,
                       struct error *error) CHECKED;

/* Waits for its end. True if it ended well, else the error says how; ERROR_SETUP where it is not installed.
 */
bool picture_tool_end(struct picture_tool *tool, int64_t end, struct error *error) CHECKED;

/* Ends it if it still runs, and closes the pipe. Harmless on one that is stopped. */
void picture_tool_stop(struct picture_tool *tool);

#ifdef __cplusplus
}
#endif
