#include <arpa/inet.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/buf.h"
#include "lib/curl.h"

/* A mail server for one connection, which keeps what it is told. */
struct server {
    int listener;
    char url[64];
    const char *answer_to_rcpt;
    const char *answer_to_text;
    const char *extensions; /* lines of the answer to EHLO */
    struct buf heard;
    pthread_t thread;
};

static void say(int fd, const char *line)
{
    (void)!write(fd, line, strlen(line));
}

static void *serve(void *p)
{
    struct server *s = p;
    int fd = accept(s->listener, NULL, NULL);
    if (fd < 0)
        return NULL;
    FILE *in = fdopen(dup(fd), "r");
    say(fd, "220 test\r\n");
    char line[2000];
    bool in_text = false;
    while (fgets(line, sizeof line, in) != NULL) {
        buf_str(&s->heard, line);
        if (in_text) {
            if (strcmp(line, ".\r\n") == 0) {
                in_text = false;
                say(fd, s->answer_to_text);
            }
        } else if (strncmp(line, "EHLO", 4) == 0) {
            say(fd, s->extensions);
        } else if (strncmp(line, "RCPT", 4) == 0) {
            say(fd, s->answer_to_rcpt);
        } else if (strncmp(line, "DATA", 4) == 0) {
            in_text = true;
            say(fd, "354 go on\r\n");
        } else if (strncmp(line, "QUIT", 4) == 0) {
            say(fd, "221 bye\r\n");
            break;
        } else {
            say(fd, "250 fine\r\n");
        }
    }
    fclose(in);
    close(fd);
    return NULL;
}

static void server_start(struct server *s)
{
    struct sockaddr_in at = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    socklen_t n = sizeof at;
    s->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_int_equal(bind(s->listener, (struct sockaddr *)&at, n), 0);
    assert_int_equal(listen(s->listener, 1), 0);
    getsockname(s->listener, (struct sockaddr *)&at, &n);
    snprintf(s->url, sizeof s->url, "smtp://127.0.0.1:%d/tester", ntohs(at.sin_port));
    if (s->answer_to_rcpt == NULL)
        s->answer_to_rcpt = "250 fine\r\n";
    if (s->answer_to_text == NULL)
        s->answer_to_text = "250 taken\r\n";
    if (s->extensions == NULL)
        s->extensions = "250-test\r\n250 SIZE 1000000\r\n";
    buf_init(&s->heard, 1 << 20);
    pthread_create(&s->thread, NULL, serve, s);
}

static const char *server_stop(struct server *s, struct arena *a)
{
    shutdown(s->listener, SHUT_RDWR);
    pthread_join(s->thread, NULL);
    close(s->listener);
    const char *heard = buf_to_arena(&s->heard, a);
    buf_release(&s->heard);
    return heard;
}

static int set_up(void **state)
{
    static struct arena a;
    arena_init(&a);
    *state = &a;
    return 0;
}

static int tear_down(void **state)
{
    arena_release(*state);
    return 0;
}

static const char MESSAGE[] = "Subject: x\r\n\r\nfirst\r\n.second\r\n";

static void curl__hands_over_a_message(void **state)
{
    struct server s = { 0 };
    server_start(&s);
    struct smtp_server to = { .url = s.url, .from = "Kapstok <kapstok@example.org>" };
    const char *detail;
    assert_int_equal(smtp_send(&to, "eva@example.org", MESSAGE, strlen(MESSAGE), &detail), OK);
    assert_null(detail);
    const char *heard = server_stop(&s, *state);
    assert_non_null(strstr(heard, "MAIL FROM:<kapstok@example.org>"));
    assert_non_null(strstr(heard, "RCPT TO:<eva@example.org>\r\n"));
    assert_non_null(strstr(heard, "Subject: x\r\n\r\nfirst\r\n..second\r\n.\r\n"));
}

