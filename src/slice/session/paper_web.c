/* Ballots and posters as a page and as a PDF; a pile of ballots that is entered by keyboard, one after the other. */
#include <string.h>

#include "ballots_page.h"
#include "doc/pdf.h"
#include "lib/qr.h"
#include "lib/sodium.h"
#include "slice/session/minutes_view.h"
#include "slice/session/note.h"

enum { FILE_MOST = 16 * 1024 * 1024, SECRET_MOST = 100, MOST_PLACES = 8 };

static const char *const acts[] = { "next", "correct", NULL };
static const struct field pile_fields[] = {
    { "keuze", FIELD_FAMILY, .max = SESSION_MAX_PARTS + 2, .label = N_("Answers") },
    { "tekst", FIELD_FAMILY, .max = SESSION_MAX_PARTS, .label = N_("Notes") },
    { "secret", FIELD_TOKEN, .max = SECRET_MOST, .label = N_("Ballot") },
    { "last", FIELD_TOKEN, .max = SECRET_MOST, .label = N_("Ballot") },
    { "was", FIELD_INT, .min = 1, .max = 100000, .label = N_("Ballot") }, /* its number */
    { "do", FIELD_CHOICE, .choices = acts, .label = N_("What now?") },
};
const struct form_spec pile_form = FORM(pile_fields);

struct here {
    const struct session *s;
    const struct trajectory *t;
    const struct session_item *item;
};

static struct fault find(struct rq *rq, struct here *at)
{
    at->s = session_get(rq->db, rq->arena, rq_id(rq, "org"), rq_id(rq, "session"));
    if (at->s == NULL)
        return FAULT(NOT_FOUND, N_("This session does not exist."));
    at->item = session_item_get(rq->db, rq->arena, at->s, rq_id(rq, "item"));
    if (at->item == NULL)
        return FAULT(NOT_FOUND, N_("This part is not on the agenda any more."));
    at->t = trajectory_get(rq->db, rq->arena, rq->site->packs, at->s->organisation, at->s->trajectory);
    return at->t == NULL ? trajectory_missing() : NO_FAULT;
}

static const char *url_of(struct rq *rq, const struct here *at, const char *what)
{
    return arena_printf(rq->arena, "%s/%s/%lld", session_path(rq->arena, at->s), what, (long long)at->item->id);
}

static const struct lang *lang_of(struct rq *rq)
{
    return rq->actor.organisation_lang != NULL ? rq->actor.organisation_lang : rq->lang;
}

static bool has_ballots(const struct session_item *item)
{
    return item->method->engine != ENGINE_TALK;
}

/* ---- to print -------------------------------------------------------------------------------------------------- */

#define NO_PAPER FAULT(NOT_FOUND, N_("There is nothing to print for this part."))

struct fault ballots_show(struct rq *rq)
{
    struct here at;
    struct fault f = find(rq, &at);
    if (f.status != OK)
        return f;
    struct ballots_view *v = NEW(rq->arena, struct ballots_view);
    v->doc = session_paper(rq->db, rq->arena, rq->site, lang_of(rq), at.s, at.item, rq->now_ms);
    if (v->doc == NULL)
        return NO_PAPER;
    v->item = at.item;
    v->pdf = arena_printf(rq->arena, "%s/papier.pdf", url_of(rq, &at, "papier"));
    v->pile = has_ballots(at.item) ? url_of(rq, &at, "stapel") : NULL;
    v->code = session_code_shown(rq->arena, at.s);
    v->join_url = arena_printf(rq->arena, "%s/meedoen", rq->site->public_url);
    unsigned char *modules;
    if (qr_modules(rq->arena, arena_printf(rq->arena, "%s/%s", v->join_url, v->code), &modules, &v->width) ==
        OK)
        v->modules = modules;
    v->layout =
        trajectory_layout(rq, at.t, arena_printf(rq->arena, tr(rq->lang, "On paper: %s"), at.item->title),
                          "/sessies", session_path(rq->arena, at.s), at.s->title);
    ballots_page(rq_html(rq), v);
    return reply_page(rq);
}

struct fault ballots_file(struct rq *rq)
{
    struct here at;
    struct fault f = find(rq, &at);
    if (f.status != OK)
        return f;
    const struct doc *d = session_paper(rq->db, rq->arena, rq->site, lang_of(rq), at.s, at.item, rq->now_ms);
    if (d == NULL)
        return NO_PAPER;
    struct buf out;
    buf_init(&out, FILE_MOST);
    enum status st = doc_pdf_write(d, &out);
    struct bytes file = { buf_to_arena(&out, rq->arena), out.n };
    buf_release(&out);
    if (st != OK)
        return FAULT(st, N_("This file cannot be made here. Print the page."));
    return reply_file(rq, "application/pdf", arena_printf(rq->arena, "%s.pdf", at.item->title), file);
}

