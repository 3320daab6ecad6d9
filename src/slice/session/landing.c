/* What came out of a session lands in the trajectory: importance and maturity in the scan, themes among the priorities, successes in the
 * local picture, dream images in their document. Only what was shown to everybody, and each thing once: session_landing says what
 * it became. Answers of the scan and agreements land by themselves (sheet.c, agreement.c). */
#include <string.h>

#include "lib/sodium.h"
#include "session_sql.h"
#include "slice/document/document.h"
#include "slice/picture/picture.h"
#include "slice/plan/plan.h"
#include "slice/session/minutes.h"

enum { SUCCESSES = 2 /* the column of a harvest (note.c) */, KEY_LENGTH = 24 };

/* As stored. The first word is what the object is (app/transfer_rows.c). */
static const char *const kinds[LANDS_KINDS] = { [LANDS_PAIR] = "pair",
                                                [LANDS_PRIORITY] = "priority",
                                                [LANDS_FACT] = "fact",
                                                [LANDS_DREAM] = "document.dream" };

struct finder {
    struct db *db;
    struct arena *arena;
    const struct site *site;
    const struct lang *lang;
    const struct session *s;
    const struct trajectory *t;
    int64_t now_ms;
    const struct session_landings *landed;
    size_t landed_count;
    struct session_landable *v;
    size_t count, capacity;
};

/* ---- what landed ------------------------------------------------------------------------------------------ */

static int64_t object_of(const struct finder *f, const struct session_landable *l)
{
    for (size_t i = 0; i < f->landed_count; i++)
        if (f->landed[i].item_id == l->item && strcmp(f->landed[i].kind, kinds[l->kind]) == 0 &&
            strcmp(f->landed[i].key, l->key) == 0)
            return f->landed[i].object;
    return 0;
}

static const char *url_of(const struct finder *f, enum session_lands kind, int64_t object)
{
    static const char *const paths[LANDS_KINDS] = {
        [LANDS_PRIORITY] = "prioriteit", [LANDS_FACT] = "foto/gegeven", [LANDS_DREAM] = "document"
    };
    if (kind == LANDS_PAIR)
        return arena_printf(f->arena, "/organisatie/%lld/scan/%lld/resultaat", (long long)f->s->organisation,
                            (long long)object);
    return arena_printf(f->arena, "%s/%s/%lld", trajectory_path(f->arena, f->t), paths[kind],
                        (long long)object);
}

static void add(struct finder *f, struct session_landable l)
{
    int64_t object = object_of(f, &l);
    if (object != 0) {
        l.url = url_of(f, l.kind, object);
        l.blocked = NULL;
    }
    l.name = arena_printf(f->arena, "%s-%lld-%s", kinds[l.kind], (long long)l.item, l.key);
    *(struct session_landable *)ARENA_PUSH(f->arena, &f->v, &f->count, &f->capacity) = l;
}

/* ---- importance and maturity ------------------------------------------------------------------------------- */

/* The newest round that had begun when the session ended: what a group thought then is no answer in a later one. */
static const struct scan_round *round_of_then(const struct finder *f)
{
    size_t count;
    const struct scan_round_line *lines =
        scan_rounds(f->db, f->arena, f->s->organisation, &count); /* the newest first */
    for (size_t i = 0; i < count; i++) {
        if (f->s->ended_at.set && lines[i].created_at > f->s->ended_at.v)
            continue;
        const struct scan_round *r =
            scan_round_get(f->db, f->arena, f->site->packs, f->s->organisation, lines[i].id);
        if (r != NULL)
            return r;
    }
    return NULL;
}

/* The round that the item names, else the newest of then. */
static const struct scan_round *round_of(const struct finder *f, const struct session_item *item)
{
    if (strncmp(item->source, "round:", 6) == 0) {
        int64_t id = 0;
        for (const char *p = item->source + 6; *p >= '0' && *p <= '9'; p++)
            id = id * 10 + (*p - '0');
        return scan_round_get(f->db, f->arena, f->site->packs, f->s->organisation, id);
    }
    return round_of_then(f);
}

static const char *level(const struct finder *f, int64_t tenths)
{
    return format_tenths(f->arena, f->lang, tenths);
}

