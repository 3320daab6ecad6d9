/* What the pages of the local picture share. */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "slice/picture/view.h"

const struct form_spec picture_empty_form = { NULL, 0 };

/* ---- where the page is ----------------------------------------------------------------------------------- */

struct fault picture_place_find(struct rq *rq, struct place *p)
{
    const struct trajectory *t = trajectory_of(rq);
    if (t == NULL)
        return trajectory_missing();
    *p = (struct place){ .t = t,
                         .trajectory = trajectory_path(rq->arena, t),
                         .guide = trajectory_guides(rq),
                         .contributes = (rq->actor.roles & (ROLE_MEMBER | ROLE_GUIDE | ROLE_MINUTES)) != 0,
                         .running = !t->ended_at.set };
    p->base = arena_printf(rq->arena, "%s/foto", p->trajectory);
    return NO_FAULT;
}

struct fault picture_place_change(struct rq *rq, struct place *p)
{
    struct fault f = picture_place_find(rq, p);
    if (f.status == OK && !p->running)
        f = FAULT(CONFLICT, N_("This trajectory has ended: its local picture stays as it is."));
    return f;
}

/* The parts of the local picture that this person may open. */
static void add_parts(struct rq *rq, const struct place *p, const char *here, struct frame *f)
{
    static const struct {
        const char *path, *label;
        bool guide;
    } all[] = { { "", N_("The picture"), false },
                { "/vragen", N_("Questions"), false },
                { "/gegevens", N_("Facts"), false },
                { "/weet-niet", N_("Don't know"), true } };
    if (!p->contributes)
        return;
    struct tab *tabs = NEW_ARRAY(rq->arena, struct tab, sizeof all / sizeof *all);
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (!all[i].guide || p->guide)
            tabs[f->part_count++] = (struct tab){ .label = tr(rq->lang, all[i].label),
                                                  .url = arena_printf(rq->arena, "%s%s", p->base, all[i].path),
                                                  .current = strcmp(here, all[i].path) == 0 };
    f->parts = tabs;
}

struct frame picture_frame_of(struct rq *rq, const struct place *p, const char *title, const char *here,
                              const char *crumb_url, const char *crumb_label)
{
    struct frame f = { .base = p->base };
    f.layout = trajectory_layout(rq, p->t, title, "/foto", crumb_url, crumb_label);
    f.messages = form_messages(rq, &f.message_count);
    add_parts(rq, p, here, &f);
    return f;
}

/* ---- lists ----------------------------------------------------------------------------------------------- */

int64_t picture_page_asked(struct rq *rq)
{
    enum { MOST = 1000 };
    const char *asked = rq_query(rq, "blad");
    long page = asked == NULL ? 1 : strtol(asked, NULL, 10);
    return page < 1 || page > MOST ? 1 : page;
}

struct paging picture_paging_of(struct rq *rq, const char *path, int64_t page, int64_t total)
{
    struct paging p = { .page = (int)page, .pages = (int)((total + PICTURE_PAGE - 1) / PICTURE_PAGE) };
    const char *sign = strchr(path, '?') == NULL ? "?" : "&";
    if (page > 1)
        p.previous = arena_printf(rq->arena, "%s%sblad=%lld", path, sign, (long long)page - 1);
    if (page < p.pages)
        p.next = arena_printf(rq->arena, "%s%sblad=%lld", path, sign, (long long)page + 1);
    return p;
}

const char *picture_number_text(struct rq *rq, int64_t n)
{
    return n == 0 ? "" : arena_printf(rq->arena, "%lld", (long long)n);
}

const char *picture_day_text(struct rq *rq, struct db_int day)
{
    return day.set ? format_date_short(rq->arena, rq->lang, day.v * PICTURE_DAY_MS + PICTURE_DAY_MS / 2) : "";
}

const char *picture_state_tone(enum picture_state s, bool late)
{
    return late                                           ? "warning"
           : s == REQUEST_ANSWERED                        ? "active"
           : s == REQUEST_ACCEPTED || s == REQUEST_ABSENT ? "success"
                                                          : "neutral";
}

const char *picture_receiver_name(const struct picture_receiver *v, size_t count, struct db_int id)
{
    for (size_t i = 0; i < count; i++)
        if (id.set && v[i].id == id.v)
            return v[i].name;
    return "";
}

/* ---- forms ------------------------------------------------------------------------------------------------- */

