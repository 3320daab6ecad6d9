/* Which sections a report has, in which order, and what is written beside them. */
#include <string.h>

#include "base/utf8.h"
#include "report_sql.h"
#include "slice/report/rules.h"

static const char STEP_PREFIX[] = "stap-";

/* ---- what there may be --------------------------------------------------------------------------------- */

/* Whether a step of the template makes something of this kind. */
static bool step_makes(const struct trajectory_step *s, const char *kind)
{
    for (int i = 0; i < s->section_count; i++) {
        const struct pack_value *outputs = pack_value(s->sections[i], "outputs");
        for (int k = 0; k < outputs->entries.count; k++)
            if (strcmp(pack_string(&outputs->entries.v[k], "kind"), kind) == 0)
                return true;
    }
    return false;
}

/* The topic with which a step of one section shows its documents; NULL when it has none, or several sections. */
static const struct report_topic *topic_of_step(const struct trajectory_step *s)
{
    for (size_t i = 0; s->section_count == 1 && i < report_topic_count; i++)
        if (report_topics[i].output != NULL && step_makes(s, report_topics[i].output))
            return &report_topics[i];
    return NULL;
}

static const struct report_topic *topic_of(const char *key)
{
    for (size_t i = 0; i < report_topic_count; i++)
        if (strcmp(report_topics[i].key, key) == 0)
            return &report_topics[i];
    return NULL;
}

static const struct trajectory_step *step_of_key(const struct report_writer *w, const char *key)
{
    if (strncmp(key, STEP_PREFIX, strlen(STEP_PREFIX)) != 0)
        return NULL;
    for (size_t i = 0; i < w->step_count; i++)
        if (strcmp(w->steps[i].key, key + strlen(STEP_PREFIX)) == 0)
            return &w->steps[i];
    return NULL;
}

const struct trajectory_step *report_section_step(const struct report_writer *w, const char *key)
{
    const struct report_topic *topic = topic_of(key);
    if (topic == NULL)
        return step_of_key(w, key);
    for (size_t i = 0; i < w->step_count; i++)
        if (topic_of_step(&w->steps[i]) == topic)
            return &w->steps[i];
    return NULL;
}

const char *report_section_of_step(const struct report_writer *w, int64_t step)
{
    for (size_t i = 0; i < w->step_count; i++) {
        const struct trajectory_step *s = &w->steps[i];
        if (s->id != step)
            continue;
        const struct report_topic *topic = topic_of_step(s);
        if (topic != NULL && report_section_step(w, topic->key) == s)
            return topic->key;
        return arena_printf(w->from->arena, "%s%s", STEP_PREFIX, s->key);
    }
    return NULL;
}

bool report_section_is_shown(const struct report_writer *w, const char *key)
{
    for (size_t i = 0; i < w->section_count; i++)
        if (strcmp(w->sections[i].key, key) == 0)
            return w->sections[i].shown;
    return false;
}

/* ---- their order ----------------------------------------------------------------------------------------- */

struct order {
    const struct report_writer *w;
    struct report_section *v;
    size_t count;
};

static bool has(const struct order *o, const char *key)
{
    for (size_t i = 0; i < o->count; i++)
        if (strcmp(o->v[i].key, key) == 0)
            return true;
    return false;
}

static void add_topic(struct order *o, const struct report_topic *t)
{
    if (t > report_topics && t[-1].with_next)
        add_topic(o, t - 1);
    if (!has(o, t->key))
        o->v[o->count++] = (struct report_section){ .key = t->key,
                                                    .title = tr(o->w->report->lang, t->title),
                                                    .shown = true,
                                                    .own = t->own,
                                                    .lead = "",
                                                    .tail = "" };
}

static void add_step(struct order *o, const struct trajectory_step *s)
{
    for (size_t i = 0; i < report_topic_count; i++)
        if (report_topics[i].output != NULL && step_makes(s, report_topics[i].output))
            add_topic(o, &report_topics[i]);
    const char *key = report_section_of_step(o->w, s->id);
    if (step_makes(s, "document") && !has(o, key))
        o->v[o->count++] = (struct report_section){
            .key = key, .title = text_in(o->w->report->lang, s->title), .shown = true, .lead = "", .tail = ""
        };
}

