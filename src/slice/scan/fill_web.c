/* Filling in a scan: the same pages for a visitor's quick scan (by key), a member's own sheet and the group's
 * sheet. Which one it is follows from the route's parameters and the round's mode. */
#include <string.h>

#include "fill_page.h"
#include "lib/json.h"
#include "lib/sodium.h"
#include "scan_sql.h"
#include "slice/scan/view.h"
#include "slice/scan/web.h"

/* More than this stands on a sheet a domain: three hundred statements are too heavy for a phone on a train, and a
 * line that breaks would take all of them along. */
enum { SHEET_MOST = 100 };

const char *answer_label(const struct lang *lang, enum scan_answer answer)
{
    switch (answer) {
    case ANSWER_YES:
        return tr(lang, "Yes");
    case ANSWER_NO:
        return tr(lang, "No, or partly");
    case ANSWER_DONT_KNOW:
        return tr(lang, "Don't know");
    case ANSWER_NOT_APPLICABLE:
        return tr(lang, "Does not apply");
    case ANSWER_NONE:
    case ANSWER_COUNT:
        break;
    }
    return tr(lang, "No answer");
}

static bool is_quick(struct rq *rq)
{
    return rq->actor.key_opens != NULL;
}

/* Which themes this filler is asked about. */
static void fill_themes(struct rq *rq, struct fill *f)
{
    int n = f->round->scan->theme_count;
    bool *mine = NEW_ARRAY(rq->arena, bool, (size_t)n);
    bool *declined = NEW_ARRAY(rq->arena, bool, (size_t)n);
    bool divided = f->round->mode == SCAN_DIVIDED && f->member != 0;
    for (int t = 0; t < n; t++)
        mine[t] = !divided;
    if (divided) {
        size_t count;
        const struct scan_assignment *list = scan_assignments(rq->db, rq->arena, f->round, &count);
        for (size_t i = 0; i < count; i++)
            if (list[i].member == f->member) {
                mine[list[i].theme] = !list[i].declined;
                declined[list[i].theme] = list[i].declined;
            }
    }
    f->mine = mine;
    f->declined = declined;
}

/* Whose sheet of f->round it is, and whether it may be written on. */
static struct fault fill_sheet(struct rq *rq, struct fill *f)
{
    if (f->round == NULL)
        return FAULT(NOT_FOUND, N_("This scan does not exist, or no longer."));
    if (!f->quick && scan_mode_has_members(f->round->mode))
        f->member = rq->actor.member;
    /* A sheet of one's own takes a member; in a sitting the guide or the minute-taker clicks for all. */
    unsigned needed = f->member != 0                   ? ROLE_MEMBER
                      : f->round->mode == SCAN_SITTING ? ROLE_GUIDE | ROLE_MINUTES
                                                       : ROLE_MEMBER | ROLE_GUIDE;
    bool chosen = f->round->mode != SCAN_SINGLE || f->round->filler == 0 ||
                  f->round->filler == rq->actor.member || (rq->actor.roles & ROLE_GUIDE) != 0;
    f->editable = !f->round->closed && (f->quick || ((rq->actor.roles & needed) != 0 && chosen));
    if (!f->quick)
        f->sheet = scan_sheet_find(rq->db, rq->arena, f->round->id, f->member);
    fill_themes(rq, f);
    return NO_FAULT;
}

static struct fault fill_open_round(struct rq *rq, struct fill *f, int64_t round)
{
    *f = (struct fill){ 0 };
    f->round = scan_round_get(rq->db, rq->arena, rq->site->packs, rq->actor.organisation, round);
    f->base = arena_printf(rq->arena, "/organisatie/%lld/scan/%lld", (long long)rq->actor.organisation,
                           (long long)round);
    return fill_sheet(rq, f);
}

/* Round, sheet and themes, without the answers: what saving one answer needs. */
static struct fault fill_open(struct rq *rq, struct fill *f)
{
    if (!is_quick(rq))
        return fill_open_round(rq, f, rq_id(rq, "round"));
    const struct scan_opened *opened = rq->actor.key_opens;
    *f = (struct fill){ .quick = true, .round = opened->round, .sheet = opened->sheet };
    f->base = arena_printf(rq->arena, "/quickscan/%s", rq_param(rq, "key"));
    return fill_sheet(rq, f);
}

