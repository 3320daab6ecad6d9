/* Reports as people use them: made by a guide, with chosen sections and words of one's own, by two at the same time, read on
 * paper, adopted, mended and mailed; what members may write in them and what a reader may see. */
#include "house.h"

#include "base/clock.h"

/* The page of the newest report of a form. */
static const char *page_of(struct house *h, const char *form)
{
    return arena_printf(&h->a, "%s/rapport/%lld", house_trajectory(h),
                        (long long)house_int(h,
                                             "SELECT max(id) FROM report_report WHERE form = '%s' AND "
                                             "organisation_id = %lld",
                                             form, (long long)h->places[0].org));
}

static const char *stored(struct house *h, const char *page, const char *column)
{
    return house_sql(h, "SELECT %s FROM report_report WHERE id = %s", column, strrchr(page, '/') + 1);
}

static const char *own_text(struct house *h, const char *page, const char *key)
{
    return house_sql(h, "SELECT lead FROM report_section WHERE report_id = %s AND key = '%s'",
                     strrchr(page, '/') + 1, key);
}

/* What stands in a field. */
static const char *page_value(const struct page_form *f, const char *name)
{
    for (size_t i = 0; i < f->count; i++)
        if (strcmp(f->controls[i].name, name) == 0)
            return f->controls[i].value;
    WRONG("no field %s\n", name);
    return "";
}

/* Presses one of the buttons called "do". */
static int press(struct browser *b, struct page_form *f, const char *act)
{
    form_put(b, f, "do", act);
    return browser_send(b, f);
}

static struct page_form *writing(struct browser *b, const char *page, const char *key)
{
    browser_get(b, "%s/deel/%s", page, key);
    CODE(b, 200);
    return browser_form(b, arena_printf(&b->h->a, "/deel/%s", key));
}

/* The form with the places of a section that has this button: the page has one a button. */
static void place(struct browser *b, const char *page, const char *key, const char *act)
{
    browser_get(b, "%s/bewerken", page);
    size_t count;
    struct page_form *forms = page_forms(&b->h->a, b->body, &count);
    const char *action = arena_printf(&b->h->a, "%s/deel/%s/plaats", page, key);
    for (size_t i = 0; i < count; i++)
        if (strcmp(forms[i].action, action) == 0 && strcmp(page_value(&forms[i], "do"), act) == 0) {
            press(b, &forms[i], act);
            CODE(b, 303);
            return;
        }
    WRONG("%s cannot be moved %s\n", key, act);
}

static int64_t position(struct house *h, const char *page, const char *key)
{
    return house_int(h, "SELECT position FROM report_section WHERE report_id = %s AND key = '%s'",
                     strrchr(page, '/') + 1, key);
}

/* ---- making it ------------------------------------------------------------------------------------------------ */

static void a_guide_chooses_sections_and_their_order(void **state)
{
    struct house *h = house_of(state);
    struct browser *guide = browser_new(h, GUIDE);
    browser_get(guide, "%s/rapport", house_trajectory(h));
    SEES(guide, "The final report is a draft");
    SEES(guide, "Note to the council or management");
    const char *page = page_of(h, "final");
    browser_get(guide, "%s", page);
    GOES(guide, arena_printf(&h->a, "%s/bewerken", page));
    browser_follow(guide);
    SEES(guide, "Sections, in this order");

    int64_t before = position(h, page, "introduction");
    place(guide, page, "introduction", "down");
    assert_int_equal(position(h, page, "introduction"), before + 1);
    browser_follow(guide);
    place(guide, page, "introduction", "up");
    assert_int_equal(position(h, page, "introduction"), before);

    /* What is left out is not on the page, but its words are kept. */
    browser_get(guide, "%s/bekijken", page);
    SEES(guide, "We began in spring.");
    place(guide, page, "introduction", "hide");
    browser_get(guide, "%s/bekijken", page);
    NOT_SEES(guide, "We began in spring.");
    place(guide, page, "introduction", "show");
    browser_get(guide, "%s/bekijken", page);
    SEES(guide, "We began in spring.");
}

