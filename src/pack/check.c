/* What packs say about each other. */
#include <stdlib.h>
#include <string.h>

#include "pack/fault.h"
#include "pack/formula.h"
#include "pack/pack.h"
#include "pack/yaml.h"

struct check {
    struct arena *a;
    const struct packs *packs;
    struct pack_faults *faults;
    bool all, sound;
};

/* The line of the entry with that id, or of the field in it; 0 when it is not below node. */
static int find_line(const struct yaml_node *node, const char *id, const char *field)
{
    const char *own = yaml_string(node, "id");
    if (own != NULL && strcmp(own, id) == 0) {
        const struct yaml_node *value = yaml_get(node, field);
        return value == NULL ? node->line : value->line;
    }
    for (size_t i = 0; i < node->count; i++) {
        int line = find_line(&node->items[i], id, field);
        if (line > 0)
            return line;
    }
    return 0;
}

/* A fault in an entry of a pack, in that list of it (NULL = wherever the id stands). Lines are not kept in the structs:
 * to find one, the file is read again. */
static void check_fault_in(struct check *c, const struct pack *pack, const char *list, const char *entry,
                           const char *field, const char *message)
{
    c->sound = false;
    int line = 1;
    if (entry != NULL && c->faults->count < PACK_MAX_FAULTS) {
        struct arena scratch;
        arena_init(&scratch);
        struct pack_faults none = { 0 };
        const struct yaml_node *root;
        if (yaml_read(&scratch, pack->text.p, pack->text.n, &root, &scratch, &none) == OK)
            line = find_line(list == NULL ? root : yaml_get(root, list), entry, field);
        arena_release(&scratch);
    }
    if (c->faults->count >= PACK_MAX_FAULTS)
        return;
    pack_fault_add(c->a, c->faults, line, entry, "%s", message);
    c->faults->v[c->faults->count - 1].pack = pack;
}

static void check_fault(struct check *c, const struct pack *pack, const char *entry, const char *field,
                        const char *message)
{
    check_fault_in(c, pack, NULL, entry, field, message);
}

static void check_codes(struct check *c, const struct pack *pack, const struct pack_crosswalk *crosswalk,
                        const char *entry, const char *framework, const char *field, const char *const *codes)
{
    for (size_t i = 0; codes[i] != NULL; i++) {
        if (pack_reference_find(crosswalk, framework, codes[i]) == NULL)
            check_fault(c, pack, entry, field,
                        arena_printf(c->a, "\"%s\": %s is not in the crosswalk", field, codes[i]));
    }
}

static void check_scan(struct check *c, const struct pack *pack, const struct pack_crosswalk *crosswalk)
{
    const struct pack_scan *scan = pack->scan;
    for (int i = 0; i < scan->domain_count; i++)
        check_codes(c, pack, crosswalk, scan->domains[i].id, "iso26000", "iso", scan->domains[i].iso);
    for (int i = 0; i < scan->theme_count; i++)
        check_codes(c, pack, crosswalk, scan->themes[i].id, "iso26000", "iso", scan->themes[i].iso);
    for (int i = 0; i < scan->statement_count; i++) {
        check_codes(c, pack, crosswalk, scan->statements[i].id, "iso26000", "iso", scan->statements[i].iso);
        check_codes(c, pack, crosswalk, scan->statements[i].id, "sdg", "sdg", scan->statements[i].sdg);
    }
}

static void check_types(struct check *c, const struct pack *pack)
{
    for (int i = 0; i < pack->types->type_count; i++) {
        const struct pack_type *type = &pack->types->types[i];
        const struct pack_scan *scan = pack_scan_find(c->packs, type->scan, 0);
        if (scan == NULL) {
            if (c->all)
                check_fault(c, pack, type->id, "pack",
                            arena_printf(c->a, "\"pack\": there is no scan \"%s\"", type->scan));
            continue;
        }
        struct pack_profile profile;
        const char *detail;
        if (pack_profile_parse(scan, type->profile, c->a, &profile, &detail) != OK)
            check_fault(c, pack, type->id, "profile",
                        arena_printf(c->a, "\"profile\": the scan %s has no \"%s\"", type->scan, detail));
    }
}

/* ---- packs that are lists -------------------------------------------------------------------------------- */

/* Whether any pack of the set (any version of it) has what a reference names. */
static bool refers(const struct check *c, const char *to, const char *id)
{
    for (size_t i = 0; i < c->packs->count; i++) {
        const struct pack *p = c->packs->v[i];
        bool found = false;
        if (p->kind == PACK_SCAN)
            found = (strcmp(to, "theme") == 0 && pack_theme_find(p->scan, id) >= 0) ||
                    (strcmp(to, "statement") == 0 && pack_statement_find(p->scan, id) >= 0) ||
                    (strcmp(to, "scan") == 0 && strcmp(p->id, id) == 0);
        else if (pack_ref_list((int)p->kind, to) != NULL)
            found = pack_entry(pack_list(p->lists, pack_ref_list((int)p->kind, to)), id) != NULL;
        if (found)
            return true;
    }
    return false;
}

