/* The routes of preparing; those of rooms, answers and minutes stand beside them in files of their own. */
#include "slice/session/view.h"

#define O "/organisatie/:org/sessie"
#define S O "/:session"
#define I S "/onderdeel"
#define T "/organisatie/:org/traject/:trajectory"

enum { ITEM_BODY_CAP = 512 * 1024 };

static const struct route routes[] = {
    GET(O, ORG_LEAD, session_list_show),
    GET(O "/nieuw", ORG_GUIDE, session_new_show),
    POST(O "/nieuw", ORG_GUIDE, session_new_make, .form = &session_new_form, .again = session_new_show),
    GET(T "/sessies", ORG_GUIDE, session_list_of_trajectory),
    GET(T "/sessie/:session", ORG_GUIDE, session_of_event),

    GET(S, ORG_GUIDE, session_show),
    POST(S "/starten", ORG_GUIDE, session_start_it, .form = &session_start_form),
    GET(S "/gegevens", ORG_GUIDE, details_show),
    POST(S "/gegevens", ORG_GUIDE, details_save, .form = &details_form, .again = details_show),
    POST(S "/controle", ORG_GUIDE, session_checks_save, .form = &session_checks_form),
    POST(S "/controle/nieuw", ORG_GUIDE, session_checks_add, .form = &session_checks_add_form,
         .again = session_show),

    GET(I "/nieuw", ORG_GUIDE, item_new_show),
    POST(I "/nieuw", ORG_GUIDE, item_new_add, .form = &item_form, .again = item_new_show,
         .body_cap = ITEM_BODY_CAP),
    GET(I "/:item", ORG_GUIDE, item_show),
    POST(I "/:item", ORG_GUIDE, item_save, .form = &item_form, .again = item_show, .body_cap = ITEM_BODY_CAP),
    POST(I "/:item/plaats", ORG_GUIDE, session_item_place, .form = &item_place_form),

    GET(S "/aanwezig", ORG_GUIDE, attendance_show),
    POST(S "/aanwezig", ORG_GUIDE, attendance_save, .form = &attendance_form),
    POST(S "/aanwezig/erbij", ORG_GUIDE, attendance_add, .form = &attendance_add_form,
         .again = attendance_show),
    POST(S "/aanwezig/groep", ORG_GUIDE, attendance_group, .form = &session_empty_form),
    POST(S "/aanwezig/weg", ORG_GUIDE, attendance_drop, .form = &attendance_drop_form),
    GET(S "/uitnodiging", ORG_GUIDE, invitation_show),
    POST(S "/uitnodiging", ORG_GUIDE, invitation_send, .form = &invitation_form, .again = invitation_show),
    GET("/uitnodiging/:link*/sessie.ics", LINK_HOLDER, invitation_ics),

    GET(S "/draaiboek", ORG_GUIDE, script_show),
    GET(S "/draaiboek.pdf", ORG_GUIDE, script_pdf, .slow = true),
    GET(S "/bereik", ORG_GUIDE, reach_show),
    GET("/bereik/:session/:proof*", PUBLIC, reach_phone_show),
    POST("/bereik/:session/:proof*", PUBLIC, reach_phone_done, .form = &session_empty_form),
};

const struct slice slice_session = { .name = "session", SLICE_ROUTES(routes) };
