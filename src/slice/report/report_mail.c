/* Mails about an adopted report: where to read it. */
#include "http/http.h"
#include "report_sql.h"
#include "slice/account/account.h"
#include "slice/report/rules.h"

struct mailing {
    struct db *db;
    struct arena *arena;
    const struct site *site;
    const struct lang *lang; /* of the organisation */
    const struct trajectory *trajectory;
    const struct report *report;
    const char *words, *from;
    int64_t now_ms;
};

static bool mail_one(const struct mailing *m, const struct organisation_member *who)
{
    struct arena *a = m->arena;
    const struct account_user *u = account_user_get(m->db, a, who->user);
    const struct lang *lang = lang_find(u == NULL ? "" : u->lang);
    lang = lang == NULL ? m->lang : lang;
    const char *words = m->words[0] == '\0' ? "" : arena_printf(a, "%s\n\n", m->words);
    struct trajectory_mail mail = {
        .kind = MAIL_MINUTES,
        .organisation = m->report->organisation,
        .to = who->mail,
        .lang = lang,
        .subject = arena_printf(a, tr(lang, "To read: %s"), m->report->title),
        .body = arena_printf(
            a,
            tr(lang, "Hello %s,\n\n%s%s sends you “%s”, of the trajectory %s.\n\nYou can read it here, "
                     "and save it as PDF or for Word:\n%s%s/bekijken\n\n%s."),
            who->name, words, m->from, m->report->title, m->trajectory->name, m->site->public_url,
            report_path(a, m->report), report_standing(a, lang, m->report)),
    };
    return trajectory_mail_send(m->db, a, m->site, &mail, m->now_ms);
}

static bool is_chosen(const struct report_mailing *m, int64_t member)
{
    for (size_t i = 0; i < m->member_count; i++)
        if (m->members[i] == member)
            return true;
    return false;
}

struct fault report_mail(struct db *db, struct arena *a, const struct site *site, const struct lang *lang,
                         const struct trajectory *t, const struct report *r, const struct report_mailing *m,
                         int64_t user, int64_t now_ms, size_t *sent)
{
    *sent = 0;
    if (r->state != REPORT_ADOPTED)
        return FAULT(CONFLICT, N_("Only an adopted report is mailed: readers see nothing else."));
    if (m->mailings != report_mailed(db, a, r).mailings)
        return FAULT(CONFLICT, N_("It was mailed a moment ago. Look at the report before you mail again."));
    size_t count, chosen = 0;
    const struct organisation_member *all = organisation_members(db, a, r->organisation, &count);
    const struct organisation_names *names = organisation_names(db, a, r->organisation);
    struct mailing mailing = { db,    a, site, lang, t, r, m->words, organisation_name_of(names, a, lang, user),
                               now_ms };
    for (size_t i = 0; i < count; i++)
        if (is_chosen(m, all[i].id)) {
            chosen++;
            *sent += mail_one(&mailing, &all[i]);
        }
    if (chosen == 0)
        return fault_at(INVALID, "who", N_("Choose at least one person."));
    report_q_mailing_insert(db, r->id, (int64_t)*sent, id_or_null(user), now_ms);
    trajectory_event(db, r->trajectory, "report.mailed", r->id, r->title, "", user, now_ms);
    return NO_FAULT;
}

struct report_mailed report_mailed(struct db *db, struct arena *a, const struct report *r)
{
    const struct report_mailing_last *row = report_q_mailing_last(db, a, r->id);
    return (struct report_mailed){ row->mailings, row->receivers, row->at };
}
