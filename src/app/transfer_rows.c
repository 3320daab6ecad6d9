#include "app/transfer_rows.h"

#include <stdlib.h>
#include <string.h>

#include "lib/sodium.h"
#include "slice/account/account.h"
#include "slice/organisation/organisation.h"
#include "slice/session/session.h"

/* ---- reading and writing rows of any table ----------------------------------------------------------------- */

/* A cell as it is read: which member counts follows from its kind. */
struct cell {
    struct db_int number;
    const char *text;
    struct bytes blob;
};

static bool is_text(enum rows_kind k)
{
    return k == ROWS_TEXT || k == ROWS_WORDS || k == ROWS_CODE;
}

static enum db_type type_of(enum rows_kind k)
{
    return is_text(k) ? DB_TEXT : k == ROWS_BLOB ? DB_BLOB : DB_INT;
}

static size_t column_count(const struct rows_table *t)
{
    size_t n = 0;
    while (n < ROWS_COLUMNS && t->columns[n].name != NULL)
        n++;
    return n;
}

/* Rows are read into arrays of cells: each column of a row has one, the id in front when there is one. */
static struct db_column *describe(struct arena *a, const struct rows_table *t, size_t *count)
{
    size_t own = column_count(t), n = 0;
    struct db_column *columns = NEW_ARRAY(a, struct db_column, own + 1);
    if (t->numbered)
        columns[n++] = (struct db_column){ "id", DB_INT, true, 0 };
    for (size_t i = 0; i < own; i++, n++) {
        enum rows_kind k = t->columns[i].kind;
        size_t member = is_text(k)       ? offsetof(struct cell, text)
                        : k == ROWS_BLOB ? offsetof(struct cell, blob)
                                         : offsetof(struct cell, number);
        columns[n] = (struct db_column){ t->columns[i].name, type_of(k), true,
                                         (uint16_t)(n * sizeof(struct cell) + member) };
    }
    *count = n;
    return columns;
}

static const char *names_of(struct arena *a, const struct db_column *columns, size_t count)
{
    const char *list = "";
    for (size_t i = 0; i < count; i++)
        list = arena_printf(a, "%s%s%s", list, i == 0 ? "" : ", ", columns[i].name);
    return list;
}

static const struct cell *read_rows(struct db *db, struct arena *a, const struct rows_table *t,
                                    int64_t organisation, size_t *rows, size_t *width)
{
    struct db_column *columns = describe(a, t, width);
    static const struct db_column param = { "organisation_id", DB_INT, false, 0 };
    const char *sql = arena_printf(a, "SELECT %s FROM %s WHERE %s ORDER BY %s", names_of(a, columns, *width),
                                   t->name, t->scope, t->order);
    char *numbered = arena_strdup(a, sql); /* PostgreSQL counts with $ */
    for (char *p = numbered; (p = strchr(p, '?')) != NULL;)
        *p = '$';
    struct db_query *q = NEW(a, struct db_query);
    *q = (struct db_query){ .name = t->name,
                            .sqlite = sql,
                            .postgres = numbered,
                            .kind = DB_MANY,
                            .param_count = 1,
                            .column_count = (uint16_t)*width,
                            .params = &param,
                            .columns = columns,
                            .row_size = *width * sizeof(struct cell) };
    struct db_value value = { .type = DB_INT, .i = organisation };
    return db_rows(db, a, q, &value, rows);
}

static const struct rows_table *table_named(const char *name)
{
    for (size_t i = 0; i < rows_table_count; i++)
        if (strcmp(rows_tables[i].name, name) == 0)
            return &rows_tables[i];
    return NULL;
}

/* ---- ids to places and back -------------------------------------------------------------------------------- */

/* ids[t][n] is the id of row n + 1 of table t; 0 = it was not stored. */
struct places {
    struct arena *arena;
    int64_t **ids;
    size_t *counts;
};

static struct places places_new(struct arena *a)
{
    return (struct places){ a, NEW_ARRAY(a, int64_t *, rows_table_count),
                            NEW_ARRAY(a, size_t, rows_table_count) };
}

