/* What the pages of agreements, minutes, landing and paper show. */
#ifndef SLICE_SESSION_MINUTES_VIEW_H
#define SLICE_SESSION_MINUTES_VIEW_H

#include "slice/session/minutes.h"

/* ---- agreements (agreement.page) ---- */

/* What the method's pages need; of_method of its room. */
struct agreement_room {
    const struct session_agreement *v;
    size_t count;
};

/* A line that people read. */
struct agreement_line {
    const struct session_agreement *agreement;
    const char *due;     /* "" = no day */
    const char *becomes; /* "An action on the list" */
    const char *url;     /* of what it became; NULL = not yet */
    const char *change;  /* where it is changed; NULL = here nothing is changed */
};
/* Everything that a desk shows of agreements and of what was said. */
struct agreement_desk {
    const struct room_state *room;
    const char *path, *back; /* of the session; the page that forms come from: "regie", "notulen" */
    const char *nonce;       /* of a page for one person; "" in what is the same for all */
    const struct agreement_line *lines;
    size_t count;
    const struct organisation_member *members;
    size_t member_count;
    struct session_remark remark; /* of the item that is on */
};
const struct agreement_desk *agreement_desk_of(struct html *h, const struct room_state *r);
const struct agreement_line *agreement_lines(struct arena *a, const struct lang *lang, const struct session *s,
                                             const struct session_agreement *v, size_t count, bool change,
                                             const char *back);

struct agreement_edit_view {
    struct layout *layout;
    const char *action, *drop, *land, *back_url, *edit, *back;
    const struct session_agreement *agreement;
    const char *landed_url; /* NULL = it can be changed */
    struct field_view *text, *member, *who, *due_on, *becomes;
    const struct field_message *messages;
    size_t message_count;
};
struct remark_view {
    struct layout *layout;
    const char *action, *back_url, *back, *edit;
    const char *theirs; /* what somebody else wrote meanwhile; NULL = nobody did */
    struct field_view *text;
    const struct field_message *messages;
    size_t message_count;
};

void agreement_desk(struct html *h, const struct room_state *r);
void agreement_phone(struct html *h, const struct room_state *r);
void agreement_screen(struct html *h, const struct room_state *r);

handler_fn agreement_add, agreement_new_show, agreement_show, agreement_save, agreement_drop, agreement_land,
    remark_show, remark_save;
extern const struct form_spec agreement_form, agreement_back_form, remark_form;

/* ---- the minutes, and what lands (minutes.page) ---- */

/* A tick: an agreement, or something that came out. */
struct landing_line {
    const char *name, *title, *what;
    const char *url;     /* where it landed; NULL = not yet */
    const char *blocked; /* why it cannot; NULL = it can */
    bool ticked;
};
struct minutes_view {
    struct layout *layout;
    const struct session *session;
    const char *path, *desk;
    bool guide, ended, began;
    const struct landing_line *agreements, *lines;
    size_t agreement_count, line_count;
    size_t open; /* of both: not landed, and could */
    struct session_minutes minutes;
    const char *standing;            /* of the minutes: "Draft"; NULL = not made */
    const struct layout_link *scans; /* rounds that statements went into */
    size_t scan_count;
    const struct layout_link *piles; /* items with paper */
    size_t pile_count;
    const struct field_message *messages;
    size_t message_count;
};
handler_fn minutes_show, minutes_make, minutes_again, minutes_book, minutes_answers, minutes_notes;
extern const struct form_spec minutes_form, minutes_empty_form;

/* ---- paper (paper.page) ---- */

struct ballots_view {
    struct layout *layout;
    const struct doc *doc;
    const struct session_item *item;
    const char *pdf, *pile, *join_url, *code;
    const unsigned char *modules;
    int width;
};
/* One field of a ballot. */
struct pile_field {
    const char *name, *id, *label, *help, *value, *error;
    const char *const *options; /* "1 = yes"; NULL = the numbers speak for themselves */
    size_t option_count;
    bool number;
};
struct pile_view {
    struct layout *layout;
    const char *action, *desk_url, *paper_url;
    const struct session_item *item;
    const char *closed; /* why nothing can be entered now; NULL = it can */
    const struct pile_field *fields;
    size_t field_count;
    int64_t number, answered;  /* "ballot 14"; in all, with the phones */
    const char *secret, *last; /* last "" = there is none to correct */
    bool corrects;
    const char *notice; /* NULL = none */
    const struct field_message *messages;
    size_t message_count;
};
handler_fn ballots_show, ballots_file, pile_show, pile_enter;
extern const struct form_spec pile_form;

#endif