static void curl__tells_never_from_later(void **state)
{
    static const struct {
        const char *rcpt, *text;
        enum status expected;
    } cases[] = {
        { "550 nobody here\r\n", NULL, FAILED },
        { "451 later\r\n", NULL, BUSY },
        { NULL, "554 spam\r\n", FAILED },
        { NULL, "452 full\r\n", BUSY },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct server s = { .answer_to_rcpt = cases[i].rcpt, .answer_to_text = cases[i].text };
        server_start(&s);
        struct smtp_server to = { .url = s.url, .from = "kapstok@example.org" };
        const char *detail;
        assert_int_equal(smtp_send(&to, "eva@example.org", MESSAGE, strlen(MESSAGE), &detail),
                         cases[i].expected);
        assert_non_null(detail);
        assert_null(strstr(detail, "@"));
        server_stop(&s, *state);
    }
}

static void curl__sends_no_password_without_tls(void **state)
{
    struct server s = { .extensions = "250-test\r\n250 AUTH PLAIN LOGIN\r\n" };
    server_start(&s);
    struct smtp_server to = { .url = s.url, .from = "kapstok@example.org", .user = "me", .password = "secret" };
    const char *detail;
    assert_int_equal(smtp_send(&to, "eva@example.org", MESSAGE, strlen(MESSAGE), &detail), BUSY);
    const char *heard = server_stop(&s, *state);
    assert_null(strstr(heard, "AUTH"));
    assert_null(strstr(heard, "MAIL"));
}

static void curl__sends_nothing_when_tls_is_required(void **state)
{
    struct server s = { 0 };
    server_start(&s);
    struct smtp_server to = { .url = s.url, .from = "kapstok@example.org", .starttls_required = true };
    const char *detail;
    assert_int_equal(smtp_send(&to, "eva@example.org", MESSAGE, strlen(MESSAGE), &detail), BUSY);
    assert_null(strstr(server_stop(&s, *state), "MAIL"));
}

static void curl__refuses_addresses_that_inject(void **state)
{
    (void)state;
    struct smtp_server to = { .url = "smtp://127.0.0.1:1", .from = "kapstok@example.org" };
    static const char *const wrong[] = { "",
                                         "eva",
                                         "@example.org",
                                         "eva@",
                                         "eva@example.org\r\nRCPT TO:<x@y.z>",
                                         "eva@example.org\nBcc: x",
                                         "eva@example.org> NOTIFY=NEVER",
                                         "a@b@c",
                                         "eva@example.org,jos@example.org",
                                         "<eva@example.org>",
                                         "éva@example.org" };
    const char *detail;
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        assert_int_equal(smtp_send(&to, wrong[i], "x", 1, &detail), INVALID);
    assert_int_equal(smtp_send(&to, NULL, "x", 1, &detail), INVALID);
    to.from = "Kap\r\nBcc: x <kapstok@example.org>";
    assert_int_equal(smtp_send(&to, "eva@example.org", "x", 1, &detail), INVALID);
    to.from = "kapstok@example.org";
    assert_int_equal(smtp_send(&to, "eva@example.org", "x", 1, &detail), BUSY);
    to.url = "file:///etc/passwd";
    assert_int_equal(smtp_send(&to, "eva@example.org", "x", 1, &detail), INVALID);
}

static const struct mail PLAIN = {
    .from = "kapstok@example.org",
    .to = "Eva de Wit <eva@example.org>",
    .subject = "Welcome",
    .text_body = "Hello\n",
    .message_id = "abc@example.org",
    .date_ms = 1795339800000,
};

static void curl__composes_a_plain_message(void **state)
{
    struct bytes out;
    assert_int_equal(mail_compose(*state, &PLAIN, &out), OK);
    assert_string_equal(out.p, "Date: Sun, 22 Nov 2026 09:30:00 +0000\r\n"
                               "From: <kapstok@example.org>\r\n"
                               "To: \"Eva de Wit\"\r\n <eva@example.org>\r\n"
                               "Message-ID: <abc@example.org>\r\n"
                               "Subject: Welcome\r\n"
                               "MIME-Version: 1.0\r\n"
                               "Auto-Submitted: auto-generated\r\n"
                               "Content-Type: text/plain; charset=utf-8\r\n"
                               "Content-Transfer-Encoding: quoted-printable\r\n"
                               "\r\n"
                               "Hello\r\n");
    assert_int_equal(strlen(out.p), out.n);
}

