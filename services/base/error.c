#include "base/base.h"

#include <stdarg.h>

bool error_set(struct error *error, enum error_kind kind, const char *field, const char *format, ...)
{
    if (!error)
        return false;
    error->kind = kind;
    if (!text_copy(error->field, sizeof error->field, field ? field : ""))
        error->field[0] = '\0';
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(error->message, sizeof error->message, format, arguments);
    va_end(arguments);
    text_drop_partial(error->message);
    return false;
}

bool error_context(struct error *error, const char *format, ...)
{
    if (!error)
        return false;
    char context[sizeof error->message];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(context, sizeof context, format, arguments);
    va_end(arguments);

    struct buffer whole = BUFFER(2 * sizeof error->message);
    buffer_printf(&whole, "%s: %s", context, error->message);
    if (!whole.failed)
        snprintf(error->message, sizeof error->message, "%s", whole.data);
    text_drop_partial(error->message);
    buffer_free(&whole);
    return false;
}

enum exit_code error_exit_code(enum error_kind kind)
{
    switch (kind) {
    case ERROR_SETUP:
        return EXIT_NOT_CONFIGURED;
    case ERROR_NONE: /* a failure without a reason is still a failure */
    case ERROR_CALLER:
    case ERROR_NOT_FOUND:
    case ERROR_CONFLICT:
    case ERROR_BUSY:
    case ERROR_OURS:
        break;
    }
    return EXIT_FAILED;
}