struct fault picture_refused(struct rq *rq, struct fault f)
{
    bool at_field =
        f.detail != NULL && (f.status == INVALID || (f.status == CONFLICT && strcmp(f.detail, "edit") == 0));
    if (!at_field)
        return f;
    if (f.arg != NULL)
        form_fail(rq, f.detail, f.msgid, f.arg);
    else
        form_fail(rq, f.detail, f.msgid);
    return form_again(rq);
}

void picture_sort_options(struct rq *rq, struct field_view *f)
{
    struct field_option *o = NEW_ARRAY(rq->arena, struct field_option, FACT_SORTS);
    for (int s = 0; s < FACT_SORTS; s++)
        o[s] = (struct field_option){ .value = picture_sort_name((enum picture_sort)s),
                                      .label = tr(rq->lang, picture_sort_label((enum picture_sort)s)) };
    f->options = o;
    f->option_count = FACT_SORTS;
}

struct fault picture_receiver_chosen(struct rq *rq, const struct trajectory *t, int64_t *id)
{
    *id = 0;
    struct db_int member = form_int(rq, "member");
    if (member.set)
        return picture_receiver_member(rq->db, rq->arena, t, member.v, rq->now_ms, id);
    if (form_text(rq, "mail")[0] == '\0')
        return form_text(rq, "name")[0] == '\0'
                   ? NO_FAULT
                   : FAULT(INVALID, N_("Write down the mail address too: that is where the question goes."),
                           .detail = "mail");
    return picture_receiver_person(rq->db, rq->arena, t, form_text(rq, "name"), form_text(rq, "mail"),
                                   rq->now_ms, id);
}

int64_t picture_department_chosen(struct rq *rq)
{
    struct db_int id = form_int(rq, "department");
    return id.set ? id.v : 0;
}

bool picture_fact_text_sent(struct rq *rq, struct picture_fact_text *x)
{
    *x = (struct picture_fact_text){ .department = picture_department_chosen(rq),
                                     .theme = form_text(rq, "theme"),
                                     .body = form_text(rq, "body"),
                                     .value = "",
                                     .unit = form_text(rq, "unit"),
                                     .period = form_text(rq, "period"),
                                     .source = form_text(rq, "source"),
                                     .dated_on = form_int(rq, "dated_on") };
    if (!picture_sort_parse(form_text(rq, "sort"), &x->sort))
        x->sort = FACT_REALISATION;
    const char *typed = form_text(rq, "value");
    if (typed[0] == '\0')
        return true;
    x->value = decimal_read(rq->arena, rq->lang, typed);
    if (x->value == NULL)
        form_fail(rq, "value", picture_no_number);
    return x->value != NULL;
}

/* ---- lines ------------------------------------------------------------------------------------------------- */

static const char *joined(struct rq *rq, const char *const *parts, size_t count)
{
    const char *s = "";
    for (size_t i = 0; i < count; i++)
        if (parts[i][0] != '\0')
            s = arena_printf(rq->arena, "%s%s%s", s, s[0] == '\0' ? "" : " · ", parts[i]);
    return s;
}

struct fact_line picture_fact_line_of(struct rq *rq, const struct place *p, const struct picture_themes *themes,
                                      const struct organisation_department *departments, size_t count,
                                      const struct picture_fact *f)
{
    const char *beside[] = { f->period, f->source, picture_day_text(rq, f->dated_on) };
    return (struct fact_line){
        .url = arena_printf(rq->arena, "%s/gegeven/%lld", p->base, (long long)f->id),
        .code = f->code,
        .body = f->body,
        .sort = tr(rq->lang, picture_sort_label(f->sort)),
        .theme = picture_theme_title(themes, f->theme),
        .department = f->department.set ? picture_department_name(departments, count, f->department.v) : "",
        .value = picture_value_text(rq->arena, rq->lang, f->value, f->unit),
        .beside = joined(rq, beside, sizeof beside / sizeof *beside),
        .state = f->archived_at.set ? tr(rq->lang, "put away") : "",
        .proposed = !f->accepted_at.set && !f->archived_at.set,
    };
}

struct answer_line picture_answer_line_of(struct rq *rq, const struct picture_answer *answer, const char *who)
{
    struct answer_line l = { .answer = answer,
                             .who = who,
                             .when = format_time(rq->arena, rq->lang, answer->at),
                             .value = picture_value_text(rq->arena, rq->lang, answer->value, answer->unit),
                             .dated = picture_day_text(rq, answer->dated_on) };
    l.rows = picture_grid(rq->arena, answer->grid, &l.row_count);
    return l;
}

struct attachment_owner picture_request_files(const struct picture_request *r)
{
    return (struct attachment_owner){ r->organisation, "request", r->id };
}
