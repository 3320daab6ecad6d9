#include "slice/scan/score_json.h"

#include "lib/json.h"

static void tenths_or_null(struct json_writer *w, const char *key, int64_t tenths)
{
    json_key(w, key);
    if (tenths == SCORE_NONE)
        json_put_null(w);
    else
        json_tenths(w, tenths);
}

static void int_field(struct json_writer *w, const char *key, int64_t v)
{
    json_key(w, key);
    json_int(w, v);
}

static void str_field(struct json_writer *w, const char *key, const char *s)
{
    json_key(w, key);
    json_str(w, s);
}

/* What global, domain and theme have in common. */
static void fields(struct json_writer *w, const struct score *s)
{
    tenths_or_null(w, "coverage", s->coverage_tenths);
    tenths_or_null(w, "dont_know", s->dont_know_tenths);
    tenths_or_null(w, "not_applicable", s->not_applicable_tenths);
    int_field(w, "offered", s->offered);
    int_field(w, "answered", s->offered - s->unanswered);
    int_field(w, "yes", s->yes);
    int_field(w, "counted", s->yes + s->no + s->dont_know);
}

void score_json(struct buf *out, const struct pack *pack, const struct scan_input *in,
                const struct scan_result *result, const struct lang *lang)
{
    const struct pack_scan *scan = in->scan;
    struct json_writer writer = json_writer(out), *w = &writer;
    json_object_begin(w);
    str_field(w, "pack", pack->id);
    int_field(w, "version", pack->version);
    str_field(w, "variant", in->light ? "light" : "full");
    tenths_or_null(w, "global", result->global.tenths);
    tenths_or_null(w, "upper", result->global.upper_tenths);
    fields(w, &result->global);
    json_key(w, "domains");
    json_array_begin(w);
    for (int i = 0; i < scan->domain_count; i++) {
        json_object_begin(w);
        str_field(w, "id", scan->domains[i].id);
        tenths_or_null(w, "score", result->domains[i].tenths);
        tenths_or_null(w, "upper", result->domains[i].upper_tenths);
        fields(w, &result->domains[i]);
        json_object_end(w);
    }
    json_array_end(w);
    json_key(w, "themes");
    json_array_begin(w);
    for (int i = 0; i < scan->theme_count; i++) {
        if (result->themes[i].offered == 0)
            continue;
        json_object_begin(w);
        str_field(w, "id", scan->themes[i].id);
        str_field(w, "domain", scan->domains[scan->themes[i].domain].id);
        tenths_or_null(w, "score", result->themes[i].tenths);
        tenths_or_null(w, "upper", result->themes[i].upper_tenths);
        fields(w, &result->themes[i]);
        json_key(w, "few");
        json_bool(w, result->themes[i].few);
        json_object_end(w);
    }
    json_array_end(w);
    json_key(w, "domains_without_score");
    json_array_begin(w);
    for (int i = 0; i < result->domains_without_count; i++)
        json_str(w, scan->domains[result->domains_without[i]].id);
    json_array_end(w);
    str_field(
        w, "indicative",
        tr(lang, "This score is indicative: it shows what you answered yourselves and is no certificate."));
    json_object_end(w);
}
