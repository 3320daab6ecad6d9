/* Documents inside a report: those of a step with their texts, minutes, and what else was adopted. */
#include <string.h>

#include "slice/group/group.h"
#include "slice/report/rules.h"

/* A document that is the result of a step is printed also as a draft, and says so; any other once it was agreed. */
static bool is_printed(const struct document *d)
{
    return d->agreed > 0 || (d->output[0] != '\0' && d->version > 0);
}

/* What the outputs of these kinds hold by hand are reports themselves. */
static bool is_report(const struct trajectory *t, const struct document *d)
{
    const struct pack_entry *e = document_output_entry(t, d->section, d->output);
    return e != NULL &&
           (strcmp(pack_string(e, "kind"), "report") == 0 || strcmp(pack_string(e, "kind"), "note") == 0 ||
            strcmp(pack_string(e, "kind"), "proposal") == 0);
}

/* The shared motivation stands in the chapter on the group, as soon as it was agreed and as long as a group goes on. */
static bool is_of_group(const struct report_writer *w, const struct document *d)
{
    const struct report_source *from = w->from;
    if (d->sort != DOCUMENT_MOTIVATION || !report_section_is_shown(w, "group"))
        return false;
    const struct document *told = group_motivation(from->db, from->arena, from->trajectory, true);
    size_t count;
    const struct group *g = groups(from->db, from->arena, from->trajectory, from->today, &count);
    bool goes_on = false;
    for (size_t i = 0; i < count; i++)
        goes_on = goes_on || group_goes_on(&g[i], from->today);
    return goes_on && told != NULL && told->id == d->id;
}

static bool is_of_step(const struct report_writer *w, const struct document *d, int64_t step)
{
    return d->step.set && d->step.v == step && d->sort != DOCUMENT_MINUTES && is_printed(d) &&
           !is_report(w->from->trajectory, d) && !is_of_group(w, d);
}

static void put_document(struct report_writer *w, const struct document *d, int level)
{
    const struct report_source *from = w->from;
    const struct document_version *v =
        document_version_get(from->db, from->arena, d, d->agreed > 0 ? d->agreed : d->version);
    if (v == NULL)
        return;
    doc_heading(w->doc, level, v->title, NULL);
    doc_note(w->doc, document_standing(from->arena, w->lang, d, v));
    doc_markdown(w->doc, v->content, level);
}

/* Where a document stands in the template: by section and output; others behind them. */
static int place_of(const struct trajectory_step *s, const struct document *d)
{
    int place = 0;
    for (int i = 0; i < s->section_count; i++) {
        const struct pack_value *outputs = pack_value(s->sections[i], "outputs");
        for (int k = 0; k < outputs->entries.count; k++, place++)
            if (strcmp(d->section, s->sections[i]->id) == 0 && strcmp(d->output, outputs->entries.v[k].id) == 0)
                return place;
    }
    return place;
}

void report_put_documents(struct report_writer *w, const struct trajectory_step *step, int level)
{
    int places = 0;
    for (size_t i = 0; i < w->document_count; i++)
        if (is_of_step(w, &w->documents[i], step->id) && place_of(step, &w->documents[i]) > places)
            places = place_of(step, &w->documents[i]);
    for (int place = 0; place <= places; place++)
        for (size_t i = 0; i < w->document_count; i++)
            if (is_of_step(w, &w->documents[i], step->id) && place_of(step, &w->documents[i]) == place)
                put_document(w, &w->documents[i], level);
}

void report_document_gaps(const struct report_writer *w, const struct trajectory_step *step,
                          struct report_gap_list *out)
{
    const struct report_source *from = w->from;
    for (int i = 0; i < step->section_count; i++) {
        const struct pack_value *outputs = pack_value(step->sections[i], "outputs");
        for (int k = 0; k < outputs->entries.count; k++) {
            const struct pack_entry *e = &outputs->entries.v[k];
            if (strcmp(pack_string(e, "kind"), "document") != 0)
                continue;
            const char *title = text_in(w->lang, pack_text(e, "title"));
            const struct document *d = document_of_output(from->db, from->arena, from->trajectory, step->id,
                                                          step->sections[i]->id, e->id);
            if (d == NULL || d->version == 0)
                report_gap(w, out, arena_printf(from->arena, tr(w->lang, "“%s” is not written yet."), title));
            else if (d->agreed == 0)
                report_gap(w, out, arena_printf(from->arena, tr(w->lang, "“%s” is still a draft."), title));
        }
    }
}

/* ---- minutes ----------------------------------------------------------------------------------------- */

static bool is_minutes(const struct document *d)
{
    return d->sort == DOCUMENT_MINUTES && d->agreed > 0;
}

void report_fill_minutes(struct report_writer *w, int level)
{
    size_t count = 0;
    for (size_t i = 0; i < w->document_count; i++)
        count += is_minutes(&w->documents[i]);
    if (count == 0)
        return;
    doc_heading(w->doc, level, "", NULL);
    for (size_t i = 0; i < w->document_count; i++)
        if (is_minutes(&w->documents[i]))
            put_document(w, &w->documents[i], level + 1);
}

void report_minutes_gaps(const struct report_writer *w, struct report_gap_list *out)
{
    struct document_counts n = document_counts(w->from->db, w->from->arena, w->from->trajectory);
    int64_t open = n.minutes - n.minutes_agreed;
    if (n.minutes == 0)
        report_gap(w, out, tr(w->lang, "There are no minutes yet."));
    else if (open > 0)
        report_gap(w, out,
                   arena_printf(w->from->arena,
                                tr_n(w->lang, "%d minutes are not approved and stay out.",
                                     "%d minutes are not approved and stay out.", open),
                                (int)open));
}

/* ---- what else was adopted ------------------------------------------------------------------------------ */

/* Adopted, and not in a section that is shown. */
static bool is_annex(const struct report_writer *w, const struct document *d)
{
    if (d->adopted_by == NULL || is_report(w->from->trajectory, d) || is_of_group(w, d))
        return false;
    if (d->sort == DOCUMENT_MINUTES)
        return !report_section_is_shown(w, "minutes");
    const char *key = d->step.set ? report_section_of_step(w, d->step.v) : NULL;
    return key == NULL || !report_section_is_shown(w, key);
}

void report_fill_annexes(struct report_writer *w, int level)
{
    size_t count = 0;
    for (size_t i = 0; i < w->document_count; i++)
        count += is_annex(w, &w->documents[i]);
    if (count == 0)
        return;
    doc_heading(w->doc, level, "", NULL);
    for (size_t i = 0; i < w->document_count; i++)
        if (is_annex(w, &w->documents[i]))
            put_document(w, &w->documents[i], level + 1);
}
