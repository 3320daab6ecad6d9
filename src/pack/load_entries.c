/* Loading of the kinds that are lists, along the tables of kinds.c. */
#include <string.h>

#include "pack/entries.h"
#include "pack/formula.h"
#include "pack/index.h"
#include "pack/load.h"

struct loader {
    struct reader *r;
    struct pack_lists *lists;
};

static void fill(struct reader *r, const struct yaml_node *node, const struct pack_shape *shape,
                 struct pack_entry *out, bool inside);

/* ---- fields --------------------------------------------------------------------------------------------- */

static void read_texts(struct reader *r, const struct yaml_node *map, const struct pack_field *f,
                       struct pack_value *out)
{
    const struct yaml_node *list = field_list(r, map, f->name);
    if (list == NULL)
        return;
    int64_t most = f->most > 0 ? f->most : 60;
    if ((int64_t)list->count < f->least || (int64_t)list->count > most) {
        if (f->least == most)
            field_fault(r, list->line, "\"%s\" has %zu items, it must have %lld", f->name, list->count,
                        (long long)most);
        else
            field_fault(r, list->line, "\"%s\" has %zu items, from %lld to %lld are allowed", f->name,
                        list->count, (long long)f->least, (long long)most);
        return;
    }
    struct text *v = NEW_ARRAY(r->a, struct text, list->count);
    for (size_t i = 0; i < list->count; i++)
        v[i] = field_text_of(r, &list->items[i], f->name, (struct text_limits){ .words = f->words });
    out->texts.v = v;
    out->texts.count = (int)list->count;
}

static void read_decimal(struct reader *r, const struct yaml_node *map, const struct pack_field *f,
                         struct pack_value *out)
{
    out->string = field_string(r, map, f->name);
    const char *s = out->string;
    if (s == NULL)
        return;
    s += *s == '-';
    size_t whole = strspn(s, "0123456789"), part = s[whole] == '.' ? strspn(s + whole + 1, "0123456789") : 0;
    size_t n = whole + (s[whole] == '.' ? 1 + part : 0);
    if (whole == 0 || whole > 12 || (s[whole] == '.' && (part == 0 || part > 6)) || s[n] != '\0')
        field_fault(r, yaml_get(map, f->name)->line, "\"%s\" must be a number such as \"191.8\"", f->name);
}

static void read_entries(struct reader *r, const struct yaml_node *map, const struct pack_field *f,
                         struct pack_value *out)
{
    const struct yaml_node *list = field_list(r, map, f->name);
    if (list == NULL)
        return;
    if (list->count > 60) {
        field_fault(r, list->line, "\"%s\" has %zu items, at most 60", f->name, list->count);
        return;
    }
    struct pack_entry *v = NEW_ARRAY(r->a, struct pack_entry, list->count);
    for (size_t i = 0; i < list->count; i++) {
        fill(r, &list->items[i], f->of, &v[i], true);
        for (size_t k = 0; k < i; k++)
            if (v[i].id != NULL && v[k].id != NULL && strcmp(v[i].id, v[k].id) == 0)
                field_fault(r, list->items[i].line, "\"%s\" has the id \"%s\" twice", f->name, v[i].id);
    }
    out->entries.v = v;
    out->entries.count = (int)list->count;
}

static void read_value(struct reader *r, const struct yaml_node *map, const struct pack_field *f,
                       struct pack_value *out)
{
    static const char *const none[] = { NULL };
    if (f->type == PF_CODES || f->type == PF_REFS)
        out->list = none;
    const struct yaml_node *node = yaml_get(map, f->name);
    if (node == NULL)
        return;
    out->set = true;
    int choice;
    switch (f->type) {
    case PF_TEXT:
        out->text = field_text(r, map, f->name, (struct text_limits){ .words = (int)f->most });
        break;
    case PF_TEXTS:
        read_texts(r, map, f, out);
        break;
    case PF_STRING:
        out->string = field_string(r, map, f->name);
        break;
    case PF_DECIMAL:
        read_decimal(r, map, f, out);
        break;
    case PF_CHOICE:
        choice = field_choice(r, map, f->name, f->choices);
        out->string = choice < 0 ? NULL : f->choices[choice];
        break;
    case PF_INT:
        out->number = field_int(r, map, f->name, f->least, f->most, f->least);
        break;
    case PF_BOOL:
        out->number = field_bool(r, map, f->name, false);
        break;
    case PF_DATE:
        out->string = field_date(r, map, f->name);
        break;
    case PF_CODES:
        out->list = strcmp(f->to, "sdg") == 0 ? field_sdg(r, map, f->name)
                                              : field_codes(r, map, f->name, PACK_MAX_CODE);
        break;
    case PF_REF:
        out->string = field_string(r, map, f->name);
        break;
    case PF_REFS:
        out->list = field_codes(r, map, f->name, PACK_MAX_ID);
        break;
    case PF_ENTRIES:
        read_entries(r, map, f, out);
        break;
    }
}

