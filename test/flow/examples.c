#include "examples.h"

#include "base/clock.h"
#include "lib/sodium.h"
#include "slice/account/account.h"
#include "slice/library/find.h"
#include "slice/organisation/organisation.h"

#define Q "/quickscan/:key*"
#define QP "/quickscan/{key}"
#define O "/organisatie/:org"
#define OP "/organisatie/{org}"
#define R "/organisatie/:org/scan/:round"
#define RP "/organisatie/{org}/scan/{alone}"

#define E "/bibliotheek/voorbeeld/:pack*"
#define EP "/bibliotheek/voorbeeld/{example}"

#define T O "/traject/:trajectory"
#define TP OP "/traject/{trajectory}"
#define GR T "/groep/:group"
#define GRP TP "/groep/{group}"
#define P T "/foto"
#define PP TP "/foto"
#define PR P "/vraag/:request"
#define PF P "/gegeven/:fact"
#define S T "/stap/:step"
#define SP TP "/stap/{step}"

#define D T "/document/:document"
#define DP TP "/document/"
#define RR T "/rapport/:report"
#define RRP TP "/rapport/{report}"
#define RRA TP "/rapport/{adopted_report}"
#define RRN TP "/rapport/{short_report}"
#define RS RR "/deel/:section*"
#define RSP RRP "/deel/introduction"

#define SE O "/sessie/:session"
#define SEP OP "/sessie/{prepared}"
#define SRP OP "/sessie/{session}"
#define RI SE "/regie/onderdeel/:item"
#define RIP OP "/sessie/{notes_session}/regie/onderdeel/{notes_item}"
#define PH "/deelnemen/:code*"
#define PHP "/deelnemen/{code}"
#define NOP "/deelnemen/{notes_code}"

#define SEE(pattern, path, who)                                                                                \
    {                                                                                                          \
        HTTP_GET, pattern, path, NULL, NULL, who                                                               \
    }
#define DO(pattern, path, fields, who)                                                                         \
    {                                                                                                          \
        HTTP_POST, pattern, path, fields, NULL, who                                                            \
    }
#define UPLOAD(pattern, path, fields, file, who)                                                               \
    {                                                                                                          \
        HTTP_POST, pattern, path, fields, file, who                                                            \
    }

