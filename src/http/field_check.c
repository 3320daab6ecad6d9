/* What each type of field accepts, and what it says when it does not. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/utf8.h"
#include "http/form.h"

static const char *const NOT_STORABLE = N_("This contains characters that cannot be stored.");
static const char *const NOT_A_CHOICE = N_("Choose one of the answers in the list.");

int64_t field_max_length(const struct field *f)
{
    if (f->max > 0 && (f->type == FIELD_TEXT || f->type == FIELD_AREA || f->type == FIELD_PASSWORD))
        return f->max;
    switch (f->type) {
    case FIELD_TEXT:
    case FIELD_PASSWORD:
    case FIELD_TOKEN:
        return FORM_TEXT_MAX;
    case FIELD_AREA:
        return FORM_AREA_MAX;
    case FIELD_MAIL:
        return FORM_MAIL_MAX;
    case FIELD_URL:
        return FORM_URL_MAX;
    default:
        return 0;
    }
}

/* Limits of numbers and dates: none when both are 0, and no upper one when only it is 0. */
static int64_t field_min(const struct field *f)
{
    return f->min == 0 && f->max == 0 ? INT64_MIN : f->min;
}

static int64_t field_max(const struct field *f)
{
    return f->max == 0 && f->min >= 0 ? INT64_MAX : f->max;
}

static void check_length(struct rq *rq, const struct field *f, const char *text)
{
    int64_t length = (int64_t)utf8_length(text), max = field_max_length(f);
    struct arena *a = &rq->in->kept;
    if (length > max)
        form_fail(rq, f->name, N_("This is %s characters long; there is room for %s."),
                  format_int(a, rq->lang, length), format_int(a, rq->lang, max));
    else if (length > 0 && length < f->min)
        form_fail(rq, f->name, N_("This is too short: it takes at least %s characters."),
                  format_int(a, rq->lang, f->min));
}

/* ---- One function per type: v->text is the cleaned text and is not empty. ---- */

static void take_line(struct rq *rq, const struct field *f, struct form_value *v)
{
    char *line = arena_strdup(&rq->in->kept, v->text);
    for (char *s = line; *s != '\0'; s++)
        if (*s == '\n' || *s == '\t')
            *s = ' ';
    v->text = line;
    check_length(rq, f, line);
}

static bool is_host(const char *s)
{
    const char *dot = strchr(s, '.');
    for (const char *c = s; *c != '\0'; c++) {
        bool letter = (*c >= '0' && *c <= '9') || (*c >= 'a' && *c <= 'z') || (unsigned char)*c >= 0x80;
        bool inside = (*c == '-' || *c == '.') && c > s && c[-1] != '.' && c[1] != '\0' && c[1] != '.';
        if (!letter && !inside)
            return false;
    }
    return dot != NULL;
}

static void take_mail(struct rq *rq, const struct field *f, struct form_value *v)
{
    char *mail = arena_strdup(&rq->in->kept, v->text);
    char *at = strchr(mail, '@');
    bool good = at != NULL && at > mail && at - mail <= 64 && strlen(mail) <= FORM_MAIL_MAX &&
                strpbrk(mail, " \t\n,;:<>()[]\\\"") == NULL;
    for (char *s = at; good && *s != '\0'; s++)
        if (*s >= 'A' && *s <= 'Z')
            *s = (char)(*s | 0x20);
    v->text = mail;
    if (!good || !is_host(at + 1))
        form_fail(rq, f->name, N_("This is not a mail address. Write it like name@example.org."));
}

static void take_url(struct rq *rq, const struct field *f, struct form_value *v)
{
    const char *host = strncmp(v->text, "https://", 8) == 0  ? v->text + 8
                       : strncmp(v->text, "http://", 7) == 0 ? v->text + 7
                                                             : "";
    size_t n = strcspn(host, "/?#");
    if (n == 0 || memchr(host, '@', n) != NULL || strpbrk(v->text, " \t\n\"<>\\") != NULL)
        form_fail(rq, f->name, N_("This is not a web address. Write it like https://www.example.org."));
    else
        check_length(rq, f, v->text);
}

