/* The tables of rows that go along with an organisation, parents before their children, and those that stay behind. */
#include "app/transfer_rows.h"

#define OF_ORGANISATION "organisation_id = ?1"
#define OF(table, column, parent) column " IN (SELECT id FROM " parent " WHERE organisation_id = ?1)"
/* The order of members that is the same in every installation, as in the list of members. */
#define BY_MEMBER(column)                                                                                      \
    "coalesce((SELECT u.mail FROM organisation_member m JOIN account_user u ON u.id = m.user_id WHERE m.id "   \
    "= " column "), '')"
#define INT(n)                                                                                                 \
    {                                                                                                          \
        n, ROWS_INT, NULL                                                                                      \
    }
#define TXT(n)                                                                                                 \
    {                                                                                                          \
        n, ROWS_TEXT, NULL                                                                                     \
    }
#define WORDS(n)                                                                                               \
    {                                                                                                          \
        n, ROWS_WORDS, NULL                                                                                    \
    }
#define BLOB(n)                                                                                                \
    {                                                                                                          \
        n, ROWS_BLOB, NULL                                                                                     \
    }
#define ORG                                                                                                    \
    {                                                                                                          \
        "organisation_id", ROWS_ORGANISATION, NULL                                                             \
    }
#define USER(n)                                                                                                \
    {                                                                                                          \
        n, ROWS_USER, NULL                                                                                     \
    }
#define MEMBER(n)                                                                                              \
    {                                                                                                          \
        n, ROWS_MEMBER, NULL                                                                                   \
    }
#define DEPARTMENT(n)                                                                                          \
    {                                                                                                          \
        n, ROWS_DEPARTMENT, NULL                                                                               \
    }
#define OBJECT(n)                                                                                              \
    {                                                                                                          \
        n, ROWS_OBJECT, NULL                                                                                   \
    }
#define OWNER(n)                                                                                               \
    {                                                                                                          \
        n, ROWS_OWNER, NULL                                                                                    \
    }
#define ROUND(n)                                                                                               \
    {                                                                                                          \
        n, ROWS_ROUND, NULL                                                                                    \
    }
#define HERE(n)                                                                                                \
    {                                                                                                          \
        n, ROWS_HERE, NULL                                                                                     \
    }
#define ROW(n, table)                                                                                          \
    {                                                                                                          \
        n, ROWS_ROW, table                                                                                     \
    }

