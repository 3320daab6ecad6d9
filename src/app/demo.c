/* Reads a demo file into plain structs, checking everything, and then plays it: people come in, a round opens, each
 * member fills in at the hour the file says, the group agrees, the round closes. */
#include "app/demo.h"

#include <string.h>

#include "app/demo_read.h"
#include "app/demo_trajectory.h"
#include "http/http.h" /* enum role_bits */
#include "slice/account/account.h"
#include "slice/organisation/organisation.h"
#include "slice/scan/scan.h"

enum { MAX_PEOPLE = DEMO_MAX_PEOPLE, MINUTE = 60 * 1000, DOMAIN_MINUTES = 6 };

/* When one person, or the group, filled in. */
struct visit {
    int64_t at, done; /* 0 = not begun, not done */
    struct db_int importance, maturity;
    int by; /* person */
};

/* One person's answer to one statement. */
struct cell {
    enum scan_answer answer, was; /* was: a first answer, changed later; ANSWER_NONE = never changed */
    unsigned flags;
    const char *note, *evidence;
};

struct line {
    int statement;
    struct cell *cells; /* by filler */
    struct cell group;
};

struct round {
    const char *title, *pack, *profile;
    const struct pack_scan *scan;
    bool light, unanimous;
    enum scan_mode mode;
    int64_t opened, closed; /* closed 0 = still open */
    struct db_int deadline;
    int by;
    int fillers[MAX_PEOPLE]; /* person, in the order of the letters */
    int filler_count;
    struct visit visits[MAX_PEOPLE]; /* by filler */
    struct visit joint;
    struct line *lines; /* in the order of the pack */
    int line_count;
};

struct town {
    struct organisation o;
    int64_t created;
    const struct yaml_node *entities, *departments, *themes; /* checked, read again when they are made */
    struct demo_people people;
    int creator;
    struct round *rounds;
    int round_count;
    struct demo_trajectories *trajectories;
};

/* ---- reading ----------------------------------------------------------------------------------------- */

static const struct yaml_node nothing = { .kind = NODE_SCALAR, .scalar = "" };

static bool same(const char *x, const char *y)
{
    return strcmp(x, y) == 0;
}

/* ---- organisations and people ------------------------------------------------------------------------ */

static void read_person(struct demo_reader *r, const struct yaml_node *n, struct town *t)
{
    if (t->people.count == MAX_PEOPLE) {
        demo_wrong(r, n->line, "more than %d people", MAX_PEOPLE);
        return;
    }
    demo_only(r, n, "id name mail department attribute roles since");
    struct demo_person *p = &t->people.v[t->people.count];
    *p = (struct demo_person){ .id = demo_text(r, n, "id"),
                               .name = demo_text(r, n, "name"),
                               .mail = demo_text(r, n, "mail"),
                               .department = demo_maybe(r, n, "department", ""),
                               .attribute = demo_maybe(r, n, "attribute", "staff"),
                               .since = demo_moment(r, n, "since", false) };
    for (int i = 0; i < t->people.count; i++)
        if (same(t->people.v[i].id, p->id) || same(t->people.v[i].mail, p->mail))
            demo_wrong(r, n->line, "\"%s\" stands here twice", p->id);
    size_t mail = strlen(p->mail);
    if (strchr(p->mail, '@') == NULL || mail < 8 || !same(p->mail + mail - 8, ".example"))
        demo_wrong(r, n->line, "\"%s\" is no address under .example", p->mail);
    if (!same(p->attribute, "staff") && !same(p->attribute, "mandatary") && !same(p->attribute, "external"))
        demo_wrong(r, n->line, "unknown attribute \"%s\"", p->attribute);
    bool listed = p->department[0] == '\0';
    for (size_t i = 0; i < t->departments->count; i++)
        listed = listed || (t->departments->items[i].kind == NODE_SCALAR &&
                            same(t->departments->items[i].scalar, p->department));
    if (!listed)
        demo_wrong(r, n->line, "unknown department \"%s\"", p->department);

    static const struct {
        const char *name;
        unsigned bit;
    } roles[] = { { "reader", ROLE_READER },
                  { "member", ROLE_MEMBER },
                  { "guide", ROLE_GUIDE },
                  { "administrator", ROLE_MANAGER },
                  { "minutes", ROLE_MINUTES } };
    const struct yaml_node *list = demo_list(r, n, "roles");
    for (size_t i = 0; i < list->count; i++) {
        unsigned bit = 0;
        for (size_t k = 0; k < sizeof roles / sizeof *roles; k++)
            if (list->items[i].kind == NODE_SCALAR && same(list->items[i].scalar, roles[k].name))
                bit = roles[k].bit;
        if (bit == 0)
            demo_wrong(r, list->items[i].line, "unknown role");
        p->roles |= bit;
    }
    if (p->roles == 0)
        demo_wrong(r, n->line, "give this person at least one role");
    if (t->creator < 0 && (p->roles & ROLE_MANAGER) != 0)
        t->creator = t->people.count;
    t->people.count++;
}

