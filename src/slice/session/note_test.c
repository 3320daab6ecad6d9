/* Notes, their groups and mind map, turns, tables, and what closing forgets. */
#include "slice/session/test_room.h"

#include "doc/document.h"
#include "slice/session/note.h"
#include "slice/session/note_doc.h"

struct room {
    struct world *w;
    const struct session *s;
    int64_t ann, ben;
};

static struct room *make_room(enum db_engine engine)
{
    struct world *w = world_new(engine, NULL, 0);
    if (w == NULL)
        return NULL;
    struct room *r = calloc(1, sizeof *r);
    r->w = w;
    r->s = room_running(w);
    r->ann = session_on_paper(w->db, w->a, r->s, "Ann", 0);
    r->ben = session_on_paper(w->db, w->a, r->s, "Ben", 0);
    return r;
}

ROOM_FIXTURE(room)

/* ---- asking ---------------------------------------------------------------------------------------------- */

static void reread(struct room *r)
{
    r->s = session_get(r->w->db, r->w->a, r->w->organisation, r->s->id);
}

static const struct session_item *again(struct room *r, const struct session_item *item)
{
    return session_item_get(r->w->db, r->w->a, r->s, item->id);
}

/* An item of a method, with parts by label, open. */
static const struct session_item *asked(struct room *r, const char *method, const char *const *parts,
                                        bool anonymous)
{
    struct session_part list[SESSION_MAX_OPTIONS] = { { 0 } };
    size_t count = 0;
    for (; parts != NULL && parts[count] != NULL; count++)
        list[count] = (struct session_part){
            .part = (int)count, .key = "", .label = parts[count], .about = "", .say = ""
        };
    struct session_item_text x = { .title = "What is it to you?",
                                   .about = "",
                                   .say = "",
                                   .low = "",
                                   .high = "",
                                   .source = "",
                                   .minutes = 10,
                                   .parts = list,
                                   .part_count = count,
                                   .anonymous = anonymous };
    int64_t id = 0;
    struct fault f = session_item_add(r->w->db, r->w->a, r->s, session_method_find(method), &x, &id);
    if (f.status != OK)
        fail_msg("%s: %s", f.detail, f.msgid);
    reread(r);
    const struct session_item *item = session_item_get(r->w->db, r->w->a, r->s, id);
    assert_int_equal(session_open(r->w->db, r->w->a, r->s, item, r->s->revision, WORLD_NOW).status, OK);
    reread(r);
    return again(r, item);
}

static const struct session_item *opened(struct room *r, const char *method, const char *const *parts)
{
    return asked(r, method, parts, false);
}

static const struct session_item *closed(struct room *r, const struct session_item *item)
{
    reread(r);
    assert_int_equal(session_close(r->w->db, r->w->a, r->s, item, r->s->revision, WORLD_NOW).status, OK);
    reread(r);
    return again(r, item);
}

static const struct session_item *turned(struct room *r, const struct session_item *item, int64_t turn)
{
    reread(r);
    assert_int_equal(session_turn(r->w->db, r->s, item, turn, r->s->revision, WORLD_NOW).status, OK);
    reread(r);
    return again(r, item);
}

static struct fault write_at(struct room *r, const struct session_item *item, int64_t who, const char *nonce,
                             int64_t spot, const char *text)
{
    return session_note_add(r->w->db, r->w->a, r->s, item, who, "secret", nonce, spot, text);
}

static void wrote(struct room *r, const struct session_item *item, int64_t who, const char *text)
{
    struct fault f = write_at(r, item, who, "", 0, text);
    if (f.status != OK)
        fail_msg("%s: %s", text, f.msgid);
}

static const struct session_note *notes(struct room *r, const struct session_item *item, size_t *count)
{
    return session_notes(r->w->db, r->w->a, r->s, item, item->round, true, count);
}

static size_t note_count(struct room *r, const struct session_item *item)
{
    size_t count;
    notes(r, item, &count);
    return count;
}

static void refused(struct fault f, enum status st, const char *detail)
{
    assert_int_equal(f.status, st);
    assert_non_null(f.detail);
    assert_string_equal(f.detail, detail);
    assert_non_null(f.msgid);
}

static const char *repeated(struct room *r, const char *piece, int times)
{
    char *all = arena_alloc(r->w->a, strlen(piece) * (size_t)times + 1);
    for (int i = 0; i < times; i++)
        memcpy(all + strlen(piece) * (size_t)i, piece, strlen(piece));
    return all;
}

/* ---- writing --------------------------------------------------------------------------------------------- */

static void a_note_is_kept_with_its_writer(void **state)
{
    struct room *r = room_of(state);
    const struct session_item *item = opened(r, "notes", NULL);
    wrote(r, item, r->ann, "  Respect for people\r\n");
    wrote(r, item, r->ben, "<script>alert(1)</script> 🌱");
    size_t count;
    const struct session_note *all = notes(r, item, &count);
    assert_int_equal(count, 2);
    assert_string_equal(all[0].content, "Respect for people");
    assert_string_equal(all[0].name, "Ann");
    assert_string_equal(all[1].content, "<script>alert(1)</script> 🌱");
    const struct session_note *own = session_notes_own(r->w->db, r->w->a, r->s, item, r->ben, NULL, &count);
    assert_int_equal(count, 1);
    assert_string_equal(own[0].content, "<script>alert(1)</script> 🌱");
    assert_int_equal(session_answered(r->w->db, r->w->a, r->s, item, 1), 2);
}

