#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lib/json.h"
#include "slice/scan/score.h"
#include "slice/scan/score_json.h"

/* ---- scans written as one line ----------------------------------------------------------------------------
 * Domains are separated by "|", with "2000:" in front for a weight; themes by "/". A statement is a letter for its
 * answer: y(es), n(o), d(on't know), x (not applicable), "." (none); behind it perhaps "*500" for a weight, "?" when it
 * is only offered with q=a, "+" when it is light (the first statement always is), "!" to mark a bookmark, and "=7" for
 * an id (otherwise its place in the line). "~" in front of all lists the options of q the other way round. The pack is
 * read from YAML, so it is as sound as a real one. */
struct sheet {
    const struct pack *pack;
    struct scan_input in;
};

static const char statement_texts[] =
    "text: { nl: S, en: T }, why: { nl: W, en: X }, yes-when: { nl: J, en: K },\n"
    "      small: { nl: S, en: T }, evidence: { nl: B, en: E }, iso: [\"6.2\"], "
    "sdg: [\"16\"] }\n";

static enum scan_answer answer_by_letter(char c)
{
    static const char letters[] = ".yndx";
    const char *at = strchr(letters, c);
    assert_non_null(at);
    return (enum scan_answer)(at - letters);
}

static struct sheet make(struct arena *a, const char *spec, const char *profile)
{
    struct buf domains, statements;
    buf_init(&domains, 1 << 22);
    buf_init(&statements, 1 << 22);
    uint8_t *answers = NEW_ARRAY(a, uint8_t, strlen(spec));
    bool *bookmarks = NEW_ARRAY(a, bool, strlen(spec));
    int domain = -1, theme = 0, count = 0;
    bool new_domain = true, new_theme = true, reversed = *spec == '~';
    spec += reversed;
    for (const char *c = spec; *c != '\0';) {
        if (*c == ' ') {
            c++;
            continue;
        }
        if (*c == '|' || *c == '/') {
            new_domain |= *c == '|';
            new_theme = true;
            c++;
            continue;
        }
        if (new_domain) {
            long weight = 1000;
            if (*c >= '0' && *c <= '9') {
                char *end;
                weight = strtol(c, &end, 10);
                assert_int_equal(*end, ':');
                c = end + 1;
            }
            domain++;
            theme = -1;
            buf_printf(&domains,
                       "  - id: d%d\n    dimension: planet\n    weight: %ld\n    title: { nl: T, en: U }\n"
                       "    short: { nl: S, en: T }\n    themes:\n",
                       domain, weight);
            new_domain = false;
            new_theme = true;
            continue; /* blanks may follow */
        }
        if (new_theme) {
            theme++;
            buf_printf(&domains, "      - { id: d%d.t%d, title: { nl: T, en: U }, about: { nl: O, en: P } }\n",
                       domain, theme);
            new_theme = false;
        }
        answers[count] = (uint8_t)answer_by_letter(*c++);
        long weight = 1000, id = count;
        bool conditional = false, light = count == 0;
        for (; *c != '\0' && strchr("*?+!=", *c) != NULL;) {
            char mark = *c++, *end = NULL;
            if (mark == '*' || mark == '=') {
                long number = strtol(c, &end, 10);
                c = end;
                *(mark == '*' ? &weight : &id) = number;
            }
            conditional |= mark == '?';
            light |= mark == '+';
            bookmarks[count] |= mark == '!';
        }
        buf_printf(&statements, "  - { id: d%d.t%d.s%ld, theme: d%d.t%d, weight: %ld, light: %s, %s%s", domain,
                   theme, id, domain, theme, weight, light ? "true" : "false",
                   conditional ? "condition: { all: [q=a] }, " : "", statement_texts);
        count++;
    }
    const char *text = arena_printf(
        a,
        "id: test\nkind: scan\nversion: 3\nlanguages: [nl, en]\nlicence: x\nsource: x\nvalid-from: 2026-11-01\n"
        "review-by: 2027-11-01\ntitle: { nl: T, en: U }\ndomains:\n%sprofile:\n  - id: q\n    text: { nl: Q, "
        "en: R }\n"
        "    options:\n      - { id: %s, text: { nl: A, en: B } }\n      - { id: %s, text: { nl: B, en: C } }\n"
        "statements:\n%s",
        buf_to_arena(&domains, a), reversed ? "b" : "a", reversed ? "a" : "b", buf_to_arena(&statements, a));
    buf_release(&domains);
    buf_release(&statements);

    struct pack *pack;
    struct pack_faults faults = { 0 };
    enum status st = pack_read(a, "test.yaml", text, strlen(text), NULL, &pack, &faults);
    for (size_t i = 0; i < faults.count; i++)
        print_error("%s: line %d: %s\n", spec, faults.v[i].line, faults.v[i].message);
    assert_int_equal(st, OK);
    assert_int_equal(pack->scan->statement_count, count);
    struct sheet sheet = { .pack = pack,
                           .in = { .scan = pack->scan, .answers = answers, .bookmarks = bookmarks } };
    const char *detail;
    assert_int_equal(pack_profile_parse(pack->scan, profile, a, &sheet.in.profile, &detail), OK);
    return sheet;
}

