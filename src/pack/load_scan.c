#include <string.h>

#include "pack/index.h"
#include "pack/load.h"

/* Where a scan stands while it is being built. Ids of domains, themes and statements share one name space, so that an
 * id means one thing wherever it turns up. */
struct scan_loader {
    struct reader *r;
    struct pack_scan *scan;
    struct pack_domain *domains;
    struct pack_theme *themes;
    struct pack_question *questions;
    struct pack_statement *statements;
    struct pack_index *ids; /* in scratch */
};

static void add_id(struct scan_loader *l, const char *id, const struct yaml_node *entry)
{
    if (id != NULL && !pack_index_add(l->ids, id, 0))
        field_fault(l->r, yaml_get(entry, "id")->line, "the id \"%s\" is used twice", id);
}

/* Items of a list field, 0 with a fault when there are too many. */
static size_t count_capped(struct reader *r, const struct yaml_node *list, const char *what, size_t most)
{
    if (list == NULL || list->count <= most)
        return list == NULL ? 0 : list->count;
    field_fault(r, list->line, "%zu %s, at most %zu", list->count, what, most);
    return 0;
}

/* ---- domains and themes --------------------------------------------------------------------------------- */

static void load_theme(struct scan_loader *l, const struct yaml_node *node, int domain)
{
    static const struct field fields[] = {
        { "id", true }, { "iso", false }, { "title", true }, { "about", true }
    };
    struct reader *r = l->r;
    struct pack_theme *theme = &l->themes[l->scan->theme_count++];
    theme->domain = domain;
    if (!FIELD_ENTRY(r, node, "a theme", fields))
        return;
    theme->id = field_id(r, node, true, l->domains[domain].id);
    theme->iso = field_codes(r, node, "iso", PACK_MAX_CODE);
    theme->title = field_text(r, node, "title", (struct text_limits){ 0 });
    theme->about = field_text(r, node, "about", (struct text_limits){ 0 });
    add_id(l, theme->id, node);
}

static void load_domain(struct scan_loader *l, const struct yaml_node *node, const struct yaml_node *themes)
{
    static const struct field fields[] = { { "id", true },    { "dimension", true }, { "weight", false },
                                           { "iso", false },  { "title", true },     { "short", true },
                                           { "themes", true } };
    static const char *const dimensions[] = { "governance", "planet", "people", "prosperity", NULL };
    struct reader *r = l->r;
    int at = l->scan->domain_count++;
    struct pack_domain *domain = &l->domains[at];
    domain->weight = 1000;
    domain->first_theme = l->scan->theme_count;
    if (!FIELD_ENTRY(r, node, "a domain", fields))
        return;
    domain->id = field_id(r, node, true, NULL);
    int dimension = field_choice(r, node, "dimension", dimensions);
    domain->dimension = dimension < 0 ? NULL : dimensions[dimension];
    domain->weight = (int)field_int(r, node, "weight", 1, PACK_MAX_WEIGHT, 1000);
    domain->iso = field_codes(r, node, "iso", PACK_MAX_CODE);
    domain->title = field_text(r, node, "title", (struct text_limits){ 0 });
    domain->brief = field_text(r, node, "short", (struct text_limits){ .characters = 16 });
    add_id(l, domain->id, node);
    (void)field_list(r, node, "themes");
    for (size_t i = 0; themes != NULL && i < themes->count; i++) {
        load_theme(l, &themes->items[i], at);
        domain->theme_count++;
    }
}

/* The themes of a domain node, or NULL: for counting before there is room, and without a fault. */
static const struct yaml_node *themes_of(const struct yaml_node *domain)
{
    const struct yaml_node *themes = yaml_get(domain, "themes");
    return themes != NULL && themes->kind == NODE_LIST ? themes : NULL;
}

