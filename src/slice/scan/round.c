/* Rounds: open, find, close, reopen, adopt. */
#include <string.h>

#include "lib/sodium.h"
#include "scan_sql.h"
#include "slice/admin/admin.h"
#include "slice/scan/scan.h"

static const char *const mode_names[SCAN_MODES] = { "single", "sitting", "divided", "alone" };

const char *scan_mode_name(enum scan_mode m)
{
    ASSERT(m < SCAN_MODES);
    return mode_names[m];
}

bool scan_mode_parse(const char *s, enum scan_mode *out)
{
    for (int m = 0; m < SCAN_MODES; m++)
        if (strcmp(s, mode_names[m]) == 0) {
            *out = (enum scan_mode)m;
            return true;
        }
    return false;
}

bool scan_mode_has_members(enum scan_mode m)
{
    return m == SCAN_DIVIDED || m == SCAN_ALONE;
}

struct fault scan_round_open(struct db *db, struct arena *a, const struct packs *packs,
                             const struct scan_new *n, const unsigned char *key, int64_t now_ms, int64_t *id)
{
    *id = 0;
    const struct pack *pack = pack_find(packs, n->pack, 0);
    if (pack == NULL || pack->kind != PACK_SCAN)
        return FAULT(INVALID, N_("This scan does not exist."), .detail = "pack");
    struct pack_profile profile;
    const char *wrong;
    if (pack_profile_parse(pack->scan, n->profile, a, &profile, &wrong) != OK)
        return FAULT(INVALID, N_("One of the start questions has an unknown answer."), .detail = "profile");
    if (n->mode >= SCAN_MODES)
        return FAULT(INVALID, N_("Choose how you fill in the scan."), .detail = "mode");

    const struct scan_round_insert *row = scan_q_round_insert(
        db, a, n->organisation == 0 ? DB_NULL_INT : DB_SOME(n->organisation),
        key == NULL ? (struct bytes){ 0 } : (struct bytes){ key, 32 }, n->title, pack->id, pack->version,
        n->light ? "light" : "full", pack_profile_write(pack->scan, &profile, a), scan_mode_name(n->mode),
        n->deadline, n->type, n->country, n->size, now_ms,
        n->mode == SCAN_SINGLE && n->filler != 0 ? DB_SOME(n->filler) : DB_NULL_INT);
    if (row == NULL)
        return FAULT(db_status(db), N_("The scan could not be made. Try again in a moment."));
    *id = row->id;
    scan_q_event_add(db, row->id, n->user == 0 ? DB_NULL_INT : DB_SOME(n->user), "opened", "", now_ms);
    if (n->organisation != 0)
        admin_audit(db, now_ms, n->user, n->organisation, "round.open",
                    arena_printf(a, "%lld", (long long)row->id), "");
    return NO_FAULT;
}

/* Both look-ups give the same columns as different types: one row, read the same way. */
static const struct scan_round *from_row(struct arena *a, const struct packs *packs,
                                         const struct scan_round_get *row)
{
    if (row == NULL)
        return NULL;
    const struct pack *pack = pack_find(packs, row->pack, (int)row->version);
    struct scan_round *r = NEW(a, struct scan_round);
    if (pack == NULL || pack->kind != PACK_SCAN || !scan_mode_parse(row->mode, &r->mode))
        return NULL;
    const char *wrong;
    if (pack_profile_parse(pack->scan, row->profile, a, &r->profile, &wrong) != OK)
        return NULL;
    r->id = row->id;
    r->organisation = row->organisation_id.v;
    r->title = row->title;
    r->pack = pack;
    r->scan = pack->scan;
    r->light = strcmp(row->variant, "light") == 0;
    r->closed = strcmp(row->state, "closed") == 0;
    r->deadline = row->deadline;
    r->filler = row->filler_id.set ? row->filler_id.v : 0;
    r->type = row->type;
    r->country = row->country;
    r->size = row->size;
    r->created_at = row->created_at;
    r->closed_at = row->closed_at;
    return r;
}

