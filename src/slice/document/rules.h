/* What the rules of this slice share among themselves. */
#ifndef SLICE_DOCUMENT_RULES_H
#define SLICE_DOCUMENT_RULES_H

#include "slice/document/document.h"

/* Of what is stored as a version. */
const char *document_hash(struct arena *a, const char *title, const char *content);

static inline struct fault fault_at(enum status status, const char *field, const char *msgid)
{
    return (struct fault){ .status = status, .msgid = msgid, .detail = field };
}

static inline struct db_int id_or_null(int64_t id)
{
    return id == 0 ? DB_NULL_INT : DB_SOME(id);
}

#endif