static void curl__encodes_what_is_not_ascii(void **state)
{
    struct mail mail = PLAIN;
    mail.from = "Ëva \"x\" <eva@example.org>";
    mail.to = "De \"Wit\", Eva <eva@example.org>";
    mail.subject = "Uitnodiging: de scan van één organisatie met een heel lange naam, en nog veel langer €€€";
    mail.text_body =
        "Één = twee \n.dot\nFrom here\n\ttab\t\nhttps://example.org/?a=b&c=0123456789012345678901234567890"
        "123456789012345678901234567890\r\nend";
    struct bytes out;
    assert_int_equal(mail_compose(*state, &mail, &out), OK);
    const char *text = out.p;
    assert_non_null(strstr(text, "From: =?UTF-8?B?w4t2YSAieCI=?=\r\n <eva@example.org>\r\n"));
    assert_non_null(strstr(text, "To: \"De \\\"Wit\\\", Eva\"\r\n <eva@example.org>\r\n"));
    assert_non_null(strstr(text, "Subject: =?UTF-8?B?"));
    assert_non_null(strstr(text,
                           "\r\n\r\n=C3=89=C3=A9n =3D twee=20\r\n=2Edot\r\n=46rom here\r\n\ttab=09\r\n"
                           "https://example.org/?a=3Db&c=3D01234567890123456789012345678901234567890123=\r\n"
                           "45678901234567890\r\nend\r\n"));
    for (const char *line = text; *line != '\0';) {
        const char *end = strstr(line, "\r\n");
        assert_non_null(end);
        assert_true(end - line <= 78);
        assert_null(memchr(line, '\n', (size_t)(end - line)));
        line = end + 2;
    }
    for (const char *c = text; *c != '\0'; c++)
        assert_true((unsigned char)*c < 0x80);
}

static void curl__composes_no_injected_header(void **state)
{
    struct bytes out;
    struct mail mail = PLAIN;
    mail.subject = "Hi\r\nBcc: x@example.org";
    assert_int_equal(mail_compose(*state, &mail, &out), OK);
    assert_non_null(strstr(out.p, "Subject: Hi  Bcc: x@example.org\r\n"));
    mail = PLAIN;
    mail.to = "eva@example.org\r\nBcc: x@example.org";
    assert_int_equal(mail_compose(*state, &mail, &out), INVALID);
    mail.to = "Eva\r\nBcc: y <eva@example.org>";
    assert_int_equal(mail_compose(*state, &mail, &out), INVALID);
    mail.to = "Eva <eva@example.org>, x";
    assert_int_equal(mail_compose(*state, &mail, &out), INVALID);
    mail = PLAIN;
    mail.from = "\xFF <eva@example.org>";
    assert_int_equal(mail_compose(*state, &mail, &out), INVALID);
    mail = PLAIN;
    mail.message_id = "a@b>\r\nX: y";
    assert_int_equal(mail_compose(*state, &mail, &out), INVALID);
    mail.message_id = NULL;
    assert_int_equal(mail_compose(*state, &mail, &out), INVALID);
    assert_null(out.p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(curl__hands_over_a_message),
        cmocka_unit_test(curl__tells_never_from_later),
        cmocka_unit_test(curl__sends_no_password_without_tls),
        cmocka_unit_test(curl__sends_nothing_when_tls_is_required),
        cmocka_unit_test(curl__refuses_addresses_that_inject),
        cmocka_unit_test(curl__composes_a_plain_message),
        cmocka_unit_test(curl__encodes_what_is_not_ascii),
        cmocka_unit_test(curl__composes_no_injected_header),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
