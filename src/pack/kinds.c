/* What the kinds that are lists consist of; docs/packs.md says the same in words. */
#include <string.h>

#include "pack/entries.h"
#include "pack/pack.h"

#define SHAPE(name, title, list)                                                                               \
    const struct pack_shape name = { .what = (title),                                                          \
                                     .fields = (list),                                                         \
                                     .count = (int)(sizeof(list) / sizeof *(list)) }

#define CODES_FIELDS                                                                                           \
    { .name = "iso", .type = PF_CODES, .required = true, .to = "iso26000", .label = N_("In ISO 26000") },      \
        { .name = "sdg", .type = PF_CODES, .required = true, .to = "sdg", .label = N_("In the SDGs") },        \
        { .name = "gri", .type = PF_CODES, .to = "gri", .label = N_("In GRI") },                               \
    {                                                                                                          \
        .name = "vsme", .type = PF_CODES, .to = "vsme", .label = N_("In VSME")                                 \
    }

/* ---- maturity ------------------------------------------------------------------------------------------- */

static const struct pack_field level_fields[] = {
    { .name = "levels", .type = PF_TEXTS, .required = true, .least = 5, .most = 5, .words = 45 },
};
static const struct pack_shape level_shape = {
    .what = "maturity levels", .id_is = "theme", .fields = level_fields, .count = 1
};

/* ---- indicators ----------------------------------------------------------------------------------------- */

static const struct pack_field unit_fields[] = {
    { .name = "symbol", .type = PF_STRING, .required = true },
    { .name = "title", .type = PF_TEXT, .required = true },
};
static SHAPE(unit_shape, "a unit", unit_fields);

static const struct pack_field input_fields[] = {
    { .name = "unit", .type = PF_STRING, .required = true },
    { .name = "text", .type = PF_TEXT, .required = true },
};
static SHAPE(input_shape, "an input", input_fields);

static const char *const directions[] = { "up", "down", "range", NULL };
static const char *const direction_labels[] = { N_("The higher, the better"), N_("The lower, the better"),
                                                N_("Within bounds that you choose") };
static const char *const rhythms[] = { "month", "quarter", "half-year", "year", "two-years", "term", NULL };
static const char *const rhythm_labels[] = { N_("Every month"),     N_("Every quarter"),
                                             N_("Twice a year"),    N_("Every year"),
                                             N_("Every two years"), N_("Once per term of office") };

static const struct pack_field indicator_fields[] = {
    { .name = "themes", .type = PF_REFS, .required = true, .to = "theme" },
    { .name = "title", .type = PF_TEXT, .required = true, .most = 14 },
    { .name = "definition", .type = PF_TEXT, .required = true, .most = 60 },
    { .name = "inputs", .type = PF_ENTRIES, .required = true, .of = &input_shape },
    { .name = "formula", .type = PF_STRING, .required = true },
    { .name = "unit", .type = PF_STRING, .required = true },
    { .name = "unit-text", .type = PF_TEXT },
    { .name = "decimals", .type = PF_INT, .required = true, .most = 3 },
    { .name = "direction",
      .type = PF_CHOICE,
      .required = true,
      .choices = directions,
      .labels = direction_labels,
      .label = N_("Direction") },
    { .name = "rhythm",
      .type = PF_CHOICE,
      .required = true,
      .choices = rhythms,
      .labels = rhythm_labels,
      .label = N_("Rhythm") },
    { .name = "source-public", .type = PF_TEXT, .label = N_("Usual source in a public body") },
    { .name = "source-company", .type = PF_TEXT, .label = N_("Usual source in a company") },
    { .name = "split", .type = PF_TEXTS, .label = N_("You can split it") },
    { .name = "pitfalls", .type = PF_TEXT, .required = true, .label = N_("Pitfalls") },
    CODES_FIELDS,
};
static SHAPE(indicator_shape, "an indicator", indicator_fields);

/* ---- actions -------------------------------------------------------------------------------------------- */

static const struct pack_field code_fields[] = {
    { .name = "code", .type = PF_STRING, .required = true },
    { .name = "title", .type = PF_TEXT, .required = true },
    { .name = "hint", .type = PF_TEXT, .required = true, .most = 60 },
    { .name = "valid-from", .type = PF_DATE, .required = true },
    { .name = "valid-to", .type = PF_DATE, .not_below = "valid-from" },
    { .name = "source", .type = PF_STRING, .required = true },
    { .name = "review-by", .type = PF_DATE, .required = true },
};
static SHAPE(code_shape, "a reporting code", code_fields);

static const char *const sizes[] = { "small", "medium", "large", NULL };
static const char *const size_labels[] = { N_("Small"), N_("Medium"), N_("Large") };
static const char *const costs[] = { "none", "low", "medium", "high", NULL };
static const char *const cost_labels[] = { N_("None but time"), N_("Low"), N_("Medium"), N_("High") };

