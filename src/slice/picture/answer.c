/* Answers: what a receiver gives, tables that are pasted, and the facts that an answer becomes. */
#include <string.h>

#include "base/csv.h"
#include "base/utf8.h"
#include "picture_sql.h"
#include "slice/picture/parts.h"
#include "slice/picture/picture.h"

const struct picture_answer *picture_answers(struct db *db, struct arena *a, int64_t request, size_t *count)
{
    const struct picture_answer_rows *rows = picture_q_answer_rows(db, a, request, count);
    struct picture_answer *v = NEW_ARRAY(a, struct picture_answer, *count);
    for (size_t i = 0; i < *count; i++)
        v[i] = (struct picture_answer){ .id = rows[i].id,
                                        .request = request,
                                        .edit = rows[i].edit,
                                        .at = rows[i].at,
                                        .receiver = rows[i].receiver_id,
                                        .user = rows[i].user_id,
                                        .absent = rows[i].absent,
                                        .value = rows[i].value,
                                        .unit = rows[i].unit,
                                        .period = rows[i].period,
                                        .body = rows[i].body,
                                        .grid = rows[i].grid,
                                        .source = rows[i].source,
                                        .dated_on = rows[i].dated_on };
    return v;
}

/* ---- tables -------------------------------------------------------------------------------------------- */

/* A cell on one line, without what parts cells. */
static const char *cell_text(struct arena *a, const char *cell)
{
    char *s = utf8_clean(a, cell);
    for (char *c = s; *c != '\0'; c++)
        if (*c == '\t' || *c == '\n')
            *c = ' ';
    return s;
}

static const struct fault grid_too_large = {
    INVALID, N_("A table holds 50 rows of 12 columns at most. Add a larger one as a file."), .detail = "grid"
};

/* What was pasted, with tabs between cells; "" stays "". */
static struct fault grid_write(struct arena *a, const char *pasted, const char **grid)
{
    struct csv csv;
    size_t line;
    *grid = "";
    if (pasted[0] == '\0')
        return NO_FAULT;
    enum status st = csv_parse(a, pasted, strlen(pasted), &csv, &line);
    if (st == INVALID)
        return FAULT(INVALID,
                     N_("Row %s of the table cannot be read: a quotation mark opens there and does not close."),
                     .arg = arena_printf(a, "%zu", line), .detail = "grid");
    if (st != OK || csv.count > PICTURE_GRID_ROWS)
        return grid_too_large;
    struct buf b;
    buf_init(&b, PICTURE_MAX_GRID * 4);
    bool fits = true;
    for (size_t i = 0; i < csv.count; i++) {
        fits = fits && csv.rows[i].count <= PICTURE_GRID_COLUMNS;
        for (size_t k = 0; k < csv.rows[i].count; k++) {
            buf_str(&b, k > 0 ? "\t" : i > 0 ? "\n" : "");
            buf_str(&b, cell_text(a, csv.rows[i].cells[k]));
        }
    }
    fits = fits && buf_ok(&b);
    *grid = fits ? buf_to_arena(&b, a) : "";
    buf_release(&b);
    return fits && utf8_length(*grid) <= PICTURE_MAX_GRID ? NO_FAULT : grid_too_large;
}

/* The next piece of s up to a sign; *s goes behind it, NULL at the end. */
static const char *next_piece(struct arena *a, const char **s, char sign)
{
    if (*s == NULL)
        return NULL;
    const char *end = strchr(*s, sign), *piece = *s;
    *s = end == NULL ? NULL : end + 1;
    return end == NULL ? piece : arena_strndup(a, piece, (size_t)(end - piece));
}

const struct picture_row *picture_grid(struct arena *a, const char *grid, size_t *count)
{
    struct picture_row *rows = NULL;
    size_t capacity = 0;
    const char *line;
    *count = 0;
    for (const char *s = grid[0] == '\0' ? NULL : grid; (line = next_piece(a, &s, '\n')) != NULL;) {
        const char **cells = NULL, *cell;
        size_t n = 0, cell_capacity = 0;
        for (const char *c = line; (cell = next_piece(a, &c, '\t')) != NULL;)
            *(const char **)ARENA_PUSH(a, &cells, &n, &cell_capacity) = cell;
        *(struct picture_row *)ARENA_PUSH(a, &rows, count, &capacity) = (struct picture_row){ cells, n };
    }
    return rows;
}

const struct picture_figure *picture_grid_figures(struct arena *a, const struct lang *lang, const char *grid,
                                                  size_t *count)
{
    size_t rows;
    const struct picture_row *row = picture_grid(a, grid, &rows);
    struct picture_figure *v = NEW_ARRAY(a, struct picture_figure, rows);
    *count = 0;
    for (size_t i = 0; i < rows; i++) {
        const char *value = row[i].count == 2 ? decimal_read(a, lang, row[i].cells[1]) : NULL;
        if (value != NULL && row[i].cells[0][0] != '\0')
            v[(*count)++] = (struct picture_figure){ row[i].cells[0], value };
        else if (i > 0) /* the first row may name the columns */
            *count = rows + 1;
        if (*count > rows)
            break;
    }
    if (*count < 2 || *count > rows)
        *count = 0;
    return v;
}

/* ---- saving -------------------------------------------------------------------------------------------- */

static bool takes_answers(enum picture_state s)
{
    return picture_state_open(s) || s == REQUEST_ANSWERED || s == REQUEST_ABSENT;
}

