/* The briefing sheet; and what the slice adds to a trajectory. */
#include <string.h>

#include "briefing_page.h"
#include "slice/briefing/view.h"
#include "slice/scan/scan.h"

enum { GROUPS_MOST = 12 };

static const char *const states[] = { "known", "none", "unknown", NULL };
static const struct field add_fields[] = {
    { "title", FIELD_TEXT, .required = true, .min = 2, .max = BRIEFING_MAX_TITLE,
      .label = N_("What else should we know?") },
};
const struct form_spec briefing_add_form = FORM(add_fields);
static const struct field line_fields[] = {
    { "state", FIELD_CHOICE, .required = true, .choices = states, .label = N_("Does it exist?"),
      .message = N_("Choose one of the three.") },
    { "known", FIELD_AREA, .max = BRIEFING_MAX_KNOWN, .label = N_("What is known about it"),
      .help = N_("The date, the main points, who knows more.") },
    { "url", FIELD_URL, .max = BRIEFING_MAX_URL, .label = N_("Where it can be read") },
    { "edit", FIELD_INT, .label = N_("Version") },
};
const struct form_spec briefing_line_form = FORM(line_fields);
const struct form_spec briefing_empty_form = { NULL, 0 };

static const char *sheet_url(struct rq *rq, const struct trajectory *t)
{
    return arena_printf(rq->arena, "%s/voorbereiding", trajectory_path(rq->arena, t));
}

static const char *title_of(struct rq *rq, const struct briefing_line *l)
{
    return l->entry == NULL ? l->title : text_in(rq->lang, pack_text(l->entry, "title"));
}

/* ---- the sheet --------------------------------------------------------------------------------------------- */

static struct briefing_line_view line_view(struct rq *rq, const struct trajectory *t,
                                           const struct organisation_names *names,
                                           const struct briefing_line *l)
{
    struct briefing_line_view v = {
        .title = title_of(rq, l),
        .why = l->entry == NULL ? "" : text_in(rq->lang, pack_text(l->entry, "why")),
        .where = l->entry == NULL ? "" : text_in(rq->lang, pack_text(l->entry, "where")),
        .url = arena_printf(rq->arena, "%s/%s", sheet_url(rq, t), l->line),
        .known = l->known,
        .link = l->url,
        .state = l->state,
        .who = "",
    };
    if (l->user.set && l->at.set)
        v.who = arena_printf(rq->arena, "%s, %s", organisation_name_of(names, rq->arena, rq->lang, l->user.v),
                             format_date(rq->arena, rq->lang, l->at.v));
    return v;
}

/* Lines of the template by their kind, in the order in which the kinds come; own lines behind them. */
static void add_groups(struct rq *rq, const struct trajectory *t, struct briefing_sheet_view *v)
{
    size_t count;
    const struct briefing_line *all = briefing_lines(rq->db, rq->arena, t, &count);
    const struct organisation_names *names = organisation_names(rq->db, rq->arena, t->organisation);
    struct briefing_group *groups = NEW_ARRAY(rq->arena, struct briefing_group, GROUPS_MOST);
    bool *taken = NEW_ARRAY(rq->arena, bool, count);
    for (size_t i = 0; i < count && v->group_count < GROUPS_MOST; i++) {
        if (taken[i])
            continue;
        struct briefing_line_view *lines = NEW_ARRAY(rq->arena, struct briefing_line_view, count);
        struct briefing_group *g = &groups[v->group_count++];
        const char *kind = all[i].entry == NULL ? NULL : pack_string(all[i].entry, "kind");
        g->title =
            kind == NULL ? tr(rq->lang, "Own lines") : tr(rq->lang, pack_choice_label(all[i].entry, "kind"));
        for (size_t k = i; k < count; k++) {
            const char *of = all[k].entry == NULL ? NULL : pack_string(all[k].entry, "kind");
            if (taken[k] || (kind == NULL) != (of == NULL) || (kind != NULL && strcmp(kind, of) != 0))
                continue;
            taken[k] = true;
            lines[g->count++] = line_view(rq, t, names, &all[k]);
            v->looked_at += all[k].state != BRIEFING_UNKNOWN;
        }
        g->lines = lines;
    }
    v->groups = groups;
    v->all = (int)count;
    v->gaps = v->all - v->looked_at;
}

