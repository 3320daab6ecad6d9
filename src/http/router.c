#include "http/router.h"

#include <string.h>

/* One segment of the patterns seen so far. */
struct node {
    const char *literal;    /* NULL for a parameter */
    struct node *children;  /* literals */
    struct node *next;      /* sibling */
    struct node *id, *text; /* what follows as :name and as :name* */
    const struct route *get, *post;
};

struct router {
    struct node root;
};

/* ---- Checks of one row ---- */

static bool pattern_has(const char *pattern, const char *segment)
{
    const char *found = strstr(pattern, segment);
    size_t n = strlen(segment);
    return found != NULL && (found[n] == '/' || found[n] == '\0');
}

static bool needs_organisation(enum right r)
{
    return r == ORG_READ || r == ORG_ANSWER || r == ORG_GUIDE || r == ORG_MANAGE || r == ORG_GUIDE_OR_MANAGE;
}

static void check_form(const struct form_spec *form)
{
    for (size_t i = 0; i < form->count; i++) {
        const struct field *f = &form->fields[i];
        ASSERT(f->name != NULL && f->label != NULL && f->type <= FIELD_FAMILY);
        ASSERT(strcmp(f->name, "csrf") != 0);
        ASSERT(strpbrk(f->name, "[]&= ") == NULL);
        for (size_t j = 0; j < i; j++)
            ASSERT(strcmp(f->name, form->fields[j].name) != 0);
    }
}

static void check_route(const struct route *r)
{
    ASSERT(r->pattern != NULL && r->pattern[0] == '/');
    ASSERT(r->right != RIGHT_MISSING && r->right < RIGHT_COUNT);
    ASSERT(r->handler != NULL);
    ASSERT(!needs_organisation(r->right) || pattern_has(r->pattern, ":org"));
    ASSERT(r->right != KEY_HOLDER || pattern_has(r->pattern, ":key*"));
    ASSERT(r->right != LINK_HOLDER || pattern_has(r->pattern, ":link*"));
    if (r->method == HTTP_GET) {
        ASSERT(r->form == NULL && r->again == NULL && r->prepare == NULL && r->body_cap == 0);
    } else {
        ASSERT(r->method == HTTP_POST && !r->slow && !r->events);
        ASSERT(r->again == NULL || r->form != NULL);
        ASSERT(!r->json || r->form == NULL);
        ASSERT(r->right != STATELESS || r->form == NULL);
        if (r->form != NULL)
            check_form(r->form);
    }
}

/* ---- Building ---- */

static struct node *child(struct arena *a, struct node *parent, const char *segment, size_t n)
{
    if (segment[0] == ':') {
        struct node **place = segment[n - 1] == '*' ? &parent->text : &parent->id;
        if (*place == NULL)
            *place = NEW(a, struct node);
        return *place;
    }
    for (struct node *c = parent->children; c != NULL; c = c->next)
        if (strlen(c->literal) == n && memcmp(c->literal, segment, n) == 0)
            return c;
    struct node *c = NEW(a, struct node);
    *c = (struct node){ .literal = arena_strndup(a, segment, n), .next = parent->children };
    parent->children = c;
    return c;
}

static void add_route(struct arena *a, struct router *r, const struct route *route)
{
    struct node *node = &r->root;
    size_t params = 0, segments = 0;
    for (const char *s = route->pattern + 1; *s != '\0';) {
        size_t n = strcspn(s, "/");
        ASSERT(n > 0 && (s[0] != ':' || n > 1));
        params += s[0] == ':';
        segments++;
        node = child(a, node, s, n);
        s += n;
        if (*s == '/') {
            s++;
            ASSERT(*s != '\0'); /* no slash at the end */
        }
    }
    ASSERT(params <= ROUTER_MAX_PARAMS && segments <= PARSE_MAX_SEGMENTS);
    const struct route **place = route->method == HTTP_GET ? &node->get : &node->post;
    ASSERT(*place == NULL); /* two rows for one path */
    *place = route;
}

struct router *router_new(struct arena *a, const struct slice *const *slices)
{
    struct router *r = NEW(a, struct router);
    for (; *slices != NULL; slices++) {
        for (size_t i = 0; i < (*slices)->route_count; i++) {
            check_route(&(*slices)->routes[i]);
            add_route(a, r, &(*slices)->routes[i]);
        }
    }
    return r;
}

/* ---- Finding ---- */

/* 1 .. INT64_MAX, written the one way it is written. */
static bool is_id(const char *s)
{
    size_t n = strspn(s, "0123456789");
    return n > 0 && s[n] == '\0' && s[0] != '0' &&
           (n < 19 || (n == 19 && strcmp(s, "9223372036854775807") <= 0));
}

static bool find(const struct node *node, const struct target *t, size_t depth, struct route_match *out)
{
    if (depth == t->segments) {
        out->get = node->get;
        out->post = node->post;
        return node->get != NULL || node->post != NULL;
    }
    const char *segment = t->segment[depth];
    for (const struct node *c = node->children; c != NULL; c = c->next)
        if (strcmp(c->literal, segment) == 0 && find(c, t, depth + 1, out))
            return true;
    if (segment[0] == '\0' || out->params == ROUTER_MAX_PARAMS)
        return false;
    out->param[out->params++] = segment;
    if (node->id != NULL && is_id(segment) && find(node->id, t, depth + 1, out))
        return true;
    if (node->text != NULL && find(node->text, t, depth + 1, out))
        return true;
    out->params--;
    return false;
}

bool router_find(const struct router *r, const struct target *t, struct route_match *out)
{
    *out = (struct route_match){ 0 };
    return find(&r->root, t, 0, out);
}

size_t router_param(const char *pattern, const char *name, bool *is_text)
{
    size_t index = 0, n = strlen(name);
    for (const char *s = strchr(pattern, ':'); s != NULL; s = strchr(s, ':'), index++) {
        s++;
        if (strncmp(s, name, n) == 0 && strchr("/*", s[n]) != NULL) {
            *is_text = s[n] == '*';
            return index;
        }
    }
    ASSERT(!"the pattern has this parameter");
    return 0;
}
