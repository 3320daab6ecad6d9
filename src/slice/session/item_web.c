/* Putting something on the agenda: methods by what they help with, and one form that every method fills by its descriptor. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "item_page.h"
#include "rules.h"
#include "slice/scan/scan.h"
#include "slice/session/view.h"

enum { TEXT_MAX = 100000 }; /* of the parts together: what is too long is said by the rule, at the field */

/* ---- methods by aim ---------------------------------------------------------------------------------------- */

static const char *item_base(struct rq *rq, const struct session *s)
{
    return arena_printf(rq->arena, "%s/onderdeel", session_path(rq->arena, s));
}

static const struct pack_list *aims_of(struct rq *rq)
{
    const struct pack *p = packs_newest(rq->site->packs, PACK_METHODS);
    return p == NULL ? NULL : pack_list(p->lists, "aims");
}

static bool helps_with(const struct session_method *m, const char *aim)
{
    for (size_t i = 0; i < sizeof m->aims / sizeof *m->aims && m->aims[i] != NULL; i++)
        if (strcmp(m->aims[i], aim) == 0)
            return true;
    return false;
}

static const char *aim_words(struct rq *rq, const struct pack_list *aims, const struct session_method *m)
{
    const char *words = "";
    for (size_t i = 0; aims != NULL && i < sizeof m->aims / sizeof *m->aims && m->aims[i] != NULL; i++) {
        const struct pack_entry *e = pack_entry(aims, m->aims[i]);
        if (e != NULL)
            words = arena_printf(rq->arena, "%s%s%s", words, words[0] == '\0' ? "" : " · ",
                                 text_in(rq->lang, pack_text(e, "title")));
    }
    return words;
}

static void add_tabs(struct rq *rq, const struct session *s, const struct pack_list *aims, const char *asked,
                     struct methods_view *v)
{
    size_t most = 1 + (aims == NULL ? 0 : (size_t)aims->count);
    struct method_tab *tabs = NEW_ARRAY(rq->arena, struct method_tab, most);
    const char *url = arena_printf(rq->arena, "%s/nieuw", item_base(rq, s));
    tabs[v->tab_count++] =
        (struct method_tab){ .label = tr(rq->lang, "All"), .url = url, .current = asked[0] == '\0' };
    for (int i = 0; aims != NULL && i < aims->count; i++) {
        bool any = false;
        for (int k = 0; k < SESSION_METHODS; k++)
            any = any || (session_methods[k] != NULL && helps_with(session_methods[k], aims->v[i].id));
        if (!any)
            continue;
        bool current = strcmp(aims->v[i].id, asked) == 0;
        const char *label = text_in(rq->lang, pack_text(&aims->v[i], "title"));
        if (current)
            v->aim = label;
        tabs[v->tab_count++] = (struct method_tab){
            .label = label, .url = arena_printf(rq->arena, "%s?doel=%s", url, aims->v[i].id), .current = current
        };
    }
    v->tabs = tabs;
}

static struct fault show_methods(struct rq *rq, const struct session *s)
{
    struct methods_view *v = NEW(rq->arena, struct methods_view);
    const char *asked = rq_query(rq, "doel") == NULL ? "" : rq_query(rq, "doel");
    const struct pack_list *aims = aims_of(rq);
    struct method_line *fit = NEW_ARRAY(rq->arena, struct method_line, SESSION_METHODS),
                       *rest = NEW_ARRAY(rq->arena, struct method_line, SESSION_METHODS);
    add_tabs(rq, s, aims, asked, v);
    for (int i = 0; i < SESSION_METHODS; i++) {
        const struct session_method *m = session_methods[i];
        if (m == NULL)
            continue;
        struct method_line line = {
            .label = tr(rq->lang, m->label),
            .about = tr(rq->lang, m->about),
            .aims = aim_words(rq, aims, m),
            .url = arena_printf(rq->arena, "%s/nieuw?werkvorm=%s", item_base(rq, s), m->name),
        };
        if (v->aim == NULL || helps_with(m, asked))
            fit[v->fit_count++] = line;
        else
            rest[v->rest_count++] = line;
    }
    v->fit = fit;
    v->rest = rest;
    v->layout = session_layout(rq, s, tr(rq->lang, "What is it about?"), true);
    v->layout->lead = tr(rq->lang, "Choose what you want to reach; the methods that help with it come first.");
    v->layout->wide = true;
    methods_page(rq_html(rq), v);
    return reply_page(rq);
}

