/* The routes of reports. */
#include "slice/report/view.h"

/* A text of 20,000 characters twice, coded for a form: at most six bytes for a character of two, and some room. */
enum { TEXT_CAP = 512 * 1024, LOGO_CAP = REPORT_MAX_LOGO + 64 * 1024 };

#define T "/organisatie/:org/traject/:trajectory"
#define R T "/rapport/:report"
#define S R "/deel/:section*"

static const struct route routes[] = {
    GET(T "/rapport", ORG_READ, report_list_show),
    POST(T "/rapport", ORG_GUIDE, report_create, .form = &report_new_form),

    GET(R, ORG_READ, report_open),
    GET(R "/bekijken", ORG_READ, report_show, .slow = true),
    GET(R "/rapport.pdf", ORG_READ, report_pdf, .slow = true),
    GET(R "/rapport.docx", ORG_READ, report_docx, .slow = true),
    GET(R "/logo", ORG_READ, report_logo_get, .slow = true),

    GET(R "/bewerken", ORG_ANSWER, report_edit_show, .slow = true),
    POST(R "/tekst", ORG_GUIDE, report_content_save, .form = &report_content_form, .again = report_edit_show,
         .prepare = report_content_prepare, .body_cap = TEXT_CAP),
    POST(R "/opnieuw", ORG_GUIDE, report_content_again, .form = &report_edit_form),
    GET(R "/gegevens", ORG_GUIDE, report_settings_show),
    POST(R "/gegevens", ORG_GUIDE, report_settings_save, .form = &report_settings_form,
         .again = report_settings_show),
    POST(R "/logo", ORG_GUIDE, report_logo_save, .form = &report_logo_form, .again = report_settings_show,
         .prepare = report_logo_prepare, .body_cap = LOGO_CAP),
    POST(R "/logo/weg", ORG_GUIDE, report_logo_drop, .form = &report_edit_form),
    GET(S, ORG_ANSWER, report_text_show),
    POST(S, ORG_ANSWER, report_text_save, .form = &report_text_form, .again = report_text_show,
         .body_cap = TEXT_CAP),
    POST(S "/plaats", ORG_GUIDE, report_place_save, .form = &report_place_form),
    GET(R "/wijzigingen", ORG_GUIDE, report_changes_show),
    POST(R "/wijzigingen/:change/terug", ORG_GUIDE, report_change_back, .form = &report_empty_form),

    POST(R "/stand", ORG_GUIDE, report_state_save, .form = &report_state_form),
    POST(R "/opzij", ORG_GUIDE, report_aside_save, .form = &report_empty_form),
    POST(R "/terughalen", ORG_GUIDE, report_back_save, .form = &report_empty_form),
    GET(R "/vaststellen", ORG_GUIDE, report_adopt_show, .slow = true),
    POST(R "/vaststellen", ORG_GUIDE, report_adopt_save, .form = &report_adopt_form, .again = report_adopt_show,
         .prepare = report_adopt_prepare),
    GET(R "/erratum", ORG_GUIDE, report_erratum_show),
    POST(R "/erratum", ORG_GUIDE, report_erratum_save, .form = &report_erratum_form,
         .again = report_erratum_show),
    GET(R "/mailen", ORG_GUIDE, report_mail_show),
    POST(R "/mailen", ORG_GUIDE, report_mail_save, .form = &report_mail_form, .again = report_mail_show,
         .body_cap = 256 * 1024),
};

const struct slice slice_report = { .name = "report", SLICE_ROUTES(routes) };
