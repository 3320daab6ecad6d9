/* What the pages of reports share. */
#include <string.h>

#include "slice/report/view.h"

struct report_source report_source_of(struct rq *rq, const struct trajectory *t)
{
    return (struct report_source){ .db = rq->db,
                                   .arena = rq->arena,
                                   .packs = rq->site->packs,
                                   .parts = rq->site->trajectory_parts,
                                   .trajectory = t,
                                   .today = organisation_today(rq->arena, rq->now_ms) };
}

struct fault report_find(struct rq *rq, const struct trajectory **t, const struct report **r)
{
    *t = trajectory_of(rq);
    *r = *t == NULL ? NULL : report_get(rq->db, rq->arena, *t, rq_id(rq, "report"));
    if (*r == NULL || (trajectory_only_reads(rq) && (*r)->state != REPORT_ADOPTED))
        return FAULT(NOT_FOUND, N_("This report does not exist, or it was not adopted yet."));
    return NO_FAULT;
}

struct fault report_writing(struct rq *rq, const struct report *r)
{
    if (report_is_fixed(r))
        return FAULT(CONFLICT,
                     N_("This report is fixed: it was adopted or set aside. An erratum mends what was "
                        "adopted."));
    if (trajectory_guides(rq))
        return NO_FAULT;
    if (trajectory_only_reads(rq) || r->form != REPORT_FINAL)
        return FAULT(DENIED, N_("Only a guide writes this text."));
    if (r->state != REPORT_DRAFT)
        return FAULT(CONFLICT,
                     N_("This report is ready to be adopted. Ask a guide to work on it again first."));
    return NO_FAULT;
}

bool report_may_write(struct rq *rq, const struct report *r)
{
    return report_writing(rq, r).status == OK;
}

const char *report_list_url(struct rq *rq, const struct trajectory *t)
{
    return arena_printf(rq->arena, "%s/rapport", trajectory_path(rq->arena, t));
}

struct layout *report_layout(struct rq *rq, const struct trajectory *t, const struct report *r,
                             const char *title, bool under)
{
    struct layout *l =
        trajectory_layout(rq, t, title, "/rapport", report_list_url(rq, t), tr(rq->lang, "Report"));
    if (!under)
        return l;
    struct layout_link *crumbs = NEW_ARRAY(rq->arena, struct layout_link, l->crumb_count + 1);
    memcpy(crumbs, l->crumbs, l->crumb_count * sizeof *crumbs);
    crumbs[l->crumb_count++] = (struct layout_link){ .url = report_path(rq->arena, r), .label = r->title };
    l->crumbs = crumbs;
    return l;
}

const char *report_tone(const struct report *r)
{
    if (r->archived_at.set)
        return "neutral";
    return r->state == REPORT_ADOPTED ? "success" : r->state == REPORT_READY ? "active" : "neutral";
}

const char *report_file_name(struct rq *rq, const struct report *r, enum report_file file)
{
    static const char *const names[REPORT_FORMS] = { "eindrapport", "nota", "voorstel" };
    return arena_printf(rq->arena, "%s.%s", names[r->form], file == REPORT_PDF ? "pdf" : "docx");
}

const struct report_missing *report_missing_of(struct rq *rq, const struct trajectory *t,
                                               const struct report *r, size_t *count)
{
    *count = 0;
    if (r->form != REPORT_FINAL)
        return NULL;
    struct report_source from = report_source_of(rq, t);
    size_t all;
    const struct report_section *s = report_sections(&from, r, &all);
    const struct report_gaps *gaps = report_gaps(&from, r, s, all, rq->lang);
    struct report_missing *v = NEW_ARRAY(rq->arena, struct report_missing, all);
    for (size_t i = 0; i < all; i++)
        if (s[i].shown && gaps[i].count > 0)
            v[(*count)++] = (struct report_missing){
                s[i].title, r->lang->html,
                arena_printf(rq->arena, "%s/deel/%s", report_path(rq->arena, r), s[i].key), gaps[i]
            };
    return v;
}

bool report_settled(struct rq *rq, struct fault f, struct fault *answer)
{
    *answer = f;
    if (f.status == OK)
        return true;
    if (f.status == INVALID && f.detail != NULL) {
        form_fail(rq, f.detail, f.msgid);
        *answer = form_again(rq);
    } else if (f.status == CONFLICT && f.detail != NULL && rq->route->again != NULL) {
        *answer = form_again(rq);
    }
    return false;
}

bool report_is_behind(struct rq *rq, int64_t edit)
{
    return rq->form != NULL && !form_has_errors(rq) && form_int(rq, "edit").v != edit;
}

/* Who stored it last, and when. */
static const char *theirs_line(struct rq *rq, const struct report *r, const char *field)
{
    enum { LOOKED_AT = 50 };
    size_t count;
    const struct report_change *c = report_changes(rq->db, rq->arena, r, INT64_MAX, LOOKED_AT, &count);
    const struct organisation_names *names = organisation_names(rq->db, rq->arena, r->organisation);
    for (size_t i = 0; i < count; i++)
        if (strcmp(c[i].field, field) == 0)
            return arena_printf(
                rq->arena, tr(rq->lang, "by %s, %s"),
                organisation_name_of(names, rq->arena, rq->lang, c[i].user.set ? c[i].user.v : 0),
                format_time(rq->arena, rq->lang, c[i].at));
    return format_time(rq->arena, rq->lang, r->changed_at);
}

struct report_conflict *report_conflict_of(struct rq *rq, const struct report *r, const char *field,
                                           const char *theirs, const char *mine)
{
    if (strcmp(theirs, mine) == 0)
        return NULL;
    struct report_conflict *c = NEW(rq->arena, struct report_conflict);
    c->theirs = theirs;
    c->mine = mine;
    c->theirs_line = theirs_line(rq, r, field);
    c->count = text_diff(rq->arena, theirs, mine, &c->lines);
    return c;
}

const char *report_field_words(struct rq *rq, const struct report_section *sections, size_t count,
                               const char *field)
{
    static const struct {
        const char *field, *words;
    } known[] = { { "title", N_("Title") }, { "subtitle", N_("Subtitle") }, { "lang", N_("Language") },
                  { "cover", N_("Cover") }, { "contents", N_("Contents") }, { "content", N_("Text") } };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strcmp(known[i].field, field) == 0)
            return tr(rq->lang, known[i].words);
    bool lead = strncmp(field, "lead:", 5) == 0;
    const char *key = strchr(field, ':'), *title = field;
    for (size_t i = 0; key != NULL && i < count; i++)
        if (strcmp(sections[i].key, key + 1) == 0)
            title = sections[i].title;
    return arena_printf(rq->arena,
                        lead ? tr(rq->lang, "%s: own text before it") : tr(rq->lang, "%s: own text after it"),
                        title);
}

const char *report_number(struct rq *rq, int64_t n)
{
    return arena_printf(rq->arena, "%lld", (long long)n);
}
