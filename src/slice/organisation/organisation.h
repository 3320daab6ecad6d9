/* Organisations with their type, legal entities, departments, members and own themes. */
#ifndef SLICE_ORGANISATION_ORGANISATION_H
#define SLICE_ORGANISATION_ORGANISATION_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/status.h"
#include "db/db.h"
#include "pack/pack.h"
#include "slice/organisation/paste.h"

/* Most characters of a text, in forms and in what is pasted. */
enum {
    ORGANISATION_MAX_NAME = 120,
    ORGANISATION_MAX_PLACE = 80,
    ORGANISATION_MAX_DEPARTMENT = 80,
    ORGANISATION_MAX_ABOUT = 1000
};

/* ---- The organisation itself ------------------------------------------------------------------------- */

struct organisation {
    int64_t id;
    const char *name, *type, *country;
    const char *sector, *size; /* NULL = not asked for this type */
    const char *place, *lang;
    int64_t created_at;
};

/* NULL when it does not exist or is archived. */
const struct organisation *organisation_get(struct db *db, struct arena *a, int64_t id);

/* Checks type, country, size and sector against the pack and makes the organisation; creator becomes its
 * administrator, guide and first member. lang NULL or "" = the usual one of the country. What the type does not ask (size,
 * sector) is not kept; a sector that does not exist is refused all the same. INVALID faults carry the field's name in detail ("type", "size" …). */
struct fault organisation_create(struct db *db, struct arena *a, const struct packs *packs,
                                 const struct organisation *o, int64_t creator_user, int64_t now_ms,
                                 int64_t *id);

/* The same checks for new data of o->id. A type that is no longer valid may stay, not be chosen anew. */
struct fault organisation_change(struct db *db, struct arena *a, const struct packs *packs,
                                 const struct organisation *o, int64_t now_ms);

/* Whether a type may be chosen in a country on the day of now_ms. */
bool organisation_type_offered(struct arena *a, const struct pack_type *t, const char *country, int64_t now_ms);

/* The wording an organisation of this country begins with: "nl_BE" or "nl". */
const char *organisation_lang_of(const char *country);

/* What organisation_create would store for o, or why not. The result borrows o's strings. */
struct fault organisation_check(struct arena *a, const struct packs *packs, const struct organisation *o,
                                const char *old_type, int64_t now_ms, struct organisation *out);

/* Organisations a user belongs to, by name. */
struct organisation_of {
    int64_t id;
    const char *name;
    unsigned roles;
};
const struct organisation_of *organisations_of_user(struct db *db, struct arena *a, int64_t user,
                                                    int64_t now_ms, size_t *count);

/* ---- Members ----------------------------------------------------------------------------------------- */

/* What a member may do; the same bits as http's enum role_bits, which rules do not see. */
enum organisation_role {
    ORGANISATION_READER = 1,
    ORGANISATION_MEMBER = 2,
    ORGANISATION_GUIDE = 4,
    ORGANISATION_MANAGER = 8,
    ORGANISATION_MINUTES = 16,
    ORGANISATION_ROLES = 31 /* all of them */
};

struct organisation_member {
    int64_t id, user;
    const char *name, *mail;
    const char *department; /* "" = none */
    const char *attribute;  /* "staff", "mandatary", "external" */
    unsigned roles;         /* enum organisation_role */
    int64_t ends_on;        /* last day; 0 = no end */
    int64_t department_id;  /* 0 = none */
    int64_t ended_at;       /* ms; 0 = still a member */
    bool entered;           /* has been in, and takes part; only in lists */
    bool
        invited; /* had an account before and has not said to take part: name is what was typed; of one member */
    bool by_role; /* asked to be shown by role in what he or she did */
};

/* Present members by name: not ended, and not past their last day (by the clock). Those who answer scans have
 * ROLE_MEMBER or ROLE_GUIDE. */
const struct organisation_member *organisation_members(struct db *db, struct arena *a, int64_t organisation,
                                                       size_t *count);
/* Everyone who is or was a member, by name; on a day, see organisation_is_present. */
const struct organisation_member *organisation_members_all(struct db *db, struct arena *a, int64_t organisation,
                                                           size_t *count);