static const struct pack_field action_fields[] = {
    { .name = "themes", .type = PF_REFS, .required = true, .to = "theme" },
    { .name = "title", .type = PF_TEXT, .required = true, .most = 14 },
    { .name = "what", .type = PF_TEXT, .required = true, .most = 80 },
    { .name = "first-step", .type = PF_TEXT, .required = true, .label = N_("First step") },
    { .name = "starter", .type = PF_TEXT, .required = true, .label = N_("Who starts it") },
    { .name = "effort",
      .type = PF_CHOICE,
      .required = true,
      .choices = sizes,
      .labels = size_labels,
      .label = N_("Effort") },
    { .name = "effect",
      .type = PF_CHOICE,
      .required = true,
      .choices = sizes,
      .labels = size_labels,
      .label = N_("Effect") },
    { .name = "cost",
      .type = PF_CHOICE,
      .required = true,
      .choices = costs,
      .labels = cost_labels,
      .label = N_("Cost") },
    { .name = "months",
      .type = PF_INT,
      .required = true,
      .least = 1,
      .most = 120,
      .label = N_("Lead time in months") },
    { .name = "quick-win", .type = PF_BOOL, .required = true },
    { .name = "similar",
      .type = PF_TEXT,
      .required = true,
      .label = N_("Who did something similar (fictional)") },
    { .name = "indicators", .type = PF_REFS, .required = true, .to = "indicator" },
    { .name = "statements", .type = PF_REFS, .required = true, .to = "statement" },
    CODES_FIELDS,
    { .name = "codes", .type = PF_REFS, .to = "codes", .label = N_("Reporting codes") },
};
static SHAPE(action_shape, "an action", action_fields);

/* ---- methods -------------------------------------------------------------------------------------------- */

static const struct pack_field named_fields[] = {
    { .name = "title", .type = PF_TEXT, .required = true },
};
static SHAPE(aim_shape, "an aim", named_fields);

/* The methods of live sessions, by the names that the slice session knows them by. */
static const char *const session_methods[] = { "talk",  "cards",      "quiz",     "round",  "tables",
                                               "notes", "poll",       "scale",    "pair",   "scan",
                                               "dots",  "rank",       "axes",     "circle", "harvest",
                                               "dream", "agreements", "evaluate", "word",   NULL };
static const char *const session_method_labels[] = { N_("Words and time"),
                                                     N_("Explanation cards"),
                                                     N_("Quiz"),
                                                     N_("Round table"),
                                                     N_("Tables side by side"),
                                                     N_("Notes and mind map"),
                                                     N_("A choice"),
                                                     N_("Statements on a scale"),
                                                     N_("Importance and maturity"),
                                                     N_("Scan together"),
                                                     N_("Dots"),
                                                     N_("Ranking"),
                                                     N_("Impact and support"),
                                                     N_("Golden circle"),
                                                     N_("Do's, don'ts and successes"),
                                                     N_("Dream images"),
                                                     N_("Agreements"),
                                                     N_("Evaluation"),
                                                     N_("One word") };

static const struct pack_field method_fields[] = {
    { .name = "aims", .type = PF_REFS, .required = true, .to = "aims", .label = N_("Helps with") },
    { .name = "title", .type = PF_TEXT, .required = true, .most = 12 },
    { .name = "purpose", .type = PF_TEXT, .required = true, .most = 60 },
    { .name = "minutes-from", .type = PF_INT, .required = true, .least = 1, .most = 480 },
    { .name = "minutes-to",
      .type = PF_INT,
      .required = true,
      .least = 1,
      .most = 480,
      .not_below = "minutes-from" },
    { .name = "people-from", .type = PF_INT, .required = true, .least = 1, .most = 1000 },
    { .name = "people-to",
      .type = PF_INT,
      .required = true,
      .least = 1,
      .most = 1000,
      .not_below = "people-from" },
    { .name = "material", .type = PF_TEXTS, .required = true, .label = N_("Material") },
    { .name = "steps", .type = PF_TEXTS, .required = true, .label = N_("Steps") },
    { .name = "say", .type = PF_TEXTS, .required = true, .label = N_("What you can say") },
    { .name = "pitfalls", .type = PF_TEXTS, .required = true, .label = N_("Pitfalls") },
    { .name = "live",
      .type = PF_CHOICE,
      .choices = session_methods,
      .labels = session_method_labels,
      .label = N_("On phones, in a live session") },
};
static SHAPE(method_shape, "a method", method_fields);

/* ---- cards ---------------------------------------------------------------------------------------------- */

static const struct pack_field card_fields[] = {
    { .name = "title", .type = PF_TEXT, .required = true },
    { .name = "points", .type = PF_TEXTS, .required = true, .most = 8, .words = 20 },
    { .name = "notes", .type = PF_TEXT, .required = true },
};
static SHAPE(card_shape, "a card", card_fields);

static const struct pack_field deck_fields[] = {
    { .name = "title", .type = PF_TEXT, .required = true },
    { .name = "about", .type = PF_TEXT, .required = true },
    { .name = "cards", .type = PF_ENTRIES, .required = true, .of = &card_shape },
};
static SHAPE(deck_shape, "a deck", deck_fields);

