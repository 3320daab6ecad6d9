/* What a sheet asks, by method; and reading what a form sent. */
#include <stdlib.h>
#include <string.h>

#include "slice/session/room.h"

enum { LEVELS = 5 };

/* "1" … "n" */
static const char *const *numbers(struct arena *a, size_t n)
{
    const char **v = NEW_ARRAY(a, const char *, n);
    for (size_t i = 0; i < n; i++)
        v[i] = arena_printf(a, "%d", (int)i + 1);
    return v;
}

static const char *const *words(struct arena *a, const struct lang *lang, const char *const *msgids, size_t n)
{
    const char **v = NEW_ARRAY(a, const char *, n);
    for (size_t i = 0; i < n; i++)
        v[i] = tr(lang, msgids[i]);
    return v;
}

static const char *or_word(const char *text, const char *word)
{
    return text[0] != '\0' ? text : word;
}

static struct sheet_part scale_part(struct arena *a, const struct lang *lang, const struct session_item *item,
                                    const char *label, int part, const char *low, const char *high)
{
    return (struct sheet_part){ .label = label,
                                .group = "",
                                .about = "",
                                .options = numbers(a, LEVELS),
                                .option_count = LEVELS,
                                .numbers = true,
                                .first = 1,
                                .low = or_word(item->low, tr(lang, low)),
                                .high = or_word(item->high, tr(lang, high)),
                                .part = part };
}

bool session_part_is_text(const struct session_part *part)
{
    size_t n = strlen(part->label);
    return strcmp(part->key, "text") == 0 || (n >= 3 && strcmp(part->label + n - 3, "…") == 0) ||
           (n >= 3 && strcmp(part->label + n - 3, "...") == 0);
}

/* ---- by method ---------------------------------------------------------------------------------------- */

struct maker {
    struct arena *a;
    const struct lang *lang;
    const struct session_item *item;
    const struct session_part *parts;
    size_t count;
};

/* A part for each part of the item, with the same options for all. */
static struct sheet_form each(const struct maker *m, enum sheet_kind kind, size_t options, bool numbered)
{
    struct sheet_part *p = NEW_ARRAY(m->a, struct sheet_part, m->count);
    const char *const *labels = numbers(m->a, options);
    for (size_t i = 0; i < m->count; i++)
        p[i] = (struct sheet_part){ .label = m->parts[i].label,
                                    .group = "",
                                    .about = m->parts[i].about,
                                    .options = labels,
                                    .option_count = options,
                                    .numbers = numbered,
                                    .first = 1,
                                    .low = "",
                                    .high = "",
                                    .part = m->parts[i].part };
    return (struct sheet_form){ .kind = kind, .parts = p, .count = m->count };
}

static struct sheet_form poll(const struct maker *m)
{
    if (m->item->most > 1) {
        struct sheet_form f = each(m, SHEET_TICKS, 1, false);
        f.most = m->item->most;
        return f;
    }
    const char **options = NEW_ARRAY(m->a, const char *, m->count);
    for (size_t i = 0; i < m->count; i++)
        options[i] = m->parts[i].label;
    struct sheet_part *p = NEW(m->a, struct sheet_part);
    *p = (struct sheet_part){
        .label = "", .group = "", .about = "", .options = options, .low = "", .high = "", .part = -1
    };
    p->option_count = m->count;
    return (struct sheet_form){ .kind = SHEET_PICK, .parts = p, .count = m->count == 0 ? 0 : 1 };
}

static struct sheet_form scale(const struct maker *m)
{
    struct sheet_part *p = NEW_ARRAY(m->a, struct sheet_part, m->count);
    for (size_t i = 0; i < m->count; i++) {
        p[i] = scale_part(m->a, m->lang, m->item, m->parts[i].label, m->parts[i].part,
                          N_("do not agree at all"), N_("fully agree"));
        p[i].about = m->parts[i].about;
    }
    return (struct sheet_form){ .kind = SHEET_PICK, .parts = p, .count = m->count };
}

