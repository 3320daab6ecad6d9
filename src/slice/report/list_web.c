/* The reports of a trajectory at a glance, and a new one. */
#include <string.h>

#include "list_page.h"
#include "slice/report/view.h"

static const struct field new_fields[] = {
    { "form", FIELD_TEXT, .required = true, .max = 20, .label = N_("Which report") },
};
const struct form_spec report_new_form = FORM(new_fields);
const struct form_spec report_empty_form = { NULL, 0 };

static struct report_line line_of(struct rq *rq, const struct report *r)
{
    bool show = r->state == REPORT_ADOPTED || !trajectory_guides(rq);
    return (struct report_line){
        .report = r,
        .url = arena_printf(rq->arena, "%s%s", report_path(rq->arena, r), show ? "/bekijken" : ""),
        .state = r->state == REPORT_ADOPTED ? tr(rq->lang, "Adopted")
                 : r->state == REPORT_READY ? tr(rq->lang, "Ready")
                                            : tr(rq->lang, "Draft"),
        .standing = report_standing(rq->arena, rq->lang, r),
        .tone = report_tone(r),
        .replaced = r->replaced.set ? tr(rq->lang, "An erratum took its place.") : NULL,
    };
}

/* What is worked on comes first, then what was adopted last. */
static void add_line(struct rq *rq, struct report_form_card *c, struct report_line *earlier,
                     const struct report *r)
{
    struct report_line line = line_of(rq, r);
    if (c->now == NULL) {
        struct report_line *now = NEW(rq->arena, struct report_line);
        *now = line;
        c->now = now;
        return;
    }
    earlier[c->earlier_count++] = line;
}

static void add_reports(struct rq *rq, const struct trajectory *t, struct report_list_view *v)
{
    static const char *const about[REPORT_FORMS] = {
        N_("Everything that the trajectory made, in the order you choose, with your own words beside it."),
        N_("One page: what was done, what was found, in figures, and what is asked."),
        N_("One page: each action with its owner, its day and its reporting code, ready for the finance "
           "department."),
    };
    size_t count;
    const struct report *all = reports(rq->db, rq->arena, t, v->reader, v->guide, &count);
    struct report_line *aside = NEW_ARRAY(rq->arena, struct report_line, count);
    for (int f = 0; f < REPORT_FORMS; f++) {
        struct report_form_card *c = &v->cards[f];
        struct report_line *earlier = NEW_ARRAY(rq->arena, struct report_line, count);
        *c = (struct report_form_card){ .form = (enum report_form)f,
                                        .label = report_form_label(rq->lang, (enum report_form)f),
                                        .about = tr(rq->lang, about[f]),
                                        .earlier = earlier };
        for (size_t i = 0; i < count; i++)
            if ((int)all[i].form == f && !all[i].archived_at.set) {
                add_line(rq, c, earlier, &all[i]);
                v->all++;
            }
    }
    for (size_t i = 0; i < count; i++)
        if (all[i].archived_at.set)
            aside[v->aside_count++] = line_of(rq, &all[i]);
    v->aside = aside;
}

static const char *title_of(struct rq *rq, const struct report_list_view *v)
{
    const struct report_line *now = v->cards[REPORT_FINAL].now;
    if (now == NULL)
        return v->reader ? tr(rq->lang, "Reports") : tr(rq->lang, "There is no final report yet");
    switch (now->report->state) {
    case REPORT_DRAFT:
        return tr(rq->lang, "The final report is a draft");
    case REPORT_READY:
        return tr(rq->lang, "The final report is ready to be adopted");
    case REPORT_ADOPTED:
        break;
    }
    return tr(rq->lang, "The final report was adopted");
}

struct fault report_list_show(struct rq *rq)
{
    const struct trajectory *t = trajectory_of(rq);
    if (t == NULL)
        return trajectory_missing();
    struct report_list_view *v = NEW(rq->arena, struct report_list_view);
    v->url = report_list_url(rq, t);
    v->guide = trajectory_guides(rq);
    v->reader = trajectory_only_reads(rq);
    add_reports(rq, t, v);
    const struct report_line *now = v->cards[REPORT_FINAL].now;
    if (v->guide && now != NULL && now->report->state != REPORT_ADOPTED)
        v->missing = report_missing_of(rq, t, now->report, &v->missing_count);
    v->layout = trajectory_layout(rq, t, title_of(rq, v), "/rapport", NULL, NULL);
    report_list_page(rq_html(rq), v);
    return reply_page(rq);
}

/* POST …/rapport */
struct fault report_create(struct rq *rq)
{
    const struct trajectory *t = trajectory_of(rq);
    enum report_form form;
    if (t == NULL)
        return trajectory_missing();
    if (!report_form_find(form_text(rq, "form"), &form))
        return FAULT(NOT_FOUND, N_("There is no such form of report."));
    struct report_source from = report_source_of(rq, t);
    int64_t id;
    struct fault f = report_make(&from, form, rq->actor.user, rq->now_ms, &id);
    if (f.status != OK)
        return f;
    return reply_redirect(rq, "%s/%lld/bewerken", report_list_url(rq, t), (long long)id);
}
