#include "http/stream.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "http/internal.h"

enum {
    RENDERERS_MAX = 4,
    TABLE = 1024, /* lists of rooms */
    EVENTS = 512,
    SECOND_US = 1000 * 1000,
    AGAIN_US = SECOND_US, /* after a view could not be rendered */
    /* From one state of a view to the next: nobody reads faster, and phones pay by the byte. A large one comes less often, so that
     * nobody is sent more than 80 KB a second for long. */
    PAUSE_US = 100 * 1000,
    PAUSE_MAX_US = 2 * SECOND_US,
    BYTES_A_SECOND = 80 * 1000,
    LOOK_AGAIN_US = 60 * SECOND_US, /* a view is rendered anew so often even when nobody said that it moved */
    FIGURE_US = 60 * SECOND_US
};

/* A parked client. */
struct stream {
    struct stream *prev, *next; /* of its view */
    struct view *view;
    struct room_frame *sending; /* NULL: nothing is under way */
    const char *route;
    char *head;    /* of a long poll's answer */
    uint64_t seen; /* the last state that was sent whole; 0: none */
    int64_t started_us, ends_us;
    int64_t last_us; /* when its socket last took something */
    size_t sent;     /* of what is under way */
    int fd;
    bool poll;
    bool empty; /* a long poll that brought nothing */
    bool over;  /* it ends when what is under way is sent */
};

/* Whoever has the lock may look for a room; all else of a view is the sender's. */
struct view {
    struct room_key key;
    struct room *room;
    struct view *next; /* of its room */
    int watchers;      /* under the lock: places given out */

    struct view *shown_prev, *shown_next; /* all that have clients */
    struct stream *clients;
    struct room_frame *frame; /* NULL until it was rendered once */
    struct view *wanted_next; /* all that are to be rendered once they may */
    bool shown, wanted, dirty, rendering, told;
    int64_t moved_us; /* the first move that is not in the frame; 0: none */
    int64_t asked_us; /* for the frame that is being rendered: its moved_us */
    int64_t not_before_us, look_us;

    struct view *next_job, *next_done;
    struct room_frame *fresh; /* what the renderer gives */
    enum room_outcome outcome;
};

struct room {
    int64_t id;
    struct room *next; /* of the table */
    struct view *views;
    int watchers;
    int64_t moved_us; /* 0: it has not, or the sender knows */
    struct room *next_moved;
};

struct renderer {
    struct streams *streams;
    struct db *db;
    pthread_t thread;
    bool started;
};

struct streams {
    struct server *server;
    int max, room_max;
    int64_t second_us;

    pthread_mutex_t lock;
    pthread_cond_t work;
    bool closed; /* nobody is let in */
    bool rung;
    struct room *table[TABLE];
    int rooms, watchers;
    struct stream *arrived; /* by next */
    struct room *moved;
    bool all_moved;
    struct view *jobs, *jobs_last;
    struct view *done, *done_last;
    bool renderers_end;

    struct renderer renderers[RENDERERS_MAX];
    int renderer_count;

    /* The sender's: */
    pthread_t thread;
    bool started, ends;
    int epoll, bell;
    struct view *shown, *wanted;
    struct room_frame *heartbeat;
    int64_t next_sweep_us;
    _Atomic int64_t sent, longest_us, longest_before_us;
    int64_t figure_us;
};

/* ---- The bell ---- */

/* Under the lock. */
static void ring(struct streams *s)
{
    uint64_t one = 1;
    if (s->rung)
        return;
    s->rung = true;
    ASSERT(write(s->bell, &one, sizeof one) == sizeof one);
}

/* ---- Rooms and views, under the lock ---- */

static struct room **room_place(struct streams *s, int64_t id)
{
    struct room **at = &s->table[(uint64_t)id * UINT64_C(0x9E3779B97F4A7C15) >> 54];
    while (*at != NULL && (*at)->id != id)
        at = &(*at)->next;
    return at;
}

static struct room *room_get(struct streams *s, int64_t id)
{
    struct room **at = room_place(s, id);
    if (*at == NULL) {
        *at = calloc(1, sizeof **at);
        ASSERT(*at != NULL);
        (*at)->id = id;
        s->rooms++;
    }
    return *at;
}

