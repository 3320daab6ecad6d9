/* Bad input of a person: every field of every form empty, left out, too long, of a wrong type, with emoji, from right
 * to left, with NUL, not UTF-8, twice. Never an error of ours; a message at the field, and what was typed comes back. */
#include "examples.h"

struct bad {
    const char *what, *value;
    int n; /* bytes of value; -1: the field is left out */
};
#define BAD(what, literal)                                                                                     \
    {                                                                                                          \
        what, literal, sizeof(literal) - 1                                                                     \
    }

static const struct bad bad_values[] = {
    BAD("empty", ""),
    { "left out", "", -1 },
    BAD("blanks", " \t "),
    BAD("emoji", "\U0001F333 één 家 👩‍👩‍👧"),
    BAD("from right to left", "\u05E9\u05DC\u05D5\u05DD \u202Eabc\u202C \u0627\u0644\u0639"),
    BAD("NUL", "a\0b"),
    BAD("not UTF-8", "a\xff\xfe\xc3"),
    BAD("a control character", "a\x01\x1b[31mb"),
    BAD("HTML", "<script>alert(1)</script>\"'&amp;"),
    BAD("a format", "%s%n%d%%"),
    BAD("SQL", "' OR 1=1 --"),
    BAD("lines", "one\r\ntwo\nthree"),
    BAD("no number", "twelve"),
    BAD("a fraction", "1,5"),
    BAD("a negative number", "-1"),
    BAD("a large number", "99999999999999999999999"),
    BAD("no date", "31-02-2026"),
    BAD("no address", "javascript:alert(1)"),
    BAD("an equals sign", "=1+1"),
};
enum { BAD_VALUES = sizeof bad_values / sizeof bad_values[0] };

/* ---- One request ------------------------------------------------------------------------------------------ */

struct trial {
    struct house *h;
    const struct route *route;
    const struct example *e;
    const struct field *field;
    const char *what, *fields;
    struct browser *b;
    int seen_422, wrong;
};

/* Everything that is wrong is said, not only the first. */
#define COMPLAIN(t, ...) ((t)->wrong++, print_error(__VA_ARGS__))

static void send_trial(struct trial *t, const char *fields, struct bytes file)
{
    struct house *h = t->h;
    const char *path =
        fill_places(h, t->e->path == NULL ? t->e->pattern : t->e->path, &h->places[0], &h->places[0]);
    const char *type;
    struct bytes body =
        fields_body(h, arena_printf(&h->a, "csrf=%s&%s", browser_token(t->b), fields), t->e->file, file, &type);
    house_forget_tries(h);
    browser_run(t->b, HTTP_POST, path, type, body);
    static const int fine[] = { 200, 303, 400, 403, 404, 409, 413, 422 };
    bool known = false;
    for (size_t i = 0; i < sizeof fine / sizeof fine[0]; i++)
        known = known || t->b->code == fine[i];
    if (!known)
        WRONG("POST %s, %s %s: %d\n%s\n", t->route->pattern, t->field == NULL ? "" : t->field->name, t->what,
              t->b->code, page_words(&h->a, t->b->body));
    if (strstr(t->b->body, "<script>alert(1)") != NULL)
        WRONG("POST %s, %s %s: the page holds a script\n", t->route->pattern,
              t->field == NULL ? "" : t->field->name, t->what);
}

static bool shows_message(const char *body)
{
    return strstr(body, "utrecht-form-field-error-message") != NULL ||
           strstr(body, "utrecht-alert--error") != NULL;
}

static bool comes_back(enum field_type type)
{
    switch (type) {
    case FIELD_TEXT:
    case FIELD_AREA:
    case FIELD_MAIL:
    case FIELD_URL:
    case FIELD_INT:
    case FIELD_DATE:
        return true;
    default:
        return false;
    }
}

