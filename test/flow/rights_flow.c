/* Who may do what: every route as every role, in the own and in another organisation, and as nobody; every POST
 * without a good token; the routes for machines with and without a login; where a redirect may go. */
#include "examples.h"
#include "golden.h"

#include <unistd.h>

#include "app/file.h"

static const char *const role_names[ROLES] = {
    [NOBODY] = "nobody", [OUTSIDER] = "outsider", [READER] = "reader", [MEMBER] = "member",
    [SECOND] = "member", [MINUTES] = "minutes",   [GUIDE] = "guide",   [MANAGER] = "manager",
    [ENDED] = "ended",   [FOREIGN] = "foreign",   [SYSTEM] = "system", [PHONE] = "phone",
};

/* ---- The list of routes --------------------------------------------------------------------------------- */

static void the_routes_are_the_reviewed_ones(void **state)
{
    struct house *h = house_of(state);
    struct bytes printed;
    const char *path = arena_printf(&h->a, "%s/routes", h->folder);
    fflush(stdout);
    int own = dup(STDOUT_FILENO);
    assert_non_null(freopen(path, "w", stdout));
    int code = command_routes(&(struct options){ 0 });
    fflush(stdout);
    dup2(own, STDOUT_FILENO);
    close(own);
    assert_int_equal(code, 0);
    assert_int_equal(file_read(&h->a, path, &printed), OK);
    unlink(path);
    golden_check(h, "routes.txt", printed.p);
}

static void every_route_has_an_example(void **state)
{
    struct house *h = house_of(state);
    size_t count;
    const struct route *const *routes = all_routes(h, &count);
    for (size_t i = 0; i < count; i++)
        example_of(routes[i]);
    examples_check();
}

/* ---- Every role ------------------------------------------------------------------------------------------ */

static const char *method_of(const struct route *r)
{
    return r->method == HTTP_GET ? "GET" : "POST";
}

/* Sends an example as someone. What is refused has written nothing, and so has what only shows. */
static int send_as(struct house *h, const struct example *e, enum role role, const struct place *org,
                   const struct place *others)
{
    struct browser *b = browser_new(h, role);
    const char *token = e->method == HTTP_POST ? browser_token(b) : NULL;
    struct request r = example_request(b, e, org, others, token);
    bool makes_token = e->path != NULL && strstr(e->path, "{token}") != NULL;
    if (makes_token)
        house_mark(h);
    house_forget_tries(h);
    int code = browser_run(b, e->method, r.path, r.type, r.body);
    if (code >= 500)
        WRONG("%s %s as %s: %d\n%s\n", e->method == HTTP_GET ? "GET" : "POST", e->pattern, role_names[role],
              code, page_words(&h->a, b->body));
    const char *changed = house_changed(h);
    if (changed[0] != '\0' && (e->method == HTTP_GET || code >= 400))
        WRONG("%s %s as %s: %d, and yet it wrote %s\n", e->method == HTTP_GET ? "GET" : "POST", e->pattern,
              role_names[role], code, changed);
    if (changed[0] != '\0' || makes_token)
        house_restore(h);
    if (makes_token)
        house_mark(h);
    return code;
}

static const char *header_line(struct house *h, int width)
{
    const char *line = arena_printf(&h->a, "# %-*s", width + 3, "what each role gets");
    for (int i = 0; i < ROLES; i++)
        if (i != SECOND)
            line = arena_printf(&h->a, "%s %8s", line, role_names[i]);
    return arena_printf(&h->a, "%s\n", line);
}

/* The organisation of others does not exist for whoever is no member of it; and its own guide may enter. */
static void check_elsewhere(struct house *h, const struct route *route, const struct example *e, const int *own)
{
    for (int role = 0; role < ROLES; role++) {
        int expected = role == NOBODY || role == PHONE ? 401 : 404;
        if (role == SECOND)
            continue;
        int code = send_as(h, e, (enum role)role, &h->places[1], &h->places[1]);
        if (role == FOREIGN ? code == 401 || code == 403 : code != expected)
            WRONG("%s %s of another organisation as %s: %d\n", method_of(route), route->pattern,
                  role_names[role], code);
        if (role == FOREIGN && own[e->who] < 400 && code >= 400 && e->who != SECOND)
            WRONG("%s %s of their own organisation as %s: %d\n", method_of(route), route->pattern,
                  role_names[role], code);
    }
}

