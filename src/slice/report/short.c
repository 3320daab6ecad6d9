/* What the data say in words to begin with: the short forms, and the own texts of a final report. Markdown, in the language of
 * the report; a guide makes it his or her own. */
#include <string.h>

#include "base/clock.h"
#include "slice/plan/plan.h"
#include "slice/report/rules.h"

/* A text that is being written. */
struct draft {
    const struct report_source *from;
    struct arena *a;
    const struct lang *lang;
    struct report_figures f;
    const char *text;
};

static struct draft draft_of(const struct report_source *from, const struct lang *lang, int cycle)
{
    return (struct draft){ from, from->arena, lang, report_figures(from, lang, cycle), "" };
}

/* What people wrote, on one line and without a meaning in Markdown. */
static const char *plain(struct arena *a, const char *text)
{
    char *out = arena_alloc(a, 2 * strlen(text) + 1), *p = out;
    for (; *text != '\0'; text++) {
        if (strchr("\\`*_[]<>|~#", *text) != NULL)
            *p++ = '\\';
        *p++ = *text == '\n' || *text == '\r' ? ' ' : *text;
    }
    *p = '\0';
    return out;
}

static void add(struct draft *d, const char *words)
{
    d->text = arena_printf(d->a, "%s%s", d->text, words);
}

static void add_paragraph(struct draft *d, const char *words)
{
    if (words[0] != '\0')
        d->text = arena_printf(d->a, "%s%s%s\n", d->text, d->text[0] == '\0' ? "" : "\n", words);
}

static void add_heading(struct draft *d, const char *words)
{
    add_paragraph(d, arena_printf(d->a, "## %s", words));
}

static const char *day_words(const struct draft *d, int64_t day)
{
    return format_date(d->a, d->lang, day * REPORT_DAY_MS + REPORT_DAY_MS / 2);
}

/* ---- sentences ------------------------------------------------------------------------------------------- */

static const char *group_words(const struct draft *d)
{
    const struct report_figures *f = &d->f;
    return arena_printf(
        d->a,
        tr_n(d->lang, "%d person from %d of %d departments", "%d people from %d of %d departments", f->members),
        f->members, f->departments_covered, f->departments);
}

/* Without a word about today, so that the same data give the same text tomorrow. */
static const char *done_sentence(const struct draft *d)
{
    const char *begun = day_words(d, d->from->trajectory->first_day);
    const char *steps = arena_printf(d->a, tr(d->lang, "%d of the %d steps"), d->f.steps_done, d->f.steps);
    bool over = d->f.until.set && d->f.until.v > d->from->trajectory->first_day;
    const char *when = over
                           ? arena_printf(d->a, tr(d->lang, "From %s to %s"), begun, day_words(d, d->f.until.v))
                           : arena_printf(d->a, tr(d->lang, "Since %s"), begun);
    return d->f.members == 0
               ? arena_printf(d->a, tr(d->lang, "%s we went through %s of the trajectory."), when, steps)
               : arena_printf(d->a, tr(d->lang, "%s a group of %s went through %s of the trajectory."), when,
                              group_words(d), steps);
}

/* "61 out of 100, up to 72 if every “don't know” were a yes" */
static const char *score_words(const struct draft *d)
{
    const struct scan_figures *n = &d->f.scan;
    if (n->score == SCORE_NONE)
        return tr(d->lang, "no score yet");
    return n->upper > n->score
               ? arena_printf(d->a, tr(d->lang, "%d out of 100, up to %d if every “don't know” were a yes"),
                              (int)n->score, (int)n->upper)
               : arena_printf(d->a, tr(d->lang, "%d out of 100"), (int)n->score);
}

static const char *before_words(const struct draft *d)
{
    const struct scan_figures *n = &d->f.scan;
    return n->before == SCORE_NONE ? ""
                                   : arena_printf(d->a, tr(d->lang, "; it was %d in “%s”"), (int)n->before,
                                                  plain(d->a, d->f.rounds.before->title));
}

static const char *scan_sentence(const struct draft *d)
{
    if (!d->f.scanned)
        return "";
    return arena_printf(
        d->a, tr(d->lang, "The scan: %s. The global score is %s%s. It is indicative, no certificate."),
        plain(d->a, scan_report_finding(d->from->db, d->a, d->lang, &d->f.rounds)), score_words(d),
        before_words(d));
}

static const char *facts_words(const struct draft *d)
{
    const char *facts = arena_printf(d->a, tr_n(d->lang, "%d fact", "%d facts", d->f.facts), (int)d->f.facts);
    return d->f.delivered == NULL ? facts : arena_printf(d->a, "%s; %s", facts, d->f.delivered);
}

