#include "paste.h"

#include <string.h>

#include "base/csv.h"
#include "base/utf8.h"
#include "slice/account/account.h"
#include "slice/organisation/organisation.h"

enum { MAX_COLUMNS = 24 };

/* What a column holds. FIRST and LAST are the halves of a name. */
enum column { UNKNOWN, NAME, FIRST, LAST, MAIL, DEPARTMENT, OTHER };

struct columns {
    enum column of[MAX_COLUMNS];
    size_t count;
};

/* ---- Mail addresses ---------------------------------------------------------------------------------- */

/* Letters, digits and signs, dots between them. */
static bool is_mailbox(const char *s, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        bool letter = (s[i] >= 'a' && s[i] <= 'z') || (s[i] >= '0' && s[i] <= '9');
        bool at_edge = i == 0 || i + 1 == n || s[i - 1] == '.';
        if (!letter && strchr("!#$%&'*+-/=?^_`{|}~", s[i]) == NULL && (s[i] != '.' || at_edge))
            return false;
    }
    return n > 0 && n <= 64;
}

/* Parts of letters, digits and inner dashes, at least two, dots between them. */
static bool is_host(const char *s)
{
    size_t n = strlen(s);
    for (size_t i = 0; i < n; i++) {
        bool letter = (s[i] >= 'a' && s[i] <= 'z') || (s[i] >= '0' && s[i] <= '9');
        bool at_edge = i == 0 || i + 1 == n || s[i - 1] == '.' || s[i + 1] == '.';
        if (!letter && ((s[i] != '.' && s[i] != '-') || at_edge))
            return false;
    }
    return strchr(s, '.') != NULL;
}

/* Whether s, in lower case, is one mail address as organisations use them: ASCII, a dot in the host. */
static bool is_mail(const char *s)
{
    const char *at = strchr(s, '@');
    return at != NULL && strlen(s) <= ACCOUNT_MAIL_MAX && is_mailbox(s, (size_t)(at - s)) && is_host(at + 1);
}

static char *lower(struct arena *a, const char *s)
{
    char *out = arena_strdup(a, s);
    for (char *p = out; *p != '\0'; p++)
        if (*p >= 'A' && *p <= 'Z')
            *p += 'a' - 'A';
    return out;
}

/* Cuts "Jan Maes <jan@a.be>" or "mailto:jan@a.be" into a name ("" when there is none) and an address. */
static const char *cut_mail(struct arena *a, const char *cell, const char **name)
{
    *name = "";
    const char *open = strchr(cell, '<'), *close = open == NULL ? NULL : strchr(open, '>');
    if (close != NULL) {
        *name = utf8_clean(a, arena_strndup(a, cell, (size_t)(open - cell)));
        cell = arena_strndup(a, open + 1, (size_t)(close - open - 1));
    }
    char *mail = lower(a, utf8_clean(a, cell));
    return strncmp(mail, "mailto:", 7) == 0 ? mail + 7 : mail;
}

/* "jan.maes@a.be" -> "Jan Maes" */
static const char *name_from_mail(struct arena *a, const char *mail)
{
    char *out = arena_strndup(a, mail, strcspn(mail, "@+"));
    bool begins = true;
    for (char *p = out; *p != '\0'; p++) {
        if (strchr("._-", *p) != NULL)
            *p = ' ';
        else if (begins && *p >= 'a' && *p <= 'z')
            *p -= 'a' - 'A';
        begins = *p == ' ';
    }
    return utf8_clean(a, out);
}

/* ---- Columns ----------------------------------------------------------------------------------------- */

