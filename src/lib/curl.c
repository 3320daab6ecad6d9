#include "lib/curl.h"

#include <curl/curl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/arena.h"
#include "base/utf8.h"
#include "lib/sodium.h"

enum {
    LINE_WIDTH = 76,
    ADDRESS_MAX = 254, /* RFC 5321 */
    MAIL_MAX = 16 * 1024 * 1024,
    WORD_BYTES = 39, /* so that a line with =?UTF-8?B?...?= and a header's name stays within 76 */
};

static bool address_is_safe(const char *s, size_t n)
{
    size_t ats = 0;
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)s[i];
        if (c <= ' ' || c >= 0x7F || strchr("<>()[],;:\\\"", c) != NULL)
            return false;
        if (c == '@') {
            ats++;
            if (i == 0 || i + 1 == n)
                return false;
        }
    }
    return ats == 1 && n <= ADDRESS_MAX;
}

bool mail_address_is_safe(const char *s)
{
    return s != NULL && address_is_safe(s, strlen(s));
}

/* "Name <address>" or "address" in two parts; name->n is 0 when there is none. */
static bool split_address(const char *s, struct bytes *name, struct bytes *address)
{
    if (s == NULL)
        return false;
    size_t n = strlen(s);
    *name = (struct bytes){ .p = s };
    *address = (struct bytes){ .p = s, .n = n };
    const char *open = strrchr(s, '<');
    if (open != NULL) {
        if (s[n - 1] != '>')
            return false;
        *address = (struct bytes){ .p = open + 1, .n = (size_t)(s + n - 1 - (open + 1)) };
        name->n = (size_t)(open - s);
        while (name->n > 0 && s[name->n - 1] == ' ')
            name->n--;
    }
    for (size_t i = 0; i < name->n; i++)
        if ((unsigned char)s[i] < ' ' || s[i] == 0x7F)
            return false;
    return utf8_valid(s, n) && address_is_safe(address->p, address->n);
}

/* ---- sending ---- */

struct upload {
    const char *p;
    size_t left;
};

static size_t next_part(char *to, size_t size, size_t count, void *context)
{
    struct upload *u = context;
    size_t n = size * count < u->left ? size * count : u->left;
    if (n > 0)
        memcpy(to, u->p, n);
    u->p += n;
    u->left -= n;
    return n;
}

/* The server refused this message for good only where it answered MAIL, RCPT, DATA or the text with 5xx.
 * A wrong password or certificate is not the message's fault: it waits until someone has set it right. */
static enum status outcome(CURLcode result, long answer)
{
    switch (result) {
    case CURLE_OK:
        return OK;
    case CURLE_URL_MALFORMAT:
    case CURLE_UNSUPPORTED_PROTOCOL:
        return INVALID;
    case CURLE_SEND_ERROR:
    case CURLE_WEIRD_SERVER_REPLY:
    case CURLE_UPLOAD_FAILED:
        return answer >= 500 ? FAILED : BUSY;
    default:
        return BUSY;
    }
}

/* libcurl asks at least once a second. */
static int wants_stop(void *stop, curl_off_t a, curl_off_t b, curl_off_t c, curl_off_t d)
{
    (void)a, (void)b, (void)c, (void)d;
    return *(const _Atomic bool *)stop;
}

