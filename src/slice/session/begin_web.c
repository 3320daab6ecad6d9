/* From the library to a session: the library knows no organisations, so this asks which one, when there is a choice. */
#include <string.h>

#include "begin_page.h"
#include "http/http.h"
#include "slice/organisation/organisation.h"
#include "slice/session/begin_view.h"
#include "slice/session/session.h"

/* The page of an organisation on which a session is made, with what was chosen in the library. */
static const char *new_url(struct rq *rq, int64_t organisation)
{
    static const char *const kept[] = { "sjabloon", "werkvorm" };
    struct arena *a = rq->arena;
    const char *url = arena_printf(a, "/organisatie/%lld/sessie/nieuw", (long long)organisation), *mark = "?";
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++) {
        const char *value = rq_query(rq, kept[i]);
        /* An id of a pack, or the name of a method: anything else was not written by the library. */
        if (value == NULL || value[0] == '\0' ||
            value[strspn(value, "abcdefghijklmnopqrstuvwxyz0123456789-")] != '\0')
            continue;
        url = arena_printf(a, "%s%s%s=%s", url, mark, kept[i], value);
        mark = "&";
    }
    return url;
}

/* GET /sessie/maken?sjabloon=&werkvorm= */
static struct fault begin(struct rq *rq)
{
    size_t all;
    const struct organisation_of *own =
        organisations_of_user(rq->db, rq->arena, rq->actor.user, rq->now_ms, &all);
    struct layout_link *links = NEW_ARRAY(rq->arena, struct layout_link, all);
    struct session_begin_view v = { .links = links };
    for (size_t i = 0; i < all; i++)
        if ((own[i].roles & ORGANISATION_GUIDE) != 0)
            links[v.count++] = (struct layout_link){ .url = new_url(rq, own[i].id), .label = own[i].name };
    if (v.count == 1)
        return reply_redirect(rq, "%s", links[0].url);
    v.layout = rq_layout(rq, v.count == 0 ? tr(rq->lang, "Guides make sessions")
                                          : tr(rq->lang, "For which organisation is this session?"));
    session_begin_page(rq_html(rq), &v);
    return reply_page(rq);
}

static const struct route routes[] = {
    GET("/sessie/maken", SIGNED_IN, begin),
};

const struct slice slice_session_begin = { .name = "session", SLICE_ROUTES(routes) };
