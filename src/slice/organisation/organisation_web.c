/* The slice's routes; making an organisation and its home. */
#include <string.h>

#include "organisation_page.h"
#include "slice/account/account.h"
#include "slice/admin/admin.h"
#include "slice/organisation/view.h"
#include "web.h"

enum { VISITORS_PER_HOUR = 5, PASTE_BODY_CAP = 512 * 1024 };

static const char *const countries[] = { "BE", "NL", NULL };
static const struct field new_fields[] = {
    { "name", FIELD_TEXT, .required = true, .min = 2, .max = ORGANISATION_MAX_NAME,
      .label = N_("Name of the organisation"), .message = N_("Fill in the name of the organisation."),
      .autocomplete = "organization" },
    { "country", FIELD_CHOICE, .required = true, .choices = countries, .label = N_("Country") },
    { "type", FIELD_CHOICE, .label = N_("What kind of organisation is it?") },
    { "type_other", FIELD_CHOICE, .label = N_("The whole list") },
    { "size", FIELD_CHOICE, .label = N_("How large is it?") },
    { "sector", FIELD_CHOICE, .label = N_("Sector"),
      .help = N_("Only companies and associations fill this in.") },
    { "place", FIELD_TEXT, .max = ORGANISATION_MAX_PLACE, .label = N_("Municipality or postcode"),
      .autocomplete = "postal-code" },
    { "person", FIELD_TEXT, .max = ACCOUNT_NAME_MAX, .label = N_("Your name"), .autocomplete = "name" },
    { "mail", FIELD_MAIL, .label = N_("Your mail address"),
      .help = N_("You get a link with which you come in. We use the address for nothing else."),
      .autocomplete = "email" },
};
static const struct form_spec new_form = FORM(new_fields);

_Static_assert((int)ORGANISATION_READER == ROLE_READER && (int)ORGANISATION_MEMBER == ROLE_MEMBER &&
                   (int)ORGANISATION_GUIDE == ROLE_GUIDE && (int)ORGANISATION_MANAGER == ROLE_MANAGER &&
                   (int)ORGANISATION_MINUTES == ROLE_MINUTES,
               "the rules and http mean the same roles");

/* ---- What all handlers of the slice share ------------------------------------------------------------ */

const struct organisation *web_organisation(struct rq *rq)
{
    const struct organisation *o = organisation_get(rq->db, rq->arena, rq_id(rq, "org"));
    static const struct organisation none = {
        .name = "", .type = "", .country = "BE", .place = "", .lang = "nl"
    };
    return o != NULL ? o : &none; /* NULL only after a database error, which ends in an error page */
}

struct layout *web_layout(struct rq *rq, const char *title, const char *url, const char *label)
{
    struct layout *l = rq_layout(rq, title);
    struct layout_link *crumbs = NEW_ARRAY(rq->arena, struct layout_link, 2);
    crumbs[0] = (struct layout_link){
        .url = arena_printf(rq->arena, "/organisatie/%lld", (long long)rq_id(rq, "org")),
        .label = tr(rq->lang, "Overview"),
    };
    crumbs[1] = (struct layout_link){ .url = url, .label = label };
    l->crumbs = crumbs;
    l->crumb_count = url == NULL ? 1 : 2;
    l->failed = rq->form != NULL && form_has_errors(rq);
    return l;
}

void web_audit(struct rq *rq, const char *action, int64_t object, const char *detail)
{
    admin_audit(rq->db, rq->now_ms, rq->actor.user, rq_id(rq, "org"), action,
                object == 0 ? "" : arena_printf(rq->arena, "%lld", (long long)object), detail);
}

const char *web_roles(struct rq *rq, unsigned roles)
{
    static const struct {
        unsigned bit;
        const char *label;
    } names[] = {
        { ROLE_MANAGER, N_("administrator") }, { ROLE_GUIDE, N_("guide") },
        { ROLE_MINUTES, N_("minute-taker") },  { ROLE_MEMBER, N_("member") },
        { ROLE_READER, N_("reader") },
    };
    const char *list = "";
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if ((roles & names[i].bit) != 0)
            list = arena_printf(rq->arena, "%s%s%s", list, list[0] == '\0' ? "" : ", ",
                                tr(rq->lang, names[i].label));
    return list;
}

/* ---- My organisations -------------------------------------------------------------------------------- */

