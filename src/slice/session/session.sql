-- Everything this slice asks of the database. A session is found by its organisation and id, or by its code or its phone's
-- secret; what belongs to it is then reached by the id that came from that look-up.

-- ---- sessions (session.c) -------------------------------------------------------------------------

-- ---- agenda (item.c) ------------------------------------------------------------------------------

-- ---- leading the room (lead.c) --------------------------------------------------------------------

-- ---- who is in it (join.c) ------------------------------------------------------------------------

-- ---- sheets (sheet.c) -----------------------------------------------------------------------------

-- ---- notes, clusters (note.c) ---------------------------------------------------------------------

-- ---- round table, tables (turn.c) -----------------------------------------------------------------

-- ---- agreements, minutes, landing (agreement.c, minutes.c, landing.c) -----------------------------

-- ---- before: attendance, checks (prepare.c) -------------------------------------------------------

-- ---- every minute, and for verify -----------------------------------------------------------------
