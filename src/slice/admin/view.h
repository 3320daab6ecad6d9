/* What the administration's pages show. Built by admin_web.c, drawn by admin.page. */
#ifndef SLICE_ADMIN_VIEW_H
#define SLICE_ADMIN_VIEW_H

#include "http/http.h"
#include "slice/admin/admin.h"

enum { ADMIN_ROWS = 50 }; /* of a list on one page */

struct health_view {
    struct layout *layout;
    bool mail_leaves;
    int64_t waiting, failed;
    /* As they stand on the page: */
    const char *engine, *migration, *size, *disk_free, *backup, *memory;
    const char *since, *requests, *errors; /* of this process; since may be NULL */
    const char *organisations, *rounds, *visitors, *users, *logins;
};

struct mail_row {
    int64_t id;
    const char *to, *subject, *created, *next, *done, *detail;
    const char *body;  /* NULL = not to be shown */
    const char *state; /* "waiting", "sending", "sent", "failed" */
    int64_t tries;
    bool ended; /* did not leave in time: the link in it no longer works */
};

struct outbox_view {
    struct layout *layout;
    bool mail_leaves;
    bool sent; /* shows what has left, else what has not */
    int64_t waiting, failed, ended, gone;
    const struct mail_row *rows;
    size_t count;
    int64_t next_below; /* 0 = this is the last page */
};

struct settings_view {
    struct layout *layout;
    struct field_view *name, *contact, *months;
    struct field_view *url, *user, *password, *from;
    bool mail_leaves, has_password;
    const char *own_mail; /* where the trial mail goes */
    const struct field_message *messages;
    size_t message_count;
};

struct audit_row {
    const char *when, *who, *where; /* where NULL = no organisation */
    const char *what, *object, *detail;
};

struct audit_view {
    struct layout *layout;
    const struct audit_row *rows;
    size_t count;
    int64_t next_below;
};

#endif