static void a_double_tap_counts_once(void **state)
{
    struct room *r = room_of(state);
    const struct session_item *item = opened(r, "notes", NULL);
    for (int i = 0; i < 3; i++)
        assert_int_equal(write_at(r, item, r->ann, "n1", 0, "Water").status, OK);
    assert_int_equal(note_count(r, item), 1);
    /* Another text on a page that was gone back to is a note by itself, not lost. */
    assert_int_equal(write_at(r, item, r->ann, "n1", 0, "Light").status, OK);
    assert_int_equal(note_count(r, item), 2);
    /* Two people may think the same. */
    assert_int_equal(write_at(r, item, r->ben, "n1", 0, "Water").status, OK);
    assert_int_equal(note_count(r, item), 3);
}

static void a_late_retry_brings_nothing_back(void **state)
{
    struct room *r = room_of(state);
    const struct session_item *item = opened(r, "notes", NULL);
    assert_int_equal(write_at(r, item, r->ann, "n1", 0, "Watr").status, OK);
    size_t count;
    const struct session_note *n = notes(r, item, &count);
    assert_int_equal(
        session_note_change(r->w->db, r->w->a, r->s, item, n[0].key, r->ann, NULL, "Water", n[0].edit).status,
        OK);
    assert_int_equal(write_at(r, item, r->ann, "n1", 0, "Watr").status, OK);
    assert_int_equal(note_count(r, item), 1);
    assert_string_equal(notes(r, item, &count)->content, "Water");
    /* Without a number of the page the same words are a new note. */
    wrote(r, item, r->ann, "Fire");
    n = notes(r, item, &count);
    assert_int_equal(
        session_note_change(r->w->db, r->w->a, r->s, item, n[1].key, r->ann, NULL, "Earth", n[1].edit).status,
        OK);
    wrote(r, item, r->ann, "Fire");
    assert_int_equal(note_count(r, item), 3);
}

static void thirty_are_enough(void **state)
{
    struct room *r = room_of(state);
    const struct session_item *item = opened(r, "notes", NULL);
    for (int i = 0; i < 500; i++) {
        struct fault f = write_at(r, item, r->ann, "", 0, arena_printf(r->w->a, "Note %d", i));
        if (i < SESSION_MAX_NOTES)
            assert_int_equal(f.status, OK);
        else
            refused(f, CONFLICT, "full");
    }
    assert_int_equal(note_count(r, item), SESSION_MAX_NOTES);
    wrote(r, item, r->ben, "Still room for others");
    wrote(r, item, 0, "And for the desk");
    assert_int_equal(note_count(r, item), SESSION_MAX_NOTES + 2);
}

static void a_text_has_a_length(void **state)
{
    struct room *r = room_of(state);
    const struct session_item *item = opened(r, "notes", NULL);
    refused(write_at(r, item, r->ann, "", 0, " \n "), INVALID, "text");
    refused(write_at(r, item, r->ann, "", 0, repeated(r, "x", 100000)), INVALID, "text");
    refused(write_at(r, item, r->ann, "", 0, repeated(r, "🌱", SESSION_MAX_NOTE + 1)), INVALID, "text");
    wrote(r, item, r->ann, repeated(r, "🌱", SESSION_MAX_NOTE));
    refused(write_at(r, item, r->ann, "", 1, "Nowhere"), INVALID, "spot");
    refused(write_at(r, item, r->ann, "", -1, "Nowhere"), INVALID, "spot");
    assert_int_equal(note_count(r, item), 1);
}

static void a_closed_item_takes_nothing(void **state)
{
    struct room *r = room_of(state);
    const struct session_item *item = opened(r, "notes", NULL);
    wrote(r, item, r->ann, "In time");
    size_t count;
    const struct session_note *n = notes(r, item, &count);
    item = closed(r, item);
    refused(write_at(r, item, r->ann, "", 0, "Too late"), CONFLICT, "closed");
    refused(session_note_change(r->w->db, r->w->a, r->s, item, n[0].key, r->ann, NULL, "Other", n[0].edit),
            CONFLICT, "closed");
    wrote(r, item, 0, "The desk still may");
    assert_int_equal(note_count(r, item), 2);
}

static void only_who_wrote_it_changes_it(void **state)
{
    struct room *r = room_of(state);
    const struct session_item *item = opened(r, "notes", NULL);
    wrote(r, item, r->ann, "Mine");
    size_t count;
    const struct session_note *n = notes(r, item, &count);
    assert_int_equal(
        session_note_change(r->w->db, r->w->a, r->s, item, n[0].key, r->ben, NULL, "His", n[0].edit).status,
        NOT_FOUND);
    assert_int_equal(
        session_note_change(r->w->db, r->w->a, r->s, item, n[0].key, r->ben, NULL, "", n[0].edit).status,
        NOT_FOUND);
    refused(session_note_change(r->w->db, r->w->a, r->s, item, n[0].key, r->ann, NULL, "Late", n[0].edit + 5),
            CONFLICT, "edit");
    assert_string_equal(notes(r, item, &count)->content, "Mine");
    assert_int_equal(session_note_change(r->w->db, r->w->a, r->s, item, "abc", r->ann, NULL, "x", 1).status,
                     NOT_FOUND);
    assert_int_equal(
        session_note_change(r->w->db, r->w->a, r->s, item, n[0].key, r->ann, NULL, "", n[0].edit).status, OK);
    assert_int_equal(note_count(r, item), 0);
    /* And a note of another item is not reached through this one. */
    wrote(r, item, r->ann, "Here");
    n = notes(r, item, &count);
    const struct session_item *other = opened(r, "notes", NULL);
    assert_int_equal(session_note_change(r->w->db, r->w->a, r->s, other, n[0].key, r->ann, NULL, "x", 1).status,
                     NOT_FOUND);
    assert_int_equal(session_note_hide(r->w->db, r->w->a, r->s, other, n[0].key, NOTE_DOUBLE).status,
                     NOT_FOUND);
    assert_int_equal(session_note_sort(r->w->db, r->w->a, r->s, other, n[0].key, 1).status, NOT_FOUND);
}

