/* The agenda: its items and what each consists of. */
#include <string.h>

#include "base/utf8.h"
#include "rules.h"
#include "session_sql.h"

enum { MOST_ITEM_MINUTES = 480, MOST_SECONDS = 3600 };

static const char *const state_names[ITEM_STATES] = { "waiting", "open", "closed" };

const char *session_item_state_name(enum session_item_state s)
{
    ASSERT(s < ITEM_STATES);
    return state_names[s];
}

/* ---- reading ----------------------------------------------------------------------------------------------- */

static enum session_item_state state_of(const char *name)
{
    for (int i = 0; i < ITEM_STATES; i++)
        if (strcmp(state_names[i], name) == 0)
            return (enum session_item_state)i;
    return ITEM_CLOSED;
}

static struct session_item read_row(const struct session_item_list *r)
{
    return (struct session_item){ .id = r->id,
                                  .session = r->session_id,
                                  .position = (int)r->position,
                                  .method = session_method_find(r->method),
                                  .title = r->title,
                                  .about = r->about,
                                  .say = r->say,
                                  .minutes = r->minutes,
                                  .anonymous = r->anonymous,
                                  .state = state_of(r->state),
                                  .round = r->round,
                                  .revealed = r->revealed_at.set,
                                  .opened_at = r->opened_at,
                                  .turn = r->turn,
                                  .most = r->most,
                                  .seconds = r->seconds,
                                  .low = r->low,
                                  .high = r->high,
                                  .source = r->source,
                                  .edit = r->edit };
}

static const struct session_item *read_items(struct db *db, struct arena *a, const struct session *s,
                                             struct db_int id, size_t *count)
{
    size_t rows;
    const struct session_item_list *list = session_q_item_list(db, a, s->id, id, &rows);
    struct session_item *v = NEW_ARRAY(a, struct session_item, rows);
    *count = 0;
    for (size_t i = 0; i < rows; i++) {
        v[*count] = read_row(&list[i]);
        *count += v[*count].method != NULL; /* of a newer program than this one: not for us */
    }
    return v;
}

const struct session_item *session_items(struct db *db, struct arena *a, const struct session *s, size_t *count)
{
    return read_items(db, a, s, DB_NULL_INT, count);
}

const struct session_item *session_item_get(struct db *db, struct arena *a, const struct session *s, int64_t id)
{
    size_t count;
    const struct session_item *v = read_items(db, a, s, DB_SOME(id), &count);
    return count == 1 ? v : NULL;
}

const struct session_part *session_parts(struct db *db, struct arena *a, const struct session_item *item,
                                         size_t *count)
{
    size_t option_count, next = 0;
    const struct session_part_list *rows = session_q_part_list(db, a, item->id, count);
    const struct session_option_list *options = session_q_option_list(db, a, item->id, &option_count);
    const char **labels = NEW_ARRAY(a, const char *, option_count);
    struct session_part *v = NEW_ARRAY(a, struct session_part, *count);
    for (size_t i = 0; i < *count; i++) {
        v[i] = (struct session_part){ .part = (int)rows[i].part,
                                      .key = rows[i].key,
                                      .label = rows[i].label,
                                      .about = rows[i].about,
                                      .say = rows[i].say,
                                      .answer = rows[i].answer,
                                      .options = labels + next };
        for (; next < option_count && options[next].part <= rows[i].part; next++) {
            labels[next] = options[next].label;
            v[i].option_count++;
        }
    }
    return v;
}

/* ---- what an item may be ------------------------------------------------------------------------------------- */

static bool label_fits(const char *label)
{
    return label[0] != '\0' && utf8_length(label) <= SESSION_MAX_LABEL;
}

