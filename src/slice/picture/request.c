/* Requests: whom they go to, how they are made, changed and taken back, and how many there are. */
#include <string.h>

#include "base/utf8.h"
#include "picture_sql.h"
#include "slice/account/account.h"
#include "slice/picture/parts.h"
#include "slice/picture/picture.h"

static const struct {
    const char *name, *label;
} states[REQUEST_STATES] = {
    [REQUEST_DRAFT] = { "draft", N_("draft") },
    [REQUEST_SENT] = { "sent", N_("sent") },
    [REQUEST_PASSED] = { "passed", N_("passed on") },
    [REQUEST_ANSWERED] = { "answered", N_("answered") },
    [REQUEST_ABSENT] = { "absent", N_("not there") },
    [REQUEST_ACCEPTED] = { "accepted", N_("taken over") },
    [REQUEST_WITHDRAWN] = { "withdrawn", N_("taken back") },
};

const char *picture_state_name(enum picture_state s)
{
    ASSERT(s < REQUEST_STATES);
    return states[s].name;
}

const char *picture_state_label(enum picture_state s)
{
    ASSERT(s < REQUEST_STATES);
    return states[s].label;
}

enum picture_state picture_state_of(const char *name)
{
    for (int s = 0; s < REQUEST_STATES; s++)
        if (strcmp(states[s].name, name) == 0)
            return (enum picture_state)s;
    return REQUEST_DRAFT;
}

bool picture_state_open(enum picture_state s)
{
    return s == REQUEST_SENT || s == REQUEST_PASSED;
}

/* ---- languages and departments ------------------------------------------------------------------------- */

const struct lang *picture_lang(const struct organisation *o, const char *lang)
{
    const struct lang *own = lang_find(lang), *wording = o == NULL ? NULL : lang_find(o->lang);
    if (wording == NULL)
        wording = lang_get(LANG_NL_BE);
    if (own == NULL || (own->id != LANG_EN && wording->id != LANG_EN))
        return wording;
    return own;
}

const struct lang *picture_org_lang(struct db *db, struct arena *a, int64_t organisation)
{
    return picture_lang(organisation_get(db, a, organisation), "");
}

bool picture_has_department(struct db *db, struct arena *a, int64_t organisation, int64_t id)
{
    size_t count;
    const struct organisation_department *v = organisation_departments(db, a, organisation, &count);
    return picture_department_name(v, count, id)[0] != '\0';
}

const char *picture_department_name(const struct organisation_department *v, size_t count, int64_t id)
{
    for (size_t i = 0; i < count; i++)
        if (v[i].id == id)
            return v[i].name;
    return "";
}

const char *picture_short(struct arena *a, const char *text, size_t characters)
{
    if (utf8_length(text) <= characters)
        return text;
    size_t n = 0, cut = 0, seen = 0;
    for (size_t len; text[n] != '\0' && seen < characters; n += len, seen++) {
        utf8_decode(text + n, strlen(text + n), &len);
        if (text[n] == ' ' || text[n] == '\n')
            cut = n;
    }
    return arena_printf(a, "%s\u2026", arena_strndup(a, text, cut > 0 ? cut : n));
}

/* ---- receivers ----------------------------------------------------------------------------------------- */

static struct picture_receiver receiver_of(struct arena *a, const struct lang *lang, int64_t organisation,
                                           const struct picture_receiver_rows *row,
                                           const struct organisation_member *m, int64_t now_ms)
{
    struct picture_receiver r = { .id = row->id,
                                  .organisation = organisation,
                                  .trajectory = row->trajectory_id,
                                  .member = row->member_id,
                                  .name = row->name,
                                  .hello = row->name,
                                  .mail = row->mail,
                                  .lang = "",
                                  .link = row->link_id,
                                  .reminded_on = row->reminded_on };
    if (m != NULL) {
        r.mail = m->mail;
        r.hello = m->name;
        r.name = organisation_member_name(a, lang, m);
        r.user = m->user;
        r.gone = !organisation_is_present(m, organisation_today(a, now_ms));
    }
    return r;
}

const struct picture_receiver *picture_receiver_get(struct db *db, struct arena *a, int64_t organisation,
                                                    int64_t id, int64_t now_ms)
{
    size_t rows;
    const struct picture_receiver_rows *row = picture_q_receiver_rows(db, a, organisation, id, &rows);
    if (rows == 0)
        return NULL;
    const struct organisation_member *m =
        row->member_id.set ? organisation_member_get(db, a, organisation, row->member_id.v) : NULL;
    struct picture_receiver *r = NEW(a, struct picture_receiver);
    *r = receiver_of(a, picture_org_lang(db, a, organisation), organisation, row, m, now_ms);
    const struct account_user *user = account_user_find(db, a, r->mail);
    if (user != NULL)
        r->lang = user->lang;
    return r;
}

