/* kapstok demo: fictional organisations to look around in, and links to sign in with. */
#include <stdio.h>
#include <string.h>

#include "app/command.h"
#include "app/content.h"
#include "app/demo.h"
#include "base/clock.h"

static int load(struct app *app, void *context)
{
    struct demo_links *links = context;
    int64_t now = clock_now_ms();
    *links = (struct demo_links){ 0 };
    for (size_t i = 0; i < content_files_count; i++) {
        const struct content_file *file = &content_files[i];
        if (strncmp(file->name, "demo/", 5) != 0)
            continue;
        struct fault f = demo_load(app->db, &app->arena, &app->packs, app->site.trajectory_parts, file->text.p,
                                   file->text.n, now, links);
        if (db_status(app->db) != OK)
            return 1; /* app_write says why, or tries again */
        if (f.status != OK)
            return app_fail("%s: %s", file->name, fault_sentence(&app->arena, &f));
    }
    demo_links_make(app->db, &app->arena, now, links);
    return 0;
}

static void print_link(const struct app *app, const char *who, const char *token)
{
    if (token != NULL)
        printf("%-28s%s/binnen/%s\n", who, app->site.public_url, token);
}

int command_demo(const struct options *o)
{
    struct app app;
    struct demo_links links = { 0 };
    int code = app_open(&app, o);
    if (code == 0)
        code = app_write(&app, load, &links);
    if (code == 0) {
        printf("%s\n\n", app.site.public_url);
        print_link(&app, "Begeleider van Olmenrode:", links.guide);
        print_link(&app, "Lid van de groep:", links.member);
        print_link(&app, "Systeembeheerder:", links.admin);
    }
    app_close(&app);
    return code;
}