/* Those that this login reaches: a link that an administrator handed over opens that organisation only. */
static const struct organisation_of *reached(struct rq *rq, size_t *count)
{
    bool second_due;
    const struct account_login *login =
        account_login_find(rq->db, rq->arena, rq_cookie(rq, ACCOUNT_COOKIE), rq->now_ms, &second_due);
    const struct organisation_of *mine =
        organisations_of_user(rq->db, rq->arena, rq->actor.user, rq->now_ms, count);
    if (login == NULL || login->reach == 0)
        return mine;
    for (size_t i = 0; i < *count; i++)
        if (mine[i].id == login->reach) {
            *count = 1;
            return &mine[i];
        }
    *count = 0;
    return mine;
}

static struct fault list(struct rq *rq)
{
    size_t count;
    const struct organisation_of *mine = reached(rq, &count);
    if (count == 1 && rq_query(rq, "alle") == NULL)
        return reply_redirect(rq, "/organisatie/%lld", (long long)mine[0].id);
    struct organisation_choice *lines = NEW_ARRAY(rq->arena, struct organisation_choice, count);
    for (size_t i = 0; i < count; i++)
        lines[i] = (struct organisation_choice){ mine[i].id, mine[i].name, web_roles(rq, mine[i].roles) };
    struct organisation_list_view v = {
        .layout = rq_layout(rq, count == 0 ? tr(rq->lang, "No organisation yet")
                                           : tr(rq->lang, "Choose an organisation")),
        .lines = lines,
        .count = count,
    };
    organisation_list_page(rq_html(rq), &v);
    return reply_page(rq);
}

/* ---- Making one -------------------------------------------------------------------------------------- */

/* The type that was chosen, from the radios or the list; NULL with a message when it is not clear. */
static const char *chosen_type(struct rq *rq)
{
    const char *radio = form_text(rq, "type"), *other = form_text(rq, "type_other");
    bool in_list = radio[0] == '\0' || strcmp(radio, "other") == 0;
    if (!in_list && other[0] != '\0' && strcmp(radio, other) != 0)
        form_fail(rq, "type_other",
                  N_("You chose one kind above and another in the list. Choose one of the two."));
    else if (in_list && other[0] == '\0')
        form_fail(rq, radio[0] == '\0' ? "type" : "type_other", N_("Choose what kind of organisation it is."));
    else
        return in_list ? other : radio;
    return NULL;
}

/* Whoever came in with a handed link makes an organisation as a visitor does, by mail: that login would not reach it. */
static bool comes_as_self(struct rq *rq)
{
    return rq->actor.user != 0 &&
           account_login_is_own(rq->db, rq->arena, rq_cookie(rq, ACCOUNT_COOKIE), rq->now_ms);
}

/* What was filled in, with a message at each field that needs another look. Asked again when the form comes back, so
 * that all messages stand there at once. */
static struct organisation check_new(struct rq *rq)
{
    struct organisation checked, o = { .name = form_text(rq, "name"),
                                       .type = chosen_type(rq),
                                       .country = form_text(rq, "country"),
                                       .size = form_text(rq, "size"),
                                       .sector = form_text(rq, "sector"),
                                       .place = form_text(rq, "place") };
    struct organisation judged = o;
    if (o.name[0] == '\0')
        judged.name = "-"; /* the form has said so already: look at the rest */
    if (o.type != NULL) {
        struct fault f = organisation_check(rq->arena, rq->site->packs, &judged, NULL, rq->now_ms, &checked);
        if (f.status != OK) {
            bool in_list = strcmp(f.detail, "type") == 0 && o.type == form_text(rq, "type_other");
            form_fail(rq, in_list ? "type_other" : f.detail, f.msgid);
        }
    }
    if (!comes_as_self(rq) && form_text(rq, "person")[0] == '\0')
        form_fail(rq, "person",
                  N_("Fill in your name, so that your colleagues know who made the organisation."));
    if (!comes_as_self(rq) && form_text(rq, "mail")[0] == '\0')
        form_fail(rq, "mail", N_("Fill in your mail address. The link with which you come in goes there."));
    return o;
}

static struct fault sent_show(struct rq *rq)
{
    bool leaves = admin_mail_leaves(rq->db, rq->arena);
    struct layout *l = rq_layout(rq, leaves ? tr(rq->lang, "Look in your mailbox")
                                            : tr(rq->lang, "Ask your administrator for the link"));
    organisation_sent_page(rq_html(rq), l, leaves);
    return reply_page(rq);
}

