/* The administration of the installation: health, outgoing mail, audit log, settings. */
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/statvfs.h>

#include "admin_page.h"
#include "admin_sql.h"
#include "db/migrate.h"
#include "http/server.h"
#include "slice/admin/view.h"

enum { TRIAL_MAILS = 10 };

static const char *const lists[] = { "wacht", "weg", NULL };

static const struct field settings_fields[] = {
    { "name", FIELD_TEXT, .required = true, .max = 60, .label = N_("Name of this installation"),
      .help = N_("It stands in the mails and in the app for codes."), .message = N_("Give it a name.") },
    { "contact", FIELD_MAIL, .label = N_("Mail address for questions"),
      .help = N_("It stands on the pages about accessibility and privacy.") },
    { "months", FIELD_INT, .required = true, .min = 1, .max = ADMIN_QUICK_MONTHS_MAX,
      .label = N_("Months to keep quick scans"),
      .help = N_("Counted from the last answer. Then they are removed for good."),
      .message = N_("Fill in a number of months.") },
    { "smtp_url", FIELD_TEXT, .max = 200, .label = N_("Mail server"),
      .help = N_("smtp://mail.example.org:587, or smtps:// for a server on port 465. Empty: mail waits in the "
                 "outbox.") },
    { "smtp_user", FIELD_TEXT, .max = 200, .label = N_("User name at the mail server"),
      .help = N_("Empty when the server asks for none.") },
    { "smtp_password", FIELD_PASSWORD, .max = 200, .label = N_("Password at the mail server"),
      .help = N_("It is kept encrypted and never shown. Empty: the one that is kept stays."),
      .autocomplete = "new-password" },
    { "smtp_from", FIELD_MAIL, .label = N_("Mails come from"),
      .help = N_("An address that your mail server may send for.") },
};
static const struct form_spec settings_form = FORM(settings_fields);

static const struct field list_fields[] = {
    { "stand", FIELD_CHOICE, .choices = lists, .label = N_("Which list") },
};
static const struct form_spec list_form = FORM(list_fields);

struct layout *admin_layout(struct rq *rq, const char *title, const char *here)
{
    static const struct {
        const char *url, *label;
    } pages[] = {
        { "/beheer", N_("Health") },
        { "/beheer/post", N_("Mail") },
        { "/beheer/gebruikers", N_("Users") },
        { "/beheer/logboek", N_("Log") },
        { "/beheer/instellingen", N_("Settings") },
    };
    enum { PAGES = sizeof pages / sizeof pages[0] };
    struct layout *l = rq_layout(rq, title);
    struct layout_link *nav = NEW_ARRAY(rq->arena, struct layout_link, PAGES);
    for (int i = 0; i < PAGES; i++) {
        nav[i] = (struct layout_link){ .url = pages[i].url,
                                       .label = tr(rq->lang, pages[i].label),
                                       .current = strcmp(pages[i].url, here) == 0 };
    }
    l->nav = nav;
    l->nav_count = PAGES;
    l->organisation = tr(rq->lang, "Administration");
    l->wide = true;
    if (rq->route->method == HTTP_POST)
        l->here = here;
    return l;
}

/* The ?voor= of a list that goes on: only rows with an id below it. */
static int64_t list_below(struct rq *rq)
{
    const char *below = rq_query(rq, "voor");
    int64_t id = below == NULL ? 0 : strtoll(below, NULL, 10);
    return id > 0 ? id : INT64_MAX;
}

static void audit(struct rq *rq, const char *action, const char *object)
{
    admin_audit(rq->db, rq->now_ms, rq->actor.user, 0, action, object, "");
}

/* ---- Health ------------------------------------------------------------------------------------------- */

static const char *number(struct rq *rq, int64_t n)
{
    return format_int(rq->arena, rq->lang, n);
}

static const char *disk_free(struct rq *rq)
{
    struct statvfs fs;
    if (rq->site->data_dir == NULL || statvfs(rq->site->data_dir, &fs) != 0)
        return NULL;
    return format_bytes(rq->arena, rq->lang, (int64_t)fs.f_bavail * (int64_t)fs.f_frsize);
}

static const char *peak_memory(struct rq *rq)
{
    struct rusage use;
    getrusage(RUSAGE_SELF, &use);
    return format_bytes(rq->arena, rq->lang, (int64_t)use.ru_maxrss * 1024);
}