/* ---- a pile: fields ---------------------------------------------------------------------------------------------- */

/* What is asked of one ballot, and where its notes belong. */
struct ballot_form {
    struct sheet_form sheet;
    const struct session_part *parts;
    size_t part_count;
    struct pile_field *fields;
    size_t count, choices; /* the first fields are choices, then notes */
    const int64_t *spots;
};

static const char *typed_of(struct rq *rq, const char *family, size_t key)
{
    size_t count = 0;
    const struct form_pair *pairs = rq->form == NULL ? NULL : form_family(rq, family, &count);
    const char *name = arena_printf(rq->arena, "%zu", key);
    for (size_t i = 0; pairs != NULL && i < count; i++)
        if (strcmp(pairs[i].key, name) == 0)
            return pairs[i].value;
    return "";
}

static const char *part_label(struct rq *rq, const struct session_item *item, const struct sheet_part *p)
{
    const char *label = p->label[0] != '\0' ? p->label : p->group[0] != '\0' ? p->group : item->title;
    return p->group[0] != '\0' && p->label[0] != '\0' ? arena_printf(rq->arena, "%s: %s", p->group, p->label)
                                                      : label;
}

/* "1 yes · 2 no", or "1 to 5" where choices are numbers. */
static const char *part_help(struct rq *rq, const struct sheet_form *form, const struct sheet_part *p)
{
    if (form->kind == SHEET_DOTS)
        return NULL;
    if (p->numbers)
        return arena_printf(rq->arena, tr(rq->lang, "%d to %d"), p->first, p->first + (int)p->option_count - 1);
    const char *help = "";
    for (size_t i = 0; i < p->option_count; i++)
        help = arena_printf(rq->arena, "%s%s%d %s", help, i == 0 ? "" : " · ", (int)i + 1, p->options[i]);
    return help;
}

static const char *crosses_help(struct rq *rq, const struct sheet_form *form)
{
    const char *help = "";
    for (size_t i = 0; i < form->count; i++)
        help =
            arena_printf(rq->arena, "%s%s%d %s", help, i == 0 ? "" : " · ", (int)i + 1, form->parts[i].label);
    return help;
}

static struct pile_field *add_field(struct rq *rq, struct ballot_form *b, const char *family, size_t key,
                                    bool number)
{
    struct pile_field *f = &b->fields[b->count++];
    *f = (struct pile_field){ .name = arena_printf(rq->arena, "%s[%zu]", family, key),
                              .id = arena_printf(rq->arena, "%s-%zu", family, key),
                              .value = "",
                              .number = number };
    return f;
}

static void add_choices(struct rq *rq, const struct session_item *item, struct ballot_form *b)
{
    if (b->sheet.count > 0 && b->sheet.kind == SHEET_TICKS) {
        struct pile_field *f = add_field(rq, b, "keuze", 0, true);
        f->label = tr(rq->lang, "Which have a cross?");
        f->help = crosses_help(rq, &b->sheet);
    }
    for (size_t i = 0; b->sheet.kind != SHEET_TICKS && i < b->sheet.count; i++) {
        struct pile_field *f = add_field(rq, b, "keuze", i, true);
        f->label = part_label(rq, item, &b->sheet.parts[i]);
        f->help = part_help(rq, &b->sheet, &b->sheet.parts[i]);
    }
    b->choices = b->count;
}

/* Lines for notes: one for each place where the method has several, else a few. */
static void add_notes(struct rq *rq, const struct session_item *item, struct ballot_form *b)
{
    enum { LINES = 3 };
    if (item->method->engine != ENGINE_NOTES && item->method->engine != ENGINE_BOTH)
        return;
    size_t places;
    const struct note_spot *spots = note_spots(rq->arena, lang_of(rq), item, b->parts, b->part_count, &places);
    bool several = places > 1 && item->method->id != METHOD_ROUND;
    size_t lines = item->method->engine == ENGINE_BOTH || several ? places
                   : item->method->id == METHOD_WORD              ? 1
                                                                  : LINES;
    int64_t *of = NEW_ARRAY(rq->arena, int64_t, lines);
    size_t n = 0;
    for (size_t i = 0; i < lines; i++) {
        if (item->method->engine == ENGINE_BOTH && (i >= b->part_count || !session_part_is_text(&b->parts[i])))
            continue;
        of[n] = several || item->method->engine == ENGINE_BOTH ? (int64_t)i : 0;
        const char *label = spots[of[n]].label;
        add_field(rq, b, "tekst", n, false)->label =
            label[0] != '\0' ? label : arena_printf(rq->arena, tr(rq->lang, "Note %d"), (int)n + 1);
        n++;
    }
    b->spots = of;
}

