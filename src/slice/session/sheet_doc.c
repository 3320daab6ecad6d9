/* Sheets on paper: what came of one in the minutes, and the ballot and poster for a room without phones. */
#include <string.h>

#include "doc/document.h"
#include "slice/session/result.h"

/* ---- outcome --------------------------------------------------------------------------------------------- */

static struct doc_bar bar_of(const char *label, const char *value, int64_t tenths, const char *before,
                             int64_t before_tenths)
{
    return (struct doc_bar){ .label = label,
                             .value = value,
                             .tenths = tenths < 0 ? DOC_NO_VALUE : tenths,
                             .upper_tenths = DOC_NO_VALUE,
                             .before_tenths = before_tenths < 0 ? DOC_NO_VALUE : before_tenths,
                             .before = before };
}

static void add_chart(struct doc *doc, const struct room_state *r, const struct sheet_result *res,
                      const char *title, const char *sentence, const char *value_title, struct doc_bar *bars,
                      size_t count)
{
    struct doc_chart *c = NEW(r->arena, struct doc_chart);
    *c = (struct doc_chart){ .kind = DOC_CHART_BARS,
                             .title = title,
                             .sentence = sentence,
                             .bars = bars,
                             .count = count,
                             .label_title = res->label_title,
                             .value_title = value_title,
                             .before_title = res->compared ? tr(r->lang, "First round") : NULL };
    doc_chart(doc, c);
}

/* Of one of the two numbers of a place: which thing has most of it, and which least. */
static const char *ends_of(const struct room_state *r, const struct sheet_result *res, bool second)
{
    const struct sheet_line *high = &res->lines[0], *low = high;
    for (size_t i = 1; i < res->count; i++) {
        const struct sheet_line *l = &res->lines[i];
        int64_t n = second ? l->second_tenths : l->tenths;
        if (n < 0)
            continue;
        high = n > (second ? high->second_tenths : high->tenths) ? l : high;
        low = n < (second ? low->second_tenths : low->tenths) ? l : low;
    }
    return arena_printf(r->arena, tr(r->lang, "Highest: %s (%s). Lowest: %s (%s)."), high->label,
                        second ? high->second : high->value, low->label, second ? low->second : low->value);
}

/* The first number of each line, or the second. */
static void one_chart(struct doc *doc, const struct room_state *r, const struct sheet_result *res, bool second)
{
    struct doc_bar *bars = NEW_ARRAY(r->arena, struct doc_bar, res->count);
    for (size_t i = 0; i < res->count; i++) {
        const struct sheet_line *l = &res->lines[i];
        bars[i] = second
                      ? bar_of(l->label, l->second, l->second_tenths, l->second_before, l->second_before_tenths)
                      : bar_of(l->label, l->value, l->tenths, l->before, l->before_tenths);
    }
    const char *title = second ? res->second_title : res->value_title;
    add_chart(doc, r, res, title,
              res->look == LOOK_PLACES && res->count > 0 ? ends_of(r, res, second) : res->finding, title, bars,
              res->count);
}

/* Both numbers of a line below each other. */
static void pair_chart(struct doc *doc, const struct room_state *r, const struct sheet_result *res)
{
    struct doc_bar *bars = NEW_ARRAY(r->arena, struct doc_bar, 2 * res->count);
    for (size_t i = 0; i < res->count; i++) {
        const struct sheet_line *l = &res->lines[i];
        bars[2 * i] = bar_of(arena_printf(r->arena, "%s: %s", l->label, res->value_title), l->value, l->tenths,
                             l->before, l->before_tenths);
        bars[2 * i + 1] = bar_of(arena_printf(r->arena, "%s: %s", l->label, res->second_title), l->second,
                                 l->second_tenths, l->second_before, l->second_before_tenths);
    }
    add_chart(doc, r, res, r->item->title, res->finding, tr(r->lang, "Mean"), bars, 2 * res->count);
}

