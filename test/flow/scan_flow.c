/* Whole dialogues about the scan: a visitor's quick scan from the first question to an organisation, and rounds of a
 * group in every way of filling in, as people do them: page by page, form by form. */
#include "house.h"

#include "lib/json.h"

/* ---- What several dialogues do -------------------------------------------------------------------------- */

static const char *round_path(struct house *h, enum scan_mode mode)
{
    return arena_printf(&h->a, "/organisatie/%lld/scan/%lld", (long long)h->places[0].org,
                        (long long)h->places[0].round[mode]);
}

static int64_t round_id(struct house *h, enum scan_mode mode)
{
    return h->places[0].round[mode];
}

static const char *const *statements_of(struct house *h, enum scan_mode mode, size_t *count)
{
    return house_statements(h, h->places[0].org, h->places[0].round[mode], count);
}

/* What our own script sends at a tap. */
static int autosave(struct browser *b, const char *base, const char *statement, const char *answer,
                    int64_t edit, const char *more)
{
    b->partial = "1";
    int code = browser_post(b, arena_printf(&b->h->a, "%s/antwoord/%s", base, statement),
                            arena_printf(&b->h->a, "answer=%s&edit=%lld%s", answer, (long long)edit, more));
    b->partial = NULL;
    return code;
}

static struct json json_of(struct browser *b)
{
    struct json j;
    const char *detail;
    int line;
    if (strcmp(b->type, "application/json") != 0 ||
        json_parse(&b->h->a, b->body, b->size, 5, &j, &detail, &line) != OK)
        WRONG("%s gives no JSON: %s\n", b->path, b->body);
    return j;
}

static int64_t json_number(struct browser *b, const char *key)
{
    struct json j = json_of(b);
    int64_t n = -1;
    if (!json_get_int(&j, key, &n))
        WRONG("%s gives no %s: %s\n", b->path, key, b->body);
    return n;
}

static const char *json_text(struct browser *b, const char *key)
{
    struct json j = json_of(b);
    const char *s = json_get_str(&j, key);
    return s == NULL ? "" : s;
}

/* The value that a field of a form has now; radio buttons and tick boxes: what is chosen. */
static const char *stands(const struct page_form *f, const char *name)
{
    for (size_t i = 0; i < f->count; i++)
        if (f->controls[i].sent && strcmp(f->controls[i].name, name) == 0)
            return f->controls[i].value;
    return "";
}

/* The first value that a choice of a form offers. */
static const char *first_choice(const struct page_form *f, const char *name)
{
    for (size_t i = 0; i < f->count; i++)
        if (strcmp(f->controls[i].name, name) == 0 && f->controls[i].value[0] != '\0')
            return f->controls[i].value;
    return "";
}

/* Answers every statement on the sheet of this browser's person in one go. */
static void fill_sheet(struct browser *b, const char *base, const char *answer)
{
    browser_get(b, "%s/alles", base);
    CODE(b, 200);
    struct page_form *f = browser_form(b, arena_printf(&b->h->a, "%s/alles", base));
    for (size_t i = 0; i < f->count; i++)
        if (strncmp(f->controls[i].name, "answer[", 7) == 0)
            f->controls[i].sent = strcmp(f->controls[i].value, answer) == 0;
    browser_send(b, f);
    CODE(b, 303);
}

static void close_round(struct browser *guide, const char *base)
{
    browser_get(guide, "%s", base);
    browser_send(guide, browser_form(guide, arena_printf(&guide->h->a, "%s/sluiten", base)));
    CODE(guide, 303);
}

static bool links_to(struct browser *b, const char *path)
{
    return strstr(b->body, arena_printf(&b->h->a, "href=\"%s\"", path)) != NULL;
}

/* ---- The quick scan -------------------------------------------------------------------------------------- */

/* Answers the start questions; the browser then shows the first statements. Gives "/quickscan/KEY". */
static const char *begin_quick(struct browser *b, bool with_size)
{
    browser_get(b, "/quickscan?land=BE&soort=public");
    CODE(b, 200);
    struct page_form *f = browser_form(b, "/quickscan");
    form_put(b, f, "type", first_choice(f, "type"));
    if (with_size)
        form_put(b, f, "size",
                 house_sql(b->h, "SELECT size FROM organisation_organisation WHERE id = %lld",
                           (long long)b->h->places[0].org));
    for (size_t i = 0; i < f->count; i++)
        if (strncmp(f->controls[i].name, "q[", 2) == 0)
            form_put(b, f, f->controls[i].name, f->controls[i].value);
    browser_send(b, f);
    CODE(b, 303);
    const char *keys = browser_cookie(b, SCAN_QUICK_COOKIE);
    assert_non_null(keys);
    const char *key = arena_strndup(&b->h->a, keys, strcspn(keys, "."));
    browser_follow(b);
    CODE(b, 200);
    return arena_printf(&b->h->a, "/quickscan/%s", key);
}

static void a_visitor_from_the_first_page_to_a_result(void **state)
{
    struct house *h = house_of(state);
    struct browser *b = browser_new(h, NOBODY);
    browser_get(b, "/");
    CODE(b, 200);
    assert_non_null(strstr(b->body, "href=\"/quickscan"));
    const char *base = begin_quick(b, true);

    /* One statement by its own button. */
    size_t count;
    struct page_form *forms = page_forms(&h->a, b->body, &count), *first = NULL;
    for (size_t i = 0; i < count && first == NULL; i++)
        if (strstr(forms[i].action, "/antwoord/") != NULL)
            first = &forms[i];
    assert_non_null(first);
    form_put(b, first, "answer", "no");
    form_put(b, first, "started", "1");
    form_put(b, first, "note", "We began <b>in May</b>");
    browser_send(b, first);
    CODE(b, 303);
    assert_non_null(strstr(b->location, "#s-"));
    browser_follow(b);
    struct page_form *again = browser_form(b, first->action);
    assert_string_equal(stands(again, "answer"), "no");
    assert_string_equal(stands(again, "started"), "1");
    assert_string_equal(stands(again, "bookmark"), "");
    assert_string_equal(stands(again, "note"), "We began <b>in May</b>");
    assert_string_equal(stands(again, "edit"), "1");
    SEES(b, "Your answer is saved.");

    /* The rest on one sheet, and the result. */
    fill_sheet(b, base, "yes");
    GOES(b, arena_printf(&h->a, "%s/resultaat", base));
    browser_follow(b);
    CODE(b, 200);
    SEES(b, "100");
    SEES(b, "indicative");
    assert_int_equal(
        house_int(h, "SELECT count(*) FROM scan_history WHERE sheet_id = (SELECT max(id) FROM scan_sheet)"),
        house_int(h, "SELECT count(*) + 1 FROM scan_answer WHERE sheet_id = (SELECT max(id) FROM scan_sheet)"));

    /* A closed browser, another device: the cookie and the link bring back; another key opens nothing. */
    browser_get(b, "/quickscan");
    assert_non_null(strstr(b->body, arena_printf(&h->a, "href=\"%s\"", base)));
    browser_get(b, "%s", base);
    GOES(b, arena_printf(&h->a, "%s/resultaat", base));
    struct browser *other = browser_new(h, NOBODY);
    browser_get(other, "%s/resultaat", base);
    CODE(other, 200);
    browser_get(other, "%s", arena_printf(&h->a, "%.*sx/resultaat", (int)strlen(base) - 1, base));
    CODE(other, 404);

    /* The link to oneself. What is said about the address is what happens with it. */
    browser_get(b, "%s/resultaat", base);
    SEES(b, "forgets it after 30 days");
    struct page_form *mail = browser_form(b, "/mail");
    form_put(b, mail, "mail", "visitor@elsewhere.example");
    browser_send(b, mail);
    CODE(b, 303);
    browser_follow(b);
    SEES(b, "The mail waits");
    const char *link = house_link(h, house_mail(h, "visitor@elsewhere.example"), "/quickscan/");
    assert_string_equal(link, base);
}

/* A device remembers several scans, and says so before it forgets one. */
static void a_second_scan_leaves_the_first(void **state)
{
    struct house *h = house_of(state);
    struct browser *b = browser_new(h, NOBODY);
    const char *first = begin_quick(b, true);
    fill_sheet(b, first, "yes");
    const char *second = begin_quick(b, true);
    assert_string_not_equal(first, second);
    browser_get(b, "/");
    SEES(b, "Go on with one of your 2 scans");
    browser_get(b, "/quickscan");
    SEES(b, "You have 2 scans on this device");
    const char *at = strstr(b->body, arena_printf(&h->a, "href=\"%s\"", second));
    assert_non_null(at);
    assert_non_null(strstr(at, arena_printf(&h->a, "href=\"%s\"", first)));
    /* The one used last stands first. */
    browser_get(b, "%s", first);
    browser_get(b, "/quickscan");
    at = strstr(b->body, arena_printf(&h->a, "href=\"%s\"", first));
    assert_non_null(strstr(at, arena_printf(&h->a, "href=\"%s\"", second)));
    NOT_SEES(b, "it forgets the last in this list");
    for (int i = 2; i < SCAN_QUICK_REMEMBERED; i++)
        begin_quick(b, true);
    browser_get(b, "/quickscan");
    SEES(b, "it forgets the last in this list");
    assert_non_null(strstr(b->body, arena_printf(&h->a, "href=\"%s\"", second)));
    begin_quick(b, true);
    browser_get(b, "/quickscan");
    assert_null(strstr(b->body, arena_printf(&h->a, "href=\"%s\"", second)));
    assert_non_null(strstr(b->body, arena_printf(&h->a, "href=\"%s\"", first)));
}

/* Chosen twice: it is asked, not guessed. */
static void one_kind_of_organisation(void **state)
{
    struct house *h = house_of(state);
    struct browser *b = browser_new(h, NOBODY);
    browser_get(b, "/quickscan?land=BE&soort=public");
    struct page_form *f = browser_form(b, "/quickscan");
    form_put(b, f, "type", first_choice(f, "type"));
    form_put(b, f, "type_other", "be-scholengroep");
    browser_send(b, f);
    CODE(b, 422);
    SEES(b, "You chose one kind above and another in the list.");
    f = browser_form(b, "/quickscan");
    form_put(b, f, "type", "other");
    browser_send(b, f);
    CODE(b, 200);
    SEES(b, "3 more questions"); /* a school's, and what was left open */
    /* "Something else" alone says nothing. */
    browser_get(b, "/quickscan?land=BE&soort=public");
    f = browser_form(b, "/quickscan");
    form_put(b, f, "type", "other");
    browser_send(b, f);
    CODE(b, 422);
}

