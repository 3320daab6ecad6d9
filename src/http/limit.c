#include "http/limit.h"

#include <string.h>

enum { HOUR_MS = 3600 * 1000 };

void limit_init(struct limit_table *t)
{
    memset(t->slots, 0, sizeof t->slots);
    pthread_mutex_init(&t->lock, NULL);
}

/* The hour before counts for the part of it that is still within sixty minutes. */
static int64_t tries_of(const struct limit_slot *slot, int64_t now_ms)
{
    return slot->now + (int64_t)slot->before * (HOUR_MS - now_ms % HOUR_MS) / HOUR_MS;
}

bool limit_try(struct limit_table *t, const uint64_t hash[2], int max, int64_t now_ms)
{
    struct limit_slot *set = t->slots[hash[0] % LIMIT_SETS];
    uint64_t tag = hash[1] | 1;
    uint32_t hour = (uint32_t)(now_ms / HOUR_MS);

    pthread_mutex_lock(&t->lock);
    struct limit_slot *slot = &set[0];
    for (int i = 0; i < LIMIT_WAYS; i++) {
        if (set[i].tag == tag) {
            slot = &set[i];
            break;
        }
        if (set[i].hour < slot->hour)
            slot = &set[i];
    }
    if (slot->tag != tag)
        *slot = (struct limit_slot){ .tag = tag, .hour = hour };
    if (slot->hour != hour) {
        slot->before = slot->hour + 1 == hour ? slot->now : 0;
        slot->now = 0;
        slot->hour = hour;
    }
    if (slot->now < UINT32_MAX)
        slot->now++;
    int64_t tries = tries_of(slot, now_ms);
    pthread_mutex_unlock(&t->lock);
    return tries > max;
}

bool limit_look(struct limit_table *t, const uint64_t hash[2], int max, int64_t now_ms)
{
    const struct limit_slot *set = t->slots[hash[0] % LIMIT_SETS];
    uint32_t hour = (uint32_t)(now_ms / HOUR_MS);
    int64_t tries = 0;
    pthread_mutex_lock(&t->lock);
    for (int i = 0; i < LIMIT_WAYS; i++) {
        if (set[i].tag != (hash[1] | 1))
            continue;
        struct limit_slot now = set[i];
        if (now.hour != hour)
            now = (struct limit_slot){ .before = now.hour + 1 == hour ? now.now : 0 };
        tries = tries_of(&now, now_ms);
    }
    pthread_mutex_unlock(&t->lock);
    return tries > max;
}