static void read_lists(struct demo_reader *r, const struct yaml_node *n, struct town *t)
{
    t->departments = demo_list(r, n, "departments");
    for (size_t i = 0; i < t->departments->count; i++)
        demo_need(r, &t->departments->items[i], NODE_SCALAR, n->line, "a department");

    t->entities = demo_list(r, n, "entities");
    for (size_t i = 0; i < t->entities->count; i++) {
        const struct yaml_node *e = &t->entities->items[i];
        if (e->kind != NODE_LIST || e->count != 2 || e->items[0].kind != NODE_SCALAR ||
            e->items[1].kind != NODE_SCALAR)
            demo_wrong(r, e->line, "write a legal entity as [name, number]");
        else if (organisation_entity_number(r->a, t->o.country, e->items[1].scalar) == NULL)
            demo_wrong(r, e->line, "\"%s\" cannot be a number of a legal entity", e->items[1].scalar);
    }

    const struct yaml_node *themes = yaml_get(n, "themes");
    t->themes = themes == NULL ? &nothing : demo_need(r, themes, NODE_LIST, n->line, "themes");
    for (size_t i = 0; i < t->themes->count; i++) {
        const struct yaml_node *theme = demo_need(r, &t->themes->items[i], NODE_MAP, n->line, "a theme");
        demo_only(r, theme, "title about domain");
        demo_text(r, theme, "title");
        demo_text(r, theme, "about");
        demo_text(r, theme, "domain");
    }
}

static const char *size_of(struct demo_reader *r, const struct yaml_node *n, const char *of)
{
    const struct yaml_node *value = yaml_get(n, of);
    if (value == NULL)
        return NULL;
    const struct pack_size *size = pack_size_of(packs_types(r->packs), of, demo_number(r, value));
    return size == NULL ? NULL : size->id;
}

/* ---- rounds ------------------------------------------------------------------------------------------ */

static bool letter_answer(char letter, enum scan_answer *out)
{
    static const char letters[] = "-jnwx"; /* in the order of enum scan_answer */
    const char *at = letter == '\0' ? NULL : strchr(letters, letter);
    if (at == NULL)
        return false;
    *out = (enum scan_answer)(at - letters);
    return true;
}

static const char *const words[] = { "", "ja", "nee", "weet-niet", "nvt" };

static void read_visit(struct demo_reader *r, const struct yaml_node *n, const struct town *t, struct visit *v,
                       const char *keys)
{
    demo_only(r, n, keys);
    v->at = demo_moment(r, n, "at", true);
    v->done = demo_moment(r, n, "done", false);
    if (v->done != 0 && v->done < v->at)
        demo_wrong(r, n->line, "done before it began");
    const struct yaml_node *pair = yaml_get(n, "pair");
    if (pair != NULL) {
        bool good = pair->kind == NODE_LIST && pair->count == 2;
        int64_t importance = good ? demo_number(r, &pair->items[0]) : 0;
        int64_t maturity = good ? demo_number(r, &pair->items[1]) : 0;
        if (importance < 1 || importance > 5 || maturity < 1 || maturity > 5)
            demo_wrong(r, pair->line, "write a pair as [importance, maturity], each 1 to 5");
        v->importance = DB_SOME(importance);
        v->maturity = DB_SOME(maturity);
    }
    const struct yaml_node *by = yaml_get(n, "by");
    if (by != NULL)
        v->by = demo_person_find(r, &t->people, demo_text(r, n, "by"), by->line);
}

