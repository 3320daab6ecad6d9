/* No pages of its own: whoever asks a question shows it. */
#include "http/http.h"
#include "slice/ballot/ballot.h"

const struct slice slice_ballot = { .name = "ballot" };
