/* The objections that guides meet, with what helps. Nothing here writes an audit line or an event. */
#include <stdio.h>
#include <string.h>

#include "objection_page.h"
#include "slice/group/view.h"

enum { SHOWN = 30, KINDS_MOST = 200 };

#define OBJECTION_FIELDS                                                                                       \
    { "resistance", FIELD_CHOICE, .label = N_("What did you hear?") },                                         \
        { "note", FIELD_AREA, .max = GROUP_MAX_NOTE, .label = N_("Note"),                                      \
          .help =                                                                                              \
              N_("Never who said it, nor anything by which people would know. Leave it out when in doubt.") }, \
    {                                                                                                          \
        "helped", FIELD_AREA, .max = GROUP_MAX_NOTE, .label = N_("What helped?")                               \
    }
static const struct field add_fields[] = { OBJECTION_FIELDS };
const struct form_spec objection_form = FORM(add_fields);
static const struct field edit_fields[] = { OBJECTION_FIELDS,
                                            { "edit", FIELD_INT, .required = true, .label = N_("Version") } };
const struct form_spec objection_edit_form = FORM(edit_fields);

#define NO_OBJECTION FAULT(NOT_FOUND, N_("This objection is not on the list."))

/* ---- kinds ------------------------------------------------------------------------------------------------- */

static const char *says_of(struct rq *rq, const char *resistance)
{
    const struct pack *pack;
    const struct pack_entry *e = group_resistance(rq->site->packs, resistance, &pack);
    return e == NULL ? tr(rq->lang, "Another objection") : text_in(rq->lang, pack_text(e, "says"));
}

/* Every kind of the installed packs, and "another one" as the empty choice. */
static struct field_view *kind_field(struct rq *rq, const struct form_spec *spec, const char *value)
{
    struct field_option *o = NEW_ARRAY(rq->arena, struct field_option, KINDS_MOST);
    size_t n = 0;
    const struct packs *packs = rq->site->packs;
    for (size_t i = 0; i < packs->count; i++) {
        if (packs->v[i]->kind != PACK_PRACTICES || pack_find(packs, packs->v[i]->id, 0) != packs->v[i])
            continue;
        const struct pack_list *list = pack_list(packs->v[i]->lists, "resistances");
        for (int k = 0; k < list->count && n < KINDS_MOST; k++)
            o[n++] = (struct field_option){ .value = list->v[k].id,
                                            .label = text_in(rq->lang, pack_text(&list->v[k], "says")) };
    }
    struct field_view *f = form_field(rq, spec, "resistance", value);
    f->options = o;
    f->option_count = n;
    f->elsewhere = true; /* "another one" is an answer too */
    return f;
}

static void add_practices(struct rq *rq, struct objection_kind *kind, const struct pack *pack,
                          const struct pack_entry *e)
{
    const char *const *ids = pack_ids(e, "practices");
    size_t most = 0;
    while (ids[most] != NULL)
        most++;
    struct group_link *links = NEW_ARRAY(rq->arena, struct group_link, most);
    for (size_t i = 0; i < most; i++) {
        const struct pack_entry *practice = pack_entry(pack_list(pack->lists, "practices"), ids[i]);
        if (practice != NULL)
            links[kind->practice_count++] =
                (struct group_link){ .url = arena_printf(rq->arena, "/bibliotheek/praktijk/%s", practice->id),
                                     .label = text_in(rq->lang, pack_text(practice, "title")) };
    }
    kind->practices = links;
}

static void add_kinds(struct rq *rq, const struct group_place *p, struct objections_view *v)
{
    const struct group_objection_count *c = group_objection_counts(rq->db, rq->arena, p->t, &v->kind_count);
    struct objection_kind *kinds = NEW_ARRAY(rq->arena, struct objection_kind, v->kind_count);
    for (size_t i = 0; i < v->kind_count; i++) {
        const struct pack *pack;
        const struct pack_entry *e = group_resistance(rq->site->packs, c[i].resistance, &pack);
        kinds[i] = (struct objection_kind){
            .says = says_of(rq, c[i].resistance),
            .count =
                arena_printf(rq->arena, tr_n(rq->lang, "%d time", "%d times", c[i].count), (int)c[i].count),
        };
        if (e == NULL)
            continue;
        kinds[i].url = arena_printf(rq->arena, "/bibliotheek/weerstand/%s", e->id);
        kinds[i].answer = text_in(rq->lang, pack_text(e, "answer"));
        add_practices(rq, &kinds[i], pack, e);
    }
    v->kinds = kinds;
}

/* ---- the list ---------------------------------------------------------------------------------------------- */

static void add_lines(struct rq *rq, const struct group_place *p, struct objections_view *v)
{
    const char *asked = rq_query(rq, "voor");
    long long before;
    if (asked == NULL || sscanf(asked, "%18lld", &before) != 1)
        before = INT64_MAX;
    size_t count;
    const struct group_objection *all = group_objections(rq->db, rq->arena, p->t, before, SHOWN + 1, &count);
    v->line_count = count > SHOWN ? SHOWN : count;
    struct objection_line *lines = NEW_ARRAY(rq->arena, struct objection_line, v->line_count);
    for (size_t i = 0; i < v->line_count; i++)
        lines[i] = (struct objection_line){ .id = all[i].id,
                                            .says = says_of(rq, all[i].resistance),
                                            .note = all[i].note,
                                            .helped = all[i].helped };
    v->lines = lines;
    if (count > SHOWN)
        v->older = arena_printf(rq->arena, "%s/bezwaren?voor=%lld", p->base, (long long)all[SHOWN - 1].id);
}

