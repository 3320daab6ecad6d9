/* The data of an organisation on one page, and a page each to change a department, legal entity or own theme. */
#include <string.h>

#include "organisation_page.h"
#include "slice/organisation/view.h"
#include "web.h"

static const char *const langs[] = { "nl_BE", "nl", "en", NULL };
static const struct field data_fields[] = {
    { "name", FIELD_TEXT, .required = true, .min = 2, .max = ORGANISATION_MAX_NAME,
      .label = N_("Name of the organisation"), .message = N_("Fill in the name of the organisation."),
      .autocomplete = "organization" },
    { "type", FIELD_CHOICE, .required = true, .label = N_("What kind of organisation is it?") },
    { "size", FIELD_CHOICE, .label = N_("How large is it?") },
    { "sector", FIELD_CHOICE, .label = N_("Sector"),
      .help = N_("Only companies and associations fill this in.") },
    { "place", FIELD_TEXT, .max = ORGANISATION_MAX_PLACE, .label = N_("Municipality or postcode"),
      .autocomplete = "postal-code" },
    { "lang", FIELD_CHOICE, .required = true, .choices = langs,
      .label = N_("Wording of the statements and mails") },
};
const struct form_spec data_form = FORM(data_fields);

static const struct field department_fields[] = {
    { "department", FIELD_TEXT, .required = true, .max = ORGANISATION_MAX_DEPARTMENT,
      .label = N_("Name of the department"), .message = N_("Fill in the name of the department.") },
};
const struct form_spec department_form = FORM(department_fields);

static const struct field entity_fields[] = {
    { "entity", FIELD_TEXT, .required = true, .max = ORGANISATION_MAX_NAME,
      .label = N_("Name of the legal entity"), .message = N_("Fill in the name of the legal entity.") },
    { "number", FIELD_TEXT, .max = 40, .label = N_("Number") },
};
const struct form_spec entity_form = FORM(entity_fields);

static const struct field theme_fields[] = {
    { "theme", FIELD_TEXT, .required = true, .max = ORGANISATION_MAX_NAME, .label = N_("Name of the theme"),
      .message = N_("Fill in the name of the theme.") },
    { "about", FIELD_AREA, .max = ORGANISATION_MAX_ABOUT, .label = N_("What it is about") },
    { "domain", FIELD_CHOICE, .label = N_("Beside which domain of the scan?") },
};
const struct form_spec theme_form = FORM(theme_fields);

/* ---- Fields ------------------------------------------------------------------------------------------ */

static struct field_view *lang_field(struct rq *rq, const char *value)
{
    struct field_view *f = form_field(rq, &data_form, "lang", value);
    struct field_option *o = NEW_ARRAY(rq->arena, struct field_option, LANG_COUNT);
    for (int i = 0; i < LANG_COUNT; i++)
        o[i] = (struct field_option){ .value = lang_get((enum lang_id)i)->code,
                                      .label = lang_get((enum lang_id)i)->name };
    f->options = o;
    f->option_count = LANG_COUNT;
    return f;
}

/* The enterprise number of the organisation's country, in whatever language: what it is called there and how it is
 * written. */
static struct field_view *number_field(struct rq *rq, const struct organisation *o, const char *value)
{
    struct field_view *f = form_field(rq, &entity_form, "number", value);
    bool dutch = strcmp(o->country, "NL") == 0;
    f->label = dutch ? tr(rq->lang, "KvK number") : tr(rq->lang, "Enterprise number (KBO)");
    f->help = dutch ? tr(rq->lang, "Your number at the Chamber of Commerce (KvK), eight digits.")
                    : tr(rq->lang, "Ten digits, like 0123.456.749 (KBO).");
    return f;
}

/* The scan that fits the organisation; NULL when its type or that pack is not installed any more. */
static const struct pack_scan *scan_of(struct rq *rq, const struct organisation *o)
{
    const struct pack_type *t = pack_type_find(packs_types(rq->site->packs), o->type);
    return t == NULL ? NULL : pack_scan_find(rq->site->packs, t->scan, 0);
}

