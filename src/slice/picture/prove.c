/* Between the scan and the facts: what nobody knew is asked, what was begun is taken over, what a fact proves is corrected. */
#include <string.h>

#include "base/clock.h"
#include "picture_sql.h"
#include "slice/picture/parts.h"
#include "slice/picture/picture.h"

/* ---- "don't know" -------------------------------------------------------------------------------------- */

/* The requests of the pack, for the organisation's sector, that name a statement. */
static const struct pack_entry *const *standards_of(struct arena *a, const struct picture_standard *all,
                                                    size_t all_count, const char *statement, size_t *count)
{
    const struct pack_entry **v = NEW_ARRAY(a, const struct pack_entry *, all_count);
    *count = 0;
    for (size_t i = 0; i < all_count; i++)
        if (pack_ids_hold(pack_ids(all[i].entry, "statements"), statement))
            v[(*count)++] = all[i].entry;
    return v;
}

/* What asks the statement: a request made for it, or one of the standard requests that name it. */
static const struct picture_mark *mark_of(const struct picture_marks *marks, const struct picture_unknown *u,
                                          const char *statement)
{
    const struct picture_mark *mark = picture_mark(marks, "", statement);
    for (size_t i = 0; mark == NULL && i < u->standard_count; i++)
        mark = picture_mark(marks, u->standards[i]->id, "");
    return mark;
}

static int64_t fact_of(const struct picture_fact_statements *facts, size_t count, const char *statement)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(facts[i].statement, statement) == 0)
            return facts[i].id;
    return 0;
}

const struct picture_unknown *picture_unknowns(struct db *db, struct arena *a, const struct packs *packs,
                                               const struct trajectory *t, const struct scan_round *round,
                                               size_t *count)
{
    struct scan_standing standing;
    scan_standing(db, a, round, &standing);
    size_t standards, facts;
    const struct picture_standard *all =
        picture_standards(db, a, packs, lang_get(LANG_EN), t, "", "", &standards);
    const struct picture_fact_statements *fact =
        picture_q_fact_statements(db, a, t->organisation, t->id, &facts);
    struct picture_marks marks = picture_marks(db, a, t);
    struct picture_unknown *v = NULL;
    size_t capacity = 0;
    *count = 0;
    for (int i = 0; i < round->scan->statement_count; i++) {
        if (standing.answers[i] != ANSWER_DONT_KNOW)
            continue;
        const char *id = round->scan->statements[i].id;
        struct picture_unknown *u = ARENA_PUSH(a, &v, count, &capacity);
        *u = (struct picture_unknown){ .statement = i, .fact = fact_of(fact, facts, id) };
        u->standards = standards_of(a, all, standards, id, &u->standard_count);
        const struct picture_mark *mark = mark_of(&marks, u, id);
        if (mark != NULL) {
            u->asked = mark->id;
            u->state = mark->state;
        }
    }
    return v;
}

/* A request in the words of the statement, for which no standard one exists. */
static struct picture_ask ask_in_words(struct arena *a, const struct lang *lang, const struct scan_round *round,
                                       const struct pack_statement *s)
{
    enum { TITLE = 110 };
    const char *label = text_in(lang, &s->label), *evidence = text_in(lang, &s->evidence);
    const char *ask = arena_printf(
        a, tr(lang, "In the scan nobody knew whether this is so: “%s” Is it, and what shows it?"), label);
    if (evidence[0] != '\0')
        ask = arena_printf(a, "%s %s", ask, arena_printf(a, tr(lang, "This would show it: %s"), evidence));
    return (struct picture_ask){ .standard = "",
                                 .title = picture_short(a, label, TITLE),
                                 .ask = picture_short(a, ask, PICTURE_MAX_ASK - 1),
                                 .unit = "",
                                 .usual_source = "",
                                 .theme = round->scan->themes[s->theme].id,
                                 .sort = FACT_REALISATION };
}

