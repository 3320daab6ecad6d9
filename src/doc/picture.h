/* What a document may show: PNG and JPEG, looked at from outside (nothing is unpacked here). */
#ifndef DOC_PICTURE_H
#define DOC_PICTURE_H

#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/status.h"

enum {
    PICTURE_SIDE_MAX = 20000,                  /* pixels */
    PICTURE_PNG_PIXELS_MAX = 16 * 1000 * 1000, /* is unpacked for PDF, 4 bytes each */
    PICTURE_JPEG_PIXELS_MAX = 100 * 1000 * 1000,
};

enum picture_kind { PICTURE_PNG, PICTURE_JPEG };
struct picture {
    enum picture_kind kind;
    int width, height; /* pixels as they are stored */
    int turn;          /* 0, 90, 180 or 270 degrees clockwise before people see it: a telephone held upright */
    struct bytes file; /* the picture; of a JPEG without what the camera noted beside it, such as the place */
};

/* Looks at a file; file.p is borrowed or in the arena. Upload forms may ask it what the writers will take.
 * INVALID: neither PNG nor JPEG, cut short, a kind that is not printed everywhere (four colours, 12 bits, lossless).
 * TOO_LARGE: over the measures above. */
enum status picture_read(struct arena *a, struct bytes file, struct picture *out) MUST_USE;

#endif
