/* The result of a sheet as every reader sees it: pages of a room (sheet.page), minutes and paper (sheet_doc.c) draw the same lines. */
#ifndef SLICE_SESSION_RESULT_H
#define SLICE_SESSION_RESULT_H

#include "slice/session/room.h"

enum sheet_look {
    LOOK_BARS,   /* a number a line */
    LOOK_SPREAD, /* mean, distribution and how divided */
    LOOK_PAIRS,  /* two numbers a line, under each other */
    LOOK_PLACES  /* two numbers a line, as a place on two axes */
};
enum { SHEET_NO_BAR = -1 };

struct sheet_line {
    const char *label;
    const char *value, *more;   /* "12", "52%"; more "" = nothing */
    int64_t tenths;             /* of its bar, 0..1000; SHEET_NO_BAR = none */
    const char *before, *moved; /* of the round before: "8", "+4"; NULL = none */
    int64_t before_tenths;
    const char *second; /* PAIRS, PLACES: the other number; NULL = none */
    const char *second_before, *second_moved;
    int64_t second_tenths, second_before_tenths;
    const int64_t *counts; /* SPREAD: by choice, option_count of them */
    size_t option_count;
    const char *const *options;
    int64_t part; /* session_part; -1 = none */
    bool marked;  /* the right answer; a theme that was chosen */
};
struct sheet_result {
    enum sheet_look look;
    const char *finding; /* what to see, in a sentence */
    const char *counted; /* how it was counted; "" = needs no words */
    const char *label_title, *value_title, *more_title,
        *second_title; /* heads of the table; more_title NULL = none */
    const struct sheet_line *lines;
    size_t count;
    const char *people; /* "23 people answered" */
    bool compared;      /* before and moved are there */
};
/* Of r->tally, which must be TALLY_SHOWN, beside r->before. Of a quiz: how many had each question right. */
struct sheet_result session_sheet_result(const struct room_state *r);
/* Of one question of a quiz: its options, the right one marked. */
struct sheet_result session_quiz_result(const struct room_state *r, size_t question);
/* How many of its lines one column of a beamer holds without scrolling, and how many places the list beside a picture. */
size_t session_result_column(const struct sheet_result *res);
size_t session_result_legend(const struct sheet_result *res);
/* Who gave which answer, by part and answer: for a desk, of what is asked by name; nothing where it would not be read any more. */
struct sheet_who {
    int64_t part, choice;
    const char *about, *option; /* "" = the other says it */
    const char *names;          /* "Ilse, Noor" */
};
const struct sheet_who *session_sheet_who(const struct room_state *r, size_t *count);
/* Why there is no result to see, in a sentence; NULL when there is one. */
const char *session_no_result(const struct room_state *r);

/* Outcome and paper of every method with a sheet (sheet_doc.c), for struct session_method. */
void session_sheet_outcome(const struct room_state *r, struct doc *doc, int level);
void session_sheet_paper(const struct room_state *r, struct doc *doc);
/* One result: its finding, charts and tables. */
void session_result_outcome(const struct room_state *r, const struct sheet_result *res, struct doc *doc);

/* What the person on this phone chose for a part; BALLOT_NONE in what is the same for all. */
int64_t session_own_choice(const struct room_state *r, size_t part);
/* "12-1-open-0": of the part with the form, which stays as it is until the item closes or its turn changes. */
const char *session_sheet_key(const struct room_state *r);
/* What the control of a choice sends. */
int64_t session_sheet_value(const struct sheet_part *p, size_t choice);

/* A quiz and the scan go by turns: each thing is asked first (turn 0, 2, 4 …) and then shown (1, 3, 5 …). */
struct sheet_turn {
    size_t at;  /* question, or theme; their number when all were shown */
    bool shown; /* and what came of it may be seen */
};
struct sheet_turn session_sheet_turn(const struct room_state *r, size_t count);

/* Their pages (sheet.page). */
void session_sheet_phone(struct html *h, const struct room_state *r);
void session_sheet_screen(struct html *h, const struct room_state *r);
void session_sheet_desk(struct html *h, const struct room_state *r);

/* The quiz (quiz.c, quiz.page). */
struct quiz_score {
    size_t right, told; /* of the questions whose answer was told */
};
/* Of the person on this phone. */
struct quiz_score session_quiz_score(const struct room_state *r);
void session_quiz_phone(struct html *h, const struct room_state *r);
void session_quiz_screen(struct html *h, const struct room_state *r);
void session_quiz_desk(struct html *h, const struct room_state *r);

#endif