static const char *last_backup(struct rq *rq)
{
    int64_t at = strtoll(admin_setting(rq->db, rq->arena, ADMIN_LAST_BACKUP, "0"), NULL, 10);
    return at > 0 ? format_time(rq->arena, rq->lang, at) : tr(rq->lang, "not known here");
}

static void offer_mail_server(struct rq *rq, struct layout *l)
{
    l->action_url = "/beheer/instellingen#smtp_url";
    l->action_label = tr(rq->lang, "Set up the mail server");
}

static void health_title(struct rq *rq, struct health_view *v)
{
    const char *title = tr(rq->lang, "Everything runs");
    if (v->failed > 0) {
        title = arena_printf(rq->arena,
                             tr_n(rq->lang, "Everything runs, but %s mail does not get away",
                                  "Everything runs, but %s mails do not get away", v->failed),
                             number(rq, v->failed));
    } else if (!v->mail_leaves) {
        title = tr(rq->lang, "Everything runs, but mail is not set up yet");
    }
    v->layout = admin_layout(rq, title, "/beheer");
    if (!v->mail_leaves)
        offer_mail_server(rq, v->layout);
    v->layout->lead = arena_printf(rq->arena, tr(rq->lang, "Kapstok %s at %s, seen at %s"), rq->site->version,
                                   rq->site->public_url, format_time(rq->arena, rq->lang, rq->now_ms));
}

static struct fault health_show(struct rq *rq)
{
    struct arena *a = rq->arena;
    const struct admin_mail_counts *mail = admin_q_mail_counts(rq->db, a, rq->now_ms);
    const struct admin_use_counts *use = admin_q_use_counts(rq->db, a, rq->now_ms);
    const struct admin_data_size *size = admin_q_data_size(rq->db, a);
    const struct server_figures figures = rq_figures(rq);
    struct health_view v = {
        .mail_leaves = admin_mail_leaves(rq->db, a),
        .waiting = mail->waiting,
        .failed = mail->failed,
        .engine = db_engine(rq->db) == DB_SQLITE ? "SQLite" : "PostgreSQL",
        .migration = number(rq, db_migration_number(rq->db, a)),
        .size = format_bytes(a, rq->lang, size->bytes),
        .disk_free = disk_free(rq),
        .backup = last_backup(rq),
        .memory = peak_memory(rq),
        .since = figures.started_ms > 0 ? format_time(a, rq->lang, figures.started_ms) : NULL,
        .requests = number(rq, figures.requests),
        .errors = number(rq, figures.errors),
        .organisations = number(rq, use->organisations),
        .rounds = number(rq, use->rounds),
        .visitors = number(rq, use->visitors),
        .users = number(rq, use->users),
        .logins = number(rq, use->logins),
    };
    health_title(rq, &v);
    admin_health_page(rq_html(rq), &v);
    return reply_page(rq);
}

/* ---- Outgoing mail ------------------------------------------------------------------------------------ */

/* The rows of mail_open and mail_gone are the same but for their names. */
#define MAIL_ROW(rq, r)                                                                                        \
    {                                                                                                          \
        .id = (r)->id, .to = (r)->recipient, .subject = (r)->subject, .body = (r)->body, .state = (r)->state,  \
        .tries = (r)->tries, .detail = (r)->detail,                                                            \
        .ended = strcmp((r)->state, "sent") != 0 && (r)->ends_at.set && (r)->ends_at.v <= (rq)->now_ms,        \
        .created = format_time((rq)->arena, (rq)->lang, (r)->created_at),                                      \
        .next = format_time((rq)->arena, (rq)->lang, (r)->next_at),                                            \
        .done = (r)->done_at.set ? format_time((rq)->arena, (rq)->lang, (r)->done_at.v) : ""                   \
    }