const struct picture_receiver *picture_receivers(struct db *db, struct arena *a, const struct lang *lang,
                                                 const struct trajectory *t, int64_t now_ms, size_t *count)
{
    const struct picture_receiver_all *rows = picture_q_receiver_all(db, a, t->organisation, t->id, count);
    _Static_assert(sizeof *rows == sizeof(struct picture_receiver_rows), "one row of a receiver");
    const struct organisation_names *names = *count == 0 ? NULL : organisation_names(db, a, t->organisation);
    struct picture_receiver *v = NEW_ARRAY(a, struct picture_receiver, *count);
    for (size_t i = 0; i < *count; i++) {
        const struct organisation_member *m =
            rows[i].member_id.set ? organisation_names_member(names, rows[i].member_id.v) : NULL;
        v[i] = receiver_of(a, lang, t->organisation, (const struct picture_receiver_rows *)&rows[i], m, now_ms);
    }
    return v;
}

struct fault picture_receiver_member(struct db *db, struct arena *a, const struct trajectory *t, int64_t member,
                                     int64_t now_ms, int64_t *id)
{
    const struct organisation_member *m = organisation_member_get(db, a, t->organisation, member);
    if (m == NULL || !organisation_is_present(m, organisation_today(a, now_ms)))
        return FAULT(INVALID, N_("This person no longer takes part. Choose somebody else."),
                     .detail = "member");
    const struct picture_receiver_of_member *there = picture_q_receiver_of_member(db, a, t->id, member);
    *id = there != NULL
              ? there->id
              : picture_q_receiver_put(db, a, t->organisation, t->id, DB_SOME(member), m->name, m->mail, now_ms)
                    ->id;
    return NO_FAULT;
}

struct fault picture_receiver_person(struct db *db, struct arena *a, const struct trajectory *t,
                                     const char *name, const char *mail, int64_t now_ms, int64_t *id)
{
    char *lower = arena_strdup(a, mail);
    for (char *c = lower; *c != '\0'; c++)
        if (*c >= 'A' && *c <= 'Z')
            *c = (char)(*c | 0x20);
    size_t count;
    const struct organisation_member *members = organisation_members(db, a, t->organisation, &count);
    for (size_t i = 0; i < count; i++)
        if (strcmp(members[i].mail, lower) == 0)
            return picture_receiver_member(db, a, t, members[i].id, now_ms, id);
    if (name[0] == '\0')
        return FAULT(INVALID, N_("Write down the name too: the mail begins with it."), .detail = "name");
    *id = picture_q_receiver_put(db, a, t->organisation, t->id, DB_NULL_INT, name, lower, now_ms)->id;
    return NO_FAULT;
}

/* ---- when ---------------------------------------------------------------------------------------------- */

/* The day on which the step that makes the facts is due: of the first one that is not closed, else not set. */
static struct db_int facts_due(struct db *db, struct arena *a, const struct trajectory *t)
{
    size_t count;
    const struct trajectory_step *steps = trajectory_steps(db, a, t, t->cycle, &count);
    for (size_t i = 0; i < count; i++) {
        if (steps[i].state == STEP_DONE || steps[i].state == STEP_SKIPPED)
            continue;
        for (int s = 0; s < steps[i].section_count; s++) {
            const struct pack_value *outputs = pack_value(steps[i].sections[s], "outputs");
            for (int k = 0; k < outputs->entries.count; k++)
                if (strcmp(pack_string(&outputs->entries.v[k], "kind"), "facts") == 0)
                    return DB_SOME(steps[i].due_on);
        }
    }
    return DB_NULL_INT;
}

int64_t picture_due(struct db *db, struct arena *a, const struct packs *packs, const struct trajectory *t,
                    int64_t today)
{
    const struct organisation *o = organisation_get(db, a, t->organisation);
    const char *country = o == NULL ? "BE" : o->country;
    struct db_int last = facts_due(db, a, t);
    int64_t day = today + PICTURE_DUE_DAYS, first = today + 1;
    while (!trajectory_is_working_day(packs, country, first))
        first++;
    while (!trajectory_is_working_day(packs, country, day))
        day++;
    if (last.set && day > last.v)
        day = last.v;
    while (day > first && !trajectory_is_working_day(packs, country, day))
        day--;
    return day > first ? day : first;
}

