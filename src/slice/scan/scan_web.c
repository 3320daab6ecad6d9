/* The scan's routes. */
#include "slice/scan/scan.h"
#include "slice/scan/view.h"
#include "slice/scan/web.h"

enum { SHEET_CAP = 256 * 1024, IMPORT_CAP = 4 * 1024 * 1024 };

#define Q "/quickscan/:key*"
#define R "/organisatie/:org/scan/:round"

static const struct route routes[] = {
    /* A visitor's scan: whoever holds the key. */
    GET("/quickscan", PUBLIC, quick_start),
    POST("/quickscan", PUBLIC, quick_create, .form = &quick_form, .again = quick_start),
    GET(Q, PUBLIC, quick_home), /* looks at the key itself */
    GET(Q "/thema/:theme*", KEY_HOLDER, fill_theme),
    POST(Q "/antwoord/:statement*", KEY_HOLDER, fill_answer, .form = &answer_form, .again = fill_answer_again),
    GET(Q "/alles", KEY_HOLDER, fill_all),
    POST(Q "/alles", KEY_HOLDER, fill_all_save, .form = &all_form, .body_cap = SHEET_CAP),
    GET(Q "/resultaat", KEY_HOLDER, result_show),
    GET(Q "/stellingen", KEY_HOLDER, statements_show),
    GET(Q "/scan.csv", KEY_HOLDER, export_csv),
    GET(Q "/scan.xlsx", KEY_HOLDER, export_xlsx, .slow = true),
    GET(Q "/scan.json", KEY_HOLDER, export_json),
    POST(Q "/mail", KEY_HOLDER, quick_mail, .form = &quick_mail_form, .again = result_show),
    GET(Q "/organisatie", KEY_HOLDER, quick_organisation_show),
    POST(Q "/organisatie", KEY_HOLDER, quick_organisation, .form = &quick_organisation_form,
         .again = quick_organisation_show),

    /* Rounds of an organisation. */
    GET("/organisatie/:org/scan", ORG_READ, round_list),
    GET("/organisatie/:org/scan/nieuw", ORG_GUIDE, round_new),
    POST("/organisatie/:org/scan/nieuw", ORG_GUIDE, round_create, .form = &round_form, .again = round_new),
    GET("/organisatie/:org/scan/invoeren", ORG_GUIDE, import_show),
    POST("/organisatie/:org/scan/invoeren", ORG_GUIDE, import_run, .form = &import_form, .again = import_show,
         .prepare = import_prepare, .body_cap = IMPORT_CAP),
    GET(R, ORG_READ, round_show),
    POST(R "/herinneren", ORG_GUIDE, round_remind, .form = &empty_form),
    POST(R "/sluiten", ORG_GUIDE, round_close, .form = &empty_form),
    POST(R "/heropenen", ORG_GUIDE, round_reopen, .form = &reopen_form, .again = round_show),
    GET(R "/datum", ORG_GUIDE, round_deadline_show),
    POST(R "/datum", ORG_GUIDE, round_deadline_save, .form = &deadline_form, .again = round_deadline_show),
    GET(R "/verdeling", ORG_GUIDE, division_show),
    POST(R "/verdeling", ORG_GUIDE, division_save, .form = &division_form, .again = division_show,
         .body_cap = SHEET_CAP),

    /* Filling in. */
    GET(R "/invullen", ORG_ANSWER, sheet_open),
    GET(R "/belang", ORG_ANSWER, pair_show),
    POST(R "/belang", ORG_ANSWER, pair_save, .form = &pair_form, .again = pair_show),
    GET(R "/thema/:theme*", ORG_ANSWER, fill_theme),
    POST(R "/antwoord/:statement*", ORG_ANSWER, fill_answer, .form = &answer_form, .again = fill_answer_again),
    GET(R "/alles", ORG_ANSWER, fill_all),
    POST(R "/alles", ORG_ANSWER, fill_all_save, .form = &all_form, .body_cap = SHEET_CAP),
    POST(R "/klaar", ORG_ANSWER, sheet_done, .form = &empty_form),
    POST(R "/niet-mijn-domein/:theme*", ORG_ANSWER, theme_decline, .form = &empty_form),
    GET(R "/bewijs/:statement*", ORG_ANSWER, evidence_show),
    POST(R "/bewijs/:statement*", ORG_ANSWER, evidence_add, .form = &evidence_form, .again = evidence_show,
         .prepare = attachment_prepare, .body_cap = ATTACHMENT_BODY_CAP),
    POST(R "/bewijs/:statement*/weg/:evidence", ORG_ANSWER, evidence_remove, .form = &empty_form),
    GET(R "/bestand/:evidence", ORG_ANSWER, evidence_file, .slow = true),

    /* Together, and what comes out. */
    GET(R "/samen", ORG_GUIDE, joint_show),
    POST(R "/samen/:statement*", ORG_GUIDE, joint_agree, .form = &joint_form, .again = joint_show),
    POST(R "/eensgezind", ORG_GUIDE, joint_unanimous, .form = &empty_form),
    GET(R "/resultaat", ORG_READ, result_show),
    GET(R "/stellingen", ORG_READ, statements_show),
    GET(R "/scan.csv", ORG_READ, export_csv),
    GET(R "/scan.xlsx", ORG_READ, export_xlsx, .slow = true),
    GET(R "/scan.json", ORG_READ, export_json),
};

const struct slice slice_scan = { .name = "scan", SLICE_ROUTES(routes) };
