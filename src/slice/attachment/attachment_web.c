/* Files in forms and answers. The slice has no pages of its own: a file is seen where the thing is that it belongs to. */
#include "http/http.h"
#include "lib/sodium.h"
#include "slice/attachment/attachment.h"

/* What the first step found out about the file that was sent. */
struct looked {
    const char *type, *hash; /* type NULL = not accepted */
};

static struct looked *look(struct rq *rq, const struct upload *file)
{
    if (rq->prepared != NULL)
        return rq->prepared;
    struct looked *l = NEW(rq->arena, struct looked);
    l->type = attachment_type(rq->arena, file->content);
    if (l->type != NULL)
        l->hash = crypto_digest_hex(rq->arena, file->content);
    return l;
}

struct fault attachment_prepare(struct rq *rq)
{
    const struct upload *file = form_file(rq, "file");
    if (file != NULL)
        rq->prepared = look(rq, file);
    return NO_FAULT;
}

bool attachment_sent(struct rq *rq)
{
    const struct upload *file = form_file(rq, "file");
    if (file == NULL)
        return false;
    const struct looked *l = look(rq, file);
    if (file->content.n == 0)
        form_fail(rq, "file", N_("This file is empty. Look whether it was saved, and choose it again."));
    else if (l->type == NULL)
        form_fail(rq, "file",
                  N_("This kind of file is not accepted. Save it as PDF or as a picture and try again."));
    return l->type != NULL;
}

int64_t attachment_take(struct rq *rq, const struct attachment_owner *owner)
{
    const struct upload *file = form_file(rq, "file");
    ASSERT(file != NULL);
    const struct looked *l = look(rq, file);
    ASSERT(l->type != NULL);
    struct attachment_new n = { .name = attachment_name(rq->arena, l->type, file->name),
                                .type = l->type,
                                .hash = l->hash,
                                .content = file->content,
                                .user = rq->actor.user };
    return attachment_put(rq->db, rq->arena, owner, &n, rq->now_ms);
}

struct fault attachment_reply(struct rq *rq, const struct attachment_owner *owner, int64_t id)
{
    const struct attachment *file = attachment_get(rq->db, rq->arena, owner, id);
    if (file == NULL)
        return FAULT(NOT_FOUND, N_("This file does not exist, or it was removed."));
    return reply_file(rq, file->type, file->name, attachment_read(rq->db, rq->arena, file));
}

const struct slice slice_attachment = { .name = "attachment" };