struct fault picture_ask_unknown(struct db *db, struct arena *a, const struct packs *packs,
                                 const struct trajectory *t, const struct scan_round *round,
                                 const struct picture_unknown *u, const char *standard, int64_t user,
                                 int64_t now_ms, int64_t *id)
{
    const struct pack_statement *s = &round->scan->statements[u->statement];
    /* Looked up again: of all that are asked in one go, one request may answer several. */
    struct picture_marks marks = picture_marks(db, a, t);
    const struct picture_mark *mark = mark_of(&marks, u, s->id);
    if (mark != NULL) {
        *id = mark->id;
        return NO_FAULT;
    }
    struct picture_ask ask = { .standard = standard };
    if (standard[0] == '\0')
        ask = ask_in_words(a, picture_org_lang(db, a, t->organisation), round, s);
    const struct pack *pack = picture_pack(packs);
    const struct pack_entry *e = pack == NULL ? NULL : pack_entry(pack_list(pack->lists, "entries"), standard);
    if (e != NULL) {
        size_t count;
        const struct organisation_department *own = organisation_departments(db, a, t->organisation, &count);
        ask.department = picture_fitting(
            a, pack_entry(pack_list(pack->lists, "departments"), pack_string(e, "department")), own, count);
    }
    ask.statement = s->id;
    ask.user = user;
    ask.due_on = DB_SOME(picture_due(db, a, packs, t, organisation_today(a, now_ms)));
    return picture_request_add(db, a, packs, t, &ask, now_ms, id);
}

int64_t picture_ask_unknowns(struct db *db, struct arena *a, const struct packs *packs,
                             const struct trajectory *t, const struct scan_round *round, int64_t user,
                             int64_t now_ms)
{
    size_t count;
    const struct picture_unknown *u = picture_unknowns(db, a, packs, t, round, &count);
    int64_t made = 0;
    for (size_t i = 0; i < count; i++) {
        int64_t id = 0;
        struct picture_marks before = picture_marks(db, a, t);
        if (u[i].asked != 0 || mark_of(&before, &u[i], round->scan->statements[u[i].statement].id) != NULL)
            continue;
        const char *standard = u[i].standard_count > 0 ? u[i].standards[0]->id : "";
        struct fault f = picture_ask_unknown(db, a, packs, t, round, &u[i], standard, user, now_ms, &id);
        if (f.status != OK)
            break; /* as many as there is room for */
        made++;
    }
    return made;
}

/* ---- "we have begun" ----------------------------------------------------------------------------------- */

const struct picture_begun *picture_begun(struct db *db, struct arena *a, const struct trajectory *t,
                                          const struct scan_round *round, size_t *count)
{
    struct scan_standing standing;
    scan_standing(db, a, round, &standing);
    size_t facts;
    int64_t total;
    struct picture_fact_filter filter = { .theme = "", .sort = "action", .statement = "" };
    const struct picture_fact *fact = picture_facts(db, a, t, &filter, &facts, &total);
    struct picture_begun *v = NULL;
    size_t capacity = 0;
    *count = 0;
    for (int i = 0; i < round->scan->statement_count; i++) {
        bool begun = (standing.group[i].flags & ANSWER_STARTED) != 0 || standing.counts[i].started > 0;
        if (!begun || standing.answers[i] == ANSWER_YES || standing.answers[i] == ANSWER_NONE)
            continue;
        struct picture_begun *b = ARENA_PUSH(a, &v, count, &capacity);
        *b = (struct picture_begun){ .statement = i,
                                     .note = standing.group[i].note == NULL ? "" : standing.group[i].note };
        for (size_t k = 0; k < facts && b->fact == 0; k++)
            if (strcmp(fact[k].statement, round->scan->statements[i].id) == 0)
                b->fact = fact[k].id;
    }
    return v;
}

