/* Answering: behind the link of a mail, where nobody needs an account and nothing else of the organisation shows; and by a
 * guide who writes down what somebody said. */
#include <stdlib.h>
#include <string.h>

#include "answer_page.h"
#include "base/clock.h"
#include "lib/sodium.h"
#include "slice/picture/view.h"

enum { PASSES_PER_HOUR = 20, MAX_NOTE = 300 };

static const struct field answer_fields[] = {
    { "value", FIELD_TEXT, .max = 40, .label = N_("Value") },
    { "unit", FIELD_TEXT, .max = PICTURE_MAX_UNIT, .label = N_("Unit"), .help = N_("Such as kWh, euro or %.") },
    { "period", FIELD_TEXT, .max = PICTURE_MAX_PERIOD, .label = N_("Over which period?"),
      .help = N_("A year, a school year, “1 May 2026”.") },
    { "body", FIELD_AREA, .max = PICTURE_MAX_BODY, .label = N_("In words") },
    { "grid", FIELD_AREA, .max = PICTURE_MAX_GRID, .label = N_("A small table"),
      .help = N_("Copy cells in your spreadsheet and paste them here: 50 rows at most.") },
    { "source", FIELD_TEXT, .max = PICTURE_MAX_SOURCE, .label = N_("Where does it come from?") },
    { "dated_on", FIELD_DATE, .label = N_("As it was on") },
    ATTACHMENT_FIELD(.label = N_("A file")),
    { "edit", FIELD_INT, .label = N_("Version") },
};
const struct form_spec picture_answer_form = FORM(answer_fields);
static const struct field absent_fields[] = {
    { "why", FIELD_TEXT, .max = PICTURE_MAX_REASON, .label = N_("Why not, in a few words?") },
    { "edit", FIELD_INT, .label = N_("Version") },
};
const struct form_spec picture_absent_form = FORM(absent_fields);
static const struct field pass_fields[] = {
    { "name", FIELD_TEXT, .required = true, .max = ACCOUNT_NAME_MAX, .label = N_("Name"),
      .message = N_("Write down who knows it: the mail begins with the name.") },
    { "mail", FIELD_MAIL, .required = true, .label = N_("Mail address"),
      .message = N_("Write down the mail address: that is where the question goes.") },
    { "note", FIELD_TEXT, .max = MAX_NOTE, .label = N_("A word with it") },
};
const struct form_spec picture_pass_form = FORM(pass_fields);

/* ---- the form -------------------------------------------------------------------------------------------------- */

static bool wants_number(const struct picture_request *r)
{
    return r->sort == FACT_FIGURE || r->unit[0] != '\0';
}

/* The last whole calendar year: what most figures are about. */
static const char *last_year(struct rq *rq)
{
    return arena_printf(rq->arena, "%d", clock_local(rq->now_ms).year - 1);
}

/* The fields with what was answered before, else with what is likely. */
static struct answer_form form_of(struct rq *rq, const struct picture_request *r,
                                  const struct picture_answer *before)
{
    const struct form_spec *form = &picture_answer_form;
    bool figure = wants_number(r), given = before != NULL && !before->absent;
    int64_t today = organisation_today(rq->arena, rq->now_ms);
    struct db_int dated = given ? before->dated_on : DB_SOME(today);
    struct answer_form f = { .figure = figure,
                             .edit = arena_printf(rq->arena, "%lld",
                                                  before == NULL ? 0LL : (long long)before->edit) };
    f.value =
        form_field(rq, form, "value",
                   given && before->value[0] != '\0' ? format_decimal(rq->arena, rq->lang, before->value) : "");
    f.unit = form_field(rq, form, "unit", given ? before->unit : r->unit);
    f.period = form_field(rq, form, "period", given ? before->period : figure ? last_year(rq) : "");
    f.body = form_field(rq, form, "body", given ? before->body : "");
    f.grid = form_field(rq, form, "grid", given ? before->grid : "");
    f.source = form_field(rq, form, "source", given ? before->source : r->usual_source);
    f.dated_on = form_field(rq, form, "dated_on", dated.set ? clock_date(rq->arena, dated.v) : "");
    f.file = form_field(rq, form, "file", "");
    f.why = form_field(rq, &picture_absent_form, "why", before != NULL && before->absent ? before->body : "");
    f.value->elsewhere = f.body->elsewhere = f.grid->elsewhere = f.file->elsewhere = true;
    return f;
}