/* ---- scores ---------------------------------------------------------------------------------------------- */

enum { NONE = SCORE_NONE };

struct vector {
    const char *spec;
    int64_t global, upper;
    int64_t domains[4]; /* as many as the line has */
};

static void score__vectors(void **state)
{
    (void)state;
    static const struct vector vectors[] = {
        /* the plain rule */
        { "y", 1000, 1000, { 1000 } },
        { "n", 0, 0, { 0 } },
        { "d", 0, 1000, { 0 } },
        { "ynn", 333, 333, { 333 } },
        { "yyn", 667, 667, { 667 } },
        { "yn", 500, 500, { 500 } },
        { "ynd", 333, 667, { 333 } },
        /* not applicable and unanswered leave the denominator */
        { "ynx", 500, 500, { 500 } },
        { "yn.", 500, 500, { 500 } },
        { "yxxx...", 1000, 1000, { 1000 } },
        /* 0/0 is no score, and leaves the mean */
        { "x", NONE, NONE, { NONE } },
        { ".", NONE, NONE, { NONE } },
        { "x.|..", NONE, NONE, { NONE, NONE } },
        { "y|x", 1000, 1000, { 1000, NONE } },
        { "ynnn|.|n", 125, 125, { 250, NONE, 0 } },
        /* a domain is all its statements, not the mean of its themes */
        { "y/nnn", 250, 250, { 250 } },
        { "y/n/ynnn", 333, 333, { 333 } },
        /* the global score is the mean of domains, not of statements */
        { "y|nnnnnnnnn", 500, 500, { 1000, 0 } },
        { "yn|yyyn|n", 417, 417, { 500, 750, 0 } },
        /* half up: 6.25 -> 6.3, 18.75 -> 18.8, 0.05 -> 0.1; just below a half goes down */
        { "ynnnnnnnnnnnnnnn", 63, 63, { 63 } },
        { "yyynnnnnnnnnnnnn", 188, 188, { 188 } },
        { "y*1n*1999", 1, 1, { 1 } },
        { "y*1n*2000", 0, 0, { 0 } },
        { "y*1999n*1", 1000, 1000, { 1000 } }, /* 99.95 */
        { "y*1998n*2", 999, 999, { 999 } },    /* 99.9 */
        { "ynnnnnnn|n", 63, 63, { 125, 0 } },
        /* rounded once: 1/6 and 0 give 8.33, though 16.7 / 2 would be 8.4 */
        { "ynnnnn|n", 83, 83, { 167, 0 } },
        { "yyn|yyn|yn", 611, 611, { 667, 667, 500 } },
        /* weights of statements */
        { "y*3000n", 750, 750, { 750 } },
        { "y*500n*1500", 250, 250, { 250 } },
        { "y*3000x*9000n", 750, 750, { 750 } },
        { "y*1500d*500n*2000", 375, 500, { 375 } },
        /* weights of domains */
        { "3000:y|1000:n", 750, 750, { 1000, 0 } },
        { "2000:yn|1000:y|1000:x", 667, 667, { 500, 1000, NONE } },
        { "5000:x|1000:ynn", 333, 333, { NONE, 333 } },
        { "700:yn|300:d", 350, 650, { 500, 0 } },
        /* not offered counts nowhere */
        { "yn?n?", 1000, 1000, { 1000 } },
        { "yd?|n?", 1000, 1000, { 1000, NONE } },
    };
    for (size_t i = 0; i < sizeof vectors / sizeof *vectors; i++) {
        const struct vector *v = &vectors[i];
        struct arena a;
        arena_init(&a);
        struct sheet sheet = make(&a, v->spec, "q=b");
        struct scan_result result;
        scan_score(&a, &sheet.in, &result);
        if (result.global.tenths != v->global || result.global.upper_tenths != v->upper)
            fail_msg("%s: %d up to %d, expected %d up to %d", v->spec, (int)result.global.tenths,
                     (int)result.global.upper_tenths, (int)v->global, (int)v->upper);
        int without = 0;
        for (int d = 0; d < sheet.in.scan->domain_count; d++) {
            if (result.domains[d].tenths != v->domains[d])
                fail_msg("%s: domain %d has %d, expected %d", v->spec, d, (int)result.domains[d].tenths,
                         (int)v->domains[d]);
            if (v->domains[d] == NONE)
                assert_int_equal(result.domains_without[without++], d);
        }
        assert_int_equal(result.domains_without_count, without);
        arena_release(&a);
    }
}

