#include "slice/account/account.h"

#include <stdlib.h>
#include <string.h>

#include "account_sql.h"
#include "base/utf8.h"
#include "lib/oath.h"
#include "lib/sodium.h"
#include "slice/admin/admin.h"

#define MINUTE_MS ((int64_t)60 * 1000)
#define HOUR_MS (60 * MINUTE_MS)
#define DAY_MS (24 * HOUR_MS)

enum {
    MAIL_TOKEN_HOURS = 1,
    PERSONAL_TOKEN_DAYS = 180,
    TOKEN_KEPT_DAYS = 7, /* after its end, so that its page can say what happened */
    PENDING_MINUTES = 15,
    ENROL_HOURS = 1,
    MAIL_CHANGE_HOURS = 24,
    RECOVERY_BYTES = 15, /* 24 letters, 120 bits: enough to be kept as a plain hash */
    RECOVERY_YEARS = 50,
    TARGET_MAX = 500, /* bytes */
};

/* The rows of user_get, user_find and user_list are the same but for their names. */
#define USER_OF(r)                                                                                             \
    {                                                                                                          \
        .id = (r)->id, .name = (r)->name, .mail = (r)->mail, .lang = (r)->lang,                                \
        .system_admin = (r)->system_admin, .has_password = (r)->has_password,                                  \
        .has_second_factor = (r)->has_second_factor, .disabled = (r)->disabled                                 \
    }

static const char *lower(struct arena *a, const char *s)
{
    char *out = arena_strdup(a, s);
    for (char *p = out; *p != '\0'; p++) {
        if (*p >= 'A' && *p <= 'Z')
            *p = (char)(*p - 'A' + 'a');
    }
    return out;
}

static struct bytes hash_of(struct arena *a, const char *token)
{
    unsigned char *hash = arena_alloc(a, CRYPTO_HASH_SIZE);
    token_hash(token, hash);
    return (struct bytes){ hash, CRYPTO_HASH_SIZE };
}

/* ---- Users -------------------------------------------------------------------------------------------- */

const struct account_user *account_user_find(struct db *db, struct arena *a, const char *mail)
{
    const struct account_user_find *r = account_q_user_find(db, a, lower(a, mail));
    if (r == NULL)
        return NULL;
    struct account_user *u = NEW(a, struct account_user);
    *u = (struct account_user)USER_OF(r);
    return u;
}

const struct account_user *account_user_get(struct db *db, struct arena *a, int64_t id)
{
    const struct account_user_get *r = account_q_user_get(db, a, id);
    if (r == NULL)
        return NULL;
    struct account_user *u = NEW(a, struct account_user);
    *u = (struct account_user)USER_OF(r);
    return u;
}

int64_t account_user_ensure(struct db *db, struct arena *a, const char *name, const char *mail,
                            const char *lang, int64_t now_ms)
{
    const char *address = lower(a, mail);
    const struct account_user_insert *made = account_q_user_insert(db, a, name, address, lang, now_ms);
    if (made != NULL)
        return made->id;
    const struct account_user_find *there = account_q_user_find(db, a, address);
    return there == NULL ? 0 : there->id; /* 0 only after a database error: then nothing is kept */
}

void account_user_entered(struct db *db, int64_t id, int64_t now_ms)
{
    account_q_user_entered(db, id, now_ms);
}

void account_user_rename(struct db *db, int64_t id, const char *name)
{
    account_q_user_rename(db, id, name);
}

void account_user_set_lang(struct db *db, int64_t id, const char *lang)
{
    account_q_user_set_lang(db, id, lang);
}

void account_user_set_admin(struct db *db, int64_t id, bool system_admin)
{
    account_q_user_set_admin(db, id, system_admin);
}

void account_user_set_password(struct db *db, int64_t id, const char *hash)
{
    account_q_user_set_password(db, id, hash);
}

/* The only one who administers the installation and can sign in. */
static bool is_last_admin(struct db *db, struct arena *a, const struct account_user *u)
{
    if (!u->system_admin || u->disabled)
        return false;
    const struct account_admin_count *n = account_q_admin_count(db, a);
    return n != NULL && n->admins <= 1;
}

#define LAST_ADMIN N_("This is the only administrator of the installation. First make someone else one.")

