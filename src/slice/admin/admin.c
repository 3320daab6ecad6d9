#include "slice/admin/admin.h"

#include <stdlib.h>
#include <string.h>

#include "admin_sql.h"
#include "lib/curl.h"
#include "lib/sodium.h"

#define MINUTE_MS ((int64_t)60 * 1000)
#define DAY_MS (24 * 60 * MINUTE_MS)

enum {
    LEASE_MINUTES = 5,
    WAITS_DAYS = 7, /* a mail that is older says what is no longer so */
    AUDIT_KEPT_DAYS = 731,
};

#define SMTP_URL "smtp.url"
#define SMTP_USER "smtp.user"
#define SMTP_PASSWORD "smtp.password" /* sealed under the install key, base64url */
#define SMTP_FROM "smtp.from"

/* ---- Settings ----------------------------------------------------------------------------------------- */

const char *admin_setting(struct db *db, struct arena *a, const char *name, const char *fall_back)
{
    const struct admin_setting_get *s = admin_q_setting_get(db, a, name);
    return s == NULL ? fall_back : s->value;
}

void admin_setting_put(struct db *db, const char *name, const char *value)
{
    admin_q_setting_put(db, name, value);
}

int64_t admin_quick_months(struct db *db, struct arena *a)
{
    int64_t n = strtoll(admin_setting(db, a, ADMIN_QUICK_MONTHS, "0"), NULL, 10);
    return n >= 1 && n <= ADMIN_QUICK_MONTHS_MAX ? n : ADMIN_QUICK_MONTHS_DEFAULT;
}

struct admin_smtp admin_smtp_get(struct db *db, struct arena *a, bool *has_password)
{
    *has_password = *admin_setting(db, a, SMTP_PASSWORD, "") != '\0';
    return (struct admin_smtp){
        .url = admin_setting(db, a, SMTP_URL, ""),
        .user = admin_setting(db, a, SMTP_USER, ""),
        .password = "",
        .from = admin_setting(db, a, SMTP_FROM, ""),
    };
}