static bool is_asked(const struct fill *f, int statement)
{
    return f->mine[f->round->scan->statements[statement].theme] &&
           pack_offered(f->round->scan, statement, f->round->light, &f->round->profile);
}

static void count_offered(struct fill *f)
{
    for (int i = 0; i < f->round->scan->statement_count; i++)
        f->offered += is_asked(f, i);
}

static struct fault count_kept(struct fill *f, struct fault opened)
{
    if (opened.status != OK)
        return opened;
    count_offered(f);
    f->answered = f->sheet == NULL ? 0 : (int)f->sheet->answered;
    return NO_FAULT;
}

struct fault fill_peek(struct rq *rq, struct fill *f)
{
    return count_kept(f, fill_open(rq, f));
}

struct fault fill_peek_round(struct rq *rq, struct fill *f, int64_t round)
{
    return count_kept(f, fill_open_round(rq, f, round));
}

struct fault fill_load(struct rq *rq, struct fill *f)
{
    struct fault fault = fill_open(rq, f);
    if (fault.status != OK)
        return fault;
    f->replies = scan_replies(rq->db, rq->arena, f->round, f->sheet == NULL ? 0 : f->sheet->id);
    count_offered(f);
    for (int i = 0; i < f->round->scan->statement_count; i++)
        f->answered += f->replies[i].answer != ANSWER_NONE && is_asked(f, i);
    return NO_FAULT;
}

static struct fill_theme *list_themes(struct rq *rq, const struct fill *f, int current, int *count)
{
    const struct pack_scan *scan = f->round->scan;
    struct fill_theme *list = NEW_ARRAY(rq->arena, struct fill_theme, (size_t)scan->theme_count);
    *count = 0;
    for (int t = 0; t < scan->theme_count; t++) {
        struct fill_theme line = { .theme = t, .current = t == current };
        if (!f->mine[t])
            continue;
        for (int i = scan->themes[t].first; i < scan->themes[t].first + scan->themes[t].count; i++)
            if (pack_offered(scan, i, f->round->light, &f->round->profile)) {
                line.offered++;
                line.answered += f->replies[i].answer != ANSWER_NONE;
            }
        if (line.offered > 0)
            list[(*count)++] = line;
    }
    return list;
}

/* The screen that a theme stands on: itself, or in the light scan its whole domain. */
static int screen_of(const struct fill *f, int theme)
{
    return f->round->light ? f->round->scan->themes[theme].domain : theme;
}

/* The statement that was answered last; the first one of the pack on an empty sheet. */
static int last_touched(const struct fill *f)
{
    int last = 0;
    for (int i = 0; i < f->round->scan->statement_count; i++)
        if (f->replies[i].edit > 0 && f->replies[i].at >= f->replies[last].at && is_asked(f, i))
            last = i;
    return last;
}

/* The statement where a filler goes on, as fill_resume_path says; -1 = nothing is asked. */
static int resume(const struct fill *f)
{
    const struct pack_scan *scan = f->round->scan;
    if (scan->statement_count == 0)
        return -1;
    int theme = scan->statements[last_touched(f)].theme, first = -1;
    int from = f->round->light ? scan->domains[scan->themes[theme].domain].first : scan->themes[theme].first;
    for (int k = 0; k < scan->statement_count; k++) {
        int i = (from + k) % scan->statement_count;
        if (!is_asked(f, i))
            continue;
        if (f->replies[i].answer == ANSWER_NONE)
            return i;
        if (first < 0 || i < first)
            first = i;
    }
    return first;
}

/* Nothing that is asked stands before it on its screen. */
static bool begins_screen(const struct fill *f, int statement)
{
    const struct pack_scan *scan = f->round->scan;
    int screen = screen_of(f, scan->statements[statement].theme);
    for (int i = 0; i < statement; i++)
        if (screen_of(f, scan->statements[i].theme) == screen && is_asked(f, i))
            return false;
    return true;
}