static void load_domains(struct scan_loader *l, const struct yaml_node *list)
{
    struct reader *r = l->r;
    size_t count = count_capped(r, list, "domains", PACK_MAX_DOMAINS);
    size_t theme_count = 0;
    for (size_t i = 0; i < count; i++) {
        const struct yaml_node *themes = themes_of(&list->items[i]);
        theme_count += themes == NULL ? 0 : themes->count;
    }
    if (theme_count > PACK_MAX_THEMES) {
        field_fault(r, list->line, "%zu themes, at most %d", theme_count, PACK_MAX_THEMES);
        return;
    }
    l->domains = NEW_ARRAY(r->a, struct pack_domain, count);
    l->themes = NEW_ARRAY(r->a, struct pack_theme, theme_count);
    for (size_t i = 0; i < count; i++)
        load_domain(l, &list->items[i], themes_of(&list->items[i]));
    r->entry = NULL;
}

/* ---- profile -------------------------------------------------------------------------------------------- */

static void load_question(struct scan_loader *l, const struct yaml_node *node)
{
    static const struct field fields[] = {
        { "id", true }, { "quick", false }, { "text", true }, { "help", false }, { "options", true }
    };
    static const struct field option_fields[] = { { "id", true }, { "text", true } };
    struct reader *r = l->r;
    struct pack_question *question = &l->questions[l->scan->question_count++];
    if (!FIELD_ENTRY(r, node, "a profile question", fields))
        return;
    question->id = field_id(r, node, false, NULL);
    question->quick = field_bool(r, node, "quick", false);
    question->label = field_text(r, node, "text", (struct text_limits){ 0 });
    question->help = field_text(r, node, "help", (struct text_limits){ 0 });
    for (int i = 0; question->id != NULL && i < l->scan->question_count - 1; i++) {
        if (l->questions[i].id != NULL && strcmp(l->questions[i].id, question->id) == 0)
            field_fault(r, yaml_get(node, "id")->line, "the id \"%s\" is used twice", question->id);
    }
    const struct yaml_node *list = field_list(r, node, "options");
    size_t count = count_capped(r, list, "options", PACK_MAX_OPTIONS);
    if (count == 1)
        field_fault(r, list->line, "a question needs at least two options");
    struct pack_option *options = NEW_ARRAY(r->a, struct pack_option, count);
    question->options = options;
    question->option_count = (int)count;
    for (size_t i = 0; i < count; i++) {
        if (!FIELD_MAP(r, &list->items[i], "an option", option_fields))
            continue;
        options[i].id = field_id(r, &list->items[i], false, NULL);
        options[i].label = field_text(r, &list->items[i], "text", (struct text_limits){ 0 });
        for (size_t k = 0; options[i].id != NULL && k < i; k++) {
            if (options[k].id != NULL && strcmp(options[k].id, options[i].id) == 0)
                field_fault(r, yaml_get(&list->items[i], "id")->line, "the option \"%s\" is used twice",
                            options[i].id);
        }
    }
}

/* ---- conditions ----------------------------------------------------------------------------------------- */

/* Reads "works=works"; false with a fault. */
static bool load_term(struct scan_loader *l, const struct yaml_node *node, const char *key,
                      struct pack_term *out)
{
    struct reader *r = l->r;
    const char *s = field_scalar(r, node, key);
    if (s == NULL)
        return false;
    const char *equals = strchr(s, '=');
    if (equals == NULL) {
        field_fault(r, node->line, "a condition is written question=option, not \"%s\"", s);
        return false;
    }
    const char *names[PACK_MAX_OPTIONS > PACK_MAX_QUESTIONS ? PACK_MAX_OPTIONS : PACK_MAX_QUESTIONS];
    const char *id = arena_strndup(r->scratch, s, (size_t)(equals - s));
    int question = 0;
    for (; question < l->scan->question_count; question++) {
        names[question] = l->questions[question].id;
        if (names[question] != NULL && strcmp(names[question], id) == 0)
            break;
    }
    if (question == l->scan->question_count) {
        field_fault(r, node->line, "the profile has no question \"%s\"%s", id,
                    field_hint(r, id, names, (size_t)question));
        return false;
    }
    const struct pack_question *q = &l->questions[question];
    int option = 0;
    for (; option < q->option_count; option++) {
        names[option] = q->options[option].id;
        if (names[option] != NULL && strcmp(names[option], equals + 1) == 0)
            break;
    }
    if (option == q->option_count) {
        field_fault(r, node->line, "the question \"%s\" has no option \"%s\"%s", id, equals + 1,
                    field_hint(r, equals + 1, names, (size_t)option));
        return false;
    }
    *out = (struct pack_term){ .question = (int16_t)question, .option = (int16_t)option };
    return true;
}

