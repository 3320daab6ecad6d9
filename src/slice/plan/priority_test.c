/* Priorities: what is checked, what a session may change of them and what it may not, their order, their history. */
#include "slice/trajectory/test_trajectory.h"

#include "doc/document.h"
#include "slice/plan/plan.h"

static const struct trajectory_part *const parts[] = { &plan_part, &plan_priority_part };

static int start(void **state)
{
    *state = world_new(DB_SQLITE, parts, 2);
    return 0;
}

static int start_postgres(void **state)
{
    *state = getenv("KAPSTOK_TEST_POSTGRES") == NULL ? NULL : world_new(DB_POSTGRES, parts, 2);
    return 0;
}

static int end(void **state)
{
    world_free(*state);
    return 0;
}

static const struct trajectory *of(struct world *w)
{
    return world_trajectory(w, w->trajectory);
}

static struct plan_priority blank(const char *label, int64_t impact, int64_t support)
{
    return (struct plan_priority){
        .theme = "", .label = label, .impact = DB_SOME(impact), .support = DB_SOME(support), .why = ""
    };
}

static int64_t put(struct world *w, struct plan_priority n)
{
    int64_t id = 0;
    assert_int_equal(plan_priority_put(w->db, w->a, of(w), &n, w->guide, WORLD_NOW, &id).status, OK);
    return id;
}

static const struct plan_priority *get(struct world *w, int64_t id)
{
    const struct plan_priority *p = plan_priority_get(w->db, w->a, of(w), id);
    assert_non_null(p);
    return p;
}

static void choose(struct world *w, int64_t id, bool chosen, const char *why)
{
    struct plan_priority n = *get(w, id);
    n.chosen = chosen;
    n.why = why;
    assert_int_equal(plan_priority_change(w->db, w->a, of(w), &n, "Theme", w->guide, WORLD_NOW).status, OK);
}

/* "energy1 waste2 water": labels, with the position of the chosen ones. */
static const char *order(struct world *w)
{
    size_t count;
    const struct plan_priority *all = plan_priorities(w->db, w->a, of(w), &count);
    const char *s = "";
    for (size_t i = 0; i < count; i++)
        s = all[i].chosen
                ? arena_printf(w->a, "%s%s%s%d", s, i == 0 ? "" : " ", all[i].label, (int)all[i].position)
                : arena_printf(w->a, "%s%s%s", s, i == 0 ? "" : " ", all[i].label);
    return s;
}

static void refused(struct world *w, struct plan_priority n, const char *field)
{
    int64_t id;
    struct fault f = plan_priority_put(w->db, w->a, of(w), &n, w->guide, WORLD_NOW, &id);
    assert_int_equal(f.status, INVALID);
    assert_string_equal(f.detail, field);
}

static void what_is_wrong_names_its_field(void **state)
{
    struct world *w = *state;
    refused(w, blank("", 20, 20), "theme");
    refused(w, blank("energy", 9, 20), "impact");
    refused(w, blank("energy", 51, 20), "impact");
    refused(w, blank("energy", 20, 0), "support");
    struct plan_priority n = blank("energy", 10, 50);
    n.support = DB_NULL_INT;
    put(w, n);
}

static void a_session_brings_numbers_and_leaves_what_was_chosen(void **state)
{
    struct world *w = *state;
    if (w == NULL)
        skip();
    int64_t id = put(w, blank("energy", 42, 38));
    choose(w, id, true, "Because we pay for it");
    struct plan_priority n = blank("energy", 25, 30);
    n.session = DB_SOME(7);
    n.item = DB_SOME(12);
    assert_int_equal(put(w, n), id);
    const struct plan_priority *p = get(w, id);
    assert_true(p->chosen);
    assert_string_equal(p->why, "Because we pay for it");
    assert_int_equal(p->impact.v, 25);
    assert_int_equal(p->item.v, 12);
    size_t count;
    const struct plan_change *c = plan_priority_changes(w->db, w->a, id, &count);
    assert_int_equal(count, 4); /* support, impact, why, chosen: the newest first */
    assert_string_equal(c[0].field, "support");
    assert_string_equal(c[0].before, "3.8");
    assert_string_equal(c[0].after, "3.0");
    put(w, n);
    plan_priority_changes(w->db, w->a, id, &count);
    assert_int_equal(count, 4); /* the same again changes nothing */
}

