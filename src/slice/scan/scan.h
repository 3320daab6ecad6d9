/* The MVO scan: rounds, sheets and answers, the joint talk, results. A quick scan is a round without an
 * organisation, opened by a secret key. The rules of scores stand in score.h; product.md section 4 is
 * their source. */
#ifndef SLICE_SCAN_SCAN_H
#define SLICE_SCAN_SCAN_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/status.h"
#include "db/db.h"
#include "pack/pack.h"
#include "slice/attachment/attachment.h"
#include "slice/scan/score.h"

enum scan_mode {
    SCAN_SINGLE,  /* one filler for the organisation */
    SCAN_SITTING, /* together in one sitting, on the beamer */
    SCAN_DIVIDED, /* themes assigned to one to three people, then together */
    SCAN_ALONE,   /* all alone, then together */
    SCAN_MODES
};
const char *scan_mode_name(enum scan_mode m); /* "single" … as stored */
bool scan_mode_parse(const char *s, enum scan_mode *out);
/* Members have sheets of their own; the group's sheet is made in the joint talk. */
bool scan_mode_has_members(enum scan_mode m);

struct scan_round {
    int64_t id, organisation; /* organisation 0 = a visitor's quick scan */
    const char *title;
    const struct pack *pack;
    const struct pack_scan *scan;
    bool light, closed;
    struct pack_profile profile;
    enum scan_mode mode;
    struct db_int deadline; /* day */
    int64_t filler;         /* SCAN_SINGLE: the member who fills in, with the guides; 0 = whoever may */
    const char *type, *country, *size;
    int64_t created_at;
    struct db_int closed_at;
};

/* What a new round needs; everything is checked. */
struct scan_new {
    int64_t organisation; /* 0 = quick scan */
    const char *title, *pack;
    bool light;
    const char *profile; /* "works=works,land=own" */
    enum scan_mode mode;
    struct db_int deadline;
    int64_t filler; /* SCAN_SINGLE, as in struct scan_round */
    const char *type, *country, *size;
    int64_t user; /* 0 = visitor */
};

/* Opens a round with the newest version of its pack. key (quick scans) is the secret's BLAKE2b, else NULL.
 * INVALID with detail = the field that is wrong. */
struct fault scan_round_open(struct db *db, struct arena *a, const struct packs *packs,
                             const struct scan_new *n, const unsigned char *key, int64_t now_ms, int64_t *id);
/* NULL when absent, of another organisation, or when its pack version is not installed. */
const struct scan_round *scan_round_get(struct db *db, struct arena *a, const struct packs *packs,
                                        int64_t organisation, int64_t id);
/* The id of the quick scan that a key opens; 0 = none. */
int64_t scan_key_owner(struct db *db, struct arena *a, const char *key);
/* Where the scan went whose key this was, when it became the round of an organisation: 0 = it did not. The key opens
 * nothing there. */
int64_t scan_key_adopted(struct db *db, struct arena *a, const char *key, int64_t *organisation);

/* What a key opens: the round and its one sheet. */
struct scan_opened {
    const struct scan_round *round; /* NULL: its pack version is not installed */
    const struct scan_sheet *sheet; /* NULL: not begun */
};
/* NULL = nothing. For the resolver of rights: the handler finds it in rq->actor.key_opens. */
const struct scan_opened *scan_key_open(struct db *db, struct arena *a, const struct packs *packs,
                                        const char *key);

struct fault scan_round_close(struct db *db, const struct scan_round *r, int64_t user, int64_t now_ms);
/* A closed round opens again only with a reason. */
struct fault scan_round_reopen(struct db *db, const struct scan_round *r, const char *reason, int64_t user,
                               int64_t now_ms);
/* A visitor's scan becomes the first round of an organisation. */
struct fault scan_round_adopt(struct db *db, struct arena *a, const struct scan_round *r, int64_t organisation,
                              const char *title, const char *type, const char *country, const char *size,
                              int64_t user, int64_t now_ms);

/* How many statements a scan asks, and in about how many minutes one person answers them: a quarter of a minute each. */
int scan_offered(const struct pack_scan *scan, bool light, const struct pack_profile *profile);
int scan_minutes(int statements);
/* How many statements more it may ask once a start question that is open is answered; 0 when that changes nothing. */
int scan_left_out(const struct pack_scan *scan, bool light, const struct pack_profile *profile, int question);

/* Rounds of an organisation, newest first. */
struct scan_round_line {
    int64_t id;
    const char *title, *pack_id;
    bool light, closed;
    enum scan_mode mode;
    struct db_int deadline, closed_at;
    int64_t created_at;
};
const struct scan_round_line *scan_rounds(struct db *db, struct arena *a, int64_t organisation, size_t *count);

/* ---- sheets and answers ------------------------------------------------------------------------------ */

