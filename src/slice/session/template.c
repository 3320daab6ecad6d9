/* Session templates: entries of packs of the kind "session-templates", and the decks of cards that items come from. */
#include <string.h>

#include "rules.h"
#include "session_sql.h"

/* ---- which there are --------------------------------------------------------------------------------------- */

struct templates {
    const struct pack_entry **v;
    size_t count, capacity;
};

/* The entries of the newest version of each pack of the kind; packs stand by id, the newest version last. */
static struct templates gather(struct arena *a, const struct packs *packs)
{
    struct templates t = { 0 };
    for (size_t i = 0; i < packs->count; i++) {
        const struct pack *p = packs->v[i];
        if (p->kind != PACK_SESSIONS || (i + 1 < packs->count && strcmp(packs->v[i + 1]->id, p->id) == 0))
            continue;
        const struct pack_list *list = pack_list(p->lists, "entries");
        for (int k = 0; k < list->count; k++)
            *(const struct pack_entry **)ARENA_PUSH(a, &t.v, &t.count, &t.capacity) = &list->v[k];
    }
    return t;
}

const struct pack_entry *session_template_find(const struct packs *packs, const char *id)
{
    for (size_t i = 0; i < packs->count; i++) {
        const struct pack *p = packs->v[i];
        if (p->kind != PACK_SESSIONS || (i + 1 < packs->count && strcmp(packs->v[i + 1]->id, p->id) == 0))
            continue;
        const struct pack_entry *e = pack_entry(pack_list(p->lists, "entries"), id);
        if (e != NULL)
            return e;
    }
    return NULL;
}

static bool suits(const struct pack_entry *e, bool company)
{
    const char *sector = pack_string(e, "sector");
    return sector == NULL || strcmp(sector, "any") == 0 || strcmp(sector, company ? "company" : "public") == 0;
}

const struct pack_entry *const *session_templates(struct arena *a, const struct packs *packs, bool company,
                                                  const char *step, size_t *count)
{
    struct templates all = gather(a, packs);
    const struct pack_entry **v = NEW_ARRAY(a, const struct pack_entry *, all.count);
    *count = 0;
    for (int fits = 1; fits >= 0; fits--)
        for (size_t i = 0; i < all.count; i++)
            if (suits(all.v[i], company) &&
                (step[0] != '\0' && pack_ids_hold(pack_ids(all.v[i], "steps"), step)) == (fits == 1))
                v[(*count)++] = all.v[i];
    return v;
}

/* ---- decks ------------------------------------------------------------------------------------------------- */

static const char *points_of(struct arena *a, const struct lang *lang, const struct pack_entry *card)
{
    const struct pack_value *points = pack_value(card, "points");
    const char *text = "";
    for (int i = 0; i < points->texts.count; i++)
        text = arena_printf(a, "%s%s- %s", text, i == 0 ? "" : "\n", text_in(lang, &points->texts.v[i]));
    return text;
}

static struct session_part quiz_part(struct arena *a, const struct lang *lang, const struct pack_entry *e)
{
    const struct pack_value *options = pack_value(e, "options");
    const char **labels = NEW_ARRAY(a, const char *, (size_t)options->entries.count);
    struct session_part p = { .key = e->id,
                              .label = text_in(lang, pack_text(e, "question")),
                              .about = text_in(lang, pack_text(e, "explanation")),
                              .say = "",
                              .options = labels,
                              .option_count = (size_t)options->entries.count };
    for (int k = 0; k < options->entries.count; k++) {
        labels[k] = text_in(lang, pack_text(&options->entries.v[k], "text"));
        if (strcmp(options->entries.v[k].id, pack_string(e, "answer")) == 0)
            p.answer = DB_SOME(k);
    }
    return p;
}