static void who_is_second_with_the_order_looks_again(void **state)
{
    struct house *h = house_of(state);
    struct browser *guide = browser_new(h, GUIDE), *other = browser_new(h, GUIDE);
    const char *page = page_of(h, "final");
    browser_get(other, "%s/bewerken", page);
    struct page_form *old = browser_form(other, "/deel/introduction/plaats");
    place(guide, page, "introduction", "down");
    int64_t now = position(h, page, "introduction");
    press(other, old, page_value(old, "do"));
    CODE(other, 303);
    browser_follow(other);
    SEES(other, "Somebody else changed this report just now.");
    assert_int_equal(position(h, page, "introduction"), now);
}

static void title_language_and_logo(void **state)
{
    struct house *h = house_of(state);
    struct browser *guide = browser_new(h, GUIDE), *other = browser_new(h, GUIDE);
    const char *page = page_of(h, "final");
    browser_get(other, "%s/gegevens", page);
    struct page_form *old = browser_form(other, "/gegevens");
    browser_get(guide, "%s/gegevens", page);
    struct page_form *f = browser_form(guide, "/gegevens");
    form_put(guide, f, "title", "");
    browser_send(guide, f);
    CODE(guide, 422);
    f = browser_form(guide, "/gegevens");
    form_put(guide, f, "title", "Olmen leads the way");
    form_put(guide, f, "lang", "en");
    browser_send(guide, f);
    GOES(guide, arena_printf(&h->a, "%s/bewerken", page));
    assert_string_equal(stored(h, page, "title"), "Olmen leads the way");

    /* The other sees what is stored now and chooses. */
    form_put(other, old, "title", "Olmen on its way");
    browser_send(other, old);
    CODE(other, 422);
    SEES(other, "Somebody else changed this report meanwhile");
    SEES(other, "Olmen leads the way");
    assert_string_equal(stored(h, page, "title"), "Olmen leads the way");
    f = browser_form(other, "/gegevens");
    assert_string_equal(page_value(f, "title"), "Olmen on its way");
    browser_send(other, f);
    CODE(other, 303);
    assert_string_equal(stored(h, page, "title"), "Olmen on its way");
    browser_get(guide, "%s/wijzigingen", page);
    SEES(guide, "It was: Olmen leads the way");

    browser_get(guide, "%s/gegevens", page);
    browser_send(guide, browser_form(guide, "/logo/weg"));
    CODE(guide, 303);
    browser_get(guide, "%s/logo", page);
    CODE(guide, 404);
    browser_get(guide, "%s/gegevens", page);
    f = browser_form(guide, "/logo");
    form_attach(guide, f, "file", "logo.pdf", (struct bytes){ "%PDF-1.4 and so on", 18 });
    browser_send(guide, f);
    CODE(guide, 422);
    SEES(guide, "A logo is a PNG or JPEG picture");
}

/* ---- words of one's own --------------------------------------------------------------------------------------- */

static void two_who_write_the_same_text_see_both(void **state)
{
    struct house *h = house_of(state);
    struct browser *mia = browser_new(h, MEMBER), *guide = browser_new(h, GUIDE);
    const char *page = page_of(h, "final");
    struct page_form *of_mia = writing(mia, page, "introduction"),
                     *of_guide = writing(guide, page, "introduction");

    /* A preview writes nothing. */
    house_mark(h);
    form_put(mia, of_mia, "lead", "It *began* with Mia. <script>alert(1)</script>");
    press(mia, of_mia, "preview");
    CODE(mia, 200);
    SEES(mia, "Preview, not stored yet");
    assert_non_null(strstr(mia->body, "<em>began</em>"));
    assert_null(strstr(mia->body, "<script>alert"));
    assert_string_equal(house_changed(h), "");

    of_mia = browser_form(mia, "/deel/introduction");
    form_put(mia, of_mia, "lead", "It began with Mia.");
    press(mia, of_mia, "save");
    CODE(mia, 303);
    form_put(guide, of_guide, "lead", "It began with Gust.");
    press(guide, of_guide, "save");
    CODE(guide, 422);
    SEES(guide, "Somebody else stored a text while you wrote");
    SEES(guide, "Mia Member");
    assert_non_null(strstr(guide->body, "<del>"));
    assert_non_null(strstr(guide->body, "<ins>"));
    assert_string_equal(own_text(h, page, "introduction"), "It began with Mia."); /* nothing overwritten */
    struct page_form *f = browser_form(guide, "/deel/introduction");
    assert_string_equal(page_value(f, "lead"), "It began with Gust.");
    press(guide, f, "save");
    CODE(guide, 303);
    assert_string_equal(own_text(h, page, "introduction"), "It began with Gust.");

    /* What stood there comes back by one button. */
    browser_get(guide, "%s/wijzigingen", page);
    SEES(guide, "It was: It began with Mia.");
    browser_send(guide, browser_form(guide, "/terug"));
    CODE(guide, 303);
    assert_string_equal(own_text(h, page, "introduction"), "It began with Mia.");
}

