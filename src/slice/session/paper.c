/* Paper: ballots and posters of an item, and a pile of ballots that is entered. Each sheet of paper is a participant without a phone. */
#include <stdlib.h>
#include <string.h>

#include "doc/document.h"
#include "lib/sodium.h"
#include "session_sql.h"
#include "slice/session/minutes.h"
#include "slice/session/rules.h"

/* ---- ballots and posters ---------------------------------------------------------------------------------- */

enum { LINES_OF_A_PAGE = 44, LINE_LENGTH = 80 };

static size_t lines_of_text(const struct doc_line *line)
{
    size_t n = 0, lines = 1;
    for (size_t i = 0; i < line->count; i++)
        for (const char *p = line->runs[i].text; p != NULL && *p != '\0'; p++) {
            n = *p == '\n' ? 0 : n + 1;
            lines += *p == '\n' || n % LINE_LENGTH == LINE_LENGTH - 1;
        }
    return lines;
}

/* About how many lines a block takes on paper. */
static size_t lines_of(const struct doc_block *b)
{
    if (b->kind == DOC_HEADING)
        return 2 + lines_of_text(&b->line);
    if (b->kind != DOC_GRID)
        return 1 + lines_of_text(&b->line);
    size_t lines = 2;
    for (size_t r = 0; r < b->grid->row_count; r++) {
        size_t most = 1;
        for (size_t c = 0; c < b->grid->column_count; c++) {
            size_t n = lines_of_text(&b->grid->cells[r * b->grid->column_count + c]);
            most = n > most ? n : most;
        }
        lines += most + 1;
    }
    return lines;
}

static void append(struct doc *to, const struct doc *from, size_t begin, size_t end)
{
    for (size_t i = begin; i < end; i++)
        *(struct doc_block *)ARENA_PUSH(to->arena, &to->blocks, &to->count, &to->capacity) = from->blocks[i];
}

/* A ballot as often as it fits, with a line to cut along below each but the last. */
static void put_ballots(struct doc *to, const struct doc *all, size_t end, const struct lang *lang,
                        const char *foot)
{
    size_t lines = 3;
    for (size_t i = 0; i < end; i++)
        lines += lines_of(&all->blocks[i]);
    int copies = lines * 4 <= LINES_OF_A_PAGE ? 4 : lines * 2 <= LINES_OF_A_PAGE ? 2 : 1;
    for (int c = 0; c < copies; c++) {
        append(to, all, 0, end);
        doc_paragraph(to, foot);
        if (c + 1 < copies)
            doc_paragraph(to, arena_printf(to->arena, "– – – – – – – – – –  %s  – – – – – – – – – –",
                                           tr(lang, "cut here")));
    }
}

struct doc *session_paper(struct db *db, struct arena *a, const struct site *site, const struct lang *lang,
                          const struct session *s, const struct session_item *item, int64_t now_ms)
{
    if (item->method->paper == NULL)
        return NULL;
    const struct room_state *r = room_load(db, a, site, lang, s, EYE_DESK, item->id, 0, now_ms);
    if (r->item == NULL)
        return NULL;
    struct doc *all = doc_new(a, item->title, lang->html), *d = doc_new(a, item->title, lang->html);
    item->method->paper(r, all);
    size_t end = 0;
    while (end < all->count && all->blocks[end].kind != DOC_BREAK)
        end++;
    d->subtitle = arena_printf(a, tr(lang, "%s. To join with a phone: %s/meedoen, code %s."), s->title,
                               site->public_url, session_code_shown(a, s));
    d->created_ms = now_ms;
    const char *foot = item->anonymous ? tr(lang, "Without a name: fold it and put it in the box.")
                                       : arena_printf(a, "%s · %s", s->title, session_code_shown(a, s));
    if (end == all->count) { /* nothing but a poster */
        append(d, all, 0, end);
        return d;
    }
    doc_paragraph(d, tr(lang, "The ballots stand on the next page, the poster for the wall behind them."));
    doc_break(d);
    put_ballots(d, all, end, lang, foot);
    append(d, all, end, all->count);
    return d;
}

/* ---- a pile ------------------------------------------------------------------------------------------------ */

#define AT_PART(a, part, message)                                                                              \
    FAULT(INVALID, message, .detail = arena_printf(a, "%d", (int)(part)),                                      \
          .arg = arena_printf(a, "%d", (int)(part) + 1))

static bool read_number(const char *s, int64_t *n)
{
    size_t digits = strspn(s, "0123456789");
    if (digits == 0 || digits > 4 || s[digits] != '\0')
        return false;
    *n = strtoll(s, NULL, 10);
    return true;
}

