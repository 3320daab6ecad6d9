#include "i18n/lang.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/arena.h"
#include "base/status.h"
#include "i18n/catalogue.h"

static const struct lang langs[LANG_COUNT] = {
    [LANG_NL_BE] = { LANG_NL_BE, "nl_BE", "nl-BE", "Nederlands (Vlaanderen)", LANG_NL },
    [LANG_NL] = { LANG_NL, "nl", "nl", "Nederlands (Nederland)", LANG_EN },
    [LANG_EN] = { LANG_EN, "en", "en", "English", LANG_EN },
};

const struct lang *lang_get(enum lang_id id)
{
    ASSERT((unsigned)id < LANG_COUNT);
    return &langs[id];
}

/* A language tag of n bytes, '-' and '_' alike; NULL when it is none of ours. */
static const struct lang *find(const char *tag, size_t n)
{
    for (int id = 0; id < LANG_COUNT; id++) {
        const char *code = langs[id].code;
        size_t i = 0;
        while (i < n && code[i] != '\0' &&
               tolower((unsigned char)(tag[i] == '-' ? '_' : tag[i])) == tolower((unsigned char)code[i]))
            i++;
        if (i == n && code[i] == '\0')
            return &langs[id];
    }
    return NULL;
}

const struct lang *lang_find(const char *code)
{
    return code == NULL ? NULL : find(code, strlen(code));
}

/* The language of a whole tag such as "nl-BE", "nl-SR" or "en-GB"; NULL when we do not speak it. */
static const struct lang *match(const char *tag, size_t n, const struct lang *fall_back)
{
    size_t main_n = 0;
    while (main_n < n && tag[main_n] != '-' && tag[main_n] != '_')
        main_n++;
    if (main_n != 2)
        return NULL;
    if (strncasecmp(tag, "en", 2) == 0)
        return &langs[LANG_EN];
    if (strncasecmp(tag, "nl", 2) != 0)
        return NULL;
    if (n == 2)
        return fall_back->id == LANG_EN ? &langs[LANG_NL] : fall_back;
    const struct lang *exact = find(tag, n);
    return exact != NULL ? exact : &langs[LANG_NL]; /* nl-NL, nl-SR, ... */
}

/* q of "tag;q=0.8" in thousandths: 1000 when it is not given, 0 when it cannot be read. */
static int quality(const char *p, const char *end)
{
    while (p < end && *p != ';')
        p++;
    if (p == end)
        return 1000;
    p++;
    while (p < end && (*p == ' ' || *p == '\t'))
        p++;
    if (end - p < 3 || (*p != 'q' && *p != 'Q') || p[1] != '=')
        return 0;
    p += 2;
    int value = *p == '1' ? 1000 : 0, scale = 100;
    if (*p != '0' && *p != '1')
        return 0;
    if (value == 0 && end - p > 1 && p[1] == '.')
        for (p += 2; p < end && *p >= '0' && *p <= '9' && scale > 0; p++, scale /= 10)
            value += (*p - '0') * scale;
    return value;
}

const struct lang *lang_accept(const char *header, const struct lang *fall_back)
{
    const struct lang *best = fall_back;
    int best_quality = 0;
    for (const char *p = header; p != NULL && *p != '\0';) {
        while (*p == ' ' || *p == '\t' || *p == ',')
            p++;
        const char *end = p + strcspn(p, ",");
        const struct lang *lang = match(p, strcspn(p, ";, \t"), fall_back);
        int q = lang == NULL ? 0 : quality(p, end);
        if (q > best_quality) {
            best = lang;
            best_quality = q;
        }
        p = end;
    }
    return best;
}

static const char *look_up(const struct lang *lang, const char *context, const char *msgid, int form)
{
    for (const struct lang *at = lang; at->id != LANG_EN; at = &langs[at->fall_back]) {
        const char *found = catalogue_find(&catalogues[at->id], context, msgid, form);
        if (found != NULL)
            return found;
    }
    return NULL;
}

const char *tr(const struct lang *lang, const char *msgid)
{
    const char *found = look_up(lang, NULL, msgid, 0);
    return found != NULL ? found : msgid;
}

const char *tr_c(const struct lang *lang, const char *context, const char *msgid)
{
    const char *found = look_up(lang, context, msgid, 0);
    return found != NULL ? found : msgid;
}

/* Dutch and English have the same two forms. */
const char *tr_n(const struct lang *lang, const char *one, const char *many, int64_t n)
{
    const char *found = look_up(lang, NULL, one, n != 1);
    return found != NULL ? found : n != 1 ? many : one;
}

const char *text_in(const struct lang *lang, const struct text *text)
{
    static const enum lang_id order[LANG_COUNT][LANG_COUNT] = {
        [LANG_NL_BE] = { LANG_NL_BE, LANG_NL, LANG_EN },
        [LANG_NL] = { LANG_NL, LANG_NL_BE, LANG_EN },
        [LANG_EN] = { LANG_EN, LANG_NL, LANG_NL_BE },
    };
    for (int i = 0; i < LANG_COUNT; i++) {
        const char *s = text->in[order[lang->id][i]];
        if (s != NULL && s[0] != '\0')
            return s;
    }
    return "";
}
