/* What the scan's pages show. Built by the *_web.c files, drawn by the *.page files. */
#ifndef SLICE_SCAN_VIEW_H
#define SLICE_SCAN_VIEW_H

#include "html/chart.h"
#include "http/http.h"
#include "scan_sql.h"
#include "slice/organisation/organisation.h"
#include "slice/scan/result.h"
#include "slice/scan/scan.h"

/* Who fills in which sheet of which round, and where its pages stand. */
struct fill {
    const struct scan_round *round;
    const struct scan_sheet *sheet;   /* NULL = not begun */
    int64_t member;                   /* whose sheet; 0 = the group's */
    const char *base;                 /* "/quickscan/KEY", "/organisatie/3/scan/7" */
    const struct scan_reply *replies; /* by statement index */
    const bool *mine;                 /* by theme: asked of this filler */
    const bool *declined;             /* by theme: "niet mijn domein" */
    bool quick, editable;
    int offered, answered; /* of this filler's themes */
};

struct fill_theme {
    int theme;
    int offered, answered;
    bool current;
};

struct fill_view {
    struct layout *layout;
    const struct fill *fill;
    int theme;      /* first theme on this screen; -1 on a sheet */
    int domain;     /* of a sheet that holds one domain; -1 = all of them stand on it */
    bool on_sheets; /* too much for one sheet: each domain has its own */
    bool by_domain; /* the light scan shows a domain a screen: one statement a screen is 40 taps more */
    const struct fill_theme *themes; /* all themes with something to answer, in order; of a sheet: domains */
    int theme_count;
    int previous, next; /* first theme of the screen before and after, -1 = none; of a sheet: a domain */
    int open; /* where it goes on when the next screen is complete: the first theme there; -1 = nowhere */
    int open_elsewhere; /* statements without answer on other screens */
    int place, places;  /* of this screen among those that ask something: domains, or themes of its domain */
    const char *next_title, *open_title;
    const char *owner;       /* opaque: unsaved answers in the browser belong to this one */
    const int64_t *evidence; /* pieces per statement index */
    int minutes;             /* that the statements of this filler take */
    bool can_decline;
    int back; /* statement index whose note came back with a message; -1 = none */
    const char *typed;
    const struct field_message *messages;
    size_t message_count;
};

/* A scan that this device remembers. */
struct quick_begun {
    const char *url, *what, *progress;
};

struct quick_view {
    struct layout *layout;
    const char *country_code, *kind; /* "BE", "public": chosen above the form */
    bool belgium, public_body;
    struct field_view *type, *type_other, *size;
    struct field_view *const *questions; /* the pack's quick tailoring questions */
    int question_count;
    const struct form_pair
        *sent; /* what was filled in before: only the questions of this kind are left; NULL = begin */
    size_t sent_count;
    const struct field_message *messages;
    size_t message_count;
    int statements;                  /* of the second page: asked when what is still open stays open */
    const struct quick_begun *begun; /* the one used last first */
    size_t begun_count;
    bool full; /* one more, and the device forgets the oldest */
};

struct quick_organisation_view {
    struct layout *layout;
    const char *base;
    bool signed_in, sent, leaves;                                    /* leaves: there is a mail server */
    struct field_view *name, *place, *size, *sector, *person, *mail; /* size, sector: NULL = not asked */
    const struct field_message *messages;
    size_t message_count;
};

/* ---- results ----------------------------------------------------------------------------------------- */

/* A domain or a theme. */
struct result_line {
    int index;
    const char *id, *title, *dimension;
    const struct score *score;
    const struct score *before; /* in the earlier round; NULL = nothing to compare */
    int divided;                /* domains: statements on which the group is divided */
};

/* Where the round is strong, or where most work lies. */
struct result_pick {
    const char *title;
    const char *about;  /* of a domain: its themes that make it so; NULL = nothing to add */
    const char *domain; /* id, where its statements stand */
    const struct score *score;
};

struct result_statement {
    int statement;     /* index */
    const char *theme; /* title */
    enum scan_answer standing, own, before;
    bool provisional;
    bool compared; /* the earlier round offered it too */
    const struct scan_count *count;
    const char *note; /* of the group */
    int evidence;
    int bookmarks, bookmarks_of; /* "5 of 9" */
    bool bookmarked;             /* by anyone */
    bool no_agreement, started;
    int division;                  /* 0..1000 */
    const struct form_pair *notes; /* members' notes, no names */
    size_t note_count;
};

/* An earlier round to compare with. */
struct result_earlier {
    int64_t id;
    const char *title;
    bool closed, current;
};