static void score__counts_and_shares(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a);
    struct sheet sheet = make(&a, "y!nd/xx.!. | y?y? / n", "");
    struct scan_result r;
    scan_score(&a, &sheet.in, &r);
    const struct score *g = &r.global;
    assert_int_equal(g->offered, 8);
    assert_int_equal(g->yes, 1);
    assert_int_equal(g->no, 2);
    assert_int_equal(g->dont_know, 1);
    assert_int_equal(g->not_applicable, 2);
    assert_int_equal(g->unanswered, 2);
    assert_int_equal(g->bookmarks, 2);
    assert_int_equal(g->coverage_tenths, 750);
    assert_int_equal(g->dont_know_tenths, 167);
    assert_int_equal(g->not_applicable_tenths, 333);
    assert_true(g->many_not_applicable);
    assert_int_equal(g->weight_yes, 1000);
    assert_int_equal(g->weight_dont_know, 1000);
    assert_int_equal(g->weight_counted, 4000);
    assert_int_equal(g->tenths, 167);
    assert_int_equal(g->upper_tenths, 333);

    const struct score *second = &r.themes[1], *closed = &r.themes[2];
    assert_int_equal(second->tenths, NONE);
    assert_int_equal(second->upper_tenths, NONE);
    assert_int_equal(second->coverage_tenths, 500);
    assert_int_equal(second->not_applicable_tenths, 1000);
    assert_int_equal(second->dont_know_tenths, 0);
    assert_int_equal(closed->offered, 0);
    assert_int_equal(closed->coverage_tenths, NONE);
    assert_int_equal(closed->dont_know_tenths, NONE);
    assert_int_equal(closed->not_applicable_tenths, NONE);
    assert_false(closed->many_not_applicable);
    assert_int_equal(r.domains[1].offered, 1);

    /* Bookmarks change nothing but their own count. */
    struct scan_result plain;
    sheet.in.bookmarks = NULL;
    scan_score(&a, &sheet.in, &plain);
    assert_int_equal(plain.global.bookmarks, 0);
    assert_int_equal(plain.global.tenths, g->tenths);

    /* The same answers, tailored otherwise and in the light variant. */
    sheet.in.profile.option[0] = 0;
    scan_score(&a, &sheet.in, &r);
    assert_int_equal(r.domains[1].offered, 3);
    assert_int_equal(r.domains[1].tenths, 667);
    assert_int_equal(r.global.tenths, 500);
    sheet.in.light = true;
    scan_score(&a, &sheet.in, &r);
    assert_int_equal(r.global.offered, 1);
    assert_int_equal(r.global.tenths, 1000);
    assert_int_equal(r.domains_without_count, 1);
    arena_release(&a);
}

static void score__few_and_many_not_applicable(void **state)
{
    (void)state;
    static const struct {
        const char *spec;
        bool few, many;
    } cases[] = {
        { "yynn", false, false },
        { "yyn", true, false },
        { "yd", true, false },
        { "yyn.", true, false },
        { "yynd", false, false },
        { "xxxx", false, true }, /* nothing counted: no score, so nothing to show as "0 of 0" */
        { "....", false, false },
        { "yyyyyyyxxx", false, false },             /* exactly 30.0 % */
        { "yyyyyyyxxx....", false, false },         /* of the answered */
        { "yyyyyyxxx", false, true },               /* 33.3 % */
        { "yyyyyyyyyyyyyyyyxxxxxxx", false, true }, /* 30.4 % */
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena a;
        arena_init(&a);
        struct sheet sheet = make(&a, cases[i].spec, "");
        struct scan_result r;
        scan_score(&a, &sheet.in, &r);
        assert_int_equal(r.themes[0].few, cases[i].few);
        assert_int_equal(r.themes[0].many_not_applicable, cases[i].many);
        arena_release(&a);
    }
}

static void score__answers_that_are_not_offered_are_found(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a);
    struct sheet sheet = make(&a, "yn.?y", "q=b");
    assert_int_equal(scan_answers_check(&sheet.in), -1);
    uint8_t answers[4] = { ANSWER_YES, ANSWER_NO, ANSWER_NO, ANSWER_YES };
    sheet.in.answers = answers;
    assert_int_equal(scan_answers_check(&sheet.in), 2);
    sheet.in.profile.option[0] = 0;
    assert_int_equal(scan_answers_check(&sheet.in), -1);
    answers[3] = ANSWER_COUNT;
    assert_int_equal(scan_answers_check(&sheet.in), 3);
    answers[3] = ANSWER_NONE;
    sheet.in.light = true;
    assert_int_equal(scan_answers_check(&sheet.in), 1);
    arena_release(&a);
}

static void answers__have_names(void **state)
{
    (void)state;
    static const char *const names[] = { "", "yes", "no", "dont_know", "not_applicable" };
    for (int i = 0; i < ANSWER_COUNT; i++) {
        enum scan_answer answer = ANSWER_COUNT;
        assert_string_equal(scan_answer_name((enum scan_answer)i), names[i]);
        assert_true(scan_answer_parse(names[i], &answer));
        assert_int_equal(answer, i);
    }
    enum scan_answer answer;
    assert_false(scan_answer_parse("Yes", &answer));
    assert_false(scan_answer_parse("yes ", &answer));
    assert_false(scan_answer_parse("ja", &answer));
}

/* ---- against another way of counting ----------------------------------------------------------------------
 * Natural numbers of 32 limbs of 32 bits, schoolbook: slow, and without gcds, common divisors or 128 bits. */

enum { LIMBS = 32 };
struct natural {
    uint32_t limb[LIMBS];
};