/* "1 4": which parts have a cross. */
static struct fault read_crosses(struct arena *a, const struct sheet_form *form, const char *typed,
                                 int64_t *choices)
{
    while (*typed != '\0') {
        size_t n = strcspn(typed, " ,;.");
        int64_t part = 0;
        if (n > 0 &&
            (!read_number(arena_strndup(a, typed, n), &part) || part < 1 || part > (int64_t)form->count))
            return AT_PART(a, 0, N_("Type the numbers that have a cross, with a space between them."));
        if (n > 0)
            choices[part - 1] = 0;
        typed += n + (typed[n] != '\0');
    }
    return NO_FAULT;
}

struct fault session_pile_read(struct arena *a, const struct sheet_form *form, const char *const *typed,
                               int64_t **choices)
{
    int64_t *c = NEW_ARRAY(a, int64_t, form->count);
    for (size_t i = 0; i < form->count; i++)
        c[i] = BALLOT_NONE;
    *choices = c;
    if (form->kind == SHEET_TICKS)
        return read_crosses(a, form, typed[0], c);
    for (size_t i = 0; i < form->count; i++) {
        const struct sheet_part *p = &form->parts[i];
        int64_t n, first = p->numbers ? p->first : 1;
        if (typed[i][0] == '\0' || (form->kind == SHEET_DOTS && strcmp(typed[i], "0") == 0))
            continue;
        if (!read_number(typed[i], &n) || n < first || n >= first + (int64_t)p->option_count)
            return AT_PART(a, i, N_("That is none of the answers of question %s."));
        c[i] = n - first;
    }
    return NO_FAULT;
}

int64_t session_pile_participant(struct db *db, struct arena *a, const struct session *s, const char *secret)
{
    unsigned char hash[CRYPTO_HASH_SIZE];
    token_hash(secret, hash);
    const struct session_paper_get *row =
        session_q_paper_get(db, a, s->id, (struct bytes){ hash, sizeof hash });
    return row == NULL ? 0 : row->participant_id;
}

static int64_t participant_of(struct db *db, struct arena *a, const struct session *s, const char *secret,
                              int64_t now_ms)
{
    int64_t there = session_pile_participant(db, a, s, secret);
    if (there != 0)
        return there;
    unsigned char hash[CRYPTO_HASH_SIZE];
    token_hash(secret, hash);
    const struct session_phone_insert *phone =
        session_q_phone_insert(db, a, s->id, (struct bytes){ hash, sizeof hash }, now_ms);
    return phone == NULL
               ? 0
               : session_q_participant_insert(db, a, s->id, DB_SOME(phone->id), 0, "", DB_NULL_INT)->id;
}

static bool is_empty(const struct sheet_form *form, const struct session_pile_sheet *p)
{
    for (size_t i = 0; p->choices != NULL && i < form->count; i++)
        if (p->choices[i] != BALLOT_NONE)
            return false;
    for (size_t i = 0; i < p->text_count; i++)
        if (p->texts[i][0] != '\0')
            return false;
    return true;
}

struct fault session_pile_enter(struct db *db, struct arena *a, const struct session *s,
                                const struct session_item *item, const struct sheet_form *form,
                                const struct session_pile_sheet *p, int64_t now_ms)
{
    if (is_empty(form, p))
        return session_at_field("empty",
                                N_("There is nothing on this ballot: skip it, or type what is on it."));
    if (item->state != ITEM_OPEN)
        return FAULT(CONFLICT, N_("This part is closed: your answer was not stored any more."),
                     .detail = "closed");
    struct fault room = session_room_left(db, a, s, true);
    if (room.status != OK)
        return room;
    int64_t participant = participant_of(db, a, s, p->secret, now_ms);
    if (participant == 0)
        return FAULT(FAILED, N_("The answer could not be stored. Try again in a moment."));
    bool answers = false;
    for (size_t i = 0; p->choices != NULL && i < form->count; i++)
        answers = answers || p->choices[i] != BALLOT_NONE;
    struct fault f =
        !answers ? NO_FAULT : session_sheet_save(db, a, s, item, form, participant, p->secret, p->choices, 0);
    for (size_t i = 0; f.status == OK && i < p->text_count; i++)
        if (p->texts[i][0] != '\0')
            f = session_note_add(db, a, s, item, participant, p->secret,
                                 arena_printf(a, "%s-%d", p->secret, (int)i), p->spots[i], p->texts[i]);
    return f;
}
