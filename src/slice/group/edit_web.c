/* Making a group, changing what it is, its history. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "edit_page.h"
#include "slice/group/view.h"

enum { LINES_SHOWN = 30 };

static const char *const kinds[] = { "leading", "working", "steering", "focus", NULL };

static const struct field new_fields[] = {
    { "kind", FIELD_CHOICE, .required = true, .choices = kinds, .label = N_("What kind of group is it?"),
      .message = N_("Choose a kind.") },
    { "name", FIELD_TEXT, .max = GROUP_MAX_NAME, .label = N_("A name of its own"),
      .help = N_("Without one it is called by its kind.") },
};
const struct form_spec group_new_form = FORM(new_fields);

static const struct field edit_fields[] = {
    { "name", FIELD_TEXT, .max = GROUP_MAX_NAME, .label = N_("A name of its own"),
      .help = N_("Without one it is called by its kind.") },
    { "mandate", FIELD_AREA, .max = GROUP_MAX_MANDATE, .label = N_("Mandate"),
      .help =
          N_("What may the group decide itself, what does it propose, and to whom? Who gave it this task?") },
    { "begins_on", FIELD_DATE, .label = N_("First day of the mandate") },
    { "ends_on", FIELD_DATE, .label = N_("Last day") },
    { "reason", FIELD_TEXT, .max = GROUP_MAX_REASON, .label = N_("Why does it change?"),
      .help = N_("Stands in the history beside what it was.") },
    { "edit", FIELD_INT, .required = true, .label = N_("Version") },
};
const struct form_spec group_edit_form = FORM(edit_fields);

static const struct field kind_fields[] = {
    { "kind", FIELD_CHOICE, .required = true, .choices = kinds, .label = N_("What does it become?"),
      .message = N_("Choose a kind.") },
    { "from_day", FIELD_DATE, .required = true, .label = N_("From which day?") },
    { "kind_reason", FIELD_TEXT, .max = GROUP_MAX_REASON, .label = N_("Why?") },
};
const struct form_spec group_kind_form = FORM(kind_fields);

static const struct field stop_fields[] = {
    { "stop_reason", FIELD_TEXT, .max = GROUP_MAX_REASON, .label = N_("Why?") },
};
const struct form_spec group_stop_form = FORM(stop_fields);

/* Every kind but one (GROUP_KINDS = none is left out). */
static struct field_view *kind_field(struct rq *rq, const struct form_spec *spec, const char *value,
                                     enum group_kind but)
{
    struct field_option *o = NEW_ARRAY(rq->arena, struct field_option, GROUP_KINDS);
    size_t n = 0;
    for (int k = 0; k < GROUP_KINDS; k++)
        if (k != (int)but)
            o[n++] = (struct field_option){ .value = kinds[k],
                                            .label = group_kind_label(rq->lang, (enum group_kind)k) };
    struct field_view *f = form_field(rq, spec, "kind", value);
    f->options = o;
    f->option_count = n;
    return f;
}

/* ---- a new one --------------------------------------------------------------------------------------------- */

struct fault group_new_show(struct rq *rq)
{
    struct group_place p;
    struct fault f = group_place_of(rq, true, &p);
    if (f.status != OK)
        return f;
    struct group_new_view v = { .p = &p };
    v.kind = kind_field(rq, &group_new_form, "working", GROUP_KINDS);
    v.name = form_field(rq, &group_new_form, "name", "");
    v.messages = form_messages(rq, &v.message_count);
    v.layout = group_layout(rq, &p, tr(rq->lang, "Another group"));
    v.layout->wide = false;
    group_new_page(rq_html(rq), &v);
    return reply_page(rq);
}