/* ---- the form ---------------------------------------------------------------------------------------------- */

static const char *const anonymous_values[] = { "nee", "ja", NULL };
static const struct field item_fields[] = {
    { "title", FIELD_TEXT, .required = true, .max = SESSION_MAX_TITLE, .label = N_("Title"),
      .help = N_("Everybody sees it: best as the question itself."), .message = N_("Give it a title.") },
    { "minutes", FIELD_INT, .required = true, .min = 1, .max = 480, .label = N_("How many minutes?") },
    { "about", FIELD_AREA, .max = SESSION_MAX_ABOUT, .label = N_("What everybody reads"),
      .help = N_("An explanation on phones and on the screen.") },
    { "say", FIELD_AREA, .max = SESSION_MAX_ABOUT, .label = N_("What you say"),
      .help = N_("Only at your desk and in the running order.") },
    { "source", FIELD_CHOICE, .label = N_("Taken from") },
    { "parts", FIELD_AREA, .max = TEXT_MAX, .label = N_("What it consists of") },
    { "keys", FIELD_CHOICES, .label = N_("Themes") },
    { "most", FIELD_INT, .min = 1, .max = 1000, .label = N_("At most") },
    { "seconds", FIELD_INT, .min = 5, .max = 3600, .label = N_("Seconds") },
    { "low", FIELD_TEXT, .max = SESSION_MAX_LABEL, .label = N_("The low end is called"),
      .help = N_("For example: not at all.") },
    { "high", FIELD_TEXT, .max = SESSION_MAX_LABEL, .label = N_("The high end is called"),
      .help = N_("For example: completely.") },
    { "anonymous", FIELD_CHOICE, .choices = anonymous_values, .label = N_("With or without names?") },
    { "edit", FIELD_INT, .label = N_("Version") },
};
const struct form_spec item_form = FORM(item_fields);

/* What stands in the form before anything was typed. */
struct draft {
    const struct session_method *method;
    const struct session_item *item; /* NULL = a new one */
    const struct session_part *parts;
    size_t part_count;
};

static bool has_source(const struct session_method *m, const char *source)
{
    return m->source != NULL && strcmp(m->source, source) == 0;
}

static bool has_keys(const struct session_method *m)
{
    return has_source(m, "themes") || has_source(m, "domains") || has_source(m, "round");
}

static const char *number_text(struct rq *rq, int64_t n)
{
    return n == 0 ? "" : arena_printf(rq->arena, "%lld", (long long)n);
}

static struct field_view *field(struct rq *rq, const char *name, const char *value, const char *label)
{
    struct field_view *f = form_field(rq, &item_form, name, value);
    if (label != NULL)
        f->label = tr(rq->lang, label);
    return f;
}

static void anonymous_options(struct rq *rq, struct field_view *f)
{
    struct field_option *o = NEW_ARRAY(rq->arena, struct field_option, 2);
    o[0] = (struct field_option){ .value = "nee",
                                  .label = tr(rq->lang, "By name"),
                                  .help = tr(rq->lang,
                                             "You see who answered what; in the minutes it is counted.") };
    o[1] = (struct field_option){
        .value = "ja",
        .label = tr(rq->lang, "Without names"),
        .help = tr(rq->lang,
                   "Nobody can find out who answered what, you neither. The result shows from five answers on. "
                   "After the first answer this can never change.")
    };
    f->options = o;
    f->option_count = 2;
    f->required = true;
}

/* Decks of cards, or those with questions. */
static void deck_options(struct rq *rq, bool quiz, struct field_view *f)
{
    const struct pack *p = packs_newest(rq->site->packs, PACK_CARDS);
    const struct pack_list *decks = p == NULL ? NULL : pack_list(p->lists, "decks");
    struct field_option *o =
        NEW_ARRAY(rq->arena, struct field_option, decks == NULL ? 0 : (size_t)decks->count);
    f->option_count = 0;
    for (int i = 0; decks != NULL && i < decks->count; i++) {
        size_t count;
        session_deck_parts(rq->arena, rq->site->packs, rq->lang, decks->v[i].id, quiz, &count);
        if (count > 0)
            o[f->option_count++] =
                (struct field_option){ .value = decks->v[i].id,
                                       .label = text_in(rq->lang, pack_text(&decks->v[i], "title")) };
    }
    f->options = o;
}

