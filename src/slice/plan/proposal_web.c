/* From the scan to the list: bookmarks and gaps of the newest round, each with what the library would do about it. */
#include <stdlib.h>
#include <string.h>

#include "plan_page.h"
#include "slice/plan/view.h"

enum { PER_PAGE = 15, CHOICES = 3 };

static const struct field take_fields[] = {
    { "statement", FIELD_TEXT, .required = true, .max = PACK_MAX_ID, .label = N_("Statement") },
    { "library", FIELD_TEXT, .max = PACK_MAX_ID, .label = N_("Action of the library") },
    { "van", FIELD_TEXT, .max = 10, .label = N_("From") },
};
const struct form_spec plan_take_form = FORM(take_fields);

/* The newest round of the organisation, and how it stands; NULL when there is none. */
static const struct scan_round *newest_round(struct rq *rq, const struct trajectory *t,
                                             struct scan_standing *standing)
{
    size_t count;
    const struct scan_round_line *rounds = scan_rounds(rq->db, rq->arena, t->organisation, &count);
    const struct scan_round *r =
        count == 0 ? NULL : scan_round_get(rq->db, rq->arena, rq->site->packs, t->organisation, rounds[0].id);
    if (r != NULL)
        scan_standing(rq->db, rq->arena, r, standing);
    return r;
}

static int bookmark_count(const struct scan_standing *s, int statement)
{
    return s->counts[statement].bookmarks;
}

static bool is_proposed(const struct scan_round *r, const struct scan_standing *s, int i, bool gaps)
{
    if (!pack_offered(r->scan, i, r->light, &r->profile))
        return false;
    return gaps ? s->answers[i] == ANSWER_NO : s->bookmarks[i];
}

static const char *ref_of(struct rq *rq, const char *statement)
{
    return arena_printf(rq->arena, "statement:%s", statement);
}

/* The row that a statement became, by whichever of its library actions. */
static const struct plan_action *row_of(const struct plan_action *all, size_t count, const char *statement)
{
    for (size_t i = 0; i < count; i++) {
        const char *ref = all[i].origin_ref;
        if (strncmp(ref, "statement:", 10) == 0 && strcmp(ref + 10, statement) == 0)
            return &all[i];
    }
    return NULL;
}

void plan_count_proposals(struct rq *rq, const struct trajectory *t, int64_t *bookmarks, int64_t *gaps)
{
    struct scan_standing s;
    size_t count;
    const struct scan_round *r = newest_round(rq, t, &s);
    const struct plan_action *all = plan_actions(rq->db, rq->arena, t, &count);
    *bookmarks = *gaps = 0;
    for (int i = 0; r != NULL && i < r->scan->statement_count; i++) {
        bool marked = is_proposed(r, &s, i, false), gap = is_proposed(r, &s, i, true);
        if ((marked || gap) && row_of(all, count, r->scan->statements[i].id) == NULL) {
            *bookmarks += marked;
            *gaps += gap;
        }
    }
}

/* ---- the page ---------------------------------------------------------------------------------------------- */

/* Actions of the library that name the statement: quick wins first, as they stand in the pack. */
static void add_choices(struct rq *rq, struct plan_proposal *p)
{
    const struct pack *pack = packs_newest(rq->site->packs, PACK_ACTIONS);
    const struct pack_list *list = pack == NULL ? NULL : pack_list(pack->lists, "entries");
    struct plan_library_choice *choices = NEW_ARRAY(rq->arena, struct plan_library_choice, CHOICES);
    for (int quick = 1; quick >= 0; quick--)
        for (int i = 0; list != NULL && i < list->count && p->choice_count < CHOICES; i++) {
            const struct pack_entry *e = &list->v[i];
            if ((pack_number(e, "quick-win") != 0) == quick &&
                pack_ids_hold(pack_ids(e, "statements"), p->statement))
                choices[p->choice_count++] =
                    (struct plan_library_choice){ .id = e->id,
                                                  .title = text_in(rq->lang, pack_text(e, "title")) };
        }
    p->choices = choices;
}

static const char *note_of(struct rq *rq, const struct scan_standing *s, int statement, bool gaps)
{
    if (gaps)
        return tr(rq->lang, "answered no, or partly");
    int n = bookmark_count(s, statement);
    return n == 0 ? tr(rq->lang, "marked by the group")
                  : arena_printf(rq->arena, tr(rq->lang, "%d of %d marked it"), n, s->fillers);
}

struct marked {
    int statement, count;
};

static int by_count(const void *x, const void *y)
{
    const struct marked *a = x, *b = y;
    return a->count != b->count ? b->count - a->count : a->statement - b->statement;
}

static void add_lines(struct rq *rq, const struct trajectory *t, const struct scan_round *r,
                      const struct scan_standing *s, struct plan_proposals_view *v)
{
    struct marked *found = NEW_ARRAY(rq->arena, struct marked, r->scan->statement_count);
    size_t rows;
    const struct plan_action *list = plan_actions(rq->db, rq->arena, t, &rows);
    for (int i = 0; i < r->scan->statement_count; i++)
        if (is_proposed(r, s, i, v->gaps))
            found[v->all++] = (struct marked){ i, v->gaps ? 0 : bookmark_count(s, i) };
    if (v->all > 1)
        qsort(found, v->all, sizeof *found, by_count);
    v->pages = (v->all + PER_PAGE - 1) / PER_PAGE;
    const char *asked = rq_query(rq, "blad");
    long page = asked == NULL ? 1 : strtol(asked, NULL, 10);
    v->page = page < 1 ? 1 : (size_t)page > v->pages && v->pages > 0 ? v->pages : (size_t)page;
    struct plan_proposal *lines = NEW_ARRAY(rq->arena, struct plan_proposal, PER_PAGE);
    for (size_t i = (v->page - 1) * PER_PAGE; i < v->all && v->count < PER_PAGE; i++) {
        const struct pack_statement *st = &r->scan->statements[found[i].statement];
        const struct plan_action *row = row_of(list, rows, st->id);
        struct plan_proposal *p = &lines[v->count++];
        *p = (struct plan_proposal){ .statement = st->id,
                                     .label = text_in(rq->lang, &st->label),
                                     .theme = text_in(rq->lang, &r->scan->themes[st->theme].title),
                                     .note = note_of(rq, s, found[i].statement, v->gaps) };
        if (row != NULL)
            p->url =
                arena_printf(rq->arena, "%s/actie/%lld", trajectory_path(rq->arena, t), (long long)row->id);
        else
            add_choices(rq, p);
    }
    v->lines = lines;
}