/* ---- requests ------------------------------------------------------------------------------------------ */

/* The entry of the pack in the version that was asked in, as long as its words are the pack's. */
static const struct pack_entry *words_of(const struct packs *packs, const struct picture_request_rows *row)
{
    const struct pack *newest = picture_pack(packs);
    const struct pack *pack =
        row->version == 0 || newest == NULL ? NULL : pack_find(packs, newest->id, (int)row->version);
    return pack == NULL ? NULL : pack_entry(pack_list(pack->lists, "entries"), row->standard);
}

static void read_request(const struct packs *packs, const struct lang *lang,
                         const struct picture_request_rows *row, struct picture_request *r)
{
    *r = (struct picture_request){ .id = row->id,
                                   .organisation = row->organisation_id,
                                   .trajectory = row->trajectory_id,
                                   .department = row->department_id,
                                   .receiver = row->receiver_id,
                                   .standard = row->standard,
                                   .statement = row->statement,
                                   .theme = row->theme,
                                   .title = row->title,
                                   .ask = row->ask,
                                   .unit = row->unit,
                                   .usual_source = row->usual_source,
                                   .due_on = row->due_on,
                                   .state = picture_state_of(row->state),
                                   .reason = row->reason,
                                   .edit = row->edit,
                                   .created_at = row->created_at,
                                   .created_by = row->created_by,
                                   .sent_by = row->sent_by,
                                   .sent_at = row->sent_at,
                                   .answered_at = row->answered_at };
    if (!picture_sort_parse(row->sort, &r->sort))
        r->sort = FACT_FIGURE;
    const struct pack_entry *e = words_of(packs, row);
    if (e != NULL) {
        r->title = text_in(lang, pack_text(e, "title"));
        r->ask = text_in(lang, pack_text(e, "ask"));
        r->usual_source = text_in(lang, pack_text(e, "usual-source"));
    }
}

static const struct picture_request *read_requests(struct arena *a, const struct packs *packs,
                                                   const struct lang *lang,
                                                   const struct picture_request_rows *rows, size_t count)
{
    struct picture_request *v = NEW_ARRAY(a, struct picture_request, count);
    for (size_t i = 0; i < count; i++)
        read_request(packs, lang, &rows[i], &v[i]);
    return v;
}

const struct picture_request *picture_request_get(struct db *db, struct arena *a, const struct packs *packs,
                                                  const struct lang *lang, const struct trajectory *t,
                                                  int64_t id)
{
    size_t count;
    const struct picture_request_rows *row = picture_q_request_rows(
        db, a, t->organisation, t->id, DB_SOME(id), "", DB_NULL_INT, DB_NULL_INT, DB_NULL_INT, 0, 1, &count);
    return count == 0 ? NULL : read_requests(a, packs, lang, row, 1);
}

static const char *const shown_states[SHOWN_LISTS] = {
    [SHOWN_DRAFTS] = ",draft,",
    [SHOWN_OPEN] = ",sent,passed,",
    [SHOWN_LATE] = ",sent,passed,",
    [SHOWN_ANSWERED] = ",answered,",
    [SHOWN_ABSENT] = ",absent,",
    [SHOWN_DONE] = ",accepted,",
    [SHOWN_ALL] = "",
};

const struct picture_request *picture_requests(struct db *db, struct arena *a, const struct packs *packs,
                                               const struct lang *lang, const struct trajectory *t,
                                               const struct picture_filter *f, size_t *count, int64_t *total)
{
    const char *in = shown_states[f->shown];
    struct db_int department = picture_some(f->department), receiver = picture_some(f->receiver);
    struct db_int before = f->shown == SHOWN_LATE ? DB_SOME(f->today) : DB_NULL_INT;
    *total = picture_q_request_count(db, a, t->organisation, t->id, in, department, receiver, before)->n;
    const struct picture_request_rows *rows =
        picture_q_request_rows(db, a, t->organisation, t->id, DB_NULL_INT, in, department, receiver, before,
                               f->skip, f->most == 0 ? PICTURE_MAX_REQUESTS * 10 : f->most, count);
    return read_requests(a, packs, lang, rows, *count);
}