static void two_who_write_different_things_keep_both(void **state)
{
    struct house *h = house_of(state);
    struct browser *mia = browser_new(h, MEMBER), *guide = browser_new(h, GUIDE);
    const char *page = page_of(h, "final");
    struct page_form *of_mia = writing(mia, page, "scan"), *of_guide = writing(guide, page, "scan");
    form_put(mia, of_mia, "lead", "First.\n\nSecond.\n\nThird.");
    press(mia, of_mia, "save");
    CODE(mia, 303);
    form_put(guide, of_guide, "tail", "Last.");
    press(guide, of_guide, "save");
    CODE(guide, 422);
    SEES(guide, "Where you changed nothing yourself, the form now holds what the other one stored.");
    press(guide, browser_form(guide, "/deel/scan"), "save");
    CODE(guide, 303);
    assert_string_equal(own_text(h, page, "scan"), "First.\n\nSecond.\n\nThird.");

    of_mia = writing(mia, page, "scan");
    of_guide = writing(guide, page, "scan");
    form_put(mia, of_mia, "lead", "First, by Mia.\n\nSecond.\n\nThird.");
    press(mia, of_mia, "save");
    form_put(guide, of_guide, "lead", "First.\n\nSecond.\n\nThird, by Gust.");
    press(guide, of_guide, "save");
    CODE(guide, 422);
    SEES(guide, "so both stand together in the form");
    SEES(guide, "Store mine as the newest, without the other's changes");
    press(guide, browser_form(guide, "/deel/scan"), "save");
    CODE(guide, 303);
    assert_string_equal(own_text(h, page, "scan"), "First, by Mia.\n\nSecond.\n\nThird, by Gust.");
}

static void a_short_form_is_made_from_the_data_and_written_on(void **state)
{
    struct house *h = house_of(state);
    struct browser *guide = browser_new(h, GUIDE), *other = browser_new(h, GUIDE);
    const char *page = page_of(h, "proposal");
    browser_get(other, "%s/bewerken", page);
    struct page_form *old = browser_form(other, "/tekst");
    browser_get(guide, "%s/bewerken", page);
    SEES(guide, "It fits on one page.");
    struct page_form *f = browser_form(guide, "/tekst");
    form_put(guide, f, "content", "## We ask\n\nOne *decision*.");
    house_mark(h);
    press(guide, f, "preview");
    CODE(guide, 200);
    assert_non_null(strstr(guide->body, "<em>decision</em>"));
    assert_string_equal(house_changed(h), "");
    press(guide, browser_form(guide, "/tekst"), "save");
    GOES(guide, arena_printf(&h->a, "%s/bewerken", page));

    form_put(other, old, "content", "## We ask\n\nTwo decisions.");
    press(other, old, "save");
    CODE(other, 422);
    SEES(other, "Somebody else stored a text while you wrote");
    SEES(other, "Gust Guide");
    assert_string_equal(stored(h, page, "content"), "## We ask\n\nOne *decision*.");
    press(other, browser_form(other, "/tekst"), "save");
    CODE(other, 303);
    assert_string_equal(stored(h, page, "content"), "## We ask\n\nTwo decisions.");
}

/* ---- on paper ------------------------------------------------------------------------------------------------- */

