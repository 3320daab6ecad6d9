/* A form that was sent: its values by the route's spec, its messages, and the way back to the page. */
#include "http/form.h"

#include <stdarg.h>
#include <string.h>

static size_t field_index(const struct form_spec *spec, const char *name)
{
    for (size_t i = 0; i < spec->count; i++)
        if (strcmp(spec->fields[i].name, name) == 0)
            return i;
    ASSERT(!"the form has a field of this name");
    return 0;
}

/* ---- Reading ---- */

/* Which field a sent name belongs to, "answer[gov.1]" to the family "answer"; NULL for names that the
 * form does not have. */
static const struct field *field_of(const struct form_spec *spec, const char *sent)
{
    size_t n = strlen(sent), bracket = strcspn(sent, "[");
    bool family = bracket < n && sent[n - 1] == ']' && n - bracket - 2 <= FORM_FAMILY_KEY && n > bracket + 2;
    for (size_t i = 0; i < spec->count; i++) {
        const struct field *f = &spec->fields[i];
        if (f->type == FIELD_FAMILY
                ? family && strlen(f->name) == bracket && memcmp(f->name, sent, bracket) == 0
                : strcmp(f->name, sent) == 0)
            return f;
    }
    return NULL;
}

/* No browser sends a field twice unless the page has it twice; someone who does is after the difference
 * between who checks and who uses the value. */
static bool is_single(const struct field *f)
{
    return f->type != FIELD_FAMILY && f->type != FIELD_CHOICES;
}

static bool has_key(const struct form_value *v, const char *sent)
{
    const char *key = strchr(sent, '[') + 1;
    size_t n = strlen(key) - 1;
    for (size_t i = 0; i < v->count; i++)
        if (strncmp(v->family[i].key, key, n) == 0 && v->family[i].key[n] == '\0')
            return true;
    return false;
}

static struct fault take_all(struct rq *rq, struct form *form, const struct pairs *sent)
{
    for (size_t i = 0; i < sent->count; i++) {
        const struct field *f = field_of(form->spec, sent->items[i].name);
        if (f == NULL)
            continue;
        struct form_value *v = &form->values[f - form->spec->fields];
        if ((is_single(f) && v->seen) || (f->type == FIELD_FAMILY && has_key(v, sent->items[i].name)))
            return FAULT(MALFORMED, NULL, .detail = "a field twice");
        if (is_single(f))
            v->seen = true;
        field_take(rq, f, v, &sent->items[i]);
    }
    return NO_FAULT;
}

struct fault form_parse(struct rq *rq, const struct pairs *sent)
{
    struct arena *a = &rq->in->kept;
    struct form *form = NEW(a, struct form);
    form->spec = rq->route->form;
    form->values = NEW_ARRAY(a, struct form_value, form->spec->count);
    for (size_t i = 0; i < form->spec->count; i++)
        form->values[i].typed = form->values[i].text = "";
    rq->form = form;
    struct fault f = take_all(rq, form, sent);
    if (f.status != OK)
        return f;
    for (size_t i = 0; i < form->spec->count; i++) {
        const char *name = form->spec->fields[i].name;
        bool failed = false;
        for (size_t m = 0; m < form->message_count; m++)
            failed = failed || strcmp(form->messages[m].field, name) == 0;
        if (!failed)
            field_complete(rq, &form->spec->fields[i], &form->values[i]);
    }
    return NO_FAULT;
}

/* ---- Values ---- */

static const struct form_value *value_of(struct rq *rq, const char *name)
{
    ASSERT(rq->form != NULL); /* this route has no form */
    return &rq->form->values[field_index(rq->form->spec, name)];
}

const char *form_text(struct rq *rq, const char *name)
{
    return value_of(rq, name)->text;
}

struct db_int form_int(struct rq *rq, const char *name)
{
    return value_of(rq, name)->number;
}

bool form_tick(struct rq *rq, const char *name)
{
    return value_of(rq, name)->tick;
}

