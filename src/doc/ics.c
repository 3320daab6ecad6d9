#include "doc/ics.h"

#include <libical/ical.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/status.h"
#include "base/utf8.h"

static void add(icalcomponent *c, icalproperty *p)
{
    ASSERT(p != NULL);
    icalcomponent_add_property(c, p);
}

/* A property that the library has no function for; its value is written as it is, so it must be one line. */
static void add_x(icalcomponent *c, const char *name, const char *value)
{
    icalproperty *p = icalproperty_new_x(value);
    ASSERT(p != NULL);
    icalproperty_set_x_name(p, name);
    icalcomponent_add_property(c, p);
}

/* A text without control characters but line ends; NULL when nothing is left. */
static const char *text_of(struct arena *a, const char *s)
{
    const char *clean = s == NULL ? "" : utf8_clean(a, s);
    return clean[0] == '\0' ? NULL : clean;
}

static const char *one_line(struct arena *a, const char *s)
{
    char *line = arena_strdup(a, text_of(a, s));
    for (char *p = line; p != NULL && *p != '\0'; p++)
        *p = *p == '\n' ? ' ' : *p;
    return line;
}

static void add_text(icalcomponent *c, icalproperty *p, const char *lang)
{
    ASSERT(p != NULL);
    icalproperty_add_parameter(p, icalparameter_new_language(lang));
    icalcomponent_add_property(c, p);
}

/* An address is written as it is, so it must not end its line. */
static bool is_address(const char *url)
{
    if (url == NULL || (strncmp(url, "https://", 8) != 0 && strncmp(url, "http://", 7) != 0))
        return false;
    for (const char *p = url; *p != '\0'; p++)
        if ((unsigned char)*p <= ' ' || *p == 0x7F)
            return false;
    return true;
}

static struct icaltimetype at_time(int64_t ms)
{
    return icaltime_from_timet_with_zone((time_t)(ms / 1000), 0, icaltimezone_get_utc_timezone());
}

static struct icaltimetype on_day(const char *day)
{
    int64_t days;
    ASSERT(clock_parse_date(day, &days));
    return icaltime_from_timet_with_zone((time_t)(days * 86400), 1, NULL);
}

static void add_times(icalcomponent *c, const struct ics_event *e)
{
    struct icaltimetype when = e->day != NULL ? on_day(e->day) : at_time(e->starts_ms);
    if (e->task) {
        add(c, icalproperty_new_due(when));
        return;
    }
    add(c, icalproperty_new_dtstart(when));
    if (e->day != NULL)
        add(c, icalproperty_new_transp(ICAL_TRANSP_TRANSPARENT)); /* nobody is away the whole day */
    else if (e->minutes > 0)
        add(c, icalproperty_new_dtend(at_time(e->starts_ms + (int64_t)e->minutes * 60000)));
}

static icalproperty_status status_of(const struct ics_event *e)
{
    if (e->cancelled)
        return ICAL_STATUS_CANCELLED;
    if (!e->task)
        return ICAL_STATUS_CONFIRMED;
    return e->done ? ICAL_STATUS_COMPLETED : ICAL_STATUS_NEEDSACTION;
}

static icalcomponent *component_of(struct arena *a, const struct ics_event *e, const char *lang)
{
    icalcomponent *c = icalcomponent_new(e->task ? ICAL_VTODO_COMPONENT : ICAL_VEVENT_COMPONENT);
    ASSERT(c != NULL && e->uid != NULL);
    const char *summary = text_of(a, e->summary), *description = text_of(a, e->description),
               *location = text_of(a, e->location);
    add(c, icalproperty_new_uid(utf8_clean(a, e->uid)));
    add(c, icalproperty_new_dtstamp(at_time(e->changed_ms)));
    add(c, icalproperty_new_lastmodified(at_time(e->changed_ms)));
    add_times(c, e);
    add_text(c, icalproperty_new_summary(summary == NULL ? "-" : summary), lang);
    if (description != NULL)
        add_text(c, icalproperty_new_description(description), lang);
    if (location != NULL)
        add_text(c, icalproperty_new_location(location), lang);
    if (is_address(e->url))
        add(c, icalproperty_new_url(e->url));
    add(c, icalproperty_new_status(status_of(e)));
    return c;
}

void doc_ics_write(const struct ics_event *events, size_t count, const char *name, const char *lang,
                   struct buf *out)
{
    struct arena a;
    arena_init(&a);
    icalcomponent *calendar = icalcomponent_new(ICAL_VCALENDAR_COMPONENT);
    ASSERT(calendar != NULL);
    add(calendar, icalproperty_new_version("2.0"));
    add(calendar, icalproperty_new_prodid("-//Kapstok//Kapstok//NL"));
    add(calendar, icalproperty_new_calscale("GREGORIAN"));
    add(calendar, icalproperty_new_method(ICAL_METHOD_PUBLISH));
    const char *called = one_line(&a, name);
    add_x(calendar, "X-WR-CALNAME", called == NULL ? "Kapstok" : called);
    add_x(calendar, "X-WR-TIMEZONE", "Europe/Brussels");
    add_x(calendar, "X-PUBLISHED-TTL", "PT6H"); /* how often who subscribed may look again */
    for (size_t i = 0; i < count; i++)
        icalcomponent_add_component(calendar, component_of(&a, &events[i], lang));
    char *text = icalcomponent_as_ical_string_r(calendar);
    ASSERT(text != NULL);
    buf_str(out, text);
    icalmemory_free_buffer(text);
    icalcomponent_free(calendar);
    arena_release(&a);
}
