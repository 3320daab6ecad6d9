/* Look-ups and tailoring in a loaded scan. */
#include <string.h>

#include "pack/index.h"
#include "pack/pack.h"

int pack_statement_find(const struct pack_scan *scan, const char *id)
{
    return pack_index_find(scan->index, id);
}

int pack_theme_find(const struct pack_scan *scan, const char *id)
{
    return pack_index_find(scan->theme_index, id);
}

int pack_question_find(const struct pack_scan *scan, const char *id)
{
    for (int i = 0; i < scan->question_count; i++) {
        if (strcmp(scan->questions[i].id, id) == 0)
            return i;
    }
    return -1;
}

int pack_option_find(const struct pack_question *q, const char *id)
{
    for (int i = 0; i < q->option_count; i++) {
        if (strcmp(q->options[i].id, id) == 0)
            return i;
    }
    return -1;
}

/* An unanswered question is -1, which no term asks for. */
static bool holds(struct pack_term term, const struct pack_profile *profile)
{
    return profile->option[term.question] == term.option;
}

bool pack_offered(const struct pack_scan *scan, int statement, bool light, const struct pack_profile *profile)
{
    ASSERT(statement >= 0 && statement < scan->statement_count);
    const struct pack_statement *s = &scan->statements[statement];
    if (light && !s->light)
        return false;
    const struct pack_condition *c = s->condition;
    if (c == NULL)
        return true;
    for (int i = 0; i < c->all_count; i++) {
        if (!holds(c->all[i], profile))
            return false;
    }
    for (int i = 0; i < c->any_count; i++) {
        if (holds(c->any[i], profile))
            return true;
    }
    return c->any_count == 0;
}

enum status pack_profile_parse(const struct pack_scan *scan, const char *s, struct arena *a,
                               struct pack_profile *out, const char **detail)
{
    *out = PACK_NO_PROFILE;
    *detail = NULL;
    struct pack_profile profile = PACK_NO_PROFILE;
    while (*s != '\0') {
        size_t n = strcspn(s, ",");
        const char *part = arena_strndup(a, s, n);
        const char *equals = strchr(part, '=');
        const char *question = equals == NULL ? part : arena_strndup(a, part, (size_t)(equals - part));
        int q = pack_question_find(scan, question);
        if (q < 0) {
            *detail = question;
            return INVALID;
        }
        int option = equals == NULL ? -1 : pack_option_find(&scan->questions[q], equals + 1);
        /* Two answers to one question, or a comma with nothing behind it, are as wrong as an unknown option. */
        if (option < 0 || profile.option[q] >= 0 || (s[n] == ',' && s[n + 1] == '\0')) {
            *detail = part;
            return INVALID;
        }
        profile.option[q] = (int8_t)option;
        s += n + (s[n] == ',');
    }
    *out = profile;
    return OK;
}

const char *pack_profile_write(const struct pack_scan *scan, const struct pack_profile *p, struct arena *a)
{
    const char *out = "";
    for (int q = 0; q < scan->question_count; q++) {
        int option = p->option[q];
        if (option < 0)
            continue;
        ASSERT(option < scan->questions[q].option_count);
        out = arena_printf(a, "%s%s%s=%s", out, *out == '\0' ? "" : ",", scan->questions[q].id,
                           scan->questions[q].options[option].id);
    }
    return out;
}
