/* The scan in a session: its statements theme by theme, what the room answers, and what the group agrees on, which stands in the round
 * from that moment. What people answered is only ever counted. */
#include "slice/session/scan.h"

#include <stdlib.h>
#include <string.h>

#include "doc/document.h"
#include "session_sql.h"

/* ---- sources --------------------------------------------------------------------------------------------- */

static const struct scan_round *round_of(struct db *db, struct arena *a, const struct packs *packs,
                                         int64_t organisation, const char *source, const char **domain)
{
    char *end;
    *domain = "";
    if (strncmp(source, "round:", 6) != 0 || source[6] < '1' || source[6] > '9')
        return NULL;
    long long id = strtoll(source + 6, &end, 10);
    if (*end == ':')
        *domain = end + 1;
    else if (*end != '\0')
        return NULL;
    return scan_round_get(db, a, packs, organisation, id);
}

static bool in_domain(const struct scan_round *r, int statement, const char *domain)
{
    return domain[0] == '\0' || strcmp(r->scan->domains[r->scan->statements[statement].domain].id, domain) == 0;
}

static int statements_of(const struct scan_round *r, const char *domain)
{
    int n = 0;
    for (int i = 0; i < r->scan->statement_count; i++)
        n += pack_offered(r->scan, i, r->light, &r->profile) && in_domain(r, i, domain);
    return n;
}

static bool has_a_group(const struct scan_round_line *r)
{
    return !r->closed && r->mode != SCAN_SINGLE;
}

const struct session_scan_source *session_scan_sources(struct db *db, struct arena *a,
                                                       const struct packs *packs, const struct lang *lang,
                                                       int64_t organisation, size_t *count)
{
    size_t rounds, capacity = 0;
    const struct scan_round_line *lines = scan_rounds(db, a, organisation, &rounds);
    struct session_scan_source *v = NULL;
    *count = 0;
    for (size_t i = 0; i < rounds; i++) {
        const struct scan_round *r =
            has_a_group(&lines[i]) ? scan_round_get(db, a, packs, organisation, lines[i].id) : NULL;
        if (r == NULL)
            continue;
        int all = statements_of(r, "");
        if (all > 0 && all <= SESSION_MAX_PARTS)
            *(struct session_scan_source *)ARENA_PUSH(a, &v, count, &capacity) =
                (struct session_scan_source){ arena_printf(a, "round:%lld", (long long)r->id),
                                              arena_printf(a, tr(lang, "%s: all %d statements"), r->title, all),
                                              all };
        for (int d = 0; d < r->scan->domain_count; d++) {
            const struct pack_domain *domain = &r->scan->domains[d];
            int n = statements_of(r, domain->id);
            if (n > 0 && n <= SESSION_MAX_PARTS)
                *(struct session_scan_source *)ARENA_PUSH(a, &v, count, &capacity) =
                    (struct session_scan_source){
                        arena_printf(a, "round:%lld:%s", (long long)r->id, domain->id),
                        arena_printf(a, tr_n(lang, "%s: %s, %d statement", "%s: %s, %d statements", n),
                                     r->title, text_in(lang, &domain->title), n),
                        n
                    };
        }
    }
    return v;
}

const struct session_part *session_scan_parts(struct db *db, struct arena *a, const struct packs *packs,
                                              const struct lang *lang, int64_t organisation, const char *source,
                                              size_t *count)
{
    const char *domain;
    const struct scan_round *r = round_of(db, a, packs, organisation, source, &domain);
    *count = 0;
    if (r == NULL)
        return NULL;
    struct session_part *v = NEW_ARRAY(a, struct session_part, SESSION_MAX_PARTS);
    for (int i = 0; i < r->scan->statement_count && *count < SESSION_MAX_PARTS; i++) {
        const struct pack_statement *s = &r->scan->statements[i];
        if (!pack_offered(r->scan, i, r->light, &r->profile) || !in_domain(r, i, domain))
            continue;
        v[*count] = (struct session_part){ .part = (int)*count,
                                           .key = s->id,
                                           .label = text_in(lang, &s->label),
                                           .about = text_in(lang, &s->yes_when),
                                           .say = "" };
        ++*count;
    }
    return v;
}

struct fault session_scan_take(struct db *db, struct arena *a, const struct packs *packs,
                               const struct lang *lang, const struct session *s,
                               const struct session_item *item, const char *source)
{
    size_t have, count;
    session_parts(db, a, item, &have);
    if (have > 0)
        return FAULT(CONFLICT, N_("This item has its statements already."), .detail = "parts");
    const struct session_part *parts = session_scan_parts(db, a, packs, lang, s->organisation, source, &count);
    if (count == 0)
        return FAULT(INVALID, N_("Choose one of the rounds from the list."), .detail = "source");
    session_q_item_source(db, s->id, item->id, source);
    for (size_t i = 0; i < count; i++)
        session_q_part_insert(db, item->id, (int64_t)i, parts[i].key, parts[i].label, parts[i].about, "",
                              DB_NULL_INT);
    return NO_FAULT;
}