static void find_pair(struct finder *f, const struct room_state *r)
{
    const struct tally_part *importance = &r->tally->parts[0], *maturity = &r->tally->parts[1];
    if (importance->mean_tenths < 0 || maturity->mean_tenths < 0)
        return;
    const struct scan_round *round = round_of(f, r->item);
    struct session_landable l = { .item = r->item->id,
                                  .kind = LANDS_PAIR,
                                  .key = "",
                                  .numbers = { importance->mean_tenths, maturity->mean_tenths },
                                  .usual = true };
    l.title = arena_printf(f->arena, tr(f->lang, "Importance %s and maturity %s"), level(f, l.numbers[0]),
                           level(f, l.numbers[1]));
    if (round == NULL)
        l.blocked = tr(f->lang, "There is no round of the scan yet.");
    else if (round->closed)
        l.blocked = arena_printf(f->arena, tr(f->lang, "The round “%s” is closed."), round->title);
    else
        l.what = arena_printf(f->arena, tr(f->lang, "the group's answer in “%s”, rounded: %d and %d"),
                              round->title, (int)((l.numbers[0] + 5) / 10), (int)((l.numbers[1] + 5) / 10));
    add(f, l);
    struct session_landable *added = &f->v[f->count - 1];
    if (added->url != NULL &&
        round != NULL) /* what was stored is a number of the installation where it landed */
        added->url = url_of(f, LANDS_PAIR, round->id);
}

static struct fault land_pair(const struct finder *f, const struct session_landable *l, int64_t *object)
{
    const struct session_item *item = session_item_get(f->db, f->arena, f->s, l->item);
    const struct scan_round *round = item == NULL ? NULL : round_of(f, item);
    const struct scan_sheet *sheet =
        round == NULL ? NULL : scan_sheet_begin(f->db, f->arena, round->id, 0, f->now_ms);
    if (sheet == NULL)
        return FAULT(CONFLICT, N_("There is no round of the scan yet."));
    scan_pair_save(f->db, sheet, DB_SOME((l->numbers[0] + 5) / 10), DB_SOME((l->numbers[1] + 5) / 10),
                   f->now_ms);
    *object = round->id;
    return NO_FAULT;
}

/* ---- priorities --------------------------------------------------------------------------------------------- */

static bool is_chosen(const int64_t *chosen, size_t count, int64_t part)
{
    for (size_t i = 0; i < count; i++)
        if (chosen[i] == part)
            return true;
    return false;
}

static void find_priorities(struct finder *f, const struct room_state *r)
{
    size_t chosen_count;
    const int64_t *chosen = session_chosen(f->db, f->arena, f->s, r->item, &chosen_count);
    for (size_t i = 0; i < r->part_count && 2 * i + 1 < r->tally->count; i++) {
        const struct tally_part *impact = &r->tally->parts[2 * i], *support = &r->tally->parts[2 * i + 1];
        if (impact->mean_tenths < 0 || support->mean_tenths < 0)
            continue;
        bool picked = is_chosen(chosen, chosen_count, r->parts[i].part);
        struct session_landable l = { .item = r->item->id,
                                      .kind = LANDS_PRIORITY,
                                      .key = arena_printf(f->arena, "%d", r->parts[i].part),
                                      .title = r->parts[i].label,
                                      .text = r->parts[i].key,
                                      .numbers = { impact->mean_tenths, support->mean_tenths },
                                      .chosen = picked,
                                      .usual = true };
        l.what = arena_printf(f->arena,
                              picked ? tr(f->lang, "chosen, with impact %s and support %s")
                                     : tr(f->lang, "impact %s and support %s"),
                              level(f, l.numbers[0]), level(f, l.numbers[1]));
        add(f, l);
    }
}

static struct fault land_priority(const struct finder *f, const struct session_landable *l, int64_t user,
                                  int64_t *object)
{
    struct trajectory_ask ask = { f->db, f->arena, f->site->packs, f->lang, f->t, 0, false };
    bool known = trajectory_theme_title(&ask, l->text)[0] != '\0';
    struct plan_priority n = { .theme = known ? l->text : "",
                               .label = known ? "" : l->title,
                               .impact = DB_SOME(l->numbers[0]),
                               .support = DB_SOME(l->numbers[1]),
                               .why = "",
                               .session = DB_SOME(f->s->id),
                               .item = DB_SOME(l->item) };
    struct fault fault = plan_priority_put(f->db, f->arena, f->t, &n, user, f->now_ms, object);
    if (fault.status != OK || !l->chosen)
        return fault;
    struct plan_priority next = *plan_priority_get(f->db, f->arena, f->t, *object);
    if (next.chosen)
        return NO_FAULT;
    next.chosen = true;
    return plan_priority_change(f->db, f->arena, f->t, &next, l->title, user, f->now_ms);
}