/* An id of another organisation under the own one: as if it did not exist. */
static void check_mixed(struct house *h, const struct route *route, const struct example *e, const int *own)
{
    const char *path = e->path == NULL ? e->pattern : e->path;
    if (strcmp(fill_places(h, path, &h->places[0], &h->places[0]),
               fill_places(h, path, &h->places[0], &h->places[1])) == 0)
        return;
    for (int role = READER; role <= MANAGER; role++) {
        if (role == SECOND && e->who != SECOND)
            continue;
        int code = send_as(h, e, (enum role)role, &h->places[0], &h->places[1]);
        if (own[role] >= 400 ? code != own[role] && code != 404 : code != 404)
            WRONG("%s %s with an id of another organisation as %s: %d\n", method_of(route), route->pattern,
                  role_names[role], code);
    }
}

static void every_role_gets_what_was_reviewed(void **state)
{
    struct house *h = house_of(state);
    size_t count;
    const struct route *const *routes = all_routes(h, &count);
    int width = 0;
    for (size_t i = 0; i < count; i++)
        if ((int)strlen(routes[i]->pattern) > width)
            width = (int)strlen(routes[i]->pattern);
    const char *table = header_line(h, width);
    house_mark(h);
    for (size_t i = 0; i < count; i++) {
        const struct example *e = example_of(routes[i]);
        int own[ROLES];
        const char *line = arena_printf(&h->a, "%-4s %-*s ", method_of(routes[i]), width, routes[i]->pattern);
        for (int role = 0; role < ROLES; role++) {
            own[role] = send_as(h, e, (enum role)role, &h->places[0], &h->places[0]);
            if (role != SECOND)
                line = arena_printf(&h->a, "%s %8d", line, own[role]);
        }
        table = arena_printf(&h->a, "%s%s\n", table, line);
        if (own[e->who] >= 500 || own[e->who] == 401 || own[e->who] == 403)
            WRONG("%s %s: the example's own person gets %d\n", method_of(routes[i]), routes[i]->pattern,
                  own[e->who]);
        if (strstr(routes[i]->pattern, "/:org") != NULL) {
            check_elsewhere(h, routes[i], e, own);
            check_mixed(h, routes[i], e, own);
        }
    }
    golden_check(h, "rights.txt", table);
}

/* ---- Tokens ---------------------------------------------------------------------------------------------- */

/* Sends the example with this token and these headers; anything but 403 is wrong, and so is a change. */
static void refused(struct house *h, const struct route *route, struct browser *b, const char *token,
                    const char *origin, const char *site, const char *what)
{
    const struct example *e = example_of(route);
    struct request r = example_request(b, e, &h->places[0], &h->places[0], token);
    b->origin = origin;
    b->fetch_site = site;
    house_mark(h);
    if (browser_run(b, HTTP_POST, r.path, r.type, r.body) != 403)
        WRONG("POST %s %s: %d\n", route->pattern, what, b->code);
    const char *changed = house_changed(h);
    if (changed[0] != '\0')
        WRONG("POST %s %s wrote %s\n", route->pattern, what, changed);
    if (!route->json && strstr(b->body, "<h1") == NULL)
        WRONG("POST %s %s: no page says why\n", route->pattern, what);
}