static size_t index_of(const struct rows_table *t)
{
    return (size_t)(t - rows_tables);
}

/* The place of an id; 0 = there is none. */
static int64_t place_of(const struct places *p, const struct rows_table *t, int64_t id)
{
    size_t at = index_of(t);
    for (size_t i = 0; i < p->counts[at]; i++)
        if (p->ids[at][i] == id)
            return (int64_t)i + 1;
    return 0;
}

static int64_t id_at(const struct places *p, const struct rows_table *t, int64_t place)
{
    size_t at = index_of(t);
    return place < 1 || (size_t)place > p->counts[at] ? 0 : p->ids[at][place - 1];
}

/* ---- texts that name rows ---------------------------------------------------------------------------------- */

/* What an event or a ballot is about, by its kind or the first word of it; NULL = nothing that has rows. */
static const struct rows_table *table_of_kind(const char *kind)
{
    static const struct {
        const char *word, *table;
    } tables[] = { { "step", "trajectory_step" },     { "task", "trajectory_task" },
                   { "moment", "trajectory_moment" }, { "plan", "plan_action" },
                   { "group", "group_group" },        { "document", "document_document" },
                   { "request", "picture_request" },  { "fact", "picture_fact" },
                   { "report", "report_report" },     { "report-paper", "report_report" },
                   { "session", "session_session" },  { "action", "plan_action" },
                   { "priority", "plan_priority" } };
    if (strcmp(kind, "session.item") == 0)
        return table_named("session_item");
    size_t n = strcspn(kind, ".");
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
        if (strlen(tables[i].word) == n && strncmp(tables[i].word, kind, n) == 0)
            return table_named(tables[i].table);
    return NULL;
}

/* Words before a number that is an id. */
static const struct {
    const char *word, *table;
} rows_words[] = { { "commitment:", "briefing_commitment" },
                   { "document:", "document_document" },
                   { "session:", "session_session" } };

struct theme_map {
    const struct organisation_theme *v;
    size_t count;
};

/* "own:7" becomes "own:Leven in de dorpskernen" in a file, with what would end it left out. */
static const char *theme_word(struct arena *a, const struct theme_map *m, int64_t id)
{
    for (size_t i = 0; i < m->count; i++)
        if (m->v[i].id == id) {
            char *title = arena_strdup(a, m->v[i].title);
            for (char *p = title; *p != '\0'; p++)
                if (*p == ',' || *p == ':')
                    *p = ' ';
            return title;
        }
    return "";
}

/* "round:7": a round of the scan, in a file by its place among the rounds. */
static const char round_word[] = "round:";

static int64_t place_of_round(const struct rows_rounds *rounds, int64_t id)
{
    for (size_t i = 0; i < rounds->count; i++)
        if (rounds->ids[i] == id)
            return (int64_t)i + 1;
    return 0;
}

static int64_t round_at(const struct rows_rounds *rounds, int64_t place)
{
    return place < 1 || (size_t)place > rounds->count ? 0 : rounds->ids[place - 1];
}

/* What such words are turned by. */
struct word_maps {
    const struct theme_map *themes;
    const struct places *places;
    const struct rows_rounds *rounds;
};

static const char *words_out(struct arena *a, const struct word_maps *m, const char *s)
{
    const struct theme_map *themes = m->themes;
    const struct places *p = m->places;
    const char *out = "";
    while (*s != '\0') {
        size_t n = strcspn(s, ",");
        const char *item = arena_strndup(a, s, n);
        char *end;
        if (strncmp(item, "own:", 4) == 0)
            item = arena_printf(a, "own:%s", theme_word(a, themes, strtoll(item + 4, NULL, 10)));
        if (strncmp(item, round_word, sizeof round_word - 1) == 0)
            item = arena_printf(
                a, "%s%lld", round_word,
                (long long)place_of_round(m->rounds, strtoll(item + sizeof round_word - 1, NULL, 10)));
        for (size_t i = 0; i < sizeof rows_words / sizeof *rows_words; i++) {
            size_t word = strlen(rows_words[i].word);
            const struct rows_table *t = table_named(rows_words[i].table);
            if (t == NULL || strncmp(item, rows_words[i].word, word) != 0)
                continue;
            int64_t id = strtoll(item + word, &end, 10);
            item = arena_printf(a, "%s%lld%s", rows_words[i].word, (long long)place_of(p, t, id), end);
            break;
        }
        out = arena_printf(a, "%s%s%s", out, out[0] == '\0' ? "" : ",", item);
        s += n + (s[n] == ',');
    }
    return out;
}

