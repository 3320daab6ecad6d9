/* After the session: what lands where, the minutes, the results as files. */
#include <string.h>

#include "doc/csv.h"
#include "doc/xlsx.h"
#include "minutes_page.h"
#include "slice/document/document.h"
#include "slice/picture/picture.h"
#include "slice/session/minutes_view.h"

enum { FILE_MOST = 32 * 1024 * 1024 };

static const struct field minutes_fields[] = { { "land", FIELD_CHOICES, .label = N_("What lands") } };
const struct form_spec minutes_form = FORM(minutes_fields);
const struct form_spec minutes_empty_form = { NULL, 0 };

#define NO_SESSION FAULT(NOT_FOUND, N_("This session does not exist."))

struct here {
    const struct session *s;
    const struct trajectory *t;
};

static struct fault find(struct rq *rq, struct here *h)
{
    h->s = session_get(rq->db, rq->arena, rq_id(rq, "org"), rq_id(rq, "session"));
    if (h->s == NULL)
        return NO_SESSION;
    h->t = trajectory_get(rq->db, rq->arena, rq->site->packs, h->s->organisation, h->s->trajectory);
    return h->t == NULL ? trajectory_missing() : NO_FAULT;
}

/* The minutes and what lands are texts of the organisation. */
static const struct lang *lang_of(struct rq *rq)
{
    return rq->actor.organisation_lang != NULL ? rq->actor.organisation_lang : rq->lang;
}

static bool guides(struct rq *rq)
{
    return (rq->actor.roles & ROLE_GUIDE) != 0;
}

/* ---- the page ------------------------------------------------------------------------------------------------- */

static const char *agreement_tick(struct rq *rq, const struct session_agreement *g)
{
    return arena_printf(rq->arena, "agreement-%lld", (long long)g->id);
}

static bool was_ticked(struct rq *rq, const char *name, bool usual)
{
    if (rq->form == NULL)
        return usual;
    size_t count;
    const char *const *chosen = form_choices(rq, "land", &count);
    for (size_t i = 0; i < count; i++)
        if (strcmp(chosen[i], name) == 0)
            return true;
    return false;
}

static void add_agreements(struct rq *rq, const struct here *at, struct minutes_view *v)
{
    const struct session_agreement *all =
        session_agreements(rq->db, rq->arena, rq->lang, at->s, &v->agreement_count);
    struct landing_line *lines = NEW_ARRAY(rq->arena, struct landing_line, v->agreement_count);
    for (size_t i = 0; i < v->agreement_count; i++) {
        const char *becomes = tr(rq->lang, session_becomes_label(all[i].becomes));
        bool lands = all[i].becomes != BECOMES_NOTHING;
        lines[i] = (struct landing_line){
            .title = all[i].what,
            .what =
                all[i].owner[0] == '\0' ? becomes : arena_printf(rq->arena, "%s · %s", all[i].owner, becomes),
            .url = session_agreement_url(rq->arena, at->s, &all[i]),
        };
        if (lands) {
            lines[i].name = agreement_tick(rq, &all[i]);
            lines[i].ticked = was_ticked(rq, lines[i].name, true);
        }
        v->open += lands && lines[i].url == NULL;
    }
    v->agreements = lines;
}

static void add_outcomes(struct rq *rq, const struct here *at, struct minutes_view *v)
{
    const struct session_landable *all =
        session_landables(rq->db, rq->arena, rq->site, rq->lang, at->s, at->t, rq->now_ms, &v->line_count);
    struct landing_line *lines = NEW_ARRAY(rq->arena, struct landing_line, v->line_count);
    for (size_t i = 0; i < v->line_count; i++) {
        lines[i] = (struct landing_line){ .name = all[i].name,
                                          .title = all[i].title,
                                          .what = all[i].what,
                                          .url = all[i].url,
                                          .blocked = all[i].blocked,
                                          .ticked = was_ticked(rq, all[i].name, all[i].usual) };
        v->open += v->guide && all[i].url == NULL && all[i].blocked == NULL;
    }
    v->lines = lines;
}

/* Items whose statements went into the round while the group sat together; items with ballots to print and to enter. */
static void add_items(struct rq *rq, const struct here *at, struct minutes_view *v)
{
    size_t count;
    const struct session_item *items = session_items(rq->db, rq->arena, at->s, &count);
    struct layout_link *scans = NEW_ARRAY(rq->arena, struct layout_link, count),
                       *piles = NEW_ARRAY(rq->arena, struct layout_link, count);
    for (size_t i = 0; i < count; i++) {
        if (items[i].method->id == METHOD_SCAN && items[i].round > 0 &&
            strncmp(items[i].source, "round:", 6) == 0)
            scans[v->scan_count++] = (struct layout_link){
                .url = arena_printf(rq->arena, "/organisatie/%lld/scan/%s/resultaat",
                                    (long long)at->s->organisation, items[i].source + 6),
                .label = items[i].title,
            };
        if (items[i].method->paper != NULL && items[i].method->engine != ENGINE_TALK)
            piles[v->pile_count++] = (struct layout_link){
                .url = arena_printf(rq->arena, "%s/papier/%lld", v->path, (long long)items[i].id),
                .label = items[i].title,
            };
    }
    v->scans = scans;
    v->piles = piles;
}