const char *fill_resume_path(struct rq *rq, const struct fill *f)
{
    int statement = resume(f);
    if (statement < 0)
        return f->base;
    const struct pack_statement *s = &f->round->scan->statements[statement];
    const char *theme = f->round->scan->themes[s->theme].id;
    /* At the top of a screen one also wants to read where one is. */
    return begins_screen(f, statement) ? arena_printf(rq->arena, "%s/thema/%s", f->base, theme)
                                       : arena_printf(rq->arena, "%s/thema/%s#s-%s", f->base, theme, s->id);
}

/* The browser keeps unsaved answers under this name; it says nothing about the person. */
static const char *owner_of(struct rq *rq, const struct fill *f)
{
    unsigned char mac[32];
    crypto_mac(rq->site->key, "autosave-owner",
               arena_printf(rq->arena, "%lld/%lld/%lld", (long long)f->round->id, (long long)f->member,
                            (long long)rq->actor.user),
               mac);
    return hex_encode(rq->arena, mac, 8);
}

const int64_t *evidence_counts(struct rq *rq, const struct scan_round *r)
{
    int64_t *counts = NEW_ARRAY(rq->arena, int64_t, (size_t)r->scan->statement_count);
    if (r->organisation == 0)
        return counts;
    size_t n;
    const struct scan_evidence_list *rows = scan_q_evidence_list(rq->db, rq->arena, r->id, &n);
    for (size_t i = 0; i < n; i++) {
        int at = pack_statement_find(r->scan, rows[i].statement);
        if (at >= 0)
            counts[at]++;
    }
    return counts;
}

struct layout *scan_layout(struct rq *rq, const char *title, const struct scan_round *r, const char *base)
{
    struct layout *l = rq_layout(rq, title);
    struct layout_link *crumbs = NEW_ARRAY(rq->arena, struct layout_link, 2);
    if (r != NULL && r->organisation == 0) {
        crumbs[0] = (struct layout_link){ .url = "/quickscan", .label = tr(rq->lang, "Quick scan") };
        l->crumb_count = 1;
    } else {
        crumbs[0] = (struct layout_link){ .url = arena_printf(rq->arena, "/organisatie/%lld/scan",
                                                              (long long)rq->actor.organisation),
                                          .label = tr(rq->lang, "Scan") };
        l->crumb_count = 1;
        if (r != NULL && base != NULL) {
            crumbs[1] = (struct layout_link){ .url = base, .label = r->title };
            l->crumb_count = 2;
        }
    }
    l->crumbs = crumbs;
    return l;
}

static const char *screen_title(struct rq *rq, const struct fill *f, int theme)
{
    const struct pack_scan *scan = f->round->scan;
    return text_in(rq->lang, f->round->light ? &scan->domains[scan->themes[theme].domain].title
                                             : &scan->themes[theme].title);
}

/* "Domain 2 of 3": only those that this filler is asked about. */
static void count_places(struct fill_view *v)
{
    const struct fill *f = v->fill;
    int domain = f->round->scan->themes[v->theme].domain, before = -1;
    for (int i = 0; i < v->theme_count; i++) {
        int theme = v->themes[i].theme, screen = screen_of(f, theme);
        if (screen == before || (!v->by_domain && f->round->scan->themes[theme].domain != domain))
            continue;
        before = screen;
        v->places++;
        v->place += screen <= screen_of(f, v->theme);
    }
}