static bool same_view(const struct room_key *a, const struct room_key *b)
{
    return a->view == b->view && a->variant == b->variant && a->lang == b->lang;
}

static struct view *view_get(struct room *room, const struct room_key *key)
{
    for (struct view *v = room->views; v != NULL; v = v->next)
        if (same_view(&v->key, key))
            return v;
    struct view *v = calloc(1, sizeof *v);
    ASSERT(v != NULL);
    *v = (struct view){ .key = *key, .room = room, .next = room->views, .dirty = true };
    room->views = v;
    return v;
}

/* By the sender: nobody looks, nobody is coming, and no renderer has it. */
static void free_if_unused(struct streams *s, struct view *v)
{
    struct room *room = v->room;
    if (v->watchers > 0 || v->rendering)
        return;
    ASSERT(v->clients == NULL && !v->shown);
    struct view **at = &room->views;
    while (*at != v)
        at = &(*at)->next;
    *at = v->next;
    for (struct view **w = &s->wanted; v->wanted; w = &(*w)->wanted_next) {
        if (*w == v) {
            *w = v->wanted_next;
            break;
        }
    }
    room_frame_drop(v->frame);
    free(v);
    if (room->views != NULL || room->moved_us != 0)
        return;
    *room_place(s, room->id) = room->next;
    s->rooms--;
    free(room);
}

/* ---- Any thread ---- */

struct stream *stream_open(struct streams *s, const struct room_reply *reply, const char *route,
                           int64_t started_us)
{
    struct stream *c = NULL;
    pthread_mutex_lock(&s->lock);
    const struct room *known = *room_place(s, reply->key.room);
    bool full = s->watchers >= s->max || (known != NULL && known->watchers >= s->room_max);
    if (!s->closed && !full) {
        struct room *room = room_get(s, reply->key.room);
        c = calloc(1, sizeof *c);
        ASSERT(c != NULL);
        c->view = view_get(room, &reply->key);
        c->view->watchers++;
        room->watchers++;
        s->watchers++;
    }
    pthread_mutex_unlock(&s->lock);
    if (c == NULL)
        return NULL;
    c->fd = -1;
    c->route = route;
    c->seen = reply->seen;
    c->poll = reply->poll;
    c->started_us = started_us;
    return c;
}

void stream_enter(struct streams *s, struct stream *c, int fd, const char *head)
{
    c->fd = fd;
    if (c->poll && fd >= 0) {
        c->head = strdup(head);
        ASSERT(c->head != NULL);
    }
    pthread_mutex_lock(&s->lock);
    c->next = s->arrived;
    s->arrived = c;
    ring(s);
    pthread_mutex_unlock(&s->lock);
}

void streams_moved(struct streams *s, int64_t id)
{
    pthread_mutex_lock(&s->lock);
    struct room *room = *room_place(s, id);
    if (room != NULL && room->moved_us == 0 && !s->closed) {
        room->moved_us = clock_monotonic_us();
        room->next_moved = s->moved;
        s->moved = room;
        ring(s);
    }
    pthread_mutex_unlock(&s->lock);
}

void streams_all_moved(struct streams *s)
{
    pthread_mutex_lock(&s->lock);
    if (!s->closed) {
        s->all_moved = true;
        ring(s);
    }
    pthread_mutex_unlock(&s->lock);
}

int streams_watching(struct streams *s, int64_t id, room_view_fn *view)
{
    int n = 0;
    pthread_mutex_lock(&s->lock);
    const struct room *room = *room_place(s, id);
    for (const struct view *v = room == NULL ? NULL : room->views; v != NULL; v = v->next)
        if (view == NULL || v->key.view == view)
            n += v->watchers;
    pthread_mutex_unlock(&s->lock);
    return n;
}

struct stream_figures streams_figures(struct streams *s)
{
    if (s == NULL)
        return (struct stream_figures){ 0 };
    pthread_mutex_lock(&s->lock);
    int64_t now = atomic_load(&s->longest_us), before = atomic_load(&s->longest_before_us);
    struct stream_figures f = { .rooms = s->rooms,
                                .streams = s->watchers,
                                .events = atomic_load(&s->sent),
                                .longest_us = now > before ? now : before };
    pthread_mutex_unlock(&s->lock);
    return f;
}