/* Whether a form of the page holds this text in a field of this name, as far as it has one to type in. */
static bool page_holds(struct browser *b, const char *name, const char *value)
{
    size_t count;
    struct page_form *forms = page_forms(&b->h->a, b->body, &count);
    bool shown = false;
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < forms[i].count; k++)
            if (forms[i].controls[k].kind <= CONTROL_HIDDEN && strcmp(forms[i].controls[k].name, name) == 0) {
                shown = true;
                if (strcmp(forms[i].controls[k].value, value) == 0)
                    return true;
            }
    return !shown; /* a page does not show every field: the visitor's name is not asked of who is signed in */
}

/* Nobody types these: where to go on, the counters of edits (of one text "edit", of several "e0", "e1" …), what was asked
 * already, which request it answers, what stood there before; and in a room which item of which round is meant, in which state
 * the page saw the room, whose answer it is and where it belongs, and the minutes of a button. */
static bool is_ours(const char *name)
{
    static const char *const ours[] = { "naar", "terug", "edit",     "asked",  "request", "was",
                                        "item", "round", "revision", "plaats", "plek",    "seconds" };
    for (size_t i = 0; i < sizeof ours / sizeof ours[0]; i++)
        if (strcmp(name, ours[i]) == 0)
            return true;
    return name[0] == 'e' && name[1] != '\0' && name[1 + strspn(name + 1, "0123456789")] == '\0';
}

/* A form that comes back says what is wrong and holds what was typed, in this field and in the others. */
static void check_form_again(struct trial *t, const char *value, int n)
{
    if (t->b->code != 422 || t->route->again == NULL)
        return;
    t->seen_422++;
    /* What no page offers may get a page that only says so. */
    if (comes_back(t->field->type) && !shows_message(t->b->body))
        COMPLAIN(t, "POST %s, %s %s: 422 without a message\n", t->route->pattern, t->field->name, t->what);
    bool plain = n >= 0 && memchr(value, '\0', (size_t)n) == NULL && strchr(value, '\r') == NULL &&
                 strchr(value, (char)0xff) == NULL && strchr(value, '\x01') == NULL;
    bool blank = value[strspn(value, " \t\r\n")] == '\0'; /* nothing was typed */
    /* A room may show what cannot be sent any more beside its forms, to be copied. */
    bool beside = t->route->right == IN_ROOM && strstr(t->b->body, value) != NULL;
    if (comes_back(t->field->type) && plain && !blank && !beside && !is_ours(t->field->name) &&
        !page_holds(t->b, t->field->name, value))
        COMPLAIN(t, "POST %s, %s %s: what was typed is gone\n", t->route->pattern, t->field->name, t->what);
    for (size_t i = 0; i < t->route->form->count; i++) {
        const struct field *f = &t->route->form->fields[i];
        const char *start = strstr(t->fields, arena_printf(&t->h->a, "%s=", f->name));
        if (f == t->field || is_ours(f->name) || !comes_back(f->type) || f->type == FIELD_DATE ||
            start == NULL || (start != t->fields && start[-1] != '&'))
            continue;
        start += strlen(f->name) + 1;
        size_t length = strcspn(start, "&");
        if (memchr(start, '%', length) != NULL || memchr(start, '+', length) != NULL)
            continue;
        if (!page_holds(t->b, f->name, arena_strndup(&t->h->a, start, length)))
            COMPLAIN(t, "POST %s, %s %s: what was typed in %s is gone\n", t->route->pattern, t->field->name,
                     t->what, f->name);
    }
}

static void take_back(struct trial *t)
{
    if (house_changed(t->h)[0] == '\0')
        return;
    if (t->b->code >= 400)
        WRONG("POST %s, %s %s: %d, and yet something was written\n", t->route->pattern, t->field->name, t->what,
              t->b->code);
    house_restore(t->h);
    t->b = browser_new(t->h, t->e->who);
}

/* ---- Every field ------------------------------------------------------------------------------------------ */

/* One character more than fits, or so. */
static const char *too_long(struct house *h, const struct field *f)
{
    int64_t max = f->type == FIELD_AREA   ? 10000
                  : f->type == FIELD_URL  ? 2000
                  : f->type == FIELD_MAIL ? 254
                                          : 200;
    if (f->max > 0 && (f->type == FIELD_TEXT || f->type == FIELD_AREA || f->type == FIELD_PASSWORD))
        max = f->max;
    char *text = arena_alloc(&h->a, (size_t)max + 2);
    memset(text, 'x', (size_t)max + 1);
    return text;
}