static const char *words_in(struct arena *a, const struct word_maps *m, const char *s)
{
    const struct theme_map *themes = m->themes;
    const struct places *p = m->places;
    const char *out = "";
    while (*s != '\0') {
        size_t n = strcspn(s, ",");
        const char *item = arena_strndup(a, s, n);
        char *end;
        if (strncmp(item, "own:", 4) == 0)
            for (size_t i = 0; i < themes->count; i++)
                if (strcmp(theme_word(a, themes, themes->v[i].id), item + 4) == 0) {
                    item = arena_printf(a, "own:%lld", (long long)themes->v[i].id);
                    break;
                }
        if (strncmp(item, round_word, sizeof round_word - 1) == 0)
            item =
                arena_printf(a, "%s%lld", round_word,
                             (long long)round_at(m->rounds, strtoll(item + sizeof round_word - 1, NULL, 10)));
        for (size_t i = 0; i < sizeof rows_words / sizeof *rows_words; i++) {
            size_t word = strlen(rows_words[i].word);
            const struct rows_table *t = table_named(rows_words[i].table);
            if (t == NULL || strncmp(item, rows_words[i].word, word) != 0)
                continue;
            int64_t place = strtoll(item + word, &end, 10);
            item = arena_printf(a, "%s%lld%s", rows_words[i].word, (long long)id_at(p, t, place), end);
            break;
        }
        out = arena_printf(a, "%s%s%s", out, out[0] == '\0' ? "" : ",", item);
        s += n + (s[n] == ',');
    }
    return out;
}

/* ---- people and departments -------------------------------------------------------------------------------- */

struct people {
    const struct organisation_member *members;
    size_t member_count;
    const struct organisation_department *departments;
    size_t department_count;
    struct theme_map themes;
};

static struct people people_of(struct db *db, struct arena *a, int64_t organisation)
{
    struct people p;
    p.members = organisation_members_all(db, a, organisation, &p.member_count);
    p.departments = organisation_departments(db, a, organisation, &p.department_count);
    p.themes.v = organisation_themes_all(db, a, organisation, &p.themes.count);
    return p;
}

static const char *mail_of_user(struct db *db, struct arena *a, const struct people *p, int64_t user)
{
    for (size_t i = 0; i < p->member_count; i++)
        if (p->members[i].user == user)
            return p->members[i].mail;
    const struct account_user *u = account_user_get(db, a, user);
    return u == NULL ? NULL : u->mail;
}

static const struct organisation_member *member_by_mail(const struct people *p, const char *mail)
{
    for (size_t i = 0; i < p->member_count; i++)
        if (strcmp(p->members[i].mail, mail) == 0)
            return &p->members[i];
    return NULL;
}

/* ---- export ------------------------------------------------------------------------------------------------ */

struct exporting {
    struct db *db;
    struct arena *arena;
    const struct rows_rounds *rounds;
    struct people people;
    struct places places;
    struct json_writer *writer;
};

static void put_number(struct json_writer *w, struct db_int n)
{
    if (n.set)
        json_int(w, n.v);
    else
        json_put_null(w);
}