static void list_mails(struct rq *rq, struct outbox_view *v)
{
    struct arena *a = rq->arena;
    int64_t below = list_below(rq);
    struct mail_row *rows = NEW_ARRAY(a, struct mail_row, ADMIN_ROWS + 1);
    if (v->sent) {
        const struct admin_mail_gone *r = admin_q_mail_gone(rq->db, a, below, ADMIN_ROWS + 1, &v->count);
        for (size_t i = 0; i < v->count; i++)
            rows[i] = (struct mail_row)MAIL_ROW(rq, &r[i]);
    } else {
        const struct admin_mail_open *r = admin_q_mail_open(rq->db, a, below, ADMIN_ROWS + 1, &v->count);
        for (size_t i = 0; i < v->count; i++)
            rows[i] = (struct mail_row)MAIL_ROW(rq, &r[i]);
    }
    if (v->count > ADMIN_ROWS) {
        v->count = ADMIN_ROWS;
        v->next_below = rows[ADMIN_ROWS - 1].id;
    }
    /* Once mail leaves by itself, what it says is between sender and receiver. */
    for (size_t i = 0; i < v->count; i++) {
        if (v->mail_leaves || v->sent || rows[i].ended)
            rows[i].body = NULL;
    }
    v->rows = rows;
}

static const char *outbox_title(struct rq *rq, const struct outbox_view *v)
{
    const char *waits = arena_printf(rq->arena, tr_n(rq->lang, "%s mail waits", "%s mails wait", v->waiting),
                                     number(rq, v->waiting));
    if (v->failed == 0 && v->waiting > 0)
        return waits;
    if (v->failed > 0) {
        const char *stuck = arena_printf(
            rq->arena, tr_n(rq->lang, "%s mail does not get away", "%s mails do not get away", v->failed),
            number(rq, v->failed));
        return v->waiting == 0 ? stuck : arena_printf(rq->arena, "%s, %s", stuck, waits);
    }
    return tr(rq->lang, "No mail waits");
}

static struct fault outbox_show(struct rq *rq)
{
    const struct admin_mail_counts *counts = admin_q_mail_counts(rq->db, rq->arena, rq->now_ms);
    if (counts == NULL)
        return FAULT(FAILED, NULL);
    const char *list = rq_query(rq, "stand");
    struct outbox_view v = {
        .mail_leaves = admin_mail_leaves(rq->db, rq->arena),
        .sent = list != NULL && strcmp(list, "weg") == 0,
        .waiting = counts->waiting,
        .failed = counts->failed,
        .ended = counts->ended,
        .gone = counts->sent,
    };
    list_mails(rq, &v);
    v.layout = admin_layout(rq, outbox_title(rq, &v), "/beheer/post");
    v.layout->lead = v.mail_leaves
                         ? tr(rq->lang, "A mail that fails is tried again after 1, 5, 30 and 120 minutes, "
                                        "six times in all.")
                         : tr(rq->lang, "There is no mail server yet: read the mails here and hand the "
                                        "links on yourself.");
    if (!v.mail_leaves)
        offer_mail_server(rq, v.layout);
    admin_outbox_page(rq_html(rq), &v);
    return reply_page(rq);
}

static const char *mail_object(struct rq *rq)
{
    return arena_printf(rq->arena, "%lld", (long long)rq_id(rq, "mail"));
}

static struct fault mail_retry(struct rq *rq)
{
    if (admin_q_mail_retry(rq->db, rq_id(rq, "mail"), rq->now_ms) != 1)
        return FAULT(NOT_FOUND, N_("This mail left in the meantime, or is on its way."));
    audit(rq, "mail.retry", mail_object(rq));
    reply_notice(rq, tr(rq->lang, "The mail is tried again within a minute."));
    return reply_redirect(rq, "/beheer/post");
}

static struct fault mail_retry_all(struct rq *rq)
{
    admin_q_mail_retry_all(rq->db, rq->now_ms);
    audit(rq, "mail.retry", "");
    reply_notice(rq, tr(rq->lang, "The mails are tried again within a minute."));
    return reply_redirect(rq, "/beheer/post");
}

static struct fault mail_delete(struct rq *rq)
{
    if (admin_q_mail_forget(rq->db, rq_id(rq, "mail")) != 1)
        return FAULT(NOT_FOUND, N_("This mail left in the meantime, or is on its way."));
    audit(rq, "mail.delete", mail_object(rq));
    reply_notice(rq, tr(rq->lang, "The mail is deleted and does not leave."));
    return reply_redirect(rq, strcmp(form_text(rq, "stand"), "weg") == 0 ? "/beheer/post?stand=weg"
                                                                         : "/beheer/post");
}

/* ---- Settings ----------------------------------------------------------------------------------------- */

