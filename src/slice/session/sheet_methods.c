/* The methods whose answers are a sheet and nothing more. */
#include "slice/session/result.h"

#define SHEET_PAGES                                                                                            \
    .engine = ENGINE_SHEET, .phone = session_sheet_phone, .screen = session_sheet_screen,                      \
    .desk = session_sheet_desk, .outcome = session_sheet_outcome, .paper = session_sheet_paper

const struct session_method session_poll = {
    .id = METHOD_POLL,
    .name = "poll",
    .label = N_("A choice"),
    .about = N_("Everybody chooses one of a few options, or several of them."),
    .aims = { "choose", "decide" },
    .anonymous = true,
    .usual_minutes = 5,
    .parts_label = N_("Options"),
    .parts_help = N_("One on each line, at least two."),
    .least_parts = 2,
    .most_parts = SESSION_MAX_OPTIONS,
    .most_label = N_("Choices a person"),
    .usual_most = 1,
    .most_most = SESSION_MAX_OPTIONS,
    SHEET_PAGES,
};

const struct session_method session_scale = {
    .id = METHOD_SCALE,
    .name = "scale",
    .label = N_("Statements on a scale"),
    .about = N_("Everybody says from 1 to 5 how much they agree. You see the mean, and how much views differ."),
    .aims = { "everyone-speaks", "deepen", "reflect" },
    .anonymous = true,
    .usual_minutes = 10,
    .parts_label = N_("Statements"),
    .parts_help = N_("One on each line. Say one thing in each."),
    .least_parts = 1,
    .most_parts = 40,
    .ends = true,
    SHEET_PAGES,
};

const struct session_method session_pair = {
    .id = METHOD_PAIR,
    .name = "pair",
    .label = N_("Importance and maturity"),
    .about = N_("How important CSR is for the organisation, and how far it is with it, each from 1 to 5. At "
                "the end of the "
                "trajectory you ask the same again."),
    .aims = { "everyone-speaks", "reflect" },
    .anonymous = true,
    .usual_minutes = 10,
    .parts_label = N_("Domains, beside CSR as a whole"),
    .parts_help = N_("Leave this empty to ask about CSR as a whole only. Each domain is two questions more."),
    .most_parts = 24,
    .source = "domains",
    SHEET_PAGES,
};

const struct session_method session_dots = {
    .id = METHOD_DOTS,
    .name = "dots",
    .label = N_("Dots"),
    .about = N_("Everybody divides a few dots over a list. It shows at once what carries weight."),
    .aims = { "choose", "everyone-speaks" },
    .anonymous = true,
    .usual_minutes = 10,
    .parts_label = N_("What dots can be put on"),
    .parts_help = N_("One on each line, at least two."),
    .least_parts = 2,
    .most_parts = 40,
    .most_label = N_("Dots a person"),
    .usual_most = 5,
    .most_most = 20,
    SHEET_PAGES,
};

const struct session_method session_rank = {
    .id = METHOD_RANK,
    .name = "rank",
    .label = N_("Ranking"),
    .about = N_("Everybody puts a list in order. You see the order of the group, and what stands first."),
    .aims = { "choose", "decide" },
    .anonymous = true,
    .usual_minutes = 10,
    .parts_label = N_("What is put in order"),
    .parts_help = N_("One on each line, at least two and at most twelve."),
    .least_parts = 2,
    .most_parts = SESSION_MAX_OPTIONS,
    .most_label = N_("Places a person gives"),
    .most_most = SESSION_MAX_OPTIONS,
    SHEET_PAGES,
};

const struct session_method session_axes = {
    .id = METHOD_AXES,
    .name = "axes",
    .label = N_("Impact and support"),
    .about = N_("Everybody says of each theme how much impact it has and how much support there is. What "
                "scores high on "
                "both can become a priority."),
    .aims = { "choose", "decide" },
    .anonymous = true,
    .usual_minutes = 15,
    .parts_label = N_("Themes"),
    .parts_help = N_("One on each line; eight can be kept in mind."),
    .least_parts = 2,
    .most_parts = 40,
    .source = "themes",
    SHEET_PAGES,
};