static void put_reference(struct exporting *e, const struct rows_column *c, struct db_int id)
{
    const char *name = NULL;
    if (!id.set) {
        json_put_null(e->writer);
        return;
    }
    switch (c->kind) {
    case ROWS_USER:
        name = mail_of_user(e->db, e->arena, &e->people, id.v);
        break;
    case ROWS_ROUND:
        json_int(e->writer, place_of_round(e->rounds, id.v));
        return;
    case ROWS_MEMBER:
        if (id.v == 0) {
            json_int(e->writer, 0);
            return;
        }
        for (size_t i = 0; i < e->people.member_count && name == NULL; i++)
            if (e->people.members[i].id == id.v)
                name = e->people.members[i].mail;
        break;
    case ROWS_DEPARTMENT:
        for (size_t i = 0; i < e->people.department_count && name == NULL; i++)
            if (e->people.departments[i].id == id.v)
                name = e->people.departments[i].name;
        break;
    default:
        put_number(e->writer, DB_SOME(place_of(&e->places, table_named(c->to), id.v)));
        return;
    }
    json_str(e->writer, name);
}

/* Whether another column says in which table the id is, and which one. */
static bool by_kind(enum rows_kind k)
{
    return k == ROWS_OBJECT || k == ROWS_OWNER || k == ROWS_LANDED;
}

static size_t kind_column(const struct rows_table *t, enum rows_kind k)
{
    static const char *const names[] = { "kind", "owner_kind", "becomes" };
    for (size_t i = 0; t->columns[i].name != NULL; i++)
        for (size_t n = 0; n < sizeof names / sizeof *names; n++)
            if (strcmp(t->columns[i].name, names[n]) == 0 && (k == ROWS_OWNER) == (n == 1))
                return i;
    ASSERT(false);
    return 0;
}

/* With `keeps` a number that is the id of no row stays as it is. */
static void put_object(struct exporting *e, const char *kind, struct db_int id, bool keeps)
{
    const struct rows_table *t = table_of_kind(kind);
    put_number(e->writer, id.set && t != NULL ? DB_SOME(place_of(&e->places, t, id.v))
                          : keeps             ? id
                                              : DB_NULL_INT);
}

/* row: all cells of the row, the id left aside. */
static void put_cell(struct exporting *e, const struct rows_table *t, size_t column, const struct cell *row)
{
    const struct rows_column *c = &t->columns[column];
    const struct cell *v = &row[column];
    json_key(e->writer, c->name);
    switch (c->kind) {
    case ROWS_OBJECT:
    case ROWS_OWNER:
    case ROWS_LANDED:
        put_object(e, row[kind_column(t, c->kind)].text, v->number, c->kind == ROWS_LANDED);
        break;
    case ROWS_TEXT:
        json_str(e->writer, v->text);
        break;
    case ROWS_WORDS: {
        const struct word_maps maps = { &e->people.themes, &e->places, e->rounds };
        json_str(e->writer, v->text == NULL ? NULL : words_out(e->arena, &maps, v->text));
        break;
    }
    case ROWS_BLOB:
        json_str(e->writer, v->blob.p == NULL ? NULL : base64url_encode(e->arena, v->blob.p, v->blob.n));
        break;
    case ROWS_INT:
        put_number(e->writer, v->number);
        break;
    default:
        put_reference(e, c, v->number);
    }
}

static void export_table(struct exporting *e, const struct rows_table *t, int64_t organisation)
{
    size_t rows, width, at = index_of(t);
    const struct cell *v = read_rows(e->db, e->arena, t, organisation, &rows, &width);
    if (rows == 0)
        return;
    if (t->numbered) {
        e->places.counts[at] = rows;
        e->places.ids[at] = NEW_ARRAY(e->arena, int64_t, rows);
        for (size_t i = 0; i < rows; i++)
            e->places.ids[at][i] = v[i * width].number.v;
    }
    json_key(e->writer, t->name);
    json_array_begin(e->writer);
    for (size_t i = 0; i < rows; i++) {
        json_object_begin(e->writer);
        for (size_t k = 0, own = column_count(t); k < own; k++)
            if (t->columns[k].kind != ROWS_ORGANISATION && t->columns[k].kind != ROWS_HERE &&
                t->columns[k].kind != ROWS_CODE)
                put_cell(e, t, k, &v[i * width + t->numbered]);
        json_object_end(e->writer);
    }
    json_array_end(e->writer);
}

