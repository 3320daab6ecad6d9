/* Choosing standard requests by department. */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "choose_page.h"
#include "slice/picture/view.h"

static const struct field choose_fields[] = {
    { "standard", FIELD_CHOICES, .required = true, .label = N_("Questions"),
      .message = N_("Tick at least one question.") },
    { "department", FIELD_INT, .label = N_("For which department?") },
    { "member", FIELD_INT, .label = N_("Who answers?") },
    { "name", FIELD_TEXT, .max = ACCOUNT_NAME_MAX, .label = N_("Or somebody else: name") },
    { "mail", FIELD_MAIL, .label = N_("and mail address"), .help = N_("No account is needed to answer.") },
    { "due_on", FIELD_DATE, .label = N_("Answer by") },
};
const struct form_spec picture_choose_form = FORM(choose_fields);
static const struct field search_fields[] = {
    { "thema", FIELD_TEXT, .label = N_("Theme") },
};
static const struct form_spec search_form = FORM(search_fields);

static bool is_ticked(struct rq *rq, const char *id)
{
    size_t count = 0;
    const char *const *ids = rq->form == NULL ? NULL : form_choices(rq, "standard", &count);
    for (size_t i = 0; i < count; i++)
        if (strcmp(ids[i], id) == 0)
            return true;
    return false;
}

static const char *query_text(struct rq *rq, const char *name)
{
    const char *s = rq_query(rq, name);
    return s == NULL ? "" : s;
}

/* ---- the page ------------------------------------------------------------------------------------------------ */

/* The department of the pack whose requests are shown: the one asked for, else the first one that fits a department of the
 * organisation and has something nobody was asked yet, else the first. */
static const struct pack_entry *department_shown(struct rq *rq, const struct picture_standard *s, size_t count)
{
    const char *asked = query_text(rq, "dienst");
    for (size_t i = 0; i < count; i++)
        if (strcmp(s[i].department->id, asked) == 0)
            return s[i].department;
    for (size_t i = 0; i < count; i++)
        if (s[i].fits != 0 && s[i].asked == 0)
            return s[i].department;
    return count == 0 ? NULL : s->department;
}

static void add_departments(struct rq *rq, const struct place *p, const struct picture_standard *s,
                            size_t count, const struct pack_entry *shown, struct choose_view *v)
{
    struct tab *tabs = NEW_ARRAY(rq->arena, struct tab, count);
    for (size_t i = 0, end; i < count; i = end) {
        for (end = i + 1; end < count && s[end].department == s[i].department;)
            end++;
        const char *title = text_in(rq->lang, pack_text(s[i].department, "title"));
        tabs[v->department_count++] =
            (struct tab){ .label = arena_printf(rq->arena, "%s (%d)", title, (int)(end - i)),
                          .url = arena_printf(rq->arena, "%s/vragen/kiezen?dienst=%s", p->base,
                                              s[i].department->id),
                          .current = s[i].department == shown };
    }
    v->departments = tabs;
}

static struct standard_line line_of(struct rq *rq, const struct place *p, const struct picture_standard *s)
{
    struct standard_line l = { .id = s->entry->id,
                               .title = text_in(rq->lang, pack_text(s->entry, "title")),
                               .ask = text_in(rq->lang, pack_text(s->entry, "ask")),
                               .source = text_in(rq->lang, pack_text(s->entry, "usual-source")),
                               .ticked = is_ticked(rq, s->entry->id) };
    if (s->asked != 0) {
        l.asked = tr(rq->lang, picture_state_label(s->state));
        l.asked_url = arena_printf(rq->arena, "%s/vraag/%lld", p->base, (long long)s->asked);
    }
    return l;
}

/* One group for each department of the pack; shown NULL = all of them. */
static void add_groups(struct rq *rq, const struct place *p, const struct picture_standard *s, size_t count,
                       const struct pack_entry *shown, struct choose_view *v)
{
    size_t own_count;
    const struct organisation_department *own =
        organisation_departments(rq->db, rq->arena, p->t->organisation, &own_count);
    struct standard_group *groups = NEW_ARRAY(rq->arena, struct standard_group, count);
    for (size_t i = 0, end; i < count; i = end) {
        for (end = i + 1; end < count && s[end].department == s[i].department;)
            end++;
        if (shown != NULL && s[i].department != shown)
            continue;
        struct standard_group *g = &groups[v->group_count++];
        struct standard_line *lines = NEW_ARRAY(rq->arena, struct standard_line, end - i);
        *g = (struct standard_group){ .title = text_in(rq->lang, pack_text(s[i].department, "title")),
                                      .fits = picture_department_name(own, own_count, s[i].fits),
                                      .lines = lines };
        for (size_t k = i; k < end; k++)
            lines[g->count++] = line_of(rq, p, &s[k]);
        v->found += g->count;
    }
    v->groups = groups;
}

