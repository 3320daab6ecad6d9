/* No two texts of a mind map touch, and all of them lie within the drawing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "html/mindmap.h"

static bool touch(const struct mindmap_box *a, const struct mindmap_box *b)
{
    return a->x < b->x + b->w && b->x < a->x + a->w && a->y < b->y + b->h && b->y < a->y + a->h;
}

static void check(struct arena *a, const struct mindmap_node *nodes, size_t count, struct mindmap_frame frame)
{
    struct mindmap_drawing d = mindmap_layout(a, nodes, count, frame);
    assert_int_equal(d.count, count < MINDMAP_MOST ? count : MINDMAP_MOST);
    for (size_t i = 0; i < d.count; i++) {
        const struct mindmap_box *b = &d.boxes[i];
        assert_true(b->w > 0 && b->h > 0);
        assert_true(b->x >= d.all.x && b->y >= d.all.y && b->x + b->w <= d.all.x + d.all.w &&
                    b->y + b->h <= d.all.y + d.all.h);
        for (size_t k = i + 1; k < d.count; k++)
            if (touch(b, &d.boxes[k]))
                fail_msg("%d touches %d: %s / %s", (int)i, (int)k, nodes[i].label, nodes[k].label);
    }
}

/* Repeatable numbers: a failure can be looked at again. */
static uint32_t next(uint32_t *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 16;
}

static void texts_never_touch(void **state)
{
    (void)state;
    static const char *const words[] = { "Energie",
                                         "Inkoop en aanbesteden",
                                         "IJs",
                                         "Wij zien een lange zin van mensen",
                                         "Onbreekbaarwoordvanveertigtekensofnogmeer",
                                         "🌱 groen",
                                         "w" };
    struct arena a;
    arena_init(&a);
    for (uint32_t seed = 1; seed <= 300; seed++) {
        uint32_t s = seed;
        struct mindmap_node nodes[300] = { { 0, "Wat betekent MVO voor ons?", NULL, false } };
        size_t count = 1 + next(&s) % 280;
        for (size_t i = 1; i < count; i++) {
            int most = nodes[i - 1].level + 1;
            most = most > MINDMAP_LEVELS ? MINDMAP_LEVELS : most;
            nodes[i].level = 1 + (int)(next(&s) % (uint32_t)most);
            nodes[i].label = words[next(&s) % 7];
            nodes[i].count = next(&s) % 2 == 0 ? "12" : NULL;
            nodes[i].note = nodes[i].level > 3;
        }
        check(&a, nodes, count, seed % 2 == 0 ? MINDMAP_FREE : (struct mindmap_frame){ 840, 540 });
        arena_reset(&a);
    }
    arena_release(&a);
}

static void both_sides_are_used(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a);
    struct mindmap_node nodes[5] = { { 0, "Middle", NULL, false },
                                     { 1, "A", NULL, false },
                                     { 1, "B", NULL, false },
                                     { 1, "C", NULL, false },
                                     { 1, "D", NULL, false } };
    struct mindmap_drawing d = mindmap_layout(&a, nodes, 5, MINDMAP_FREE);
    assert_true(d.boxes[1].x > 0 && d.boxes[2].x > 0 && d.boxes[3].x < 0 && d.boxes[4].x < 0);
    d = mindmap_layout(&a, nodes, 1, MINDMAP_FREE); /* nothing hangs on it yet */
    assert_int_equal(d.count, 1);
    arena_release(&a);
}

static void hostile_texts_are_texts(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a);
    struct buf out;
    buf_init(&out, 1 << 20);
    struct html h = { .out = &out, .arena = &a, .lang = lang_get(LANG_EN) };
    char long_label[700];
    memset(long_label, 'x', sizeof long_label - 1);
    long_label[sizeof long_label - 1] = '\0';
    struct mindmap_node nodes[3] = { { 0, "<script>alert(1)</script>", NULL, false },
                                     { 1, "\"><img src=x>", "3", false },
                                     { 2, long_label, NULL, true } };
    mindmap_draw(&h, "A & B", "what to see", nodes, 3, MINDMAP_FREE);
    const char *svg = arena_strndup(&a, out.p, out.n);
    buf_release(&out);
    assert_null(strstr(svg, "<script"));
    assert_null(strstr(svg, "<img"));
    assert_non_null(strstr(svg, "<title>A &amp; B</title>"));
    assert_non_null(strstr(svg, "…"));
    arena_release(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_never_touch),
        cmocka_unit_test(both_sides_are_used),
        cmocka_unit_test(hostile_texts_are_texts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
