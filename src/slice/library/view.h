/* What the library's pages show. */
#ifndef SLICE_LIBRARY_VIEW_H
#define SLICE_LIBRARY_VIEW_H

#include "html/field.h"
#include "html/layout.h"
#include "slice/library/find.h"

/* In how many statements, indicators and actions a word stands. */
struct library_use {
    size_t statements, indicators, actions;
};
struct glossary_view {
    struct layout *layout;
    const struct pack_glossary *glossary;
    const struct pack_word *const *words; /* sorted */
    const struct library_use *use;        /* of each word */
    size_t count;
};

struct library_line {
    const struct pack *pack;
    const char *url, *kind, *review; /* review: "1 november 2027"; NULL = none */
    bool due;
};
struct library_list_view {
    struct layout *layout;
    const struct library_line *lines;
    size_t count, due;
    bool may_install; /* an administrator of the installation */
};

struct library_scan_view {
    struct layout *layout;
    const struct pack *pack;
    const struct pack_scan *scan;
    const struct pack_crosswalk *crosswalk;
    const bool *match;                     /* by statement */
    const int *domain_found, *theme_found; /* by index */
    size_t found;
    const char *words, *sdg; /* "" = none */
    bool searching;
    const char *review;
    bool due;
};

struct library_types_view {
    struct layout *layout;
    const struct pack *pack;
    const struct pack_types *types;
};

struct crosswalk_view {
    struct layout *layout;
    const struct pack_crosswalk *crosswalk;
};

/* ---- browsing: browse.page ------------------------------------------------------------------------------ */

/* One thing of a list and where it leads. What is NULL is left out. */
struct library_link {
    const char *url, *title;
    const char *mark;  /* "Quick win" */
    const char *facts; /* "Action · Energy" */
    const char *line;  /* what it is about */
};
struct library_links {
    const struct library_link *v;
    size_t count;
};

/* Choices above a list: a form of the method GET. */
struct library_filter {
    const char *path;
    const struct field_view *selects; /* each with an empty choice */
    const char *const *empty;         /* what that is called */
    size_t select_count;
    const char *words; /* NULL = no field for words */
    const char *tick;  /* label of the tick box "snel"; NULL = none */
    bool ticked;
    const struct library_link *kept; /* title = name, line = value: goes along unseen */
    size_t kept_count;
    const char *clear; /* the list without choices; NULL = none was made */
};

struct library_pager {
    const char *before, *after; /* NULL = none */
    int64_t page, pages;
};

struct library_tab {
    const char *url, *label;
    int64_t count; /* -1 = none to show */
    bool current;
};

struct library_card {
    const char *url, *title, *about;
    int64_t count;
};
struct library_door {
    const char *id, *title;
    struct library_links links;
};
struct library_scan_doors {
    const char *id, *title;
    const struct library_door *domains;
    size_t count;
};
struct library_home_view {
    struct layout *layout;
    const struct library_card *cards;
    size_t card_count;
    const struct library_tab *scans; /* each with its number of statements */
    size_t scan_count;
    const struct library_scan_doors *themes;
    size_t theme_count;
    struct library_links goals[2]; /* side by side */
};

struct library_search_view {
    struct layout *layout;
    struct library_filter filter;
    const struct library_tab *kinds;
    size_t kind_count;
    struct library_links hits;
    struct library_pager pager;
    const char *term, *without_term; /* what holds that word of the glossary, and the search without it */
    const char *words;
    size_t elsewhere; /* results of the words alone, when the filters leave none */
    const char *elsewhere_url;
};

/* Indicators, actions, methods, practices, resistances. */
struct library_browse_view {
    struct layout *layout;
    const struct library_filter *filter; /* NULL = none */
    const struct library_tab *tabs;
    size_t tab_count;
    const char *tabs_label;
    struct library_links links;
    struct library_pager pager;
    const char *clear; /* the list without filter, for when nothing fits */
};

struct library_quiz_view {
    struct layout *layout;
    const struct library_tab *decks;
    size_t deck_count;
    const struct pack_entry *const *questions;
    size_t count;
    const char *deck_url, *deck_title;
};

/* ---- one thing with its thread: entry.page -------------------------------------------------------------- */

/* What any page of one thing needs to lead on. */
struct library_way {
    const struct library_index *index;
    const struct pack_crosswalk *crosswalk;
};

/* How a statement was answered in an example. */
struct library_answered {
    const char *url, *name, *first, *last;
    const struct text *note;
};
/* The figures of an example for one indicator, and the goal that it set. */
struct library_figures {
    const char *url, *name;
    const struct pack_entry *series;
};