void rows_export(struct db *db, struct arena *a, int64_t organisation, const struct rows_rounds *rounds,
                 struct json_writer *w)
{
    struct exporting e = { db, a, rounds, people_of(db, a, organisation), places_new(a), w };
    json_object_begin(w);
    for (size_t i = 0; i < rows_table_count; i++)
        export_table(&e, &rows_tables[i], organisation);
    json_object_end(w);
}

/* ---- import ------------------------------------------------------------------------------------------------ */

struct importing {
    struct db *db;
    struct arena *arena;
    int64_t organisation, stored;
    const struct rows_rounds *rounds;
    struct people people;
    struct places places;
    bool **is_new; /* by table and row: it was made by this import */
    int64_t *same; /* of the table at hand: what told its rows so far */
    size_t same_count;
    rows_wrong_fn *wrong;
    void *context;
    bool failed;
};

static void fail(struct importing *m, const char *path, const char *sentence)
{
    m->failed = true;
    m->wrong(m->context, path, sentence);
}

/* A reference of the file as an id. parent_new: whether the row that it names was made by this import. */
static bool take_reference(struct importing *m, const struct rows_column *c, const struct json *j,
                           const char *path, struct db_value *out, bool *parent_new)
{
    out->type = DB_INT;
    out->null = j->type == JSON_IS_NULL;
    if (out->null)
        return true;
    if (c->kind == ROWS_ROW) {
        const struct rows_table *t = table_named(c->to);
        bool names_one =
            j->type == JSON_IS_INT && j->integer >= 1 && (size_t)j->integer <= m->places.counts[index_of(t)];
        if (!names_one) {
            fail(m, path, "this names no row of the file");
            return false;
        }
        /* One that was left out, because what it hangs under is here already, has no id: nor is this row stored then. */
        out->i = id_at(&m->places, t, j->integer);
        out->null = out->i == 0;
        *parent_new = m->is_new[index_of(t)][j->integer - 1];
        return true;
    }
    if (c->kind == ROWS_ROUND) {
        bool names_one = j->type == JSON_IS_INT && j->integer >= 0 && (size_t)j->integer <= m->rounds->count;
        if (!names_one)
            fail(m, path, "this names no round of the file");
        out->i = names_one && j->integer > 0 ? m->rounds->ids[j->integer - 1] : 0;
        return names_one;
    }
    if (c->kind == ROWS_MEMBER && j->type == JSON_IS_INT && j->integer == 0)
        return true;
    if (j->type != JSON_IS_STRING) {
        fail(m, path, "this is no name");
        return false;
    }
    if (c->kind == ROWS_DEPARTMENT) {
        out->i = organisation_department_ensure(m->db, m->arena, m->organisation, j->string);
        return true;
    }
    const struct organisation_member *member = member_by_mail(&m->people, j->string);
    if (c->kind == ROWS_MEMBER && member == NULL)
        fail(m, path, "this is no member of the file");
    if (c->kind == ROWS_MEMBER)
        out->i = member == NULL ? 0 : member->id;
    else if (member != NULL)
        out->i = member->user;
    else {
        const struct account_user *u = account_user_find(m->db, m->arena, j->string);
        out->null = u == NULL; /* somebody who never belonged to the organisation: not known here */
        out->i = u == NULL ? 0 : u->id;
    }
    return c->kind != ROWS_MEMBER || member != NULL;
}