int64_t picture_take_begun(struct db *db, struct arena *a, const struct packs *packs,
                           const struct trajectory *t, const struct scan_round *round, const char *statement,
                           int64_t user, int64_t now_ms)
{
    size_t count;
    const struct picture_begun *b = picture_begun(db, a, t, round, &count);
    const struct lang *lang = picture_org_lang(db, a, t->organisation);
    int64_t made = 0, id = 0;
    for (size_t i = 0; i < count; i++) {
        const struct pack_statement *s = &round->scan->statements[b[i].statement];
        if (b[i].fact != 0 || (statement[0] != '\0' && strcmp(statement, s->id) != 0))
            continue;
        const char *body = arena_printf(a, tr(lang, "We have begun: %s"), text_in(lang, &s->label));
        if (b[i].note[0] != '\0')
            body = arena_printf(a, "%s\n%s", body, b[i].note);
        struct picture_fact_new n = {
            .text = { .theme = round->scan->themes[s->theme].id,
                      .sort = FACT_ACTION,
                      .body = picture_short(a, body, PICTURE_MAX_BODY - 1),
                      .value = "",
                      .unit = "",
                      .period = "",
                      .source = picture_short(a, arena_printf(a, tr(lang, "Scan “%s”"), round->title),
                                              PICTURE_MAX_SOURCE - 1),
                      .dated_on =
                          DB_SOME(organisation_today(a, round->closed_at.set ? round->closed_at.v : now_ms)) },
            .code = "",
            .statement = s->id,
            .accepted = true,
            .quiet = statement[0] == '\0',
            .user = user
        };
        if (picture_fact_add(db, a, packs, t, &n, now_ms, &id).status != OK)
            break;
        made++;
    }
    if (made > 0 && statement[0] == '\0')
        trajectory_event(db, t->id, "fact.many", 0, tr(lang, "what the scan says you have begun"), "", user,
                         now_ms);
    return made;
}

/* ---- what a fact proves -------------------------------------------------------------------------------- */

/* The statement's place in a round that asks it; -1 = it does not. */
static int asked_in(const struct scan_round *r, const char *statement)
{
    int at = pack_statement_find(r->scan, statement);
    return at >= 0 && pack_offered(r->scan, at, r->light, &r->profile) ? at : -1;
}

const struct picture_proof *picture_proofs(struct db *db, struct arena *a, const struct packs *packs,
                                           const struct trajectory *t, const struct picture_fact *f,
                                           size_t *count)
{
    struct picture_proof *v = NEW_ARRAY(a, struct picture_proof, PICTURE_PROOFS);
    size_t rounds;
    *count = 0;
    if (f->proves == ANSWER_NONE)
        return v;
    const struct scan_round_line *line = scan_rounds(db, a, t->organisation, &rounds);
    for (size_t i = 0; i < rounds && *count < PICTURE_PROOFS; i++) {
        const struct scan_round *r = scan_round_get(db, a, packs, t->organisation, line[i].id);
        int at = r == NULL ? -1 : asked_in(r, f->statement);
        if (at < 0)
            continue;
        struct scan_standing standing;
        scan_standing(db, a, r, &standing);
        enum scan_answer stands = (enum scan_answer)standing.answers[at];
        v[(*count)++] = (struct picture_proof){
            .round = r, .statement = at, .stands = stands, .differs = stands != f->proves
        };
    }
    return v;
}

const struct picture_differing *picture_differing(struct db *db, struct arena *a, const struct trajectory *t,
                                                  const struct scan_round *round, size_t *count)
{
    size_t rows;
    const struct picture_fact_proofs *row = picture_q_fact_proofs(db, a, t->organisation, t->id, &rows);
    struct picture_differing *v = NEW_ARRAY(a, struct picture_differing, rows);
    *count = 0;
    if (rows == 0)
        return v;
    struct scan_standing standing;
    scan_standing(db, a, round, &standing);
    for (size_t i = 0; i < rows; i++) {
        int at = asked_in(round, row[i].statement);
        enum scan_answer proves = strcmp(row[i].proves, "yes") == 0 ? ANSWER_YES : ANSWER_NO;
        if (at >= 0 && standing.answers[at] != proves)
            v[(*count)++] = (struct picture_differing){ .fact = row[i].id,
                                                        .statement = at,
                                                        .stands = (enum scan_answer)standing.answers[at],
                                                        .proves = proves,
                                                        .waits = row[i].waits };
    }
    return v;
}

