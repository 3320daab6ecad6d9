#include "slice/library/pack_store.h"

#include "library_sql.h"

const struct library_installed *library_installed(struct db *db, struct arena *a, size_t *count)
{
    const struct library_pack_list *rows = library_q_pack_list(db, a, count);
    struct library_installed *list = NEW_ARRAY(a, struct library_installed, *count);
    for (size_t i = 0; i < *count; i++)
        list[i] = (struct library_installed){ .id = rows[i].id,
                                              .hash = rows[i].hash,
                                              .version = (int)rows[i].version };
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