static const char *picture_sentence(const struct draft *d)
{
    return d->f.facts == 0 ? "" : arena_printf(d->a, tr(d->lang, "The local picture: %s."), facts_words(d));
}

static const char *plan_words(const struct draft *d)
{
    const struct report_figures *f = &d->f;
    const char *goals = arena_printf(d->a, tr_n(d->lang, "%d goal", "%d goals", f->goals), (int)f->goals);
    const char *actions =
        arena_printf(d->a, tr_n(d->lang, "%d action", "%d actions", f->actions), (int)f->actions);
    return f->owned == f->actions
               ? arena_printf(d->a, tr(d->lang, "%s and %s, each with an owner"), goals, actions)
               : arena_printf(d->a, tr(d->lang, "%s and %s, of which %d with an owner"), goals, actions,
                              (int)f->owned);
}

static const char *plan_sentence(const struct draft *d)
{
    return d->f.goals + d->f.actions == 0 ? "" : arena_printf(d->a, tr(d->lang, "We chose %s."), plan_words(d));
}

/* ---- the note: one page ------------------------------------------------------------------------------------ */

static void add_figure(struct draft *d, const char *what, const char *figure)
{
    add(d, arena_printf(d->a, "| %s | %s |\n", what, figure));
}

/* Three to five figures, of what there is. */
static void add_figures(struct draft *d)
{
    add_heading(d, tr(d->lang, "In figures"));
    add(d, arena_printf(d->a, "\n| %s | %s |\n| --- | --- |\n", tr(d->lang, "What"), tr(d->lang, "Figure")));
    if (d->f.scanned)
        add_figure(d, tr(d->lang, "Score of the scan"),
                   arena_printf(d->a, "%s%s", score_words(d), before_words(d)));
    if (d->f.facts > 0)
        add_figure(d, tr(d->lang, "Local picture"), facts_words(d));
    add_figure(d, tr(d->lang, "Goals and actions"), plan_words(d));
    if (d->f.members > 0)
        add_figure(d, tr(d->lang, "The group"), group_words(d));
    if (d->f.growth != NULL)
        add_figure(d, tr(d->lang, "Maturity"), d->f.growth);
    else
        add_figure(d, tr(d->lang, "Steps closed"),
                   arena_printf(d->a, tr(d->lang, "%d of %d"), d->f.steps_done, d->f.steps));
}

static void add_questions(struct draft *d)
{
    add_heading(d, tr(d->lang, "What we ask"));
    add(d, "\n");
    int n = 0;
    add(d, arena_printf(d->a, "%d. %s\n", ++n, tr(d->lang, "To take note of the final report.")));
    if (d->f.actions > 0)
        add(d, arena_printf(d->a, "%d. %s\n", ++n,
                            arena_printf(d->a, tr(d->lang, "To adopt the action list: %s."), plan_words(d))));
    add(d, arena_printf(
               d->a, "%d. %s\n", ++n,
               tr(d->lang, "To take the actions up in the multi-year plan, with the attached proposal.")));
    add(d, arena_printf(d->a, "%d. %s\n", ++n, tr(d->lang, "To say when you want to hear about it again: …")));
}

/* Whoever makes the note; the mail address only of who is shown by name. */
static void add_contact(struct draft *d, int64_t user)
{
    const int64_t organisation = d->from->trajectory->organisation;
    size_t count;
    const struct organisation_member *m = organisation_members(d->from->db, d->a, organisation, &count);
    add_heading(d, tr(d->lang, "Contact"));
    for (size_t i = 0; i < count; i++) {
        if (m[i].user != user)
            continue;
        const char *name = plain(d->a, organisation_member_name(d->a, d->lang, &m[i]));
        add_paragraph(d, m[i].by_role ? name : arena_printf(d->a, "%s, <%s>", name, m[i].mail));
        return;
    }
    add_paragraph(d, "…");
}

static const char *note_text(struct draft *d, int64_t user)
{
    add_paragraph(d, done_sentence(d));
    add_heading(d, tr(d->lang, "What we found"));
    const char *scan = scan_sentence(d), *picture = picture_sentence(d);
    add_paragraph(d, scan[0] == '\0' && picture[0] == '\0' ? "…" : scan);
    add_paragraph(d, picture);
    add_figures(d);
    add_questions(d);
    add_contact(d, user);
    return d->text;
}

/* ---- the proposal: one page ---------------------------------------------------------------------------------- */

/* Whether a dated entry of a pack holds on a day. */
static bool holds(const struct pack_entry *e, int64_t today)
{
    int64_t from, to;
    const char *begins = pack_string(e, "valid-from"), *ends = pack_string(e, "valid-to");
    return !(begins != NULL && clock_parse_date(begins, &from) && from > today) &&
           !(ends != NULL && clock_parse_date(ends, &to) && to < today);
}

