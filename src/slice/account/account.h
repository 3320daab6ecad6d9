/* People and how they sign in: password, mail link, personal link, second factor. OIDC will add one more
 * way beside account_token; a login is the same whatever opened it. */
#ifndef SLICE_ACCOUNT_ACCOUNT_H
#define SLICE_ACCOUNT_ACCOUNT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/status.h"
#include "db/db.h"

struct account_user {
    int64_t id;
    const char *name, *mail, *lang;
    bool system_admin, has_password, has_second_factor, disabled;
};

enum {
    ACCOUNT_NAME_MAX = 100, /* characters */
    ACCOUNT_MAIL_MAX = 254,
    ACCOUNT_PASSWORD_MIN = 10, /* characters, of any kind */
    ACCOUNT_PASSWORD_MAX = 200,
};

/* The user with this mail address (any case), or NULL. */
const struct account_user *account_user_find(struct db *db, struct arena *a, const char *mail);
const struct account_user *account_user_get(struct db *db, struct arena *a, int64_t id);
/* The user with this mail address, made when there is none. lang is a code ("nl_BE"). Gives the id. */
int64_t account_user_ensure(struct db *db, struct arena *a, const char *name, const char *mail,
                            const char *lang, int64_t now_ms);
/* Notes the first time someone was in, unless it is known. account_login_open does so too. */
void account_user_entered(struct db *db, int64_t id, int64_t now_ms);
void account_user_rename(struct db *db, int64_t id, const char *name);
void account_user_set_lang(struct db *db, int64_t id, const char *lang);
void account_user_set_admin(struct db *db, int64_t id, bool system_admin);
/* hash is an argon2id string made outside the lane (lib/sodium password_hash). NULL removes it. */
void account_user_set_password(struct db *db, int64_t id, const char *hash);
/* The argon2id string of a user who may sign in; NULL when there is none, or u is NULL. */
const char *account_password_hash(struct db *db, struct arena *a, const struct account_user *u);
/* Whether a new password may be used by the person with this mail address: OK or INVALID with the reason. */
struct fault account_password_check(struct arena *a, const char *password, const char *mail);

/* What an administrator of the installation does to a user. Each is refused with CONFLICT when nobody would
 * be left who administers the installation. Disabling closes the user's logins. */
struct fault account_user_make_admin(struct db *db, struct arena *a, int64_t id, bool system_admin);
struct fault account_user_disable(struct db *db, struct arena *a, int64_t id, bool disable, int64_t now_ms);

/* Users by name whose name or address holds search ("" = all); *total is how many there are in all. */
const struct account_user *account_user_page(struct db *db, struct arena *a, const char *search, int64_t skip,
                                             int64_t most, size_t *count, int64_t *total);

enum account_token_kind {
    ACCOUNT_TOKEN_MAIL,    /* one use, one hour */
    ACCOUNT_TOKEN_PERSONAL /* until it is ended or 180 days: the personal link of a member */
};
/* A new token; the caller puts "/binnen/TOKEN" in a mail or prints it. A target that is no path of ours becomes "/". In
 * the arena. */
const char *account_token_new(struct db *db, struct arena *a, enum account_token_kind kind, int64_t user,
                              const char *target, int64_t now_ms);
/* A personal link that an organisation gives someone. One that is mailed is the person's own and opens all that is the
 * person's. One that an administrator of the organisation gets to see, to hand it over, is `shown`: it, and the logins
 * that it opens, reach that organisation only and cannot change how the person signs in. So whoever is added
 * somewhere, by whomever, loses neither link nor login. Earlier links stay good; account_links_end ends them. */
struct account_link {
    int64_t user, organisation;
    bool shown;
    const char *target;
};
const char *account_link_new(struct db *db, struct arena *a, const struct account_link *l, int64_t now_ms);
/* Queues the mail that brings such a link. When the link ends before the mail has left, the mail is taken back. */
void account_link_mail(struct db *db, struct arena *a, const struct account_link *l, const char *to,
                       const char *subject, const char *body, int64_t now_ms);
/* Ends the personal links that an organisation gave someone, and takes their mails back. */
void account_links_end(struct db *db, struct arena *a, int64_t user, int64_t organisation);
/* When a link of the other kind, for one time, stops working. */
int64_t account_mail_token_ends(int64_t now_ms);

enum account_token_state {
    ACCOUNT_TOKEN_GOOD,
    ACCOUNT_TOKEN_UNKNOWN, /* never made, revoked, forgotten, or of someone who may not sign in */
    ACCOUNT_TOKEN_USED,
    ACCOUNT_TOKEN_EXPIRED,
};
/* Whose a token is; everything but kind and state is unset unless state is GOOD. */
struct account_token {
    enum account_token_state state;
    enum account_token_kind kind;
    int64_t id, user, expires_at;
    int64_t reach; /* the one organisation that it reaches; 0 = all of the person's */
    const char *name, *mail, *lang, *target;
    bool has_second_factor;
};
/* Looks without using it: mail scanners open links first. */
struct account_token account_token_look(struct db *db, struct arena *a, const char *token, int64_t now_ms);
/* Uses it. Of two at the same moment one gets GOOD. */
struct account_token account_token_use(struct db *db, struct arena *a, const char *token, int64_t now_ms);