/* ---- Renderers ---- */

static void *renderer_main(void *p)
{
    struct renderer *r = p;
    struct streams *s = r->streams;
    struct arena a;
    arena_init(&a);
    for (;;) {
        pthread_mutex_lock(&s->lock);
        while (s->jobs == NULL && !s->renderers_end)
            pthread_cond_wait(&s->work, &s->lock);
        struct view *v = s->renderers_end ? NULL : s->jobs;
        if (v != NULL)
            s->jobs = v->next_job;
        pthread_mutex_unlock(&s->lock);
        if (v == NULL)
            break;

        const char *why = "";
        struct room_frame *fresh;
        enum room_outcome outcome = room_render(&v->key, r->db, s->server->config.site, &a, &fresh, &why);
        if (outcome == ROOM_FAILED && !v->told) /* once for a view: it is tried again every second */
            log_event(LOG_ERROR, "room.failed", "detail=%s", why);
        arena_reset(&a);

        pthread_mutex_lock(&s->lock);
        v->fresh = fresh;
        v->outcome = outcome;
        v->next_done = NULL;
        if (s->done == NULL)
            s->done = v;
        else
            s->done_last->next_done = v;
        s->done_last = v;
        ring(s);
        pthread_mutex_unlock(&s->lock);
    }
    arena_release(&a);
    return NULL;
}

static void want(struct streams *s, struct view *v)
{
    v->dirty = true;
    if (v->wanted)
        return;
    v->wanted = true;
    v->wanted_next = s->wanted;
    s->wanted = v;
}

static int64_t pause_of(const struct view *v)
{
    int64_t us = v->frame == NULL ? 0 : (int64_t)v->frame->n * SECOND_US / BYTES_A_SECOND;
    return us < PAUSE_US ? PAUSE_US : us > PAUSE_MAX_US ? PAUSE_MAX_US : us;
}

static void render(struct streams *s, struct view *v, int64_t now_us)
{
    v->dirty = false;
    v->rendering = true;
    v->asked_us = v->moved_us;
    v->moved_us = 0;
    v->look_us = now_us + LOOK_AGAIN_US;
    v->not_before_us = now_us + pause_of(v);
    v->next_job = NULL;
    pthread_mutex_lock(&s->lock);
    if (s->jobs == NULL)
        s->jobs = v;
    else
        s->jobs_last->next_job = v;
    s->jobs_last = v;
    pthread_cond_signal(&s->work);
    pthread_mutex_unlock(&s->lock);
}

/* Asks for the frames that are wanted, and says when to look again. A view that is being rendered waits until what comes of
 * that is sent. */
static int64_t render_wanted(struct streams *s, int64_t now_us)
{
    int64_t next_us = INT64_MAX;
    struct view **at = &s->wanted;
    while (*at != NULL) {
        struct view *v = *at;
        bool waits = v->dirty && !v->rendering && v->clients != NULL;
        if (waits && now_us < v->not_before_us) {
            next_us = v->not_before_us < next_us ? v->not_before_us : next_us;
            at = &v->wanted_next;
            continue;
        }
        *at = v->wanted_next;
        v->wanted = false;
        if (waits)
            render(s, v, now_us);
    }
    return next_us;
}

/* ---- The sender: clients ---- */

static void client_link(struct streams *s, struct stream *c)
{
    struct view *v = c->view;
    c->prev = NULL;
    c->next = v->clients;
    if (c->next != NULL)
        c->next->prev = c;
    v->clients = c;
    if (v->shown)
        return;
    v->shown = true;
    v->shown_prev = NULL;
    v->shown_next = s->shown;
    if (s->shown != NULL)
        s->shown->shown_prev = v;
    s->shown = v;
}