static struct field_view *domain_field(struct rq *rq, const struct organisation *o, const char *value)
{
    struct field_view *f = form_field(rq, &theme_form, "domain", value);
    const struct pack_scan *scan = scan_of(rq, o);
    if (scan == NULL)
        return f;
    struct field_option *options = NEW_ARRAY(rq->arena, struct field_option, (size_t)scan->domain_count);
    for (int i = 0; i < scan->domain_count; i++)
        options[i] = (struct field_option){ .value = scan->domains[i].id,
                                            .label = text_in(rq->lang, &scan->domains[i].title) };
    f->options = options;
    f->option_count = (size_t)scan->domain_count;
    return f;
}

/* "" or a domain of the organisation's scan, or what is stored already; a message otherwise. */
static void check_domain(struct rq *rq, const char *stored)
{
    const char *domain = form_text(rq, "domain");
    const struct pack_scan *scan = scan_of(rq, web_organisation(rq));
    bool known = domain[0] == '\0' || strcmp(domain, stored) == 0;
    for (int i = 0; scan != NULL && i < scan->domain_count && !known; i++)
        known = strcmp(scan->domains[i].id, domain) == 0;
    if (!known)
        form_fail(rq, "domain", N_("Choose one of the domains in the list."));
}

/* ---- The page with all data -------------------------------------------------------------------------- */

/* GET /organisatie/:org/gegevens; also shows any of its forms again. */
struct fault data_show(struct rq *rq)
{
    const struct organisation *o = web_organisation(rq);
    struct organisation_data_view v = {
        .layout = web_layout(rq, tr(rq->lang, "Data of the organisation"), NULL, NULL),
        .id = o->id,
        .name = form_field(rq, &data_form, "name", o->name),
        .type = form_field(rq, &data_form, "type", o->type),
        .size = form_field(rq, &data_form, "size", o->size),
        .sector = form_field(rq, &data_form, "sector", o->sector),
        .place = form_field(rq, &data_form, "place", o->place),
        .lang = lang_field(rq, o->lang),
        .entity_name = form_field(rq, &entity_form, "entity", ""),
        .entity_number = number_field(rq, o, ""),
        .department_name = form_field(rq, &department_form, "department", ""),
        .theme_title = form_field(rq, &theme_form, "theme", ""),
        .theme_about = form_field(rq, &theme_form, "about", ""),
        .theme_domain = domain_field(rq, o, ""),
    };
    v.size->required = true;
    kind_list(rq, v.type, NULL, o->country);
    kind_sizes(rq, v.size, o->country);
    kind_sectors(rq, v.sector);
    v.messages = form_messages(rq, &v.message_count);
    v.departments = organisation_departments_all(rq->db, rq->arena, o->id, &v.department_count);
    for (size_t i = 0; i < v.department_count; i++)
        v.departments_archived += v.departments[i].archived.at != 0;
    v.entities = organisation_entities_all(rq->db, rq->arena, o->id, &v.entity_count);
    for (size_t i = 0; i < v.entity_count; i++)
        v.entities_archived += v.entities[i].archived.at != 0;
    v.themes = organisation_themes_all(rq->db, rq->arena, o->id, &v.theme_count);
    for (size_t i = 0; i < v.theme_count; i++)
        v.archived += v.themes[i].archived;
    v.layout->lead = o->name;
    organisation_data_page(rq_html(rq), &v);
    return reply_page(rq);
}

static struct fault back_to_data(struct rq *rq, const char *part, const char *notice)
{
    reply_notice(rq, notice);
    return reply_redirect(rq, "/organisatie/%lld/gegevens%s", (long long)rq_id(rq, "org"), part);
}

/* POST /organisatie/:org/gegevens */
struct fault data_save(struct rq *rq)
{
    struct organisation o = *web_organisation(rq);
    o.name = form_text(rq, "name");
    o.type = form_text(rq, "type");
    o.size = form_text(rq, "size");
    o.sector = form_text(rq, "sector");
    o.place = form_text(rq, "place");
    o.lang = form_text(rq, "lang");
    const struct pack_type *t = pack_type_find(packs_types(rq->site->packs), o.type);
    if (t != NULL && strcmp(t->country, "any") != 0)
        o.country = t->country;
    struct fault f = organisation_change(rq->db, rq->arena, rq->site->packs, &o, rq->now_ms);
    if (f.status == INVALID) {
        form_fail(rq, strcmp(f.detail, "country") == 0 ? "type" : f.detail, f.msgid);
        return form_again(rq);
    }
    if (f.status != OK)
        return f;
    web_audit(rq, "organisation.change", 0, o.type);
    return back_to_data(rq, "", tr(rq->lang, "The data are kept."));
}

