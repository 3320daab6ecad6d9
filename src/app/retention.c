/* What is kept too long is forgotten: logins, tokens and mails every minute, visitors' quick scans every hour.
 *
 * What was deleted because a clock was wrong does not come back, and clocks are wrong: after a flat battery, a restored
 * machine, a slip of the administrator. So the clock is believed only when it has gone on without a jump for two days. The
 * proof stands in the database, as two moments: since when it goes on, and when it was last looked at (each hour). A look
 * that is earlier than the last one, or more than two days later, begins a new proof, and until that is two days old
 * nothing is deleted: time to see the warning and set the clock. In the database and not in memory, so that a restart
 * neither makes a wrong clock right nor a right one doubtful, and so that of several servers on one database a single
 * wrong clock holds them all. A new installation and one that stood still for two days wait as well; that does no harm.
 *
 * What it cannot see: a clock that is wrong and stays so for two days. */
#include <stdio.h>

#include "app/app.h"
#include "base/log.h"
#include "slice/account/account.h"
#include "slice/admin/admin.h"
#include "slice/attachment/attachment.h"
#include "slice/scan/scan.h"
#include "slice/session/session.h"

#define CLOCK_SEEN "clock.seen" /* "SINCE LAST", UTC milliseconds */

static const int64_t HOUR_MS = 3600000, DAY_MS = 24 * 3600000, JUMP_MS = 48 * 3600000;

/* Whether the clock may be believed. *looked says that this was the look of the hour. */
static bool believe_clock(struct db *db, struct arena *a, int64_t now_ms, bool *looked)
{
    long long since = 0, last = 0;
    bool known = sscanf(admin_setting(db, a, CLOCK_SEEN, ""), "%lld %lld", &since, &last) == 2;
    /* Servers that share a database differ by seconds, and a clock is put right by as much: that is no jump. */
    bool jumped = known && (now_ms < last - HOUR_MS || now_ms > last + JUMP_MS);
    *looked = !known || jumped || now_ms >= last + HOUR_MS;
    if (jumped)
        log_event(LOG_WARN, "clock.jumped", "hours=%lld detail=\"nothing is deleted for two days\"",
                  (long long)((now_ms - last) / HOUR_MS));
    if (!known || jumped)
        since = now_ms;
    if (*looked)
        admin_setting_put(db, CLOCK_SEEN, arena_printf(a, "%lld %lld", since, (long long)now_ms));
    return now_ms - since >= JUMP_MS;
}

void retention_run(struct db *db, struct arena *a, int64_t now_ms)
{
    bool looked = false;
    if (!believe_clock(db, a, now_ms, &looked))
        return;
    account_clean(db, now_ms);
    admin_clean(db, now_ms);
    attachment_clean(db, now_ms);
    session_clean(db, now_ms);
    if (looked)
        scan_quick_clean(db, now_ms - admin_quick_months(db, a) * 30 * DAY_MS);
}