static void what_is_hidden_is_not_lost(void **state)
{
    struct room *r = room_of(state);
    const struct session_item *item = opened(r, "notes", NULL);
    wrote(r, item, r->ann, "Ben does nothing");
    size_t count;
    const struct session_note *n = notes(r, item, &count);
    assert_int_equal(session_note_hide(r->w->db, r->w->a, r->s, item, n[0].key, NOTE_PERSON).status, OK);
    session_notes(r->w->db, r->w->a, r->s, item, 1, false, &count);
    assert_int_equal(count, 0);
    n = notes(r, item, &count);
    assert_int_equal(count, 1);
    assert_int_equal(n[0].hidden, NOTE_PERSON);
    assert_int_equal(session_note_hide(r->w->db, r->w->a, r->s, item, n[0].key, NOTE_SHOWN).status, OK);
    session_notes(r->w->db, r->w->a, r->s, item, 1, false, &count);
    assert_int_equal(count, 1);
}

static void asked_again_the_first_round_stays(void **state)
{
    struct room *r = room_of(state);
    const struct session_item *item = opened(r, "notes", NULL);
    wrote(r, item, r->ann, "Before");
    item = closed(r, item);
    assert_int_equal(session_again(r->w->db, r->w->a, r->s, item, r->s->revision, WORLD_NOW).status, OK);
    reread(r);
    item = again(r, item);
    wrote(r, item, r->ann, "Before");
    size_t count;
    session_notes(r->w->db, r->w->a, r->s, item, 1, true, &count);
    assert_int_equal(count, 1);
    session_notes(r->w->db, r->w->a, r->s, item, 2, true, &count);
    assert_int_equal(count, 1);
}

/* ---- methods --------------------------------------------------------------------------------------------- */

static void a_person_has_one_word(void **state)
{
    struct room *r = room_of(state);
    const struct session_item *item = opened(r, "word", NULL);
    wrote(r, item, r->ann, "Courage");
    wrote(r, item, r->ann, "Patience");
    size_t count;
    const struct session_note *n = notes(r, item, &count);
    assert_int_equal(count, 1);
    assert_string_equal(n[0].content, "Patience");
    refused(write_at(r, item, r->ann, "", 0, repeated(r, "x", NOTE_MAX_WORD + 1)), INVALID, "text");
    wrote(r, item, 0, "Of the desk");
    wrote(r, item, 0, "And another");
    assert_int_equal(note_count(r, item), 3);
}

static void the_same_word_is_counted(void **state)
{
    struct room *r = room_of(state);
    const struct session_note all[] = {
        { .content = "Hope" },    { .content = "courage!" }, { .content = "Éasy" },
        { .content = "Courage" }, { .content = "easy." },    { .content = "COURAGE ", .hidden = NOTE_DOUBLE },
        { .content = "courage" }
    };
    size_t count;
    const struct note_word *w = note_words(r->w->a, all, 7, &count);
    assert_int_equal(count, 3);
    assert_string_equal(w[0].text, "courage!");
    assert_int_equal(w[0].times, 3);
    assert_string_equal(w[1].text, "Éasy");
    assert_int_equal(w[1].times, 2);
    assert_string_equal(w[2].text, "Hope");
    note_words(r->w->a, all, 0, &count);
    assert_int_equal(count, 0);
}

static void a_circle_opens_ring_by_ring(void **state)
{
    struct room *r = room_of(state);
    const struct session_item *item = opened(r, "circle", NULL);
    assert_int_equal(write_at(r, item, r->ann, "", 0, "Because people").status, OK);
    refused(write_at(r, item, r->ann, "", 1, "How"), INVALID, "spot");
    assert_int_equal(write_at(r, item, 0, "", 2, "The desk may").status, OK);
    item = turned(r, item, 1);
    assert_int_equal(write_at(r, item, r->ann, "", 1, "By buying").status, OK);
    assert_int_equal(write_at(r, item, r->ann, "", 0, "And because rivers").status, OK);
    refused(write_at(r, item, r->ann, "", 2, "What"), INVALID, "spot");
    size_t count;
    const struct note_spot *spots = note_spots(r->w->a, lang_get(LANG_EN), item, NULL, 0, &count);
    assert_int_equal(count, 3);
    assert_string_equal(spots[0].label, "Why");
    assert_string_equal(spots[2].label, "What");
}

static void columns_are_parts_or_fixed(void **state)
{
    struct room *r = room_of(state);
    const struct session_item *item =
        opened(r, "notes", (const char *const[]){ "It is", "It is not", "I wonder", NULL });
    assert_int_equal(write_at(r, item, r->ann, "", 2, "How much?").status, OK);
    refused(write_at(r, item, r->ann, "", 3, "x"), INVALID, "spot");
    item = opened(r, "harvest", NULL);
    assert_int_equal(write_at(r, item, r->ann, "", 2, "The roof").status, OK);
    refused(write_at(r, item, r->ann, "", 3, "x"), INVALID, "spot");
    item = opened(r, "dream", NULL);
    assert_int_equal(write_at(r, item, r->ann, "", 0, "It is 2032.").status, OK);
    refused(write_at(r, item, r->ann, "", 1, "x"), INVALID, "spot");
}

static void an_evaluation_takes_words_where_it_asks_for_them(void **state)
{
    struct room *r = room_of(state);
    const struct session_item *item =
        opened(r, "evaluate", (const char *const[]){ "How was it?", "I take home…", NULL });
    assert_int_equal(write_at(r, item, r->ann, "", 1, "That we start small").status, OK);
    refused(write_at(r, item, r->ann, "", 0, "Five"), INVALID, "spot");
    refused(write_at(r, item, r->ann, "", 2, "Nowhere"), INVALID, "spot");
    assert_int_equal(session_answered(r->w->db, r->w->a, r->s, item, 1), 1);
    assert_int_equal(note_count(r, item), 1);
}