static const char *state_word(struct rq *rq, const struct here *at, int64_t document)
{
    static const char *const words[DOCUMENT_STATES] = { N_("draft"), N_("open for remarks"), N_("approved"),
                                                        N_("adopted") };
    const struct document *d = document_get(rq->db, rq->arena, at->s->organisation, at->t->id, document);
    return d == NULL ? "" : tr(rq->lang, words[d->state]);
}

struct fault minutes_show(struct rq *rq)
{
    struct here at;
    struct fault f = find(rq, &at);
    if (f.status != OK)
        return f;
    struct minutes_view *v = NEW(rq->arena, struct minutes_view);
    v->session = at.s;
    v->path = session_path(rq->arena, at.s);
    v->guide = guides(rq);
    v->desk = arena_printf(rq->arena, v->guide ? "%s/regie" : "%s/notulen", v->path);
    v->ended = at.s->state == SESSION_ENDED;
    v->began = at.s->state != SESSION_PREPARED;
    add_agreements(rq, &at, v);
    add_outcomes(rq, &at, v);
    add_items(rq, &at, v);
    v->minutes = session_minutes(rq->db, rq->arena, at.s, at.t);
    if (v->minutes.document != 0)
        v->standing = state_word(rq, &at, v->minutes.document);
    v->messages = form_messages(rq, &v->message_count);
    v->layout = trajectory_layout(rq, at.t,
                                  v->minutes.document == 0 ? tr(rq->lang, "Make the minutes")
                                                           : tr(rq->lang, "What became of the session"),
                                  "/sessies", v->path, at.s->title);
    minutes_page(rq_html(rq), v);
    return reply_page(rq);
}

/* ---- one click -------------------------------------------------------------------------------------------------- */

static bool chosen(const char *const *names, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(names[i], name) == 0)
            return true;
    return false;
}

static struct fault land_agreements(struct rq *rq, const struct here *at, const char *const *names,
                                    size_t name_count)
{
    size_t count;
    const struct session_agreement *all = session_agreements(rq->db, rq->arena, lang_of(rq), at->s, &count);
    struct fault f = NO_FAULT;
    for (size_t i = 0; i < count && f.status == OK; i++)
        if (chosen(names, name_count, agreement_tick(rq, &all[i])))
            f = session_agreement_land(rq->db, rq->arena, rq->site->packs, at->s, &all[i], rq->actor.user,
                                       rq->now_ms);
    return f;
}

static struct fault land_outcomes(struct rq *rq, const struct here *at, const char *const *names,
                                  size_t name_count)
{
    size_t count;
    const struct session_landable *all =
        session_landables(rq->db, rq->arena, rq->site, lang_of(rq), at->s, at->t, rq->now_ms, &count);
    struct fault f = NO_FAULT;
    for (size_t i = 0; i < count && f.status == OK; i++)
        if (chosen(names, name_count, all[i].name) && all[i].blocked == NULL)
            f = session_land(rq->db, rq->arena, rq->site, lang_of(rq), at->s, at->t, &all[i], rq->actor.user,
                             rq->now_ms);
    return f;
}

/* What a rule refused stands on the page; then nothing of the click is stored. */
static struct fault refused(struct rq *rq, struct fault f)
{
    if (f.status != INVALID && f.status != CONFLICT)
        return f;
    form_fail(rq, "land", f.msgid);
    return form_again(rq);
}

/* POST …/verslag: lands what is ticked, and makes the minutes when there are none. */
struct fault minutes_make(struct rq *rq)
{
    struct here at;
    struct fault f = find(rq, &at);
    if (f.status != OK)
        return f;
    size_t count;
    const char *const *names = form_choices(rq, "land", &count);
    f = land_agreements(rq, &at, names, count);
    if (f.status == OK && guides(rq))
        f = land_outcomes(rq, &at, names, count);
    bool made = session_minutes(rq->db, rq->arena, at.s, at.t).document != 0;
    if (f.status == OK && !made && at.s->state != SESSION_PREPARED)
        f = session_minutes_make(rq->db, rq->arena, rq->site, lang_of(rq), at.s, at.t, rq->actor.user,
                                 rq->now_ms);
    if (f.status != OK)
        return refused(rq, f);
    reply_notice(rq, made ? tr(rq->lang, "It landed.") : tr(rq->lang, "The minutes are made, as a draft."));
    return reply_redirect(rq, "%s/verslag", session_path(rq->arena, at.s));
}

