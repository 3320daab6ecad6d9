/* Handlers and form specs that the scan's route table names, by file. */
#ifndef SLICE_SCAN_WEB_H
#define SLICE_SCAN_WEB_H

#include "http/http.h"

/* fill_web.c */
handler_fn fill_theme, fill_all, fill_answer, fill_answer_again, fill_all_save;
extern const struct form_spec answer_form, all_form;

/* extra_web.c: importance and maturity, evidence, "not my field", done */
handler_fn pair_show, pair_save, evidence_show, evidence_add, evidence_remove, evidence_file, theme_decline,
    sheet_done, sheet_open;
extern const struct form_spec pair_form, evidence_form, empty_form;

/* quick_web.c */
handler_fn quick_start, quick_create, quick_home, quick_mail, quick_organisation, quick_organisation_show;
extern const struct form_spec quick_form, quick_mail_form, quick_organisation_form;

/* round_web.c */
handler_fn round_list, round_new, round_create, round_show, round_remind, round_close, round_reopen,
    division_show, division_save, round_deadline_show, round_deadline_save;
extern const struct form_spec round_form, reopen_form, division_form, deadline_form;

/* joint_web.c */
handler_fn joint_show, joint_agree, joint_unanimous;
extern const struct form_spec joint_form;

/* result_web.c */
handler_fn result_show, statements_show;

/* export_web.c */
handler_fn export_csv, export_xlsx, export_json, import_show, import_run;
extern const struct form_spec import_form;

#endif
