/* Inside this slice: statements of a round of the scan, answered by the room and agreed on by the group. */
#ifndef SLICE_SESSION_SCAN_H
#define SLICE_SESSION_SCAN_H

#include "slice/scan/scan.h"
#include "slice/session/result.h"

struct scan_room_theme {
    const char *title;
    size_t from, to; /* parts of the sheet */
    size_t agreed;   /* statements of it that the group decided on */
};
struct scan_room_line {
    size_t part;        /* of the sheet */
    int statement;      /* in the pack of the round; -1 = it is not asked any more */
    struct tally tally; /* of the room */
    bool agreed, no_agreement;
    enum scan_answer answer; /* agreed */
    const char *note;
};
/* What an item can take its statements from: rounds that are open and have a group, each as a whole where it is short enough, and by
 * domain. value is the item's source: "round:7", "round:7:gov.staff". */
struct session_scan_source {
    const char *value, *label;
    int statements;
};

/* What the pages of an item need of its round (room_state.of_method). */
struct scan_room {
    const struct scan_round *round; /* NULL = none was chosen, or it is gone */
    const char *path;               /* of the round */
    const struct scan_room_theme *themes;
    size_t theme_count;
    struct sheet_turn turn;
    const struct scan_room_line *lines; /* of all parts, in their order */
    const size_t *order;                /* of the theme that is on: lines, the most divided first */
    size_t order_count;
    size_t agreed;                             /* of all */
    const struct session_scan_source *sources; /* at a desk, as long as it has no statements */
    size_t source_count;
    size_t
        unanimous; /* of the theme that is on: answered the same by at least two people, and not decided yet */
};
const struct scan_room *session_scan_of(const struct room_state *r);

const struct session_scan_source *session_scan_sources(struct db *db, struct arena *a,
                                                       const struct packs *packs, const struct lang *lang,
                                                       int64_t organisation, size_t *count);
/* The statements of a source, as parts of an item; none when there is no such round. */
const struct session_part *session_scan_parts(struct db *db, struct arena *a, const struct packs *packs,
                                              const struct lang *lang, int64_t organisation, const char *source,
                                              size_t *count);
/* Gives an item without statements those of a source, also when it is on already: nobody can have answered. INVALID with detail
 * "source"; CONFLICT when it has statements. */
struct fault session_scan_take(struct db *db, struct arena *a, const struct packs *packs,
                               const struct lang *lang, const struct session *s,
                               const struct session_item *item, const char *source);
/* Records in the round what the group agreed on, or that it did not. As scan_agree; NOT_FOUND when the item does not have the statement. */
struct fault session_scan_agree(struct db *db, struct arena *a, const struct packs *packs,
                                const struct session *s, const struct session_item *item, const char *statement,
                                enum scan_answer answer, bool no_agreement, const char *note, int64_t user,
                                int64_t now_ms);
/* The same for all of the theme that is on to which everybody gave one answer; says how many. */
struct fault session_scan_unanimous(struct room_state *r, int64_t user, size_t *taken);

void session_scan_phone(struct html *h, const struct room_state *r);
void session_scan_screen(struct html *h, const struct room_state *r);
void session_scan_desk(struct html *h, const struct room_state *r);

#endif