static struct fill_view *fill_view_new(struct rq *rq, const struct fill *f, int theme)
{
    struct fill_view *v = NEW(rq->arena, struct fill_view);
    *v = (struct fill_view){
        .fill = f, .theme = theme, .by_domain = f->round->light, .previous = -1, .next = -1, .open = -1
    };
    struct fill_theme *themes = list_themes(rq, f, theme, &v->theme_count);
    int screen = screen_of(f, theme), before = -1, open_before = -1, next_open = 0;
    for (int i = 0; i < v->theme_count; i++) {
        int here = screen_of(f, themes[i].theme), open = themes[i].offered - themes[i].answered;
        themes[i].current = here == screen;
        v->open_elsewhere += here == screen ? 0 : open;
        if (here > screen && open > 0 && v->open < 0)
            v->open = themes[i].theme;
        if (here < screen && open > 0 && open_before < 0)
            open_before = themes[i].theme;
        if (v->next >= 0 && here == screen_of(f, v->next))
            next_open += open;
        if (here < screen && here != before) {
            v->previous = themes[i].theme;
            before = here;
        }
        if (here > screen && v->next < 0) {
            v->next = themes[i].theme;
            next_open = open;
        }
    }
    if (v->open < 0)
        v->open = open_before;
    if (next_open > 0)
        v->open = -1; /* the next screen is the one */
    v->themes = themes;
    count_places(v);
    v->next_title = v->next < 0 ? NULL : screen_title(rq, f, v->next);
    v->open_title = v->open < 0 ? NULL : screen_title(rq, f, v->open);
    v->owner = owner_of(rq, f);
    v->on_sheets = f->offered > SHEET_MOST;
    v->evidence = evidence_counts(rq, f->round);
    v->minutes = scan_minutes(f->offered);
    v->can_decline = f->editable && f->round->mode == SCAN_DIVIDED && f->member != 0;
    return v;
}

/* The screen with a theme; back is a statement whose note was refused, or -1. */
static struct fault show_theme(struct rq *rq, struct fill *f, int theme, int back)
{
    struct fill_view *v = fill_view_new(rq, f, theme);
    v->layout = scan_layout(rq, screen_title(rq, f, theme), f->round, f->base);
    v->back = back;
    if (back >= 0) {
        v->messages = form_messages(rq, &v->message_count);
        v->typed = form_field(rq, &answer_form, "note", "")->value;
        v->layout->failed = true;
    }
    fill_theme_page(rq_html(rq), v);
    return reply_page(rq);
}

/* GET …/thema/:theme */
struct fault fill_theme(struct rq *rq)
{
    struct fill *f = NEW(rq->arena, struct fill);
    struct fault fault = fill_load(rq, f);
    if (fault.status != OK)
        return fault;
    int theme = pack_theme_find(f->round->scan, rq_param(rq, "theme"));
    if (theme < 0 || !f->mine[theme])
        return FAULT(NOT_FOUND, N_("This theme is not part of your scan."));
    return show_theme(rq, f, theme, -1);
}

/* An answer without script whose note cannot be stored: its screen again, with what was typed. */
struct fault fill_answer_again(struct rq *rq)
{
    struct fill *f = NEW(rq->arena, struct fill);
    struct fault fault = fill_load(rq, f);
    if (fault.status != OK)
        return fault;
    int statement = pack_statement_find(f->round->scan, rq_param(rq, "statement"));
    if (statement < 0 || !f->mine[f->round->scan->statements[statement].theme])
        return FAULT(INVALID, N_("This statement is not part of your scan."));
    return show_theme(rq, f, f->round->scan->statements[statement].theme, statement);
}

/* An empty sheet is the same for everyone with the same statements, and it is what a whole group opens when a round
 * begins: see rq_part. NULL for a sheet on which something stands. */
static const char *empty_sheet_key(struct rq *rq, const struct fill_view *v)
{
    const struct fill *f = v->fill;
    for (int i = 0; i < f->round->scan->statement_count; i++)
        if (f->replies[i].edit != 0)
            return NULL;
    for (int t = 0; t < f->round->scan->theme_count; t++)
        if (!f->mine[t])
            return NULL;
    return arena_printf(rq->arena, "sheet %s %d %d %d %d %s", f->round->pack->id, f->round->pack->version,
                        f->round->light, f->editable, v->domain,
                        pack_profile_write(f->round->scan, &f->round->profile, rq->arena));
}

static int domain_find(const struct pack_scan *scan, const char *id)
{
    for (int d = 0; id != NULL && d < scan->domain_count; d++)
        if (strcmp(scan->domains[d].id, id) == 0)
            return d;
    return -1;
}

/* Which domain the sheet shows: what is asked for, else where this filler goes on; -1 = all on one sheet. */
static int sheet_domain(const struct fill *f, const char *asked)
{
    if (f->offered <= SHEET_MOST)
        return -1;
    int domain = domain_find(f->round->scan, asked);
    return domain >= 0 ? domain : f->round->scan->statements[resume(f)].domain;
}