/* How a field is called on the wire; a family has a key. */
static const char *wire_name(struct trial *t)
{
    if (t->field->type != FIELD_FAMILY)
        return t->field->name;
    const char *start = strstr(t->fields, arena_printf(&t->h->a, "%s%%5B", t->field->name));
    return start == NULL ? arena_printf(&t->h->a, "%s%%5Bkey%%5D", t->field->name)
                         : arena_strndup(&t->h->a, start, strcspn(start, "="));
}

static void try_value(struct trial *t, const char *what, const char *value, int n)
{
    t->what = what;
    send_trial(t, fields_with(t->h, t->fields, wire_name(t), value, n), (struct bytes){ "x", 1 });
    check_form_again(t, value, n);
    take_back(t);
}

static void try_twice(struct trial *t)
{
    t->what = "twice";
    const char *name = wire_name(t);
    send_trial(t, arena_printf(&t->h->a, "%s&%s=a&%s=b", t->fields, name, name), (struct bytes){ "x", 1 });
    if (t->field->type != FIELD_CHOICES && t->field->type != FIELD_FILE && t->b->code != 400)
        WRONG("POST %s, %s twice: %d\n", t->route->pattern, t->field->name, t->b->code);
    take_back(t);
}

static void try_files(struct trial *t)
{
    static const char pdf[] = "%PDF-1.4 and so on";
    static const char odd[] = "statement;answer\n\"open";
    const struct bytes files[] = {
        { "", 0 },         { pdf, sizeof pdf - 1 }, { odd, sizeof odd - 1 }, { "a\0b", 3 },
        { "\xff\xfe", 2 }, { "PK\x03\x04", 4 },     { "{\"a\":", 5 },        { "{}", 2 },
        { "[]", 2 }
    };
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        t->what = "a file that cannot be read";
        send_trial(t, t->fields, files[i]);
        check_form_again(t, "", -1);
        take_back(t);
    }
    /* A text where a file should be, and no file at all. */
    struct example plain = *t->e;
    const struct example *kept = t->e;
    plain.file = NULL;
    t->e = &plain;
    try_value(t, "a text instead of a file", "plain text", 10);
    try_value(t, "no file", "", -1);
    t->e = kept;
}

static void every_field_of_every_form(void **state)
{
    struct house *h = house_of(state);
    size_t count;
    const struct route *const *routes = all_routes(h, &count);
    const struct route **kept = malloc(count * sizeof *kept);
    memcpy(kept, routes, count * sizeof *kept);
    routes = kept;
    int seen = 0, forms = 0, wrong = 0;
    house_mark(h);
    for (size_t i = 0; i < count; i++) {
        arena_reset(&h->a); /* thousands of answers would fill the memory */
        const struct form_spec *spec = routes[i]->form;
        if (routes[i]->method != HTTP_POST || spec == NULL || spec->count == 0)
            continue;
        struct trial t = { .h = h, .route = routes[i], .e = example_of(routes[i]) };
        t.b = browser_new(h, t.e->who);
        t.fields = fill_places(h, t.e->fields == NULL ? "" : t.e->fields, &h->places[0], &h->places[0]);
        forms++;
        for (size_t f = 0; f < spec->count; f++) {
            t.field = &spec->fields[f];
            if (t.field->type == FIELD_FILE) {
                try_files(&t);
                continue;
            }
            for (int k = 0; k < BAD_VALUES; k++)
                try_value(&t, bad_values[k].what, bad_values[k].value, bad_values[k].n);
            const char *text = too_long(h, t.field);
            try_value(&t, "too long", text, (int)strlen(text));
            try_twice(&t);
        }
        /* Without a login that waits for its code nobody gets as far as this form: account_flow does. */
        bool waits = strcmp(routes[i]->pattern, "/aanmelden/code") == 0;
        if (t.seen_422 == 0 && routes[i]->again != NULL && !waits)
            COMPLAIN(&t, "POST %s: nothing was ever wrong with it\n", routes[i]->pattern);
        seen += t.seen_422;
        wrong += t.wrong;
    }
    free(kept);
    assert_true(forms > 20 && seen > 200);
    assert_int_equal(wrong, 0);
}