bool organisation_is_present(const struct organisation_member *m, int64_t today);
/* Days since 1970 of the local day of now_ms. */
int64_t organisation_today(struct arena *a, int64_t now_ms);

/* The membership of a user today; NULL when none, ended or past its last day. */
const struct organisation_member *organisation_member_of(struct db *db, struct arena *a, int64_t organisation,
                                                         int64_t user, int64_t now_ms);
/* Any membership, also an ended one; NULL when there is none. */
const struct organisation_member *organisation_member_get(struct db *db, struct arena *a, int64_t organisation,
                                                          int64_t id);

/* Adds (or brings back) a member; department "" = none, made when new. attribute NULL = "staff". Who is a member
 * already keeps what is there and gets the roles as well, and the department when there was none. Gives the
 * member's id. */
int64_t organisation_member_add(struct db *db, struct arena *a, int64_t organisation, int64_t user,
                                const char *department, const char *attribute, unsigned roles, int64_t now_ms);

/* Adds everyone of what was pasted and compared (PASTE_NEW, PASTE_BACK) as a member, each with an account. Who had one keeps
 * the name that was typed until organisation_member_accept. Gives all whom the rows name, also who was a member already, each once and in their order; nobody for a refused row. */
struct organisation_added {
    int64_t member, user;
    const char *name, *mail;
    enum paste_state state; /* PASTE_NEW, PASTE_BACK, PASTE_MEMBER: then nothing changed */
};
const struct organisation_added *organisation_people_add(struct db *db, struct arena *a,
                                                         const struct organisation *o, const struct paste *p,
                                                         int64_t now_ms, size_t *count);
/* Someone who was added and had an account already takes part: from now on with the name of that account. Until then
 * who did the adding learns nothing about the person: not the name, not whether someone has ever been in. */
void organisation_member_accept(struct db *db, int64_t organisation, int64_t id);

/* Changes one member. CONFLICT when nobody would be left who is administrator without an end date; INVALID with
 * detail = field ("roles", "attribute", "ends_on", "department"). department as in organisation_member_add. */
struct organisation_member_change {
    unsigned roles;
    const char *attribute, *department;
    int64_t ends_on; /* 0 = no end */
};
struct fault organisation_member_change(struct db *db, struct arena *a, int64_t organisation, int64_t id,
                                        const struct organisation_member_change *c, int64_t now_ms);
/* Ends a membership now. What the person did stays. CONFLICT as above. */
struct fault organisation_member_end(struct db *db, struct arena *a, int64_t organisation, int64_t id,
                                     int64_t now_ms);
/* Brings an ended member back with the roles of before, without an end date. */
struct fault organisation_member_back(struct db *db, struct arena *a, int64_t organisation, int64_t id);

/* How people are named in what they did: by name, or by role when they asked for it ("a member of staff, Personnel").
 * Loaded once for a page. */
struct organisation_names;
const struct organisation_names *organisation_names(struct db *db, struct arena *a, int64_t organisation);
const char *organisation_member_name(struct arena *a, const struct lang *lang,
                                     const struct organisation_member *m);
/* Of a user (account_user.id); "" when it is 0 or nobody of the organisation, now or before. */
const char *organisation_name_of(const struct organisation_names *names, struct arena *a,
                                 const struct lang *lang, int64_t user);
/* A member by id, present or not; NULL when there is none. */
const struct organisation_member *organisation_names_member(const struct organisation_names *names,
                                                            int64_t member);
void organisation_member_by_role(struct db *db, int64_t organisation, int64_t id, bool by_role);

/* Whether a personal link of this member may be shown to the administrator of this organisation. Not when it would
 * open more than that: another organisation or the administration of the installation. */
bool organisation_link_showable(struct db *db, struct arena *a, const struct organisation_member *m,
                                int64_t organisation);

/* ---- Departments, legal entities, own themes --------------------------------------------------------- */

/* Departments and legal entities go into the archive, and come back from it as they were. */
struct organisation_archived {
    int64_t at; /* 0 = not archived */
    int64_t by; /* account_user.id; 0 = not known */
};

