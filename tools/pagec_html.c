/* The HTML in a page: which state a hole stands in, and whether elements close as they were opened. */
#include "pagec_parts.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

static const char void_elements[] = " area base br col embed hr img input link meta source track wbr ";
static const char refused_elements[] = " applet embed frame frameset listing marquee noembed noframes object "
                                       "param plaintext xmp ";
/* A browser ends an open p at each of these. */
static const char ends_p[] =
    " address article aside blockquote details dialog div dl fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 header hgroup hr main menu nav ol p pre search "
    "section table ul ";
static const char not_in_itself[] = " a button form label option ";
static const char url_attributes[] =
    " href src action formaction poster cite xlink:href data-hx-get data-hx-post "
    "data-hx-put data-hx-patch data-hx-delete data-hx-action "
    "data-hx-push-url data-hx-replace-url data-hx-sse-connect ";
/* htmx evaluates or parses these. */
static const char code_attributes[] = " srcset ping data-hx-vals data-hx-vars data-hx-headers data-hx-request "
                                      "data-hx-trigger data-hx-config data-hx-live data-hx-ws-connect ";

bool within(const struct compiler *c, const char *names)
{
    for (size_t i = 0; i < c->depth; i++)
        if (in_list(names, c->elements[i].name, c->elements[i].n))
            return true;
    return false;
}

/* A % at the start of a line inside a tag. */
static bool control_in_tag(struct compiler *c)
{
    if (c->p == c->start || c->p[-1] != '\n')
        return false;
    const char *q = c->p;
    while (q < c->end && (*q == ' ' || *q == '\t'))
        q++;
    if (q == c->end || *q != '%')
        return false;
    error(c, q, "a control line inside a tag");
    c->p = line_end(q, c->end);
    return true;
}

/* & must begin a character reference; p is on it. */
void reference(struct compiler *c)
{
    const char *q = c->p + 1;
    if (q < c->end && *q == '#')
        q++;
    while (q < c->end && isalnum((unsigned char)*q))
        q++;
    if (q == c->end || *q != ';' || q == c->p + 1)
        error(c, c->p, "write &amp; for an ampersand");
    put(c, c->p++, 1);
}

/* {{? condition : words }} inside a quoted value. */
static void value_condition(struct compiler *c, bool first, bool url)
{
    if (url)
        error(c, c->p, "a conditional inside a URL");
    if (!condition(c))
        return;
    const char *stop = memmem(c->p, (size_t)(line_end(c->p, c->end) - c->p), "}}", 2);
    const char *p = c->p;
    size_t n = stop != NULL ? (size_t)(stop - p) : 0;
    trim(&p, &n);
    bool plain = n > 0;
    for (size_t i = 0; i < n; i++)
        plain = plain && p[i] != '\0' && strchr("\"'<>&{", p[i]) == NULL;
    if (!plain)
        error(c, c->p, "a conditional inside a value holds plain words up to }}");
    if (!first)
        put_str(c, " ");
    put(c, p, n);
    end_condition(c);
    c->p = stop != NULL ? stop + 2 : line_end(c->p, c->end);
}

/* The quoted value at p, of the attribute called name. */
static void value(struct compiler *c, const char *name, size_t n)
{
    char quote = *c->p;
    const char *open = c->p++;
    bool url = in_list(url_attributes, name, n);
    bool code = in_list(code_attributes, name, n);
    put(c, open, 1);
    if (url && c->end - c->p > 10 && strncasecmp(c->p, "javascript:", 11) == 0)
        error(c, c->p, "a javascript: address");
    for (const char *first = c->p; c->p < c->end && *c->p != quote;) {
        if (control_in_tag(c))
            continue;
        if (starts(c, "{{?"))
            value_condition(c, c->p == first, url || code);
        else if (starts(c, "{{"))
            hole(c,
                 code            ? NULL
                 : !url          ? "html_attr"
                 : c->p == first ? "html_url"
                                 : "html_urlpart",
                 "in an attribute that is read as code or as a list of addresses");
        else if (*c->p == '&')
            reference(c);
        else if (*c->p == '<') {
            error(c, open, "a < inside this attribute value: is its quote closed?");
            return;
        } else
            put(c, c->p++, 1);
    }
    if (c->p == c->end)
        error(c, open, "this attribute value is not closed");
    else
        put(c, c->p++, 1);
}

