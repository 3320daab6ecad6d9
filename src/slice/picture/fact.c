/* Facts: made, changed with what they were, accepted, put away and back. */
#include <stdlib.h>
#include <string.h>

#include "picture_sql.h"
#include "slice/picture/parts.h"
#include "slice/picture/picture.h"

static enum scan_answer proof_of(const char *name)
{
    return strcmp(name, "yes") == 0 ? ANSWER_YES : strcmp(name, "no") == 0 ? ANSWER_NO : ANSWER_NONE;
}

static const struct picture_fact *read_facts(struct arena *a, const struct picture_fact_rows *rows,
                                             size_t count)
{
    struct picture_fact *v = NEW_ARRAY(a, struct picture_fact, count);
    for (size_t i = 0; i < count; i++) {
        v[i] = (struct picture_fact){ .id = rows[i].id,
                                      .edit = rows[i].edit,
                                      .created_at = rows[i].created_at,
                                      .changed_at = rows[i].changed_at,
                                      .code = rows[i].code,
                                      .theme = rows[i].theme,
                                      .department = rows[i].department_id,
                                      .body = rows[i].body,
                                      .value = rows[i].value,
                                      .unit = rows[i].unit,
                                      .period = rows[i].period,
                                      .source = rows[i].source,
                                      .statement = rows[i].statement,
                                      .dated_on = rows[i].dated_on,
                                      .request = rows[i].request_id,
                                      .created_by = rows[i].created_by,
                                      .changed_by = rows[i].changed_by,
                                      .accepted_at = rows[i].accepted_at,
                                      .archived_at = rows[i].archived_at,
                                      .proves = proof_of(rows[i].proves),
                                      .waits = rows[i].waits };
        if (!picture_sort_parse(rows[i].sort, &v[i].sort))
            v[i].sort = FACT_REALISATION;
    }
    return v;
}

const struct picture_fact *picture_fact_get(struct db *db, struct arena *a, const struct trajectory *t,
                                            int64_t id)
{
    size_t count;
    const struct picture_fact_rows *row =
        picture_q_fact_rows(db, a, t->organisation, t->id, DB_SOME(id), DB_NULL_INT, DB_NULL_INT, DB_NULL_INT,
                            "", "", "", DB_NULL_INT, 0, 1, &count);
    return count == 0 ? NULL : read_facts(a, row, 1);
}

const struct picture_fact *picture_facts(struct db *db, struct arena *a, const struct trajectory *t,
                                         const struct picture_fact_filter *f, size_t *count, int64_t *total)
{
    struct db_int archived = DB_SOME(f->archived), state = f->accepted   ? DB_SOME(1)
                                                           : f->proposed ? DB_SOME(0)
                                                                         : DB_NULL_INT;
    struct db_int department = picture_some(f->department), request = picture_some(f->request);
    *total = picture_q_fact_count(db, a, t->organisation, t->id, archived, state, department, f->theme, f->sort,
                                  f->statement, request)
                 ->n;
    const struct picture_fact_rows *rows = picture_q_fact_rows(
        db, a, t->organisation, t->id, DB_NULL_INT, archived, state, department, f->theme, f->sort,
        f->statement, request, f->skip, f->most == 0 ? PICTURE_MAX_FACTS : f->most, count);
    return read_facts(a, rows, *count);
}

/* ---- checks -------------------------------------------------------------------------------------------- */

static bool knows_theme(struct db *db, struct arena *a, const struct packs *packs, int64_t organisation,
                        const char *theme)
{
    if (theme[0] == '\0')
        return true;
    const struct picture_themes themes = picture_themes(db, a, packs, lang_get(LANG_EN), organisation);
    return picture_theme_find(&themes, theme) != NULL ||
           strcmp(picture_theme_title(&themes, theme), theme) != 0; /* of another scan */
}