const struct picture_request *picture_requests_of(struct db *db, struct arena *a, const struct packs *packs,
                                                  const struct lang *lang, int64_t organisation,
                                                  int64_t receiver, size_t *count)
{
    size_t found;
    const struct picture_receiver_rows *who = picture_q_receiver_rows(db, a, organisation, receiver, &found);
    *count = 0;
    if (found == 0)
        return NULL;
    const struct picture_request_rows *rows = picture_q_request_rows(
        db, a, organisation, who->trajectory_id, DB_NULL_INT, ",sent,passed,answered,absent,accepted,",
        DB_NULL_INT, DB_SOME(receiver), DB_NULL_INT, 0, PICTURE_MAX_REQUESTS, count);
    return read_requests(a, packs, lang, rows, *count);
}

static struct fault check_words(const struct picture_ask *ask)
{
    if (ask->title[0] == '\0')
        return FAULT(INVALID, N_("Give the request a short name."), .detail = "title");
    if (ask->ask[0] == '\0')
        return FAULT(INVALID, N_("Write the question as the receiver will read it."), .detail = "ask");
    return NO_FAULT;
}

static struct fault check_place(struct db *db, struct arena *a, const struct trajectory *t,
                                const struct picture_ask *ask)
{
    if (ask->department != 0 && !picture_has_department(db, a, t->organisation, ask->department))
        return FAULT(INVALID, N_("This department was removed. Choose another."), .detail = "department");
    return NO_FAULT;
}

/* The first of a standard request's themes that the organisation works with, else its first. */
static const char *theme_of(struct db *db, struct arena *a, const struct packs *packs,
                            const struct trajectory *t, const struct pack_entry *e)
{
    const struct pack_scan *scan = picture_scan(db, a, packs, t->organisation);
    const char *const *ids = pack_ids(e, "themes");
    for (size_t i = 0; scan != NULL && ids[i] != NULL; i++)
        if (pack_theme_find(scan, ids[i]) >= 0)
            return ids[i];
    return ids[0] == NULL ? "" : ids[0];
}

/* The same of its statements; "" when the organisation's scan has none of them. */
static const char *statement_of(struct db *db, struct arena *a, const struct packs *packs,
                                const struct trajectory *t, const struct pack_entry *e)
{
    const struct pack_scan *scan = picture_scan(db, a, packs, t->organisation);
    const char *const *ids = pack_ids(e, "statements");
    for (size_t i = 0; scan != NULL && ids[i] != NULL; i++)
        if (pack_statement_find(scan, ids[i]) >= 0)
            return ids[i];
    return scan == NULL && ids[0] != NULL ? ids[0] : "";
}

static int64_t active_requests(struct db *db, struct arena *a, const struct trajectory *t)
{
    return picture_q_request_count(db, a, t->organisation, t->id,
                                   ",draft,sent,passed,answered,absent,accepted,", DB_NULL_INT, DB_NULL_INT,
                                   DB_NULL_INT)
        ->n;
}

struct fault picture_request_add(struct db *db, struct arena *a, const struct packs *packs,
                                 const struct trajectory *t, const struct picture_ask *ask, int64_t now_ms,
                                 int64_t *id)
{
    struct picture_ask n = *ask;
    int64_t version = 0;
    if (ask->standard[0] != '\0') {
        const struct pack *pack = picture_pack(packs);
        const struct pack_entry *e =
            pack == NULL ? NULL : pack_entry(pack_list(pack->lists, "entries"), ask->standard);
        if (e == NULL)
            return FAULT(INVALID, N_("This standard request does not exist."), .detail = "standard");
        const struct lang *lang = picture_org_lang(db, a, t->organisation);
        version = pack->version;
        n.title = text_in(lang, pack_text(e, "title"));
        n.ask = text_in(lang, pack_text(e, "ask"));
        n.usual_source = text_in(lang, pack_text(e, "usual-source"));
        n.unit = pack_string(e, "unit") == NULL ? "" : pack_string(e, "unit");
        n.theme = theme_of(db, a, packs, t, e);
        if (n.statement[0] == '\0')
            n.statement = statement_of(db, a, packs, t, e);
        picture_sort_parse(pack_string(e, "sort"), &n.sort);
    }
    struct fault f = check_words(&n);
    if (f.status == OK)
        f = check_place(db, a, t, &n);
    if (f.status != OK)
        return f;
    if (active_requests(db, a, t) >= PICTURE_MAX_REQUESTS)
        return FAULT(CONFLICT, N_("There are 500 requests already: nobody reads more. Take some back first."));
    *id = picture_q_request_insert(db, a, t->organisation, t->id, picture_some(n.department),
                                   picture_some(n.receiver), n.standard, version, n.statement, n.theme,
                                   picture_sort_name(n.sort), n.title, n.ask, n.unit, n.usual_source, n.due_on,
                                   picture_some(n.user), now_ms)
              ->id;
    return NO_FAULT;
}

