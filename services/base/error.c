/* Errors on their way up. */
#include "base/base.h"

#include <stdarg.h>

static void error_begin(struct error *error, enum error_kind kind, const char *field)
{
    error->kind = kind;
    if (!text_copy(error->field, sizeof error->field, field ? field : ""))
        error->field[0] = '\0';
    error->message[0] = '\0';
    error->refusal = (struct refusal){0};
}

bool error_set(struct error *error, enum error_kind kind, const char *field, const char *format, ...)
{
    if (!error)
        return false;
    char message[2 * sizeof error->message]; /* the arguments may be the error's own texts */
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    error_begin(error, kind, field);
    text_fit(error->message, sizeof error->message, message);
    return false;
}

bool error_refuse_given(struct error *error, enum error_kind kind, const char *field, const char *id,
                        const struct refusal_given *given, size_t count)
{
    if (!error)
        return false;
    struct refusal refusal;
    if (!refusal_set(&refusal, id, given, count))
        return error_set(error, ERROR_OURS, field, "a refusal cannot be kept whole: %s", id);
    error_begin(error, kind, field);
    error->refusal = refusal;
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
    buffer_printf(&whole, "%s%s%s", context, *error->message ? ": " : "", error->message);
    if (!whole.failed)
        text_fit(error->message, sizeof error->message, whole.data);
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
