/* Money is an integer in the currency's minor unit with an ISO 4217 code; this is the one place that writes
 * and reads it. */
#pragma once

#include "base/error.h"

#include <stdint.h>

#define MONEY_TEXT_SIZE 48

/* Digits after the point for a currency: 2 for USD, 0 for JPY, 3 for KWD; -1 if it is no ISO 4217 code. */
int money_digits(const char *currency);

/* "USD 450.00", "JPY 45000": the same in every language, for programs, logs and mails alike. */
void money_format(int64_t amount, const char *currency, char text[static MONEY_TEXT_SIZE]);

/* "450.00": the number alone, for who has asked for the currency's digits already. */
#define MONEY_DECIMAL_SIZE 32
void money_format_decimal(int64_t amount, int digits, char text[static MONEY_DECIMAL_SIZE]);

/* Reads "450", "450.00" (no group separators, no sign, no more digits than the currency has). */
bool money_parse(const char *text, const char *currency, int64_t *amount, struct error *error);