static enum status send_with(CURL *curl, const struct smtp_server *server, const char *from, const char *to,
                             struct upload *upload, const char **detail)
{
    struct curl_slist *to_list = curl_slist_append(NULL, to);
    ASSERT(to_list != NULL);
    /* A password goes only over TLS that was checked; see struct smtp_server. */
    bool strict =
        server->starttls_required || server->user != NULL || strncasecmp(server->url, "smtps:", 6) == 0;
    curl_easy_setopt(curl, CURLOPT_URL, server->url);
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    curl_easy_setopt(curl, CURLOPT_PROXY, ""); /* whatever the environment says of web proxies */
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, (long)SMTP_TIMEOUT_S);
    curl_easy_setopt(curl, CURLOPT_USE_SSL, strict ? (long)CURLUSESSL_ALL : (long)CURLUSESSL_TRY);
    curl_easy_setopt(curl, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    if (!strict) {
        curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 0L);
        curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 0L);
    }
    if (server->user != NULL) {
        curl_easy_setopt(curl, CURLOPT_USERNAME, server->user);
        curl_easy_setopt(curl, CURLOPT_PASSWORD, server->password == NULL ? "" : server->password);
    }
    curl_easy_setopt(curl, CURLOPT_MAIL_FROM, from);
    curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, to_list);
    curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(curl, CURLOPT_READFUNCTION, next_part);
    curl_easy_setopt(curl, CURLOPT_READDATA, upload);

    if (server->stop != NULL) {
        curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
        curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, wants_stop);
        curl_easy_setopt(curl, CURLOPT_XFERINFODATA, (void *)(uintptr_t)server->stop);
    }
    CURLcode result = curl_easy_perform(curl);
    long answer = 0;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &answer);
    curl_slist_free_all(to_list);
    if (result != CURLE_OK)
        *detail = curl_easy_strerror(result);
    return outcome(result, answer);
}

static void start(void)
{
    (void)curl_global_init(CURL_GLOBAL_DEFAULT); /* curl_easy_init tries again, and says so when it fails */
}

/* With the first message: the cryptography takes 2 MB, and many installations have no mail server. */
static void need_library(void)
{
    static pthread_once_t started = PTHREAD_ONCE_INIT;
    pthread_once(&started, start);
}

enum status smtp_send(const struct smtp_server *server, const char *to, const char *message, size_t n,
                      const char **detail)
{
    *detail = NULL;
    struct bytes name, address;
    if (!split_address(server->from, &name, &address)) {
        *detail = "the sender is no mail address";
        return INVALID;
    }
    if (!mail_address_is_safe(to)) {
        *detail = "the receiver is no mail address";
        return INVALID;
    }
    need_library();
    CURL *curl = curl_easy_init();
    if (curl == NULL) {
        *detail = "libcurl does not start";
        return BUSY;
    }
    char from[ADDRESS_MAX + 1] = "";
    memcpy(from, address.p, address.n);
    struct upload upload = { .p = message, .left = n };
    enum status st = send_with(curl, server, from, to, &upload, detail);
    curl_easy_cleanup(curl);
    return st;
}

/* ---- composing ---- */

static bool is_plain(const char *s, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if ((unsigned char)s[i] < ' ' || (unsigned char)s[i] > '~')
            return false;
    return memmem(s, n, "=?", 2) == NULL;
}

/* RFC 2047 encoded words, cut between characters, one on a line. */
static void put_words(struct buf *b, struct arena *a, const char *s, size_t n)
{
    for (size_t at = 0; at < n;) {
        size_t end = at;
        while (end < n) {
            size_t len;
            utf8_decode(s + end, n - end, &len);
            if (end + len - at > WORD_BYTES)
                break;
            end += len;
        }
        if (at > 0)
            BUF_LIT(b, "\r\n ");
        BUF_LIT(b, "=?UTF-8?B?");
        buf_str(b, base64_encode(a, s + at, end - at));
        BUF_LIT(b, "?=");
        at = end;
    }
}

static void put_subject(struct buf *b, struct arena *a, const char *subject)
{
    char *s = arena_strdup(a, subject);
    size_t n = strlen(s);
    for (size_t i = 0; i < n; i++)
        if ((unsigned char)s[i] < ' ' || s[i] == 0x7F)
            s[i] = ' '; /* a line break here would start a new header */
    BUF_LIT(b, "Subject: ");
    if (is_plain(s, n) && n <= LINE_WIDTH - strlen("Subject: "))
        buf_add(b, s, n);
    else
        put_words(b, a, s, n);
    BUF_LIT(b, "\r\n");
}

