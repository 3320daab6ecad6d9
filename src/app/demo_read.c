/* What every part of a demo file is read with: a fault names its line, the first one stays. */
#include "app/demo_read.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"

enum { MINUTE = 60 * 1000 };

void demo_wrong(struct demo_reader *r, int line, const char *format, ...)
{
    if (r->fault.status != OK)
        return;
    va_list args;
    va_start(args, format);
    const char *what = arena_vprintf(r->a, format, args);
    va_end(args);
    const char *message = arena_printf(r->a, "line %d: %s", line, what);
    r->fault = FAULT(INVALID, N_("The demo cannot be loaded: %s"), .arg = message, .detail = message);
}

static bool same(const char *x, const char *y)
{
    return strcmp(x, y) == 0;
}

/* A node that must be there and of this kind, else an empty one. */
const struct yaml_node *demo_need(struct demo_reader *r, const struct yaml_node *n, enum yaml_kind kind,
                                  int line, const char *what)
{
    if (n != NULL && n->kind == kind)
        return n;
    static const struct yaml_node empty[] = { [NODE_SCALAR] = { .kind = NODE_SCALAR, .scalar = "" },
                                              [NODE_LIST] = { .kind = NODE_LIST },
                                              [NODE_MAP] = { .kind = NODE_MAP } };
    static const char *const kinds[] = { "a text", "a list", "a mapping" };
    demo_wrong(r, n == NULL ? line : n->line, "%s must be %s", what, kinds[kind]);
    return &empty[kind];
}

const struct yaml_node *demo_list(struct demo_reader *r, const struct yaml_node *map, const char *key)
{
    return demo_need(r, yaml_get(map, key), NODE_LIST, map->line, key);
}

/* A text that must not be empty. */
const char *demo_text(struct demo_reader *r, const struct yaml_node *map, const char *key)
{
    const struct yaml_node *n = demo_need(r, yaml_get(map, key), NODE_SCALAR, map->line, key);
    if (n->scalar[0] == '\0')
        demo_wrong(r, n->line == 0 ? map->line : n->line, "%s is empty", key);
    return n->scalar;
}

int demo_line(const struct yaml_node *map, const char *key)
{
    const struct yaml_node *n = yaml_get(map, key);
    return n == NULL ? map->line : n->line;
}

/* The text of a key that may be absent: then fall_back. */
const char *demo_maybe(struct demo_reader *r, const struct yaml_node *map, const char *key,
                       const char *fall_back)
{
    return yaml_get(map, key) == NULL ? fall_back : demo_text(r, map, key);
}

/* Only these keys, separated by spaces, may stand in map. */
void demo_only(struct demo_reader *r, const struct yaml_node *map, const char *keys)
{
    for (size_t i = 0; i < map->count; i++) {
        const char *key = map->keys[i].scalar, *p = keys;
        size_t n = strlen(key);
        while (p != NULL && !(strncmp(p, key, n) == 0 && (p[n] == ' ' || p[n] == '\0'))) {
            p = strchr(p, ' ');
            p = p == NULL ? NULL : p + 1;
        }
        if (p == NULL || n == 0)
            demo_wrong(r, map->keys[i].line, "unknown key \"%s\"", key);
    }
}

int64_t demo_day(struct demo_reader *r, const struct yaml_node *n)
{
    int64_t day = 0;
    if (n->kind != NODE_SCALAR || !clock_parse_date(n->scalar, &day))
        demo_wrong(r, n->line, "write a day as 2026-11-22");
    return day;
}

/* "2026-11-22 09:30", UTC; 0 when the key is absent. */
int64_t demo_moment(struct demo_reader *r, const struct yaml_node *map, const char *key, bool required)
{
    const struct yaml_node *n = yaml_get(map, key);
    if (n == NULL && !required)
        return 0;
    n = demo_need(r, n, NODE_SCALAR, map->line, key);
    const char *s = n->scalar;
    size_t digits = strncmp(s, "now-", 4) == 0 ? strspn(s + 4, "0123456789") : 0;
    if (digits > 0 && digits < 6 && s[4 + digits] == '\0')
        return r->now_ms - strtoll(s + 4, NULL, 10) * MINUTE;
    int64_t day;
    int hour = 0, minute = 0;
    if (strlen(s) != 16 || s[10] != ' ' || s[13] != ':' || strspn(s + 11, "0123456789:") != 5 ||
        !clock_parse_date(arena_strndup(r->a, s, 10), &day) || sscanf(s + 11, "%2d:%2d", &hour, &minute) != 2 ||
        hour > 23 || minute > 59) {
        demo_wrong(r, n->line == 0 ? map->line : n->line, "write %s as 2026-11-22 09:30", key);
        return 0;
    }
    return ((day * 24 + hour) * 60 + minute) * MINUTE;
}

bool demo_truth(struct demo_reader *r, const struct yaml_node *map, const char *key)
{
    const char *s = demo_maybe(r, map, key, "false");
    if (!same(s, "true") && !same(s, "false"))
        demo_wrong(r, demo_line(map, key), "%s is true or false", key);
    return same(s, "true");
}

int64_t demo_number(struct demo_reader *r, const struct yaml_node *n)
{
    const char *s = n->kind == NODE_SCALAR ? n->scalar : "";
    if (s[0] == '\0' || strlen(s) > 9 || s[strspn(s, "0123456789")] != '\0')
        demo_wrong(r, n->line, "this must be a whole number");
    return strtoll(s, NULL, 10);
}

int demo_person_find(struct demo_reader *r, const struct demo_people *people, const char *id, int line)
{
    for (int i = 0; i < people->count; i++)
        if (same(people->v[i].id, id))
            return i;
    demo_wrong(r, line, "unknown member \"%s\"", id);
    return 0;
}
