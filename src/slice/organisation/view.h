/* What the pages of the slice show. Built by the *_web.c files, drawn by the *.page files. */
#ifndef SLICE_ORGANISATION_VIEW_H
#define SLICE_ORGANISATION_VIEW_H

#include "html/field.h"
#include "html/layout.h"
#include "paste.h"
#include "slice/organisation/organisation.h"

struct organisation_choice {
    int64_t id;
    const char *name, *roles;
};

struct organisation_list_view {
    struct layout *layout;
    const struct organisation_choice *lines;
    size_t count;
};

struct organisation_new_view {
    struct layout *layout;
    bool belgium, signed_in;
    struct field_view *country; /* hidden: chosen above the form */
    struct field_view *name, *type, *type_other, *size, *sector, *place;
    struct field_view *person, *mail; /* NULL when signed in */
    const struct field_message *messages;
    size_t message_count;
};

struct organisation_home_view {
    struct layout *layout;
    int64_t id;
    size_t members, waiting; /* waiting: not been in yet */
    bool manages, invites;
    const char *
        invited_as; /* had an account already and was added: the name that is shown until then; NULL = takes part */
    const struct organisation_card *cards; /* of other slices */
    size_t card_count;
    const char *missing; /* "departments, legal entities"; NULL = nothing, or not this person's business */
};

struct organisation_data_view {
    struct layout *layout;
    int64_t id;
    struct field_view *name, *type, *size, *sector, *place, *lang;
    const struct organisation_entity *entities;
    size_t entity_count, entities_archived; /* of the count */
    struct field_view *entity_name, *entity_number;
    const struct organisation_department *departments;
    size_t department_count, departments_archived; /* of the count */
    struct field_view *department_name;
    const struct organisation_theme *themes; /* archived ones too */
    size_t theme_count, archived;
    struct field_view *theme_title, *theme_about, *theme_domain;
    const struct field_message *messages;
    size_t message_count;
};

/* One department, legal entity or own theme: fields, and the way to be rid of it. */
struct organisation_part_view {
    struct layout *layout;
    const char *action;                /* where its form posts */
    struct field_view *first, *second; /* lines; second may be NULL */
    struct field_view *about, *domain; /* themes only */
    const char *remove_action, *remove_label, *remove_help;
    const char *back; /* the page it came from */
    const struct field_message *messages;
    size_t message_count;
};

/* ---- Members ----------------------------------------------------------------------------------------- */

struct member_line {
    int64_t id;
    const char *name;
    const char *mail; /* NULL = not shown to this person */
    const char *department, *roles, *attribute;
    const char *until; /* last day in words; NULL = none */
    bool entered, ended;
    bool by_role;     /* pages show the role in place of the name */
    const char *self; /* badge "that is you"; NULL = someone else */
};

struct member_list_view {
    struct layout *layout;
    int64_t organisation;
    const struct member_line *present, *former;
    size_t present_count, former_count;
    bool manages, invites;
    struct field_view *rows, *mail; /* the paste form; NULL = may not */
    const struct field_message *messages;
    size_t message_count;
};

struct member_paste_view {
    struct layout *layout;
    int64_t organisation;
    const struct paste *paste;
    size_t to_add;
    const char *text; /* what was pasted */
    bool mail;
    struct field_view *rows, *mail_tick; /* to mend it; NULL when there is nothing to mend */
};

struct member_edit_view {
    struct layout *layout;
    int64_t organisation, id;
    const char *name, *mail;
    struct field_view *roles, *attribute, *department, *department_new, *ends_on;
    bool showable; /* the link may be shown */
    bool by_role;  /* pages show the role in place of the name */
    struct field_view *end_by_role;
    const struct field_message *messages;
    size_t message_count;
};

struct member_link_view {
    struct layout *layout;
    int64_t organisation, id;
    const char *name, *mail, *url, *until;
};

#endif
