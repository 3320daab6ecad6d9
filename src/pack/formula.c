#include "pack/formula.h"

#include <ctype.h>
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

static size_t name_length(const char *s)
{
    size_t n = 0;
    /* A "-" belongs to a name when a letter or digit follows without a blank: subtraction is written with blanks. */
    while (islower((unsigned char)s[n]) || isdigit((unsigned char)s[n]) ||
           (n > 0 && s[n] == '-' && isalnum((unsigned char)s[n + 1])))
        n++;
    return n;
}

static struct term input(struct walk *w)
{
    size_t n = name_length(w->p);
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
    if (isdigit((unsigned char)*w->p)) {
        char *end;
        double value = strtod(w->p, &end);
        if (isalpha((unsigned char)*end))
            return input(w); /* "2030-target" is a name */
        w->p = end;
        return (struct term){ .value = value, .constant = true, .hundred = value == 100.0 };
    }
    if (islower((unsigned char)*w->p))
        return input(w);
    return fault(w, *w->p == '\0' ? "something is missing at the end"
                                  : "only numbers, inputs, + - * / ( ) are read");
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
