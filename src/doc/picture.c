#include "doc/picture.h"

#include <string.h>

static unsigned be16(const unsigned char *p)
{
    return (unsigned)p[0] << 8 | p[1];
}

static uint32_t be32(const unsigned char *p)
{
    return (uint32_t)be16(p) << 16 | be16(p + 2);
}

static enum status set_size(struct picture *out, uint32_t width, uint32_t height, int64_t pixels_max)
{
    if (width == 0 || height == 0)
        return INVALID;
    if (width > PICTURE_SIDE_MAX || height > PICTURE_SIDE_MAX || (int64_t)width * height > pixels_max)
        return TOO_LARGE;
    out->width = (int)width;
    out->height = (int)height;
    return OK;
}

/* ---- PNG: a signature, then chunks of length, name, content and checksum (PNG specification, 5) ---- */

static const unsigned char png_signature[8] = { 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n' };

/* Colour kind and bits of a sample that go together (PNG specification, table 11.1). */
static bool png_is_allowed(unsigned bits, unsigned colour)
{
    static const unsigned allowed[7] = { 1 | 2 | 4 | 8 | 16, 0, 8 | 16, 1 | 2 | 4 | 8, 8 | 16, 0, 8 | 16 };
    return colour < 7 && bits <= 16 && (bits & (bits - 1)) == 0 && (allowed[colour] & bits) != 0;
}

static enum status read_png(struct bytes file, struct picture *out)
{
    enum { LENGTH = 4, NAME = 4, CHECKSUM = 4, IHDR = 13, LEAST = LENGTH + NAME + CHECKSUM };
    const unsigned char *p = file.p;
    size_t at = sizeof png_signature;
    bool has_pixels = false;
    for (size_t chunk = 0; file.n - at >= LEAST; chunk++) {
        uint32_t n = be32(p + at);
        const unsigned char *name = p + at + LENGTH, *content = name + NAME;
        if (n > file.n - at - LEAST)
            return INVALID;
        if ((chunk == 0) != (memcmp(name, "IHDR", NAME) == 0))
            return INVALID;
        if (chunk == 0) {
            if (n != IHDR || !png_is_allowed(content[8], content[9]) || content[10] != 0 || content[11] != 0 ||
                content[12] > 1)
                return INVALID;
            enum status st = set_size(out, be32(content), be32(content + 4), PICTURE_PNG_PIXELS_MAX);
            if (st != OK)
                return st;
        }
        has_pixels |= memcmp(name, "IDAT", NAME) == 0 && n > 0;
        if (memcmp(name, "IEND", NAME) == 0) {
            out->kind = PICTURE_PNG;
            out->file = (struct bytes){ file.p, at + LEAST + n };
            return has_pixels ? OK : INVALID;
        }
        at += LEAST + n;
    }
    return INVALID;
}

/* ---- JPEG: segments that begin with FF and a marker (ITU T.81, annex B) ---- */

enum {
    SOI = 0xD8,
    EOI = 0xD9,
    SOS = 0xDA,
    DHT = 0xC4,
    SOF0 = 0xC0,
    SOF2 = 0xC2,
    JPG = 0xC8,
    DAC = 0xCC,
    SOF15 = 0xCF,
    RST0 = 0xD0,
    RST7 = 0xD7,
    APP1 = 0xE1,
    APP13 = 0xED,
    COMMENT = 0xFE,
};

static unsigned tiff16(const unsigned char *p, bool little)
{
    return little ? (unsigned)p[1] << 8 | p[0] : be16(p);
}

static uint32_t tiff32(const unsigned char *p, bool little)
{
    return little ? (uint32_t)tiff16(p + 2, true) << 16 | tiff16(p, true) : be32(p);
}

/* How the camera was held: tag 274 in the first folder of Exif. Mirrored pictures, which no camera makes, count as the
 * plain ones. 0 when it does not say. */
static int exif_turn(const unsigned char *p, size_t n)
{
    enum { MARK = 6, HEAD = 8, ENTRY = 12, ORIENTATION = 274 };
    static const int turns[9] = { 0, 0, 0, 180, 180, 90, 90, 270, 270 };
    if (n < MARK + HEAD || memcmp(p, "Exif\0", MARK) != 0)
        return 0;
    p += MARK;
    n -= MARK;
    bool little = p[0] == 'I';
    uint32_t folder = tiff32(p + 4, little);
    if (folder > n - 2)
        return 0;
    unsigned count = tiff16(p + folder, little);
    for (unsigned i = 0; i < count && (n - folder - 2) / ENTRY > i; i++) {
        const unsigned char *entry = p + folder + 2 + (size_t)i * ENTRY;
        if (tiff16(entry, little) == ORIENTATION) {
            unsigned value = tiff16(entry + 8, little);
            return value < 9 ? turns[value] : 0;
        }
    }
    return 0;
}

static bool is_frame(unsigned marker)
{
    return marker >= SOF0 && marker <= SOF15 && marker != DHT && marker != JPG && marker != DAC;
}

/* The head of the frame: baseline or progressive, 8 bits, grey or three colours. */
static enum status read_frame(struct picture *out, unsigned marker, const unsigned char *p, size_t n)
{
    if (marker > SOF2 || n < 6 || p[0] != 8 || (p[5] != 1 && p[5] != 3) || n < 6 + 3 * (size_t)p[5] ||
        out->width != 0)
        return INVALID;
    return set_size(out, be16(p + 3), be16(p + 1), PICTURE_JPEG_PIXELS_MAX);
}

/* Where the pixels that begin at `at` end: at the next marker that is no restart. */
static size_t after_pixels(const unsigned char *p, size_t at, size_t n)
{
    while (at + 1 < n) {
        const unsigned char *hit = memchr(p + at, 0xFF, n - at - 1);
        if (hit == NULL)
            return n;
        at = (size_t)(hit - p);
        if (hit[1] != 0 && hit[1] != 0xFF && (hit[1] < RST0 || hit[1] > RST7))
            return at;
        at += hit[1] == 0xFF ? 1 : 2;
    }
    return n;
}

static enum status read_jpeg(struct arena *a, struct bytes file, struct picture *out)
{
    const unsigned char *p = file.p;
    unsigned char *kept = arena_alloc(a, file.n);
    size_t at = 2, kept_n = 2;
    bool has_pixels = false;
    memcpy(kept, p, 2);
    while (file.n - at >= 2) {
        if (p[at] != 0xFF)
            return INVALID;
        unsigned marker = p[at + 1];
        if (marker == 0xFF) { /* filling */
            at++;
            continue;
        }
        if (marker == EOI) {
            memcpy(kept + kept_n, p + at, 2);
            out->kind = PICTURE_JPEG;
            out->file = (struct bytes){ kept, kept_n + 2 };
            return has_pixels ? OK : INVALID;
        }
        size_t n = file.n - at >= 4 ? be16(p + at + 2) : 0; /* with itself */
        if (marker < SOF0 || (marker >= RST0 && marker <= SOI) || n < 2 || n > file.n - at - 2)
            return INVALID;
        const unsigned char *content = p + at + 4;
        enum status st = is_frame(marker) ? read_frame(out, marker, content, n - 2) : OK;
        if (st != OK)
            return st;
        if (marker == APP1 && out->turn == 0)
            out->turn = exif_turn(content, n - 2);
        size_t end = at + 2 + n;
        if (marker == SOS) {
            if (out->width == 0)
                return INVALID;
            has_pixels = true;
            end = after_pixels(p, end, file.n);
        }
        if (marker != APP1 && marker != APP13 && marker != COMMENT) {
            memcpy(kept + kept_n, p + at, end - at);
            kept_n += end - at;
        }
        at = end;
    }
    return INVALID;
}

enum status picture_read(struct arena *a, struct bytes file, struct picture *out)
{
    *out = (struct picture){ 0 };
    const unsigned char *p = file.p;
    if (file.n >= sizeof png_signature && memcmp(p, png_signature, sizeof png_signature) == 0)
        return read_png(file, out);
    if (file.n >= 4 && p[0] == 0xFF && p[1] == SOI && p[2] == 0xFF)
        return read_jpeg(a, file, out);
    return INVALID;
}