static struct natural natural_of(uint64_t v)
{
    return (struct natural){ .limb = { (uint32_t)v, (uint32_t)(v >> 32) } };
}

static struct natural natural_sum(struct natural x, struct natural y)
{
    uint64_t carry = 0;
    for (int i = 0; i < LIMBS; i++) {
        carry += (uint64_t)x.limb[i] + y.limb[i];
        x.limb[i] = (uint32_t)carry;
        carry >>= 32;
    }
    assert_int_equal(carry, 0);
    return x;
}

static struct natural natural_times(struct natural x, uint64_t by)
{
    struct natural low = x, high = { { 0 } };
    uint64_t carry = 0;
    for (int i = 0; i < LIMBS; i++) {
        carry += (uint64_t)x.limb[i] * (uint32_t)by;
        low.limb[i] = (uint32_t)carry;
        carry >>= 32;
    }
    assert_int_equal(carry, 0);
    carry = 0;
    for (int i = 0; i + 1 < LIMBS; i++) {
        carry += (uint64_t)x.limb[i] * (uint32_t)(by >> 32);
        high.limb[i + 1] = (uint32_t)carry;
        carry >>= 32;
    }
    return natural_sum(low, high);
}

static int natural_compare(const struct natural *x, const struct natural *y)
{
    for (int i = LIMBS - 1; i >= 0; i--) {
        if (x->limb[i] != y->limb[i])
            return x->limb[i] < y->limb[i] ? -1 : 1;
    }
    return 0;
}

/* Whether t is 1000 * n / d rounded half up: 2000 n < (2t + 1) d, and (2t - 1) d <= 2000 n. */
static bool is_rounded(int64_t t, struct natural n, struct natural d)
{
    struct natural twice = natural_times(n, 2000), above = natural_times(d, (uint64_t)(2 * t + 1));
    if (natural_compare(&twice, &above) >= 0)
        return false;
    if (t == 0)
        return true;
    struct natural below = natural_times(d, (uint64_t)(2 * t - 1));
    return natural_compare(&below, &twice) <= 0;
}

static struct sheet random_sheet(struct arena *a, unsigned *seed, int kind)
{
    struct buf spec;
    buf_init(&spec, 1 << 16);
    int domains = 1 + (int)(rand_r(seed) % (kind == 2 ? 5 : 9));
    for (int d = 0; d < domains; d++) {
        if (d > 0)
            buf_char(&spec, '|');
        if (kind > 0)
            buf_printf(&spec, "%d:", 1 + (int)(rand_r(seed) % 5) * (kind == 2 ? 7919 : 250));
        int statements = 1 + (int)(rand_r(seed) % 14);
        for (int i = 0; i < statements; i++) {
            if (i > 0 && rand_r(seed) % 4 == 0)
                buf_char(&spec, '/');
            buf_char(&spec, "yyynnnddx."[rand_r(seed) % 10]);
            if (kind == 1)
                buf_printf(&spec, "*%d", 500 * (1 + (int)(rand_r(seed) % 4)));
            if (kind == 2)
                buf_printf(&spec, "*%d", 1 + (int)(rand_r(seed) % 100000));
            if (rand_r(seed) % 8 == 0)
                buf_char(&spec, '?');
        }
    }
    struct sheet sheet = make(a, buf_to_arena(&spec, a), rand_r(seed) % 2 == 0 ? "q=a" : "");
    buf_release(&spec);
    return sheet;
}

static void check_against_naturals(struct arena *a, const struct scan_input *in)
{
    struct scan_result r;
    scan_score(a, in, &r);
    const struct pack_scan *scan = in->scan;
    for (int upper = 0; upper < 2; upper++) {
        struct natural sum = natural_of(0), product = natural_of(1);
        uint64_t weights = 0;
        long double mean = 0;
        for (int d = 0; d < scan->domain_count; d++) {
            uint64_t yes = 0, counted = 0;
            for (int i = 0; i < scan->statement_count; i++) {
                const struct pack_statement *s = &scan->statements[i];
                if (s->domain != d || (s->condition != NULL && in->profile.option[0] != 0))
                    continue;
                uint8_t answer = in->answers[i];
                if (answer == ANSWER_YES || (upper == 1 && answer == ANSWER_DONT_KNOW))
                    yes += (uint64_t)s->weight;
                if (answer == ANSWER_YES || answer == ANSWER_NO || answer == ANSWER_DONT_KNOW)
                    counted += (uint64_t)s->weight;
            }
            int64_t got = upper == 1 ? r.domains[d].upper_tenths : r.domains[d].tenths;
            if (counted == 0) {
                assert_int_equal(got, NONE);
                continue;
            }
            assert_true(is_rounded(got, natural_of(yes), natural_of(counted)));
            /* sum / product + weight * yes / counted, crosswise */
            uint64_t weight = (uint64_t)scan->domains[d].weight;
            sum = natural_sum(natural_times(sum, counted), natural_times(natural_times(product, yes), weight));
            product = natural_times(product, counted);
            weights += weight;
            mean += (long double)weight * (long double)yes / (long double)counted;
        }
        int64_t got = upper == 1 ? r.global.upper_tenths : r.global.tenths;
        if (weights == 0) {
            assert_int_equal(got, NONE);
            continue;
        }
        assert_true(is_rounded(got, sum, natural_times(product, weights)));
        long double off = 1000 * mean / (long double)weights - (long double)got;
        assert_true(off > -0.500001L && off < 0.500001L);
    }
}

