/* A request as a handler sees it, and what it answers. Handlers never touch a socket, begin or commit. */
#ifndef HTTP_HTTP_H
#define HTTP_HTTP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/status.h"
#include "db/db.h"
#include "html/field.h"
#include "html/html.h"
#include "html/layout.h"
#include "i18n/lang.h"

struct rq;
struct route;
struct form;
struct packs;
struct library_index;
struct organisation_cards;
struct trajectory_parts;
struct scan_nexts;

enum http_method { HTTP_GET, HTTP_POST };

/* What a route asks of the person. http knows only these names; app's resolver knows what they mean.
 * A row without a right does not start. */
enum right {
    RIGHT_MISSING = 0,
    PUBLIC,      /* everyone */
    STATELESS,   /* everyone, as a machine: JSON, no cookie is read, no CSRF token is needed */
    KEY_HOLDER,  /* holds the secret :key of the path */
    LINK_HOLDER, /* holds the :link of a mail, in the path: opens one thing of an organisation */
    SIGNED_IN,   /* any signed-in person */
    ORG_READ,    /* any role in organisation :org, readers included */
    ORG_ANSWER,  /* member, guide: fills in scans of :org */
    ORG_GUIDE,   /* guide of :org */
    ORG_MANAGE,  /* administrator of :org */
    ORG_GUIDE_OR_MANAGE,
    ORG_LEAD,     /* guide or minute-taker of :org: leads a session with others */
    IN_ROOM,      /* holds the cookie of a phone that joined the session with the :code of the path */
    SYSTEM_ADMIN, /* administrator of the installation: settings and health, no content */
    RIGHT_COUNT
};
const char *right_name(enum right r); /* "ORG_GUIDE" */

enum role_bits { ROLE_READER = 1, ROLE_MEMBER = 2, ROLE_GUIDE = 4, ROLE_MANAGER = 8, ROLE_MINUTES = 16 };

/* Who asks: filled by the resolver of rights, in the request's arena. All zero for nobody. */
struct actor {
    int64_t user;     /* account_user.id */
    int64_t login;    /* account_login.id */
    const char *name; /* how the person is shown */
    bool system_admin;
    int64_t organisation; /* of :org in the path; 0 = none */
    int64_t member;       /* organisation_member.id there */
    unsigned roles;       /* enum role_bits there */
    const char *organisation_name;
    const struct lang *organisation_lang; /* in which it writes; NULL outside an organisation */
    const void
        *key_opens; /* KEY_HOLDER, LINK_HOLDER, IN_ROOM: what it opens; the resolver and its slice know it */
    const char *login_secret; /* what CSRF tokens are bound to; NULL = the visitor cookie */
};

/* Settings of the installation; borrowed, lives as long as the process. */
struct site {
    const char *public_url;    /* "https://kapstok.example", no trailing slash */
    bool secure;               /* public_url is https: Secure cookies, HSTS */
    const char *trusted_proxy; /* address whose X-Forwarded-For is believed; NULL = none */
    unsigned char key[32];     /* install key */
    const struct lang *lang;   /* when the person's choice is unknown */
    const struct packs *packs;
    const struct html_terms *terms[LANG_COUNT]; /* glossary for html_prose; may be NULL */
    struct library_index *library;         /* all packs as one list to search; NULL without library pages */
    const struct organisation_cards *home; /* what slices show on an organisation's home; may be NULL */
    const struct trajectory_parts *trajectory_parts; /* what slices add to a trajectory; may be NULL */
    const struct scan_nexts *scan_nexts;             /* what slices do with the result of a scan; may be NULL */
    const char *version;
    const char *data_dir;
};

struct upload {
    const char *name; /* as sent, cleaned; no path */
    const char *type; /* as sent: never trusted */
    struct bytes content;
};

struct rq {
    struct arena *arena;
    struct db *db; /* read-only in GET, inside the transaction in POST */
    const struct site *site;
    const struct route *route;
    const struct lang *lang;
    struct actor actor;
    struct form *form;      /* parsed and checked; NULL for GET unless a form is shown again */
    int64_t now_ms;         /* one clock reading per request */
    void *prepared;         /* what the route's slow first step left for the write step */
    struct rq_internal *in; /* http's own */
};

/* Path parameters. The router has checked: an :name in a pattern is digits if the name is org, round,
 * member … (no leading zero, fits int64) unless the pattern says :name* for text. */
int64_t rq_id(struct rq *rq, const char *name);        /* asserts that the pattern has it */
const char *rq_param(struct rq *rq, const char *name); /* decoded, valid UTF-8, no '/' */
/* A query parameter, decoded, valid UTF-8; NULL when absent. */
const char *rq_query(struct rq *rq, const char *name);
const char *rq_cookie(struct rq *rq, const char *name); /* NULL when absent */
const char *rq_path(struct rq *rq);                     /* as asked, for the language switch; never logged */
const char *rq_address(struct rq *rq);                  /* of the person, behind the trusted proxy */
struct bytes rq_body(struct rq *rq);                    /* JSON and raw bodies */
bool rq_is_partial(struct rq *rq);                      /* header X-Kapstok-Partial: 1 (autosave) */
/* Counts a try of `what` and says whether there were too many in the last hour: true means answer LIMITED.
 * In memory of this process. Per key, and per address ten times as many, because offices share one; with
 * key NULL max_per_hour is that of the address. */