struct fault account_user_make_admin(struct db *db, struct arena *a, int64_t id, bool system_admin)
{
    const struct account_user *u = account_user_get(db, a, id);
    if (u == NULL)
        return FAULT(NOT_FOUND, NULL);
    if (!system_admin && is_last_admin(db, a, u))
        return FAULT(CONFLICT, LAST_ADMIN);
    account_q_user_set_admin(db, id, system_admin);
    return NO_FAULT;
}

struct fault account_user_disable(struct db *db, struct arena *a, int64_t id, bool disable, int64_t now_ms)
{
    const struct account_user *u = account_user_get(db, a, id);
    if (u == NULL)
        return FAULT(NOT_FOUND, NULL);
    if (disable && is_last_admin(db, a, u))
        return FAULT(CONFLICT, LAST_ADMIN);
    account_q_user_set_disabled(db, id, disable ? DB_SOME(now_ms) : DB_NULL_INT);
    if (disable)
        account_login_close_others(db, id, 0);
    return NO_FAULT;
}

/* What was typed as a LIKE pattern that finds it anywhere. */
static const char *like(struct arena *a, const char *search)
{
    char *out = arena_alloc(a, strlen(search) * 2 + 3);
    size_t n = 0;
    out[n++] = '%';
    for (const char *p = lower(a, search); *p != '\0'; p++) {
        if (*p == '%' || *p == '_' || *p == '\\')
            out[n++] = '\\';
        out[n++] = *p;
    }
    out[n] = '%';
    return out;
}

const struct account_user *account_user_page(struct db *db, struct arena *a, const char *search, int64_t skip,
                                             int64_t most, size_t *count, int64_t *total)
{
    const char *pattern = like(a, search);
    const struct account_user_count *n = account_q_user_count(db, a, pattern);
    *total = n == NULL ? 0 : n->users;
    *count = 0;
    const struct account_user_list *rows = account_q_user_list(db, a, pattern, most, skip, count);
    struct account_user *users = NEW_ARRAY(a, struct account_user, *count);
    for (size_t i = 0; i < *count; i++)
        users[i] = (struct account_user)USER_OF(&rows[i]);
    return users;
}

/* ---- Passwords ---------------------------------------------------------------------------------------- */

/* The ones that are tried first, of those that are long enough, with what people here make of them. */
static const char *const common_passwords[] = {
    "0123456789",    "0987654321",   "1111111111",  "1122334455",   "123123123123", "1234554321",
    "1234567890",    "12345678900",  "1234567891",  "12345678910",  "123456789a",   "1q2w3e4r5t",
    "1q2w3e4r5t6y",  "1qaz2wsx3edc", "9876543210",  "a123456789",   "abcd123456",   "abcdefghij",
    "administrator", "amsterdam1",   "antwerpen1",  "azerty12345",  "azerty123456", "azertyuiop",
    "changeme123",   "football123",  "geheim1234",  "gemeente12",   "gemeente123",  "gemeente1234",
    "iloveyou123",   "kapstok123",   "kapstok1234", "letmein123",   "passw0rd123",  "password12",
    "password123",   "password1234", "princess123", "q1w2e3r4t5",   "qwerty12345",  "qwerty123456",
    "qwertyuiop",    "voetbal123",   "wachtwoord",  "wachtwoord1",  "wachtwoord12", "wachtwoord123",
    "welkom1234",    "welkom12345",  "welkom123!",  "zaq12wsxcde3",
};

const char *account_password_hash(struct db *db, struct arena *a, const struct account_user *u)
{
    const struct account_secret_get *s = u == NULL ? NULL : account_q_secret_get(db, a, u->id);
    return s == NULL ? NULL : s->password;
}

static bool one_character(const char *s)
{
    return strspn(s, (char[]){ s[0], '\0' }) == strlen(s);
}