/* GET /organisatie/nieuw; also shows the form again with its messages. */
static struct fault new_show(struct rq *rq)
{
    if (rq->form == NULL && rq_query(rq, "gemaild") != NULL)
        return sent_show(rq);
    if (rq->form != NULL)
        check_new(rq);
    const char *land = rq->form != NULL ? form_text(rq, "country") : rq_query(rq, "land");
    bool belgium = land != NULL && land[0] != '\0' ? strcmp(land, "NL") != 0 : rq->lang->id != LANG_NL;
    const char *country = belgium ? "BE" : "NL";
    struct organisation_new_view v = {
        .layout = rq_layout(rq, tr(rq->lang, "Make an organisation")),
        .belgium = belgium,
        .signed_in = comes_as_self(rq),
        .country = form_field(rq, &new_form, "country", country),
        .name = form_field(rq, &new_form, "name", ""),
        .type = form_field(rq, &new_form, "type", ""),
        .type_other = form_field(rq, &new_form, "type_other", ""),
        .size = form_field(rq, &new_form, "size", ""),
        .sector = form_field(rq, &new_form, "sector", ""),
        .place = form_field(rq, &new_form, "place", ""),
    };
    v.messages = form_messages(rq, &v.message_count);
    v.layout->lead = tr(rq->lang, "Then you invite colleagues, and each of them answers a part of the scan.");
    v.layout->failed = v.message_count > 0;
    v.country->type = "hidden";
    v.country->value = country;
    v.type->elsewhere = v.type_other->elsewhere = true; /* either of the two */
    v.size->required = true; /* the handler says when; the label should not say optional */
    kind_common(rq, v.type, country);
    kind_list(rq, v.type_other, country, country);
    kind_sizes(rq, v.size, country);
    kind_sectors(rq, v.sector);
    if (!v.signed_in) {
        v.person = form_field(rq, &new_form, "person", "");
        v.mail = form_field(rq, &new_form, "mail", "");
        v.person->required = v.mail->required = true;
    }
    organisation_new_page(rq_html(rq), &v);
    return reply_page(rq);
}

static struct fault mail_way_in(struct rq *rq, int64_t user, int64_t organisation, const char *name)
{
    const char *mail = form_text(rq, "mail");
    const char *token =
        account_token_new(rq->db, rq->arena, ACCOUNT_TOKEN_MAIL, user,
                          arena_printf(rq->arena, "/organisatie/%lld", (long long)organisation), rq->now_ms);
    const struct admin_letter letter = {
        .to = mail,
        .subject = arena_printf(rq->arena, tr(rq->lang, "Enter %s in Kapstok"), name),
        .body = arena_printf(
            rq->arena,
            tr(rq->lang, "Hello %s,\n\nThe organisation \"%s\" is made. With this link you come in. It works "
                         "once, within the hour:\n\n%s/binnen/%s\n\nDid you not ask for this? Then you need "
                         "not do anything.\n"),
            form_text(rq, "person"), name, rq->site->public_url, token),
        .topic = "",
        .ends_at = DB_SOME(account_mail_token_ends(rq->now_ms)),
    };
    admin_letter_queue(rq->db, &letter, rq->now_ms);
    reply_notice(rq, arena_printf(rq->arena,
                                  admin_mail_leaves(rq->db, rq->arena)
                                      ? tr(rq->lang, "The organisation is made. The link goes to %s.")
                                      : tr(rq->lang, "The organisation is made. The mail to %s waits: this "
                                                     "installation has no mail server yet."),
                                  mail));
    return reply_redirect(rq, "/organisatie/nieuw?gemaild=1");
}

/* POST /organisatie/nieuw */
static struct fault create(struct rq *rq)
{
    bool signed_in = comes_as_self(rq);
    struct organisation o = check_new(rq);
    if (form_has_errors(rq))
        return form_again(rq);
    if (!signed_in && rq_over_limit(rq, "organisation-new", form_text(rq, "mail"), VISITORS_PER_HOUR))
        return FAULT(LIMITED,
                     N_("That is many organisations within an hour. Try again later, or sign in first."));
    int64_t user = signed_in ? rq->actor.user
                             : account_user_ensure(rq->db, rq->arena, form_text(rq, "person"),
                                                   form_text(rq, "mail"), rq->lang->code, rq->now_ms);