static const struct pack_field option_fields[] = {
    { .name = "text", .type = PF_TEXT, .required = true },
};
static SHAPE(option_shape, "an option", option_fields);

static const struct pack_field quiz_fields[] = {
    { .name = "deck", .type = PF_REF, .required = true, .to = "decks" },
    { .name = "question", .type = PF_TEXT, .required = true },
    { .name = "options", .type = PF_ENTRIES, .required = true, .of = &option_shape },
    { .name = "answer", .type = PF_REF, .required = true, .to = ".options" },
    { .name = "explanation", .type = PF_TEXT, .required = true },
};
static SHAPE(quiz_shape, "a quiz question", quiz_fields);

/* ---- practices ------------------------------------------------------------------------------------------ */

static SHAPE(step_shape, "a step", named_fields);

static const struct pack_field practice_fields[] = {
    { .name = "title", .type = PF_TEXT, .required = true, .most = 14 },
    { .name = "who", .type = PF_TEXT, .required = true, .label = N_("Who (fictional)") },
    { .name = "text", .type = PF_TEXT, .required = true, .most = 80 },
    { .name = "lesson", .type = PF_TEXT, .required = true, .label = N_("What you can take from it") },
    { .name = "themes", .type = PF_REFS, .required = true, .to = "theme" },
    { .name = "steps", .type = PF_REFS, .required = true, .to = "steps", .label = N_("Fits the step") },
};
static SHAPE(practice_shape, "a good practice", practice_fields);

static const struct pack_field resistance_fields[] = {
    { .name = "says", .type = PF_TEXT, .required = true },
    { .name = "behind", .type = PF_TEXT, .required = true, .label = N_("What may lie behind it") },
    { .name = "answer", .type = PF_TEXT, .required = true, .label = N_("What you can say or do") },
    { .name = "practices", .type = PF_REFS, .to = "practices", .label = N_("Good practices that help") },
};
static SHAPE(resistance_shape, "a resistance", resistance_fields);

/* ---- trajectory templates ---------------------------------------------------------------------------------- */

static const char *const sectors[] = { "public", "company", "any", NULL };
static const char *const sector_labels[] = { N_("Public bodies"), N_("Companies"), N_("All") };
static const char *const closings[] = { "step", "phase", NULL };
static const char *const closing_labels[] = { N_("Each step is closed by itself"),
                                              N_("A phase is closed as a whole") };
static const char *const groups[] = { "leading", "working", "steering", "focus", NULL };
static const char *const group_labels[] = { N_("Leading group"), N_("Working group"), N_("Steering group"),
                                            N_("Focus group") };

static const struct pack_field template_fields[] = {
    { .name = "about", .type = PF_TEXT, .required = true },
    { .name = "sector", .type = PF_CHOICE, .required = true, .choices = sectors, .labels = sector_labels },
    { .name = "closes", .type = PF_CHOICE, .required = true, .choices = closings, .labels = closing_labels },
    { .name = "cycle-from", .type = PF_REF, .to = "phases" },
    { .name = "group", .type = PF_CHOICE, .required = true, .choices = groups, .labels = group_labels },
    { .name = "most-goals", .type = PF_INT, .required = true, .least = 1, .most = 100 },
    { .name = "most-actions", .type = PF_INT, .required = true, .least = 1, .most = 200 },
    { .name = "most-measures", .type = PF_INT, .required = true, .least = 1, .most = 200 },
};
static SHAPE(template_shape, "the template", template_fields);

static const struct pack_field phase_fields[] = {
    { .name = "title", .type = PF_TEXT, .required = true, .most = 8 },
    { .name = "about", .type = PF_TEXT, .required = true },
    { .name = "results", .type = PF_TEXTS, .required = true },
};
static SHAPE(phase_shape, "a phase", phase_fields);

/* What a step must or may produce. "document" is written by hand, its questions are its headings; each of the others is
 * made in the part of the product of that name, and may be written by hand as well. */
static const char *const output_kinds[] = { "document", "minutes", "group",    "motives",
                                            "briefing", "scan",    "pair",     "requests",
                                            "facts",    "actions", "tasks",    "evaluation",
                                            "report",   "note",    "proposal", NULL };
static const char *const output_labels[] = {
    N_("A document"),
    N_("Minutes"),
    N_("The group"),
    N_("Motives"),
    N_("Briefing sheet"),
    N_("A scan"),
    N_("Importance and maturity"),
    N_("Data requests"),
    N_("Local facts"),
    N_("The action list"),
    N_("Tasks"),
    N_("Evaluation"),
    N_("The final report"),
    N_("A note of one page"),
    N_("A proposal for the multi-year plan"),
};
static const struct pack_field output_fields[] = {
    { .name = "title", .type = PF_TEXT, .required = true, .most = 12 },
    { .name = "kind", .type = PF_CHOICE, .required = true, .choices = output_kinds, .labels = output_labels },
    { .name = "required", .type = PF_BOOL, .required = true },
    { .name = "questions", .type = PF_TEXTS, .required = true, .words = 30 },
};
static SHAPE(output_shape, "an output", output_fields);