/* A school has questions of its own: they come between the first page and the statements. */
static void some_kinds_are_asked_more(void **state)
{
    struct house *h = house_of(state);
    struct browser *b = browser_new(h, NOBODY);
    browser_get(b, "/quickscan?land=BE&soort=public");
    struct page_form *f = browser_form(b, "/quickscan");
    form_put(b, f, "type_other", "be-scholengroep");
    form_put(b, f, "q[works]", "works");
    house_mark(h);
    browser_send(b, f);
    CODE(b, 200);
    assert_string_equal(house_changed(h), "");
    SEES(b, "2 more questions"); /* its own, and "land", which was left open */
    f = browser_form(b, "/quickscan");
    SEES(b, "statements are not asked.");
    form_put(b, f, "q[level]", "primary");
    browser_send(b, f);
    CODE(b, 303);
    browser_follow(b);
    SEES(b, arena_printf(
                &h->a, "%d statements are for you",
                scan_offered(pack_scan_find(&h->app.packs, "school", 0), true,
                             &house_round(h, 0, house_int(h, "SELECT max(id) FROM scan_round"))->profile)));
    assert_string_equal(
        house_sql(h, "SELECT pack FROM scan_round WHERE organisation_id IS NULL ORDER BY id DESC LIMIT 1"),
        "school");
    const char *profile =
        house_sql(h, "SELECT profile FROM scan_round WHERE organisation_id IS NULL ORDER BY id DESC LIMIT 1");
    assert_non_null(strstr(profile, "works=works"));
    assert_non_null(strstr(profile, "level=primary"));

    /* What the kind itself says is not asked. */
    browser_get(b, "/quickscan?land=BE&soort=public");
    f = browser_form(b, "/quickscan");
    form_put(b, f, "type_other", "be-hogeschool");
    form_put(b, f, "q[works]", "works");
    form_put(b, f, "q[land]", "none");
    browser_send(b, f);
    CODE(b, 303);

    /* What was left open is pointed at once. */
    browser_get(b, "/quickscan?land=BE&soort=public");
    f = browser_form(b, "/quickscan");
    form_put(b, f, "type", first_choice(f, "type"));
    browser_send(b, f);
    CODE(b, 200);
    SEES(b, "2 more questions");
    browser_send(b, browser_form(b, "/quickscan"));
    CODE(b, 303);
}

static void an_older_tap_never_wins(void **state)
{
    struct house *h = house_of(state);
    struct browser *b = browser_new(h, NOBODY), *tab = browser_new(h, NOBODY);
    const char *base = arena_printf(&h->a, "/quickscan/%s", h->places[0].key), *s = h->places[0].statement;

    /* The other tab was opened before. */
    browser_get(tab, "%s/thema/%s", base, h->places[0].theme_id);
    struct page_form *stale = browser_form(tab, arena_printf(&h->a, "/antwoord/%s", s));

    autosave(b, base, s, "yes", 1, "&bookmark=1&note=One");
    CODE(b, 200);
    assert_int_equal(json_number(b, "edit"), 1);
    assert_int_equal(json_number(b, "done"), 1);
    autosave(b, base, s, "no", 3, "&note=Three");
    CODE(b, 200);
    assert_int_equal(json_number(b, "edit"), 3);
    assert_int_equal(json_number(b, "done"), 1);

    /* The answer to edit 3 was lost on its way: the same again is fine, also twice. */
    for (int i = 0; i < 2; i++) {
        autosave(b, base, s, "no", 3, "&note=Three");
        CODE(b, 200);
    }
    /* Edit 2 comes late: what stands comes back. */
    autosave(b, base, s, "dont_know", 2, "&note=Two");
    CODE(b, 409);
    assert_string_equal(json_text(b, "answer"), "no");
    assert_string_equal(json_text(b, "note"), "Three");
    assert_int_equal(json_number(b, "edit"), 3);
    /* So does another answer under the same number. */
    autosave(b, base, s, "yes", 3, "&note=Three");
    CODE(b, 409);

    /* The old tab, without script. */
    form_put(tab, stale, "answer", "not_applicable");
    browser_send(tab, stale);
    CODE(tab, 409);
    SEES(tab, "Someone else was just before you");
    assert_string_equal(house_sql(h,
                                  "SELECT note FROM scan_answer WHERE statement = '%s' AND note = 'Three' AND "
                                  "answer = 2",
                                  s),
                        "Three");
    assert_int_equal(
        house_int(h, "SELECT count(*) FROM scan_history l JOIN scan_sheet t ON t.id = l.sheet_id JOIN "
                     "scan_round r ON r.id = t.round_id WHERE r.organisation_id IS NULL"),
        2);

    /* And its whole sheet: newer answers stay, the others are taken. */
    browser_get(tab, "%s/alles", base);
    struct page_form *sheet = browser_form(tab, "/alles");
    autosave(b, base, s, "yes", 4, "");
    CODE(b, 200);
    size_t count;
    const char *const *ids = house_statements(h, h->places[0].org, h->places[0].closed, &count);
    form_put(tab, sheet, arena_printf(&h->a, "answer[%s]", s), "dont_know");
    form_put(tab, sheet, arena_printf(&h->a, "answer[%s]", ids[1]), "dont_know");
    browser_send(tab, sheet);
    CODE(tab, 303);
    browser_follow(tab);
    SEES(tab, "1 answer was changed elsewhere");
    struct page_form *now = browser_form(tab, "/alles");
    assert_string_equal(stands(now, arena_printf(&h->a, "answer[%s]", s)), "yes");
    assert_string_equal(stands(now, arena_printf(&h->a, "answer[%s]", ids[1])), "dont_know");
}

/* The sheet shows only the four answers: a tap there leaves note and ticks as they are. */
static void a_tap_on_the_sheet_keeps_what_it_does_not_show(void **state)
{
    struct house *h = house_of(state);
    struct browser *b = browser_new(h, NOBODY);
    const char *base = arena_printf(&h->a, "/quickscan/%s", h->places[0].key), *s = h->places[0].statement;
    browser_get(b, "%s/alles", base);
    assert_non_null(strstr(b->body, arena_printf(&h->a, "data-save=\"%s/antwoord/\"", base)));
    assert_non_null(strstr(b->body, arena_printf(&h->a, "id=\"s-%s\"", s)));
    assert_non_null(strstr(b->body, "id=\"save\""));
    autosave(b, base, s, "no", 1, "&note=Kept+note&started=1&bookmark=1");
    CODE(b, 200);
    autosave(b, base, s, "yes", 2, "&sheet=1");
    CODE(b, 200);
    autosave(b, base, s, "yes", 2, "&sheet=1"); /* its answer was lost on the way */
    CODE(b, 200);
    const char *row =
        arena_printf(&h->a,
                     "FROM scan_answer a JOIN scan_sheet s ON s.id = a.sheet_id JOIN scan_round r ON r.id = "
                     "s.round_id WHERE r.organisation_id IS NULL AND a.statement = '%s' AND a.note IS NOT NULL",
                     s);
    assert_string_equal(house_sql(h, "SELECT a.note %s", row), "Kept note");
    assert_int_equal(house_int(h, "SELECT a.flags %s", row), ANSWER_STARTED | ANSWER_BOOKMARK);
    assert_int_equal(house_int(h, "SELECT a.answer %s", row), ANSWER_YES);
    autosave(b, base, s, "no", 1, "&sheet=1");
    CODE(b, 409);
    assert_string_equal(json_text(b, "note"), "Kept note");
}

static void what_is_not_offered_is_refused(void **state)
{
    struct house *h = house_of(state);
    struct browser *b = browser_new(h, NOBODY);
    const char *base = arena_printf(&h->a, "/quickscan/%s", h->places[0].key);
    const struct scan_round *r = house_round(h, h->places[0].org, h->places[0].closed);
    const char *hidden = NULL;
    for (int i = 0; i < r->scan->statement_count; i++)
        if (!pack_offered(r->scan, i, true, &r->profile))
            hidden = r->scan->statements[i].id;
    house_mark(h);
    if (hidden != NULL) {
        autosave(b, base, hidden, "yes", 1, "");
        CODE(b, 422);
        browser_post(b, arena_printf(&h->a, "%s/alles", base),
                     arena_printf(&h->a, "answer%%5B%s%%5D=yes", hidden));
        CODE(b, 422);
    }
    autosave(b, base, "no.such.statement", "yes", 1, "");
    CODE(b, 422);
    autosave(b, base, h->places[0].statement, "perhaps", 1, "");
    CODE(b, 422);
    autosave(b, base, h->places[0].statement, "yes", -1, "");
    CODE(b, 422);
    autosave(b, base, h->places[0].statement, "yes", 0, "");
    CODE(b, 422);
    browser_get(b, "%s/thema/no.such.theme", base);
    CODE(b, 404);
    assert_string_equal(house_changed(h), "");
}

/* From the visitor's result: mail, link, name, and the scan is the first round of a new organisation. */
static void adopt(struct house *h, bool with_size)
{
    struct browser *b = browser_new(h, NOBODY);
    const char *base = begin_quick(b, with_size);
    fill_sheet(b, base, "yes");
    browser_get(b, "%s/organisatie", base);
    NOT_SEES(b, "(optional)"); /* both are needed */
    struct page_form *f = browser_form(b, "/organisatie");
    form_put(b, f, "person", "Piet Nieuw");
    form_put(b, f, "mail", "piet@new.example");
    browser_send(b, f);
    CODE(b, 303);
    browser_follow(b);
    SEES(
        b,
        "The mail waits: this installation has no mail server yet."); /* nothing is promised that does not happen */
    NOT_SEES(b, "We sent you a link.");
    browser_get(b, "%s", house_link(h, house_mail(h, "piet@new.example"), "/binnen/"));
    browser_send(b, browser_form(b, b->path));
    GOES(b, arena_printf(&h->a, "%s/organisatie", base));
    browser_follow(b);
    f = browser_form(b, "/organisatie");
    form_put(b, f, "name", "Nieuwstad");
    if (!with_size) /* left open at the start: asked now, because an organisation has one */
        form_put(b, f, "size", first_choice(f, "size"));
    browser_send(b, f);
    CODE(b, 303);
    browser_follow(b);
    CODE(b, 200);
    SEES(b, "Nieuwstad");
    const char *org = arena_strdup(&h->a, b->path);
    browser_get(b, "%s/scan", org);
    SEES(b, "Quick scan");
    browser_get(b, "%s/scan/%lld/resultaat", org, (long long)house_int(h, "SELECT max(id) FROM scan_round"));
    CODE(b, 200);
    SEES(b, "100");
    /* The link of before opens nothing any more, for nobody; it leads who belongs there to the round. */
    browser_get(b, "%s/resultaat", base);
    CODE(b, 404);
    browser_get(b, "%s", base);
    CODE(b, 303);
    browser_follow(b);
    CODE(b, 200);
    SEES(b, "Nieuwstad");
    struct browser *other = browser_new(h, NOBODY), *foreign = browser_new(h, FOREIGN);
    browser_get(other, "%s", base);
    browser_follow(other);
    CODE(other, 401);
    SEES(other, "Sign in");
    browser_get(foreign, "%s", base);
    browser_follow(foreign);
    CODE(foreign, 404);
    browser_get(b, "/quickscan");
    NOT_SEES(b, "You have a scan on this device");
    assert_int_equal(house_int(h, "SELECT count(*) FROM admin_audit WHERE action = 'round.adopt'"), 1);
}

static void a_quick_scan_becomes_an_organisation(void **state)
{
    adopt(house_of(state), true);
}

static void also_when_the_size_was_left_open(void **state)
{
    adopt(house_of(state), false);
}

/* ---- The full scan: three hundred statements -------------------------------------------------------------- */

/* Opens a full round of the municipality's statements; gives its path, *id its round. */
static const char *full_round(struct house *h, const char *mode, int64_t *id)
{
    struct browser *b = browser_new(h, GUIDE);
    browser_get(b, "/organisatie/%lld/scan/nieuw", (long long)h->places[0].org);
    struct page_form *f = browser_form(b, "/scan/nieuw");
    form_put(b, f, "title", "Everything");
    form_put(b, f, "mode", mode);
    form_put(b, f, "pack", "government/full");
    form_put(b, f, "filler", arena_printf(&h->a, "%lld", (long long)h->people[MEMBER].member));
    browser_send(b, f);
    CODE(b, 303);
    *id = house_int(h, "SELECT max(id) FROM scan_round");
    return arena_printf(&h->a, "/organisatie/%lld/scan/%lld", (long long)h->places[0].org, (long long)*id);
}

