/* Rules of the briefing sheet and of commitments. */
#include "slice/briefing/briefing.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/utf8.h"
#include "briefing_sql.h"

enum { BACK_DAYS = 90, TO_COME = 3, REPETITIONS_MOST = 200, LAST_DAY = 36524 };

static struct fault at_field(const char *field, const char *msgid)
{
    struct fault f = FAULT(INVALID, msgid);
    f.detail = field;
    return f;
}

static struct db_int some(int64_t id)
{
    return id == 0 ? DB_NULL_INT : DB_SOME(id);
}

/* ---- the sheet --------------------------------------------------------------------------------------------- */

static const char *const state_names[BRIEFING_STATES] = { "unknown", "known", "none" };

const char *briefing_state_name(enum briefing_state s)
{
    ASSERT(s < BRIEFING_STATES);
    return state_names[s];
}

bool briefing_state_parse(const char *s, enum briefing_state *out)
{
    for (int i = 0; i < BRIEFING_STATES; i++)
        if (strcmp(state_names[i], s) == 0) {
            *out = (enum briefing_state)i;
            return true;
        }
    return false;
}

static void fill_line(struct briefing_line *l, const struct briefing_line_list *row)
{
    (void)briefing_state_parse(row->state, &l->state);
    l->known = row->known;
    l->url = row->url;
    l->edit = row->edit;
    l->user = row->user_id;
    l->at = DB_SOME(row->at);
}

const struct briefing_line *briefing_lines(struct db *db, struct arena *a, const struct trajectory *t,
                                           size_t *count)
{
    size_t rows;
    const struct briefing_line_list *stored = briefing_q_line_list(db, a, t->organisation, t->id, &rows);
    const struct pack_list *list = pack_list(t->pack->lists, "briefing");
    struct briefing_line *v = NEW_ARRAY(a, struct briefing_line, (size_t)list->count + rows);
    *count = 0;
    for (int i = 0; i < list->count; i++) {
        struct briefing_line *l = &v[(*count)++];
        *l = (struct briefing_line){
            .line = list->v[i].id, .entry = &list->v[i], .title = "", .known = "", .url = ""
        };
        for (size_t k = 0; k < rows; k++)
            if (strcmp(stored[k].line, l->line) == 0)
                fill_line(l, &stored[k]);
    }
    for (size_t k = 0; k < rows; k++) {
        if (strncmp(stored[k].line, "own-", 4) != 0)
            continue;
        struct briefing_line *l = &v[(*count)++];
        *l = (struct briefing_line){ .line = stored[k].line, .title = stored[k].title };
        fill_line(l, &stored[k]);
    }
    return v;
}

static const struct briefing_line *find_line(struct db *db, struct arena *a, const struct trajectory *t,
                                             const char *line)
{
    size_t count;
    const struct briefing_line *v = briefing_lines(db, a, t, &count);
    for (size_t i = 0; i < count; i++)
        if (strcmp(v[i].line, line) == 0)
            return &v[i];
    return NULL;
}

struct fault briefing_line_save(struct db *db, struct arena *a, const struct trajectory *t,
                                const struct briefing_line *n, int64_t user, int64_t now_ms)
{
    static const struct fault newer = { .status = CONFLICT,
                                        .msgid =
                                            N_("Somebody else wrote this line just now. Look at it again.") };
    const struct briefing_line *old = find_line(db, a, t, n->line);
    if (old == NULL)
        return FAULT(NOT_FOUND, N_("This line does not exist."));
    if (utf8_length(n->known) > BRIEFING_MAX_KNOWN)
        return at_field("known", N_("Keep it within 4,000 characters."));
    if (n->state == BRIEFING_KNOWN && n->known[0] == '\0' && n->url[0] == '\0')
        return at_field("known", N_("Say in a few words what there is, or give a link."));
    const char *state = state_names[n->state];
    if (old->edit == 0)
        return briefing_q_line_insert(db, a, t->organisation, t->id, n->line, "", state, n->known, n->url,
                                      some(user), now_ms) == NULL
                   ? newer
                   : NO_FAULT;
    if (old->edit != n->edit)
        return newer;
    briefing_q_line_keep(db, t->organisation, t->id, n->line, n->edit);
    return briefing_q_line_change(db, t->organisation, t->id, n->line, n->edit, state, n->known, n->url,
                                  some(user), now_ms) == 0
               ? newer
               : NO_FAULT;
}

struct fault briefing_line_add(struct db *db, struct arena *a, const struct trajectory *t, const char *title,
                               int64_t user, int64_t now_ms, const char **line)
{
    size_t length = utf8_length(title), count;
    if (length < 2 || length > BRIEFING_MAX_TITLE)
        return at_field("title", N_("Give the line a title of 2 to 120 characters."));
    briefing_lines(db, a, t, &count);
    *line = arena_printf(a, "own-%d-%lld", (int)count, (long long)now_ms);
    return briefing_q_line_insert(db, a, t->organisation, t->id, *line, title, state_names[BRIEFING_UNKNOWN],
                                  "", "", some(user), now_ms) == NULL
               ? FAULT(CONFLICT, N_("Somebody else wrote this line just now. Look at it again."))
               : NO_FAULT;
}