/* Domains with something to answer, and the one after this. */
static void add_sheet_domains(struct rq *rq, struct fill_view *v)
{
    const struct pack_scan *scan = v->fill->round->scan;
    struct fill_theme *list = NEW_ARRAY(rq->arena, struct fill_theme, (size_t)scan->domain_count);
    v->next = -1;
    for (int d = 0; d < scan->domain_count; d++) {
        struct fill_theme line = { .theme = d, .current = d == v->domain };
        for (int i = scan->domains[d].first; i < scan->domains[d].first + scan->domains[d].count; i++)
            if (is_asked(v->fill, i)) {
                line.offered++;
                line.answered += v->fill->replies[i].answer != ANSWER_NONE;
            }
        if (line.offered == 0)
            continue;
        list[v->theme_count++] = line;
        v->place += d <= v->domain;
        if (d > v->domain && v->next < 0)
            v->next = d;
    }
    v->places = v->theme_count;
    v->themes = list;
    v->next_title = v->next < 0 ? NULL : text_in(rq->lang, &scan->domains[v->next].title);
}

/* GET …/alles */
struct fault fill_all(struct rq *rq)
{
    struct fill *f = NEW(rq->arena, struct fill);
    struct fault fault = fill_load(rq, f);
    if (fault.status != OK)
        return fault;
    struct fill_view *v = NEW(rq->arena, struct fill_view);
    *v = (struct fill_view){ .fill = f, .theme = -1, .domain = sheet_domain(f, rq_query(rq, "domein")) };
    struct html *h = rq_html(rq);
    v->owner = owner_of(rq, f);
    v->layout = scan_layout(rq, "", f->round, f->base);
    v->layout->wide = true;
    const char *key = empty_sheet_key(rq, v);
    struct html_safe kept = key == NULL ? (struct html_safe){ NULL } : rq_part(rq, key, v->layout);
    if (v->domain < 0) {
        v->layout->title = tr(rq->lang, "Everything on one sheet");
        v->layout->lead =
            tr(rq->lang, "Fill in what you know. Every answer is kept; come back as often as you like.");
    } else {
        const struct pack_scan *scan = f->round->scan;
        add_sheet_domains(rq, v);
        v->layout->title = text_in(rq->lang, &scan->domains[v->domain].title);
        v->layout->lead =
            arena_printf(rq->arena,
                         tr(rq->lang, "Domain %d of %d, on one sheet. Fill in what you know, then go on to the "
                                      "next domain."),
                         v->place, v->places);
    }
    fill_all_top(h, v);
    if (kept.html != NULL) {
        html_text(h, kept);
    } else {
        size_t from = h->out->n;
        fill_all_statements(h, v);
        if (key != NULL)
            rq_part_keep(rq, key, v->layout, from);
    }
    fill_all_bottom(h, v);
    return reply_page(rq);
}

struct fault fill_refusal(const struct fill *f)
{
    if (f->round->closed)
        return FAULT(CONFLICT, N_("This round is closed. A guide can open it again, with a reason."));
    if (f->editable)
        return NO_FAULT;
    return f->round->mode == SCAN_SITTING
               ? FAULT(DENIED, N_("In a joint sitting the guide records the answers."))
           : f->round->mode == SCAN_SINGLE && f->round->filler != 0
               ? FAULT(DENIED, N_("One person was chosen to fill in this round; it is not you."))
               : FAULT(DENIED, N_("Only members of the group fill in this round."));
}

static const char *const answer_choices[] = { "yes", "no", "dont_know", "not_applicable", NULL };
static const struct field answer_fields[] = {
    { "answer", FIELD_CHOICE, .choices = answer_choices, .label = N_("Answer") },
    { "edit", FIELD_INT, .required = true, .min = 0, .max = 1000000000, .label = N_("Edit counter") },
    { "started", FIELD_TICK, .label = N_("We have made a start") },
    { "bookmark", FIELD_TICK, .label = N_("Interesting for our organisation") },
    { "note", FIELD_AREA, .max = SCAN_NOTE_MAX, .label = N_("Note") },
    { "sheet", FIELD_TICK, .label = N_("From the sheet") }, /* it shows no ticks and no note: they stay */
};
const struct form_spec answer_form = FORM(answer_fields);