static const struct pack_field template_step_fields[] = {
    { .name = "phase", .type = PF_REF, .required = true, .to = "phases" },
    { .name = "title", .type = PF_TEXT, .required = true, .most = 8 },
    { .name = "what", .type = PF_TEXT, .required = true, .most = 90 },
    { .name = "why", .type = PF_TEXTS, .required = true, .words = 40, .label = N_("Why") },
    { .name = "who", .type = PF_TEXTS, .required = true, .words = 40, .label = N_("Who") },
    { .name = "how", .type = PF_TEXTS, .required = true, .words = 60, .label = N_("How") },
    { .name = "tips", .type = PF_TEXTS, .required = true, .words = 45, .label = N_("Tips") },
    { .name = "week",
      .type = PF_INT,
      .required = true,
      .most = 520 }, /* it begins so many weeks after the start */
    { .name = "weeks", .type = PF_INT, .required = true, .least = 1, .most = 260 },
    { .name = "session", .type = PF_TEXT, .most = 8 },               /* title; empty = no session */
    { .name = "minutes", .type = PF_INT, .least = 15, .most = 480 }, /* of the session */
    { .name = "outputs", .type = PF_ENTRIES, .required = true, .of = &output_shape },
    { .name = "methods", .type = PF_REFS, .to = "method" },
    { .name = "decks", .type = PF_REFS, .to = "deck" },
};
static SHAPE(template_step_shape, "a step", template_step_fields);

static const char *const sources_known[] = { "vision", "commitment", "policy", "scan",
                                             "report", "figures",    "people", NULL };
static const char *const source_labels[] = { N_("Mission and vision"), N_("Commitments"),
                                             N_("Policy texts"),       N_("Earlier scans"),
                                             N_("Earlier reports"),    N_("Figures"),
                                             N_("People and groups") };
static const struct pack_field briefing_fields[] = {
    { .name = "title", .type = PF_TEXT, .required = true, .most = 14 },
    { .name = "kind", .type = PF_CHOICE, .required = true, .choices = sources_known, .labels = source_labels },
    { .name = "why", .type = PF_TEXT, .required = true, .most = 45 },
    { .name = "where", .type = PF_TEXT, .required = true, .most = 30 },
};
static SHAPE(briefing_shape, "a line of the briefing sheet", briefing_fields);

static const struct pack_field evaluation_question_fields[] = {
    { .name = "question", .type = PF_TEXT, .required = true, .most = 30 },
    { .name = "help", .type = PF_TEXT, .required = true, .most = 40 },
};
static SHAPE(evaluation_question_shape, "a question of the evaluation", evaluation_question_fields);

static const struct pack_field return_fields[] = {
    { .name = "months", .type = PF_INT, .required = true, .least = 1, .most = 60 },
    { .name = "title", .type = PF_TEXT, .required = true, .most = 10 },
    { .name = "about", .type = PF_TEXT, .required = true, .most = 60 },
};
static SHAPE(return_shape, "a return moment", return_fields);

/* ---- data requests ----------------------------------------------------------------------------------------- */

static const struct pack_field department_fields[] = {
    { .name = "title", .type = PF_TEXT, .required = true, .most = 6 },
    { .name = "words",
      .type = PF_STRING,
      .required = true }, /* what such departments are called: "hrm|personeel" */
};
static SHAPE(department_shape, "a department", department_fields);

static const char *const fact_sorts[] = { "action", "realisation", "chance", "challenge", "figure", NULL };
static const char *const fact_labels[] = { N_("Action under way"), N_("Realisation"), N_("Chance"),
                                           N_("Challenge"), N_("Figure") };
static const struct pack_field request_fields[] = {
    { .name = "department", .type = PF_REF, .required = true, .to = "departments" },
    { .name = "sector", .type = PF_CHOICE, .required = true, .choices = sectors, .labels = sector_labels },
    { .name = "title", .type = PF_TEXT, .required = true, .most = 14 },
    { .name = "ask", .type = PF_TEXT, .required = true, .most = 70 },
    { .name = "sort", .type = PF_CHOICE, .required = true, .choices = fact_sorts, .labels = fact_labels },
    { .name = "unit", .type = PF_STRING },
    { .name = "usual-source", .type = PF_TEXT, .required = true, .most = 30, .label = N_("Usual source") },
    { .name = "themes", .type = PF_REFS, .required = true, .to = "theme" },
    { .name = "statements", .type = PF_REFS, .to = "statement" },
    { .name = "indicators", .type = PF_REFS, .to = "indicator" },
};
static SHAPE(request_shape, "a data request", request_fields);

/* ---- commitments ------------------------------------------------------------------------------------------- */

/* How sure we are of a dated rule or day, so that people know what to look up before they rely on it. */
static const char *const certainties[] = { "checked", "computed", "unchecked", NULL };
static const char *const certainty_labels[] = { N_("Read in its source"), N_("Computed from its rule"),
                                                N_("Look it up before you rely on it") };