/* ---- commitments ------------------------------------------------------------------------------------------- */

static const struct pack_entry *entry_of(const struct packs *packs, const char *id)
{
    const struct pack *p = id[0] == '\0' ? NULL : packs_newest(packs, PACK_COMMITMENTS);
    return p == NULL ? NULL : pack_entry(pack_list(p->lists, "entries"), id);
}

static const struct briefing_commitment *read_rows(struct db *db, struct arena *a, const struct packs *packs,
                                                   int64_t organisation, struct db_int id, size_t *count)
{
    const struct briefing_commitment_list *rows = briefing_q_commitment_list(db, a, organisation, id, count);
    struct briefing_commitment *v = NEW_ARRAY(a, struct briefing_commitment, *count);
    for (size_t i = 0; i < *count; i++) {
        v[i] = (struct briefing_commitment){ .id = rows[i].id,
                                             .title = rows[i].title,
                                             .note = rows[i].note,
                                             .entry = entry_of(packs, rows[i].entry),
                                             .edit = rows[i].edit,
                                             .created_at = rows[i].created_at,
                                             .archived_at = rows[i].archived_at };
        const struct briefing_date_list *dates = briefing_q_date_list(db, a, rows[i].id, &v[i].date_count);
        struct briefing_date *d = NEW_ARRAY(a, struct briefing_date, v[i].date_count);
        for (size_t k = 0; k < v[i].date_count; k++)
            d[k] = (struct briefing_date){ dates[k].event, dates[k].day };
        v[i].dates = d;
    }
    return v;
}

const struct briefing_commitment *briefing_commitments(struct db *db, struct arena *a,
                                                       const struct packs *packs, int64_t organisation,
                                                       size_t *count)
{
    return read_rows(db, a, packs, organisation, DB_NULL_INT, count);
}

const struct briefing_commitment *briefing_commitment_get(struct db *db, struct arena *a,
                                                          const struct packs *packs, int64_t organisation,
                                                          int64_t id)
{
    size_t count;
    const struct briefing_commitment *c = read_rows(db, a, packs, organisation, DB_SOME(id), &count);
    return count == 1 ? c : NULL;
}

static bool ran_out(const struct pack_entry *e, int64_t today)
{
    int64_t day;
    const char *to = pack_string(e, "valid-to");
    return to != NULL && clock_parse_date(to, &day) && day < today;
}

const struct pack_entry *const *briefing_offers(struct arena *a, const struct packs *packs, const char *country,
                                                bool company, int64_t today, size_t *count)
{
    const struct pack *p = packs_newest(packs, PACK_COMMITMENTS);
    const struct pack_list *list = p == NULL ? NULL : pack_list(p->lists, "entries");
    const struct pack_entry **v = NEW_ARRAY(a, const struct pack_entry *, list == NULL ? 0 : list->count);
    *count = 0;
    for (int past = 0; past < 2 && list != NULL; past++)
        for (int i = 0; i < list->count; i++) {
            const struct pack_entry *e = &list->v[i];
            const char *of = pack_string(e, "country"), *sector = pack_string(e, "sector");
            bool fits = (strcmp(of, "any") == 0 || strcmp(of, country) == 0) &&
                        (strcmp(sector, "any") == 0 || strcmp(sector, company ? "company" : "public") == 0);
            if (fits && ran_out(e, today) == (past == 1))
                v[(*count)++] = e;
        }
    return v;
}

/* ---- deadlines --------------------------------------------------------------------------------------------- */

static bool date_of(const struct briefing_commitment *c, const char *event, int64_t *day)
{
    for (size_t i = 0; i < c->date_count; i++)
        if (strcmp(c->dates[i].event, event) == 0) {
            *day = c->dates[i].day;
            return true;
        }
    return false;
}

struct deadlines {
    struct arena *arena;
    struct briefing_deadline *v;
    size_t count, capacity;
    int64_t today, last; /* nothing after the day on which the rule runs out */
};

static void add_deadline(struct deadlines *out, const struct pack_entry *e, int64_t day, int number)
{
    if (day <= out->last)
        *(struct briefing_deadline *)ARENA_PUSH(out->arena, &out->v, &out->count, &out->capacity) =
            (struct briefing_deadline){ e, day, number };
}

/* One deadline of the pack. Repetitions are counted from the first day, not from each other: the 31st stays the last of the
 * month. */
static void follow(struct deadlines *out, const struct briefing_commitment *c, const struct pack_entry *e)
{
    int64_t from, fixed, months = pack_number(e, "months"), every = pack_number(e, "every-months");
    if (!date_of(c, pack_string(e, "after"), &from))
        return;
    const char *on = pack_string(e, "on");
    int64_t first = on != NULL && clock_parse_date(on, &fixed) ? fixed : trajectory_add_months(from, months);
    if (every == 0) {
        add_deadline(out, e, first, 1);
        return;
    }
    int to_come = 0;
    for (int n = 0; n < REPETITIONS_MOST && to_come < TO_COME; n++) {
        int64_t day = trajectory_add_months(first, every * n);
        if (day < out->today - BACK_DAYS)
            continue;
        add_deadline(out, e, day, n + 1);
        to_come += day >= out->today;
    }
}

