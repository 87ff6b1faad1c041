/* What every unit test includes, in the order that cmocka wants. */
#pragma once

#include "base/base.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))