static void spread_table(struct doc *doc, const struct room_state *r, const struct sheet_result *res)
{
    size_t options = res->count == 0 ? 0 : res->lines[0].option_count;
    const char **titles = NEW_ARRAY(r->arena, const char *, options + 2),
               **cells = NEW_ARRAY(r->arena, const char *, options + 2);
    titles[0] = res->label_title;
    for (size_t c = 0; c < options; c++)
        titles[c + 1] = res->lines[0].options[c];
    titles[options + 1] = res->more_title != NULL ? res->more_title : res->value_title;
    struct doc_table t =
        doc_table_begin(doc, tr(r->lang, "How often each answer was given"), titles, options + 2);
    for (size_t i = 0; i < res->count; i++) {
        const struct sheet_line *l = &res->lines[i];
        cells[0] = l->label;
        for (size_t c = 0; c < options; c++)
            cells[c + 1] = arena_printf(r->arena, "%lld", (long long)l->counts[c]);
        cells[options + 1] = res->more_title != NULL ? l->more : l->value;
        doc_table_row(&t, cells);
    }
    doc_table_end(&t);
}

static void places_table(struct doc *doc, const struct room_state *r, const struct sheet_result *res)
{
    const char *titles[] = { res->label_title, res->value_title, res->second_title, tr(r->lang, "Priority") };
    struct doc_table t = doc_table_begin(
        doc, arena_printf(r->arena, tr(r->lang, "%s and %s"), res->value_title, res->second_title), titles, 4);
    for (size_t i = 0; i < res->count; i++) {
        const struct sheet_line *l = &res->lines[i];
        const char *cells[] = { l->label, l->value, l->second, l->marked ? tr(r->lang, "yes") : "" };
        doc_table_row(&t, cells);
    }
    doc_table_end(&t);
}

static const char *chosen_names(const struct room_state *r, const struct sheet_result *res)
{
    const char *names = "";
    for (size_t i = 0; i < res->count; i++)
        if (res->lines[i].marked)
            names = arena_printf(r->arena, "%s%s%s", names, names[0] == '\0' ? "" : ", ", res->lines[i].label);
    return names;
}

void session_result_outcome(const struct room_state *r, const struct sheet_result *res, struct doc *doc)
{
    switch (res->look) { /* the finding is the sentence of its chart */
    case LOOK_BARS:
        one_chart(doc, r, res, false);
        break;
    case LOOK_SPREAD:
        one_chart(doc, r, res, false);
        spread_table(doc, r, res);
        break;
    case LOOK_PAIRS:
        pair_chart(doc, r, res);
        break;
    case LOOK_PLACES:
        if (res->finding[0] != '\0')
            doc_paragraph(doc, res->finding);
        places_table(doc, r, res);
        one_chart(doc, r, res, false);
        one_chart(doc, r, res, true);
        if (chosen_names(r, res)[0] != '\0')
            doc_labelled(doc, tr(r->lang, "Chosen as priorities"), chosen_names(r, res));
        break;
    }
    doc_note(doc,
             arena_printf(r->arena, res->counted[0] == '\0' ? "%s." : "%s. %s", res->people, res->counted));
}

void session_sheet_outcome(const struct room_state *r, struct doc *doc, int level)
{
    (void)level;
    if (r->tally == NULL || r->tally->state != TALLY_SHOWN) {
        doc_paragraph(doc, r->tally == NULL || r->tally->state == TALLY_HELD
                               ? tr(r->lang, "The result of this part was not shown.")
                               : session_no_result(r));
        return;
    }
    struct sheet_result res = session_sheet_result(r);
    session_result_outcome(r, &res, doc);
}

/* ---- paper ------------------------------------------------------------------------------------------------ */

/* Where a cross goes. */
static const char BOX[] = "☐";

static bool is_short(const struct sheet_part *p)
{
    return p->numbers && strlen(p->options[0]) == 1;
}