/* ---- Departments ------------------------------------------------------------------------------------- */

/* A rule's CONFLICT becomes a message at the field; everything else goes on as it is. */
static struct fault at_field(struct rq *rq, struct fault f, const char *field)
{
    if (f.status != CONFLICT)
        return f;
    form_fail(rq, field, f.msgid);
    return form_again(rq);
}

struct fault department_add(struct rq *rq)
{
    struct fault f =
        organisation_department_add(rq->db, rq->arena, rq_id(rq, "org"), form_text(rq, "department"));
    if (f.status != OK)
        return at_field(rq, f, "department");
    web_audit(rq, "department.add", 0, "");
    return back_to_data(rq, "#diensten", tr(rq->lang, "The department is added."));
}

static struct organisation_part_view *part_view(struct rq *rq, const char *title, const char *kind, int64_t id)
{
    struct organisation_part_view *v = NEW(rq->arena, struct organisation_part_view);
    long long org = (long long)rq_id(rq, "org");
    const char *data = arena_printf(rq->arena, "/organisatie/%lld/gegevens", org);
    *v = (struct organisation_part_view){
        .layout = web_layout(rq, title, data, tr(rq->lang, "Data")),
        .action = arena_printf(rq->arena, "/organisatie/%lld/%s/%lld", org, kind, (long long)id),
        .remove_action = arena_printf(rq->arena, "/organisatie/%lld/%s/%lld/archief", org, kind, (long long)id),
        .back = data,
    };
    v->messages = form_messages(rq, &v->message_count);
    return v;
}

static struct fault part_page(struct rq *rq, const struct organisation_part_view *v)
{
    organisation_part_page(rq_html(rq), v);
    return reply_page(rq);
}

/* "In the archive since 3 March 2026, by Anna." */
static const char *archived_text(struct rq *rq, struct organisation_archived archived)
{
    const struct organisation_names *names = organisation_names(rq->db, rq->arena, rq_id(rq, "org"));
    const char *who = organisation_name_of(names, rq->arena, rq->lang, archived.by);
    const char *day = format_date(rq->arena, rq->lang, archived.at);
    return who[0] == '\0' ? arena_printf(rq->arena, tr(rq->lang, "In the archive since %s."), day)
                          : arena_printf(rq->arena, tr(rq->lang, "In the archive since %s, by %s."), day, who);
}

/* Into the archive now, by who asks; or, when it is there, out of it. */
static struct organisation_archived toggled(struct rq *rq, struct organisation_archived archived)
{
    return archived.at != 0 ? (struct organisation_archived){ 0 }
                            : (struct organisation_archived){ .at = rq->now_ms, .by = rq->actor.user };
}

#define GONE FAULT(NOT_FOUND, N_("This was removed, perhaps by a colleague."))

/* NULL when it is gone. */
static const struct organisation_department *find_department(struct rq *rq)
{
    size_t count;
    const struct organisation_department *d =
        organisation_departments_all(rq->db, rq->arena, rq_id(rq, "org"), &count);
    for (size_t i = 0; i < count; i++)
        if (d[i].id == rq_id(rq, "department"))
            return &d[i];
    return NULL;
}

struct fault department_show(struct rq *rq)
{
    const struct organisation_department *d = find_department(rq);
    if (d == NULL)
        return GONE;
    struct organisation_part_view *v = part_view(rq, d->name, "diensten", d->id);
    v->first = form_field(rq, &department_form, "department", d->name);
    const char *members =
        d->members == 0
            ? tr(rq->lang, "Nobody is in this department.")
            : arena_printf(rq->arena,
                           tr_n(rq->lang, "%d member is in this department, and stays a member without one.",
                                "%d members are in this department, and stay members without one.", d->members),
                           (int)d->members);
    if (d->archived.at != 0) {
        v->remove_label = tr(rq->lang, "Bring the department back");
        v->remove_help = arena_printf(rq->arena, "%s %s", archived_text(rq, d->archived),
                                      tr(rq->lang, "Who was in it gets it back."));
    } else {
        v->remove_label = tr(rq->lang, "Put the department in the archive");
        v->remove_help = arena_printf(rq->arena, "%s %s", members,
                                      tr(rq->lang, "You can bring it back, with who was in it."));
    }
    return part_page(rq, v);
}

