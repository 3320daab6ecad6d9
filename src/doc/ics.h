/* Calendars that other programs subscribe to or open (RFC 5545), by libical. */
#ifndef DOC_ICS_H
#define DOC_ICS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

/* Something on a day or at a time. Texts may be NULL or "" where there is nothing to say, but for uid and summary. */
struct ics_event {
    const char *uid; /* the same for ever, and nobody else's: "actie-12@kapstok.olmenrode.be" */
    const char *summary, *description, *location;
    const char *url;    /* "https://…"; anything else is left out */
    const char *day;    /* "2026-11-22": the whole day; NULL = at starts_ms */
    int64_t starts_ms;  /* UTC */
    int minutes;        /* how long it takes from starts_ms; 0 = not said */
    int64_t changed_ms; /* UTC, when what stands here last changed */
    bool task;          /* something to do: day or starts_ms is when it must be done by */
    bool done;          /* of a task */
    bool cancelled;     /* it stays in the calendar, struck out */
};

/* Writes a calendar called name. Times are UTC, so that no rules of summer time travel along; a day is a date without a zone.
 * lang is BCP 47 ("nl-BE"). Equal events give equal bytes. */
void doc_ics_write(const struct ics_event *events, size_t count, const char *name, const char *lang,
                   struct buf *out);

#endif