struct fault picture_fact_check(struct db *db, struct arena *a, const struct packs *packs,
                                const struct trajectory *t, const struct picture_fact_text *text)
{
    if (text->body[0] == '\0')
        return FAULT(INVALID, N_("Write in a sentence what the fact is."), .detail = "body");
    const char *value = text->value[0] == '\0' ? "" : decimal_read(a, NULL, text->value);
    if (value == NULL)
        return FAULT(INVALID, picture_no_number, .detail = "value");
    if (text->sort == FACT_FIGURE && value[0] == '\0')
        return FAULT(INVALID, N_("A figure has a number. Without one, choose another kind of fact."),
                     .detail = "value");
    if (!knows_theme(db, a, packs, t->organisation, text->theme))
        return FAULT(INVALID, N_("This theme does not exist. Choose one of the list."), .detail = "theme");
    if (text->department != 0 && !picture_has_department(db, a, t->organisation, text->department))
        return FAULT(INVALID, N_("This department was removed. Choose another."), .detail = "department");
    return NO_FAULT;
}

/* The number in a code of ours ("F12"), so that the next one is higher; 0 = the code came from elsewhere. */
static int64_t number_in(const char *code)
{
    size_t digits = code[0] == 'F' ? strspn(code + 1, "0123456789") : 0;
    return digits > 0 && digits < 9 && code[1 + digits] == '\0' && code[1] != '0' ? strtoll(code + 1, NULL, 10)
                                                                                  : 0;
}

static const char *event_title(struct arena *a, const char *body)
{
    enum { LENGTH = 100 };
    return picture_short(a, body, LENGTH);
}

struct fault picture_fact_add(struct db *db, struct arena *a, const struct packs *packs,
                              const struct trajectory *t, const struct picture_fact_new *n, int64_t now_ms,
                              int64_t *id)
{
    struct fault f = picture_fact_check(db, a, packs, t, &n->text);
    if (f.status != OK)
        return f;
    const struct picture_fact_numbers *numbers = picture_q_fact_numbers(db, a, t->id);
    if (numbers->n >= PICTURE_MAX_FACTS)
        return FAULT(CONFLICT, N_("There are 2000 facts already, which nobody reads. Begin a new trajectory."));
    const char *code = n->code[0] != '\0' ? n->code : arena_printf(a, "F%lld", (long long)numbers->last + 1);
    const struct picture_fact_text *x = &n->text;
    *id = picture_q_fact_insert(db, a, t->organisation, t->id, code, number_in(code),
                                picture_some(x->department), x->theme, picture_sort_name(x->sort), x->body,
                                x->value, x->unit, x->period, x->source, x->dated_on, n->statement,
                                scan_answer_name(n->proves), picture_some(n->request), picture_some(n->user),
                                now_ms, n->accepted ? DB_SOME(now_ms) : DB_NULL_INT,
                                n->accepted ? picture_some(n->user) : DB_NULL_INT)
              ->id;
    if (!n->quiet)
        trajectory_event(db, t->id, n->accepted ? "fact.accepted" : "fact.proposed", *id,
                         event_title(a, x->body), "", n->user, now_ms);
    return NO_FAULT;
}

/* ---- changing ------------------------------------------------------------------------------------------ */

static const struct fault changed_meanwhile = {
    CONFLICT,
    N_("Somebody else changed this while you had it open. Their version stands beside yours: "
       "choose, and keep it once more."),
    .detail = "edit"
};

bool picture_fact_is(const struct picture_fact *f, const struct picture_fact_text *x)
{
    return (f->department.set ? f->department.v : 0) == x->department && strcmp(f->theme, x->theme) == 0 &&
           f->sort == x->sort && strcmp(f->body, x->body) == 0 && strcmp(f->value, x->value) == 0 &&
           strcmp(f->unit, x->unit) == 0 && strcmp(f->period, x->period) == 0 &&
           strcmp(f->source, x->source) == 0 && f->dated_on.set == x->dated_on.set &&
           f->dated_on.v == x->dated_on.v;
}