static const struct pack_term *load_terms(struct scan_loader *l, const struct yaml_node *condition,
                                          const char *key, int *out_count)
{
    struct reader *r = l->r;
    const struct yaml_node *list = field_list(r, condition, key);
    size_t listed = count_capped(r, list, "terms", PACK_MAX_TERMS);
    struct pack_term *terms = NEW_ARRAY(r->a, struct pack_term, listed);
    int count = 0;
    for (size_t i = 0; i < listed; i++) {
        struct pack_term term;
        if (!load_term(l, &list->items[i], key, &term))
            continue;
        for (int k = 0; k < count; k++) {
            if (terms[k].question == term.question && terms[k].option == term.option)
                field_fault(r, list->items[i].line, "\"%s\" names %s twice", key, list->items[i].scalar);
            else if (terms[k].question == term.question && strcmp(key, "all") == 0)
                field_fault(r, list->items[i].line,
                            "never holds: \"all\" asks for two options of the question \"%s\"",
                            l->questions[term.question].id);
        }
        terms[count++] = term;
    }
    *out_count = count;
    return terms;
}

static const struct pack_condition *load_condition(struct scan_loader *l, const struct yaml_node *node)
{
    static const struct field fields[] = { { "all", false }, { "any", false } };
    if (node == NULL || !FIELD_MAP(l->r, node, "a condition", fields))
        return NULL;
    if (node->count == 0)
        field_fault(l->r, node->line, "a condition needs \"all\" or \"any\"");
    struct pack_condition *condition = NEW(l->r->a, struct pack_condition);
    condition->all = load_terms(l, node, "all", &condition->all_count);
    condition->any = load_terms(l, node, "any", &condition->any_count);
    return condition;
}

/* ---- statements ----------------------------------------------------------------------------------------- */

/* The statement's theme, by the field or, when that is wrong, -1 with a fault. */
static int theme_of(struct scan_loader *l, const struct yaml_node *node)
{
    struct reader *r = l->r;
    const char *id = field_string(r, node, "theme");
    if (id == NULL)
        return -1;
    const char *names[PACK_MAX_THEMES];
    for (int i = 0; i < l->scan->theme_count; i++) {
        names[i] = l->themes[i].id;
        if (names[i] != NULL && strcmp(names[i], id) == 0)
            return i;
    }
    field_fault(r, yaml_get(node, "theme")->line, "there is no theme \"%s\"%s", id,
                field_hint(r, id, names, (size_t)l->scan->theme_count));
    return -1;
}

