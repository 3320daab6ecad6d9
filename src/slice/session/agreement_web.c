/* Agreements and what was said: from the desks, one at a time. */
#include <string.h>

#include "agreement_page.h"
#include "base/clock.h"
#include "lib/sodium.h"
#include "slice/session/minutes_view.h"

static const int64_t DAY_MS = 86400000;

static const char *const becomes_values[] = { "action", "request", "task", "none", NULL };
/* Where a form came from, and goes back to. */
static const char *const backs[] = { "regie", "notulen", "verslag", NULL };
#define BACK                                                                                                   \
    {                                                                                                          \
        "terug", FIELD_CHOICE, .choices = backs, .label = N_("Where you came from")                            \
    }

static const struct field agreement_fields[] = {
    { "text", FIELD_TEXT, .required = true, .max = SESSION_MAX_AGREEMENT, .label = N_("What is agreed?"),
      .message = N_("Say what is agreed.") },
    { "member", FIELD_INT, .label = N_("Who does it?") },
    { "who", FIELD_TEXT, .max = SESSION_MAX_NAME, .label = N_("Or a name"),
      .help = N_("When it is nobody of the organisation.") },
    { "due_on", FIELD_DATE, .label = N_("By when?") },
    { "becomes", FIELD_CHOICE, .choices = becomes_values, .label = N_("It becomes") },
    { "nonce", FIELD_TOKEN, .max = 100, .label = N_("Form") },
    { "item", FIELD_INT, .label = N_("Item on the agenda") },
    { "edit", FIELD_INT, .label = N_("Version") },
    BACK,
};
const struct form_spec agreement_form = FORM(agreement_fields);
static const struct field back_fields[] = { BACK };
const struct form_spec agreement_back_form = FORM(back_fields);
static const struct field remark_fields[] = {
    { "said", FIELD_AREA, .max = SESSION_MAX_REMARK, .label = N_("What was said"),
      .help = N_("For the minutes: what matters, without who said it.") },
    { "edit", FIELD_INT, .label = N_("Version") },
    BACK,
};
const struct form_spec remark_form = FORM(remark_fields);

#define NO_SESSION FAULT(NOT_FOUND, N_("This session does not exist."))
#define NO_AGREEMENT FAULT(NOT_FOUND, N_("This agreement was withdrawn."))

/* ---- what the desks show ------------------------------------------------------------------------------------- */

const struct agreement_line *agreement_lines(struct arena *a, const struct lang *lang, const struct session *s,
                                             const struct session_agreement *v, size_t count, bool change,
                                             const char *back)
{
    struct agreement_line *lines = NEW_ARRAY(a, struct agreement_line, count);
    for (size_t i = 0; i < count; i++)
        lines[i] = (struct agreement_line){
            .agreement = &v[i],
            .due = v[i].due_on.set ? format_date_short(a, lang, v[i].due_on.v * DAY_MS) : "",
            .becomes = tr(lang, session_becomes_label(v[i].becomes)),
            .url = session_agreement_url(a, s, &v[i]),
            .change = change ? arena_printf(a, "%s/afspraak/%lld?terug=%s", session_path(a, s),
                                            (long long)v[i].id, back)
                             : NULL,
        };
    return lines;
}

const struct agreement_desk *agreement_desk_of(struct html *h, const struct room_state *r)
{
    struct arena *a = h->arena;
    struct agreement_desk *d = NEW(a, struct agreement_desk);
    d->room = r;
    d->path = session_path(a, r->session);
    d->back = r->eye == EYE_MINUTES ? "notulen" : "regie";
    d->nonce = h->csrf == NULL ? "" : token_new(a);
    const struct session_agreement *v = session_agreements(r->db, a, r->lang, r->session, &d->count);
    d->lines = agreement_lines(a, r->lang, r->session, v, d->count, true, d->back);
    d->members = organisation_members(r->db, a, r->session->organisation, &d->member_count);
    if (r->item != NULL)
        d->remark = session_remark_get(r->db, a, r->item);
    return d;
}

/* ---- handlers -------------------------------------------------------------------------------------------------- */

static const struct session *session_here(struct rq *rq)
{
    return session_get(rq->db, rq->arena, rq_id(rq, "org"), rq_id(rq, "session"));
}

static const char *back_word(struct rq *rq, bool sent)
{
    const char *word = sent ? form_text(rq, "terug") : rq_query(rq, "terug");
    for (int i = 0; word != NULL && backs[i] != NULL; i++)
        if (strcmp(backs[i], word) == 0)
            return backs[i];
    return "regie";
}

