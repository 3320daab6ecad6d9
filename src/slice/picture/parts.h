/* What the files of this slice share and no other slice needs. */
#ifndef SLICE_PICTURE_PARTS_H
#define SLICE_PICTURE_PARTS_H

#include "slice/picture/picture.h"

/* Of the organisation's type; SECTOR_UNKNOWN when it cannot be told. */
enum pack_sector picture_sector(struct db *db, struct arena *a, const struct packs *packs,
                                int64_t organisation);

/* REQUEST_DRAFT for what is no state. */
enum picture_state picture_state_of(const char *name);

/* What asks something already, in the order in which it was made. */
struct picture_mark {
    int64_t id;
    const char *standard, *statement;
    enum picture_state state;
};
struct picture_marks {
    const struct picture_mark *v;
    size_t count;
};
struct picture_marks picture_marks(struct db *db, struct arena *a, const struct trajectory *t);
/* The first that asks the standard request or the statement ("" = not asked about); NULL when nothing does. */
const struct picture_mark *picture_mark(const struct picture_marks *marks, const char *standard,
                                        const char *statement);

/* NULL for 0. */
static inline struct db_int picture_some(int64_t id)
{
    return id == 0 ? DB_NULL_INT : DB_SOME(id);
}

/* The language in which somebody of an organisation is written to: their own, but between Flemish and Dutch the
 * organisation's wording decides. lang is a code or "". */
const struct lang *picture_lang(const struct organisation *o, const char *lang);

/* The wording of the organisation. */
const struct lang *picture_org_lang(struct db *db, struct arena *a, int64_t organisation);

/* Whether the organisation has a department of this id. */
bool picture_has_department(struct db *db, struct arena *a, int64_t organisation, int64_t id);
/* Its name; "" for 0 or one that is gone. */
const char *picture_department_name(const struct organisation_department *v, size_t count, int64_t id);

/* What picture_fact_add and _change check: INVALID with detail = field. */
struct fault picture_fact_check(struct db *db, struct arena *a, const struct packs *packs,
                                const struct trajectory *t, const struct picture_fact_text *text);
/* Whether the fact says exactly that. */
bool picture_fact_is(const struct picture_fact *f, const struct picture_fact_text *x);

/* What is said of a value that is no number: a msgid. */
extern const char *const picture_no_number;

/* Of picture_part; picture_mail.c, because links are made with the install key. */
trajectory_duties_fn picture_duties;
void picture_ended(struct db *db, const struct trajectory *t, int64_t now_ms);

/* At most so many characters, cut at a word, with "…" when it was cut. */
const char *picture_short(struct arena *a, const char *text, size_t characters);

#endif
