/* Asking everybody for a motive, each in the own language. */
#include "http/http.h"
#include "rules.h"
#include "slice/account/account.h"

static const struct lang *lang_of(struct db *db, struct arena *a, const struct organisation_member *m,
                                  const struct organisation *o)
{
    const struct account_user *u = account_user_get(db, a, m->user);
    const struct lang *lang = u == NULL ? NULL : lang_find(u->lang);
    if (lang == NULL)
        lang = lang_find(o->lang);
    return lang == NULL ? lang_get(LANG_NL) : lang;
}

static bool ask_one(struct db *db, struct arena *a, const struct site *site, const struct trajectory *t,
                    const struct organisation *o, const struct organisation_member *m, int64_t due_on,
                    int64_t now_ms)
{
    const struct lang *lang = lang_of(db, a, m, o);
    struct trajectory_mail mail = {
        .kind = MAIL_REQUEST,
        .organisation = o->id,
        .to = m->mail,
        .lang = lang,
        .subject = arena_printf(a, tr(lang, "Why do you take part? (%s)"), t->name),
        .body = arena_printf(
            a,
            tr(lang,
               "Hello %s,\n\nIn the trajectory “%s” of %s everybody in the group says why he or she wants "
               "this, and what he or she brings. It takes a minute. The group can read what you write, and "
               "makes its shared motivation from it.\n\nWrite it here until %s:\n\n%s%s/groep/motief"),
            m->name, t->name, o->name, format_day(a, lang, due_on), site->public_url, trajectory_path(a, t)),
    };
    return trajectory_mail_send(db, a, site, &mail, now_ms);
}

int64_t group_ask_motives(struct db *db, struct arena *a, const struct site *site, const struct trajectory *t,
                          const struct organisation *o, const struct organisation_names *names, int64_t due_on,
                          struct group_by by)
{
    int64_t today = organisation_today(a, by.now_ms), sent = 0;
    const struct group_asked *before = group_asked(db, a, t);
    bool mailed_today = before != NULL && organisation_today(a, before->at) == today;
    size_t count;
    const int64_t *people = group_people(db, a, t, names, today, &count);
    for (size_t i = 0; i < count && !mailed_today; i++)
        if (group_motive_of(db, a, t, people[i]) == NULL)
            sent += ask_one(db, a, site, t, o, organisation_names_member(names, people[i]), due_on, by.now_ms);
    group_q_asked_put(db, t->id, by.now_ms, group_some(by.user), due_on);
    if (before == NULL)
        trajectory_event(db, t->id, "group.motives_asked", 0, t->name, "", by.user, by.now_ms);
    return sent;
}