/* What Kapstok knows without asking. */
static void add_known(struct rq *rq, const struct trajectory *t, struct briefing_sheet_view *v)
{
    size_t rounds;
    const struct scan_round_line *r = scan_rounds(rq->db, rq->arena, t->organisation, &rounds);
    struct briefing_fact *scans = NEW_ARRAY(rq->arena, struct briefing_fact, rounds);
    for (size_t i = 0; i < rounds; i++)
        scans[v->scan_count++] =
            (struct briefing_fact){ arena_printf(rq->arena, "%s, %s", r[i].title,
                                                 format_season(rq->arena, rq->lang, r[i].created_at)),
                                    arena_printf(rq->arena, "/organisatie/%lld/scan/%lld/resultaat",
                                                 (long long)t->organisation, (long long)r[i].id) };
    v->scans = scans;
    v->commitments_url = arena_printf(rq->arena, "/organisatie/%lld/engagementen", (long long)t->organisation);
    const struct briefing_commitment *c =
        briefing_commitments(rq->db, rq->arena, rq->site->packs, t->organisation, &v->commitment_count);
    struct briefing_fact *commitments = NEW_ARRAY(rq->arena, struct briefing_fact, v->commitment_count);
    for (size_t i = 0; i < v->commitment_count; i++)
        commitments[i] =
            (struct briefing_fact){ c[i].title, arena_printf(rq->arena, "%s/%lld", v->commitments_url,
                                                             (long long)c[i].id) };
    v->commitments = commitments;
}

struct fault briefing_show(struct rq *rq)
{
    const struct trajectory *t = trajectory_of(rq);
    if (t == NULL)
        return trajectory_missing();
    struct briefing_sheet_view *v = NEW(rq->arena, struct briefing_sheet_view);
    v->base = trajectory_path(rq->arena, t);
    v->guide = trajectory_guides(rq);
    add_groups(rq, t, v);
    add_known(rq, t, v);
    v->title = form_field(rq, &briefing_add_form, "title", "");
    v->messages = form_messages(rq, &v->message_count);
    const char *title =
        v->gaps == 0
            ? tr(rq->lang, "You know what is there")
            : arena_printf(rq->arena,
                           tr_n(rq->lang, "%d thing still to look up", "%d things still to look up", v->gaps),
                           v->gaps);
    v->layout = trajectory_layout(rq, t, title, "/voorbereiding", NULL, NULL);
    v->layout->lead =
        tr(rq->lang,
           "The briefing sheet: what already exists before the first session. Who knows something writes it "
           "down; what nobody knows is a gap to close.");
    briefing_sheet_page(rq_html(rq), v);
    return reply_page(rq);
}

struct fault briefing_add(struct rq *rq)
{
    const struct trajectory *t = trajectory_of(rq);
    if (t == NULL)
        return trajectory_missing();
    const char *line;
    struct fault f =
        briefing_line_add(rq->db, rq->arena, t, form_text(rq, "title"), rq->actor.user, rq->now_ms, &line);
    if (f.status == INVALID) {
        form_fail(rq, f.detail, f.msgid);
        return form_again(rq);
    }
    if (f.status != OK)
        return f;
    return reply_redirect(rq, "%s/%s", sheet_url(rq, t), line);
}

/* ---- one line ---------------------------------------------------------------------------------------------- */

static const struct briefing_line *find(struct rq *rq, const struct trajectory *t)
{
    size_t count = 0;
    const struct briefing_line *v = t == NULL ? NULL : briefing_lines(rq->db, rq->arena, t, &count);
    for (size_t i = 0; i < count; i++)
        if (strcmp(v[i].line, rq_param(rq, "line")) == 0)
            return &v[i];
    return NULL;
}

#define NO_LINE FAULT(NOT_FOUND, N_("This line does not exist."))

struct fault briefing_line_show(struct rq *rq)
{
    const struct trajectory *t = trajectory_of(rq);
    const struct briefing_line *l = find(rq, t);
    if (l == NULL)
        return NO_LINE;
    static const char *const labels[] = { N_("Yes, there is"), N_("No, there is none"),
                                          N_("We do not know yet") };
    struct briefing_form_view *v = NEW(rq->arena, struct briefing_form_view);
    struct field_option *o = NEW_ARRAY(rq->arena, struct field_option, 3);
    for (int i = 0; i < 3; i++)
        o[i] = (struct field_option){ .value = states[i], .label = tr(rq->lang, labels[i]) };
    v->base = trajectory_path(rq->arena, t);
    v->action = arena_printf(rq->arena, "%s/%s", sheet_url(rq, t), l->line);
    v->edit = l->edit == 0 ? "" : arena_printf(rq->arena, "%lld", (long long)l->edit);
    v->why = l->entry == NULL ? "" : text_in(rq->lang, pack_text(l->entry, "why"));
    v->where = l->entry == NULL ? "" : text_in(rq->lang, pack_text(l->entry, "where"));
    v->state = form_field(rq, &briefing_line_form, "state",
                          l->state == BRIEFING_UNKNOWN ? "known" : briefing_state_name(l->state));
    v->state->options = o;
    v->state->option_count = 3;
    v->known = form_field(rq, &briefing_line_form, "known", l->known);
    v->url = form_field(rq, &briefing_line_form, "url", l->url);
    v->messages = form_messages(rq, &v->message_count);
    v->layout = trajectory_layout(rq, t, title_of(rq, l), "/voorbereiding", sheet_url(rq, t),
                                  tr(rq->lang, "Briefing sheet"));
    v->layout->wide = false;
    briefing_line_page(rq_html(rq), v);
    return reply_page(rq);
}