/* The statements of a theme or of a domain that a round offers, in order. */
static const char *const *part_of(struct house *h, const struct scan_round *r, int theme, int domain,
                                  size_t *count)
{
    const char **ids = NEW_ARRAY(&h->a, const char *, (size_t)r->scan->statement_count);
    *count = 0;
    for (int i = 0; i < r->scan->statement_count; i++)
        if ((r->scan->statements[i].theme == theme || r->scan->statements[i].domain == domain) &&
            pack_offered(r->scan, i, r->light, &r->profile))
            ids[(*count)++] = r->scan->statements[i].id;
    assert_true(*count > 1);
    return ids;
}

/* The themes of a round that ask something, in order. */
static const char *const *themes_of(struct house *h, const struct scan_round *r, size_t *count)
{
    const char **ids = NEW_ARRAY(&h->a, const char *, (size_t)r->scan->theme_count);
    *count = 0;
    for (int i = 0; i < r->scan->statement_count; i++) {
        const char *theme = r->scan->themes[r->scan->statements[i].theme].id;
        if (pack_offered(r->scan, i, r->light, &r->profile) &&
            (*count == 0 || strcmp(ids[*count - 1], theme) != 0))
            ids[(*count)++] = theme;
    }
    assert_true(*count > 10);
    return ids;
}

static void answer_theme(struct browser *b, const char *base, const struct scan_round *r, const char *theme,
                         size_t from)
{
    size_t count;
    const char *const *ids = part_of(b->h, r, pack_theme_find(r->scan, theme), -1, &count);
    for (size_t i = from; i < count; i++) {
        autosave(b, base, ids[i], "yes", 1, "");
        CODE(b, 200);
    }
}

static void one_goes_on_where_one_was(void **state)
{
    struct house *h = house_of(state);
    struct browser *mia = browser_new(h, MEMBER);
    int64_t id;
    const char *base = full_round(h, "single", &id), *open = arena_printf(&h->a, "%s/invullen", base);
    const struct scan_round *r = house_round(h, h->places[0].org, id);
    size_t theme_count, count;
    const char *const *themes = themes_of(h, r, &theme_count);
    const char *const *ids = part_of(h, r, pack_theme_find(r->scan, themes[2]), -1, &count);
    assert_true(count > 2);

    browser_get(mia, "%s", open);
    GOES(mia, arena_printf(&h->a, "%s/belang", base));
    browser_get(mia, "%s/belang", base);
    browser_send(mia, browser_form(mia, "/belang"));
    GOES(mia, arena_printf(&h->a, "%s/thema/%s", base, themes[0]));

    /* Every theme is a link on every screen, those of other domains folded. */
    browser_follow(mia);
    for (size_t t = 0; t < theme_count; t++)
        if (strstr(mia->body, arena_printf(&h->a, "%s/thema/%s\"", base, themes[t])) == NULL)
            WRONG("no link to %s\n", themes[t]);

    /* In the middle of the third theme: there, not at the first open theme of the scan. */
    autosave(mia, base, ids[0], "yes", 1, "");
    autosave(mia, base, ids[1], "no", 1, "");
    browser_get(mia, "%s", open);
    GOES(mia, arena_printf(&h->a, "%s/thema/%s#s-%s", base, themes[2], ids[2]));
    /* That theme complete: the next one, from its top. */
    answer_theme(mia, base, r, themes[2], 2);
    browser_get(mia, "%s", open);
    GOES(mia, arena_printf(&h->a, "%s/thema/%s", base, themes[3]));
    /* The screen before it offers what is open beside what is complete. */
    browser_get(mia, "%s/thema/%s", base, themes[1]);
    SEES(mia, "Still open");
    browser_get(mia, "%s/thema/%s", base, themes[2]);
    NOT_SEES(mia, "Still open");

    /* The last theme complete: back to the beginning, and its screen says so. */
    answer_theme(mia, base, r, themes[theme_count - 1], 0);
    browser_get(mia, "%s", open);
    GOES(mia, arena_printf(&h->a, "%s/thema/%s", base, themes[0]));
    browser_get(mia, "%s/thema/%s", base, themes[theme_count - 1]);
    SEES(mia, "Still open");
}

static void a_large_sheet_comes_domain_by_domain(void **state)
{
    struct house *h = house_of(state);
    struct browser *mia = browser_new(h, MEMBER);
    int64_t id;
    const char *base = full_round(h, "single", &id), *path = arena_printf(&h->a, "%s/alles", base);
    const struct scan_round *r = house_round(h, h->places[0].org, id);
    int64_t all = 0;
    for (int d = 0; d < r->scan->domain_count; d++) {
        size_t count, fields = 0;
        part_of(h, r, -1, d, &count);
        if (d == 0)
            browser_get(mia, "%s", path);
        CODE(mia, 200);
        struct page_form *f = browser_form(mia, path);
        assert_string_equal(stands(f, "domain"), r->scan->domains[d].id);
        for (size_t i = 0; i < f->count; i++)
            if (strncmp(f->controls[i].name, "answer[", 7) == 0 && strcmp(f->controls[i].value, "no") == 0) {
                f->controls[i].sent = true;
                fields++;
            }
        assert_int_equal(fields, count);
        all += (int64_t)count;
        browser_send(mia, f);
        GOES(mia, d + 1 < r->scan->domain_count
                      ? arena_printf(&h->a, "%s?domein=%s", path, r->scan->domains[d + 1].id)
                      : base);
        browser_follow(mia);
        assert_int_equal(house_int(h, "SELECT answered FROM scan_sheet WHERE round_id = %lld", (long long)id),
                         all);
    }
    /* Another device was there first: the newest answers stand, on the same domain. */
    size_t count;
    const char *first = part_of(h, r, -1, 1, &count)[0];
    browser_get(mia, "%s?domein=%s", path, r->scan->domains[1].id);
    struct page_form *f = browser_form(mia, path);
    autosave(mia, base, first, "yes", 7, "");
    CODE(mia, 200);
    for (size_t i = 0; i < f->count; i++)
        if (strcmp(f->controls[i].name, arena_printf(&h->a, "answer[%s]", first)) == 0)
            f->controls[i].sent = strcmp(f->controls[i].value, "dont_know") == 0;
    browser_send(mia, f);
    GOES(mia, arena_printf(&h->a, "%s?domein=%s", path, r->scan->domains[1].id));
    browser_follow(mia);
    SEES(mia, "1 answer was changed elsewhere in the meantime.");

    /* So do the statements of the result; all of them are one link further. */
    browser_get(mia, "%s/stellingen", base);
    assert_non_null(strstr(mia->body, arena_printf(&h->a, "&amp;domein=%s\"", r->scan->domains[1].id)));
    browser_get(mia, "%s/stellingen?toon=&vergelijk=&domein=%s", base, r->scan->domains[1].id);
    const char *other = part_of(h, r, -1, 2, &count)[0];
    assert_non_null(strstr(mia->body, arena_printf(&h->a, "id=\"s-%s\"", first)));
    assert_null(strstr(mia->body, arena_printf(&h->a, "id=\"s-%s\"", other)));
    browser_get(mia, "%s/stellingen?alles=1", base);
    assert_non_null(strstr(mia->body, arena_printf(&h->a, "id=\"s-%s\"", first)));
    assert_non_null(strstr(mia->body, arena_printf(&h->a, "id=\"s-%s\"", other)));
}

static void the_talk_stays_with_its_list_and_domain(void **state)
{
    struct house *h = house_of(state);
    struct browser *guide = browser_new(h, GUIDE), *mia = browser_new(h, MEMBER), *sam = browser_new(h, SECOND);
    int64_t id;
    const char *base = full_round(h, "alone", &id);
    const struct scan_round *r = house_round(h, h->places[0].org, id);
    const char *domain = r->scan->domains[1].id, *elsewhere = r->scan->domains[2].id;
    size_t count;
    const char *const *ids = part_of(h, r, -1, 1, &count);
    for (size_t i = 0; i < 14; i++) {
        autosave(mia, base, ids[i], "yes", 1, "");
        autosave(sam, base, ids[i], "no", 1, "");
    }
    CODE(sam, 200);

    /* Twelve a page, the others behind it. */
    const char *page = arena_printf(&h->a, "%s/samen?domein=%s", base, domain);
    browser_get(guide, "%s", page);
    assert_non_null(strstr(guide->body, arena_printf(&h->a, "id=\"s-%s\"", ids[11])));
    assert_null(strstr(guide->body, arena_printf(&h->a, "id=\"s-%s\"", ids[12])));
    browser_get(guide, "%s&pagina=2", page);
    assert_non_null(strstr(guide->body, arena_printf(&h->a, "id=\"s-%s\"", ids[12])));
    browser_get(guide, "%s&pagina=99999999999999999999", page);
    CODE(guide, 200);

    /* An answer leads back to the domain; what is decided stands apart, and can be taken up again there. */
    struct page_form *f = browser_form(guide, arena_printf(&h->a, "/samen/%s?domein=%s", ids[12], domain));
    form_put(guide, f, "answer", "yes");
    browser_send(guide, f);
    GOES(guide, page);
    browser_follow(guide);
    assert_null(strstr(guide->body, arena_printf(&h->a, "id=\"s-%s\"", ids[12])));
    const char *decided = arena_printf(&h->a, "%s/samen?toon=besloten", base);
    browser_get(guide, "%s", decided);
    assert_non_null(strstr(guide->body, arena_printf(&h->a, "id=\"s-%s\"", ids[12])));
    assert_null(strstr(guide->body, arena_printf(&h->a, "id=\"s-%s\"", ids[0])));
    browser_post(guide, arena_printf(&h->a, "%s/samen/%s?toon=besloten", base, ids[12]), "answer=no");
    GOES(guide, decided);
    /* A domain without differences is not the end of the talk. */
    browser_get(guide, "%s/samen?domein=%s", base, elsewhere);
    SEES(guide, "None in this domain");
    NOT_SEES(guide, "Everything is discussed");
}

static void a_domain_is_given_away_in_one_row(void **state)
{
    struct house *h = house_of(state);
    struct browser *guide = browser_new(h, GUIDE);
    int64_t id;
    const char *base = full_round(h, "divided", &id), *path = arena_printf(&h->a, "%s/verdeling", base);
    const struct scan_round *r = house_round(h, h->places[0].org, id);
    const struct pack_domain *domain = &r->scan->domains[1];
    const char *all = arena_printf(&h->a, "all[%s/%lld]", domain->id, (long long)h->people[MEMBER].member);
    browser_get(guide, "%s", path);
    struct page_form *f = browser_form(guide, path);
    form_put(guide, f, all, "1");
    form_put(guide, f, "mail", "1");
    browser_send(guide, f);
    GOES(guide, base);
    browser_follow(guide);
    SEES(guide, "There is a mail for 1 member.");
    const char *mails = "SELECT count(*) FROM admin_mail WHERE body LIKE '%/binnen/%'";
    assert_int_equal(house_int(h, "%s", mails), 1);
    house_mail(h, h->people[MEMBER].mail);
    /* Once: who has themes already is not mailed again. */
    browser_get(guide, "%s", path);
    browser_send(guide, browser_form(guide, path));
    assert_int_equal(house_int(h, "%s", mails), 1);
    const char *mine =
        arena_printf(&h->a, "SELECT count(*) FROM scan_assignment WHERE round_id = %lld AND member_id = %lld",
                     (long long)id, (long long)h->people[MEMBER].member);
    assert_int_equal(house_int(h, "%s", mine), domain->theme_count);

    /* Four is one too many: nothing changes, and the form comes back as it was sent. */
    for (int i = 0; i < 3; i++) {
        house_do(h,
                 "INSERT INTO account_user (name, mail, lang, created_at) VALUES ('More %d', "
                 "'more%d@x.example', 'en', 1)",
                 i, i);
        house_do(h,
                 "INSERT INTO organisation_member (organisation_id, user_id, roles, invited_at) "
                 "SELECT %lld, id, 2, 1 FROM account_user WHERE mail = 'more%d@x.example'",
                 (long long)h->places[0].org, i);
    }
    browser_get(guide, "%s", path);
    f = browser_form(guide, path);
    const char *theme = r->scan->themes[domain->first_theme].id, *kept = NULL;
    for (int i = 0; i < 3; i++) {
        kept = arena_printf(
            &h->a, "who[%s/%lld]", theme,
            (long long)house_int(h,
                                 "SELECT m.id FROM organisation_member m JOIN account_user u ON u.id = "
                                 "m.user_id WHERE u.mail = 'more%d@x.example'",
                                 i));
        form_put(guide, f, kept, "1");
    }
    house_mark(h);
    browser_send(guide, f);
    CODE(guide, 422);
    assert_string_equal(house_changed(h), "");
    SEES(guide, "At most three members a theme");
    assert_string_equal(stands(browser_form(guide, path), kept), "1");
}

