/* Handlers and form specs that the slice's route table names, by file; and what they share. */
#ifndef SLICE_ORGANISATION_WEB_H
#define SLICE_ORGANISATION_WEB_H

#include "http/http.h"
#include "slice/organisation/organisation.h"

/* organisation_web.c */
/* The organisation of :org; the resolver of rights has seen that it exists. */
const struct organisation *web_organisation(struct rq *rq);
/* Layout with the way back to the organisation's home, and to one page under it when url is not NULL. */
struct layout *web_layout(struct rq *rq, const char *title, const char *url, const char *label);
/* An audit line of the person who asks, about :org. */
void web_audit(struct rq *rq, const char *action, int64_t object, const char *detail);
/* "administrator, guide" */
const char *web_roles(struct rq *rq, unsigned roles);

/* data_web.c: data, departments, legal entities, own themes */
handler_fn data_show, data_save, department_add, department_show, department_save, department_archive,
    entity_add, entity_show, entity_save, entity_archive, theme_add, theme_show, theme_save, theme_archive;
extern const struct form_spec data_form, department_form, entity_form, theme_form;

/* member_web.c */
handler_fn member_list, member_paste, member_paste_add, member_show, member_save, member_end, member_back,
    member_link, member_mail, member_name;
extern const struct form_spec paste_form, member_form, member_end_form, member_name_form;

/* kind_web.c: the fields that say what kind of organisation it is */
struct field_view;
/* The six commonest of a country as radios, then that it stands in the list, then "prefer not to say": nobody looks for
 * that among the kinds. */
void kind_common(struct rq *rq, struct field_view *f, const char *country);
/* All others of a country in groups; without a country those of both, "prefer not to say" on top and then the groups of
 * `home`. */
void kind_list(struct rq *rq, struct field_view *f, const char *country, const char *home);
/* Size classes of both sorts in two groups, with help that says which kinds count inhabitants. */
void kind_sizes(struct rq *rq, struct field_view *f, const char *country);
void kind_sectors(struct rq *rq, struct field_view *f);

#endif