static void on_paper(void **state)
{
    struct house *h = house_of(state);
    struct browser *guide = browser_new(h, GUIDE), *mia = browser_new(h, MEMBER);
    static const char *const forms[] = { "final", "note", "proposal" };
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        const char *page = page_of(h, forms[i]);
        browser_get(mia, "%s/bekijken", page);
        CODE(mia, 200);
        browser_get(guide, "%s/rapport.pdf", page);
        CODE(guide, 200);
        assert_memory_equal(guide->body, "%PDF-", 5);
        browser_get(mia, "%s/rapport.docx", page);
        CODE(mia, 200);
        assert_memory_equal(mia->body, "PK\x03\x04", 4);
    }
}

/* ---- adopting ------------------------------------------------------------------------------------------------- */

static void what_was_adopted_is_read_and_mended(void **state)
{
    struct house *h = house_of(state);
    struct browser *guide = browser_new(h, GUIDE), *reader = browser_new(h, READER),
                   *mia = browser_new(h, MEMBER);
    const char *page = page_of(h, "final"), *shown = arena_printf(&h->a, "%s/bekijken", page);
    browser_get(reader, "%s", shown);
    CODE(reader, 404);
    browser_get(guide, "%s/bewerken", page);
    browser_send(guide, browser_form(guide, "/stand"));
    CODE(guide, 303);

    /* Something changed between looking and adopting: it is looked at again. */
    browser_get(guide, "%s/vaststellen", page);
    struct page_form *old = browser_form(guide, "/vaststellen");
    struct page_form *text = writing(guide, page, "introduction");
    form_put(guide, text, "lead", "We began in May.");
    press(guide, text, "save");
    form_put(guide, old, "by", "council");
    house_mark(h);
    browser_send(guide, old);
    CODE(guide, 422);
    SEES(guide, "Something in the report changed since you looked at it");
    assert_string_equal(house_changed(h), "");
    struct page_form *f = browser_form(guide, "/vaststellen");
    form_put(guide, f, "decision", "2026/114");
    browser_send(guide, f);
    GOES(guide, shown);
    browser_follow(guide);
    SEES(guide, "decision 2026/114");

    browser_get(reader, "%s", shown);
    CODE(reader, 200);
    SEES(reader, "We began in May.");
    NOT_SEES(reader, "Something is wrong in it");
    browser_get(reader, "%s/rapport.pdf", page);
    CODE(reader, 200);
    size_t pdf = reader->size;
    browser_get(guide, "%s/bewerken", page);
    CODE(guide, 409);
    browser_get(mia, "%s/deel/introduction", page);
    CODE(mia, 409);

    /* What the trajectory learns later changes nothing of it. */
    house_do(h, "UPDATE report_section SET lead = 'Behind the back.' WHERE key = 'introduction'");
    browser_get(reader, "%s", shown);
    SEES(reader, "We began in May.");
    browser_get(reader, "%s/rapport.pdf", page);
    assert_int_equal(reader->size, pdf);

    browser_get(guide, "%s/mailen", page);
    browser_send(guide, browser_form(guide, "/mailen"));
    GOES(guide, shown);
    assert_non_null(strstr(house_mail(h, "mia@olm.example"), page));

    browser_get(guide, "%s/erratum", page);
    browser_send(guide, browser_form(guide, "/erratum"));
    CODE(guide, 422);
    SEES(guide, "Say what was wrong.");
    f = browser_form(guide, "/erratum");
    form_put(guide, f, "reason", "It was April.");
    browser_send(guide, f);
    const char *next = page_of(h, "final");
    assert_string_not_equal(next, page);
    GOES(guide, arena_printf(&h->a, "%s/bewerken", next));
    browser_get(reader, "%s/bekijken", next);
    CODE(reader, 404);
    browser_get(guide, "%s/vaststellen", next);
    f = browser_form(guide, "/vaststellen");
    form_put(guide, f, "by", "council");
    browser_send(guide, f);
    CODE(guide, 303);
    browser_get(reader, "%s/bekijken", next);
    CODE(reader, 200);
    browser_get(reader, "%s", shown);
    CODE(reader, 200);
    SEES(reader, "Read the version that took its place");
}

/* ---- rights --------------------------------------------------------------------------------------------------- */

