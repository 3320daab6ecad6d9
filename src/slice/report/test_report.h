/* The small world of trajectories with everything that a report is made of. */
#ifndef SLICE_REPORT_TEST_REPORT_H
#define SLICE_REPORT_TEST_REPORT_H

#include "slice/trajectory/test_trajectory.h"

#include "doc/test_outline.h"
#include "slice/briefing/briefing.h"
#include "slice/document/document.h"
#include "slice/evaluation/evaluation.h"
#include "slice/group/group.h"
#include "slice/picture/picture.h"
#include "slice/plan/plan.h"
#include "slice/report/report.h"
#include "slice/report/rules.h"
#include "slice/scan/scan.h"

static const struct trajectory_part *const report_test_parts[] = { &group_part,      &briefing_part,
                                                                   &picture_part,    &plan_part,
                                                                   &evaluation_part, &trajectory_own_part,
                                                                   &report_part,     &document_part };
enum { REPORT_TEST_PARTS = sizeof report_test_parts / sizeof *report_test_parts };

/* A picture of two by two points. */
static const unsigned char green_png[] = {
    0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0x00, 0x00, 0x00, 0x0D, 0x49, 0x48, 0x44, 0x52, 0x00, 0x00,
    0x00, 0x02, 0x00, 0x00, 0x00, 0x02, 0x08, 0x02, 0x00, 0x00, 0x00, 0xFD, 0xD4, 0x9A, 0x73, 0x00, 0x00, 0x00,
    0x0F, 0x49, 0x44, 0x41, 0x54, 0x78, 0x9C, 0x63, 0x60, 0x48, 0x73, 0x01, 0x21, 0x08, 0x05, 0x00, 0x11, 0x96,
    0x02, 0xA9, 0x1F, 0x13, 0x59, 0xA0, 0x00, 0x00, 0x00, 0x00, 0x49, 0x45, 0x4E, 0x44, 0xAE, 0x42, 0x60, 0x82
};

/* In English, so that the tests read what they look for. NULL when there is no PostgreSQL to test with. */
static inline struct world *report_world(enum db_engine engine)
{
    struct world *w = world_new(engine, report_test_parts, REPORT_TEST_PARTS);
    if (w != NULL)
        db_script(w->db, "UPDATE organisation_organisation SET lang = 'en'");
    return w;
}

static inline struct report_source source(struct world *w, int64_t trajectory)
{
    return (struct report_source){ .db = w->db,
                                   .arena = w->a,
                                   .packs = &w->packs,
                                   .parts = &w->parts,
                                   .trajectory = world_trajectory(w, trajectory),
                                   .today = WORLD_TODAY };
}

static inline int64_t make_report(struct world *w, int64_t trajectory, enum report_form form)
{
    struct report_source from = source(w, trajectory);
    int64_t id = 0;
    assert_int_equal(report_make(&from, form, w->guide, WORLD_NOW, &id).status, OK);
    return id;
}

static inline const struct report *report_now(struct world *w, int64_t trajectory, int64_t id)
{
    const struct report *r = report_get(w->db, w->a, world_trajectory(w, trajectory), id);
    assert_non_null(r);
    return r;
}

static inline void says(const char *text, const char *part)
{
    if (strstr(text, part) == NULL)
        fail_msg("not in it: %s\n%s", part, text);
}

static inline void says_not(const char *text, const char *part)
{
    if (strstr(text, part) != NULL)
        fail_msg("in it: %s\n%s", part, text);
}

#endif