static unsigned form_flags(struct rq *rq, unsigned kept)
{
    return (kept & ANSWER_NO_AGREEMENT) | (form_tick(rq, "started") ? ANSWER_STARTED : 0) |
           (form_tick(rq, "bookmark") ? ANSWER_BOOKMARK : 0);
}

static void json_reply(struct json_writer *w, const struct scan_reply *r)
{
    json_key(w, "answer");
    if (r->answer == ANSWER_NONE)
        json_put_null(w);
    else
        json_str(w, scan_answer_name(r->answer));
    json_key(w, "edit");
    json_int(w, r->edit);
    json_key(w, "started");
    json_bool(w, (r->flags & ANSWER_STARTED) != 0);
    json_key(w, "bookmark");
    json_bool(w, (r->flags & ANSWER_BOOKMARK) != 0);
    json_key(w, "note");
    json_str(w, r->note == NULL ? "" : r->note);
}

/* POST …/antwoord/:statement: one answer. From a script as JSON, from a plain form with a redirect back. */
struct fault fill_answer(struct rq *rq)
{
    struct fill f;
    struct fault fault = fill_open(rq, &f);
    if (fault.status == OK)
        fault = fill_refusal(&f);
    if (fault.status != OK)
        return fault;
    int statement = pack_statement_find(f.round->scan, rq_param(rq, "statement"));
    if (statement < 0 || !f.mine[f.round->scan->statements[statement].theme])
        return FAULT(INVALID, N_("This statement is not part of your scan."));
    const struct scan_sheet *sheet =
        f.sheet != NULL ? f.sheet : scan_sheet_begin(rq->db, rq->arena, f.round->id, f.member, rq->now_ms);
    if (sheet == NULL)
        return FAULT(FAILED, N_("The answer could not be stored. Try again in a moment."));
    struct scan_change c = { .statement = statement,
                             .answer = ANSWER_NONE,
                             .flags = form_flags(rq, 0),
                             .note = form_text(rq, "note"),
                             .edit = form_int(rq, "edit").v,
                             .answer_only = form_tick(rq, "sheet") };
    if (form_text(rq, "answer")[0] != '\0' && !scan_answer_parse(form_text(rq, "answer"), &c.answer))
        return FAULT(INVALID, N_("Choose one of the four answers."));
    /* A page without script sends the edit it was shown; the script counts its own taps. */
    if (!rq_is_partial(rq))
        c.edit++;
    struct scan_reply stands;
    int64_t more = 0;
    fault = scan_answer_save(rq->db, rq->arena, f.round, sheet, &c, rq->actor.user, rq->now_ms, &stands, &more);

    if (!rq_is_partial(rq)) {
        if (fault.status != OK)
            return fault;
        reply_notice(rq, tr(rq->lang, "Your answer is saved."));
        return reply_redirect(rq, "%s/thema/%s#s-%s", f.base,
                              f.round->scan->themes[f.round->scan->statements[statement].theme].id,
                              f.round->scan->statements[statement].id);
    }
    if (fault.status != OK && fault.status != CONFLICT)
        return fault;
    struct json_writer w = json_writer(rq_json(rq));
    json_object_begin(&w);
    if (fault.status == CONFLICT) {
        json_reply(&w, &stands);
    } else {
        json_key(&w, "saved");
        json_bool(&w, true);
        json_key(&w, "edit");
        json_int(&w, stands.edit);
        json_key(&w, "done");
        /* A sheet holds answers to what was offered and assigned only, so the kept count is the count. */
        json_int(&w, sheet->answered + more);
    }
    json_object_end(&w);
    return reply_json(rq, fault.status == CONFLICT ? 409 : 200);
}

static const struct field all_fields[] = {
    { "answer", FIELD_FAMILY, .max = 2000, .label = N_("Answers") },
    { "edit", FIELD_FAMILY, .max = 2000, .label = N_("Edit counters") },
    { "domain", FIELD_TEXT, .max = PACK_MAX_ID, .label = N_("Domain") },
};
const struct form_spec all_form = FORM(all_fields);