static void members_write_texts_and_nothing_else(void **state)
{
    struct house *h = house_of(state);
    struct browser *mia = browser_new(h, MEMBER), *guide = browser_new(h, GUIDE);
    const char *page = page_of(h, "final");
    browser_get(mia, "%s", page);
    GOES(mia, arena_printf(&h->a, "%s/bekijken", page));
    browser_follow(mia);
    SEES(mia, "Write a text of your own beside a section");
    browser_get(mia, "%s/bewerken", page);
    CODE(mia, 200);
    SEES(mia, "What you can do");
    NOT_SEES(mia, "Leave out");
    NOT_SEES(mia, "Set it aside");
    struct page_form *f = writing(mia, page, "introduction");
    form_put(mia, f, "lead", "By Mia.");
    press(mia, f, "save");
    CODE(mia, 303);
    static const char *const closed[] = { "gegevens", "vaststellen", "wijzigingen" };
    for (size_t i = 0; i < sizeof closed / sizeof *closed; i++) {
        browser_get(mia, "%s/%s", page, closed[i]);
        CODE(mia, 403);
    }
    browser_get(mia, "%s/bewerken", page_of(h, "proposal"));
    CODE(mia, 403);

    /* Once it is ready, a guide must open it again. */
    browser_get(guide, "%s/bewerken", page);
    browser_send(guide, browser_form(guide, "/stand"));
    browser_get(mia, "%s/deel/introduction", page);
    CODE(mia, 409);
    browser_get(guide, "%s/deel/introduction", page);
    CODE(guide, 200);
}

static void a_reader_sees_what_was_adopted_and_others_nothing(void **state)
{
    struct house *h = house_of(state);
    struct browser *reader = browser_new(h, READER), *foreign = browser_new(h, FOREIGN);
    browser_get(reader, "%s/rapport", house_trajectory(h));
    SEES(reader, "Note to the council or management");
    NOT_SEES(reader, "The final report is a draft");
    NOT_SEES(reader, "Make the final report");
    static const char *const pages[] = { "", "/bekijken", "/rapport.pdf", "/rapport.docx", "/logo" };
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        browser_get(reader, "%s%s", page_of(h, "final"), pages[i]);
        CODE(reader, 404);
        browser_get(reader, "%s%s", page_of(h, "note"), pages[i]);
        assert_true(reader->code == 200 || reader->code == 303);
        browser_get(foreign, "%s%s", page_of(h, "note"), pages[i]);
        CODE(foreign, 404);
    }
    browser_get(foreign, "%s/rapport", house_trajectory(h));
    CODE(foreign, 404);
    /* Not by way of an own trajectory either. */
    browser_get(foreign, "/organisatie/%lld/traject/%lld/rapport/%s/bekijken", (long long)h->places[1].org,
                (long long)house_int(h,
                                     "SELECT min(id) FROM trajectory_trajectory WHERE organisation_id = %lld",
                                     (long long)h->places[1].org),
                strrchr(page_of(h, "note"), '/') + 1);
    CODE(foreign, 404);
}

static void set_aside_and_back(void **state)
{
    struct house *h = house_of(state);
    struct browser *guide = browser_new(h, GUIDE);
    const char *page = page_of(h, "final");
    browser_get(guide, "%s/bewerken", page);
    browser_send(guide, browser_form(guide, "/opzij"));
    CODE(guide, 303);
    browser_follow(guide);
    SEES(guide, "1 report was set aside");
    SEES(guide, "There is no final report yet");
    browser_send(guide, browser_form(guide, "/terughalen"));
    CODE(guide, 303);
    browser_follow(guide);
    SEES(guide, "The final report is a draft");
}

HOUSE_MAIN(BOTH(a_guide_chooses_sections_and_their_order), BOTH(who_is_second_with_the_order_looks_again),
           BOTH(title_language_and_logo), BOTH(two_who_write_the_same_text_see_both),
           BOTH(two_who_write_different_things_keep_both),
           BOTH(a_short_form_is_made_from_the_data_and_written_on), BOTH(on_paper),
           BOTH(what_was_adopted_is_read_and_mended), BOTH(members_write_texts_and_nothing_else),
           BOTH(a_reader_sees_what_was_adopted_and_others_nothing), BOTH(set_aside_and_back))