static struct ballot_form form_of(struct rq *rq, const struct here *at)
{
    struct ballot_form b = { 0 };
    b.parts = session_parts(rq->db, rq->arena, at->item, &b.part_count);
    if (at->item->method->engine == ENGINE_SHEET || at->item->method->engine == ENGINE_BOTH)
        b.sheet = session_sheet_form(rq->arena, lang_of(rq), at->item, b.parts, b.part_count);
    b.fields = NEW_ARRAY(rq->arena, struct pile_field, b.sheet.count + b.part_count + MOST_PLACES);
    add_choices(rq, at->item, &b);
    add_notes(rq, at->item, &b);
    return b;
}

/* The first field that holds none of its answers; the first of all when a rule for the whole ballot was broken. */
static size_t wrong_field(struct rq *rq, const struct ballot_form *b)
{
    for (size_t i = 0; i < b->choices && b->sheet.kind != SHEET_TICKS; i++) {
        struct sheet_form one = b->sheet;
        const char *typed = typed_of(rq, "keuze", i);
        int64_t *choices;
        one.parts = &b->sheet.parts[i];
        one.count = 1;
        if (session_pile_read(rq->arena, &one, &typed, &choices).status != OK)
            return i;
    }
    return 0;
}

/* ---- a pile: the page ----------------------------------------------------------------------------------------- */

static const char *why_closed(struct rq *rq, const struct here *at)
{
    if (!has_ballots(at->item))
        return tr(rq->lang, "This part has no ballots.");
    if (at->item->state == ITEM_WAITING)
        return tr(rq->lang, "Open this part at the desk first.");
    return at->item->state == ITEM_CLOSED
               ? tr(rq->lang,
                    "This part is closed. Ask it once more at the desk when there is still a pile to enter.")
               : NULL;
}

static struct pile_view *view_of(struct rq *rq, const struct here *at, const struct ballot_form *b)
{
    struct pile_view *v = NEW(rq->arena, struct pile_view);
    v->action = url_of(rq, at, "stapel");
    v->desk_url = arena_printf(rq->arena, (rq->actor.roles & ROLE_GUIDE) != 0 ? "%s/regie" : "%s/notulen",
                               session_path(rq->arena, at->s));
    v->paper_url = url_of(rq, at, "papier");
    v->item = at->item;
    v->closed = why_closed(rq, at);
    v->fields = b->fields;
    v->field_count = b->count;
    v->number = 1;
    v->secret = v->last = "";
    if (has_ballots(at->item))
        v->answered = session_answered(rq->db, rq->arena, at->s, at->item, at->item->round);
    v->messages = form_messages(rq, &v->message_count);
    v->layout = trajectory_layout(
        rq, at->t, arena_printf(rq->arena, tr(rq->lang, "A pile of ballots: %s"), at->item->title), "/sessies",
        session_path(rq->arena, at->s), at->s->title);
    return v;
}

static struct fault reply(struct rq *rq, struct pile_view *v)
{
    pile_page(rq_html(rq), v);
    return reply_page(rq);
}

/* What was typed stands in the fields again; the message stands at the field that it names. */
static void fill_again(struct rq *rq, struct ballot_form *b)
{
    size_t count;
    const struct field_message *messages = form_messages(rq, &count);
    for (size_t i = 0; i < b->count; i++) {
        bool choice = i < b->choices;
        b->fields[i].value = typed_of(rq, choice ? "keuze" : "tekst", choice ? i : i - b->choices);
    }
    if (count > 0 && b->count > 0)
        b->fields[wrong_field(rq, b)].error = messages[0].message;
}

/* A new ballot, or one that came back with a message. */
struct fault pile_show(struct rq *rq)
{
    struct here at;
    struct fault f = find(rq, &at);
    if (f.status != OK)
        return f;
    struct ballot_form b = form_of(rq, &at);
    struct pile_view *v = view_of(rq, &at, &b);
    bool again = rq->form != NULL;
    v->secret = again && form_text(rq, "secret")[0] != '\0' ? form_text(rq, "secret") : token_new(rq->arena);
    v->last = again ? form_text(rq, "last") : "";
    if (again && form_int(rq, "was").set)
        v->number = form_int(rq, "was").v;
    if (again)
        fill_again(rq, &b);
    return reply(rq, v);
}

