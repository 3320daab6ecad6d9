/* What a person reads when something was refused or went wrong: what happened, what was kept, what to do. */
#include <string.h>

#include "http/internal.h"
#include "lib/json.h"
#include "lib/sodium.h"

struct fault_text {
    int code;         /* 0: that of the status */
    const char *kind; /* of the problem document; NULL: its code says it all */
    const char *title;
    const char *what; /* unless the fault brings its own words */
    const char *kept;
    const char *next;
};

static const struct fault_text texts[FAULT_PAGES] = {
    [INVALID] = { 0, NULL, N_("Something in the form is not right yet"),
                  N_("What you sent does not fit the rules of this form."),
                  N_("Nothing was saved. What you typed is still in the form behind this page."),
                  N_("Go back with your browser's back button, correct it and send it again.") },
    [MALFORMED] = { 0, NULL, N_("This request cannot be read"),
                    N_("What your browser sent is not complete, or the address is not one of ours."),
                    N_("Nothing was changed."), N_("Go back, check the address and try again.") },
    [UNSIGNED] = { 0, NULL, N_("Sign in to see this page"),
                   N_("This page is only for people who are signed in."), N_("Nothing was changed."),
                   N_("Sign in and you go on where you were.") },
    [DENIED] = { 0, NULL, N_("You may not do this here"), N_("Your role does not give access to this."),
                 N_("Nothing was changed."),
                 N_("Ask an administrator of your organisation for the role that you need.") },
    [NOT_FOUND] = { 0, NULL, N_("There is no page here"),
                    N_("The address is wrong, or what stood here was removed."), N_("Nothing was changed."),
                    N_("Check the address, or start again from the first page.") },
    [CONFLICT] = { 0, NULL, N_("Someone else was just before you"),
                   N_("What you changed was changed by someone else in the meantime."),
                   N_("Their version was kept. What you typed is still in the form behind this page."),
                   N_("Go back, load the page again, look at what is there now and send yours again if it is "
                      "still needed.") },
    [TOO_LARGE] = { 0, NULL, N_("This is too large to send"),
                    N_("What you sent is larger than this form accepts."),
                    N_("Nothing was saved. Your text is still in the form: your browser's back button brings "
                       "it back."),
                    N_("Go back, make the text or the file smaller and send it again.") },
    [LIMITED] = { 0, NULL, N_("Too many tries"), N_("This was tried very often in a short time."),
                  N_("Nothing was changed."), N_("Wait an hour and try again, or ask for help.") },
    [BUSY] = { 0, "busy", N_("It is very busy just now"),
               N_("Others were saving at the same moment, and yours could not wait for them any longer."),
               N_("Nothing was saved. What you typed is still in the form behind this page."),
               N_("Wait a moment, go back with your browser's back button and send it again.") },
    [UNSURE] = { 0, "outcome-unknown", N_("Perhaps this was saved, perhaps not"),
                 N_("We could not check whether this was saved. Reload the page to see what is stored."),
                 N_("The connection with the stored data broke just while yours was being saved. What you "
                    "typed is still "
                    "in the form behind this page."),
                 N_("Go back, load the page again and look at what is there now. Send yours again only if it "
                    "is "
                    "missing.") },
    [FAILED] = { 0, NULL, N_("Something went wrong on our side"),
                 N_("The server could not finish this. It was written down for the administrator."),
                 N_("Nothing was saved. What you typed is still in the form behind this page."),
                 N_("Go back with your browser's back button and try again in a few minutes.") },
    [FAULT_PAGE_FORGED] = { 0, "forged", N_("We could not see that this came from our own page"),
                            N_("The form was open for too long, you signed in or out in another window, or "
                               "another site sent it."),
                            N_("Nothing was saved. What you typed is still in the form behind this page."),
                            N_("Go back with your browser's back button, copy what you typed, load the page "
                               "again and send it once more.") },
    [FAULT_PAGE_QUEUE] = { 0, "busy", N_("It is very busy just now"),
                           N_("There were too many requests to answer yours in time."),
                           N_("Nothing was saved. What you typed is still in the form behind this page."),
                           N_("Wait a moment, go back with your browser's back button and send it again.") },
    [FAULT_PAGE_STOP] = { 0, "restarting", N_("The site is being restarted"),
                          N_("Yours came just when the server was being stopped. Mostly it is back within a "
                             "minute."),
                          N_("Nothing was saved. What you typed is still in the form behind this page."),
                          N_("Wait a moment, go back with your browser's back button and send it again.") },
    [FAULT_PAGE_AWAY] = { 0, "database-away", N_("The stored data cannot be reached just now"),
                          N_("The site works, but the database behind it does not answer. The administrator "
                             "can "
                             "see that too."),
                          N_("Nothing was saved. What you typed is still in the form behind this page."),
                          N_("Wait a moment, go back with your browser's back button and send it again.") },
    [FAULT_PAGE_FULL] = { 0, "disk-full", N_("There is no room left to save this"),
                          N_("The disk of the server is full. The administrator can see that too and has to "
                             "make "
                             "room; looking things up still works."),
                          N_("Nothing was saved. What you typed is still in the form behind this page."),
                          N_("Keep a copy of a long text. Then go back with your browser's back button after a "
                             "while and send it again.") },
    [FAULT_PAGE_METHOD] = { 405, NULL, N_("This address cannot be opened like that"),
                            N_("What you asked is not possible at this address."), N_("Nothing was changed."),
                            N_("Go to the first page and find your way from there.") },
};