/* Whether the form was made from an older answer than the one that stands. */
static bool is_overtaken(struct rq *rq, const struct picture_answer *before)
{
    bool sent = rq->form != NULL &&
                (rq->route->form == &picture_answer_form || rq->route->form == &picture_absent_form);
    return sent && form_int(rq, "edit").set && before != NULL && form_int(rq, "edit").v != before->edit;
}

static const struct file_line *file_lines(struct rq *rq, const struct picture_request *r, const char *base,
                                          size_t *count)
{
    size_t all;
    struct attachment_owner owner = picture_request_files(r);
    const struct attachment *file = attachments(rq->db, rq->arena, &owner, &all);
    struct file_line *lines = NEW_ARRAY(rq->arena, struct file_line, all);
    *count = 0;
    for (size_t i = 0; i < all; i++)
        lines[(*count)++] =
            (struct file_line){ .name = file[i].name,
                                .size = format_bytes(rq->arena, rq->lang, file[i].size),
                                .removed = file[i].removed_at.set,
                                .remove = base == NULL ? NULL
                                                       : arena_printf(rq->arena, "%s/bestand/%lld/weg", base,
                                                                      (long long)file[i].id) };
    return lines;
}

/* Files that are there; *same = one of them is the file that was sent. */
static size_t count_files(struct rq *rq, const struct picture_request *r, bool *same)
{
    size_t all, n = 0;
    struct attachment_owner owner = picture_request_files(r);
    const struct attachment *file = attachments(rq->db, rq->arena, &owner, &all);
    const struct upload *sent = form_file(rq, "file");
    const char *hash = sent == NULL || all == 0 ? "" : crypto_digest_hex(rq->arena, sent->content);
    *same = false;
    for (size_t i = 0; i < all; i++) {
        n += !file[i].removed_at.set;
        *same = *same || (!file[i].removed_at.set && strcmp(file[i].hash, hash) == 0);
    }
    return n;
}

static struct picture_reply reply_sent(struct rq *rq)
{
    return (struct picture_reply){ .value = form_text(rq, "value"),
                                   .unit = form_text(rq, "unit"),
                                   .period = form_text(rq, "period"),
                                   .body = form_text(rq, "body"),
                                   .source = form_text(rq, "source"),
                                   .grid = form_text(rq, "grid"),
                                   .dated_on = form_int(rq, "dated_on"),
                                   .edit = form_int(rq, "edit").v,
                                   .lang = rq->lang };
}

/* Stores what the form holds, with its file; receiver or user is who answers. */
static struct fault save_answer(struct rq *rq, const struct trajectory *t, const struct picture_request *r,
                                int64_t receiver, int64_t user)
{
    bool same, file = attachment_sent(rq);
    size_t files = count_files(rq, r, &same);
    if (file && !same && files >= PICTURE_FILES)
        form_fail(rq, "file", N_("There are ten files with this question. Take one away first."));
    if (form_has_errors(rq))
        return form_again(rq);
    struct picture_reply reply = reply_sent(rq);
    reply.file = file || files > 0;
    reply.receiver = receiver;
    reply.user = user;
    struct fault f = picture_refused(rq, picture_answer_save(rq->db, rq->arena, t, r, &reply, rq->now_ms));
    if (f.status != OK)
        return f;
    struct attachment_owner owner = picture_request_files(r);
    if (file && !same)
        attachment_take(rq, &owner);
    return NO_FAULT;
}