/* ---- a pile: entering -------------------------------------------------------------------------------------------- */

static const char *const *typed_choices(struct rq *rq, const struct ballot_form *b)
{
    const char **typed = NEW_ARRAY(rq->arena, const char *, b->sheet.count + 1);
    for (size_t i = 0; i < b->sheet.count; i++)
        typed[i] = typed_of(rq, "keuze", i);
    return typed;
}

static struct fault enter(struct rq *rq, const struct here *at, const struct ballot_form *b)
{
    int64_t *choices = NULL;
    struct fault f = b->sheet.count == 0
                         ? NO_FAULT
                         : session_pile_read(rq->arena, &b->sheet, typed_choices(rq, b), &choices);
    if (f.status != OK)
        return f;
    const char **texts = NEW_ARRAY(rq->arena, const char *, b->count - b->choices);
    for (size_t i = b->choices; i < b->count; i++)
        texts[i - b->choices] = typed_of(rq, "tekst", i - b->choices);
    struct session_pile_sheet p = { .secret = form_text(rq, "secret"),
                                    .choices = choices,
                                    .texts = texts,
                                    .spots = b->spots,
                                    .text_count = b->count - b->choices };
    return session_pile_enter(rq->db, rq->arena, at->s, at->item, &b->sheet, &p, rq->now_ms);
}

/* A stored choice as it is typed. */
static const char *digits_of(struct rq *rq, const struct sheet_part *p, int64_t choice)
{
    return choice == BALLOT_NONE
               ? ""
               : arena_printf(rq->arena, "%lld", (long long)(choice + (p->numbers ? p->first : 1)));
}

/* The last ballot again, as it was entered. Its notes stay as they are: a text that is typed now is one more. */
static struct fault correct(struct rq *rq, const struct here *at, struct ballot_form *b)
{
    const char *last = form_text(rq, "last");
    struct pile_view *v = view_of(rq, at, b);
    int64_t participant = session_pile_participant(rq->db, rq->arena, at->s, last), edit;
    if (participant != 0 && b->sheet.count > 0) {
        const int64_t *own =
            session_sheet_own(rq->db, rq->arena, at->s, at->item, &b->sheet, participant, last, &edit);
        const char *crosses = "";
        for (size_t i = 0; i < b->sheet.count; i++) {
            if (b->sheet.kind != SHEET_TICKS)
                b->fields[i].value = digits_of(rq, &b->sheet.parts[i], own[i]);
            else if (own[i] != BALLOT_NONE)
                crosses = arena_printf(rq->arena, "%s%s%d", crosses, crosses[0] == '\0' ? "" : " ", (int)i + 1);
        }
        if (b->sheet.kind == SHEET_TICKS)
            b->fields[0].value = crosses;
    }
    v->secret = v->last = last;
    v->corrects = true;
    v->number = form_int(rq, "was").set ? form_int(rq, "was").v - 1 : 1;
    return reply(rq, v);
}

struct fault pile_enter(struct rq *rq)
{
    struct here at;
    struct fault f = find(rq, &at);
    if (f.status != OK)
        return f;
    struct ballot_form b = form_of(rq, &at);
    if (strcmp(form_text(rq, "do"), "correct") == 0 && form_text(rq, "last")[0] != '\0')
        return correct(rq, &at, &b);
    if (form_text(rq, "secret")[0] == '\0') {
        form_fail(rq, "keuze", N_("This form is too old. Open the page again."));
        return form_again(rq);
    }
    f = enter(rq, &at, &b);
    if (f.status == INVALID || f.status == CONFLICT) {
        form_fail(rq, "keuze", f.msgid, f.arg);
        return form_again(rq);
    }
    if (f.status != OK)
        return f;
    int64_t number = form_int(rq, "was").set ? form_int(rq, "was").v : 1;
    room_moved(rq, at.s);
    struct pile_view *v = view_of(rq, &at, &b);
    v->number = number + 1;
    v->secret = token_new(rq->arena);
    v->last = form_text(rq, "secret");
    v->notice = arena_printf(rq->arena, tr(rq->lang, "Ballot %d is stored."), (int)number);
    return reply(rq, v);
}
