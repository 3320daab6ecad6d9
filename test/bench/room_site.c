/* A site with nothing but rooms, for the bench: what src/http makes of them, without a slice. Prints its port, serves until it is
 * told to end.
 *
 *     room_site [PORT [SIZE]]
 *
 * PORT 0: any. SIZE: 64 bytes each that a fragment is larger. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/log.h"
#include "http/test_site.h"

static int serve(struct test_site *t, const sigset_t *signals)
{
    const char *detail;
    if (server_start(&t->config, &t->a, &t->server, &detail) != OK) {
        fprintf(stderr, "room_site: %s\n", detail);
        return 1;
    }
    printf("%d\n", server_port(t->server));
    fflush(stdout);
    int sig;
    sigwait(signals, &sig);
    server_stop(t->server);
    t->server = NULL;
    return 0;
}

int main(int argc, char **argv)
{
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    pthread_sigmask(SIG_BLOCK, &signals, NULL);
    signal(SIGPIPE, SIG_IGN);
    log_set_level(LOG_ERROR);
    struct test_site *t = test_site_new(DB_SQLITE);
    t->config.port = argc > 1 ? (int)strtol(argv[1], NULL, 10) : 0;
    test_room_size = argc > 2 ? (int)strtol(argv[2], NULL, 10) : 0;
    int code = serve(t, &signals);
    test_site_free(t);
    return code;
}