static const struct example examples[] = {
    /* public */
    SEE("/", NULL, NOBODY),
    SEE("/over", NULL, NOBODY),
    SEE("/toegankelijkheid", NULL, NOBODY),
    SEE("/privacy", NULL, NOBODY),
    SEE("/healthz", NULL, NOBODY),
    SEE("/metrics", NULL, NOBODY),

    /* account */
    SEE("/aanmelden", NULL, NOBODY),
    DO("/aanmelden", NULL, "user=mia%40olm.example&password=wrong+password&naar=%2F", NOBODY),
    SEE("/aanmelden/link", NULL, NOBODY),
    DO("/aanmelden/link", NULL, "mail=mia%40olm.example&naar=%2F", NOBODY),
    SEE("/aanmelden/code", NULL, NOBODY),
    DO("/aanmelden/code", NULL, "code=123456&naar=%2F", NOBODY),
    SEE("/binnen/:token*", "/binnen/{token}", NOBODY),
    DO("/binnen/:token*", "/binnen/{token}", NULL, NOBODY),
    DO("/afmelden", NULL, NULL, MEMBER),
    DO("/taal", NULL, "taal=en&terug=%2Fover", NOBODY),
    SEE("/account", NULL, MEMBER),
    DO("/account/naam", NULL, "name=New+Name&lang=en", MEMBER),
    DO("/account/mail", NULL, "mail=new%40olm.example", MEMBER),
    SEE("/account/mail/:code*", "/account/mail/{change}", NOBODY),
    DO("/account/mail/:code*", "/account/mail/{change}", NULL, NOBODY),
    DO("/account/wachtwoord", NULL, "current=&password=a+long+enough+password", MEMBER),
    DO("/account/aanmeldingen", NULL, NULL, MEMBER),
    SEE("/account/code", NULL, MEMBER),
    DO("/account/code", NULL, "code=123456&seal=abc", MEMBER),
    DO("/account/code/uit", NULL, "code=123456", MEMBER),
    SEE("/beheer/gebruikers", NULL, SYSTEM),
    DO("/beheer/gebruikers/:user", "/beheer/gebruikers/{user}", "act=disable&terug=%2Fbeheer%2Fgebruikers",
       SYSTEM),

    /* organisation */
    SEE("/organisaties", NULL, MEMBER),
    SEE("/organisatie/nieuw", NULL, NOBODY),
    DO("/organisatie/nieuw", NULL,
       "name=Brand+New&country=BE&type={type}&type_other=&size={size}&sector=&place=Gent&person=Piet&"
       "mail=piet%40new.example",
       NOBODY),
    SEE(O, OP, READER),
    DO(O "/deelnemen", OP "/deelnemen", "", READER),
    SEE(O "/gegevens", OP "/gegevens", MANAGER),
    DO(O "/gegevens", OP "/gegevens", "name=Olm&type={type}&size={size}&sector=&place=Gent&lang=en", MANAGER),
    DO(O "/diensten", OP "/diensten", "department=Finance", MANAGER),
    SEE(O "/diensten/:department", OP "/diensten/{department}", MANAGER),
    DO(O "/diensten/:department", OP "/diensten/{department}", "department=Roads", MANAGER),
    DO(O "/diensten/:department/archief", OP "/diensten/{department}/archief", NULL, MANAGER),
    DO(O "/rechtspersonen", OP "/rechtspersonen", "entity=OCMW&number=", MANAGER),
    SEE(O "/rechtspersonen/:entity", OP "/rechtspersonen/{entity}", MANAGER),
    DO(O "/rechtspersonen/:entity", OP "/rechtspersonen/{entity}", "entity=OCMW&number=", MANAGER),
    DO(O "/rechtspersonen/:entity/archief", OP "/rechtspersonen/{entity}/archief", NULL, MANAGER),
    DO(O "/themas", OP "/themas", "theme=Water&about=Rain&domain={domain}", MANAGER),
    SEE(O "/themas/:theme", OP "/themas/{own}", MANAGER),
    DO(O "/themas/:theme", OP "/themas/{own}", "theme=Water&about=Rain&domain={domain}", MANAGER),
    DO(O "/themas/:theme/archief", OP "/themas/{own}/archief", NULL, MANAGER),
    SEE(O "/leden", OP "/leden", READER),
    DO(O "/leden/plakken", OP "/leden/plakken", "rows=Jan+Maes%3Bjan%40olm.example%3BWorks&mail=1", GUIDE),
    DO(O "/leden/toevoegen", OP "/leden/toevoegen", "rows=Jan+Maes%3Bjan%40olm.example%3BWorks&mail=1", GUIDE),
    SEE(O "/leden/:member", OP "/leden/{member}", MANAGER),
    DO(O "/leden/:member", OP "/leden/{member}",
       "roles=member&attribute=staff&department=&department_new=Parks&ends_on=", MANAGER),
    DO(O "/leden/:member/einde", OP "/leden/{member}/einde", "by_role=1", MANAGER),
    DO(O "/leden/:member/naam", OP "/leden/{ended}/naam", "by_role=1", MANAGER),
    DO(O "/leden/:member/terug", OP "/leden/{ended}/terug", NULL, MANAGER),
    DO(O "/leden/:member/link", OP "/leden/{member}/link", NULL, MANAGER),
    DO(O "/leden/:member/mail", OP "/leden/{member}/mail", NULL, GUIDE),

    /* library */
    SEE("/begrippen", NULL, NOBODY),
    SEE("/begrippen/:word*", "/begrippen/{word}", NOBODY),
    SEE("/bibliotheek", NULL, NOBODY),
    SEE("/bibliotheek/kruisverwijzing", NULL, NOBODY),
    SEE("/bibliotheek/pakketten", NULL, NOBODY),
    SEE("/bibliotheek/zoeken", "/bibliotheek/zoeken?zoek=energy", NOBODY),
    SEE("/bibliotheek/indicatoren", NULL, NOBODY),
    SEE("/bibliotheek/acties", NULL, NOBODY),
    SEE("/bibliotheek/werkvormen", NULL, NOBODY),
    SEE("/bibliotheek/sessies", NULL, NOBODY),
    SEE("/bibliotheek/kaarten", NULL, NOBODY),
    SEE("/bibliotheek/quiz", NULL, NOBODY),
    SEE("/bibliotheek/praktijken", NULL, NOBODY),
    SEE("/bibliotheek/weerstanden", NULL, NOBODY),
    SEE("/bibliotheek/voorbeelden", NULL, NOBODY),
    SEE("/bibliotheek/thema/:id*", "/bibliotheek/thema/{theme}", NOBODY),
    SEE("/bibliotheek/stelling/:id*", "/bibliotheek/stelling/{statement}", NOBODY),
    SEE("/bibliotheek/indicator/:id*", "/bibliotheek/indicator/{indicator}", NOBODY),
    SEE("/bibliotheek/actie/:id*", "/bibliotheek/actie/{action}", NOBODY),
    SEE("/bibliotheek/werkvorm/:id*", "/bibliotheek/werkvorm/{method}", NOBODY),
    SEE("/bibliotheek/sessie/:id*", "/bibliotheek/sessie/{session_template}", NOBODY),
    SEE("/sessie/maken", "/sessie/maken?sjabloon={session_template}", GUIDE),
    SEE("/bibliotheek/kaarten/:deck*", "/bibliotheek/kaarten/{deck}", NOBODY),
    SEE("/bibliotheek/praktijk/:id*", "/bibliotheek/praktijk/{practice}", NOBODY),
    SEE("/bibliotheek/weerstand/:id*", "/bibliotheek/weerstand/{resistance}", NOBODY),
    SEE(E, EP, NOBODY),
    SEE(E "/stappen", EP "/stappen", NOBODY),
    SEE(E "/documenten", EP "/documenten", NOBODY),
    SEE(E "/documenten/:id*", EP "/documenten/{document}", NOBODY),
    SEE(E "/antwoorden", EP "/antwoorden", NOBODY),
    SEE(E "/themas", EP "/themas", NOBODY),
    SEE(E "/cijfers", EP "/cijfers", NOBODY),
    SEE(E "/plan", EP "/plan", NOBODY),
    SEE(E "/jaar", EP "/jaar", NOBODY),
    SEE(E "/evaluatie", EP "/evaluatie", NOBODY),
    SEE("/bibliotheek/:pack*", "/bibliotheek/{pack}", NOBODY),
    SEE("/bibliotheek/:pack*/dekking", "/bibliotheek/{pack}/dekking", NOBODY),
    SEE("/bibliotheek/:pack*/vergelijken", "/bibliotheek/{pack}/vergelijken", NOBODY),
    SEE("/bibliotheek/:pack*/blad.xlsx", "/bibliotheek/{pack}/blad.xlsx", NOBODY),
    SEE("/bibliotheek/nazien", NULL, SYSTEM),
    UPLOAD("/bibliotheek/nazien", NULL, "content=&name=&do=look", "file", SYSTEM),

    /* scan: a visitor's */
    SEE("/quickscan", NULL, NOBODY),
    DO("/quickscan", NULL, "country=BE&kind=public&type={type}&type_other=&size={size}&asked={type}", NOBODY),
    SEE(Q, QP, NOBODY),
    SEE(Q "/thema/:theme*", QP "/thema/{theme}", NOBODY),
    DO(Q "/antwoord/:statement*", QP "/antwoord/{statement}",
       "edit=0&answer=yes&started=1&bookmark=1&note=Seen", NOBODY),
    SEE(Q "/alles", QP "/alles", NOBODY),
    DO(Q "/alles", QP "/alles", "edit%5B{statement}%5D=0&answer%5B{statement}%5D=no", NOBODY),
    SEE(Q "/resultaat", QP "/resultaat", NOBODY),
    SEE(Q "/stellingen", QP "/stellingen", NOBODY),
    SEE(Q "/scan.csv", QP "/scan.csv", NOBODY),
    SEE(Q "/scan.xlsx", QP "/scan.xlsx", NOBODY),
    SEE(Q "/scan.json", QP "/scan.json", NOBODY),
    DO(Q "/mail", QP "/mail", "mail=visitor%40elsewhere.example", NOBODY),
    SEE(Q "/organisatie", QP "/organisatie", NOBODY),
    DO(Q "/organisatie", QP "/organisatie",
       "name=Brand+New&place=Gent&sector=&person=Piet&mail=piet%40new.example", NOBODY),

    /* scan: rounds */
    SEE(O "/scan", OP "/scan", READER),
    SEE(O "/scan/nieuw", OP "/scan/nieuw", GUIDE),
    DO(O "/scan/nieuw", OP "/scan/nieuw",
       "title=Autumn&asked={pack}%21&pack={pack}%2Flight&mode=alone&deadline=2030-12-31&mail=1", GUIDE),
    SEE(O "/scan/invoeren", OP "/scan/invoeren", GUIDE),
    UPLOAD(O "/scan/invoeren", OP "/scan/invoeren",
           "title=Old+round&state=closed&pack={pack}%2Flight&content=&name=&do=", "file", GUIDE),
    SEE(R, RP, READER),
    DO(R "/herinneren", RP "/herinneren", NULL, GUIDE),
    DO(R "/sluiten", RP "/sluiten", NULL, GUIDE),
    DO(R "/heropenen", OP "/scan/{closed}/heropenen", "reason=One+answer+was+wrong", GUIDE),
    SEE(R "/datum", RP "/datum", GUIDE),
    DO(R "/datum", RP "/datum", "title=Autumn&deadline=31-12-2030", GUIDE),
    SEE(R "/verdeling", OP "/scan/{divided}/verdeling", GUIDE),
    DO(R "/verdeling", OP "/scan/{divided}/verdeling", "who%5B{theme}%2F{member}%5D=1", GUIDE),
    SEE(R "/invullen", RP "/invullen", MEMBER),
    SEE(R "/belang", RP "/belang", MEMBER),
    DO(R "/belang", RP "/belang", "importance=4&maturity=2", MEMBER),
    SEE(R "/thema/:theme*", RP "/thema/{theme}", MEMBER),
    DO(R "/antwoord/:statement*", RP "/antwoord/{statement}",
       "edit=0&answer=yes&started=1&bookmark=1&note=Seen", MEMBER),
    SEE(R "/alles", RP "/alles", MEMBER),
    DO(R "/alles", RP "/alles", "edit%5B{statement}%5D=0&answer%5B{statement}%5D=no", MEMBER),
    DO(R "/klaar", RP "/klaar", NULL, MEMBER),
    DO(R "/niet-mijn-domein/:theme*", OP "/scan/{divided}/niet-mijn-domein/{theme}", NULL, SECOND),
    SEE(R "/bewijs/:statement*", RP "/bewijs/{statement}", MEMBER),
    UPLOAD(R "/bewijs/:statement*", RP "/bewijs/{statement}", "url=https%3A%2F%2Fwww.example.org%2Fa", "file",
           MEMBER),
    DO(R "/bewijs/:statement*/weg/:evidence", RP "/bewijs/{statement}/weg/{link}", NULL, SECOND),
    SEE(R "/bestand/:evidence", RP "/bestand/{file}", MEMBER),
    SEE(R "/samen", RP "/samen", GUIDE),
    DO(R "/samen/:statement*", RP "/samen/{statement}", "no_agreement=1&note=Talked", GUIDE),
    DO(R "/eensgezind", RP "/eensgezind", NULL, GUIDE),
    SEE(R "/resultaat", RP "/resultaat", MEMBER),
    SEE(R "/stellingen", RP "/stellingen", MEMBER),
    SEE(R "/scan.csv", RP "/scan.csv", GUIDE),
    SEE(R "/scan.xlsx", RP "/scan.xlsx", GUIDE),
    SEE(R "/scan.json", RP "/scan.json", GUIDE),

    /* scan_api */
    SEE("/api/v1/packs", NULL, NOBODY),
    SEE("/api/v1/packs/:id*", "/api/v1/packs/{pack}", NOBODY),
    DO("/api/v1/scores", NULL, "{\"pack\":\"{pack}\",\"variant\":\"light\",\"answers\":{}}", NOBODY),
    SEE("/api/v1/openapi.json", NULL, NOBODY),

    /* admin */
    SEE("/beheer", NULL, SYSTEM),
    SEE("/beheer/post", NULL, SYSTEM),
    DO("/beheer/post/opnieuw", NULL, NULL, SYSTEM),
    DO("/beheer/post/:mail/opnieuw", "/beheer/post/{mail}/opnieuw", NULL, SYSTEM),
    DO("/beheer/post/:mail/weg", "/beheer/post/{mail}/weg", "stand=wacht", SYSTEM),
    SEE("/beheer/logboek", NULL, SYSTEM),
    SEE("/beheer/instellingen", NULL, SYSTEM),
    DO("/beheer/instellingen", NULL,
       "name=Kapstok&contact=help%40olm.example&months=12&smtp_url=&smtp_user=&smtp_password=&smtp_from=",
       SYSTEM),
    DO("/beheer/instellingen/proefmail", NULL, NULL, SYSTEM),

    /* trajectory */
    SEE(O "/traject", OP "/traject?alle=1", READER),
    SEE(O "/traject/nieuw", OP "/traject/nieuw", GUIDE),
    DO(O "/traject/nieuw", OP "/traject/nieuw",
       "name=Next&template=template-mvo-steps&example=&first_day=2027-02-01&rows=Jan+Maes%3Bjan%40olm.example%"
       "3BWorks&mail=1",
       GUIDE),
    SEE(T, TP, READER),
    SEE(T "/nieuws", TP "/nieuws", READER),
    SEE(S, SP, READER),
    DO(S "/openen", TP "/stap/{next_step}/openen", NULL, GUIDE),
    DO(S "/sluiten", SP "/sluiten", "reason=Holidays", GUIDE),
    DO(S "/overslaan", SP "/overslaan", "reason=Done+before", GUIDE),
    DO(S "/heropenen", TP "/stap/{done_step}/heropenen", "reason=More+to+say", GUIDE),
    DO(S "/meelezen", SP "/meelezen", "example=", GUIDE),
    SEE(S "/data", SP "/data", GUIDE),
    DO(S "/data/bekijken", SP "/data/bekijken", "begins_on=2027-01-04&due_on=2027-01-29&edit=1", GUIDE),
    DO(S "/data", SP "/data", "begins_on=2027-01-04&due_on=2027-01-29&edit=1&rest=1", GUIDE),
    SEE(T "/planning", TP "/planning", READER),
    SEE(T "/moment/nieuw", TP "/moment/nieuw", GUIDE),
    DO(T "/moment/nieuw", TP "/moment/nieuw",
       "title=Talk&day=2027-01-12&hour=9%3A30&minutes=90&place=Room&about=", GUIDE),
    SEE(T "/moment/:moment", TP "/moment/{moment}", GUIDE),
    DO(T "/moment/:moment", TP "/moment/{moment}",
       "title=Talk&day=2027-01-12&hour=9%3A30&minutes=90&place=Room&about=&edit=1", GUIDE),
    DO(T "/moment/:moment/afgelasten", TP "/moment/{moment}/afgelasten", NULL, GUIDE),
    SEE(T "/taken", TP "/taken", MEMBER),
    DO(T "/taken", TP "/taken", "title=Call+the+mayor&owner=&due_on=2027-01-12", MEMBER),
    SEE(T "/taak/:task", TP "/taak/{task}", MEMBER),
    DO(T "/taak/:task", TP "/taak/{task}", "title=Book+a+room&about=&owner=&due_on=&edit=1", MEMBER),
    DO(T "/taak/:task/klaar", TP "/taak/{task}/klaar", NULL, GUIDE),
    DO(T "/taak/:task/weg", TP "/taak/{task}/weg", NULL, GUIDE),
    SEE(T "/instellingen", TP "/instellingen", GUIDE),
    DO(T "/instellingen", TP "/instellingen", "name=Olmen&example=&edit=1", GUIDE),
    DO(T "/beeindigen", TP "/beeindigen", "reason=Merger", GUIDE),
    DO(T "/hervatten", TP "/hervatten", "reason=No+merger", GUIDE),
    SEE(T "/sjabloon", TP "/sjabloon", GUIDE),
    DO(T "/sjabloon", TP "/sjabloon", "edit=1&version=2", GUIDE),
    DO(T "/volgende-ronde", TP "/volgende-ronde", "first_day=2027-03-01", GUIDE),
    SEE(T "/agenda", TP "/agenda", READER),
    DO(T "/agenda/maken", TP "/agenda/maken", NULL, READER),
    DO(T "/agenda/intrekken", TP "/agenda/intrekken", NULL, READER),

    /* briefing */
    SEE(T "/voorbereiding", TP "/voorbereiding", MEMBER),
    DO(T "/voorbereiding", TP "/voorbereiding", "title=What+the+neighbours+do", MEMBER),
    SEE(T "/voorbereiding/:line*", TP "/voorbereiding/{briefing_line}", MEMBER),
    DO(T "/voorbereiding/:line*", TP "/voorbereiding/{briefing_line}", "state=known&known=Of+2021&url=&edit=1",
       MEMBER),
    DO(T "/voorbereiding/:line*/geen", TP "/voorbereiding/{briefing_line}/geen", NULL, MEMBER),
    SEE(O "/engagementen", OP "/engagementen", READER),
    SEE(O "/engagementen/nieuw", OP "/engagementen/nieuw?welk={commitment_entry}", GUIDE),
    DO(O "/engagementen/nieuw", OP "/engagementen/nieuw?welk={commitment_entry}",
       "title=Signed&note=&date0=2024-03-01", GUIDE),
    SEE(O "/engagementen/:commitment", OP "/engagementen/{commitment}", GUIDE),
    DO(O "/engagementen/:commitment", OP "/engagementen/{commitment}",
       "title=Signed&note=&date0=2024-03-01&edit=1", GUIDE),
    DO(O "/engagementen/:commitment/archief", OP "/engagementen/{commitment}/archief", NULL, GUIDE),
    /* document */
    SEE(T "/documenten", TP "/documenten", READER),
    SEE(T "/documenten/nieuw", TP "/documenten/nieuw", MEMBER),
    DO(T "/documenten/nieuw", TP "/documenten/nieuw",
       "title=Why+we+do+this&sort=motivation&step={step}&section=&output=&moment=", MEMBER),
    SEE(D, DP "{doc_adopted}", READER),
    SEE(D "/document.md", DP "{doc_adopted}/document.md", READER),
    SEE(D "/document.pdf", DP "{doc_adopted}/document.pdf", READER),
    SEE(D "/document.docx", DP "{doc_adopted}/document.docx", READER),
    SEE(D "/versies", DP "{doc_review}/versies", MEMBER),
    SEE(D "/versies/:version", DP "{doc_review}/versies/1", MEMBER),
    DO(D "/versies/:version/terug", DP "{doc_review}/versies/1/terug", "edit=2", MEMBER),
    SEE(D "/vergelijken", DP "{doc_review}/vergelijken?van=1&tot=2", MEMBER),
    SEE(D "/bewerken", DP "{doc_review}/bewerken", MEMBER),
    DO(D "/bewerken", DP "{doc_review}/bewerken",
       "title=A+text&content=%23+Energy%0D%0A%0D%0ALess.&edit=2&do=save", MEMBER),
    SEE(D "/erratum", DP "{doc_adopted}/erratum", GUIDE),
    DO(D "/erratum", DP "{doc_adopted}/erratum", "wrong=The+figure&title=A+text&content=More.&edit=1&do=save",
       GUIDE),
    DO(D "/inzage", DP "{doc_review}/inzage", "until=2030-12-31&edit=2", GUIDE),
    SEE(D "/goedkeuren", DP "{doc_review}/goedkeuren", GUIDE),
    DO(D "/goedkeuren", DP "{doc_review}/goedkeuren", "reason=All+agree&edit=2", GUIDE),
    DO(D "/heropenen", DP "{doc_approved}/heropenen", "reason=More+to+say&edit=1", GUIDE),
    SEE(D "/vaststellen", DP "{doc_approved}/vaststellen", GUIDE),
    DO(D "/vaststellen", DP "{doc_approved}/vaststellen", "by=council&on=2026-01-12&decision=2026%2F7&edit=1",
       GUIDE),
    DO(D "/opzij", DP "{doc_review}/opzij", NULL, GUIDE),
    DO(D "/terughalen", DP "{doc_aside}/terughalen", NULL, GUIDE),
    SEE(D "/gegevens", DP "{doc_review}/gegevens", GUIDE),
    DO(D "/gegevens", DP "{doc_review}/gegevens", "sort=note&output={step}&everyone=1&edit=2", GUIDE),
    DO(D "/opmerking", DP "{doc_review}/opmerking", "remark=Which+buildings%3F&heading=Energy", MEMBER),
    DO(D "/opmerking/:remark", DP "{doc_review}/opmerking/{remark}", "outcome=taken&answer=Done", MEMBER),
    DO(D "/afspraak", DP "{doc_review}/afspraak", "what=Ask+for+a+price&owner=&due_on=2030-01-12&edit=1",
       MEMBER),
    UPLOAD(D "/bijlage", DP "{doc_review}/bijlage", "", "file", MEMBER),
    SEE(D "/bijlage/:file", DP "{doc_review}/bijlage/{doc_file}", MEMBER),
    DO(D "/bijlage/:file/weg", DP "{doc_review}/bijlage/{doc_file}/weg", NULL, MEMBER),
    DO(D "/bijlage/:file/terug", DP "{doc_review}/bijlage/{doc_removed}/terug", NULL, MEMBER),
    SEE(D "/mailen", DP "{doc_review}/mailen", GUIDE),
    DO(D "/mailen", DP "{doc_review}/mailen", "who%5B{member}%5D=1&words=Hello&edit=0", GUIDE),

    /* plan */
    SEE(T "/acties", TP "/acties", READER),
    DO(T "/acties", TP "/acties", "title=Replace+the+lamps&sort=action&owner=&due_on=2027-05-01", MEMBER),
    SEE(T "/acties/lijst.xlsx", TP "/acties/lijst.xlsx", READER),
    SEE(T "/acties/voorstellen", TP "/acties/voorstellen", MEMBER),
    DO(T "/acties/voorstellen", TP "/acties/voorstellen", "statement={statement}&library=&van=", MEMBER),
    SEE(T "/actie/:action", TP "/actie/{plan_action}", READER),
    DO(T "/actie/:action", TP "/actie/{plan_action}",
       "title=Replace+all+lamps&why=Light&sort=action&parent=&status=planned&owner=&department=&due_on=&theme=&"
       "roles=actor&sdg=7&edit=1",
       MEMBER),
    DO(T "/actie/:action/stand", TP "/actie/{plan_action}/stand", "update_status=running&note=Half", GUIDE),
    DO(T "/actie/:action/weg", TP "/actie/{plan_action}/weg", NULL, GUIDE),
    DO(T "/actie/:action/terug", TP "/actie/{plan_action}/terug", NULL, GUIDE),
    SEE(T "/prioriteiten", TP "/prioriteiten", READER),
    DO(T "/prioriteiten", TP "/prioriteiten", "theme=&label=Mobility&impact=4%2C5&support=3", GUIDE),
    SEE(T "/prioriteit/:priority", TP "/prioriteit/{priority}", READER),
    DO(T "/prioriteit/:priority", TP "/prioriteit/{priority}", "impact=4&support=3&chosen=1&why=We+can&edit=1",
       GUIDE),
    DO(T "/prioriteit/:priority/plaats", TP "/prioriteit/{priority}/plaats", "way=up", GUIDE),
    DO(T "/prioriteit/:priority/doel", TP "/prioriteit/{priority}/doel", "title=Half+of+it+in+2030", MEMBER),
    DO(T "/prioriteit/:priority/weg", TP "/prioriteit/{priority}/weg", NULL, GUIDE),
    SEE("/voortgang/:link*", "/voortgang/{action_link}", NOBODY),
    DO("/voortgang/:link*", "/voortgang/{action_link}", "update_status=running&note=Half", NOBODY),

    /* evaluation */
    SEE(T "/evaluatie", TP "/evaluatie", READER),
    DO(T "/evaluatie/openen", OP "/traject/{other_trajectory}/evaluatie/openen", "due_on=2030-01-15", GUIDE),
    DO(T "/evaluatie/sluiten", TP "/evaluatie/sluiten", NULL, GUIDE),
    DO(T "/evaluatie/heropenen", TP "/evaluatie/heropenen", "reason=Two+were+ill", GUIDE),
    SEE(T "/evaluatie/mijn", TP "/evaluatie/mijn", MEMBER),
    DO(T "/evaluatie/mijn", TP "/evaluatie/mijn", "a0=Yes&q0=1&e0=&importance=4&maturity=3", MEMBER),
    SEE(T "/evaluatie/organisatie", TP "/evaluatie/organisatie", GUIDE),
    DO(T "/evaluatie/organisatie", TP "/evaluatie/organisatie", "a0=On+the+whole&e0=", GUIDE),
    SEE(T "/evaluatie/begin", TP "/evaluatie/begin", MEMBER),
    DO(T "/evaluatie/begin", TP "/evaluatie/begin", "importance=4&maturity=2", MEMBER),
    DO(T "/evaluatie/coderen", TP "/evaluatie/coderen",
       "answer={evaluation_answer}&theme={theme}&drop=", GUIDE),
    DO(T "/evaluatie/terugkomst", TP "/evaluatie/terugkomst", "from_day=2027-01-15", GUIDE),
    /* group */
    SEE(T "/groep", TP "/groep", READER),
    SEE(T "/groep/:group", TP "/groep/{group}", READER),
    SEE(T "/groep/nieuw", TP "/groep/nieuw", GUIDE),
    DO(T "/groep/nieuw", TP "/groep/nieuw", "kind=steering&name=Board", GUIDE),
    SEE(GR "/wijzigen", GRP "/wijzigen", GUIDE),
    DO(GR "/wijzigen", GRP "/wijzigen", "name=Team&mandate=Prepares&begins_on=&ends_on=&reason=Agreed&edit=1",
       GUIDE),
    DO(GR "/soort", GRP "/soort", "kind=focus&from_day=2036-01-01&kind_reason=Later", GUIDE),
    DO(GR "/stoppen", GRP "/stoppen", "stop_reason=Done", GUIDE),
    DO(GR "/hervatten", GRP "/hervatten", NULL, GUIDE),
    SEE(GR "/geschiedenis", GRP "/geschiedenis", MEMBER),
    SEE(GR "/leden", GRP "/leden?zoek=m", GUIDE),
    DO(GR "/leden", GRP "/leden", "members={member}", GUIDE),
    DO(GR "/leden/plakken", GRP "/leden/plakken", "rows=Jan+Maes%3Bjan%40olm.example%3BWorks&mail=1", GUIDE),
    DO(GR "/leden/toevoegen", GRP "/leden/toevoegen", "rows=Jan+Maes%3Bjan%40olm.example%3BWorks&mail=1",
       GUIDE),
    SEE(GR "/lid/:seat", GRP "/lid/{seat}", GUIDE),
    DO(GR "/lid/:seat", GRP "/lid/{seat}", "task=Chair&begins_on=2026-01-01&ends_on=&edit=1", GUIDE),
    DO(GR "/lid/:seat/weg", GRP "/lid/{seat}/weg", NULL, GUIDE),
    DO(GR "/lid/:seat/terug", GRP "/lid/{seat}/terug", NULL, GUIDE),
    SEE(GR "/breedte", GRP "/breedte", MEMBER),
    DO(GR "/breedte", GRP "/breedte", "answer=narrow&secret=0123456789-_abcdefghijklmnopqrstuvwxyzABCDE",
       SECOND),
    DO(GR "/breedte/vragen", GRP "/breedte/vragen", "due_on=2036-01-01&small=1", GUIDE),
    DO(GR "/breedte/openen", GRP "/breedte/openen", NULL, GUIDE),
    DO(GR "/breedte/tonen", GRP "/breedte/tonen", NULL, GUIDE),
    DO(GR "/breedte/sluiten", GRP "/breedte/sluiten", NULL, GUIDE),
    SEE(T "/groep/motieven", TP "/groep/motieven", MEMBER),
    DO(T "/groep/motieven/vragen", TP "/groep/motieven/vragen", "due_on=2036-01-01", GUIDE),
    DO(T "/groep/motieven/document", TP "/groep/motieven/document", NULL, GUIDE),
    SEE(T "/groep/motief", TP "/groep/motief", MEMBER),
    DO(T "/groep/motief", TP "/groep/motief", "motive=My+street&brings=Time&edit=0", SECOND),
    SEE(T "/groep/factoren", TP "/groep/factoren", MEMBER),
    DO(T "/groep/schatting", TP "/groep/schatting", "stakeholders=2&support=4&transparency=", SECOND),
    SEE(T "/groep/bezwaren", TP "/groep/bezwaren", GUIDE),
    DO(T "/groep/bezwaren", TP "/groep/bezwaren", "resistance={resistance}&note=&helped=Talking", GUIDE),
    SEE(T "/groep/bezwaren/:objection", TP "/groep/bezwaren/{objection}", GUIDE),
    DO(T "/groep/bezwaren/:objection", TP "/groep/bezwaren/{objection}",
       "resistance={resistance}&note=&helped=Walking&edit=1", GUIDE),
    DO(T "/groep/bezwaren/:objection/weg", TP "/groep/bezwaren/{objection}/weg", NULL, GUIDE),
    DO(T "/groep/bezwaren/:objection/terug", TP "/groep/bezwaren/{objection}/terug", NULL, GUIDE),
    /* picture */
    SEE(P, PP, READER),
    SEE(P "/vragen", PP "/vragen", MEMBER),
    DO(P "/herinneren", PP "/herinneren", "department=", GUIDE),
    SEE(P "/vragen/kiezen", PP "/vragen/kiezen", GUIDE),
    DO(P "/vragen/kiezen", PP "/vragen/kiezen",
       "standard=promise-checked&standard=social-enterprises&department={department}&member={member}&name=&"
       "mail=&due_on=",
       GUIDE),
    SEE(P "/vragen/nieuw", PP "/vragen/nieuw", GUIDE),
    DO(P "/vragen/nieuw", PP "/vragen/nieuw",
       "title=Water&ask=How+much+water%3F&sort=figure&unit=m%C2%B3&usual_source=Bill&theme={theme}&department={"
       "department}&"
       "member=&name=An&mail=an%40village.example&due_on=",
       GUIDE),
    SEE(P "/concepten", PP "/concepten", GUIDE),
    DO(P "/concepten/toewijzen", PP "/concepten/toewijzen",
       "request={request_draft}&member={member}&name=&mail=&due_on=", GUIDE),
    DO(P "/concepten/versturen", PP "/concepten/versturen", NULL, GUIDE),
    SEE(PR, PP "/vraag/{request_answered}", MEMBER),
    SEE(PR "/bewerken", PP "/vraag/{request_draft}/bewerken", GUIDE),
    DO(PR "/bewerken", PP "/vraag/{request_draft}/bewerken",
       "title=Water&ask=How+much+water%3F&sort=figure&unit=m%C2%B3&usual_source=Bill&theme=&department=&member="
       "{member}&"
       "name=&mail=&due_on=&edit=1",
       GUIDE),
    DO(PR "/overnemen", PP "/vraag/{request_answered}/overnemen",
       "sort=figure&theme={theme}&department={department}&body=Energy&value=12&unit=euro&period=2025&source="
       "Bill&"
       "dated_on=2026-01-31&edit=1",
       GUIDE),
    DO(PR "/doorgeven", PP "/vraag/{request_open}/doorgeven", "member=&name=An&mail=an%40village.example",
       GUIDE),
    DO(PR "/intrekken", PP "/vraag/{request_open}/intrekken", "reason=Known+already", GUIDE),
    DO(PR "/terugzetten", PP "/vraag/{request_withdrawn}/terugzetten", NULL, GUIDE),
    SEE(PR "/antwoord", PP "/vraag/{request_open}/antwoord", GUIDE),
    UPLOAD(PR "/antwoord", PP "/vraag/{request_open}/antwoord",
           "value=1200&unit=uur&period=2025&body=Told&grid=&source=Talk&dated_on=2026-01-31&edit=0", "file",
           GUIDE),
    SEE(PR "/bestand/:file", PP "/vraag/{request_answered}/bestand/{request_file}", MEMBER),
    SEE(P "/gegevens", PP "/gegevens", MEMBER),
    SEE(P "/gegevens.xlsx", PP "/gegevens.xlsx", MEMBER),
    SEE(P "/gegevens/invoeren", PP "/gegevens/invoeren", GUIDE),
    UPLOAD(P "/gegevens/invoeren", PP "/gegevens/invoeren", "content=&do=look", "file", GUIDE),
    SEE(P "/gegeven/nieuw", PP "/gegeven/nieuw", MEMBER),
    DO(P "/gegeven/nieuw", PP "/gegeven/nieuw",
       "sort=figure&body=Trees&theme={theme}&department={department}&value=1200&unit=trees&period=2025&source="
       "Count&"
       "dated_on=2026-01-31&reason=&request=",
       MEMBER),
    SEE(PF, PP "/gegeven/{fact}", READER),
    SEE(PF "/bewerken", PP "/gegeven/{fact}/bewerken", GUIDE),
    DO(PF "/bewerken", PP "/gegeven/{fact}/bewerken",
       "sort=action&body=The+lamps+are+new&theme=&department=&value=&unit=&period=&source=&dated_on=&reason="
       "Better&"
       "request=&edit=1",
       GUIDE),
    DO(PF "/aanvaarden", PP "/gegeven/{fact_proposed}/aanvaarden", NULL, GUIDE),
    DO(PF "/archief", PP "/gegeven/{fact}/archief", NULL, GUIDE),
    DO(PF "/terugzetten", PP "/gegeven/{fact_away}/terugzetten", NULL, GUIDE),
    DO(PF "/stelling", PP "/gegeven/{fact}/stelling", "statement={statement}&proves=no&edit=1", GUIDE),
    DO(PF "/verbeteren", PP "/gegeven/{fact}/verbeteren", "was=&reason=", GUIDE),
    DO(PF "/wachten", PP "/gegeven/{fact}/wachten", NULL, GUIDE),
    SEE(P "/weet-niet", PP "/weet-niet", GUIDE),
    DO(P "/weet-niet", PP "/weet-niet", "statement=&standard=", GUIDE),
    SEE(P "/begonnen", PP "/begonnen", GUIDE),
    DO(P "/begonnen", PP "/begonnen", "statement=", GUIDE),
    SEE("/vraag/:link*", "/vraag/{request_link}", NOBODY),
    SEE("/vraag/:link*/:request", "/vraag/{request_link}/{request_open}", NOBODY),
    UPLOAD("/vraag/:link*/:request", "/vraag/{request_link}/{request_open}",
           "value=1200&unit=uur&period=2025&body=Told&grid=&source=Talk&dated_on=2026-01-31&edit=0", "file",
           NOBODY),
    DO("/vraag/:link*/:request/niet", "/vraag/{request_link}/{request_open}/niet", "why=Nobody+counts&edit=0",
       NOBODY),
    DO("/vraag/:link*/:request/doorgeven", "/vraag/{request_link}/{request_open}/doorgeven",
       "name=An&mail=an%40village.example&note=You+know", NOBODY),
    DO("/vraag/:link*/:request/bestand/:file/weg",
       "/vraag/{request_link}/{request_answered}/bestand/{request_file}/weg", NULL, NOBODY),

    /* report */
    SEE(T "/rapport", TP "/rapport", READER),
    DO(T "/rapport", TP "/rapport", "form=note", GUIDE),
    SEE(RR, RRA, READER),
    SEE(RR "/bekijken", RRA "/bekijken", READER),
    SEE(RR "/rapport.pdf", RRA "/rapport.pdf", READER),
    SEE(RR "/rapport.docx", RRA "/rapport.docx", READER),
    SEE(RR "/logo", RRA "/logo", READER),
    SEE(RR "/bewerken", RRP "/bewerken", MEMBER),
    DO(RR "/tekst", RRN "/tekst", "content=What+we+ask&edit=1&do=save", GUIDE),
    DO(RR "/opnieuw", RRN "/opnieuw", "edit=1", GUIDE),
    SEE(RR "/gegevens", RRP "/gegevens", GUIDE),
    DO(RR "/gegevens", RRP "/gegevens", "title=Our+report&subtitle=Olmen&lang=nl&cover=1&contents=1&edit=2",
       GUIDE),
    UPLOAD(RR "/logo", RRP "/logo", "edit=2", "file", GUIDE),
    DO(RR "/logo/weg", RRP "/logo/weg", "edit=2", GUIDE),
    SEE(RS, RSP, MEMBER),
    DO(RS, RSP, "lead=We+began+in+spring&tail=&edit=3&do=save", MEMBER),
    DO(RS "/plaats", RSP "/plaats", "do=down&edit=2", GUIDE),
    SEE(RR "/wijzigingen", RRP "/wijzigingen", GUIDE),
    DO(RR "/wijzigingen/:change/terug", RRP "/wijzigingen/{report_change}/terug", NULL, GUIDE),
    DO(RR "/stand", RRP "/stand", "ready=1&edit=2", GUIDE),
    DO(RR "/opzij", RRP "/opzij", NULL, GUIDE),
    DO(RR "/terughalen", RRP "/terughalen", NULL, GUIDE),
    SEE(RR "/vaststellen", RRP "/vaststellen", GUIDE),
    DO(RR "/vaststellen", RRP "/vaststellen", "by=council&on={today}&decision=2026%2F2&edit={report_seen}",
       GUIDE),
    SEE(RR "/erratum", RRA "/erratum", GUIDE),
    DO(RR "/erratum", RRA "/erratum", "reason=The+year", GUIDE),
    SEE(RR "/mailen", RRA "/mailen", GUIDE),
    DO(RR "/mailen", RRA "/mailen", "who%5B{member}%5D=1&words=Read+it&edit=0", GUIDE),

    /* preparing sessions */
    SEE(O "/sessie", OP "/sessie", MINUTES),
    SEE(O "/sessie/nieuw", OP "/sessie/nieuw", GUIDE),
    DO(O "/sessie/nieuw", OP "/sessie/nieuw",
       "template=leeg&title=Round+table&day={today}&hour=9%3A30&minutes=60&place=Here&trajectory={trajectory}",
       GUIDE),
    SEE(T "/sessies", TP "/sessies", GUIDE),
    SEE(T "/sessie/:session", TP "/sessie/{session}", GUIDE),
    SEE(SE, SEP, GUIDE),
    DO(SE "/starten", SEP "/starten", "revision=1", GUIDE),
    SEE(SE "/gegevens", SEP "/gegevens", GUIDE),
    DO(SE "/gegevens", SEP "/gegevens",
       "title=Other&day={today}&hour=10%3A00&minutes=90&place=There&aim=A+list&edit=2", GUIDE),
    DO(SE "/controle", SEP "/controle", "klaar%5B0%5D=1", GUIDE),
    DO(SE "/controle/nieuw", SEP "/controle/nieuw", "label=Coffee", GUIDE),
    SEE(SE "/onderdeel/nieuw", SEP "/onderdeel/nieuw?doel=choose", GUIDE),
    DO(SE "/onderdeel/nieuw", SEP "/onderdeel/nieuw?werkvorm=poll",
       "title=Which%3F&minutes=5&parts=Water%0ALight&most=1&anonymous=ja&about=&say=", GUIDE),
    SEE(SE "/onderdeel/:item", SEP "/onderdeel/{prepared_item}", GUIDE),
    DO(SE "/onderdeel/:item", SEP "/onderdeel/{prepared_item}",
       "title=Hello&minutes=15&about=&say=Smile&edit=1", GUIDE),
    DO(SE "/onderdeel/:item/plaats", SEP "/onderdeel/{prepared_item}/plaats", "do=down", GUIDE),
    SEE(SE "/aanwezig", SEP "/aanwezig", GUIDE),
    DO(SE "/aanwezig", SEP "/aanwezig", "stand%5B{member}%5D=excused", GUIDE),
    DO(SE "/aanwezig/erbij", SEP "/aanwezig/erbij", "member={member}", GUIDE),
    DO(SE "/aanwezig/groep", SEP "/aanwezig/groep", NULL, GUIDE),
    DO(SE "/aanwezig/weg", SEP "/aanwezig/weg", "member={member}", GUIDE),
    SEE(SE "/uitnodiging", SEP "/uitnodiging", GUIDE),
    DO(SE "/uitnodiging", SEP "/uitnodiging", "words=Do+come", GUIDE),
    SEE("/uitnodiging/:link*/sessie.ics", "/uitnodiging/{session_link}/sessie.ics", NOBODY),
    SEE(SE "/draaiboek", SEP "/draaiboek", GUIDE),
    SEE(SE "/draaiboek.pdf", SEP "/draaiboek.pdf", GUIDE),
    SEE(SE "/bereik", SEP "/bereik", GUIDE),
    SEE("/bereik/:session/:proof*", "/bereik/{session}/{proof}", NOBODY),
    DO("/bereik/:session/:proof*", "/bereik/{session}/{proof}", NULL, NOBODY),

    /* rooms */
    SEE("/meedoen", NULL, NOBODY),
    DO("/meedoen", NULL, "code={code}", NOBODY),
    SEE("/meedoen/:code*", "/meedoen/{code}", NOBODY),
    DO("/meedoen/:code*", "/meedoen/{code}", "naam=Guest", NOBODY),
    SEE(PH, PHP, PHONE),
    SEE(PH "/eigen", PHP "/eigen", PHONE),
    SEE(PH "/beeld", PHP "/beeld?na=", PHONE),
    DO(PH "/naam", PHP "/naam", "naam=Other", PHONE),
    DO(PH "/samen", PHP "/samen", "plaats=2&tweede=Neighbour", PHONE),
    DO(PH "/weg", PHP "/weg", NULL, PHONE),
    DO(PH "/antwoord", PHP "/antwoord", "item={item}&round=1&edit=1&plaats=1&keuze%5B0%5D=3", PHONE),
    DO(PH "/notitie", NOP "/notitie", "item={notes_item}&plek=0&nonce=abc&text=More+time", PHONE),
    DO(PH "/notitie/:note*", NOP "/notitie/{own_note}", "item={notes_item}&edit=1&doe=wijzig&text=Less+time",
       PHONE),
    DO(PH "/tafel", PHP "/tafel", "item={item}&tafel=1", PHONE),
    SEE(SE "/regie", SRP "/regie", GUIDE),
    SEE(SE "/regie/beeld", SRP "/regie/beeld?na=", GUIDE),
    DO(SE "/regie/doen", SRP "/regie/doen", "do=close&item={item}&revision={revision}", GUIDE),
    SEE(SE "/regie/mensen", SRP "/regie/mensen", GUIDE),
    DO(SE "/regie/mensen", SRP "/regie/mensen", "participant={participant}&away=1", GUIDE),
    DO(SE "/regie/deur", SRP "/regie/deur", "shut=1", GUIDE),
    SEE(SE "/notulen", SRP "/notulen", MINUTES),
    SEE(SE "/notulen/beeld", SRP "/notulen/beeld?na=", MINUTES),
    DO(SE "/notulen/doen", SRP "/notulen/doen", "do=close&item={item}&revision={revision}", GUIDE),
    SEE(SE "/scherm", SRP "/scherm", MINUTES),
    SEE(SE "/scherm/beeld", SRP "/scherm/beeld?na=", MINUTES),
    DO(SE "/regie/prioriteit", SRP "/regie/prioriteit", "item={item}&part=0&chosen=1", GUIDE),
    DO(SE "/notulen/prioriteit", SRP "/notulen/prioriteit", "item={item}&part=0&chosen=1", MINUTES),
    DO(SE "/regie/stelling", SRP "/regie/stelling", "item={item}&statement={statement}&answer=yes", GUIDE),
    DO(SE "/notulen/stelling", SRP "/notulen/stelling", "item={item}&statement={statement}&answer=yes",
       MINUTES),
    DO(SE "/regie/eensgezind", SRP "/regie/eensgezind", "item={item}", GUIDE),
    DO(SE "/notulen/eensgezind", SRP "/notulen/eensgezind", "item={item}", MINUTES),
    DO(SE "/regie/ronde", SRP "/regie/ronde", "item={item}&source=round%3A{sitting}", GUIDE),
    DO(SE "/notulen/ronde", SRP "/notulen/ronde", "item={item}&source=round%3A{sitting}", MINUTES),

    /* what comes of a session */
    DO(SE "/afspraak", SRP "/afspraak", "text=Call+them&member=&who=&due_on=&becomes=task&nonce=n2&terug=regie",
       MINUTES),
    SEE(SE "/afspraak/:agreement", SRP "/afspraak/{agreement}", MINUTES),
    DO(SE "/afspraak/:agreement", SRP "/afspraak/{agreement}",
       "text=Write+to+them&member={member}&who=&due_on=&becomes=action&edit=1&terug=notulen", MINUTES),
    DO(SE "/afspraak/:agreement/weg", SRP "/afspraak/{agreement}/weg", "terug=notulen", MINUTES),
    DO(SE "/afspraak/:agreement/nu", SRP "/afspraak/{agreement}/nu", "terug=notulen", MINUTES),
    SEE(SE "/gezegd/:item", SRP "/gezegd/{item}", MINUTES),
    DO(SE "/gezegd/:item", SRP "/gezegd/{item}", "said=We+listened&edit=0&terug=notulen", MINUTES),
    SEE(SE "/verslag", SRP "/verslag", MINUTES),
    DO(SE "/verslag", SRP "/verslag", "land=agreement-{agreement}", MINUTES),
    DO(SE "/verslag/opnieuw", SRP "/verslag/opnieuw", NULL, MINUTES),
    SEE(SE "/resultaten.xlsx", SRP "/resultaten.xlsx", MINUTES),
    SEE(SE "/antwoorden.csv", SRP "/antwoorden.csv", MINUTES),
    SEE(SE "/notities.csv", SRP "/notities.csv", MINUTES),
    SEE(SE "/papier/:item", SRP "/papier/{item}", MINUTES),
    SEE(SE "/papier/:item/papier.pdf", SRP "/papier/{item}/papier.pdf", MINUTES),
    SEE(SE "/stapel/:item", SRP "/stapel/{item}", MINUTES),
    DO(SE "/stapel/:item", SRP "/stapel/{item}",
       "keuze%5B0%5D=4&tekst%5B0%5D=More&secret=paper&last=&was=1&do=next", MINUTES),

    DO(RI "/notitie", RIP "/notitie", "plek=0&nonce=desk1&text=From+the+desk", MINUTES),
    DO(RI "/notitie/:note*", RIP "/notitie/{note}", "doe=persoon", MINUTES),
    DO(RI "/beurten", RIP "/beurten", "doe=erbij&naam=Piet", MINUTES),
    DO(RI "/tafels", RIP "/tafels", NULL, MINUTES),
    SEE(RI "/groepen", RIP "/groepen", MINUTES),
    DO(RI "/groepen", RIP "/groepen", "doe=nieuw&nieuw=Time", MINUTES),
    DO(RI "/groepen/:group", RIP "/groepen/1", "doe=naam&naam=Time", MINUTES),

    SEE("/agenda/:link*", "/agenda/{calendar}", NOBODY),
    SEE("/mailkeuze/:link*", "/mailkeuze/{mail_choice}", NOBODY),
    DO("/mailkeuze/:link*", "/mailkeuze/{mail_choice}", "kinds=request", NOBODY),
};
enum { EXAMPLES = sizeof examples / sizeof examples[0] };

