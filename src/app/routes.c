/* kapstok routes: every way into the program with the right it asks for; test/golden/ keeps what it prints. */
#include <stdio.h>
#include <string.h>

#include "app/app.h"

int command_routes(const struct options *o)
{
    (void)o;
    int width = 0;
    for (const struct slice *const *s = app_slices; *s != NULL; s++)
        for (size_t i = 0; i < (*s)->route_count; i++) {
            int n = (int)strlen((*s)->routes[i].pattern);
            width = n > width ? n : width;
        }
    for (const struct slice *const *s = app_slices; *s != NULL; s++)
        for (size_t i = 0; i < (*s)->route_count; i++) {
            const struct route *r = &(*s)->routes[i];
            printf("%-4s  %-*s  %-19s  %s\n", r->method == HTTP_GET ? "GET" : "POST", width, r->pattern,
                   right_name(r->right), (*s)->name);
        }
    return 0;
}
