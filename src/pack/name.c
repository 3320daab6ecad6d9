#include "pack/name.h"

#include <string.h>

#include "i18n/lang.h"

bool is_language(const char *key)
{
    const struct lang *lang = lang_find(key);
    return lang != NULL && strcmp(lang->code, key) == 0;
}

const char *entry_name(const struct yaml_node *entry)
{
    static const char *const fields[] = { "title", "text", "term", "question", "says" };
    const char *s = NULL;
    for (size_t i = 0; i < sizeof fields / sizeof *fields && s == NULL; i++)
        s = yaml_string(yaml_get(entry, fields[i]), "nl");
    const struct yaml_node *levels = yaml_get(entry, "levels");
    if (s == NULL && levels != NULL && levels->count > 0)
        s = yaml_string(&levels->items[0], "nl");
    return s == NULL ? "" : s;
}
