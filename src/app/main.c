/* The command line: one table of commands, one table of options. */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/app.h"
#include "base/log.h"
#include "lib/sodium.h"

struct command {
    const char *name;
    command_fn *run;
    const char *arguments;
    const char *about;
    const char *help; /* its options and examples */
};

#define DATA_HELP                                                                                              \
    "  --data DIR           the folder with the data (default: $KAPSTOK_DATA or ./var)\n"                      \
    "  --database URL       PostgreSQL instead of SQLite: postgres://user@host/name\n"                         \
    "  --key-file FILE      the install key (default: DIR/key; needed with --database)\n"                      \
    "  --packs DIR          content packs beside the built-in ones\n"

static const struct command commands[] = {
    { "serve", command_serve, "", "run the web application",
      DATA_HELP "  --listen HOST:PORT   where to listen (default 127.0.0.1:8080)\n"
                "  --public-url URL     the address people use: for links, QR codes and Secure cookies\n"
                "  --trusted-proxy IP   believe X-Forwarded-For from this address (several with commas)\n"
                "  --log LEVEL          error, warn, info (default) or debug\n" },
    { "demo", command_demo, "",
      "load the fictional municipality Olmenrode and two companies, print sign-in links",
      DATA_HELP "  --public-url URL     the address in the links (default http://localhost:8080)\n" },
    { "user", command_user, "list | add | admin | link | disable | enable", "people who sign in",
      DATA_HELP "  --mail ADDRESS       whom it is about\n"
                "  --name NAME          for add\n"
                "  --lang CODE          nl_BE, nl or en, for add\n"
                "  --admin              for add: administrator of the installation\n"
                "  --public-url URL     the address in the link\n"
                "Example: kapstok user add --mail jan@olmenrode.example --name 'Jan Wouters' --admin\n" },
    { "org", command_org, "list | add | archive", "organisations",
      DATA_HELP "  --name NAME --type ID --country BE|NL [--size ID] [--sector ID] [--place TEXT]   for add\n"
                "  --mail ADDRESS       for add: the first administrator and guide\n"
                "  --org ID             for archive\n" },
    { "pack", command_pack, "list | check FILE ... | coverage | lint | diff OLD NEW | sheet FILE | yaml FILE",
      "content packs",
      "  --packs DIR          content packs beside the built-in ones\n"
      "  --out FILE           sheet, yaml: where to (default standard output)\n"
      "A FILE is YAML or a workbook (.xlsx); instead of one stand ID or ID@VERSION of a pack that is there.\n"
      "  list                 the packs, and which should have been reviewed by now\n"
      "  check FILE ...       every fault with line (or sheet and row) and entry\n"
      "  coverage [ID ...]    entries per theme, ISO 26000 issue, SDG, GRI and VSME code, and what is still "
      "missing\n"
      "  lint [FILE ...]      long sentences, vague words, two judgements, statements that look alike\n"
      "  diff OLD NEW         what differs between two versions\n"
      "  sheet FILE.yaml      the pack as a workbook for people who do not write YAML\n"
      "  yaml FILE.xlsx       and back\n"
      "Exit code 1 when there is a fault, a demand of coverage is missed, or a statement has over 25 "
      "words.\n" },
    { "score", command_score, "", "compute a scan's scores from a file",
      "  --pack ID            government, company, …\n"
      "  --variant light|full (default full)\n"
      "  --profile K=V,K=V    answers to the start questions\n"
      "  --answers FILE.csv   columns statement, answer, bookmark; answers yes, no, dont_know, not_applicable\n"
      "  --packs DIR          content packs beside the built-in ones\n"
      "Prints JSON: global, domains, themes; scores with one decimal or null.\n" },
    { "routes", command_routes, "", "print every route with its right", "" },
    { "export", command_export, "", "write an organisation with all its scans as one JSON file",
      DATA_HELP "  --org ID             which organisation\n  --out FILE           where to (default standard "
                "output)\n" },
    { "import", command_import, "FILE", "read such a file into this installation",
      DATA_HELP "  --dry-run            say what would happen and change nothing\n" },
    { "backup", command_backup, "FILE", "write a consistent copy while the server runs",
      DATA_HELP "  --with-key           put the install key beside it, in FILE.key\n" },
    { "restore", command_restore, "FILE", "put a copy back; the server must not run",
      DATA_HELP "  --force              replace the data that stands there (SQLite: it is put aside)\n" },
    { "verify", command_verify, "",
      "check integrity, references, file hashes, kept counts and migration number", DATA_HELP },
    { "check-config", command_check_config, "", "open everything as serve would, then say what is wrong",
      DATA_HELP "  --listen HOST:PORT, --public-url URL, --trusted-proxy IP as for serve\n" },
    { "version", command_version, "", "print the version", "" },
};
enum { COMMANDS = sizeof commands / sizeof commands[0] };