static void attribute(struct compiler *c, struct element *seen, size_t *seen_count)
{
    const char *name = c->p;
    while (c->p < c->end && !blank(*c->p) && strchr("/>=\"'<{}", *c->p) == NULL)
        c->p++;
    size_t n = (size_t)(c->p - name);
    if (n > 2 && strncasecmp(name, "on", 2) == 0)
        error(c, name, "an event attribute: our Content-Security-Policy forbids it");
    else if ((n == 5 && strncasecmp(name, "style", 5) == 0) || (n == 6 && strncasecmp(name, "srcdoc", 6) == 0))
        error(c, name, "the attribute %.*s: our Content-Security-Policy forbids it", (int)n, name);
    else if (n > 3 && memcmp(name, "hx-", 3) == 0)
        error(c, name, "write data-%.*s: the HTML checker refuses hx-", (int)n, name);
    else if (n > 10 && memcmp(name, "data-hx-on", 10) == 0)
        error(c, name, "%.*s runs script from the page", (int)n, name);
    for (size_t i = 0; seen != NULL && i < *seen_count; i++)
        if (seen[i].n == n && memcmp(seen[i].name, name, n) == 0)
            error(c, name, "the attribute %.*s twice", (int)n, name);
    if (seen != NULL && *seen_count < MAX_ATTRIBUTES)
        seen[(*seen_count)++] = (struct element){ name, n };
    put_str(c, " ");
    put(c, name, n);
    const char *q = c->p;
    while (q < c->end && blank(*q))
        q++;
    if (q == c->end || *q != '=')
        return;
    for (q++; q < c->end && blank(*q);)
        q++;
    c->p = q;
    put_str(c, "=");
    if (q < c->end && (*q == '"' || *q == '\'')) {
        value(c, name, n);
        return;
    }
    error(c, q, "the value of %.*s has no quotes", (int)n, name);
    while (c->p < c->end && !blank(*c->p) && *c->p != '>') {
        if (starts(c, "{{"))
            skip_hole(c);
        else
            c->p++;
    }
}

/* Past the rest of an attribute whose name is wrong. */
static void skip_attribute(struct compiler *c)
{
    for (; c->p < c->end && !blank(*c->p) && *c->p != '>'; c->p++)
        if (*c->p == '"' || *c->p == '\'') {
            const char *stop = memchr(c->p + 1, *c->p, (size_t)(c->end - c->p - 1));
            c->p = stop != NULL ? stop : c->p;
        }
}

/* The attributes of a tag up to and with its ">"; true when it ended in "/>". */
static bool attributes(struct compiler *c, const char *open)
{
    struct element seen[MAX_ATTRIBUTES];
    size_t seen_count = 0;
    bool conditional = false, self_closing = false, done = false;
    while (!done && c->p < c->end) {
        if (control_in_tag(c))
            continue;
        if (blank(*c->p)) {
            c->p++;
        } else if (starts(c, "{{?")) {
            if (conditional)
                error(c, c->p, "a conditional inside a conditional");
            bool opened = condition(c);
            if (opened && conditional)
                end_condition(c);
            conditional = conditional || opened;
        } else if (conditional && starts(c, "}}")) {
            end_condition(c);
            conditional = false;
            c->p += 2;
        } else if (starts(c, "{{")) {
            hole(c, NULL, "in the name of a tag or an attribute");
            skip_attribute(c);
        } else if (*c->p == '>' || starts(c, "/>")) {
            self_closing = *c->p == '/';
            c->p += self_closing ? 2 : 1;
            done = true;
        } else if (*c->p == '<') {
            break;
        } else if (strchr("/=\"'{}", *c->p) != NULL) {
            error(c, c->p, "%c is out of place in a tag", *c->p);
            c->p++;
            skip_attribute(c);
        } else {
            attribute(c, conditional ? NULL : seen, &seen_count);
        }
    }
    if (!done)
        error(c, open, "this tag is not closed");
    if (conditional) {
        error(c, open, "a conditional in this tag is not closed");
        end_condition(c);
    }
    put_str(c, self_closing ? "/>" : ">");
    return self_closing;
}

/* Copies what stands in a script or style up to its end tag. */
static void raw_content(struct compiler *c, const struct element *e)
{
    char stop[12];
    snprintf(stop, sizeof stop, "</%.*s", (int)e->n, e->name);
    while (c->p < c->end && !starts(c, stop)) {
        if (control_in_tag(c))
            continue;
        if (starts(c, "{{"))
            hole(c, NULL, e->name[1] == 'c' ? "in a script" : "in a style");
        else
            put(c, c->p++, 1);
    }
}

static size_t tag_name(struct compiler *c)
{
    const char *name = c->p;
    while (c->p < c->end && (isalnum((unsigned char)*c->p) || *c->p == '-'))
        c->p++;
    return (size_t)(c->p - name);
}