static const struct {
    const char *word; /* folded, without spaces, dots and dashes */
    enum column column;
} words[] = {
    { "naam", NAME },
    { "name", NAME },
    { "volledigenaam", NAME },
    { "naamenvoornaam", NAME },
    { "voornaamennaam", NAME },
    { "fullname", NAME },
    { "displayname", NAME },
    { "weergavenaam", NAME },
    { "medewerker", NAME },
    { "lid", NAME },
    { "persoon", NAME },
    { "voornaam", FIRST },
    { "roepnaam", FIRST },
    { "firstname", FIRST },
    { "givenname", FIRST },
    { "achternaam", LAST },
    { "familienaam", LAST },
    { "lastname", LAST },
    { "surname", LAST },
    { "mail", MAIL },
    { "email", MAIL },
    { "mailadres", MAIL },
    { "emailadres", MAIL },
    { "emailaddress", MAIL },
    { "mailaddress", MAIL },
    { "dienst", DEPARTMENT },
    { "afdeling", DEPARTMENT },
    { "team", DEPARTMENT },
    { "department", DEPARTMENT },
    { "sector", DEPARTMENT },
    { "cluster", DEPARTMENT },
};

static enum column column_word(struct arena *a, const char *cell)
{
    char *s = utf8_fold(a, cell);
    size_t n = 0;
    for (const char *p = s; *p != '\0'; p++)
        if (strchr(" .-_:*\n", *p) == NULL)
            s[n++] = *p;
    s[n] = '\0';
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (strcmp(s, words[i].word) == 0)
            return words[i].column;
    return OTHER;
}

static const char *cell_of(const struct csv_row *row, size_t column)
{
    return column < row->count ? row->cells[column] : "";
}

/* The first row names the columns when no cell is an address and at least one is a word we know. */
static bool read_header(struct arena *a, const struct csv_row *row, struct columns *c)
{
    bool known = false, first = false, last = false;
    for (size_t i = 0; i < c->count; i++) {
        const char *cell = cell_of(row, i);
        if (strchr(cell, '@') != NULL)
            return false;
        c->of[i] = cell[0] == '\0' ? OTHER : column_word(a, cell);
        known = known || c->of[i] != OTHER;
        first = first || c->of[i] == FIRST;
        last = last || c->of[i] == LAST;
    }
    for (size_t i = 0; first && !last && i < c->count; i++)
        if (c->of[i] == NAME) /* "Naam; Voornaam": the first is the family name */
            c->of[i] = LAST;
    return known;
}

struct content {
    size_t filled, addresses;
    bool repeats; /* a value stands there twice, as departments do */
};

static struct content look_at(struct arena *a, const struct csv *csv, size_t column)
{
    struct content x = { 0 };
    const char **seen = NEW_ARRAY(a, const char *, csv->count);
    for (size_t i = 0; i < csv->count; i++) {
        const char *cell = utf8_fold(a, utf8_clean(a, cell_of(&csv->rows[i], column)));
        if (cell[0] == '\0')
            continue;
        for (size_t j = 0; j < x.filled && !x.repeats; j++)
            x.repeats = strcmp(seen[j], cell) == 0;
        seen[x.filled++] = cell;
        x.addresses += strchr(cell, '@') != NULL;
    }
    return x;
}

/* Without a header: the address shows itself; of the two others the first is the name, unless only that one
 * repeats itself. More than two are not guessed. */
static struct fault guess_columns(struct arena *a, const struct csv *csv, struct columns *c)
{
    struct content content[MAX_COLUMNS];
    size_t mail = 0, texts[2], text_count = 0;
    for (size_t i = 0; i < c->count; i++) {
        content[i] = look_at(a, csv, i);
        c->of[i] = OTHER;
        if (content[i].addresses > content[mail].addresses)
            mail = i;
    }
    if (c->count > 0 && content[mail].addresses > 0)
        c->of[mail] = MAIL;
    for (size_t i = 0; i < c->count; i++) {
        if (c->of[i] == MAIL || content[i].filled == 0)
            continue;
        if (text_count == 2)
            return FAULT(INVALID,
                         N_("There are more than three columns. Add a row on top that names them: name, "
                            "mail, department."));
        texts[text_count++] = i;
    }
    if (text_count > 0)
        c->of[texts[0]] = NAME;
    if (text_count == 2) {
        c->of[texts[1]] = DEPARTMENT;
        if (content[texts[0]].repeats && !content[texts[1]].repeats) {
            c->of[texts[0]] = DEPARTMENT;
            c->of[texts[1]] = NAME;
        }
    }
    return NO_FAULT;
}