static struct sheet_form evaluate(const struct maker *m)
{
    struct sheet_part *p = NEW_ARRAY(m->a, struct sheet_part, m->count);
    size_t n = 0;
    for (size_t i = 0; i < m->count; i++)
        if (!session_part_is_text(&m->parts[i]))
            p[n++] = scale_part(m->a, m->lang, m->item, m->parts[i].label, m->parts[i].part, N_("not at all"),
                                N_("very much"));
    return (struct sheet_form){ .kind = SHEET_PICK, .parts = p, .count = n };
}

/* The words of the levels are those of the scan (slice/scan, importance and maturity), so that the answers mean the same there. */
static struct sheet_part level_part(const struct maker *m, const char *label, const char *const *levels)
{
    return (struct sheet_part){ .label = tr(m->lang, label),
                                .group = tr(m->lang, "CSR as a whole"),
                                .about = "",
                                .options = words(m->a, m->lang, levels, LEVELS),
                                .option_count = LEVELS,
                                .numbers = true,
                                .first = 1,
                                .low = "",
                                .high = "",
                                .part = -1 };
}

/* Of the second theme on: what the numbers stand for was said at the first. */
static void ends_are_known(struct sheet_part *two)
{
    two[0].low = two[0].high = two[1].low = two[1].high = "";
}

/* As a whole with the levels in words; of each domain the same by number. */
static struct sheet_form pair(const struct maker *m)
{
    static const char *const important[LEVELS] = { N_("1: hardly"), N_("2: slightly"), N_("3: fairly"),
                                                   N_("4: very"), N_("5: extremely") };
    static const char *const mature[LEVELS] = { N_("1: not started yet"), N_("2: separate actions"),
                                                N_("3: there is a plan"), N_("4: the plan is followed"),
                                                N_("5: part of everything we do") };
    static const char *const asks[] = { N_("How important is it for our organisation?"),
                                        N_("How far are we with it?") };
    struct sheet_part *p = NEW_ARRAY(m->a, struct sheet_part, 2 * (m->count + 1));
    p[0] = level_part(m, asks[0], important);
    p[1] = level_part(m, asks[1], mature);
    for (size_t i = 0; i < m->count; i++) {
        struct sheet_part *of = p + 2 * (i + 1);
        of[0] = scale_part(m->a, m->lang, m->item, tr(m->lang, asks[0]), m->parts[i].part, N_("hardly"),
                           N_("extremely"));
        of[1] = scale_part(m->a, m->lang, m->item, tr(m->lang, asks[1]), m->parts[i].part,
                           N_("not started yet"), N_("part of everything we do"));
        of[0].group = of[1].group = m->parts[i].label;
        of[0].about = m->parts[i].about;
        if (i > 0)
            ends_are_known(of);
    }
    return (struct sheet_form){ .kind = SHEET_PICK, .parts = p, .count = 2 * (m->count + 1) };
}

static struct sheet_form axes(const struct maker *m)
{
    struct sheet_part *p = NEW_ARRAY(m->a, struct sheet_part, 2 * m->count);
    for (size_t i = 0; i < m->count; i++) {
        const struct session_part *theme = &m->parts[i];
        p[2 * i] =
            scale_part(m->a, m->lang, m->item, tr(m->lang, "Impact"), theme->part, N_("little"), N_("much"));
        p[2 * i + 1] =
            scale_part(m->a, m->lang, m->item, tr(m->lang, "Support"), theme->part, N_("little"), N_("much"));
        p[2 * i].group = p[2 * i + 1].group = theme->label;
        p[2 * i].about = theme->about;
        if (i > 0)
            ends_are_known(p + 2 * i);
    }
    return (struct sheet_form){ .kind = SHEET_PICK, .parts = p, .count = 2 * m->count };
}

static struct sheet_form dots(const struct maker *m)
{
    int64_t most = m->item->most > 0 ? m->item->most : m->item->method->usual_most;
    struct sheet_form f = each(m, SHEET_DOTS, (size_t)most, true);
    f.most = most;
    return f;
}

static struct sheet_form rank(const struct maker *m)
{
    int64_t things = (int64_t)m->count;
    int64_t places = m->item->most > 0 && m->item->most < things ? m->item->most : things;
    struct sheet_form f = each(m, SHEET_RANK, (size_t)places, true);
    f.most = places;
    return f;
}

