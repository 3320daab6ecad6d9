/* Notes into groups, groups into groups. Everything is a tick and a button. */
#include <string.h>

#include "slice/session/note_handler.h"
#include "slice/session/room_view.h"
#include "slice/session/sort_view.h"
#include "sort_page.h"

enum {
    DRAWN_NOTES = 40, /* with more a drawing shows groups only */
    TICKS = 2000
};

static const char *const acts[] = { "groep", "nieuw", "dubbel", "persoon", "anders", "toon", NULL };
static const struct field sort_fields[] = {
    { "doe", FIELD_CHOICE, .required = true, .choices = acts, .label = N_("What") },
    { "notitie", FIELD_FAMILY, .max = TICKS, .label = N_("Notes") },
    { "naar", FIELD_INT, .label = N_("To group") },
    { "onder", FIELD_INT, .label = N_("Under") },
    { "nieuw", FIELD_TEXT, .label = N_("Name of a new group") },
};
const struct form_spec sort_form = FORM(sort_fields);

static const char *const branch_acts[] = { "omhoog", "omlaag", "naar", "naam", "weg", NULL };
static const struct field branch_fields[] = {
    { "doe", FIELD_CHOICE, .required = true, .choices = branch_acts, .label = N_("What") },
    { "naar", FIELD_INT, .label = N_("Move it under") },
    { "naam", FIELD_TEXT, .label = N_("Name") },
};
const struct form_spec sort_branch_form = FORM(branch_fields);

/* ---- the page ---------------------------------------------------------------------------------------------- */

static void add_branches(struct rq *rq, const struct room_state *r, struct sort_view *v)
{
    size_t count;
    const struct map_node *n =
        map_nodes(rq->arena, r->item->title, r->clusters, r->cluster_count, r->notes, r->note_count, &count);
    struct sort_branch *branches = NEW_ARRAY(rq->arena, struct sort_branch, count);
    struct sort_option *options = NEW_ARRAY(rq->arena, struct sort_option, count);
    const char *above[NOTE_MAX_DEPTH + 2] = { "" };
    for (size_t i = 1; i < count; i++) {
        const char *path =
            n[i].level > 1 ? arena_printf(rq->arena, "%s › %s", above[n[i].level - 1], n[i].label) : n[i].label;
        above[n[i].level] = path;
        options[v->option_count++] = (struct sort_option){ n[i].cluster, path };
        branches[v->branch_count++] = (struct sort_branch){ .number = n[i].cluster,
                                                            .label = n[i].label,
                                                            .all = n[i].all,
                                                            .level = n[i].level,
                                                            .first = n[i].first,
                                                            .last = n[i].last };
    }
    v->branches = branches;
    v->options = options;
}

static void add_hidden(struct rq *rq, const struct room_state *r, struct sort_view *v)
{
    struct note_line *lines = NEW_ARRAY(rq->arena, struct note_line, r->note_count);
    for (size_t i = 0; i < r->note_count; i++)
        if (r->notes[i].hidden)
            lines[v->hidden_count++] = (struct note_line){ .key = r->notes[i].key,
                                                           .text = r->notes[i].content,
                                                           .name = r->notes[i].name,
                                                           .hidden = r->notes[i].hidden };
    v->hidden = lines;
}

static const char *title_of(struct rq *rq, const struct sort_view *v)
{
    const char *notes =
        arena_printf(rq->arena, tr_n(rq->lang, "%d note", "%d notes", (int64_t)v->n->notes), (int)v->n->notes);
    if (v->branch_count == 0)
        return arena_printf(rq->arena, tr(rq->lang, "%s, no groups yet"), notes);
    return arena_printf(rq->arena,
                        tr_n(rq->lang, "%s in %d group", "%s in %d groups", (int64_t)v->branch_count), notes,
                        (int)v->branch_count);
}

bool sort_ticked(const struct sort_view *v, const char *key)
{
    for (size_t i = 0; i < v->tick_count; i++)
        if (strcmp(v->ticks[i].key, key) == 0)
            return true;
    return false;
}

bool sort_wrong(const struct sort_view *v, const char *id)
{
    return v->wrong_id != NULL && strcmp(v->wrong_id, id) == 0;
}

