/* A site with nothing but rooms, for the bench and the proxy's test: what src/http makes of them, without a slice. Prints a line
 * "PORT PROCESS", serves until it is told to end.
 *
 *     room_site [PORT [SIZE [NODES]]]
 *
 * PORT 0: any. SIZE: 64 bytes each that a fragment is larger. NODES: so many processes on the database that
 * KAPSTOK_TEST_POSTGRES names, a line for each; when nothing is named, one on SQLite, which is started again when it is killed. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/log.h"
#include "http/test_site.h"

enum { NODES_MAX = 8 };

static int serve(struct test_site *t, const sigset_t *signals)
{
    const char *detail;
    if (server_start(&t->config, &t->a, &t->server, &detail) != OK) {
        fprintf(stderr, "room_site: %s\n", detail);
        return 1;
    }
    printf("%d %d\n", server_port(t->server), (int)getpid());
    fflush(stdout);
    int sig;
    sigwait(signals, &sig);
    server_stop(t->server);
    t->server = NULL;
    return 0;
}

/* Before any thread: each process has its own. */
static pid_t begin(struct test_site *t, const sigset_t *signals)
{
    pid_t child = fork();
    if (child == 0) {
        prctl(PR_SET_PDEATHSIG, SIGTERM);
        _exit(serve(t, signals));
    }
    return child;
}

static int serve_all(struct test_site *t, int nodes, sigset_t *signals)
{
    pid_t children[NODES_MAX];
    for (int i = 0; i < nodes; i++)
        children[i] = begin(t, signals);
    sigaddset(signals, SIGCHLD);
    pthread_sigmask(SIG_BLOCK, signals, NULL);
    int sig, status;
    while (sigwait(signals, &sig) == 0 && sig == SIGCHLD) {
        pid_t gone = waitpid(-1, &status, WNOHANG);
        if (gone == children[0] && t->config.source.engine == DB_SQLITE)
            children[0] = begin(t, signals);
    }
    for (int i = 0; i < nodes; i++)
        kill(children[i], SIGTERM);
    int code = 0;
    while (wait(&status) > 0)
        code = WIFEXITED(status) && WEXITSTATUS(status) == 0 ? code : 1;
    return code;
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
    int nodes = argc > 3 ? (int)strtol(argv[3], NULL, 10) : 0;
    struct test_site *t = test_site_new(nodes > 0 && test_site_has_postgres() ? DB_POSTGRES : DB_SQLITE);
    t->config.port = argc > 1 ? (int)strtol(argv[1], NULL, 10) : 0;
    test_room_size = argc > 2 ? (int)strtol(argv[2], NULL, 10) : 0;
    int code = nodes > 0 && nodes <= NODES_MAX ? serve_all(t, nodes, &signals) : serve(t, &signals);
    test_site_free(t);
    return code;
}
