/* The public pages, and two routes for machines that watch the process. */
#include <string.h>

#include "base/clock.h"
#include "http/http.h"
#include "http/server.h"
#include "pack/pack.h"
#include "public_page.h"
#include "public_sql.h"
#include "slice/account/account.h"
#include "slice/admin/admin.h"
#include "slice/library/library.h"
#include "slice/public/public.h"
#include "slice/public/view.h"
#include "slice/scan/scan.h"

/* ---- Start ------------------------------------------------------------------------------------------- */

/* How many statements a quick scan has: from the scan that asks least, with every start question left open, to the one
 * that asks most. */
static void add_statements(struct rq *rq, struct start_view *v)
{
    const struct packs *packs = rq->site->packs;
    for (size_t i = 0; i < packs->count; i++) {
        const struct pack *p = packs->v[i];
        if (p->kind != PACK_SCAN || pack_find(packs, p->id, 0) != p)
            continue;
        int least = scan_offered(p->scan, true, &PACK_NO_PROFILE), most = 0;
        for (int k = 0; k < p->scan->statement_count; k++)
            most += p->scan->statements[k].light;
        v->least = v->least == 0 || least < v->least ? least : v->least;
        v->most = most > v->most ? most : v->most;
    }
    v->least_minutes = scan_minutes(v->least);
    v->most_minutes = scan_minutes(v->most);
}

/* Where the scans of this device stand: the only one, or the page with all of them. */
static void add_resume(struct rq *rq, struct start_view *v)
{
    const struct scan_quick_key *keys =
        scan_quick_keys(rq->db, rq->arena, rq_cookie(rq, SCAN_QUICK_COOKIE), &v->begun);
    v->resume = v->begun == 1 ? arena_printf(rq->arena, "/quickscan/%s", keys[0].key) : "/quickscan";
}

static struct fault start(struct rq *rq)
{
    struct start_view v = {
        .layout = rq_layout(rq, tr(rq->lang, "How responsibly does your organisation work?")),
        .signed_in = rq->actor.user != 0,
    };
    add_statements(rq, &v);
    add_resume(rq, &v);
    v.layout->wide = true;
    struct html *h = rq_html(rq);
    start_page(h, &v);
    return reply_page(rq);
}

static struct fault about(struct rq *rq)
{
    struct about_view v = {
        .layout = rq_layout(rq, tr(rq->lang, "Kapstok: look together, choose, and do")),
        .version = rq->site->version,
    };
    about_page(rq_html(rq), &v);
    return reply_page(rq);
}

/* ---- Accessibility and privacy ----------------------------------------------------------------------- */

/* When the accessibility statement was last examined: renew it with each release. */
static const char *const STATEMENT_DATE = "2026-11-22";

static struct notice_view notice(struct rq *rq, const char *title)
{
    enum { DAY_MS = 24 * 3600 * 1000, PERSONAL_DAYS = 180 };
    int64_t days;
    bool real = clock_parse_date(STATEMENT_DATE, &days);
    ASSERT(real);
    const char *contact = admin_setting(rq->db, rq->arena, ADMIN_SITE_CONTACT, "");
    return (struct notice_view){
        .layout = rq_layout(rq, title),
        .contact = contact,
        .contact_url = arena_printf(rq->arena, "mailto:%s", contact),
        .date = format_date(rq->arena, rq->lang, days * DAY_MS + DAY_MS / 2),
        .quick_months = admin_quick_months(rq->db, rq->arena),
        .login_days = ACCOUNT_LOGIN_DAYS,
        .personal_days = PERSONAL_DAYS,
    };
}

static struct fault accessibility(struct rq *rq)
{
    struct notice_view v = notice(rq, tr(rq->lang, "Kapstok is made for everyone: how accessible it is"));
    accessibility_page(rq_html(rq), &v);
    return reply_page(rq);
}

static struct fault privacy(struct rq *rq)
{
    struct notice_view v = notice(rq, tr(rq->lang, "We keep little, and pass nothing on"));
    privacy_page(rq_html(rq), &v);
    return reply_page(rq);
}

/* ---- For machines ------------------------------------------------------------------------------------ */