static bool put_address(struct buf *b, struct arena *a, const char *header, const char *value)
{
    struct bytes name, address;
    if (!split_address(value, &name, &address))
        return false;
    buf_str(b, header);
    const char *s = name.p;
    bool named = name.n > 0;
    if (named && is_plain(s, name.n) && name.n <= 50) {
        bool quoted = name.n >= 2 && s[0] == '"' && s[name.n - 1] == '"';
        if (quoted) { /* already as it must stand on the wire */
            s++;
            name.n -= 2;
        }
        buf_char(b, '"');
        for (size_t i = 0; i < name.n; i++) {
            if (s[i] == '"' || s[i] == '\\')
                buf_char(b, '\\');
            buf_char(b, s[i]);
        }
        buf_char(b, '"');
    } else if (named) {
        put_words(b, a, s, name.n);
    }
    if (named)
        BUF_LIT(b, "\r\n ");
    buf_char(b, '<');
    buf_add(b, address.p, address.n);
    BUF_LIT(b, ">\r\n");
    return true;
}

static bool put_message_id(struct buf *b, const char *id)
{
    size_t n = id == NULL ? 0 : strlen(id);
    if (n >= 2 && id[0] == '<' && id[n - 1] == '>') {
        id++;
        n -= 2;
    }
    if (!address_is_safe(id, n)) /* the same grammar */
        return false;
    BUF_LIT(b, "Message-ID: <");
    buf_add(b, id, n);
    BUF_LIT(b, ">\r\n");
    return true;
}

static void put_date(struct buf *b, int64_t ms)
{
    static const char days[][4] = { "Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat" };
    static const char months[][4] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
    time_t s = (time_t)(ms / 1000);
    struct tm t;
    ASSERT(gmtime_r(&s, &t) != NULL);
    buf_printf(b, "Date: %s, %02d %s %04d %02d:%02d:%02d +0000\r\n", days[t.tm_wday], t.tm_mday,
               months[t.tm_mon], t.tm_year + 1900, t.tm_hour, t.tm_min, t.tm_sec);
}

/* RFC 2045 quoted-printable of lines that end in LF or CRLF. */
static void put_quoted_printable(struct buf *b, const char *s)
{
    static const char hex[] = "0123456789ABCDEF";
    size_t column = 0;
    for (; *s != '\0'; s++) {
        unsigned char c = (unsigned char)*s;
        if (c == '\n' || (c == '\r' && s[1] == '\n')) {
            s += c == '\r';
            BUF_LIT(b, "\r\n");
            column = 0;
            continue;
        }
        bool line_ends = s[1] == '\0' || s[1] == '\n' || s[1] == '\r';
        bool plain = (c >= '!' && c <= '~' && c != '=') || ((c == ' ' || c == '\t') && !line_ends);
        /* A dot or "From " at the start of a line is changed by some servers on the way. */
        if (column == 0 && (c == '.' || strncmp(s, "From ", 5) == 0))
            plain = false;
        if (column + (plain ? 1 : 3) > LINE_WIDTH - 1) {
            BUF_LIT(b, "=\r\n");
            column = 0;
        }
        if (plain) {
            buf_char(b, (char)c);
            column++;
        } else {
            char escaped[3] = { '=', hex[c >> 4], hex[c & 15] };
            buf_add(b, escaped, 3);
            column += 3;
        }
    }
    if (column > 0)
        BUF_LIT(b, "\r\n");
}

enum status mail_compose(struct arena *a, const struct mail *mail, struct bytes *out)
{
    *out = (struct bytes){ 0 };
    struct buf b;
    buf_init(&b, MAIL_MAX);
    put_date(&b, mail->date_ms);
    bool fine = put_address(&b, a, "From: ", mail->from) && put_address(&b, a, "To: ", mail->to) &&
                put_message_id(&b, mail->message_id);
    put_subject(&b, a, mail->subject);
    BUF_LIT(&b, "MIME-Version: 1.0\r\n"
                "Auto-Submitted: auto-generated\r\n"
                "Content-Type: text/plain; charset=utf-8\r\n"
                "Content-Transfer-Encoding: quoted-printable\r\n"
                "\r\n");
    put_quoted_printable(&b, mail->text_body);
    enum status st = !fine ? INVALID : !buf_ok(&b) ? TOO_LARGE : OK;
    if (st == OK)
        *out = (struct bytes){ .p = buf_to_arena(&b, a), .n = b.n };
    buf_release(&b);
    return st;
}