static struct fault check_parts(const struct session_method *method, const struct session_item_text *x)
{
    size_t least = method->parts_label == NULL || method->source != NULL ? 0 : (size_t)method->least_parts;
    size_t most = method->most_parts == 0 ? SESSION_MAX_PARTS : (size_t)method->most_parts;
    if (x->part_count < least)
        return session_at_field("parts", least == 1
                                             ? N_("Write at least one line.")
                                             : N_("Write at least two lines: each is one to choose from."));
    if (x->part_count > most)
        return session_at_field("parts", N_("That is too many lines for this method."));
    for (size_t i = 0; i < x->part_count; i++) {
        const struct session_part *p = &x->parts[i];
        if (!label_fits(p->label))
            return session_at_field("parts", N_("Keep each line within 200 characters."));
        if (utf8_length(p->about) > SESSION_MAX_ABOUT || utf8_length(p->say) > SESSION_MAX_ABOUT)
            return session_at_field("parts", N_("Keep each text within 4,000 characters."));
        if (p->option_count > SESSION_MAX_OPTIONS)
            return session_at_field("parts", N_("A question has at most twelve answers."));
        for (size_t k = 0; k < p->option_count; k++)
            if (!label_fits(p->options[k]))
                return session_at_field("parts", N_("Keep each answer within 200 characters."));
        if (p->answer.set && (p->answer.v < 0 || p->answer.v >= (int64_t)p->option_count))
            return session_at_field("parts", N_("Say which answer is right."));
    }
    return NO_FAULT;
}

static struct fault check_words(const struct session_item_text *x)
{
    if (x->title[0] == '\0' || utf8_length(x->title) > SESSION_MAX_TITLE)
        return session_at_field("title", N_("Give it a title, of at most 120 characters."));
    if (utf8_length(x->about) > SESSION_MAX_ABOUT)
        return session_at_field("about", N_("Keep it within 4,000 characters."));
    if (utf8_length(x->say) > SESSION_MAX_ABOUT)
        return session_at_field("say", N_("Keep it within 4,000 characters."));
    if (x->minutes < 1 || x->minutes > MOST_ITEM_MINUTES)
        return session_at_field("minutes", N_("It takes from 1 minute to 8 hours."));
    return NO_FAULT;
}

static struct fault check_text(const struct session_method *method, const struct session_item_text *x)
{
    struct fault f = check_words(x);
    if (f.status != OK)
        return f;
    if (utf8_length(x->low) > SESSION_MAX_LABEL || utf8_length(x->high) > SESSION_MAX_LABEL)
        return session_at_field("low", N_("Keep it within 200 characters."));
    if (x->most < 0 || (method->most_label == NULL && x->most != 0) ||
        (method->most_label != NULL && x->most > method->most_most))
        return session_at_field("most", N_("That is more than this method can take."));
    if (x->seconds < 0 || x->seconds > MOST_SECONDS || (method->seconds_label == NULL && x->seconds != 0))
        return session_at_field("seconds", N_("A person's time is at most an hour."));
    if (x->anonymous && !method->anonymous)
        return session_at_field("anonymous", N_("This method works with names only."));
    return check_parts(method, x);
}

static void store_parts(struct db *db, int64_t item, const struct session_item_text *x)
{
    for (size_t i = 0; i < x->part_count; i++) {
        const struct session_part *p = &x->parts[i];
        session_q_part_insert(db, item, (int64_t)i, p->key, p->label, p->about, p->say, p->answer);
        for (size_t k = 0; k < p->option_count; k++)
            session_q_option_insert(db, item, (int64_t)i, (int64_t)k, p->options[k]);
    }
}

/* ---- changing ------------------------------------------------------------------------------------------------ */

struct fault session_item_add(struct db *db, struct arena *a, const struct session *s,
                              const struct session_method *method, const struct session_item_text *x,
                              int64_t *id)
{
    struct fault f = check_text(method, x);
    if (f.status != OK)
        return f;
    size_t count;
    const struct session_item_list *items = session_q_item_list(db, a, s->id, DB_NULL_INT, &count);
    if (count >= SESSION_MAX_ITEMS)
        return (struct fault){ .status = CONFLICT,
                               .msgid = N_("The agenda is full: it holds sixty items."),
                               .detail = "full" };
    int64_t position = count == 0 ? 0 : items[count - 1].position + 1;
    *id = session_q_item_insert(db, a, s->id, position, method->name, x->title, x->about, x->say, x->minutes,
                                x->anonymous, x->most, x->seconds, x->low, x->high, x->source)
              ->id;
    store_parts(db, *id, x);
    return NO_FAULT;
}