static const char *const countries[] = { "BE", "NL", "any", NULL };
static const char *const country_labels[] = { N_("Flanders"), N_("The Netherlands"), N_("Everywhere") };
static const struct pack_field event_fields[] = {
    { .name = "title", .type = PF_TEXT, .required = true, .most = 12 },
};
static SHAPE(event_shape, "an event", event_fields);

static const struct pack_field deadline_fields[] = {
    { .name = "title", .type = PF_TEXT, .required = true, .most = 16 },
    { .name = "after", .type = PF_REF, .required = true, .to = ".events" },
    { .name = "months", .type = PF_INT, .most = 600 },       /* after the event; or */
    { .name = "on", .type = PF_DATE },                       /* on a fixed day */
    { .name = "every-months", .type = PF_INT, .most = 600 }, /* again and again after that; 0 = once */
    { .name = "what", .type = PF_TEXT, .required = true, .most = 60 },
};
static SHAPE(deadline_shape, "a deadline", deadline_fields);

static const struct pack_field commitment_fields[] = {
    { .name = "title", .type = PF_TEXT, .required = true, .most = 12 },
    { .name = "about", .type = PF_TEXT, .required = true, .most = 80 },
    { .name = "country", .type = PF_CHOICE, .required = true, .choices = countries, .labels = country_labels },
    { .name = "sector", .type = PF_CHOICE, .required = true, .choices = sectors, .labels = sector_labels },
    { .name = "events", .type = PF_ENTRIES, .required = true, .of = &event_shape },
    { .name = "deadlines", .type = PF_ENTRIES, .required = true, .of = &deadline_shape },
    { .name = "themes", .type = PF_REFS, .required = true, .to = "theme" },
    { .name = "rule-source", .type = PF_TEXT, .required = true, .label = N_("Source of the rule") },
    { .name = "certainty",
      .type = PF_CHOICE,
      .required = true,
      .choices = certainties,
      .labels = certainty_labels },
    { .name = "valid-from", .type = PF_DATE, .required = true },
    { .name = "valid-to", .type = PF_DATE, .not_below = "valid-from" },
    { .name = "review-by", .type = PF_DATE, .required = true },
};
static SHAPE(commitment_shape, "a commitment", commitment_fields);

/* ---- calendar ---------------------------------------------------------------------------------------------- */

static const char *const regions[] = { "be", "be-vlg", "nl", "nl-north", "nl-middle", "nl-south", NULL };
static const char *const region_labels[] = { N_("Belgium"),
                                             N_("Flanders"),
                                             N_("The Netherlands"),
                                             N_("The Netherlands, North"),
                                             N_("The Netherlands, Middle"),
                                             N_("The Netherlands, South") };
static const char *const day_sorts[] = { "public", "school", NULL };
static const char *const day_labels[] = { N_("Public holiday"), N_("School holiday") };
static const struct pack_field holiday_fields[] = {
    { .name = "title", .type = PF_TEXT, .required = true },
    { .name = "region", .type = PF_CHOICE, .required = true, .choices = regions, .labels = region_labels },
    { .name = "sort", .type = PF_CHOICE, .required = true, .choices = day_sorts, .labels = day_labels },
    { .name = "from", .type = PF_DATE, .required = true },
    { .name = "to", .type = PF_DATE, .required = true, .not_below = "from" }, /* the last day */
    { .name = "certainty",
      .type = PF_CHOICE,
      .required = true,
      .choices = certainties,
      .labels = certainty_labels },
};
static SHAPE(holiday_shape, "a holiday", holiday_fields);

/* ---- session templates ------------------------------------------------------------------------------------ */

/* What the parts are depends on the method: options, statements, columns, tables, questions (docs/packs.md). */
static const struct pack_field agenda_part_fields[] = {
    { .name = "text", .type = PF_TEXT, .required = true, .most = 25 },
    { .name = "key", .type = PF_STRING }, /* theme it stands for; "text": an answer in words */
    { .name = "about", .type = PF_TEXT, .most = 80 },
    { .name = "options", .type = PF_TEXTS, .least = 2, .most = 12, .words = 20 },
    { .name = "answer", .type = PF_INT, .least = 1, .most = 12 }, /* which option is right, from 1 */
};
static SHAPE(agenda_part_shape, "a part of an agenda item", agenda_part_fields);