struct organisation_department {
    int64_t id;
    const char *name;
    int64_t members; /* present */
    struct organisation_archived archived;
};
/* Those that are not archived. */
const struct organisation_department *organisation_departments(struct db *db, struct arena *a,
                                                               int64_t organisation, size_t *count);
const struct organisation_department *organisation_departments_all(struct db *db, struct arena *a,
                                                                   int64_t organisation, size_t *count);
/* The department of this name (any case, any accents), made when new, brought back when archived. 0 for "". */
int64_t organisation_department_ensure(struct db *db, struct arena *a, int64_t organisation, const char *name);
/* CONFLICT when another has the name, NOT_FOUND when it is gone. One of that name in the archive comes back. */
struct fault organisation_department_add(struct db *db, struct arena *a, int64_t organisation,
                                         const char *name);
struct fault organisation_department_rename(struct db *db, struct arena *a, int64_t organisation, int64_t id,
                                            const char *name);
/* Its members stay, without a department until it is brought back (at = 0). */
struct fault organisation_department_archive(struct db *db, int64_t organisation, int64_t id,
                                             struct organisation_archived archived);

struct organisation_entity {
    int64_t id;
    const char *name;
    const char *number; /* "" = not given */
    struct organisation_archived archived;
};
/* Those that are not archived. */
const struct organisation_entity *organisation_entities(struct db *db, struct arena *a, int64_t organisation,
                                                        size_t *count);
const struct organisation_entity *organisation_entities_all(struct db *db, struct arena *a,
                                                            int64_t organisation, size_t *count);
int64_t organisation_entity_add(struct db *db, struct arena *a, int64_t organisation, const char *name,
                                const char *number, int64_t now_ms);
struct fault organisation_entity_change(struct db *db, int64_t organisation, int64_t id, const char *name,
                                        const char *number);
struct fault organisation_entity_archive(struct db *db, int64_t organisation, int64_t id,
                                         struct organisation_archived archived);
/* The legal entity, archived or not, that has this number; NULL = none, or the number is "". */
const struct organisation_entity *organisation_entity_numbered(struct db *db, struct arena *a,
                                                               int64_t organisation, const char *number);
/* An enterprise number as it is written: "0123.456.749" (Belgium, with its check) or "12345678" (KvK, Netherlands).
 * "" stays "". NULL when it cannot be one. In the arena. */
const char *organisation_entity_number(struct arena *a, const char *country, const char *typed);

/* Own themes: usable everywhere, in no score. */
struct organisation_theme {
    int64_t id;
    const char *title, *about, *domain;
    bool archived;
};
/* Those that are not archived. */
const struct organisation_theme *organisation_themes(struct db *db, struct arena *a, int64_t organisation,
                                                     size_t *count);
const struct organisation_theme *organisation_themes_all(struct db *db, struct arena *a, int64_t organisation,
                                                         size_t *count);
int64_t organisation_theme_add(struct db *db, struct arena *a, int64_t organisation, const char *title,
                               const char *about, const char *domain, int64_t now_ms);
struct fault organisation_theme_change(struct db *db, int64_t organisation, int64_t id, const char *title,
                                       const char *about, const char *domain);
struct fault organisation_theme_archive(struct db *db, int64_t organisation, int64_t id, bool archived,
                                        int64_t now_ms);

/* ---- The home of an organisation: what other slices show there ---------------------------------------- */

/* This slice knows none of those that come after it. So each of them may give a function that makes a card, and the
 * program hands the list of them to the pages (site.home). */
struct organisation_card {
    const char *title, *text; /* translated */
    const char *url, *label;  /* the one link */
    bool act;                 /* this waits for the person who looks: the link becomes the act of the page */
};

/* Fills in the card of one slice for whoever asks (rq->actor) in organisation o; false = nothing to show. It only reads,
 * and costs the same however much there is. */
struct rq;
typedef bool organisation_card_fn(struct rq *rq, const struct organisation *o, struct organisation_card *card);

struct organisation_cards {
    organisation_card_fn *const *cards; /* in the order of the page */
    size_t count;
};

extern const struct slice slice_organisation;

#endif
