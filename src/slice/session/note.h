/* Inside this slice: the methods that gather texts. Where a note may stand, groups of notes and the mind map that they make, turns at
 * a round table, parallel tables. room.h has the notes themselves. */
#ifndef SLICE_SESSION_NOTE_H
#define SLICE_SESSION_NOTE_H

#include "slice/session/room.h"

enum {
    NOTE_MAX_WORD = 80, /* characters of one word or short sentence */
    NOTE_MAX_CLUSTERS = 60,
    NOTE_MAX_CLUSTER = 80, /* characters of its name */
    NOTE_MAX_DEPTH = 3,    /* groups of groups of groups */
    TURN_MOST = 200
};

/* ---- Where notes stand (note.c) -------------------------------------------------------------------------- */

/* A column, a ring, a table; a method without any has one without a name. */
struct note_spot {
    const char *label; /* "" = the item's title says it */
    const char *ask;   /* what to write there */
};
const struct note_spot *note_spots(struct arena *a, const struct lang *lang, const struct session_item *item,
                                   const struct session_part *parts, size_t part_count, size_t *count);
/* How many notes one person may write, and how long each may be. */
int64_t note_most(const struct session_item *item);
int64_t note_length(const struct session_item *item);
/* Whether a spot takes notes now: a golden circle opens one ring after the other. */
bool note_spot_open(const struct session_item *item, int64_t spot);

/* How many people wrote in a round, as long as that is known: a table's scribes are forgotten when it closes. */
int64_t note_writers(struct db *db, struct arena *a, const struct session *s, const struct session_item *item,
                     int64_t round);

/* The same text, whatever the case and the marks at its end; those that several people wrote come first, then as they came. */
struct note_word {
    const char *text;
    int64_t times;
};
const struct note_word *note_words(struct arena *a, const struct session_note *notes, size_t note_count,
                                   size_t *count);

/* ---- Groups of notes (cluster.c) ------------------------------------------------------------------------- */

/* INVALID with detail "label" or "parent"; CONFLICT with detail "full". */
struct fault note_cluster_add(struct db *db, struct arena *a, const struct session_item *item,
                              const char *label, int64_t parent, int64_t *number);
/* NOT_FOUND when there is none. */
struct fault note_cluster_rename(struct db *db, struct arena *a, const struct session_item *item,
                                 int64_t number, const char *label);
/* One place up (-1) or down (1) among its own; at the end nothing changes. */
struct fault note_cluster_move(struct db *db, struct arena *a, const struct session_item *item, int64_t number,
                               int by);
/* Under another group (0 = the middle), as the last; with all that hangs under it. INVALID with detail "parent" when that is itself, or
 * under it, or when it would hang too deep. */
struct fault note_cluster_to(struct db *db, struct arena *a, const struct session_item *item, int64_t number,
                             int64_t parent);
/* Its notes and groups come to where it hung. */
struct fault note_cluster_drop(struct db *db, struct arena *a, const struct session *s,
                               const struct session_item *item, int64_t number);

/* ---- The mind map (mindmap.c) ---------------------------------------------------------------------------- */

/* A branch in the order of an outline: the middle first (level 0), each followed by what hangs under it. */
struct map_node {
    int64_t cluster; /* 0 = the middle */
    int64_t parent;
    int level;
    const char *label;
    const struct session_note *const *notes; /* that stand in it itself */
    size_t note_count;
    size_t all;       /* notes in it and in all that hangs under it */
    bool first, last; /* among its own */
};
/* Of clusters and notes that are shown; notes in no group hang on the middle. */
const struct map_node *map_nodes(struct arena *a, const char *title, const struct session_cluster *clusters,
                                 size_t cluster_count, const struct session_note *notes, size_t note_count,
                                 size_t *count);

/* ---- Turns (turn.c) -------------------------------------------------------------------------------------- */

struct note_turn {
    const char *name;
    int64_t member;      /* 0 = a guest */
    int64_t participant; /* whose phone is told; 0 = not in the room */
};
const struct note_turn *note_turns(struct db *db, struct arena *a, const struct session_item *item,
                                   size_t *count);
/* Everybody who is in the room or was noted as present and is not on the list yet; says how many were added. */
size_t note_turns_gather(struct db *db, struct arena *a, const struct session *s,
                         const struct session_item *item);
/* INVALID with detail "name"; CONFLICT with detail "full". */
struct fault note_turn_add(struct db *db, struct arena *a, const struct session_item *item, const char *name);
/* Those who are still to come, in another order. */
void note_turns_shuffle(struct db *db, struct arena *a, const struct session_item *item);
/* One place up (-1) or down (1); nothing when that is not among those who are to come. */
void note_turn_move(struct db *db, struct arena *a, const struct session_item *item, size_t place, int by);
/* Off the list. Who is before the turn does not matter any more, so only those from the turn on can be taken off. */
void note_turn_drop(struct db *db, struct arena *a, const struct session_item *item, size_t place);
/* Who is on goes to the end of the list, so that the next one is on. */
void note_turn_skip(struct db *db, struct arena *a, const struct session_item *item);

/* ---- Tables (turn.c) ------------------------------------------------------------------------------------- */

/* table from 1; 0 = none. INVALID with detail "table". */
struct fault note_table_choose(struct db *db, const struct session *s, size_t tables, int64_t participant,
                               int64_t table);
/* Everybody without a table gets one, by lot, so that they stay as even as can be. */
void note_tables_deal(struct db *db, struct arena *a, const struct session *s, size_t tables);

/* ---- When an item closes --------------------------------------------------------------------------------- */

/* Who spoke when, and who sat where, is forgotten; the notes stay. */
void note_item_closed(struct db *db, struct arena *a, const struct session *s, const struct session_item *item);

#endif