/* GET /healthz: 200 when the database answers; a database that does not makes it an error by itself. */
static struct fault health(struct rq *rq)
{
    const struct public_alive *row = public_q_alive(rq->db, rq->arena);
    if (row == NULL)
        return FAULT(BUSY, NULL, .detail = "health: the database does not answer");
    const char *text = arena_printf(
        rq->arena, "{\"status\":\"ok\",\"version\":\"%s\",\"database\":\"ok\",\"migration\":%lld}\n",
        rq->site->version, (long long)row->migration);
    return reply_bytes(rq, 200, "application/json", (struct bytes){ text, strlen(text) });
}

/* GET /metrics: what the database tells cheaply, as Prometheus text. */
static struct fault metrics(struct rq *rq)
{
    const struct public_alive *alive = public_q_alive(rq->db, rq->arena);
    const struct public_mail_counts *mail = public_q_mail_counts(rq->db, rq->arena, rq->now_ms);
    const struct server_figures f = rq_figures(rq);
    const char *text = arena_printf(
        rq->arena,
        "# HELP kapstok_start_time_seconds When this server started, since 1970.\n"
        "# TYPE kapstok_start_time_seconds gauge\n"
        "kapstok_start_time_seconds %lld\n"
        "# HELP kapstok_requests_total Requests answered.\n"
        "# TYPE kapstok_requests_total counter\n"
        "kapstok_requests_total %lld\n"
        "# HELP kapstok_writes_total Requests that ran in the write lane.\n"
        "# TYPE kapstok_writes_total counter\n"
        "kapstok_writes_total %lld\n"
        "# HELP kapstok_batches_total Commits of the write lane.\n"
        "# TYPE kapstok_batches_total counter\n"
        "kapstok_batches_total %lld\n"
        "# HELP kapstok_busy_total Requests refused because too many waited.\n"
        "# TYPE kapstok_busy_total counter\n"
        "kapstok_busy_total %lld\n"
        "# HELP kapstok_errors_total Requests that failed inside.\n"
        "# TYPE kapstok_errors_total counter\n"
        "kapstok_errors_total %lld\n"
        "# HELP kapstok_slow_reads_total Pages that took over 10 ms.\n"
        "# TYPE kapstok_slow_reads_total counter\n"
        "kapstok_slow_reads_total %lld\n"
        "# HELP kapstok_rooms Rooms that somebody looks at.\n"
        "# TYPE kapstok_rooms gauge\n"
        "kapstok_rooms %lld\n"
        "# HELP kapstok_room_streams Streams and long polls that look at rooms.\n"
        "# TYPE kapstok_room_streams gauge\n"
        "kapstok_room_streams %lld\n"
        "# HELP kapstok_room_events_total Events sent to them.\n"
        "# TYPE kapstok_room_events_total counter\n"
        "kapstok_room_events_total %lld\n"
        "# HELP kapstok_room_longest_seconds From a move until the last who looks "
        "had it: the longest of the last minute or two.\n"
        "# TYPE kapstok_room_longest_seconds gauge\n"
        "kapstok_room_longest_seconds %lld.%06lld\n"
        "# HELP kapstok_info The running program.\n"
        "# TYPE kapstok_info gauge\n"
        "kapstok_info{version=\"%s\",migration=\"%lld\"} 1\n"
        "# HELP kapstok_mail Mails in the outbox by state.\n"
        "# TYPE kapstok_mail gauge\n"
        "kapstok_mail{state=\"waiting\"} %lld\n"
        "kapstok_mail{state=\"failed\"} %lld\n",
        (long long)f.started_ms / 1000, (long long)f.requests, (long long)f.writes, (long long)f.batches,
        (long long)f.busy, (long long)f.errors, (long long)f.slow_reads, (long long)f.rooms,
        (long long)f.streams, (long long)f.events, (long long)f.room_longest_us / 1000000,
        (long long)f.room_longest_us % 1000000, rq->site->version, (long long)alive->migration,
        (long long)mail->waiting, (long long)mail->failed);
    return reply_bytes(rq, 200, "text/plain; version=0.0.4; charset=utf-8",
                       (struct bytes){ text, strlen(text) });
}

static const struct route routes[] = {
    GET("/", PUBLIC, start),
    GET("/over", PUBLIC, about),
    GET("/toegankelijkheid", PUBLIC, accessibility),
    GET("/privacy", PUBLIC, privacy),
    GET("/healthz", STATELESS, health),
    GET("/metrics", STATELESS, metrics),
};

const struct slice slice_public = { .name = "public", SLICE_ROUTES(routes) };