/* smtp://host, smtp://host:port, the same with smtps. */
static bool smtp_url_is_one(const char *url)
{
    const char *p = strncmp(url, "smtp://", 7) == 0    ? url + 7
                    : strncmp(url, "smtps://", 8) == 0 ? url + 8
                                                       : NULL;
    if (p == NULL)
        return false;
    size_t host = *p == '[' ? strspn(p, "[]:0123456789abcdefABCDEF")
                            : strspn(p, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_");
    if (host == 0)
        return false;
    p += host;
    if (*p == '\0')
        return true;
    size_t digits = *p == ':' ? strspn(p + 1, "0123456789") : 0;
    return digits >= 1 && digits <= 5 && p[1 + digits] == '\0' && strtol(p + 1, NULL, 10) <= 65535;
}

static void put_password(struct db *db, struct arena *a, const unsigned char key[32], const char *password)
{
    struct bytes sealed;
    crypto_seal(a, key, (struct bytes){ password, strlen(password) }, &sealed);
    admin_q_setting_put(db, SMTP_PASSWORD, base64url_encode(a, sealed.p, sealed.n));
}

struct fault admin_smtp_put(struct db *db, struct arena *a, const unsigned char key[32],
                            const struct admin_smtp *smtp)
{
    bool has_password;
    struct admin_smtp before = admin_smtp_get(db, a, &has_password);
    if (smtp->url[0] == '\0') {
        static const char *const names[] = { SMTP_URL, SMTP_USER, SMTP_PASSWORD, SMTP_FROM };
        for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
            admin_q_setting_forget(db, names[i]);
        return NO_FAULT;
    }
    if (!smtp_url_is_one(smtp->url))
        return FAULT(INVALID,
                     N_("Write it as smtp://mail.example.org:587, or smtps:// for a server on port 465."),
                     .detail = "smtp_url");
    if (!mail_address_is_safe(smtp->from))
        return FAULT(INVALID, N_("Fill in the address that the mails come from."), .detail = "smtp_from");
    bool moved = strcmp(before.url, smtp->url) != 0 || strcmp(before.user, smtp->user) != 0;
    bool keeps = smtp->user[0] != '\0' && smtp->password[0] == '\0';
    if (keeps && has_password && moved)
        return FAULT(INVALID, N_("The server or the user name changed: type the password again."),
                     .detail = "smtp_password");
    admin_q_setting_put(db, SMTP_URL, smtp->url);
    admin_q_setting_put(db, SMTP_USER, smtp->user);
    admin_q_setting_put(db, SMTP_FROM, smtp->from);
    if (smtp->user[0] == '\0')
        admin_q_setting_forget(db, SMTP_PASSWORD);
    else if (smtp->password[0] != '\0')
        put_password(db, a, key, smtp->password);
    return NO_FAULT;
}

/* ---- Outgoing mail ------------------------------------------------------------------------------------ */

void admin_mail_queue(struct db *db, struct arena *a, const char *to, const char *subject, const char *body,
                      int64_t now_ms)
{
    (void)a;
    admin_q_mail_insert(db, to, subject, body, "", DB_NULL_INT, now_ms);
}

void admin_letter_queue(struct db *db, const struct admin_letter *l, int64_t now_ms)
{
    admin_q_mail_insert(db, l->to, l->subject, l->body, l->topic, l->ends_at, now_ms);
}

void admin_mail_take_back(struct db *db, const char *topic)
{
    admin_q_mail_take_back(db, topic);
}

bool admin_mail_leaves(struct db *db, struct arena *a)
{
    return *admin_setting(db, a, SMTP_URL, "") != '\0';
}

struct smtp_server *admin_mail_server(struct db *db, struct arena *a, const unsigned char key[32])
{
    bool has_password;
    struct admin_smtp smtp = admin_smtp_get(db, a, &has_password);
    if (smtp.url[0] == '\0')
        return NULL;
    struct smtp_server *server = NEW(a, struct smtp_server);
    *server = (struct smtp_server){ .url = smtp.url, .from = smtp.from };
    if (smtp.user[0] != '\0')
        server->user = smtp.user;
    if (has_password) {
        struct bytes sealed, plain;
        if (!base64url_decode(a, admin_setting(db, a, SMTP_PASSWORD, ""), &sealed) ||
            crypto_open(a, key, sealed, &plain) != OK)
            return NULL;
        server->password = plain.p;
    }
    return server;
}

struct admin_mail_batch *admin_mail_claim(struct db *db, struct arena *a, const unsigned char key[32],
                                          const char *host, int64_t now_ms)
{
    struct smtp_server *server = admin_mail_server(db, a, key);
    if (server == NULL)
        return NULL;
    size_t count = 0;
    const struct admin_mail_claim *rows =
        admin_q_mail_claim(db, a, now_ms, now_ms + LEASE_MINUTES * MINUTE_MS, now_ms - WAITS_DAYS * DAY_MS,
                           ADMIN_MAIL_BATCH, &count);
    if (count == 0)
        return NULL;
    struct admin_mail_batch *batch = NEW(a, struct admin_mail_batch);
    *batch = (struct admin_mail_batch){
        .server = server,
        .from = arena_printf(a, "%s <%s>", admin_setting(db, a, ADMIN_SITE_NAME, "Kapstok"), server->from),
        .host = host,
        .mails = NEW_ARRAY(a, struct admin_mail, count),
        .count = count,
    };
    for (size_t i = 0; i < count; i++) {
        batch->mails[i] = (struct admin_mail){
            .id = rows[i].id,
            .tries = rows[i].tries,
            .created_at = rows[i].created_at,
            .to = rows[i].recipient,
            .subject = rows[i].subject,
            .body = rows[i].body,
            .result = BUSY,
            .detail = "not tried",
        };
    }
    return batch;
}

void admin_mail_send(struct arena *a, struct admin_mail_batch *batch)
{
    const _Atomic bool *stop = batch->server->stop;
    for (size_t i = 0; i < batch->count && !(stop != NULL && *stop); i++) {
        struct admin_mail *m = &batch->mails[i];
        struct mail mail = {
            .from = batch->from,
            .to = m->to,
            .subject = m->subject,
            .text_body = m->body,
            .message_id =
                arena_printf(a, "%lld.%lld@%s", (long long)m->created_at, (long long)m->id, batch->host),
            .date_ms = m->created_at,
        };
        struct bytes message;
        m->detail = "this cannot be written as a mail";
        m->result = mail_compose(a, &mail, &message);
        if (m->result == OK)
            m->result = smtp_send(batch->server, m->to, message.p, message.n, &m->detail);
    }
}

/* How long to wait after the n-th try failed. */
static int64_t back_off_ms(int64_t tries)
{
    static const int minutes[ADMIN_MAIL_TRIES] = { 1, 5, 30, 120, 120, 120 };
    int64_t i = tries < 1 ? 0 : tries > ADMIN_MAIL_TRIES ? ADMIN_MAIL_TRIES - 1 : tries - 1;
    return minutes[i] * MINUTE_MS;
}

void admin_mail_settle(struct db *db, const struct admin_mail_batch *batch, int64_t now_ms)
{
    for (size_t i = 0; i < batch->count; i++) {
        const struct admin_mail *m = &batch->mails[i];
        const char *detail = m->detail == NULL ? "" : m->detail;
        if (m->result == OK)
            admin_q_mail_sent(db, m->id, m->tries, now_ms);
        else if (m->result == INVALID || m->tries >= ADMIN_MAIL_TRIES)
            admin_q_mail_failed(db, m->id, m->tries, now_ms, detail);
        else
            admin_q_mail_later(db, m->id, m->tries, now_ms + back_off_ms(m->tries), detail);
    }
}

/* ---- Audit log and upkeep ----------------------------------------------------------------------------- */

void admin_audit(struct db *db, int64_t now_ms, int64_t user, int64_t organisation, const char *action,
                 const char *object, const char *detail)
{
    admin_q_audit_insert(db, now_ms, user == 0 ? DB_NULL_INT : DB_SOME(user),
                         organisation == 0 ? DB_NULL_INT : DB_SOME(organisation), action, object, detail);
}

void admin_clean(struct db *db, int64_t now_ms)
{
    admin_q_mail_expire(db, now_ms - WAITS_DAYS * DAY_MS, now_ms, "it waited a week");
    admin_q_mail_clean(db, now_ms - ADMIN_MAIL_KEPT_DAYS * DAY_MS);
    admin_q_audit_clean(db, now_ms - AUDIT_KEPT_DAYS * DAY_MS);
}