static bool is_elsewhere(const char *to)
{
    static const char *const others[] = { "theme",  "statement", "scan", "indicator", "action",
                                          "method", "aim",       "deck", "step" };
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (strcmp(to, others[i]) == 0)
            return true;
    return false;
}

static void check_ref(struct check *c, const struct pack *pack, const struct pack_list *list, const char *entry,
                      const char *field, const char *to, const char *id)
{
    if (is_elsewhere(to) && !refers(c, to, id))
        check_fault_in(c, pack, list->name, entry, field,
                       arena_printf(c->a, "\"%s\": there is no %s \"%s\"", field, to, id));
}

/* outer: the entry of the list that e is, or stands in; a fault within it is told at the field that leads there. */
static void check_fields(struct check *c, const struct pack *pack, const struct pack_list *list,
                         const struct pack_entry *outer, const char *within, const struct pack_entry *e,
                         const struct pack_crosswalk *crosswalk)
{
    for (int i = 0; i < e->shape->count; i++) {
        const struct pack_field *f = &e->shape->fields[i];
        const struct pack_value *v = &e->values[i];
        const char *at = within == NULL ? f->name : within;
        if (f->type == PF_REF && v->string != NULL)
            check_ref(c, pack, list, outer->id, at, f->to, v->string);
        for (int k = 0; f->type == PF_REFS && v->list[k] != NULL; k++)
            check_ref(c, pack, list, outer->id, at, f->to, v->list[k]);
        for (int k = 0; f->type == PF_ENTRIES && k < v->entries.count; k++)
            check_fields(c, pack, list, outer, at, &v->entries.v[k], crosswalk);
        for (int k = 0; f->type == PF_CODES && crosswalk != NULL && v->list[k] != NULL; k++)
            if ((strcmp(f->to, "iso26000") == 0 || strcmp(f->to, "sdg") == 0) &&
                pack_reference_find(crosswalk, f->to, v->list[k]) == NULL)
                check_fault_in(c, pack, list->name, outer->id, at,
                               arena_printf(c->a, "\"%s\": %s is not in the crosswalk", f->name, v->list[k]));
    }
}

static void check_entry(struct check *c, const struct pack *pack, const struct pack_list *list,
                        const struct pack_entry *e, const struct pack_crosswalk *crosswalk)
{
    if (list->shape->id_is != NULL)
        check_ref(c, pack, list, e->id, "id", list->shape->id_is, e->id);
    check_fields(c, pack, list, e, NULL, e, crosswalk);
}

static void check_lists(struct check *c, const struct pack *pack, const struct pack_crosswalk *crosswalk)
{
    for (int i = 0; i < pack->lists->count; i++) {
        const struct pack_list *list = &pack->lists->list[i];
        for (int k = 0; k < list->count; k++)
            check_entry(c, pack, list, &list->v[k], crosswalk);
    }
}

/* ---- examples: their figures agree ------------------------------------------------------------------------- */

static const struct pack_entry *indicator_of(const struct check *c, const char *id)
{
    const struct pack_entry *found = NULL;
    for (size_t i = 0; i < c->packs->count; i++) {
        const struct pack *p = c->packs->v[i];
        const struct pack_entry *e =
            p->kind == PACK_INDICATORS ? pack_entry(pack_list(p->lists, "entries"), id) : NULL;
        found = e == NULL ? found : e;
    }
    return found;
}

static const struct pack_entry *find_entry(const struct pack_value *v, const char *id)
{
    for (int i = 0; i < v->entries.count; i++)
        if (strcmp(v->entries.v[i].id, id) == 0)
            return &v->entries.v[i];
    return NULL;
}