/* Lines with a box for each answer: people put a cross. */
static void box_table(struct doc *doc, const struct room_state *r, size_t from, size_t to)
{
    const struct sheet_part *first = &r->form.parts[from];
    size_t n = first->option_count;
    const char **titles = NEW_ARRAY(r->arena, const char *, n + 1),
               **cells = NEW_ARRAY(r->arena, const char *, n + 1);
    int *widths = NEW_ARRAY(r->arena, int, n + 1);
    titles[0] = "";
    widths[0] = 8;
    for (size_t c = 0; c < n; c++) {
        titles[c + 1] = first->options[c];
        cells[c + 1] = BOX;
        widths[c + 1] = 1;
    }
    struct doc_table t = doc_table_begin(doc, NULL, titles, n + 1);
    t.grid->widths = widths;
    t.grid->row_heads = true;
    for (size_t i = from; i < to; i++) {
        const struct sheet_part *p = &r->form.parts[i];
        cells[0] = p->group[0] != '\0' ? arena_printf(r->arena, "%s: %s", p->group, p->label) : p->label;
        doc_table_row(&t, cells);
    }
    doc_table_end(&t);
    if (first->low[0] != '\0' || first->high[0] != '\0')
        doc_paragraph(doc,
                      arena_printf(r->arena, tr(r->lang, "1 = %s, %d = %s."), first->low, (int)n, first->high));
}

/* A question with its answers below each other, a box before each. */
static void box_list(struct doc *doc, const struct room_state *r, const struct sheet_part *p)
{
    const char *titles[] = { "", p->label[0] != '\0' ? p->label : r->item->title };
    static const int widths[] = { 1, 12 };
    struct doc_table t = doc_table_begin(doc, p->group[0] != '\0' ? p->group : NULL, titles, 2);
    t.grid->widths = widths;
    for (size_t c = 0; c < p->option_count; c++) {
        const char *cells[] = { BOX, p->options[c] };
        doc_table_row(&t, cells);
    }
    doc_table_end(&t);
}

/* One empty box a line, for a cross, a number or dots. */
static void blank_table(struct doc *doc, const struct room_state *r, const char *head, const char *cell,
                        int width)
{
    const char *titles[] = { "", head };
    int *widths = NEW_ARRAY(r->arena, int, 2);
    widths[0] = 6;
    widths[1] = width;
    struct doc_table t = doc_table_begin(doc, NULL, titles, 2);
    t.grid->widths = widths;
    t.grid->row_heads = true;
    for (size_t i = 0; i < r->form.count; i++) {
        const char *cells[] = { r->form.parts[i].label, cell };
        doc_table_row(&t, cells);
    }
    doc_table_end(&t);
}

static void ballot(const struct room_state *r, struct doc *doc)
{
    switch (r->form.kind) {
    case SHEET_TICKS:
        doc_paragraph(doc,
                      arena_printf(r->arena, tr(r->lang, "Put a cross beside at most %d."), (int)r->form.most));
        blank_table(doc, r, "", BOX, 1);
        break;
    case SHEET_DOTS:
        doc_paragraph(
            doc,
            arena_printf(r->arena,
                         tr(r->lang, "You have %d dots. Write how many you give; together no more than %d."),
                         (int)r->form.most, (int)r->form.most));
        blank_table(doc, r, tr(r->lang, "Dots"), "", 1);
        break;
    case SHEET_RANK:
        doc_paragraph(doc, arena_printf(r->arena,
                                        tr(r->lang, "Write the places 1 to %d, each once. 1 is the first."),
                                        (int)r->form.most));
        blank_table(doc, r, tr(r->lang, "Place"), "", 1);
        break;
    case SHEET_PICK:
        doc_paragraph(doc, r->form.count == 1
                               ? tr(r->lang, "Put one cross.")
                               : tr(r->lang, "Put one cross on each line or for each question."));
        for (size_t i = 0, end; i < r->form.count; i = end) {
            end = i + 1;
            if (is_short(&r->form.parts[i]) || r->item->method->id == METHOD_SCAN) {
                end = r->form.count;
                box_table(doc, r, i, end);
            } else {
                box_list(doc, r, &r->form.parts[i]);
            }
        }
        break;
    }
}

