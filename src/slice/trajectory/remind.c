/* Reminders: one mail a day at most to whoever owes something, on working days from eight in the morning. */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "slice/account/account.h"
#include "slice/admin/admin.h"
#include "slice/organisation/organisation.h"
#include "slice/trajectory/trajectory.h"
#include "slice/trajectory/trajectory_site.h"
#include "trajectory_sql.h"

#define LAST_DONE "reminders.done" /* setting: "DAY ORGANISATION" */
#define ALL_DONE LLONG_MAX
enum { PER_CALL = 20, FROM_HOUR = 8, SOON_DAYS = 3, AGAIN_DAYS = 7, LONGEST_BREAK = 14, LINK_KEPT_DAYS = 30 };

static const int64_t DAY_MS = 86400000;

/* A duty is worth a mail three days before its day, on its day, and then once a week; what falls on a day without work comes
 * on the next working day. since is the working day before today. */
static bool is_worth(const struct trajectory_duty *d, int64_t since, int64_t today)
{
    for (int64_t day = since + 1; day <= today; day++) {
        int64_t after = day - d->due;
        if (after == -SOON_DAYS || after == 0 || (after > 0 && after % AGAIN_DAYS == 0))
            return true;
    }
    return false;
}

/* A duty of some trajectory, with the organisation it is owed to. */
struct owed {
    const struct trajectory_duty *duty;
    const struct organisation *organisation;
    bool worth;
};
struct all_owed {
    struct owed *v;
    size_t count, capacity;
};

static int by_mail(const void *x, const void *y)
{
    const struct owed *a = x, *b = y;
    int order = strcmp(a->duty->mail, b->duty->mail);
    return order != 0 ? order : (a->duty->due > b->duty->due) - (a->duty->due < b->duty->due);
}

static int64_t working_day_before(const struct packs *packs, const char *country, int64_t today)
{
    int64_t day = today - 1;
    while (day > today - LONGEST_BREAK && !trajectory_is_working_day(packs, country, day))
        day--;
    return day;
}

/* What is owed to one organisation, over all its trajectories. */
static void gather(struct db *db, struct arena *a, const struct reminding *r, const struct organisation *o,
                   const struct trajectory_open *open, size_t count, int64_t today, struct all_owed *out)
{
    int64_t since = working_day_before(r->packs, o->country, today);
    const struct lang *lang = lang_find(o->lang);
    for (size_t i = 0; i < count; i++) {
        const struct trajectory *t = trajectory_get(db, a, r->packs, o->id, open[i].id);
        if (t == NULL)
            continue;
        struct trajectory_ask ask = {
            db, a, r->packs, lang == NULL ? lang_get(LANG_NL) : lang, t, today, false
        };
        struct trajectory_duties duties = trajectory_duties(&ask, r->site, r->parts, today + SOON_DAYS);
        for (size_t k = 0; k < duties.count; k++)
            if (duties.v[k].mail[0] != '\0')
                *(struct owed *)ARENA_PUSH(a, &out->v, &out->count, &out->capacity) =
                    (struct owed){ &duties.v[k], o, is_worth(&duties.v[k], since, today) };
    }
    if (out->count > 1)
        qsort(out->v, out->count, sizeof *out->v, by_mail);
}

/* ---- the mail ---------------------------------------------------------------------------------------------- */

static const struct lang *language_of(struct db *db, struct arena *a, const struct owed *o)
{
    const struct account_user *u = o->duty->user == 0 ? NULL : account_user_get(db, a, o->duty->user);
    const struct lang *lang = lang_find(u != NULL                  ? u->lang
                                        : o->duty->lang[0] != '\0' ? o->duty->lang
                                                                   : o->organisation->lang);
    return lang == NULL ? lang_get(LANG_NL) : lang;
}

static const char *when(struct arena *a, const struct lang *lang, int64_t due, int64_t today)
{
    if (due < today)
        return arena_printf(a, tr_n(lang, "%d day late", "%d days late", today - due), (int)(today - due));
    return due == today ? tr(lang, "today") : format_day(a, lang, due);
}

/* Where a mail leads. */
static const char *mail_url(struct db *db, struct arena *a, const struct reminding *r, const struct owed *o,
                            int64_t now_ms)
{
    const struct trajectory_duty *d = o->duty;
    if (d->link_kind == NULL)
        return d->url;
    int64_t link =
        trajectory_link_ensure(db, a, o->organisation->id, d->link_kind, d->link_object, d->mail, now_ms);
    return arena_printf(a, "%s%s", d->link_path, trajectory_link_text(a, r->key, link));
}

