/* Reviewed files in test/golden: what a test finds must be what stands there. UPDATE_GOLDEN=1 writes them anew; look
 * at the difference before it is kept. */
#ifndef FLOW_GOLDEN_H
#define FLOW_GOLDEN_H

#include "house.h"

/* Compares with test/golden/<name>; the test fails with the lines that differ. */
void golden_check(struct house *h, const char *name, const char *found);

#endif