/* The fact by its code, its words and its source, before what the group wrote earlier. */
static const char *note_of(struct arena *a, const struct lang *lang, const struct picture_fact *f,
                           const char *before)
{
    enum { BODY = 600 };
    const char *value = picture_value_text(a, lang, f->value, f->unit);
    const char *note =
        arena_printf(a, tr(lang, "Corrected after fact %s: %s"), f->code, picture_short(a, f->body, BODY));
    if (value[0] != '\0')
        note = arena_printf(a, "%s (%s)", note, value);
    if (f->source[0] != '\0')
        note = arena_printf(a, "%s %s", note, arena_printf(a, tr(lang, "Source: %s"), f->source));
    if (before != NULL && before[0] != '\0')
        note = arena_printf(a, "%s\n%s", note, before);
    return picture_short(a, note, SCAN_NOTE_MAX - 1);
}

struct fault picture_correct(struct db *db, struct arena *a, const struct packs *packs,
                             const struct trajectory *t, const struct picture_fact *f, enum scan_answer was,
                             const char *reason, int64_t user, int64_t now_ms)
{
    size_t count;
    const struct picture_proof *proof = picture_proofs(db, a, packs, t, f, &count);
    if (count == 0 || f->archived_at.set || !f->accepted_at.set)
        return FAULT(CONFLICT, N_("No round asks the statement of this fact."));
    if (!proof->differs || proof->stands != was)
        return FAULT(CONFLICT,
                     N_("The answer in the scan changed while you looked at it. See what stands there now."));
    struct scan_round r = *proof->round;
    bool closed = r.closed;
    struct fault fault = closed ? scan_round_reopen(db, &r, reason, user, now_ms) : NO_FAULT;
    if (fault.status != OK)
        return fault;
    r.closed = false;
    struct scan_standing standing;
    scan_standing(db, a, &r, &standing);
    const struct lang *lang = picture_org_lang(db, a, t->organisation);
    fault = scan_agree(db, a, &r, proof->statement, f->proves, false,
                       note_of(a, lang, f, standing.group[proof->statement].note), user, now_ms);
    if (fault.status == OK && closed)
        fault = scan_round_close(db, &r, user, now_ms);
    if (fault.status != OK)
        return fault;
    picture_q_correction_insert(db, f->id, r.id, f->statement, scan_answer_name(was),
                                scan_answer_name(f->proves), closed, picture_some(user), now_ms);
    picture_q_fact_wait(db, t->organisation, f->id, false);
    enum { TITLE = 100 };
    trajectory_event(db, t->id, "fact.corrected", f->id,
                     picture_short(a, text_in(lang, &r.scan->statements[proof->statement].label), TITLE),
                     reason, user, now_ms);
    return NO_FAULT;
}

void picture_wait(struct db *db, const struct trajectory *t, const struct picture_fact *f, bool waits)
{
    picture_q_fact_wait(db, t->organisation, f->id, waits);
}

const struct picture_corrected *picture_corrections(struct db *db, struct arena *a, int64_t fact, size_t *count)
{
    const struct picture_correction_rows *rows = picture_q_correction_rows(db, a, fact, count);
    struct picture_corrected *v = NEW_ARRAY(a, struct picture_corrected, *count);
    for (size_t i = 0; i < *count; i++) {
        v[i] = (struct picture_corrected){
            .round = rows[i].round_id, .at = rows[i].at, .reopened = rows[i].reopened, .user = rows[i].user_id
        };
        if (!scan_answer_parse(rows[i].was, &v[i].was) || !scan_answer_parse(rows[i].becomes, &v[i].becomes))
            v[i].was = v[i].becomes = ANSWER_NONE;
    }
    return v;
}