/* ---- Opening and closing rounds -------------------------------------------------------------------------- */

static void a_guide_opens_a_round_in_every_mode(void **state)
{
    struct house *h = house_of(state);
    struct browser *b = browser_new(h, GUIDE);
    const char *scan = arena_printf(&h->a, "/organisatie/%lld/scan", (long long)h->places[0].org);
    for (int m = 0; m < SCAN_MODES; m++) {
        browser_get(b, "%s/nieuw", scan);
        struct page_form *f = browser_form(b, "/scan/nieuw");
        form_put(b, f, "title", arena_printf(&h->a, "New %s", scan_mode_name((enum scan_mode)m)));
        form_put(b, f, "mode", scan_mode_name((enum scan_mode)m));
        form_put(b, f, "pack", m % 2 == 0 ? "government/light" : "company/light");
        form_put(b, f, "deadline", "2031-01-31");
        form_put(b, f, "mail", "1");
        browser_send(b, f);
        if (m % 2 != 0) { /* a company's statements have start questions of their own */
            CODE(b, 200);
            f = browser_form(b, "/scan/nieuw");
            form_put(b, f, "mail", "1");
            browser_send(b, f);
        }
        CODE(b, 303);
        int64_t id = house_int(h, "SELECT max(id) FROM scan_round");
        const char *page = arena_printf(&h->a, "%s/%lld", scan, (long long)id);
        GOES(b, m == SCAN_DIVIDED ? arena_printf(&h->a, "%s/verdeling", page) : page);
        browser_follow(b);
        CODE(b, 200);
        browser_get(b, "%s", page);
        SEES(b, arena_printf(&h->a, "New %s", scan_mode_name((enum scan_mode)m)));
    }
    /* In the round of each alone both members got a personal link, nobody else did; it opens the round. Where themes are
     * divided first, nobody is asked anything yet. */
    assert_int_equal(house_int(h, "SELECT count(*) FROM admin_mail WHERE body LIKE '%%/binnen/%%'"), 2);
    struct browser *mia = browser_new(h, NOBODY);
    browser_get(mia, "%s", house_link(h, house_mail(h, h->people[MEMBER].mail), "/binnen/"));
    browser_send(mia, browser_form(mia, mia->path));
    browser_follow(mia);
    SEES(mia, "New alone");
}

/* The questions that decide which statements there are belong to the statements that were chosen. */
static void other_statements_ask_their_own_questions(void **state)
{
    struct house *h = house_of(state);
    struct browser *b = browser_new(h, GUIDE);
    const char *path = arena_printf(&h->a, "/organisatie/%lld/scan/nieuw", (long long)h->places[0].org);
    browser_get(b, "%s", path);
    struct page_form *f = browser_form(b, path);
    form_put(b, f, "title", "As a company");
    form_put(b, f, "mode", "single");
    form_put(b, f, "pack", "company/full");
    form_put(b, f, "deadline", "2031-01-31");
    house_mark(h);
    browser_send(b, f);
    CODE(b, 200);
    assert_string_equal(house_changed(h), "");
    SEES(b, "These statements have other start questions");
    f = browser_form(b, path);
    form_put(b, f, "q[makes]", "products");
    form_put(b, f, "q[market]", "international");
    browser_send(b, f);
    CODE(b, 303);
    const char *row = "FROM scan_round ORDER BY id DESC LIMIT 1";
    assert_string_equal(house_sql(h, "SELECT title %s", row), "As a company");
    assert_string_equal(house_sql(h, "SELECT profile %s", row), "makes=products,market=international");
    assert_true(house_int(h, "SELECT deadline %s", row) > 20000);
}

static void an_open_start_question_is_pointed_at_once(void **state)
{
    struct house *h = house_of(state);
    struct browser *b = browser_new(h, GUIDE);
    const char *path = arena_printf(&h->a, "/organisatie/%lld/scan/nieuw", (long long)h->places[0].org);
    house_do(h, "UPDATE scan_round SET profile = '' WHERE organisation_id = %lld", (long long)h->places[0].org);
    browser_get(b, "%s", path);
    struct page_form *f = browser_form(b, path);
    form_put(b, f, "title", "Open questions");
    form_put(b, f, "mode", "single");
    form_put(b, f, "pack", "government/light");
    form_put(b, f, "q[body]", "local");
    browser_send(b, f);
    CODE(b, 200);
    SEES(b, "start questions are still open");
    SEES(b, "statements are not asked.");
    f = browser_form(b, path);
    form_put(b, f, "q[works]", "works"); /* the other one stays open, and that is fine */
    browser_send(b, f);
    CODE(b, 303);
    assert_string_equal(house_sql(h, "SELECT profile FROM scan_round ORDER BY id DESC LIMIT 1"),
                        "body=local,works=works");
}

/* What closing means stands beside its button; what stayed open stands with the result. */
static void closing_says_what_is_open(void **state)
{
    struct house *h = house_of(state);
    struct browser *guide = browser_new(h, GUIDE), *mia = browser_new(h, MEMBER), *sam = browser_new(h, SECOND);
    const char *base = round_path(h, SCAN_ALONE);
    size_t count;
    const char *const *ids = statements_of(h, SCAN_ALONE, &count);
    for (int i = 0; i < 3; i++) {
        autosave(mia, base, ids[i], "yes", 1, "");
        autosave(sam, base, ids[i], "no", 1, "");
    }
    browser_post(mia, arena_printf(&h->a, "%s/klaar", base), "");
    browser_post(guide, arena_printf(&h->a, "%s/samen/%s", base, ids[0]), "answer=yes");
    browser_post(guide, arena_printf(&h->a, "%s/samen/%s", base, ids[1]), "no_agreement=1&note=Later");
    browser_get(guide, "%s", base);
    SEES(guide, "1 of 2 members is not done");
    SEES(guide, "1 difference is not discussed");
    SEES(guide,
         arena_printf(&h->a, "2 of %d statements are decided, 1 of them without agreement.", (int)count));
    close_round(guide, base);
    browser_follow(guide);
    SEES(guide, "1 statement stayed without a talk");
    NOT_SEES(guide, "until you choose one together");
}

static void a_closed_round_stays_as_it_is(void **state)
{
    struct house *h = house_of(state);
    struct browser *guide = browser_new(h, GUIDE), *mia = browser_new(h, MEMBER);
    const char *base = round_path(h, SCAN_ALONE), *s = h->places[0].statement;
    autosave(mia, base, s, "yes", 1, "");
    CODE(mia, 200);
    browser_get(mia, "%s/thema/%s", base, h->places[0].theme_id);
    struct page_form *open = browser_form(mia, arena_printf(&h->a, "/antwoord/%s", s));
    close_round(guide, base);
    GOES(guide, arena_printf(&h->a, "%s/resultaat", base));

    house_mark(h);
    autosave(mia, base, s, "no", 2, "");
    CODE(mia, 409);
    form_put(mia, open, "answer", "no");
    browser_send(mia, open);
    CODE(mia, 409);
    SEES(mia, "This round is closed");
    SEES(mia, "This cannot be done now"); /* nobody was before anybody */
    NOT_SEES(mia, "Someone else");
    browser_post(mia, arena_printf(&h->a, "%s/alles", base), arena_printf(&h->a, "answer%%5B%s%%5D=no", s));
    CODE(mia, 409);
    browser_post(mia, arena_printf(&h->a, "%s/belang", base), "importance=1&maturity=1");
    CODE(mia, 409);
    browser_post(mia, arena_printf(&h->a, "%s/klaar", base), "");
    CODE(mia, 409);
    browser_post(guide, arena_printf(&h->a, "%s/samen/%s", base, s), "answer=no");
    CODE(guide, 409);
    browser_post(guide, arena_printf(&h->a, "%s/eensgezind", base), "");
    CODE(guide, 409);
    browser_post(guide, arena_printf(&h->a, "%s/sluiten", base), "");
    CODE(guide, 409);
    browser_post(guide, arena_printf(&h->a, "%s/herinneren", base), "");
    CODE(guide, 409);
    browser_post(mia, arena_printf(&h->a, "%s/bewijs/%s", base, s), "url=https%3A%2F%2Fwww.example.org");
    CODE(mia, 409);
    assert_string_equal(house_changed(h), "");

    /* It can be read, and looks like it. */
    const char *pages[] = { arena_printf(&h->a, "%s/alles", base),
                            arena_printf(&h->a, "%s/thema/%s", base, h->places[0].theme_id) };
    for (int i = 0; i < 2; i++) {
        browser_get(mia, "%s", pages[i]);
        CODE(mia, 200);
        SEES(mia, "You can read the answers, not change them.");
        assert_non_null(strstr(mia->body, " disabled"));
        assert_null(strstr(mia->body, "data-save="));
        assert_null(strstr(mia->body, "data-autosave"));
    }

    /* Open again: only with a reason, which then stands with the round. */
    browser_get(guide, "%s", base);
    struct page_form *f = browser_form(guide, "/heropenen");
    form_put(guide, f, "reason", "   ");
    browser_send(guide, f);
    CODE(guide, 422);
    SEES(guide, "Say why the round opens again");
    assert_string_equal(house_changed(h), "");
    f = browser_form(guide, "/heropenen");
    form_put(guide, f, "reason", "One answer was <wrong>");
    browser_send(guide, f);
    CODE(guide, 303);
    browser_follow(guide);
    SEES(guide, "One answer was <wrong>");
    autosave(mia, base, s, "no", 2, "");
    CODE(mia, 200);
    browser_post(guide, arena_printf(&h->a, "%s/heropenen", base), "reason=again");
    CODE(guide, 409);
}

/* ---- The four modes -------------------------------------------------------------------------------------- */