static void a_theme_has_one_row(void **state)
{
    struct world *w = *state;
    if (w == NULL)
        skip();
    struct plan_priority n = blank("ignored", 20, 20);
    n.theme = "gov.energy";
    int64_t id = put(w, n);
    n.label = "other words";
    assert_int_equal(put(w, n), id);
    assert_int_equal(plan_priority_of(w->db, w->a, of(w), "gov.energy")->id, id);
    assert_null(plan_priority_of(w->db, w->a, of(w), "gov.water"));
    assert_null(plan_priority_of(w->db, w->a, of(w), ""));
}

static void the_chosen_ones_stand_in_an_order_of_their_own(void **state)
{
    struct world *w = *state;
    if (w == NULL)
        skip();
    int64_t water = put(w, blank("water", 20, 20)), energy = put(w, blank("energy", 50, 50)),
            waste = put(w, blank("waste", 30, 30));
    assert_string_equal(order(w), "energy waste water");
    choose(w, water, true, "Floods");
    choose(w, waste, true, "");
    assert_string_equal(order(w), "water1 waste2 energy");
    plan_priority_move(w->db, w->a, of(w), waste, -1);
    assert_string_equal(order(w), "waste1 water2 energy");
    plan_priority_move(w->db, w->a, of(w), waste, -1);  /* it is the first */
    plan_priority_move(w->db, w->a, of(w), water, 1);   /* it is the last */
    plan_priority_move(w->db, w->a, of(w), energy, -1); /* it is not chosen */
    assert_string_equal(order(w), "waste1 water2 energy");
    choose(w, energy, true, "");
    choose(w, waste, false, "");
    assert_string_equal(order(w), "water1 energy2 waste");
    assert_int_equal(plan_priority_archive(w->db, w->a, of(w), get(w, water), w->guide, WORLD_NOW).status, OK);
    assert_string_equal(order(w), "energy1 waste");
    put(w, blank("water", 20, 20));
    assert_string_equal(order(w), "energy1 waste water");
}

static void who_saves_over_another_is_told(void **state)
{
    struct world *w = *state;
    int64_t id = put(w, blank("energy", 20, 20));
    struct plan_priority n = *get(w, id);
    choose(w, id, true, "First");
    n.why = "Second";
    struct fault f = plan_priority_change(w->db, w->a, of(w), &n, "Theme", w->guide, WORLD_NOW);
    assert_int_equal(f.status, CONFLICT);
    assert_string_equal(get(w, id)->why, "First");
    n.id = 99;
    assert_int_equal(plan_priority_change(w->db, w->a, of(w), &n, "Theme", w->guide, WORLD_NOW).status,
                     NOT_FOUND);
}

static void the_chapter_tells_what_was_chosen_and_why(void **state)
{
    struct world *w = *state;
    struct doc *d = doc_new(w->a, "Report", "en");
    plan_priority_chapter(w->db, w->a, lang_get(LANG_EN), &w->packs, of(w), d, 1);
    assert_int_equal(d->count, 0);
    put(w, blank("water", 20, 25));
    choose(w, put(w, blank("energy", 42, 38)), true, "Because we pay for it");
    plan_priority_chapter(w->db, w->a, lang_get(LANG_EN), &w->packs, of(w), d, 1);
    assert_int_equal(d->blocks[0].kind, DOC_HEADING);
    assert_int_equal(d->blocks[2].kind, DOC_GRID);
    const struct doc_grid *g = d->blocks[2].grid;
    assert_int_equal(g->row_count, 1);
    assert_string_equal(g->cells[1].runs[0].text, "energy");
    assert_string_equal(g->cells[2].runs[0].text, "Because we pay for it");
    g = d->blocks[d->count - 1].grid;
    assert_int_equal(g->row_count, 2);
    assert_string_equal(g->cells[5].runs[0].text, "2.0");
}

#define ON(fn) cmocka_unit_test_setup_teardown(fn, start, end)
#define ON_BOTH(fn) ON(fn), cmocka_unit_test_setup_teardown(fn, start_postgres, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON(what_is_wrong_names_its_field),  ON_BOTH(a_session_brings_numbers_and_leaves_what_was_chosen),
        ON_BOTH(a_theme_has_one_row),       ON_BOTH(the_chosen_ones_stand_in_an_order_of_their_own),
        ON(who_saves_over_another_is_told), ON(the_chapter_tells_what_was_chosen_and_why),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
