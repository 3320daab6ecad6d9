/* Messages stay English. */
#include "i18n/catalogue.h"
#include "i18n/lang.h"

const struct catalogue catalogues[LANG_COUNT];
