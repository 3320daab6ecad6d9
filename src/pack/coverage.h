/* What packs cover: how many entries there are per theme, per issue of ISO 26000, per goal of the SDGs, per code of GRI
 * and VSME. And what the project asks of its own packs, told as figures that a command can check. */
#ifndef PACK_COVERAGE_H
#define PACK_COVERAGE_H

#include <stdbool.h>

#include "pack/pack.h"

enum coverage_by {
    COVERAGE_LIST,   /* a list of the pack: code is its name */
    COVERAGE_DOMAIN, /* of the scan */
    COVERAGE_THEME,
    COVERAGE_ISO,
    COVERAGE_SDG, /* goals: a target counts for its goal */
    COVERAGE_GRI,
    COVERAGE_VSME,
};

struct coverage_row {
    const char *code;
    const struct text *title; /* NULL = the code says it all */
    const char *group;        /* THEME: the id of its scan; ISO: "issue", "principle", "subject"; else "" */
    int count;                /* statements or entries */
    int light, conditional;   /* of a scan's statements */
};

struct coverage_table {
    enum coverage_by by;
    const char *list; /* what is counted: "statements", "entries", "quiz" … */
    const struct coverage_row *rows;
    int count;
};

struct coverage {
    const struct coverage_table *tables;
    int count;
    int entries, light, conditional; /* of a scan all its statements; else the entries of its lists */
    int own;                         /* of an overlay: the statements that the base does not have; else all */
};

/* The tables of one pack. Issues, goals and themes stand in them with 0 as well; codes of GRI and VSME, which no pack
 * lists, only when they are used. packs hold the crosswalk and the scans whose themes are counted. In the arena. */
struct coverage pack_coverage(struct arena *a, const struct packs *packs, const struct pack *p);

/* The table of a pack's list by that measure; NULL when it has none. list NULL = the first. */
const struct coverage_table *coverage_table(const struct coverage *c, enum coverage_by by, const char *list);

/* What the packs must hold. */
enum demand_what {
    DEMAND_ENTRIES,     /* entries of the list, over all packs of the kind (or of the pack) */
    DEMAND_LIGHT,       /* light statements */
    DEMAND_LIGHT_THEME, /* light statements in each theme */
    DEMAND_ISO,         /* per issue of ISO 26000 */
    DEMAND_SDG,         /* per goal */
    DEMAND_OWN,         /* own statements of each overlay */
    DEMAND_THEME,       /* entries per theme of the scans that stand on their own */
    DEMAND_PACKS,       /* packs of the kind */
};

struct coverage_demand {
    const char *pack; /* id; NULL = every pack of the kind together */
    enum pack_kind kind;
    enum demand_what what;
    const char *list;
    int least;
    const char *why;
};
extern const struct coverage_demand coverage_demands[];
extern const int coverage_demand_count;

struct coverage_finding {
    const struct coverage_demand *demand;
    const char *of;      /* what it was found at: an id of a pack, a theme, "sdg 14" … */
    int found;           /* of the whole, or the least among the missed ones */
    int missed;          /* themes, issues, goals, overlays below the demand; 1 or 0 for a whole */
    const char *missing; /* their names, with commas; "" = none */
};

/* Holds one demand against the newest version of every pack. */
struct coverage_finding coverage_check(struct arena *a, const struct packs *packs,
                                       const struct coverage_demand *demand);

#endif
