/* What the pages of the evaluation show. */
#ifndef SLICE_EVALUATION_VIEW_H
#define SLICE_EVALUATION_VIEW_H

#include "evaluation_sql.h"
#include "http/http.h"
#include "slice/evaluation/evaluation.h"
#include "slice/organisation/organisation.h"

struct evaluation_code_line {
    const char *theme, *title;
};
struct evaluation_answer_line {
    int64_t id;
    const char *answer, *who; /* who "" = quoted without a name */
    bool quotable;
    const struct evaluation_code_line *codes;
    size_t code_count;
};
struct evaluation_question_view {
    const char *id, *question, *help;
    const char *organisation; /* its answer; "" = none yet */
    const struct evaluation_answer_line *answers;
    size_t answer_count;
};

struct evaluation_scale_view {
    const char *title, *before, *after; /* means as "3,5"; "–" = too few */
    const char *change;                 /* NULL = too few at both moments */
};

struct evaluation_return {
    const char *title, *when, *about;
    bool past;
};

struct evaluation_view {
    struct layout *layout;
    const char *base;
    bool guide, contributes, opened, closed;
    const char *due;
    int asked, answered; /* members */
    const char *growth;  /* NULL = nothing to say yet */
    struct evaluation_scale_view scales[2];
    const char *counts; /* "9 at the start, 7 at the end" */
    const struct evaluation_question_view *questions;
    size_t question_count;
    const struct evaluation_return *returns;
    size_t return_count;
    struct field_view *due_on, *theme, *reason, *from_day;
    const struct field_message *messages;
    size_t message_count;
};

struct evaluation_form_question {
    const char *question, *help;
    struct field_view *answer, *quotable; /* quotable NULL = the organisation's own answer */
    const char *edit_name, *edit;
    const struct evaluation_answer_line *answers; /* of members, beside the organisation's */
    size_t answer_count;
};
struct evaluation_form_view {
    struct layout *layout;
    const char *base, *action;
    bool organisation, closed;
    const struct evaluation_form_question *questions;
    size_t question_count;
    struct field_view *importance, *maturity; /* NULL = not asked here */
    const struct field_message *messages;
    size_t message_count;
};

#endif
