/* Where in the markup a page's text stands: what is no element's content can hold no element. */
#include "template/template_private.h"

static bool starts_with(const char *text, const char *end, const char *word)
{
    size_t length = strlen(word);
    return (size_t)(end - text) >= length && strncmp(text, word, length) == 0;
}

/* The elements of pages whose content is text and nothing else (HTML, 4.2.2, 4.10.10, 4.10.11). */
static bool is_plain(const char *name, const char *end)
{
    return starts_with(name, end, "title") || starts_with(name, end, "option") ||
           starts_with(name, end, "textarea");
}

void template_place_pass(struct template_place *place, const char *text, size_t length)
{
    for (const char *end = text + length; text < end; text++) {
        if (place->in_tag) {
            place->in_tag = *text != '>';
        } else if (*text == '<') {
            place->in_tag = true;
            place->in_plain = is_plain(text + 1, end);
        }
    }
}
