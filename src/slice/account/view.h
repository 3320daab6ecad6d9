/* What the account pages show, and the handlers of this slice's files. Built by the *_web.c files, drawn by the
 * *.page files. */
#ifndef SLICE_ACCOUNT_VIEW_H
#define SLICE_ACCOUNT_VIEW_H

#include "http/http.h"
#include "slice/account/account.h"

struct sign_in_view {
    struct layout *layout;
    const char *to;     /* path to go to afterwards */
    const char *person; /* already signed in as; NULL = nobody */
    struct field_view *mail, *user, *password;
    const struct field_message *messages;
    size_t message_count;
};

struct link_view {
    struct layout *layout;
    struct account_token token;
    const char *url;   /* "/binnen/TOKEN" */
    const char *until; /* "22 november 2026, 14.30 uur" */
    const char *other; /* who is signed in: someone else, or anyone when the token is not good; NULL = nobody */
    struct field_view *mail; /* when the token is not good: for a new link */
};

struct code_view {
    struct layout *layout;
    const char *to;
    struct field_view *code;
    const struct field_message *messages;
    size_t message_count;
};

struct enrol_view {
    struct layout *layout;
    bool on; /* it is on: this page switches it off */
    int64_t recovery_left;
    const char *sealed;  /* the secret, for the form */
    const char *letters; /* the secret in groups of four */
    const unsigned char *modules;
    int width;
    struct field_view *code;
    const struct field_message *messages;
    size_t message_count;
};

struct recovery_view {
    struct layout *layout;
    const char *const *codes; /* ACCOUNT_RECOVERY_CODES */
};

struct profile_login {
    const char *since, *until;
    bool here; /* the one that asks */
};

struct profile_view {
    struct layout *layout;
    const struct account_user *user;
    bool fresh;         /* may change how one signs in */
    bool handed;        /* came in with a link that someone else had seen: may not */
    bool needs_current; /* a new password takes the one there is */
    struct field_view *name, *lang, *mail, *current, *password;
    int64_t recovery_left;
    const struct profile_login *logins;
    size_t login_count;
    const struct field_message *messages;
    size_t message_count;
};

struct mail_change_view {
    struct layout *layout;
    const struct account_mail_change *change; /* NULL = too old or no such link */
    const char *url;
};

struct users_view {
    struct layout *layout;
    const struct account_user *users;
    size_t count;
    int64_t self; /* the user who asks */
    const char *search;
    const char *back;           /* this page of the list, to come back to */
    int64_t total, page, pages; /* page counts from 1 */
    const struct field_message *messages;
    size_t message_count;
};

/* Opens a login in place of the one there is and sets its cookie; goes on to the second factor or to target. reach as in
 * struct account_login; a second factor proves who it is, and opens everything. */
struct fault account_enter(struct rq *rq, int64_t user, bool has_second_factor, int64_t reach,
                           const char *target);

/* profile_web.c */
extern const struct form_spec profile_form, profile_mail_form, profile_password_form, enrol_form,
    enrol_off_form;
handler_fn profile_show, profile_save, profile_mail_ask, profile_mail_show, profile_mail_change,
    profile_password_prepare, profile_password_save, profile_logins_close, enrol_show, enrol_save, enrol_off;

/* users_web.c */
extern const struct form_spec users_form;
handler_fn users_show, users_change;

/* account_mail.c: mails of this slice, in the receiver's language. */
void account_mail_link(struct rq *rq, const struct account_user *to, const char *token);
void account_mail_new_address(struct rq *rq, const struct account_user *user, const char *mail,
                              const char *sealed);
/* To who has the address that someone else asked for. */
void account_mail_address_taken(struct rq *rq, const struct account_user *to);
/* To the old address, when it was changed. */
void account_mail_address_changed(struct rq *rq, const struct account_user *user, const char *old);
void account_mail_password_changed(struct rq *rq, const struct account_user *to);
void account_mail_second_changed(struct rq *rq, const struct account_user *to, bool on);

#endif