static bool has_column(const struct columns *c, enum column wanted)
{
    for (size_t i = 0; i < c->count; i++)
        if (c->of[i] == wanted)
            return true;
    return false;
}

/* ---- Rows -------------------------------------------------------------------------------------------- */

/* Cleaned, on one line. */
static const char *one_line(struct arena *a, const char *s)
{
    char *out = utf8_clean(a, s);
    for (char *p = out; *p != '\0'; p++)
        if (*p == '\n' || *p == '\t')
            *p = ' ';
    return out;
}

/* The first cell with content among the columns of one kind. */
static const char *value_of(struct arena *a, const struct csv_row *row, const struct columns *c,
                            enum column wanted)
{
    for (size_t i = 0; i < c->count; i++) {
        const char *cell = c->of[i] == wanted ? one_line(a, cell_of(row, i)) : "";
        if (cell[0] != '\0')
            return cell;
    }
    return "";
}

static void refuse(struct paste_person *p, const char *cell, const char *fault, const char *arg)
{
    p->state = PASTE_REFUSED;
    p->cell = cell;
    p->fault = fault;
    p->arg = arg;
}

/* Fills in what a row lacks and says what is wrong with it. typed is the cell of the address as it stood. */
static void check_person(struct arena *a, struct paste_person *p, const char *typed)
{
    p->state = PASTE_NEW;
    if (typed[0] == '\0')
        refuse(p, N_("Mail address"), N_("There is no mail address in this row."), NULL);
    else if (!is_mail(p->mail))
        refuse(p, N_("Mail address"), N_("“%s” is not a mail address."), arena_printf(a, "%.100s", typed));
    else if (utf8_length(p->name) > ACCOUNT_NAME_MAX)
        refuse(p, N_("Name"), N_("The name is longer than 100 characters."), NULL);
    else if (utf8_length(p->department) > ORGANISATION_MAX_DEPARTMENT)
        refuse(p, N_("Department"), N_("The department is longer than 80 characters."), NULL);
    else if (p->name[0] == '\0') {
        p->name = name_from_mail(a, p->mail);
        p->name_guessed = true;
    }
}

/* Takes rows with one address together: the first stays, with what the later ones add. */
static void merge(struct paste *p, struct paste_person *later)
{
    if (later->state == PASTE_REFUSED)
        return;
    for (struct paste_person *first = p->people; first < later; first++) {
        if (first->state != PASTE_NEW || strcmp(first->mail, later->mail) != 0)
            continue;
        later->state = PASTE_TWICE;
        later->same_as = first->line;
        if (first->department[0] == '\0')
            first->department = later->department;
        if (first->name_guessed && !later->name_guessed) {
            first->name = later->name;
            first->name_guessed = false;
        }
        return;
    }
}

static void count_states(struct paste *p)
{
    memset(p->states, 0, sizeof p->states);
    for (size_t i = 0; i < p->count; i++)
        p->states[p->people[i].state]++;
}

/* "Jan Maes <jan@a.be>; An <an@a.be>": every cell with content is a person. */
static bool is_mail_list(const struct csv *csv)
{
    for (size_t i = 0; i < csv->count; i++)
        for (size_t j = 0; j < csv->rows[i].count; j++)
            if (csv->rows[i].cells[j][strspn(csv->rows[i].cells[j], " \t")] != '\0' &&
                strchr(csv->rows[i].cells[j], '@') == NULL)
                return false;
    return true;
}

#define TOO_MANY FAULT(INVALID, N_("That is more than 500 people at once. Paste them in parts."))
#define NO_PEOPLE                                                                                              \
    FAULT(INVALID, N_("There is nobody in it yet. Paste a row per person: name, mail, department."))

static struct fault read_list(struct arena *a, const struct csv *csv, struct paste *out)
{
    size_t capacity = 0;
    for (size_t i = 0; i < csv->count; i++) {
        for (size_t j = 0; j < csv->rows[i].count; j++) {
            struct paste_person p = { .line = csv->rows[i].line, .department = "" };
            const char *cell = one_line(a, csv->rows[i].cells[j]), *name;
            if (cell[0] == '\0')
                continue;
            if (out->count == PASTE_MAX_PEOPLE)
                return TOO_MANY;
            p.mail = cut_mail(a, cell, &name);
            p.name = name;
            check_person(a, &p, cell);
            *(struct paste_person *)ARENA_PUSH(a, &out->people, &out->count, &capacity) = p;
            merge(out, &out->people[out->count - 1]);
        }
    }
    return NO_FAULT;
}