static const struct pack_field agenda_fields[] = {
    { .name = "method",
      .type = PF_CHOICE,
      .required = true,
      .choices = session_methods,
      .labels = session_method_labels },
    { .name = "title", .type = PF_TEXT, .required = true, .most = 12 },
    { .name = "minutes", .type = PF_INT, .required = true, .least = 1, .most = 240 },
    { .name = "about", .type = PF_TEXT, .most = 60 },             /* everybody reads it */
    { .name = "say", .type = PF_TEXTS, .most = 12, .words = 45 }, /* for who leads */
    { .name = "anonymous", .type = PF_BOOL },
    { .name = "parts", .type = PF_ENTRIES, .of = &agenda_part_shape },
    { .name = "most", .type = PF_INT, .least = 1, .most = 20 },       /* dots or choices a person */
    { .name = "seconds", .type = PF_INT, .least = 10, .most = 1800 }, /* a person's time */
    { .name = "low", .type = PF_TEXT, .most = 5 },                    /* what the ends of a scale are called */
    { .name = "high", .type = PF_TEXT, .most = 5 },
    { .name = "deck", .type = PF_REF, .to = "deck" }, /* cards: which ones */
    { .name = "quiz", .type = PF_REF, .to = "deck" }, /* quiz: the questions about that deck */
};
static SHAPE(agenda_shape, "an agenda item", agenda_fields);

static const struct pack_field session_template_fields[] = {
    { .name = "title", .type = PF_TEXT, .required = true, .most = 10 },
    { .name = "about", .type = PF_TEXT, .required = true, .most = 70 }, /* for what, what is there at the end */
    { .name = "sector", .type = PF_CHOICE, .required = true, .choices = sectors, .labels = sector_labels },
    { .name = "people-from", .type = PF_INT, .required = true, .least = 1, .most = 1000 },
    { .name = "people-to",
      .type = PF_INT,
      .required = true,
      .least = 1,
      .most = 1000,
      .not_below = "people-from" },
    { .name = "minutes",
      .type = PF_INT,
      .required = true,
      .least = 15,
      .most = 480 }, /* the sum of its items */
    { .name = "steps", .type = PF_REFS, .required = true, .to = "step" },
    { .name = "aims", .type = PF_REFS, .required = true, .to = "aim", .label = N_("Helps with") },
    { .name = "checklist",
      .type = PF_TEXTS,
      .required = true,
      .most = 20,
      .words = 40,
      .label = N_("Ready beforehand") },
    { .name = "material",
      .type = PF_TEXTS,
      .required = true,
      .most = 20,
      .words = 25,
      .label = N_("Material") },
    { .name = "items", .type = PF_ENTRIES, .required = true, .of = &agenda_shape },
};
static SHAPE(session_template_shape, "a session template", session_template_fields);

/* ---- example -------------------------------------------------------------------------------------------- */

static const struct pack_field organisation_fields[] = {
    { .name = "name", .type = PF_STRING, .required = true },
    { .name = "scan", .type = PF_REF, .required = true, .to = "scan" },
    { .name = "scan-version", .type = PF_INT, .required = true, .least = 1, .most = 1000000 },
    { .name = "profile", .type = PF_STRING, .required = true },
    { .name = "people", .type = PF_INT, .required = true, .least = 1, .most = 10000000 },
    { .name = "about", .type = PF_TEXT, .required = true },
    { .name = "first-date", .type = PF_DATE, .required = true },
    { .name = "last-date", .type = PF_DATE, .required = true, .not_below = "first-date" },
    { .name = "first-score", .type = PF_INT, .required = true, .most = 1000 },
    { .name = "last-score", .type = PF_INT, .required = true, .most = 1000 },
    { .name = "budget", .type = PF_INT, .required = true, .most = INT64_C(100000000000) },
    { .name = "spent", .type = PF_INT, .required = true, .most = INT64_C(100000000000) },
};
static SHAPE(organisation_shape, "the organisation", organisation_fields);

static const struct pack_field lived_step_fields[] = {
    { .name = "title", .type = PF_TEXT, .required = true },
    { .name = "date", .type = PF_DATE, .required = true },
    { .name = "text", .type = PF_TEXTS, .required = true },
    { .name = "learned", .type = PF_TEXT, .required = true },
};
static SHAPE(lived_step_shape, "a step", lived_step_fields);

static const char *const states[] = { "draft", "final", NULL };
static const char *const state_labels[] = { N_("Draft"), N_("Final") };
static const struct pack_field document_fields[] = {
    { .name = "step", .type = PF_REF, .required = true, .to = "steps" },
    { .name = "title", .type = PF_TEXT, .required = true },
    { .name = "state", .type = PF_CHOICE, .required = true, .choices = states, .labels = state_labels },
    { .name = "date", .type = PF_DATE, .required = true },
    { .name = "paragraphs", .type = PF_TEXTS, .required = true },
};
static SHAPE(document_shape, "a document", document_fields);

static const char *const answers[] = { "yes", "no", "dont_know", "not_applicable", NULL };
static const char *const answer_labels[] = { N_("Yes"), N_("No"), N_("Don't know"), N_("Not applicable") };
static const struct pack_field answer_fields[] = {
    { .name = "first", .type = PF_CHOICE, .required = true, .choices = answers, .labels = answer_labels },
    { .name = "last", .type = PF_CHOICE, .required = true, .choices = answers, .labels = answer_labels },
    { .name = "note", .type = PF_TEXT },
};
static const struct pack_shape answer_shape = {
    .what = "an answer", .id_is = "statement", .fields = answer_fields, .count = 3
};