/* A small table that the import takes. */
static const char import_file[] = "statement,answer,bookmark\r\n";

/* ---- Routes -------------------------------------------------------------------------------------------- */

const struct route *const *all_routes(struct house *h, size_t *count)
{
    const struct route **list = NULL;
    size_t capacity = 0;
    *count = 0;
    for (const struct slice *const *s = app_slices; *s != NULL; s++)
        for (size_t i = 0; i < (*s)->route_count; i++)
            *(const struct route **)ARENA_PUSH(&h->a, &list, count, &capacity) = &(*s)->routes[i];
    return list;
}

static bool is_of(const struct example *e, const struct route *route)
{
    return e->method == route->method && strcmp(e->pattern, route->pattern) == 0;
}

const struct example *example_of(const struct route *route)
{
    for (int i = 0; i < EXAMPLES; i++)
        if (is_of(&examples[i], route))
            return &examples[i];
    WRONG("%s %s has no row in test/flow/examples.c\n", route->method == HTTP_GET ? "GET" : "POST",
          route->pattern);
    return NULL;
}

void examples_check(void)
{
    for (int i = 0; i < EXAMPLES; i++) {
        bool used = false;
        for (const struct slice *const *s = app_slices; *s != NULL; s++)
            for (size_t k = 0; k < (*s)->route_count; k++)
                used = used || is_of(&examples[i], &(*s)->routes[k]);
        if (!used)
            WRONG("test/flow/examples.c has %s, which is no route\n", examples[i].pattern);
    }
}