    int64_t id;
    struct fault f = organisation_create(rq->db, rq->arena, rq->site->packs, &o, user, rq->now_ms, &id);
    if (f.status != OK)
        return f;
    if (!signed_in)
        return mail_way_in(rq, user, id, o.name);
    reply_notice(rq, tr(rq->lang, "The organisation is made. You are its administrator and guide."));
    return reply_redirect(rq, "/organisatie/%lld", (long long)id);
}

/* ---- Home -------------------------------------------------------------------------------------------- */

static const char *add_missing(struct rq *rq, const char *list, const char *what)
{
    return list == NULL ? what : arena_printf(rq->arena, "%s, %s", list, what);
}

/* What the organisation has not told about itself; NULL = nothing. */
static const char *missing_data(struct rq *rq, const struct organisation *o)
{
    const char *list = NULL;
    size_t departments, entities;
    organisation_departments(rq->db, rq->arena, o->id, &departments);
    organisation_entities(rq->db, rq->arena, o->id, &entities);
    if (o->place[0] == '\0')
        list = add_missing(rq, list, tr(rq->lang, "municipality or postcode"));
    if (departments == 0)
        list = add_missing(rq, list, tr(rq->lang, "departments"));
    if (entities == 0)
        list = add_missing(rq, list, tr(rq->lang, "legal entities"));
    return list;
}

/* "Gemeente · 10.000 tot 29.999 inwoners · Olmenrode" */
static const char *description(struct rq *rq, const struct organisation *o)
{
    const struct pack_types *types = packs_types(rq->site->packs);
    const struct pack_type *t = pack_type_find(types, o->type);
    const struct pack_size *s = o->size == NULL ? NULL : pack_size_find(types, o->size);
    const char *parts[] = { t == NULL ? "" : text_in(rq->lang, &t->title),
                            s == NULL ? "" : text_in(rq->lang, &s->title), o->place };
    const char *line = "";
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
        if (parts[i][0] != '\0')
            line = arena_printf(rq->arena, "%s%s%s", line, line[0] == '\0' ? "" : " · ", parts[i]);
    return line;
}

/* What whoever opens the home should do or know first. */
static const char *home_title(struct rq *rq, size_t members, size_t waiting, bool invites)
{
    if (!invites)
        return tr(rq->lang, "On with the scan");
    if (members <= 1)
        return tr(rq->lang, "Invite your colleagues first");
    if (waiting == 0)
        return tr(rq->lang, "Everyone has been in: on with the scan");
    return arena_printf(rq->arena,
                        tr_n(rq->lang, "%d of %d members has not been in yet",
                             "%d of %d members have not been in yet", (int64_t)waiting),
                        (int)waiting, (int)members);
}

/* What the other slices have to say to this person. */
static void add_cards(struct rq *rq, struct organisation_home_view *v, const struct organisation *o)
{
    const struct organisation_cards *all = rq->site->home;
    struct organisation_card *cards =
        NEW_ARRAY(rq->arena, struct organisation_card, all == NULL ? 0 : all->count);
    for (size_t i = 0; all != NULL && i < all->count; i++) {
        struct organisation_card card = { 0 };
        if (all->cards[i](rq, o, &card))
            cards[v->card_count++] = card;
    }
    v->cards = cards;
}

/* The one act of the page: without colleagues there is no scan to speak of; else what waits for this person, else the
 * first that there is. */
static void home_action(struct rq *rq, const struct organisation_home_view *v, bool alone)
{
    const struct organisation_card *act = NULL;
    for (size_t i = 0; i < v->card_count; i++)
        if (act == NULL || (v->cards[i].act && !act->act))
            act = &v->cards[i];
    if (alone) {
        v->layout->action_url = arena_printf(rq->arena, "/organisatie/%lld/leden#plakken", (long long)v->id);
        v->layout->action_label = tr(rq->lang, "Invite colleagues");
    } else if (act != NULL) {
        v->layout->action_url = act->url;
        v->layout->action_label = act->label;
    }
}