static void load_statement(struct scan_loader *l, const struct yaml_node *node, struct pack_statement *s)
{
    static const struct field fields[] = { { "id", true },       { "theme", true },      { "light", false },
                                           { "weight", false },  { "condition", false }, { "text", true },
                                           { "why", true },      { "yes-when", true },   { "small", true },
                                           { "evidence", true }, { "iso", true },        { "sdg", true },
                                           { "gri", false },     { "vsme", false } };
    struct reader *r = l->r;
    s->theme = -1;
    s->weight = 1000;
    if (!FIELD_ENTRY(r, node, "a statement", fields))
        return;
    s->theme = theme_of(l, node);
    s->id = field_id(r, node, true, s->theme < 0 ? NULL : l->themes[s->theme].id);
    s->light = field_bool(r, node, "light", false);
    s->weight = (int)field_int(r, node, "weight", 1, PACK_MAX_WEIGHT, 1000);
    s->condition = load_condition(l, yaml_get(node, "condition"));
    s->label = field_text(r, node, "text", (struct text_limits){ .words = 25 });
    s->why = field_text(r, node, "why", (struct text_limits){ 0 });
    s->yes_when = field_text(r, node, "yes-when", (struct text_limits){ 0 });
    s->small = field_text(r, node, "small", (struct text_limits){ 0 });
    s->evidence = field_text(r, node, "evidence", (struct text_limits){ 0 });
    s->iso = field_codes(r, node, "iso", PACK_MAX_CODE);
    s->sdg = field_sdg(r, node, "sdg");
    s->gri = field_codes(r, node, "gri", PACK_MAX_CODE);
    s->vsme = field_codes(r, node, "vsme", PACK_MAX_CODE);
    add_id(l, s->id, node);
}

static void load_statements(struct scan_loader *l, const struct yaml_node *list)
{
    struct reader *r = l->r;
    struct pack_scan *scan = l->scan;
    scan->statement_count = (int)count_capped(r, list, "statements", PACK_MAX_STATEMENTS);
    l->statements = NEW_ARRAY(r->a, struct pack_statement, (size_t)scan->statement_count);
    int last = 0;
    for (int i = 0; i < scan->statement_count; i++) {
        struct pack_statement *s = &l->statements[i];
        load_statement(l, &list->items[i], s);
        if (s->theme < 0)
            continue;
        if (s->theme < last)
            field_fault(
                r, list->items[i].line,
                "stands out of order: statements are grouped by theme, themes in the order of the domains");
        else
            last = s->theme;
        s->domain = l->themes[s->theme].domain;
    }
    r->entry = NULL;
}

/* Which statements belong to each theme and domain: they stand in order by now. */
static void place_statements(struct scan_loader *l)
{
    for (int i = 0; i < l->scan->statement_count; i++) {
        const struct pack_statement *s = &l->statements[i];
        if (s->theme < 0)
            continue;
        struct pack_theme *theme = &l->themes[s->theme];
        struct pack_domain *domain = &l->domains[theme->domain];
        if (theme->count++ == 0)
            theme->first = i;
        if (domain->count++ == 0)
            domain->first = i;
    }
}

/* ---- overlays ------------------------------------------------------------------------------------------- */

/* Room for the base's domains, themes and questions, and for the questions that the overlay adds. */
static void begin_overlay(struct scan_loader *l, const struct pack_scan *base, size_t questions)
{
    struct reader *r = l->r;
    l->domains = NEW_ARRAY(r->a, struct pack_domain, (size_t)base->domain_count);
    l->themes = NEW_ARRAY(r->a, struct pack_theme, (size_t)base->theme_count);
    l->questions = NEW_ARRAY(r->a, struct pack_question, (size_t)base->question_count + questions);
    for (int i = 0; i < base->domain_count; i++) {
        l->domains[i] = base->domains[i];
        l->domains[i].first = l->domains[i].count = 0;
    }
    for (int i = 0; i < base->theme_count; i++) {
        l->themes[i] = base->themes[i];
        l->themes[i].first = l->themes[i].count = 0;
    }
    for (int i = 0; i < base->question_count; i++)
        l->questions[i] = base->questions[i];
    l->scan->domain_count = base->domain_count;
    l->scan->theme_count = base->theme_count;
    l->scan->question_count = base->question_count;
    for (int i = 0; i < base->statement_count; i++)
        (void)pack_index_add(l->ids, base->statements[i].id, 0);
}

