/* Documents as people use them: begun from a step, written with a preview, by two at the same time, read by the group,
 * approved, adopted, mended; what a reader may see; what is no file. */
#include "house.h"

#include "base/clock.h"
#include "lib/zip.h"
#include "slice/document/document.h"

/* The page of the document with this title. */
static const char *page_of(struct house *h, const char *title)
{
    return arena_printf(&h->a, "%s/document/%lld", house_trajectory(h),
                        (long long)house_int(h,
                                             "SELECT id FROM document_document WHERE title = '%s' AND "
                                             "organisation_id = %lld",
                                             title, (long long)h->places[0].org));
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

static struct page_form *writing(struct browser *b, const char *page)
{
    browser_get(b, "%s/bewerken", page);
    CODE(b, 200);
    return browser_form(b, "/bewerken");
}

/* Presses "store" on a form that has two submit buttons. */
static int store(struct browser *b, struct page_form *f)
{
    form_put(b, f, "do", "save");
    return browser_send(b, f);
}

static const char *newest(struct house *h, const char *page)
{
    return house_sql(h,
                     "SELECT content FROM document_version WHERE document_id = %s ORDER BY number DESC LIMIT 1",
                     strrchr(page, '/') + 1);
}

/* ---- writing ---------------------------------------------------------------------------------------------------- */

static void a_result_is_written_by_hand_under_its_questions(void **state)
{
    struct house *h = house_of(state);
    struct browser *mia = browser_new(h, MEMBER);
    browser_get(mia, "%s/documenten", house_trajectory(h));
    SEES(mia, "Still to be written");
    browser_get(mia, "%s/documenten/nieuw", house_trajectory(h));
    struct page_form *f = browser_form(mia, "/documenten/nieuw");
    browser_send(mia, f);
    CODE(mia, 422);
    SEES(mia, "Give the document a title.");
    f = browser_form(mia, "/documenten/nieuw");
    form_put(mia, f, "title", "Why we do this");
    form_put(mia, f, "sort", "motivation");
    browser_send(mia, f);
    CODE(mia, 303);
    browser_follow(mia);
    const char *page = page_of(h, "Why we do this");
    SEES(mia, "How to write headings, lists and tables");

    /* A preview writes nothing and keeps what was typed. */
    house_mark(h);
    f = browser_form(mia, "/bewerken");
    form_put(mia, f, "content",
             "## Because\n\n- *one*\n- <script>alert(1)</script>\n\n| a | b |\n| --- | --- |\n| 1 | 2 |");
    form_put(mia, f, "do", "preview");
    browser_send(mia, f);
    CODE(mia, 200);
    SEES(mia, "Preview, not stored yet");
    assert_non_null(strstr(mia->body, "<em>one</em>"));
    assert_non_null(strstr(mia->body, "<td>1</td>"));
    assert_null(strstr(mia->body, "<script>alert"));
    assert_string_equal(house_changed(h), "");
    store(mia, browser_form(mia, "/bewerken"));
    GOES(mia, page);
    browser_follow(mia);
    SEES(mia, "Because");
    assert_int_equal(house_int(h, "SELECT version FROM document_document WHERE title = 'Why we do this'"), 1);
}

static void a_link_of_a_step_leads_to_its_questions(void **state)
{
    struct house *h = house_of(state);
    struct browser *guide = browser_new(h, GUIDE);
    browser_get(guide, "%s/documenten", house_trajectory(h));
    const char *at = strstr(guide->body, "/documenten/nieuw?stap=");
    assert_non_null(at);
    while (at > guide->body && at[-1] != '"')
        at--;
    const char *plain = page_decode(&h->a, at, strcspn(at, "\""));
    browser_get(guide, "%s", plain);
    CODE(guide, 200);
    SEES(guide, "These questions become its headings");
    browser_send(guide, browser_form(guide, "/documenten/nieuw"));
    CODE(guide, 303);
    browser_follow(guide);
    struct page_form *f = browser_form(guide, "/bewerken");
    const char *skeleton = page_value(f, "content");
    assert_true(strncmp(skeleton, "## ", 3) == 0);
    /* The headings alone are no text. */
    store(guide, f);
    CODE(guide, 422);
    SEES(guide, "Nothing is written under the headings yet");
    f = browser_form(guide, "/bewerken");
    form_put(guide, f, "content", arena_printf(&h->a, "%s\n\nAn answer.", skeleton));
    store(guide, f);
    CODE(guide, 303);
    /* Whoever asks for it once more is told that it is there. */
    browser_get(guide, "%s", plain);
    SEES(guide, "There is a document for this already");
}

static void two_who_change_different_paragraphs_get_both_together(void **state)
{
    struct house *h = house_of(state);
    struct browser *mia = browser_new(h, MEMBER), *sam = browser_new(h, SECOND);
    const char *page = page_of(h, "A text in review");
    store(mia, writing(mia, page)); /* nothing differs: no version */
    GOES(mia, page);
    assert_int_equal(house_int(h, "SELECT version FROM document_document WHERE title = 'A text in review'"), 2);
    struct page_form *f = writing(mia, page);
    form_put(mia, f, "content", "# Energy\n\nFirst.\n\nSecond.\n\nThird.");
    store(mia, f);
    struct page_form *of_mia = writing(mia, page), *of_sam = writing(sam, page);
    form_put(mia, of_mia, "content", "# Energy\n\nFirst, by Mia.\n\nSecond.\n\nThird.");
    form_put(sam, of_sam, "content", "# Energy\n\nFirst.\n\nSecond.\n\nThird, by Sam.");
    store(mia, of_mia);
    CODE(mia, 303);
    store(sam, of_sam);
    CODE(sam, 422);
    SEES(sam, "Somebody else stored a version while you wrote");
    SEES(sam, "Mia Member");
    SEES(sam, "Both together");
    assert_non_null(strstr(sam->body, "<del>"));
    assert_non_null(strstr(sam->body, "<ins>"));
    assert_string_equal(newest(h, page),
                        "# Energy\n\nFirst, by Mia.\n\nSecond.\n\nThird."); /* nothing overwritten */
    f = browser_form(sam, "/bewerken");
    assert_string_equal(page_value(f, "content"), "# Energy\n\nFirst, by Mia.\n\nSecond.\n\nThird, by Sam.");
    store(sam, f);
    GOES(sam, page);
    assert_string_equal(newest(h, page), "# Energy\n\nFirst, by Mia.\n\nSecond.\n\nThird, by Sam.");
    assert_int_equal(house_int(h, "SELECT version FROM document_document WHERE title = 'A text in review'"), 5);
}

static void two_who_change_the_same_words_choose(void **state)
{
    struct house *h = house_of(state);
    struct browser *mia = browser_new(h, MEMBER), *sam = browser_new(h, SECOND);
    const char *page = page_of(h, "A text in review");
    struct page_form *of_mia = writing(mia, page), *of_sam = writing(sam, page);
    form_put(mia, of_mia, "content", "# Energy\n\nMia's words.");
    form_put(sam, of_sam, "content", "# Energy\n\nSam's words.");
    form_put(sam, of_sam, "title", "Another title");
    store(mia, of_mia);
    house_mark(h);
    store(sam, of_sam);
    CODE(sam, 422);
    assert_string_equal(house_changed(h), "");
    SEES(sam, "Your text, to put the two together by hand");
    struct page_form *f = browser_form(sam, "/bewerken");
    assert_string_equal(page_value(f, "content"), "# Energy\n\nSam's words.");
    assert_string_equal(page_value(f, "title"), "Another title");
    /* A third version meanwhile: the choice is asked again. */
    struct page_form *again = writing(mia, page);
    form_put(mia, again, "content", "# Energy\n\nMia's other words.");
    store(mia, again);
    store(sam, f);
    CODE(sam, 422);
    SEES(sam, "Mia's other words.");
    f = browser_form(sam, "/bewerken");
    store(sam, f);
    GOES(sam, page);
    assert_string_equal(newest(h, page), "# Energy\n\nSam's words.");
    browser_get(sam, "%s/versies", page);
    SEES(sam, "5 versions so far");
    browser_get(sam, "%s/vergelijken?van=4&tot=5", page);
    SEES(sam, "From version 4 to version 5");
    SEES(sam, "Another title");
    /* The old words come back as the newest. */
    browser_get(sam, "%s/versies/4", page);
    browser_send(sam, browser_form(sam, "/terug"));
    GOES(sam, page);
    assert_string_equal(newest(h, page), "# Energy\n\nMia's other words.");
}

/* ---- remarks, approval, adoption --------------------------------------------------------------------------------------- */

static void minutes_go_from_draft_to_adopted(void **state)
{
    struct house *h = house_of(state);
    struct browser *nora = browser_new(h, MINUTES), *mia = browser_new(h, MEMBER),
                   *guide = browser_new(h, GUIDE);
    struct browser *reader = browser_new(h, READER);
    browser_get(mia, "%s/documenten/nieuw", house_trajectory(h));
    NOT_SEES(mia, "of a meeting: who was there");
    browser_get(nora, "%s/documenten/nieuw", house_trajectory(h));
    struct page_form *f = browser_form(nora, "/documenten/nieuw");
    form_put(nora, f, "title", "First meeting");
    form_put(nora, f, "sort", "minutes");
    browser_send(nora, f);
    browser_follow(nora);
    f = browser_form(nora, "/bewerken");
    assert_non_null(strstr(page_value(f, "content"), "## Excused"));
    form_put(nora, f, "content", "## Present\n\nThe whole group.\n\n## Agreements\n\nWe meet again.");
    store(nora, f);
    const char *page = page_of(h, "First meeting");
    browser_get(mia, "%s/bewerken", page);
    CODE(mia, 403);
    browser_get(reader, "%s", page);
    CODE(reader, 404);

    /* Remarks are asked of the group, and they hear of it. */
    browser_get(nora, "%s", page);
    browser_send(nora, browser_form(nora, "/inzage"));
    GOES(nora, page);
    browser_get(nora, "%s/mailen", page);
    struct page_form *mail = browser_form(nora, "/mailen");
    browser_send(nora, mail);
    GOES(nora, page);
    const char *body = house_mail(h, "mia@olm.example");
    assert_non_null(strstr(body, page));
    assert_non_null(strstr(body, "Make a remark on that page, until "));
    browser_send(nora, mail); /* sent twice */
    CODE(nora, 409);
    browser_get(mia, "%s", page);
    SEES(mia, "Read it, and make a remark");
    f = browser_form(mia, "/opmerking");
    form_put(mia, f, "remark", "Sam was ill.");
    form_put(mia, f, "heading", "Present");
    browser_send(mia, f);
    CODE(mia, 303);

    /* Who approves sees what is open, and says why. */
    browser_get(guide, "%s/goedkeuren", page);
    SEES(guide, "Sam was ill.");
    SEES(guide, "1 remark is still open.");
    browser_send(guide, browser_form(guide, "/goedkeuren"));
    CODE(guide, 422);
    browser_get(nora, "%s", page);
    SEES(nora, "about “Present”");
    f = browser_form(nora, arena_printf(&h->a, "/opmerking/%lld",
                                        (long long)house_int(h, "SELECT max(id) FROM document_remark")));
    form_put(nora, f, "outcome", "left");
    browser_send(nora, f);
    CODE(nora, 422);
    SEES(nora, "Say why it is not taken over.");
    f = browser_form(nora, arena_printf(&h->a, "/opmerking/%lld",
                                        (long long)house_int(h, "SELECT max(id) FROM document_remark")));
    form_put(nora, f, "answer", "He was there by telephone.");
    form_put(nora, f, "outcome", "left");
    browser_send(nora, f);
    CODE(nora, 303);
    house_do(h, "UPDATE document_document SET review_until = review_until - 8 WHERE title = 'First meeting'");
    browser_get(nora, "%s/goedkeuren", page);
    SEES(nora, "No remark is open.");
    browser_send(nora, browser_form(nora, "/goedkeuren"));
    GOES(nora, page);
    browser_get(reader, "%s", page);
    CODE(reader, 200);
    SEES(reader, "The whole group.");
    NOT_SEES(reader, "Sam was ill.");
    NOT_SEES(reader, "What next?");

    /* A guide puts down who adopted it; a minute-taker does not. */
    browser_get(nora, "%s/vaststellen", page);
    CODE(nora, 403);
    browser_get(guide, "%s/vaststellen", page);
    f = browser_form(guide, "/vaststellen");
    browser_send(guide, f);
    CODE(guide, 422);
    SEES(guide, "Choose who adopted it.");
    f = browser_form(guide, "/vaststellen");
    form_put(guide, f, "by", "college");
    form_put(guide, f, "decision", "2026/114");
    browser_send(guide, f);
    GOES(guide, page);
    browser_follow(guide);
    SEES(guide, "decision 2026/114");
    browser_get(guide, "%s/bewerken", page);
    CODE(guide, 409);
    browser_get(reader, "%s", house_trajectory(h));
    SEES(reader, "“First meeting” was adopted.");
}

static void an_erratum_leaves_the_old_text_readable(void **state)
{
    struct house *h = house_of(state);
    struct browser *guide = browser_new(h, GUIDE), *reader = browser_new(h, READER);
    const char *page = page_of(h, "An adopted text");
    browser_get(guide, "%s/erratum", page);
    struct page_form *f = browser_form(guide, "/erratum");
    form_put(guide, f, "content", "# Energy\n\nWe use 12 % less.");
    store(guide, f);
    CODE(guide, 422);
    SEES(guide, "Say what was wrong.");
    f = browser_form(guide, "/erratum");
    form_put(guide, f, "wrong", "The figure was missing.");
    store(guide, f);
    GOES(guide, page);
    browser_get(reader, "%s", page);
    SEES(reader, "We use 12 % less.");
    SEES(reader, "The figure was missing.");
    browser_get(reader, "%s/versies/1", page);
    CODE(reader, 200);
    SEES(reader, "We use less.");
    browser_get(reader, "%s/vergelijken?van=1&tot=2", page);
    CODE(reader, 200);
    browser_get(reader, "%s/document.md?versie=2", page);
    CODE(reader, 200);
    assert_non_null(strstr(reader->body, "# An adopted text\n\n*Adopted by the council"));
    assert_non_null(strstr(reader->disposition, "attachment"));
    browser_get(reader, "%s/document.pdf?versie=1", page);
    CODE(reader, 200);
    assert_memory_equal(reader->body, "%PDF-", 5);
    browser_get(reader, "%s/document.docx", page);
    CODE(reader, 200);
    assert_memory_equal(reader->body, "PK\x03\x04", 4);
}

static void a_reader_sees_what_was_agreed_and_nothing_else(void **state)
{
    struct house *h = house_of(state);
    struct browser *reader = browser_new(h, READER), *guide = browser_new(h, GUIDE);
    browser_get(reader, "%s/documenten", house_trajectory(h));
    SEES(reader, "An approved text");
    SEES(reader, "An adopted text");
    NOT_SEES(reader, "A text in review");
    NOT_SEES(reader, "A text set aside");
    NOT_SEES(reader, "New document");
    browser_get(reader, "%s", page_of(h, "A text set aside"));
    CODE(reader, 404);
    /* A text that is changed after all: the reader keeps what was approved, and sees neither draft nor its files. */
    const char *page = page_of(h, "An approved text");
    browser_get(guide, "%s", page);
    struct page_form *f = browser_form(guide, "/heropenen");
    form_put(guide, f, "reason", "The college asks for more");
    browser_send(guide, f);
    f = writing(guide, page);
    form_put(guide, f, "content", "A secret draft.");
    form_put(guide, f, "title", "A secret title");
    store(guide, f);
    browser_get(guide, "%s", page);
    f = browser_form(guide, "/bijlage");
    form_attach(guide, f, "file", "secret.txt", (struct bytes){ "secret", 6 });
    browser_send(guide, f);
    CODE(guide, 303);
    browser_get(reader, "%s", page);
    CODE(reader, 200);
    SEES(reader, "We use less.");
    NOT_SEES(reader, "secret");
    browser_get(reader, "%s/versies/2", page);
    CODE(reader, 404);
    browser_get(reader, "%s/document.md?versie=2", page);
    CODE(reader, 404);
    browser_get(reader, "%s/document.pdf?versie=2", page);
    CODE(reader, 404);
    browser_get(reader, "%s/vergelijken?van=1&tot=2", page);
    CODE(reader, 404);
    browser_get(reader, "%s/bijlage/%lld", page,
                (long long)house_int(h, "SELECT max(id) FROM attachment_file"));
    CODE(reader, 404);
    browser_get(reader, "%s/versies", page);
    NOT_SEES(reader, "secret");
    browser_get(reader, "%s/documenten", house_trajectory(h));
    NOT_SEES(reader, "secret");
}

/* ---- what hangs on it -------------------------------------------------------------------------------------------------------- */

static struct bytes macro_document(struct house *h)
{
    const struct archive_file files[] = { { .name = "word/document.xml", .content = { "<x/>", 4 } },
                                          { .name = "word/vbaProject.bin", .content = { "x", 1 } } };
    struct buf out;
    buf_init(&out, 1 << 16);
    assert_int_equal(archive_make(files, 2, &out), OK);
    char *copy = arena_alloc(&h->a, out.n);
    memcpy(copy, out.p, out.n);
    struct bytes bytes = { copy, out.n };
    buf_release(&out);
    return bytes;
}

static void a_file_is_told_by_its_content(void **state)
{
    struct house *h = house_of(state);
    struct browser *mia = browser_new(h, MEMBER);
    const char *page = page_of(h, "A text in review");
    const struct {
        const char *name;
        struct bytes content;
        const char *says;
    } wrong[] = {
        { "page.pdf", { "<html><script>alert(1)</script>", 31 }, "This kind of file is not accepted" },
        { "picture.svg", { "<svg onload=\"alert(1)\"/>", 24 }, "This kind of file is not accepted" },
        { "program.txt", { "MZ\x90\0", 4 }, "This kind of file is not accepted" },
        { "plan.docx", macro_document(h), "This kind of file is not accepted" },
        { "empty.pdf", { "", 0 }, "This file is empty" },
    };
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        browser_get(mia, "%s", page);
        house_mark(h);
        struct page_form *f = browser_form(mia, "/bijlage");
        form_attach(mia, f, "file", wrong[i].name, wrong[i].content);
        browser_send(mia, f);
        if (mia->code != 422)
            WRONG("%s was taken: %d\n", wrong[i].name, mia->code);
        SEES(mia, wrong[i].says);
        assert_string_equal(house_changed(h), "");
    }
    browser_get(mia, "%s", page);
    struct page_form *f = browser_form(mia, "/bijlage");
    form_attach(mia, f, "file", "C:\\plans\\plan.exe", (struct bytes){ "%PDF-1.7 x", 10 });
    browser_send(mia, f);
    GOES(mia, arena_printf(&h->a, "%s#bijlagen", page));
    browser_get(mia, "%s", page);
    SEES(mia, "plan.exe.pdf");
    int64_t id = house_int(h, "SELECT max(id) FROM attachment_file");
    browser_get(mia, "%s/bijlage/%lld", page, (long long)id);
    CODE(mia, 200);
    assert_string_equal(mia->type, "application/pdf");
    assert_non_null(strstr(mia->disposition, "attachment"));
    assert_int_equal(mia->size, 10);
    /* Another document of the same people does not open it. */
    browser_get(mia, "%s/bijlage/%lld", page_of(h, "An adopted text"), (long long)id);
    CODE(mia, 404);
    browser_get(mia, "%s", page);
    browser_send(mia, browser_form(mia, arena_printf(&h->a, "/bijlage/%lld/weg", (long long)id)));
    CODE(mia, 303);
    browser_get(mia, "%s/bijlage/%lld", page, (long long)id);
    CODE(mia, 404);
    browser_get(mia, "%s", page);
    browser_send(mia, browser_form(mia, arena_printf(&h->a, "/bijlage/%lld/terug", (long long)id)));
    browser_get(mia, "%s/bijlage/%lld", page, (long long)id);
    CODE(mia, 200);
    /* What is adopted keeps its files as they are. */
    browser_post(browser_new(h, GUIDE),
                 arena_printf(&h->a, "%s/bijlage/%lld/weg", page_of(h, "An adopted text"), (long long)id), "");
    browser_get(mia, "%s", page_of(h, "An adopted text"));
    assert_false(browser_has_form(mia, "/bijlage"));
}