struct fault group_create(struct rq *rq)
{
    struct group_place p;
    struct fault f = group_place_of(rq, true, &p);
    if (f.status != OK)
        return f;
    enum group_kind kind = GROUP_WORKING;
    bool known = group_kind_find(form_text(rq, "kind"), &kind);
    ASSERT(known);
    int64_t id = 0;
    f = group_answer(
        rq, group_make(rq->db, rq->arena, p.t, kind, form_text(rq, "name"), rq->lang, group_who(rq), &id));
    if (f.status != OK)
        return f;
    reply_notice(rq, tr(rq->lang, "The group is there. Now add its members."));
    return reply_redirect(rq, "%s/%lld/leden", p.base, (long long)id);
}

/* ---- changing it ------------------------------------------------------------------------------------------- */

/* What stands now, when somebody was quicker. */
static const struct group_conflict *edit_conflict(struct rq *rq, const struct group_place *p)
{
    struct group_conflict *c =
        group_conflict_of(rq, p->g->edit, arena_printf(rq->arena, "%s/wijzigen", p->url));
    if (c == NULL)
        return NULL;
    struct group_stands *s = NEW_ARRAY(rq->arena, struct group_stands, 4);
    s[c->count++] = (struct group_stands){ tr(rq->lang, "A name of its own"), p->g->name };
    s[c->count++] = (struct group_stands){ tr(rq->lang, "Mandate"), p->g->mandate };
    s[c->count++] =
        (struct group_stands){ tr(rq->lang, "First day of the mandate"), group_day(rq, p->g->begins_on) };
    s[c->count++] = (struct group_stands){ tr(rq->lang, "Last day"), group_day(rq, p->g->ends_on) };
    c->stands = s;
    const struct group_line *last = group_last_change(rq->db, rq->arena, p->g);
    if (last != NULL)
        c->who = arena_printf(rq->arena, tr(rq->lang, "Changed by %s, %s."),
                              organisation_name_of(p->names, rq->arena, rq->lang, last->user),
                              format_time(rq->arena, rq->lang, last->at));
    return c;
}

struct fault group_edit_show(struct rq *rq)
{
    struct group_place p;
    struct fault f = group_place_of(rq, false, &p);
    if (f.status != OK)
        return f;
    const struct group *g = p.g;
    struct group_edit_view v = { .p = &p, .goes_on = group_goes_on(g, p.today) };
    v.name = form_field(rq, &group_edit_form, "name", g->name);
    v.mandate = form_field(rq, &group_edit_form, "mandate", g->mandate);
    v.begins_on = form_field(rq, &group_edit_form, "begins_on", group_day(rq, g->begins_on));
    v.ends_on = form_field(rq, &group_edit_form, "ends_on", group_day(rq, g->ends_on));
    v.reason = form_field(rq, &group_edit_form, "reason", "");
    v.edit = group_number(rq, g->edit);
    v.kind = kind_field(rq, &group_kind_form, g->kind == GROUP_FOCUS ? "working" : "focus", g->kind);
    v.from_day = form_field(rq, &group_kind_form, "from_day", clock_date(rq->arena, p.today));
    v.kind_reason = form_field(rq, &group_kind_form, "kind_reason", "");
    v.stop_reason = form_field(rq, &group_stop_form, "stop_reason", "");
    if (rq->form != NULL && rq->route->form == &group_edit_form)
        v.conflict = edit_conflict(rq, &p);
    v.messages = form_messages(rq, &v.message_count);
    v.layout =
        group_layout(rq, &p, arena_printf(rq->arena, tr(rq->lang, "Change “%s”"), group_title(rq->lang, g)));
    v.layout->wide = false;
    group_edit_page(rq_html(rq), &v);
    return reply_page(rq);
}

struct fault group_save(struct rq *rq)
{
    struct group_place p;
    struct fault f = group_place_of(rq, false, &p);
    if (f.status != OK)
        return f;
    struct group_change c = { .name = form_text(rq, "name"),
                              .mandate = form_text(rq, "mandate"),
                              .begins_on = form_int(rq, "begins_on"),
                              .ends_on = form_int(rq, "ends_on"),
                              .reason = form_text(rq, "reason"),
                              .edit = form_int(rq, "edit").v };
    f = group_answer(rq, group_set(rq->db, rq->arena, p.g, &c, group_who(rq)));
    if (f.status != OK)
        return f;
    reply_notice(rq, tr(rq->lang, "Kept."));
    return reply_redirect(rq, "%s", p.url);
}