static struct fault check_reply(struct arena *a, const struct picture_reply *reply, const char **value,
                                const char **grid)
{
    *value = *grid = "";
    if (reply->absent)
        return NO_FAULT;
    if (reply->value[0] != '\0') {
        *value = decimal_read(a, reply->lang, reply->value);
        if (*value == NULL)
            return FAULT(INVALID, picture_no_number, .detail = "value");
    }
    struct fault f = grid_write(a, reply->grid, grid);
    if (f.status == OK && *value[0] == '\0' && *grid[0] == '\0' && reply->body[0] == '\0' && !reply->file)
        f = FAULT(INVALID, N_("There is no answer yet: type a number or a text, paste a table or add a file."),
                  .detail = "value");
    return f;
}

static bool same_answer(const struct picture_answer *x, const struct picture_reply *r, const char *value,
                        const char *grid)
{
    return x->absent == r->absent && strcmp(x->value, value) == 0 && strcmp(x->grid, grid) == 0 &&
           strcmp(x->body, r->body) == 0 && strcmp(x->unit, r->unit) == 0 &&
           strcmp(x->period, r->period) == 0 && strcmp(x->source, r->source) == 0 &&
           x->dated_on.set == r->dated_on.set && x->dated_on.v == r->dated_on.v;
}

struct fault picture_answer_save(struct db *db, struct arena *a, const struct trajectory *t,
                                 const struct picture_request *r, const struct picture_reply *reply,
                                 int64_t now_ms)
{
    if (!takes_answers(r->state))
        return FAULT(CONFLICT,
                     N_("This question takes no answer any more: it was taken back, or your answer "
                        "was taken over already."),
                     .detail = "request");
    const char *value, *grid;
    struct fault f = check_reply(a, reply, &value, &grid);
    if (f.status != OK)
        return f;
    size_t count;
    const struct picture_answer *answers = picture_answers(db, a, r->id, &count);
    int64_t newest = count == 0 ? 0 : answers->edit;
    if (count > 0 && reply->edit == newest - 1 && same_answer(answers, reply, value, grid))
        return NO_FAULT; /* sent twice */
    if (newest != reply->edit)
        return FAULT(CONFLICT,
                     N_("Somebody else answered meanwhile. Their answer stands beside yours: choose, and keep "
                        "it once more."),
                     .detail = "edit");
    picture_q_answer_insert(db, r->id, newest + 1, picture_some(reply->receiver),
                            reply->receiver == 0 ? picture_some(reply->user) : DB_NULL_INT, reply->absent,
                            value, reply->unit, reply->period, reply->body, grid, reply->source,
                            reply->dated_on, now_ms);
    enum picture_state state = reply->absent ? REQUEST_ABSENT : REQUEST_ANSWERED;
    picture_q_request_answered(db, t->organisation, r->id, picture_state_name(state), now_ms);
    if (r->state != state)
        trajectory_event(db, t->id, reply->absent ? "request.absent" : "request.answered", r->id, r->title, "",
                         reply->user, now_ms);
    return NO_FAULT;
}

/* ---- what it becomes ----------------------------------------------------------------------------------- */

/* Rows of a table as lines: "Sports hall · 120 · 2025". */
static const char *with_rows(struct arena *a, const char *text, const char *grid)
{
    size_t rows;
    const struct picture_row *row = picture_grid(a, grid, &rows);
    for (size_t i = 0; i < rows; i++) {
        const char *line = "";
        for (size_t k = 0; k < row[i].count; k++)
            line = arena_printf(a, "%s%s%s", line, k > 0 ? " · " : "", row[i].cells[k]);
        text = arena_printf(a, "%s%s%s", text, text[0] == '\0' ? "" : "\n", line);
    }
    return picture_short(a, text, PICTURE_MAX_BODY - 1);
}

struct picture_fact_text picture_proposal(struct arena *a, const struct picture_request *r,
                                          const struct picture_answer *answer)
{
    bool figure = answer->value[0] != '\0';
    const char *body = answer->body;
    if (figure || body[0] == '\0')
        body = body[0] == '\0' ? r->title : arena_printf(a, "%s: %s", r->title, body);
    return (struct picture_fact_text){
        .department = r->department.set ? r->department.v : 0,
        .theme = r->theme,
        .sort = figure || r->sort != FACT_FIGURE ? r->sort : FACT_REALISATION, /* a figure has a number */
        .body = with_rows(a, body, answer->grid),
        .value = answer->value,
        .unit = figure ? answer->unit : "",
        .period = answer->period,
        .source = answer->source[0] != '\0' ? answer->source : r->usual_source,
        .dated_on = answer->dated_on,
    };
}

struct fault picture_accept(struct db *db, struct arena *a, const struct packs *packs,
                            const struct trajectory *t, const struct picture_request *r, int64_t answer_edit,
                            const struct picture_fact_text *texts, size_t count, int64_t user, int64_t now_ms)
{
    const struct picture_answer_newest *newest = picture_q_answer_newest(db, a, r->id);
    if (r->state != REQUEST_ANSWERED || newest == NULL)
        return FAULT(CONFLICT, N_("There is no answer to take over any more. Look at the request again."),
                     .detail = "request");
    if (newest->edit != answer_edit)
        return FAULT(CONFLICT, N_("The answer was corrected while you looked at it. See the new one first."),
                     .detail = "edit");
    for (size_t i = 0; i < count; i++) {
        struct picture_fact_new n = { .text = texts[i],
                                      .code = "",
                                      .statement = r->statement,
                                      .request = r->id,
                                      .accepted = true,
                                      .quiet = count > 1,
                                      .user = user };
        int64_t id;
        struct fault f = picture_fact_add(db, a, packs, t, &n, now_ms, &id);
        if (f.status != OK)
            return f;
    }
    if (count > 1)
        trajectory_event(db, t->id, "fact.many", r->id, r->title, "", user, now_ms);
    picture_q_request_state(db, t->organisation, r->id, "answered", "accepted", "");
    return NO_FAULT;
}