static void one_filler(void **state)
{
    struct house *h = house_of(state);
    struct browser *guide = browser_new(h, GUIDE);
    const char *base = round_path(h, SCAN_SINGLE);
    browser_get(guide, "%s", base);
    CODE(guide, 200);
    browser_get(guide, "%s/invullen", base);
    GOES(guide, arena_printf(&h->a, "%s/belang", base));
    browser_follow(guide);
    struct page_form *pair = browser_form(guide, "/belang");
    form_put(guide, pair, "importance", "4");
    form_put(guide, pair, "maturity", "2");
    browser_send(guide, pair);
    CODE(guide, 303);
    browser_follow(guide);
    CODE(guide, 200);
    fill_sheet(guide, base, "yes");
    GOES(guide, base);
    browser_get(guide, "%s/resultaat", base);
    SEES(guide, "100");
    browser_get(guide, "%s/samen", base);
    CODE(guide, 404);
    assert_int_equal(house_int(h, "SELECT count(*) FROM scan_sheet WHERE round_id = %lld AND member_id = 0",
                               (long long)round_id(h, SCAN_SINGLE)),
                     1);
    assert_int_equal(house_int(h, "SELECT count(*) FROM scan_tally WHERE round_id = %lld",
                               (long long)round_id(h, SCAN_SINGLE)),
                     0);
}

static void in_one_sitting_the_guide_clicks(void **state)
{
    struct house *h = house_of(state);
    struct browser *guide = browser_new(h, GUIDE), *mia = browser_new(h, MEMBER);
    const char *base = round_path(h, SCAN_SITTING), *s = h->places[0].statement;
    autosave(mia, base, s, "yes", 1, "");
    CODE(mia, 403);
    browser_post(mia, arena_printf(&h->a, "%s/alles", base), arena_printf(&h->a, "answer%%5B%s%%5D=no", s));
    CODE(mia, 403);
    browser_post(mia, arena_printf(&h->a, "%s/belang", base), "importance=1&maturity=1");
    CODE(mia, 403);
    assert_int_equal(house_int(h, "SELECT count(*) FROM scan_sheet WHERE round_id = %lld",
                               (long long)round_id(h, SCAN_SITTING)),
                     0);
    autosave(guide, base, s, "yes", 1, "&note=Said+by+all");
    CODE(guide, 200);
    browser_get(mia, "%s/alles", base);
    CODE(mia, 200);
    browser_get(mia, "%s/thema/%s", base, h->places[0].theme_id);
    CODE(mia, 200);
}

/* One filler is somebody: that one is mailed, fills in, and is named with the result. */
static void one_filler_is_somebody(void **state)
{
    struct house *h = house_of(state);
    struct browser *guide = browser_new(h, GUIDE), *mia = browser_new(h, MEMBER), *sam = browser_new(h, SECOND);
    const char *path = arena_printf(&h->a, "/organisatie/%lld/scan/nieuw", (long long)h->places[0].org);
    browser_get(guide, "%s", path);
    struct page_form *f = browser_form(guide, path);
    form_put(guide, f, "title", "By one");
    form_put(guide, f, "mode", "single");
    form_put(guide, f, "filler", arena_printf(&h->a, "%lld", (long long)h->people[MEMBER].member));
    form_put(guide, f, "mail", "1");
    browser_send(guide, f);
    CODE(guide, 303);
    const char *base = arena_strdup(&h->a, guide->location);
    browser_follow(guide);
    SEES(guide, "there is a mail for 1 member");
    SEES(guide, "Mia Member fills in this round.");
    house_mail(h, h->people[MEMBER].mail);
    const char *s = h->places[0].statement;
    autosave(sam, base, s, "yes", 1, "");
    CODE(sam, 403);
    browser_get(sam, "%s", base);
    SEES(sam, "Mia Member fills in this round. There is nothing for you to do.");
    assert_false(links_to(sam, arena_printf(&h->a, "%s/invullen", base)));
    browser_get(sam, "%s/thema/%s", base, h->places[0].theme_id);
    SEES(sam, "it is not you");
    autosave(mia, base, s, "yes", 1, "");
    CODE(mia, 200);
    browser_get(guide, "%s/resultaat", base);
    SEES(guide, "filled in by Mia Member");
    /* Someone else takes over. */
    browser_get(guide, "%s/datum", base);
    f = browser_form(guide, "/datum");
    form_put(guide, f, "filler", arena_printf(&h->a, "%lld", (long long)h->people[SECOND].member));
    browser_send(guide, f);
    CODE(guide, 303);
    autosave(sam, base, s, "no", 2, "");
    CODE(sam, 200);
    autosave(mia, base, s, "yes", 3, "");
    CODE(mia, 403);
    browser_post(guide, arena_printf(&h->a, "%s/datum", base),
                 arena_printf(&h->a, "title=x&filler=%lld", (long long)h->places[1].member));
    CODE(guide, 422);
}

/* The minute-taker is the one who types in a sitting. */
static void in_one_sitting_the_minute_taker_may_click(void **state)
{
    struct house *h = house_of(state);
    struct browser *nora = browser_new(h, MINUTES);
    const char *base = round_path(h, SCAN_SITTING);
    autosave(nora, base, h->places[0].statement, "yes", 1, "");
    CODE(nora, 200);
    autosave(nora, round_path(h, SCAN_ALONE), h->places[0].statement, "yes", 1, "");
    CODE(nora, 403);
}

static void divided_by_theme(void **state)
{
    struct house *h = house_of(state);
    struct browser *sam = browser_new(h, SECOND), *mia = browser_new(h, MEMBER), *guide = browser_new(h, GUIDE);
    const char *base = round_path(h, SCAN_DIVIDED), *s = h->places[0].statement, *theme = h->places[0].theme_id;
    /* The house gave the first theme to Sam: of eight domains one is Sam's. */
    browser_get(sam, "%s/thema/%s", base, theme);
    CODE(sam, 200);
    SEES(sam, "Domain 1 of 1.");
    autosave(sam, base, s, "yes", 1, "");
    CODE(sam, 200);
    browser_get(mia, "%s/thema/%s", base, theme);
    CODE(mia, 404);
    autosave(mia, base, s, "yes", 1, "");
    CODE(mia, 422);
    browser_post(mia, arena_printf(&h->a, "%s/alles", base), arena_printf(&h->a, "answer%%5B%s%%5D=no", s));
    CODE(mia, 422);
    browser_get(mia, "%s", base);
    SEES(mia, "No theme was assigned to you");

    /* Not my field: it is no answer, and the guide sees it; then taken back. */
    const char *decline = arena_printf(&h->a, "%s/niet-mijn-domein/%s", base, theme);
    browser_get(sam, "%s/thema/%s", base, theme);
    browser_send(sam, browser_form(sam, decline));
    CODE(sam, 303);
    browser_follow(sam);
    SEES(sam, "You gave the theme back");
    browser_get(sam, "%s/thema/%s", base, theme);
    CODE(sam, 404);
    autosave(sam, base, s, "no", 2, "");
    CODE(sam, 422);
    browser_get(guide, "%s/verdeling", base);
    SEES(guide, "gave it back");
    browser_get(sam, "%s", base);
    browser_send(sam, browser_form(sam, decline));
    CODE(sam, 303);
    autosave(sam, base, s, "no", 2, "");
    CODE(sam, 200);
    browser_post(mia, decline, "");
    CODE(mia, 404);

    /* Three at most; a member or theme that is not there stores nothing. */
    house_mark(h);
    const char *save = arena_printf(&h->a, "%s/verdeling", base);
    browser_post(guide, save,
                 arena_printf(&h->a, "who%%5Bno.such%%2F%lld%%5D=1", (long long)h->places[0].member));
    CODE(guide, 422);
    browser_post(guide, save,
                 arena_printf(&h->a, "who%%5B%s%%2F%lld%%5D=1", theme, (long long)h->places[1].member));
    CODE(guide, 422);
    browser_post(guide, save, "who%5Bnonsense%5D=1");
    CODE(guide, 422);
    assert_string_equal(house_changed(h), "");
}

/* Answers of two members: one statement the same, one not, one by one of them only. */
static void two_alone(struct house *h, struct browser *mia, struct browser *sam)
{
    const char *base = round_path(h, SCAN_ALONE);
    size_t count;
    const char *const *ids = statements_of(h, SCAN_ALONE, &count);
    autosave(mia, base, ids[0], "yes", 1, "");
    autosave(sam, base, ids[0], "yes", 1, "");
    autosave(mia, base, ids[1], "yes", 1, "&note=Note+of+mia");
    autosave(sam, base, ids[1], "no", 1, "&note=Note+of+sam&started=1");
    autosave(sam, base, ids[2], "no", 1, "&bookmark=1");
    CODE(sam, 200);
}

static void each_alone_then_together(void **state)
{
    struct house *h = house_of(state);
    struct browser *guide = browser_new(h, GUIDE), *mia = browser_new(h, MEMBER), *sam = browser_new(h, SECOND);
    const char *base = round_path(h, SCAN_ALONE);
    size_t count;
    const char *const *ids = statements_of(h, SCAN_ALONE, &count);
    two_alone(h, mia, sam);

    /* The guide's screen: differences first, without names. */
    browser_get(guide, "%s/samen", base);
    CODE(guide, 200);
    SEES(guide, "Take over all 1");
    NOT_SEES(guide, h->people[SECOND].name);
    NOT_SEES(guide, h->people[MEMBER].name);
    const char *divided = strstr(guide->body, arena_printf(&h->a, "id=\"s-%s\"", ids[1]));
    const char *single = strstr(guide->body, arena_printf(&h->a, "id=\"s-%s\"", ids[2]));
    assert_true(divided != NULL && single != NULL && divided < single);
    SEES(guide, "Note of sam");

    /* Unanimous answers in one click, also after looking at them; again: nothing more to take. */
    const char *same = arena_printf(&h->a, "id=\"s-%s\"", ids[0]);
    assert_null(strstr(guide->body, same));
    browser_get(guide, "%s/samen?toon=eensgezind", base);
    assert_non_null(strstr(guide->body, same));
    assert_null(strstr(guide->body, arena_printf(&h->a, "id=\"s-%s\"", ids[1])));
    browser_send(guide, browser_form(guide, "/eensgezind"));
    CODE(guide, 303);
    browser_follow(guide);
    SEES(guide, "1 unanimous answer was taken over.");
    /* One may come back to them. */
    browser_get(guide, "%s/samen?toon=besloten", base);
    assert_non_null(strstr(guide->body, same));
    SEES(guide, "0 discussed"); /* there was nothing to discuss about it */
    const char *group =
        arena_printf(&h->a,
                     "FROM scan_answer a JOIN scan_sheet s ON s.id = a.sheet_id WHERE s.member_id "
                     "= 0 AND s.round_id = %lld AND a.statement",
                     (long long)round_id(h, SCAN_ALONE));
    assert_int_equal(house_int(h, "SELECT answer %s = '%s'", group, ids[0]), ANSWER_YES);

    /* No agreement needs a note. */
    house_mark(h);
    const char *agree = arena_printf(&h->a, "%s/samen/%s", base, ids[1]);
    browser_post(guide, agree, "no_agreement=1&note=+++");
    CODE(guide, 422);
    SEES(guide, "Write down in a few words what you do not agree about.");
    browser_post(guide, agree, "");
    CODE(guide, 422);
    SEES(guide, "Choose one of the four answers.");
    assert_string_equal(house_changed(h), "");
    browser_post(guide, agree, "no_agreement=1&note=Roads+or+people");
    CODE(guide, 303);
    assert_int_equal(house_int(h, "SELECT answer %s = '%s'", group, ids[1]), ANSWER_DONT_KNOW);
    assert_int_equal(house_int(h, "SELECT flags %s = '%s'", group, ids[1]), ANSWER_NO_AGREEMENT);
    browser_get(guide, "%s/resultaat", base);
    SEES(guide, "stayed without agreement");

    /* Agreed after all, with why; what a member answers later changes the counts, not what was agreed. */
    browser_get(guide, "%s/samen?toon=besloten", base);
    struct page_form *form = NULL;
    size_t form_count;
    struct page_form *forms = page_forms(&h->a, guide->body, &form_count);
    for (size_t i = 0; i < form_count && form == NULL; i++) /* the first of the two: the answers */
        if (strstr(forms[i].action, ids[1]) != NULL)
            form = &forms[i];
    assert_non_null(form);
    assert_string_equal(stands(form, "note"), "Roads or people");
    form_put(guide, form, "note", "People: the roads are the region's");
    form_put(guide, form, "answer", "no");
    browser_send(guide, form);
    CODE(guide, 303);
    assert_string_equal(house_sql(h, "SELECT note %s = '%s'", group, ids[1]),
                        "People: the roads are the region's");
    browser_get(guide, "%s/stellingen", base);
    SEES(guide, "People: the roads are the region's");
    assert_int_equal(house_int(h, "SELECT flags %s = '%s'", group, ids[1]), 0);
    autosave(sam, base, ids[1], "yes", 2, "");
    CODE(sam, 200);
    assert_int_equal(house_int(h, "SELECT answer %s = '%s'", group, ids[1]), ANSWER_NO);
    assert_int_equal(house_int(h, "SELECT yes FROM scan_tally WHERE round_id = %lld AND statement = '%s'",
                               (long long)round_id(h, SCAN_ALONE), ids[1]),
                     2);

    /* The last one, then close. The result is no longer provisional. */
    browser_get(guide, "%s/resultaat", base);
    SEES(guide, "the answer of the majority counts");
    browser_post(guide, arena_printf(&h->a, "%s/samen/%s", base, ids[2]), "answer=no");
    CODE(guide, 303);
    browser_get(guide, "%s/resultaat", base);
    NOT_SEES(guide, "the answer of the majority counts");
    browser_post(guide, arena_printf(&h->a, "%s/samen/no.such.statement", base), "answer=no");
    CODE(guide, 404);
    close_round(guide, base);
    browser_follow(guide);
    CODE(guide, 200);
}