static void round_options(struct rq *rq, struct field_view *f)
{
    size_t count;
    const struct scan_round_line *rounds = scan_rounds(rq->db, rq->arena, rq_id(rq, "org"), &count);
    struct field_option *o = NEW_ARRAY(rq->arena, struct field_option, count);
    f->option_count = 0;
    for (size_t i = 0; i < count; i++)
        if (!rounds[i].closed)
            o[f->option_count++] =
                (struct field_option){ .value = arena_printf(rq->arena, "round:%lld", (long long)rounds[i].id),
                                       .label = rounds[i].title };
    f->options = o;
}

static struct field_view *source_field(struct rq *rq, const struct draft *d)
{
    const struct session_method *m = d->method;
    bool cards = has_source(m, "deck"), quiz = has_source(m, "quiz"), round = has_source(m, "round");
    if (!cards && !quiz && !round)
        return NULL;
    struct field_view *f = field(rq, "source", d->item == NULL ? "" : d->item->source,
                                 round   ? N_("Round of the scan")
                                 : cards ? N_("Set of cards")
                                         : N_("Questions about"));
    if (round) {
        round_options(rq, f);
        f->help = tr(rq->lang, "What you agree on goes into this round.");
    } else {
        deck_options(rq, quiz, f);
        f->help = tr(rq->lang, "The texts come along; you can change them afterwards.");
    }
    return f;
}

/* Which of the themes or domains are in it, one id a line. */
static const char *keys_of(struct rq *rq, const struct draft *d)
{
    const char *list = "";
    for (size_t i = 0; i < d->part_count; i++)
        if (d->parts[i].key[0] != '\0')
            list = arena_printf(rq->arena, "%s%s%s", list, list[0] == '\0' ? "" : "\n", d->parts[i].key);
    return list;
}

static void domain_options(struct rq *rq, const struct pack_scan *scan, struct field_view *f)
{
    struct field_option *o = NEW_ARRAY(rq->arena, struct field_option, (size_t)scan->domain_count);
    for (int i = 0; i < scan->domain_count; i++)
        o[i] = (struct field_option){ .value = scan->domains[i].id,
                                      .label = text_in(rq->lang, &scan->domains[i].title) };
    f->options = o;
    f->option_count = (size_t)scan->domain_count;
}

/* The themes of which statements are in it. */
static const char *themes_of_statements(struct rq *rq, const struct pack_scan *scan, const struct draft *d)
{
    const char *list = "";
    int before = -1;
    for (size_t i = 0; i < d->part_count; i++) {
        int at = pack_statement_find(scan, d->parts[i].key);
        if (at >= 0 && scan->statements[at].theme != before) {
            before = scan->statements[at].theme;
            list =
                arena_printf(rq->arena, "%s%s%s", list, list[0] == '\0' ? "" : "\n", scan->themes[before].id);
        }
    }
    return list;
}

static struct field_view *keys_field(struct rq *rq, const struct session *s, const struct draft *d)
{
    const struct session_method *m = d->method;
    const struct pack_scan *scan = trajectory_scan(rq->db, rq->arena, rq->site->packs, s->organisation);
    const struct trajectory *t = session_trajectory(rq, s);
    if (!has_keys(m) || scan == NULL || t == NULL)
        return NULL;
    bool round = has_source(m, "round");
    struct field_view *f = field(rq, "keys", round ? themes_of_statements(rq, scan, d) : keys_of(rq, d),
                                 round                      ? N_("Statements about")
                                 : has_source(m, "domains") ? N_("Domains")
                                                            : N_("Themes"));
    if (has_source(m, "domains"))
        domain_options(rq, scan, f);
    else
        trajectory_theme_options(rq, t, f);
    f->multiple = true;
    return f;
}