static const char *back_url(struct rq *rq, const struct session *s, const char *back)
{
    return arena_printf(rq->arena, "%s/%s", session_path(rq->arena, s), back);
}

static struct fault done(struct rq *rq, const struct session *s, const char *notice)
{
    room_moved(rq, s);
    if (!rq_is_partial(rq)) /* the script stays where it is, and shows what came of it */
        reply_notice(rq, notice);
    return reply_redirect(rq, "%s", back_url(rq, s, back_word(rq, true)));
}

static struct session_agreement typed(struct rq *rq)
{
    struct session_agreement n = { .nonce = form_text(rq, "nonce"),
                                   .what = form_text(rq, "text"),
                                   .member = form_int(rq, "member").set ? form_int(rq, "member").v : 0,
                                   .who = form_text(rq, "who"),
                                   .due_on = form_int(rq, "due_on") };
    (void)session_becomes_parse(form_text(rq, "becomes"), &n.becomes);
    return n;
}

static struct fault refused(struct rq *rq, struct fault f)
{
    if (f.status == INVALID) {
        form_fail(rq, f.detail, f.msgid);
        return form_again(rq);
    }
    if (f.status == CONFLICT && f.detail != NULL && strcmp(f.detail, "full") != 0) {
        form_fail(rq, "text", f.msgid);
        return form_again(rq);
    }
    return f;
}

struct fault agreement_add(struct rq *rq)
{
    const struct session *s = session_here(rq);
    if (s == NULL)
        return NO_SESSION;
    struct session_agreement n = typed(rq);
    struct db_int item = form_int(rq, "item");
    if (item.set && session_item_get(rq->db, rq->arena, s, item.v) != NULL)
        n.item = item;
    int64_t id;
    struct fault f = session_agreement_add(rq->db, rq->arena, s, &n, &id);
    return f.status == OK ? done(rq, s, tr(rq->lang, "Written down.")) : refused(rq, f);
}

static void becomes_options(struct rq *rq, struct field_view *f)
{
    struct field_option *o = NEW_ARRAY(rq->arena, struct field_option, BECOMES_KINDS);
    for (int i = 0; i < BECOMES_KINDS; i++)
        o[i] = (struct field_option){ .value = becomes_values[i],
                                      .label = tr(rq->lang, session_becomes_label((enum session_becomes)i)) };
    f->options = o;
    f->option_count = BECOMES_KINDS;
}

static struct layout *layout_of(struct rq *rq, const struct session *s, const char *title)
{
    const struct trajectory *t =
        trajectory_get(rq->db, rq->arena, rq->site->packs, s->organisation, s->trajectory);
    return t == NULL ? NULL : trajectory_layout(rq, t, title, "/sessies", session_path(rq->arena, s), s->title);
}

/* One agreement, or the form of a new one that came back (g NULL). */
static struct fault show(struct rq *rq, const struct session *s, const struct session_agreement *g)
{
    static const struct session_agreement blank = { .what = "", .who = "", .owner = "", .edit = 0 };
    bool is_new = g == NULL;
    g = is_new ? &blank : g;
    struct agreement_edit_view *v = NEW(rq->arena, struct agreement_edit_view);
    v->agreement = g;
    v->back = back_word(rq, rq->form != NULL);
    v->back_url = back_url(rq, s, v->back);
    v->action = is_new
                    ? arena_printf(rq->arena, "%s/afspraak", session_path(rq->arena, s))
                    : arena_printf(rq->arena, "%s/afspraak/%lld", session_path(rq->arena, s), (long long)g->id);
    v->drop = is_new ? NULL : arena_printf(rq->arena, "%s/weg", v->action);
    v->land = is_new ? NULL : arena_printf(rq->arena, "%s/nu", v->action);
    v->edit = arena_printf(rq->arena, "%lld", (long long)g->edit);
    v->landed_url = session_agreement_url(rq->arena, s, g);
    v->text = form_field(rq, &agreement_form, "text", g->what);
    v->member = form_field(rq, &agreement_form, "member",
                           g->member == 0 ? "" : arena_printf(rq->arena, "%lld", (long long)g->member));
    trajectory_member_options(rq, v->member);
    v->who = form_field(rq, &agreement_form, "who", g->who);
    v->due_on =
        form_field(rq, &agreement_form, "due_on", g->due_on.set ? clock_date(rq->arena, g->due_on.v) : "");
    v->becomes = form_field(rq, &agreement_form, "becomes", session_becomes_name(g->becomes));
    becomes_options(rq, v->becomes);
    v->messages = form_messages(rq, &v->message_count);
    v->layout =
        layout_of(rq, s, is_new ? tr(rq->lang, "A new agreement") : tr(rq->lang, "Change the agreement"));
    if (v->layout == NULL)
        return trajectory_missing();
    agreement_edit_page(rq_html(rq), v);
    return reply_page(rq);
}

