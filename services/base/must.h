/* What must hold, whatever comes from outside: sizes of tables, states, ownership. Where it does not, the
 * program is wrong and ends at once, with a line that says where; it does not go on with a guess.
 *
 *     must(index < COUNT_OF(table));
 *     must_at_compile(COUNT_OF(names) == COLOURS, "a name for each colour");
 *
 * Wrong input is no such thing: that is an error (error.h). The condition has no side effects. */
#pragma once

#include <stddef.h>

#define must(condition) ((condition) ? (void)0 : must_failed(#condition, __FILE__, __LINE__, __func__))
#define must_at_compile(condition, message) _Static_assert(condition, message)

/* The number of elements of an array; does not compile for a pointer. */
#define COUNT_OF(array)                                                                                      \
    (sizeof(array) / sizeof *(array) +                                                                       \
     0 * sizeof(struct {                                                                                     \
         int is_an_array[__builtin_types_compatible_p(__typeof__(array), __typeof__(&(array)[0])) ? -1 : 1]; \
     }))

/* Says on standard error what did not hold, and aborts. */
_Noreturn void must_failed(const char *condition, const char *file, int line, const char *function);