struct fault department_save(struct rq *rq)
{
    struct fault f = organisation_department_rename(rq->db, rq->arena, rq_id(rq, "org"),
                                                    rq_id(rq, "department"), form_text(rq, "department"));
    if (f.status != OK)
        return at_field(rq, f, "department");
    web_audit(rq, "department.rename", rq_id(rq, "department"), "");
    return back_to_data(rq, "#diensten", tr(rq->lang, "The department has its new name."));
}

/* POST /organisatie/:org/diensten/:department/archief: into the archive, or out of it. */
struct fault department_archive(struct rq *rq)
{
    const struct organisation_department *d = find_department(rq);
    if (d == NULL)
        return GONE;
    struct fault f = organisation_department_archive(rq->db, rq_id(rq, "org"), d->id, toggled(rq, d->archived));
    if (f.status != OK)
        return f;
    web_audit(rq, d->archived.at != 0 ? "department.back" : "department.archive", d->id, "");
    return back_to_data(
        rq, "#diensten",
        d->archived.at != 0
            ? tr(rq->lang, "The department is back, with who was in it.")
            : tr(rq->lang, "The department is in the archive; its members stay. Below you can bring it back."));
}

/* ---- Legal entities ---------------------------------------------------------------------------------- */

/* The number as it is written, or NULL with a message. own is the legal entity that may have it already; 0 = a new one. */
static const char *checked_number(struct rq *rq, int64_t own)
{
    const struct organisation *o = web_organisation(rq);
    const char *number = organisation_entity_number(rq->arena, o->country, form_text(rq, "number"));
    const struct organisation_entity *other =
        number == NULL ? NULL : organisation_entity_numbered(rq->db, rq->arena, o->id, number);
    if (other != NULL && other->id != own) {
        form_fail(rq, "number",
                  other->archived.at == 0
                      ? N_("\"%s\" has this number already.")
                      : N_("\"%s\" has this number already; it is in the archive, and you can bring it back."),
                  other->name);
        return NULL;
    }
    if (number != NULL)
        return number;
    if (strcmp(o->country, "NL") == 0)
        form_fail(rq, "number",
                  N_("This cannot be a KvK number: that has eight digits. You may also leave it open."));
    else
        form_fail(rq, "number",
                  N_("This cannot be an enterprise number: that has ten digits, and the last two "
                     "check the others. You may also leave it open."));
    return NULL;
}

struct fault entity_add(struct rq *rq)
{
    const char *number = checked_number(rq, 0);
    if (number == NULL)
        return form_again(rq);
    int64_t id = organisation_entity_add(rq->db, rq->arena, rq_id(rq, "org"), form_text(rq, "entity"), number,
                                         rq->now_ms);
    web_audit(rq, "entity.add", id, "");
    return back_to_data(rq, "#rechtspersonen", tr(rq->lang, "The legal entity is added."));
}

/* NULL when it is gone. */
static const struct organisation_entity *find_entity(struct rq *rq)
{
    size_t count;
    const struct organisation_entity *e =
        organisation_entities_all(rq->db, rq->arena, rq_id(rq, "org"), &count);
    for (size_t i = 0; i < count; i++)
        if (e[i].id == rq_id(rq, "entity"))
            return &e[i];
    return NULL;
}

struct fault entity_show(struct rq *rq)
{
    const struct organisation_entity *e = find_entity(rq);
    if (e == NULL)
        return GONE;
    struct organisation_part_view *v = part_view(rq, e->name, "rechtspersonen", e->id);
    v->first = form_field(rq, &entity_form, "entity", e->name);
    v->second = number_field(rq, web_organisation(rq), e->number);
    v->remove_label = e->archived.at != 0 ? tr(rq->lang, "Bring the legal entity back")
                                          : tr(rq->lang, "Put the legal entity in the archive");
    v->remove_help =
        e->archived.at != 0
            ? archived_text(rq, e->archived)
            : tr(rq->lang, "Only this name and number go. Members and scans stay. You can bring it back.");
    return part_page(rq, v);
}