struct fault objections_show(struct rq *rq)
{
    struct group_place p;
    struct fault f = group_place_of(rq, true, &p);
    if (f.status != OK)
        return f;
    struct objections_view v = { .p = &p };
    add_kinds(rq, &p, &v);
    add_lines(rq, &p, &v);
    v.resistance = kind_field(rq, &objection_form, "");
    v.note = form_field(rq, &objection_form, "note", "");
    v.helped = form_field(rq, &objection_form, "helped", "");
    v.messages = form_messages(rq, &v.message_count);
    v.layout = group_layout(rq, &p, tr(rq->lang, "Objections, and what helps"));
    v.layout->lead =
        tr(rq->lang, "For guides only. In no report and no export, and deleted when the trajectory ends.");
    objections_page(rq_html(rq), &v);
    return reply_page(rq);
}

static struct fault save(struct rq *rq, const struct group_place *p, int64_t id, int64_t edit)
{
    struct group_objection o = { .id = id,
                                 .resistance = form_text(rq, "resistance"),
                                 .note = form_text(rq, "note"),
                                 .helped = form_text(rq, "helped"),
                                 .edit = edit };
    struct fault f = group_answer(rq, group_objection_save(rq->db, rq->arena, rq->site->packs, p->t, &o, &id));
    if (f.status != OK)
        return f;
    reply_notice(rq, tr(rq->lang, "Kept."));
    return reply_redirect(rq, "%s/bezwaren", p->base);
}

struct fault objection_add(struct rq *rq)
{
    struct group_place p;
    struct fault f = group_place_of(rq, true, &p);
    return f.status == OK ? save(rq, &p, 0, 0) : f;
}

/* ---- one --------------------------------------------------------------------------------------------------- */

static struct fault find(struct rq *rq, struct group_place *p, const struct group_objection **o)
{
    struct fault f = group_place_of(rq, true, p);
    if (f.status != OK)
        return f;
    *o = group_objection_get(rq->db, rq->arena, p->t, rq_id(rq, "objection"));
    return *o == NULL ? NO_OBJECTION : NO_FAULT;
}

static const struct group_conflict *conflict_of(struct rq *rq, const struct group_place *p,
                                                const struct group_objection *o)
{
    struct group_conflict *c =
        group_conflict_of(rq, o->edit, arena_printf(rq->arena, "%s/bezwaren/%lld", p->base, (long long)o->id));
    if (c == NULL)
        return NULL;
    struct group_stands *s = NEW_ARRAY(rq->arena, struct group_stands, 3);
    s[c->count++] = (struct group_stands){ tr(rq->lang, "What did you hear?"), says_of(rq, o->resistance) };
    s[c->count++] = (struct group_stands){ tr(rq->lang, "Note"), o->note };
    s[c->count++] = (struct group_stands){ tr(rq->lang, "What helped?"), o->helped };
    c->stands = s;
    return c;
}

struct fault objection_show(struct rq *rq)
{
    struct group_place p;
    const struct group_objection *o;
    struct fault f = find(rq, &p, &o);
    if (f.status != OK)
        return f;
    struct objection_view v = {
        .p = &p, .id = o->id, .archived = o->archived, .edit = group_number(rq, o->edit)
    };
    v.resistance = kind_field(rq, &objection_edit_form, o->resistance);
    v.note = form_field(rq, &objection_edit_form, "note", o->note);
    v.helped = form_field(rq, &objection_edit_form, "helped", o->helped);
    v.conflict = conflict_of(rq, &p, o);
    v.messages = form_messages(rq, &v.message_count);
    v.layout = trajectory_layout(rq, p.t, says_of(rq, o->resistance), "/groep",
                                 arena_printf(rq->arena, "%s/bezwaren", p.base), tr(rq->lang, "Objections"));
    v.layout->wide = false;
    objection_page(rq_html(rq), &v);
    return reply_page(rq);
}

struct fault objection_save(struct rq *rq)
{
    struct group_place p;
    const struct group_objection *o;
    struct fault f = find(rq, &p, &o);
    return f.status == OK ? save(rq, &p, o->id, form_int(rq, "edit").v) : f;
}

static struct fault archive(struct rq *rq, bool archived)
{
    struct group_place p;
    const struct group_objection *o;
    struct fault f = find(rq, &p, &o);
    if (f.status != OK)
        return f;
    group_objection_archive(rq->db, p.t, o->id, archived);
    if (!archived) {
        reply_notice(rq, tr(rq->lang, "It is back on the list."));
        return reply_redirect(rq, "%s/bezwaren", p.base);
    }
    reply_notice(rq, tr(rq->lang, "Taken off the list. Here you can put it back."));
    return reply_redirect(rq, "%s/bezwaren/%lld", p.base, (long long)o->id);
}

struct fault objection_archive(struct rq *rq)
{
    return archive(rq, true);
}

struct fault objection_restore(struct rq *rq)
{
    return archive(rq, false);
}