static bool same_words(const struct picture_request *r, const struct picture_ask *ask)
{
    return strcmp(r->title, ask->title) == 0 && strcmp(r->ask, ask->ask) == 0 &&
           strcmp(r->usual_source, ask->usual_source) == 0;
}

static const struct fault changed_meanwhile = {
    CONFLICT,
    N_("Somebody else changed this while you had it open. Their version stands beside yours: "
       "choose, and keep it once more."),
    .detail = "edit"
};

struct fault picture_request_change(struct db *db, struct arena *a, const struct packs *packs,
                                    const struct trajectory *t, const struct picture_request *r,
                                    const struct picture_ask *ask, int64_t edit)
{
    struct fault f = check_place(db, a, t, ask);
    if (f.status != OK)
        return f;
    size_t count;
    const struct picture_request_rows *row = picture_q_request_rows(
        db, a, t->organisation, t->id, DB_SOME(r->id), "", DB_NULL_INT, DB_NULL_INT, DB_NULL_INT, 0, 1, &count);
    if (count == 0 || row->edit != edit)
        return changed_meanwhile;
    bool draft = r->state == REQUEST_DRAFT;
    if (draft && (f = check_words(ask)).status != OK)
        return f;
    /* Words that were not touched stay those of the pack, in every language. What was sent keeps its words. */
    struct picture_ask n = *ask;
    int64_t version = row->version;
    bool pack_words = words_of(packs, row) != NULL && (!draft || same_words(r, ask));
    if (!draft || pack_words) {
        n.title = row->title;
        n.ask = row->ask;
        n.usual_source = row->usual_source;
    } else {
        version = 0;
    }
    picture_q_request_change(db, t->organisation, r->id, picture_some(n.department),
                             draft ? picture_some(n.receiver) : row->receiver_id, version,
                             draft ? n.theme : row->theme, draft ? picture_sort_name(n.sort) : row->sort,
                             n.title, n.ask, draft ? n.unit : row->unit, n.usual_source, n.due_on, edit);
    return NO_FAULT;
}

void picture_request_assign(struct db *db, const struct trajectory *t, int64_t id, int64_t receiver,
                            struct db_int due_on)
{
    picture_q_request_assign(db, t->organisation, t->id, id, picture_some(receiver), due_on);
}

static const struct fault moved_on = {
    CONFLICT, N_("Something happened to this question in the meantime. Look at it again.")
};

struct fault picture_request_withdraw(struct db *db, const struct trajectory *t,
                                      const struct picture_request *r, const char *reason, int64_t user,
                                      int64_t now_ms)
{
    if (r->state == REQUEST_WITHDRAWN || r->state == REQUEST_ACCEPTED)
        return FAULT(CONFLICT, N_("This request cannot be taken back: it is taken back already, or its answer "
                                  "was taken over."));
    if (picture_q_request_state(db, t->organisation, r->id, picture_state_name(r->state), "withdrawn",
                                reason) == 0)
        return moved_on;
    if (r->state != REQUEST_DRAFT)
        trajectory_event(db, t->id, "request.withdrawn", r->id, r->title, reason, user, now_ms);
    return NO_FAULT;
}

/* What a request was before it was taken back follows from what is known of it. */
static enum picture_state state_before(struct db *db, struct arena *a, const struct picture_request *r)
{
    size_t answers, passes;
    const struct picture_answer *newest = picture_answers(db, a, r->id, &answers);
    picture_chain(db, a, r->id, &passes);
    return !r->sent_at.set ? REQUEST_DRAFT
           : answers > 0   ? newest->absent ? REQUEST_ABSENT : REQUEST_ANSWERED
           : passes > 0    ? REQUEST_PASSED
                           : REQUEST_SENT;
}

struct fault picture_request_restore(struct db *db, struct arena *a, const struct trajectory *t,
                                     const struct picture_request *r)
{
    if (r->state != REQUEST_WITHDRAWN && r->state != REQUEST_ACCEPTED)
        return FAULT(CONFLICT, N_("This request is open already."));
    enum picture_state before = state_before(db, a, r);
    return picture_q_request_state(db, t->organisation, r->id, picture_state_name(r->state),
                                   picture_state_name(before), "") == 0
               ? moved_on
               : NO_FAULT;
}