/* A refusal in a rule's own words: nobody else need have anything to do with it, and a role need not help. */
static const struct fault_text not_now = {
    0,
    NULL,
    N_("This cannot be done now"),
    NULL,
    N_("Nothing was changed. What you typed is still in the form behind this page."),
    N_("Go back and load the page again: it shows how things stand now.")
};
/* A page that was only to be looked at loads itself again. */
static const struct fault_text look_again[FAULT_PAGES] = {
    [FAULT_PAGE_QUEUE] = { 0, "busy", N_("It is very busy just now"),
                           N_("There were too many requests to answer yours in time."),
                           N_("You need not do anything: this page tries again by itself in a few seconds."),
                           N_("What you saved before is kept.") },
    [FAULT_PAGE_STOP] = { 0, "restarting", N_("The site is being restarted"),
                          N_("Yours came just when the server was being stopped. Mostly it is back within a "
                             "minute."),
                          N_("You need not do anything: this page tries again by itself in a few seconds."),
                          N_("What you saved before is kept.") },
};
static const struct fault_text not_you = { 0,
                                           NULL,
                                           N_("You may not do this here"),
                                           NULL,
                                           N_("Nothing was changed."),
                                           N_("Go back with your browser's back button.") };

static bool comes_back(const struct rq_internal *in)
{
    bool passes = in->fault_page == FAULT_PAGE_QUEUE || in->fault_page == FAULT_PAGE_STOP;
    return passes && in->rq.route->method == HTTP_GET && !in->machine;
}

/* A little different for each: they were turned away because they came all at once. */
static void come_back(struct rq *rq)
{
    enum { SOONEST = 2, SPREAD = 6 };
    unsigned char random;
    crypto_random(&random, 1);
    reply_header(rq, "Refresh", arena_printf(rq->arena, "%d", SOONEST + random % SPREAD));
}

/* A conflict with detail "newer" is about what someone else stored in the meantime. */
static const struct fault_text *text_of(const struct rq_internal *in)
{
    const struct fault *f = &in->fault;
    bool own_words = in->fault_page == 0 && f->msgid != NULL;
    if (comes_back(in))
        return &look_again[in->fault_page];
    bool newer = f->detail != NULL && strcmp(f->detail, "newer") == 0;
    if (own_words && f->status == CONFLICT && !newer)
        return &not_now;
    if (own_words && f->status == DENIED)
        return &not_you;
    return &texts[in->fault_page != 0 ? (size_t)in->fault_page : (size_t)f->status];
}

static int code_of(const struct rq_internal *in)
{
    const struct fault_text *t = text_of(in);
    return t->code != 0 ? t->code : status_http_code(in->fault.status);
}

