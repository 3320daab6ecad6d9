/* A handful of whole pages as they were reviewed, in Flemish and in English. What differs from one run to the next is
 * taken out first. */
#include "golden.h"

/* Everything from after `before` up to one of the characters of `end` becomes `with`, wherever it stands. */
static const char *mask(struct house *h, const char *text, const char *before, const char *end,
                        const char *with)
{
    struct buf out;
    buf_init(&out, 4 * 1024 * 1024);
    for (const char *p; (p = strstr(text, before)) != NULL;) {
        p += strlen(before);
        buf_add(&out, text, (size_t)(p - text));
        buf_str(&out, with);
        text = p + strcspn(p, end);
    }
    buf_str(&out, text);
    const char *masked = buf_to_arena(&out, &h->a);
    buf_release(&out);
    return masked;
}

static const char *without_chance(struct house *h, const char *page)
{
    static const char *const assets[] = { "app", "font", "favicon" };
    page = mask(h, page, "name=\"csrf\" value=\"", "\"", "TOKEN");
    page = mask(h, page, "data-owner=\"", "\"", "OWNER");
    page = mask(h, page, "/quickscan/", "/\"<?", "KEY");
    page = mask(h, page, "Kapstok " KAPSTOK_VERSION, "<", "");
    for (size_t i = 0; i < sizeof assets / sizeof assets[0]; i++) {
        const char *path = arena_printf(&h->a, "/static/%s.", assets[i]);
        page = mask(h, page, path, ".", "HASH");
    }
    return page;
}

static void pages_in(struct house *h, const char *lang)
{
    const char *base = arena_printf(&h->a, "/quickscan/%s", h->places[0].key);
    const struct {
        const char *name, *path;
    } pages[] = {
        { "start", "/" },
        { "quickscan", "/quickscan?land=BE&soort=public" },
        { "theme", arena_printf(&h->a, "%s/thema/%s", base, h->places[0].theme_id) },
        { "result", arena_printf(&h->a, "%s/resultaat", base) },
        { "sign-in", "/aanmelden" },
        { "not-found", "/no/such/page" },
    };
    for (size_t i = 0; i < sizeof pages / sizeof pages[0]; i++) {
        struct browser *b = browser_new(h, NOBODY);
        browser_set_cookie(b, "kapstok-taal", lang);
        browser_get(b, "%s", pages[i].path);
        golden_check(h, arena_printf(&h->a, "pages/%s.%s.html", pages[i].name, lang),
                     without_chance(h, b->body));
    }
}

/* The visitor's scan with every kind of answer, and a date that does not move. */
static void fill_in(struct house *h)
{
    static const char *const answers[] = { "yes", "no", "yes", "dont_know", "yes", "not_applicable", "no" };
    struct browser *b = browser_new(h, NOBODY);
    browser_get(b, "/quickscan/%s/alles", h->places[0].key);
    struct page_form *f = browser_form(b, "/alles");
    size_t statement = 0;
    for (size_t i = 0; i < f->count; i++) {
        struct control *c = &f->controls[i];
        statement += strncmp(c->name, "edit[", 5) == 0;
        if (strncmp(c->name, "answer[", 7) == 0)
            c->sent = statement % 9 != 0 && strcmp(c->value, answers[statement % 7]) == 0;
    }
    browser_send(b, f);
    CODE(b, 303);
    house_do(
        h,
        "UPDATE scan_round SET created_at = 1795000000000; UPDATE scan_sheet SET changed_at = 1795000000000");
}

static void the_pages_are_the_reviewed_ones(void **state)
{
    struct house *h = house_of(state);
    fill_in(h);
    pages_in(h, "nl_BE");
    pages_in(h, "en");
}

HOUSE_MAIN(BOTH(the_pages_are_the_reviewed_ones))
