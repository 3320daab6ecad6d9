/* What the pages of the methods of notes show; made by note_view.c from what room_load gives. */
#ifndef SLICE_SESSION_NOTE_VIEW_H
#define SLICE_SESSION_NOTE_VIEW_H

#include "slice/session/note.h"

enum {
    NOTE_ON_PHONE = 120, /* notes of a result that a phone lists */
    NOTE_ON_DESK = 80,
    /* How many notes a beamer shows at once: fewer when they are long. */
    NOTE_FROM = 12,
    NOTE_FEW = 6,
    NOTE_SHORT = 70 /* characters, in the mean */
};

/* A line of a list: a note, a word with its count, a group. */
struct note_line {
    const char *key; /* of forms */
    const char *text;
    const char *name;  /* who wrote it; "" = nobody says */
    const char *count; /* "3"; NULL = once */
    int64_t edit;
    int hidden;
};
/* A heading with what stands under it: a column, a ring, a table, a group. */
struct note_list {
    const char *label; /* "" = none */
    const char *ask;
    int64_t spot;
    bool now, later; /* a ring that is on, or is not open yet */
    const struct note_line *lines;
    size_t count; /* of lines */
    size_t all;   /* in it; some may not be listed */
    size_t more;  /* that belong here and are not listed */
    int level;    /* of a group: 1 to NOTE_MAX_DEPTH */
};

struct note_view {
    const struct room_state *r;
    const struct note_list *lists; /* by place */
    size_t list_count;
    const struct note_list
        *groups; /* as an outline: groups with their notes, and last what is in no group; 0 without groups */
    size_t group_count;
    size_t notes; /* that may be seen from here and are not hidden */
    size_t hidden;
    size_t left_out; /* notes that are not listed here */
    bool open;       /* phones may write */
    int64_t spot;    /* the only place to write at now; -1 = the person chooses */
    int64_t most, length;
    const struct note_line *own; /* with own_spot; only when r->own */
    const int64_t *own_spot;
    size_t own_count;
    const char *nonce;
    const char *path; /* of the session: "/organisatie/3/sessie/7" */
    const char *back; /* the page that the desk's forms come from: "regie", "notulen" */
};
/* most: how many notes of each list are shown, and of all groups together; 0 = all. */
struct note_view *note_view_of(struct html *h, const struct room_state *r, size_t most);

/* Nodes of a drawing: groups with the number of their notes; with their notes when there is room for them. False when there are no
 * groups. */
struct mindmap_node;
const struct mindmap_node *note_map(struct html *h, const struct room_state *r, size_t notes_up_to,
                                    size_t *count);
/* For a beamer: the upper levels as far as `most` nodes reach, groups only; 0 without groups. */
const struct mindmap_node *note_map_short(struct html *h, const struct room_state *r, size_t most,
                                          size_t *count);
/* A sentence that says what to see in it. */
const char *note_map_sentence(struct html *h, const struct room_state *r);

/* What a wall of the beamer shows: the turn says which part of it. */
struct note_wall {
    const struct note_line *lines;
    size_t count;
    int64_t page, pages;
    int per; /* NOTE_FROM or NOTE_FEW */
    size_t all;
};
struct note_wall note_wall_of(struct html *h, const struct room_state *r);

/* ---- round table, tables --------------------------------------------------------------------------------- */

struct turn_view {
    const struct note_turn *v;
    size_t count;
    size_t on; /* count = everybody has been */
};
struct table_view {
    const int64_t *at; /* by table: how many people */
    int64_t nowhere;
    int64_t
        dealt; /* another number each time the desk dealt people over the tables: phones then ask for their own page anew */
    const struct session_note *notes; /* of the own table, for its scribes */
    size_t note_count;
};

#endif