const struct rows_table rows_tables[] = {
    /* ---- trajectory ---- */
    { "trajectory_trajectory",
      OF_ORGANISATION,
      "id",
      "created_at",
      true,
      { ORG, TXT("name"), TXT("template"), INT("version"), TXT("example"), INT("cycle"), INT("first_day"),
        INT("edit"), USER("created_by"), INT("created_at"), INT("ended_at"), TXT("ended_reason") } },
    { "trajectory_step",
      OF("trajectory_step", "trajectory_id", "trajectory_trajectory"),
      "id",
      NULL,
      true,
      { ROW("trajectory_id", "trajectory_trajectory"), INT("cycle"), TXT("key"), INT("position"), TXT("state"),
        INT("begins_on"), INT("due_on"), INT("opened_at"), INT("closed_at"), USER("closed_by"), TXT("reason"),
        INT("edit") } },
    { "trajectory_moment",
      OF_ORGANISATION,
      "id",
      NULL,
      true,
      { ROW("trajectory_id", "trajectory_trajectory"), ORG, ROW("step_id", "trajectory_step"), TXT("sort"),
        TXT("source"), TXT("title"), INT("at"), INT("minutes"), TXT("place"), TXT("about"), INT("edit"),
        INT("changed_at"), INT("cancelled_at") } },

    /* ---- briefing ---- */
    { "briefing_line",
      OF_ORGANISATION,
      "id",
      NULL,
      true,
      { ROW("trajectory_id", "trajectory_trajectory"), ORG, TXT("line"), TXT("title"), TXT("kind"),
        TXT("state"), TXT("known"), TXT("url"), INT("edit"), USER("user_id"), INT("at") } },
    { "briefing_line_log",
      OF("", "line_id", "briefing_line"),
      "line_id, edit",
      NULL,
      false,
      { ROW("line_id", "briefing_line"), INT("edit"), TXT("state"), TXT("known"), TXT("url"), USER("user_id"),
        INT("at") } },
    { "briefing_commitment",
      OF_ORGANISATION,
      "id",
      "created_at",
      true,
      { ORG, TXT("entry"), TXT("title"), TXT("note"), INT("edit"), USER("created_by"), INT("created_at"),
        INT("archived_at") } },
    { "briefing_date",
      OF("", "commitment_id", "briefing_commitment"),
      "commitment_id, event",
      NULL,
      false,
      { ROW("commitment_id", "briefing_commitment"), TXT("event"), INT("day") } },

    /* ---- documents ---- */
    { "document_document",
      OF_ORGANISATION,
      "id",
      NULL,
      true,
      { ROW("trajectory_id", "trajectory_trajectory"), ORG, ROW("step_id", "trajectory_step"), TXT("section"),
        TXT("output"), ROW("moment_id", "trajectory_moment"), TXT("sort"), TXT("title"), TXT("state"),
        INT("everyone"), INT("version"), INT("agreed"), INT("review_until"), INT("edit"), USER("made_by"),
        INT("created_at"), INT("changed_at"), INT("archived_at") } },
    { "document_version",
      OF("", "document_id", "document_document"),
      "document_id, number",
      NULL,
      false,
      { ROW("document_id", "document_document"), INT("number"), TXT("title"), TXT("content"), TXT("hash"),
        TXT("sort"), TXT("reason"), USER("user_id"), INT("created_at"), INT("approved_at"), USER("approved_by"),
        TXT("approved_reason"), TXT("adopted_by"), INT("adopted_on"), TXT("decision"), INT("adopted_at"),
        USER("adopted_user") } },
    { "document_remark",
      OF("", "document_id", "document_document"),
      "id",
      NULL,
      true,
      { ROW("document_id", "document_document"), INT("version"), TXT("heading"), TXT("content"),
        USER("user_id"), INT("created_at"), TXT("outcome"), TXT("answer"), USER("answered_by"),
        INT("answered_at") } },
    { "document_mailing",
      OF("", "document_id", "document_document"),
      "id",
      NULL,
      true,
      { ROW("document_id", "document_document"), INT("version"), INT("receivers"), USER("user_id"),
        INT("created_at") } },

    /* ---- the local picture. The links in mails stay here: who is reminded there gets one of that installation ---- */
    { "picture_receiver",
      OF_ORGANISATION,
      "id",
      NULL,
      true,
      { ROW("trajectory_id", "trajectory_trajectory"), ORG, MEMBER("member_id"), TXT("name"), TXT("mail"),
        HERE("link_id"), INT("reminded_on"), INT("created_at") } },
    { "picture_request",
      OF_ORGANISATION,
      "id",
      NULL,
      true,
      { ROW("trajectory_id", "trajectory_trajectory"),
        ORG,
        DEPARTMENT("department_id"),
        ROW("receiver_id", "picture_receiver"),
        TXT("standard"),
        INT("version"),
        TXT("statement"),
        WORDS("theme"),
        TXT("sort"),
        TXT("title"),
        TXT("ask"),
        TXT("unit"),
        TXT("usual_source"),
        INT("due_on"),
        TXT("state"),
        TXT("reason"),
        INT("edit"),
        USER("created_by"),
        INT("created_at"),
        USER("sent_by"),
        INT("sent_at"),
        INT("answered_at") } },
    { "picture_answer",
      OF("", "request_id", "picture_request"),
      "id",
      NULL,
      true,
      { ROW("request_id", "picture_request"), INT("edit"), ROW("receiver_id", "picture_receiver"),
        USER("user_id"), INT("absent"), TXT("value"), TXT("unit"), TXT("period"), TXT("body"), TXT("grid"),
        TXT("source"), INT("dated_on"), INT("at") } },
    { "picture_pass",
      OF("", "request_id", "picture_request"),
      "id",
      NULL,
      true,
      { ROW("request_id", "picture_request"), ROW("from_id", "picture_receiver"),
        ROW("to_id", "picture_receiver"), USER("user_id"), TXT("note"), INT("at") } },
    { "picture_fact",
      OF_ORGANISATION,
      "id",
      NULL,
      true,
      { ROW("trajectory_id", "trajectory_trajectory"),
        ORG,
        TXT("code"),
        INT("number"),
        DEPARTMENT("department_id"),
        WORDS("theme"),
        TXT("sort"),
        TXT("body"),
        TXT("value"),
        TXT("unit"),
        TXT("period"),
        TXT("source"),
        INT("dated_on"),
        TXT("statement"),
        TXT("proves"),
        INT("waits"),
        ROW("request_id", "picture_request"),
        INT("edit"),
        USER("created_by"),
        INT("created_at"),
        USER("changed_by"),
        INT("changed_at"),
        INT("accepted_at"),
        USER("accepted_by"),
        INT("archived_at") } },
    { "picture_fact_old",
      OF("", "fact_id", "picture_fact"),
      "fact_id, edit",
      NULL,
      false,
      { ROW("fact_id", "picture_fact"), INT("edit"), DEPARTMENT("department_id"), WORDS("theme"), TXT("sort"),
        TXT("body"), TXT("value"), TXT("unit"), TXT("period"), TXT("source"), INT("dated_on"), TXT("reason"),
        USER("user_id"), INT("at") } },
    { "picture_correction",
      OF("", "fact_id", "picture_fact"),
      "id",
      NULL,
      true,
      { ROW("fact_id", "picture_fact"), ROUND("round_id"), TXT("statement"), TXT("was"), TXT("becomes"),
        INT("reopened"), USER("user_id"), INT("at") } },

    /* ---- files that hang on something; those of a scan go along with their round ---- */
    { "attachment_file",
      "organisation_id = ?1 AND owner_kind <> 'scan'",
      "id",
      NULL,
      true,
      { ORG, TXT("owner_kind"), OWNER("owner_id"), TXT("name"), TXT("type"), INT("size"), TXT("hash"),
        USER("user_id"), INT("created_at"), INT("removed_at"), USER("removed_by") } },
    { "attachment_part",
      "file_id IN (SELECT id FROM attachment_file WHERE organisation_id = ?1 AND owner_kind <> 'scan')",
      "file_id, position",
      NULL,
      false,
      { ROW("file_id", "attachment_file"), INT("position"), BLOB("content") } },

    /* ---- tasks: of a trajectory, or of the organisation; their source names what made them ---- */
    { "trajectory_task",
      OF_ORGANISATION,
      "id",
      "created_at",
      true,
      { ORG, ROW("trajectory_id", "trajectory_trajectory"), ROW("step_id", "trajectory_step"), TXT("title"),
        TXT("about"), MEMBER("owner_id"), INT("due_on"), INT("done_at"), USER("done_by"), WORDS("source"),
        INT("edit"), USER("created_by"), INT("created_at"), INT("archived_at") } },

    /* ---- plan ---- */
    { "plan_action",
      OF_ORGANISATION,
      "CASE WHEN parent_id IS NULL THEN 0 ELSE 1 END, id",
      NULL,
      true,
      { ROW("trajectory_id", "trajectory_trajectory"),
        ORG,
        TXT("sort"),
        ROW("parent_id", "plan_action"),
        TXT("title"),
        TXT("why"),
        MEMBER("owner_id"),
        DEPARTMENT("department_id"),
        INT("due_on"),
        TXT("status"),
        WORDS("theme"),
        TXT("sdg"),
        INT("roles"),
        TXT("origin"),
        WORDS("origin_ref"),
        INT("edit"),
        USER("created_by"),
        INT("created_at"),
        INT("done_at"),
        INT("archived_at") } },
    { "plan_change",
      OF("", "action_id", "plan_action"),
      "id",
      NULL,
      true,
      { ROW("action_id", "plan_action"), INT("at"), USER("user_id"), TXT("field"), TXT("before"),
        TXT("after") } },

    /* ---- evaluation ---- */
    { "evaluation_round",
      OF_ORGANISATION,
      "id",
      NULL,
      true,
      { ROW("trajectory_id", "trajectory_trajectory"), ORG, INT("cycle"), TXT("state"), INT("due_on"),
        INT("opened_at"), USER("opened_by"), INT("closed_at") } },
    { "evaluation_answer",
      OF("", "round_id", "evaluation_round"),
      "id",
      NULL,
      true,
      { ROW("round_id", "evaluation_round"), MEMBER("member_id"), TXT("question"), TXT("answer"),
        INT("quotable"), WORDS("themes"), INT("edit"), USER("user_id"), INT("at") } },
    { "evaluation_answer_log",
      "answer_id IN (SELECT a.id FROM evaluation_answer a JOIN evaluation_round r ON r.id = a.round_id WHERE "
      "r.organisation_id = ?1)",
      "answer_id, edit",
      NULL,
      false,
      { ROW("answer_id", "evaluation_answer"), INT("edit"), TXT("answer"), INT("quotable"), USER("user_id"),
        INT("at") } },
    { "evaluation_pair",
      OF_ORGANISATION,
      "trajectory_id, moment, " BY_MEMBER("member_id"),
      NULL,
      false,
      { ROW("trajectory_id", "trajectory_trajectory"), ORG, TXT("moment"), MEMBER("member_id"),
        INT("importance"), INT("maturity"), INT("at") } },

    /* ---- group ---- */
    { "group_group",
      OF_ORGANISATION,
      "id",
      NULL,
      true,
      { ROW("trajectory_id", "trajectory_trajectory"), ORG, TXT("name"), TXT("mandate"), INT("begins_on"),
        INT("ends_on"), INT("edit"), USER("created_by"), INT("created_at"), INT("dissolved_on") } },
    { "group_kind",
      OF("", "group_id", "group_group"),
      "group_id, from_day",
      NULL,
      false,
      { ROW("group_id", "group_group"), INT("from_day"), TXT("kind") } },
    { "group_seat",
      OF("", "group_id", "group_group"),
      "id",
      NULL,
      true,
      { ROW("group_id", "group_group"), MEMBER("member_id"), TXT("task"), INT("begins_on"), INT("ends_on"),
        INT("left_on"), INT("edit") } },
    { "group_log",
      OF("", "group_id", "group_group"),
      "id",
      NULL,
      true,
      { ROW("group_id", "group_group"), INT("at"), USER("user_id"), TXT("what"), MEMBER("member_id"),
        TXT("before"), TXT("after"), TXT("reason") } },
    { "group_motive",
      OF("", "trajectory_id", "trajectory_trajectory"),
      "trajectory_id, " BY_MEMBER("member_id"),
      NULL,
      false,
      { ROW("trajectory_id", "trajectory_trajectory"), MEMBER("member_id"), TXT("motive"), TXT("brings"),
        INT("edit"), INT("changed_at") } },
    { "group_motive_log",
      OF("", "trajectory_id", "trajectory_trajectory"),
      "trajectory_id, " BY_MEMBER("member_id") ", edit",
      NULL,
      false,
      { ROW("trajectory_id", "trajectory_trajectory"), MEMBER("member_id"), TXT("motive"), TXT("brings"),
        INT("edit"), INT("changed_at") } },
    { "group_asked",
      OF("", "trajectory_id", "trajectory_trajectory"),
      "trajectory_id",
      NULL,
      false,
      { ROW("trajectory_id", "trajectory_trajectory"), INT("at"), USER("user_id"), INT("due_on") } },
    { "group_estimate",
      OF("", "trajectory_id", "trajectory_trajectory"),
      "trajectory_id, month, factor, " BY_MEMBER("member_id"),
      NULL,
      false,
      { ROW("trajectory_id", "trajectory_trajectory"), INT("month"), INT("factor"), MEMBER("member_id"),
        INT("value") } },

    /* ---- ballots: in the order of their keys, apart from the voters, as in the tables. The key is tied to this installation, so
     * nobody changes an answer of before elsewhere ---- */
    { "ballot_question",
      OF_ORGANISATION,
      "id",
      "announced_at",
      true,
      { ORG, TXT("kind"), OBJECT("object"), TXT("state"), INT("minimum"), INT("due_on"), INT("announced_at"),
        INT("opened_at"), INT("closed_at"), INT("revealed"), INT("shown"), INT("ballots_mixed"),
        INT("voters_mixed") } },
    { "ballot_option",
      OF("", "question_id", "ballot_question"),
      "question_id, position",
      NULL,
      false,
      { ROW("question_id", "ballot_question"), INT("position"), TXT("label"), INT("shown") } },
    { "ballot_ballot",
      OF("", "question_id", "ballot_question"),
      "question_id, key",
      NULL,
      false,
      { ROW("question_id", "ballot_question"), BLOB("key"), INT("choice") } },
    { "ballot_voter",
      OF("", "question_id", "ballot_question"),
      "question_id, " BY_MEMBER("voter"),
      NULL,
      false,
      { ROW("question_id", "ballot_question"), MEMBER("voter"), INT("voted") } },

    /* ---- what happened ---- */
    { "trajectory_event",
      OF("", "trajectory_id", "trajectory_trajectory"),
      "id",
      NULL,
      true,
      { ROW("trajectory_id", "trajectory_trajectory"), INT("at"), USER("user_id"), TXT("kind"),
        OBJECT("object"), TXT("title"), TXT("reason") } },
};
const size_t rows_table_count = sizeof rows_tables / sizeof *rows_tables;

const struct rows_left rows_left[] = {
    { "group_objection", "of no person, for the guides of here, and gone when the trajectory ends" },
    { "trajectory_link", "opens something in this installation only: its text is made with the install key" },
    { "trajectory_mute", "a wish of a person about the mails of this installation" },
    { "trajectory_reminded", "the last day of a reminder here" },
};
const size_t rows_left_count = sizeof rows_left / sizeof *rows_left;