/* ---- Places -------------------------------------------------------------------------------------------- */

static const char *number(struct house *h, int64_t n)
{
    return arena_printf(&h->a, "%lld", (long long)n);
}

/* Tokens are made when they are asked for: what used one is taken back before the next. */
static const char *new_token(struct house *h)
{
    house_begin(h);
    const char *token = account_token_new(h->db, &h->a, ACCOUNT_TOKEN_MAIL, h->people[MEMBER].user,
                                          "/organisaties", clock_now_ms());
    house_commit(h);
    return token;
}

static const char *mail_change(struct house *h)
{
    struct account_mail_change change = { .user = h->people[MEMBER].user,
                                          .from = h->people[MEMBER].mail,
                                          .to = "mia.new@olm.example" };
    return account_mail_change_seal(&h->a, h->app.site.key, &change, clock_now_ms());
}

static const char *type_id(struct house *h)
{
    return house_sql(h, "SELECT type FROM organisation_organisation WHERE id = %lld",
                     (long long)h->places[0].org);
}

/* The first thing of a kind in the library; NULL when the name is of another sort. */
static const char *library_place(struct house *h, const char *name)
{
    static const struct {
        const char *name;
        enum library_kind kind;
    } kinds[] = { { "indicator", LIBRARY_INDICATOR }, { "action", LIBRARY_ACTION },
                  { "method", LIBRARY_METHOD },       { "session_template", LIBRARY_SESSION },
                  { "practice", LIBRARY_PRACTICE },   { "resistance", LIBRARY_RESISTANCE } };
    size_t count;
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (strcmp(kinds[i].name, name) == 0)
            return library_items(h->app.site.library, kinds[i].kind, &count)[0].id;
    if (strcmp(name, "deck") == 0)
        return library_items(h->app.site.library, LIBRARY_CARD, &count)[0].deck->id;
    const struct pack *example = library_items(h->app.site.library, LIBRARY_EXAMPLE, &count)[0].pack;
    if (strcmp(name, "example") == 0)
        return example->id;
    return strcmp(name, "document") == 0 ? pack_list(example->lists, "documents")->v[0].id : NULL;
}

