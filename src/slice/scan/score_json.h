/* Scores for the API, docs/api.md says the same from outside. */
#ifndef SLICE_SCAN_SCORE_JSON_H
#define SLICE_SCAN_SCORE_JSON_H

#include "slice/scan/score.h"

/* Appends one object to out: pack, version, variant ("light" or "full"), global and upper, domains (all), themes (with
 * an offered statement), the ids of domains without score, and the sentence that scores are indicative, in lang. Scores
 * and shares are percentages with one decimal, null when there is none. */
void score_json(struct buf *out, const struct pack *pack, const struct scan_input *in,
                const struct scan_result *result, const struct lang *lang);

#endif