static void add_tabs(struct rq *rq, struct plan_proposals_view *v)
{
    struct plan_filter *tabs = NEW_ARRAY(rq->arena, struct plan_filter, 2);
    tabs[0] = (struct plan_filter){ tr(rq->lang, "Bookmarks"), v->action, !v->gaps };
    tabs[1] = (struct plan_filter){ tr(rq->lang, "Gaps"), arena_printf(rq->arena, "%s?van=gaten", v->action),
                                    v->gaps };
    v->tabs = tabs;
    v->tab_count = 2;
    const char *to = arena_printf(rq->arena, "%s?%sblad=", v->action, v->gaps ? "van=gaten&" : "");
    if (v->page > 1)
        v->previous = arena_printf(rq->arena, "%s%d", to, (int)v->page - 1);
    if (v->page < v->pages)
        v->next = arena_printf(rq->arena, "%s%d", to, (int)v->page + 1);
}

struct fault plan_proposals_show(struct rq *rq)
{
    const struct trajectory *t = trajectory_of(rq);
    if (t == NULL)
        return trajectory_missing();
    struct plan_proposals_view *v = NEW(rq->arena, struct plan_proposals_view);
    struct scan_standing s;
    const char *from = rq_query(rq, "van");
    const struct scan_round *r = newest_round(rq, t, &s);
    v->base = arena_printf(rq->arena, "%s/acties", trajectory_path(rq->arena, t));
    v->action = arena_printf(rq->arena, "%s/voorstellen", v->base);
    v->gaps = from != NULL && strcmp(from, "gaten") == 0;
    if (r != NULL) {
        v->round = r->title;
        v->round_url = arena_printf(rq->arena, "/organisatie/%lld/scan/%lld/resultaat",
                                    (long long)t->organisation, (long long)r->id);
        add_lines(rq, t, r, &s, v);
        add_tabs(rq, v);
    }
    v->layout = trajectory_layout(rq, t, tr(rq->lang, "From the scan to the list"), "/acties", v->base,
                                  tr(rq->lang, "Action list"));
    v->layout->wide = false;
    plan_proposals_page(rq_html(rq), v);
    return reply_page(rq);
}

/* ---- one click --------------------------------------------------------------------------------------------- */

/* What the library says of the action, in the words of who takes it over. */
static void from_library(struct rq *rq, struct plan_action *n, const char *id)
{
    const struct pack *pack = packs_newest(rq->site->packs, PACK_ACTIONS);
    const struct pack_entry *e = pack == NULL ? NULL : pack_entry(pack_list(pack->lists, "entries"), id);
    if (e == NULL)
        return;
    n->title = text_in(rq->lang, pack_text(e, "title"));
    n->why = text_in(rq->lang, pack_text(e, "what"));
}

/* Goals of the SDGs that a statement names, without their targets: "7,13". */
static const char *sdg_of(struct rq *rq, const struct pack_statement *s)
{
    bool named[18] = { false };
    for (const char *const *code = s->sdg; *code != NULL; code++) {
        long goal = strtol(*code, NULL, 10);
        if (goal >= 1 && goal <= 17)
            named[goal] = true;
    }
    const char *list = "";
    for (int i = 1; i <= 17; i++)
        if (named[i])
            list = arena_printf(rq->arena, "%s%s%d", list, list[0] == '\0' ? "" : ",", i);
    return list;
}

struct fault plan_proposal_take(struct rq *rq)
{
    const struct trajectory *t = trajectory_of(rq);
    struct scan_standing s;
    const struct scan_round *r = t == NULL ? NULL : newest_round(rq, t, &s);
    int at = r == NULL ? -1 : pack_statement_find(r->scan, form_text(rq, "statement"));
    if (at < 0)
        return FAULT(NOT_FOUND, N_("This statement is not part of the scan."));
    const struct pack_statement *st = &r->scan->statements[at];
    bool gaps = strcmp(form_text(rq, "van"), "gaten") == 0;
    struct plan_action n = { .sort = PLAN_ACTION,
                             .title = text_in(rq->lang, &st->label),
                             .why = text_in(rq->lang, &st->why),
                             .theme = r->scan->themes[st->theme].id,
                             .sdg = sdg_of(rq, st),
                             .origin = gaps ? PLAN_GAP : PLAN_BOOKMARK,
                             .origin_ref = ref_of(rq, st->id) };
    from_library(rq, &n, form_text(rq, "library"));
    int64_t id;
    struct fault f = plan_action_add(rq->db, rq->arena, t, &n, rq->actor.user, rq->now_ms, &id);
    if (f.status != OK)
        return f;
    reply_notice(rq, tr(rq->lang, "It is on the list. Give it an owner and a day when you know them."));
    return reply_redirect(rq, "%s/acties/voorstellen%s", trajectory_path(rq->arena, t),
                          gaps ? "?van=gaten" : "");
}