const struct scan_round *scan_round_get(struct db *db, struct arena *a, const struct packs *packs,
                                        int64_t organisation, int64_t id)
{
    if (organisation != 0)
        return from_row(a, packs, scan_q_round_get(db, a, organisation, id));
    const struct scan_round_quick *row = scan_q_round_quick(db, a, id);
    _Static_assert(sizeof *row == sizeof(struct scan_round_get), "one row of a round");
    return from_row(a, packs, (const struct scan_round_get *)row);
}

int64_t scan_key_owner(struct db *db, struct arena *a, const char *key)
{
    unsigned char hash[32];
    token_hash(key, hash);
    const struct scan_key_owner *row = scan_q_key_owner(db, a, (struct bytes){ hash, 32 });
    return row == NULL ? 0 : row->id;
}

int64_t scan_key_adopted(struct db *db, struct arena *a, const char *key, int64_t *organisation)
{
    unsigned char hash[32];
    token_hash(key, hash);
    const struct scan_key_adopted *row = scan_q_key_adopted(db, a, (struct bytes){ hash, 32 });
    *organisation = row == NULL ? 0 : row->organisation_id;
    return row == NULL ? 0 : row->id;
}

const struct scan_opened *scan_key_open(struct db *db, struct arena *a, const struct packs *packs,
                                        const char *key)
{
    unsigned char hash[32];
    token_hash(key, hash);
    const struct scan_key_opens *row = scan_q_key_opens(db, a, (struct bytes){ hash, 32 });
    if (row == NULL)
        return NULL;
    _Static_assert(offsetof(struct scan_key_opens, sheet_id) == sizeof(struct scan_round_get),
                   "it begins with a round");
    struct scan_opened *opened = NEW(a, struct scan_opened);
    opened->round = from_row(a, packs, (const struct scan_round_get *)row);
    if (!row->sheet_id.set)
        return opened;
    struct scan_sheet *s = NEW(a, struct scan_sheet);
    *s = (struct scan_sheet){ .id = row->sheet_id.v,
                              .round = row->id,
                              .importance = row->importance,
                              .maturity = row->maturity,
                              .done_at = row->done_at,
                              .answered = row->answered.v,
                              .changed_at = row->changed_at.v };
    opened->sheet = s;
    return opened;
}

struct fault scan_round_close(struct db *db, const struct scan_round *r, int64_t user, int64_t now_ms)
{
    if (r->closed || scan_q_round_close(db, r->organisation, r->id, now_ms) == 0)
        return FAULT(CONFLICT, N_("This round is closed already."));
    scan_q_event_add(db, r->id, DB_SOME(user), "closed", "", now_ms);
    return NO_FAULT;
}

struct fault scan_round_reopen(struct db *db, const struct scan_round *r, const char *reason, int64_t user,
                               int64_t now_ms)
{
    if (reason[0] == '\0')
        return FAULT(INVALID, N_("Say why the round opens again: the reason stays with the results."),
                     .detail = "reason");
    if (!r->closed || scan_q_round_reopen(db, r->organisation, r->id) == 0)
        return FAULT(CONFLICT, N_("This round is open already."));
    scan_q_event_add(db, r->id, DB_SOME(user), "reopened", reason, now_ms);
    return NO_FAULT;
}

struct fault scan_round_adopt(struct db *db, struct arena *a, const struct scan_round *r, int64_t organisation,
                              const char *title, const char *type, const char *country, const char *size,
                              int64_t user, int64_t now_ms)
{
    if (r->organisation != 0 || scan_q_round_adopt(db, r->id, organisation, title, type, country, size) == 0)
        return FAULT(CONFLICT, N_("This scan already belongs to an organisation."));
    admin_audit(db, now_ms, user, organisation, "round.adopt", arena_printf(a, "%lld", (long long)r->id), "");
    return NO_FAULT;
}