/* What the final report holds now: it is adopted by who has seen that. */
static const char *report_seen(struct house *h, const struct place *o)
{
    int64_t id = house_int(h, "SELECT min(id) FROM trajectory_trajectory WHERE organisation_id = %lld",
                           (long long)o->org);
    int64_t report =
        house_int(h, "SELECT min(id) FROM report_report WHERE form = 'final' AND organisation_id = %lld",
                  (long long)o->org);
    const struct trajectory *t = trajectory_get(h->db, &h->a, &h->app.packs, o->org, id);
    struct report_source from = house_report_source(h, t, clock_now_ms());
    return report_doc_hash(&h->a, report_doc(&from, report_get(h->db, &h->a, t, report)));
}

/* What the address of a test page ends in. */
static const char *session_proof(struct house *h, const struct place *o)
{
    unsigned char mac[CRYPTO_HASH_SIZE];
    const char *id =
        house_sql(h, "SELECT min(id) FROM session_session WHERE state = 'running' AND organisation_id = %lld",
                  (long long)o->org);
    crypto_mac(h->app.site.key, "session-reach", id, mac);
    return hex_encode(&h->a, mac, 12);
}

/* What is found by the organisation alone; NULL when the name is of another sort. */
static const char *found_place(struct house *h, const char *name, const struct place *o)
{
    static const struct {
        const char *name, *sql;
    } queries[] = {
        { "session", "SELECT id FROM session_session WHERE id = (SELECT min(id) FROM session_session WHERE "
                     "state = 'running' AND organisation_id = %lld)" },
        { "code", "SELECT code FROM session_session WHERE id = (SELECT min(id) FROM session_session WHERE "
                  "state = 'running' AND organisation_id = %lld)" },
        { "revision", "SELECT revision FROM session_session WHERE id = (SELECT min(id) FROM session_session "
                      "WHERE state = 'running' AND organisation_id = %lld)" },
        { "item", "SELECT item_id FROM session_session WHERE id = (SELECT min(id) FROM session_session WHERE "
                  "state = 'running' AND organisation_id = %lld)" },
        { "notes_session", "SELECT id FROM session_session WHERE id = (SELECT max(id) FROM session_session "
                           "WHERE state = 'running' AND organisation_id = %lld)" },
        { "notes_code", "SELECT code FROM session_session WHERE id = (SELECT max(id) FROM session_session "
                        "WHERE state = 'running' AND organisation_id = %lld)" },
        { "notes_item", "SELECT item_id FROM session_session WHERE id = (SELECT max(id) FROM session_session "
                        "WHERE state = 'running' AND organisation_id = %lld)" },
        { "prepared",
          "SELECT min(id) FROM session_session WHERE state = 'prepared' AND organisation_id = %lld" },
        { "prepared_item", "SELECT min(i.id) FROM session_item i JOIN session_session s ON s.id = i.session_id "
                           "WHERE s.state = 'prepared' "
                           "AND s.organisation_id = %lld" },
        { "note", "SELECT min(n.id) FROM session_note n JOIN session_item i ON i.id = n.item_id JOIN "
                  "session_session s ON s.id = "
                  "i.session_id WHERE s.organisation_id = %lld" },
        { "own_note", "SELECT max(n.id) FROM session_note n JOIN session_item i ON i.id = n.item_id JOIN "
                      "session_session s ON s.id = "
                      "i.session_id WHERE s.organisation_id = %lld" },
        { "participant",
          "SELECT min(p.id) FROM session_participant p JOIN session_session s ON s.id = p.session_id WHERE "
          "s.organisation_id = %lld" },
        { "trajectory", "SELECT min(id) FROM trajectory_trajectory WHERE organisation_id = %lld" },
        { "step",
          "SELECT min(s.id) FROM trajectory_step s JOIN trajectory_trajectory t ON t.id = s.trajectory_id "
          "WHERE s.state = 'open' AND t.organisation_id = %lld" },
        { "next_step",
          "SELECT min(s.id) FROM trajectory_step s JOIN trajectory_trajectory t ON t.id = s.trajectory_id "
          "WHERE s.state = 'waiting' AND t.organisation_id = %lld" },
        { "done_step",
          "SELECT min(s.id) FROM trajectory_step s JOIN trajectory_trajectory t ON t.id = s.trajectory_id "
          "WHERE s.state = 'skipped' AND t.organisation_id = %lld" },
        { "moment", "SELECT min(id) FROM trajectory_moment WHERE organisation_id = %lld" },
        { "doc_review",
          "SELECT id FROM document_document WHERE title = 'A text in review' AND organisation_id = %lld" },
        { "doc_approved",
          "SELECT id FROM document_document WHERE title = 'An approved text' AND organisation_id = %lld" },
        { "doc_adopted",
          "SELECT id FROM document_document WHERE title = 'An adopted text' AND organisation_id = %lld" },
        { "doc_aside",
          "SELECT id FROM document_document WHERE title = 'A text set aside' AND organisation_id = %lld" },
        { "doc_file", "SELECT id FROM attachment_file WHERE owner_kind = 'document' AND removed_at IS NULL AND "
                      "organisation_id = %lld" },
        { "doc_removed",
          "SELECT id FROM attachment_file WHERE owner_kind = 'document' AND removed_at IS NOT NULL AND "
          "organisation_id = %lld" },
        { "remark",
          "SELECT min(r.id) FROM document_remark r JOIN document_document d ON d.id = r.document_id WHERE "
          "d.organisation_id = %lld" },
        { "request_draft",
          "SELECT min(id) FROM picture_request WHERE state = 'draft' AND organisation_id = %lld" },
        { "request_open",
          "SELECT min(id) FROM picture_request WHERE state = 'sent' AND organisation_id = %lld" },
        { "request_answered",
          "SELECT min(id) FROM picture_request WHERE state = 'answered' AND organisation_id = %lld" },
        { "request_withdrawn",
          "SELECT min(id) FROM picture_request WHERE state = 'withdrawn' AND organisation_id = %lld" },
        { "request_file",
          "SELECT min(id) FROM attachment_file WHERE owner_kind = 'request' AND organisation_id = %lld" },
        { "fact", "SELECT min(id) FROM picture_fact WHERE accepted_at IS NOT NULL AND archived_at IS NULL AND "
                  "organisation_id = %lld" },
        { "fact_proposed",
          "SELECT min(id) FROM picture_fact WHERE accepted_at IS NULL AND organisation_id = %lld" },
        { "fact_away",
          "SELECT min(id) FROM picture_fact WHERE archived_at IS NOT NULL AND organisation_id = %lld" },
        { "plan_action", "SELECT min(id) FROM plan_action WHERE organisation_id = %lld" },
        { "priority", "SELECT min(id) FROM plan_priority WHERE organisation_id = %lld" },
        { "agreement",
          "SELECT min(g.id) FROM session_agreement g JOIN session_session s ON s.id = g.session_id "
          "WHERE s.organisation_id = %lld" },
        { "other_trajectory", "SELECT max(id) FROM trajectory_trajectory WHERE organisation_id = %lld" },
        { "evaluation_answer",
          "SELECT min(a.id) FROM evaluation_answer a JOIN evaluation_round r ON r.id = a.round_id "
          "WHERE r.organisation_id = %lld" },
        { "commitment", "SELECT min(id) FROM briefing_commitment WHERE organisation_id = %lld" },
        { "briefing_line", "SELECT min(line) FROM briefing_line WHERE organisation_id = %lld" },
        { "group", "SELECT min(id) FROM group_group WHERE organisation_id = %lld" },
        { "seat", "SELECT max(id) FROM group_seat WHERE group_id = (SELECT min(id) FROM group_group WHERE "
                  "organisation_id "
                  "= %lld) " },
        { "objection", "SELECT min(id) FROM group_objection WHERE organisation_id = %lld" },
        { "task", "SELECT min(id) FROM trajectory_task WHERE organisation_id = %lld" },
        { "report", "SELECT min(id) FROM report_report WHERE form = 'final' AND organisation_id = %lld" },
        { "short_report",
          "SELECT min(id) FROM report_report WHERE form = 'proposal' AND organisation_id = %lld" },
        { "adopted_report",
          "SELECT min(id) FROM report_report WHERE form = 'note' AND organisation_id = %lld" },
        { "report_change",
          "SELECT min(c.id) FROM report_change c JOIN report_report r ON r.id = c.report_id WHERE c.was <> '' "
          "AND c.field LIKE 'lead:%%' AND r.organisation_id = %lld" },
    };
    for (size_t i = 0; i < sizeof queries / sizeof queries[0]; i++)
        if (strcmp(queries[i].name, name) == 0)
            return house_sql(h, queries[i].sql, (long long)o->org);
    if (strcmp(name, "commitment_entry") == 0)
        return pack_list(packs_newest(&h->app.packs, PACK_COMMITMENTS)->lists, "entries")->v[0].id;
    if (strcmp(name, "report_seen") == 0)
        return report_seen(h, o);
    if (strcmp(name, "today") == 0)
        return clock_date(&h->a, organisation_today(&h->a, clock_now_ms()));
    if (strcmp(name, "calendar") == 0)
        return o->calendar;
    if (strcmp(name, "action_link") == 0)
        return o->action_link;
    if (strcmp(name, "request_link") == 0)
        return o->request_link;
    if (strcmp(name, "session_link") == 0)
        return o->session_link;
    if (strcmp(name, "proof") == 0)
        return session_proof(h, o);
    return strcmp(name, "mail_choice") == 0 ? o->mail_choice : NULL;
}