static bool same_parts(const struct session_part *a, size_t a_count, const struct session_part *b,
                       size_t b_count)
{
    if (a_count != b_count)
        return false;
    for (size_t i = 0; i < a_count; i++) {
        if (strcmp(a[i].key, b[i].key) != 0 || strcmp(a[i].label, b[i].label) != 0 ||
            strcmp(a[i].about, b[i].about) != 0 || strcmp(a[i].say, b[i].say) != 0 ||
            a[i].answer.set != b[i].answer.set || (a[i].answer.set && a[i].answer.v != b[i].answer.v) ||
            a[i].option_count != b[i].option_count)
            return false;
        for (size_t k = 0; k < a[i].option_count; k++)
            if (strcmp(a[i].options[k], b[i].options[k]) != 0)
                return false;
    }
    return true;
}

struct fault session_item_change(struct db *db, struct arena *a, const struct session *s,
                                 const struct session_item *item, const struct session_item_text *x)
{
    struct fault newer = { .status = CONFLICT,
                           .msgid = N_("Somebody else changed this just now. Look at it again."),
                           .detail = "edit" };
    struct fault f = check_text(item->method, x);
    if (f.status != OK)
        return f;
    if (x->edit != item->edit)
        return newer;
    size_t count;
    const struct session_part *parts = session_parts(db, a, item, &count);
    bool asks_the_same = x->anonymous == item->anonymous && x->most == item->most &&
                         x->seconds == item->seconds && strcmp(x->low, item->low) == 0 &&
                         strcmp(x->high, item->high) == 0 && same_parts(parts, count, x->parts, x->part_count);
    if (item->round > 0 && !asks_the_same)
        return (struct fault){ .status = CONFLICT,
                               .msgid =
                                   N_("People have seen this already: only its title, its texts and its time "
                                      "can still change. Copy it to ask something else."),
                               .detail = "opened" };
    if (session_q_item_change(db, s->id, item->id, x->title, x->about, x->say, x->minutes, x->anonymous,
                              x->most, x->seconds, x->low, x->high, x->source, x->edit) == 0)
        return newer;
    if (!asks_the_same) {
        session_q_parts_delete(db, item->id);
        store_parts(db, item->id, x);
    }
    return NO_FAULT;
}

void session_item_move(struct db *db, struct arena *a, const struct session *s, const struct session_item *item,
                       int by)
{
    size_t count, at = 0;
    const struct session_item_list *items = session_q_item_list(db, a, s->id, DB_NULL_INT, &count);
    while (at < count && items[at].id != item->id)
        at++;
    if (at == count || (by < 0 && at == 0) || (by > 0 && at + 1 == count))
        return;
    size_t other = by < 0 ? at - 1 : at + 1;
    /* Numbered anew, so that a gap left by what was dropped does no harm. */
    for (size_t i = 0; i < count; i++) {
        size_t place = i == at ? other : i == other ? at : i;
        if (items[i].position != (int64_t)place)
            session_q_item_place(db, s->id, items[i].id, (int64_t)place);
    }
}

struct fault session_item_drop(struct db *db, const struct session *s, const struct session_item *item)
{
    if (item->round > 0)
        return (struct fault){ .status = CONFLICT,
                               .msgid = N_("This item was opened: what was said stays in the minutes."),
                               .detail = "opened" };
    session_q_item_delete(db, s->id, item->id);
    return NO_FAULT;
}

struct fault session_item_copy(struct db *db, struct arena *a, const struct session *s,
                               const struct session_item *item, int64_t *id)
{
    size_t count;
    const struct session_part *parts = session_parts(db, a, item, &count);
    const struct session_item_text x = { .title = item->title,
                                         .about = item->about,
                                         .say = item->say,
                                         .low = item->low,
                                         .high = item->high,
                                         .source = item->source,
                                         .minutes = item->minutes,
                                         .most = item->most,
                                         .seconds = item->seconds,
                                         .anonymous = item->anonymous,
                                         .parts = parts,
                                         .part_count = count };
    return session_item_add(db, a, s, item->method, &x, id);
}
