#include <stdlib.h>
#include <string.h>

#include "lib/json.h"
#include "pack/json.h"
#include "slice/scan/api.h"
#include "slice/scan/score.h"
#include "slice/scan/score_json.h"

enum {
    REQUEST_CAP = 256 * 1024,
    REQUEST_DEPTH = 32, /* far more than is used: what is nested too deep has the wrong type anyway */
};

/* ---- Problem documents ---------------------------------------------------------------------------------- */

/* What is wrong with a request: kind is the last part of the problem's type, path the place in the request. */
struct problem {
    enum status status;
    const char *kind, *title, *detail, *path;
};
#define NO_PROBLEM ((struct problem){ .status = OK })

static void str_field(struct json_writer *w, const char *key, const char *s)
{
    json_key(w, key);
    json_str(w, s);
}

/* Everything here is public and bound to no login, so a page of any site may read it. */
static void open_to_all(struct rq *rq)
{
    reply_header(rq, "Access-Control-Allow-Origin", "*");
}

static struct fault reply_with_problem(struct rq *rq, const struct problem *p)
{
    int code = status_http_code(p->status);
    struct buf *out = rq_json(rq);
    struct json_writer writer = json_writer(out), *w = &writer;
    json_object_begin(w);
    str_field(w, "type", arena_printf(rq->arena, "urn:kapstok:problem:%s", p->kind));
    str_field(w, "title", p->title);
    json_key(w, "status");
    json_int(w, code);
    str_field(w, "detail", p->detail);
    if (p->path != NULL)
        str_field(w, "path", p->path);
    json_object_end(w);
    open_to_all(rq);
    return reply_bytes(rq, code, "application/problem+json", (struct bytes){ out->p, out->n });
}

static struct fault reply_open(struct rq *rq)
{
    open_to_all(rq);
    return reply_json(rq, 200);
}

/* ---- Packs ------------------------------------------------------------------------------------------------ */

static struct fault packs_get(struct rq *rq)
{
    packs_json(rq_json(rq), rq->site->packs);
    return reply_open(rq);
}

/* The newest version, or the one that ?version= asks for. */
static struct fault pack_get(struct rq *rq)
{
    const char *id = rq_param(rq, "id"), *asked = rq_query(rq, "version");
    long version = 0;
    if (asked != NULL) {
        char *end;
        version = strtol(asked, &end, 10);
        if (end == asked || *end != '\0' || version < 1 || version > INT32_MAX)
            return reply_with_problem(rq,
                                      &(struct problem){ INVALID, "unknown-version", "Unknown version",
                                                         "version is a whole number from 1 up.", "version" });
    }
    const struct pack *pack = pack_find(rq->site->packs, id, (int)version);
    if (pack == NULL)
        return reply_with_problem(
            rq, &(struct problem){ NOT_FOUND, "unknown-pack", "Unknown pack",
                                   "There is no such pack here; /api/v1/packs lists them.", "id" });
    if (pack->kind != PACK_SCAN)
        return reply_with_problem(rq, &(struct problem){ NOT_FOUND, "no-scan", "Not a scan",
                                                         "Only packs of kind scan have statements to read.",
                                                         "id" });
    pack_json(rq_json(rq), pack);
    return reply_open(rq);
}

/* ---- Scores ----------------------------------------------------------------------------------------------- */

static struct problem invalid(const char *kind, const char *title, const char *path, const char *detail)
{
    return (struct problem){ INVALID, kind, title, detail, path };
}

static struct problem wrong_type(const char *path, const char *detail)
{
    return invalid("wrong-type", "Wrong type", path, detail);
}

/* A request for scores, read so far. */
struct request {
    struct arena *a;
    const struct packs *packs;
    const struct pack *pack;
    struct scan_input input;
    uint8_t *answers;
};

static struct problem read_head(struct request *r, const struct json *root)
{
    static const char *const keys[] = { "pack", "variant", "profile", "answers" };
    if (root->type != JSON_IS_OBJECT)
        return wrong_type("", "The request is an object with pack, variant, profile and answers.");
    for (size_t i = 0; i < root->count; i++) {
        bool known = false;
        for (size_t k = 0; k < sizeof keys / sizeof keys[0]; k++)
            known = known || strcmp(root->keys[i], keys[k]) == 0;
        if (!known)
            return invalid("unknown-key", "Unknown key", root->keys[i],
                           "The keys are pack, variant, profile and answers.");
    }
    const struct json *pack = json_get(root, "pack"), *variant = json_get(root, "variant");
    if (pack == NULL)
        return invalid("missing-key", "Missing key", "pack", "pack is the id of a scan.");
    if (pack->type != JSON_IS_STRING)
        return wrong_type("pack", "pack is a string.");
    r->pack = pack_find(r->packs, pack->string, 0);
    if (r->pack == NULL || r->pack->kind != PACK_SCAN)
        return invalid("unknown-pack", "Unknown pack", "pack",
                       "There is no scan with this id here; /api/v1/packs lists them.");
    r->input.scan = r->pack->scan;
    if (variant == NULL)
        return NO_PROBLEM;
    if (variant->type != JSON_IS_STRING)
        return wrong_type("variant", "variant is a string.");
    r->input.light = strcmp(variant->string, "light") == 0;
    if (!r->input.light && strcmp(variant->string, "full") != 0)
        return invalid("unknown-variant", "Unknown variant", "variant", "variant is light or full.");
    return NO_PROBLEM;
}