/* First what opens the report, then what the steps made, then what closes it; a topic that no step makes stands where its
 * table has it. */
const struct report_section *report_default_sections(const struct report_writer *w, size_t *count)
{
    struct order o = { .w = w };
    o.v = NEW_ARRAY(w->from->arena, struct report_section, report_topic_count + w->step_count);
    bool steps = false;
    for (size_t i = 0; i < report_topic_count; i++) {
        if (report_topics[i].output != NULL && !steps) {
            for (size_t k = 0; k < w->step_count; k++)
                add_step(&o, &w->steps[k]);
            steps = true;
        }
        add_topic(&o, &report_topics[i]);
    }
    *count = o.count;
    return o.v;
}

static struct report_section *find(struct report_section *v, size_t count, const char *key)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(v[i].key, key) == 0)
            return &v[i];
    return NULL;
}

/* What is stored, in its order, with titles of now; behind it what came since, which is not shown. What the template no longer
 * has is left out. */
static struct report_section *sections(const struct report_writer *w, size_t *count)
{
    struct arena *a = w->from->arena;
    size_t rows, all;
    const struct report_section_list *stored = report_q_section_list(w->from->db, a, w->report->id, &rows);
    const struct report_section *defaults = report_default_sections(w, &all);
    struct report_section *known = NEW_ARRAY(a, struct report_section, all),
                          *v = NEW_ARRAY(a, struct report_section, all);
    memcpy(known, defaults, all * sizeof *known);
    *count = 0;
    for (size_t i = 0; i < rows; i++) {
        struct report_section *s = find(known, all, stored[i].key);
        if (s == NULL)
            continue;
        s->shown = stored[i].shown;
        s->lead = stored[i].lead;
        s->tail = stored[i].tail;
        s->edit = stored[i].edit;
        v[(*count)++] = *s;
    }
    for (size_t i = 0; i < all; i++)
        if (find(v, *count, known[i].key) == NULL) {
            v[*count] = known[i];
            v[(*count)++].shown = false;
        }
    return v;
}

struct report_writer report_writer_of(const struct report_source *from, const struct report *r,
                                      const struct lang *lang)
{
    struct report_writer w = { .from = from, .report = r, .lang = lang };
    w.steps = trajectory_steps(from->db, from->arena, from->trajectory, r->cycle, &w.step_count);
    struct document_filter all = { 0 };
    const struct document *list = documents(from->db, from->arena, from->trajectory, &all, &w.document_count);
    struct document *oldest = NEW_ARRAY(from->arena, struct document, w.document_count);
    for (size_t i = 0; i < w.document_count; i++)
        oldest[i] = list[w.document_count - 1 - i];
    w.documents = oldest;
    return w;
}

const struct report_section *report_sections(const struct report_source *from, const struct report *r,
                                             size_t *count)
{
    struct report_writer w = report_writer_of(from, r, r->lang);
    return sections(&w, count);
}

const struct report_section *report_section_get(const struct report_source *from, const struct report *r,
                                                const char *key)
{
    struct report_writer w = report_writer_of(from, r, r->lang);
    size_t count;
    struct report_section *v = sections(&w, &count);
    return r->form == REPORT_FINAL ? find(v, count, key) : NULL;
}

/* ---- changing them ------------------------------------------------------------------------------------------ */

/* Stores the order and what is shown of all, as one change of the report. */
static struct fault store(const struct report_source *from, const struct report *r,
                          const struct report_section *v, size_t count, int64_t edit, int64_t now_ms)
{
    if (report_q_touch(from->db, r->organisation, r->id, edit, now_ms) == 0)
        return report_not_changed(r);
    for (size_t i = 0; i < count; i++)
        report_q_section_put(from->db, r->id, v[i].key, (int64_t)i, v[i].shown);
    return NO_FAULT;
}

static const struct fault no_section = { .status = NOT_FOUND, .msgid = N_("This report has no such section.") };