/* ---- passing on ---------------------------------------------------------------------------------------- */

const struct picture_passed *picture_chain(struct db *db, struct arena *a, int64_t request, size_t *count)
{
    const struct picture_pass_rows *rows = picture_q_pass_rows(db, a, request, count);
    struct picture_passed *v = NEW_ARRAY(a, struct picture_passed, *count);
    for (size_t i = 0; i < *count; i++)
        v[i] = (struct picture_passed){ .from = rows[i].from_id,
                                        .to = rows[i].to_id,
                                        .user = rows[i].user_id,
                                        .note = rows[i].note,
                                        .at = rows[i].at };
    return v;
}

const struct picture_gone *picture_passed_by(struct db *db, struct arena *a, int64_t organisation,
                                             int64_t receiver, size_t *count)
{
    const struct picture_pass_by *rows = picture_q_pass_by(db, a, organisation, receiver, count);
    struct picture_gone *v = NEW_ARRAY(a, struct picture_gone, *count);
    for (size_t i = 0; i < *count; i++)
        v[i] = (struct picture_gone){
            .request = rows[i].request_id, .to = rows[i].to_id, .at = rows[i].at, .title = rows[i].title
        };
    return v;
}

/* ---- counts -------------------------------------------------------------------------------------------- */

static struct picture_count *count_of(struct arena *a, struct picture_counts *c, size_t *capacity, int64_t id)
{
    for (size_t i = 0; i < c->count; i++)
        if (c->v[i].department == id)
            return &c->v[i];
    struct picture_count *n = ARENA_PUSH(a, &c->v, &c->count, capacity);
    *n = (struct picture_count){ .department = id };
    return n;
}

/* 0 for a department in the archive: who is no longer there delivers nothing. Its facts and questions keep its name. */
static int64_t present(const struct organisation_department *v, size_t count, struct db_int id)
{
    return id.set && picture_department_name(v, count, id.v)[0] != '\0' ? id.v : 0;
}

static void count_state(struct picture_count *c, enum picture_state s, int64_t n, int64_t late)
{
    c->drafts += s == REQUEST_DRAFT ? n : 0;
    c->open += picture_state_open(s) ? n : 0;
    c->late += picture_state_open(s) ? late : 0;
    c->answered += s == REQUEST_ANSWERED ? n : 0;
    c->absent += s == REQUEST_ABSENT ? n : 0;
    c->accepted += s == REQUEST_ACCEPTED ? n : 0;
}

struct picture_counts picture_counts(struct db *db, struct arena *a, const struct trajectory *t, int64_t today)
{
    struct picture_counts c = { .count = 0 };
    size_t rows, capacity = 0, own;
    const struct organisation_department *departments = organisation_departments(db, a, t->organisation, &own);
    const struct picture_request_totals *r =
        picture_q_request_totals(db, a, t->organisation, t->id, today, &rows);
    for (size_t i = 0; i < rows; i++) {
        enum picture_state s = picture_state_of(r[i].state);
        count_state(count_of(a, &c, &capacity, present(departments, own, r[i].department_id)), s, r[i].n,
                    r[i].late);
        count_state(&c.all, s, r[i].n, r[i].late);
    }
    const struct picture_fact_totals *f = picture_q_fact_totals(db, a, t->organisation, t->id, &rows);
    for (size_t i = 0; i < rows; i++) {
        count_of(a, &c, &capacity, present(departments, own, f[i].department_id))->facts += f[i].accepted;
        c.facts += f[i].accepted;
        c.proposed += f[i].proposed;
    }
    c.all.facts = c.facts;
    c.settled = c.all.answered + c.all.absent + c.all.accepted;
    c.sent = c.all.open + c.settled;
    for (size_t i = 0; i < c.count; i++) {
        const struct picture_count *d = &c.v[i];
        if (d->department == 0)
            continue;
        c.asked_departments += d->open + d->answered + d->absent + d->accepted + d->facts > 0;
        c.delivered_departments += d->answered + d->accepted + d->facts > 0;
    }
    return c;
}

void picture_sent_by_hand(struct db *db, const struct trajectory *t, int64_t request, int64_t user,
                          int64_t now_ms)
{
    picture_q_request_sent(db, t->organisation, request, picture_some(user), now_ms);
}
