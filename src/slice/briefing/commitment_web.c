/* What the organisation has signed, and what is due because of it. */
#include <string.h>

#include "base/clock.h"
#include "briefing_page.h"
#include "slice/admin/admin.h"
#include "slice/briefing/view.h"

enum { EVENTS_MOST = 6 };

static const int64_t DAY_MS = 86400000;

/* Dates have fixed names, by the place of their event in the pack. */
static const char *const date_names[EVENTS_MOST] = { "date0", "date1", "date2", "date3", "date4", "date5" };
#define DATE(n)                                                                                                \
    {                                                                                                          \
        "date" #n, FIELD_DATE, .label = N_("Date")                                                             \
    }
static const struct field fields[] = {
    { "title", FIELD_TEXT, .required = true, .min = 2, .max = BRIEFING_MAX_TITLE, .label = N_("Name"),
      .message = N_("Give the commitment a name.") },
    { "note", FIELD_AREA, .max = 2000, .label = N_("Good to know"),
      .help = N_("The number of the decision, where the text stands, who follows it up.") },
    { "edit", FIELD_INT, .label = N_("Version") },
    DATE(0),
    DATE(1),
    DATE(2),
    DATE(3),
    DATE(4),
    DATE(5),
};
const struct form_spec commitment_form = FORM(fields);

static const char *base_of(struct rq *rq)
{
    return arena_printf(rq->arena, "/organisatie/%lld/engagementen", (long long)rq_id(rq, "org"));
}

static struct layout *commitment_layout(struct rq *rq, const char *title, bool below)
{
    struct layout *l = rq_layout(rq, title);
    struct layout_link *crumbs = NEW_ARRAY(rq->arena, struct layout_link, 2);
    crumbs[l->crumb_count++] = (struct layout_link){
        .url = arena_printf(rq->arena, "/organisatie/%lld/traject", (long long)rq_id(rq, "org")),
        .label = tr(rq->lang, "Trajectory"),
    };
    if (below)
        crumbs[l->crumb_count++] =
            (struct layout_link){ .url = base_of(rq), .label = tr(rq->lang, "Commitments") };
    l->crumbs = crumbs;
    l->failed = rq->form != NULL && form_has_errors(rq);
    return l;
}

/* ---- the list ---------------------------------------------------------------------------------------------- */

static const struct commitment_deadline_line *deadline_lines(struct rq *rq, const struct briefing_commitment *c,
                                                             size_t *count)
{
    int64_t today = organisation_today(rq->arena, rq->now_ms);
    const struct briefing_deadline *d = briefing_deadlines(rq->arena, c, today, count);
    struct commitment_deadline_line *v = NEW_ARRAY(rq->arena, struct commitment_deadline_line, *count);
    for (size_t i = 0; i < *count; i++)
        v[i] = (struct commitment_deadline_line){ .title = text_in(rq->lang, pack_text(d[i].entry, "title")),
                                                  .what = text_in(rq->lang, pack_text(d[i].entry, "what")),
                                                  .day = format_date(rq->arena, rq->lang, d[i].day * DAY_MS),
                                                  .past = d[i].day < today };
    return v;
}

/* Dates that the pack asks and nobody gave. */
static const char *missing_dates(struct rq *rq, const struct briefing_commitment *c)
{
    const char *list = "";
    const struct pack_value *events = c->entry == NULL ? NULL : pack_value(c->entry, "events");
    for (int i = 0; events != NULL && i < events->entries.count; i++) {
        bool given = false;
        for (size_t k = 0; k < c->date_count; k++)
            given = given || strcmp(c->dates[k].event, events->entries.v[i].id) == 0;
        if (!given)
            list = arena_printf(rq->arena, "%s%s%s", list, list[0] == '\0' ? "" : ", ",
                                text_in(rq->lang, pack_text(&events->entries.v[i], "title")));
    }
    return list[0] == '\0' ? NULL : arena_printf(rq->arena, tr(rq->lang, "Still to fill in: %s."), list);
}

static bool is_company(struct rq *rq, const struct organisation *o)
{
    const struct pack_type *type = o == NULL ? NULL : pack_type_find(packs_types(rq->site->packs), o->type);
    return type != NULL && type->sector == SECTOR_COMPANY;
}