/* The base's statements without those left out, and the own ones behind them, theme by theme. */
static void join_overlay(struct scan_loader *l, const struct yaml_node *root, const struct pack_scan *base)
{
    struct reader *r = l->r;
    const char *const *left_out = field_codes(r, root, "leave-out", PACK_MAX_ID);
    bool *gone = NEW_ARRAY(r->scratch, bool, (size_t)base->statement_count);
    int kept = base->statement_count, own = l->scan->statement_count;
    for (size_t i = 0; left_out[i] != NULL; i++) {
        int at = pack_statement_find(base, left_out[i]);
        if (at < 0) {
            field_fault(r, yaml_get(root, "leave-out")->line, "\"leave-out\": the base has no statement \"%s\"",
                        left_out[i]);
            continue;
        }
        gone[at] = true;
        kept--;
    }
    if (kept + own > PACK_MAX_STATEMENTS) {
        field_fault(r, root->line, "%d statements with those of the base, at most %d", kept + own,
                    PACK_MAX_STATEMENTS);
        return;
    }
    struct pack_statement *all = NEW_ARRAY(r->a, struct pack_statement, (size_t)(kept + own));
    int count = 0, from_base = 0, from_own = 0;
    for (int t = 0; t < base->theme_count; t++) {
        for (; from_base < base->statement_count && base->statements[from_base].theme == t; from_base++)
            if (!gone[from_base])
                all[count++] = base->statements[from_base];
        for (; from_own < own && l->statements[from_own].theme == t; from_own++)
            all[count++] = l->statements[from_own];
    }
    l->statements = all;
    l->scan->statement_count = count;
}

/* ---- the whole ------------------------------------------------------------------------------------------ */