/* ---- groups ---------------------------------------------------------------------------------------------- */

static int64_t group(struct room *r, const struct session_item *item, const char *label, int64_t parent)
{
    int64_t number = 0;
    struct fault f = note_cluster_add(r->w->db, r->w->a, item, label, parent, &number);
    if (f.status != OK)
        fail_msg("%s: %s", label, f.msgid);
    return number;
}

/* "Energy(Roofs,Heat(Pumps)),People": the tree as one text. */
static const char *tree_under(struct room *r, const struct session_cluster *all, size_t count, int64_t parent)
{
    const char *text = "";
    for (size_t i = 0; i < count; i++)
        if (all[i].parent == parent) {
            const char *under = tree_under(r, all, count, all[i].number);
            text = arena_printf(r->w->a, "%s%s%s%s%s%s", text, text[0] == '\0' ? "" : ",", all[i].label,
                                under[0] == '\0' ? "" : "(", under, under[0] == '\0' ? "" : ")");
        }
    return text;
}

static const char *tree(struct room *r, const struct session_item *item)
{
    size_t count;
    const struct session_cluster *all = session_clusters(r->w->db, r->w->a, item, &count);
    return tree_under(r, all, count, 0);
}

static void groups_are_moved_by_name_and_place(void **state)
{
    struct room *r = room_of(state);
    struct db *db = r->w->db;
    struct arena *a = r->w->a;
    const struct session_item *item = opened(r, "notes", NULL);
    int64_t energy = group(r, item, "Energy", 0), people = group(r, item, "  People ", 0),
            roofs = group(r, item, "Roofs", energy), heat = group(r, item, "Heat", energy),
            pumps = group(r, item, "Pumps", heat);
    assert_string_equal(tree(r, item), "Energy(Roofs,Heat(Pumps)),People");
    assert_int_equal(note_cluster_move(db, a, item, people, -1).status, OK);
    assert_string_equal(tree(r, item), "People,Energy(Roofs,Heat(Pumps))");
    assert_int_equal(note_cluster_move(db, a, item, people, -1).status, OK); /* it is the first already */
    assert_string_equal(tree(r, item), "People,Energy(Roofs,Heat(Pumps))");
    assert_int_equal(note_cluster_move(db, a, item, roofs, 1).status, OK);
    assert_string_equal(tree(r, item), "People,Energy(Heat(Pumps),Roofs)");
    assert_int_equal(note_cluster_move(db, a, item, roofs, 1).status, OK);
    assert_int_equal(note_cluster_to(db, a, item, roofs, people).status, OK);
    assert_string_equal(tree(r, item), "People(Roofs),Energy(Heat(Pumps))");
    assert_int_equal(note_cluster_to(db, a, item, pumps, 0).status, OK);
    assert_string_equal(tree(r, item), "People(Roofs),Energy(Heat),Pumps");
    assert_int_equal(note_cluster_rename(db, a, item, pumps, "Heat pumps").status, OK);
    assert_string_equal(tree(r, item), "People(Roofs),Energy(Heat),Heat pumps");
    assert_int_equal(note_cluster_rename(db, a, item, 99, "x").status, NOT_FOUND);
    assert_int_equal(note_cluster_move(db, a, item, 99, 1).status, NOT_FOUND);
}

static void nothing_hangs_under_itself(void **state)
{
    struct room *r = room_of(state);
    struct db *db = r->w->db;
    struct arena *a = r->w->a;
    const struct session_item *item = opened(r, "notes", NULL);
    int64_t one = group(r, item, "One", 0), two = group(r, item, "Two", one),
            three = group(r, item, "Three", two), other = group(r, item, "Other", 0), number;
    refused(note_cluster_to(db, a, item, one, three), INVALID, "parent");
    refused(note_cluster_to(db, a, item, one, one), INVALID, "parent");
    refused(note_cluster_to(db, a, item, one, other), INVALID, "parent"); /* it would be four levels */
    refused(note_cluster_add(db, a, item, "Four", three, &number), INVALID, "parent");
    refused(note_cluster_add(db, a, item, "x", 99, &number), INVALID, "parent");
    refused(note_cluster_add(db, a, item, " ", 0, &number), INVALID, "label");
    refused(note_cluster_add(db, a, item, repeated(r, "x", NOTE_MAX_CLUSTER + 1), 0, &number), INVALID,
            "label");
    assert_string_equal(tree(r, item), "One(Two(Three)),Other");
    assert_int_equal(note_cluster_to(db, a, item, other, two).status, OK);
    assert_string_equal(tree(r, item), "One(Two(Three,Other))");
    for (int i = 4; i < NOTE_MAX_CLUSTERS; i++)
        group(r, item, "More", 0);
    refused(note_cluster_add(db, a, item, "Too many", 0, &number), CONFLICT, "full");
}

static void taking_a_group_apart_keeps_its_notes(void **state)
{
    struct room *r = room_of(state);
    struct db *db = r->w->db;
    struct arena *a = r->w->a;
    const struct session_item *item = opened(r, "notes", NULL);
    int64_t energy = group(r, item, "Energy", 0), heat = group(r, item, "Heat", energy);
    group(r, item, "Pumps", heat);
    wrote(r, item, r->ann, "Insulate");
    size_t count;
    const char *key = notes(r, item, &count)->key;
    assert_int_equal(session_note_sort(db, a, r->s, item, key, heat).status, OK);
    assert_int_equal(note_cluster_drop(db, a, r->s, item, heat).status, OK);
    assert_string_equal(tree(r, item), "Energy(Pumps)");
    assert_int_equal(notes(r, item, &count)->cluster, energy);
    assert_int_equal(note_cluster_drop(db, a, r->s, item, energy).status, OK);
    assert_int_equal(notes(r, item, &count)->cluster, 0);
    assert_int_equal(note_cluster_drop(db, a, r->s, item, energy).status, NOT_FOUND);
}