/* What has no field of its own in the text: what was chosen by theme stands among the ticks. */
static const char *own_lines(struct rq *rq, const struct draft *d)
{
    if (!has_keys(d->method))
        return session_parts_write(rq->arena, d->method, d->parts, d->part_count);
    struct session_part *own = NEW_ARRAY(rq->arena, struct session_part, d->part_count);
    size_t count = 0;
    for (size_t i = 0; i < d->part_count; i++)
        if (d->parts[i].key[0] == '\0')
            own[count++] = d->parts[i];
    return session_parts_write(rq->arena, d->method, own, count);
}

static void add_fields(struct rq *rq, const struct session *s, const struct draft *d, struct item_view *v)
{
    const struct session_method *m = d->method;
    const struct session_item *x = d->item;
    v->title = field(rq, "title", x == NULL ? tr(rq->actor.organisation_lang, m->label) : x->title, NULL);
    v->minutes = field(rq, "minutes", number_text(rq, x == NULL ? m->usual_minutes : x->minutes), NULL);
    v->about_field = field(rq, "about", x == NULL ? "" : x->about, NULL);
    v->say = field(rq, "say", x == NULL ? "" : x->say, NULL);
    if (v->opened)
        return;
    v->source = source_field(rq, d);
    v->keys = keys_field(rq, s, d);
    if (m->parts_label != NULL && !has_source(m, "round")) {
        v->parts = field(rq, "parts", own_lines(rq, d),
                         v->keys != NULL ? N_("Others, not in that list") : m->parts_label);
        if (m->parts_help != NULL)
            v->parts->help = tr(rq->lang, m->parts_help);
        v->parts->elsewhere = m->source != NULL;
        if (m->id == METHOD_CARDS)
            v->how = tr(rq->lang,
                        "A line is a card. Below it, lines that begin with “-” are its points, and lines that "
                        "begin with “>” are what you say.");
        if (m->id == METHOD_QUIZ)
            v->how = tr(rq->lang,
                        "A line is a question. Below it, lines that begin with “-” are answers, the right one "
                        "begins with “*”, and a line that begins with “>” explains it.");
        if (m->id == METHOD_EVALUATE)
            v->how = tr(rq->lang, "A line that begins with “?” is answered in words.");
    }
    if (m->most_label != NULL) {
        v->most = field(rq, "most", number_text(rq, x == NULL || x->most == 0 ? m->usual_most : x->most),
                        m->most_label);
        v->most->max = m->most_most;
    }
    if (m->seconds_label != NULL)
        v->seconds = field(rq, "seconds", number_text(rq, x == NULL ? 0 : x->seconds), m->seconds_label);
    if (m->ends) {
        v->low = field(rq, "low", x == NULL ? "" : x->low, NULL);
        v->high = field(rq, "high", x == NULL ? "" : x->high, NULL);
    }
    if (m->anonymous) {
        v->anonymous = field(rq, "anonymous", x != NULL && x->anonymous ? "ja" : "nee", NULL);
        anonymous_options(rq, v->anonymous);
    }
}

static struct fault show_item(struct rq *rq, const struct session *s, const struct draft *d)
{
    struct item_view *v = NEW(rq->arena, struct item_view);
    const struct session_item *x = d->item;
    v->back = arena_printf(rq->arena, "%s#agenda", session_path(rq->arena, s));
    v->action = x == NULL ? arena_printf(rq->arena, "%s/nieuw?werkvorm=%s", item_base(rq, s), d->method->name)
                          : arena_printf(rq->arena, "%s/%lld", item_base(rq, s), (long long)x->id);
    v->edit = x == NULL ? NULL : arena_printf(rq->arena, "%lld", (long long)x->edit);
    if (x != NULL && x->method->paper != NULL)
        v->paper = arena_printf(rq->arena, "%s/papier/%lld", session_path(rq->arena, s), (long long)x->id);
    v->about = tr(rq->lang, d->method->about);
    v->opened = x != NULL && x->round > 0;
    if (v->opened && d->part_count > 0)
        v->asks = session_parts_write(rq->arena, d->method, d->parts, d->part_count);
    add_fields(rq, s, d, v);
    v->messages = form_messages(rq, &v->message_count);
    v->layout = session_layout(rq, s, x == NULL ? tr(rq->lang, d->method->label) : x->title, true);
    v->layout->lead =
        x == NULL ? v->about : arena_printf(rq->arena, "%s: %s", tr(rq->lang, d->method->label), v->about);
    item_page(rq_html(rq), v);
    return reply_page(rq);
}

