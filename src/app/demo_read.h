/* Reading a demo file: shared by demo.c and demo_trajectory.c. The first fault stays in the reader; everything after it is read
 * all the same and thrown away. */
#ifndef APP_DEMO_READ_H
#define APP_DEMO_READ_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/status.h"
#include "pack/pack.h"
#include "pack/yaml.h"

struct demo_reader {
    struct arena *a;
    const struct packs *packs;
    int64_t now_ms; /* what "now-25" counts from */
    struct fault fault;
};
/* "line 12: …" becomes the fault, unless there is one. */
__attribute__((format(printf, 3, 4))) void demo_wrong(struct demo_reader *r, int line, const char *format, ...);

/* A node that must be there and of this kind, else an empty one. */
const struct yaml_node *demo_need(struct demo_reader *r, const struct yaml_node *n, enum yaml_kind kind,
                                  int line, const char *what);
/* The list of a key that must be there. */
const struct yaml_node *demo_list(struct demo_reader *r, const struct yaml_node *map, const char *key);
/* A text that must not be empty; fall_back when the key may be absent and is. */
const char *demo_text(struct demo_reader *r, const struct yaml_node *map, const char *key);
const char *demo_maybe(struct demo_reader *r, const struct yaml_node *map, const char *key,
                       const char *fall_back);
int demo_line(const struct yaml_node *map, const char *key);
/* Only these keys, separated by spaces, may stand in map. */
void demo_only(struct demo_reader *r, const struct yaml_node *map, const char *keys);
/* "2026-11-22" */
int64_t demo_day(struct demo_reader *r, const struct yaml_node *n);
/* "2026-11-22 09:30", UTC, in milliseconds, or "now-25", so many minutes before the demo is loaded; 0 when the key is absent. */
int64_t demo_moment(struct demo_reader *r, const struct yaml_node *map, const char *key, bool required);
/* "true" or "false"; false when the key is absent. */
bool demo_truth(struct demo_reader *r, const struct yaml_node *map, const char *key);
int64_t demo_number(struct demo_reader *r, const struct yaml_node *n);

/* ---- people ---------------------------------------------------------------------------------------------- */

enum { DEMO_MAX_PEOPLE = 40 };

struct demo_person {
    const char *id, *name, *mail, *department, *attribute;
    unsigned roles;
    int64_t since;
    int64_t user, member; /* once made */
};
struct demo_people {
    struct demo_person v[DEMO_MAX_PEOPLE];
    int count;
};
/* Its index; 0 with a fault when there is nobody of that id. */
int demo_person_find(struct demo_reader *r, const struct demo_people *people, const char *id, int line);

#endif