struct result_view {
    struct layout *layout;
    const struct scan_round *round;
    const char *base;
    bool quick;
    const struct score *total, *before; /* before NULL = no earlier round */
    const struct result_line *domains, *themes;
    int domain_count, theme_count, scored_count; /* scored: domains with a score */
    const struct chart_axis *axes;
    const char *domains_title, *domains_text, *radar_text;
    const struct result_pick *strong, *weak;
    int strong_count, weak_count;
    const struct scan_agreement *agreement; /* NULL = one sheet, nothing to agree on */
    const char *divided_where;              /* the domains with most differences; NULL = none stands out */
    const struct scan_pair *pair, *pair_before;
    const struct result_statement *bookmarks; /* the most chosen first */
    int bookmark_count;
    int no_count, provisional, tied;        /* tied: of the provisional */
    int unknown;                            /* answered "don't know", ties left out: those know */
    enum movement moved;                    /* the whole, when there is something to compare */
    const struct score_comparison *compare; /* NULL = no earlier round */
    int64_t parts[3];                       /* whole points by answers, tailoring, version */
    const char *moves[3];                   /* what each was; NULL = nothing of the kind */
    const char *before_title;
    int64_t before_id;
    const struct result_earlier *earlier;
    int earlier_count;
    const struct organisation_theme *own_themes;
    size_t own_theme_count;
    const char *missing;               /* names of domains without score; NULL = none */
    bool has_own;                      /* this person has a sheet beside the group's */
    const char *step_url, *step_label; /* empty result: the first step; NULL = wait for the guide */
    const char *rest_url;              /* where unanswered statements wait; NULL = not for this person */
    const char *link;                  /* quick scan: absolute secret link */
    const char *print_line;            /* which round of whom, for paper */
    const struct scan_next *nexts;     /* what other slices do with it */
    size_t next_count;
    const struct field_message *messages;
    size_t message_count;
    struct field_view *mail;
};

/* A member who is still filling in alone. */
struct alone_view {
    struct layout *layout;
    const char *base;
    int answered, offered;
};

/* Every statement, those of one domain together. */
struct result_filter {
    const char *id, *label; /* "" = all */
    int count;
    bool current;
};
struct statements_view {
    struct layout *layout;
    const struct scan_round *round;
    const char *base;
    bool quick;
    const struct result_statement *statements;
    int count;
    bool members, own, before, links; /* those columns are shown; links: evidence may be opened */
    const char *before_title;
    int64_t before_id;
    const struct result_filter *filters;
    int filter_count;
    bool by_division; /* the most divided first, not in the order of the pack */
    const char *kind; /* id of the chosen filter */
    int all;          /* how many it lets through; more than count: a part of them is shown */
    int domain;       /* the one shown; -1 = not by domain */
    const int *per_domain;
    const struct scan_next *nexts; /* what other slices do with them */
    size_t next_count;
};

/* ---- import ------------------------------------------------------------------------------------------ */

struct import_view {
    struct layout *layout;
    int64_t organisation;
    struct field_view *file, *title, *state, *pack;
    struct field_view *const *questions;
    int question_count;
    const struct field_message *messages;
    size_t message_count;
    const struct scan_import *plan;  /* a file was read; NULL = not yet */
    bool ready;                      /* nothing stands in the way of storing it */
    const char *content, *name;      /* of the file, to be sent again: base64url */
    const struct form_pair *answers; /* start questions that were sent along */
    size_t answer_count;
};

/* ---- rounds of an organisation ----------------------------------------------------------------------- */

struct rounds_view {
    struct layout *layout;
    int64_t organisation;
    const struct scan_round_line *rounds;
    size_t count;
    bool guide;
    bool reads_only; /* sees results of closed rounds only */
    int64_t today;
};

struct round_form_view {
    struct layout *layout;
    int64_t organisation;
    struct field_view *title, *pack, *mode, *filler, *deadline;
    const char *
        asked; /* whose start questions these are: pack id, with "!" behind it once open ones were pointed at */
    struct field_view *const *questions;
    int question_count;
    const struct form_pair *sent; /* of the second page: what was filled in on the first */
    size_t sent_count;
    const struct field_message *messages;
    size_t message_count;
};

struct round_member {
    const struct organisation_member *member;
    const struct scan_sheet_list *sheet; /* NULL = not begun; read for counts only */
    int of;                              /* statements asked of this member */
    bool owes, reminded;                 /* has something to answer yet; was reminded today */
};

struct round_view {
    struct layout *layout;
    const struct scan_round *round;
    const char *base;
    const struct fill *own; /* NULL = this person does not fill in */
    const struct round_member *members;
    int member_count, done_count, begun_count;
    int owe_count, remind_count;        /* who has something to answer yet; of them not reminded today */
    int offered, decided, no_agreement; /* statements; without agreement is one of the decided */
    int divided_left;                   /* the members differ, and nothing is decided */
    bool guide;
    bool apart;         /* this member fills in alone first: the result waits */
    bool reads_only;    /* sees the result once the round is closed */
    const char *filler; /* of a round of one filler; NULL = nobody was chosen */
    int64_t today;
    const struct scan_event_list *events;
    size_t event_count;
    struct field_view *reason;
    const struct field_message *messages;
    size_t message_count;
    bool needs_division; /* mode divided without assignments */
};