/* ---- behind the link --------------------------------------------------------------------------------------------- */

/* What a link of a mail opens: one receiver, and the trajectory in which that person is asked. */
struct holder {
    const struct picture_receiver *who;
    const struct trajectory *t;
    const struct organisation *o;
    const char *base; /* "/vraag/12.abc" */
};

static const struct fault opens_nothing = {
    NOT_FOUND, N_("This link opens nothing any more. Ask whoever sent it for a new one.")
};

static bool find_holder(struct rq *rq, struct holder *h)
{
    const struct trajectory_link *l =
        trajectory_link_open(rq->db, rq->arena, rq->site->key, rq_param(rq, "link"), rq->now_ms);
    if (l == NULL || strcmp(l->kind, "request") != 0)
        return false;
    h->who = picture_receiver_get(rq->db, rq->arena, l->organisation, l->object, rq->now_ms);
    h->o = organisation_get(rq->db, rq->arena, l->organisation);
    if (h->who == NULL || h->who->gone || h->o == NULL)
        return false;
    h->t = trajectory_get(rq->db, rq->arena, rq->site->packs, l->organisation, h->who->trajectory);
    h->base = arena_printf(rq->arena, "/vraag/%s", rq_param(rq, "link"));
    return h->t != NULL && !h->t->ended_at.set;
}

/* The question of the path, when it was asked of this person; NULL otherwise. */
static const struct picture_request *find_question(struct rq *rq, const struct holder *h)
{
    size_t count;
    const struct picture_request *r =
        picture_requests_of(rq->db, rq->arena, rq->site->packs, rq->lang, h->o->id, h->who->id, &count);
    for (size_t i = 0; i < count; i++)
        if (r[i].id == rq_id(rq, "request"))
            return &r[i];
    return NULL;
}

static struct layout *link_layout(struct rq *rq, const struct holder *h, const char *title)
{
    struct layout *l = rq_layout(rq, title);
    l->bare = true;
    l->organisation = h->o->name;
    l->person = NULL;
    l->failed = rq->form != NULL && form_has_errors(rq);
    return l;
}

static struct link_line line_of(struct rq *rq, const struct holder *h, const struct picture_request *r,
                                int64_t today)
{
    bool open = picture_state_open(r->state), late = open && r->due_on.set && r->due_on.v < today;
    return (struct link_line){
        .url = arena_printf(rq->arena, "%s/%lld", h->base, (long long)r->id),
        .title = r->title,
        .due = open && r->due_on.set
                   ? arena_printf(rq->arena, tr(rq->lang, "by %s"), picture_day_text(rq, r->due_on))
                   : "",
        .state = late   ? tr(rq->lang, "late")
                 : open ? tr(rq->lang, "open")
                        : tr(rq->lang, picture_state_label(r->state)),
        .tone = picture_state_tone(r->state, late),
        .open = open,
    };
}

static void add_gone(struct rq *rq, const struct holder *h, struct link_view *v)
{
    const struct picture_gone *g = picture_passed_by(rq->db, rq->arena, h->o->id, h->who->id, &v->gone_count);
    struct link_line *lines = NEW_ARRAY(rq->arena, struct link_line, v->gone_count);
    for (size_t i = 0; i < v->gone_count; i++) {
        /* By the address that this person wrote: whose it is here is not theirs to see. */
        const struct picture_receiver *to =
            picture_receiver_get(rq->db, rq->arena, h->o->id, g[i].to, rq->now_ms);
        lines[i] = (struct link_line){
            .title = g[i].title,
            .state = to == NULL ? "" : arena_printf(rq->arena, tr(rq->lang, "to %s"), to->mail)
        };
    }
    v->gone = lines;
}