enum answer_flags { ANSWER_STARTED = 1, ANSWER_BOOKMARK = 2, ANSWER_NO_AGREEMENT = 4 };

struct scan_sheet {
    int64_t id, round, member; /* member 0 = the group's sheet */
    struct db_int importance, maturity, done_at;
    int64_t answered, changed_at;
};

/* The sheet of a member (0 = the group's); NULL when it was not begun. */
const struct scan_sheet *scan_sheet_find(struct db *db, struct arena *a, int64_t round, int64_t member);
/* The same, made when it was not begun. */
const struct scan_sheet *scan_sheet_begin(struct db *db, struct arena *a, int64_t round, int64_t member,
                                          int64_t now_ms);

/* One answer as it stands; answer ANSWER_NONE and edit 0 when there is none yet. */
struct scan_reply {
    enum scan_answer answer;
    unsigned flags;
    const char *note; /* NULL = none */
    int64_t edit, at;
};
/* All answers of a sheet by statement index of the round's pack (statement_count long). Answers to
 * statements that are no longer offered are kept but left out of `offered` counts. */
struct scan_reply *scan_replies(struct db *db, struct arena *a, const struct scan_round *r, int64_t sheet);

/* What comes in from a form. flags and note are taken over as they are, unless the form shows answers only. */
struct scan_change {
    int statement; /* index */
    enum scan_answer answer;
    unsigned flags;
    const char *note;
    int64_t edit;
    bool answer_only; /* flags and note stay what they are; of scan_answer_save */
};
enum { SCAN_NOTE_MAX = 2000 };

/* Stores one change with its history, the sheet's count and the round's tally. CONFLICT when a newer edit is
 * stored (*stands is what the database holds); the same edit with the same content is a repeat and is OK. *more is
 * what the sheet's count of answers changed by: 1, 0 or -1.
 * INVALID when the statement is not offered or the round is closed. */
struct fault scan_answer_save(struct db *db, struct arena *a, const struct scan_round *r,
                              const struct scan_sheet *sheet, const struct scan_change *change, int64_t user,
                              int64_t now_ms, struct scan_reply *stands, int64_t *more);
/* Several at once (a whole form). Changes older than what is stored are left out and counted in *older. */
struct fault scan_answers_save(struct db *db, struct arena *a, const struct scan_round *r,
                               const struct scan_sheet *sheet, const struct scan_change *c, size_t count,
                               int64_t user, int64_t now_ms, size_t *older);
void scan_pair_save(struct db *db, const struct scan_sheet *sheet, struct db_int importance,
                    struct db_int maturity, int64_t now_ms);

/* Importance and maturity as each member gave them, who gave both. For who looks at the whole group: never shown by name. */
struct scan_member_pair {
    int64_t member;
    int importance, maturity;
};
const struct scan_member_pair *scan_pairs(struct db *db, struct arena *a, const struct scan_round *r,
                                          size_t *count);
/* organisation_member.id of everybody who answered something in a round. */
const int64_t *scan_fillers(struct db *db, struct arena *a, int64_t round, size_t *count);

/* "Ik ben klaar", or not yet (at not set). */
void scan_sheet_done(struct db *db, const struct scan_sheet *sheet, struct db_int at);

/* ---- evidence ---------------------------------------------------------------------------------------- */

/* A link or a file (slice/attachment, owned by the round) with a statement. */
struct scan_evidence {
    int64_t id, member; /* who added it; 0 = holder of the key */
    const char *statement;
    const char *url;               /* NULL = a file */
    const struct attachment *file; /* NULL = a link, or a file that is lost */
    int64_t created_at;
};
/* All of a round, by statement. */
const struct scan_evidence *scan_evidences(struct db *db, struct arena *a, const struct scan_round *r,
                                           size_t *count);
/* NULL when it does not exist. */
const struct scan_evidence *scan_evidence_get(struct db *db, struct arena *a, const struct scan_round *r,
                                              int64_t id);
/* url is checked by the caller. */
void scan_evidence_link(struct db *db, const struct scan_round *r, int statement, int64_t member,
                        const char *url, int64_t now_ms);
/* file: a stored one of the round. */
void scan_evidence_file(struct db *db, const struct scan_round *r, int statement, int64_t member, int64_t file,
                        int64_t now_ms);
/* With its file. */
void scan_evidence_forget(struct db *db, const struct scan_round *r, const struct scan_evidence *e);
/* Whom files of a round belong to. */
struct attachment_owner scan_files(const struct scan_round *r);

/* ---- the group --------------------------------------------------------------------------------------- */

/* Counts of the members' answers per statement index. */
struct scan_count {
    struct tally tally;
    int bookmarks, started;
};
struct scan_count *scan_counts(struct db *db, struct arena *a, const struct scan_round *r);

/* Takes over every unanimous answer that the group has not yet decided; gives how many. At least two members must
 * have answered. */