static void a_map_is_read_from_the_middle(void **state)
{
    struct room *r = room_of(state);
    const struct session_cluster c[] = { { 1, 0, 0, "Energy" }, { 2, 0, 1, "People" }, { 3, 1, 0, "Roofs" } };
    const struct session_note n[] = { { .content = "a", .cluster = 3 },
                                      { .content = "b", .cluster = 1 },
                                      { .content = "c" },
                                      { .content = "d", .cluster = 77 },
                                      { .content = "e", .cluster = 1, .hidden = NOTE_DOUBLE } };
    size_t count;
    const struct map_node *m = map_nodes(r->w->a, "CSR", c, 3, n, 5, &count);
    assert_int_equal(count, 4);
    assert_string_equal(m[0].label, "CSR");
    assert_int_equal(m[0].all, 4);
    assert_int_equal(m[0].note_count, 2); /* also the one whose group is gone */
    assert_string_equal(m[1].label, "Energy");
    assert_int_equal(m[1].all, 2);
    assert_int_equal(m[1].note_count, 1);
    assert_true(m[1].first && !m[1].last);
    assert_string_equal(m[2].label, "Roofs");
    assert_int_equal(m[2].level, 2);
    assert_true(m[2].first && m[2].last);
    assert_string_equal(m[3].label, "People");
    assert_int_equal(m[3].all, 0);
    assert_true(!m[3].first && m[3].last);
}

/* ---- turns ----------------------------------------------------------------------------------------------- */

static const char *order(struct room *r, const struct session_item *item)
{
    size_t count;
    const struct note_turn *t = note_turns(r->w->db, r->w->a, item, &count);
    const char *text = "";
    for (size_t i = 0; i < count; i++)
        text = arena_printf(r->w->a, "%s%s%s", text, i > 0 ? "," : "", t[i].name);
    return text;
}

static void everybody_gets_a_turn_once(void **state)
{
    struct room *r = room_of(state);
    struct db *db = r->w->db;
    struct arena *a = r->w->a;
    const struct session_item *item = opened(r, "round", NULL);
    assert_int_equal(note_turns_gather(db, a, r->s, item), 2);
    assert_int_equal(note_turns_gather(db, a, r->s, item), 0);
    assert_int_equal(note_turn_add(db, a, item, " Cleo ").status, OK);
    assert_int_equal(note_turn_add(db, a, item, "Cleo").status, OK); /* a double tap */
    assert_int_equal(note_turn_add(db, a, item, "Dirk").status, OK);
    assert_string_equal(order(r, item), "Ann,Ben,Cleo,Dirk");
    refused(note_turn_add(db, a, item, ""), INVALID, "name");
    note_turn_move(db, a, item, 3, -1);
    assert_string_equal(order(r, item), "Ann,Ben,Dirk,Cleo");
    note_turn_move(db, a, item, 1, -1); /* not before who is on */
    note_turn_move(db, a, item, 3, 1);
    note_turn_move(db, a, item, 9, 1);
    assert_string_equal(order(r, item), "Ann,Ben,Dirk,Cleo");
    note_turn_skip(db, a, item);
    assert_string_equal(order(r, item), "Ben,Dirk,Cleo,Ann");
    item = turned(r, item, 1);
    note_turn_drop(db, a, item, 0); /* who has been is not touched any more */
    assert_string_equal(order(r, item), "Ben,Dirk,Cleo,Ann");
    note_turn_drop(db, a, item, 2);
    assert_string_equal(order(r, item), "Ben,Dirk,Ann");
    session_on_paper(db, a, r->s, "Emma", 0); /* comes in late */
    assert_int_equal(note_turns_gather(db, a, r->s, item), 1);
}

static void a_shuffle_leaves_who_is_on(void **state)
{
    struct room *r = room_of(state);
    const struct session_item *item = opened(r, "round", NULL);
    for (int i = 0; i < 12; i++)
        assert_int_equal(note_turn_add(r->w->db, r->w->a, item, arena_printf(r->w->a, "P%02d", i)).status, OK);
    item = turned(r, item, 3);
    const char *before = order(r, item);
    bool other = false;
    for (int i = 0; i < 20 && !other; i++) { /* eight people in the same order twenty times over: never */
        note_turns_shuffle(r->w->db, r->w->a, item);
        const char *after = order(r, item);
        assert_int_equal(strlen(after), strlen(before));
        assert_memory_equal(after, before, strlen("P00,P01,P02,P03"));
        other = strcmp(after, before) != 0;
    }
    assert_true(other);
    size_t count;
    const struct note_turn *t = note_turns(r->w->db, r->w->a, item, &count);
    int seen = 0;
    for (size_t i = 0; i < count; i++)
        seen |= 1 << ((t[i].name[1] - '0') * 10 + t[i].name[2] - '0');
    assert_int_equal(seen, (1 << 12) - 1);
}

/* The place of the note that says this. */
static int64_t place_of(struct room *r, const struct session_item *item, const char *text)
{
    size_t count;
    const struct session_note *all = notes(r, item, &count);
    for (size_t i = 0; i < count; i++)
        if (strcmp(all[i].content, text) == 0)
            return all[i].spot;
    fail_msg("no note %s", text);
    return -1;
}

