#include "slice/library/pack_store.h"

#include <string.h>

#include "library_sql.h"

static struct library_installed installed_of(const struct library_pack_list *row)
{
    return (struct library_installed){ .id = row->id, .hash = row->hash, .version = (int)row->version };
}

const struct library_installed *library_installed(struct db *db, struct arena *a, size_t *count)
{
    const struct library_pack_list *rows = library_q_pack_list(db, a, count);
    struct library_installed *list = NEW_ARRAY(a, struct library_installed, *count);
    for (size_t i = 0; i < *count; i++)
        list[i] = installed_of(&rows[i]);
    return list;
}

struct bytes library_installed_text(struct db *db, struct arena *a, const struct library_installed *installed)
{
    return library_q_pack_content(db, a, installed->id, installed->version)->content;
}

void library_install(struct db *db, const struct pack *pack, int64_t now_ms)
{
    library_q_pack_insert(db, pack->id, pack->version, pack_kind_name(pack->kind), pack->hash, pack->text,
                          now_ms);
}

struct library_shelf library_shelf(struct db *db, struct arena *names, struct arena *texts)
{
    size_t count, used;
    const struct library_pack_list *rows = library_q_pack_list(db, names, &count);
    const struct library_pack_used *named = library_q_pack_used(db, texts, &used);
    struct library_installed *list = NEW_ARRAY(names, struct library_installed, count);
    for (size_t i = 0; i < count; i++) {
        list[i] = installed_of(&rows[i]);
        for (size_t k = 0; k < used && !list[i].used; k++)
            list[i].used = strcmp(named[k].id, list[i].id) == 0 && named[k].version == list[i].version;
    }
    return (struct library_shelf){ .db = db, .names = names, .texts = texts, .v = list, .count = count };
}

bool library_shelf_find(void *context, const char *id, int version, struct pack_file *out)
{
    struct library_shelf *shelf = context;
    for (size_t i = 0; i < shelf->count; i++) {
        const struct library_installed *installed = &shelf->v[i];
        if (strcmp(installed->id, id) != 0 || installed->version != version)
            continue;
        *out = (struct pack_file){ .name = arena_printf(shelf->names, "%s version %d (installed)", id, version),
                                   .text = library_installed_text(shelf->db, shelf->texts, installed),
                                   .id = installed->id,
                                   .version = version };
        return true;
    }
    return false;
}