static void print_commands(FILE *out)
{
    fprintf(out, "Usage: kapstok COMMAND [options]\n\n");
    for (size_t i = 0; i < COMMANDS; i++)
        fprintf(out, "  %-13s %s\n", commands[i].name, commands[i].about);
    fprintf(out, "\n`kapstok COMMAND --help` tells the options of a command; kapstok(1) is the manual.\n");
}

static void print_help(const struct command *c)
{
    printf("Usage: kapstok %s%s%s [options]\n\n%c%s.\n", c->name, c->arguments[0] == '\0' ? "" : " ",
           c->arguments, c->about[0] - 'a' + 'A', c->about + 1);
    if (c->help[0] != '\0')
        printf("\n%s", c->help);
}

enum {
    OPT_DATA = 256,
    OPT_DATABASE,
    OPT_KEY_FILE,
    OPT_LISTEN,
    OPT_PUBLIC_URL,
    OPT_TRUSTED_PROXY,
    OPT_PACKS,
    OPT_LOG,
    OPT_WITH_KEY,
    OPT_FORCE,
    OPT_PACK,
    OPT_VARIANT,
    OPT_PROFILE,
    OPT_ANSWERS,
    OPT_MAIL,
    OPT_NAME,
    OPT_LANG,
    OPT_TYPE,
    OPT_COUNTRY,
    OPT_SIZE,
    OPT_SECTOR,
    OPT_PLACE,
    OPT_OUT,
    OPT_ORG,
    OPT_ADMIN,
    OPT_DRY_RUN,
    OPT_HELP
};

static const struct option long_options[] = {
    { "data", required_argument, NULL, OPT_DATA },
    { "database", required_argument, NULL, OPT_DATABASE },
    { "key-file", required_argument, NULL, OPT_KEY_FILE },
    { "listen", required_argument, NULL, OPT_LISTEN },
    { "public-url", required_argument, NULL, OPT_PUBLIC_URL },
    { "trusted-proxy", required_argument, NULL, OPT_TRUSTED_PROXY },
    { "packs", required_argument, NULL, OPT_PACKS },
    { "log", required_argument, NULL, OPT_LOG },
    { "with-key", no_argument, NULL, OPT_WITH_KEY },
    { "force", no_argument, NULL, OPT_FORCE },
    { "pack", required_argument, NULL, OPT_PACK },
    { "variant", required_argument, NULL, OPT_VARIANT },
    { "profile", required_argument, NULL, OPT_PROFILE },
    { "answers", required_argument, NULL, OPT_ANSWERS },
    { "mail", required_argument, NULL, OPT_MAIL },
    { "name", required_argument, NULL, OPT_NAME },
    { "lang", required_argument, NULL, OPT_LANG },
    { "type", required_argument, NULL, OPT_TYPE },
    { "country", required_argument, NULL, OPT_COUNTRY },
    { "size", required_argument, NULL, OPT_SIZE },
    { "sector", required_argument, NULL, OPT_SECTOR },
    { "place", required_argument, NULL, OPT_PLACE },
    { "out", required_argument, NULL, OPT_OUT },
    { "org", required_argument, NULL, OPT_ORG },
    { "admin", no_argument, NULL, OPT_ADMIN },
    { "dry-run", no_argument, NULL, OPT_DRY_RUN },
    { "help", no_argument, NULL, OPT_HELP },
    { NULL, 0, NULL, 0 },
};

