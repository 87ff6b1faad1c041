/* Money is an integer in the currency's minor unit with an ISO 4217 code; this is the one place that writes
 * and reads it. */
#pragma once

#include "base/error.h"

#include <stdint.h>

#define MONEY_TEXT_SIZE 48

/* Digits after the point: 2 for USD and RSD, 0 for JPY, 3 for KWD and IQD; -1 for what ISO 4217's list one
 * has not as a currency today (currencies.c): what is retired (HRK), a fund (CLF), a metal (XAU) or none
 * (XXX). */
int money_digits(const char *currency);

/* The same for an amount that was stored: a currency that has been retired since has its digits still. */
int money_stored_digits(const char *currency);

/* "USD 450.00", "JPY 45000": the same in every language, for programs, logs and mails alike. */
void money_format(int64_t amount, const char *currency, char text[static MONEY_TEXT_SIZE]);

/* "450.00": the number alone, for who has asked for the currency's digits already. */
#define MONEY_DECIMAL_SIZE 32
void money_format_decimal(int64_t amount, int digits, char text[static MONEY_DECIMAL_SIZE]);

/* Reads "450", "450.00" (no group separators, no sign, no more digits than the currency has). */
bool money_parse(const char *text, const char *currency, int64_t *amount, struct error *error);