static int by_day(const void *x, const void *y)
{
    const struct briefing_deadline *a = x, *b = y;
    return (a->day > b->day) - (a->day < b->day);
}

const struct briefing_deadline *briefing_deadlines(struct arena *a, const struct briefing_commitment *c,
                                                   int64_t today, size_t *count)
{
    struct deadlines out = { .arena = a, .today = today, .last = INT64_MAX };
    if (c->entry != NULL) {
        const char *to = pack_string(c->entry, "valid-to");
        if (to == NULL || !clock_parse_date(to, &out.last))
            out.last = INT64_MAX;
        const struct pack_value *list = pack_value(c->entry, "deadlines");
        for (int i = 0; i < list->entries.count; i++)
            follow(&out, c, &list->entries.v[i]);
    }
    if (out.count > 1)
        qsort(out.v, out.count, sizeof *out.v, by_day);
    *count = out.count;
    return out.v;
}

/* Every deadline is a task of the organisation; those that no longer follow go. */
static void store_tasks(struct db *db, struct arena *a, const struct packs *packs, const struct lang *lang,
                        int64_t organisation, int64_t id, int64_t user, int64_t now_ms)
{
    const struct briefing_commitment *c = briefing_commitment_get(db, a, packs, organisation, id);
    const char *prefix = arena_printf(a, "commitment:%lld:", (long long)id);
    size_t count = 0;
    const struct briefing_deadline *d =
        c == NULL || c->archived_at.set ? NULL : briefing_deadlines(a, c, trajectory_local_day(now_ms), &count);
    const char **keep = NEW_ARRAY(a, const char *, count + 1);
    for (size_t i = 0; i < count; i++) {
        keep[i] = arena_printf(a, "%s%s:%d", prefix, d[i].entry->id, d[i].number);
        trajectory_task_put(db, a, organisation, 0, 0,
                            arena_printf(a, "%s: %s", c->title, text_in(lang, pack_text(d[i].entry, "title"))),
                            text_in(lang, pack_text(d[i].entry, "what")), 0, DB_SOME(d[i].day), keep[i], user,
                            now_ms);
    }
    trajectory_task_drop(db, a, organisation, prefix, keep, now_ms);
}

/* ---- saving ------------------------------------------------------------------------------------------------ */

static bool event_is_known(const struct pack_entry *entry, const char *event)
{
    if (entry == NULL)
        return strcmp(event, "signed") == 0;
    const struct pack_value *events = pack_value(entry, "events");
    for (int i = 0; i < events->entries.count; i++)
        if (strcmp(events->entries.v[i].id, event) == 0)
            return true;
    return false;
}

static struct fault check(const struct packs *packs, const struct lang *lang,
                          const struct briefing_commitment_new *n, const char **title)
{
    const struct pack_entry *entry = entry_of(packs, n->entry);
    if (n->entry[0] != '\0' && entry == NULL)
        return at_field("entry", N_("Choose a commitment from the list, or write its name."));
    *title = n->title[0] != '\0' || entry == NULL ? n->title : text_in(lang, pack_text(entry, "title"));
    size_t length = utf8_length(*title);
    if (length < 2 || length > BRIEFING_MAX_TITLE)
        return at_field("title", N_("Give the commitment a name of 2 to 120 characters."));
    for (size_t i = 0; i < n->date_count; i++)
        if (!event_is_known(entry, n->dates[i].event) || n->dates[i].day <= 0 || n->dates[i].day > LAST_DAY)
            return at_field("date", N_("Choose a day of this century."));
    return NO_FAULT;
}

struct fault briefing_commitment_save(struct db *db, struct arena *a, const struct packs *packs,
                                      const struct lang *lang, const struct briefing_commitment_new *n,
                                      int64_t user, int64_t now_ms, int64_t *id)
{
    const char *title;
    struct fault f = check(packs, lang, n, &title);
    if (f.status != OK)
        return f;
    *id = n->id;
    if (n->id == 0)
        *id = briefing_q_commitment_insert(db, a, n->organisation, n->entry, title, n->note, some(user), now_ms)
                  ->id;
    else if (briefing_q_commitment_change(db, n->organisation, n->id, n->edit, title, n->note) == 0)
        return FAULT(CONFLICT, N_("Somebody else changed this just now. Look at it again."));
    briefing_q_date_forget(db, *id);
    for (size_t i = 0; i < n->date_count; i++)
        briefing_q_date_put(db, *id, n->dates[i].event, n->dates[i].day);
    store_tasks(db, a, packs, lang, n->organisation, *id, user, now_ms);
    return NO_FAULT;
}

void briefing_commitment_archive(struct db *db, struct arena *a, const struct packs *packs,
                                 const struct lang *lang, int64_t organisation, int64_t id, bool archived,
                                 int64_t user, int64_t now_ms)
{
    briefing_q_commitment_archive(db, organisation, id, archived ? DB_SOME(now_ms) : DB_NULL_INT);
    store_tasks(db, a, packs, lang, organisation, id, user, now_ms);
}
