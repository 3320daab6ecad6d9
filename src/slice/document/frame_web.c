/* What the pages of documents share. */
#include <string.h>

#include "slice/document/view.h"

static const struct fault missing = { .status = NOT_FOUND, .msgid = N_("This document does not exist.") };

struct fault document_find(struct rq *rq, const struct trajectory **t, const struct document **d)
{
    *t = trajectory_of(rq);
    *d = *t == NULL ? NULL
                    : document_get(rq->db, rq->arena, (*t)->organisation, (*t)->id, rq_id(rq, "document"));
    if (*d == NULL || (trajectory_only_reads(rq) && ((*d)->agreed == 0 || (*d)->archived_at.set)))
        return missing;
    return NO_FAULT;
}

struct fault document_find_writer(struct rq *rq, const struct trajectory **t, const struct document **d)
{
    struct fault f = document_find(rq, t, d);
    if (f.status == OK && !document_may_write(*d, rq->actor.roles, rq->actor.user))
        return FAULT(
            DENIED,
            N_("This text is written by who began it, a guide or a minute-taker. You can make a remark."));
    return f;
}

struct fault document_find_leader(struct rq *rq, const struct trajectory **t, const struct document **d)
{
    struct fault f = document_find(rq, t, d);
    if (f.status == OK && !document_may_lead(rq->actor.roles))
        return FAULT(DENIED, N_("Only a guide or a minute-taker can do this."));
    return f;
}

const char *document_list_url(struct rq *rq, const struct trajectory *t)
{
    return arena_printf(rq->arena, "%s/documenten", trajectory_path(rq->arena, t));
}

struct layout *document_layout(struct rq *rq, const struct trajectory *t, const struct document *d,
                               const char *title, bool under)
{
    struct layout *l =
        trajectory_layout(rq, t, title, "/documenten", document_list_url(rq, t), tr(rq->lang, "Documents"));
    if (!under)
        return l;
    struct layout_link *crumbs = NEW_ARRAY(rq->arena, struct layout_link, l->crumb_count + 1);
    memcpy(crumbs, l->crumbs, l->crumb_count * sizeof *crumbs);
    crumbs[l->crumb_count++] =
        (struct layout_link){ .url = document_path(rq->arena, d),
                              .label = trajectory_only_reads(rq) ? d->agreed_title : d->title };
    l->crumbs = crumbs;
    return l;
}

const struct lang *document_lang(struct rq *rq)
{
    const struct organisation *o = organisation_get(rq->db, rq->arena, rq_id(rq, "org"));
    const struct lang *lang = o == NULL ? NULL : lang_find(o->lang);
    return lang == NULL ? rq->lang : lang;
}

const char *document_number(struct rq *rq, int64_t n)
{
    return arena_printf(rq->arena, "%lld", (long long)n);
}

const char *document_tone(const struct document *d, bool reader)
{
    if (d->archived_at.set)
        return "neutral";
    if (reader || d->state == DOCUMENT_APPROVED || d->state == DOCUMENT_ADOPTED)
        return "success";
    return d->state == DOCUMENT_REVIEW ? "active" : "neutral";
}

const char *document_state_label(struct rq *rq, const struct document *d, bool reader)
{
    if (d->archived_at.set)
        return tr(rq->lang, "set aside");
    if (d->state == DOCUMENT_ADOPTED)
        return tr(rq->lang, "adopted");
    if (reader || d->state == DOCUMENT_APPROVED)
        return tr(rq->lang, "approved");
    return d->state == DOCUMENT_REVIEW ? tr(rq->lang, "in review") : tr(rq->lang, "draft");
}

void document_sort_options(struct rq *rq, struct field_view *f, bool minutes)
{
    static const char *const help[DOCUMENT_SORTS] = {
        [DOCUMENT_MINUTES] = N_("of a meeting: who was there, what was said and agreed"),
        [DOCUMENT_TEXT] = N_("a text that the group agrees on"),
        [DOCUMENT_MOTIVATION] = N_("why you do this"),
        [DOCUMENT_NOTE] = N_("for the council, the management, or to think along"),
        [DOCUMENT_OUTPUT] = N_("what a step asks you to write"),
    };
    struct field_option *o = NEW_ARRAY(rq->arena, struct field_option, DOCUMENT_SORTS);
    f->options = o;
    for (int i = 0; i < DOCUMENT_SORTS; i++)
        if (i != DOCUMENT_MINUTES || minutes)
            o[f->option_count++] =
                (struct field_option){ .value = document_sort_name((enum document_sort)i),
                                       .label = document_sort_label(rq->lang, (enum document_sort)i),
                                       .help = tr(rq->lang, help[i]) };
}

const struct remark_line *document_remark_lines(struct rq *rq, const struct document *d, bool open_only,
                                                size_t *count)
{
    const struct document_remark *list = document_remarks(rq->db, rq->arena, d, open_only, count);
    const struct organisation_names *names = organisation_names(rq->db, rq->arena, d->organisation);
    struct remark_line *lines = NEW_ARRAY(rq->arena, struct remark_line, *count);
    for (size_t i = 0; i < *count; i++) {
        const struct document_remark *r = &list[i];
        lines[i] = (struct remark_line){
            .remark = r,
            .who = organisation_name_of(names, rq->arena, rq->lang, r->user.set ? r->user.v : 0),
            .when = format_date(rq->arena, rq->lang, r->created_at),
        };
        if (r->outcome[0] != '\0')
            lines[i].answered = arena_printf(
                rq->arena, "%s: %s, %s",
                strcmp(r->outcome, "taken") == 0 ? tr(rq->lang, "Taken over") : tr(rq->lang, "Not taken over"),
                organisation_name_of(names, rq->arena, rq->lang, r->answered_by.set ? r->answered_by.v : 0),
                format_date(rq->arena, rq->lang, r->answered_at.v));
    }
    return lines;
}

bool document_file_shown(struct rq *rq, const struct document *d, const struct attachment *file)
{
    if (!trajectory_only_reads(rq))
        return true;
    return !file->removed_at.set && d->approved_at.set && file->created_at <= d->approved_at.v;
}

bool document_settled(struct rq *rq, struct fault f, struct fault *answer)
{
    *answer = f;
    if (f.status == OK)
        return true;
    if (f.status == INVALID && f.detail != NULL) {
        form_fail(rq, f.detail, f.msgid);
        *answer = form_again(rq);
    }
    return false;
}