/* Several forms have a field of the same name: the message goes to the one that was sent. */
static void add_messages(struct rq *rq, struct sort_view *v)
{
    size_t count;
    const struct field_message *all = form_messages(rq, &count);
    struct field_message *m = NEW_ARRAY(rq->arena, struct field_message, count);
    for (size_t i = 0; i < count; i++) {
        const char *name = all[i].field == NULL ? "" : all[i].field;
        bool branch = rq->route->form == &sort_branch_form;
        bool field =
            branch ? strcmp(name, "naam") == 0 || strcmp(name, "naar") == 0 : strcmp(name, "nieuw") == 0;
        m[i] = all[i];
        m[i].field = !field   ? NULL
                     : branch ? arena_printf(rq->arena, "%s-%lld", name, (long long)rq_id(rq, "group"))
                     : strcmp(form_text(rq, "doe"), "nieuw") == 0 ? "naam"
                                                                  : "nieuw";
        if (field && v->wrong_id == NULL) {
            v->wrong_id = m[i].field;
            v->wrong = m[i].message;
            v->wrong_text = form_text(rq, name);
        }
    }
    v->messages = m;
    v->message_count = count;
}

/* GET …/onderdeel/:item/groepen */
struct fault sort_show(struct rq *rq)
{
    const struct session *s;
    const struct session_item *item = note_item_of(rq, &s);
    if (item == NULL)
        return note_item_missing();
    const struct room_state *r =
        room_load(rq->db, rq->arena, rq->site, rq->lang, s, EYE_MINUTES, item->id, 0, rq->now_ms);
    if (r->item == NULL)
        return note_item_missing();
    struct html *h = rq_html(rq);
    struct sort_view v = { .n = note_view_of(h, r, 0) };
    v.url = arena_printf(rq->arena, "%s/regie/onderdeel/%lld/groepen", v.n->path, (long long)item->id);
    add_branches(rq, r, &v);
    add_hidden(rq, r, &v);
    v.nodes = note_map(h, r, DRAWN_NOTES, &v.node_count);
    add_messages(rq, &v);
    v.typed = v.typed_alone = "";
    if (rq->form != NULL && rq->route->form == &sort_form) {
        v.ticks = form_family(rq, "notitie", &v.tick_count);
        *(strcmp(form_text(rq, "doe"), "nieuw") == 0 ? &v.typed_alone : &v.typed) = form_text(rq, "nieuw");
    }
    v.layout = rq_layout(rq, title_of(rq, &v));
    v.layout->lead = item->title;
    v.layout->wide = true;
    bool guide = (rq->actor.roles & ROLE_GUIDE) != 0;
    struct layout_link *crumbs = NEW_ARRAY(rq->arena, struct layout_link, 2);
    crumbs[0] = (struct layout_link){ .url = v.n->path, .label = s->title };
    crumbs[guide] =
        (struct layout_link){ .url = arena_printf(rq->arena, "%s/%s", v.n->path, guide ? "regie" : "notulen"),
                              .label = tr(rq->lang, guide ? N_("Desk") : N_("Second desk")) };
    v.layout->crumbs = crumbs;
    v.layout->crumb_count = guide ? 2 : 1;
    sort_page(h, &v);
    return reply_page(rq);
}

/* ---- what is ticked ---------------------------------------------------------------------------------------- */

static struct fault at_field(struct rq *rq, const char *field, const char *msgid)
{
    form_fail(rq, field, msgid);
    return form_again(rq);
}

static struct fault done(struct rq *rq, const struct session *s, const struct session_item *item, int64_t group)
{
    const char *path = session_path(rq->arena, s);
    rq_room_moved(rq, s->id);
    if (group > 0)
        return reply_redirect(rq, "%s/regie/onderdeel/%lld/groepen#groep-%lld", path, (long long)item->id,
                              (long long)group);
    return reply_redirect(rq, "%s/regie/onderdeel/%lld/groepen", path, (long long)item->id);
}