static struct fault home(struct rq *rq)
{
    const struct organisation *o = web_organisation(rq);
    size_t count, waiting = 0;
    const struct organisation_member *members = organisation_members(rq->db, rq->arena, o->id, &count);
    for (size_t i = 0; i < count; i++)
        waiting += !members[i].entered;
    bool manages = (rq->actor.roles & ROLE_MANAGER) != 0;
    bool invites = (rq->actor.roles & (ROLE_MANAGER | ROLE_GUIDE)) != 0;
    bool alone = count <= 1 && invites;
    struct organisation_home_view v = {
        .layout = rq_layout(rq, home_title(rq, count, waiting, invites)),
        .id = o->id,
        .members = count,
        .waiting = waiting,
        .manages = manages,
        .invites = invites,
        .missing = manages ? missing_data(rq, o) : NULL,
    };
    v.layout->wide = true;
    v.layout->lead = arena_printf(rq->arena, "%s · %s", o->name, description(rq, o));
    const struct organisation_member *self =
        organisation_member_get(rq->db, rq->arena, o->id, rq->actor.member);
    v.invited_as = self != NULL && self->invited ? self->name : NULL;
    add_cards(rq, &v, o);
    if (v.invited_as == NULL)
        home_action(rq, &v, alone);
    organisation_home_page(rq_html(rq), &v);
    return reply_page(rq);
}

/* POST /organisatie/:org/deelnemen */
static struct fault take_part(struct rq *rq)
{
    organisation_member_accept(rq->db, rq->actor.organisation, rq->actor.member);
    reply_notice(rq, tr(rq->lang, "You take part. The members see your name now."));
    return reply_redirect(rq, "/organisatie/%lld", (long long)rq->actor.organisation);
}

/* ---- Routes ------------------------------------------------------------------------------------------ */

#define ORG "/organisatie/:org"
static const struct route routes[] = {
    GET("/organisaties", SIGNED_IN, list),
    GET("/organisatie/nieuw", PUBLIC, new_show),
    POST("/organisatie/nieuw", PUBLIC, create, .form = &new_form, .again = new_show),
    GET(ORG, ORG_READ, home),
    POST(ORG "/deelnemen", ORG_READ, take_part),

    GET(ORG "/gegevens", ORG_MANAGE, data_show),
    POST(ORG "/gegevens", ORG_MANAGE, data_save, .form = &data_form, .again = data_show),
    POST(ORG "/diensten", ORG_MANAGE, department_add, .form = &department_form, .again = data_show),
    GET(ORG "/diensten/:department", ORG_MANAGE, department_show),
    POST(ORG "/diensten/:department", ORG_MANAGE, department_save, .form = &department_form,
         .again = department_show),
    POST(ORG "/diensten/:department/archief", ORG_MANAGE, department_archive),
    POST(ORG "/rechtspersonen", ORG_MANAGE, entity_add, .form = &entity_form, .again = data_show),
    GET(ORG "/rechtspersonen/:entity", ORG_MANAGE, entity_show),
    POST(ORG "/rechtspersonen/:entity", ORG_MANAGE, entity_save, .form = &entity_form, .again = entity_show),
    POST(ORG "/rechtspersonen/:entity/archief", ORG_MANAGE, entity_archive),
    POST(ORG "/themas", ORG_MANAGE, theme_add, .form = &theme_form, .again = data_show),
    GET(ORG "/themas/:theme", ORG_MANAGE, theme_show),
    POST(ORG "/themas/:theme", ORG_MANAGE, theme_save, .form = &theme_form, .again = theme_show),
    POST(ORG "/themas/:theme/archief", ORG_MANAGE, theme_archive),

    GET(ORG "/leden", ORG_READ, member_list),
    POST(ORG "/leden/plakken", ORG_GUIDE_OR_MANAGE, member_paste, .form = &paste_form, .again = member_list,
         .body_cap = PASTE_BODY_CAP),
    POST(ORG "/leden/toevoegen", ORG_GUIDE_OR_MANAGE, member_paste_add, .form = &paste_form,
         .again = member_list, .body_cap = PASTE_BODY_CAP),
    GET(ORG "/leden/:member", ORG_MANAGE, member_show),
    POST(ORG "/leden/:member", ORG_MANAGE, member_save, .form = &member_form, .again = member_show),
    POST(ORG "/leden/:member/einde", ORG_MANAGE, member_end, .form = &member_end_form),
    POST(ORG "/leden/:member/naam", ORG_MANAGE, member_name, .form = &member_name_form),
    POST(ORG "/leden/:member/terug", ORG_MANAGE, member_back),
    POST(ORG "/leden/:member/link", ORG_MANAGE, member_link),
    POST(ORG "/leden/:member/mail", ORG_GUIDE_OR_MANAGE, member_mail),
};

const struct slice slice_organisation = { .name = "organisation", SLICE_ROUTES(routes) };