struct fault account_password_check(struct arena *a, const char *password, const char *mail)
{
    size_t n = utf8_length(password);
    if (n < ACCOUNT_PASSWORD_MIN)
        return FAULT(INVALID, N_("Choose at least 10 characters. Three or four words in a row are fine."));
    if (n > ACCOUNT_PASSWORD_MAX)
        return FAULT(INVALID, N_("Choose at most 200 characters."));
    const char *plain = lower(a, password);
    bool common = one_character(plain);
    for (size_t i = 0; i < sizeof common_passwords / sizeof common_passwords[0]; i++)
        common = common || strcmp(plain, common_passwords[i]) == 0;
    if (common)
        return FAULT(INVALID, N_("Many people use this password, so it is tried first. Choose another one."));
    const char *address = lower(a, mail);
    if (strcmp(plain, address) == 0 || strcmp(plain, arena_strndup(a, address, strcspn(address, "@"))) == 0)
        return FAULT(INVALID, N_("Your mail address is no secret. Choose another password."));
    return NO_FAULT;
}

/* ---- Tokens ------------------------------------------------------------------------------------------- */

static const char *const token_kinds[] = {
    [ACCOUNT_TOKEN_MAIL] = "mail", [ACCOUNT_TOKEN_PERSONAL] = "personal"
};

const char *account_target(const char *path)
{
    if (path == NULL || path[0] != '/' || path[1] == '/' || strlen(path) > TARGET_MAX)
        return "/";
    for (const char *p = path; *p != '\0'; p++) {
        if ((unsigned char)*p <= ' ' || *p == '\\' || *p == 0x7f)
            return "/";
    }
    return path;
}

static const char *insert_token(struct db *db, struct arena *a, enum account_token_kind kind,
                                const struct account_link *l, int64_t now_ms)
{
    const char *token = token_new(a);
    int64_t lasts = kind == ACCOUNT_TOKEN_PERSONAL ? PERSONAL_TOKEN_DAYS * DAY_MS : MAIL_TOKEN_HOURS * HOUR_MS;
    account_q_token_insert(db, hash_of(a, token), token_kinds[kind], l->user, account_target(l->target),
                           l->organisation == 0 ? DB_NULL_INT : DB_SOME(l->organisation), l->shown, now_ms,
                           now_ms + lasts);
    return token;
}

const char *account_token_new(struct db *db, struct arena *a, enum account_token_kind kind, int64_t user,
                              const char *target, int64_t now_ms)
{
    return insert_token(db, a, kind, &(struct account_link){ .user = user, .target = target }, now_ms);
}

const char *account_link_new(struct db *db, struct arena *a, const struct account_link *l, int64_t now_ms)
{
    ASSERT(l->organisation != 0);
    return insert_token(db, a, ACCOUNT_TOKEN_PERSONAL, l, now_ms);
}

static const char *link_topic(struct arena *a, int64_t user, int64_t organisation)
{
    return arena_printf(a, "link/%lld/%lld", (long long)user, (long long)organisation);
}

void account_link_mail(struct db *db, struct arena *a, const struct account_link *l, const char *to,
                       const char *subject, const char *body, int64_t now_ms)
{
    const struct admin_letter letter = { .to = to,
                                         .subject = subject,
                                         .body = body,
                                         .topic = link_topic(a, l->user, l->organisation),
                                         .ends_at = DB_SOME(now_ms + PERSONAL_TOKEN_DAYS * DAY_MS) };
    admin_letter_queue(db, &letter, now_ms);
}

void account_links_end(struct db *db, struct arena *a, int64_t user, int64_t organisation)
{
    account_q_token_forget_of(db, user, organisation);
    admin_mail_take_back(db, link_topic(a, user, organisation));
}

int64_t account_mail_token_ends(int64_t now_ms)
{
    return now_ms + MAIL_TOKEN_HOURS * HOUR_MS;
}

static enum account_token_state token_state(const struct account_token_find *r, int64_t now_ms)
{
    if (r == NULL || r->disabled)
        return ACCOUNT_TOKEN_UNKNOWN;
    if (strcmp(r->kind, token_kinds[ACCOUNT_TOKEN_MAIL]) == 0 && r->used_at.set)
        return ACCOUNT_TOKEN_USED;
    return r->expires_at <= now_ms ? ACCOUNT_TOKEN_EXPIRED : ACCOUNT_TOKEN_GOOD;
}