/* "1.000", "1,000", "1 000" and "1000" are the same; "1,5" and "10.00" are no whole numbers. */
static bool parse_int(const char *s, int64_t *n)
{
    bool negative = *s == '-' || strncmp(s, "\u2212", 3) == 0;
    if (negative)
        s += *s == '-' ? 1 : 3;
    char separator[4] = "";
    int group = 0, groups = 0;
    *n = 0;
    for (size_t len = 1; *s != '\0'; s += len) {
        len = 1;
        if (*s >= '0' && *s <= '9') {
            if (__builtin_mul_overflow(*n, 10, n) || __builtin_add_overflow(*n, *s - '0', n))
                return false;
            group++;
            continue;
        }
        uint32_t cp = utf8_decode(s, strlen(s), &len);
        if (cp != '.' && cp != ',' && cp != ' ' && cp != '\'' && cp != 0xA0 && cp != 0x202F && cp != 0x2019)
            return false;
        bool fits = groups == 0 ? group >= 1 && group <= 3
                                : group == 3 && strncmp(separator, s, len) == 0 && separator[len] == '\0';
        if (!fits)
            return false;
        memcpy(separator, s, len);
        separator[len] = '\0';
        groups++;
        group = 0;
    }
    if (negative)
        *n = -*n;
    return groups == 0 ? group > 0 : group == 3;
}

static void take_int(struct rq *rq, const struct field *f, struct form_value *v)
{
    struct arena *a = &rq->in->kept;
    int64_t n;
    if (!parse_int(v->text, &n)) {
        form_fail(rq, f->name, N_("This is not a whole number."));
        return;
    }
    v->number = DB_SOME(n);
    if (n < field_min(f) || n > field_max(f)) {
        const char *min = format_int(a, rq->lang, f->min), *max = format_int(a, rq->lang, f->max);
        if (field_max(f) == INT64_MAX)
            form_fail(rq, f->name, N_("Write a number of at least %s."), min);
        else
            form_fail(rq, f->name, N_("Write a number from %s to %s."), min, max);
    }
}

/* Day first, as people here write it; or ISO, as browsers send it. */
static bool parse_date(struct arena *a, const char *s, int64_t *days)
{
    int day, month, year, end = 0;
    if (clock_parse_date(s, days))
        return true;
    if ((sscanf(s, "%2d-%2d-%4d%n", &day, &month, &year, &end) != 3 &&
         sscanf(s, "%2d/%2d/%4d%n", &day, &month, &year, &end) != 3) ||
        s[end] != '\0' || year < 1000 || day < 1 || month < 1)
        return false;
    return clock_parse_date(arena_printf(a, "%04d-%02d-%02d", year, month, day), days);
}

static void take_date(struct rq *rq, const struct field *f, struct form_value *v)
{
    struct arena *a = &rq->in->kept;
    int64_t days;
    if (!parse_date(a, v->text, &days)) {
        form_fail(rq, f->name, N_("This is not a date. Write it like 22-11-2026."));
        return;
    }
    v->number = DB_SOME(days);
    v->text = clock_date(a, days);
    if (days < field_min(f) || days > field_max(f)) {
        const char *min = format_day(a, rq->lang, f->min), *max = format_day(a, rq->lang, f->max);
        if (field_max(f) == INT64_MAX)
            form_fail(rq, f->name, N_("Choose a date from %s on."), min);
        else
            form_fail(rq, f->name, N_("Choose a date from %s to %s."), min, max);
    }
}

static bool is_choice(const struct field *f, const char *value)
{
    if (f->choices == NULL)
        return utf8_length(value) <= FORM_CHOICE_MAX;
    for (const char *const *c = f->choices; *c != NULL; c++)
        if (strcmp(*c, value) == 0)
            return true;
    return false;
}

static void take_choices(struct rq *rq, const struct field *f, struct form_value *v, const char *value)
{
    if (!is_choice(f, value)) {
        form_fail(rq, f->name, NOT_A_CHOICE);
        return;
    }
    *(const char **)ARENA_PUSH(&rq->in->kept, &v->choices, &v->count, &v->capacity) = value;
}

/* Codes are read aloud and copied from mails: blanks in them mean nothing. */
static void take_token(struct rq *rq, const struct field *f, struct form_value *v)
{
    char *token = arena_strdup(&rq->in->kept, v->text);
    size_t n = 0;
    bool good = true;
    for (const char *s = token; *s != '\0'; s++) {
        if (*s == ' ' || *s == '\n' || *s == '\t')
            continue;
        good = good && strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_", *s) != NULL;
        token[n++] = *s;
    }
    token[n] = '\0';
    v->text = token;
    if (!good || n > FORM_TEXT_MAX)
        form_fail(rq, f->name, N_("This is not a valid code. Copy it again, letter by letter."));
}

static void take_family(struct rq *rq, const struct field *f, struct form_value *v, const char *name,
                        const char *text)
{
    struct arena *a = &rq->in->kept;
    const char *key = strchr(name, '[') + 1;
    char *copy = arena_strndup(a, key, strlen(key) - 1);
    int64_t max = f->max > 0 ? f->max : FORM_FAMILY_MAX;
    if ((int64_t)v->count >= max) {
        form_fail(rq, f->name, N_("There are more answers here than questions. Load the page again."));
        return;
    }
    struct form_pair *pair = ARENA_PUSH(a, &v->family, &v->count, &v->capacity);
    *pair = (struct form_pair){ .key = copy, .value = text };
    if (utf8_length(text) > FORM_FAMILY_VALUE)
        form_fail(rq, f->name, N_("One of the answers is too long."));
}

