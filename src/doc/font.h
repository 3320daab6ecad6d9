/* The fonts of paper: our one type family from the program itself, and Noto for every script that it lacks. */
#ifndef DOC_FONT_H
#define DOC_FONT_H

#include "doc/paint.h"

#define FONT_FAMILY "Atkinson Hyperlegible Next"
#define FONT_CODE "Noto Sans Mono"

/* A new map of the fonts for one document; g_object_unref gives it back. NULL when this machine lets no program hold a file
 * in memory or has no /proc. A map belongs to one thread; several threads may have one each.
 *
 * Where nobody installed Noto, what it should have shown becomes an empty box. */
PangoFontMap *font_map_new(void);

/* The Latin files, as Word wants them inside a document (regular, bold, italic, bold italic). */
enum { FONT_STYLES = 4 };
struct bytes font_file(unsigned style); /* DOC_BOLD | DOC_ITALIC */

#endif
