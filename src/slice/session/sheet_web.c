/* What phones send, and what the desk does with a result. */
#include <string.h>

#include "sheet_page.h"
#include "slice/session/result.h"

void session_sheet_phone(struct html *h, const struct room_state *r)
{
    sheet_phone(h, r);
}

void session_sheet_screen(struct html *h, const struct room_state *r)
{
    sheet_screen(h, r);
}

void session_sheet_desk(struct html *h, const struct room_state *r)
{
    sheet_desk(h, r);
}
