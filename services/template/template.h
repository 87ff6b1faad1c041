/* template: pages with names in them, compiled at start against the record of their context.
 *
 *     {{name}} {{name.member}}   the value, escaped for text and double-quoted attributes: a text, an integer
 *                                or a word
 *     {{t message.id}}           the reader’s message, its {places} filled by name, escaped; where forms
 *                                hang on a number (base/sentence.h), that of the integer
 *     {{t status.{status}.next}} the same, by the word of a member; each of its words has a message
 *     {{#name}} … {{/name}}      a list: once for each element, whose members are then found first; {{.}} is
 *                                an element that is a text or a word. A record, or a pointer to one: once, if
 *                                it is there, with its members found first. Else once if it is true, not
 *                                empty, not zero
 *     {{^name}} … {{/name}}      if not
 *     {{>file}}                  another file of the folder, as if it stood here
 *     {{!!UNESCAPED name}}       a text as it is: for markup that the program itself made, and nothing else
 *
 * What fills a message's place, and an isolate of a value (language.h), is a <bdi> in content, and nothing of
 * its own in a title or an option; an attribute keeps what it is given.
 *
 * A name is looked for in the innermost section's record that has it, then outward, all when the page is
 * compiled: one that is not there, or is not of a kind that can stand there, is an error that names file and
 * line. So is a message that the catalogue lacks, and a place in any language's message that has no name
 * here.
 *
 * A template is immutable and shared by threads. Rendering allocates nothing but the output. */
#pragma once

#include "base/base.h"
#include "language/language.h"

struct template;

struct template_source {
    const char *folder; /* of NAME.html */
    const struct languages *languages;
    /* Texts that are known at start, for every page; found before a context's names. NULL where the name is
     * none of them. May be NULL. */
    const char *(*fixed)(const void *context, const char *name);
    const void *context; /* of fixed */
};

/* Nothing of the source but the record and its words must outlive it. ERROR_OURS, as a page that does not fit
 * the program is a fault of ours; or that of reading the file. */
struct template *template_compile(const struct template_source *source, const char *name,
                                  const struct record *context, struct error *error) CHECKED;
void template_free(struct template *template);

/* Appends the page. context is a struct of the record; language one of those it was compiled with. A required
 * member that is not there, as memory was out when it was put together, fails the buffer: there is no page
 * with a part missing. */
void template_render(const struct template *template, const void *context, const struct language *language,
                     struct buffer *out);