static int gcd(int a, int b)
{
    while (b != 0) {
        int rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

bool pack_scan_exact(const struct pack_scan *scan)
{
    const unsigned __int128 limit = (unsigned __int128)1 << 127;
    unsigned __int128 product = 2001, domain_weights = 0;
    for (int d = 0; d < scan->domain_count; d++) {
        const struct pack_domain *domain = &scan->domains[d];
        domain_weights += (unsigned)(domain->weight / scan->domain_weight_unit);
        unsigned __int128 weights = 0;
        for (int i = domain->first; i < domain->first + domain->count; i++)
            weights += (unsigned)(scan->statements[i].weight / scan->weight_unit);
        if (weights > 0 && product >= limit / weights)
            return false;
        product *= weights > 0 ? weights : 1;
    }
    return domain_weights == 0 || product < limit / domain_weights;
}

static void check_whole(struct scan_loader *l, const struct yaml_node *domains,
                        const struct yaml_node *statements)
{
    struct reader *r = l->r;
    struct pack_scan *scan = l->scan;
    bool light = false, all_placed = scan->statement_count > 0;
    for (int i = 0; i < scan->statement_count; i++) {
        light |= l->statements[i].light;
        all_placed &= l->statements[i].theme >= 0;
        scan->weight_unit = gcd(scan->weight_unit, l->statements[i].weight);
    }
    for (int i = 0; i < scan->domain_count; i++)
        scan->domain_weight_unit = gcd(scan->domain_weight_unit, l->domains[i].weight);
    if (scan->statement_count > 0 && !light)
        field_fault(r, statements->line, "no statement has \"light: true\": the light variant would be empty");
    /* A statement whose theme is misspelt may belong to the one that seems empty: first things first. */
    for (int i = 0; i < scan->theme_count && all_placed; i++) {
        if (l->themes[i].count > 0 || l->themes[i].id == NULL)
            continue;
        if (domains == NULL) {
            field_fault(r, statements->line, "the theme %s is left without a statement", l->themes[i].id);
            continue;
        }
        /* The line of the theme: its place in the file follows from its place among the themes of its domain. */
        int d = l->themes[i].domain;
        const struct yaml_node *themes = themes_of(&domains->items[d]);
        r->entry = l->themes[i].id;
        field_fault(r, themes->items[i - l->domains[d].first_theme].line, "this theme has no statement");
        r->entry = NULL;
    }
    if (r->faults->count == 0 && !pack_scan_exact(scan))
        field_fault(r, statements->line,
                    "these weights are too finely graded to compute scores exactly: use rounder ones (500, "
                    "1000, 2000)");
}

/* The scan that an overlay stands on; NULL with a fault. */
static const struct pack_scan *base_of(struct reader *r, const struct yaml_node *root, const struct pack *head)
{
    if (head->base == NULL || head->base_version == 0)
        return NULL; /* told already */
    const struct pack *base = r->others == NULL ? NULL : pack_find(r->others, head->base, head->base_version);
    int line = yaml_get(root, "base")->line;
    if (base == NULL || base->kind != PACK_SCAN)
        field_fault(r, line, "there is no scan \"%s\" of version %d to stand on", head->base,
                    head->base_version);
    else if (base->base != NULL) /* which of two such is read first would be chance */
        field_fault(r, line, "\"%s\" is an overlay itself: stand on \"%s\", version %d", base->id, base->base,
                    base->base_version);
    else
        return base->scan;
    return NULL;
}

const struct pack_scan *load_scan(struct reader *r, const struct yaml_node *root, const struct pack *head)
{
    struct pack_scan *scan = NEW(r->a, struct pack_scan);
    struct scan_loader l = { .r = r, .scan = scan };
    const struct pack_scan *base = NULL;
    bool overlay = is_overlay(root);
    /* An overlay has none: the key is a fault of its own, and what stands in it is not read. */
    const struct yaml_node *domains = overlay ? NULL : field_list(r, root, "domains");
    const struct yaml_node *profile = field_list(r, root, "profile");
    const struct yaml_node *statements = field_list(r, root, "statements");
    l.ids = pack_index_new(r->scratch, PACK_MAX_DOMAINS + PACK_MAX_THEMES + 2 * PACK_MAX_STATEMENTS);

    size_t questions = count_capped(r, profile, "profile questions", PACK_MAX_QUESTIONS);
    if (overlay) {
        base = base_of(r, root, head);
        if (base == NULL)
            return scan; /* every theme would be a fault of its own */
        if (base->question_count + (int)questions > PACK_MAX_QUESTIONS) {
            field_fault(r, profile->line, "with those of the base %zu profile questions, at most %d",
                        (size_t)base->question_count + questions, PACK_MAX_QUESTIONS);
            return scan;
        }
        begin_overlay(&l, base, questions);
    } else {
        load_domains(&l, domains);
        l.questions = NEW_ARRAY(r->a, struct pack_question, questions);
    }
    for (size_t i = 0; i < questions; i++)
        load_question(&l, &profile->items[i]);
    r->entry = NULL;
    load_statements(&l, statements);
    if (base != NULL && r->faults->count == 0)
        join_overlay(&l, root, base);
    place_statements(&l);

    scan->domains = l.domains;
    scan->themes = l.themes;
    scan->questions = l.questions;
    scan->statements = l.statements;
    if (base == NULL ||
        r->faults->count == 0) /* an overlay with a fault is not whole: every theme would be empty */
        check_whole(&l, domains, statements);

    struct pack_index *index = pack_index_new(r->a, (size_t)scan->statement_count);
    struct pack_index *theme_index = pack_index_new(r->a, (size_t)scan->theme_count);
    for (int i = 0; i < scan->statement_count; i++) {
        if (l.statements[i].id != NULL)
            pack_index_add(index, l.statements[i].id, i);
    }
    for (int i = 0; i < scan->theme_count; i++) {
        if (l.themes[i].id != NULL)
            pack_index_add(theme_index, l.themes[i].id, i);
    }
    scan->index = index;
    scan->theme_index = theme_index;
    return scan;
}
