#include "app/command.h"

#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "slice/account/account.h"

bool command_words(const struct options *o, const char *command, int count, const char *what)
{
    if (o->argc == count)
        return true;
    if (o->argc > count)
        app_usage("%s: \"%s\" is one word too many; `kapstok %s --help` tells how it is used", command,
                  o->argv[count], command);
    else
        app_usage("%s needs %s; `kapstok %s --help` tells how it is used", command, what, command);
    return false;
}

const char *command_action(const struct options *o, const char *command, const char *actions)
{
    if (o->argc == 1)
        return o->argv[0];
    if (o->argc == 0)
        app_usage("%s what? It takes %s", command, actions);
    else
        app_usage("%s: \"%s\" is one word too many; `kapstok %s --help` tells how it is used", command,
                  o->argv[1], command);
    return NULL;
}

const char *command_text(struct arena *a, const char *option, const char *typed, size_t max)
{
    if (typed == NULL) {
        app_usage("%s is missing", option);
        return NULL;
    }
    if (!utf8_valid(typed, strlen(typed))) {
        app_usage("%s is not UTF-8 text", option);
        return NULL;
    }
    const char *clean = utf8_clean(a, typed);
    if (clean[0] == '\0') {
        app_usage("%s is empty", option);
        return NULL;
    }
    if (strchr(clean, '\n') != NULL) {
        app_usage("%s must be one line", option);
        return NULL;
    }
    if (utf8_length(clean) > max) {
        app_usage("%s is longer than %zu characters", option, max);
        return NULL;
    }
    return clean;
}

static bool letter_or_digit(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

static bool is_host(const char *s)
{
    bool dot = false;
    for (const char *p = s; *p != '\0'; p++) {
        bool edge = p == s || p[1] == '\0' || p[1] == '.' || p[-1] == '.';
        if (!letter_or_digit(*p) && ((*p != '.' && *p != '-') || edge))
            return false;
        dot = dot || *p == '.';
    }
    return dot;
}

bool is_mail_address(const char *s)
{
    const char *at = strchr(s, '@');
    if (at == NULL || at == s || strlen(s) > ACCOUNT_MAIL_MAX || at - s > 64 || s[0] == '.' || at[-1] == '.')
        return false;
    for (const char *p = s; p < at; p++) {
        if (!letter_or_digit(*p) && strchr("!#$%&'*+-/=?^_`{|}~.", *p) == NULL)
            return false;
        if (*p == '.' && p[1] == '.')
            return false;
    }
    return is_host(at + 1);
}

const char *command_mail(struct arena *a, const char *typed)
{
    if (typed == NULL) {
        app_usage("--mail is missing");
        return NULL;
    }
    char *mail = arena_strdup(a, typed);
    for (char *p = mail; *p != '\0'; p++) {
        if (*p >= 'A' && *p <= 'Z')
            *p = (char)(*p - 'A' + 'a');
    }
    if (is_mail_address(mail))
        return mail;
    app_usage("--mail takes an address such as jan@olmenrode.example, this is \"%s\"", typed);
    return NULL;
}

const char *fault_sentence(struct arena *a, const struct fault *f)
{
    if (f->msgid == NULL)
        return arena_printf(a, "this was refused (%s)", status_name(f->status));
    const char *hole = f->arg == NULL ? NULL : strstr(f->msgid, "%s");
    return hole == NULL ? f->msgid
                        : arena_printf(a, "%.*s%s%s", (int)(hole - f->msgid), f->msgid, f->arg, hole + 2);
}

void print_column(const char *s, int width)
{
    int done = 0;
    for (size_t len, left = strlen(s); left > 0 && done < width; s += len, left -= len, done++) {
        utf8_decode(s, left, &len);
        fwrite(s, 1, len, stdout);
    }
    printf("%*s", width - done, "");
}