static bool take_cell(struct importing *m, const struct rows_column *c, const struct json *j, const char *path,
                      struct db_value *out, bool *parent_new)
{
    *out = (struct db_value){ .type = type_of(c->kind) };
    if (c->kind == ROWS_ORGANISATION) {
        out->i = m->organisation;
        return true;
    }
    if (c->kind == ROWS_HERE) {
        out->null = true;
        return true;
    }
    if (c->kind == ROWS_CODE) {
        const char *code = session_code_new(m->arena);
        out->bytes = (struct bytes){ code, strlen(code) };
        return true;
    }
    if (j == NULL) {
        fail(m, path, "this is missing");
        return false;
    }
    bool some = by_kind(c->kind);
    if (c->kind != ROWS_INT && !some && !is_text(c->kind) && c->kind != ROWS_BLOB)
        return take_reference(m, c, j, path, out, parent_new);
    out->null = j->type == JSON_IS_NULL;
    if (out->null)
        return true;
    if (c->kind == ROWS_INT || some) {
        out->i = j->integer;
        if (j->type != JSON_IS_INT)
            fail(m, path, "this is no whole number");
        return j->type == JSON_IS_INT;
    }
    if (j->type != JSON_IS_STRING ||
        (c->kind == ROWS_BLOB && !base64url_decode(m->arena, j->string, &out->bytes))) {
        fail(m, path, "this is no text");
        return false;
    }
    if (is_text(c->kind)) {
        const struct word_maps maps = { &m->people.themes, &m->places, m->rounds };
        const char *s = c->kind == ROWS_WORDS ? words_in(m->arena, &maps, j->string) : j->string;
        out->bytes = (struct bytes){ s, strlen(s) };
    }
    return true;
}

/* The id of a row of the organisation that is here already; 0 = none. Rows may be made at one moment: the nth of the file is then
 * the nth here. */
static int64_t find_same(struct importing *m, const struct rows_table *t, const struct db_value *same)
{
    static const struct db_column column = { "id", DB_INT, false, 0 };
    int64_t earlier = 0;
    for (size_t i = 0; i < m->same_count; i++)
        earlier += m->same[i] == same->i;
    m->same[m->same_count++] = same->i;
    struct db_column *params = NEW_ARRAY(m->arena, struct db_column, 3);
    params[0] = (struct db_column){ "organisation_id", DB_INT, false, 0 };
    params[1] = (struct db_column){ t->same, DB_INT, false, 0 };
    params[2] = (struct db_column){ "earlier", DB_INT, false, 0 };
    struct db_query *q = NEW(m->arena, struct db_query);
    *q = (struct db_query){
        .name = t->name,
        .sqlite = arena_printf(
            m->arena, "SELECT id FROM %s WHERE organisation_id = ?1 AND %s = ?2 ORDER BY id LIMIT 1 OFFSET ?3",
            t->name, t->same),
        .postgres = arena_printf(
            m->arena, "SELECT id FROM %s WHERE organisation_id = $1 AND %s = $2 ORDER BY id LIMIT 1 OFFSET $3",
            t->name, t->same),
        .kind = DB_MAYBE,
        .param_count = 3,
        .column_count = 1,
        .params = params,
        .columns = &column,
        .row_size = sizeof(int64_t)
    };
    struct db_value args[] = { { .type = DB_INT, .i = m->organisation },
                               *same,
                               { .type = DB_INT, .i = earlier } };
    const int64_t *id = db_row(m->db, m->arena, q, args);
    return id == NULL ? 0 : *id;
}

/* Inserts one row; gives its id, or 0 for a table without. */
static int64_t insert(struct importing *m, const struct rows_table *t, const struct db_value *values,
                      size_t count)
{
    static const struct db_column column = { "id", DB_INT, false, 0 };
    struct db_column *params = NEW_ARRAY(m->arena, struct db_column, count);
    const char *names = "", *lite = "", *post = "";
    for (size_t i = 0; i < count; i++) {
        const char *comma = i == 0 ? "" : ", ";
        params[i] = (struct db_column){ t->columns[i].name, values[i].type, true, 0 };
        names = arena_printf(m->arena, "%s%s%s", names, comma, t->columns[i].name);
        lite = arena_printf(m->arena, "%s%s?%zu", lite, comma, i + 1);
        post = arena_printf(m->arena, "%s%s$%zu", post, comma, i + 1);
    }
    const char *end = t->numbered ? " RETURNING id" : "";
    struct db_query *q = NEW(m->arena, struct db_query);
    *q = (struct db_query){
        .name = t->name,
        .sqlite = arena_printf(m->arena, "INSERT INTO %s (%s) VALUES (%s)%s", t->name, names, lite, end),
        .postgres = arena_printf(m->arena, "INSERT INTO %s (%s) VALUES (%s)%s", t->name, names, post, end),
        .kind = t->numbered ? DB_ONE : DB_EXEC,
        .param_count = (uint16_t)count,
        .column_count = t->numbered,
        .params = params,
        .columns = t->numbered ? &column : NULL,
        .row_size = t->numbered ? sizeof(int64_t) : 0
    };
    m->stored++;
    if (!t->numbered) {
        db_exec(m->db, q, values);
        return 0;
    }
    const int64_t *id = db_row(m->db, m->arena, q, values);
    return id == NULL ? 0 : *id;
}