/* A field of 5 by 5 for stickers with the number of a theme, impact upwards. */
static void axes_poster(const struct room_state *r, struct doc *doc)
{
    const char *titles[] = { tr(r->lang, "Impact"), "1", "2", "3", "4", "5" };
    static const int widths[] = { 2, 3, 3, 3, 3, 3 };
    static const char *const rows[] = { "5", "4", "3", "2", "1" };
    struct doc_table t = doc_table_begin(doc, tr(r->lang, "Support, from left (1) to right (5)"), titles, 6);
    t.grid->widths = widths;
    t.grid->row_heads = true;
    for (int i = 0; i < 5; i++) {
        const char *cells[] = { rows[i], "\n\n\n", "", "", "", "" };
        doc_table_row(&t, cells);
    }
    doc_table_end(&t);
    for (size_t i = 0; i < r->part_count; i++)
        doc_numbered(doc, 1, (int)i + 1, r->parts[i].label);
}

/* Questions that are answered in words: room to write. */
static void lines_to_write(const struct room_state *r, struct doc *doc)
{
    for (size_t i = 0; i < r->part_count; i++) {
        if (r->item->method->id != METHOD_EVALUATE || !session_part_is_text(&r->parts[i]))
            continue;
        const char *titles[] = { r->parts[i].label }, *cells[] = { "\n\n\n" };
        struct doc_table t = doc_table_begin(doc, NULL, titles, 1);
        doc_table_row(&t, cells);
        doc_table_end(&t);
    }
}

/* The answers of a question with room for a dot of everybody. */
static void room_table(struct doc *doc, const struct room_state *r, const struct sheet_part *p)
{
    const char *titles[] = { p->label[0] != '\0' ? p->label : tr(r->lang, "Answer"),
                             tr(r->lang, "Room for dots") };
    static const int widths[] = { 4, 8 };
    struct doc_table t = doc_table_begin(doc, NULL, titles, 2);
    t.grid->widths = widths;
    t.grid->row_heads = true;
    for (size_t c = 0; c < p->option_count; c++) {
        const char *cells[] = { p->options[c], "\n\n\n" };
        doc_table_row(&t, cells);
    }
    doc_table_end(&t);
}

static void poster(const struct room_state *r, struct doc *doc)
{
    switch (r->form.kind) {
    case SHEET_TICKS:
    case SHEET_DOTS:
        doc_paragraph(doc, arena_printf(r->arena, tr(r->lang, "Everybody sticks %d dots."), (int)r->form.most));
        blank_table(doc, r, tr(r->lang, "Room for dots"), "\n\n\n", 8);
        break;
    case SHEET_RANK:
        blank_table(doc, r, tr(r->lang, "Place"), "\n\n", 2);
        break;
    case SHEET_PICK:
        doc_paragraph(doc, tr(r->lang, "Everybody sticks one dot on each line."));
        for (size_t i = 0; i < r->form.count; i++) {
            if (is_short(&r->form.parts[i])) {
                box_table(doc, r, i, r->form.count);
                return;
            }
            room_table(doc, r, &r->form.parts[i]);
        }
        break;
    }
}

void session_sheet_paper(const struct room_state *r, struct doc *doc)
{
    enum session_method_id method = r->item->method->id;
    if (r->form.count == 0 && method != METHOD_EVALUATE)
        return;
    doc_heading(doc, 2, r->item->title, NULL);
    if (r->form.count > 0)
        ballot(r, doc);
    lines_to_write(r, doc);
    if (method == METHOD_EVALUATE || method == METHOD_QUIZ || method == METHOD_SCAN)
        return; /* nobody answers these on a wall */
    doc_break(doc);
    doc_heading(doc, 2, r->item->title, NULL);
    if (method == METHOD_AXES) {
        doc_paragraph(doc, tr(r->lang, "Everybody puts a dot with the number of a theme where it belongs."));
        axes_poster(r, doc);
    } else {
        poster(r, doc);
    }
}
