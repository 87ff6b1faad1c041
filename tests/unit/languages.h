/* The languages of assets/, for a group of tests. */
#pragma once

#include "tests/unit/unit.h"

#include "language/language.h"

static struct languages *languages;

static int load(void **state)
{
    (void)state;
    struct error error = {0};
    languages = languages_load("assets", &error);
    return languages ? 0 : -1;
}

static int unload(void **state)
{
    (void)state;
    languages_free(languages);
    return 0;
}
