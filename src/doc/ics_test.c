#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <libical/ical.h>

#include "base/arena.h"
#include "base/utf8.h"
#include "doc/ics.h"

static struct arena arena;

static int teardown(void **state)
{
    (void)state;
    arena_release(&arena);
    return 0;
}

static const char *written(const struct ics_event *events, size_t count)
{
    struct buf out;
    buf_init(&out, 16 * 1024 * 1024);
    doc_ics_write(events, count, "Olmenrode, acties", "nl-BE", &out);
    const char *s = buf_to_arena(&out, &arena);
    buf_release(&out);
    return s;
}

static void has(const char *text, const char *part)
{
    if (strstr(text, part) == NULL)
        fail_msg("no %s in\n%s", part, text);
}

static void has_not(const char *text, const char *part)
{
    if (strstr(text, part) != NULL)
        fail_msg("%s in\n%s", part, text);
}

static const struct ics_event meeting = {
    .uid = "bijeenkomst-1@kapstok.example",
    .summary = "Netwerkmoment",
    .description = "Kom; breng iets, mee\nTot dan",
    .location = "Stadhuis, zaal 1",
    .url = "https://kapstok.example/regie/1?a=b&c;d",
    .starts_ms = 1795339800000, /* 2026-11-22T09:30:00Z */
    .minutes = 90,
    .changed_ms = 1790000000999,
};

static void ics__writes_a_calendar(void **state)
{
    (void)state;
    assert_string_equal(
        written(&meeting, 1),
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Kapstok//Kapstok//NL\r\nCALSCALE:GREGORIAN\r\n"
        "METHOD:PUBLISH\r\nX-WR-CALNAME:Olmenrode, acties\r\nX-WR-TIMEZONE:Europe/Brussels\r\n"
        "X-PUBLISHED-TTL:PT6H\r\nBEGIN:VEVENT\r\nUID:bijeenkomst-1@kapstok.example\r\n"
        "DTSTAMP:20260921T141320Z\r\nLAST-MODIFIED:20260921T141320Z\r\n"
        "DTSTART:20261122T093000Z\r\nDTEND:20261122T110000Z\r\n"
        "SUMMARY;LANGUAGE=nl-BE:Netwerkmoment\r\n"
        "DESCRIPTION;LANGUAGE=nl-BE:Kom\\; breng iets\\, mee\\nTot dan\r\n"
        "LOCATION;LANGUAGE=nl-BE:Stadhuis\\, zaal 1\r\n"
        "URL:https://kapstok.example/regie/1?a=b&c;d\r\nSTATUS:CONFIRMED\r\n"
        "END:VEVENT\r\nEND:VCALENDAR\r\n");
    assert_string_equal(written(&meeting, 1), written(&meeting, 1));
    struct buf out;
    buf_init(&out, 1000000);
    doc_ics_write(NULL, 0, "a\nATTENDEE:b", "nl", &out);
    has(buf_to_arena(&out, &arena), "X-WR-CALNAME:a ATTENDEE:b\r\n");
    buf_release(&out);
}

static void ics__says_what_is_for_a_whole_day(void **state)
{
    (void)state;
    const struct ics_event e = { .uid = "a", .summary = "Evaluatie", .day = "2028-02-29", .changed_ms = 1 };
    const char *s = written(&e, 1);
    has(s, "DTSTART;VALUE=DATE:20280229\r\n");
    has(s, "TRANSP:TRANSPARENT\r\n");
    has_not(s, "DTEND");
    has_not(s, "DESCRIPTION");
    has_not(s, "LOCATION");
    has_not(s, "URL");
}

static void ics__tells_tasks_from_events(void **state)
{
    (void)state;
    const struct ics_event tasks[] = {
        { .uid = "1", .summary = "Bomen planten", .day = "2026-03-01", .task = true },
        { .uid = "2", .summary = "Gedaan", .starts_ms = 1795339800000, .task = true, .done = true },
        { .uid = "3",
          .summary = "Niet meer",
          .day = "2026-03-01",
          .task = true,
          .done = true,
          .cancelled = true },
        { .uid = "4", .summary = "Afgelast", .day = "2026-03-01", .cancelled = true },
    };
    const char *s = written(tasks, 4);
    has(s, "BEGIN:VTODO\r\nUID:1\r\nDTSTAMP:19700101T000000Z\r\nLAST-MODIFIED:19700101T000000Z\r\n"
           "DUE;VALUE=DATE:20260301\r\nSUMMARY;LANGUAGE=nl-BE:Bomen "
           "planten\r\nSTATUS:NEEDS-ACTION\r\nEND:VTODO\r\n");
    has(s, "DUE:20261122T093000Z\r\nSUMMARY;LANGUAGE=nl-BE:Gedaan\r\nSTATUS:COMPLETED\r\n");
    has(s, "SUMMARY;LANGUAGE=nl-BE:Niet meer\r\nSTATUS:CANCELLED\r\nEND:VTODO\r\n");
    has(s, "STATUS:CANCELLED\r\nEND:VEVENT\r\n");
}