const struct form_pair *form_family(struct rq *rq, const char *name, size_t *count)
{
    const struct form_value *v = value_of(rq, name);
    *count = v->count;
    return v->family;
}

const char *const *form_choices(struct rq *rq, const char *name, size_t *count)
{
    const struct form_value *v = value_of(rq, name);
    *count = v->count;
    return v->choices;
}

const struct upload *form_file(struct rq *rq, const char *name)
{
    return value_of(rq, name)->file;
}

/* ---- Messages ---- */

void form_fail(struct rq *rq, const char *field, const char *msgid, ...)
{
    struct form *form = rq->form;
    ASSERT(form != NULL);
    const struct field *f = &form->spec->fields[field_index(form->spec, field)];
    va_list args;
    va_start(args, msgid);
    const char *message = arena_vprintf(rq->arena, tr(rq->lang, msgid), args);
    va_end(args);
    for (size_t i = 0; i < form->message_count; i++)
        if (form->messages[i].field == f->name && strcmp(form->messages[i].message, message) == 0)
            return; /* of a family or a list: said once */
    struct field_message *m =
        ARENA_PUSH(rq->arena, &form->messages, &form->message_count, &form->message_capacity);
    *m = (struct field_message){ .field = f->name, .label = tr(rq->lang, f->label), .message = message };
}

bool form_has_errors(struct rq *rq)
{
    return rq->form != NULL && rq->form->message_count > 0;
}

const struct field_message *form_messages(struct rq *rq, size_t *count)
{
    *count = rq->form == NULL ? 0 : rq->form->message_count;
    return rq->form == NULL ? NULL : rq->form->messages;
}

struct fault form_again(struct rq *rq)
{
    rq->in->again = true;
    return FAULT(INVALID, NULL);
}

/* ---- On the page ---- */

static const char *input_type(const struct field *f)
{
    switch (f->type) {
    case FIELD_MAIL:
        return "email";
    case FIELD_URL:
        return "url";
    case FIELD_DATE:
        return "date";
    case FIELD_PASSWORD:
        return "password";
    case FIELD_FILE:
        return "file";
    default: /* whole numbers too: type=number does not take "34.000" */
        return "text";
    }
}

/* What stood in the field. A browser's date input shows only ISO; several choices are lines. */
static const char *typed_value(struct arena *a, const struct field *f, const struct form_value *v)
{
    if (f->type == FIELD_TICK)
        return v->tick ? "1" : "";
    if (f->type == FIELD_CHOICES) {
        const char *lines = "";
        for (size_t i = 0; i < v->count; i++)
            lines = arena_printf(a, "%s%s%s", lines, i > 0 ? "\n" : "", v->choices[i]);
        return lines;
    }
    return f->type == FIELD_DATE && v->number.set ? v->text : v->typed;
}

struct field_view *form_field(struct rq *rq, const struct form_spec *spec, const char *name, const char *value)
{
    size_t index = field_index(spec, name);
    const struct field *f = &spec->fields[index];
    struct field_view *view = NEW(rq->arena, struct field_view);
    *view = (struct field_view){
        .name = f->name,
        .label = tr(rq->lang, f->label),
        .help = f->help == NULL ? NULL : tr(rq->lang, f->help),
        .value = value == NULL ? "" : value,
        .type = input_type(f),
        .autocomplete = f->autocomplete,
        .max_length = field_max_length(f),
        .min = f->min,
        .max = f->max,
        .has_range = (f->type == FIELD_INT || f->type == FIELD_DATE) && f->max > f->min,
        .required = f->required,
        .multiple = f->type == FIELD_CHOICES,
    };
    if (rq->form == NULL || rq->form->spec != spec)
        return view;
    view->value = typed_value(rq->arena, f, &rq->form->values[index]);
    for (size_t i = 0; i < rq->form->message_count; i++) {
        if (strcmp(rq->form->messages[i].field, f->name) == 0) {
            view->error = rq->form->messages[i].message;
            break;
        }
    }
    return view;
}