static void score__agrees_with_slow_counting(void **state)
{
    (void)state;
    unsigned seed = 20261122;
    for (int round = 0; round < 150; round++) {
        struct arena a;
        arena_init(&a);
        struct sheet sheet = random_sheet(&a, &seed, round % 3);
        check_against_naturals(&a, &sheet.in);
        uint8_t *answers = NEW_ARRAY(&a, uint8_t, (size_t)sheet.in.scan->statement_count);
        sheet.in.answers = answers;
        for (int again = 0; again < 40; again++) {
            for (int i = 0; i < sheet.in.scan->statement_count; i++)
                answers[i] = (uint8_t)(rand_r(&seed) % ANSWER_COUNT);
            check_against_naturals(&a, &sheet.in);
        }
        arena_release(&a);
    }
    /* The check itself can fail. */
    assert_true(is_rounded(63, natural_of(1), natural_of(16)));
    assert_false(is_rounded(62, natural_of(1), natural_of(16)));
    assert_false(is_rounded(64, natural_of(1), natural_of(16)));
}

/* Eleven domains whose weights add up to primes near 1000 (in units of 1000): 2001 * V * P is 2e37, close below the
 * 2^127 = 1.7e38 of pack_scan_exact(), so nothing cancels and an unreduced weight would overflow. */
static void score__is_exact_at_its_bound(void **state)
{
    (void)state;
    static const int primes[] = { 997, 991, 983, 977, 971, 967, 953, 947, 941, 937, 929 };
    struct arena a;
    arena_init(&a);
    struct buf spec;
    buf_init(&spec, 1 << 16);
    for (size_t d = 0; d < sizeof primes / sizeof *primes; d++) {
        buf_str(&spec, d == 0 ? "" : "|");
        for (int i = 0; i < 9; i++)
            buf_printf(&spec, "%c*100000", "ynd"[(d + (size_t)i) % 3]);
        buf_printf(&spec, "y*%d", (primes[d] - 900) * 1000);
    }
    struct sheet sheet = make(&a, buf_to_arena(&spec, &a), "");
    assert_int_equal(sheet.in.scan->weight_unit, 1000);
    check_against_naturals(&a, &sheet.in);
    buf_release(&spec);
    arena_release(&a);
}

/* ---- many fillers ---------------------------------------------------------------------------------------- */

static void moved__back_only_when_it_is_certain(void **state)
{
    (void)state;
    static const struct {
        int64_t was, is, upper;
        enum movement moved;
    } cases[] = {
        { 500, 600, 700, MOVED_FORWARD },
        { 500, 400, 499, MOVED_NOT_KNOWN }, /* 49.9 is seen as 50 */
        { 500, 400, 494, MOVED_BACK },
        { 500, 400, 800, MOVED_NOT_KNOWN },
        { 500, 496, 900, MOVED_NOT },
        { SCORE_NONE, 400, 400, MOVED_NOT_KNOWN },
        { 400, SCORE_NONE, SCORE_NONE, MOVED_NOT_KNOWN },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct score before = { .tenths = cases[i].was, .upper_tenths = cases[i].was },
                     now = { .tenths = cases[i].is, .upper_tenths = cases[i].upper };
        assert_int_equal(score_movement(&before, &now), cases[i].moved);
    }
}

static void tally__a_shared_first_place_is_no_majority(void **state)
{
    (void)state;
    assert_false(tally_tied(&(struct tally){ 0 }));
    assert_false(tally_tied(&(struct tally){ .yes = 1 }));
    assert_false(tally_tied(&(struct tally){ .yes = 3, .no = 2, .dont_know = 2 }));
    assert_true(tally_tied(&(struct tally){ .yes = 2, .no = 2 }));
    assert_true(tally_tied(&(struct tally){ .dont_know = 1, .no = 1 }));
}

