/* The module as the program carries it, and several threads at once. */
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "doc/docx.h"
#include "doc/paper.h"
#include "doc/pdf.h"

enum { THREADS = 6, TIMES = 4 };

static const struct doc_bar bars[] = { { "Energie", 610, 700, 550, "61", NULL, "planet" },
                                       { "Mensen", 300, DOC_NO_VALUE, 350, "30", NULL, "people" },
                                       { "Bestuur", 800, 900, 800, "80", NULL, "governance" } };
static const struct doc_chart chart = { DOC_CHART_RADAR, "Radar", "Wat je ziet.", bars, 3,
                                        "Thema",         "Score", "Voorjaar",     NULL };

static struct doc *some(struct arena *a)
{
    struct doc *d = doc_new(a, "Verslag", "nl");
    d->contents_title = "Inhoud";
    d->page_of = "Pagina %d van %d";
    for (int i = 0; i < 12; i++) {
        doc_heading(d, 1, "Hoofdstuk", NULL);
        doc_paragraph(
            d,
            "Şimşek, Ελληνικά, Кириллица, العربية 👍 en nog een zin die over het einde van de regel heen gaat.");
        doc_chart(d, &chart);
    }
    return d;
}

struct worker {
    pthread_t thread;
    struct buf pdf, docx;
    bool same;
};

/* Writes the same again and again. */
static void *work(void *context)
{
    struct worker *w = context;
    struct arena a;
    arena_init(&a);
    struct doc *d = some(&a);
    buf_init(&w->pdf, 16 << 20);
    buf_init(&w->docx, 16 << 20);
    w->same = doc_pdf_write(d, &w->pdf) == OK && doc_docx_write(d, &w->docx) == OK;
    for (int i = 1; i < TIMES; i++) {
        struct buf again;
        buf_init(&again, 16 << 20);
        w->same = doc_pdf_write(d, &again) == OK && w->same && again.n == w->pdf.n &&
                  memcmp(again.p, w->pdf.p, again.n) == 0;
        buf_release(&again);
    }
    arena_release(&a);
    return NULL;
}

static void paper__is_written_by_several_threads_at_once(void **state)
{
    (void)state;
    struct worker workers[THREADS];
    for (int i = 0; i < THREADS; i++)
        assert_int_equal(pthread_create(&workers[i].thread, NULL, work, &workers[i]), 0);
    for (int i = 0; i < THREADS; i++)
        assert_int_equal(pthread_join(workers[i].thread, NULL), 0);
    for (int i = 0; i < THREADS; i++) {
        assert_true(workers[i].same);
        assert_true(workers[i].pdf.n == workers[0].pdf.n);
        assert_memory_equal(workers[i].pdf.p, workers[0].pdf.p, workers[0].pdf.n);
        assert_true(workers[i].docx.n == workers[0].docx.n);
        assert_memory_equal(workers[i].docx.p, workers[0].docx.p, workers[0].docx.n);
    }
    for (int i = 0; i < THREADS; i++) {
        buf_release(&workers[i].pdf);
        buf_release(&workers[i].docx);
    }
}

static void paper__loads_once(void **state)
{
    (void)state;
    const struct paper *paper = paper_load();
    assert_non_null(paper);
    assert_ptr_equal(paper, paper_load());
    assert_true(paper->font(DOC_BOLD).n > 20000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(paper__is_written_by_several_threads_at_once),
        cmocka_unit_test(paper__loads_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