static struct fault save(struct rq *rq, const struct trajectory *t, const struct briefing_line *n)
{
    struct fault f = briefing_line_save(rq->db, rq->arena, t, n, rq->actor.user, rq->now_ms);
    if (f.status == INVALID) {
        form_fail(rq, f.detail, f.msgid);
        return form_again(rq);
    }
    if (f.status != OK)
        return f;
    reply_notice(rq, tr(rq->lang, "Kept."));
    return reply_redirect(rq, "%s", sheet_url(rq, t));
}

struct fault briefing_line_put(struct rq *rq)
{
    const struct trajectory *t = trajectory_of(rq);
    const struct briefing_line *l = find(rq, t);
    if (l == NULL)
        return NO_LINE;
    struct briefing_line n = *l;
    struct db_int edit = form_int(rq, "edit");
    (void)briefing_state_parse(form_text(rq, "state"), &n.state);
    n.known = form_text(rq, "known");
    n.url = form_text(rq, "url");
    n.edit = edit.set ? edit.v : 0;
    if (n.edit != l->edit)
        return FAULT(CONFLICT, N_("Somebody else wrote this line just now. Look at it again."));
    return save(rq, t, &n);
}

/* POST …/geen: one click from the sheet. */
struct fault briefing_line_none(struct rq *rq)
{
    const struct trajectory *t = trajectory_of(rq);
    const struct briefing_line *l = find(rq, t);
    if (l == NULL)
        return NO_LINE;
    struct briefing_line n = *l;
    n.state = BRIEFING_NONE;
    return save(rq, t, &n);
}

/* ---- what it adds to a trajectory -------------------------------------------------------------------------- */

static bool briefing_output(const struct trajectory_ask *ask, struct trajectory_output *out)
{
    if (strcmp(out->kind, "briefing") != 0)
        return false;
    size_t count;
    const struct briefing_line *v = briefing_lines(ask->db, ask->arena, ask->trajectory, &count);
    for (size_t i = 0; i < count; i++)
        out->count += v[i].state != BRIEFING_UNKNOWN;
    out->there = count > 0 && out->count == (int64_t)count;
    out->state = out->count == 0 ? ""
                                 : arena_printf(ask->arena, tr(ask->lang, "%d of %d looked up"),
                                                (int)out->count, (int)count);
    out->url = ask->reader
                   ? NULL
                   : arena_printf(ask->arena, "%s/voorbereiding", trajectory_path(ask->arena, ask->trajectory));
    out->label = tr(ask->lang, "Fill in the sheet");
    return true;
}

const struct trajectory_part briefing_part = {
    .name = "briefing",
    .path = "/voorbereiding",
    .label = N_("Briefing"),
    .contributors_only = true,
    .output = briefing_output,
};

#define B "/organisatie/:org/traject/:trajectory/voorbereiding"
#define C "/organisatie/:org/engagementen"

static const struct route routes[] = {
    GET(B, ORG_ANSWER, briefing_show),
    POST(B, ORG_ANSWER, briefing_add, .form = &briefing_add_form, .again = briefing_show),
    GET(B "/:line*", ORG_ANSWER, briefing_line_show),
    POST(B "/:line*", ORG_ANSWER, briefing_line_put, .form = &briefing_line_form, .again = briefing_line_show),
    POST(B "/:line*/geen", ORG_ANSWER, briefing_line_none, .form = &briefing_empty_form),
    GET(C, ORG_READ, commitments_show),
    GET(C "/nieuw", ORG_GUIDE, commitment_new_show),
    POST(C "/nieuw", ORG_GUIDE, commitment_add, .form = &commitment_form, .again = commitment_new_show),
    GET(C "/:commitment", ORG_GUIDE, commitment_show),
    POST(C "/:commitment", ORG_GUIDE, commitment_put, .form = &commitment_form, .again = commitment_show),
    POST(C "/:commitment/archief", ORG_GUIDE, commitment_archive, .form = &briefing_empty_form),
};

const struct slice slice_briefing = { .name = "briefing", SLICE_ROUTES(routes) };
