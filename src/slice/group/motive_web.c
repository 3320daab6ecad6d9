/* Why each member takes part: the own page, what the group can read, asking everybody. */
#include "base/clock.h"
#include "motive_page.h"
#include "slice/group/view.h"

enum { DUE_AHEAD = 14 };

static const struct field motive_fields[] = {
    { "motive", FIELD_AREA, .max = GROUP_MAX_MOTIVE, .label = N_("Why do you want this?"),
      .help = N_("What moves you: your street, your children, your work, something you saw.") },
    { "brings", FIELD_AREA, .max = GROUP_MAX_MOTIVE, .label = N_("What do you bring?"),
      .help = N_("Knowledge, time, people you know, a place to meet.") },
    { "edit", FIELD_INT, .required = true, .label = N_("Version") },
};
const struct form_spec motive_form = FORM(motive_fields);

static const struct field ask_fields[] = {
    { "due_on", FIELD_DATE, .required = true, .label = N_("Until when?") },
};
const struct form_spec motives_ask_form = FORM(ask_fields);

/* ---- the own motive ---------------------------------------------------------------------------------------- */

static const struct group_conflict *motive_conflict(struct rq *rq, const struct group_place *p,
                                                    const struct group_motive *m)
{
    struct group_conflict *c =
        group_conflict_of(rq, m == NULL ? 0 : m->edit, arena_printf(rq->arena, "%s/motief", p->base));
    if (c == NULL)
        return NULL;
    struct group_stands *s = NEW_ARRAY(rq->arena, struct group_stands, 2);
    s[c->count++] = (struct group_stands){ tr(rq->lang, "Why do you want this?"), m == NULL ? "" : m->motive };
    s[c->count++] = (struct group_stands){ tr(rq->lang, "What do you bring?"), m == NULL ? "" : m->brings };
    c->stands = s;
    if (m != NULL)
        c->who = arena_printf(rq->arena, tr(rq->lang, "Kept on %s."),
                              format_time(rq->arena, rq->lang, m->changed_at));
    return c;
}

struct fault motive_show(struct rq *rq)
{
    struct group_place p;
    struct fault f = group_place_of(rq, true, &p);
    if (f.status != OK)
        return f;
    const struct group_motive *m = group_motive_of(rq->db, rq->arena, p.t, rq->actor.member);
    struct motive_view v = { .p = &p, .written = m != NULL };
    v.motive = form_field(rq, &motive_form, "motive", m == NULL ? "" : m->motive);
    v.brings = form_field(rq, &motive_form, "brings", m == NULL ? "" : m->brings);
    v.edit = group_number(rq, m == NULL ? 0 : m->edit);
    v.conflict = motive_conflict(rq, &p, m);
    v.messages = form_messages(rq, &v.message_count);
    v.layout = group_layout(rq, &p, tr(rq->lang, "Why do you take part?"));
    v.layout->lead = tr(rq->lang, "Two questions, one minute.");
    v.layout->wide = false;
    motive_page(rq_html(rq), &v);
    return reply_page(rq);
}

struct fault motive_save(struct rq *rq)
{
    struct group_place p;
    struct fault f = group_place_of(rq, true, &p);
    if (f.status != OK)
        return f;
    if (!p.inside)
        return FAULT(DENIED, N_("Only who is in a group of this trajectory writes a motive."));
    const char *motive = form_text(rq, "motive"), *brings = form_text(rq, "brings");
    f = group_answer(rq, group_motive_save(rq->db, rq->arena, p.t, rq->actor.member, motive, brings,
                                           form_int(rq, "edit").v, rq->now_ms));
    if (f.status != OK)
        return f;
    reply_notice(rq, motive[0] == '\0' && brings[0] == '\0' ? tr(rq->lang, "Nothing of you stands here now.")
                                                            : tr(rq->lang, "Kept. The group can read it."));
    return reply_redirect(rq, "%s/motieven", p.base);
}

/* ---- all of them ------------------------------------------------------------------------------------------- */