static const char *link_title(struct rq *rq, const struct link_view *v)
{
    if (v->open > 0)
        return arena_printf(rq->arena,
                            tr_n(rq->lang, "%d question for you", "%d questions for you", (int64_t)v->open),
                            (int)v->open);
    return v->count > 0 ? tr(rq->lang, "Thank you, everything is answered")
                        : tr(rq->lang, "Nothing is asked of you");
}

/* GET /vraag/:link */
struct fault picture_web_link_show(struct rq *rq)
{
    struct holder h;
    if (!find_holder(rq, &h))
        return opens_nothing;
    struct link_view *v = NEW(rq->arena, struct link_view);
    const struct picture_request *r =
        picture_requests_of(rq->db, rq->arena, rq->site->packs, rq->lang, h.o->id, h.who->id, &v->count);
    int64_t today = organisation_today(rq->arena, rq->now_ms);
    struct link_line *lines = NEW_ARRAY(rq->arena, struct link_line, v->count);
    /* What is still to be answered comes first. */
    size_t n = 0;
    for (int open = 1; open >= 0; open--)
        for (size_t i = 0; i < v->count; i++)
            if (picture_state_open(r[i].state) == (open == 1)) {
                lines[n++] = line_of(rq, &h, &r[i], today);
                v->open += open == 1;
            }
    add_gone(rq, &h, v);
    if (v->count == 1 && v->open == 1 && v->gone_count == 0)
        return reply_redirect(rq, "%s", lines[0].url);
    v->base = h.base;
    v->organisation = h.o->name;
    v->lines = lines;
    v->layout = link_layout(rq, &h, link_title(rq, v));
    v->layout->lead =
        v->open == 0 ? NULL
                     : tr(rq->lang, "Half an hour of looking is enough. What is not there, is an answer too.");
    picture_answer_link_page(rq_html(rq), v);
    return reply_page(rq);
}

/* Who passed the question on to this person, and with which words. */
static void add_pass(struct rq *rq, const struct holder *h, struct question_view *v)
{
    size_t count;
    const struct picture_passed *c = picture_chain(rq->db, rq->arena, v->request->id, &count);
    v->may_pass = picture_state_open(v->request->state) && count < PICTURE_MAX_PASSES;
    for (size_t i = count; i-- > 0;) {
        if (c[i].to != h->who->id || c[i].user.set)
            continue;
        const struct picture_receiver *from =
            picture_receiver_get(rq->db, rq->arena, h->o->id, c[i].from, rq->now_ms);
        v->from = from == NULL ? NULL : from->name;
        v->note = c[i].note;
        return;
    }
}

/* GET /vraag/:link/:request */
struct fault picture_web_link_question(struct rq *rq)
{
    struct holder h;
    if (!find_holder(rq, &h))
        return opens_nothing;
    struct question_view *v = NEW(rq->arena, struct question_view);
    const struct picture_request *r = v->request = find_question(rq, &h);
    if (r == NULL)
        return FAULT(NOT_FOUND, N_("This question is not with you any more."));
    size_t count;
    const struct picture_answer *a = picture_answers(rq->db, rq->arena, r->id, &count);
    v->base = h.base;
    v->url = arena_printf(rq->arena, "%s/%lld", h.base, (long long)r->id);
    v->due = r->due_on.set
                 ? arena_printf(rq->arena, tr(rq->lang, "By %s"), format_day(rq->arena, rq->lang, r->due_on.v))
                 : "";
    v->open = r->state != REQUEST_ACCEPTED;
    if (count > 0) {
        struct answer_line *line = NEW(rq->arena, struct answer_line);
        *line = picture_answer_line_of(rq, a, a->user.set ? tr(rq->lang, "written down by the guide") : "");
        v->answer = line;
    }
    v->form = form_of(rq, r, count > 0 ? a : NULL);
    v->form.action = v->url;
    v->form.theirs = is_overtaken(rq, count > 0 ? a : NULL) ? v->answer : NULL;
    v->files = file_lines(rq, r, v->open ? v->url : NULL, &v->file_count);
    add_pass(rq, &h, v);
    v->name = form_field(rq, &picture_pass_form, "name", "");
    v->mail = form_field(rq, &picture_pass_form, "mail", "");
    v->note_field = form_field(rq, &picture_pass_form, "note", "");
    v->messages = form_messages(rq, &v->message_count);
    v->layout = link_layout(rq, &h, r->title);
    picture_answer_question_page(rq_html(rq), v);
    return reply_page(rq);
}