/* Pairs of fields that must stand in order: from and to, first and last. */
static void check_order(struct reader *r, const struct yaml_node *node, const struct pack_entry *e)
{
    for (int i = 0; i < e->shape->count; i++) {
        const struct pack_field *f = &e->shape->fields[i];
        const struct pack_value *v = &e->values[i],
                                *least = f->not_below == NULL ? NULL : pack_value(e, f->not_below);
        if (least == NULL || !v->set || !least->set)
            continue;
        if (f->type == PF_INT && v->number < least->number)
            field_fault(r, yaml_get(node, f->name)->line, "\"%s\" is below \"%s\"", f->name, f->not_below);
        if (f->type == PF_DATE && strcmp(v->string, least->string) < 0) /* ISO sorts as text */
            field_fault(r, yaml_get(node, f->name)->line, "\"%s\" is before \"%s\"", f->name, f->not_below);
    }
}

static void fill(struct reader *r, const struct yaml_node *node, const struct pack_shape *shape,
                 struct pack_entry *out, bool inside)
{
    struct field names[32] = { { "id", true } };
    size_t count = 1;
    ASSERT((size_t)shape->count < sizeof names / sizeof *names);
    for (int i = 0; i < shape->count; i++)
        names[count++] = (struct field){ shape->fields[i].name, shape->fields[i].required };
    struct pack_value *values = NEW_ARRAY(r->a, struct pack_value, (size_t)shape->count);
    out->shape = shape;
    out->values = values;
    if (!(inside ? field_map(r, node, shape->what, names, count)
                 : field_entry(r, node, shape->what, names, count)))
        return;
    size_t faults = r->faults->count;
    out->id = field_id(r, node, shape->id_is != NULL, NULL);
    for (int i = 0; i < shape->count; i++)
        read_value(r, node, &shape->fields[i], &values[i]);
    if (r->faults->count == faults)
        check_order(r, node, out);
}

/* ---- references within the pack --------------------------------------------------------------------------- */

static bool has_id(const struct pack_entry *v, int count, const char *id)
{
    for (int i = 0; i < count; i++)
        if (v[i].id != NULL && strcmp(v[i].id, id) == 0)
            return true;
    return false;
}

static void check_own_ref(struct loader *l, const struct yaml_node *node, const struct pack_entry *e,
                          const struct pack_field *f, const char *id)
{
    bool found;
    if (f->to[0] == '.') {
        const struct pack_value *list = pack_value(e, f->to + 1);
        found = has_id(list->entries.v, list->entries.count, id);
    } else {
        const struct pack_list *list = pack_list(l->lists, f->to);
        if (list == NULL)
            return; /* of another pack: packs_check */
        found = pack_entry(list, id) != NULL;
    }
    if (!found) {
        const struct yaml_node *value = yaml_get(node, f->name);
        field_fault(l->r, value == NULL ? node->line : value->line,
                    "\"%s\": there is no \"%s\" among the %s of this pack", f->name, id,
                    f->to[0] == '.' ? f->to + 1 : f->to);
    }
}

static void check_own_refs(struct loader *l, const struct yaml_node *node, const struct pack_entry *e)
{
    for (int i = 0; i < e->shape->count; i++) {
        const struct pack_field *f = &e->shape->fields[i];
        const struct pack_value *v = &e->values[i];
        if (f->type == PF_REF && v->string != NULL)
            check_own_ref(l, node, e, f, v->string);
        for (int k = 0; f->type == PF_REFS && v->list[k] != NULL; k++)
            check_own_ref(l, node, e, f, v->list[k]);
    }
}

/* ---- indicators: units and formulas ----------------------------------------------------------------------- */

