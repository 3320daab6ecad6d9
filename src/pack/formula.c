#include "pack/formula.h"

#include <stdlib.h>
#include <string.h>

/* One walk over the text computes value and unit at once: formulas are a line long and read at start only. */
struct walk {
    const char *p;
    struct arena *a; /* NULL: only the value matters */
    const struct formula_input *inputs;
    bool *used;
    int count;
    int depth;
    const char *why; /* the first fault */
    bool zero;       /* something was divided by zero */
};

struct term {
    double value;
    struct formula_unit unit;
    bool constant, hundred; /* a bare number; and it is 100 */
};

static struct term sum(struct walk *w);

static struct term fault(struct walk *w, const char *why)
{
    if (w->why == NULL)
        w->why = why;
    return (struct term){ 0 };
}

static void blanks(struct walk *w)
{
    while (*w->p == ' ')
        w->p++;
}

static bool is_letter(char c)
{
    return c >= 'a' && c <= 'z';
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static size_t name_length(const char *s)
{
    size_t n = 0;
    /* A "-" belongs to a name when a letter or digit follows without a blank: subtraction is written with blanks. */
    while (is_letter(s[n]) || is_digit(s[n]) ||
           (n > 0 && s[n] == '-' && (is_letter(s[n + 1]) || is_digit(s[n + 1]))))
        n++;
    return n;
}

enum formula_token formula_token(const char *s, size_t *n)
{
    size_t name = name_length(s), digits = strspn(s, "0123456789.");
    for (size_t i = 0; i < name; i++)
        if (is_letter(s[i])) { /* "2030-target" is a name, "0x10" and "1e9" are no numbers */
            *n = name;
            return FORMULA_NAME;
        }
    *n = digits > 0 ? digits : 1;
    if (digits > 0)
        return FORMULA_NUMBER;
    if (*s == '\0') {
        *n = 0;
        return FORMULA_END;
    }
    return FORMULA_SIGN;
}

static struct term input(struct walk *w, size_t n)
{
    for (int i = 0; i < w->count; i++) {
        if (strlen(w->inputs[i].id) != n || strncmp(w->inputs[i].id, w->p, n) != 0)
            continue;
        if (w->used != NULL)
            w->used[i] = true;
        w->p += n;
        return (struct term){ .value = w->inputs[i].value, .unit = w->inputs[i].unit };
    }
    return fault(w, w->a == NULL ? "?" : arena_printf(w->a, "there is no input \"%.*s\"", (int)n, w->p));
}

/* Digits, with one point among them at most: nothing else that strtod would take. */
static struct term number(struct walk *w, size_t n)
{
    enum { DIGITS_MAX = 15 }; /* that a double holds exactly */
    char digits[DIGITS_MAX + 2];
    size_t whole = strspn(w->p, "0123456789");
    if (n > DIGITS_MAX + 1 || whole == 0 ||
        (whole < n && (whole + 1 == n || memchr(w->p + whole + 1, '.', n - whole - 1) != NULL)))
        return fault(w, "a number is written as 0.25 or 1000");
    memcpy(digits, w->p, n);
    digits[n] = '\0';
    w->p += n;
    double value = strtod(digits, NULL);
    return (struct term){ .value = value, .constant = true, .hundred = value == 100.0 };
}

static struct term factor(struct walk *w)
{
    blanks(w);
    if (*w->p == '(') {
        if (++w->depth > 20)
            return fault(w, "too many parentheses");
        w->p++;
        struct term t = sum(w);
        blanks(w);
        if (*w->p != ')')
            return fault(w, "a parenthesis is not closed");
        w->p++;
        w->depth--;
        t.constant = t.hundred = false;
        return t;
    }
    size_t n;
    switch (formula_token(w->p, &n)) {
    case FORMULA_NAME:
        return input(w, n);
    case FORMULA_NUMBER:
        return number(w, n);
    case FORMULA_END:
        return fault(w, "something is missing at the end");
    case FORMULA_SIGN:
        break;
    }
    return fault(w, "only numbers, inputs, + - * / ( ) are read");
}

static struct term product(struct walk *w)
{
    struct term t = factor(w);
    for (;;) {
        blanks(w);
        char op = *w->p;
        if ((op != '*' && op != '/') || w->why != NULL)
            return t;
        w->p++;
        struct term u = factor(w);
        if (op == '/' && u.value == 0.0)
            w->zero = true;
        t.value = op == '*' ? t.value * u.value : w->zero ? 0.0 : t.value / u.value;
        for (int i = 0; i < FORMULA_MAX_UNITS; i++)
            t.unit.power[i] = (signed char)(t.unit.power[i] + (op == '*' ? u.unit.power[i] : -u.unit.power[i]));
        /* 100 * share is a percentage; so is a percentage times or over a bare share. */
        bool hundred = op == '*' && (t.hundred || u.hundred);
        t.unit.per_hundred = hundred || t.unit.per_hundred || (op == '*' && u.unit.per_hundred);
        t.constant = t.constant && u.constant;
        t.hundred = false;
    }
}

static bool same(const struct formula_unit *l, const struct formula_unit *r)
{
    return memcmp(l->power, r->power, sizeof l->power) == 0;
}

static struct term sum(struct walk *w)
{
    struct term t = product(w);
    for (;;) {
        blanks(w);
        char op = *w->p;
        if ((op != '+' && op != '-') || w->why != NULL)
            return t;
        w->p++;
        struct term u = product(w);
        if (w->why == NULL && (!same(&t.unit, &u.unit) || t.unit.per_hundred != u.unit.per_hundred))
            return fault(w, "what is added or subtracted has different units");
        t.value = op == '+' ? t.value + u.value : t.value - u.value;
        t.constant = t.constant && u.constant;
        t.hundred = false;
    }
}

static struct term whole(struct walk *w)
{
    struct term t = sum(w);
    blanks(w);
    return w->why == NULL && *w->p != '\0' ? fault(w, "something stands behind the end") : t;
}

enum status formula_unit_read(struct arena *a, const char *s, const char *const *units, int count,
                              struct formula_unit *out, const char **why)
{
    *out = (struct formula_unit){ 0 };
    *why = NULL;
    if (strcmp(s, "percent") == 0) {
        out->per_hundred = true;
        return OK;
    }
    for (int sign = 1;;) {
        size_t n = name_length(s);
        int at = 0;
        while (at < count && (units[at] == NULL || strlen(units[at]) != n || strncmp(units[at], s, n) != 0))
            at++;
        if (at < count && strcmp(units[at], "percent") != 0) {
            out->power[at] = (signed char)(out->power[at] + sign);
        } else if (n != 1 || s[0] != '1') {
            *why =
                arena_printf(a, "there is no unit \"%.*s\" to compose with", (int)(n > 0 ? n : strlen(s)), s);
            return INVALID;
        }
        s += n;
        if (*s == '\0')
            return OK;
        if (*s != '*' && *s != '/') {
            *why = "a unit is written as kwh/m2 or kg*km";
            return INVALID;
        }
        sign = *s++ == '*' ? 1 : -1;
    }
}

enum status formula_check(struct arena *a, const char *s, const struct formula_input *inputs, int count,
                          const struct formula_unit *unit, const char **why)
{
    bool *used = NEW_ARRAY(a, bool, (size_t)count + 1);
    struct walk w = { .p = s, .a = a, .inputs = inputs, .used = used, .count = count };
    *why = NULL;
    if (strlen(s) > FORMULA_MAX_BYTES) {
        *why = "the formula is too long";
        return INVALID;
    }
    struct term t = whole(&w);
    for (int i = 0; i < count && w.why == NULL; i++)
        if (!used[i])
            (void)fault(&w, arena_printf(a, "the input \"%s\" is not used", inputs[i].id));
    if (w.why == NULL && !same(&t.unit, unit))
        (void)fault(&w, "the unit that comes out is another than \"unit\" says");
    if (w.why == NULL && unit->per_hundred && !t.unit.per_hundred)
        (void)fault(&w, "a percentage is written as 100 * …");
    *why = w.why;
    return w.why == NULL ? OK : INVALID;
}

bool formula_value(const char *s, const struct formula_input *inputs, int count, double *out)
{
    struct walk w = { .p = s, .inputs = inputs, .count = count };
    struct term t = whole(&w);
    *out = t.value;
    return w.why == NULL && !w.zero;
}