const struct session_part *session_deck_parts(struct arena *a, const struct packs *packs,
                                              const struct lang *lang, const char *deck, bool quiz,
                                              size_t *count)
{
    *count = 0;
    const struct pack *p = packs_newest(packs, PACK_CARDS);
    if (p == NULL)
        return NULL;
    struct session_part *v;
    if (quiz) {
        const struct pack_list *list = pack_list(p->lists, "quiz");
        v = NEW_ARRAY(a, struct session_part, (size_t)list->count);
        for (int i = 0; i < list->count && *count < SESSION_MAX_PARTS; i++)
            if (strcmp(pack_string(&list->v[i], "deck"), deck) == 0)
                v[(*count)++] = quiz_part(a, lang, &list->v[i]);
        return v;
    }
    const struct pack_entry *e = pack_entry(pack_list(p->lists, "decks"), deck);
    if (e == NULL)
        return NULL;
    const struct pack_value *cards = pack_value(e, "cards");
    v = NEW_ARRAY(a, struct session_part, (size_t)cards->entries.count);
    for (int i = 0; i < cards->entries.count && *count < SESSION_MAX_PARTS; i++) {
        const struct pack_entry *card = &cards->entries.v[i];
        v[(*count)++] = (struct session_part){ .key = card->id,
                                               .label = text_in(lang, pack_text(card, "title")),
                                               .about = points_of(a, lang, card),
                                               .say = text_in(lang, pack_text(card, "notes")) };
    }
    return v;
}

/* ---- giving a session its agenda ------------------------------------------------------------------------------- */

static const char *joined(struct arena *a, const struct lang *lang, const struct pack_value *texts)
{
    const char *s = "";
    for (int i = 0; i < texts->texts.count; i++)
        s = arena_printf(a, "%s%s%s", s, i == 0 ? "" : "\n\n", text_in(lang, &texts->texts.v[i]));
    return s;
}

static const struct session_part *written_parts(struct arena *a, const struct lang *lang,
                                                const struct pack_value *list, size_t *count)
{
    *count = (size_t)list->entries.count;
    struct session_part *v = NEW_ARRAY(a, struct session_part, *count);
    for (size_t i = 0; i < *count; i++) {
        const struct pack_entry *e = &list->entries.v[i];
        const struct pack_value *options = pack_value(e, "options"), *answer = pack_value(e, "answer");
        const char **labels = NEW_ARRAY(a, const char *, (size_t)options->texts.count);
        for (int k = 0; k < options->texts.count; k++)
            labels[k] = text_in(lang, &options->texts.v[k]);
        v[i] = (struct session_part){ .key = pack_string(e, "key") == NULL ? "" : pack_string(e, "key"),
                                      .label = text_in(lang, pack_text(e, "text")),
                                      .about = text_in(lang, pack_text(e, "about")),
                                      .say = "",
                                      .answer = answer->set ? DB_SOME(answer->number - 1) : DB_NULL_INT,
                                      .options = labels,
                                      .option_count = (size_t)options->texts.count };
    }
    return v;
}

static struct fault add_item(struct db *db, struct arena *a, const struct packs *packs, const struct lang *lang,
                             const struct session *s, const struct pack_entry *e)
{
    const struct session_method *method = session_method_find(pack_string(e, "method"));
    if (method == NULL)
        return NO_FAULT; /* of a newer pack than this program */
    const char *deck = pack_string(e, "deck"), *quiz = pack_string(e, "quiz");
    struct session_item_text x = { .title = text_in(lang, pack_text(e, "title")),
                                   .about = text_in(lang, pack_text(e, "about")),
                                   .say = joined(a, lang, pack_value(e, "say")),
                                   .low = text_in(lang, pack_text(e, "low")),
                                   .high = text_in(lang, pack_text(e, "high")),
                                   .source = deck != NULL   ? deck
                                             : quiz != NULL ? quiz
                                                            : "",
                                   .minutes = pack_number(e, "minutes"),
                                   .most = pack_number(e, "most"),
                                   .seconds = pack_number(e, "seconds"),
                                   .anonymous = pack_number(e, "anonymous") != 0 };
    x.parts = x.source[0] != '\0' ? session_deck_parts(a, packs, lang, x.source, quiz != NULL, &x.part_count)
                                  : written_parts(a, lang, pack_value(e, "parts"), &x.part_count);
    int64_t id;
    return session_item_add(db, a, s, method, &x, &id);
}

struct fault session_template_apply(struct db *db, struct arena *a, const struct packs *packs,
                                    const struct lang *lang, const struct session *s,
                                    const struct pack_entry *template)
{
    const struct pack_value *items = pack_value(template, "items"), *checks = pack_value(template, "checklist");
    for (int i = 0; i < items->entries.count; i++) {
        struct fault f = add_item(db, a, packs, lang, s, &items->entries.v[i]);
        if (f.status != OK)
            return f;
    }
    for (int i = 0; i < checks->texts.count; i++)
        session_q_check_insert(db, s->id, i, text_in(lang, &checks->texts.v[i]));
    return NO_FAULT;
}