static struct sheet_form quiz(const struct maker *m)
{
    struct sheet_part *p = NEW_ARRAY(m->a, struct sheet_part, m->count);
    for (size_t i = 0; i < m->count; i++)
        p[i] = (struct sheet_part){ .label = m->parts[i].label,
                                    .group = "",
                                    .about = "", /* the explanation of a question belongs to its answer */
                                    .options = m->parts[i].options,
                                    .option_count = m->parts[i].option_count,
                                    .low = "",
                                    .high = "",
                                    .part = m->parts[i].part,
                                    .right = m->parts[i].answer };
    return (struct sheet_form){ .kind = SHEET_PICK, .parts = p, .count = m->count };
}

static struct sheet_form scan(const struct maker *m)
{
    static const char *const answers[] = { N_("Yes, fully"), N_("No, or only partly"), N_("Don't know"),
                                           N_("Does not apply") };
    struct sheet_form f = each(m, SHEET_PICK, 4, false);
    struct sheet_part *p = NEW_ARRAY(m->a, struct sheet_part, m->count);
    const char *const *labels = words(m->a, m->lang, answers, 4);
    for (size_t i = 0; i < m->count; i++) {
        p[i] = f.parts[i];
        p[i].options = labels;
    }
    f.parts = p;
    return f;
}

struct sheet_form session_sheet_form(struct arena *a, const struct lang *lang, const struct session_item *item,
                                     const struct session_part *parts, size_t part_count)
{
    const struct maker m = { a, lang, item, parts, part_count };
    struct sheet_form f = { 0 };
    switch (item->method->id) {
    case METHOD_POLL:
        f = poll(&m);
        break;
    case METHOD_SCALE:
        f = scale(&m);
        break;
    case METHOD_PAIR:
        f = pair(&m);
        break;
    case METHOD_SCAN:
        f = scan(&m);
        break;
    case METHOD_DOTS:
        f = dots(&m);
        break;
    case METHOD_RANK:
        f = rank(&m);
        break;
    case METHOD_AXES:
        f = axes(&m);
        break;
    case METHOD_QUIZ:
        f = quiz(&m);
        break;
    case METHOD_EVALUATE:
        f = evaluate(&m);
        break;
    default:
        break;
    }
    ASSERT(f.count <= SESSION_MAX_PARTS + 2);
    return f;
}

/* ---- reading a form ------------------------------------------------------------------------------------ */

static const int64_t NOT_READ = -2;

/* What one control sent; NOT_READ when it is none of its values. */
static int64_t read_choice(const struct sheet_form *form, const struct sheet_part *p, const char *value)
{
    if (value[0] == '\0')
        return BALLOT_NONE;
    char *end;
    long n = strtol(value, &end, 10);
    if (*end != '\0' || strlen(value) > 4)
        return NOT_READ;
    if (form->kind == SHEET_DOTS && n == 0)
        return BALLOT_NONE;
    int64_t choice = p->numbers ? n - p->first : n;
    /* More dots than there are is for session_sheet_save to refuse, with the sum beside it. */
    if (form->kind == SHEET_DOTS && choice >= (int64_t)p->option_count)
        return choice;
    return choice >= 0 && choice < (int64_t)p->option_count ? choice : NOT_READ;
}

struct fault session_sheet_read(struct arena *a, const struct sheet_form *form, const struct form_pair *pairs,
                                size_t count, const int64_t *own, int64_t **choices, size_t *at)
{
    int64_t *c = NEW_ARRAY(a, int64_t, form->count);
    struct fault f = NO_FAULT;
    for (size_t i = 0; i < form->count; i++)
        c[i] = own == NULL || form->kind == SHEET_TICKS ? BALLOT_NONE : own[i];
    *choices = c;
    for (size_t i = 0; i < count; i++) {
        char *end;
        unsigned long part = strtoul(pairs[i].key, &end, 10);
        if (*end != '\0' || pairs[i].key[0] < '0' || pairs[i].key[0] > '9' || part >= form->count)
            continue; /* of a page about another agenda item */
        int64_t choice = read_choice(form, &form->parts[part], pairs[i].value);
        if (choice == NOT_READ) {
            *at = part;
            f = FAULT(INVALID, N_("Choose one of the answers that are offered."), .detail = "choice");
        } else {
            c[part] = choice;
        }
    }
    return f;
}
