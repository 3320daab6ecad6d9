/* What people add to a document: remarks and their answers, agreements, files; and the mail to the group. */
#include <stdlib.h>
#include <string.h>

#include "slice/admin/admin.h"
#include "slice/document/view.h"
#include "state_page.h"

enum { FILES_MOST = 30, HEADING_MAX = 300, WORDS_MAX = 2000 };

static const struct field remark_fields[] = {
    { "remark", FIELD_AREA, .required = true, .max = DOCUMENT_MAX_REMARK, .label = N_("Your remark"),
      .message = N_("Write your remark first.") },
    { "heading", FIELD_TEXT, .max = HEADING_MAX, .label = N_("About which part?") },
};
const struct form_spec document_remark_form = FORM(remark_fields);
static const char *const outcomes[] = { "taken", "left", "open", NULL };
static const struct field answer_fields[] = {
    { "outcome", FIELD_CHOICE, .required = true, .choices = outcomes, .label = N_("What happens with it") },
    { "answer", FIELD_AREA, .max = DOCUMENT_MAX_REASON, .label = N_("Why, or how") },
};
const struct form_spec document_answer_form = FORM(answer_fields);
static const struct field agree_fields[] = {
    { "what", FIELD_TEXT, .required = true, .min = 2, .max = 200, .label = N_("What was agreed?"),
      .message = N_("Say what was agreed.") },
    { "owner", FIELD_INT, .label = N_("Who does it?") },
    { "due_on", FIELD_DATE, .label = N_("By when?") },
    { "edit", FIELD_INT, .required = true, .label = N_("Number") },
};
const struct form_spec document_agree_form = FORM(agree_fields);
static const struct field file_fields[] = { ATTACHMENT_FIELD(.label = N_("File"), .required = true) };
const struct form_spec document_file_form = FORM(file_fields);
static const struct field mail_fields[] = {
    { "who", FIELD_FAMILY, .max = 500, .label = N_("Who gets it") },
    { "words", FIELD_AREA, .max = WORDS_MAX, .label = N_("Words of your own"),
      .help = N_("They stand before the link. Leave it empty when the link says enough.") },
    { "edit", FIELD_INT, .required = true, .label = N_("Mails so far") },
};
const struct form_spec document_mail_form = FORM(mail_fields);

static struct fault back(struct rq *rq, const struct document *d, const char *anchor, const char *notice)
{
    reply_notice(rq, notice);
    return reply_redirect(rq, "%s%s", document_path(rq->arena, d), anchor);
}

/* ---- remarks ------------------------------------------------------------------------------------------------------------ */

/* POST …/opmerking */
struct fault document_remark_save(struct rq *rq)
{
    const struct trajectory *t;
    const struct document *d;
    struct fault answer, f = document_find(rq, &t, &d);
    if (f.status != OK)
        return f;
    f = document_remark_add(rq->db, d, form_text(rq, "heading"), form_text(rq, "remark"), rq->actor.user,
                            rq->now_ms);
    if (!document_settled(rq, f, &answer))
        return answer;
    return back(rq, d, "#opmerkingen", tr(rq->lang, "Thank you. Your remark stands with the document."));
}

/* POST …/opmerking/:remark: who writes the text says what happens with it. */
struct fault document_answer_save(struct rq *rq)
{
    const struct trajectory *t;
    const struct document *d;
    struct fault settled, f = document_find_writer(rq, &t, &d);
    if (f.status != OK)
        return f;
    const char *outcome = form_text(rq, "outcome");
    f = document_remark_settle(rq->db, d, rq_id(rq, "remark"),
                               strcmp(outcome, "taken") == 0  ? REMARK_TAKEN
                               : strcmp(outcome, "left") == 0 ? REMARK_LEFT
                                                              : REMARK_OPEN,
                               form_text(rq, "answer"), rq->actor.user, rq->now_ms);
    if (!document_settled(rq, f, &settled))
        return settled;
    return back(rq, d, "#opmerkingen", tr(rq->lang, "Your answer stands with the remark."));
}

/* ---- agreements ------------------------------------------------------------------------------------------------------------ */