bool rq_over_limit(struct rq *rq, const char *what, const char *key, int max_per_hour);
/* Looks only, and at one of the two: the key, or with key NULL the address. For what counts its failures alone. */
bool rq_is_over_limit(struct rq *rq, const char *what, const char *key, int max_per_hour);

/* The page writer of this reply: content-type text/html, csrf token set. Not on STATELESS routes. */
struct html *rq_html(struct rq *rq);
/* Where the JSON of this reply is written; empty. */
struct buf *rq_json(struct rq *rq);
/* Layout with title, here, person, organisation, assets and the installation's navigation filled in. */
struct layout *rq_layout(struct rq *rq, const char *title);

/* When the guide says "look at the result", thirty people load the same page in the same minute, and its large middle is
 * the same for all of them. So a loop keeps such a part as it was written, and gives it again while the database has
 * the very state that it was written from (db_stamp): any commit, of whatever, drops all parts. So a part is never
 * old; it only saves work while nobody writes. On PostgreSQL, where nothing tells that so cheaply, nothing is kept.
 *
 * key names everything but the database that the part depends on: what was asked, the language (added here), and of
 * the person all that shows. No part may hold a csrf token or a thing that only one person may see.
 *
 * rq_part fills in the title, lead and action that belong to the part, and gives it; .html is NULL when there is none.
 * Ask once the rights are clear. rq_part_keep keeps what the page holds from byte `from` on. */
struct html_safe rq_part(struct rq *rq, const char *key, struct layout *l);
void rq_part_keep(struct rq *rq, const char *key, const struct layout *l, size_t from);

/* Answers. Each returns NO_FAULT, so that a handler ends with `return reply_redirect(rq, "/…");`. An answer
 * of 400 or more undoes what a POST wrote, as a fault does. */
