/* What several commands need to read what an operator typed. */
#ifndef APP_COMMAND_H
#define APP_COMMAND_H

#include <stdbool.h>

#include "app/app.h"

/* Whether the command's words are exactly these many; says what is wrong otherwise. what names them ("FILE"). */
bool command_words(const struct options *o, const char *command, int count, const char *what);

/* The word after the command ("list", "add" …), checked to stand alone; NULL with a sentence otherwise. */
const char *command_action(const struct options *o, const char *command, const char *actions);

/* An option's text without blanks around it; NULL with a sentence when it is missing, no UTF-8, or longer than max
 * characters. option is its name, "--name". */
const char *command_text(struct arena *a, const char *option, const char *typed, size_t max);

/* A mail address in lower case; NULL with a sentence. */
const char *command_mail(struct arena *a, const char *typed);

/* The rule behind it: ASCII, one @, a host with a dot. s is in lower case. */
bool is_mail_address(const char *s);

/* What a rule's refusal says, in English. */
const char *fault_sentence(struct arena *a, const struct fault *f);

/* Appends s to a line of output, cut or padded to width characters. */
void print_column(const char *s, int width);

#endif
