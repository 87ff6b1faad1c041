/* Functions that invite overflows, races or a shell are compile errors; the replacement is named beside each.
 * Include it after the system's headers, as base.h does. */
#pragma once

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* Some headers define them as macros, which would shield them from the poison. */
#undef strcpy
#undef strcat
#undef stpcpy
#undef sprintf
#undef vsprintf
#undef strtok

#pragma GCC poison strcpy strcat stpcpy           /* buffer_append, text_copy */
#pragma GCC poison sprintf vsprintf               /* snprintf, buffer_printf */
#pragma GCC poison strtok                         /* strsep on a copy, text_split */
#pragma GCC poison atoi atol atoll atof           /* text_to_int */
#pragma GCC poison localtime gmtime ctime asctime /* clock_* */
#pragma GCC poison system popen                   /* posix_spawn */
#pragma GCC poison rand srand drand48             /* random_* */
