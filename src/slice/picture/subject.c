/* What a fact can be about: sorts, themes, statements; and its number as people read it. */
#include <stdlib.h>
#include <string.h>

#include "picture_sql.h"
#include "slice/picture/parts.h"
#include "slice/picture/picture.h"

static const struct {
    const char *name, *label, *plural;
} sorts[FACT_SORTS] = {
    [FACT_ACTION] = { "action", N_("Action under way"), N_("What is under way") },
    [FACT_REALISATION] = { "realisation", N_("Realisation"), N_("What was achieved") },
    [FACT_CHANCE] = { "chance", N_("Chance"), N_("Chances") },
    [FACT_CHALLENGE] = { "challenge", N_("Challenge"), N_("Challenges") },
    [FACT_FIGURE] = { "figure", N_("Figure"), N_("Figures") },
};

const char *picture_sort_name(enum picture_sort s)
{
    ASSERT(s < FACT_SORTS);
    return sorts[s].name;
}

const char *picture_sort_label(enum picture_sort s)
{
    ASSERT(s < FACT_SORTS);
    return sorts[s].label;
}

const char *picture_sort_plural(enum picture_sort s)
{
    ASSERT(s < FACT_SORTS);
    return sorts[s].plural;
}

bool picture_sort_parse(const char *s, enum picture_sort *out)
{
    for (int i = 0; i < FACT_SORTS; i++)
        if (strcmp(sorts[i].name, s) == 0) {
            *out = (enum picture_sort)i;
            return true;
        }
    return false;
}

const char *const picture_no_number = N_("Write only the number here, such as 12500 or 61,5. The unit stands "
                                         "beside it; what is no number goes in the text.");

const char *picture_value_text(struct arena *a, const struct lang *lang, const char *value, const char *unit)
{
    if (value[0] == '\0')
        return "";
    const char *number = format_decimal(a, lang, value);
    /* "61 %", "12 kWh" stay on one line. */
    return unit[0] == '\0' ? number : arena_printf(a, "%s\u00a0%s", number, unit);
}

/* ---- the scan ------------------------------------------------------------------------------------------ */

const struct scan_round *picture_round(struct db *db, struct arena *a, const struct packs *packs,
                                       int64_t organisation)
{
    size_t count;
    const struct scan_round_line *rounds = scan_rounds(db, a, organisation, &count);
    for (size_t i = 0; i < count; i++) {
        const struct scan_round *r = scan_round_get(db, a, packs, organisation, rounds[i].id);
        if (r != NULL)
            return r;
    }
    return NULL;
}

const struct pack_scan *picture_scan(struct db *db, struct arena *a, const struct packs *packs,
                                     int64_t organisation)
{
    const struct pack_scan *scan =
        packs_newest(packs, PACK_TYPES) == NULL ? NULL : trajectory_scan(db, a, packs, organisation);
    if (scan != NULL)
        return scan;
    const struct scan_round *r = picture_round(db, a, packs, organisation);
    return r == NULL ? NULL : r->scan;
}

/* An installation for tests may have no list of types. */
enum pack_sector picture_sector(struct db *db, struct arena *a, const struct packs *packs, int64_t organisation)
{
    const struct organisation *o = organisation_get(db, a, organisation);
    const struct pack *types = packs_newest(packs, PACK_TYPES);
    const struct pack_type *type = o == NULL || types == NULL ? NULL : pack_type_find(types->types, o->type);
    return type == NULL ? SECTOR_UNKNOWN : type->sector;
}

/* The newest version of each scan, one after the other; *from begins at 0. */
static const struct pack_scan *next_scan(const struct packs *packs, size_t *from)
{
    for (; *from < packs->count; (*from)++) {
        const struct pack *p = packs->v[*from];
        if (p->kind == PACK_SCAN && pack_find(packs, p->id, 0) == p) {
            (*from)++;
            return p->scan;
        }
    }
    return NULL;
}

const struct pack_statement *picture_statement(const struct packs *packs, const char *id)
{
    const struct pack_scan *scan;
    for (size_t from = 0; (scan = next_scan(packs, &from)) != NULL;) {
        int at = pack_statement_find(scan, id);
        if (at >= 0)
            return &scan->statements[at];
    }
    return NULL;
}

/* ---- themes -------------------------------------------------------------------------------------------- */

struct picture_themes picture_themes(struct db *db, struct arena *a, const struct packs *packs,
                                     const struct lang *lang, int64_t organisation)
{
    const struct pack_scan *scan = picture_scan(db, a, packs, organisation);
    size_t own_count, n = 0, of_scan = scan == NULL ? 0 : (size_t)scan->theme_count;
    const struct organisation_theme *own = organisation_themes(db, a, organisation, &own_count);
    struct picture_theme *v = NEW_ARRAY(a, struct picture_theme, of_scan + own_count);
    for (size_t i = 0; i < of_scan; i++)
        v[n++] =
            (struct picture_theme){ .code = scan->themes[i].id,
                                    .title = text_in(lang, &scan->themes[i].title),
                                    .domain = text_in(lang, &scan->domains[scan->themes[i].domain].title) };
    for (size_t i = 0; i < own_count; i++)
        v[n++] = (struct picture_theme){ .code = arena_printf(a, "own:%lld", (long long)own[i].id),
                                         .title = own[i].title,
                                         .domain = tr(lang, "Own themes") };
    return (struct picture_themes){
        .db = db, .arena = a, .v = v, .count = n, .packs = packs, .lang = lang, .organisation = organisation
    };
}

const struct picture_theme *picture_theme_find(const struct picture_themes *themes, const char *code)
{
    for (size_t i = 0; i < themes->count; i++)
        if (strcmp(themes->v[i].code, code) == 0)
            return &themes->v[i];
    return NULL;
}

const char *picture_theme_title(const struct picture_themes *themes, const char *code)
{
    const struct picture_theme *theme = picture_theme_find(themes, code);
    if (theme != NULL)
        return theme->title;
    struct trajectory_ask ask = { .db = themes->db,
                                  .arena = themes->arena,
                                  .packs = themes->packs,
                                  .lang = themes->lang,
                                  .trajectory = &(struct trajectory){ .organisation = themes->organisation } };
    const char *title =
        trajectory_theme_title(&ask, code); /* of another scan, or an own one that was archived */
    return title[0] == '\0' ? code : title;
}
