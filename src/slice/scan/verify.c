#include "slice/scan/verify.h"

#include "scan_sql.h"

struct verify {
    struct db *db;
    struct arena *a;
    void (*found)(void *context, const char *sentence);
    void *context;
};

static void verify_counts(const struct verify *v)
{
    size_t n;
    const struct scan_tally_wrong *wrong = scan_q_tally_wrong(v->db, v->a, &n);
    for (size_t i = 0; i < n; i++)
        v->found(v->context,
                 arena_printf(v->a, "round %lld, statement %s: the kept counts are not those of the answers",
                              (long long)wrong[i].round_id, wrong[i].statement));
    const struct scan_tally_missing *missing = scan_q_tally_missing(v->db, v->a, &n);
    for (size_t i = 0; i < n; i++)
        v->found(v->context,
                 arena_printf(v->a, "round %lld, statement %s: there are answers without kept counts",
                              (long long)missing[i].round_id, missing[i].statement));
    const struct scan_answered_wrong *sheets = scan_q_answered_wrong(v->db, v->a, &n);
    for (size_t i = 0; i < n; i++)
        v->found(v->context,
                 arena_printf(v->a, "sheet %lld: the kept number of answers is not that of its answers",
                              (long long)sheets[i].id));
}

static void verify_packs(const struct verify *v)
{
    size_t n;
    const struct scan_pack_missing *rows = scan_q_pack_missing(v->db, v->a, &n);
    for (size_t i = 0; i < n; i++)
        v->found(v->context,
                 arena_printf(v->a, "round %lld: version %lld of its pack %s is not kept",
                              (long long)rows[i].round_id, (long long)rows[i].version, rows[i].pack));
}

static void verify_evidence(const struct verify *v)
{
    size_t n;
    const struct scan_evidence_lost *rows = scan_q_evidence_lost(v->db, v->a, &n);
    for (size_t i = 0; i < n; i++)
        v->found(v->context, arena_printf(v->a, "evidence %lld: its file is not there", (long long)rows[i].id));
}

void scan_verify(struct db *db, struct arena *a, void (*found)(void *context, const char *sentence),
                 void *context, struct scan_verified *out)
{
    const struct verify v = { .db = db, .a = a, .found = found, .context = context };
    *out = (struct scan_verified){ 0 };
    const struct scan_verify_counts *counts = scan_q_verify_counts(db, a);
    if (counts != NULL)
        *out = (struct scan_verified){ .rounds = counts->rounds, .answers = counts->answers };
    verify_counts(&v);
    verify_packs(&v);
    verify_evidence(&v);
}