static void import_row(struct importing *m, const struct rows_table *t, const struct json *row, size_t n)
{
    size_t count = column_count(t), at = index_of(t);
    const char *path = arena_printf(m->arena, "tables/%s/%zu", t->name, n);
    struct db_value values[ROWS_COLUMNS];
    struct db_value same = { .type = DB_INT };
    bool parent_new = t->same != NULL, seen_parent = false;
    for (size_t i = 0; i < count; i++) {
        const struct rows_column *c = &t->columns[i];
        bool is_new = false;
        if (!take_cell(m, c, json_get(row, c->name), arena_printf(m->arena, "%s/%s", path, c->name), &values[i],
                       &is_new))
            return;
        if (c->kind == ROWS_ROW && !values[i].null && !seen_parent && t->same == NULL) {
            parent_new = is_new;
            seen_parent = true;
        }
        if (by_kind(c->kind) && !values[i].null) {
            const char *kind = json_get_str(row, t->columns[kind_column(t, c->kind)].name);
            const struct rows_table *about = kind == NULL ? NULL : table_of_kind(kind);
            int64_t place = values[i].i;
            if (about != NULL || c->kind != ROWS_LANDED) {
                values[i].i = about == NULL ? 0 : id_at(&m->places, about, place);
                values[i].null = values[i].i == 0;
            }
            if (c->kind == ROWS_OWNER)
                parent_new = !values[i].null && m->is_new[index_of(about)][place - 1];
        }
        if (t->same != NULL && strcmp(c->name, t->same) == 0)
            same = values[i];
    }
    int64_t there = t->same == NULL ? 0 : find_same(m, t, &same);
    if (there != 0 || !parent_new) {
        if (t->numbered)
            m->places.ids[at][n] = there;
        return;
    }
    int64_t id = insert(m, t, values, count);
    if (t->numbered) {
        m->places.ids[at][n] = id;
        m->is_new[at][n] = true;
    }
}

int64_t rows_import(struct db *db, struct arena *a, int64_t organisation, const struct rows_rounds *rounds,
                    const struct json *tables, rows_wrong_fn *wrong, void *context)
{
    struct importing m = { .db = db,
                           .arena = a,
                           .organisation = organisation,
                           .rounds = rounds,
                           .people = people_of(db, a, organisation),
                           .places = places_new(a),
                           .is_new = NEW_ARRAY(a, bool *, rows_table_count),
                           .wrong = wrong,
                           .context = context };
    for (size_t i = 0; tables != NULL && i < tables->count; i++)
        if (table_named(tables->keys[i]) == NULL)
            fail(&m, arena_printf(a, "tables/%s", tables->keys[i]), "this table is not known");
    for (size_t i = 0; i < rows_table_count && !m.failed && db_status(db) == OK; i++) {
        const struct json *list = json_get(tables, rows_tables[i].name);
        if (list == NULL)
            continue;
        size_t rows = list->type == JSON_IS_ARRAY ? list->count : 0;
        m.places.counts[i] = rows;
        m.places.ids[i] = NEW_ARRAY(a, int64_t, rows);
        m.is_new[i] = NEW_ARRAY(a, bool, rows);
        m.same = NEW_ARRAY(a, int64_t, rows);
        m.same_count = 0;
        for (size_t n = 0; n < rows && !m.failed && db_status(db) == OK; n++)
            import_row(&m, &rows_tables[i], &list->items[n], n);
    }
    return m.stored;
}