static void every_post_needs_its_token(void **state)
{
    struct house *h = house_of(state);
    size_t count;
    const struct route *const *routes = all_routes(h, &count);
    for (size_t i = 0; i < count; i++) {
        if (routes[i]->method != HTTP_POST || routes[i]->right == STATELESS)
            continue;
        enum role who = example_of(routes[i])->who;
        struct browser *b = browser_new(h, who), *visitor = browser_new(h, NOBODY),
                       *other = browser_new(h, GUIDE);
        if (who == GUIDE)
            other = browser_new(h, MANAGER);
        const char *own = browser_token(b);
        refused(h, routes[i], b, NULL, NULL, NULL, "without a token");
        refused(h, routes[i], b, "", NULL, NULL, "with an empty token");
        refused(h, routes[i], b, arena_printf(&h->a, "%c%s", own[0] == 'A' ? 'B' : 'A', own + 1), NULL, NULL,
                "with a spoilt token");
        refused(h, routes[i], b, browser_token(visitor), NULL, NULL, "with the token of a visitor");
        refused(h, routes[i], b, browser_token(other), NULL, NULL, "with the token of someone else");
        refused(h, routes[i], b, own, NULL, "cross-site", "from another site");
        refused(h, routes[i], b, own, "https://evil.example", NULL, "from another origin");
        refused(h, routes[i], b, own, "http://localhost:8080.evil.example", "same-origin", "from a look-alike");
        refused(h, routes[i], b, own, "http://localhost", NULL, "from another port");
    }
}

static void our_own_pages_may_post(void **state)
{
    struct house *h = house_of(state);
    static const char *const origins[] = { "http://localhost:8080", "null", NULL };
    for (size_t i = 0; i < 3; i++) {
        struct browser *b = browser_new(h, MEMBER);
        b->origin = origins[i];
        b->fetch_site = i == 2 ? "none" : "same-origin";
        browser_post(b, "/taal", "taal=nl&terug=%2Fover");
        GOES(b, "/over");
    }
}

/* ---- Machines -------------------------------------------------------------------------------------------- */

/* Counters differ from one request to the next. */
static const char *without_digits(struct browser *b)
{
    char *copy = arena_strndup(&b->h->a, b->body, b->size);
    for (char *p = copy; *p != '\0'; p++)
        if (*p >= '0' && *p <= '9')
            *p = '0';
    return copy;
}

static void machines_have_no_login(void **state)
{
    struct house *h = house_of(state);
    size_t count, seen = 0;
    const struct route *const *routes = all_routes(h, &count);
    for (size_t i = 0; i < count; i++) {
        if (routes[i]->right != STATELESS)
            continue;
        const struct example *e = example_of(routes[i]);
        struct browser *plain = browser_new(h, NOBODY), *known = browser_new(h, SYSTEM);
        browser_set_cookie(known, "kapstok-taal", "nl");
        browser_set_cookie(known, "kapstok-quick", h->places[0].key);
        known->fetch_site = "cross-site";
        known->origin = "https://elsewhere.example";
        struct request r = example_request(plain, e, &h->places[0], &h->places[0], NULL);
        browser_run(plain, e->method, r.path, r.type, r.body);
        CODE(plain, 200);
        browser_run(known, e->method, r.path, r.type, r.body);
        CODE(known, 200);
        if (plain->set_cookie || known->set_cookie)
            WRONG("%s sets a cookie\n", routes[i]->pattern);
        if (strcmp(without_digits(plain), without_digits(known)) != 0)
            WRONG("%s answers a login otherwise\n", routes[i]->pattern);
        seen++;
    }
    assert_true(seen > 0);
}

/* ---- Redirects ------------------------------------------------------------------------------------------- */

static const char *const foreign_targets[] = {
    "//evil.example",      "/\\evil.example",      "\\\\evil.example",       "https://evil.example/",
    "http:evil.example",   "///evil.example",      "javascript:alert(1)",    "/\t/evil.example",
    " //evil.example",     "/\r\nSet-Cookie: a=b", "data:text/html,evil",    "/\\/evil.example",
    "https:/evil.example", "/%5Cevil.example/..",  "//evil.example\\@local", "\xc2\xa0//evil.example",
    "%2F%2Fevil.example",  "evil.example",
};
enum { FOREIGN_TARGETS = sizeof foreign_targets / sizeof foreign_targets[0] };

/* What a browser would leave our site for. */
static bool leads_away(const char *url)
{
    size_t blanks = strspn(url, " \t\r\n");
    const char *s = url + blanks;
    if (s[0] == '/' && (s[1] == '/' || s[1] == '\\' || s[1] == '\t' || s[1] == '\r' || s[1] == '\n'))
        return true;
    return s[0] != '/' && s[0] != '#' && s[0] != '?' && s[0] != '\0';
}

