#include "http/asset.h"

#include <string.h>

#include "http/internal.h"

const struct asset *asset_get(const char *name)
{
    for (size_t i = 0; i < assets_count; i++)
        if (strcmp(assets[i].name, name) == 0)
            return &assets[i];
    ASSERT(!"an asset of this name is embedded");
    return NULL;
}

const struct asset *asset_by_url(const char *path)
{
    for (size_t i = 0; i < assets_count; i++)
        if (strcmp(assets[i].url, path) == 0)
            return &assets[i];
    return NULL;
}

/* The URL holds a hash of the content, so what it names never changes. */
void asset_reply(struct rq *rq)
{
    const struct asset *asset = rq->in->asset;
    struct head *head = &rq->in->head;
    reply_header(rq, "Cache-Control", "public, max-age=31536000, immutable");
    reply_header(rq, "ETag", asset->etag);
    if (asset->gzip != NULL)
        reply_header(rq, "Vary", "Accept-Encoding");
    if (head->if_none_match != NULL && strstr(head->if_none_match, asset->etag) != NULL) {
        rq->in->reply.code = 304;
        return;
    }
    bool packed = asset->gzip != NULL && parse_accepts_gzip(head->accept_encoding);
    if (packed)
        reply_header(rq, "Content-Encoding", "gzip");
    rq->in->reply.code = 200;
    rq->in->reply.type = asset->type;
    rq->in->reply.content =
        packed ? (struct bytes){ asset->gzip, asset->gzip_n } : (struct bytes){ asset->plain, asset->plain_n };
}
