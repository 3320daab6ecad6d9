/* The public interface for other programs: packs and scores, without login, cookies or state. docs/openapi.json
 * describes it and api_test.c holds that file to the truth. */
#ifndef SLICE_SCAN_API_H
#define SLICE_SCAN_API_H

#include "http/http.h"

/* docs/openapi.json, embedded. */
extern const struct bytes openapi_json;

extern const struct slice slice_scan_api;

#endif