static struct problem read_profile(struct request *r, const struct json *profile)
{
    const struct pack_scan *scan = r->input.scan;
    r->input.profile = PACK_NO_PROFILE;
    if (profile == NULL)
        return NO_PROBLEM;
    if (profile->type != JSON_IS_OBJECT)
        return wrong_type("profile",
                          "profile is an object: the id of a start question with the id of its answer.");
    for (size_t i = 0; i < profile->count; i++) {
        const char *path = arena_printf(r->a, "profile/%s", profile->keys[i]);
        int question = pack_question_find(scan, profile->keys[i]);
        if (question < 0)
            return invalid("unknown-profile-question", "Unknown start question", path,
                           "This scan has no such start question.");
        if (profile->items[i].type != JSON_IS_STRING)
            return wrong_type(path, "The answer to a start question is a string.");
        int option = pack_option_find(&scan->questions[question], profile->items[i].string);
        if (option < 0)
            return invalid("unknown-profile-value", "Unknown answer to a start question", path,
                           "This start question has no such answer.");
        r->input.profile.option[question] = (int8_t)option;
    }
    return NO_PROBLEM;
}

static struct problem read_answers(struct request *r, const struct json *answers)
{
    const struct pack_scan *scan = r->input.scan;
    r->answers = NEW_ARRAY(r->a, uint8_t, (size_t)scan->statement_count);
    r->input.answers = r->answers;
    if (answers == NULL)
        return invalid("missing-key", "Missing key", "answers",
                       "answers is an object: the id of a statement with "
                       "its answer.");
    if (answers->type != JSON_IS_OBJECT)
        return wrong_type("answers", "answers is an object: the id of a statement with its answer.");
    for (size_t i = 0; i < answers->count; i++) {
        const char *path = arena_printf(r->a, "answers/%s", answers->keys[i]);
        int statement = pack_statement_find(scan, answers->keys[i]);
        enum scan_answer answer;
        if (statement < 0)
            return invalid("unknown-statement", "Unknown statement", path, "This scan has no such statement.");
        if (answers->items[i].type != JSON_IS_STRING)
            return wrong_type(path, "An answer is a string: yes, no, dont_know or not_applicable.");
        if (!scan_answer_parse(answers->items[i].string, &answer) || answer == ANSWER_NONE)
            return invalid("unknown-answer", "Unknown answer", path,
                           "An answer is yes, no, dont_know or not_applicable.");
        if (!pack_offered(scan, statement, r->input.light, &r->input.profile))
            return invalid("not-offered", "Statement not offered", path,
                           "This statement is not part of this variant with this profile.");
        r->answers[statement] = (uint8_t)answer;
    }
    return NO_PROBLEM;
}

static struct problem read_request(struct request *r, struct bytes body)
{
    struct json root;
    const char *what;
    int line;
    if (json_parse(r->a, body.p == NULL ? "" : body.p, body.n, REQUEST_DEPTH, &root, &what, &line) != OK)
        return (struct problem){ MALFORMED, "malformed-json", "Malformed JSON",
                                 line > 0 ? arena_printf(r->a, "Line %d: %s.", line, what)
                                          : arena_printf(r->a, "%s.", what),
                                 NULL };
    struct problem p = read_head(r, &root);
    if (p.status == OK)
        p = read_profile(r, json_get(&root, "profile"));
    if (p.status == OK)
        p = read_answers(r, json_get(&root, "answers"));
    return p;
}

/* Runs as the first step of the POST, where nothing is written: there is no second one. */
static struct fault scores_post(struct rq *rq)
{
    struct request r = { .a = rq->arena, .packs = rq->site->packs };
    struct problem p = read_request(&r, rq_body(rq));
    if (p.status != OK)
        return reply_with_problem(rq, &p);
    struct scan_result result;
    scan_score(rq->arena, &r.input, &result);
    score_json(rq_json(rq), r.pack, &r.input, &result, rq->lang);
    return reply_open(rq);
}

/* ---- Its description -------------------------------------------------------------------------------------- */

static struct fault openapi_get(struct rq *rq)
{
    open_to_all(rq);
    return reply_bytes(rq, 200, "application/json", openapi_json);
}

static const struct route api_routes[] = {
    GET("/api/v1/packs", STATELESS, packs_get),
    GET("/api/v1/packs/:id*", STATELESS, pack_get),
    POST("/api/v1/scores", STATELESS, scores_post, .prepare = scores_post, .json = true,
         .body_cap = REQUEST_CAP),
    GET("/api/v1/openapi.json", STATELESS, openapi_get),
};

const struct slice slice_scan_api = { .name = "scan_api", SLICE_ROUTES(api_routes) };
