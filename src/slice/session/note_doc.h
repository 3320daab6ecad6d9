/* Inside this slice: outcomes and paper that several methods of notes share (struct session_method). */
#ifndef SLICE_SESSION_NOTE_DOC_H
#define SLICE_SESSION_NOTE_DOC_H

struct room_state;
struct doc;

void note_outcome_columns(const struct room_state *s, struct doc *d, int level); /* a heading for each place */
void note_outcome_map(const struct room_state *s, struct doc *d,
                      int level); /* by group, when there are groups */
void note_outcome_quotes(const struct room_state *s, struct doc *d, int level);
void note_outcome_words(const struct room_state *s, struct doc *d, int level);
/* The questions of an evaluation that are answered in words; nothing when there are none. */
void note_outcome_texts(const struct room_state *s, struct doc *d, int level);
/* A card to write on, and a poster. */
void note_paper(const struct room_state *s, struct doc *d);

#endif