bool trajectory_reminds_today(struct db *db, const char *mail, int64_t today)
{
    return trajectory_q_reminded_put(db, mail, today) > 0;
}

/* Everything one person owes one organisation, in one mail. */
static bool remind(struct db *db, struct arena *a, const struct reminding *r, const struct owed *v,
                   size_t count, int64_t today, int64_t now_ms)
{
    if (!trajectory_reminds_today(db, v->duty->mail, today))
        return false;
    const struct lang *lang = language_of(db, a, v);
    const char *list = "";
    for (size_t i = 0; i < count; i++)
        list = arena_printf(a, "%s- %s: %s (%s)\n  %s%s\n\n", list, tr(lang, v[i].duty->sort), v[i].duty->title,
                            when(a, lang, v[i].duty->due, today), r->public_url,
                            mail_url(db, a, r, &v[i], now_ms));
    const char *subject = count == 1 ? arena_printf(a, tr(lang, "A reminder: %s"), v->duty->title)
                                     : arena_printf(a,
                                                    tr_n(lang, "A reminder: %d thing waits for you",
                                                         "A reminder: %d things wait for you", (int64_t)count),
                                                    (int)count);
    struct trajectory_mail m = {
        .kind = MAIL_REMINDER,
        .organisation = v->organisation->id,
        .to = v->duty->mail,
        .lang = lang,
        .subject = subject,
        .body = arena_printf(
            a,
            tr(lang, "Hello %s,\n\nthis waits for you at %s:\n\n%sIt often takes only a minute. Can you "
                     "not do it, or is it not yours? Say so there too."),
            v->duty->name, v->organisation->name, list),
    };
    return trajectory_mail_send(db, a, r->site, &m, now_ms);
}

/* ---- the run ----------------------------------------------------------------------------------------------- */

static int64_t remind_all(struct db *db, struct arena *a, const struct reminding *r, const struct all_owed *all,
                          int64_t today, int64_t now_ms)
{
    int64_t sent = 0;
    for (size_t i = 0, n; i < all->count; i += n) {
        bool worth = false;
        for (n = 0; i + n < all->count && strcmp(all->v[i + n].duty->mail, all->v[i].duty->mail) == 0; n++)
            worth = worth || all->v[i + n].worth;
        sent += worth && remind(db, a, r, &all->v[i], n, today, now_ms);
    }
    return sent;
}

/* Some organisations a call, so that no other write waits long: the setting holds the day and the last one done. */
int64_t trajectory_remind(struct db *db, struct arena *a, const struct site *site, int64_t now_ms)
{
    int64_t today = organisation_today(a, now_ms), sent = 0;
    long long day = 0, done = 0;
    (void)sscanf(admin_setting(db, a, LAST_DONE, ""), "%lld %lld", &day, &done);
    if (trajectory_local_time(now_ms).hour < FROM_HOUR || (day >= today && done == ALL_DONE))
        return 0;
    if (day < today) {
        done = 0;
        trajectory_q_link_forget(db, now_ms - LINK_KEPT_DAYS * DAY_MS);
        trajectory_q_reminded_forget(db, today - LINK_KEPT_DAYS);
    }
    struct reminding r = trajectory_reminding(site);
    size_t count, at = 0;
    const struct trajectory_open *open = trajectories_open(db, a, &count);
    while (at < count && open[at].organisation <= done)
        at++;
    for (int organisations = 0; at < count && organisations < PER_CALL; organisations++) {
        const struct organisation *o = organisation_get(db, a, open[at].organisation);
        size_t n = 1;
        while (at + n < count && open[at + n].organisation == open[at].organisation)
            n++;
        done = open[at].organisation;
        if (o != NULL && trajectory_is_working_day(r.packs, o->country, today)) {
            struct all_owed all = { 0 };
            gather(db, a, &r, o, &open[at], n, today, &all);
            sent += remind_all(db, a, &r, &all, today, now_ms);
        }
        at += n;
    }
    admin_setting_put(db, LAST_DONE,
                      arena_printf(a, "%lld %lld", (long long)today, at < count ? done : ALL_DONE));
    return sent;
}