/* ---- looking --------------------------------------------------------------------------------------------- */

static struct tally tally_of(const struct room_state *r, size_t part)
{
    if (r->tally == NULL || r->tally->state != TALLY_SHOWN)
        return (struct tally){ 0 };
    const int64_t *c = r->tally->parts[part].counts;
    return (struct tally){ (int)c[0], (int)c[1], (int)c[2], (int)c[3] };
}

static void add_lines(const struct room_state *r, struct scan_room *v)
{
    struct scan_room_line *lines = NEW_ARRAY(r->arena, struct scan_room_line, r->part_count);
    const struct scan_sheet *sheet = scan_sheet_find(r->db, r->arena, v->round->id, 0);
    const struct scan_reply *group = scan_replies(r->db, r->arena, v->round, sheet == NULL ? 0 : sheet->id);
    for (size_t i = 0; i < r->part_count; i++) {
        int at = pack_statement_find(v->round->scan, r->parts[i].key);
        bool offered = at >= 0 && pack_offered(v->round->scan, at, v->round->light, &v->round->profile);
        lines[i] = (struct scan_room_line){
            .part = i, .statement = offered ? at : -1, .tally = tally_of(r, i), .note = ""
        };
        if (offered && group[at].answer != ANSWER_NONE) {
            lines[i].agreed = true;
            lines[i].answer = group[at].answer;
            lines[i].no_agreement = (group[at].flags & ANSWER_NO_AGREEMENT) != 0;
            lines[i].note = group[at].note != NULL ? group[at].note : "";
        }
        v->agreed += lines[i].agreed;
    }
    v->lines = lines;
}

/* Parts of the same theme stand together, as the pack has them. */
static void add_themes(const struct room_state *r, struct scan_room *v)
{
    const struct pack_scan *scan = v->round->scan;
    struct scan_room_theme *themes = NEW_ARRAY(r->arena, struct scan_room_theme, r->part_count);
    int last = -2;
    for (size_t i = 0; i < r->part_count; i++) {
        int at = pack_statement_find(scan, r->parts[i].key), theme = at < 0 ? -1 : scan->statements[at].theme;
        if (theme != last || i == 0)
            themes[v->theme_count++] = (struct scan_room_theme){
                .title = theme < 0 ? "" : text_in(r->lang, &scan->themes[theme].title), .from = i
            };
        last = theme;
        themes[v->theme_count - 1].to = i + 1;
        themes[v->theme_count - 1].agreed += v->lines[i].agreed;
    }
    v->themes = themes;
}

/* What is decided comes last; of the rest the most divided first. */
static bool comes_before(const struct scan_room_line *x, const struct scan_room_line *y)
{
    if (x->agreed != y->agreed)
        return y->agreed;
    return tally_division(&x->tally) > tally_division(&y->tally);
}

static void add_order(const struct room_state *r, struct scan_room *v)
{
    if (v->turn.at >= v->theme_count)
        return;
    const struct scan_room_theme *t = &v->themes[v->turn.at];
    size_t *order = NEW_ARRAY(r->arena, size_t, t->to - t->from);
    for (size_t i = t->from; i < t->to; i++) {
        const struct scan_room_line *l = &v->lines[i];
        size_t at = v->order_count++;
        for (; at > 0 && comes_before(l, &v->lines[order[at - 1]]); at--)
            order[at] = order[at - 1];
        order[at] = i;
        v->unanimous += !l->agreed && tally_count(&l->tally) >= 2 && tally_unanimous(&l->tally);
    }
    v->order = order;
}

static void load(struct room_state *r)
{
    struct scan_room *v = NEW(r->arena, struct scan_room);
    const char *domain;
    r->of_method = v;
    if (r->part_count == 0 && (r->eye == EYE_DESK || r->eye == EYE_MINUTES))
        v->sources = session_scan_sources(r->db, r->arena, r->site->packs, r->lang, r->session->organisation,
                                          &v->source_count);
    if (r->tally == NULL && r->round > 0 && r->item->turn % 2 == 1 && r->form.count > 0) {
        struct session_tally *t = NEW(r->arena, struct session_tally);
        *t = session_tally(r->db, r->arena, r->session, r->item, &r->form, r->round);
        r->tally = t;
    }
    v->round = round_of(r->db, r->arena, r->site->packs, r->session->organisation, r->item->source, &domain);
    if (v->round == NULL)
        return;
    v->path = arena_printf(r->arena, "/organisatie/%lld/scan/%lld", (long long)r->session->organisation,
                           (long long)v->round->id);
    add_lines(r, v);
    add_themes(r, v);
    v->turn = session_sheet_turn(r, v->theme_count);
    add_order(r, v);
}