struct fault entity_save(struct rq *rq)
{
    const char *number = checked_number(rq, rq_id(rq, "entity"));
    if (number == NULL)
        return form_again(rq);
    struct fault f = organisation_entity_change(rq->db, rq_id(rq, "org"), rq_id(rq, "entity"),
                                                form_text(rq, "entity"), number);
    if (f.status != OK)
        return f;
    web_audit(rq, "entity.change", rq_id(rq, "entity"), "");
    return back_to_data(rq, "#rechtspersonen", tr(rq->lang, "The legal entity is changed."));
}

/* POST /organisatie/:org/rechtspersonen/:entity/archief: into the archive, or out of it. */
struct fault entity_archive(struct rq *rq)
{
    const struct organisation_entity *e = find_entity(rq);
    if (e == NULL)
        return GONE;
    struct fault f = organisation_entity_archive(rq->db, rq_id(rq, "org"), e->id, toggled(rq, e->archived));
    if (f.status != OK)
        return f;
    web_audit(rq, e->archived.at != 0 ? "entity.back" : "entity.archive", e->id, "");
    return back_to_data(rq, "#rechtspersonen",
                        e->archived.at != 0
                            ? tr(rq->lang, "The legal entity is back.")
                            : tr(rq->lang, "The legal entity is in the archive. Below you can bring it back."));
}

/* ---- Own themes -------------------------------------------------------------------------------------- */

/* NULL when it is gone. */
static const struct organisation_theme *find_theme(struct rq *rq)
{
    size_t count;
    const struct organisation_theme *t = organisation_themes_all(rq->db, rq->arena, rq_id(rq, "org"), &count);
    for (size_t i = 0; i < count; i++)
        if (t[i].id == rq_id(rq, "theme"))
            return &t[i];
    return NULL;
}

struct fault theme_add(struct rq *rq)
{
    check_domain(rq, "");
    if (form_has_errors(rq))
        return form_again(rq);
    int64_t id = organisation_theme_add(rq->db, rq->arena, rq_id(rq, "org"), form_text(rq, "theme"),
                                        form_text(rq, "about"), form_text(rq, "domain"), rq->now_ms);
    web_audit(rq, "theme.add", id, "");
    return back_to_data(rq, "#themas", tr(rq->lang, "The theme is added."));
}

struct fault theme_show(struct rq *rq)
{
    const struct organisation_theme *t = find_theme(rq);
    if (t == NULL)
        return GONE;
    struct organisation_part_view *v = part_view(rq, t->title, "themas", t->id);
    v->first = form_field(rq, &theme_form, "theme", t->title);
    v->about = form_field(rq, &theme_form, "about", t->about);
    v->domain = domain_field(rq, web_organisation(rq), t->domain);
    v->remove_label =
        t->archived ? tr(rq->lang, "Bring the theme back") : tr(rq->lang, "Put the theme in the archive");
    v->remove_help = t->archived
                         ? tr(rq->lang, "This theme is in the archive and cannot be chosen now.")
                         : tr(rq->lang, "An archived theme can no longer be chosen. Where it is used it stays, "
                                        "and you can bring it back.");
    return part_page(rq, v);
}

struct fault theme_save(struct rq *rq)
{
    const struct organisation_theme *t = find_theme(rq);
    if (t == NULL)
        return GONE;
    check_domain(rq, t->domain);
    if (form_has_errors(rq))
        return form_again(rq);
    struct fault f = organisation_theme_change(rq->db, rq_id(rq, "org"), t->id, form_text(rq, "theme"),
                                               form_text(rq, "about"), form_text(rq, "domain"));
    if (f.status != OK)
        return f;
    web_audit(rq, "theme.change", t->id, "");
    return back_to_data(rq, "#themas", tr(rq->lang, "The theme is changed."));
}

/* POST /organisatie/:org/themas/:theme/archief: into the archive, or out of it. */
struct fault theme_archive(struct rq *rq)
{
    const struct organisation_theme *t = find_theme(rq);
    if (t == NULL)
        return GONE;
    struct fault f = organisation_theme_archive(rq->db, rq_id(rq, "org"), t->id, !t->archived, rq->now_ms);
    if (f.status != OK)
        return f;
    web_audit(rq, t->archived ? "theme.back" : "theme.archive", t->id, "");
    return back_to_data(rq, "#themas",
                        t->archived ? tr(rq->lang, "The theme is back.")
                                    : tr(rq->lang, "The theme is in the archive."));
}
