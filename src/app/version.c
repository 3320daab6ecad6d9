/* kapstok version */
#include <stdio.h>

#include "app/command.h"
#include "db/migrate.h"

/* o is NULL for `kapstok --version`. */
int command_version(const struct options *o)
{
    if (o != NULL && !command_words(o, "version", 0, ""))
        return 2;
    printf("Kapstok %s (schema %d)\n", KAPSTOK_VERSION, migrations[migrations_count - 1].number);
    return 0;
}
