/* What already exists before the first session: the briefing sheet of a trajectory, and the commitments of an organisation with
 * the deadlines that follow from them by dated rules of a pack. */
#ifndef SLICE_BRIEFING_BRIEFING_H
#define SLICE_BRIEFING_BRIEFING_H

#include <stdbool.h>
#include <stdint.h>

#include "slice/trajectory/trajectory.h"

struct doc;

/* ---- the sheet --------------------------------------------------------------------------------------- */

enum briefing_state { BRIEFING_UNKNOWN, BRIEFING_KNOWN, BRIEFING_NONE, BRIEFING_STATES };
const char *briefing_state_name(enum briefing_state s); /* "unknown" … as stored */
bool briefing_state_parse(const char *s, enum briefing_state *out);

enum { BRIEFING_MAX_KNOWN = 4000, BRIEFING_MAX_URL = 500, BRIEFING_MAX_TITLE = 120 };

struct briefing_line {
    const char *line;               /* id in the template, or "own-…" */
    const struct pack_entry *entry; /* of the template; NULL = an own line */
    const char *title;              /* of an own line */
    enum briefing_state state;
    const char *known, *url;
    int64_t edit; /* 0 = nobody looked yet */
    struct db_int user, at;
};
/* The template's lines in their order, then own ones. */
const struct briefing_line *briefing_lines(struct db *db, struct arena *a, const struct trajectory *t,
                                           size_t *count);
/* Stores what is known of a line; the old text stays in the log. CONFLICT when edit is old, NOT_FOUND for a line that is
 * neither of the template nor an own one, INVALID with detail "known" when it is KNOWN without words and without a link. */
struct fault briefing_line_save(struct db *db, struct arena *a, const struct trajectory *t,
                                const struct briefing_line *n, int64_t user, int64_t now_ms);
/* An own line; gives its id in *line. INVALID with detail "title". */
struct fault briefing_line_add(struct db *db, struct arena *a, const struct trajectory *t, const char *title,
                               int64_t user, int64_t now_ms, const char **line);

/* ---- commitments ------------------------------------------------------------------------------------- */

struct briefing_date {
    const char *event; /* of the pack; "signed" when no pack knows the commitment */
    int64_t day;
};
struct briefing_commitment {
    int64_t id;
    const char *title, *note;
    const struct pack_entry *entry; /* NULL = no pack knows it (any more) */
    const struct briefing_date *dates;
    size_t date_count;
    int64_t edit, created_at;
    struct db_int archived_at;
};
/* Those of an organisation that are not archived. */
const struct briefing_commitment *briefing_commitments(struct db *db, struct arena *a,
                                                       const struct packs *packs, int64_t organisation,
                                                       size_t *count);
const struct briefing_commitment *briefing_commitment_get(struct db *db, struct arena *a,
                                                          const struct packs *packs, int64_t organisation,
                                                          int64_t id);
/* What a pack offers to an organisation of that country and sector on a day; those that ran out stand behind. */
const struct pack_entry *const *briefing_offers(struct arena *a, const struct packs *packs, const char *country,
                                                bool company, int64_t today, size_t *count);

/* A deadline as it follows from the dates. */
struct briefing_deadline {
    const struct pack_entry *entry; /* of the pack: title, what */
    int64_t day;
    int number; /* of its repetition, from 1 */
};
/* All that follow: each that comes once, and of the repeated ones those from ninety days ago on, at most three to come. None
 * after the day on which the rule runs out. By day. */
const struct briefing_deadline *briefing_deadlines(struct arena *a, const struct briefing_commitment *c,
                                                   int64_t today, size_t *count);

/* New or changed (n->id 0 = new); its deadlines become tasks of the organisation, in lang. CONFLICT when n->edit is old,
 * INVALID with detail "title", "entry", "date". */
struct briefing_commitment_new {
    int64_t id, organisation;
    const char *entry, *title, *note; /* entry "" = none; title "" = that of the entry */
    const struct briefing_date *dates;
    size_t date_count;
    int64_t edit;
};
struct fault briefing_commitment_save(struct db *db, struct arena *a, const struct packs *packs,
                                      const struct lang *lang, const struct briefing_commitment_new *n,
                                      int64_t user, int64_t now_ms, int64_t *id);
/* Archived, or back; its tasks go and come along. */
void briefing_commitment_archive(struct db *db, struct arena *a, const struct packs *packs,
                                 const struct lang *lang, int64_t organisation, int64_t id, bool archived,
                                 int64_t user, int64_t now_ms);

/* Chapter of the final report: the commitments with their dates and what is due. */
void briefing_chapter(struct db *db, struct arena *a, const struct lang *lang, const struct packs *packs,
                      const struct trajectory *t, struct doc *d, int level);

extern const struct trajectory_part briefing_part;
extern const struct slice slice_briefing;

#endif