int scan_take_unanimous(struct db *db, struct arena *a, const struct scan_round *r, int64_t user,
                        int64_t now_ms);
/* Records one agreed answer, or "geen akkoord" (counts as don't know, a note is required). */
struct fault scan_agree(struct db *db, struct arena *a, const struct scan_round *r, int statement,
                        enum scan_answer answer, bool no_agreement, const char *note, int64_t user,
                        int64_t now_ms);

/* The statements that stand for the organisation: agreed where the group decided, else the majority. */
struct scan_standing {
    uint8_t *answers;  /* enum scan_answer by statement index */
    bool *provisional; /* majority, not agreed */
    bool *bookmarks;
    int provisional_count, fillers;
    int tied_count; /* of the provisional: several answers share the first place, and it counts as don't know */
    const struct scan_reply *group;  /* the group's sheet */
    const struct scan_count *counts; /* members' counts */
};
void scan_standing(struct db *db, struct arena *a, const struct scan_round *r, struct scan_standing *out);

/* ---- divided by theme -------------------------------------------------------------------------------- */

/* Who answers which theme. declined = "niet mijn domein". */
struct scan_assignment {
    int theme;
    int64_t member;
    bool declined;
};
const struct scan_assignment *scan_assignments(struct db *db, struct arena *a, const struct scan_round *r,
                                               size_t *count);

/* ---- quick scans that a device remembers -------------------------------------------------------------- */

/* A cookie holds their keys, the one used last first, with dots between. Whoever starts one more than it remembers loses
 * the way to the oldest, and is told so before. */
#define SCAN_QUICK_COOKIE "kapstok-quick"
enum { SCAN_QUICK_REMEMBERED = 8 };
/* Those of a cookie (NULL = none) that still open a scan. */
struct scan_quick_key {
    const char *key;
    int64_t round;
};
const struct scan_quick_key *scan_quick_keys(struct db *db, struct arena *a, const char *cookie, size_t *count);
/* The cookie with `key` in front; without it when `forget`. "" when nothing is left. */
const char *scan_quick_cookie(struct arena *a, const struct scan_quick_key *keys, size_t count, const char *key,
                              bool forget);

/* Forgets visitors' scans untouched since before_ms; gives how many. */
int64_t scan_quick_clean(struct db *db, int64_t before_ms);

/* The card on an organisation's home: the open round, and what of it waits for whoever asks (organisation_card_fn). */
struct rq;
struct organisation;
struct organisation_card;
bool scan_home_card(struct rq *rq, const struct organisation *o, struct organisation_card *card);

/* ---- after a result: what later slices do with it ----------------------------------------------------- */

/* What stands in a round, for who goes on from there. */
struct scan_numbers {
    int dont_know, bookmarks;
    int started; /* "we have begun" without a yes */
};
/* A line of the card "from here" on the pages of a result: "12 × don't know" with the link "Ask for it". */
struct scan_next {
    const char *text, *label; /* translated */
    const char *url;
};
/* Fills in the line of one slice for whoever asks (rq->actor); false = nothing to say. It only reads, and depends on the
 * person by roles alone, for the page is kept for all who have the same ones. */
typedef bool scan_next_fn(struct rq *rq, const struct scan_round *r, const struct scan_numbers *n,
                          struct scan_next *next);
struct scan_nexts {
    scan_next_fn *const *v; /* in the order of the card; the program hands it to the pages (site.scan_nexts) */
    size_t count;
};

/* ---- in the report of a trajectory (chapter.c) --------------------------------------------------------- */

struct doc;
struct lang;
struct scan_report {
    const struct scan_round *round;  /* the newest that was closed; when none was, the newest with an answer */
    const struct scan_round *before; /* the closed one before it with the same scan; NULL = none */
};
/* false when the organisation has no round with an answer, or its scan is not installed. */
bool scan_report_rounds(struct db *db, struct arena *a, const struct packs *packs, int64_t organisation,
                        struct scan_report *out);

/* Whole scores of 100, or SCORE_NONE. */
struct scan_figures {
    int64_t score, upper, before; /* upper: if every "don't know" were a yes; before: of the round before */
    int answered, offered;        /* statements */
    int fillers;                  /* members; 0 when it was filled in for the organisation as a whole */
    int provisional;              /* statements that count with the majority's answer */
};
struct scan_figures scan_report_figures(struct db *db, struct arena *a, const struct scan_report *r);
/* "Strong in community, most work on purchasing" */
const char *scan_report_finding(struct db *db, struct arena *a, const struct lang *lang,
                                const struct scan_report *r);
/* The sentence that stands beside every score. */
const char *scan_indicative(const struct lang *lang);
/* The chapter: scores per domain, strengths, coverage, how divided the members were, the round before. */
void scan_chapter(struct db *db, struct arena *a, const struct lang *lang, const struct scan_report *r,
                  struct doc *doc, int level);

extern const struct slice slice_scan;

#endif
