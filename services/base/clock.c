/* Points in time, and how they are written. */
#include "base/base.h"

#include <ctype.h>
#include <stdatomic.h>

/* Of the years 0000 and 9999: RFC 3339 writes no others. */
#define FIRST_SECOND INT64_C(-62167219200)
#define LAST_SECOND INT64_C(253402300799)

static _Atomic int64_t fixed_instant = INT64_MIN;

static int64_t clock_read(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return (int64_t)now.tv_sec * CLOCK_SECOND + now.tv_nsec / 1000;
}

int64_t clock_now(void)
{
    int64_t fixed = atomic_load(&fixed_instant);
    return fixed == INT64_MIN ? clock_read(CLOCK_REALTIME) : fixed;
}

int64_t clock_monotonic(void)
{
    return clock_read(CLOCK_MONOTONIC);
}

void clock_fix(int64_t instant)
{
    atomic_store(&fixed_instant, instant);
}

void clock_format(int64_t instant, char text[static CLOCK_TEXT_SIZE])
{
    int64_t microseconds = ((instant % CLOCK_SECOND) + CLOCK_SECOND) % CLOCK_SECOND;
    time_t seconds = (time_t)((instant - microseconds) / CLOCK_SECOND);
    struct tm parts;
    if (!gmtime_r(&seconds, &parts))
        parts = (struct tm){.tm_mday = 1, .tm_year = 70};
    /* strftime does not write 0033 for the year 33. */
    size_t length = (size_t)snprintf(text, CLOCK_TEXT_SIZE, "%04d", parts.tm_year + 1900);
    length += strftime(text + length, CLOCK_TEXT_SIZE - length, "-%m-%dT%H:%M:%S", &parts);
    snprintf(text + length, CLOCK_TEXT_SIZE - length, ".%03dZ", (int)(microseconds / 1000));
}

/* Reads exactly `digits` digits and moves on. */
static bool read_number(const char **text, int digits, int *value)
{
    *value = 0;
    for (int i = 0; i < digits; i++, (*text)++) {
        if (!isdigit((unsigned char)**text))
            return false;
        *value = *value * 10 + (**text - '0');
    }
    return true;
}

static bool read_char(const char **text, char wanted)
{
    return *(*text)++ == wanted;
}

static bool read_fraction(const char **text, int64_t *microseconds)
{
    *microseconds = 0;
    if (**text != '.')
        return true;
    (*text)++;
    int64_t unit = CLOCK_SECOND / 10;
    int digits = 0;
    for (; isdigit((unsigned char)**text); (*text)++, unit /= 10)
        if (++digits > 9)
            return false;
        else
            *microseconds += (**text - '0') * unit;
    return digits > 0;
}

static bool read_offset(const char **text, int *seconds)
{
    char sign = *(*text)++;
    *seconds = 0;
    if (sign == 'Z' || sign == 'z')
        return true;
    int hours;
    int minutes;
    if ((sign != '+' && sign != '-') || !read_number(text, 2, &hours) || !read_char(text, ':') ||
        !read_number(text, 2, &minutes) || hours > 23 || minutes > 59)
        return false;
    *seconds = (sign == '-' ? -1 : 1) * (hours * 3600 + minutes * 60);
    return true;
}

bool clock_parse(const char *text, int64_t *instant)
{
    struct tm parts = {0};
    int64_t fraction;
    int offset;
    if (!read_number(&text, 4, &parts.tm_year) || !read_char(&text, '-') ||
        !read_number(&text, 2, &parts.tm_mon) || !read_char(&text, '-') ||
        !read_number(&text, 2, &parts.tm_mday))
        return false;
    if (*text != 'T' && *text != 't' && *text != ' ')
        return false;
    text++;
    if (!read_number(&text, 2, &parts.tm_hour) || !read_char(&text, ':') ||
        !read_number(&text, 2, &parts.tm_min) || !read_char(&text, ':') ||
        !read_number(&text, 2, &parts.tm_sec) || !read_fraction(&text, &fraction) ||
        !read_offset(&text, &offset) || *text)
        return false;

    int day = parts.tm_mday;
    int month = parts.tm_mon;
    if (month < 1 || month > 12 || day < 1 || parts.tm_hour > 23 || parts.tm_min > 59 || parts.tm_sec > 60)
        return false;
    parts.tm_year -= 1900;
    parts.tm_mon -= 1;
    /* timegm carries the 31st of June into July; a day that moved was none. */
    struct tm noon = {.tm_year = parts.tm_year, .tm_mon = parts.tm_mon, .tm_mday = day, .tm_hour = 12};
    (void)timegm(&noon);
    if (noon.tm_mday != day || noon.tm_mon != month - 1)
        return false;
    int64_t seconds = (int64_t)timegm(&parts) - offset;
    if (seconds < FIRST_SECOND || seconds > LAST_SECOND)
        return false;
    *instant = seconds * CLOCK_SECOND + fraction;
    return true;
}