struct fault reply_page(struct rq *rq); /* what rq_html holds, 200 */
/* 303 to a path of ours; what would lead elsewhere leads to "/". */
struct fault reply_redirect(struct rq *rq, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* An attachment; content is borrowed until it is sent: the arena or static memory. */
struct fault reply_file(struct rq *rq, const char *type, const char *name, struct bytes content);
struct fault reply_bytes(struct rq *rq, int code, const char *type, struct bytes content); /* borrowed too */
struct fault reply_json(struct rq *rq, int code); /* what rq_json holds */
/* RFC 9457; path is the place of the fault ("answers/gov.x.y"), may be NULL. */
struct fault reply_problem(struct rq *rq, enum status st, const char *title, const char *path);
/* HttpOnly, SameSite=Lax; on https Secure and named __Host-…, which rq_cookie adds by itself too.
 * max_age_s 0 lasts until the browser closes, a negative one removes the cookie. */
void reply_cookie(struct rq *rq, const char *name, const char *value, int64_t max_age_s);
void reply_notice(struct rq *rq, const char *translated); /* shown once by the next rq_layout (sealed cookie) */
/* name is static. Instead of our own Cache-Control, Content-Security-Policy or Permissions-Policy. */
void reply_header(struct rq *rq, const char *name, const char *value);

/* Runs after the commit, outside the transaction and only when it held: wake the mailer, drop a cache. */
void rq_after_commit(struct rq *rq, void (*fn)(void *p), void *p);

/* ---- Rooms: what moves while people look ---------------------------------------------------------------
 *
 * A room is a number (of a session). What it shows is a view of it: an HTML fragment, the same for all who look at it in
 * the same way and language. It is rendered once for all of them, each time that the room has moved. */

/* Writes what a room shows to all who look at it in the same way: no csrf token, nothing of one person. On a reading
 * connection in a read transaction of its own, in any thread; what it gives is kept until the room moves, and looked at
 * anew once a minute. False: there is no such room any more, and its streams end. */
typedef bool room_view_fn(struct html *h, struct db *db, struct arena *a, const struct site *site, int64_t room,
                          int64_t variant, int64_t now_ms);
/* Answers a GET_EVENTS with the stream of a view (server-sent events: each is the whole new state, its id comes from the
 * content) or, when it is asked with ?na=TOKEN, as a long poll: 200 with the fragment and its token in X-Kapstok-Token as
 * soon as it is another than TOKEN (empty: at once), 204 when nothing is new for 25 s. The handler has looked up the rights,
 * as for any GET; they are looked up anew when the client comes back, every ten minutes. */
struct fault reply_room(struct rq *rq, int64_t room, room_view_fn *view, int64_t variant);
/* In a POST: once this commit holds, the room is rendered anew for all who look, on all nodes. Several at once: once. */
void rq_room_moved(struct rq *rq, int64_t room);
/* How many streams and long polls look at a room through this node in this view, for the desk; NULL view = all. */
int rq_room_watchers(struct rq *rq, int64_t room, room_view_fn *view);

int status_http_code(enum status st); /* the one table */

typedef struct fault handler_fn(struct rq *rq);

/* ---- Forms ------------------------------------------------------------------------------------------- */

enum field_type {
    FIELD_TEXT,     /* one line, cleaned; min..max characters */
    FIELD_AREA,     /* several lines */
    FIELD_MAIL,     /* one mail address, lower-cased host */
    FIELD_URL,      /* https: or http: */
    FIELD_INT,      /* min..max value, no upper limit when only max is 0; "34.000" and "34,000" are read */
    FIELD_DATE,     /* ISO or d-m-yyyy or d/m/yyyy; real */
    FIELD_CHOICE,   /* one of choices; choices NULL = checked by the handler */
    FIELD_CHOICES,  /* several */
    FIELD_TICK,     /* on or absent */
    FIELD_PASSWORD, /* not cleaned, never shown again */
    FIELD_TOKEN,    /* base64url or digits; never shown again */
    FIELD_FILE,     /* max bytes */
    FIELD_FAMILY    /* name[key]=value; max keys; values up to 200 characters, NUL-free UTF-8 */
};

struct field {
    const char *name;
    enum field_type type;
    bool required;
    int64_t min, max;
    const char *label;          /* N_() */
    const char *help;           /* N_() or NULL */
    const char *const *choices; /* NULL-terminated values */
    const char *message;        /* N_(): when required and empty; NULL = the general one */
    const char *autocomplete;
};

struct form_spec {
    const struct field *fields;
    size_t count;
};
#define FORM(fields)                                                                                           \
    {                                                                                                          \
        (fields), sizeof(fields) / sizeof((fields)[0])                                                         \
    }

/* Values after cleaning and checks. Names must be in the spec (a bug otherwise). */
const char *form_text(struct rq *rq, const char *name);  /* "" when empty */
struct db_int form_int(struct rq *rq, const char *name); /* FIELD_INT, FIELD_DATE (days since 1970) */
bool form_tick(struct rq *rq, const char *name);
struct form_pair {
    const char *key;
    const char *value;
};
const struct form_pair *form_family(struct rq *rq, const char *name, size_t *count);
const char *const *form_choices(struct rq *rq, const char *name, size_t *count);
const struct upload *form_file(struct rq *rq, const char *name); /* NULL = none sent */

/* A rule's message at a field; the form comes back filled with status 422 when the handler then returns
 * form_again(rq). */
void form_fail(struct rq *rq, const char *field, const char *msgid, ...);
bool form_has_errors(struct rq *rq);
/* The fault to return: what was written is undone, and then the route's `again` handler runs in a read
 * transaction, with the values that were sent. Also from `prepare`. A form that breaks its own spec takes
 * this way before the handler is ever called. */
struct fault form_again(struct rq *rq);

/* The view of a field: value typed before, else `value` ("" for none), with message and limits from spec.
 * Several choices are lines of one value. The options of a choice are for the page to fill in. */
struct field_view *form_field(struct rq *rq, const struct form_spec *spec, const char *name, const char *value);
/* Messages for field_summary; NULL-safe. */
const struct field_message *form_messages(struct rq *rq, size_t *count);

/* ---- Routes ------------------------------------------------------------------------------------------ */

struct route {
    enum http_method method;
    const char *pattern; /* "/organisatie/:org/scan/:round" */
    enum right right;
    handler_fn *handler;
    const struct form_spec *form; /* POST: accepted fields; others are dropped */
    handler_fn *again;            /* POST: shows the form with its messages; NULL = plain error page */
    handler_fn *prepare;          /* POST: slow first step on a worker (hashing, parsing), no writes; goes
                                   * on to handler unless it answers or returns a fault */
    bool slow;                    /* GET: on a worker (exports) */
    bool events;                  /* GET: may answer with reply_room */
    size_t body_cap;              /* bytes; 0 = 64 KB */
    bool json;                    /* POST: body is JSON for rq_body; faults become problem documents */
};
#define GET(pattern_, right_, handler_, ...)                                                                   \
    {                                                                                                          \
        .method = HTTP_GET, .pattern = (pattern_), .right = (right_), .handler = (handler_), __VA_ARGS__       \
    }
#define GET_EVENTS(pattern_, right_, handler_) GET(pattern_, right_, handler_, .events = true)
#define POST(pattern_, right_, handler_, ...)                                                                  \
    {                                                                                                          \
        .method = HTTP_POST, .pattern = (pattern_), .right = (right_), .handler = (handler_), __VA_ARGS__      \
    }

enum { BODY_CAP = 64 * 1024 };

struct slice {
    const char *name;
    const struct route *routes;
    size_t route_count;
};
#define SLICE_ROUTES(r) .routes = (r), .route_count = sizeof(r) / sizeof((r)[0])

#endif