struct fault agreement_new_show(struct rq *rq)
{
    const struct session *s = session_here(rq);
    return s == NULL ? NO_SESSION : show(rq, s, NULL);
}

static const struct session_agreement *agreement_here(struct rq *rq, const struct session *s)
{
    return s == NULL ? NULL : session_agreement_get(rq->db, rq->arena, rq->lang, s, rq_id(rq, "agreement"));
}

struct fault agreement_show(struct rq *rq)
{
    const struct session *s = session_here(rq);
    const struct session_agreement *g = agreement_here(rq, s);
    return g == NULL ? NO_AGREEMENT : show(rq, s, g);
}

struct fault agreement_save(struct rq *rq)
{
    const struct session *s = session_here(rq);
    const struct session_agreement *g = agreement_here(rq, s);
    if (g == NULL)
        return NO_AGREEMENT;
    struct session_agreement n = typed(rq);
    n.id = g->id;
    n.edit = form_int(rq, "edit").v;
    struct fault f = session_agreement_change(rq->db, rq->arena, s, &n);
    return f.status == OK ? done(rq, s, tr(rq->lang, "Kept.")) : refused(rq, f);
}

struct fault agreement_drop(struct rq *rq)
{
    const struct session *s = session_here(rq);
    const struct session_agreement *g = agreement_here(rq, s);
    if (g == NULL)
        return NO_AGREEMENT;
    struct fault f = session_agreement_drop(rq->db, s, g, rq->now_ms);
    return f.status == OK ? done(rq, s, tr(rq->lang, "The agreement was withdrawn.")) : f;
}

struct fault agreement_land(struct rq *rq)
{
    const struct session *s = session_here(rq);
    const struct session_agreement *g = agreement_here(rq, s);
    if (g == NULL)
        return NO_AGREEMENT;
    struct fault f =
        session_agreement_land(rq->db, rq->arena, rq->site->packs, s, g, rq->actor.user, rq->now_ms);
    return f.status == OK ? done(rq, s, tr(rq->lang, "It landed.")) : f;
}

/* ---- what was said ---------------------------------------------------------------------------------------------- */

static const struct session_item *item_here(struct rq *rq, const struct session *s)
{
    return s == NULL ? NULL : session_item_get(rq->db, rq->arena, s, rq_id(rq, "item"));
}

#define NO_ITEM FAULT(NOT_FOUND, N_("This part is not on the agenda any more."))

struct fault remark_show(struct rq *rq)
{
    const struct session *s = session_here(rq);
    const struct session_item *item = item_here(rq, s);
    if (item == NULL)
        return NO_ITEM;
    struct session_remark stands = session_remark_get(rq->db, rq->arena, item);
    struct remark_view *v = NEW(rq->arena, struct remark_view);
    bool again = rq->form != NULL;
    v->back = back_word(rq, again);
    v->back_url = back_url(rq, s, v->back);
    v->action = arena_printf(rq->arena, "%s/gezegd/%lld", session_path(rq->arena, s), (long long)item->id);
    v->edit = arena_printf(rq->arena, "%lld", (long long)stands.edit);
    v->text = form_field(rq, &remark_form, "said", stands.content);
    if (again && stands.edit != (form_int(rq, "edit").set ? form_int(rq, "edit").v : 0))
        v->theirs = stands.content;
    v->messages = form_messages(rq, &v->message_count);
    v->layout = layout_of(rq, s, item->title);
    if (v->layout == NULL)
        return trajectory_missing();
    remark_page(rq_html(rq), v);
    return reply_page(rq);
}

struct fault remark_save(struct rq *rq)
{
    const struct session *s = session_here(rq);
    const struct session_item *item = item_here(rq, s);
    if (item == NULL)
        return NO_ITEM;
    struct db_int edit = form_int(rq, "edit");
    struct fault f = session_remark_save(rq->db, rq->arena, item, form_text(rq, "said"), edit.set ? edit.v : 0);
    if (f.status == INVALID || f.status == CONFLICT) {
        form_fail(rq, "said", f.msgid);
        return form_again(rq);
    }
    return f.status == OK ? done(rq, s, tr(rq->lang, "Kept.")) : f;
}