static void add_fields(struct rq *rq, const struct place *p, struct choose_view *v)
{
    int64_t today = organisation_today(rq->arena, rq->now_ms);
    v->department = form_field(rq, &picture_choose_form, "department", "");
    trajectory_department_options(rq, v->department);
    v->member = form_field(rq, &picture_choose_form, "member", "");
    trajectory_member_options(rq, v->member);
    v->name = form_field(rq, &picture_choose_form, "name", "");
    v->mail = form_field(rq, &picture_choose_form, "mail", "");
    v->due_on = form_field(rq, &picture_choose_form, "due_on",
                           clock_date(rq->arena, picture_due(rq->db, rq->arena, rq->site->packs, p->t, today)));
}

/* GET …/foto/vragen/kiezen */
struct fault picture_web_choose_show(struct rq *rq)
{
    struct place p;
    struct fault f = picture_place_change(rq, &p);
    if (f.status != OK)
        return f;
    struct choose_view *v = NEW(rq->arena, struct choose_view);
    const char *theme = query_text(rq, "thema");
    v->search = query_text(rq, "zoek");
    v->searched = v->search[0] != '\0' || theme[0] != '\0';
    size_t count;
    const struct picture_standard *s =
        picture_standards(rq->db, rq->arena, rq->site->packs, rq->lang, p.t, v->search, theme, &count);
    const struct pack_entry *shown = v->searched ? NULL : department_shown(rq, s, count);
    if (!v->searched)
        add_departments(rq, &p, s, count, shown, v);
    add_groups(rq, &p, s, count, shown, v);
    v->shown = shown == NULL ? "" : shown->id;
    v->theme = form_field(rq, &search_form, "thema", theme);
    trajectory_theme_options(rq, p.t, v->theme);
    add_fields(rq, &p, v);
    v->frame = picture_frame_of(rq, &p, tr(rq->lang, "Which data do you ask for?"), "/vragen",
                                arena_printf(rq->arena, "%s/vragen", p.base), tr(rq->lang, "Questions"));
    v->frame.layout->lead =
        tr(rq->lang, "Five questions to a person is plenty. Each takes about ten minutes to look up.");
    picture_choose_standard_page(rq_html(rq), v);
    return reply_page(rq);
}

/* ---- making drafts ------------------------------------------------------------------------------------------- */

/* The department that a standard request goes to when none was chosen: the one that fits. */
static int64_t fitting(const struct picture_standard *s, size_t count, const char *id)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(s[i].entry->id, id) == 0)
            return s[i].fits;
    return 0;
}

/* POST …/foto/vragen/kiezen */
struct fault picture_web_choose_add(struct rq *rq)
{
    struct place p;
    struct fault f = picture_place_change(rq, &p);
    int64_t receiver = 0, id;
    if (f.status == OK)
        f = picture_refused(rq, picture_receiver_chosen(rq, p.t, &receiver));
    if (f.status != OK)
        return f;
    struct db_int due = form_int(rq, "due_on");
    if (due.set && due.v < organisation_today(rq->arena, rq->now_ms)) {
        form_fail(rq, "due_on", N_("This day has passed. Choose a later one."));
        return form_again(rq);
    }
    size_t count, all;
    const char *const *ids = form_choices(rq, "standard", &count);
    const struct picture_standard *s =
        picture_standards(rq->db, rq->arena, rq->site->packs, rq->lang, p.t, "", "", &all);
    for (size_t i = 0; i < count; i++) {
        int64_t department = picture_department_chosen(rq);
        struct picture_ask ask = { .standard = ids[i],
                                   .statement = "",
                                   .department = department != 0 ? department : fitting(s, all, ids[i]),
                                   .receiver = receiver,
                                   .due_on = due,
                                   .user = rq->actor.user };
        f = picture_refused(
            rq, picture_request_add(rq->db, rq->arena, rq->site->packs, p.t, &ask, rq->now_ms, &id));
        if (f.status != OK)
            return f;
    }
    reply_notice(
        rq, arena_printf(rq->arena,
                         tr_n(rq->lang, "%d question is ready as a draft. Nobody has got a mail yet.",
                              "%d questions are ready as drafts. Nobody has got a mail yet.", (int64_t)count),
                         (int)count));
    return reply_redirect(rq, "%s/concepten", p.base);
}
