/* Inside src/http: what form.c and field_check.c share. */
#ifndef HTTP_FORM_H
#define HTTP_FORM_H

#include "http/internal.h"

enum {
    FORM_TEXT_MAX = 200, /* characters, where a field names no limit */
    FORM_AREA_MAX = 10000,
    FORM_MAIL_MAX = 254,
    FORM_URL_MAX = 2000,
    FORM_CHOICE_MAX = 200,
    FORM_FAMILY_VALUE = 200,
    FORM_FAMILY_KEY = 100,
    FORM_FAMILY_MAX = 1000 /* keys */
};

/* The most characters a field of text takes; 0 when its type counts none. */
int64_t field_max_length(const struct field *f);

/* Reads one sent value into v by the field's type; a message goes to the form. Everything in the
 * request's own arena. */
void field_take(struct rq *rq, const struct field *f, struct form_value *v, const struct pair *sent);

/* Once every pair was taken: what is required, and how many there are. */
void field_complete(struct rq *rq, const struct field *f, const struct form_value *v);

#endif
