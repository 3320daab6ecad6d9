/* Mails about a document to members of the group: where to read it, and until when to remark. */
#include <string.h>

#include "document_sql.h"
#include "http/http.h"
#include "slice/account/account.h"
#include "slice/document/rules.h"
#include "slice/organisation/organisation.h"

struct mailing {
    struct db *db;
    struct arena *arena;
    const struct site *site;
    const struct lang *lang; /* of the organisation */
    const struct trajectory *trajectory;
    const struct document *document;
    const char *words, *from;
    int64_t now_ms;
};

/* What is asked of who reads it. */
static const char *asked(const struct mailing *m, const struct lang *lang)
{
    const struct document *d = m->document;
    struct arena *a = m->arena;
    switch (d->state) {
    case DOCUMENT_REVIEW:
        return arena_printf(a, tr(lang, "Is something missing or wrong? Make a remark on that page, until %s."),
                            format_day(a, lang, d->review_until.v));
    case DOCUMENT_APPROVED:
        return tr(lang, "The text is approved.");
    case DOCUMENT_ADOPTED:
        return arena_printf(a, tr(lang, "The text was adopted by %s on %s."),
                            document_body_label(lang, d->adopted_by), format_day(a, lang, d->adopted_on.v));
    case DOCUMENT_DRAFT:
    case DOCUMENT_STATES:
        break;
    }
    return tr(lang, "It is a draft: your remarks are welcome on that page.");
}

static bool mail_one(const struct mailing *m, const struct organisation_member *who)
{
    struct arena *a = m->arena;
    const struct document *d = m->document;
    const struct account_user *u = account_user_get(m->db, a, who->user);
    const struct lang *lang = lang_find(u == NULL ? "" : u->lang);
    lang = lang == NULL ? m->lang : lang;
    const char *words = m->words[0] == '\0' ? "" : arena_printf(a, "%s\n\n", m->words);
    struct trajectory_mail mail = {
        .kind = MAIL_MINUTES,
        .organisation = d->organisation,
        .to = who->mail,
        .lang = lang,
        .subject = arena_printf(
            a, d->state == DOCUMENT_REVIEW ? tr(lang, "To read and remark on: %s") : tr(lang, "To read: %s"),
            d->title),
        .body = arena_printf(a,
                             tr(lang, "Hello %s,\n\n%s%s sends you “%s”, of the trajectory %s.\n\nYou can "
                                      "read it here:\n%s%s\n\n%s"),
                             who->name, words, m->from, d->title, m->trajectory->name, m->site->public_url,
                             document_path(a, d), asked(m, lang)),
    };
    return trajectory_mail_send(m->db, a, m->site, &mail, m->now_ms);
}

static bool is_chosen(const struct document_mailing *m, int64_t member)
{
    for (size_t i = 0; i < m->member_count; i++)
        if (m->members[i] == member)
            return true;
    return false;
}

struct fault document_mail(struct db *db, struct arena *a, const struct site *site, const struct lang *lang,
                           const struct trajectory *t, const struct document *d,
                           const struct document_mailing *m, int64_t user, int64_t now_ms, size_t *sent)
{
    *sent = 0;
    if (d->version == 0 || d->archived_at.set)
        return FAULT(CONFLICT, N_("There is nothing to mail: the document is empty or was set aside."));
    if (m->mailings != d->mailings)
        return FAULT(CONFLICT, N_("It was mailed a moment ago. Look at the document before you mail again."));
    size_t count;
    const struct organisation_member *all = organisation_members(db, a, d->organisation, &count);
    const struct organisation_names *names = organisation_names(db, a, d->organisation);
    struct mailing mailing = { db,    a, site, lang, t, d, m->words, organisation_name_of(names, a, lang, user),
                               now_ms };
    size_t chosen = 0;
    for (size_t i = 0; i < count; i++) {
        if (!is_chosen(m, all[i].id) || (all[i].roles == ORGANISATION_READER && d->agreed == 0))
            continue;
        chosen++;
        *sent += mail_one(&mailing, &all[i]);
    }
    if (chosen == 0)
        return fault_at(INVALID, "who", N_("Choose at least one person."));
    document_q_mailing_insert(db, d->id, d->version, (int64_t)*sent, id_or_null(user), now_ms);
    trajectory_event(db, d->trajectory, "document.mailed", d->id, d->title, "", user, now_ms);
    return NO_FAULT;
}

const struct document_mailed *document_last_mail(struct db *db, struct arena *a, const struct trajectory *t,
                                                 const struct document *d)
{
    const struct document_mailed_last *row =
        document_q_mailed_last(db, a, t->organisation, t->id, d == NULL ? DB_NULL_INT : DB_SOME(d->id));
    if (row == NULL)
        return NULL;
    struct document_mailed *m = NEW(a, struct document_mailed);
    *m = (struct document_mailed){
        .version = row->version, .receivers = row->receivers, .at = row->created_at, .user = row->user_id
    };
    return m;
}
