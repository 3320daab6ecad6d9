#include "lib/qr.h"

#include <errno.h>
#include <qrencode.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/arena.h"

enum status qr_modules(struct arena *a, const char *text, unsigned char **modules, int *width)
{
    *modules = NULL;
    *width = 0;
    QRcode *code = QRcode_encodeString(text, 0, QR_ECLEVEL_M, QR_MODE_8, 1);
    if (code == NULL) {
        if (errno == ENOMEM) {
            fprintf(stderr, "kapstok: out of memory (QR code)\n");
            abort();
        }
        return errno == ERANGE ? TOO_LARGE : INVALID;
    }
    size_t n = (size_t)code->width * (size_t)code->width;
    unsigned char *copy = arena_alloc(a, n);
    for (size_t i = 0; i < n; i++)
        copy[i] = code->data[i] & 1; /* the other bits say what a module is for */
    *modules = copy;
    *width = code->width;
    QRcode_free(code);
    return OK;
}
