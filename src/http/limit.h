/* How often something was tried in the last hour, for guesses at passwords and codes. In memory, of a
 * fixed size, by keyed hash: neither addresses nor keys can be read back from it. */
#ifndef HTTP_LIMIT_H
#define HTTP_LIMIT_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

enum { LIMIT_SETS = 1024, LIMIT_WAYS = 8 };

struct limit_slot {
    uint64_t tag;         /* 0: free */
    uint32_t hour;        /* of `now` */
    uint32_t now, before; /* tries in that hour and in the one before */
};

struct limit_table {
    pthread_mutex_t lock;
    struct limit_slot slots[LIMIT_SETS][LIMIT_WAYS];
};

void limit_init(struct limit_table *t);

/* Counts one try of the thing with this 128-bit hash and says whether there were more than max within
 * the last hour. When a set is full its oldest thing is forgotten. */
bool limit_try(struct limit_table *t, const uint64_t hash[2], int max, int64_t now_ms);
/* The same without counting one. */
bool limit_look(struct limit_table *t, const uint64_t hash[2], int max, int64_t now_ms);

#endif