struct fault report_section_move(const struct report_source *from, const struct report *r, const char *key,
                                 int by, int64_t edit, int64_t now_ms)
{
    struct report_writer w = report_writer_of(from, r, r->lang);
    size_t count;
    struct report_section *v = sections(&w, &count), *s = find(v, count, key);
    if (s == NULL || r->form != REPORT_FINAL)
        return no_section;
    struct report_section *other = by < 0 ? s - 1 : s + 1;
    if (other < v || other >= v + count)
        return NO_FAULT; /* it stands at the end already */
    struct report_section moved = *s;
    *s = *other;
    *other = moved;
    return store(from, r, v, count, edit, now_ms);
}

struct fault report_section_show(const struct report_source *from, const struct report *r, const char *key,
                                 bool shown, int64_t edit, int64_t now_ms)
{
    struct report_writer w = report_writer_of(from, r, r->lang);
    size_t count;
    struct report_section *v = sections(&w, &count), *s = find(v, count, key);
    if (s == NULL || r->form != REPORT_FINAL)
        return no_section;
    s->shown = shown;
    return store(from, r, v, count, edit, now_ms);
}

/* A section that came with a newer template is stored, behind the others, with the first text beside it. */
enum { BEHIND = 1000 };

static bool put_text(const struct report_source *from, const struct report *r, const struct report_section *s,
                     const struct report_own *own)
{
    bool first = s->edit == 0 && own->edit == 0;
    if (first)
        report_q_section_put(from->db, r->id, s->key, BEHIND, s->shown);
    return report_q_section_write(from->db, r->id, s->key, first ? 1 : own->edit, own->lead, own->tail) == 1;
}

struct fault report_section_write(const struct report_source *from, const struct report *r,
                                  const struct report_section *s, const struct report_own *own, int64_t user,
                                  int64_t now_ms)
{
    struct arena *a = from->arena;
    if (utf8_length(own->lead) > REPORT_MAX_OWN)
        return fault_at(INVALID, "lead", N_("Keep it within 20,000 characters."));
    if (utf8_length(own->tail) > REPORT_MAX_OWN)
        return fault_at(INVALID, "tail", N_("Keep it within 20,000 characters."));
    if (own->lead[0] != '\0' && strcmp(own->lead, report_section_skeleton(from, r, s)) == 0)
        return fault_at(INVALID, "lead", N_("This is still the text to begin with. Make it your own first."));
    if (report_is_fixed(r))
        return report_not_changed(r);
    if (strcmp(own->lead, s->lead) == 0 && strcmp(own->tail, s->tail) == 0)
        return NO_FAULT; /* it stands there already, whoever wrote it */
    if (!put_text(from, r, s, own))
        return report_not_changed(r);
    report_log(from->db, r, arena_printf(a, "lead:%s", s->key), s->lead, own->lead, user, now_ms);
    report_log(from->db, r, arena_printf(a, "tail:%s", s->key), s->tail, own->tail, user, now_ms);
    report_q_written(from->db, r->organisation, r->id, now_ms);
    return NO_FAULT;
}

struct report_own report_section_before(const struct report_source *from, const struct report *r,
                                        const struct report_section *s, int64_t edit)
{
    enum { LOOKED_AT = 500 };
    struct arena *a = from->arena;
    struct report_own own = { s->lead, s->tail, edit };
    const char *lead = arena_printf(a, "lead:%s", s->key), *tail = arena_printf(a, "tail:%s", s->key);
    int64_t back = s->edit - edit; /* so many times it was written since */
    size_t count;
    const struct report_change *c = report_changes(from->db, a, r, INT64_MAX, LOOKED_AT, &count);
    for (size_t i = 0; i < count && back > 0; i++) {
        if (strcmp(c[i].field, lead) == 0) {
            own.lead = c[i].was;
            back--;
        } else if (strcmp(c[i].field, tail) == 0) {
            own.tail = c[i].was;
            /* Who writes both leaves two lines, of which this is the second: the first one counts. */
            bool both = i + 1 < count && c[i + 1].id + 1 == c[i].id && c[i + 1].at == c[i].at &&
                        strcmp(c[i + 1].field, lead) == 0;
            back -= both ? 0 : 1;
        }
    }
    return own;
}