/* Names that a form does not have, also in odd shapes. */
static void unknown_fields_are_dropped(void **state)
{
    struct house *h = house_of(state);
    size_t count;
    const struct route *const *routes = all_routes(h, &count);
    static const char *const odd[] = {
        "x=1",           "=1",    "&&&",     "a[b]=1",      "edit%5B%5D=1",
        "csrf%5B0%5D=1", "%00=1", "a%00b=2", "__proto__=1", "role=15&roles%5B0%5D=manager&system_admin=1",
        "%ff=1"
    };
    house_mark(h);
    for (size_t i = 0; i < count; i++) {
        if (routes[i]->method != HTTP_POST || routes[i]->right == STATELESS || routes[i]->json)
            continue;
        struct trial t = { .h = h, .route = routes[i], .e = example_of(routes[i]), .what = "an unknown field" };
        static const struct field none = { "(none)", FIELD_TEXT };
        t.field = &none;
        t.b = browser_new(h, t.e->who);
        for (size_t k = 0; k < sizeof odd / sizeof odd[0]; k++) {
            t.fields = fill_places(h, t.e->fields == NULL ? "" : t.e->fields, &h->places[0], &h->places[0]);
            bool token = t.e->path != NULL && strstr(t.e->path, "{token}") != NULL;
            send_trial(&t, arena_printf(&h->a, "%s&%s", t.fields, odd[k]), (struct bytes){ "x", 1 });
            if (!token)
                take_back(&t);
            else
                house_restore(h);
        }
    }
}

/* ---- More than fits ---------------------------------------------------------------------------------------- */

static void a_body_beyond_the_cap(void **state)
{
    struct house *h = house_of(state);
    size_t count;
    const struct route *const *routes = all_routes(h, &count);
    char *large = arena_alloc(&h->a, 12 * 1024 * 1024);
    memset(large, 'x', 12 * 1024 * 1024);
    for (size_t i = 0; i < count; i++) {
        if (routes[i]->method != HTTP_POST)
            continue;
        const struct example *e = example_of(routes[i]);
        struct browser *b = browser_new(h, e->who);
        struct request r = example_request(b, e, &h->places[0], &h->places[0], browser_token(b));
        size_t cap = routes[i]->body_cap > 0 ? routes[i]->body_cap : BODY_CAP;
        assert_true(cap < 12 * 1024 * 1024);
        house_mark(h);
        b->language = "nl-BE";
        browser_run(b, HTTP_POST, r.path, r.type, (struct bytes){ large, cap + 1 });
        CODE(b, 413);
        if (!routes[i]->json && routes[i]->right != STATELESS) {
            if (strstr(b->body, "<html lang=\"nl") == NULL && strstr(b->body, "<html lang=\"en") == NULL)
                WRONG("POST %s: the page of 413 has no language\n", routes[i]->pattern);
            if (e->who == NOBODY)
                SEES(b, "terugknop van je browser");
        }
        assert_string_equal(house_changed(h), "");
    }
}

/* Bodies that are no form at all. */
static void a_body_that_is_no_form(void **state)
{
    struct house *h = house_of(state);
    static const struct {
        const char *type, *body;
    } bodies[] = {
        { NULL, "taal=en" },
        { "text/plain", "taal=en" },
        { "application/json", "{\"taal\":\"en\"}" },
        { "multipart/form-data", "--x\r\n\r\n--x--" },
        { "multipart/form-data; boundary=", "----" },
        { "multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data\r\n\r\nv\r\n--x--\r\n" },
        { "multipart/form-data; boundary=x", "--x\r\nContent-Disposition: form-data; name=\"taal\"\r\n\r\nen" },
        { "application/x-www-form-urlencoded; charset=utf-16", "taal" },
    };
    house_mark(h);
    for (size_t i = 0; i < sizeof bodies / sizeof bodies[0]; i++) {
        struct browser *b = browser_new(h, MEMBER);
        browser_run(b, HTTP_POST, "/taal", bodies[i].type,
                    (struct bytes){ bodies[i].body, strlen(bodies[i].body) });
        if (b->code != 400 && b->code != 403)
            WRONG("a body of %s: %d\n", bodies[i].type, b->code);
    }
    assert_string_equal(house_changed(h), "");
}