static void client_unlink(struct streams *s, struct stream *c)
{
    struct view *v = c->view;
    if (c->prev != NULL)
        c->prev->next = c->next;
    else
        v->clients = c->next;
    if (c->next != NULL)
        c->next->prev = c->prev;
    if (v->clients != NULL)
        return;
    v->shown = false;
    if (v->shown_prev != NULL)
        v->shown_prev->shown_next = v->shown_next;
    else
        s->shown = v->shown_next;
    if (v->shown_next != NULL)
        v->shown_next->shown_prev = v->shown_prev;
}

/* The view may go with its last client. */
static void client_free(struct streams *s, struct stream *c)
{
    struct view *v = c->view;
    room_frame_drop(c->sending);
    free(c->head);
    free(c);
    pthread_mutex_lock(&s->lock);
    v->watchers--;
    v->room->watchers--;
    s->watchers--;
    free_if_unused(s, v);
    pthread_mutex_unlock(&s->lock);
}

static void client_end(struct streams *s, struct stream *c)
{
    int64_t now_us = clock_monotonic_us();
    close(c->fd); /* leaves the epoll set with it */
    client_unlink(s, c);
    log_event(LOG_DEBUG, "request", "method=GET route=%s status=%d work_us=0 us=%lld", c->route,
              c->empty ? 204 : 200, (long long)(now_us - c->started_us));
    client_free(s, c);
}

/* The whole answer to a long poll; frame NULL: nothing new. */
static struct room_frame *poll_answer(const struct stream *c, const struct room_frame *f)
{
    char token[ROOM_TOKEN + 1];
    struct buf b;
    buf_init(&b, SIZE_MAX / 2);
    buf_printf(&b, "HTTP/1.1 %s\r\n%s", f == NULL ? "204 No Content" : "200 OK", c->head);
    if (f != NULL) {
        buf_printf(&b, "X-Kapstok-Token: %s\r\nContent-Length: %zu\r\n\r\n", room_token(f->id, token), f->html);
        buf_add(&b, f->bytes + f->n, f->html);
    } else {
        BUF_LIT(&b, "\r\n");
    }
    struct room_frame *answer = room_frame_new(b.p, b.n);
    buf_release(&b);
    return answer;
}

/* What a client is to get next; NULL when it has everything. */
static struct room_frame *next_frame(struct stream *c)
{
    struct room_frame *f = c->view->frame;
    if (f == NULL || c->seen == f->id || c->over)
        return NULL;
    c->seen = f->id;
    if (!c->poll)
        return room_frame_keep(f);
    c->over = true;
    return poll_answer(c, f);
}

/* Sends what there is until the client has all, or its socket is full: then epoll tells when it can go on, and it goes on with
 * the rest of what it began and then the newest state. What came between is skipped. False when the client is gone. */
