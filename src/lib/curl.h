/* Mail: writing a message, and handing it to a mail server by libcurl. */
#ifndef LIB_CURL_H
#define LIB_CURL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/status.h"

struct arena;

enum { SMTP_TIMEOUT_S = 20 };

/* Where mail goes. TLS: smtps:// is TLS from the start, smtp:// takes STARTTLS when it is offered. With
 * starttls_required, or with a user, mail goes only over TLS to a server with a valid certificate, so
 * that a password never travels in the clear; without both, any TLS is better than none. */
struct smtp_server {
    const char *url;      /* "smtp://mail.example.org:587" or "smtps://..." */
    const char *user;     /* NULL: no log-in */
    const char *password; /* NULL: empty */
    const char *from;     /* the envelope's sender; "Name <address>" is fine */
    bool starttls_required;
    const _Atomic bool *stop; /* hang up as soon as it is true (BUSY); NULL: never */
};

/* Hands one message of n bytes to the server for one receiver, a bare address; waits up to SMTP_TIMEOUT_S.
 * INVALID: an address or the url cannot be used. BUSY: no connection, no log-in, no TLS, or the server says
 * later; try again. FAILED: it refuses this message. *detail is a fixed text for the log, without addresses;
 * NULL when OK. */
enum status smtp_send(const struct smtp_server *server, const char *to, const char *message, size_t n,
                      const char **detail) MUST_USE;

/* A text message. All UTF-8. */
struct mail {
    const char *from; /* "address" or "Name <address>" */
    const char *to;   /* the same */
    const char *subject;
    const char *text_body;  /* lines end in LF */
    const char *message_id; /* "unique@host", with or without < > */
    int64_t date_ms;
};

/* The message as RFC 5322 wants it: CRLF, no line over 78 characters, subject and names encoded
 * (RFC 2047), body quoted-printable, marked as sent by a program. In the arena; out->p has a NUL behind it.
 * INVALID when an address or message_id is not one, or holds a line break. */
enum status mail_compose(struct arena *a, const struct mail *mail, struct bytes *out) MUST_USE;

/* Whether s is one bare address in ASCII that can stand between < and >: no white space, no brackets. */
bool mail_address_is_safe(const char *s);

#endif
