/* Administration of the installation: outgoing mail, settings, audit log, health. No content of
 * organisations is read here. */
#ifndef SLICE_ADMIN_ADMIN_H
#define SLICE_ADMIN_ADMIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/status.h"
#include "db/db.h"

struct rq;
struct layout;
struct smtp_server;

/* ---- Outgoing mail ------------------------------------------------------------------------------------ */

/* Puts a mail in the outbox; it leaves after the commit when SMTP is configured, and waits there to be seen
 * otherwise. Texts are translated by the caller. */
void admin_mail_queue(struct db *db, struct arena *a, const char *to, const char *subject, const char *body,
                      int64_t now_ms);

/* One with a link that stops working at some moment: after that it does not leave any more, and the outbox says so. topic
 * names what it brings, so that it can be taken back while it has not left. */
struct admin_letter {
    const char *to, *subject, *body;
    const char *topic;     /* "" = cannot be taken back */
    struct db_int ends_at; /* not set = it says nothing that ends */
};
void admin_letter_queue(struct db *db, const struct admin_letter *l, int64_t now_ms);
void admin_mail_take_back(struct db *db, const char *topic);

/* The configured mail server; NULL when there is none, or its password cannot be read with this install key. */
struct smtp_server *admin_mail_server(struct db *db, struct arena *a, const unsigned char key[32]);
/* A mail server is configured, so that a mail will leave by itself. */
bool admin_mail_leaves(struct db *db, struct arena *a);

/* Delivery in three steps, so that no transaction waits for a network:
 *
 *     write transaction   batch = admin_mail_claim(db, a, key, host, now);   NULL: nothing to do
 *     none                admin_mail_send(a, batch);                         up to SMTP_TIMEOUT_S a mail
 *     write transaction   admin_mail_settle(db, batch, now);
 *
 * A claim lasts five minutes: what a worker took and never settled is then taken by another. So a mail may come
 * twice, never not at all; both have the same Message-ID. After six tries over some five hours it has failed
 * and waits for the administrator. */
enum { ADMIN_MAIL_BATCH = 10, ADMIN_MAIL_TRIES = 6 };

struct admin_mail {
    int64_t id, tries, created_at;
    const char *to, *subject, *body;
    /* Filled by admin_mail_send: */
    enum status result; /* OK, INVALID (never tried again), BUSY, FAILED */
    const char *detail; /* why; a fixed text without addresses */
};
struct admin_mail_batch {
    struct smtp_server *server;
    const char *from; /* "Name <address>" */
    const char *host; /* of the Message-ID */
    struct admin_mail *mails;
    size_t count;
};
/* host is the name in the installation's address ("kapstok.example"). */
struct admin_mail_batch *admin_mail_claim(struct db *db, struct arena *a, const unsigned char key[32],
                                          const char *host, int64_t now_ms);
void admin_mail_send(struct arena *a, struct admin_mail_batch *batch);
void admin_mail_settle(struct db *db, const struct admin_mail_batch *batch, int64_t now_ms);

/* ---- Audit log ---------------------------------------------------------------------------------------- */

/* Who did what to which thing. user 0 = the system or the command line; organisation 0 = none. detail holds
 * no names, answers or tokens. */
void admin_audit(struct db *db, int64_t now_ms, int64_t user, int64_t organisation, const char *action,
                 const char *object, const char *detail);

/* ---- Settings ----------------------------------------------------------------------------------------- */

/* A setting, or fall_back when it was never set. In the arena. */
const char *admin_setting(struct db *db, struct arena *a, const char *name, const char *fall_back);
void admin_setting_put(struct db *db, const char *name, const char *value);

#define ADMIN_SITE_NAME "site.name"       /* "Kapstok" when never set */
#define ADMIN_SITE_CONTACT "site.contact" /* mail address on the accessibility and privacy pages; "" = none */
#define ADMIN_QUICK_MONTHS "retention.quick" /* see admin_quick_months */
#define ADMIN_LAST_BACKUP "backup.last"      /* UTC milliseconds, put by `kapstok backup` */

/* How many months a quick scan is kept after its last change. */
int64_t admin_quick_months(struct db *db, struct arena *a);
enum { ADMIN_QUICK_MONTHS_DEFAULT = 12, ADMIN_QUICK_MONTHS_MAX = 120 };

/* The mail server as the administrator types it. */
struct admin_smtp {
    const char *url;      /* "" = none: mail waits in the outbox */
    const char *user;     /* "" = no log-in */
    const char *password; /* "" keeps the stored one */
    const char *from;
};
/* Checks and stores; an empty url forgets everything about the server. INVALID faults carry the field in
 * detail: "smtp_url", "smtp_from", "smtp_password" (the stored one is not sent to another server). */
struct fault admin_smtp_put(struct db *db, struct arena *a, const unsigned char key[32],
                            const struct admin_smtp *smtp);
/* What is stored, without the password; *has_password tells whether there is one. */
struct admin_smtp admin_smtp_get(struct db *db, struct arena *a, bool *has_password);

/* ---- Upkeep and pages --------------------------------------------------------------------------------- */

/* Retention: mails that waited a week count as failed; sent and failed ones go after ADMIN_MAIL_KEPT_DAYS, the audit log
 * after two years. */
enum { ADMIN_MAIL_KEPT_DAYS = 30 };
void admin_clean(struct db *db, int64_t now_ms);

/* The layout of a page under /beheer: its navigation, with the page at path `here` as the current one. For
 * pages of other slices that stand there too. */
struct layout *admin_layout(struct rq *rq, const char *title, const char *here);

extern const struct slice slice_admin;

#endif