/* Back to what is still open. */
static struct fault answered(struct rq *rq, const struct holder *h, const char *notice)
{
    size_t count, open = 0;
    const struct picture_request *r =
        picture_requests_of(rq->db, rq->arena, rq->site->packs, rq->lang, h->o->id, h->who->id, &count);
    for (size_t i = 0; i < count; i++)
        open += picture_state_open(r[i].state);
    if (open > 0)
        notice = arena_printf(
            rq->arena, "%s %s", notice,
            arena_printf(rq->arena,
                         tr_n(rq->lang, "%d question is left.", "%d questions are left.", (int64_t)open),
                         (int)open));
    reply_notice(rq, notice);
    return reply_redirect(rq, "%s", h->base);
}

/* POST /vraag/:link/:request */
struct fault picture_web_link_answer(struct rq *rq)
{
    struct holder h;
    if (!find_holder(rq, &h))
        return opens_nothing;
    const struct picture_request *r = find_question(rq, &h);
    if (r == NULL)
        return FAULT(NOT_FOUND, N_("This question is not with you any more."));
    struct fault f = save_answer(rq, h.t, r, h.who->id, h.who->user);
    return f.status != OK ? f : answered(rq, &h, tr(rq->lang, "Your answer is kept. Thank you."));
}

/* POST /vraag/:link/:request/niet */
struct fault picture_web_link_absent(struct rq *rq)
{
    struct holder h;
    if (!find_holder(rq, &h))
        return opens_nothing;
    const struct picture_request *r = find_question(rq, &h);
    if (r == NULL)
        return FAULT(NOT_FOUND, N_("This question is not with you any more."));
    struct picture_reply reply = { .absent = true,
                                   .value = "",
                                   .unit = "",
                                   .period = "",
                                   .body = form_text(rq, "why"),
                                   .source = "",
                                   .grid = "",
                                   .edit = form_int(rq, "edit").v,
                                   .lang = rq->lang,
                                   .receiver = h.who->id,
                                   .user = h.who->user };
    struct fault f = picture_refused(rq, picture_answer_save(rq->db, rq->arena, h.t, r, &reply, rq->now_ms));
    return f.status != OK
               ? f
               : answered(rq, &h, tr(rq->lang, "Noted: you do not have it. That is an answer too, thank you."));
}

/* POST /vraag/:link/:request/doorgeven */
struct fault picture_web_link_pass(struct rq *rq)
{
    struct holder h;
    if (!find_holder(rq, &h))
        return opens_nothing;
    const struct picture_request *r = find_question(rq, &h);
    if (r == NULL)
        return FAULT(NOT_FOUND, N_("This question is not with you any more."));
    if (rq_over_limit(rq, "request.pass", rq_param(rq, "link"), PASSES_PER_HOUR))
        return FAULT(LIMITED, N_("That is a lot of mails at once. Try again in an hour."));
    int64_t to;
    bool mailed;
    struct fault f = picture_refused(rq, picture_receiver_person(rq->db, rq->arena, h.t, form_text(rq, "name"),
                                                                 form_text(rq, "mail"), rq->now_ms, &to));
    if (f.status == OK)
        f = picture_refused(rq, picture_pass(rq->db, rq->arena, rq->site, h.t, r, to, form_text(rq, "note"), 0,
                                             rq->now_ms, &mailed));
    if (f.status != OK)
        return f;
    return answered(rq, &h,
                    mailed
                        ? tr(rq->lang, "The question goes there by mail. You need do nothing more.")
                        : tr(rq->lang, "The question is there now, but no mail goes to this address: tell them "
                                       "yourself."));
}