static int filler_find(struct demo_reader *r, const struct town *t, const struct round *round,
                       const struct yaml_node *n)
{
    int person = n->kind == NODE_SCALAR ? demo_person_find(r, &t->people, n->scalar, n->line) : -1;
    for (int i = 0; i < round->filler_count; i++)
        if (round->fillers[i] == person)
            return i;
    demo_wrong(r, n->line, "this is nobody who fills in here");
    return 0;
}

static void need_link(struct demo_reader *r, const struct yaml_node *n)
{
    const char *s = n->kind == NODE_SCALAR ? n->scalar : "", *host = s + 8;
    size_t length = strncmp(s, "https://", 8) == 0 ? strcspn(host, "/") : 0;
    if (length < 8 || strncmp(host + length - 8, ".example", 8) != 0)
        demo_wrong(r, n->line, "evidence is a link to https://… .example");
}

static void read_flag(struct demo_reader *r, const struct yaml_node *map, const char *key, const struct town *t,
                      const struct round *round, struct line *line, unsigned flag)
{
    const struct yaml_node *list = yaml_get(map, key);
    if (list == NULL)
        return;
    list = demo_need(r, list, NODE_LIST, map->line, key);
    for (size_t i = 0; i < list->count; i++)
        line->cells[filler_find(r, t, round, &list->items[i])].flags |= flag;
}

/* The mapping after the answers: notes, bookmarks and the like. */
static void read_more(struct demo_reader *r, const struct yaml_node *n, const struct town *t,
                      const struct round *round, struct line *line)
{
    if (!scan_mode_has_members(round->mode)) {
        demo_only(r, n, "note bookmark started evidence");
        line->group.flags = (demo_truth(r, n, "bookmark") ? ANSWER_BOOKMARK : 0) |
                            (demo_truth(r, n, "started") ? ANSWER_STARTED : 0);
        line->group.evidence = demo_maybe(r, n, "evidence", NULL);
        if (line->group.evidence != NULL)
            need_link(r, yaml_get(n, "evidence"));
    } else {
        demo_only(r, n, "note notes bookmarks started was evidence");
        read_flag(r, n, "bookmarks", t, round, line, ANSWER_BOOKMARK);
        read_flag(r, n, "started", t, round, line, ANSWER_STARTED);
        static const char *const kinds[] = { "notes", "was", "evidence" };
        for (int k = 0; k < 3; k++) {
            const struct yaml_node *map = yaml_get(n, kinds[k]);
            if (map == NULL)
                continue;
            map = demo_need(r, map, NODE_MAP, n->line, kinds[k]);
            for (size_t i = 0; i < map->count; i++) {
                struct cell *cell = &line->cells[filler_find(r, t, round, &map->keys[i])];
                const struct yaml_node *value = demo_need(r, &map->items[i], NODE_SCALAR, map->line, kinds[k]);
                if (k == 0)
                    cell->note = value->scalar;
                else if (k == 2)
                    need_link(r, value), cell->evidence = value->scalar;
                else if (strlen(value->scalar) != 1 || !letter_answer(value->scalar[0], &cell->was) ||
                         cell->was == ANSWER_NONE)
                    demo_wrong(r, value->line, "\"%s\" is no letter of an answer", value->scalar);
            }
        }
    }
    line->group.note = demo_maybe(r, n, "note", NULL);
}

