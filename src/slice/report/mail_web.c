/* The mail about an adopted report. */
#include <stdlib.h>
#include <string.h>

#include "show_page.h"
#include "slice/admin/admin.h"
#include "slice/report/view.h"

enum { WORDS_MAX = 1000, PEOPLE_MAX = 500 };

/* edit: how many mailings there were, so that nobody mails a second time unawares. */
static const struct field mail_fields[] = {
    { "who", FIELD_FAMILY, .max = PEOPLE_MAX, .label = N_("Who gets it?") },
    { "words", FIELD_AREA, .max = WORDS_MAX, .label = N_("Some words with it") },
    { "edit", FIELD_INT, .required = true, .max = INT32_MAX, .label = N_("Version") },
};
const struct form_spec report_mail_form = FORM(mail_fields);

static bool was_chosen(struct rq *rq, const char *member)
{
    size_t count;
    const struct form_pair *who = form_family(rq, "who", &count);
    for (size_t i = 0; i < count; i++)
        if (strcmp(who[i].key, member) == 0)
            return true;
    return false;
}

static void add_people(struct rq *rq, const struct trajectory *t, struct report_mail_view *v)
{
    size_t count;
    const struct organisation_member *m = organisation_members(rq->db, rq->arena, t->organisation, &count);
    struct report_person *people = NEW_ARRAY(rq->arena, struct report_person, count);
    for (size_t i = 0; i < count; i++)
        people[v->count++] = (struct report_person){
            .member = m[i].id,
            .name = m[i].name,
            .note = m[i].department,
            .chosen = rq->form == NULL || was_chosen(rq, report_number(rq, m[i].id)),
        };
    v->people = people;
}

/* GET …/mailen */
struct fault report_mail_show(struct rq *rq)
{
    const struct trajectory *t;
    const struct report *r;
    struct fault f = report_find(rq, &t, &r);
    if (f.status != OK)
        return f;
    if (r->state != REPORT_ADOPTED)
        return FAULT(CONFLICT, N_("Only an adopted report is mailed: readers see nothing else."));
    struct report_mail_view *v = NEW(rq->arena, struct report_mail_view);
    struct report_mailed last = report_mailed(rq->db, rq->arena, r);
    v->url = report_path(rq->arena, r);
    v->mailings = report_number(rq, rq->form != NULL ? form_int(rq, "edit").v : last.mailings);
    if (last.mailings > 0)
        v->last = arena_printf(
            rq->arena,
            tr_n(rq->lang, "Mailed to %d person on %s.", "Mailed to %d people on %s.", last.receivers),
            (int)last.receivers, format_time(rq->arena, rq->lang, last.at));
    add_people(rq, t, v);
    v->words = form_field(rq, &report_mail_form, "words", "");
    v->who_error = form_field(rq, &report_mail_form, "who", "")->error;
    v->leaves = admin_mail_leaves(rq->db, rq->arena);
    v->messages = form_messages(rq, &v->message_count);
    v->layout = report_layout(rq, t, r, arena_printf(rq->arena, tr(rq->lang, "Mail “%s”"), r->title), true);
    v->layout->wide = false;
    report_mail_page(rq_html(rq), v);
    return reply_page(rq);
}

/* POST …/mailen */
struct fault report_mail_save(struct rq *rq)
{
    const struct trajectory *t;
    const struct report *r;
    struct fault answer, f = report_find(rq, &t, &r);
    if (f.status != OK)
        return f;
    size_t count, sent;
    const struct form_pair *who = form_family(rq, "who", &count);
    int64_t *members = NEW_ARRAY(rq->arena, int64_t, count);
    for (size_t i = 0; i < count; i++)
        members[i] = strtoll(who[i].key, NULL, 10);
    const struct organisation *o = organisation_get(rq->db, rq->arena, t->organisation);
    const struct lang *lang = o == NULL ? NULL : lang_find(o->lang);
    struct report_mailing m = { .members = members,
                                .member_count = count,
                                .words = form_text(rq, "words"),
                                .mailings = form_int(rq, "edit").v };
    f = report_mail(rq->db, rq->arena, rq->site, lang == NULL ? rq->lang : lang, t, r, &m, rq->actor.user,
                    rq->now_ms, &sent);
    if (!report_settled(rq, f, &answer))
        return answer;
    const char *notice = arena_printf(
        rq->arena, tr_n(rq->lang, "%d mail is on its way.", "%d mails are on their way.", (int64_t)sent),
        (int)sent);
    if (sent < count)
        notice = arena_printf(rq->arena, "%s %s", notice,
                              tr(rq->lang, "Who switched off such mails, or left, gets none."));
    reply_notice(rq, admin_mail_leaves(rq->db, rq->arena)
                         ? notice
                         : tr(rq->lang, "The mails wait: this installation has no mail server yet."));
    return reply_redirect(rq, "%s/bekijken", report_path(rq->arena, r));
}