struct library_theme_view {
    struct layout *layout;
    struct library_way way;
    const struct pack_theme *theme;
    const char *domain;
    const struct library_tab *places; /* on this page */
    size_t place_count;
    struct library_links scans, statements, indicators, actions, practices, examples;
    const struct library_item *levels; /* NULL = none */
    const char *const *iso, *const *sdg;
    const char *search; /* all that has to do with it */
};

struct library_statement_view {
    struct layout *layout;
    struct library_way way;
    const struct pack *pack;
    const struct pack_scan *scan;
    const struct pack_statement *statement;
    const struct pack_theme *theme;
    const char *theme_url, *domain;
    const struct library_tab *places; /* on this page */
    size_t place_count;
    const struct library_item *levels;
    struct library_links scans, naming, further, indicators, practices;
    const struct library_answered *answered;
    size_t answered_count;
    const struct library_link *before, *after; /* in the same theme; NULL = none */
};

struct library_indicator_view {
    struct layout *layout;
    struct library_way way;
    const struct library_item *item;
    const char *formula, *unit;
    struct library_links themes, actions;
    const struct library_figures *figures;
    size_t figure_count;
};

struct library_action_view {
    struct layout *layout;
    struct library_way way;
    const struct library_item *item;
    struct library_links themes, indicators, statements, examples;
};

/* A method, a practice or a resistance: its fields say it all. */
struct library_entry_view {
    struct layout *layout;
    struct library_way way;
    const struct library_item *item;
    struct library_links themes, back; /* back: what names it */
    const char *back_title;
    const char *make; /* of a method that can be used live: where a session with it is made; NULL = none */
};

/* A session to lead as it stands. */
struct library_agenda_line {
    const struct pack_entry *entry;
    const char *from, *lasts; /* "0:45", "15 minutes" */
    struct library_link deck; /* of its cards or questions; url NULL = none */
};
struct library_session_view {
    struct layout *layout;
    const struct library_item *item;
    const char *facts, *make; /* make: where a session is made of it */
    const struct library_agenda_line *lines;
    size_t count;
    struct library_links aims;
};

struct library_deck_view {
    struct layout *layout;
    const struct pack_entry *deck;
    const char *quiz_url; /* NULL = no questions about it */
    const struct library_link *before, *after;
};

/* ---- reading along with an example: example.page -------------------------------------------------------- */

/* Something of an example that the library has too; url NULL = it has not (any more), then it is named only. */
struct library_name {
    const char *url, *title;
};
struct library_example_entries {
    const struct pack_entry *const *v;
    size_t count;
};
struct library_example_step {
    const struct pack_entry *entry;
    struct library_example_entries documents;
};
struct library_example_answer {
    const struct pack_entry *entry;
    struct library_name statement;
    bool changed;
};
struct library_example_theme {
    const struct pack_entry *entry;
    struct library_name name;
};
struct library_example_year {
    const char *year, *value;
    int64_t share;             /* of the largest, in thousandths */
    const char *const *inputs; /* in the order of input_titles; "" = not given */
};
/* An indicator over the years. */
struct library_example_series {
    const char *id, *title, *direction, *unit, *formula;
    const char *const *input_titles;
    size_t input_count;
    const struct library_example_year *years;
    size_t year_count;
    struct library_example_entries goals;
};
struct library_example_goal {
    const struct pack_entry *entry;
    struct library_name theme;
    const char *indicator,
        *from_to; /* title of the indicator, and what it goes from and to; NULL = not installed */
    struct library_example_entries actions;
};
/* A line of the log with its action, a change with its goal; NULL = none. */
struct library_example_line {
    const struct pack_entry *entry, *about;
};
/* Parts of the evaluation of one sort. */
struct library_example_findings {
    const char *id, *title;
    struct library_example_entries entries;
};

struct library_example_view {
    struct layout *layout;
    const struct pack *pack;
    const struct pack_entry *organisation;
    const char *base, *name;         /* base: /bibliotheek/voorbeeld/ID */
    const struct library_tab *parts; /* the other pages about it */
    size_t part_count;
    const struct library_link *before, *after; /* what is read before and after this */
    const struct pack_entry *document;         /* the one that is read; NULL = the list */
    const char *scan_title, *scan_url;
    struct library_links profile; /* title: the question, facts: the answer */
    struct library_links ways;    /* from the first page: each part with what is in it */
    bool changed_only;            /* of the answers */
    /* What the page of each part lists. */
    const struct library_example_step *steps;
    const struct library_example_answer *answers;
    const struct library_example_theme *themes;
    const struct library_example_series *series;
    const struct library_example_goal *goals;
    const struct library_example_line *lines;
    const struct library_example_findings *findings; /* of each sort: success, failure, dilemma, answer */
    size_t count;                                    /* of the first that is there */
};

/* "success", "warning" or "neutral": how something stands (done, reached, draft …). */
const char *library_tone(const struct pack_entry *e, const char *field);

#endif