/* The fault's own words with its argument, or those of its status. */
static const char *what_of(struct rq *rq)
{
    const struct fault *f = &rq->in->fault;
    if (f->msgid == NULL)
        return tr(rq->lang, text_of(rq->in)->what);
    const char *words = tr(rq->lang, f->msgid);
    const char *hole = f->arg == NULL ? NULL : strstr(words, "%s");
    if (hole == NULL)
        return words;
    return arena_printf(rq->arena, "%.*s%s%s", (int)(hole - words), words, f->arg, hole + 2);
}

static void write_paragraph(struct html *h, const char *text)
{
    HTML_RAW(h, "<p class=\"utrecht-paragraph\">");
    html_text_str(h, text);
    HTML_RAW(h, "</p>\n");
}

static void write_link(struct html *h, const char *url, const char *query, const char *label)
{
    HTML_RAW(h, "<p class=\"utrecht-paragraph\"><a class=\"utrecht-link\" href=\"");
    html_url_str(h, url);
    if (query != NULL) {
        HTML_RAW(h, "?naar=");
        html_urlpart_str(h, query);
    }
    HTML_RAW(h, "\">");
    html_text_str(h, label);
    HTML_RAW(h, "</a></p>\n");
}

static void write_messages(struct rq *rq, struct html *h)
{
    size_t count;
    const struct field_message *messages = form_messages(rq, &count);
    if (count == 0)
        return;
    HTML_RAW(h, "<ul class=\"utrecht-unordered-list\">\n");
    for (size_t i = 0; i < count; i++) {
        HTML_RAW(h, "<li>");
        html_text_str(h, messages[i].label);
        HTML_RAW(h, ": ");
        html_text_str(h, messages[i].message);
        HTML_RAW(h, "</li>\n");
    }
    HTML_RAW(h, "</ul>\n");
}

static void render_page(struct rq *rq)
{
    const struct rq_internal *in = rq->in;
    const struct fault_text *t = text_of(in);
    struct html *h = rq_html(rq);
    struct layout *l = rq_layout(rq, tr(rq->lang, t->title));
    l->lead = what_of(rq);
    l->bare = true;
    layout_begin(h, l);
    write_messages(rq, h);
    write_paragraph(h, tr(rq->lang, t->kept));
    write_paragraph(h, tr(rq->lang, t->next));
    if (in->fault.status == UNSIGNED)
        write_link(h, "/aanmelden", in->match.get != NULL ? rq_path(rq) : NULL, tr(rq->lang, N_("Sign in")));
    else
        write_link(h, "/", NULL, tr(rq->lang, N_("To the first page")));
    layout_end(h, l);
    (void)reply_page(rq);
}

/* For our own scripts (autosave): short, with the field when it is about one. */
static void render_partial(struct rq *rq)
{
    size_t count;
    const struct field_message *messages = form_messages(rq, &count);
    struct json_writer w = json_writer(&rq->in->reply.body);
    json_object_begin(&w);
    json_key(&w, "error");
    const char *kind = text_of(rq->in)->kind;
    json_str(&w, kind != NULL ? kind : status_name(rq->in->fault.status));
    json_key(&w, "message");
    json_str(&w, count > 0 ? messages[0].message : what_of(rq));
    if (count > 0) {
        json_key(&w, "field");
        json_str(&w, messages[0].field);
    }
    json_object_end(&w);
    rq->in->reply.type = "application/json";
}

void fault_render(struct rq *rq)
{
    struct rq_internal *in = rq->in;
    reply_clear(rq);
    if (in->fault_page == FAULT_PAGE_METHOD)
        reply_header(rq, "Allow", reply_methods(rq));
    if (in->open)
        reply_header(rq, "Access-Control-Allow-Origin", "*");
    if (in->machine)
        reply_problem_code(rq, code_of(in), text_of(in)->kind, what_of(rq), NULL);
    else if (rq_is_partial(rq))
        render_partial(rq);
    else
        render_page(rq);
    if (comes_back(in) && !rq_is_partial(rq))
        come_back(rq);
    in->reply.code = code_of(in);
}