static const char *place_named(struct house *h, const char *name, const struct place *org,
                               const struct place *o)
{
    const struct {
        const char *name;
        int64_t id;
    } ids[] = {
        { "org", org->org },
        { "alone", o->round[SCAN_ALONE] },
        { "divided", o->round[SCAN_DIVIDED] },
        { "single", o->round[SCAN_SINGLE] },
        { "sitting", o->round[SCAN_SITTING] },
        { "closed", o->closed },
        { "member", o->member },
        { "ended", o->ended },
        { "department", o->department },
        { "entity", o->entity },
        { "own", o->theme },
        { "link", o->link },
        { "file", o->file },
        { "mail", h->mail },
        { "user", h->people[SECOND].user },
    };
    for (size_t i = 0; i < sizeof ids / sizeof ids[0]; i++)
        if (strcmp(ids[i].name, name) == 0)
            return number(h, ids[i].id);
    if (strcmp(name, "statement") == 0)
        return o->statement;
    if (strcmp(name, "theme") == 0)
        return o->theme_id;
    if (strcmp(name, "domain") == 0)
        return o->domain_id;
    if (strcmp(name, "key") == 0)
        return o->key;
    if (strcmp(name, "token") == 0)
        return new_token(h);
    if (strcmp(name, "change") == 0)
        return mail_change(h);
    if (strcmp(name, "type") == 0)
        return type_id(h);
    if (strcmp(name, "size") == 0)
        return house_sql(h, "SELECT size FROM organisation_organisation WHERE id = %lld",
                         (long long)h->places[0].org);
    if (strcmp(name, "pack") == 0)
        return pack_type_find(packs_types(&h->app.packs), type_id(h))->scan;
    if (strcmp(name, "word") == 0)
        return packs_glossary(&h->app.packs)->words[0].id;
    const char *found = found_place(h, name, o);
    if (found != NULL)
        return found;
    const char *of_library = library_place(h, name);
    if (of_library == NULL)
        WRONG("examples.c names a place {%s} that the house lacks\n", name);
    return of_library;
}

