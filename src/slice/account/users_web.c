/* The users of the installation, for its administrator: who may sign in, and who administers with them. */
#include <stdlib.h>
#include <string.h>

#include "slice/account/view.h"
#include "slice/admin/admin.h"
#include "users_page.h"

enum { USERS_A_PAGE = 50, SEARCH_MAX = 100 };

static const char *const acts[] = { "make-admin", "end-admin", "disable", "enable", "clear-code", NULL };
static const struct field users_fields[] = {
    { "act", FIELD_CHOICE, .required = true, .choices = acts, .label = N_("What to do") },
    { "terug", FIELD_TEXT, .max = 500, .label = N_("Where to go back") },
};
const struct form_spec users_form = FORM(users_fields);

static const char *typed(struct rq *rq, const char *name)
{
    const char *value = rq_query(rq, name);
    return value == NULL || strlen(value) > SEARCH_MAX ? "" : value;
}

/* Messages of this page are about a user, not about a field. */
static void take_messages(struct rq *rq, struct users_view *v)
{
    const struct field_message *messages = form_messages(rq, &v->message_count);
    struct field_message *own = NEW_ARRAY(rq->arena, struct field_message, v->message_count);
    for (size_t i = 0; i < v->message_count; i++)
        own[i] = (struct field_message){ .message = messages[i].message };
    v->messages = own;
}

struct fault users_show(struct rq *rq)
{
    struct users_view v = { .self = rq->actor.user, .search = typed(rq, "zoek") };
    int64_t asked = strtoll(typed(rq, "pagina"), NULL, 10);
    v.page = asked < 1 || asked > INT32_MAX ? 1 : asked;
    v.users = account_user_page(rq->db, rq->arena, v.search, (v.page - 1) * USERS_A_PAGE, USERS_A_PAGE,
                                &v.count, &v.total);
    v.pages = v.total == 0 ? 1 : (v.total + USERS_A_PAGE - 1) / USERS_A_PAGE;
    v.back = rq->route->method == HTTP_GET ? rq_path(rq) : "/beheer/gebruikers";
    take_messages(rq, &v);
    const char *number = format_int(rq->arena, rq->lang, v.total);
    const char *title = v.search[0] != '\0' ? tr_n(rq->lang, "%s user found", "%s users found", v.total)
                                            : tr_n(rq->lang, "%s user of this installation",
                                                   "%s users of this installation", v.total);
    v.layout = admin_layout(rq, arena_printf(rq->arena, title, number), "/beheer/gebruikers");
    v.layout->lead = tr(rq->lang, "Users come from organisations: whoever is made a member there stands here.");
    v.layout->failed = v.message_count > 0;
    account_users_page(rq_html(rq), &v);
    return reply_page(rq);
}

static struct fault refuse(struct rq *rq, const struct fault *f)
{
    if (f->status == NOT_FOUND)
        return *f;
    form_fail(rq, "act", f->msgid);
    return form_again(rq);
}

/* What each act does, what it leaves in the audit log and what the administrator reads. */
struct users_act {
    struct fault fault;
    const char *action, *done;
};

static struct users_act act_on(struct rq *rq, const struct account_user *u, const char *act)
{
    struct db *db = rq->db;
    struct arena *a = rq->arena;
    if (strcmp(act, "make-admin") == 0)
        return (struct users_act){ account_user_make_admin(db, a, u->id, true), "user.make_admin",
                                   N_("%s now administers the installation.") };
    if (strcmp(act, "end-admin") == 0)
        return (struct users_act){ account_user_make_admin(db, a, u->id, false), "user.end_admin",
                                   N_("%s no longer administers the installation.") };
    if (strcmp(act, "enable") == 0)
        return (struct users_act){ account_user_disable(db, a, u->id, false, rq->now_ms), "user.enable",
                                   N_("%s can sign in again.") };
    if (strcmp(act, "disable") == 0) {
        if (u->id == rq->actor.user)
            return (struct users_act){ .fault = FAULT(CONFLICT, N_("You cannot shut yourself out.")) };
        return (struct users_act){ account_user_disable(db, a, u->id, true, rq->now_ms), "user.disable",
                                   N_("%s can no longer sign in, and was signed out everywhere.") };
    }
    account_second_disable(db, u->id);
    account_mail_second_changed(rq, u, false);
    return (struct users_act){ NO_FAULT, "user.clear_second",
                               N_("%s signs in without a code until a new one is set.") };
}

struct fault users_change(struct rq *rq)
{
    const struct account_user *u = account_user_get(rq->db, rq->arena, rq_id(rq, "user"));
    if (u == NULL)
        return FAULT(NOT_FOUND, NULL);
    struct users_act done = act_on(rq, u, form_text(rq, "act"));
    if (done.fault.status != OK)
        return refuse(rq, &done.fault);
    admin_audit(rq->db, rq->now_ms, rq->actor.user, 0, done.action,
                arena_printf(rq->arena, "%lld", (long long)u->id), "");
    reply_notice(rq, arena_printf(rq->arena, tr(rq->lang, done.done), u->name));
    return reply_redirect(rq, "%s", account_target(form_text(rq, "terug")));
}