struct account_token account_token_look(struct db *db, struct arena *a, const char *token, int64_t now_ms)
{
    const struct account_token_find *r = account_q_token_find(db, a, hash_of(a, token));
    struct account_token t = { .state = token_state(r, now_ms) };
    if (r != NULL && strcmp(r->kind, token_kinds[ACCOUNT_TOKEN_PERSONAL]) == 0)
        t.kind = ACCOUNT_TOKEN_PERSONAL;
    if (t.state != ACCOUNT_TOKEN_GOOD)
        return t;
    return (struct account_token){
        .kind = t.kind,
        .id = r->id,
        .user = r->user_id,
        .expires_at = r->expires_at,
        .reach = r->shown && r->organisation_id.set ? r->organisation_id.v : 0,
        .name = r->name,
        .mail = r->mail,
        .lang = r->lang,
        .target = account_target(r->target),
        .has_second_factor = r->has_second_factor,
    };
}

struct account_token account_token_use(struct db *db, struct arena *a, const char *token, int64_t now_ms)
{
    struct account_token t = account_token_look(db, a, token, now_ms);
    if (t.state == ACCOUNT_TOKEN_GOOD && account_q_token_use(db, t.id, now_ms) != 1)
        return (struct account_token){ .state = ACCOUNT_TOKEN_USED, .kind = t.kind };
    return t;
}

/* ---- Logins ------------------------------------------------------------------------------------------- */

static const struct account_login *login_of(struct db *db, struct arena *a, const char *cookie, int64_t now_ms,
                                            bool *second_due)
{
    *second_due = false;
    if (cookie == NULL || strlen(cookie) != TOKEN_LENGTH)
        return NULL;
    const struct account_login_find *r = account_q_login_find(db, a, hash_of(a, cookie), now_ms);
    if (r == NULL)
        return NULL;
    struct account_login *l = NEW(a, struct account_login);
    *l = (struct account_login){
        .id = r->id,
        .user = r->user_id,
        .name = r->name,
        .lang = r->lang,
        .reach = r->reach.set ? r->reach.v : 0,
        .system_admin = r->system_admin && !r->reach.set,
        .created_at = r->created_at,
    };
    *second_due = r->second_due;
    return l;
}

const struct account_login *account_login_find(struct db *db, struct arena *a, const char *cookie,
                                               int64_t now_ms, bool *second_due)
{
    const struct account_login *l = login_of(db, a, cookie, now_ms, second_due);
    return *second_due ? NULL : l;
}

const struct account_login *account_login_pending(struct db *db, struct arena *a, const char *cookie,
                                                  int64_t now_ms)
{
    bool second_due;
    const struct account_login *l = login_of(db, a, cookie, now_ms, &second_due);
    return second_due ? l : NULL;
}

static const char *open_login(struct db *db, struct arena *a, int64_t user, bool second_due,
                              struct db_int reach, int64_t now_ms)
{
    const char *cookie = token_new(a);
    int64_t lasts = second_due ? PENDING_MINUTES * MINUTE_MS : ACCOUNT_LOGIN_DAYS * DAY_MS;
    account_q_login_insert(db, hash_of(a, cookie), user, second_due, reach, now_ms, now_ms + lasts);
    if (!second_due)
        account_q_user_entered(db, user, now_ms);
    return cookie;
}

const char *account_login_open(struct db *db, struct arena *a, int64_t user, bool second_due, int64_t now_ms)
{
    return open_login(db, a, user, second_due, DB_NULL_INT, now_ms);
}

const char *account_login_open_in(struct db *db, struct arena *a, int64_t user, int64_t reach, int64_t now_ms)
{
    return open_login(db, a, user, false, DB_SOME(reach), now_ms);
}

bool account_login_is_own(struct db *db, struct arena *a, const char *cookie, int64_t now_ms)
{
    bool second_due;
    const struct account_login *l = account_login_find(db, a, cookie, now_ms, &second_due);
    return l != NULL && l->reach == 0;
}

void account_login_close(struct db *db, int64_t id)
{
    account_q_login_close(db, id);
}

int64_t account_login_close_others(struct db *db, int64_t user, int64_t keep)
{
    return account_q_login_close_others(db, user, keep);
}