static void tally__majority_division_and_class(void **state)
{
    (void)state;
    static const struct {
        struct tally tally;
        enum scan_answer majority;
        int division;
        enum division class;
        bool unanimous;
    } cases[] = {
        { { 0, 0, 0, 0 }, ANSWER_NONE, 0, DIVISION_EQUAL, false },
        { { 1, 0, 0, 0 }, ANSWER_YES, 0, DIVISION_EQUAL, true },
        { { 0, 0, 9, 0 }, ANSWER_DONT_KNOW, 0, DIVISION_EQUAL, true },
        { { 0, 0, 0, 4 }, ANSWER_NOT_APPLICABLE, 0, DIVISION_EQUAL, true },
        { { 0, 7, 0, 0 }, ANSWER_NO, 0, DIVISION_EQUAL, true },
        { { 5, 5, 0, 0 }, ANSWER_DONT_KNOW, 1000, DIVISION_DIVIDED, false },
        { { 3, 1, 0, 0 }, ANSWER_YES, 500, DIVISION_SLIGHT, false },
        { { 5, 2, 0, 0 }, ANSWER_YES, 571, DIVISION_DIVIDED, false },
        { { 2, 1, 0, 0 }, ANSWER_YES, 667, DIVISION_DIVIDED, false },
        { { 1, 9, 0, 0 }, ANSWER_NO, 200, DIVISION_SLIGHT, false },
        { { 2, 2, 2, 2 }, ANSWER_DONT_KNOW, 1000, DIVISION_DIVIDED, false },
        { { 4, 3, 3, 0 }, ANSWER_YES, 1000, DIVISION_DIVIDED, false },
        { { 2, 0, 0, 2 }, ANSWER_DONT_KNOW, 1000, DIVISION_DIVIDED, false }, /* no tie gives "not applicable" */
        { { 0, 3, 0, 3 }, ANSWER_DONT_KNOW, 1000, DIVISION_DIVIDED, false },
        { { 1, 1, 5, 0 }, ANSWER_DONT_KNOW, 571, DIVISION_DIVIDED, false },
        { { 9999, 1, 0, 0 }, ANSWER_YES, 0, DIVISION_SLIGHT, false }, /* rounds to 0, yet not unanimous */
        { { 1, 0, 0, 2 }, ANSWER_NOT_APPLICABLE, 667, DIVISION_DIVIDED, false },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(tally_majority(&cases[i].tally), cases[i].majority);
        assert_int_equal(tally_division(&cases[i].tally), cases[i].division);
        assert_int_equal(tally_class(&cases[i].tally), cases[i].class);
        assert_int_equal(tally_unanimous(&cases[i].tally), cases[i].unanimous);
    }
    struct tally t = { 0 };
    for (int i = ANSWER_NONE; i < ANSWER_COUNT; i++) {
        for (int k = 0; k < i; k++)
            tally_add(&t, (enum scan_answer)i);
    }
    tally_add(&t, ANSWER_NONE);
    assert_int_equal(t.yes, 1);
    assert_int_equal(t.no, 2);
    assert_int_equal(t.dont_know, 3);
    assert_int_equal(t.not_applicable, 4);
    assert_int_equal(tally_count(&t), 10);
    assert_string_equal(division_label(DIVISION_EQUAL), "agreed");
    assert_string_equal(division_label(DIVISION_SLIGHT), "slightly divided");
    assert_string_equal(division_label(DIVISION_DIVIDED), "divided");
}

/* ---- why a score moved ----------------------------------------------------------------------------------- */