static void an_agreement_becomes_a_task(void **state)
{
    struct house *h = house_of(state);
    struct browser *mia = browser_new(h, MEMBER);
    const char *page = page_of(h, "A text in review");
    browser_get(mia, "%s", page);
    struct page_form *f = browser_form(mia, "/afspraak");
    form_put(mia, f, "what", "Ask for a price");
    form_put(mia, f, "owner", arena_printf(&h->a, "%lld", (long long)h->people[MEMBER].member));
    form_put(mia, f, "due_on", "2030-01-15");
    browser_send(mia, f);
    GOES(mia, arena_printf(&h->a, "%s#afspraken", page));
    browser_send(mia, f); /* pressed twice */
    assert_int_equal(house_int(h, "SELECT count(*) FROM trajectory_task WHERE title = 'Ask for a price'"), 1);
    browser_get(mia, "%s", page);
    SEES(mia, "Ask for a price");
    browser_get(mia, "%s/taken", house_trajectory(h));
    SEES(mia, "Ask for a price");
    browser_get(mia, "%s/taak/%lld", house_trajectory(h),
                (long long)house_int(h, "SELECT max(id) FROM trajectory_task"));
    NOT_SEES(mia, "follows from a commitment");
}

static void a_very_long_text_comes_back_whole(void **state)
{
    struct house *h = house_of(state);
    struct browser *mia = browser_new(h, MEMBER);
    const char *page = page_of(h, "A text in review");
    size_t n = 0;
    char *text = arena_alloc(&h->a, (size_t)DOCUMENT_MAX_TEXT * 4 + 8);
    for (int i = 0; i < DOCUMENT_MAX_TEXT; i++) {
        memcpy(text + n, "\xf0\x9f\x8c\xb3", 4); /* a tree: twelve characters in a form */
        n += 4;
    }
    struct page_form *f = writing(mia, page);
    form_put(mia, f, "content", text);
    store(mia, f);
    GOES(mia, page);
    assert_int_equal(
        house_int(h, "SELECT length(content) FROM document_version ORDER BY length(content) DESC LIMIT 1"),
        DOCUMENT_MAX_TEXT);
    memcpy(text + n, "x", 2);
    f = writing(mia, page);
    form_put(mia, f, "content", text);
    store(mia, f);
    CODE(mia, 422);
    assert_string_equal(page_value(browser_form(mia, "/bewerken"), "content"), text);
}

HOUSE_MAIN(BOTH(a_result_is_written_by_hand_under_its_questions), BOTH(a_link_of_a_step_leads_to_its_questions),
           BOTH(two_who_change_different_paragraphs_get_both_together),
           BOTH(two_who_change_the_same_words_choose), BOTH(minutes_go_from_draft_to_adopted),
           BOTH(an_erratum_leaves_the_old_text_readable), BOTH(a_reader_sees_what_was_agreed_and_nothing_else),
           BOTH(a_file_is_told_by_its_content), BOTH(an_agreement_becomes_a_task),
           BOTH(a_very_long_text_comes_back_whole))