/* [statement, "jjnw-x", agreed, { … }], or without the letters when the group has one sheet. */
static void read_line(struct demo_reader *r, const struct yaml_node *n, const struct town *t,
                      struct round *round, const struct pack_profile *profile)
{
    size_t letters = scan_mode_has_members(round->mode) ? 1 : 0;
    if (n->kind != NODE_LIST || n->count < 2 + letters || n->count > 3 + letters ||
        n->items[0].kind != NODE_SCALAR || n->items[letters].kind != NODE_SCALAR ||
        n->items[1 + letters].kind != NODE_SCALAR ||
        (n->count == 3 + letters && n->items[2 + letters].kind != NODE_MAP)) {
        demo_wrong(r, n->line, "write a line as [statement%s, answer] with at most a mapping behind it",
                   letters != 0 ? ", letters" : "");
        return;
    }
    const char *id = n->items[0].scalar;
    int statement = pack_statement_find(round->scan, id);
    if (statement < 0 || !pack_offered(round->scan, statement, round->light, profile)) {
        demo_wrong(r, n->line, "statement \"%s\" %s", id,
                   statement < 0 ? "is unknown" : "is not offered in this round");
        return;
    }
    struct line *line = &round->lines[statement];
    if (line->statement >= 0)
        demo_wrong(r, n->line, "statement \"%s\" has a line already", id);
    line->statement = statement;
    line->cells = NEW_ARRAY(r->a, struct cell, (size_t)round->filler_count);
    if (letters != 0) {
        const char *s = n->items[1].scalar;
        if (strlen(s) != (size_t)round->filler_count) {
            demo_wrong(r, n->line, "%d letters for %d members", (int)strlen(s), round->filler_count);
            return;
        }
        for (int i = 0; i < round->filler_count; i++) {
            if (!letter_answer(s[i], &line->cells[i].answer))
                demo_wrong(r, n->line, "\"%c\" is no letter of an answer (j n w x -)", s[i]);
            if (line->cells[i].answer != ANSWER_NONE && round->visits[i].at == 0)
                demo_wrong(r, n->line, "\"%s\" answers without a sheet", t->people.v[round->fillers[i]].id);
        }
    }
    const char *word = n->items[1 + letters].scalar;
    if (letters != 0 && same(word, "geen-akkoord")) {
        line->group.answer = ANSWER_DONT_KNOW;
        line->group.flags = ANSWER_NO_AGREEMENT;
    } else {
        int answer = ANSWER_COUNT - 1;
        while (answer >= 0 && !same(word, words[answer]))
            answer--;
        if (answer < 0)
            demo_wrong(r, n->line, "\"%s\" is no answer (ja, nee, weet-niet, nvt%s)", word,
                       letters != 0 ? ", geen-akkoord" : "");
        line->group.answer = (enum scan_answer)(answer < 0 ? 0 : answer);
    }
    if (line->group.answer != ANSWER_NONE && round->joint.at == 0)
        demo_wrong(r, n->line, "an answer of the group without \"joint\"");
    if (n->count == 3 + letters)
        read_more(r, &n->items[2 + letters], t, round, line);
    if ((line->group.flags & ANSWER_NO_AGREEMENT) != 0 && line->group.note == NULL)
        demo_wrong(r, n->line, "\"geen-akkoord\" needs a note");
}

static void read_sheets(struct demo_reader *r, const struct yaml_node *n, const struct town *t,
                        struct round *round)
{
    if (!scan_mode_has_members(round->mode))
        return;
    const struct yaml_node *fillers = demo_list(r, n, "fillers");
    for (size_t i = 0; i < fillers->count && i < MAX_PEOPLE; i++) {
        const struct yaml_node *f = demo_need(r, &fillers->items[i], NODE_SCALAR, n->line, "a filler");
        round->fillers[i] = demo_person_find(r, &t->people, f->scalar, f->line);
        for (int k = 0; k < round->filler_count; k++)
            if (round->fillers[k] == round->fillers[i])
                demo_wrong(r, f->line, "\"%s\" fills in twice", f->scalar);
        round->filler_count++;
    }
    const struct yaml_node *sheets = demo_need(r, yaml_get(n, "sheets"), NODE_MAP, n->line, "sheets");
    for (size_t i = 0; i < sheets->count; i++) {
        struct visit *v = &round->visits[filler_find(r, t, round, &sheets->keys[i])];
        read_visit(r, demo_need(r, &sheets->items[i], NODE_MAP, sheets->line, "a sheet"), t, v, "at done pair");
    }
}