static void compare__splits_a_move(void **state)
{
    (void)state;
    static const struct {
        const char *before, *before_profile, *after, *after_profile;
        int64_t from, to, by_answers, by_tailoring, by_version;
        int yes, no, other, in, out;
    } cases[] = {
        /* nothing moved */
        { "yn", "", "yn", "", 500, 500, 0, 0, 0, 0, 0, 0, 0, 0 },
        /* answers only: n -> y, y -> n, y -> d */
        { "nnnn", "", "ynnn", "", 0, 250, 250, 0, 0, 1, 0, 0, 0, 0 },
        { "yynn", "", "nydy", "", 500, 500, 0, 0, 0, 1, 1, 1, 0, 0 },
        { "y.", "", "yn", "", 1000, 500, -500, 0, 0, 0, 1, 0, 0, 0 },
        /* tailoring only: a yes and a no come in, or go out */
        { "ynny?", "", "ynny?", "q=a", 333, 500, 0, 167, 0, 0, 0, 0, 1, 0 },
        { "yn?n", "q=a", "yn?n", "q=b", 333, 500, 0, 167, 0, 0, 0, 0, 0, 1 },
        /* both: first the answers on what was offered twice (1/2 -> 2/2), then what came in (2/2 -> 2/4) */
        { "yn.?.?", "", "yyn?n?", "q=a", 500, 500, 500, -500, 0, 1, 0, 0, 2, 0 },
        /* version only: a statement was added, one removed, one weighs more */
        { "yn", "", "ynn", "", 500, 333, 0, 0, -167, 0, 0, 0, 1, 0 },
        { "ynn", "", "yn", "", 333, 500, 0, 0, 167, 0, 0, 0, 0, 1 },
        { "yn", "", "y*3000n", "", 500, 750, 0, 0, 250, 0, 0, 0, 0, 0 },
        { "yn", "", "y=1n=2", "", 500, 500, 500, 0, -500, 1, 0, 0, 1, 1 },
        /* the same statements in another order of the file are the same statements */
        { "y=5n=6n=7", "", "n=7y=5n=6", "", 333, 333, 0, 0, 0, 0, 0, 0, 0, 0 },
        /* a stage without score: all that was offered twice became not applicable; tailoring carries the whole */
        { "yn?n?", "", "xy?n?", "q=a", 1000, 500, 0, -500, 0, 0, 0, 1, 2, 0 },
        /* the same, but here the whole is the version's: the old statements are not offered under the new tailoring */
        { "y?", "q=a", "y=5n=6", "q=b", 1000, 500, 0, 0, -500, 0, 0, 0, 2, 1 },
        /* options are matched by id, not by place */
        { "yn?", "", "~yn?", "q=a", 1000, 500, 0, -500, 0, 0, 0, 0, 1, 0 },
        /* an answer to what the new round no longer offers is no new answer */
        { "yn", "", "yy?", "", 500, 1000, 0, 0, 500, 0, 0, 0, 0, 1 },
        /* one of each, answers and version: 1/2 -> 2/2, then a no is added -> 2/3 */
        { "yn", "", "yyn", "", 500, 667, 500, 0, -333, 1, 0, 0, 1, 0 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena a;
        arena_init(&a);
        struct sheet before = make(&a, cases[i].before, cases[i].before_profile);
        struct sheet after = make(&a, cases[i].after, cases[i].after_profile);
        struct score_comparison c;
        scan_compare(&a, &before.in, &after.in, &c);
        if (c.score_before != cases[i].from || c.score_after != cases[i].to ||
            c.by_answers != cases[i].by_answers || c.by_tailoring != cases[i].by_tailoring ||
            c.by_version != cases[i].by_version)
            fail_msg("%s -> %s: %d -> %d by answers %d, tailoring %d, version %d", cases[i].before,
                     cases[i].after, (int)c.score_before, (int)c.score_after, (int)c.by_answers,
                     (int)c.by_tailoring, (int)c.by_version);
        assert_true(c.comparable);
        if (c.became_yes.count != cases[i].yes || c.became_no.count != cases[i].no ||
            c.became_other.count != cases[i].other || c.came_in.count != cases[i].in ||
            c.went_out.count != cases[i].out)
            fail_msg("%s -> %s: %d yes, %d no, %d other, %d in, %d out", cases[i].before, cases[i].after,
                     c.became_yes.count, c.became_no.count, c.became_other.count, c.came_in.count,
                     c.went_out.count);
        arena_release(&a);
    }
}

static void compare__lists_what_changed(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a);
    struct sheet before = make(&a, "n=1y=2y=3n=4+y=5", ""), after = make(&a, "n=9n=2y=1d=3n=4", "");
    struct score_comparison c;
    scan_compare(&a, &before.in, &after.in, &c);
    assert_int_equal(c.became_yes.count, 1);
    assert_int_equal(c.became_yes.v[0].before, 0);
    assert_int_equal(c.became_yes.v[0].after, 2);
    assert_int_equal(c.became_yes.v[0].from, ANSWER_NO);
    assert_int_equal(c.became_yes.v[0].to, ANSWER_YES);
    assert_int_equal(c.became_no.count, 1);
    assert_int_equal(c.became_no.v[0].after, 1);
    assert_int_equal(c.became_other.count, 1);
    assert_int_equal(c.became_other.v[0].to, ANSWER_DONT_KNOW);
    assert_int_equal(c.came_in.count, 1);
    assert_int_equal(c.came_in.v[0].before, -1);
    assert_int_equal(c.came_in.v[0].after, 0);
    assert_int_equal(c.went_out.count, 1);
    assert_int_equal(c.went_out.v[0].before, 4);
    assert_int_equal(c.went_out.v[0].after, -1);
    assert_int_equal(c.went_out.v[0].from, ANSWER_YES);

    /* The variant is part of the tailoring: light leaves s1 (n) and s4 (n). */
    struct scan_input light = before.in;
    light.light = true;
    scan_compare(&a, &before.in, &light, &c);
    assert_int_equal(c.score_before, 600);
    assert_int_equal(c.score_after, 0);
    assert_int_equal(c.by_answers, 0);
    assert_int_equal(c.by_tailoring, -600);
    assert_int_equal(c.by_version, 0);
    assert_int_equal(c.went_out.count, 3);
    assert_int_equal(c.went_out.v[2].before, 4);

    /* Without a score on either side there is nothing to explain, but the lists stand. */
    struct sheet empty = make(&a, "x=1.=2", "");
    scan_compare(&a, &before.in, &empty.in, &c);
    assert_false(c.comparable);
    assert_int_equal(c.score_after, NONE);
    assert_int_equal(c.by_answers, 0);
    assert_int_equal(c.by_version, 0);
    assert_int_equal(c.became_other.count, 2);
    scan_compare(&a, &empty.in, &before.in, &c);
    assert_false(c.comparable);
    assert_int_equal(c.score_before, NONE);
    arena_release(&a);
}

/* Whatever the rounds: the parts add up, one version has no part of the version, and each statement of either round is
 * in at most one list. */