struct fault group_do_become(struct rq *rq)
{
    struct group_place p;
    struct fault f = group_place_of(rq, false, &p);
    if (f.status != OK)
        return f;
    enum group_kind kind = GROUP_WORKING;
    bool known = group_kind_find(form_text(rq, "kind"), &kind);
    ASSERT(known);
    f = group_answer(rq, group_become(rq->db, rq->arena, p.g, kind, form_int(rq, "from_day").v,
                                      form_text(rq, "kind_reason"), rq->lang, group_who(rq)));
    if (f.status != OK)
        return f;
    reply_notice(rq, arena_printf(rq->arena, tr(rq->lang, "It becomes: %s. Members and history stay."),
                                  group_kind_label(rq->lang, kind)));
    return reply_redirect(rq, "%s", p.url);
}

struct fault group_do_stop(struct rq *rq)
{
    struct group_place p;
    struct fault f = group_place_of(rq, false, &p);
    if (f.status != OK)
        return f;
    group_dissolve(rq->db, rq->arena, p.g, form_text(rq, "stop_reason"), rq->lang, group_who(rq));
    reply_notice(rq, tr(rq->lang, "The group has stopped. Everything stays readable, and it can go on again."));
    return reply_redirect(rq, "%s", p.url);
}

struct fault group_do_resume(struct rq *rq)
{
    struct group_place p;
    struct fault f = group_place_of(rq, false, &p);
    if (f.status != OK)
        return f;
    group_resume(rq->db, p.g, "", rq->lang, group_who(rq));
    reply_notice(rq, tr(rq->lang, "The group goes on."));
    return reply_redirect(rq, "%s", p.url);
}

/* ---- history ----------------------------------------------------------------------------------------------- */

static const char *kind_words(struct rq *rq, const char *name)
{
    enum group_kind k;
    return group_kind_find(name, &k) ? group_kind_label(rq->lang, k) : name;
}

/* "20779-21000" in words; "" for "-". */
static const char *days_words(struct rq *rq, const char *days)
{
    const char *dash = strchr(days, '-');
    long long from = strtoll(days, NULL, 10), to = dash == NULL ? 0 : strtoll(dash + 1, NULL, 10);
    const char *first = from == 0 ? "…" : format_day(rq->arena, rq->lang, from);
    const char *last = to == 0 ? "…" : format_day(rq->arena, rq->lang, to);
    return from == 0 && to == 0 ? "" : arena_printf(rq->arena, "%s – %s", first, last);
}

/* What happened, in a sentence; who is the member it is about. */
static const char *what_words(struct rq *rq, const struct group_line *l, const char *who)
{
    static const struct {
        const char *what, *words;
        bool about; /* a member */
    } words[] = {
        { "made", N_("The group was made."), false },
        { "kind", N_("The group became another kind."), false },
        { "name", N_("The name changed."), false },
        { "mandate", N_("The mandate changed."), false },
        { "period", N_("The period of the mandate changed."), false },
        { "dissolved", N_("The group stopped."), false },
        { "resumed", N_("The group went on."), false },
        { "joined", N_("%s joined."), true },
        { "left", N_("%s left."), true },
        { "back", N_("%s came back."), true },
        { "task", N_("%s got another task."), true },
        { "seat", N_("%s takes part in another period."), true },
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(words[i].what, l->what) == 0)
            return words[i].about ? arena_printf(rq->arena, tr(rq->lang, words[i].words), who)
                                  : tr(rq->lang, words[i].words);
    return l->what;
}

static const char *before_words(struct rq *rq, const struct group_line *l)
{
    if (strcmp(l->what, "kind") == 0)
        return kind_words(rq, l->before);
    if (strcmp(l->what, "period") == 0 || strcmp(l->what, "seat") == 0)
        return days_words(rq, l->before);
    return l->before;
}