/* The group that the form names: one that is there, a new one, or none. */
static struct fault target(struct rq *rq, const struct session_item *item, int64_t *group)
{
    const char *name = form_text(rq, "nieuw");
    struct db_int chosen = form_int(rq, "naar");
    if (name[0] != '\0')
        return note_cluster_add(rq->db, rq->arena, item, name, 0, group);
    *group = chosen.v;
    if (!chosen.set)
        return FAULT(INVALID, N_("Choose a group, or give a new one a name."), .detail = "label");
    size_t count;
    const struct session_cluster *all = session_clusters(rq->db, rq->arena, item, &count);
    for (size_t i = 0; i < count; i++)
        if (all[i].number == chosen.v)
            return NO_FAULT;
    return chosen.v == 0
               ? NO_FAULT
               : FAULT(INVALID, N_("This group is not there any more. Choose another one."), .detail = "label");
}

/* A rule's refusal at the field of this form that it is about. */
static struct fault refuse(struct rq *rq, struct fault f, const char *field)
{
    return f.status == INVALID || f.status == CONFLICT ? at_field(rq, field, f.msgid) : f;
}

static struct fault put(struct rq *rq, const struct session *s, const struct session_item *item)
{
    size_t count;
    int64_t group = 0;
    const struct form_pair *ticks = form_family(rq, "notitie", &count);
    if (count == 0)
        return at_field(rq, "notitie", N_("Tick the notes that belong together first."));
    struct fault f = target(rq, item, &group);
    if (f.status != OK)
        return refuse(rq, f, "nieuw");
    for (size_t i = 0; i < count; i++) {
        f = session_note_sort(rq->db, rq->arena, s, item, ticks[i].key, group);
        if (f.status != OK && f.status != NOT_FOUND) /* one that was taken back meanwhile needs no place */
            return f;
    }
    return done(rq, s, item, group);
}

static struct fault hide(struct rq *rq, const struct session *s, const struct session_item *item,
                         enum note_hidden why)
{
    size_t count;
    const struct form_pair *ticks = form_family(rq, "notitie", &count);
    if (count == 0)
        return at_field(rq, "notitie", N_("Tick at least one note first."));
    for (size_t i = 0; i < count; i++) {
        struct fault f = session_note_hide(rq->db, rq->arena, s, item, ticks[i].key, why);
        if (f.status != OK && f.status != NOT_FOUND)
            return f;
    }
    return done(rq, s, item, 0);
}

/* POST …/groepen */
struct fault sort_do(struct rq *rq)
{
    const struct session *s;
    const struct session_item *item = note_item_of(rq, &s);
    if (item == NULL)
        return note_item_missing();
    const char *act = form_text(rq, "doe");
    if (strcmp(act, "groep") == 0)
        return put(rq, s, item);
    if (strcmp(act, "nieuw") != 0)
        return hide(rq, s, item, note_reason(act));
    int64_t group;
    struct fault f =
        note_cluster_add(rq->db, rq->arena, item, form_text(rq, "nieuw"), form_int(rq, "onder").v, &group);
    return f.status != OK ? refuse(rq, f, "nieuw") : done(rq, s, item, group);
}

/* POST …/groepen/:group */
struct fault sort_branch_do(struct rq *rq)
{
    const struct session *s;
    const struct session_item *item = note_item_of(rq, &s);
    if (item == NULL)
        return note_item_missing();
    int64_t group = rq_id(rq, "group");
    const char *act = form_text(rq, "doe");
    struct fault f;
    if (strcmp(act, "naar") == 0)
        f = note_cluster_to(rq->db, rq->arena, item, group, form_int(rq, "naar").v);
    else if (strcmp(act, "naam") == 0)
        f = note_cluster_rename(rq->db, rq->arena, item, group, form_text(rq, "naam"));
    else if (strcmp(act, "weg") == 0)
        f = note_cluster_drop(rq->db, rq->arena, s, item, group);
    else
        f = note_cluster_move(rq->db, rq->arena, item, group, strcmp(act, "omhoog") == 0 ? -1 : 1);
    if (f.status != OK)
        return refuse(rq, f, strcmp(act, "naam") == 0 ? "naam" : "naar");
    return done(rq, s, item, strcmp(act, "weg") == 0 ? 0 : group);
}