/* The last part of a path in a name, cleaned: some browsers send all of it. */
static const char *file_name(struct arena *a, const char *sent)
{
    const char *slash = strrchr(sent, '/');
    if (slash != NULL)
        sent = slash + 1;
    const char *backslash = strrchr(sent, '\\');
    if (backslash != NULL)
        sent = backslash + 1;
    const char *clean = utf8_clean(a, sent);
    return utf8_length(clean) <= FORM_TEXT_MAX ? clean : "file";
}

static void take_file(struct rq *rq, const struct field *f, struct form_value *v, const struct pair *sent)
{
    struct arena *a = &rq->in->kept;
    if (sent->file_name == NULL || (sent->file_name[0] == '\0' && sent->value.n == 0))
        return; /* an empty file field is sent as a file without a name */
    v->file = NEW(a, struct upload);
    *v->file = (struct upload){ file_name(a, sent->file_name), sent->type, sent->value };
    if (f->max > 0 && sent->value.n > (size_t)f->max)
        form_fail(rq, f->name, N_("This file is %s; at most %s fits."),
                  format_bytes(a, rq->lang, (int64_t)sent->value.n), format_bytes(a, rq->lang, f->max));
}

void field_take(struct rq *rq, const struct field *f, struct form_value *v, const struct pair *sent)
{
    struct arena *a = &rq->in->kept;
    if (f->type == FIELD_FILE) {
        take_file(rq, f, v, sent);
        return;
    }
    if (!utf8_valid(sent->value.p, sent->value.n)) {
        form_fail(rq, f->name, NOT_STORABLE);
        return;
    }
    const char *raw = arena_strndup(a, sent->value.p, sent->value.n);
    bool secret = f->type == FIELD_PASSWORD || f->type == FIELD_TOKEN;
    v->typed = secret ? "" : raw;
    v->text = f->type == FIELD_PASSWORD ? raw : utf8_clean(a, raw);
    if (f->type == FIELD_FAMILY) {
        take_family(rq, f, v, sent->name, v->text);
        return;
    }
    if (v->text[0] == '\0')
        return;
    switch (f->type) {
    case FIELD_TEXT:
        take_line(rq, f, v);
        break;
    case FIELD_AREA:
    case FIELD_PASSWORD:
        check_length(rq, f, v->text);
        break;
    case FIELD_MAIL:
        take_mail(rq, f, v);
        break;
    case FIELD_URL:
        take_url(rq, f, v);
        break;
    case FIELD_INT:
        take_int(rq, f, v);
        break;
    case FIELD_DATE:
        take_date(rq, f, v);
        break;
    case FIELD_CHOICE:
        if (!is_choice(f, v->text))
            form_fail(rq, f->name, NOT_A_CHOICE);
        break;
    case FIELD_CHOICES:
        take_choices(rq, f, v, v->text);
        break;
    case FIELD_TICK:
        v->tick = true;
        break;
    case FIELD_TOKEN:
        take_token(rq, f, v);
        break;
    case FIELD_FAMILY:
    case FIELD_FILE:
        break;
    }
}

static bool is_empty(const struct field *f, const struct form_value *v)
{
    switch (f->type) {
    case FIELD_TICK:
        return !v->tick;
    case FIELD_FAMILY:
    case FIELD_CHOICES:
        return v->count == 0;
    case FIELD_FILE:
        return v->file == NULL;
    default:
        return v->text[0] == '\0';
    }
}

static const char *required_message(const struct field *f)
{
    if (f->message != NULL)
        return f->message;
    switch (f->type) {
    case FIELD_TICK:
        return N_("Tick this to go on.");
    case FIELD_CHOICE:
    case FIELD_CHOICES:
        return N_("Choose an answer here.");
    case FIELD_FILE:
        return N_("Choose a file.");
    case FIELD_DATE:
        return N_("Choose a date.");
    default:
        return N_("Fill this in.");
    }
}

void field_complete(struct rq *rq, const struct field *f, const struct form_value *v)
{
    if (f->required && is_empty(f, v))
        form_fail(rq, f->name, required_message(f));
    if (f->type == FIELD_CHOICES && f->max > 0 && (int64_t)v->count > f->max)
        form_fail(rq, f->name, N_("Choose at most %s."), format_int(&rq->in->kept, rq->lang, f->max));
}