static void add_changes(struct rq *rq, const struct group_place *p, struct group_history_view *v)
{
    const char *asked = rq_query(rq, "voor");
    long long before;
    if (asked == NULL || sscanf(asked, "%18lld", &before) != 1)
        before = INT64_MAX;
    size_t count;
    const struct group_line *lines = group_lines(rq->db, rq->arena, p->g, before, LINES_SHOWN + 1, &count);
    v->change_count = count > LINES_SHOWN ? LINES_SHOWN : count;
    struct group_change_line *out = NEW_ARRAY(rq->arena, struct group_change_line, v->change_count);
    for (size_t i = 0; i < v->change_count; i++) {
        const struct organisation_member *m = organisation_names_member(p->names, lines[i].member);
        const char *who = m == NULL ? "" : organisation_member_name(rq->arena, rq->lang, m);
        out[i] = (struct group_change_line){
            .when = format_time(rq->arena, rq->lang, lines[i].at),
            .who = organisation_name_of(p->names, rq->arena, rq->lang, lines[i].user),
            .what = what_words(rq, &lines[i], who),
            .before = before_words(rq, &lines[i]),
            .reason = lines[i].reason,
        };
    }
    v->changes = out;
    if (count > LINES_SHOWN)
        v->older =
            arena_printf(rq->arena, "%s/geschiedenis?voor=%lld", p->url, (long long)lines[LINES_SHOWN - 1].id);
}

static void add_kinds(struct rq *rq, const struct group_place *p, struct group_history_view *v)
{
    const struct group_was *was = group_kinds(rq->db, rq->arena, p->g, &v->kind_count);
    struct group_link *links = NEW_ARRAY(rq->arena, struct group_link, v->kind_count);
    for (size_t i = 0; i < v->kind_count; i++)
        links[i] = (struct group_link){
            .label = group_kind_label(rq->lang, was[i].kind),
            .text = arena_printf(rq->arena, tr(rq->lang, "from %s"),
                                 format_day(rq->arena, rq->lang, was[i].from_day)),
        };
    v->kinds = links;
}

/* Until when somebody took part: left, as agreed, or with the organisation. "" = still there. */
static const char *until_of(struct rq *rq, const struct group_seat *s)
{
    if (s->left_on.set)
        return format_day(rq->arena, rq->lang, s->left_on.v);
    if (s->member->ended_at != 0)
        return format_date(rq->arena, rq->lang, s->member->ended_at);
    return s->ends_on.set ? format_day(rq->arena, rq->lang, s->ends_on.v) : "";
}

static void add_times(struct rq *rq, const struct group_place *p, struct group_history_view *v)
{
    const struct group_seat *seats = group_seats(rq->db, rq->arena, p->g, p->names, p->today, &v->time_count);
    struct group_time *times = NEW_ARRAY(rq->arena, struct group_time, v->time_count);
    for (size_t i = 0; i < v->time_count; i++) {
        const struct group_seat *s = &seats[i];
        bool back = p->guide && s->left_on.set && organisation_is_present(s->member, p->today);
        times[i] = (struct group_time){ .seat = back ? s->id : 0,
                                        .name = organisation_member_name(rq->arena, rq->lang, s->member),
                                        .task = s->task,
                                        .from = format_day(rq->arena, rq->lang, s->begins_on),
                                        .to = until_of(rq, s),
                                        .present = s->present || s->comes };
    }
    v->times = times;
}

struct fault group_history_show(struct rq *rq)
{
    struct group_place p;
    struct fault f = group_place_of(rq, false, &p);
    if (f.status != OK)
        return f;
    struct group_history_view v = { .p = &p };
    add_kinds(rq, &p, &v);
    add_times(rq, &p, &v);
    add_changes(rq, &p, &v);
    v.layout = group_layout(rq, &p, tr(rq->lang, "Who was in it, and what changed"));
    group_history_page(rq_html(rq), &v);
    return reply_page(rq);
}