static void check_indicator(struct loader *l, const struct yaml_node *node, const struct pack_entry *e,
                            const char *const *units, int unit_count)
{
    struct reader *r = l->r;
    const struct pack_value *inputs = pack_value(e, "inputs");
    struct formula_input *v = NEW_ARRAY(r->scratch, struct formula_input, (size_t)inputs->entries.count + 1);
    const char *why, *s = pack_string(e, "unit");
    struct formula_unit unit;
    bool sound = s != NULL && pack_string(e, "formula") != NULL;
    if (sound && formula_unit_read(r->scratch, s, units, unit_count, &unit, &why) != OK) {
        field_fault(r, yaml_get(node, "unit")->line, "\"unit\": %s", why);
        sound = false;
    }
    for (int i = 0; i < inputs->entries.count; i++) {
        const struct pack_entry *in = &inputs->entries.v[i];
        v[i].id = in->id;
        s = in->id == NULL ? NULL : pack_string(in, "unit");
        if (s == NULL) {
            sound = false;
        } else if (formula_unit_read(r->scratch, s, units, unit_count, &v[i].unit, &why) != OK) {
            field_fault(r, yaml_get(node, "inputs")->items[i].line, "\"unit\": %s", why);
            sound = false;
        }
    }
    if (sound &&
        formula_check(r->scratch, pack_string(e, "formula"), v, inputs->entries.count, &unit, &why) != OK)
        field_fault(r, yaml_get(node, "formula")->line, "\"formula\": %s", why);
    if (!pack_value(e, "source-public")->set && !pack_value(e, "source-company")->set)
        field_fault(r, node->line, "one of \"source-public\" and \"source-company\" is needed");
}

static void check_indicators(struct loader *l, const struct yaml_node *root)
{
    const struct pack_list *units = pack_list(l->lists, "units"), *list = pack_list(l->lists, "entries");
    const char *ids[FORMULA_MAX_UNITS];
    int count = 0;
    for (; count < units->count && count < FORMULA_MAX_UNITS; count++)
        ids[count] = units->v[count].id;
    const struct yaml_node *nodes = yaml_get(root, "entries");
    for (int i = 0; i < list->count; i++) {
        l->r->entry = list->v[i].id;
        check_indicator(l, &nodes->items[i], &list->v[i], ids, count);
    }
    l->r->entry = NULL;
}

/* ---- session templates: timings and answers ---------------------------------------------------------------- */

static void check_agenda_part(struct reader *r, const struct yaml_node *node, const struct pack_entry *part)
{
    const struct pack_value *answer = pack_value(part, "answer"), *options = pack_value(part, "options");
    if (answer->set && answer->number > options->texts.count)
        field_fault(r, yaml_get(node, "answer")->line, "\"answer\" is %lld, and there are %d options",
                    (long long)answer->number, options->texts.count);
}

/* What an item takes its parts from stands in a deck, and only these two take them from there. */
static void check_agenda_source(struct reader *r, const struct yaml_node *node, const struct pack_entry *item,
                                const char *method, const char *field)
{
    bool is = strcmp(pack_string(item, "method"), method) == 0, has = pack_value(item, field)->set,
         own = pack_value(item, "parts")->set;
    if (is && !has && !own)
        field_fault(r, node->line, "an item with the method %s needs \"%s\" or \"parts\"", method, field);
    if (has && (!is || own))
        field_fault(r, yaml_get(node, field)->line,
                    "\"%s\" stands in items with the method %s, without \"parts\"", field, method);
}

static void check_sessions(struct loader *l, const struct yaml_node *root)
{
    const struct pack_list *list = pack_list(l->lists, "entries");
    const struct yaml_node *nodes = yaml_get(root, "entries");
    for (int i = 0; i < list->count; i++) {
        const struct pack_value *items = pack_value(&list->v[i], "items");
        const struct yaml_node *written = yaml_get(&nodes->items[i], "items");
        int64_t minutes = 0, said = pack_number(&list->v[i], "minutes");
        l->r->entry = list->v[i].id;
        for (int k = 0; k < items->entries.count; k++) {
            const struct pack_entry *item = &items->entries.v[k];
            const struct yaml_node *node = &written->items[k];
            const struct pack_value *parts = pack_value(item, "parts");
            minutes += pack_number(item, "minutes");
            check_agenda_source(l->r, node, item, "cards", "deck");
            check_agenda_source(l->r, node, item, "quiz", "quiz");
            for (int p = 0; p < parts->entries.count; p++)
                check_agenda_part(l->r, &yaml_get(node, "parts")->items[p], &parts->entries.v[p]);
        }
        if (minutes != said)
            field_fault(l->r, yaml_get(&nodes->items[i], "minutes")->line,
                        "\"minutes\" is %lld, and the items take %lld", (long long)said, (long long)minutes);
    }
    l->r->entry = NULL;
}