static void add_offers(struct rq *rq, struct commitments_view *v)
{
    const struct organisation *o = organisation_get(rq->db, rq->arena, v->organisation);
    int64_t today = organisation_today(rq->arena, rq->now_ms), day;
    const struct pack_entry *const *e = briefing_offers(
        rq->arena, rq->site->packs, o == NULL ? "BE" : o->country, is_company(rq, o), today, &v->offer_count);
    struct commitment_offer *offers = NEW_ARRAY(rq->arena, struct commitment_offer, v->offer_count);
    for (size_t i = 0; i < v->offer_count; i++) {
        const char *to = pack_string(e[i], "valid-to");
        offers[i] = (struct commitment_offer){ .id = e[i]->id,
                                               .title = text_in(rq->lang, pack_text(e[i], "title")),
                                               .about = text_in(rq->lang, pack_text(e[i], "about")) };
        if (to != NULL && clock_parse_date(to, &day) && day < today)
            offers[i].ran_out = arena_printf(rq->arena, tr(rq->lang, "ran out on %s"),
                                             format_date(rq->arena, rq->lang, day * DAY_MS));
    }
    v->offers = offers;
}

struct fault commitments_show(struct rq *rq)
{
    struct commitments_view *v = NEW(rq->arena, struct commitments_view);
    v->organisation = rq_id(rq, "org");
    v->guide = trajectory_guides(rq);
    const struct briefing_commitment *c =
        briefing_commitments(rq->db, rq->arena, rq->site->packs, v->organisation, &v->count);
    struct commitment_line *lines = NEW_ARRAY(rq->arena, struct commitment_line, v->count);
    for (size_t i = 0; i < v->count; i++) {
        lines[i] = (struct commitment_line){
            .title = c[i].title,
            .url = v->guide ? arena_printf(rq->arena, "%s/%lld", base_of(rq), (long long)c[i].id) : base_of(rq),
            .note = c[i].note,
            .about = c[i].entry == NULL ? "" : text_in(rq->lang, pack_text(c[i].entry, "about")),
            .missing = missing_dates(rq, &c[i]),
        };
        lines[i].deadlines = deadline_lines(rq, &c[i], &lines[i].deadline_count);
    }
    v->lines = lines;
    if (v->guide)
        add_offers(rq, v);
    v->layout = commitment_layout(rq, tr(rq->lang, "What we have committed to"), false);
    commitments_page(rq_html(rq), v);
    return reply_page(rq);
}

/* ---- the form ---------------------------------------------------------------------------------------------- */

static const struct pack_entry *entry_named(struct rq *rq, const char *id)
{
    const struct pack *p = id == NULL || id[0] == '\0' ? NULL : packs_newest(rq->site->packs, PACK_COMMITMENTS);
    return p == NULL ? NULL : pack_entry(pack_list(p->lists, "entries"), id);
}

static const char *day_of(struct rq *rq, const struct briefing_commitment *c, const char *event)
{
    for (size_t i = 0; c != NULL && i < c->date_count; i++)
        if (strcmp(c->dates[i].event, event) == 0)
            return clock_date(rq->arena, c->dates[i].day);
    return "";
}

/* One date per event of the pack; the day of signing for a commitment that no pack knows. */
static void add_dates(struct rq *rq, const struct pack_entry *entry, const struct briefing_commitment *c,
                      struct commitment_form_view *v)
{
    struct field_view **dates = NEW_ARRAY(rq->arena, struct field_view *, EVENTS_MOST);
    const struct pack_value *events = entry == NULL ? NULL : pack_value(entry, "events");
    int count = events == NULL ? 1 : events->entries.count;
    for (int i = 0; i < count && i < EVENTS_MOST; i++) {
        const char *event = events == NULL ? "signed" : events->entries.v[i].id;
        dates[i] = form_field(rq, &commitment_form, date_names[i], day_of(rq, c, event));
        dates[i]->label = events == NULL ? tr(rq->lang, "Signed on")
                                         : text_in(rq->lang, pack_text(&events->entries.v[i], "title"));
        v->date_count++;
    }
    v->dates = dates;
}