static bool is_titled(const struct pack_entry *e, const char *title)
{
    const struct text *t = pack_text(e, "title");
    for (int i = 0; i < LANG_COUNT; i++)
        if (t->in[i] != NULL && strcmp(t->in[i], title) == 0)
            return true;
    return false;
}

/* The reporting codes that the library gives an action: "WSE-LR2, WSE-LR4". Known by the title it was taken over with; "" = the
 * library knows no action of that title, or gives it no code. */
static const char *codes_of(const struct draft *d, const struct plan_action *p)
{
    const struct pack *pack = packs_newest(d->from->packs, PACK_ACTIONS);
    const struct pack_list *list = pack == NULL ? NULL : pack_list(pack->lists, "entries");
    const char *codes = "";
    for (int i = 0; list != NULL && i < list->count; i++) {
        const char *const *ids = pack_ids(&list->v[i], "codes");
        if (*ids == NULL || !is_titled(&list->v[i], p->title))
            continue;
        for (; *ids != NULL; ids++) {
            const struct pack_entry *code = pack_entry(pack_list(pack->lists, "codes"), *ids);
            if (code != NULL && holds(code, d->from->today))
                codes = arena_printf(d->a, "%s%s%s", codes, codes[0] == '\0' ? "" : ", ",
                                     pack_string(code, "code"));
        }
    }
    return codes;
}

/* The codes are those of Flemish local authorities. */
static bool has_codes(const struct draft *d)
{
    const struct organisation *o = organisation_get(d->from->db, d->a, d->from->trajectory->organisation);
    const struct pack *types = packs_newest(d->from->packs, PACK_TYPES);
    const struct pack_type *type = o == NULL || types == NULL ? NULL : pack_type_find(types->types, o->type);
    return type != NULL && type->sector == SECTOR_PUBLIC && strcmp(o->country, "BE") == 0;
}

/* The table while it is written, and what is not known about its rows. */
struct proposal {
    struct draft *d;
    const struct organisation_names *names;
    bool codes;
    int rows, no_owner, no_day, no_code;
};

static void add_row(struct proposal *p, const char *goal, const struct plan_action *action)
{
    struct draft *d = p->d;
    const struct organisation_member *m =
        action->owner.set ? organisation_names_member(p->names, action->owner.v) : NULL;
    const char *owner = m == NULL ? "…" : plain(d->a, organisation_member_name(d->a, d->lang, m));
    const char *by =
        action->due_on.set
            ? format_date_short(d->a, d->lang, action->due_on.v * REPORT_DAY_MS + REPORT_DAY_MS / 2)
            : "…";
    const char *codes = p->codes ? codes_of(d, action) : "";
    p->rows++;
    p->no_owner += m == NULL;
    p->no_day += !action->due_on.set;
    p->no_code += p->codes && codes[0] == '\0';
    add(d, arena_printf(d->a, "| %s | %s | %s | %s | %s |", goal[0] == '\0' ? "" : "…", plain(d->a, goal),
                        plain(d->a, action->title), owner, by));
    add(d, !p->codes ? "\n" : arena_printf(d->a, " %s |\n", codes[0] == '\0' ? "…" : codes));
}

/* Actions under a goal (0 = under none); those that are done or stopped ask for nothing any more. The goal is named once. */
static bool is_over(const struct plan_action *action)
{
    return action->status == PLAN_DONE || action->status == PLAN_STOPPED;
}

static void add_rows(struct proposal *p, const struct plan_action *all, size_t count, int64_t goal,
                     const char *title)
{
    for (size_t i = 0; i < count; i++) {
        if (all[i].sort != PLAN_ACTION || is_over(&all[i]) || (all[i].parent.set ? all[i].parent.v : 0) != goal)
            continue;
        add_row(p, title, &all[i]);
        title = "";
    }
}

static void add_remark(struct draft *d, const char *words)
{
    add(d, arena_printf(d->a, "- %s\n", words));
}

static void add_remarks(const struct proposal *p)
{
    struct draft *d = p->d;
    add_heading(d, tr(d->lang, "What is not known yet (…)"));
    add(d, "\n");
    add_remark(d,
               tr(d->lang,
                  "Which policy goal each action plan belongs under, and what the actions cost a year: that is "
                  "not kept here. Fill it in with the finance department."));
    if (p->no_owner > 0)
        add_remark(
            d, arena_printf(d->a,
                            tr_n(d->lang, "The owner of %d action.", "The owners of %d actions.", p->no_owner),
                            p->no_owner));
    if (p->no_day > 0)
        add_remark(d, arena_printf(d->a,
                                   tr_n(d->lang, "The day of %d action.", "The days of %d actions.", p->no_day),
                                   p->no_day));
    if (p->no_code > 0)
        add_remark(d, arena_printf(
                          d->a,
                          tr_n(d->lang, "The reporting code of %d action: the library has none for it.",
                               "The reporting codes of %d actions: the library has none for them.", p->no_code),
                          p->no_code));
}