static void notes_go_along_with_who_speaks(void **state)
{
    struct room *r = room_of(state);
    struct db *db = r->w->db;
    struct arena *a = r->w->a;
    const struct session_item *item = opened(r, "round", NULL);
    for (int i = 0; i < 4; i++)
        assert_int_equal(note_turn_add(db, a, item, arena_printf(a, "P%d", i)).status, OK);
    for (int i = 0; i < 4; i++)
        assert_int_equal(write_at(r, item, 0, "", i, arena_printf(a, "of P%d", i)).status, OK);
    note_turn_skip(db, a, item); /* P1 P2 P3 P0 */
    assert_string_equal(order(r, item), "P1,P2,P3,P0");
    assert_int_equal(place_of(r, item, "of P0"), 3);
    assert_int_equal(place_of(r, item, "of P1"), 0);
    note_turn_move(db, a, item, 3, -1); /* P1 P2 P0 P3 */
    assert_int_equal(place_of(r, item, "of P0"), 2);
    assert_int_equal(place_of(r, item, "of P3"), 3);
    note_turn_drop(db, a, item, 1); /* P1 P0 P3 */
    assert_int_equal(place_of(r, item, "of P0"), 1);
    assert_int_equal(place_of(r, item, "of P3"), 2);
    assert_true(place_of(r, item, "of P2") > 2); /* of nobody who is on the list */
    note_turns_shuffle(db, a, item);
    size_t count;
    const struct note_turn *t = note_turns(db, a, item, &count);
    for (size_t i = 0; i < count; i++)
        assert_int_equal(place_of(r, item, arena_printf(a, "of %s", t[i].name)), i);
}

static void closing_forgets_who_spoke(void **state)
{
    struct room *r = room_of(state);
    const struct session_item *item = opened(r, "round", NULL);
    note_turns_gather(r->w->db, r->w->a, r->s, item);
    item = turned(r, item, 1);
    assert_int_equal(write_at(r, item, 0, "", 1, "Two roofs have panels").status, OK);
    item = closed(r, item);
    assert_string_equal(order(r, item), "");
    assert_int_equal(item->turn, 0);
    size_t count;
    const struct session_note *n = notes(r, item, &count);
    assert_int_equal(count, 1);
    assert_string_equal(n[0].content, "Two roofs have panels");
    assert_int_equal(n[0].spot, 0); /* nor when it was said */
    assert_string_equal(db_scalar(r->w->db, r->w->a, "SELECT count(*) FROM session_turn"), "0");
}

static void the_end_of_a_session_closes_a_round_too(void **state)
{
    struct room *r = room_of(state);
    const struct session_item *item = opened(r, "round", NULL);
    note_turns_gather(r->w->db, r->w->a, r->s, item);
    reread(r);
    assert_int_equal(session_end(r->w->db, r->w->a, r->s, r->s->revision, r->w->guide, WORLD_NOW).status, OK);
    assert_string_equal(db_scalar(r->w->db, r->w->a, "SELECT count(*) FROM session_turn"), "0");
}

/* ---- tables ---------------------------------------------------------------------------------------------- */

static int64_t at_table(struct room *r, int64_t table)
{
    size_t count;
    const struct session_participant *p = session_people(r->w->db, r->w->a, r->s, &count);
    int64_t n = 0;
    for (size_t i = 0; i < count; i++)
        n += p[i].table == table;
    return n;
}

static void tables_are_dealt_evenly(void **state)
{
    struct room *r = room_of(state);
    struct db *db = r->w->db;
    struct arena *a = r->w->a;
    opened(r, "tables", (const char *const[]){ "Energy", "People", "Buying", NULL });
    for (int i = 0; i < 9; i++)
        session_on_paper(db, a, r->s, arena_printf(a, "G%d", i), 0); /* eleven with Ann and Ben */
    refused(note_table_choose(db, r->s, 3, r->ann, 4), INVALID, "table");
    assert_int_equal(note_table_choose(db, r->s, 3, r->ann, 2).status, OK);
    assert_int_equal(note_table_choose(db, r->s, 3, r->ben, 2).status, OK);
    note_tables_deal(db, a, r->s, 3);
    assert_int_equal(at_table(r, 0), 0);
    for (int64_t t = 1; t <= 3; t++)
        assert_true(at_table(r, t) == 3 || at_table(r, t) == 4);
    note_tables_deal(db, a, r->s, 3); /* everybody sits */
    note_tables_deal(db, a, r->s, 0);
    assert_int_equal(at_table(r, 0), 0);
}

static void closing_forgets_who_sat_where(void **state)
{
    struct room *r = room_of(state);
    const struct session_item *item = opened(r, "tables", (const char *const[]){ "Energy", "People", NULL });
    assert_int_equal(note_table_choose(r->w->db, r->s, 2, r->ann, 2).status, OK);
    assert_int_equal(write_at(r, item, r->ann, "", 1, "More part-time work").status, OK);
    item = closed(r, item);
    assert_int_equal(at_table(r, 2), 0);
    size_t count;
    const struct session_note *n = notes(r, item, &count);
    assert_int_equal(count, 1);
    assert_int_equal(n[0].participant, 0);
    assert_string_equal(n[0].name, "");
    assert_int_equal(n[0].spot, 1); /* the topic stays */
}

/* ---- without names --------------------------------------------------------------------------------------- */

/* What the phone of somebody keeps. */
static const char *secret_of(struct room *r, int64_t who)
{
    return arena_printf(r->w->a, "%043lld", (long long)who);
}

static struct fault whisper(struct room *r, const struct session_item *item, int64_t who, const char *nonce,
                            const char *text)
{
    return session_note_add(r->w->db, r->w->a, r->s, item, who, secret_of(r, who), nonce, 0, text);
}

static const struct session_note *own_of(struct room *r, const struct session_item *item, int64_t who,
                                         const char *secret, size_t *count)
{
    return session_notes_own(r->w->db, r->w->a, r->s, item, who, secret, count);
}

