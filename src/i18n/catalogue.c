#include "i18n/catalogue.h"

#include <endian.h>
#include <string.h>

#include "base/status.h"

/* The layout of a .mo file (GNU gettext manual, "The Format of GNU MO Files"): 32-bit little-endian words, here
 * with a hash table, which msgfmt always writes. */
enum { MO_MAGIC, MO_REVISION, MO_COUNT, MO_ORIGINALS, MO_TRANSLATIONS, MO_HASH_SIZE, MO_HASH };

static uint32_t word(const struct catalogue *c, size_t at)
{
    uint32_t w;
    ASSERT(at <= c->n && c->n - at >= sizeof w);
    memcpy(&w, c->mo + at, sizeof w);
    return le32toh(w);
}

/* The hash of P. J. Weinberger, over the parts of a key. */
static uint32_t hash_on(uint32_t hash, const char *s)
{
    for (; *s != '\0'; s++) {
        hash = (hash << 4) + (unsigned char)*s;
        uint32_t high = hash & 0xF0000000u;
        if (high != 0)
            hash ^= high >> 24 ^ high;
    }
    return hash;
}

/* key is "context\4msgid" or "msgid"; a plural's key goes on after its NUL. */
static int is_key(const char *key, const char *context, const char *msgid)
{
    if (context != NULL) {
        size_t n = strlen(context);
        if (strncmp(key, context, n) != 0 || key[n] != '\4')
            return 0;
        key += n + 1;
    }
    return strcmp(key, msgid) == 0;
}

const char *catalogue_find(const struct catalogue *c, const char *context, const char *msgid, int form)
{
    if (c->mo == NULL || msgid[0] == '\0')
        return NULL;
    ASSERT(word(c, MO_MAGIC) == 0x950412DE);
    uint32_t size = word(c, MO_HASH_SIZE * 4), table = word(c, MO_HASH * 4);
    uint32_t originals = word(c, MO_ORIGINALS * 4), translations = word(c, MO_TRANSLATIONS * 4);
    if (size < 3)
        return NULL;
    uint32_t hash = context == NULL ? 0 : hash_on(hash_on(0, context), "\4");
    hash = hash_on(hash, msgid);
    uint32_t slot = hash % size, step = 1 + hash % (size - 2);
    for (uint32_t tries = 0; tries < size; tries++) {
        uint32_t number = word(c, table + (size_t)slot * 4);
        if (number == 0)
            return NULL;
        size_t row = (size_t)(number - 1) * 8;
        if (is_key(c->mo + word(c, originals + row + 4), context, msgid)) {
            const char *found = c->mo + word(c, translations + row + 4);
            if (form == 0)
                return found;
            const char *second = found + strlen(found) + 1;
            return second < found + word(c, translations + row) ? second : found;
        }
        slot = slot >= size - step ? slot - (size - step) : slot + step;
    }
    return NULL;
}
