/* kapstok version */
#include <stdio.h>

#include "app/app.h"
#include "db/migrate.h"

int command_version(const struct options *o)
{
    (void)o;
    printf("Kapstok %s (schema %d)\n", KAPSTOK_VERSION, migrations[migrations_count - 1].number);
    return 0;
}