struct division_view {
    struct layout *layout;
    const struct scan_round *round;
    const char *base;
    const struct organisation_member *members;
    size_t member_count;
    const int *offers, *voices; /* by theme: statements it asks (0 = it is left out), members it has */
    const bool *ticked;         /* theme * member_count + member */
    const bool *declined;
    int most; /* members a theme */
    struct field_view *mail;
    const struct field_message *messages;
    size_t message_count;
};

struct round_date_view {
    struct layout *layout;
    const char *base;
    struct field_view *title, *deadline;
    struct field_view *filler; /* NULL = not a round of one filler */
    const struct field_message *messages;
    size_t message_count;
};

/* What a statement of the joint talk is: still to discuss, the same answer from all who answered and not taken over yet,
 * answered by nobody, or decided. */
enum joint_list { JOINT_OPEN, JOINT_UNANIMOUS, JOINT_SILENT, JOINT_DECIDED, JOINT_LISTS };

struct joint_view {
    struct layout *layout;
    const struct scan_round *round;
    const char *base;
    enum joint_list list; /* the one shown */
    const struct result_statement
        *statements[JOINT_LISTS];             /* of the chosen domain; to discuss: most divided first */
    int count[JOINT_LISTS], all[JOINT_LISTS]; /* in the chosen domain, in all of them */
    const int *per_domain[JOINT_LISTS];
    int discussed;                 /* decided after a difference */
    int domain;                    /* index of the chosen domain; -1 = all */
    int first, shown, page, pages; /* of the list */
    const char *here;              /* list and domain as a query: an answer leads back to them */
    const char *list_path[JOINT_LISTS], *all_path, *const *domain_path;
    const char *page_path; /* with the number behind it */
    int64_t score;         /* tenths, SCORE_NONE */
    int provisional, tied;
    const char *focus; /* statement id whose note came back with a message, first of its list; NULL = none */
    const char *message, *typed;
    bool agreeing; /* that note belongs to an answer, not to "no agreement" */
    const struct field_message *messages;
    size_t message_count;
};

struct evidence_view {
    struct layout *layout;
    const struct fill *fill;
    int statement;
    const struct scan_evidence *list;
    size_t count;
    struct field_view *url, *file;
    const struct field_message *messages;
    size_t message_count;
};

struct pair_view {
    struct layout *layout;
    const struct fill *fill;
    struct field_view *importance, *maturity;
};

/* Shared by the handlers. */
struct fault fill_load(struct rq *rq, struct fill *f);
/* The same without the answers: counts come from what is kept with the sheet, replies stays NULL. */
struct fault fill_peek(struct rq *rq, struct fill *f);
/* The same for a round of :org that the path does not name. */
struct fault fill_peek_round(struct rq *rq, struct fill *f, int64_t round);
/* Who fills in a round of one filler, as people are named; NULL = nobody was chosen. */
const char *filler_name(struct rq *rq, const struct scan_round *r);
/* Why this person may not write on the sheet now; NO_FAULT when that is allowed. */
struct fault fill_refusal(const struct fill *f);
/* The screen on which a filler goes on, and the place on it: with the first statement without an answer on the screen that
 * was touched last, else after it, else from the beginning. When all are answered the first one. Takes the replies. */
const char *fill_resume_path(struct rq *rq, const struct fill *f);
struct layout *scan_layout(struct rq *rq, const char *title, const struct scan_round *r, const char *base);
const char *answer_label(const struct lang *lang, enum scan_answer answer);
struct scan_standing;
/* Every offered statement in pack order, with evidence and counts; own, before and notes stay empty. */
struct result_statement *result_statements(struct rq *rq, const struct scan_round *r,
                                           const struct scan_standing *st, int *count);
/* Members' notes, without names, hung under the statements that a page shows. */
void result_notes(struct rq *rq, const struct scan_round *r, struct result_statement *lines, int count);
/* The slow first step of bringing in a round: give it to the route as .prepare. */
handler_fn import_prepare;

/* The answer that stands, as words: "No, or partly, begun", "No agreement". */
const char *result_standing(struct html *h, const struct result_statement *s);
/* A level of importance or maturity: "4", "3,5". */
const char *result_level(struct html *h, int64_t tenths);
/* DENIED for who has no more than the role of reader while the round is open. */
struct fault result_readable(struct rq *rq, const struct fill *f);
/* DENIED for a member who is still filling in alone, then together. */
struct fault result_apart(struct rq *rq, const struct fill *f);
const int64_t *evidence_counts(struct rq *rq, const struct scan_round *r);

/* A tailoring question as radios named q[id]; value is chosen unless something was typed before. */
struct field_view *question_field(struct rq *rq, const struct pack_question *q, const char *value);
/* The help of a start question that is open, with what it leaves out behind it. */
const char *left_out_help(struct rq *rq, const char *help, int statements);
/* Texts of the five levels of importance and maturity. */
void pair_options(struct rq *rq, struct field_view *importance, struct field_view *maturity);

#endif