static void read_round(struct demo_reader *r, const struct yaml_node *n, const struct town *t,
                       struct round *round)
{
    demo_only(r, n,
              "title pack variant mode profile opened closed by deadline fillers sheets joint statements");
    *round = (struct round){ .title = demo_text(r, n, "title"),
                             .pack = demo_text(r, n, "pack"),
                             .profile = demo_text(r, n, "profile"),
                             .opened = demo_moment(r, n, "opened", true),
                             .closed = demo_moment(r, n, "closed", false),
                             .by = demo_person_find(r, &t->people, demo_text(r, n, "by"), n->line) };
    const char *variant = demo_text(r, n, "variant"), *detail;
    round->light = same(variant, "light");
    if (!round->light && !same(variant, "full"))
        demo_wrong(r, demo_line(n, "variant"), "unknown variant \"%s\"", variant);
    if (!scan_mode_parse(demo_text(r, n, "mode"), &round->mode) || round->mode == SCAN_DIVIDED)
        demo_wrong(r, n->line, "mode is single, sitting or alone");
    if (yaml_get(n, "deadline") != NULL)
        round->deadline = DB_SOME(demo_day(r, yaml_get(n, "deadline")));
    round->scan = pack_scan_find(r->packs, round->pack, 0);
    struct pack_profile profile;
    if (round->scan == NULL)
        demo_wrong(r, n->line, "there is no scan \"%s\"", round->pack);
    else if (pack_profile_parse(round->scan, round->profile, r->a, &profile, &detail) != OK)
        demo_wrong(r, demo_line(n, "profile"), "unknown \"%s\" in the profile", detail);
    if (r->fault.status != OK)
        return;

    read_sheets(r, n, t, round);
    const struct yaml_node *joint = yaml_get(n, "joint");
    if (joint != NULL) {
        round->joint.by = round->by;
        joint = demo_need(r, joint, NODE_MAP, n->line, "joint");
        read_visit(r, joint, t, &round->joint, "at by pair unanimous");
        round->unanimous = demo_truth(r, joint, "unanimous");
    }
    round->line_count = round->scan->statement_count;
    round->lines = NEW_ARRAY(r->a, struct line, (size_t)round->line_count);
    for (int i = 0; i < round->line_count; i++)
        round->lines[i].statement = -1;
    const struct yaml_node *lines = demo_list(r, n, "statements");
    for (size_t i = 0; i < lines->count; i++)
        read_line(r, &lines->items[i], t, round, &profile);
    for (int i = 0; i < round->line_count; i++)
        if (round->lines[i].statement < 0 && pack_offered(round->scan, i, round->light, &profile))
            demo_wrong(r, n->line, "statement \"%s\" is offered and has no line",
                       round->scan->statements[i].id);
}

static void read_town(struct demo_reader *r, const struct yaml_node *n, struct town *t)
{
    demo_only(r, n,
              "name type country sector inhabitants staff place created entities departments people themes "
              "rounds trajectories");
    t->creator = -1;
    t->created = demo_moment(r, n, "created", true);
    t->o = (struct organisation){ .name = demo_text(r, n, "name"),
                                  .type = demo_text(r, n, "type"),
                                  .country = demo_text(r, n, "country"),
                                  .sector = demo_maybe(r, n, "sector", NULL),
                                  .place = demo_text(r, n, "place") };
    t->o.size = size_of(r, n, "inhabitants");
    if (t->o.size == NULL)
        t->o.size = size_of(r, n, "staff");
    struct organisation checked;
    struct fault fault = organisation_check(r->a, r->packs, &t->o, NULL, t->created, &checked);
    if (fault.status != OK)
        demo_wrong(r, n->line, "%s", fault.msgid);
    read_lists(r, n, t);
    const struct yaml_node *people = demo_list(r, n, "people");
    for (size_t i = 0; i < people->count; i++)
        read_person(r, demo_need(r, &people->items[i], NODE_MAP, people->line, "a person"), t);
    if (t->creator < 0)
        demo_wrong(r, people->line, "nobody here is administrator");
    const struct yaml_node *rounds = demo_list(r, n, "rounds");
    t->round_count = (int)rounds->count;
    t->rounds = NEW_ARRAY(r->a, struct round, rounds->count);
    for (int i = 0; i < t->round_count && r->fault.status == OK; i++)
        read_round(r, demo_need(r, &rounds->items[i], NODE_MAP, rounds->line, "a round"), t, &t->rounds[i]);
    t->trajectories = demo_trajectories_read(r, n, &t->people);
}

