/* kapstok pack: the tools for those who write packs. pack_command.c has the command itself. */
#ifndef APP_PACK_TOOLS_H
#define APP_PACK_TOOLS_H

#include "app/app.h"
#include "pack/sheet.h"

/* A pack as it was given: a YAML file, a workbook, or one of the program's own. */
struct pack_source {
    const char *name; /* as typed */
    struct bytes yaml;
    const struct sheet_pack *sheets; /* of a workbook: where its lines come from; NULL = a file with lines */
};

/* Reads FILE.yaml, FILE.xlsx, ID or ID@VERSION. What is wrong with the sheets of a workbook is printed. False when
 * there is nothing to go on with; a sentence says why. */
bool pack_source_read(struct app *app, const char *word, struct pack_source *out);

/* "file.yaml:12: entry: message", or "file.xlsx: statements, row 12: entry: message". */
void pack_source_print(const struct pack_source *s, int line, const char *entry, const char *message);

/* The tools: words are what stands behind their name, as many as command_pack says. They give the exit code. */
int pack_tool_coverage(struct app *app, char **words, int count);
int pack_tool_lint(struct app *app, char **words, int count);
int pack_tool_diff(struct app *app, char **words, int count);
int pack_tool_sheet(struct app *app, char **words, int count);
int pack_tool_yaml(struct app *app, char **words, int count);

#endif
