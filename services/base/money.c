/* Money in minor units: what people write, and what is written for them. */
#include "base/base.h"

#include <ctype.h>

/* In minor units: more than there is of any currency, and far from overflow. */
#define AMOUNT_MAX INT64_C(1000000000000000)

static int64_t power_of_ten(int digits)
{
    int64_t power = 1;
    while (digits-- > 0)
        power *= 10;
    return power;
}

void money_format_decimal(int64_t amount, int digits, char text[static MONEY_DECIMAL_SIZE])
{
    int64_t unit = power_of_ten(digits);
    const char *sign = amount < 0 ? "-" : "";
    uint64_t size = amount < 0 ? 0 - (uint64_t)amount : (uint64_t)amount;
    uint64_t whole = size / (uint64_t)unit;
    if (digits == 0)
        snprintf(text, MONEY_DECIMAL_SIZE, "%s%llu", sign, (unsigned long long)size);
    else
        snprintf(text, MONEY_DECIMAL_SIZE, "%s%llu.%0*llu", sign, (unsigned long long)whole, digits,
                 (unsigned long long)(size % (uint64_t)unit));
}

void money_format(int64_t amount, const char *currency, char text[static MONEY_TEXT_SIZE])
{
    char decimal[MONEY_DECIMAL_SIZE];
    int known = money_stored_digits(currency);
    money_format_decimal(amount, known > 0 ? known : 0, decimal);
    snprintf(text, MONEY_TEXT_SIZE, "%s %s", currency, decimal);
}

static bool money_refuse_form(const char *currency, int digits, struct error *error)
{
    char example[16];
    snprintf(example, sizeof example, "450%s%.*s", digits ? "." : "", digits, "0000");
    return error_refuse(error, ERROR_CALLER, "amount", "refusal.money.form",
                        TEXT_ARGUMENT("currency", currency), TEXT_ARGUMENT("example", example));
}

bool money_parse(const char *text, const char *currency, int64_t *amount, struct error *error)
{
    int digits = money_stored_digits(currency);
    if (digits < 0)
        return error_refuse(error, ERROR_CALLER, "currency", "refusal.money.currency",
                            TEXT_ARGUMENT("currency", currency));
    int64_t value = 0;
    int decimals = -1; /* seen after the point; -1 before it */
    for (const char *c = text; *c; c++) {
        if (*c == '.' && decimals < 0 && c != text && c[1])
            decimals = 0;
        else if (!isdigit((unsigned char)*c) || (decimals >= 0 && ++decimals > digits) || value > AMOUNT_MAX)
            return money_refuse_form(currency, digits, error);
        else
            value = value * 10 + (*c - '0');
    }
    if (!*text)
        return money_refuse_form(currency, digits, error);
    int64_t unit = power_of_ten(digits - (decimals < 0 ? 0 : decimals));
    if (value > AMOUNT_MAX / unit)
        return error_refuse(error, ERROR_CALLER, "amount", "refusal.money.large");
    *amount = value * unit;
    return true;
}