static const struct pack_field stakeholder_fields[] = {
    { .name = "title", .type = PF_TEXT, .required = true },
    { .name = "expects", .type = PF_TEXT, .required = true },
    { .name = "how", .type = PF_TEXT, .required = true },
    { .name = "interest", .type = PF_INT, .required = true, .least = 1, .most = 5 },
    { .name = "influence", .type = PF_INT, .required = true, .least = 1, .most = 5 },
};
static SHAPE(stakeholder_shape, "a stakeholder", stakeholder_fields);

static const struct pack_field chosen_theme_fields[] = {
    { .name = "rank", .type = PF_INT, .required = true, .least = 1, .most = 50 },
    { .name = "impact", .type = PF_INT, .required = true, .least = 1, .most = 5 },
    { .name = "support", .type = PF_INT, .required = true, .least = 1, .most = 5 },
    { .name = "why", .type = PF_TEXT, .required = true },
    { .name = "dream", .type = PF_TEXT, .required = true },
};
static const struct pack_shape chosen_theme_shape = {
    .what = "a theme", .id_is = "theme", .fields = chosen_theme_fields, .count = 5
};

static const struct pack_field amount_fields[] = {
    { .name = "value", .type = PF_DECIMAL, .required = true },
};
static SHAPE(amount_shape, "an input", amount_fields);

static const struct pack_field year_fields[] = {
    { .name = "inputs", .type = PF_ENTRIES, .required = true, .of = &amount_shape },
    { .name = "value", .type = PF_DECIMAL, .required = true },
};
static const struct pack_shape year_shape = { .what = "a year", .fields = year_fields, .count = 2 };

static const struct pack_field series_fields[] = {
    { .name = "years", .type = PF_ENTRIES, .required = true, .of = &year_shape },
};
static const struct pack_shape series_shape = {
    .what = "a series", .id_is = "indicator", .fields = series_fields, .count = 1
};

static const char *const reached[] = { "yes", "partly", "no", "open", NULL };
static const char *const reached_labels[] = { N_("Reached"), N_("Partly reached"), N_("Not reached"),
                                              N_("Not yet due") };
static const struct pack_field goal_fields[] = {
    { .name = "theme", .type = PF_REF, .required = true, .to = "themes" },
    { .name = "indicator", .type = PF_REF, .required = true, .to = "indicators" },
    { .name = "title", .type = PF_TEXT, .required = true },
    { .name = "from-year", .type = PF_STRING, .required = true },
    { .name = "from", .type = PF_DECIMAL, .required = true },
    { .name = "to-year", .type = PF_STRING, .required = true },
    { .name = "to", .type = PF_DECIMAL, .required = true },
    { .name = "reached", .type = PF_CHOICE, .required = true, .choices = reached, .labels = reached_labels },
    { .name = "text", .type = PF_TEXT, .required = true },
};
static SHAPE(goal_shape, "a goal", goal_fields);

static const char *const statuses[] = { "planned", "running", "done", "stopped", NULL };
static const char *const status_labels[] = { N_("Planned"), N_("Under way"), N_("Done"), N_("Stopped") };
static const struct pack_field lived_action_fields[] = {
    { .name = "goal", .type = PF_REF, .required = true, .to = "goals" },
    { .name = "library", .type = PF_REF, .to = "action" },
    { .name = "title", .type = PF_TEXT, .required = true },
    { .name = "owner", .type = PF_TEXT, .required = true },
    { .name = "start", .type = PF_DATE, .required = true },
    { .name = "end", .type = PF_DATE, .required = true, .not_below = "start" },
    { .name = "budget", .type = PF_INT, .required = true, .most = INT64_C(100000000000) },
    { .name = "spent", .type = PF_INT, .required = true, .most = INT64_C(100000000000) },
    { .name = "status", .type = PF_CHOICE, .required = true, .choices = statuses, .labels = status_labels },
    { .name = "result", .type = PF_TEXT, .required = true },
};
static SHAPE(lived_action_shape, "an action", lived_action_fields);

static const struct pack_field log_fields[] = {
    { .name = "date", .type = PF_DATE, .required = true },
    { .name = "action", .type = PF_REF, .to = "actions" },
    { .name = "text", .type = PF_TEXT, .required = true },
};
static SHAPE(log_shape, "a line of the log", log_fields);

static const char *const sorts[] = { "success", "failure", "dilemma", "answer", NULL };
static const char *const sort_labels[] = { N_("Success"), N_("Failure"), N_("Dilemma"), N_("Answer") };
static const struct pack_field evaluation_fields[] = {
    { .name = "sort", .type = PF_CHOICE, .required = true, .choices = sorts, .labels = sort_labels },
    { .name = "question", .type = PF_TEXT },
    { .name = "text", .type = PF_TEXT, .required = true },
};
static SHAPE(evaluation_shape, "a part of the evaluation", evaluation_fields);