/* Every year's value follows from its inputs, rounded as the indicator says. */
static void check_series(struct check *c, const struct pack *pack, const struct pack_entry *series)
{
    const struct pack_entry *indicator = indicator_of(c, series->id);
    if (indicator == NULL)
        return; /* told already */
    const struct pack_value *inputs = pack_value(indicator, "inputs"), *years = pack_value(series, "years");
    struct formula_input v[60];
    int decimals = (int)pack_number(indicator, "decimals");
    for (int y = 0; y < years->entries.count; y++) {
        const struct pack_entry *year = &years->entries.v[y];
        const struct pack_value *given = pack_value(year, "inputs");
        bool complete = given->entries.count == inputs->entries.count;
        for (int i = 0; i < inputs->entries.count; i++) {
            const struct pack_entry *in = find_entry(given, inputs->entries.v[i].id);
            complete = complete && in != NULL;
            v[i] = (struct formula_input){ .id = inputs->entries.v[i].id,
                                           .value = in == NULL ? 0 : strtod(pack_string(in, "value"), NULL) };
        }
        if (!complete) {
            check_fault_in(c, pack, "indicators", series->id, "years",
                           arena_printf(c->a, "%s: the inputs are not those of the indicator", year->id));
            continue;
        }
        double value;
        if (!formula_value(pack_string(indicator, "formula"), v, inputs->entries.count, &value)) {
            check_fault_in(c, pack, "indicators", series->id, "years",
                           arena_printf(c->a, "%s: divides by zero", year->id));
            continue;
        }
        /* Half up, as scores are rounded; a hair is added because 0.285 is not exactly that in a computer. */
        const char *computed = arena_printf(c->a, "%.*f", decimals, value + (value < 0 ? -1e-9 : 1e-9));
        if (computed[0] == '-' && computed[strspn(computed, "-0.")] == '\0')
            computed++; /* people write no minus before nothing */
        if (strcmp(computed, pack_string(year, "value")) != 0)
            check_fault_in(c, pack, "indicators", series->id, "years",
                           arena_printf(c->a, "%s: the formula gives %s, not %s", year->id, computed,
                                        pack_string(year, "value")));
    }
}

static const char *value_in(const struct pack_list *indicators, const struct pack_entry *goal, const char *year)
{
    const struct pack_entry *series = pack_entry(indicators, pack_string(goal, "indicator"));
    const struct pack_entry *e = series == NULL ? NULL : find_entry(pack_value(series, "years"), year);
    return e == NULL ? NULL : pack_string(e, "value");
}

/* A goal starts at the measured value, and says "reached" or "not reached" as the figures do. */
static void check_goal(struct check *c, const struct pack *pack, const struct pack_list *indicators,
                       const struct pack_entry *goal)
{
    const char *from = value_in(indicators, goal, pack_string(goal, "from-year"));
    const char *now = value_in(indicators, goal, pack_string(goal, "to-year"));
    const char *reached = pack_string(goal, "reached");
    if (from == NULL || strtod(from, NULL) != strtod(pack_string(goal, "from"), NULL))
        check_fault_in(
            c, pack, "goals", goal->id, "from",
            arena_printf(c->a, "the indicator says %s for that year", from == NULL ? "nothing" : from));
    if ((now == NULL) != (strcmp(reached, "open") == 0)) {
        check_fault_in(c, pack, "goals", goal->id, "reached",
                       now == NULL ? "\"reached\" must be open: the last year is not measured"
                                   : "\"reached\" is open, but the last year is measured");
        return;
    }
    if (now == NULL)
        return;
    double start = strtod(pack_string(goal, "from"), NULL), aim = strtod(pack_string(goal, "to"), NULL),
           is = strtod(now, NULL);
    bool up = aim >= start, met = up ? is >= aim : is <= aim, better = up ? is > start : is < start;
    const char *should = met ? "yes" : better ? "partly" : "no";
    if (strcmp(reached, should) != 0)
        check_fault_in(c, pack, "goals", goal->id, "reached",
                       arena_printf(c->a, "by the figures \"reached\" is %s (from %s by way of %s to %s)",
                                    should, pack_string(goal, "from"), now, pack_string(goal, "to")));
}

static void check_sum(struct check *c, const struct pack *pack, const struct pack_list *actions,
                      const struct pack_entry *organisation, const char *field)
{
    int64_t sum = 0;
    for (int i = 0; i < actions->count; i++)
        sum += pack_number(&actions->v[i], field);
    if (sum != pack_number(organisation, field))
        check_fault_in(c, pack, "organisation", organisation->id, field,
                       arena_printf(c->a, "\"%s\": the actions add up to %lld", field, (long long)sum));
}

/* The answers are those of the light scan that the profile offers, each once. Of the version that the example names: an
 * operator may have a newer one, with statements that the example never saw. */