struct fault picture_fact_change(struct db *db, struct arena *a, const struct packs *packs,
                                 const struct trajectory *t, const struct picture_fact *f,
                                 const struct picture_fact_text *x, const char *reason, int64_t edit,
                                 int64_t user, int64_t now_ms)
{
    struct fault fault = picture_fact_check(db, a, packs, t, x);
    if (fault.status != OK)
        return fault;
    if (picture_fact_is(f, x))
        return NO_FAULT;
    if (f->edit != edit)
        return changed_meanwhile;
    picture_q_fact_keep(db, f->id, reason, picture_some(user), now_ms);
    if (picture_q_fact_change(db, t->organisation, f->id, picture_some(x->department), x->theme,
                              picture_sort_name(x->sort), x->body, x->value, x->unit, x->period, x->source,
                              x->dated_on, picture_some(user), now_ms, edit) == 0)
        return changed_meanwhile;
    if (f->accepted_at.set)
        trajectory_event(db, t->id, "fact.changed", f->id, event_title(a, x->body), reason, user, now_ms);
    return NO_FAULT;
}

struct fault picture_fact_accept(struct db *db, struct arena *a, const struct trajectory *t,
                                 const struct picture_fact *f, int64_t user, int64_t now_ms)
{
    if (picture_q_fact_accept(db, t->organisation, f->id, picture_some(user), now_ms) == 0)
        return FAULT(CONFLICT, N_("This fact is part of the picture already."));
    trajectory_event(db, t->id, "fact.accepted", f->id, event_title(a, f->body), "", user, now_ms);
    return NO_FAULT;
}

struct fault picture_fact_archive(struct db *db, struct arena *a, const struct trajectory *t,
                                  const struct picture_fact *f, bool archived, int64_t user, int64_t now_ms)
{
    if (picture_q_fact_archive(db, t->organisation, f->id, archived ? DB_SOME(now_ms) : DB_NULL_INT) == 0)
        return FAULT(CONFLICT, archived ? N_("This fact was put away already.")
                                        : N_("This fact is part of the list already."));
    if (f->accepted_at.set)
        trajectory_event(db, t->id, archived ? "fact.archived" : "fact.back", f->id, event_title(a, f->body),
                         "", user, now_ms);
    return NO_FAULT;
}

struct fault picture_fact_prove(struct db *db, const struct packs *packs, const struct trajectory *t,
                                const struct picture_fact *f, const char *statement, enum scan_answer proves)
{
    if (statement[0] != '\0' && picture_statement(packs, statement) == NULL)
        return FAULT(INVALID, N_("This statement does not exist."), .detail = "statement");
    if (proves != ANSWER_NONE && (statement[0] == '\0' || (proves != ANSWER_YES && proves != ANSWER_NO)))
        return FAULT(INVALID, N_("Choose the statement that this fact proves something about."),
                     .detail = "statement");
    picture_q_fact_prove(db, t->organisation, f->id, statement, scan_answer_name(proves));
    return NO_FAULT;
}

const struct picture_fact_old *picture_fact_history(struct db *db, struct arena *a, int64_t fact, size_t *count)
{
    const struct picture_fact_olds *rows = picture_q_fact_olds(db, a, fact, count);
    struct picture_fact_old *v = NEW_ARRAY(a, struct picture_fact_old, *count);
    for (size_t i = 0; i < *count; i++) {
        v[i] = (struct picture_fact_old){ .text = { .department =
                                                        rows[i].department_id.set ? rows[i].department_id.v : 0,
                                                    .theme = rows[i].theme,
                                                    .body = rows[i].body,
                                                    .value = rows[i].value,
                                                    .unit = rows[i].unit,
                                                    .period = rows[i].period,
                                                    .source = rows[i].source,
                                                    .dated_on = rows[i].dated_on },
                                          .edit = rows[i].edit,
                                          .at = rows[i].at,
                                          .user = rows[i].user_id,
                                          .reason = rows[i].reason };
        if (!picture_sort_parse(rows[i].sort, &v[i].text.sort))
            v[i].text.sort = FACT_REALISATION;
    }
    return v;
}