static struct fault show_form(struct rq *rq, const struct pack_entry *entry,
                              const struct briefing_commitment *c)
{
    struct commitment_form_view *v = NEW(rq->arena, struct commitment_form_view);
    v->base = base_of(rq);
    v->made = c != NULL;
    v->action = arena_printf(rq->arena, "%s/nieuw?welk=%s", v->base, entry == NULL ? "" : entry->id);
    const char *title = entry == NULL ? "" : text_in(rq->lang, pack_text(entry, "title"));
    if (c != NULL) {
        v->action = arena_printf(rq->arena, "%s/%lld", v->base, (long long)c->id);
        v->edit = arena_printf(rq->arena, "%lld", (long long)c->edit);
        v->id = c->id;
        v->archived = c->archived_at.set;
        title = c->title;
        v->deadlines = deadline_lines(rq, c, &v->deadline_count);
    }
    if (entry != NULL) {
        v->about = text_in(rq->lang, pack_text(entry, "about"));
        v->source = text_in(rq->lang, pack_text(entry, "rule-source"));
        v->certainty = tr(rq->lang, pack_choice_label(entry, "certainty"));
    }
    v->title = form_field(rq, &commitment_form, "title", title);
    v->note = form_field(rq, &commitment_form, "note", c == NULL ? "" : c->note);
    add_dates(rq, entry, c, v);
    v->messages = form_messages(rq, &v->message_count);
    v->layout = commitment_layout(rq, title[0] == '\0' ? tr(rq->lang, "A commitment") : title, true);
    commitment_form_page(rq_html(rq), v);
    return reply_page(rq);
}

struct fault commitment_new_show(struct rq *rq)
{
    return show_form(rq, entry_named(rq, rq_query(rq, "welk")), NULL);
}

static const struct briefing_commitment *find(struct rq *rq)
{
    return briefing_commitment_get(rq->db, rq->arena, rq->site->packs, rq_id(rq, "org"),
                                   rq_id(rq, "commitment"));
}

#define NO_COMMITMENT FAULT(NOT_FOUND, N_("This commitment does not exist."))

struct fault commitment_show(struct rq *rq)
{
    const struct briefing_commitment *c = find(rq);
    return c == NULL ? NO_COMMITMENT : show_form(rq, c->entry, c);
}

/* ---- saving ------------------------------------------------------------------------------------------------ */

static struct fault save(struct rq *rq, const struct briefing_commitment *c)
{
    const struct pack_entry *entry = c != NULL ? c->entry : entry_named(rq, rq_query(rq, "welk"));
    const struct pack_value *events = entry == NULL ? NULL : pack_value(entry, "events");
    struct briefing_date dates[EVENTS_MOST];
    struct db_int edit = form_int(rq, "edit");
    struct briefing_commitment_new n = { .id = c == NULL ? 0 : c->id,
                                         .organisation = rq_id(rq, "org"),
                                         .entry = entry == NULL ? "" : entry->id,
                                         .title = form_text(rq, "title"),
                                         .note = form_text(rq, "note"),
                                         .dates = dates,
                                         .edit = edit.set ? edit.v : 0 };
    int count = events == NULL ? 1 : events->entries.count;
    for (int i = 0; i < count && i < EVENTS_MOST; i++) {
        struct db_int day = form_int(rq, date_names[i]);
        if (day.set)
            dates[n.date_count++] =
                (struct briefing_date){ events == NULL ? "signed" : events->entries.v[i].id, day.v };
    }
    int64_t id;
    struct fault f = briefing_commitment_save(rq->db, rq->arena, rq->site->packs, rq->actor.organisation_lang,
                                              &n, rq->actor.user, rq->now_ms, &id);
    if (f.status == INVALID) {
        form_fail(rq, strcmp(f.detail, "date") == 0 ? date_names[0] : f.detail, f.msgid);
        return form_again(rq);
    }
    if (f.status != OK)
        return f;
    admin_audit(rq->db, rq->now_ms, rq->actor.user, n.organisation,
                c == NULL ? "commitment.add" : "commitment.change",
                arena_printf(rq->arena, "%lld", (long long)id), "");
    reply_notice(rq, tr(rq->lang, "Kept. Its deadlines stand among the tasks."));
    return reply_redirect(rq, "%s", base_of(rq));
}

struct fault commitment_add(struct rq *rq)
{
    return save(rq, NULL);
}

struct fault commitment_put(struct rq *rq)
{
    const struct briefing_commitment *c = find(rq);
    return c == NULL ? NO_COMMITMENT : save(rq, c);
}

struct fault commitment_archive(struct rq *rq)
{
    const struct briefing_commitment *c = find(rq);
    if (c == NULL)
        return NO_COMMITMENT;
    briefing_commitment_archive(rq->db, rq->arena, rq->site->packs, rq->actor.organisation_lang,
                                rq_id(rq, "org"), c->id, !c->archived_at.set, rq->actor.user, rq->now_ms);
    reply_notice(rq, c->archived_at.set ? tr(rq->lang, "It is back, with its deadlines.")
                                        : tr(rq->lang, "It is put away, and its deadlines with it."));
    return reply_redirect(rq, "%s/%lld", base_of(rq), (long long)c->id);
}
