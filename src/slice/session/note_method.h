/* Inside this slice: the methods that gather texts, and what they share with the handlers of their forms. */
#ifndef SLICE_SESSION_NOTE_METHOD_H
#define SLICE_SESSION_NOTE_METHOD_H

#include "slice/session/note_doc.h"
#include "slice/session/note_view.h"

extern const struct session_method session_individual, session_circle, session_harvest, session_dream,
    session_word, session_round_table, session_tables;

/* How many notes a column of the beamer has room for. */
enum { COLUMN_MORE = 6, COLUMN_NARROW = 5, PHONE_ROWS = 3 };
/* The same for many columns: four stand beside each other, so what follows stands below them. */
static inline size_t column_of(size_t columns)
{
    return columns <= 4 ? COLUMN_MORE : columns <= 8 ? 2 : 1;
}

#endif