static bool client_send(struct streams *s, struct stream *c, int64_t now_us)
{
    for (;;) {
        if (c->sending == NULL) {
            c->sending = next_frame(c);
            c->sent = 0;
            if (c->sending == NULL)
                break;
        }
        ssize_t n =
            send(c->fd, c->sending->bytes + c->sent, c->sending->n - c->sent, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
            return true;
        if (n < 0) {
            client_end(s, c);
            return false;
        }
        c->last_us = now_us;
        c->sent += (size_t)n;
        if (c->sent < c->sending->n)
            continue;
        if (c->sending != s->heartbeat)
            atomic_fetch_add_explicit(&s->sent, 1, memory_order_relaxed);
        room_frame_drop(c->sending);
        c->sending = NULL;
    }
    if (!c->over)
        return true;
    client_end(s, c);
    return false;
}

/* A stream ends between two events, a long poll with the answer that nothing is new. False when the client is gone. */
static bool client_finish(struct streams *s, struct stream *c, int64_t now_us)
{
    if (c->over)
        return true;
    c->over = true;
    c->empty = c->poll;
    if (c->poll)
        c->sending = poll_answer(c, NULL);
    return client_send(s, c, now_us);
}

/* ---- The sender: what is new ---- */

static void client_arrives(struct streams *s, struct stream *c, int64_t now_us)
{
    if (c->fd < 0) {
        client_free(s, c);
        return;
    }
    /* A little different for each, so that they do not all come back at once. */
    int64_t lasts_us = STREAM_SECONDS * s->second_us;
    c->ends_us = now_us + (c->poll ? STREAM_POLL_SECONDS * s->second_us
                                   : lasts_us - lasts_us / 10 + lasts_us / 5 * (room_retry_ms() - 1000) / 2000);
    c->last_us = now_us;
    client_link(s, c);
    struct epoll_event on = { .events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET, .data.ptr = c };
    if (epoll_ctl(s->epoll, EPOLL_CTL_ADD, c->fd, &on) != 0) {
        client_end(s, c);
        return;
    }
    /* Whoever comes after a write was answered sees it: what is known to be old is not shown. */
    if (c->view->dirty)
        want(s, c->view);
    else if (!c->view->rendering)
        client_send(s, c, now_us);
}

static void note_delay(struct streams *s, int64_t moved_us)
{
    int64_t now_us = clock_monotonic_us();
    if (moved_us > 0 && now_us - moved_us > atomic_load(&s->longest_us))
        atomic_store(&s->longest_us, now_us - moved_us);
}

static void fan_out(struct streams *s, struct view *v)
{
    int64_t now_us = clock_monotonic_us(), asked_us = v->asked_us;
    struct stream *next;
    for (struct stream *c = v->clients; c != NULL; c = next) {
        next = c->next;
        /* Who is still being sent something goes on when the socket can take it. The last client to go takes the view
         * along, and then there is no next one. */
        if (c->sending == NULL)
            client_send(s, c, now_us);
    }
    note_delay(s, asked_us);
}

static void end_all(struct streams *s, struct view *v, int64_t now_us)
{
    struct stream *next;
    for (struct stream *c = v->clients; c != NULL; c = next) {
        next = c->next;
        if (c->sending != NULL && !c->poll)
            client_end(s, c);
        else if (c->sending == NULL)
            client_finish(s, c, now_us);
    }
}

/* The last of its clients takes a view along. One whose clients left while it was rendered may go now; or it waits with its
 * frame for whoever is on the way. */
static void rendered(struct streams *s, struct view *v)
{
    int64_t now_us = clock_monotonic_us();
    struct room_frame *fresh = v->fresh;
    v->fresh = NULL;
    v->rendering = false;
    v->told = v->outcome == ROOM_FAILED;
    if (v->dirty)
        want(s, v);
    switch (v->outcome) {
    case ROOM_FAILED:
        want(s, v);
        v->not_before_us = now_us + AGAIN_US;
        if (v->moved_us == 0 || (v->asked_us != 0 && v->asked_us < v->moved_us))
            v->moved_us = v->asked_us;
        break;
    case ROOM_ENDED:
        v->dirty = true; /* for whoever comes now, or is still being sent something */
        end_all(s, v, now_us);
        break;
    case ROOM_SHOWN:
        /* The same again is only for those who came meanwhile. */
        room_frame_drop(v->frame);
        v->frame = fresh;
        if (v->clients != NULL)
            fan_out(s, v);
        break;
    }
}

static void view_moved(struct streams *s, struct view *v, int64_t moved_us)
{
    want(s, v);
    if (v->moved_us == 0)
        v->moved_us = moved_us;
}

/* Takes what others have left. True when it is the last time. */
static bool hear(struct streams *s)
{
    pthread_mutex_lock(&s->lock);
    if (s->rung) {
        uint64_t rung;
        (void)!read(s->bell, &rung, sizeof rung);
        s->rung = false;
    }
    struct stream *arrived = s->arrived;
    struct view *done = s->done;
    s->arrived = NULL;
    s->done = s->done_last = NULL;
    /* What moves from here on is for the next frame, though it may be in this one already. */
    for (struct room *room = s->moved, *next; room != NULL; room = next) {
        next = room->next_moved;
        for (struct view *v = room->views; v != NULL; v = v->next)
            view_moved(s, v, room->moved_us);
        room->moved_us = 0;
    }
    s->moved = NULL;
    bool all = s->all_moved, ends = s->ends;
    s->all_moved = false;
    pthread_mutex_unlock(&s->lock);

    int64_t now_us = clock_monotonic_us();
    for (struct view *v = all ? s->shown : NULL; v != NULL; v = v->shown_next)
        view_moved(s, v, now_us);
    for (struct view *v = done, *next; v != NULL; v = next) {
        next = v->next_done;
        bool seen = v->clients != NULL;
        rendered(s, v);
        if (!seen) {
            pthread_mutex_lock(&s->lock);
            free_if_unused(s, v);
            pthread_mutex_unlock(&s->lock);
        }
    }
    for (struct stream *c = arrived, *next; c != NULL; c = next) {
        next = c->next;
        client_arrives(s, c, now_us);
    }
    return ends;
}

static void on_socket(struct streams *s, const struct epoll_event *e)
{
    struct stream *c = e->data.ptr;
    char nothing[512];
    if (c == NULL)
        return;
    bool gone = (e->events & (EPOLLERR | EPOLLHUP | EPOLLRDHUP)) != 0;
    if (!gone && (e->events & EPOLLIN) != 0) {
        /* Nobody has anything to say here; what it says is thrown away. */
        ssize_t n;
        while ((n = recv(c->fd, nothing, sizeof nothing, MSG_DONTWAIT)) > 0)
            ;
        gone = n == 0 || (errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR);
    }
    if (gone)
        client_end(s, c);
    else if ((e->events & EPOLLOUT) != 0 && c->sending != NULL)
        client_send(s, c, clock_monotonic_us());
}

static void sweep_client(struct streams *s, struct stream *c, int64_t now_us)
{
    if (c->sending != NULL) {
        if (now_us - c->last_us > STREAM_STALL_SECONDS * s->second_us)
            client_end(s, c);
    } else if (now_us >= c->ends_us) {
        client_finish(s, c, now_us);
    } else if (!c->poll && now_us - c->last_us > STREAM_HEARTBEAT_SECONDS * s->second_us) {
        c->sending = room_frame_keep(s->heartbeat);
        c->sent = 0;
        client_send(s, c, now_us);
    }
}

/* Once a second: heartbeats, the only way to notice who is dead, and ends. */
static void sweep(struct streams *s)
{
    int64_t now_us = clock_monotonic_us();
    s->next_sweep_us = now_us + s->second_us;
    if (now_us >= s->figure_us) {
        s->figure_us = now_us + FIGURE_US;
        atomic_store(&s->longest_before_us, atomic_load(&s->longest_us));
        atomic_store(&s->longest_us, 0);
    }
    struct view *next_view;
    for (struct view *v = s->shown; v != NULL; v = next_view) {
        next_view = v->shown_next;
        if (now_us >= v->look_us && !v->rendering)
            want(s, v);
        struct stream *next;
        for (struct stream *c = v->clients; c != NULL; c = next) {
            next = c->next;
            sweep_client(s, c, now_us);
        }
    }
}

/* The last thing that the sender does. */
static void end_everything(struct streams *s)
{
    int64_t now_us = clock_monotonic_us();
    while (s->shown != NULL) {
        struct stream *c = s->shown->clients;
        if (c->sending != NULL || client_finish(s, c, now_us))
            client_end(s, c);
    }
}

/* Until the next second, if there is anybody to look after, or until a view may be rendered. */
static int wait_ms(const struct streams *s, int64_t render_us)
{
    int64_t now_us = clock_monotonic_us();
    int64_t until_us = s->shown != NULL && s->next_sweep_us < render_us ? s->next_sweep_us : render_us;
    if (until_us == INT64_MAX)
        return -1;
    return until_us <= now_us ? 0 : (int)((until_us - now_us + 999) / 1000);
}

static void *sender_main(void *p)
{
    struct streams *s = p;
    struct epoll_event events[EVENTS];
    int64_t render_us = INT64_MAX;
    for (bool ends = false; !ends;) {
        int n = epoll_wait(s->epoll, events, EVENTS, wait_ms(s, render_us));
        for (int i = 0; i < n; i++)
            on_socket(s, &events[i]);
        ends = hear(s);
        if (clock_monotonic_us() >= s->next_sweep_us)
            sweep(s);
        render_us = render_wanted(s, clock_monotonic_us());
    }
    end_everything(s);
    return NULL;
}

/* ---- Start and stop ---- */

static enum status start_renderers(struct streams *s, int count, struct arena *a, const char **detail)
{
    for (int i = 0; i < count; i++) {
        struct renderer *r = &s->renderers[s->renderer_count++];
        *r = (struct renderer){ .streams = s };
        enum status st = db_open(&s->server->config.source, DB_READ_ONLY, a, &r->db, detail);
        if (st != OK)
            return st;
        r->started = pthread_create(&r->thread, NULL, renderer_main, r) == 0;
        if (!r->started) {
            *detail = "no more threads";
            return FAILED;
        }
    }
    return OK;
}

static enum status start_sender(struct streams *s, const char **detail)
{
    struct epoll_event on = { .events = EPOLLIN };
    s->bell = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    s->epoll = epoll_create1(EPOLL_CLOEXEC);
    if (s->bell < 0 || s->epoll < 0 || epoll_ctl(s->epoll, EPOLL_CTL_ADD, s->bell, &on) != 0) {
        *detail = "no more file descriptors";
        return FAILED;
    }
    s->started = pthread_create(&s->thread, NULL, sender_main, s) == 0;
    if (!s->started)
        *detail = "no more threads";
    return s->started ? OK : FAILED;
}

enum status streams_start(struct server *server, struct arena *a, const char **detail)
{
    const struct server_config *config = &server->config;
    struct streams *s = calloc(1, sizeof *s);
    ASSERT(s != NULL);
    s->server = server;
    s->max = config->streams > 0 ? config->streams : STREAMS_MAX;
    s->room_max = config->room_streams > 0 ? config->room_streams : STREAMS_ROOM_MAX;
    /* Parked clients leave a quarter of what may be open to everything else. */
    int64_t wanted, most = server_descriptors(&wanted) / 4 * 3;
    s->max = most < s->max ? (int)most : s->max;
    s->second_us = config->room_second_us > 0 ? config->room_second_us : SECOND_US;
    s->bell = s->epoll = -1;
    /* An event, because a browser's script hears of no comment, and must know a silent line from a dead one. */
    static const char beat[] = "event: beat\ndata\n\n";
    s->heartbeat = room_frame_new(beat, sizeof beat - 1);
    pthread_mutex_init(&s->lock, NULL);
    pthread_cond_init(&s->work, NULL);
    server->streams = s;
    /* On SQLite a view takes no longer than its processor time; on PostgreSQL one may wait while another is at work. */
    enum status st = start_renderers(s, config->source.engine == DB_SQLITE ? 1 : 2, a, detail);
    if (st == OK)
        st = start_sender(s, detail);
    return st;
}

void streams_stop(struct server *server)
{
    struct streams *s = server->streams;
    pthread_mutex_lock(&s->lock);
    s->closed = s->ends = s->renderers_end = true;
    if (s->started)
        ring(s);
    pthread_cond_broadcast(&s->work);
    pthread_mutex_unlock(&s->lock);
    if (s->started)
        pthread_join(s->thread, NULL);
    for (int i = 0; i < s->renderer_count; i++)
        if (s->renderers[i].started)
            pthread_join(s->renderers[i].thread, NULL);
}

/* By then nobody has a place but who was on the way while everything ended. */
void streams_free(struct server *server)
{
    struct streams *s = server->streams;
    if (s == NULL)
        return;
    for (struct stream *c = s->arrived, *next; c != NULL; c = next) {
        next = c->next;
        if (c->fd >= 0)
            close(c->fd);
        free(c->head);
        free(c);
    }
    for (int i = 0; i < TABLE; i++) {
        for (struct room *room = s->table[i], *next_room; room != NULL; room = next_room) {
            next_room = room->next;
            for (struct view *v = room->views, *next; v != NULL; v = next) {
                next = v->next;
                room_frame_drop(v->frame);
                room_frame_drop(v->fresh);
                free(v);
            }
            free(room);
        }
    }
    for (int i = 0; i < s->renderer_count; i++)
        db_close(s->renderers[i].db);
    if (s->bell >= 0)
        close(s->bell);
    if (s->epoll >= 0)
        close(s->epoll);
    room_frame_drop(s->heartbeat);
    pthread_cond_destroy(&s->work);
    pthread_mutex_destroy(&s->lock);
    free(s);
    server->streams = NULL;
}