static struct fault settings_show(struct rq *rq)
{
    struct db *db = rq->db;
    struct arena *a = rq->arena;
    struct settings_view v = { 0 };
    struct admin_smtp smtp = admin_smtp_get(db, a, &v.has_password);
    const struct admin_user_mail *own = admin_q_user_mail(db, a, rq->actor.user);
    v.mail_leaves = smtp.url[0] != '\0';
    v.own_mail = own == NULL ? "" : own->mail;
    v.name = form_field(rq, &settings_form, "name", admin_setting(db, a, ADMIN_SITE_NAME, "Kapstok"));
    v.contact = form_field(rq, &settings_form, "contact", admin_setting(db, a, ADMIN_SITE_CONTACT, ""));
    v.months =
        form_field(rq, &settings_form, "months", arena_printf(a, "%lld", (long long)admin_quick_months(db, a)));
    v.url = form_field(rq, &settings_form, "smtp_url", smtp.url);
    v.user = form_field(rq, &settings_form, "smtp_user", smtp.user);
    v.password = form_field(rq, &settings_form, "smtp_password", "");
    v.from = form_field(rq, &settings_form, "smtp_from", smtp.from);
    v.messages = form_messages(rq, &v.message_count);
    v.layout = admin_layout(rq,
                            v.mail_leaves ? tr(rq->lang, "Settings of this installation")
                                          : tr(rq->lang, "Only the mail server is not set up yet"),
                            "/beheer/instellingen");
    v.layout->wide = false;
    v.layout->failed = v.message_count > 0;
    admin_settings_page(rq_html(rq), &v);
    return reply_page(rq);
}

static struct fault settings_save(struct rq *rq)
{
    struct admin_smtp smtp = {
        .url = form_text(rq, "smtp_url"),
        .user = form_text(rq, "smtp_user"),
        .password = form_text(rq, "smtp_password"),
        .from = form_text(rq, "smtp_from"),
    };
    struct fault f = admin_smtp_put(rq->db, rq->arena, rq->site->key, &smtp);
    if (f.status == INVALID) {
        form_fail(rq, f.detail, f.msgid);
        return form_again(rq);
    }
    admin_setting_put(rq->db, ADMIN_SITE_NAME, form_text(rq, "name"));
    admin_setting_put(rq->db, ADMIN_SITE_CONTACT, form_text(rq, "contact"));
    admin_setting_put(rq->db, ADMIN_QUICK_MONTHS,
                      arena_printf(rq->arena, "%lld", (long long)form_int(rq, "months").v));
    audit(rq, "settings.change", "");
    reply_notice(rq, tr(rq->lang, "The settings are saved and hold from now on."));
    return reply_redirect(rq, "/beheer/instellingen");
}

static struct fault trial_mail(struct rq *rq)
{
    const struct admin_user_mail *own = admin_q_user_mail(rq->db, rq->arena, rq->actor.user);
    if (own == NULL)
        return FAULT(UNSIGNED, NULL);
    if (!admin_mail_leaves(rq->db, rq->arena))
        return FAULT(INVALID, N_("First save a mail server."));
    if (rq_over_limit(rq, "trial-mail", own->mail, TRIAL_MAILS))
        return FAULT(LIMITED, NULL);
    const char *site = admin_setting(rq->db, rq->arena, ADMIN_SITE_NAME, "Kapstok");
    admin_mail_queue(rq->db, rq->arena, own->mail,
                     arena_printf(rq->arena, tr(rq->lang, "Trial mail from %s"), site),
                     arena_printf(rq->arena, tr(rq->lang, "If you read this, %s can send mail.\n\n%s\n"), site,
                                  rq->site->public_url),
                     rq->now_ms);
    reply_notice(
        rq, arena_printf(rq->arena,
                         tr(rq->lang, "A trial mail to %s leaves within a minute. Below you see how it goes."),
                         own->mail));
    return reply_redirect(rq, "/beheer/post");
}

/* ---- Audit log ---------------------------------------------------------------------------------------- */

