/* Formulas of indicators: numbers, inputs, + - * / and parentheses, with units. "100 * reused / total". */
#ifndef PACK_FORMULA_H
#define PACK_FORMULA_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/status.h"

enum { FORMULA_MAX_UNITS = 96, FORMULA_MAX_BYTES = 400 };

/* The power of each unit of a pack, by its place in the list of units: kWh/m2 = kwh^1 m2^-1. "percent" is no dimension
 * but a factor 100, which per_hundred says. */
struct formula_unit {
    signed char power[FORMULA_MAX_UNITS];
    bool per_hundred;
};

/* Reads "kwh/m2", "kg/person/year", "percent" or "1" against the ids of units (count of them, at most
 * FORMULA_MAX_UNITS). INVALID with *why (in the arena) in plain English. */
enum status formula_unit_read(struct arena *a, const char *s, const char *const *units, int count,
                              struct formula_unit *out, const char **why) MUST_USE;

/* What stands at the beginning of s, which is no blank, and how many bytes of it. A sign is one byte, known or not. */
enum formula_token { FORMULA_END, FORMULA_NAME, FORMULA_NUMBER, FORMULA_SIGN };
enum formula_token formula_token(const char *s, size_t *n);

struct formula_input {
    const char *id;
    struct formula_unit unit;
    double value; /* only for formula_value */
};

/* Whether the formula can be read, uses every input, and its unit is that one: what is added or subtracted is of one
 * unit, and a percentage is written as "100 * …" of a bare number. INVALID with *why. */
enum status formula_check(struct arena *a, const char *s, const struct formula_input *inputs, int count,
                          const struct formula_unit *unit, const char **why) MUST_USE;

/* The value for inputs (a formula that formula_check took). false when something is divided by zero: there is no
 * value then. */
bool formula_value(const char *s, const struct formula_input *inputs, int count, double *out);

#endif