/* POST …/verslag/opnieuw */
struct fault minutes_again(struct rq *rq)
{
    struct here at;
    struct fault f = find(rq, &at);
    if (f.status == OK)
        f = session_minutes_make(rq->db, rq->arena, rq->site, lang_of(rq), at.s, at.t, rq->actor.user,
                                 rq->now_ms);
    if (f.status != OK)
        return f;
    reply_notice(rq, tr(rq->lang, "The minutes were made again."));
    return reply_redirect(rq, "%s/verslag", session_path(rq->arena, at.s));
}

/* ---- files -------------------------------------------------------------------------------------------------------- */

static const struct doc_book *book_of(struct rq *rq, struct here *at, struct fault *f)
{
    *f = find(rq, at);
    return f->status != OK ? NULL : session_book(rq->db, rq->arena, rq->site, lang_of(rq), at->s, rq->now_ms);
}

#define NO_FILE N_("The file could not be made. Try again in a moment.")

struct fault minutes_book(struct rq *rq)
{
    struct here at;
    struct fault f;
    const struct doc_book *book = book_of(rq, &at, &f);
    if (book == NULL)
        return f;
    struct buf out;
    buf_init(&out, FILE_MOST);
    enum status st = doc_xlsx_write(book, NULL, &out);
    struct bytes content = { buf_to_arena(&out, rq->arena), out.n };
    buf_release(&out);
    if (st != OK)
        return FAULT(st, NO_FILE);
    return reply_file(rq, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                      arena_printf(rq->arena, "%s.xlsx", at.s->title), content);
}

static struct fault csv(struct rq *rq, size_t sheet)
{
    struct here at;
    struct fault f;
    const struct doc_book *book = book_of(rq, &at, &f);
    if (book == NULL)
        return f;
    struct buf out;
    buf_init(&out, FILE_MOST);
    doc_csv_write(&book->sheets[sheet], true, &out);
    bool fits = buf_ok(&out);
    struct bytes content = { buf_to_arena(&out, rq->arena), out.n };
    buf_release(&out);
    if (!fits)
        return FAULT(TOO_LARGE, NO_FILE);
    return reply_file(rq, "text/csv; charset=utf-8",
                      arena_printf(rq->arena, "%s - %s.csv", at.s->title, book->sheets[sheet].name), content);
}

struct fault minutes_answers(struct rq *rq)
{
    return csv(rq, 0);
}

struct fault minutes_notes(struct rq *rq)
{
    return csv(rq, 1);
}

/* ---- routes ------------------------------------------------------------------------------------------------------- */

#define S "/organisatie/:org/sessie/:session"

static const struct route routes[] = {
    POST(S "/afspraak", ORG_LEAD, agreement_add, .form = &agreement_form, .again = agreement_new_show),
    GET(S "/afspraak/:agreement", ORG_LEAD, agreement_show),
    POST(S "/afspraak/:agreement", ORG_LEAD, agreement_save, .form = &agreement_form, .again = agreement_show),
    POST(S "/afspraak/:agreement/weg", ORG_LEAD, agreement_drop, .form = &agreement_back_form),
    POST(S "/afspraak/:agreement/nu", ORG_LEAD, agreement_land, .form = &agreement_back_form),
    GET(S "/gezegd/:item", ORG_LEAD, remark_show),
    POST(S "/gezegd/:item", ORG_LEAD, remark_save, .form = &remark_form, .again = remark_show),
    GET(S "/verslag", ORG_LEAD, minutes_show),
    POST(S "/verslag", ORG_LEAD, minutes_make, .form = &minutes_form, .again = minutes_show),
    POST(S "/verslag/opnieuw", ORG_LEAD, minutes_again, .form = &minutes_empty_form),
    GET(S "/resultaten.xlsx", ORG_LEAD, minutes_book, .slow = true),
    GET(S "/antwoorden.csv", ORG_LEAD, minutes_answers, .slow = true),
    GET(S "/notities.csv", ORG_LEAD, minutes_notes, .slow = true),
    GET(S "/papier/:item", ORG_LEAD, ballots_show),
    GET(S "/papier/:item/papier.pdf", ORG_LEAD, ballots_file, .slow = true),
    GET(S "/stapel/:item", ORG_LEAD, pile_show),
    POST(S "/stapel/:item", ORG_LEAD, pile_enter, .form = &pile_form, .again = pile_show),
};

const struct slice slice_session_minutes = { .name = "session_minutes", SLICE_ROUTES(routes) };