/* In words what the slices write down; an action without words is shown as it is. */
static const char *action_words(const struct lang *lang, const char *action)
{
    static const struct {
        const char *action, *words;
    } known[] = {
        { "account.mail", N_("changed the own mail address") },
        { "account.password", N_("changed the own password") },
        { "account.second_off", N_("switched the code from the telephone off") },
        { "account.second_on", N_("switched the code from the telephone on") },
        { "department.add", N_("added a department") },
        { "department.archive", N_("archived a department") },
        { "department.back", N_("brought a department back") },
        { "department.remove", N_("removed a department") },
        { "department.rename", N_("renamed a department") },
        { "entity.add", N_("added a legal entity") },
        { "entity.change", N_("changed a legal entity") },
        { "entity.archive", N_("archived a legal entity") },
        { "entity.back", N_("brought a legal entity back") },
        { "entity.remove", N_("removed a legal entity") },
        { "login.close_others", N_("signed out on all other devices") },
        { "login.link", N_("somebody asked for a link to sign in") },
        { "mail.delete", N_("deleted a mail") },
        { "mail.retry", N_("had mail tried again") },
        { "member.add", N_("added a member") },
        { "member.back", N_("brought a member back") },
        { "member.change", N_("changed a member") },
        { "member.end", N_("ended a membership") },
        { "member.link", N_("sent a member a new link") },
        { "member.mail", N_("changed the mail address of a member") },
        { "member.role", N_("changed the role of a member") },
        { "organisation.archive", N_("archived an organisation") },
        { "organisation.change", N_("changed an organisation") },
        { "organisation.create", N_("made an organisation") },
        { "pack.install", N_("installed a version of a content pack") },
        { "round.adopt", N_("took a quick scan over into an organisation") },
        { "round.close", N_("closed a round") },
        { "round.open", N_("opened a round") },
        { "round.reopen", N_("opened a closed round again") },
        { "settings.change", N_("changed the settings") },
        { "theme.add", N_("added an own theme") },
        { "theme.archive", N_("archived an own theme") },
        { "theme.back", N_("brought an own theme back") },
        { "theme.change", N_("changed an own theme") },
        { "user.add", N_("added a user") },
        { "user.clear_second", N_("cleared the code from someone's telephone") },
        { "user.disable", N_("shut a user out") },
        { "user.enable", N_("let a user in again") },
        { "user.end_admin", N_("ended someone's administration") },
        { "user.link", N_("made a link to sign in for a user") },
        { "user.make_admin", N_("made someone administrator") },
    };
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        if (strcmp(known[i].action, action) == 0)
            return tr(lang, known[i].words);
    }
    return action;
}

static struct fault audit_show(struct rq *rq)
{
    struct arena *a = rq->arena;
    struct audit_view v = { 0 };
    const struct admin_audit_list *r = admin_q_audit_list(rq->db, a, list_below(rq), ADMIN_ROWS + 1, &v.count);
    if (v.count > ADMIN_ROWS) {
        v.count = ADMIN_ROWS;
        v.next_below = r[ADMIN_ROWS - 1].id;
    }
    struct audit_row *rows = NEW_ARRAY(a, struct audit_row, v.count);
    for (size_t i = 0; i < v.count; i++) {
        const char *who = !r[i].user_id.set ? tr(rq->lang, "the system") : r[i].person;
        rows[i] = (struct audit_row){
            .when = format_time(a, rq->lang, r[i].at),
            .who = who != NULL ? who : tr(rq->lang, "a removed user"),
            .where = r[i].organisation,
            .what = action_words(rq->lang, r[i].action),
            .object = r[i].object,
            .detail = r[i].detail,
        };
    }
    v.rows = rows;
    v.layout = admin_layout(rq, tr(rq->lang, "Who changed what"), "/beheer/logboek");
    v.layout->lead =
        tr(rq->lang, "Newest first. Answers and texts of organisations do not stand here. Kept for two years.");
    admin_audit_page(rq_html(rq), &v);
    return reply_page(rq);
}

static const struct route routes[] = {
    GET("/beheer", SYSTEM_ADMIN, health_show, .slow = true),
    GET("/beheer/post", SYSTEM_ADMIN, outbox_show),
    POST("/beheer/post/opnieuw", SYSTEM_ADMIN, mail_retry_all),
    POST("/beheer/post/:mail/opnieuw", SYSTEM_ADMIN, mail_retry),
    POST("/beheer/post/:mail/weg", SYSTEM_ADMIN, mail_delete, .form = &list_form),
    GET("/beheer/logboek", SYSTEM_ADMIN, audit_show),
    GET("/beheer/instellingen", SYSTEM_ADMIN, settings_show),
    POST("/beheer/instellingen", SYSTEM_ADMIN, settings_save, .form = &settings_form, .again = settings_show),
    POST("/beheer/instellingen/proefmail", SYSTEM_ADMIN, trial_mail),
};

const struct slice slice_admin = { .name = "admin", SLICE_ROUTES(routes) };
