/* base: what knows no domain. Errors, memory, text, encodings, time, randomness, log, options.
 *
 * Thread rules: every function is thread-safe on distinct objects; nothing here keeps state between calls
 * but the clock's override (tests only) and the log's destination, which a program sets before it starts
 * threads. Nothing here exits, and only log.h writes to a stream. */
#pragma once

#include "base/banned.h"
#include "base/buffer.h"
#include "base/clock.h"
#include "base/email.h"
#include "base/encode.h"
#include "base/error.h"
#include "base/faults.h"
#include "base/file.h"
#include "base/json.h"
#include "base/log.h"
#include "base/money.h"
#include "base/program.h"
#include "base/random.h"
#include "base/scope.h"
#include "base/text.h"
#include "base/wording.h"
