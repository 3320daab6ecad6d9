/* Standard requests: which are for this organisation, which department they fit, which were asked already. */
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "picture_sql.h"
#include "slice/picture/parts.h"
#include "slice/picture/picture.h"

const struct pack *picture_pack(const struct packs *packs)
{
    return packs_newest(packs, PACK_REQUESTS);
}

/* ---- departments --------------------------------------------------------------------------------------- */

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (unsigned char)c >= 0x80;
}

/* Whether word stands in text between signs that are no letters; both folded. */
static bool holds_word(const char *text, const char *word)
{
    size_t n = strlen(word);
    for (const char *at = strstr(text, word); at != NULL && n > 0; at = strstr(at + 1, word))
        if ((at == text || !is_letter(at[-1])) && !is_letter(at[n]))
            return true;
    return false;
}

/* The length of the longest of its words that stands in the name; 0 = none does. */
static size_t longest_word(struct arena *a, const struct pack_entry *department, const char *name)
{
    const char *folded = utf8_fold(a, name);
    size_t longest = 0;
    for (const char *s = pack_string(department, "words"); *s != '\0';) {
        size_t n = strcspn(s, "|");
        const char *word = utf8_fold(a, utf8_clean(a, arena_strndup(a, s, n)));
        if (strlen(word) > longest && holds_word(folded, word))
            longest = strlen(word);
        s += n + (s[n] != '\0');
    }
    return longest;
}

bool picture_fits(struct arena *a, const struct pack_entry *department, const char *name)
{
    return longest_word(a, department, name) > 0;
}

int64_t picture_fitting(struct arena *a, const struct pack_entry *department,
                        const struct organisation_department *of, size_t count)
{
    int64_t best = 0;
    size_t longest = 0;
    for (size_t i = 0; i < count; i++) {
        size_t n = longest_word(a, department, of[i].name);
        if (n > longest) {
            longest = n;
            best = of[i].id;
        }
    }
    return best;
}

/* ---- requests ------------------------------------------------------------------------------------------ */

static bool for_sector(const struct pack_entry *e, enum pack_sector sector)
{
    const char *of = pack_string(e, "sector");
    return sector == SECTOR_UNKNOWN || strcmp(of, "any") == 0 ||
           strcmp(of, sector == SECTOR_COMPANY ? "company" : "public") == 0;
}

/* Every word of a folded search stands in the request. */
static bool is_found(struct arena *a, const struct lang *lang, const struct pack_entry *e, const char *search)
{
    const char *text = utf8_fold(a, arena_printf(a, "%s %s %s", text_in(lang, pack_text(e, "title")),
                                                 text_in(lang, pack_text(e, "ask")),
                                                 text_in(lang, pack_text(e, "usual-source"))));
    for (const char *s = search; *s != '\0';) {
        size_t n = strcspn(s, " ");
        if (n > 0 && strstr(text, arena_strndup(a, s, n)) == NULL)
            return false;
        s += n + (s[n] != '\0');
    }
    return true;
}

struct picture_marks picture_marks(struct db *db, struct arena *a, const struct trajectory *t)
{
    size_t rows;
    const struct picture_request_marks *row = picture_q_request_marks(db, a, t->organisation, t->id, &rows);
    struct picture_mark *v = NEW_ARRAY(a, struct picture_mark, rows);
    for (size_t i = 0; i < rows; i++)
        v[i] = (struct picture_mark){ .id = row[i].id,
                                      .standard = row[i].standard,
                                      .statement = row[i].statement,
                                      .state = picture_state_of(row[i].state) };
    return (struct picture_marks){ v, rows };
}

const struct picture_mark *picture_mark(const struct picture_marks *marks, const char *standard,
                                        const char *statement)
{
    for (size_t i = 0; i < marks->count; i++)
        if ((standard[0] != '\0' && strcmp(marks->v[i].standard, standard) == 0) ||
            (statement[0] != '\0' && strcmp(marks->v[i].statement, statement) == 0))
            return &marks->v[i];
    return NULL;
}

const struct picture_standard *picture_standards(struct db *db, struct arena *a, const struct packs *packs,
                                                 const struct lang *lang, const struct trajectory *t,
                                                 const char *search, const char *theme, size_t *count)
{
    *count = 0;
    const struct pack *pack = picture_pack(packs);
    if (pack == NULL)
        return NULL;
    const struct pack_list *entries = pack_list(pack->lists, "entries");
    const struct pack_list *departments = pack_list(pack->lists, "departments");
    enum pack_sector sector = picture_sector(db, a, packs, t->organisation);
    struct picture_marks marks = picture_marks(db, a, t);
    size_t own_count;
    const struct organisation_department *own = organisation_departments(db, a, t->organisation, &own_count);
    int64_t *fits = NEW_ARRAY(a, int64_t, (size_t)departments->count);
    for (int i = 0; i < departments->count; i++)
        fits[i] = picture_fitting(a, &departments->v[i], own, own_count);
    const char *folded = utf8_fold(a, search);
    struct picture_standard *v = NEW_ARRAY(a, struct picture_standard, (size_t)entries->count);
    for (int i = 0; i < entries->count; i++) {
        const struct pack_entry *e = &entries->v[i];
        if (!for_sector(e, sector) || (theme[0] != '\0' && !pack_ids_hold(pack_ids(e, "themes"), theme)) ||
            !is_found(a, lang, e, folded))
            continue;
        const struct pack_entry *department = pack_entry(departments, pack_string(e, "department"));
        const struct picture_mark *mark = picture_mark(&marks, e->id, "");
        v[(*count)++] = (struct picture_standard){ .entry = e,
                                                   .department = department,
                                                   .fits = fits[department - departments->v],
                                                   .asked = mark == NULL ? 0 : mark->id,
                                                   .state = mark == NULL ? REQUEST_DRAFT : mark->state };
    }
    return v;
}