static void open_tag(struct compiler *c)
{
    const char *open = c->p++;
    struct element e = { .name = c->p };
    e.n = tag_name(c);
    bool svg = is(&e, "svg") || is(&e, "math") || within(c, " svg math ");
    for (size_t i = 0; i < e.n && !svg; i++)
        if (isupper((unsigned char)e.name[i])) {
            error(c, open, "write <%.*s> in lower case", (int)e.n, e.name);
            break;
        }
    if (in_list(refused_elements, e.name, e.n))
        error(c, open, "<%.*s> is not used in our pages", (int)e.n, e.name);
    if (within(c, " p ") && in_list(ends_p, e.name, e.n))
        error(c, open, "<%.*s> inside <p>: a browser would end the paragraph here", (int)e.n, e.name);
    char itself[64];
    snprintf(itself, sizeof itself, " %.*s ", (int)e.n, e.name);
    if (in_list(not_in_itself, e.name, e.n) && within(c, itself))
        error(c, open, "<%.*s> inside <%.*s>", (int)e.n, e.name, (int)e.n, e.name);
    put(c, open, e.n + 1);
    bool closed = attributes(c, open);
    if (closed && !svg)
        error(c, open, "/> closes nothing in HTML: write <%.*s>", (int)e.n, e.name);
    if (closed || in_list(void_elements, e.name, e.n))
        return;
    if (c->depth == MAX_ELEMENTS) {
        error(c, open, "more than %d elements inside each other", MAX_ELEMENTS);
        return;
    }
    c->elements[c->depth++] = e;
    if (is(&e, "script") || is(&e, "style"))
        raw_content(c, &e);
    else if (is(&e, "textarea") || is(&e, "pre")) {
        /* A browser drops the first newline, which may be the person's own. */
        put_str(c, "\n");
        c->p += c->p < c->end && *c->p == '\n';
    }
}

static void close_tag(struct compiler *c)
{
    const char *open = c->p;
    c->p += 2;
    struct element e = { .name = c->p };
    e.n = tag_name(c);
    while (c->p < c->end && blank(*c->p))
        c->p++;
    if (c->p == c->end || *c->p != '>')
        error(c, open, "this end tag is not closed");
    else
        c->p++;
    put(c, open, e.n + 2);
    put_str(c, ">");
    size_t floor = c->block_count > 0 ? c->blocks[c->block_count - 1].depth : 0;
    size_t at = c->depth;
    while (at > floor && (c->elements[at - 1].n != e.n || memcmp(c->elements[at - 1].name, e.name, e.n) != 0))
        at--;
    if (at > floor) {
        for (size_t i = c->depth; i > at; i--)
            error(c, c->elements[i - 1].name - 1, "<%.*s> is not closed before </%.*s> in line %d",
                  (int)c->elements[i - 1].n, c->elements[i - 1].name, (int)e.n, e.name, line_of(c, open));
        c->depth = at - 1;
    } else if (in_list(void_elements, e.name, e.n)) {
        error(c, open, "<%.*s> has no end tag", (int)e.n, e.name);
    } else if (!c->half || c->block_count > 0 || c->depth > 0) {
        error(c, open, "</%.*s> closes nothing that was opened %s", (int)e.n, e.name,
              c->block_count > 0 ? "in this block" : "in this page");
    }
}

static void comment(struct compiler *c)
{
    const char *open = c->p;
    const char *stop = memmem(c->p + 4, (size_t)(c->end - c->p - 4), "-->", 3);
    if (stop == NULL) {
        error(c, open, "this comment is not closed");
        c->p = c->end;
        return;
    }
    for (const char *q = open; (q = memmem(q, (size_t)(stop - q), "{{", 2)) != NULL; q += 2)
        error(c, q, "a hole cannot stand in a comment");
    c->p = stop + 3; /* comments are for the reader of the page, not for the visitor */
}

void markup(struct compiler *c)
{
    const struct element *top = c->depth > 0 ? &c->elements[c->depth - 1] : NULL;
    char next = c->end - c->p > 1 ? c->p[1] : '\0';
    if (top != NULL && (is(top, "title") || is(top, "textarea")) && !within(c, " svg ") && next != '/') {
        error(c, c->p, "a tag inside <%.*s>", (int)top->n, top->name);
        put(c, c->p++, 1);
    } else if (starts(c, "<!--")) {
        comment(c);
    } else if (next == '!') {
        const char *stop = memchr(c->p, '>', (size_t)(line_end(c->p, c->end) - c->p));
        if (stop == NULL)
            error(c, c->p, "this tag is not closed");
        else if (memmem(c->p, (size_t)(stop - c->p), "{{", 2) != NULL)
            error(c, c->p, "a hole cannot stand in a declaration");
        stop = stop != NULL ? stop + 1 : line_end(c->p, c->end);
        put(c, c->p, (size_t)(stop - c->p));
        c->p = stop;
    } else if (next == '/') {
        close_tag(c);
    } else if (isalpha((unsigned char)next)) {
        open_tag(c);
    } else {
        error(c, c->p,
              starts(c, "<{{") ? "a hole cannot stand in the name of a tag or an attribute"
                               : "write &lt; for a less-than sign");
        c->p++;
    }
}