/* The present member of the form; 0 = nobody. */
static int64_t owner_chosen(struct rq *rq)
{
    struct db_int id = form_int(rq, "owner");
    const struct organisation_member *m =
        id.set ? organisation_member_get(rq->db, rq->arena, rq_id(rq, "org"), id.v) : NULL;
    return m == NULL || !organisation_is_present(m, organisation_today(rq->arena, rq->now_ms)) ? 0 : m->id;
}

/* POST …/afspraak */
struct fault document_agree_save(struct rq *rq)
{
    const struct trajectory *t;
    const struct document *d;
    struct fault f = document_find(rq, &t, &d);
    if (f.status != OK)
        return f;
    if (t->ended_at.set || d->archived_at.set)
        return FAULT(CONFLICT, N_("This trajectory has ended, or the document was set aside."));
    document_agree(rq->db, rq->arena, d, form_text(rq, "what"), owner_chosen(rq), form_int(rq, "due_on"),
                   form_int(rq, "edit").v, rq->actor.user, rq->now_ms);
    return back(rq, d, "#afspraken",
                tr(rq->lang, "The agreement is a task now: here and in the list of tasks."));
}

/* ---- files -------------------------------------------------------------------------------------------------------------------- */

static const struct fault files_fixed = {
    .status = CONFLICT, .msgid = N_("This text was approved or set aside; its files stay as they are.")
};

/* POST …/bijlage */
struct fault document_file_add(struct rq *rq)
{
    const struct trajectory *t;
    const struct document *d;
    struct fault f = document_find_writer(rq, &t, &d);
    if (f.status != OK)
        return f;
    if (!document_is_open(d))
        return files_fixed;
    if (!attachment_sent(rq))
        return form_again(rq);
    const struct attachment_owner owner = document_files(d);
    size_t count;
    attachments(rq->db, rq->arena, &owner, &count);
    if (count >= FILES_MOST)
        return FAULT(INVALID,
                     N_("There are 30 files with this document, removed ones counted. Put some of them "
                        "together in one."));
    attachment_take(rq, &owner);
    return back(rq, d, "#bijlagen", tr(rq->lang, "The file is added."));
}

/* GET …/bijlage/:file */
struct fault document_file_get(struct rq *rq)
{
    const struct trajectory *t;
    const struct document *d;
    struct fault f = document_find(rq, &t, &d);
    if (f.status != OK)
        return f;
    const struct attachment_owner owner = document_files(d);
    const struct attachment *file = attachment_get(rq->db, rq->arena, &owner, rq_id(rq, "file"));
    if (file == NULL || !document_file_shown(rq, d, file))
        return FAULT(NOT_FOUND, N_("This file does not exist, or it was removed."));
    return attachment_reply(rq, &owner, file->id);
}

static struct fault move_file(struct rq *rq, bool away)
{
    const struct trajectory *t;
    const struct document *d;
    struct fault f = document_find_writer(rq, &t, &d);
    if (f.status != OK)
        return f;
    if (!document_is_open(d))
        return files_fixed;
    const struct attachment_owner owner = document_files(d);
    f = away ? attachment_remove(rq->db, &owner, rq_id(rq, "file"), rq->actor.user, rq->now_ms)
             : attachment_put_back(rq->db, &owner, rq_id(rq, "file"));
    if (f.status != OK)
        return f;
    return back(rq, d, "#bijlagen",
                away ? tr(rq->lang, "The file is removed. For a month you can put it back.")
                     : tr(rq->lang, "The file is back."));
}

/* POST …/bijlage/:file/weg and …/terug */
struct fault document_file_remove(struct rq *rq)
{
    return move_file(rq, true);
}

struct fault document_file_back(struct rq *rq)
{
    return move_file(rq, false);
}

/* ---- mail ---------------------------------------------------------------------------------------------------------------------- */

static bool was_chosen(struct rq *rq, const char *member)
{
    size_t count;
    const struct form_pair *who = form_family(rq, "who", &count);
    for (size_t i = 0; i < count; i++)
        if (strcmp(who[i].key, member) == 0)
            return true;
    return false;
}