static const char *const changes[] = { "keep", "change", "stop", "new", NULL };
static const char *const change_labels[] = { N_("Keep"), N_("Change"), N_("Stop"), N_("New") };
static const struct pack_field change_fields[] = {
    { .name = "what", .type = PF_CHOICE, .required = true, .choices = changes, .labels = change_labels },
    { .name = "goal", .type = PF_REF, .to = "goals" },
    { .name = "text", .type = PF_TEXT, .required = true },
    { .name = "why", .type = PF_TEXT, .required = true },
};
static SHAPE(change_shape, "a change of the plan", change_fields);

/* ---- the kinds ------------------------------------------------------------------------------------------ */

static const struct pack_kind_list maturity_lists[] = { { "entries", &level_shape, true, 0 } };
static const struct pack_kind_list indicator_lists[] = { { "units", &unit_shape, true, 90 },
                                                         { "entries", &indicator_shape, true, 0 } };
static const struct pack_kind_list action_lists[] = { { "codes", &code_shape, false, 0 },
                                                      { "entries", &action_shape, true, 0 } };
static const struct pack_kind_list method_lists[] = { { "aims", &aim_shape, true, 0 },
                                                      { "entries", &method_shape, true, 0 } };
static const struct pack_kind_list card_lists[] = { { "decks", &deck_shape, true, 0 },
                                                    { "quiz", &quiz_shape, true, 0 } };
static const struct pack_kind_list practice_lists[] = { { "steps", &step_shape, true, 0 },
                                                        { "practices", &practice_shape, true, 0 },
                                                        { "resistances", &resistance_shape, true, 0 } };
static const struct pack_kind_list template_lists[] = {
    { "template", &template_shape, true, 1 },
    { "phases", &phase_shape, true, 20 },
    { "steps", &template_step_shape, true, 60 },
    { "briefing", &briefing_shape, true, 40 },
    { "questions", &evaluation_question_shape, true, 10 },
    { "returns", &return_shape, true, 12 },
};
static const struct pack_kind_list request_lists[] = { { "departments", &department_shape, true, 60 },
                                                       { "entries", &request_shape, true, 0 } };
static const struct pack_kind_list commitment_lists[] = { { "entries", &commitment_shape, true, 0 } };
static const struct pack_kind_list calendar_lists[] = { { "entries", &holiday_shape, true, 0 } };
static const struct pack_kind_list session_template_lists[] = { { "entries", &session_template_shape, true,
                                                                  200 } };
static const struct pack_kind_list example_lists[] = {
    { "organisation", &organisation_shape, true, 1 }, { "steps", &lived_step_shape, true, 0 },
    { "documents", &document_shape, true, 0 },        { "answers", &answer_shape, true, 0 },
    { "stakeholders", &stakeholder_shape, true, 0 },  { "themes", &chosen_theme_shape, true, 0 },
    { "indicators", &series_shape, true, 0 },         { "goals", &goal_shape, true, 0 },
    { "actions", &lived_action_shape, true, 0 },      { "log", &log_shape, true, 0 },
    { "evaluation", &evaluation_shape, true, 0 },     { "changes", &change_shape, true, 0 },
};

#define LISTS(list)                                                                                            \
    {                                                                                                          \
        (list), (int)(sizeof(list) / sizeof *(list))                                                           \
    }
struct pack_kind_lists pack_kind_lists(int kind)
{
    static const struct pack_kind_lists none = { NULL, 0 };
    static const struct pack_kind_lists kinds[PACK_KINDS] = {
        [PACK_MATURITY] = LISTS(maturity_lists),
        [PACK_INDICATORS] = LISTS(indicator_lists),
        [PACK_ACTIONS] = LISTS(action_lists),
        [PACK_METHODS] = LISTS(method_lists),
        [PACK_CARDS] = LISTS(card_lists),
        [PACK_PRACTICES] = LISTS(practice_lists),
        [PACK_TEMPLATE] = LISTS(template_lists),
        [PACK_REQUESTS] = LISTS(request_lists),
        [PACK_COMMITMENTS] = LISTS(commitment_lists),
        [PACK_CALENDAR] = LISTS(calendar_lists),
        [PACK_SESSIONS] = LISTS(session_template_lists),
        [PACK_EXAMPLE] = LISTS(example_lists),
    };
    return kind < 0 || kind >= PACK_KINDS ? none : kinds[kind];
}

const char *pack_ref_list(int kind, const char *to)
{
    static const struct {
        enum pack_kind kind;
        const char *to, *list;
    } homes[] = { { PACK_INDICATORS, "indicator", "entries" }, { PACK_ACTIONS, "action", "entries" },
                  { PACK_METHODS, "method", "entries" },       { PACK_METHODS, "aim", "aims" },
                  { PACK_TEMPLATE, "step", "steps" },          { PACK_CARDS, "deck", "decks" } };
    for (size_t i = 0; i < sizeof homes / sizeof *homes; i++)
        if ((int)homes[i].kind == kind && strcmp(homes[i].to, to) == 0)
            return homes[i].list;
    return NULL;
}
