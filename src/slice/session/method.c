/* The list of methods; what each is made of stands in its own file. */
#include <string.h>

#include "slice/session/session.h"

extern const struct session_method session_talk, session_cards, session_quiz, session_round_table,
    session_tables, session_individual, session_poll, session_scale, session_pair, session_scan, session_dots,
    session_rank, session_axes, session_circle, session_harvest, session_dream, session_agree, session_evaluate,
    session_word;

const struct session_method *const session_methods[SESSION_METHODS] = {
    [METHOD_TALK] = &session_talk,        [METHOD_CARDS] = &session_cards,
    [METHOD_QUIZ] = &session_quiz,        [METHOD_ROUND] = &session_round_table,
    [METHOD_TABLES] = &session_tables,    [METHOD_NOTES] = &session_individual,
    [METHOD_POLL] = &session_poll,        [METHOD_SCALE] = &session_scale,
    [METHOD_PAIR] = &session_pair,        [METHOD_SCAN] = &session_scan,
    [METHOD_DOTS] = &session_dots,        [METHOD_RANK] = &session_rank,
    [METHOD_AXES] = &session_axes,        [METHOD_CIRCLE] = &session_circle,
    [METHOD_HARVEST] = &session_harvest,  [METHOD_DREAM] = &session_dream,
    [METHOD_AGREEMENTS] = &session_agree, [METHOD_EVALUATE] = &session_evaluate,
    [METHOD_WORD] = &session_word,
};

const struct session_method *session_method_find(const char *name)
{
    for (int i = 0; i < SESSION_METHODS; i++)
        if (strcmp(session_methods[i]->name, name) == 0)
            return session_methods[i];
    return NULL;
}
