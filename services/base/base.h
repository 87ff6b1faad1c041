/* base: what knows no domain. Errors, memory, text, encodings, time, randomness.
 *
 * Thread rules: every function is thread-safe on distinct objects; nothing here keeps state between calls
 * but the overrides of clock and randomness (tests only). Nothing here exits or writes to a stream. */
#pragma once

#include "base/arena.h"
#include "base/banned.h"
#include "base/buffer.h"
#include "base/clock.h"
#include "base/code.h"
#include "base/color.h"
#include "base/email.h"
#include "base/encode.h"
#include "base/error.h"
#include "base/faults.h"
#include "base/file.h"
#include "base/json.h"
#include "base/money.h"
#include "base/must.h"
#include "base/near.h"
#include "base/random.h"
#include "base/record.h"
#include "base/refusal.h"
#include "base/reserve.h"
#include "base/scope.h"
#include "base/sentence.h"
#include "base/text.h"