/* ---- Who sees what --------------------------------------------------------------------------------------- */

static void nobody_sees_what_another_answers(void **state)
{
    struct house *h = house_of(state);
    struct browser *mia = browser_new(h, MEMBER), *sam = browser_new(h, SECOND), *guide = browser_new(h, GUIDE);
    const char *base = round_path(h, SCAN_ALONE), *s = h->places[0].statement;
    autosave(sam, base, s, "not_applicable", 1, "&note=marker-of-sam&bookmark=1");
    CODE(sam, 200);

    /* Mia's own pages know nothing of it. */
    static const char *const pages[] = { "", "/alles", "/belang" };
    for (size_t i = 0; i < sizeof pages / sizeof pages[0]; i++) {
        browser_get(mia, "%s%s", base, pages[i]);
        CODE(mia, 200);
        assert_null(strstr(mia->body, "marker-of-sam"));
    }
    browser_get(mia, "%s/thema/%s", base, h->places[0].theme_id);
    assert_null(strstr(mia->body, "marker-of-sam"));
    struct page_form *own = browser_form(mia, arena_printf(&h->a, "/antwoord/%s", s));
    assert_string_equal(stands(own, "answer"), "");
    assert_string_equal(stands(own, "bookmark"), "");
    assert_string_equal(stands(own, "edit"), "0");
    autosave(mia, base, s, "yes", 1, "");
    CODE(mia, 200);
    autosave(mia, base, s, "no", 1, "");
    CODE(mia, 409);
    assert_null(strstr(mia->body, "marker-of-sam"));
    assert_string_equal(json_text(mia, "answer"), "yes");

    /* Results name nobody who answered, in no form. A member sees them once the own part is done. */
    browser_get(mia, "%s/resultaat", base);
    SEES(mia, "First your own answers");
    browser_post(mia, arena_printf(&h->a, "%s/klaar", base), "");
    CODE(mia, 303);
    struct browser *all[] = { mia, guide };
    static const char *const results[] = { "/resultaat", "/stellingen", "/scan.csv", "/scan.json" };
    for (size_t k = 0; k < 2; k++)
        for (size_t i = 0; i < sizeof results / sizeof results[0]; i++) {
            browser_get(all[k], "%s%s", base, results[i]);
            CODE(all[k], 200);
            if (strstr(all[k]->body, h->people[SECOND].name) != NULL ||
                strstr(all[k]->body, h->people[SECOND].mail) != NULL)
                WRONG("%s names who answered\n", all[k]->path);
        }
    /* The guide sees how many, not what. */
    browser_get(guide, "%s", base);
    SEES(guide, h->people[SECOND].name);
    assert_null(strstr(guide->body, "marker-of-sam"));
    SEES(guide, "1 of");
}

/* ---- What comes first ------------------------------------------------------------------------------------ */

static const char *home_path(struct house *h)
{
    return arena_printf(&h->a, "/organisatie/%lld", (long long)h->places[0].org);
}

static void the_home_leads_to_what_waits(void **state)
{
    struct house *h = house_of(state);
    struct browser *mia = browser_new(h, MEMBER), *rita = browser_new(h, READER);
    const char *alone = round_path(h, SCAN_ALONE), *single = round_path(h, SCAN_SINGLE);
    /* Only these two are open: the newest first. */
    house_do(h, "UPDATE scan_round SET state = 'closed' WHERE id NOT IN (%lld, %lld)",
             (long long)round_id(h, SCAN_ALONE), (long long)round_id(h, SCAN_SINGLE));
    house_mark(h);
    browser_get(mia, "%s", home_path(h));
    CODE(mia, 200);
    SEES(mia, "Scan: Round of all");
    SEES(mia, "Begin filling in");
    assert_true(links_to(mia, arena_printf(&h->a, "%s/invullen", alone)));
    assert_string_equal(house_changed(h), "");
    browser_get(mia, "%s/invullen", alone);
    GOES(mia, arena_printf(&h->a, "%s/belang", alone));

    /* Who only reads is not asked to fill in. */
    browser_get(rita, "%s", home_path(h));
    SEES(rita, "Scan: Round of all");
    NOT_SEES(rita, "filling in");
    assert_true(links_to(rita, alone));
    browser_get(rita, "%s", alone);
    CODE(rita, 200);

    /* One answer on the way; then all, and the other round is what waits. */
    autosave(mia, alone, h->places[0].statement, "yes", 1, "");
    browser_get(mia, "%s", home_path(h));
    SEES(mia, "Go on filling in");
    SEES(mia, "1 of ");
    fill_sheet(mia, alone, "yes");
    browser_get(mia, "%s", home_path(h));
    SEES(mia, "Scan: Round alone at the desk");
    assert_true(links_to(mia, arena_printf(&h->a, "%s/invullen", single)));
    fill_sheet(mia, single, "yes");
    browser_get(mia, "%s", home_path(h));
    SEES(mia, "Scan: Round of all");
    SEES(mia, "Your part is filled in.");
    NOT_SEES(mia, "Go on filling in");
    assert_true(links_to(mia, alone));

    house_do(h, "UPDATE scan_round SET state = 'closed' WHERE id > 0");
    browser_get(mia, "%s", home_path(h));
    SEES(mia, "Go to the scan");
    NOT_SEES(mia, "Scan: ");
}

static void done_is_done_also_on_the_home(void **state)
{
    struct house *h = house_of(state);
    struct browser *mia = browser_new(h, MEMBER), *fons = browser_new(h, FOREIGN);
    const char *alone = round_path(h, SCAN_ALONE);
    house_do(h, "UPDATE scan_round SET state = 'closed' WHERE id <> %lld", (long long)round_id(h, SCAN_ALONE));
    autosave(mia, alone, h->places[0].statement, "yes", 1, "");
    browser_post(mia, arena_printf(&h->a, "%s/klaar", alone), "");
    CODE(mia, 303);
    browser_get(mia, "%s", home_path(h));
    SEES(mia, "Your part is filled in.");
    /* Rounds of one organisation are not on the home of another. */
    browser_get(fons, "/organisatie/%lld", (long long)h->places[1].org);
    CODE(fons, 200);
    SEES(fons, "Go to the scan");
    NOT_SEES(fons, "Round of all");
    browser_get(fons, "%s", home_path(h));
    CODE(fons, 404);
}

/* Where words stand on a page, so that their order can be compared. */
static size_t place_of(struct browser *b, const char *words)
{
    const char *page = page_words(&b->h->a, b->body), *at = strstr(page, words);
    if (at == NULL)
        WRONG("%s lacks \"%s\"\n", b->path, words);
    return (size_t)(at - page);
}

static void what_to_do_stands_before_what_there_is(void **state)
{
    struct house *h = house_of(state);
    struct browser *guide = browser_new(h, GUIDE), *mia = browser_new(h, MEMBER);
    const char *base = round_path(h, SCAN_ALONE);
    browser_get(guide, "%s", base);
    assert_true(place_of(guide, "What now") < place_of(guide, "Progress per member"));
    assert_true(place_of(guide, "Progress per member") < place_of(guide, "This round"));
    browser_get(mia, "%s", base);
    assert_true(place_of(mia, "Your part") < place_of(mia, "What now"));
    close_round(guide, base);
    browser_get(mia, "%s", base);
    assert_true(place_of(mia, "What now") < place_of(mia, "Your part"));
}

static void every_page_says_where_it_is_in_the_same_way(void **state)
{
    struct house *h = house_of(state);
    struct browser *mia = browser_new(h, MEMBER);
    static const char *const pages[] = { "/alles", "/thema/%s", "/resultaat", "/stellingen" };
    for (size_t i = 0; i < 4; i++) {
        const char *path = i == 1 ? arena_printf(&h->a, "/thema/%s", h->places[0].theme_id) : pages[i];
        browser_get(mia, "%s%s", round_path(h, SCAN_ALONE), path);
        CODE(mia, 200);
        const char *first = strstr(mia->body, "utrecht-breadcrumb-nav__link\" href=\"");
        assert_non_null(first);
        const char *rounds =
            arena_printf(&h->a, "utrecht-breadcrumb-nav__link\" href=\"%s/scan\"", home_path(h));
        if (strncmp(first, rounds, strlen(rounds)) != 0)
            WRONG("%s begins elsewhere: %.80s\n", mia->path, first);
    }
}

/* The form of the page shown that only asks: browser_form gives those that change something. */
static struct page_form *question_form(struct browser *b, const char *action)
{
    size_t count;
    struct page_form *forms = page_forms(&b->h->a, b->body, &count);
    for (size_t i = 0; i < count; i++)
        if (strcmp(forms[i].method, "get") == 0 && strcmp(forms[i].action, action) == 0)
            return &forms[i];
    WRONG("%s has no list to choose from\n", b->path);
    return NULL;
}

/* The list of a phone offers what the row of links does. */
static void statements_are_chosen_from_a_list_too(void **state)
{
    struct house *h = house_of(state);
    struct browser *mia = browser_new(h, MEMBER);
    const char *page = arena_printf(&h->a, "%s/stellingen", round_path(h, SCAN_ALONE));
    autosave(mia, round_path(h, SCAN_ALONE), h->places[0].statement, "no", 1, "&bookmark=1");
    browser_post(mia, arena_printf(&h->a, "%s/klaar", round_path(h, SCAN_ALONE)), "");
    browser_get(mia, "%s", page);
    CODE(mia, 200);
    struct page_form *f = question_form(mia, page);
    size_t choices = 0;
    for (size_t i = 0; i < f->count; i++)
        if (strcmp(f->controls[i].name, "toon") == 0) {
            assert_true(links_to(mia, arena_printf(&h->a, "%s?toon=%s&amp;vergelijk=%s", page,
                                                   f->controls[i].value, stands(f, "vergelijk"))));
            choices++;
        }
    assert_true(choices >= 3);
    browser_get(mia, "%s?toon=nee&vergelijk=", page);
    SEES(mia, "1 statement is not a yes yet");
    assert_string_equal(stands(question_form(mia, page), "toon"), "nee");
}

