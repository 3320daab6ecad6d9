/* A posted form, from its bytes to checked values: urlencoded pairs and every type of field. */
#include "base/utf8.h"
#include "fuzz.h"
#include "http/form.h"

static const char *const colours[] = { "red", "green", NULL };
static const struct field fields[] = {
    { "t", FIELD_TEXT, .min = 2, .max = 10, .label = "Text" },
    { "a", FIELD_AREA, .max = 40, .label = "Area" },
    { "m", FIELD_MAIL, .label = "Mail" },
    { "u", FIELD_URL, .max = 60, .label = "Address" },
    { "i", FIELD_INT, .min = -5, .max = 50000, .label = "Number" },
    { "n", FIELD_INT, .label = "Any number" },
    { "d", FIELD_DATE, .label = "Date" },
    { "c", FIELD_CHOICE, .choices = colours, .label = "Colour" },
    { "f", FIELD_CHOICE, .label = "Free choice" },
    { "s", FIELD_CHOICES, .choices = colours, .max = 2, .label = "Colours" },
    { "k", FIELD_TICK, .label = "Tick" },
    { "p", FIELD_PASSWORD, .max = 20, .label = "Password" },
    { "o", FIELD_TOKEN, .label = "Code" },
    { "l", FIELD_FILE, .max = 10, .label = "File" },
    { "q", FIELD_FAMILY, .max = 3, .label = "Answers", .required = true },
};
static const struct form_spec spec = FORM(fields);
static const struct route route = { .method = HTTP_POST, .pattern = "/", .right = PUBLIC, .form = &spec };

static bool has_message(const struct form *f, const char *name)
{
    for (size_t i = 0; i < f->message_count; i++)
        if (strcmp(f->messages[i].field, name) == 0)
            return true;
    return false;
}

static void check_value(const struct form *f, const struct field *field, const struct form_value *v)
{
    ASSERT(utf8_valid(v->text, strlen(v->text)) && utf8_valid(v->typed, strlen(v->typed)));
    if (has_message(f, field->name))
        return;
    int64_t max = field_max_length(field);
    ASSERT(max == 0 || (int64_t)utf8_length(v->text) <= max);
    bool line = field->type == FIELD_TEXT || field->type == FIELD_MAIL || field->type == FIELD_URL;
    ASSERT(!line || strpbrk(v->text, "\r\n\t") == NULL);
    ASSERT(field->type != FIELD_MAIL || v->text[0] == '\0' || strchr(v->text, '@') != NULL);
    ASSERT(field->type != FIELD_URL || v->text[0] == '\0' || strncmp(v->text, "http", 4) == 0);
    if (v->number.set && field->max != 0)
        ASSERT(v->number.v >= field->min && v->number.v <= field->max);
    for (size_t i = 0; i < v->count && v->family != NULL; i++)
        for (size_t k = 0; k < i; k++)
            ASSERT(strcmp(v->family[i].key, v->family[k].key) != 0);
    if (v->family != NULL)
        ASSERT(v->count <= 3);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct rq_internal *in = calloc(1, sizeof *in);
    ASSERT(in != NULL);
    arena_init(&in->kept);
    struct rq *rq = &in->rq;
    *rq = (struct rq){ .arena = &in->kept, .route = &route, .lang = lang_get(LANG_EN), .in = in };
    struct pairs sent = { 0 };
    uint8_t *copy = malloc(n);
    ASSERT(copy != NULL || n == 0);
    if (n > 0)
        memcpy(copy, data, n);
    if (parse_urlencoded(&in->kept, (struct bytes){ copy, n }, PARSE_MAX_PAIRS, &sent) == OK) {
        for (size_t i = 0; i < sent.count; i++)
            ASSERT(utf8_valid(sent.items[i].name, strlen(sent.items[i].name)));
        if (form_parse(rq, &sent).status == OK)
            for (size_t i = 0; i < spec.count; i++) {
                check_value(rq->form, &fields[i], &rq->form->values[i]);
                (void)form_field(rq, &spec, fields[i].name, NULL);
            }
    }
    free(copy);
    arena_release(&in->kept);
    free(in);
    return 0;
}