static const struct session_item *revealed(struct room *r, const struct session_item *item)
{
    reread(r);
    struct fault f = session_reveal(r->w->db, r->w->a, r->s, item, true, true, r->s->revision, WORLD_NOW);
    if (f.status != OK)
        fail_msg("%s", f.msgid);
    reread(r);
    return again(r, item);
}

static void without_a_name_only_the_phone_knows(void **state)
{
    struct room *r = room_of(state);
    const struct session_item *item = asked(r, "notes", NULL, true);
    assert_true(item->anonymous);
    for (int i = 0; i < 3; i++) /* a double tap */
        assert_int_equal(whisper(r, item, r->ann, "", "The boss talks too much").status, OK);
    assert_int_equal(whisper(r, item, r->ann, "n7", "Hope").status, OK);
    assert_int_equal(whisper(r, item, r->ann, "n7", "Hope").status, OK);
    size_t count;
    const struct session_note *own = own_of(r, item, r->ann, secret_of(r, r->ann), &count);
    assert_int_equal(count, 2);
    own_of(r, item, r->ann, secret_of(r, r->ben), &count);
    assert_int_equal(count, 0);
    own_of(r, item, r->ann, NULL, &count);
    assert_int_equal(count, 0);
    assert_string_equal(db_scalar(r->w->db, r->w->a, "SELECT count(*) FROM session_note"), "0");
    /* The desk sees nothing before it is shown, only how many wrote. */
    assert_int_equal(note_count(r, item), 0);
    assert_int_equal(session_answered(r->w->db, r->w->a, r->s, item, 1), 1);
    /* Changed and taken back with the secret of the phone, and with no other. */
    const char *key = own[0].key;
    struct fault f =
        session_note_change(r->w->db, r->w->a, r->s, item, key, r->ben, secret_of(r, r->ben), "His", 0);
    assert_int_equal(f.status, NOT_FOUND);
    f = session_note_change(r->w->db, r->w->a, r->s, item, key, r->ann, secret_of(r, r->ann), "Changed", 0);
    assert_int_equal(f.status, OK);
    f = session_note_change(r->w->db, r->w->a, r->s, item, key, r->ann, secret_of(r, r->ann), "", 0);
    assert_int_equal(f.status, OK);
    own_of(r, item, r->ann, secret_of(r, r->ann), &count);
    assert_int_equal(count, 1);
    refused(whisper(r, item, r->ann, "", repeated(r, "x", SESSION_MAX_NOTE + 1)), INVALID, "text");
    for (int i = 0; i < SESSION_MAX_NOTES - 1; i++)
        assert_int_equal(whisper(r, item, r->ann, "", arena_printf(r->w->a, "Note %d", i)).status, OK);
    refused(whisper(r, item, r->ann, "", "One too many"), CONFLICT, "full");
}

static void without_names_they_show_from_five_people(void **state)
{
    struct room *r = room_of(state);
    const struct session_item *item = asked(r, "notes", NULL, true);
    int64_t energy = group(r, item, "Energy", 0);
    assert_int_equal(whisper(r, item, r->ann, "", "From Ann").status, OK);
    assert_int_equal(whisper(r, item, r->ben, "", "From Ben").status, OK);
    reread(r);
    refused(session_reveal(r->w->db, r->w->a, r->s, item, true, false, r->s->revision, WORLD_NOW), CONFLICT,
            "few");
    for (int i = 0; i < 4; i++) {
        int64_t who = session_on_paper(r->w->db, r->w->a, r->s, "", 0);
        assert_int_equal(whisper(r, item, who, "", arena_printf(r->w->a, "From number %d", i)).status, OK);
    }
    item = revealed(r, item);
    size_t count;
    const struct session_note *all = notes(r, item, &count);
    assert_int_equal(count, 6);
    for (size_t i = 0; i < count; i++) {
        assert_string_equal(all[i].name, "");
        assert_int_equal(all[i].participant, 0);
    }
    /* Into a group and off the wall by key; that lasts when closing gives them other keys. */
    assert_int_equal(session_note_sort(r->w->db, r->w->a, r->s, item, all[0].key, energy).status, OK);
    assert_int_equal(session_note_hide(r->w->db, r->w->a, r->s, item, all[1].key, NOTE_PERSON).status, OK);
    const char *sorted = all[0].content, *hidden = all[1].content, *key = all[0].key;
    item = closed(r, item);
    while (ballot_mix(r->w->db, r->w->a))
        ;
    all = notes(r, item, &count);
    assert_int_equal(count, 6);
    for (size_t i = 0; i < count; i++) {
        assert_string_not_equal(all[i].key, key);
        assert_int_equal(all[i].cluster, strcmp(all[i].content, sorted) == 0 ? energy : 0);
        assert_true((all[i].hidden != 0) == (strcmp(all[i].content, hidden) == 0));
    }
    assert_int_equal(session_note_sort(r->w->db, r->w->a, r->s, item, key, 0).status, NOT_FOUND);
    assert_int_equal(note_cluster_drop(r->w->db, r->w->a, r->s, item, energy).status, OK);
    all = notes(r, item, &count);
    for (size_t i = 0; i < count; i++)
        assert_int_equal(all[i].cluster, 0);
    own_of(r, item, r->ann, secret_of(r, r->ann), &count);
    assert_int_equal(count, 0); /* nobody can tell any more */
}

static void without_a_name_a_person_has_one_word_too(void **state)
{
    struct room *r = room_of(state);
    const struct session_item *item = asked(r, "word", NULL, true);
    assert_int_equal(whisper(r, item, r->ann, "", "Fear").status, OK);
    assert_int_equal(whisper(r, item, r->ann, "", "Hope").status, OK);
    size_t count;
    const struct session_note *own = own_of(r, item, r->ann, secret_of(r, r->ann), &count);
    assert_int_equal(count, 1);
    assert_string_equal(own[0].content, "Hope");
}