/* Present members; who only reads is offered once there is something for readers, and not ticked. */
static void add_people(struct rq *rq, struct mail_view *v)
{
    size_t count;
    const struct organisation_member *m =
        organisation_members(rq->db, rq->arena, v->document->organisation, &count);
    struct mail_person *people = NEW_ARRAY(rq->arena, struct mail_person, count);
    for (size_t i = 0; i < count; i++) {
        bool reads = m[i].roles == ORGANISATION_READER;
        if (reads && v->document->agreed == 0)
            continue;
        people[v->count++] = (struct mail_person){
            .member = m[i].id,
            .name = m[i].name,
            .note = m[i].department,
            .chosen = rq->form != NULL ? was_chosen(rq, document_number(rq, m[i].id))
                                       : (m[i].roles & (ROLE_MEMBER | ROLE_GUIDE | ROLE_MINUTES)) != 0,
        };
    }
    v->people = people;
}

static const char *asked_of(struct rq *rq, const struct document *d)
{
    if (d->state == DOCUMENT_REVIEW && d->review_until.set)
        return arena_printf(
            rq->arena, tr(rq->lang, "The mail says where to read it, and that remarks are welcome until %s."),
            format_day(rq->arena, rq->lang, d->review_until.v));
    if (d->state == DOCUMENT_DRAFT)
        return tr(rq->lang,
                  "It is a draft: the mail says where to read it. Ask for remarks first, if you want an answer "
                  "by a day.");
    return tr(rq->lang, "The mail says where to read it.");
}

/* GET …/mailen */
struct fault document_mail_show(struct rq *rq)
{
    const struct trajectory *t;
    struct mail_view *v = NEW(rq->arena, struct mail_view);
    struct fault f = document_find_leader(rq, &t, &v->document);
    if (f.status != OK)
        return f;
    const struct document *d = v->document;
    if (d->version == 0 || d->archived_at.set)
        return FAULT(CONFLICT, N_("There is nothing to mail: the document is empty or was set aside."));
    v->url = document_path(rq->arena, d);
    v->mailings = document_number(rq, rq->form != NULL ? form_int(rq, "edit").v : d->mailings);
    v->asked = asked_of(rq, d);
    add_people(rq, v);
    v->words = form_field(rq, &document_mail_form, "words", "");
    v->who_error = form_field(rq, &document_mail_form, "who", "")->error;
    v->leaves = admin_mail_leaves(rq->db, rq->arena);
    const struct document_mailed *last = document_last_mail(rq->db, rq->arena, t, d);
    if (last != NULL)
        v->last = arena_printf(
            rq->arena,
            tr_n(rq->lang, "Mailed to %d person on %s.", "Mailed to %d people on %s.", last->receivers),
            (int)last->receivers, format_time(rq->arena, rq->lang, last->at));
    v->messages = form_messages(rq, &v->message_count);
    v->layout = document_layout(
        rq, t, d, arena_printf(rq->arena, tr(rq->lang, "Mail “%s” to the group"), d->title), true);
    v->layout->wide = false;
    document_mail_page(rq_html(rq), v);
    return reply_page(rq);
}

/* POST …/mailen */
struct fault document_mail_save(struct rq *rq)
{
    const struct trajectory *t;
    const struct document *d;
    struct fault answer, f = document_find_leader(rq, &t, &d);
    if (f.status != OK)
        return f;
    size_t count, sent;
    const struct form_pair *who = form_family(rq, "who", &count);
    int64_t *members = NEW_ARRAY(rq->arena, int64_t, count);
    for (size_t i = 0; i < count; i++)
        members[i] = strtoll(who[i].key, NULL, 10);
    struct document_mailing m = { .members = members,
                                  .member_count = count,
                                  .words = form_text(rq, "words"),
                                  .mailings = form_int(rq, "edit").v };
    f = document_mail(rq->db, rq->arena, rq->site, document_lang(rq), t, d, &m, rq->actor.user, rq->now_ms,
                      &sent);
    if (!document_settled(rq, f, &answer))
        return answer;
    const char *notice = arena_printf(
        rq->arena, tr_n(rq->lang, "%d mail is on its way.", "%d mails are on their way.", (int64_t)sent),
        (int)sent);
    if (sent < count)
        notice = arena_printf(rq->arena, "%s %s", notice,
                              tr(rq->lang, "Who switched off such mails, or left, gets none."));
    return back(rq, d, "",
                admin_mail_leaves(rq->db, rq->arena)
                    ? notice
                    : tr(rq->lang, "The mails wait: this installation has no mail server yet."));
}
