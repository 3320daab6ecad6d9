/* Whether a POST comes from a page of ours. The token in the form proves it; what the browser says about
 * where the request came from is a second, independent lock. */
#include <string.h>

#include "http/internal.h"
#include "lib/sodium.h"

enum { MASK = 16 };

/* What the token says, without its mask: bound to the login, or to the visitor's cookie. */
static void expected(struct rq *rq, const char *secret, unsigned char out[CRYPTO_HASH_SIZE])
{
    crypto_mac(rq->site->key, "csrf", secret, out);
}

/* Masked with new random bytes in every page: a token that never looks the same twice cannot be guessed
 * from the length of compressed pages (BREACH). */
const char *csrf_token(struct rq *rq)
{
    unsigned char mac[CRYPTO_HASH_SIZE], token[2 * MASK];
    expected(rq, rq->actor.login_secret != NULL ? rq->actor.login_secret : request_visitor(rq), mac);
    crypto_random(token, MASK);
    for (int i = 0; i < MASK; i++)
        token[MASK + i] = token[i] ^ mac[i];
    return base64url_encode(rq->arena, token, sizeof token);
}

static bool is_genuine(struct rq *rq, const char *text)
{
    const char *secret = rq->actor.login_secret;
    if (secret == NULL) {
        secret = request_visitor(rq);
        if (rq->in->visitor_new)
            return false;
    }
    struct bytes token;
    if (!base64url_decode(rq->arena, text, &token) || token.n != 2 * MASK)
        return false;
    unsigned char mac[CRYPTO_HASH_SIZE], unmasked[MASK];
    expected(rq, secret, mac);
    const unsigned char *bytes = token.p;
    for (int i = 0; i < MASK; i++)
        unmasked[i] = bytes[i] ^ bytes[MASK + i];
    return crypto_equal(unmasked, mac, MASK);
}

/* "https://host:8080" of a URL that starts so. */
static bool same_origin(const char *url, const char *origin)
{
    const char *host = strstr(url, "://");
    size_t n = host == NULL ? 0 : (size_t)(host - url) + 3 + strcspn(host + 3, "/");
    return n == strlen(origin) && strncmp(url, origin, n) == 0;
}

/* "null" says nothing here: browsers send it for every form on a page with Referrer-Policy no-referrer,
 * which all our pages have. */
static bool is_foreign(struct rq *rq)
{
    const struct head *h = &rq->in->head;
    if (h->fetch_site != NULL && strcmp(h->fetch_site, "cross-site") == 0)
        return true;
    if (h->origin == NULL || strcmp(h->origin, "null") == 0)
        return false;
    if (rq->site->public_url != NULL && same_origin(rq->site->public_url, h->origin))
        return false;
    const char *host = strstr(h->origin, "://");
    return host == NULL || h->host == NULL || strcmp(host + 3, h->host) != 0;
}

struct fault csrf_check(struct rq *rq, const struct pairs *sent)
{
    const struct pair *field = pairs_find(sent, "csrf");
    const char *token =
        field != NULL ? arena_strndup(rq->arena, field->value.p, field->value.n) : rq->in->head.csrf;
    if (!is_foreign(rq) && token != NULL && is_genuine(rq, token))
        return NO_FAULT;
    rq->in->fault_page = FAULT_PAGE_FORGED;
    return FAULT(DENIED, NULL, .detail = "csrf");
}