static void check_answers(struct check *c, const struct pack *pack, const struct pack_entry *organisation)
{
    const struct pack_scan *scan = pack_scan_find(c->packs, pack_string(organisation, "scan"),
                                                  (int)pack_number(organisation, "scan-version"));
    const struct pack_list *answers = pack_list(pack->lists, "answers");
    struct pack_profile profile;
    const char *detail;
    if (scan == NULL) {
        if (pack_scan_find(c->packs, pack_string(organisation, "scan"), 0) != NULL) /* else told already */
            check_fault_in(c, pack, "organisation", organisation->id, "scan-version",
                           arena_printf(c->a, "\"scan-version\": there is no version %lld of %s",
                                        (long long)pack_number(organisation, "scan-version"),
                                        pack_string(organisation, "scan")));
        return;
    }
    if (pack_profile_parse(scan, pack_string(organisation, "profile"), c->a, &profile, &detail) != OK) {
        check_fault_in(c, pack, "organisation", organisation->id, "profile",
                       arena_printf(c->a, "\"profile\": the scan has no \"%s\"", detail));
        return;
    }
    for (int i = 0; i < scan->statement_count; i++) {
        bool offered = pack_offered(scan, i, true, &profile),
             answered = pack_entry(answers, scan->statements[i].id) != NULL;
        if (offered && !answered)
            check_fault_in(c, pack, "organisation", organisation->id, "scan",
                           arena_printf(c->a, "there is no answer to %s", scan->statements[i].id));
        else if (!offered && answered)
            check_fault_in(c, pack, "answers", scan->statements[i].id, "id", "this statement is not offered");
    }
}

static void check_example(struct check *c, const struct pack *pack)
{
    const struct pack_list *indicators = pack_list(pack->lists, "indicators"),
                           *goals = pack_list(pack->lists, "goals"),
                           *actions = pack_list(pack->lists, "actions");
    const struct pack_entry *organisation = &pack_list(pack->lists, "organisation")->v[0];
    for (int i = 0; i < indicators->count; i++)
        check_series(c, pack, &indicators->v[i]);
    for (int i = 0; i < goals->count; i++)
        check_goal(c, pack, indicators, &goals->v[i]);
    check_sum(c, pack, actions, organisation, "budget");
    check_sum(c, pack, actions, organisation, "spent");
    check_answers(c, pack, organisation);
}

/* ---- all ------------------------------------------------------------------------------------------------- */

/* Whether it can stand in the set: one version once, one kind per id, some kinds once. before: the pack in front of it. */
static void check_place(struct check *c, const struct pack *pack, const struct pack *before)
{
    bool single = pack->kind == PACK_CROSSWALK || pack->kind == PACK_TYPES || pack->kind == PACK_GLOSSARY;
    const struct pack *newest = packs_newest(c->packs, pack->kind);
    if (before != NULL && strcmp(before->id, pack->id) == 0 && before->version == pack->version)
        check_fault(
            c, pack, NULL, NULL,
            arena_printf(c->a, "%s has version %d of \"%s\" too", before->file, pack->version, pack->id));
    if (before != NULL && strcmp(before->id, pack->id) == 0 && before->kind != pack->kind)
        check_fault(c, pack, NULL, NULL,
                    arena_printf(c->a, "\"%s\" is another kind of pack in %s", pack->id, before->file));
    if (single && strcmp(newest->id, pack->id) != 0)
        check_fault(c, pack, NULL, NULL,
                    arena_printf(c->a, "an installation has one %s, and %s is another",
                                 pack_kind_name(pack->kind), newest->file));
}

/* What it says of others. Of lists only the newest version: an older one may speak of what is gone. */
static void check_content(struct check *c, const struct pack *pack, const struct pack_crosswalk *crosswalk)
{
    if (pack->kind == PACK_SCAN && crosswalk != NULL)
        check_scan(c, pack, crosswalk);
    if (pack->kind == PACK_TYPES)
        check_types(c, pack);
    if (!c->all || pack_kind_lists((int)pack->kind).count == 0 || pack_find(c->packs, pack->id, 0) != pack)
        return;
    check_lists(c, pack, crosswalk);
    if (pack->kind == PACK_EXAMPLE)
        check_example(c, pack);
}

bool packs_check(struct arena *a, const struct packs *packs, bool all, struct pack_faults *faults)
{
    static const enum pack_kind needed[] = { PACK_CROSSWALK, PACK_TYPES, PACK_GLOSSARY };
    struct check c = { .a = a, .packs = packs, .faults = faults, .all = all, .sound = true };
    const struct pack *crosswalk = packs_newest(packs, PACK_CROSSWALK);
    for (size_t i = 0; i < packs->count; i++) {
        check_place(&c, packs->v[i], i > 0 ? packs->v[i - 1] : NULL);
        check_content(&c, packs->v[i], crosswalk == NULL ? NULL : crosswalk->crosswalk);
    }
    for (size_t i = 0; i < sizeof needed / sizeof *needed && all; i++) {
        if (packs_newest(packs, needed[i]) == NULL) {
            pack_fault_add(a, faults, 0, NULL, "there is no pack of kind %s", pack_kind_name(needed[i]));
            c.sound = false;
        }
    }
    return c.sound;
}