/* False when the option's value cannot be right. */
static bool take_option(struct options *o, int option, const char *value)
{
    switch (option) {
    case OPT_DATA:
        o->data = value;
        break;
    case OPT_DATABASE:
        o->database = value;
        break;
    case OPT_KEY_FILE:
        o->key_file = value;
        break;
    case OPT_LISTEN:
        o->listen = value;
        break;
    case OPT_PUBLIC_URL:
        o->public_url = value;
        break;
    case OPT_TRUSTED_PROXY:
        o->trusted_proxy = value;
        break;
    case OPT_PACKS:
        o->packs = value;
        break;
    case OPT_LOG:
        o->log = value;
        break;
    case OPT_WITH_KEY:
        o->with_key = true;
        break;
    case OPT_FORCE:
        o->force = true;
        break;
    case OPT_PACK:
        o->pack = value;
        break;
    case OPT_VARIANT:
        o->variant = value;
        break;
    case OPT_PROFILE:
        o->profile = value;
        break;
    case OPT_ANSWERS:
        o->answers = value;
        break;
    case OPT_MAIL:
        o->mail = value;
        break;
    case OPT_NAME:
        o->name = value;
        break;
    case OPT_LANG:
        o->lang = value;
        break;
    case OPT_TYPE:
        o->type = value;
        break;
    case OPT_COUNTRY:
        o->country = value;
        break;
    case OPT_SIZE:
        o->size = value;
        break;
    case OPT_SECTOR:
        o->sector = value;
        break;
    case OPT_PLACE:
        o->place = value;
        break;
    case OPT_OUT:
        o->out = value;
        break;
    case OPT_ORG: {
        char *end;
        o->org = strtoll(value, &end, 10);
        return end != value && *end == '\0' && o->org > 0;
    }
    case OPT_ADMIN:
        o->admin = true;
        break;
    case OPT_DRY_RUN:
        o->dry_run = true;
        break;
    default:
        return false;
    }
    return true;
}

static bool set_log_level(const char *name)
{
    static const char *const levels[] = { "error", "warn", "info", "debug" };
    for (int i = 0; i < 4; i++)
        if (strcmp(name, levels[i]) == 0) {
            log_set_level((enum log_level)i);
            return true;
        }
    return false;
}

int main(int argc, char **argv)
{
    if (argc < 2 || strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "help") == 0) {
        print_commands(argc < 2 ? stderr : stdout);
        return argc < 2 ? 2 : 0;
    }
    if (strcmp(argv[1], "--version") == 0)
        return command_version(NULL);
    const struct command *command = NULL;
    for (size_t i = 0; i < COMMANDS; i++)
        if (strcmp(argv[1], commands[i].name) == 0)
            command = &commands[i];
    if (command == NULL) {
        fprintf(stderr, "kapstok: there is no command \"%s\"\n\n", argv[1]);
        print_commands(stderr);
        return 2;
    }

    const char *data = getenv("KAPSTOK_DATA");
    struct options o = { .data = data == NULL || data[0] == '\0' ? "var" : data,
                         .database =
                             getenv("KAPSTOK_DATABASE"), /* so that no password stands in the process list */
                         .listen = "127.0.0.1:8080",
                         .variant = "full",
                         .profile = "",
                         .log = "info" };
    for (int option; (option = getopt_long(argc - 1, argv + 1, "", long_options, NULL)) != -1;) {
        if (option == OPT_HELP) {
            print_help(command);
            return 0;
        }
        if (option == '?' || !take_option(&o, option, optarg)) {
            fprintf(stderr, "kapstok: `kapstok %s --help` tells the options\n", command->name);
            return 2;
        }
    }
    o.argc = argc - 1 - optind;
    o.argv = argv + 1 + optind;
    if (command->arguments[0] == '\0' && o.argc > 0)
        return app_usage("%s: \"%s\" is one word too many; `kapstok %s --help` tells how it is used",
                         command->name, o.argv[0], command->name);
    if (!set_log_level(o.log))
        return app_usage("--log takes error, warn, info or debug, this is \"%s\"", o.log);
    if (crypto_init() != OK)
        return app_fail("the system gives no random numbers");
    int code = command->run(&o);
    /* A full disk or a closed pipe shows only here. */
    if (fflush(stdout) != 0 || ferror(stdout))
        return app_fail("the output cannot be written");
    return code;
}