/* ---- successes ---------------------------------------------------------------------------------------------- */

/* Notes without names get new keys when they are mixed, so the text tells which one it is. */
static const char *key_of(const struct finder *f, const char *content)
{
    const char *hex = crypto_digest_hex(f->arena, (struct bytes){ content, strlen(content) });
    return arena_strndup(f->arena, hex, KEY_LENGTH);
}

static void find_facts(struct finder *f, const struct room_state *r)
{
    for (size_t i = 0; i < r->note_count; i++)
        if (r->notes[i].spot == SUCCESSES && !r->notes[i].hidden)
            add(f, (struct session_landable){ .item = r->item->id,
                                              .kind = LANDS_FACT,
                                              .key = key_of(f, r->notes[i].content),
                                              .title = r->notes[i].content,
                                              .text = r->notes[i].content,
                                              .what = tr(f->lang, "a proposed fact in the local picture") });
}

static struct fault land_fact(const struct finder *f, const struct session_landable *l, int64_t user,
                              int64_t *object)
{
    struct picture_fact_new n = {
        .text = { .theme = "",
                  .sort = FACT_REALISATION,
                  .body = l->text,
                  .value = "",
                  .unit = "",
                  .period = "",
                  .source = arena_printf(f->arena, tr(f->lang, "Session “%s”"), f->s->title),
                  .dated_on = DB_SOME(
                      organisation_today(f->arena, f->s->started_at.set ? f->s->started_at.v : f->s->at)) },
        .code = "",
        .statement = "",
        .user = user
    };
    return picture_fact_add(f->db, f->arena, f->site->packs, f->t, &n, f->now_ms, object);
}

/* ---- dream images ------------------------------------------------------------------------------------------- */

/* Where a template wants its dream images: the output whose id begins so, of the session's step, else of the first that has it. */
struct place {
    int64_t step;
    const char *section;
    const struct pack_entry *output; /* NULL = nowhere */
};

static bool find_in_step(const struct trajectory_step *step, struct place *p)
{
    for (int i = 0; i < step->section_count; i++) {
        const struct pack_value *outputs = pack_value(step->sections[i], "outputs");
        for (int k = 0; k < outputs->entries.count; k++)
            if (strncmp(outputs->entries.v[k].id, "dream", 5) == 0) {
                *p = (struct place){ step->id, step->sections[i]->id, &outputs->entries.v[k] };
                return true;
            }
    }
    return false;
}

static struct place dream_place(const struct finder *f)
{
    size_t count;
    struct place p = { 0 };
    const struct trajectory_step *steps = trajectory_steps(f->db, f->arena, f->t, f->t->cycle, &count);
    for (size_t i = 0; i < count; i++)
        if (f->s->step.set && steps[i].id == f->s->step.v && find_in_step(&steps[i], &p))
            return p;
    for (size_t i = 0; i < count; i++)
        if (find_in_step(&steps[i], &p))
            return p;
    return p;
}

static void find_dream(struct finder *f, const struct room_state *r)
{
    struct doc *d = doc_new(f->arena, "", f->lang->html);
    for (size_t i = 0; i < r->note_count; i++)
        if (!r->notes[i].hidden)
            doc_item(d, 1, r->notes[i].content);
    if (d->count == 0)
        return;
    struct buf out;
    buf_init(&out, SIZE_MAX / 4);
    doc_write_markdown(d, &out);
    struct place p = dream_place(f);
    struct session_landable l = { .item = r->item->id, .kind = LANDS_DREAM, .key = "", .usual = true };
    l.text = buf_to_arena(&out, f->arena);
    buf_release(&out);
    l.title = arena_printf(f->arena, tr_n(f->lang, "%d dream image", "%d dream images", (int64_t)d->count),
                           (int)d->count);
    const struct document *there =
        p.output == NULL ? NULL : document_of_output(f->db, f->arena, f->t, p.step, p.section, p.output->id);
    if (p.output == NULL)
        l.blocked = tr(f->lang, "This trajectory has no document for them; they stand in the minutes.");
    else if (there != NULL && there->version > 0)
        l.blocked = arena_printf(f->arena, tr(f->lang, "“%s” is written already: add there what is missing."),
                                 there->title);
    else
        l.what = arena_printf(f->arena, tr(f->lang, "the beginning of the document “%s”"),
                              text_in(f->lang, pack_text(p.output, "title")));
    add(f, l);
}

