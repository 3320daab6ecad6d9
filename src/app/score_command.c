/* kapstok score: a scan's scores from a CSV file, without a database. The rules are those of slice/scan/score.h. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "app/command.h"
#include "app/file.h"
#include "slice/scan/export.h"
#include "slice/scan/score_json.h"

enum { OUTPUT_MAX = 16 << 20 };

/* The first fault of a file, with its line. */
static int print_fault(struct arena *a, const char *file, const struct scan_file_faults *faults)
{
    const struct scan_file_fault *f = &faults->v[0];
    const struct fault sentence = { .status = INVALID, .msgid = f->msgid, .arg = f->arg };
    const char *line = f->row == 0 ? "" : arena_printf(a, " line %zu", f->row);
    const char *more = faults->count == 1 ? "" : arena_printf(a, " (and %zu more)", faults->count - 1);
    return app_fail("%s%s: %s%s", file, line, fault_sentence(a, &sentence), more);
}

static int run(struct app *app, const struct options *o, bool light)
{
    struct arena *a = &app->arena;
    const struct pack *pack = pack_find(&app->packs, o->pack, 0);
    if (pack == NULL || pack->kind != PACK_SCAN)
        return app_fail("there is no scan \"%s\"; see kapstok pack list", o->pack);
    struct scan_input input = { .scan = pack->scan, .light = light };
    const char *wrong = "";
    if (pack_profile_parse(pack->scan, o->profile, a, &input.profile, &wrong) != OK)
        return app_fail("--profile: %s has no \"%s\"", pack->id, wrong);
    struct bytes text;
    if (file_read(a, o->answers, &text) != OK)
        return app_fail("%s cannot be read: %s", o->answers, strerror(errno));
    size_t n = (size_t)pack->scan->statement_count;
    uint8_t *answers = NEW_ARRAY(a, uint8_t, n);
    bool *bookmarks = NEW_ARRAY(a, bool, n);
    struct scan_file_faults faults;
    if (scan_answers_csv(a, pack->scan, light, &input.profile, text.p, text.n, answers, bookmarks, &faults) !=
        OK)
        return print_fault(a, o->answers, &faults);
    input.answers = answers;
    input.bookmarks = bookmarks;
    struct scan_result result;
    scan_score(a, &input, &result);
    struct buf out;
    buf_init(&out, OUTPUT_MAX);
    score_json(&out, pack, &input, &result, lang_get(LANG_EN));
    buf_char(&out, '\n');
    bool written = buf_ok(&out) && fwrite(out.p, 1, out.n, stdout) == out.n && fflush(stdout) == 0;
    buf_release(&out);
    return written ? 0 : app_fail("the scores cannot be written: %s", strerror(errno));
}

int command_score(const struct options *o)
{
    if (o->pack == NULL)
        return app_usage("--pack is missing: the id of a scan, see kapstok pack list");
    if (o->answers == NULL)
        return app_usage("--answers is missing: a CSV file with the columns statement, answer, bookmark");
    bool light = strcmp(o->variant, "light") == 0;
    if (!light && strcmp(o->variant, "full") != 0)
        return app_usage("--variant takes light or full, this is \"%s\"", o->variant);
    struct app app = { .options = o, .lock = -1 };
    arena_init(&app.arena);
    int code = app_packs(&app);
    if (code == 0)
        code = run(&app, o, light);
    app_close(&app);
    return code;
}