static const struct session_method *method_asked(struct rq *rq)
{
    const char *name = rq_query(rq, "werkvorm");
    return name == NULL ? NULL : session_method_find(name);
}

struct fault item_new_show(struct rq *rq)
{
    const struct session *s = session_asked(rq);
    if (s == NULL)
        return session_missing();
    const struct draft d = { .method = method_asked(rq) };
    return d.method == NULL ? show_methods(rq, s) : show_item(rq, s, &d);
}

#define NO_ITEM FAULT(NOT_FOUND, N_("This item is not on the agenda any more."))

static const struct session_item *item_asked(struct rq *rq, const struct session *s, struct draft *d)
{
    d->item = s == NULL ? NULL : session_item_get(rq->db, rq->arena, s, rq_id(rq, "item"));
    if (d->item != NULL) {
        d->method = d->item->method;
        d->parts = session_parts(rq->db, rq->arena, d->item, &d->part_count);
    }
    return d->item;
}

struct fault item_show(struct rq *rq)
{
    struct draft d = { 0 };
    const struct session *s = session_asked(rq);
    return item_asked(rq, s, &d) == NULL ? NO_ITEM : show_item(rq, s, &d);
}

bool session_key_chosen(const char *values, const char *value)
{
    size_t n = strlen(value);
    for (const char *p = values; *p != '\0';) {
        size_t line = strcspn(p, "\n");
        if (line == n && strncmp(p, value, n) == 0)
            return true;
        p += line + (p[line] == '\n');
    }
    return false;
}

/* ---- what was sent ----------------------------------------------------------------------------------------- */

struct gathered {
    struct arena *arena;
    struct session_part *v;
    size_t count, capacity;
};

static void gather(struct gathered *g, struct session_part p)
{
    p.part = (int)g->count;
    *(struct session_part *)ARENA_PUSH(g->arena, &g->v, &g->count, &g->capacity) = p;
}

static void gather_statements(struct rq *rq, const char *source, const char *theme, struct gathered *g)
{
    long long id = 0;
    const struct scan_round *r = sscanf(source, "round:%18lld", &id) == 1
                                     ? scan_round_get(rq->db, rq->arena, rq->site->packs, rq_id(rq, "org"), id)
                                     : NULL;
    int at = r == NULL ? -1 : pack_theme_find(r->scan, theme);
    for (int i = 0; at >= 0 && i < r->scan->themes[at].count; i++) {
        int n = r->scan->themes[at].first + i;
        if (pack_offered(r->scan, n, r->light, &r->profile))
            gather(g, (struct session_part){
                          .key = r->scan->statements[n].id,
                          .label = text_in(rq->actor.organisation_lang, &r->scan->statements[n].label),
                          .about = "",
                          .say = "" });
    }
}

/* The parts of the ticks: themes and domains by their titles, statements by their words. */
static void gather_keys(struct rq *rq, const struct session *s, const struct draft *d, const char *source,
                        struct gathered *g)
{
    size_t count;
    const char *const *keys = form_choices(rq, "keys", &count);
    const struct pack_scan *scan = trajectory_scan(rq->db, rq->arena, rq->site->packs, s->organisation);
    const struct trajectory *t = session_trajectory(rq, s);
    if (t == NULL || scan == NULL)
        return;
    struct trajectory_ask ask = trajectory_ask_of(rq, t);
    ask.lang = rq->actor.organisation_lang;
    for (size_t i = 0; i < count; i++) {
        const char *label = "";
        if (has_source(d->method, "round")) {
            gather_statements(rq, source, keys[i], g);
            continue;
        }
        if (has_source(d->method, "domains")) {
            for (int k = 0; k < scan->domain_count; k++)
                if (strcmp(scan->domains[k].id, keys[i]) == 0)
                    label = text_in(ask.lang, &scan->domains[k].title);
        } else {
            label = trajectory_theme_title(&ask, keys[i]);
        }
        if (label[0] != '\0')
            gather(g, (struct session_part){ .key = keys[i], .label = label, .about = "", .say = "" });
    }
}