static struct fault land_dream(const struct finder *f, const struct session_landable *l, int64_t user,
                               int64_t *object)
{
    struct place p = dream_place(f);
    const struct document *there = document_of_output(f->db, f->arena, f->t, p.step, p.section, p.output->id);
    if (there != NULL) {
        struct document_text x = {
            .title = there->title, .content = l->text, .skeleton = "", .base = there->version
        };
        *object = there->id;
        return document_write(f->db, f->arena, there, &x, user, f->now_ms);
    }
    struct document_new n = { .sort = DOCUMENT_OUTPUT,
                              .title = text_in(f->lang, pack_text(p.output, "title")),
                              .step = p.step,
                              .section = p.section,
                              .output = p.output->id,
                              .content = l->text,
                              .user = user };
    return document_make(f->db, f->arena, f->t, &n, f->now_ms, object);
}

/* ---- all ---------------------------------------------------------------------------------------------------- */

static void find_in_item(struct finder *f, const struct session_item *item)
{
    static const unsigned lands =
        1u << METHOD_PAIR | 1u << METHOD_AXES | 1u << METHOD_HARVEST | 1u << METHOD_DREAM;
    if (item->round == 0 || (lands & 1u << item->method->id) == 0)
        return;
    const struct room_state *r =
        room_load(f->db, f->arena, f->site, f->lang, f->s, EYE_SCREEN, item->id, 0, f->now_ms);
    bool sheet = r->tally != NULL && r->tally->state == TALLY_SHOWN;
    if (item->method->id == METHOD_PAIR && sheet && r->tally->count >= 2)
        find_pair(f, r);
    if (item->method->id == METHOD_AXES && sheet)
        find_priorities(f, r);
    if (item->method->id == METHOD_HARVEST && r->item != NULL)
        find_facts(f, r);
    if (item->method->id == METHOD_DREAM && r->item != NULL)
        find_dream(f, r);
}

const struct session_landable *session_landables(struct db *db, struct arena *a, const struct site *site,
                                                 const struct lang *lang, const struct session *s,
                                                 const struct trajectory *t, int64_t now_ms, size_t *count)
{
    struct finder f = { .db = db, .arena = a, .site = site, .lang = lang, .s = s, .t = t, .now_ms = now_ms };
    f.landed = session_q_landings(db, a, s->id, &f.landed_count);
    size_t items;
    const struct session_item *v = session_items(db, a, s, &items);
    for (size_t i = 0; i < items; i++)
        find_in_item(&f, &v[i]);
    *count = f.count;
    return f.v;
}

struct fault session_land(struct db *db, struct arena *a, const struct site *site, const struct lang *lang,
                          const struct session *s, const struct trajectory *t, const struct session_landable *l,
                          int64_t user, int64_t now_ms)
{
    struct finder f = { .db = db, .arena = a, .site = site, .lang = lang, .s = s, .t = t, .now_ms = now_ms };
    if (l->url != NULL)
        return NO_FAULT;
    if (l->blocked != NULL)
        return FAULT(CONFLICT, l->blocked);
    int64_t object = 0;
    struct fault fault = l->kind == LANDS_PAIR       ? land_pair(&f, l, &object)
                         : l->kind == LANDS_PRIORITY ? land_priority(&f, l, user, &object)
                         : l->kind == LANDS_FACT     ? land_fact(&f, l, user, &object)
                                                     : land_dream(&f, l, user, &object);
    if (fault.status == OK)
        (void)session_q_landing_insert(db, a, s->id, l->item, kinds[l->kind], l->key, object, now_ms,
                                       user == 0 ? DB_NULL_INT : DB_SOME(user));
    return fault;
}