static struct town *read_file(struct demo_reader *r, const char *text, size_t n, size_t *count)
{
    *count = 0;
    struct pack *pack;
    struct pack_faults faults = { 0 };
    if (pack_read(r->a, "demo", text, n, NULL, &pack, &faults) != OK) {
        bool any = faults.count > 0;
        demo_wrong(r, any ? faults.v[0].line : 0, "%s", any ? faults.v[0].message : "this cannot be read");
        return NULL;
    }
    if (pack->kind != PACK_DEMO) {
        demo_wrong(r, 1, "this is no pack of kind demo");
        return NULL;
    }
    const struct yaml_node *list = demo_list(r, pack->demo, "organisations");
    struct town *towns = NEW_ARRAY(r->a, struct town, list->count);
    for (size_t i = 0; i < list->count && r->fault.status == OK; i++)
        read_town(r, demo_need(r, &list->items[i], NODE_MAP, list->line, "an organisation"), &towns[i]);
    *count = list->count;
    return towns;
}

/* ---- playing ----------------------------------------------------------------------------------------- */

/* Whether the organisation is here already: one of its people belongs to one of this name. */
static bool is_here(struct db *db, struct arena *a, const struct town *t, int64_t now_ms)
{
    for (int i = 0; i < t->people.count; i++) {
        const struct account_user *u = account_user_find(db, a, t->people.v[i].mail);
        size_t count = 0;
        const struct organisation_of *of =
            u == NULL ? NULL : organisations_of_user(db, a, u->id, now_ms, &count);
        for (size_t k = 0; k < count; k++)
            if (same(of[k].name, t->o.name))
                return true;
    }
    return false;
}

static struct fault make_organisation(struct db *db, struct arena *a, const struct packs *packs, struct town *t)
{
    const char *lang = organisation_lang_of(t->o.country);
    for (int i = 0; i < t->people.count; i++) {
        struct demo_person *p = &t->people.v[i];
        if (p->since == 0)
            p->since = t->created;
        p->user = account_user_ensure(db, a, p->name, p->mail, lang, p->since);
    }
    struct demo_person *creator = &t->people.v[t->creator];
    struct fault fault = organisation_create(db, a, packs, &t->o, creator->user, t->created, &t->o.id);
    if (fault.status != OK)
        return fault;
    for (size_t i = 0; i < t->departments->count; i++)
        organisation_department_ensure(db, a, t->o.id, t->departments->items[i].scalar);
    for (size_t i = 0; i < t->entities->count; i++) {
        const struct yaml_node *e = &t->entities->items[i];
        organisation_entity_add(db, a, t->o.id, e->items[0].scalar,
                                organisation_entity_number(a, t->o.country, e->items[1].scalar), t->created);
    }
    for (int i = 0; i < t->people.count; i++) {
        struct demo_person *p = &t->people.v[i];
        p->member =
            organisation_member_add(db, a, t->o.id, p->user, p->department, p->attribute, p->roles, p->since);
    }
    /* Who makes an organisation becomes its guide as well; here only when the file says so. */
    const struct organisation_member_change change = { .roles = creator->roles,
                                                       .attribute = creator->attribute,
                                                       .department = creator->department };
    fault = organisation_member_change(db, a, t->o.id, creator->member, &change, t->created);
    for (size_t i = 0; i < t->themes->count; i++) {
        const struct yaml_node *theme = &t->themes->items[i];
        organisation_theme_add(db, a, t->o.id, yaml_string(theme, "title"), yaml_string(theme, "about"),
                               yaml_string(theme, "domain"), t->created);
    }
    return fault;
}

/* Which sheet is filled in, by whom; filler -1 = the group's. */
struct pen {
    struct db *db;
    struct arena *a;
    const struct scan_round *round;
    const struct round *plan;
    int filler;
    int64_t member, user;
};

static const struct cell *cell_of(const struct pen *p, int statement)
{
    const struct line *line = &p->plan->lines[statement];
    return line->statement < 0 ? NULL : p->filler < 0 ? &line->group : &line->cells[p->filler];
}