const char *fill_places(struct house *h, const char *text, const struct place *org, const struct place *others)
{
    const char *out = "";
    for (;;) {
        /* A brace of JSON is followed by a quotation mark, or closes. */
        const char *open = text;
        while ((open = strchr(open, '{')) != NULL && !(open[1] >= 'a' && open[1] <= 'z'))
            open++;
        if (open == NULL)
            return arena_printf(&h->a, "%s%s", out, text);
        const char *name = arena_strndup(&h->a, open + 1, strcspn(open + 1, "}"));
        out = arena_printf(&h->a, "%s%.*s%s", out, (int)(open - text), text, place_named(h, name, org, others));
        text = open + strlen(name) + 2;
    }
}

/* ---- Requests ------------------------------------------------------------------------------------------ */

static const char *decode(struct house *h, const char *s, size_t n, size_t *length)
{
    char *out = arena_alloc(&h->a, n + 1);
    *length = 0;
    for (size_t i = 0; i < n; i++) {
        if (s[i] == '%' && i + 2 < n) {
            char hex[3] = { s[i + 1], s[i + 2], '\0' };
            out[(*length)++] = (char)strtol(hex, NULL, 16);
            i += 2;
        } else {
            out[(*length)++] = s[i] == '+' ? ' ' : s[i];
        }
    }
    return out;
}