/* path when it is one of ours to go to after signing in (starts with one '/', no backslash, no control
 * characters), else "/". */
const char *account_target(const char *path);

/* Who the login cookie belongs to; NULL when nobody, expired, disabled, or the second factor is still due
 * (then *second_due is true). */
struct account_login {
    int64_t id, user;
    int64_t reach; /* the one organisation that it reaches, see account_link; 0 = all */
    const char *name, *lang;
    bool system_admin;
    int64_t created_at;
};
const struct account_login *account_login_find(struct db *db, struct arena *a, const char *cookie,
                                               int64_t now_ms, bool *second_due);
/* The login that waits for its second factor; NULL when there is none. */
const struct account_login *account_login_pending(struct db *db, struct arena *a, const char *cookie,
                                                  int64_t now_ms);
/* Whether the holder of this login cookie came in as themselves: not nobody, and not with a link that someone else had
 * seen. */
bool account_login_is_own(struct db *db, struct arena *a, const char *cookie, int64_t now_ms);
/* Opens a login and gives the cookie's value; the caller sets cookie ACCOUNT_COOKIE for ACCOUNT_LOGIN_DAYS. One
 * that waits for its second factor lasts fifteen minutes. */
const char *account_login_open(struct db *db, struct arena *a, int64_t user, bool second_due, int64_t now_ms);
/* One that reaches a single organisation. */
const char *account_login_open_in(struct db *db, struct arena *a, int64_t user, int64_t reach, int64_t now_ms);
void account_login_close(struct db *db, int64_t id);
/* Closes all logins of a user but keep (0 = all); gives how many. */
int64_t account_login_close_others(struct db *db, int64_t user, int64_t keep);
/* The open logins of a user, newest first, at most 50. */
struct account_open {
    int64_t id, created_at, expires_at;
};
const struct account_open *account_login_list(struct db *db, struct arena *a, int64_t user, int64_t now_ms,
                                              size_t *count);
#define ACCOUNT_COOKIE "kapstok-login"
enum { ACCOUNT_LOGIN_DAYS = 30, ACCOUNT_FRESH_MINUTES = 30 };
/* The login is young enough to change how one signs in: a computer left alone is not. */
bool account_login_is_fresh(const struct account_login *login, int64_t now_ms);

/* The login was opened with a link in a mail: that proves as much as the password someone forgot. */
bool account_login_is_by_mail(struct db *db, struct arena *a, const struct account_login *login);

/* The cookie that keeps the language of someone who is not signed in: a code ("nl_BE"). */
#define ACCOUNT_LANG_COOKIE "kapstok-taal"

enum { ACCOUNT_RECOVERY_CODES = 8 };
/* A new secret, sealed for the hour between the page with the QR code and the first code. */
const char *account_second_begin(struct arena *a, const unsigned char key[32], int64_t user, int64_t now_ms);
/* The secret itself; .p NULL when it is not sealed for this user, or too long ago. */
struct bytes account_second_secret(struct arena *a, const unsigned char key[32], int64_t user,
                                   const char *sealed, int64_t now_ms);
/* Switches the second factor on when code is the one of secret now. key is the install key. INVALID when the
 * code is wrong. Gives ACCOUNT_RECOVERY_CODES codes for when the telephone is lost, to be shown once. */
struct fault account_second_enable(struct db *db, struct arena *a, const unsigned char key[32], int64_t user,
                                   struct bytes secret, const char *code, int64_t now_ms,
                                   const char *const **recovery);
/* Whether code is right for this user now, from the telephone or one of the recovery codes, and takes it: each
 * works once. */
bool account_second_check(struct db *db, struct arena *a, const unsigned char key[32], int64_t user,
                          const char *code, int64_t now_ms);
void account_second_disable(struct db *db, int64_t user);
int64_t account_recovery_left(struct db *db, struct arena *a, int64_t user);

/* A proof, in letters that can stand in a link, that user asked to go from mail address `from` to `to`. It is
 * worthless once the address is another, and after a day. */
struct account_mail_change {
    int64_t user;
    const char *from, *to;
};
const char *account_mail_change_seal(struct arena *a, const unsigned char key[32],
                                     const struct account_mail_change *change, int64_t now_ms);
/* NULL when it is no such proof or too old. */
const struct account_mail_change *account_mail_change_open(struct arena *a, const unsigned char key[32],
                                                           const char *sealed, int64_t now_ms);
/* Changes the address and ends the links that are under way to the old one. CONFLICT when the address is no
 * longer the old one, or the new one is somebody's. */
struct fault account_mail_change_apply(struct db *db, const struct account_mail_change *change);

/* Forgets expired logins, and tokens a week after they expired: until then their page can say so. */
void account_clean(struct db *db, int64_t now_ms);

extern const struct slice slice_account;

#endif