/* Stores what stands on the sheet for one domain; again = only what was changed afterwards. */
static struct fault fill_domain(const struct pen *p, int domain, bool again, int64_t at, bool *any)
{
    const struct pack_domain *d = &p->plan->scan->domains[domain];
    struct scan_change *changes = NEW_ARRAY(p->a, struct scan_change, (size_t)d->count);
    size_t count = 0, older;
    for (int i = d->first; i < d->first + d->count; i++) {
        const struct cell *c = cell_of(p, i);
        if (c == NULL ||
            (again ? c->was == ANSWER_NONE : c->answer == ANSWER_NONE && c->flags == 0 && c->note == NULL))
            continue;
        bool first = !again && c->was != ANSWER_NONE;
        if (!again && c->evidence != NULL)
            scan_evidence_link(p->db, p->round, i, p->member, c->evidence, at);
        changes[count++] = (struct scan_change){ .statement = i,
                                                 .answer = first ? c->was : c->answer,
                                                 .flags = first ? 0 : c->flags,
                                                 .note = first ? NULL : c->note,
                                                 .edit = again ? 2 : 1 };
    }
    *any = count > 0;
    if (count == 0)
        return NO_FAULT;
    const struct scan_sheet *sheet = scan_sheet_find(p->db, p->a, p->round->id, p->member);
    if (sheet == NULL)
        return FAULT(db_status(p->db), N_("The scan could not be made. Try again in a moment."));
    return scan_answers_save(p->db, p->a, p->round, sheet, changes, count, p->user, at, &older);
}

/* One visit: the pair, then a domain every few minutes; at the end what was changed afterwards. */
static struct fault fill_sheet(const struct pen *p, const struct visit *v)
{
    const struct scan_sheet *sheet = scan_sheet_begin(p->db, p->a, p->round->id, p->member, v->at);
    if (sheet == NULL)
        return FAULT(db_status(p->db), N_("The scan could not be made. Try again in a moment."));
    account_user_entered(p->db, p->user, v->at);
    if (v->importance.set)
        scan_pair_save(p->db, sheet, v->importance, v->maturity, v->at);
    int64_t at = v->at;
    for (int pass = 0; pass < 2; pass++) {
        for (int d = 0; d < p->plan->scan->domain_count; d++) {
            bool any;
            struct fault fault = fill_domain(p, d, pass == 1, at + DOMAIN_MINUTES * MINUTE, &any);
            if (fault.status != OK)
                return fault;
            at += any ? DOMAIN_MINUTES * MINUTE : 0;
        }
        at = v->done > at ? v->done : at;
    }
    if (v->done != 0)
        scan_sheet_done(p->db, sheet, DB_SOME(v->done));
    return NO_FAULT;
}

/* The joint talk: the pair, unanimous answers in one click, then statement by statement. */
static struct fault talk(struct db *db, struct arena *a, const struct scan_round *r, const struct round *plan,
                         int64_t user)
{
    const struct visit *v = &plan->joint;
    const struct scan_sheet *sheet = scan_sheet_begin(db, a, r->id, 0, v->at);
    if (sheet == NULL)
        return FAULT(db_status(db), N_("The scan could not be made. Try again in a moment."));
    if (v->importance.set)
        scan_pair_save(db, sheet, v->importance, v->maturity, v->at);
    int64_t at = v->at + DOMAIN_MINUTES * MINUTE;
    if (plan->unanimous)
        scan_take_unanimous(db, a, r, user, at);
    const struct scan_reply *taken = scan_replies(db, a, r, sheet->id);
    for (int i = 0; i < plan->line_count; i++) {
        const struct line *line = &plan->lines[i];
        const struct cell *g = &line->group;
        if (line->statement < 0 || g->answer == ANSWER_NONE ||
            (taken[i].answer == g->answer && g->note == NULL))
            continue;
        at += MINUTE;
        struct fault fault = scan_agree(db, a, r, i, g->answer, (g->flags & ANSWER_NO_AGREEMENT) != 0,
                                        g->note == NULL ? "" : g->note, user, at);
        if (fault.status != OK)
            return fault;
    }
    return NO_FAULT;
}

