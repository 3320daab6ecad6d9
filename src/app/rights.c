/* Who asks, and what that person may: the one place where a right's name gets its meaning. http resolves a route's
 * right through app_resolve before a body is read and again inside the write transaction. */
#include <string.h>

#include "app/app.h"
#include "slice/account/account.h"
#include "slice/organisation/organisation.h"
#include "slice/scan/scan.h"
#include "slice/session/session.h"
#include "slice/trajectory/trajectory.h"

static const struct lang *choose_lang(struct rq *rq, const char *of_person)
{
    const struct lang *lang = NULL;
    const char *cookie = rq_cookie(rq, ACCOUNT_LANG_COOKIE);
    if (cookie != NULL)
        lang = lang_find(cookie);
    if (lang == NULL && of_person != NULL)
        lang = lang_find(of_person);
    return lang != NULL ? lang : rq->lang; /* what the browser asked for */
}

/* Recognises whoever holds a login cookie. Nobody is not a fault here. *reach is the one organisation that the login
 * reaches, 0 = all. */
static bool recognise(struct rq *rq, int64_t *reach)
{
    *reach = 0;
    bool second_due = false;
    const char *cookie = rq_cookie(rq, ACCOUNT_COOKIE);
    const struct account_login *login =
        cookie == NULL ? NULL : account_login_find(rq->db, rq->arena, cookie, rq->now_ms, &second_due);
    rq->lang = choose_lang(rq, login == NULL ? NULL : login->lang);
    if (login == NULL)
        return second_due;
    rq->actor.user = login->user;
    rq->actor.login = login->id;
    rq->actor.name = login->name;
    rq->actor.system_admin = login->system_admin;
    rq->actor.login_secret = cookie;
    *reach = login->reach;
    return false;
}

static struct fault need_login(struct rq *rq)
{
    return rq->actor.user == 0 ? FAULT(UNSIGNED, N_("Sign in to see this page.")) : NO_FAULT;
}

/* What a member may do in organisation :org; an organisation of others does not exist for an outsider. */
static struct fault resolve_member(struct rq *rq, enum right right, int64_t reach)
{
    struct fault fault = need_login(rq);
    if (fault.status != OK)
        return fault;
    int64_t id = rq_id(rq, "org");
    if (reach != 0 && id != reach)
        return FAULT(
            DENIED,
            N_("You came in with a link that someone handed to you, and it opens one organisation. Sign "
               "in with a link in your own mail for the others."));
    const struct organisation_member *m =
        organisation_member_of(rq->db, rq->arena, id, rq->actor.user, rq->now_ms);
    const struct organisation *org = m == NULL ? NULL : organisation_get(rq->db, rq->arena, id);
    if (org == NULL)
        return FAULT(NOT_FOUND, N_("This organisation does not exist, or you are not a member of it."));
    rq->actor.organisation = id;
    rq->actor.member = m->id;
    rq->actor.roles = m->roles;
    rq->actor.organisation_name = org->name;
    /* The organisation's wording decides between Flemish and Dutch; another language stays the person's choice. */
    const struct lang *wording = lang_find(org->lang);
    rq->actor.organisation_lang = wording == NULL ? rq->lang : wording;
    if (wording != NULL && rq->lang->id != LANG_EN && wording->id != LANG_EN &&
        rq_cookie(rq, ACCOUNT_LANG_COOKIE) == NULL)
        rq->lang = wording;

    static const unsigned needed[RIGHT_COUNT] = {
        [ORG_READ] = ROLE_READER | ROLE_MEMBER | ROLE_GUIDE | ROLE_MANAGER | ROLE_MINUTES,
        [ORG_ANSWER] = ROLE_MEMBER | ROLE_GUIDE | ROLE_MINUTES,
        [ORG_GUIDE] = ROLE_GUIDE,
        [ORG_MANAGE] = ROLE_MANAGER,
        [ORG_GUIDE_OR_MANAGE] = ROLE_GUIDE | ROLE_MANAGER,
        [ORG_LEAD] = ROLE_GUIDE | ROLE_MINUTES,
    };
    if ((m->roles & needed[right]) == 0)
        return FAULT(DENIED, right == ORG_MANAGE ? N_("Only an administrator of the organisation can do this.")
                             : right == ORG_ANSWER
                                 ? N_("You can see results here; only members of the group fill in scans.")
                             : right == ORG_LEAD
                                 ? N_("Only a guide or a minute-taker of the organisation can do this.")
                                 : N_("Only a guide of the organisation can do this."));
    return NO_FAULT;
}

/* The language of whoever holds a link: that of their mails. Between Flemish and Dutch the organisation's wording decides. */
static const char *holder_lang(struct rq *rq, const struct trajectory_link *link)
{
    const struct account_user *u = account_user_find(rq->db, rq->arena, link->mail);
    const struct organisation *o = organisation_get(rq->db, rq->arena, link->organisation);
    const struct lang *own = u == NULL ? NULL : lang_find(u->lang),
                      *wording = o == NULL ? NULL : lang_find(o->lang);
    if (own == NULL || wording == NULL)
        return own != NULL ? own->code : wording != NULL ? wording->code : NULL;
    return own->id != LANG_EN && wording->id != LANG_EN ? wording->code : own->code;
}