static int64_t edit_of(const struct form_pair *edits, size_t count, size_t hint, const char *key)
{
    /* The page writes edit and answer of one statement side by side: look near first. */
    for (size_t step = 0; step < count; step++) {
        const struct form_pair *p = &edits[(hint + step) % count];
        if (strcmp(p->key, key) == 0) {
            int64_t n = 0;
            for (const char *s = p->value; *s >= '0' && *s <= '9' && n < 1000000000; s++)
                n = n * 10 + (*s - '0');
            return n;
        }
    }
    return 0;
}

static const char *sheet_path(struct rq *rq, const struct fill *f, int domain)
{
    return domain < 0
               ? arena_printf(rq->arena, "%s/alles", f->base)
               : arena_printf(rq->arena, "%s/alles?domein=%s", f->base, f->round->scan->domains[domain].id);
}

/* The next domain that asks something; -1 = this was the last. */
static int sheet_after(const struct fill *f, int domain)
{
    for (int i = 0; i < f->round->scan->statement_count; i++)
        if (f->round->scan->statements[i].domain > domain && is_asked(f, i))
            return f->round->scan->statements[i].domain;
    return -1;
}

/* POST …/alles: the whole sheet, or the sheet of a domain, in one go. */
struct fault fill_all_save(struct rq *rq)
{
    struct fill *f = NEW(rq->arena, struct fill);
    struct fault fault = fill_load(rq, f);
    if (fault.status == OK)
        fault = fill_refusal(f);
    if (fault.status != OK)
        return fault;
    size_t count, edit_count;
    const struct form_pair *answers = form_family(rq, "answer", &count);
    const struct form_pair *edits = form_family(rq, "edit", &edit_count);
    struct scan_change *changes = NEW_ARRAY(rq->arena, struct scan_change, count);
    size_t n = 0;
    for (size_t i = 0; i < count; i++) {
        int statement = pack_statement_find(f->round->scan, answers[i].key);
        if (statement < 0 || !f->mine[f->round->scan->statements[statement].theme])
            return FAULT(INVALID, N_("This statement is not part of your scan."));
        struct scan_change *c = &changes[n];
        const struct scan_reply *was = &f->replies[statement];
        *c = (struct scan_change){ .statement = statement, .flags = was->flags, .note = was->note };
        if (!scan_answer_parse(answers[i].value, &c->answer))
            return FAULT(INVALID, N_("Choose one of the four answers."));
        c->edit = edit_of(edits, edit_count, i, answers[i].key) + 1;
        if (c->answer != was->answer)
            n++;
    }
    const struct scan_sheet *sheet =
        f->sheet != NULL ? f->sheet : scan_sheet_begin(rq->db, rq->arena, f->round->id, f->member, rq->now_ms);
    if (sheet == NULL)
        return FAULT(FAILED, N_("The answer could not be stored. Try again in a moment."));
    int here = domain_find(f->round->scan, form_text(rq, "domain"));
    size_t older;
    fault =
        scan_answers_save(rq->db, rq->arena, f->round, sheet, changes, n, rq->actor.user, rq->now_ms, &older);
    if (fault.status != OK)
        return fault;
    if (older > 0) {
        reply_notice(
            rq,
            arena_printf(rq->arena,
                         tr_n(rq->lang,
                              "%d answer was changed elsewhere in the meantime. The newest one stands here.",
                              "%d answers were changed elsewhere in the meantime. The newest ones stand here.",
                              (int64_t)older),
                         (int)older));
        return reply_redirect(rq, "%s", sheet_path(rq, f, here));
    }
    int next = here < 0 ? -1 : sheet_after(f, here);
    if (next >= 0) {
        reply_notice(rq, tr(rq->lang, "The answers are saved. Here is the next domain."));
        return reply_redirect(rq, "%s", sheet_path(rq, f, next));
    }
    reply_notice(rq, tr(rq->lang, "All answers are saved."));
    return f->quick ? reply_redirect(rq, "%s/resultaat", f->base) : reply_redirect(rq, "%s", f->base);
}
