/* Languages and look-up. msgid is plain English; catalogues are gettext .mo files embedded in the
 * program. nl is complete Dutch; nl_BE holds only what is said differently in Flanders and falls back
 * to nl. No process locale is used. */
#ifndef I18N_LANG_H
#define I18N_LANG_H

#include <stddef.h>
#include <stdint.h>

struct arena;

enum lang_id { LANG_NL_BE, LANG_NL, LANG_EN, LANG_COUNT };

struct lang {
    enum lang_id id;
    const char *code;       /* "nl_BE": in packs and settings */
    const char *html;       /* "nl-BE": for lang= */
    const char *name;       /* "Nederlands (Vlaanderen)", in the language itself */
    enum lang_id fall_back; /* where a missing text is looked up; itself for English */
};

const struct lang *lang_get(enum lang_id id);
/* By code ("nl_BE", "nl-BE", "nl", "en"); NULL when unknown. */
const struct lang *lang_find(const char *code);
/* The best match for an Accept-Language header; fall_back when nothing fits or header is NULL. Plain "nl"
 * without a country gives fall_back when that is a Dutch one. */
const struct lang *lang_accept(const char *header, const struct lang *fall_back);

/* The translation, or msgid itself. Static memory. */
const char *tr(const struct lang *lang, const char *msgid);
/* With context for words that mean two things. */
const char *tr_c(const struct lang *lang, const char *context, const char *msgid);
/* The right plural form for n. */
const char *tr_n(const struct lang *lang, const char *one, const char *many, int64_t n);

/* A text of a pack or an organisation in every language; NULL where it is not written. */
struct text {
    const char *in[LANG_COUNT];
};
/* The text in a language with fall-backs: nl_BE -> nl -> en, nl -> nl_BE -> en, en -> nl. "" when empty. */
const char *text_in(const struct lang *lang, const struct text *text);

/* Screen forms. All in the arena. */
const char *format_int(struct arena *a, const struct lang *lang, int64_t n);         /* 34.000 | 34,000 */
const char *format_tenths(struct arena *a, const struct lang *lang, int64_t tenths); /* 61,0 | 61.0 */
const char *format_date(struct arena *a, const struct lang *lang, int64_t ms);       /* 12 november 2026 */
const char *format_date_short(struct arena *a, const struct lang *lang, int64_t ms); /* 12 nov 2026 */
const char *format_day(struct arena *a, const struct lang *lang, int64_t days);      /* do 12 november 2026 */
const char *format_time(struct arena *a, const struct lang *lang, int64_t ms); /* 12 november 2026, 13.30 uur */
const char *format_hour(struct arena *a, const struct lang *lang, int64_t ms); /* 13.30; in English 13:30 */
const char *format_month(struct arena *a, const struct lang *lang, int year, int month); /* november 2026 */
const char *format_season(struct arena *a, const struct lang *lang, int64_t ms); /* najaar 2026 | autumn 2026 */
const char *format_bytes(struct arena *a, const struct lang *lang, int64_t n);   /* 1,2 MB */
/* Digits with a point, as numbers that must stay exact are stored, of any length: "-12500.50" as −12.500,50 */
const char *format_decimal(struct arena *a, const struct lang *lang, const char *value);
/* The reverse, of what people type: "1.234,50", "1 234,5", "61.5". A single mark that could be either (1.234) is read as the
 * language writes it; lang NULL = of a machine: only a point, which is the decimal mark. Zeros behind the mark stay. NULL when
 * it is no number, or has more than 15 digits before or 9 behind the mark. */
const char *decimal_read(struct arena *a, const struct lang *lang, const char *typed);

#endif