/* ---- the whole -------------------------------------------------------------------------------------------- */

static void load_list(struct loader *l, const struct yaml_node *root, const struct pack_kind_list *kind,
                      struct pack_list *out)
{
    struct reader *r = l->r;
    const struct yaml_node *list = field_list(r, root, kind->name);
    size_t most = kind->most > 0 ? (size_t)kind->most : PACK_MAX_ENTRIES,
           count = list == NULL ? 0 : list->count;
    if (count > most) {
        field_fault(r, list->line, "%zu %s, at most %zu", count, kind->name, most);
        count = 0;
    }
    struct pack_entry *v = NEW_ARRAY(r->a, struct pack_entry, count);
    struct pack_index *index = pack_index_new(r->a, count);
    for (size_t i = 0; i < count; i++) {
        fill(r, &list->items[i], kind->shape, &v[i], false);
        if (v[i].id != NULL && !pack_index_add(index, v[i].id, (int)i))
            field_fault(r, list->items[i].line, "the id \"%s\" is used twice", v[i].id);
    }
    r->entry = NULL;
    *out = (struct pack_list){
        .name = kind->name, .shape = kind->shape, .v = v, .count = (int)count, .index = index
    };
}

const struct pack_lists *load_entries(struct reader *r, const struct yaml_node *root, enum pack_kind kind)
{
    struct pack_kind_lists lists = pack_kind_lists(kind);
    struct loader l = { .r = r, .lists = NEW(r->a, struct pack_lists) };
    ASSERT(lists.count > 0 && lists.count <= PACK_MAX_LISTS);
    for (int i = 0; i < lists.count; i++)
        load_list(&l, root, &lists.v[i], &l.lists->list[l.lists->count++]);
    /* What refers to an entry that itself has a fault would only be noise. */
    if (r->faults->count > 0)
        return l.lists;
    for (int i = 0; i < l.lists->count; i++) {
        const struct pack_list *list = &l.lists->list[i];
        const struct yaml_node *nodes = yaml_get(root, list->name);
        for (int k = 0; k < list->count; k++) {
            r->entry = list->v[k].id;
            check_own_refs(&l, &nodes->items[k], &list->v[k]);
        }
        r->entry = NULL;
    }
    if (kind == PACK_INDICATORS)
        check_indicators(&l, root);
    if (kind == PACK_SESSIONS)
        check_sessions(&l, root);
    return l.lists;
}

/* ---- look-ups ----------------------------------------------------------------------------------------------- */

const struct pack_list *pack_list(const struct pack_lists *lists, const char *name)
{
    for (int i = 0; i < lists->count; i++)
        if (strcmp(lists->list[i].name, name) == 0)
            return &lists->list[i];
    return NULL;
}

const struct pack_entry *pack_entry(const struct pack_list *list, const char *id)
{
    int at = pack_index_find(list->index, id);
    return at < 0 ? NULL : &list->v[at];
}

static int field_at(const struct pack_shape *shape, const char *name)
{
    int i = 0;
    while (i < shape->count && strcmp(shape->fields[i].name, name) != 0)
        i++;
    ASSERT(i < shape->count);
    return i;
}

const struct pack_value *pack_value(const struct pack_entry *e, const char *name)
{
    return &e->values[field_at(e->shape, name)];
}

const struct text *pack_text(const struct pack_entry *e, const char *name)
{
    return &pack_value(e, name)->text;
}

const char *pack_string(const struct pack_entry *e, const char *name)
{
    return pack_value(e, name)->string;
}

int64_t pack_number(const struct pack_entry *e, const char *name)
{
    return pack_value(e, name)->number;
}

const char *const *pack_ids(const struct pack_entry *e, const char *name)
{
    return pack_value(e, name)->list;
}

const char *pack_choice_label(const struct pack_entry *e, const char *name)
{
    int at = field_at(e->shape, name);
    const struct pack_field *f = &e->shape->fields[at];
    const char *s = e->values[at].string;
    for (int i = 0; s != NULL && f->choices[i] != NULL; i++)
        if (strcmp(f->choices[i], s) == 0)
            return f->labels[i];
    return NULL;
}

bool pack_ids_hold(const char *const *ids, const char *id)
{
    for (; *ids != NULL; ids++)
        if (strcmp(*ids, id) == 0)
            return true;
    return false;
}