const struct account_open *account_login_list(struct db *db, struct arena *a, int64_t user, int64_t now_ms,
                                              size_t *count)
{
    *count = 0;
    const struct account_login_list *rows = account_q_login_list(db, a, user, now_ms, count);
    struct account_open *open = NEW_ARRAY(a, struct account_open, *count);
    for (size_t i = 0; i < *count; i++)
        open[i] = (struct account_open){ rows[i].id, rows[i].created_at, rows[i].expires_at };
    return open;
}

bool account_login_is_fresh(const struct account_login *login, int64_t now_ms)
{
    return login != NULL && now_ms - login->created_at <= ACCOUNT_FRESH_MINUTES * MINUTE_MS;
}

bool account_login_is_by_mail(struct db *db, struct arena *a, const struct account_login *login)
{
    if (login == NULL)
        return false;
    /* With a second factor some minutes lie between the link and the login. */
    const struct account_token_used *n = account_q_token_used(
        db, a, login->user, login->created_at - PENDING_MINUTES * MINUTE_MS, login->created_at);
    return n != NULL && n->tokens > 0;
}

/* ---- Second factor ------------------------------------------------------------------------------------ */

/* What a sealed text is for, for whom and until when, in front of the text itself: what was sealed for one
 * use or one person is worthless for another. */
static const char *seal(struct arena *a, const unsigned char key[32], const char *use, int64_t user,
                        int64_t until, const char *text)
{
    const char *plain = arena_printf(a, "%s\n%lld\n%lld\n%s", use, (long long)user, (long long)until, text);
    struct bytes sealed;
    crypto_seal(a, key, (struct bytes){ plain, strlen(plain) }, &sealed);
    return base64url_encode(a, sealed.p, sealed.n);
}

/* The text, or NULL. *user is 0 for anyone, and is then told. */
static const char *unseal(struct arena *a, const unsigned char key[32], const char *use, int64_t *user,
                          int64_t now_ms, const char *sealed)
{
    struct bytes raw, plain;
    if (!base64url_decode(a, sealed, &raw) || crypto_open(a, key, raw, &plain) != OK)
        return NULL;
    const char *p = plain.p;
    size_t n = strlen(use);
    if (strncmp(p, use, n) != 0 || p[n] != '\n')
        return NULL;
    char *end;
    int64_t whose = strtoll(p + n + 1, &end, 10);
    int64_t until = *end == '\n' ? strtoll(end + 1, &end, 10) : 0;
    if (*end != '\n' || until <= now_ms || (*user != 0 && *user != whose))
        return NULL;
    *user = whose;
    return end + 1;
}

#define USE_ENROL "second-factor"
#define USE_MAIL_CHANGE "mail-change"

const char *account_second_begin(struct arena *a, const unsigned char key[32], int64_t user, int64_t now_ms)
{
    unsigned char secret[TOTP_SECRET_SIZE];
    crypto_random(secret, sizeof secret);
    return seal(a, key, USE_ENROL, user, now_ms + ENROL_HOURS * HOUR_MS, hex_encode(a, secret, sizeof secret));
}

struct bytes account_second_secret(struct arena *a, const unsigned char key[32], int64_t user,
                                   const char *sealed, int64_t now_ms)
{
    struct bytes secret;
    const char *hex = unseal(a, key, USE_ENROL, &user, now_ms, sealed);
    if (hex == NULL || !hex_decode(a, hex, &secret) || secret.n != TOTP_SECRET_SIZE)
        return (struct bytes){ 0 };
    return secret;
}

/* As it is kept; spaces, dashes and small letters are as good as what was printed. NULL when it is no code. */
static const char *recovery_key(struct arena *a, int64_t user, const char *code)
{
    struct bytes raw;
    if (!base32_decode(a, code, &raw) || raw.n != RECOVERY_BYTES)
        return NULL;
    return arena_printf(a, "recovery/%lld/%s", (long long)user, base32_encode(a, raw.p, raw.n));
}

static const char *recovery_new(struct db *db, struct arena *a, int64_t user, int64_t now_ms)
{
    unsigned char raw[RECOVERY_BYTES];
    crypto_random(raw, sizeof raw);
    const char *letters = base32_encode(a, raw, sizeof raw);
    account_q_token_insert(db, hash_of(a, recovery_key(a, user, letters)), "recovery", user, "/", DB_NULL_INT,
                           false, now_ms, now_ms + RECOVERY_YEARS * 365 * DAY_MS);
    return arena_printf(a, "%.4s-%.4s-%.4s-%.4s-%.4s-%.4s", letters, letters + 4, letters + 8, letters + 12,
                        letters + 16, letters + 20);
}