const struct scan_room *session_scan_of(const struct room_state *r)
{
    return r->of_method;
}

/* ---- agreeing -------------------------------------------------------------------------------------------- */

struct fault session_scan_agree(struct db *db, struct arena *a, const struct packs *packs,
                                const struct session *s, const struct session_item *item, const char *statement,
                                enum scan_answer answer, bool no_agreement, const char *note, int64_t user,
                                int64_t now_ms)
{
    const char *domain;
    const struct scan_round *r = round_of(db, a, packs, s->organisation, item->source, &domain);
    size_t count;
    const struct session_part *parts = session_parts(db, a, item, &count);
    bool asked = false;
    for (size_t i = 0; i < count; i++)
        asked = asked || strcmp(parts[i].key, statement) == 0;
    int at = r == NULL || !asked ? -1 : pack_statement_find(r->scan, statement);
    if (at < 0)
        return FAULT(NOT_FOUND, N_("This statement is not part of this item."));
    struct fault f = scan_agree(db, a, r, at, answer, no_agreement, note, user, now_ms);
    if (f.status == OK)
        session_q_landing_put(db, s->id, item->id, "scan", statement, r->id, now_ms, DB_SOME(user));
    return f;
}

struct fault session_scan_unanimous(struct room_state *r, int64_t user, size_t *taken)
{
    const struct scan_room *v = session_scan_of(r);
    *taken = 0;
    for (size_t i = 0; v->round != NULL && i < v->order_count; i++) {
        const struct scan_room_line *l = &v->lines[v->order[i]];
        if (l->agreed || l->statement < 0 || tally_count(&l->tally) < 2 || !tally_unanimous(&l->tally))
            continue;
        struct fault f =
            session_scan_agree(r->db, r->arena, r->site->packs, r->session, r->item, r->parts[l->part].key,
                               tally_majority(&l->tally), false, "", user, r->now_ms);
        if (f.status != OK)
            return f;
        ++*taken;
    }
    return NO_FAULT;
}

/* ---- in the minutes ---------------------------------------------------------------------------------------- */

static const char *agreed_words(const struct room_state *r, const struct scan_room_line *l)
{
    static const char *const words[ANSWER_COUNT] = { "", N_("Yes, fully"), N_("No, or only partly"),
                                                     N_("Don't know"), N_("Does not apply") };
    if (!l->agreed)
        return tr(r->lang, "not discussed");
    const char *answer = l->no_agreement ? tr(r->lang, "No agreement") : tr(r->lang, words[l->answer]);
    return l->note[0] == '\0' ? answer : arena_printf(r->arena, "%s (%s)", answer, l->note);
}

static void outcome(const struct room_state *r, struct doc *doc, int level)
{
    const struct scan_room *v = session_scan_of(r);
    (void)level;
    if (v->round == NULL || r->part_count == 0) {
        doc_paragraph(doc, tr(r->lang, "No statements were discussed."));
        return;
    }
    doc_paragraph(
        doc, arena_printf(r->arena,
                          tr(r->lang, "%d of %d statements were discussed; the answers stand in the round “%s” "
                                      "of the scan."),
                          (int)v->agreed, (int)r->part_count, v->round->title));
    const char *titles[] = {
        tr(r->lang, "Statement"),      tr(r->lang, "Yes"),   tr(r->lang, "No"), tr(r->lang, "Don't know"),
        tr(r->lang, "Does not apply"), tr(r->lang, "Agreed")
    };
    struct doc_table t = doc_table_begin(doc, r->item->title, titles, 6);
    for (size_t i = 0; i < r->part_count; i++) {
        const struct scan_room_line *l = &v->lines[i];
        int n = tally_count(&l->tally);
        if (n == 0 && !l->agreed)
            continue;
        const char *cells[] = { r->parts[i].label,
                                arena_printf(r->arena, "%d", l->tally.yes),
                                arena_printf(r->arena, "%d", l->tally.no),
                                arena_printf(r->arena, "%d", l->tally.dont_know),
                                arena_printf(r->arena, "%d", l->tally.not_applicable),
                                agreed_words(r, l) };
        doc_table_row(&t, cells);
    }
    doc_table_end(&t);
}

const struct session_method session_scan = {
    .id = METHOD_SCAN,
    .name = "scan",
    .label = N_("Scan together"),
    .about = N_("Statements of a round of the scan, theme by theme: everybody answers, you talk about the "
                "differences, and what you "
                "agree on stands in the round."),
    .aims = { "deepen", "everyone-speaks", "gather" },
    .engine = ENGINE_SHEET,
    .by_turn = true,
    .usual_minutes = 45,
    .source = "round",
    .load = load,
    .phone = session_scan_phone,
    .screen = session_scan_screen,
    .desk = session_scan_desk,
    .outcome = outcome,
    .paper = session_sheet_paper,
};
