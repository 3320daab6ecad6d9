/* What the pages of the briefing show. */
#ifndef SLICE_BRIEFING_VIEW_H
#define SLICE_BRIEFING_VIEW_H

#include "briefing_sql.h"
#include "http/http.h"
#include "slice/briefing/briefing.h"
#include "slice/organisation/organisation.h"

struct briefing_line_view {
    const char *title, *why, *where, *url; /* url: of its form */
    const char *known, *link, *who;        /* "" = nothing */
    enum briefing_state state;
};
struct briefing_group {
    const char *title;
    const struct briefing_line_view *lines;
    size_t count;
};
struct briefing_fact {
    const char *title, *url;
};

struct briefing_sheet_view {
    struct layout *layout;
    const char *base;
    bool guide;
    const struct briefing_group *groups;
    size_t group_count;
    int looked_at, all, gaps;                        /* gaps: nobody looked yet */
    const struct briefing_fact *scans, *commitments; /* what Kapstok knows by itself */
    size_t scan_count, commitment_count;
    const char *commitments_url;
    struct field_view *title;
    const struct field_message *messages;
    size_t message_count;
};

struct briefing_form_view {
    struct layout *layout;
    const char *action, *base, *edit, *why, *where;
    struct field_view *state, *known, *url;
    const struct field_message *messages;
    size_t message_count;
};

struct commitment_deadline_line {
    const char *title, *what, *day;
    bool past;
};
struct commitment_line {
    const char *title, *url, *note, *about;
    const char *missing; /* dates that are still to fill in; NULL = none */
    const struct commitment_deadline_line *deadlines;
    size_t deadline_count;
};
struct commitment_offer {
    const char *id, *title, *about, *ran_out; /* ran_out NULL = it holds */
};
struct commitments_view {
    struct layout *layout;
    int64_t organisation;
    bool guide;
    const struct commitment_line *lines;
    size_t count;
    const struct commitment_offer *offers;
    size_t offer_count;
};

struct commitment_form_view {
    struct layout *layout;
    const char *action, *base, *edit, *about, *source, *certainty;
    bool made, archived;
    int64_t id;
    struct field_view *title, *note;
    struct field_view *const *dates;
    size_t date_count;
    const struct commitment_deadline_line *deadlines;
    size_t deadline_count;
    const struct field_message *messages;
    size_t message_count;
};

handler_fn briefing_show, briefing_add, briefing_line_show, briefing_line_put,
    briefing_line_none; /* sheet_web.c */
extern const struct form_spec briefing_add_form, briefing_line_form, briefing_empty_form;
handler_fn commitments_show, commitment_new_show, commitment_add, commitment_show, commitment_put,
    commitment_archive; /* commitment_web.c */
extern const struct form_spec commitment_form;

#endif
