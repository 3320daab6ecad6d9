/* The routes of documents. */
#include "slice/document/view.h"

/* A text of 200,000 characters as a browser codes it: at most twelve bytes for one. */
enum { TEXT_CAP = DOCUMENT_MAX_TEXT * 12 + 64 * 1024 };

#define T "/organisatie/:org/traject/:trajectory"
#define D T "/document/:document"

static const struct route routes[] = {
    GET(T "/documenten", ORG_READ, document_list_show),
    GET(T "/documenten/nieuw", ORG_ANSWER, document_new_show),
    POST(T "/documenten/nieuw", ORG_ANSWER, document_create, .form = &document_new_form,
         .again = document_new_show),

    GET(D, ORG_READ, document_show),
    GET(D "/document.md", ORG_READ, document_markdown_file),
    GET(D "/document.pdf", ORG_READ, document_pdf_file, .slow = true),
    GET(D "/document.docx", ORG_READ, document_docx_file, .slow = true),
    GET(D "/versies", ORG_READ, document_versions_show),
    GET(D "/versies/:version", ORG_READ, document_version_show),
    POST(D "/versies/:version/terug", ORG_ANSWER, document_restore_save, .form = &document_version_form),
    GET(D "/vergelijken", ORG_READ, document_compare_show),

    GET(D "/bewerken", ORG_ANSWER, document_edit_show),
    POST(D "/bewerken", ORG_ANSWER, document_edit_save, .form = &document_edit_form,
         .again = document_edit_show, .body_cap = TEXT_CAP),
    GET(D "/erratum", ORG_GUIDE, document_erratum_show),
    POST(D "/erratum", ORG_GUIDE, document_erratum_save, .form = &document_erratum_form,
         .again = document_erratum_show, .body_cap = TEXT_CAP),

    POST(D "/inzage", ORG_ANSWER, document_review_save, .form = &document_review_form, .again = document_show),
    GET(D "/goedkeuren", ORG_ANSWER, document_approve_show),
    POST(D "/goedkeuren", ORG_ANSWER, document_approve_save, .form = &document_reason_form,
         .again = document_approve_show),
    POST(D "/heropenen", ORG_ANSWER, document_reopen_save, .form = &document_reason_form,
         .again = document_show),
    GET(D "/vaststellen", ORG_GUIDE, document_adopt_show),
    POST(D "/vaststellen", ORG_GUIDE, document_adopt_save, .form = &document_adopt_form,
         .again = document_adopt_show),
    POST(D "/opzij", ORG_ANSWER, document_archive_save, .form = &document_empty_form),
    POST(D "/terughalen", ORG_ANSWER, document_back_save, .form = &document_empty_form),
    GET(D "/gegevens", ORG_ANSWER, document_place_show),
    POST(D "/gegevens", ORG_ANSWER, document_place_save, .form = &document_place_form,
         .again = document_place_show),

    POST(D "/opmerking", ORG_ANSWER, document_remark_save, .form = &document_remark_form,
         .again = document_show),
    POST(D "/opmerking/:remark", ORG_ANSWER, document_answer_save, .form = &document_answer_form,
         .again = document_show),
    POST(D "/afspraak", ORG_ANSWER, document_agree_save, .form = &document_agree_form, .again = document_show),
    POST(D "/bijlage", ORG_ANSWER, document_file_add, .form = &document_file_form, .again = document_show,
         .prepare = attachment_prepare, .body_cap = ATTACHMENT_BODY_CAP),
    GET(D "/bijlage/:file", ORG_READ, document_file_get, .slow = true),
    POST(D "/bijlage/:file/weg", ORG_ANSWER, document_file_remove, .form = &document_empty_form),
    POST(D "/bijlage/:file/terug", ORG_ANSWER, document_file_back, .form = &document_empty_form),
    GET(D "/mailen", ORG_ANSWER, document_mail_show),
    POST(D "/mailen", ORG_ANSWER, document_mail_save, .form = &document_mail_form, .again = document_mail_show,
         .body_cap = 256 * 1024),
};

const struct slice slice_document = { .name = "document", SLICE_ROUTES(routes) };