/* Europe/Brussels is one hour ahead in winter and two in summer; a calendar must show 10.00 h on either side. */
static void ics__is_right_when_the_clock_changes(void **state)
{
    (void)state;
    static const struct {
        int64_t ms;
        const char *utc;
    } times[] = {
        { 1774688400000, "20260328T090000Z" }, /* Saturday 10.00 in winter */
        { 1774771200000, "20260329T080000Z" }, /* Sunday 10.00 in summer */
        { 1774744200000, "20260329T003000Z" }, /* an hour and a half before the change: 1.30 */
        { 1774747800000, "20260329T013000Z" }, /* half an hour after: 3.30 */
        { 1792828800000, "20261024T080000Z" }, /* Saturday 10.00 in summer */
        { 1792918800000, "20261025T090000Z" }, /* Sunday 10.00 in winter */
        { 1792888200000, "20261025T003000Z" }, /* 2.30 for the first time */
        { 1792891800000, "20261025T013000Z" }, /* and for the second */
    };
    for (size_t i = 0; i < sizeof times / sizeof times[0]; i++) {
        const struct ics_event e = { .uid = "a", .summary = "b", .starts_ms = times[i].ms, .minutes = 60 };
        const char *s = written(&e, 1);
        has(s, arena_printf(&arena, "DTSTART:%s\r\n", times[i].utc));
        has_not(s, "TZID");
        icalcomponent *c = icalparser_parse_string(s);
        assert_non_null(c);
        icalcomponent *event = icalcomponent_get_first_component(c, ICAL_VEVENT_COMPONENT);
        assert_int_equal(icaltime_as_timet(icalcomponent_get_dtstart(event)), times[i].ms / 1000);
        assert_int_equal(icaltime_as_timet(icalcomponent_get_dtend(event)), times[i].ms / 1000 + 3600);
        icalcomponent_free(c);
    }
}

/* Lines of at most 75 bytes; a line that goes on begins with a space. */
static void assert_folded(const char *s)
{
    assert_true(utf8_valid(s, strlen(s)));
    for (const char *p = s; *p != '\0';) {
        const char *end = strstr(p, "\r\n");
        assert_non_null(end);
        size_t n = (size_t)(end - p);
        if (n > 75 || !utf8_valid(p, n))
            fail_msg("bad line of %zu bytes: %.*s", n, (int)n, p);
        assert_null(memchr(p, '\n', n));
        assert_null(memchr(p, '\r', n));
        p = end + 2;
    }
}

/* Every value comes back as it was written, also when lines were folded in letters of two and four bytes. */
static void ics__folds_lines_without_cutting_letters(void **state)
{
    (void)state;
    for (size_t length = 1; length < 130; length++) {
        char *text = arena_alloc(&arena, 8 * length + 1);
        for (size_t i = 0; i < length; i++)
            strcat(text, i % 3 == 0 ? "\xC3\xA9" : i % 3 == 1 ? "\xF0\x9F\x8C\xB3" : ",");
        const struct ics_event e = { .uid = text, .summary = text, .description = text, .location = text };
        const char *s = written(&e, 1);
        assert_folded(s);
        icalcomponent *c = icalparser_parse_string(s);
        assert_non_null(c);
        assert_int_equal(icalcomponent_count_errors(c), 0);
        icalcomponent *event = icalcomponent_get_first_component(c, ICAL_VEVENT_COMPONENT);
        assert_string_equal(icalcomponent_get_summary(event), text);
        assert_string_equal(icalcomponent_get_description(event), text);
        assert_string_equal(icalcomponent_get_location(event), text);
        assert_string_equal(icalcomponent_get_uid(event), text);
        icalcomponent_free(c);
    }
}

static void ics__lets_no_text_make_lines(void **state)
{
    (void)state;
    const struct ics_event e = {
        .uid = "a\r\nATTENDEE:mailto:x@y.be",
        .summary = "b\r\nATTENDEE:mailto:x@y.be\rATTENDEE:z",
        .description = "c\n\nATTENDEE\v\x01",
        .url = "https://a.be/\r\nATTENDEE:mailto:x@y.be",
    };
    const char *s = written(&e, 1);
    assert_folded(s);
    has_not(s, "\nATTENDEE");
    has_not(s, "URL");
    has(s, "DESCRIPTION;LANGUAGE=nl-BE:c\\n\\nATTENDEE\r\n");
    static const char *const bad[] = { "javascript:x", "", "/regie", "https://a b", "mailto:x@y.be" };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct ics_event other = e;
        other.url = bad[i];
        has_not(written(&other, 1), "URL");
    }
}

static void ics__may_be_empty(void **state)
{
    (void)state;
    const char *s = written(NULL, 0);
    has(s, "BEGIN:VCALENDAR\r\n");
    has(s, "END:VCALENDAR\r\n");
    has_not(s, "VEVENT");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(ics__writes_a_calendar, teardown),
        cmocka_unit_test_teardown(ics__says_what_is_for_a_whole_day, teardown),
        cmocka_unit_test_teardown(ics__tells_tasks_from_events, teardown),
        cmocka_unit_test_teardown(ics__is_right_when_the_clock_changes, teardown),
        cmocka_unit_test_teardown(ics__folds_lines_without_cutting_letters, teardown),
        cmocka_unit_test_teardown(ics__lets_no_text_make_lines, teardown),
        cmocka_unit_test_teardown(ics__may_be_empty, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