static void add_lines(struct rq *rq, const struct group_place *p, struct motives_view *v)
{
    size_t count;
    const struct group_motive *m = group_motives(rq->db, rq->arena, p->t, p->people, p->people_count, &count);
    struct motive_line *lines = NEW_ARRAY(rq->arena, struct motive_line, count);
    for (size_t i = 0; i < count; i++) {
        v->wrote = v->wrote || m[i].member == rq->actor.member;
        lines[i] = (struct motive_line){
            .name =
                organisation_member_name(rq->arena, rq->lang, organisation_names_member(p->names, m[i].member)),
            .motive = m[i].motive,
            .brings = m[i].brings,
        };
    }
    v->lines = lines;
    v->line_count = count;
    if (p->guide && count > 0)
        v->markdown = group_motives_markdown(rq->arena, rq->lang, m, count);
}

/* Every member may read the shared text; readers once it is agreed, on the page of documents. */
static void add_shared(struct rq *rq, const struct group_place *p, struct motives_view *v)
{
    const struct document *d = group_motivation(rq->db, rq->arena, p->t, false);
    if (d == NULL)
        return;
    struct group_link *link = NEW(rq->arena, struct group_link);
    *link = (struct group_link){ .url = document_path(rq->arena, d), .label = d->title, .text = "" };
    v->shared = link;
}

struct fault motives_show(struct rq *rq)
{
    struct group_place p;
    struct fault f = group_place_of(rq, true, &p);
    if (f.status != OK)
        return f;
    struct motives_view v = { .p = &p, .sees = p.guide || p.inside };
    add_lines(rq, &p, &v);
    add_shared(rq, &p, &v);
    const struct group_asked *asked = group_asked(rq->db, rq->arena, p.t);
    if (asked != NULL)
        v.asked = arena_printf(rq->arena, tr(rq->lang, "Everybody was asked on %s, until %s."),
                               format_date(rq->arena, rq->lang, asked->at),
                               format_day(rq->arena, rq->lang, asked->due_on));
    if (p.guide && v.line_count < p.people_count)
        v.due_on = form_field(rq, &motives_ask_form, "due_on", clock_date(rq->arena, p.today + DUE_AHEAD));
    v.messages = form_messages(rq, &v.message_count);
    v.layout = group_layout(rq, &p,
                            arena_printf(rq->arena, tr(rq->lang, "%d of %d wrote why they take part"),
                                         (int)v.line_count, (int)p.people_count));
    motives_page(rq_html(rq), &v);
    return reply_page(rq);
}

/* POST …/motieven/document: the text that the group makes of its motives. */
struct fault motives_share(struct rq *rq)
{
    struct group_place p;
    struct fault f = group_place_of(rq, true, &p);
    if (f.status != OK)
        return f;
    size_t count;
    int64_t id;
    const struct group_motive *m = group_motives(rq->db, rq->arena, p.t, p.people, p.people_count, &count);
    if (count == 0)
        return FAULT(CONFLICT, N_("Nobody wrote a motive yet."));
    f = group_motivation_begin(rq->db, rq->arena, p.t, rq->lang, m, count, group_who(rq), &id);
    if (f.status != OK)
        return f;
    return reply_redirect(rq, "%s/document/%lld", trajectory_path(rq->arena, p.t), (long long)id);
}

struct fault motives_ask(struct rq *rq)
{
    struct group_place p;
    struct fault f = group_place_of(rq, true, &p);
    const struct organisation *o = organisation_get(rq->db, rq->arena, rq_id(rq, "org"));
    if (f.status != OK || o == NULL)
        return f.status != OK ? f : trajectory_missing();
    if (form_int(rq, "due_on").v < p.today) {
        form_fail(rq, "due_on", N_("This day has passed. Choose today or later."));
        return form_again(rq);
    }
    int64_t sent = group_ask_motives(rq->db, rq->arena, rq->site, p.t, o, p.names, form_int(rq, "due_on").v,
                                     group_who(rq));
    reply_notice(rq, sent == 0
                         ? tr(rq->lang, "The day is kept. Nobody gets a mail now: a mail went today, or "
                                        "everybody wrote.")
                         : arena_printf(rq->arena,
                                        tr_n(rq->lang, "%d person gets a mail.", "%d people get a mail.", sent),
                                        (int)sent));
    return reply_redirect(rq, "%s/motieven", p.base);
}