/* POST /vraag/:link/:request/bestand/:file/weg: away, and back again. */
struct fault picture_web_link_remove(struct rq *rq)
{
    struct holder h;
    if (!find_holder(rq, &h))
        return opens_nothing;
    const struct picture_request *r = find_question(rq, &h);
    if (r == NULL || r->state == REQUEST_ACCEPTED)
        return FAULT(CONFLICT, N_("This question takes no answer any more: it was taken back, or your answer "
                                  "was taken over already."));
    struct attachment_owner owner = picture_request_files(r);
    bool there = attachment_get(rq->db, rq->arena, &owner, rq_id(rq, "file")) != NULL;
    struct fault f = there ? attachment_remove(rq->db, &owner, rq_id(rq, "file"), h.who->user, rq->now_ms)
                           : attachment_put_back(rq->db, &owner, rq_id(rq, "file"));
    if (f.status != OK)
        return f;
    reply_notice(rq, there ? tr(rq->lang, "The file is away. You can put it back for thirty days.")
                           : tr(rq->lang, "The file is back."));
    return reply_redirect(rq, "%s/%lld", h.base, (long long)r->id);
}

/* ---- a guide writes it down ---------------------------------------------------------------------------------------- */

static const struct picture_request *question_of(struct rq *rq, const struct place *p)
{
    return picture_request_get(rq->db, rq->arena, rq->site->packs, rq->lang, p->t, rq_id(rq, "request"));
}

/* GET …/vraag/:request/antwoord */
struct fault picture_web_note_show(struct rq *rq)
{
    struct place p;
    struct fault f = picture_place_change(rq, &p);
    if (f.status != OK)
        return f;
    struct note_view *v = NEW(rq->arena, struct note_view);
    const struct picture_request *r = v->request = question_of(rq, &p);
    if (r == NULL)
        return FAULT(NOT_FOUND, N_("This question does not exist."));
    size_t count;
    const struct picture_answer *a = picture_answers(rq->db, rq->arena, r->id, &count);
    v->form = form_of(rq, r, count > 0 ? a : NULL);
    v->back = arena_printf(rq->arena, "%s/vraag/%lld", p.base, (long long)r->id);
    v->form.action = arena_printf(rq->arena, "%s/antwoord", v->back);
    if (is_overtaken(rq, count > 0 ? a : NULL)) {
        struct answer_line *theirs = NEW(rq->arena, struct answer_line);
        *theirs = picture_answer_line_of(rq, a, "");
        v->form.theirs = theirs;
    }
    v->files = file_lines(rq, r, NULL, &v->file_count);
    v->frame = picture_frame_of(rq, &p, arena_printf(rq->arena, tr(rq->lang, "Write down: %s"), r->title),
                                "/vragen", v->back, tr(rq->lang, "The question"));
    v->frame.layout->wide = false;
    v->frame.layout->lead = tr(rq->lang, "For who told you in person. It is kept that you wrote it down.");
    picture_answer_note_page(rq_html(rq), v);
    return reply_page(rq);
}

/* POST …/vraag/:request/antwoord */
struct fault picture_web_note_save(struct rq *rq)
{
    struct place p;
    struct fault f = picture_place_change(rq, &p);
    const struct picture_request *r = f.status != OK ? NULL : question_of(rq, &p);
    if (f.status != OK)
        return f;
    if (r == NULL)
        return FAULT(NOT_FOUND, N_("This question does not exist."));
    f = save_answer(rq, p.t, r, 0, rq->actor.user);
    if (f.status != OK)
        return f;
    reply_notice(rq, tr(rq->lang, "The answer is written down."));
    return reply_redirect(rq, "%s/vraag/%lld", p.base, (long long)r->id);
}