/* Texts of a deck come in when it is chosen; after that they are the organisation's own. */
static const struct session_part *parts_sent(struct rq *rq, const struct session *s, const struct draft *d,
                                             const char *source, size_t *count)
{
    const struct session_method *m = d->method;
    const char *text = form_text(rq, "parts");
    bool deck = has_source(m, "deck") || has_source(m, "quiz");
    if (deck && source[0] != '\0' &&
        (text[0] == '\0' || d->item == NULL || strcmp(source, d->item->source) != 0))
        return session_deck_parts(rq->arena, rq->site->packs, rq->actor.organisation_lang, source,
                                  has_source(m, "quiz"), count);
    size_t typed;
    const struct session_part *own = session_parts_read(rq->arena, m, text, d->parts, d->part_count, &typed);
    if (!has_keys(m)) {
        *count = typed;
        return own;
    }
    struct gathered g = { .arena = rq->arena };
    gather_keys(rq, s, d, source, &g);
    for (size_t i = 0; i < typed; i++)
        gather(&g, own[i]);
    *count = g.count;
    return g.v;
}

static struct session_item_text text_sent(struct rq *rq, const struct session *s, const struct draft *d)
{
    const struct session_method *m = d->method;
    const struct session_item *x = d->item;
    struct session_item_text t = { .title = form_text(rq, "title"),
                                   .about = form_text(rq, "about"),
                                   .say = form_text(rq, "say"),
                                   .low = form_text(rq, "low"),
                                   .high = form_text(rq, "high"),
                                   .source = form_text(rq, "source"),
                                   .minutes = form_int(rq, "minutes").v,
                                   .most = m->most_label == NULL ? 0 : form_int(rq, "most").v,
                                   .seconds = m->seconds_label == NULL ? 0 : form_int(rq, "seconds").v,
                                   .anonymous = m->anonymous && strcmp(form_text(rq, "anonymous"), "ja") == 0,
                                   .edit = form_int(rq, "edit").v };
    if (x != NULL && x->round > 0) { /* people have seen it: its form asks for no more */
        t.low = x->low;
        t.high = x->high;
        t.source = x->source;
        t.most = x->most;
        t.seconds = x->seconds;
        t.anonymous = x->anonymous;
        t.parts = d->parts;
        t.part_count = d->part_count;
        return t;
    }
    t.parts = parts_sent(rq, s, d, t.source, &t.part_count);
    return t;
}

static struct fault answer(struct rq *rq, const struct session *s, struct fault f, const char *notice)
{
    if (f.status == INVALID && f.detail != NULL) {
        form_fail(rq, f.detail, f.msgid);
        return form_again(rq);
    }
    if (f.status == CONFLICT) { /* what was typed stays on the page */
        form_fail(rq, "title", f.msgid);
        return form_again(rq);
    }
    if (f.status != OK)
        return f;
    reply_notice(rq, notice);
    return reply_redirect(rq, "%s#agenda", session_path(rq->arena, s));
}

struct fault item_new_add(struct rq *rq)
{
    const struct session *s = session_asked(rq);
    const struct draft d = { .method = method_asked(rq) };
    if (s == NULL)
        return session_missing();
    if (d.method == NULL)
        return FAULT(NOT_FOUND, N_("This method does not exist."));
    int64_t id;
    const struct session_item_text x = text_sent(rq, s, &d);
    return answer(rq, s, session_item_add(rq->db, rq->arena, s, d.method, &x, &id),
                  tr(rq->lang, "It stands at the end of the agenda."));
}

struct fault item_save(struct rq *rq)
{
    struct draft d = { 0 };
    const struct session *s = session_asked(rq);
    if (item_asked(rq, s, &d) == NULL)
        return NO_ITEM;
    const struct session_item_text x = text_sent(rq, s, &d);
    return answer(rq, s, session_item_change(rq->db, rq->arena, s, d.item, &x), tr(rq->lang, "Kept."));
}