static void check_links(struct browser *b)
{
    static const char *const names[] = { " href=\"", " action=\"", " src=\"" };
    for (size_t k = 0; k < sizeof names / sizeof names[0]; k++)
        for (const char *p = b->body; (p = strstr(p, names[k])) != NULL; p++) {
            const char *url = p + strlen(names[k]);
            const char *text = page_decode(&b->h->a, url, strcspn(url, "\""));
            if (leads_away(text) && strstr(text, "evil") != NULL)
                WRONG("%s has a link to %s\n", b->path, text);
        }
    size_t count;
    struct page_form *forms = page_forms(&b->h->a, b->body, &count);
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < forms[i].count; k++) {
            const struct control *c = &forms[i].controls[k];
            bool target = strcmp(c->name, "naar") == 0 || strcmp(c->name, "terug") == 0;
            if (target && leads_away(c->value))
                WRONG("%s would go on to %s\n", b->path, c->value);
        }
}

static void redirects_stay_with_us(void **state)
{
    struct house *h = house_of(state);
    for (int i = 0; i < FOREIGN_TARGETS; i++) {
        const char *coded = url_code(&h->a, foreign_targets[i], strlen(foreign_targets[i]));
        struct browser *b = browser_new(h, NOBODY);
        browser_get(b, "/aanmelden?naar=%s", coded);
        check_links(b);
        browser_post(b, "/taal", arena_printf(&h->a, "taal=en&terug=%s", coded));
        assert_true(b->code == 303 || b->code == 422);
        assert_false(b->code == 303 && leads_away(b->location));

        /* A link in a mail keeps the target: asked for, looked at, used. */
        browser_post(b, "/aanmelden/link", arena_printf(&h->a, "mail=rita%%40olm.example&naar=%s", coded));
        if (b->code == 303) {
            browser_get(b, "%s", house_link(h, house_mail(h, "rita@olm.example"), "/binnen/"));
            CODE(b, 200);
            check_links(b);
            browser_send(b, browser_form(b, b->path));
            CODE(b, 303);
            assert_false(leads_away(b->location));
        }

        struct browser *system = browser_new(h, SYSTEM);
        browser_post(system, arena_printf(&h->a, "/beheer/gebruikers/%lld", (long long)h->people[READER].user),
                     arena_printf(&h->a, "act=enable&terug=%s", coded));
        assert_false(system->code == 303 && leads_away(system->location));
        house_forget_tries(h);
    }
}

/* A page that is refused to a visitor names the way in, with itself as the target and nothing else. */
static void the_way_in_comes_back(void **state)
{
    struct house *h = house_of(state);
    struct browser *b = browser_new(h, NOBODY);
    browser_get(b, "/organisatie/%lld/leden?x=%%26y", (long long)h->places[0].org);
    CODE(b, 401);
    const char *link = strstr(b->body, "/aanmelden?naar=");
    assert_non_null(link);
    browser_get(b, "%s", page_decode(&h->a, link, strcspn(link, "\"")));
    CODE(b, 200);
    struct page_form *f = browser_form(b, "/aanmelden/link");
    const char *target = "";
    for (size_t i = 0; i < f->count; i++)
        if (strcmp(f->controls[i].name, "naar") == 0)
            target = f->controls[i].value;
    assert_string_equal(target,
                        arena_printf(&h->a, "/organisatie/%lld/leden?x=%%26y", (long long)h->places[0].org));

    browser_get(b, "//evil.example/%%2e%%2e/account");
    check_links(b);
}

HOUSE_MAIN(ON_SQLITE(the_routes_are_the_reviewed_ones), ON_SQLITE(every_route_has_an_example),
           BOTH(every_role_gets_what_was_reviewed), BOTH(every_post_needs_its_token),
           BOTH(our_own_pages_may_post), BOTH(machines_have_no_login), BOTH(redirects_stay_with_us),
           BOTH(the_way_in_comes_back))