struct bytes fields_body(struct house *h, const char *fields, const char *file, struct bytes content,
                         const char **type)
{
    static const char boundary[] = "----a-boundary-of-the-flow-tests";
    if (file == NULL) {
        *type = "application/x-www-form-urlencoded";
        return (struct bytes){ fields, strlen(fields) };
    }
    *type = arena_printf(&h->a, "multipart/form-data; boundary=%s", boundary);
    struct buf out;
    buf_init(&out, 64 * 1024 * 1024);
    for (const char *p = fields; *p != '\0';) {
        size_t n = strcspn(p, "&"), name = strcspn(p, "="), length;
        if (name < n) {
            const char *value = decode(h, p + name + 1, n - name - 1, &length);
            size_t name_length;
            buf_printf(&out, "--%s\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n", boundary,
                       decode(h, p, name, &name_length));
            buf_add(&out, value, length);
            buf_str(&out, "\r\n");
        }
        p += n + (p[n] == '&');
    }
    buf_printf(&out,
               "--%s\r\nContent-Disposition: form-data; name=\"%s\"; filename=\"list.csv\"\r\nContent-Type: "
               "text/csv\r\n\r\n",
               boundary, file);
    buf_add(&out, content.p, content.n);
    buf_printf(&out, "\r\n--%s--\r\n", boundary);
    struct bytes body = { buf_to_arena(&out, &h->a), out.n };
    buf_release(&out);
    return body;
}

struct request example_request(struct browser *b, const struct example *e, const struct place *org,
                               const struct place *others, const char *token)
{
    struct house *h = b->h;
    struct request r = { .path = fill_places(h, e->path == NULL ? e->pattern : e->path, org, others) };
    if (e->method == HTTP_GET)
        return r;
    const char *fields = fill_places(h, e->fields == NULL ? "" : e->fields, org, others);
    if (fields[0] == '{') {
        r.type = "application/json";
        r.body = (struct bytes){ fields, strlen(fields) };
        return r;
    }
    if (token != NULL)
        fields = arena_printf(&h->a, "csrf=%s%s%s", token, fields[0] == '\0' ? "" : "&", fields);
    const char *content = arena_printf(&h->a, "%s%s,yes,\r\n", import_file, others->statement);
    r.body = fields_body(h, fields, e->file, (struct bytes){ content, strlen(content) }, &r.type);
    return r;
}

int example_send(struct browser *b, const struct example *e, const struct place *org,
                 const struct place *others)
{
    const char *token = e->method == HTTP_POST ? browser_token(b) : NULL;
    struct request r = example_request(b, e, org, others, token);
    return browser_run(b, e->method, r.path, r.type, r.body);
}

const char *fields_with(struct house *h, const char *fields, const char *name, const char *value, int n)
{
    const char *out = "";
    bool done = n < 0;
    const char *put = n < 0 ? "" : arena_printf(&h->a, "%s=%s", name, url_code(&h->a, value, (size_t)n));
    for (const char *p = fields; *p != '\0';) {
        size_t length = strcspn(p, "&"), own = strcspn(p, "=");
        bool same = own == strlen(name) && strncmp(p, name, own) == 0;
        if (!same || !done)
            out = same ? arena_printf(&h->a, "%s%s%s", out, out[0] == '\0' ? "" : "&", put)
                       : arena_printf(&h->a, "%s%s%.*s", out, out[0] == '\0' ? "" : "&", (int)length, p);
        done = done || same;
        p += length + (p[length] == '&');
    }
    return done ? out : arena_printf(&h->a, "%s%s%s", out, out[0] == '\0' ? "" : "&", put);
}