static struct fault play_round(struct db *db, struct arena *a, const struct packs *packs, const struct town *t,
                               const struct round *plan)
{
    const struct scan_new n = { .organisation = t->o.id,
                                .title = plan->title,
                                .pack = plan->pack,
                                .light = plan->light,
                                .profile = plan->profile,
                                .mode = plan->mode,
                                .deadline = plan->deadline,
                                .type = t->o.type,
                                .country = t->o.country,
                                .size = t->o.size == NULL ? "" : t->o.size,
                                .user = t->people.v[plan->by].user };
    int64_t id;
    struct fault fault = scan_round_open(db, a, packs, &n, NULL, plan->opened, &id);
    if (fault.status != OK)
        return fault;
    const struct scan_round *r = scan_round_get(db, a, packs, t->o.id, id);
    if (r == NULL)
        return FAULT(FAILED, N_("The scan could not be made. Try again in a moment."));
    int64_t joint_user = t->people.v[plan->joint.by].user;
    for (int i = 0; i < plan->filler_count && fault.status == OK; i++) {
        const struct demo_person *who = &t->people.v[plan->fillers[i]];
        const struct pen pen = { db, a, r, plan, i, who->member, who->user };
        if (plan->visits[i].at != 0)
            fault = fill_sheet(&pen, &plan->visits[i]);
    }
    if (fault.status == OK && plan->joint.at != 0 && plan->filler_count > 0)
        fault = talk(db, a, r, plan, joint_user);
    if (fault.status == OK && plan->joint.at != 0 && plan->filler_count == 0) {
        const struct pen pen = { db, a, r, plan, -1, 0, joint_user };
        fault = fill_sheet(&pen, &plan->joint);
    }
    if (fault.status == OK && plan->closed != 0)
        fault = scan_round_close(db, r, t->people.v[plan->by].user, plan->closed);
    return fault;
}

struct fault demo_load(struct db *db, struct arena *a, const struct packs *packs,
                       const struct trajectory_parts *parts, const char *text, size_t n, int64_t now_ms,
                       struct demo_links *links)
{
    struct demo_reader r = { .a = a, .packs = packs, .now_ms = now_ms };
    size_t count;
    struct town *towns = read_file(&r, text, n, &count);
    if (r.fault.status != OK)
        return r.fault;
    int made = 0;
    struct fault fault = NO_FAULT;
    for (size_t i = 0; i < count && fault.status == OK; i++) {
        if (is_here(db, a, &towns[i], now_ms))
            continue;
        fault = make_organisation(db, a, packs, &towns[i]);
        for (int k = 0; k < towns[i].round_count && fault.status == OK; k++)
            fault = play_round(db, a, packs, &towns[i], &towns[i].rounds[k]);
        if (fault.status == OK)
            fault = demo_trajectories_play(db, &r, parts, &towns[i].o, towns[i].trajectories);
        made++;
    }
    if (fault.status == OK && made > 0)
        demo_links_make(db, a, now_ms, links);
    links->loaded += made;
    /* After a database error the rules saw rows that were not there: their faults mean nothing. */
    return db_status(db) == OK ? fault
                               : FAULT(db_status(db), N_("The demo cannot be loaded: %s"), .arg = db_error(db),
                                       .detail = "database");
}

/* ---- links ------------------------------------------------------------------------------------------- */

/* The link opens what the person comes for: the scans of the organisation, or the administration. */
static const char *link_of(struct db *db, struct arena *a, const char *mail, int64_t now_ms)
{
    const struct account_user *u = account_user_find(db, a, mail);
    if (u == NULL)
        return NULL;
    size_t count;
    const struct organisation_of *of = organisations_of_user(db, a, u->id, now_ms, &count);
    if (count == 0)
        return account_token_new(db, a, ACCOUNT_TOKEN_PERSONAL, u->id, u->system_admin ? "/beheer" : "/",
                                 now_ms);
    struct account_link l = { .user = u->id,
                              .organisation = of[0].id,
                              .target = arena_printf(a, "/organisatie/%lld/scan", (long long)of[0].id) };
    account_links_end(db, a, l.user, l.organisation);
    return account_link_new(db, a, &l, now_ms);
}

void demo_links_make(struct db *db, struct arena *a, int64_t now_ms, struct demo_links *links)
{
    if (account_user_find(db, a, DEMO_ADMIN) == NULL)
        account_user_set_admin(
            db, account_user_ensure(db, a, "Beheerder van de demo", DEMO_ADMIN, "nl_BE", now_ms), true);
    links->guide = link_of(db, a, DEMO_GUIDE, now_ms);
    links->member = link_of(db, a, DEMO_MEMBER, now_ms);
    links->admin = link_of(db, a, DEMO_ADMIN, now_ms);
}