/* Odd parameters of a page: never an error of ours. */
static void odd_queries(void **state)
{
    struct house *h = house_of(state);
    size_t count;
    const struct route *const *routes = all_routes(h, &count);
    static const char *const odd[] = {
        "?",
        "?&&",
        "?x=1&x=2",
        "?pagina=-1",
        "?pagina=99999999999999999999",
        "?voor=-5",
        "?voor=x",
        "?zoek=%25%5F",
        "?zoek=%F0%9F%8C%B3",
        "?zoek=%27+OR+1%3D1",
        "?land=XX&soort=yy",
        "?land=NL&soort=company",
        "?toon=x&vergelijk=abc",
        "?vergelijk=-9223372036854775808",
        "?domein=no.such",
        "?stand=weg&voor=0",
        "?sdg=99&zoek=a+b+c",
        "?naar=%2F%2Fx",
        "?version=0",
        "?version=99999999999",
        "?alle",
        "?gemaild=1",
    };
    for (size_t i = 0; i < count; i++) {
        if (routes[i]->method != HTTP_GET)
            continue;
        const struct example *e = example_of(routes[i]);
        struct browser *b = browser_new(h, e->who);
        const char *path = fill_places(h, e->path == NULL ? e->pattern : e->path, &h->places[0], &h->places[0]);
        for (size_t k = 0; k < sizeof odd / sizeof odd[0]; k++)
            if (browser_get(b, "%s%s", path, odd[k]) >= 500)
                WRONG("GET %s%s: %d\n", routes[i]->pattern, odd[k], b->code);
        browser_get(b, "%s?x=%%ff", path);
        CODE(b, 400);
    }
}

/* Odd parts of a path: an id that is none, a text that is none. */
static void odd_paths(void **state)
{
    struct house *h = house_of(state);
    size_t count;
    const struct route *const *routes = all_routes(h, &count);
    static const char *const odd[] = {
        "0",  "-1",     "01",  "9223372036854775807", "9223372036854775808", "%00",   "%2F",
        "..", "%C3%A9", "%ff", "x'\"%3Cb%3E",         "%F0%9F%8C%B3",        "a.b.c", "+",
        ""
    };
    for (size_t i = 0; i < count; i++) {
        const struct example *e = example_of(routes[i]);
        const char *path = fill_places(h, e->path == NULL ? e->pattern : e->path, &h->places[0], &h->places[0]);
        struct browser *b = browser_new(h, e->who);
        const char *pattern = routes[i]->pattern, *p = path;
        /* Segment by segment beside the pattern: those with a colon are replaced. */
        while (*pattern == '/' && *p == '/') {
            size_t n = strcspn(p + 1, "/"), m = strcspn(pattern + 1, "/");
            for (size_t k = 0; pattern[1] == ':' && k < sizeof odd / sizeof odd[0]; k++) {
                const char *other = arena_printf(&h->a, "%.*s/%s%s", (int)(p - path), path, odd[k], p + 1 + n);
                if (routes[i]->method == HTTP_GET)
                    browser_get(b, "%s", other);
                else
                    browser_post(b, other, "");
                if (b->code >= 500)
                    WRONG("%s: %d\n", other, b->code);
            }
            p += 1 + n;
            pattern += 1 + m;
        }
    }
    house_restore(h);
}

HOUSE_MAIN(BOTH(every_field_of_every_form), BOTH(unknown_fields_are_dropped), BOTH(a_body_beyond_the_cap),
           BOTH(a_body_that_is_no_form), BOTH(odd_queries), BOTH(odd_paths))