static void a_reader_sees_closed_results_only(void **state)
{
    struct house *h = house_of(state);
    struct browser *rita = browser_new(h, READER), *sam = browser_new(h, SECOND),
                   *guide = browser_new(h, GUIDE);
    const char *base = round_path(h, SCAN_ALONE);
    autosave(sam, base, h->places[0].statement, "yes", 1, "&note=marker-of-sam");
    browser_get(rita, "%s/resultaat", base);
    CODE(rita, 403);
    SEES(rita, "This round is still open");
    browser_get(rita, "%s/stellingen", base);
    CODE(rita, 403);
    /* Nothing leads there. */
    const char *list = arena_printf(&h->a, "%s/scan", home_path(h)),
               *result = arena_printf(&h->a, "%s/resultaat", base);
    browser_get(rita, "%s", list);
    SEES(rita, "result after closing");
    assert_false(links_to(rita, result));
    browser_get(rita, "%s", base);
    SEES(rita, "as soon as the round is closed");
    assert_false(links_to(rita, result));
    close_round(guide, base);
    static const char *const results[] = { "", "/resultaat", "/stellingen", "/scan.csv", "/scan.json" };
    for (size_t i = 0; i < sizeof results / sizeof results[0]; i++) {
        browser_get(rita, "%s%s", base, results[i]);
        CODE(rita, 200);
        if (strstr(rita->body, "marker-of-sam") != NULL)
            WRONG("%s shows a reader what a member wrote\n", rita->path);
    }
    browser_get(rita, "%s/thema/%s", base, h->places[0].theme_id);
    CODE(rita, 403);
    browser_get(rita, "%s/samen", base);
    CODE(rita, 403);
}

/* ---- Counts that are kept -------------------------------------------------------------------------------- */

static uint64_t next_random(uint64_t *x)
{
    *x ^= *x << 13;
    *x ^= *x >> 7;
    *x ^= *x << 17;
    return *x;
}

static void check_counts(struct house *h, int64_t round)
{
    const char *recount = arena_printf(
        &h->a,
        "SELECT a.statement AS statement, sum(CASE WHEN a.answer = 1 THEN 1 ELSE 0 END) AS yes, "
        "sum(CASE WHEN a.answer = 2 THEN 1 ELSE 0 END) AS no, sum(CASE WHEN a.answer = 3 THEN 1 ELSE 0 END) "
        "AS dont_know, sum(CASE WHEN a.answer = 4 THEN 1 ELSE 0 END) AS not_applicable, sum(CASE WHEN "
        "(a.flags & 2) <> 0 THEN 1 ELSE 0 END) AS bookmarks, sum(CASE WHEN (a.flags & 1) <> 0 THEN 1 ELSE 0 "
        "END) AS started FROM scan_answer a JOIN scan_sheet s ON s.id = a.sheet_id WHERE s.round_id = %lld "
        "AND s.member_id <> 0 GROUP BY a.statement",
        (long long)round);
    const char *columns = "statement, yes, no, dont_know, not_applicable, bookmarks, started";
    const char *some = "yes + no + dont_know + not_applicable + bookmarks + started > 0";
    const char *kept = arena_printf(&h->a, "SELECT %s FROM scan_tally WHERE round_id = %lld AND %s", columns,
                                    (long long)round, some);
    recount = arena_printf(&h->a, "SELECT %s FROM (%s) c WHERE %s", columns, recount, some);
    if (house_int(h, "SELECT count(*) FROM (%s EXCEPT %s) x", kept, recount) != 0 ||
        house_int(h, "SELECT count(*) FROM (%s EXCEPT %s) x", recount, kept) != 0)
        WRONG("the kept counts are not those of the answers\n");
    assert_int_equal(
        house_int(h,
                  "SELECT count(*) FROM scan_sheet s WHERE s.round_id = %lld AND s.answered <> (SELECT "
                  "count(*) FROM scan_answer a WHERE a.sheet_id = s.id AND a.answer > 0)",
                  (long long)round),
        0);
    /* An answer is the newest line of its history. */
    assert_int_equal(
        house_int(
            h,
            "SELECT count(*) FROM scan_answer a JOIN scan_sheet s ON s.id = a.sheet_id WHERE s.round_id = %lld "
            "AND "
            "NOT EXISTS (SELECT 1 FROM scan_history l WHERE l.sheet_id = a.sheet_id AND l.statement = "
            "a.statement AND l.edit = a.edit AND l.answer = a.answer AND l.flags = a.flags AND l.edit = "
            "(SELECT "
            "max(m.edit) FROM scan_history m WHERE m.sheet_id = a.sheet_id AND m.statement = a.statement))",
            (long long)round),
        0);
}

/* One random thing that someone does: a tap, a repeat, a late one, a plain form, a whole sheet, an answer of the
 * group. */
static void random_step(struct house *h, struct browser *const *people, uint64_t *x, const char *base,
                        const char *const *ids, size_t count)
{
    static const char *const answers[] = { "", "yes", "no", "dont_know", "not_applicable" };
    struct browser *b = people[next_random(x) % 2]; /* the guide speaks for the group only */
    const char *s = ids[next_random(x) % 6], *answer = answers[next_random(x) % 5];
    int64_t edit = (int64_t)(next_random(x) % 40) + 1;
    const char *more =
        arena_printf(&h->a, "%s%s%s", next_random(x) % 2 == 0 ? "&bookmark=1" : "",
                     next_random(x) % 2 == 0 ? "&started=1" : "", next_random(x) % 3 == 0 ? "&note=n" : "");
    switch (next_random(x) % 8) {
    case 0: { /* the whole sheet, as it was shown or with a guessed counter */
        const char *fields = "";
        for (size_t i = 0; i < count; i++)
            if (next_random(x) % 4 == 0)
                fields = arena_printf(&h->a, "%s&edit%%5B%s%%5D=%d&answer%%5B%s%%5D=%s", fields, ids[i],
                                      (int)(next_random(x) % 20), ids[i], answers[1 + next_random(x) % 4]);
        browser_post(b, arena_printf(&h->a, "%s/alles", base), fields + (fields[0] == '&'));
        CODE(b, 303);
        break;
    }
    case 1: /* plain form */
        browser_post(b, arena_printf(&h->a, "%s/antwoord/%s", base, s),
                     arena_printf(&h->a, "answer=%s&edit=%lld%s", answer, (long long)edit, more));
        assert_true(b->code == 303 || b->code == 409);
        break;
    case 2: /* the group */
        if (next_random(x) % 2 == 0)
            browser_post(people[2], arena_printf(&h->a, "%s/eensgezind", base), "");
        else
            browser_post(people[2], arena_printf(&h->a, "%s/samen/%s", base, s),
                         arena_printf(&h->a, "answer=%s", answers[1 + next_random(x) % 4]));
        CODE(people[2], 303);
        break;
    default:
        for (uint64_t times = 1 + next_random(x) % 2; times > 0; times--) {
            autosave(b, base, s, answer, edit, more);
            assert_true(b->code == 200 || b->code == 409);
        }
    }
}

static void kept_counts_are_always_true(void **state)
{
    struct house *h = house_of(state);
    struct browser *people[] = { browser_new(h, MEMBER), browser_new(h, SECOND), browser_new(h, GUIDE) };
    const char *base = round_path(h, SCAN_ALONE);
    size_t count;
    const char *const *ids = statements_of(h, SCAN_ALONE, &count);
    uint64_t x = 20261122;
    for (int step = 0; step < 300; step++) {
        random_step(h, people, &x, base, ids, count);
        if (step % 25 == 24)
            check_counts(h, round_id(h, SCAN_ALONE));
    }
    assert_true(house_int(h, "SELECT count(*) FROM scan_history") > 200);
}

/* ---- Beside the answers ---------------------------------------------------------------------------------- */

static void evidence_comes_back_as_it_was(void **state)
{
    struct house *h = house_of(state);
    struct browser *mia = browser_new(h, MEMBER), *sam = browser_new(h, SECOND);
    const char *base = round_path(h, SCAN_ALONE);
    const char *page = arena_printf(&h->a, "%s/bewijs/%s", base, h->places[0].statement);
    size_t n = 600 * 1024;
    char *content = arena_alloc(&h->a, n);
    for (size_t i = 0; i < n; i++)
        content[i] = (char)(i * 7 + i / 256);
    memcpy(content, "%PDF-", 5);
    browser_get(mia, "%s", page);
    struct page_form *f = browser_form(mia, page);
    form_attach(mia, f, "file", "C:\\plans\\beleids\"plan.pdf", (struct bytes){ content, n });
    browser_send(mia, f);
    CODE(mia, 303);
    browser_follow(mia);
    int64_t id = house_int(h, "SELECT max(id) FROM scan_evidence");
    int64_t file = house_int(h, "SELECT file_id FROM scan_evidence WHERE id = %lld", (long long)id);
    assert_int_equal(house_int(h, "SELECT count(*) FROM attachment_part WHERE file_id = %lld", (long long)file),
                     3);
    browser_get(sam, "%s/bestand/%lld", base, (long long)id);
    CODE(sam, 200);
    assert_int_equal(sam->size, n);
    assert_memory_equal(sam->body, content, n);
    assert_string_equal(sam->type, "application/pdf");
    assert_non_null(strstr(sam->disposition, "attachment"));

    /* Who did not add it may not take it away; who did may, and the guide, who leads the talk. */
    const char *gone = arena_printf(&h->a, "%s/weg/%lld", page, (long long)id);
    browser_post(sam, gone, "");
    CODE(sam, 403);
    browser_post(browser_new(h, GUIDE), arena_printf(&h->a, "%s/weg/%lld", page, (long long)h->places[0].link),
                 "");
    assert_int_equal(
        house_int(h, "SELECT count(*) FROM scan_evidence WHERE id = %lld", (long long)h->places[0].link), 0);
    browser_post(mia, gone, "");
    CODE(mia, 303);
    browser_get(sam, "%s/bestand/%lld", base, (long long)id);
    CODE(sam, 404);
    browser_post(mia, gone, "");
    CODE(mia, 404);
    assert_int_equal(house_int(h, "SELECT count(*) FROM attachment_part WHERE file_id = %lld", (long long)file),
                     0);
}