struct fault account_second_enable(struct db *db, struct arena *a, const unsigned char key[32], int64_t user,
                                   struct bytes secret, const char *code, int64_t now_ms,
                                   const char *const **recovery)
{
    int64_t step = 0;
    if (!totp_check(secret.p, secret.n, code, now_ms / 1000, 0, &step))
        return FAULT(INVALID, N_("This code is not right. Take the one that your app shows now, and check that "
                                 "the clock of your telephone is set automatically."));
    struct bytes sealed;
    crypto_seal(a, key, secret, &sealed);
    account_second_disable(db, user);
    account_q_user_set_totp(db, user, sealed, step);
    const char **codes = NEW_ARRAY(a, const char *, ACCOUNT_RECOVERY_CODES);
    for (int i = 0; i < ACCOUNT_RECOVERY_CODES; i++)
        codes[i] = recovery_new(db, a, user, now_ms);
    *recovery = codes;
    return NO_FAULT;
}

bool account_second_check(struct db *db, struct arena *a, const unsigned char key[32], int64_t user,
                          const char *code, int64_t now_ms)
{
    const struct account_secret_get *s = account_q_secret_get(db, a, user);
    struct bytes secret;
    if (s == NULL || s->totp.p == NULL || crypto_open(a, key, s->totp, &secret) != OK)
        return false;
    int64_t step = 0;
    if (totp_check(secret.p, secret.n, code, now_ms / 1000, s->totp_step, &step))
        return account_q_user_take_step(db, user, step) == 1;
    const char *kept = recovery_key(a, user, code);
    return kept != NULL && account_q_recovery_use(db, user, hash_of(a, kept), now_ms) == 1;
}

void account_second_disable(struct db *db, int64_t user)
{
    account_q_user_set_totp(db, user, (struct bytes){ 0 }, 0);
    account_q_token_forget(db, user, "recovery");
}

int64_t account_recovery_left(struct db *db, struct arena *a, int64_t user)
{
    const struct account_recovery_count *n = account_q_recovery_count(db, a, user);
    return n == NULL ? 0 : n->codes;
}

/* ---- Another mail address ----------------------------------------------------------------------------- */

const char *account_mail_change_seal(struct arena *a, const unsigned char key[32],
                                     const struct account_mail_change *change, int64_t now_ms)
{
    return seal(a, key, USE_MAIL_CHANGE, change->user, now_ms + MAIL_CHANGE_HOURS * HOUR_MS,
                arena_printf(a, "%s\n%s", lower(a, change->from), lower(a, change->to)));
}

const struct account_mail_change *account_mail_change_open(struct arena *a, const unsigned char key[32],
                                                           const char *sealed, int64_t now_ms)
{
    int64_t user = 0;
    const char *text = unseal(a, key, USE_MAIL_CHANGE, &user, now_ms, sealed);
    size_t n = text == NULL ? 0 : strcspn(text, "\n");
    if (n == 0 || text[n] == '\0')
        return NULL;
    struct account_mail_change *c = NEW(a, struct account_mail_change);
    *c = (struct account_mail_change){ .user = user, .from = arena_strndup(a, text, n), .to = text + n + 1 };
    return c;
}

struct fault account_mail_change_apply(struct db *db, const struct account_mail_change *change)
{
    if (account_q_user_set_mail(db, change->user, change->from, change->to) != 1)
        return FAULT(CONFLICT,
                     N_("This change can no longer be made: it was made already, or the address is in "
                        "use by someone else."));
    account_q_token_forget(db, change->user, token_kinds[ACCOUNT_TOKEN_MAIL]);
    account_q_token_forget(db, change->user, token_kinds[ACCOUNT_TOKEN_PERSONAL]);
    return NO_FAULT;
}

/* ---- Upkeep ------------------------------------------------------------------------------------------- */

void account_clean(struct db *db, int64_t now_ms)
{
    account_q_login_clean(db, now_ms);
    account_q_token_clean(db, now_ms - TOKEN_KEPT_DAYS * DAY_MS);
}