int scan_offered(const struct pack_scan *scan, bool light, const struct pack_profile *profile)
{
    int n = 0;
    for (int i = 0; i < scan->statement_count; i++)
        n += pack_offered(scan, i, light, profile);
    return n;
}

int scan_minutes(int statements)
{
    return (statements + 3) / 4;
}

int scan_left_out(const struct pack_scan *scan, bool light, const struct pack_profile *profile, int question)
{
    if (profile->option[question] >= 0)
        return 0;
    int now = scan_offered(scan, light, profile), most = now;
    for (int o = 0; o < scan->questions[question].option_count; o++) {
        struct pack_profile with = *profile;
        with.option[question] = (int8_t)o;
        int n = scan_offered(scan, light, &with);
        most = n > most ? n : most;
    }
    return most - now;
}

const struct scan_round_line *scan_rounds(struct db *db, struct arena *a, int64_t organisation, size_t *count)
{
    size_t n;
    const struct scan_round_list *rows = scan_q_round_list(db, a, organisation, 200, &n);
    struct scan_round_line *lines = NEW_ARRAY(a, struct scan_round_line, n);
    *count = 0;
    for (size_t i = 0; i < n; i++) {
        struct scan_round_line *l = &lines[*count];
        if (!scan_mode_parse(rows[i].mode, &l->mode))
            continue;
        l->id = rows[i].id;
        l->title = rows[i].title;
        l->pack_id = rows[i].pack;
        l->light = strcmp(rows[i].variant, "light") == 0;
        l->closed = strcmp(rows[i].state, "closed") == 0;
        l->deadline = rows[i].deadline;
        l->closed_at = rows[i].closed_at;
        l->created_at = rows[i].created_at;
        (*count)++;
    }
    return lines;
}

const struct scan_assignment *scan_assignments(struct db *db, struct arena *a, const struct scan_round *r,
                                               size_t *count)
{
    size_t n;
    const struct scan_assignment_list *rows = scan_q_assignment_list(db, a, r->id, &n);
    struct scan_assignment *list = NEW_ARRAY(a, struct scan_assignment, n);
    *count = 0;
    for (size_t i = 0; i < n; i++) {
        int theme = pack_theme_find(r->scan, rows[i].theme);
        if (theme >= 0)
            list[(*count)++] = (struct scan_assignment){ .theme = theme,
                                                         .member = rows[i].member_id,
                                                         .declined = rows[i].declined };
    }
    return list;
}

const struct scan_quick_key *scan_quick_keys(struct db *db, struct arena *a, const char *cookie, size_t *count)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    struct scan_quick_key *keys = NEW_ARRAY(a, struct scan_quick_key, SCAN_QUICK_REMEMBERED);
    *count = 0;
    for (const char *s = cookie == NULL ? "" : cookie; *s != '\0' && *count < SCAN_QUICK_REMEMBERED;) {
        size_t n = strcspn(s, ".");
        bool sound = n == TOKEN_LENGTH && strspn(s, letters) == n;
        const char *key = sound ? arena_strndup(a, s, n) : NULL;
        int64_t round = sound ? scan_key_owner(db, a, key) : 0;
        if (round != 0)
            keys[(*count)++] = (struct scan_quick_key){ key, round };
        s += n + (s[n] == '.');
    }
    return keys;
}

const char *scan_quick_cookie(struct arena *a, const struct scan_quick_key *keys, size_t count, const char *key,
                              bool forget)
{
    const char *cookie = forget ? "" : key;
    size_t n = forget ? 0 : 1;
    for (size_t i = 0; i < count && n < SCAN_QUICK_REMEMBERED; i++)
        if (strcmp(keys[i].key, key) != 0) {
            cookie = arena_printf(a, "%s%s%s", cookie, n == 0 ? "" : ".", keys[i].key);
            n++;
        }
    return cookie;
}

int64_t scan_quick_clean(struct db *db, int64_t before_ms)
{
    return scan_q_quick_forget(db, before_ms);
}