static void what_a_browser_would_run_is_no_evidence(void **state)
{
    struct house *h = house_of(state);
    struct browser *mia = browser_new(h, MEMBER);
    const char *page = arena_printf(&h->a, "%s/bewijs/%s", round_path(h, SCAN_ALONE), h->places[0].statement);
    static const struct {
        const char *name, *content;
    } files[] = {
        { "page.html", "<!doctype html><script>alert(1)</script>" },
        { "page.pdf", "<html>" },
        { "image.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>" },
        { "program.exe", "MZ\x90" },
        { "archive.zip", "PK\x03\x04xxxx" },
        { "plan.docm", "PK\x03\x04xxxx" },
        { "plan.txt", "\xff\xfe\x01" },
        { "notes.txt", "\xef\xbb\xbf \n<script>alert(1)</script>" },
        { "bell.txt", "ding \x07" },
    };
    house_mark(h);
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        browser_get(mia, "%s", page);
        struct page_form *f = browser_form(mia, page);
        form_attach(mia, f, "file", files[i].name,
                    (struct bytes){ files[i].content, strlen(files[i].content) });
        browser_send(mia, f);
        if (mia->code != 422)
            WRONG("%s was taken: %d\n", files[i].name, mia->code);
        SEES(mia, "This kind of file is not accepted");
        browser_form(mia, page);
    }
    static const char *const links[] = { "javascript:alert(1)",         "data:text/html,x",
                                         "file:///etc/passwd",          "//x.example",
                                         "https://user:word@x.example", "https://" };
    for (size_t i = 0; i < sizeof links / sizeof links[0]; i++) {
        browser_get(mia, "%s", page);
        struct page_form *f = browser_form(mia, page);
        form_put(mia, f, "url", links[i]);
        browser_send(mia, f);
        CODE(mia, 422);
    }
    assert_string_equal(house_changed(h), "");
}

static void a_member_says_when_done(void **state)
{
    struct house *h = house_of(state);
    struct browser *mia = browser_new(h, MEMBER), *guide = browser_new(h, GUIDE);
    const char *base = round_path(h, SCAN_ALONE);
    autosave(mia, base, h->places[0].statement, "yes", 1, "");
    browser_get(mia, "%s", base);
    browser_send(mia, browser_form(mia, "/klaar"));
    CODE(mia, 303);
    browser_get(guide, "%s", base);
    SEES(guide, "done on");
    SEES(guide, "1 of 2 members is done");
    /* Only who owes something is reminded, once a day. */
    browser_send(guide, browser_form(guide, "/herinneren"));
    CODE(guide, 303);
    browser_follow(guide);
    SEES(guide, "There is a reminder for 1 member. The mails wait");
    const char *reminder = house_mail(h, h->people[SECOND].mail);
    assert_non_null(strstr(reminder, "/binnen/"));
    assert_non_null(strstr(reminder, "I don't know")); /* not "does not apply": that lifts the score */
    assert_null(strstr(reminder, "does not apply"));
    assert_int_equal(
        house_int(h, "SELECT count(*) FROM admin_mail WHERE recipient = '%s'", h->people[MEMBER].mail), 0);
    SEES(guide, "Who is not done was reminded today.");
    browser_post(guide, arena_printf(&h->a, "%s/herinneren", base), "");
    browser_follow(guide);
    SEES(guide, "Nobody was mailed");
    browser_get(mia, "%s", base);
    browser_send(mia, browser_form(mia, "/klaar"));
    browser_get(guide, "%s", base);
    SEES(guide, "0 of 2 members are done");
}

/* ---- Out and in again ------------------------------------------------------------------------------------ */

static void an_export_goes_into_another_organisation(void **state)
{
    struct house *h = house_of(state);
    struct browser *guide = browser_new(h, GUIDE), *fons = browser_new(h, FOREIGN);
    const char *base = round_path(h, SCAN_SINGLE);
    fill_sheet(guide, base, "no");
    autosave(guide, base, h->places[0].statement, "yes", 9, "&bookmark=1&note=Kept+note");
    CODE(guide, 200);
    close_round(guide, base);
    browser_get(guide, "%s/resultaat", base);
    const char *score = page_text(&h->a, guide->body, "h1");
    static const char *const files[] = { "scan.json", "scan.csv", "scan.xlsx" };
    const char *in = arena_printf(&h->a, "/organisatie/%lld/scan/invoeren", (long long)h->places[1].org);
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        browser_get(guide, "%s/%s", base, files[i]);
        CODE(guide, 200);
        char *copy = arena_alloc(&h->a, guide->size);
        memcpy(copy, guide->body, guide->size);
        house_mark(h);
        browser_get(fons, "%s", in);
        struct page_form *f = browser_form(fons, in);
        form_attach(fons, f, "file", files[i], (struct bytes){ copy, guide->size });
        form_put(fons, f, "title", files[i]);
        form_put(fons, f, "do", "look");
        browser_send(fons, f);
        CODE(fons, 200);
        SEES(fons, "Nothing is stored yet.");
        assert_string_equal(house_changed(h), "");
        f = browser_form(fons, in);
        form_put(fons, f, "do", "store");
        browser_send(fons, f);
        CODE(fons, 303);
        browser_follow(fons);
        CODE(fons, 200);
        assert_string_equal(page_text(&h->a, fons->body, "h1"), score);
        const char *path = arena_strndup(&h->a, fons->path, strlen(fons->path) - strlen("/resultaat"));
        browser_get(fons, "%s/stellingen", path);
        SEES(fons, "Kept note");

        /* A second time: nothing more. */
        house_mark(h);
        browser_get(fons, "%s", in);
        f = browser_form(fons, in);
        form_attach(fons, f, "file", files[i], (struct bytes){ copy, guide->size });
        form_put(fons, f, "title", files[i]);
        form_put(fons, f, "do", "look");
        browser_send(fons, f);
        CODE(fons, 422);
        assert_string_equal(house_changed(h), "");
    }
}

static void a_second_round_says_why_the_score_moved(void **state)
{
    struct house *h = house_of(state);
    struct browser *guide = browser_new(h, GUIDE);
    const char *base = round_path(h, SCAN_SINGLE);
    fill_sheet(guide, base, "no");
    browser_get(guide, "%s/resultaat?vergelijk=%lld", base, (long long)h->places[0].closed);
    CODE(guide, 200);
    SEES(guide, "Why did the score move?");
    SEES(guide, "Round of last year");
    /* A round of others cannot be compared with: as if it were not named. */
    browser_get(guide, "%s/resultaat?vergelijk=%lld", base, (long long)h->places[1].closed);
    CODE(guide, 200);
    browser_get(guide, "%s/stellingen?toon=nee", base);
    CODE(guide, 200);
    browser_get(guide, "%s/stellingen?toon=nonsense&vergelijk=-1", base);
    CODE(guide, 200);
}

/* ---- What is kept of a page ----------------------------------------------------------------------------- */

/* A page without the token, which never looks the same twice. */
static const char *page_at(struct browser *b, const char *path)
{
    browser_get(b, "%s", path);
    CODE(b, 200);
    char *page = arena_strndup(&b->h->a, b->body, b->size);
    for (char *at = page; (at = strstr(at, "name=\"csrf\" value=\"")) != NULL;) {
        at += strlen("name=\"csrf\" value=\"");
        memset(at, '.', strcspn(at, "\""));
    }
    return page;
}

/* Whether everyone sees, also the second time, what a server shows that has just been started. Gives the guide's. */
static const char *page_is_current(struct house *h, const char *path)
{
    static const enum role roles[] = { GUIDE, MEMBER, SECOND, MINUTES };
    enum { COUNT = sizeof roles / sizeof roles[0] };
    const char *seen[2][COUNT];
    struct browser *b[COUNT];
    for (int i = 0; i < COUNT; i++)
        b[i] = browser_new(h, roles[i]);
    for (int time = 0; time < 2; time++)
        for (int i = 0; i < COUNT; i++)
            seen[time][i] = page_at(b[i], path);
    for (int i = 0; i < COUNT; i++) {
        house_serve(h);
        const char *fresh = page_at(b[i], path);
        assert_string_equal(seen[0][i], fresh);
        assert_string_equal(seen[1][i], fresh);
    }
    return seen[0][0];
}

static void a_result_is_never_an_old_one(void **state)
{
    struct house *h = house_of(state);
    const char *base = round_path(h, SCAN_ALONE), *path = arena_printf(&h->a, "%s/resultaat", base);
    size_t count;
    const char *const *statements = statements_of(h, SCAN_ALONE, &count);
    long long round = (long long)round_id(h, SCAN_ALONE), org = (long long)h->places[0].org;
    struct browser *second = browser_new(h, SECOND), *mia = browser_new(h, MEMBER);
    browser_post(second, arena_printf(&h->a, "%s/klaar", base), "");
    browser_post(mia, arena_printf(&h->a, "%s/klaar", base), "");
    const char *before = page_is_current(h, path);

    /* By the product itself: with every answer also "how many more" of this one person moves. */
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(autosave(second, base, statements[i], "yes", 1000, "&bookmark=on"), 200);
        const char *now = page_is_current(h, path);
        assert_string_not_equal(now, before);
        before = now;
    }
    /* By another program on the same data. */
    static const char *const changes[] = {
        "UPDATE scan_round SET title = 'Renamed' WHERE id = %lld",
        "UPDATE scan_tally SET no = no + 3 WHERE round_id = %lld",
    };
    for (size_t i = 0; i < sizeof changes / sizeof changes[0]; i++) {
        house_do(h, changes[i], round);
        const char *now = page_is_current(h, path);
        assert_string_not_equal(now, before);
        before = now;
    }
    house_do(
        h, "INSERT INTO organisation_theme (organisation_id, title, created_at) VALUES (%lld, 'Own theme', 1)",
        org);
    assert_non_null(strstr(page_is_current(h, path), "Own theme"));
    house_do(h, "UPDATE account_user SET name = 'Another Name' WHERE id = %lld",
             (long long)h->people[GUIDE].user);
    assert_non_null(strstr(page_is_current(h, path), "Another Name"));
    /* What was asked belongs to the page as well. */
    (void)page_is_current(h, arena_printf(&h->a, "%s?vergelijk=%lld", path, (long long)h->places[0].closed));
    (void)page_is_current(h, path);
}

HOUSE_MAIN(BOTH(a_visitor_from_the_first_page_to_a_result), BOTH(a_second_scan_leaves_the_first),
           BOTH(an_older_tap_never_wins), BOTH(a_tap_on_the_sheet_keeps_what_it_does_not_show),
           BOTH(what_is_not_offered_is_refused), BOTH(some_kinds_are_asked_more),
           BOTH(one_kind_of_organisation), BOTH(one_goes_on_where_one_was),
           BOTH(a_large_sheet_comes_domain_by_domain), BOTH(the_talk_stays_with_its_list_and_domain),
           BOTH(a_domain_is_given_away_in_one_row), BOTH(a_quick_scan_becomes_an_organisation),
           BOTH(also_when_the_size_was_left_open), BOTH(a_guide_opens_a_round_in_every_mode),
           BOTH(other_statements_ask_their_own_questions), BOTH(an_open_start_question_is_pointed_at_once),
           BOTH(closing_says_what_is_open), BOTH(a_closed_round_stays_as_it_is), BOTH(one_filler),
           BOTH(one_filler_is_somebody), BOTH(in_one_sitting_the_guide_clicks),
           BOTH(in_one_sitting_the_minute_taker_may_click), BOTH(divided_by_theme),
           BOTH(each_alone_then_together), BOTH(nobody_sees_what_another_answers),
           BOTH(the_home_leads_to_what_waits), BOTH(done_is_done_also_on_the_home),
           BOTH(what_to_do_stands_before_what_there_is), BOTH(every_page_says_where_it_is_in_the_same_way),
           BOTH(statements_are_chosen_from_a_list_too), BOTH(a_reader_sees_closed_results_only),
           BOTH(kept_counts_are_always_true), BOTH(evidence_comes_back_as_it_was),
           BOTH(what_a_browser_would_run_is_no_evidence), BOTH(a_member_says_when_done),
           BOTH(an_export_goes_into_another_organisation), BOTH(a_second_round_says_why_the_score_moved),
           BOTH(a_result_is_never_an_old_one))