struct fault app_resolve(struct rq *rq, enum right right)
{
    rq->actor = (struct actor){ 0 };
    if (right == STATELESS) {
        rq->lang = lang_get(LANG_EN);
        return NO_FAULT;
    }
    int64_t reach;
    recognise(rq, &reach);
    switch (right) {
    case PUBLIC:
        return NO_FAULT;
    case KEY_HOLDER:
        rq->actor.key_opens = scan_key_open(rq->db, rq->arena, rq->site->packs, rq_param(rq, "key"));
        return rq->actor.key_opens != NULL
                   ? NO_FAULT
                   : FAULT(NOT_FOUND, N_("This link opens no scan. Perhaps it was forgotten after a year "
                                         "without changes, or it belongs to an organisation now."));
    case LINK_HOLDER: {
        const struct trajectory_link *link =
            trajectory_link_open(rq->db, rq->arena, rq->site->key, rq_param(rq, "link"), rq->now_ms);
        rq->actor.key_opens = link;
        if (link != NULL && rq->actor.user == 0)
            rq->lang = choose_lang(rq, holder_lang(rq, link));
        return link != NULL ? NO_FAULT
                            : FAULT(NOT_FOUND, N_("This link opens nothing any more. Ask whoever sent it for "
                                                  "a new one."));
    }
    case IN_ROOM:
        rq->actor.key_opens = session_enter(rq);
        return rq->actor.key_opens != NULL
                   ? NO_FAULT
                   : FAULT(DENIED, N_("You are not in this session. Type its code again to take part."));
    case SIGNED_IN:
        return need_login(rq);
    case ORG_READ:
    case ORG_ANSWER:
    case ORG_GUIDE:
    case ORG_MANAGE:
    case ORG_GUIDE_OR_MANAGE:
    case ORG_LEAD:
        return resolve_member(rq, right, reach);
    case SYSTEM_ADMIN: {
        struct fault fault = need_login(rq);
        if (fault.status == OK && !rq->actor.system_admin)
            fault = FAULT(DENIED, N_("Only an administrator of this installation can see this page."));
        return fault;
    }
    case RIGHT_MISSING:
    case STATELESS:
    case RIGHT_COUNT:
        break;
    }
    return FAULT(DENIED, N_("You may not see this page."));
}

static void add_link(struct rq *rq, struct layout *l, size_t *capacity, const char *url, const char *label)
{
    struct layout_link *links = (struct layout_link *)l->nav;
    size_t count = l->nav_count;
    const char *here = rq_path(rq);
    size_t n = strlen(url);
    struct layout_link *link = ARENA_PUSH(rq->arena, &links, &count, capacity);
    *link = (struct layout_link){ .url = url,
                                  .label = label,
                                  .current = strncmp(here, url, n) == 0 &&
                                             (here[n] == '\0' || here[n] == '/' || here[n] == '?') };
    l->nav = links;
    l->nav_count = count;
}

/* Only what exists, and only what this person may open. */
void app_navigation(struct rq *rq, struct layout *l)
{
    size_t capacity = 0;
    if (rq->actor.organisation != 0) {
        const char *base = arena_printf(rq->arena, "/organisatie/%lld", (long long)rq->actor.organisation);
        add_link(rq, l, &capacity, arena_printf(rq->arena, "%s/traject", base), tr(rq->lang, "Trajectory"));
        add_link(rq, l, &capacity, arena_printf(rq->arena, "%s/scan", base), tr(rq->lang, "Scan"));
        if ((rq->actor.roles & (ROLE_GUIDE | ROLE_MINUTES)) != 0)
            add_link(rq, l, &capacity, arena_printf(rq->arena, "%s/sessie", base), tr(rq->lang, "Sessions"));
        add_link(rq, l, &capacity, arena_printf(rq->arena, "%s/leden", base), tr(rq->lang, "Members"));
        if ((rq->actor.roles & ROLE_MANAGER) != 0)
            add_link(rq, l, &capacity, arena_printf(rq->arena, "%s/gegevens", base), tr(rq->lang, "Details"));
    } else if (rq->actor.user != 0) {
        add_link(rq, l, &capacity, "/organisaties", tr(rq->lang, "My organisations"));
    } else {
        add_link(rq, l, &capacity, "/quickscan", tr(rq->lang, "Quick scan"));
        add_link(rq, l, &capacity, "/aanmelden", tr(rq->lang, "Sign in"));
    }
    add_link(rq, l, &capacity, "/bibliotheek", tr(rq->lang, "Library"));
    if (rq->actor.system_admin)
        add_link(rq, l, &capacity, "/beheer", tr(rq->lang, "Administration"));
}