/* ---- minutes --------------------------------------------------------------------------------------------- */

static const char *texts_of(struct room *r, const struct doc *d)
{
    const char *all = "";
    for (size_t i = 0; i < d->count; i++)
        if (d->blocks[i].line.count > 0)
            all = arena_printf(r->w->a, "%s%s%d:%s", all, i > 0 ? "|" : "", d->blocks[i].level,
                               d->blocks[i].line.runs[0].text);
    return all;
}

static struct room_state shown(struct room *r, const struct session_item *item)
{
    struct room_state s = { .db = r->w->db,
                            .arena = r->w->a,
                            .lang = lang_get(LANG_EN),
                            .session = r->s,
                            .item = item,
                            .round = item->round,
                            .shown = true };
    s.parts = session_parts(s.db, s.arena, item, &s.part_count);
    s.notes = notes(r, item, &s.note_count);
    s.clusters = session_clusters(s.db, s.arena, item, &s.cluster_count);
    return s;
}

static void minutes_stand_by_group(void **state)
{
    struct room *r = room_of(state);
    const struct session_item *item = opened(r, "notes", NULL);
    struct doc *d = doc_new(r->w->a, "Minutes", "en");
    struct room_state s = shown(r, item);
    item->method->outcome(&s, d, 3);
    assert_string_equal(texts_of(r, d), "0:Nothing was written.");
    wrote(r, item, r->ann, "Insulate");
    wrote(r, item, r->ann, "Ask people");
    wrote(r, item, r->ben, "Ann talks");
    size_t count;
    const struct session_note *n = notes(r, item, &count);
    int64_t energy = group(r, item, "Energy", 0);
    assert_int_equal(session_note_sort(r->w->db, r->w->a, r->s, item, n[0].key, energy).status, OK);
    assert_int_equal(session_note_hide(r->w->db, r->w->a, r->s, item, n[2].key, NOTE_PERSON).status, OK);
    d = doc_new(r->w->a, "Minutes", "en");
    s = shown(r, item);
    item->method->outcome(&s, d, 3);
    assert_string_equal(texts_of(r, d),
                        "1:Energy|2:Insulate|3:In no group|1:Ask people|0:1 note is not in here: it was "
                        "taken off the wall.");
    assert_null(strstr(texts_of(r, d), "Ann"));
}

static void minutes_of_words_and_columns(void **state)
{
    struct room *r = room_of(state);
    const struct session_item *item = opened(r, "word", NULL);
    wrote(r, item, r->ann, "Courage");
    wrote(r, item, r->ben, "courage");
    struct doc *d = doc_new(r->w->a, "Minutes", "en");
    struct room_state s = shown(r, item);
    item->method->outcome(&s, d, 3);
    assert_string_equal(texts_of(r, d), "1:Courage (2 times)");
    item = opened(r, "harvest", NULL);
    assert_int_equal(write_at(r, item, r->ann, "", 1, "Do it alone").status, OK);
    d = doc_new(r->w->a, "Minutes", "en");
    s = shown(r, item);
    item->method->outcome(&s, d, 3);
    assert_string_equal(texts_of(r, d), "3:Do this|0:Nothing was written.|3:Rather not|1:Do it "
                                        "alone|3:Successes|0:Nothing was written.");
    /* What is printed is printed for each of them. */
    static const char *const methods[] = { "notes", "circle", "harvest", "dream", "word", "round", "tables" };
    for (size_t i = 0; i < sizeof methods / sizeof *methods; i++) {
        item = opened(r, methods[i],
                      strcmp(methods[i], "tables") == 0 ? (const char *const[]){ "Energy", NULL } : NULL);
        s = shown(r, item);
        d = doc_new(r->w->a, "Paper", "en");
        item->method->paper(&s, d);
        assert_true(d->count > 0);
    }
}

#define BOTH(test)                                                                                             \
    cmocka_unit_test_setup_teardown(test, start, end),                                                         \
        cmocka_unit_test_setup_teardown(test, start_postgres, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOTH(a_note_is_kept_with_its_writer),
        BOTH(a_double_tap_counts_once),
        BOTH(a_late_retry_brings_nothing_back),
        BOTH(thirty_are_enough),
        BOTH(a_text_has_a_length),
        BOTH(a_closed_item_takes_nothing),
        BOTH(only_who_wrote_it_changes_it),
        BOTH(what_is_hidden_is_not_lost),
        BOTH(asked_again_the_first_round_stays),
        BOTH(a_person_has_one_word),
        BOTH(the_same_word_is_counted),
        BOTH(a_circle_opens_ring_by_ring),
        BOTH(columns_are_parts_or_fixed),
        BOTH(an_evaluation_takes_words_where_it_asks_for_them),
        BOTH(groups_are_moved_by_name_and_place),
        BOTH(nothing_hangs_under_itself),
        BOTH(taking_a_group_apart_keeps_its_notes),
        BOTH(a_map_is_read_from_the_middle),
        BOTH(everybody_gets_a_turn_once),
        BOTH(a_shuffle_leaves_who_is_on),
        BOTH(notes_go_along_with_who_speaks),
        BOTH(closing_forgets_who_spoke),
        BOTH(the_end_of_a_session_closes_a_round_too),
        BOTH(tables_are_dealt_evenly),
        BOTH(closing_forgets_who_sat_where),
        BOTH(without_a_name_only_the_phone_knows),
        BOTH(without_names_they_show_from_five_people),
        BOTH(without_a_name_a_person_has_one_word_too),
        BOTH(minutes_stand_by_group),
        BOTH(minutes_of_words_and_columns),
    };
    if (crypto_init() != OK)
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
