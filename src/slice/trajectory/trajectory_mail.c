/* Links in mails, and mail itself with the wish not to get it.
 *
 * A link's text is its number and a code over that number, made with the install key. So a reminder can carry the same
 * link as the first mail although the text is stored nowhere, and a copy of the data opens nothing. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "http/http.h"
#include "lib/sodium.h"
#include "slice/admin/admin.h"
#include "slice/trajectory/trajectory_site.h"
#include "trajectory_sql.h"

enum { CODE_BYTES = 16 }; /* 128 bits: nobody guesses one */

static const int64_t DAY_MS = 86400000;

int64_t trajectory_link_ensure(struct db *db, struct arena *a, int64_t organisation, const char *kind,
                               int64_t object, const char *mail, int64_t now_ms)
{
    int64_t expires = now_ms + TRAJECTORY_LINK_DAYS * DAY_MS;
    const struct trajectory_link_find *there =
        trajectory_q_link_find(db, a, organisation, kind, object, mail, now_ms);
    if (there == NULL)
        return trajectory_q_link_insert(db, a, organisation, kind, object, mail, now_ms, expires)->id;
    trajectory_q_link_extend(db, there->id, expires);
    return there->id;
}

static const char *code_of(struct arena *a, const unsigned char key[32], const char *number)
{
    unsigned char mac[CRYPTO_HASH_SIZE];
    crypto_mac(key, "trajectory-link", number, mac);
    return base64url_encode(a, mac, CODE_BYTES);
}

const char *trajectory_link_text(struct arena *a, const unsigned char key[32], int64_t link)
{
    const char *number = arena_printf(a, "%lld", (long long)link);
    return arena_printf(a, "%s.%s", number, code_of(a, key, number));
}

const struct trajectory_link *trajectory_link_open(struct db *db, struct arena *a, const unsigned char key[32],
                                                   const char *text, int64_t now_ms)
{
    const char *dot = strchr(text, '.');
    size_t digits = dot == NULL ? 0 : (size_t)(dot - text);
    if (digits == 0 || digits > 18 || strspn(text, "0123456789") != digits)
        return NULL;
    const char *number = arena_strndup(a, text, digits);
    const char *code = code_of(a, key, number);
    if (strlen(dot + 1) != strlen(code) || !crypto_equal(dot + 1, code, strlen(code)))
        return NULL;
    const struct trajectory_link_get *row = trajectory_q_link_get(db, a, strtoll(number, NULL, 10), now_ms);
    if (row == NULL)
        return NULL;
    struct trajectory_link *l = NEW(a, struct trajectory_link);
    *l = (struct trajectory_link){ .id = row->id,
                                   .organisation = row->organisation_id,
                                   .object = row->object,
                                   .kind = row->kind,
                                   .mail = row->mail };
    return l;
}

void trajectory_link_revoke(struct db *db, const char *kind, int64_t object, const char *mail, int64_t now_ms)
{
    trajectory_q_link_revoke(db, kind, object, mail, now_ms);
}

/* ---- mail ---------------------------------------------------------------------------------------------- */

const char *trajectory_mail_name(enum trajectory_mail_kind k)
{
    static const char *const names[MAIL_KINDS] = { "invitation", "request", "reminder", "minutes" };
    ASSERT(k < MAIL_KINDS);
    return names[k];
}

bool trajectory_mail_send(struct db *db, struct arena *a, const struct site *site,
                          const struct trajectory_mail *m, int64_t now_ms)
{
    if (trajectory_q_mute_has(db, a, m->to, trajectory_mail_name(m->kind)) != NULL)
        return false;
    int64_t link = trajectory_link_ensure(db, a, m->organisation, "mail", 0, m->to, now_ms);
    const char *last = arena_printf(a, tr(m->lang, "Which mails do you want? Choose here: %s/mailkeuze/%s"),
                                    site->public_url, trajectory_link_text(a, site->key, link));
    admin_mail_queue(db, a, m->to, m->subject, arena_printf(a, "%s\n\n-- \n%s\n", m->body, last), now_ms);
    return true;
}

struct reminding trajectory_reminding(const struct site *site)
{
    return (struct reminding){ site, site->packs, site->trajectory_parts, site->public_url, site->key };
}