static void compare__parts_add_up(void **state)
{
    (void)state;
    unsigned seed = 7;
    int comparable = 0, moved = 0;
    for (int round = 0; round < 60; round++) {
        struct arena a;
        arena_init(&a);
        struct sheet before = random_sheet(&a, &seed, round % 2), after = random_sheet(&a, &seed, round % 2);
        for (int again = 0; again < 20; again++) {
            bool same_pack = again % 2 == 0;
            struct scan_input in[2] = { before.in, same_pack ? before.in : after.in };
            for (int k = 0; k < 2; k++) {
                uint8_t *answers = NEW_ARRAY(&a, uint8_t, (size_t)in[k].scan->statement_count);
                for (int i = 0; i < in[k].scan->statement_count; i++)
                    answers[i] = (uint8_t)(rand_r(&seed) % ANSWER_COUNT);
                in[k].answers = answers;
                in[k].light = rand_r(&seed) % 8 == 0;
                in[k].profile.option[0] = (int8_t)(rand_r(&seed) % 3 - 1);
            }
            struct score_comparison c;
            scan_compare(&a, &in[0], &in[1], &c);
            int now = 0, was = 0;
            for (int i = 0; i < in[1].scan->statement_count; i++)
                now += pack_offered(in[1].scan, i, in[1].light, &in[1].profile);
            for (int i = 0; i < in[0].scan->statement_count; i++)
                was += pack_offered(in[0].scan, i, in[0].light, &in[0].profile);
            assert_int_equal(was - c.went_out.count, now - c.came_in.count); /* offered in both */
            if (!c.comparable)
                continue;
            comparable++;
            moved += c.by_answers != 0 && c.by_tailoring != 0;
            assert_int_equal(c.score_before + c.by_answers + c.by_tailoring + c.by_version, c.score_after);
            if (same_pack)
                assert_int_equal(c.by_version, 0);
        }
        arena_release(&a);
    }
    assert_true(comparable > 500 && moved > 100);
}

/* ---- JSON ------------------------------------------------------------------------------------------------ */

static void json__tells_the_scores(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a);
    struct sheet sheet = make(&a, "yyn d! | x/y? | n", "q=b");
    struct scan_result result;
    scan_score(&a, &sheet.in, &result);
    struct buf out;
    buf_init(&out, 1 << 16);
    score_json(&out, sheet.pack, &sheet.in, &result, lang_get(LANG_EN));
    const char *text = buf_to_arena(&out, &a);
    assert_non_null(
        strstr(text, "\"pack\":\"test\",\"version\":3,\"variant\":\"full\",\"global\":25.0,\"upper\":37.5,"));
    assert_non_null(strstr(text,
                           "{\"id\":\"d0\",\"score\":50.0,\"upper\":75.0,\"coverage\":100.0,\"dont_know\":25.0,"
                           "\"not_applicable\":0.0,\"offered\":4,\"answered\":4,\"yes\":2,\"counted\":4}"));
    assert_non_null(strstr(text,
                           "{\"id\":\"d1\",\"score\":null,\"upper\":null,\"coverage\":100.0,\"dont_know\":0.0,"
                           "\"not_applicable\":100.0,\"offered\":1,"));
    assert_non_null(strstr(text, "\"domains_without_score\":[\"d1\"]"));
    struct json json;
    const char *detail;
    int line;
    assert_int_equal(json_parse(&a, out.p, out.n, 8, &json, &detail, &line), OK);
    assert_int_equal(json_get(&json, "domains")->count, 3);
    /* A theme without an offered statement is left out. */
    const struct json *themes = json_get(&json, "themes");
    assert_int_equal(themes->count, 3);
    assert_string_equal(json_get_str(&themes->items[2], "id"), "d2.t0");
    assert_string_equal(json_get_str(&themes->items[2], "domain"), "d2");
    assert_true(json_get(&themes->items[2], "few")->boolean);
    assert_false(json_get(&themes->items[0], "few")->boolean);
    assert_non_null(strstr(json_get_str(&json, "indicative"), "indicative"));

    /* Without anything answered: null everywhere, no 0. */
    sheet = make(&a, "..", "");
    sheet.in.light = true;
    scan_score(&a, &sheet.in, &result);
    buf_clear(&out);
    score_json(&out, sheet.pack, &sheet.in, &result, lang_get(LANG_EN));
    text = buf_to_arena(&out, &a);
    assert_non_null(strstr(text, "\"variant\":\"light\",\"global\":null,\"upper\":null,\"coverage\":0.0,"
                                 "\"dont_know\":null,\"not_applicable\":null,\"offered\":1,\"answered\":0,"));
    buf_release(&out);
    arena_release(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(score__vectors),
        cmocka_unit_test(score__counts_and_shares),
        cmocka_unit_test(score__few_and_many_not_applicable),
        cmocka_unit_test(score__answers_that_are_not_offered_are_found),
        cmocka_unit_test(answers__have_names),
        cmocka_unit_test(score__agrees_with_slow_counting),
        cmocka_unit_test(score__is_exact_at_its_bound),
        cmocka_unit_test(moved__back_only_when_it_is_certain),
        cmocka_unit_test(tally__a_shared_first_place_is_no_majority),
        cmocka_unit_test(tally__majority_division_and_class),
        cmocka_unit_test(compare__splits_a_move),
        cmocka_unit_test(compare__lists_what_changed),
        cmocka_unit_test(compare__parts_add_up),
        cmocka_unit_test(json__tells_the_scores),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