static struct fault read_table(struct arena *a, struct csv *csv, struct paste *out)
{
    struct columns c = { 0 };
    for (size_t i = 0; i < csv->count; i++)
        if (csv->rows[i].count > c.count)
            c.count = csv->rows[i].count;
    if (c.count > MAX_COLUMNS)
        return FAULT(INVALID, N_("These are too many columns. Copy only name, mail and department."));
    out->header = read_header(a, &csv->rows[0], &c);
    struct csv people = { .rows = csv->rows + out->header, .count = csv->count - out->header };
    if (!out->header) {
        struct fault f = guess_columns(a, &people, &c);
        if (f.status != OK)
            return f;
    }
    for (size_t i = 0; i < c.count && !has_column(&c, MAIL); i++)
        if (look_at(a, &people, i).addresses > 0)
            c.of[i] = MAIL;
    if (!has_column(&c, MAIL))
        return FAULT(INVALID,
                     N_("There are no mail addresses in it. Everyone needs one, to get a personal link."));
    if (people.count > PASTE_MAX_PEOPLE)
        return TOO_MANY;

    out->people = NEW_ARRAY(a, struct paste_person, people.count);
    for (size_t i = 0; i < people.count; i++) {
        const struct csv_row *row = &people.rows[i];
        struct paste_person p = { .line = row->line };
        const char *typed = value_of(a, row, &c, MAIL), *beside;
        p.mail = cut_mail(a, typed, &beside);
        p.department = value_of(a, row, &c, DEPARTMENT);
        p.name = value_of(a, row, &c, NAME);
        const char *first = value_of(a, row, &c, FIRST), *last = value_of(a, row, &c, LAST);
        if (p.name[0] == '\0' && (first[0] != '\0' || last[0] != '\0'))
            p.name = utf8_clean(a, arena_printf(a, "%s %s", first, last));
        if (p.name[0] == '\0')
            p.name = beside;
        if (typed[0] == '\0' && p.name[0] == '\0' && p.department[0] == '\0')
            continue;
        check_person(a, &p, typed);
        out->people[out->count] = p;
        merge(out, &out->people[out->count++]);
    }
    return NO_FAULT;
}

struct fault organisation_paste_read(struct arena *a, const char *text, struct paste *out)
{
    *out = (struct paste){ 0 };
    struct csv csv;
    size_t line;
    enum status st = csv_parse(a, text, strlen(text), &csv, &line);
    if (st == INVALID)
        return FAULT(INVALID,
                     N_("Row %s cannot be read: a quotation mark opens there and does not close. Remove it."),
                     .arg = arena_printf(a, "%zu", line));
    if (st != OK)
        return TOO_MANY;
    if (csv.count == 0)
        return NO_PEOPLE;
    struct fault f = is_mail_list(&csv) ? read_list(a, &csv, out) : read_table(a, &csv, out);
    if (f.status != OK)
        return f;
    if (out->count == 0)
        return NO_PEOPLE;
    count_states(out);
    return NO_FAULT;
}

void organisation_paste_compare(struct db *db, struct arena *a, int64_t organisation, struct paste *p,
                                int64_t now_ms)
{
    size_t count;
    const struct organisation_member *members = organisation_members_all(db, a, organisation, &count);
    int64_t today = organisation_today(a, now_ms);
    for (size_t i = 0; i < p->count; i++) {
        if (p->people[i].state != PASTE_NEW)
            continue;
        for (size_t j = 0; j < count; j++)
            if (strcmp(members[j].mail, p->people[i].mail) == 0)
                p->people[i].state = organisation_is_present(&members[j], today) ? PASTE_MEMBER : PASTE_BACK;
    }
    count_states(p);
}
