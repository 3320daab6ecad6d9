#include "doc/font.h"

#include <fcntl.h>
#include <fontconfig/fontconfig.h>
#include <pango/pangofc-fontmap.h>
#include <pthread.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

/* From tools/font: Latin, and the letters of other languages that are written with it. */
extern const struct bytes font_regular, font_bold, font_italic, font_bold_italic;
extern const struct bytes font_ext_regular, font_ext_bold, font_ext_italic, font_ext_bold_italic;

struct bytes font_file(unsigned style)
{
    const struct bytes *const files[FONT_STYLES] = { &font_regular, &font_bold, &font_italic,
                                                     &font_bold_italic };
    return *files[style & (DOC_BOLD | DOC_ITALIC)];
}

/* Fontconfig is told of our fonts and of Debian's Noto, and of nothing else: a document looks the same whatever the machine
 * has. Debian keeps an index of each folder; without it the first document takes a second longer. The last rules
 * scale the pictures that colour emoji are (as in fontconfig's own 10-scale-bitmap-fonts.conf). */
#define FALL_BACK(name) "<string>Noto " name "</string>"
static const char rules[] =
    "<?xml version=\"1.0\"?><!DOCTYPE fontconfig SYSTEM \"urn:fontconfig:fonts.dtd\"><fontconfig>"
    "<dir>/usr/share/fonts/truetype/noto</dir><cachedir>/var/cache/fontconfig</cachedir>"
    "<match><test name=\"family\"><string>" FONT_FAMILY "</string></test>"
    "<edit name=\"family\" mode=\"append\">" FALL_BACK("Sans") FALL_BACK("Sans Arabic") FALL_BACK("Sans Hebrew")
        FALL_BACK("Sans Armenian") FALL_BACK("Sans Georgian") FALL_BACK("Sans Ethiopic") FALL_BACK(
            "Sans Devanagari") FALL_BACK("Sans Bengali") FALL_BACK("Sans Thai") FALL_BACK("Sans Tifinagh")
            FALL_BACK("Sans Math") FALL_BACK("Sans Symbols") FALL_BACK("Sans Symbols2") FALL_BACK(
                "Color Emoji") "</edit></match>"
                               "<match><test name=\"family\"><string>" FONT_CODE "</string></test>"
                               "<edit name=\"family\" mode=\"append\"><string>" FONT_FAMILY
                               "</string></edit></match>"
                               "<match><test name=\"family\"><string>emoji</string></test><edit "
                               "name=\"family\" mode=\"assign\" "
                               "binding=\"strong\">" FALL_BACK(
                                   "Color Emoji") "</edit></match>"
                                                  "<match target=\"font\"><test "
                                                  "name=\"outline\"><bool>false</bool></test>"
                                                  "<edit name=\"pixelsizefixupfactor\" "
                                                  "mode=\"assign\"><divide><name "
                                                  "target=\"pattern\">pixelsize</name>"
                                                  "<name target=\"font\">pixelsize</name></divide></edit>"
                                                  "<edit name=\"matrix\" "
                                                  "mode=\"assign\"><times><name>matrix</"
                                                  "name><matrix><name>pixelsizefixupfactor</name>"
                                                  "<double>0</double><double>0</"
                                                  "double><name>pixelsizefixupfactor</name></matrix></times></"
                                                  "edit>"
                                                  "<edit name=\"size\" "
                                                  "mode=\"assign\"><divide><name>size</"
                                                  "name><name>pixelsizefixupfactor</name></divide></edit>"
                                                  "</match></fontconfig>";

/* Fontconfig and FreeType open fonts by name only, so each becomes a file in memory that nobody can change, open as long as
 * the process lives. */
static bool add_font(FcConfig *config, const struct bytes *font)
{
    int fd = memfd_create("kapstok-font", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    if (fd < 0)
        return false;
    char path[40];
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    bool added = write(fd, font->p, font->n) == (ssize_t)font->n &&
                 fcntl(fd, F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_GROW | F_SEAL_SHRINK | F_SEAL_SEAL) == 0 &&
                 FcConfigAppFontAddFile(config, (const FcChar8 *)path);
    if (!added)
        close(fd);
    return added;
}

/* Once a process: what fontconfig knows is the same for every document and only read from then on. */
static struct {
    pthread_once_t once;
    FcConfig *config; /* NULL: it did not work */
} house = { .once = PTHREAD_ONCE_INIT };

/* Fontconfig keeps some addresses as differences, which the sanitizer takes for lost. What is made here is kept on purpose,
 * so it need not look. */
#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/lsan_interface.h>
#else
#define __lsan_disable() ((void)0)
#define __lsan_enable() ((void)0)
#endif

static void open_house(void)
{
    static const struct bytes *const fonts[] = { &font_regular,     &font_bold,           &font_italic,
                                                 &font_bold_italic, &font_ext_regular,    &font_ext_bold,
                                                 &font_ext_italic,  &font_ext_bold_italic };
    FcConfig *config = FcConfigCreate();
    if (config == NULL)
        return;
    __lsan_disable();
    bool fine = FcConfigParseAndLoadFromMemory(config, (const FcChar8 *)rules, FcTrue);
    for (size_t i = 0; i < sizeof fonts / sizeof fonts[0] && fine; i++)
        fine = add_font(config, fonts[i]);
    __lsan_enable();
    /* Made the process's own as well, or pango would read the machine's and the user's settings. */
    if (fine && FcConfigBuildFonts(config) && FcConfigSetCurrent(config))
        house.config = config;
    else
        FcConfigDestroy(config);
}

PangoFontMap *font_map_new(void)
{
    pthread_once(&house.once, open_house);
    if (house.config == NULL)
        return NULL;
    PangoFontMap *map = pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT);
    ASSERT(map != NULL);
    pango_fc_font_map_set_config(PANGO_FC_FONT_MAP(map), house.config);
    return map;
}