static const char *proposal_text(struct draft *d)
{
    size_t count;
    const struct trajectory *t = d->from->trajectory;
    const struct plan_action *all = plan_actions(d->from->db, d->a, t, &count);
    struct proposal p = { .d = d,
                          .names = organisation_names(d->from->db, d->a, t->organisation),
                          .codes = has_codes(d) };
    add_paragraph(
        d, arena_printf(d->a,
                        tr(d->lang, "We propose to take up in the multi-year plan what was chosen in the "
                                    "trajectory “%s”: %s."),
                        plain(d->a, t->name), plan_words(d)));
    bool over = false;
    for (size_t i = 0; i < count; i++)
        over = over || (all[i].sort == PLAN_ACTION && is_over(&all[i]));
    if (over)
        add_paragraph(d, tr(d->lang, "What is done, or was stopped, is not in the table."));
    add(d,
        arena_printf(d->a, "\n| %s | %s | %s | %s | %s |%s\n| --- | --- | --- | --- | --- |%s\n",
                     tr(d->lang, "Policy goal"), tr(d->lang, "Action plan"), tr(d->lang, "Action"),
                     tr(d->lang, "Owner"), tr(d->lang, "By"),
                     p.codes ? arena_printf(d->a, " %s |", tr(d->lang, "Code")) : "", p.codes ? " --- |" : ""));
    for (size_t i = 0; i < count; i++)
        if (all[i].sort == PLAN_GOAL && all[i].status != PLAN_STOPPED)
            add_rows(&p, all, count, all[i].id, all[i].title);
    add_rows(&p, all, count, 0, tr(d->lang, "Not under a goal"));
    if (p.rows == 0)
        add(d, p.codes ? "| … | … | … | … | … | … |\n" : "| … | … | … | … | … |\n");
    add_remarks(&p);
    return d->text;
}

const char *report_short_text(const struct report_source *from, enum report_form form, int cycle,
                              const struct lang *lang, int64_t user)
{
    ASSERT(form != REPORT_FINAL);
    struct draft d = draft_of(from, lang, cycle);
    return form == REPORT_NOTE ? note_text(&d, user) : proposal_text(&d);
}

/* ---- own texts of a final report ------------------------------------------------------------------------------- */

static const char *introduction(struct draft *d)
{
    add_paragraph(d, arena_printf(d->a, "**%s** …", tr(d->lang, "Why we began.")));
    add_paragraph(d, arena_printf(d->a, "**%s** …", tr(d->lang, "What we wanted to know.")));
    add_paragraph(
        d,
        arena_printf(d->a, "**%s** %s", tr(d->lang, "How to read this report."),
                     tr(d->lang, "First comes what was done and by whom, then where we stand (the scan and the "
                                 "local picture), then what we chose and how it goes on. Figures have their "
                                 "source and date beside them.")));
    return d->text;
}

static const char *summary(struct draft *d)
{
    add_paragraph(d, arena_printf(d->a, "**%s** %s", tr(d->lang, "What we did."), done_sentence(d)));
    const char *scan = scan_sentence(d), *picture = picture_sentence(d);
    add_paragraph(d, arena_printf(d->a, "**%s** %s%s%s", tr(d->lang, "Where we stand."), scan,
                                  scan[0] == '\0' ? "" : " ",
                                  picture[0] == '\0' && scan[0] == '\0' ? "…" : picture));
    const char *plan = plan_sentence(d);
    add_paragraph(d,
                  arena_printf(d->a, "**%s** %s", tr(d->lang, "What we chose."), plan[0] == '\0' ? "…" : plan));
    add_paragraph(d, arena_printf(d->a, "**%s** …", tr(d->lang, "What we learned, and what failed.")));
    add_paragraph(d, arena_printf(d->a, "**%s** …", tr(d->lang, "What we ask.")));
    return d->text;
}

const char *report_section_skeleton(const struct report_source *from, const struct report *r,
                                    const struct report_section *s)
{
    if (!s->own)
        return "";
    struct draft d = draft_of(from, r->lang, r->cycle);
    return strcmp(s->key, "summary") == 0 ? summary(&d) : introduction(&d);
}
