#include "report_doc.h"

#include <string.h>

struct action {
    const char *what, *who, *when, *money, *state;
};
struct theme {
    const char *name, *dimension, *finding;
    int score, upper, before;
    const char *texts[4];
    const char *quote, *by;
    const char *strong[4], *weak[4];
    struct action actions[5];
};

static const struct theme themes[] = {
    { "Energie en gebouwen",
      "planet",
      "De gebouwen worden zuiniger, maar het patrimonium is groter dan wat we kunnen opvolgen.",
      625,
      690,
      540,
      { "Olmenrode beheert 38 gebouwen. Twaalf daarvan nemen samen driekwart van het gas en de elektriciteit "
        "af: het zwembad, de "
        "twee scholen, het administratief centrum, het woonzorgcentrum en zeven sporthallen. Voor die twaalf "
        "staat sinds 2024 een "
        "meter per stookplaats, en leest de technische dienst elke maandag de standen af. De andere 26 "
        "gebouwen kennen we alleen van "
        "de jaarfactuur.",
        "De werkgroep vond het opvallend dat niemand kon zeggen welk gebouw het eerst aan de beurt is. Er "
        "bestaat een lijst van "
        "renovaties uit 2019, maar die volgt de klachten van gebruikers en niet het verbruik. Intussen werd "
        "wel beslist om "
        "geen nieuwe gasketels meer te plaatsen. Dat is een sterk signaal, dat ook naar de inwoners toe "
        "gebruikt kan worden.",
        "Van de daken is 41 % geschikt voor zonnepanelen. Op een derde daarvan liggen ze ook. De stroom van "
        "het "
        "weekend gaat vandaag voor een lage prijs terug het net op, terwijl het zwembad op zondag open is: met "
        "een "
        "energiegemeenschap kan die stroom daar gebruikt worden.",
        "De nulmeting is het verbruik van 2019, gecorrigeerd voor de graaddagen van Ukkel. Zonder die "
        "correctie lijkt de winter van "
        "2024 een besparing van 11 %; met de correctie blijft er 4 % over." },
      "We weten perfect wat een ketel kost. Wat we niet weten, is wat het kost om hem nog vijf jaar te laten "
      "draaien.",
      "hoofd van de technische dienst",
      { "Meters en maandelijkse aflezing in de twaalf grootste gebouwen",
        "Geen nieuwe gasketels sinds het besluit van het college van 14 mei 2024",
        "Een energiecoördinator die halftijds voor deze gebouwen werkt", NULL },
      { "Geen zicht op 26 kleinere gebouwen", "De volgorde van renovaties volgt klachten, geen verbruik",
        "Gebruikers van zalen horen nooit wat zij verbruiken", NULL },
      { { "Meters in de 26 kleinere gebouwen, te beginnen met de sportkantines", "Technische dienst",
          "juni 2027", "€ 46.000", "Gepland" },
        { "Volgorde van renovaties opstellen volgens kosten per vermeden ton CO₂", "Energiecoördinator",
          "maart 2027", "eigen werk", "Bezig" },
        { "Energiegemeenschap oprichten met het zwembad en de twee scholen", "Duurzaamheid", "december 2027",
          "€ 12.500", "Te beslissen" },
        { "Verbruik per zaal op de factuur van verenigingen zetten", "Vrije tijd", "september 2027", "€ 3.000",
          "Gepland" },
        { NULL } } },
    { "Mobiliteit van medewerkers",
      "planet",
      "Fietsen zit in de lift; dienstwagens en parkeren trekken de andere kant op.",
      488,
      560,
      470,
      { "Van de 412 medewerkers woont 58 % op minder dan tien kilometer van het werk. De helft van hen komt "
        "met de fiets, tegen een derde "
        "in 2022. De fietsvergoeding en de leasefiets doen hun werk. Toch is gratis parkeren achter het "
        "administratief centrum "
        "nog altijd het voordeel dat het meest gebruikt wordt, en het enige waarvoor niemand iets moet "
        "aanvragen.",
        "Het wagenpark telt 61 voertuigen. Bij de vervanging wordt sinds dit jaar eerst gevraagd of het "
        "voertuig nodig is. Van de negen "
        "aanvragen werden er twee een bakfiets en één een abonnement op deelwagens. Voor vrachtwagens en de "
        "sneeuwruimer is er geen "
        "elektrische keuze binnen het budget.",
        "Dienstreizen worden nergens opgeteld. De kosten staan per dienst op vier verschillende rekeningen, en "
        "vluchten worden geboekt "
        "door wie ze maakt. De werkgroep schat dat het om een tiental vluchten per jaar gaat.",
        NULL },
      "Ik krijg 27 cent om te fietsen en een gratis parkeerplaats om het niet te doen.",
      "medewerker, antwoord in de scan",
      { "Fietsvergoeding en leasefiets voor iedereen, ook voor wie deeltijds werkt",
        "Bij elke vervanging de vraag of het voertuig nodig is", NULL },
      { "Gratis parkeren zonder voorwaarden", "Dienstreizen worden niet geteld",
        "Ploegen met vroege uren hebben geen bus", NULL },
      { { "Parkeerplaatsen toewijzen volgens nood (zorg, ploegen, afstand)", "Personeel", "januari 2028",
          "eigen werk", "Te beslissen" },
        { "Alle dienstreizen op één rekening en in één lijst", "Financiën", "april 2027", "eigen werk",
          "Gepland" },
        { "Zes elektrische bestelwagens in plaats van twaalf op diesel", "Technische dienst", "2027-2029",
          "€ 214.000", "Gepland" },
        { NULL } } },
    { "Grondstoffen en afval",
      "planet",
      "Sorteren gaat goed, minder gebruiken nog niet.",
      571,
      600,
      590,
      { "Restafval van de diensten daalde in drie jaar van 61 naar 44 ton. Op elke verdieping staat een "
        "sorteereiland en de "
        "poetsploeg weegt wat eruit komt. Bij evenementen is het beeld omgekeerd: herbruikbare bekers zijn "
        "verplicht, maar eten "
        "wordt nog vaak in wegwerpverpakking aangeboden, omdat de standhouder die zelf koopt.",
        "Meubilair wordt per dienst besteld. In 2025 kocht de gemeente 74 bureaustoelen, terwijl er in de "
        "kelder van de bibliotheek 52 "
        "stonden. Een eigen tweedehandslijst bestaat, maar wie iets nodig heeft kent ze niet.",
        NULL },
      "Het containerpark vraagt aan de inwoner drie soorten plastic. Wij hebben aan onze eigen balie één "
      "vuilnisbak.",
      "onthaalmedewerker",
      { "Wegen per soort en per gebouw", "Herbruikbare bekers op elk evenement", NULL },
      { "Meubilair wordt gekocht terwijl het er staat", "Voedsel in wegwerpverpakking op evenementen", NULL },
      { { "Eén lijst van meubilair, verplicht te raadplegen voor een bestelling", "Aankoop", "februari 2027",
          "eigen werk", "Bezig" },
        { "Afspraken over verpakking in het reglement voor standhouders", "Evenementen", "mei 2027",
          "eigen werk", "Gepland" },
        { NULL } } },
    { "Goed werkgeverschap",
      "people",
      "Medewerkers voelen zich gehoord, behalve wie niet aan een bureau werkt.",
      702,
      735,
      655,
      { "In de bevraging van het voorjaar gaf 78 % van de medewerkers aan dat hun leidinggevende naar hen "
        "luistert. Bij de buitendiensten "
        "en de schoonmaak is dat 54 %. Die diensten vulden de bevraging ook minder vaak in: zij moesten "
        "daarvoor naar een "
        "computer in het administratief centrum.",
        "Vorming staat voor iedereen open, maar het aanbod is voor bureauwerk gemaakt. Van de 1.140 dagen "
        "vorming in 2025 "
        "gingen er 61 naar de buitendiensten, die een derde van het personeel uitmaken. Een ploegbaas zei het "
        "zo: wie er niet is, kan er ook "
        "niet vervangen worden.",
        "Het ziekteverzuim is met 6,8 % lager dan het gemiddelde van vergelijkbare gemeenten. Langdurige "
        "afwezigheid stijgt wel, vooral "
        "boven 55 jaar en bij zwaar werk. Aangepast werk bestaat op papier; in de praktijk zoekt elke "
        "leidinggevende het zelf uit.",
        NULL },
      "Er is een brief voor alles, maar niemand van ons leest zijn mail voor het schaften.",
      "ploegbaas van de groendienst",
      { "Jaarlijkse bevraging met terugkoppeling per dienst", "Telewerk met duidelijke afspraken",
        "Vertrouwenspersonen die bekend zijn", NULL },
      { "Buitendiensten doen minder mee en krijgen minder vorming",
        "Aangepast werk hangt af van wie leiding geeft", NULL },
      { { "Bevraging op papier en tijdens de werkuren in de loods", "Personeel", "maart 2027", "€ 1.200",
          "Gepland" },
        { "Vijf dagen vorming op maat voor elke ploeg", "Personeel", "2027", "€ 18.000", "Te beslissen" },
        { "Aangepast werk: één aanspreekpunt en een lijst van taken", "Preventie", "juni 2027", "eigen werk",
          "Bezig" },
        { NULL } } },
    { "Diversiteit en toegankelijkheid",
      "people",
      "De deuren staan open, de teksten nog niet.",
      455,
      610,
      DOC_NO_VALUE,
      { "Alle loketten zijn sinds dit jaar rolstoeltoegankelijk en drie ervan hebben een ringleiding. De "
        "website haalt 83 van de 100 punten "
        "op de automatische toets, maar formulieren in PDF werken niet met een schermlezer. Dat gaat over 112 "
        "documenten, waarvan de "
        "helft in twee jaar niet gebruikt werd.",
        "Olmenrode telt 94 nationaliteiten. Aan het loket spreken de medewerkers samen elf talen, van Ελληνικά "
        "en Українська tot العربية, "
        "maar dat staat nergens: een inwoner die vraagt of iemand hem kan helpen, krijgt meestal een "
        "telefoonnummer. Vacatures worden "
        "gelezen door wie al iemand bij de gemeente kent. 👍 voor de stagiairs uit het OKAN-onderwijs, die "
        "bleven alle vier.",
        NULL },
      "Mijn zoon leest mij de brieven voor. Hij is negen.",
      "inwoner, gesprek aan het loket",
      { "Loketten en stemlokalen zijn toegankelijk", "Stageplaatsen voor anderstalige nieuwkomers", NULL },
      { "Brieven zijn te moeilijk geschreven", "112 formulieren werken niet met een schermlezer",
        "Vacatures bereiken altijd dezelfden", NULL },
      { { "Twintig meest verstuurde brieven herschrijven met inwoners", "Communicatie", "september 2027",
          "€ 7.500", "Gepland" },
        { "Formulieren die niemand gebruikt weghalen, de rest op het web zetten", "Informatica",
          "december 2027", "€ 32.000", "Gepland" },
        { "Talenlijst van de loketten zichtbaar maken", "Onthaal", "februari 2027", "eigen werk", "Klaar" },
        { NULL } } },
    { "Gezondheid en veiligheid",
      "people",
      "Ongevallen worden ernstig genomen, bijna-ongevallen niet geteld.",
      668,
      668,
      668,
      { "Er waren 23 arbeidsongevallen in 2025, waarvan vier met meer dan een week afwezigheid. Elk ongeval "
        "wordt met de ploeg besproken en de "
        "afspraken die daaruit komen worden na drie maanden nagekeken. Dat is beter dan de wet vraagt.",
        "Bijna-ongevallen worden zelden gemeld. In de scan antwoordde 40 % van de buitendiensten dat ze er het "
        "voorbije jaar minstens één meemaakten; in het register staan er twee. De meldkaart telt drie "
        "bladzijden.",
        NULL },
      NULL,
      NULL,
      { "Bespreking met de ploeg na elk ongeval", NULL },
      { "Melden van bijna-ongevallen is te veel werk", NULL },
      { { "Meldkaart van een halve bladzijde, ook op de telefoon", "Preventie", "januari 2027", "eigen werk",
          "Bezig" },
        { NULL } } },
    { "Duurzaam aankopen",
      "prosperity",
      "Wie wil, kan; wie niet wil, wordt niets gevraagd.",
      390,
      455,
      310,
      { "In 2025 plaatste de gemeente 214 opdrachten, samen goed voor 11,3 miljoen euro. In 31 daarvan stond "
        "een sociale of "
        "ecologische voorwaarde. Bijna alle waren werken. Bij leveringen en diensten, waar de meeste "
        "opdrachten klein zijn, blijft het bij goede "
        "bedoelingen.",
        "Wie een voorwaarde opneemt, doet dat op eigen initiatief en zoekt zelf naar een tekst. Daardoor staat "
        "dezelfde eis in vijf "
        "versies in vijf bestekken, en is er geen enkele die na de gunning nagekeken wordt. Van de 31 "
        "voorwaarden is er van acht bewijs gevraagd.",
        "De raamovereenkomsten van de provincie en van de intercommunale bevatten zulke voorwaarden wél. Ze "
        "worden gebruikt voor papier, "
        "poetsproducten en werkkledij. Voor catering, drukwerk en onderhoud van groen sluit de gemeente niet "
        "aan.",
        "Maatwerkbedrijven uit de streek krijgen 2,1 % van het bedrag, vooral voor groenonderhoud. Een "
        "afspraak om opdrachten voor te behouden "
        "bestaat sinds 2018 en werd twee keer toegepast." },
      "Ik schrijf één keer per jaar een bestek. Dan ga ik niet als eerste zoeken naar iets wat niemand mij "
      "vraagt.",
      "diensthoofd",
      { "Raamovereenkomsten met duurzame voorwaarden voor papier, poetsmiddelen en kledij",
        "Ervaring met sociale voorwaarden bij werken", NULL },
      { "Geen vaste teksten", "Geen controle na de gunning",
        "Kleine opdrachten vallen buiten elk afsprakenkader", NULL },
      { { "Vaste teksten voor de tien meest geplaatste opdrachten", "Aankoop", "april 2027", "eigen werk",
          "Bezig" },
        { "Bewijs vragen en nakijken: een vast punt op de oplevering", "Aankoop", "juli 2027", "eigen werk",
          "Gepland" },
        { "Aansluiten bij de raamovereenkomst voor catering", "Vrije tijd", "maart 2027", "€ 4.000",
          "Te beslissen" },
        { "Jaarlijkse lijst van opdrachten voor maatwerkbedrijven", "Aankoop", "januari 2027", "eigen werk",
          "Gepland" },
        { NULL } } },
    { "Lokale economie en sociale economie",
      "prosperity",
      "Veel contact, weinig afspraken.",
      520,
      600,
      480,
      { "De dienst economie kent de ondernemers en zij kennen haar. Er is een ontbijt per kwartaal en een "
        "nieuwsbrief met 640 "
        "lezers. Wat ontbreekt is een gezamenlijk doel: de ondernemers weten niet wat de gemeente van hen "
        "verwacht, en omgekeerd.",
        "Vier bedrijven op het bedrijventerrein willen samen hun warmte uitwisselen. Zij vragen al twee jaar "
        "om één gesprekspartner bij de "
        "gemeente. Vandaag zijn dat er drie: ruimte, economie en duurzaamheid.",
        NULL },
      "Wij zoeken geen subsidie. Wij zoeken iemand die terugbelt.",
      "zaakvoerder op het bedrijventerrein",
      { "Vaste contacten met ondernemers", NULL },
      { "Geen aanspreekpunt voor samenwerking tussen bedrijven", NULL },
      { { "Eén aanspreekpunt voor het bedrijventerrein", "Economie", "januari 2027", "eigen werk", "Klaar" },
        { "Studie warmtenet met de vier bedrijven", "Duurzaamheid", "oktober 2027", "€ 25.000",
          "Te beslissen" },
        { NULL } } },
    { "Financiën en investeringen",
      "prosperity",
      "De centen zijn in orde, de afweging over tien jaar ontbreekt.",
      610,
      610,
      610,
      { "De begroting is in evenwicht en de schuld per inwoner daalt. Bij investeringen telt alleen de "
        "aankoopprijs: "
        "onderhoud, energie en afbraak staan niet in de nota aan de raad. Bij de sporthal van 2023 bleek na "
        "twee jaar dat de gekozen "
        "verlichting over tien jaar 90.000 euro duurder is dan het alternatief.",
        "De reserves staan bij twee banken. Er is nooit gevraagd wat die ermee doen.", NULL },
      NULL,
      NULL,
      { "Begroting in evenwicht, dalende schuld", NULL },
      { "Geen kosten over de levensduur in de nota aan de raad", NULL },
      { { "Kosten over de levensduur bij elke investering boven € 100.000", "Financiën", "januari 2027",
          "eigen werk", "Gepland" },
        { "Vragenlijst over beleggingen aan de banken", "Financiën", "juni 2027", "eigen werk", "Gepland" },
        { NULL } } },
    { "Bestuur en integriteit",
      "governance",
      "Regels zijn er, het gesprek erover niet.",
      585,
      640,
      560,
      { "De deontologische code werd in 2021 goedgekeurd en op de website gezet. In de scan wist 35 % van de "
        "medewerkers dat ze bestaat. "
        "Nieuwe medewerkers krijgen ze op hun eerste dag, samen met negentien andere documenten.",
        "Er is een meldpunt voor klokkenluiders, dat door een buurgemeente wordt beheerd. Er kwam nog geen "
        "enkele melding. Dat kan goed "
        "nieuws zijn, maar de werkgroep durft dat niet te zeggen zolang bijna niemand het meldpunt kent.",
        NULL },
      "Geschenken? Daar is vast iets over. Ik neem ze gewoon mee naar de koffietafel.",
      "medewerker",
      { "Code, meldpunt en vertrouwenspersonen bestaan", NULL },
      { "Weinig bekend, nooit besproken", NULL },
      { { "Dilemma van de maand op de teamvergadering", "Algemeen directeur", "vanaf februari 2027",
          "eigen werk", "Gepland" },
        { NULL } } },
    { "Participatie van inwoners",
      "governance",
      "Veel inspraak vooraf, weinig antwoord achteraf.",
      543,
      580,
      600,
      { "Bij elf projecten vroeg de gemeente inwoners om hun mening. Gemiddeld kwamen 47 mensen. Bij drie "
        "projecten lazen zij nadien wat er met "
        "hun voorstellen gebeurde. Bij de andere acht bleef het stil, ook waar de voorstellen werden "
        "overgenomen.",
        "De groep die meedoet is ouder en hoger geschoold dan Olmenrode. De proef met een loting van inwoners "
        "(aan 600 adressen, 58 "
        "deelnemers) bereikte wél gezinnen en huurders, en kostte minder dan een bewonersvergadering.",
        NULL },
      "Wij waren met dertig, we hebben drie avonden getekend, en toen lag er een plein.",
      "bewoner van de Lindewijk",
      { "Loting bereikt wie anders niet komt", NULL },
      { "Geen antwoord na de inspraak", NULL },
      { { "Binnen zes weken antwoord op elk voorstel, op de projectpagina", "Communicatie", "maart 2027",
          "eigen werk", "Gepland" },
        { "Loting als gewone werkwijze bij projecten boven € 500.000", "Participatie", "juni 2027", "€ 15.000",
          "Te beslissen" },
        { NULL } } },
};
enum { THEMES = sizeof themes / sizeof themes[0] };

static const char *score_text(struct arena *a, int tenths)
{
    return tenths == DOC_NO_VALUE ? "geen score" : arena_printf(a, "%d", (tenths + 5) / 10);
}

static void add_radar(struct doc *d)
{
    struct doc_chart *c = NEW(d->arena, struct doc_chart);
    struct doc_bar *bars = NEW_ARRAY(d->arena, struct doc_bar, THEMES);
    for (size_t i = 0; i < THEMES; i++)
        bars[i] = (struct doc_bar){ themes[i].name,
                                    themes[i].score,
                                    DOC_NO_VALUE,
                                    themes[i].before,
                                    score_text(d->arena, themes[i].score),
                                    NULL,
                                    themes[i].dimension };
    *c = (struct doc_chart){
        .kind = DOC_CHART_RADAR,
        .title = "Score per thema, najaar 2026 naast voorjaar 2025",
        .sentence =
            "Olmenrode staat het sterkst in goed werkgeverschap (70) en het zwakst in duurzaam aankopen (39). "
            "Het aankopen ging er wel het meest op vooruit.",
        .bars = bars,
        .count = THEMES,
        .label_title = "Thema",
        .value_title = "Najaar 2026",
        .before_title = "Voorjaar 2025"
    };
    doc_chart(d, c);
}

static void add_bars(struct doc *d, const struct theme *t)
{
    static const char *const parts[] = { "Beleid en afspraken", "Uitvoering", "Opvolging en meting",
                                         "Kennis bij medewerkers", "Samenwerking met anderen" };
    struct doc_chart *c = NEW(d->arena, struct doc_chart);
    struct doc_bar *bars = NEW_ARRAY(d->arena, struct doc_bar, 5);
    for (int i = 0; i < 5; i++) {
        int64_t score = t->score + (i * 173 + (int)(t - themes) * 97) % 240 - 120;
        bars[i] = (struct doc_bar){ parts[i],
                                    score,
                                    score + (i % 2 == 0 ? 80 : 0),
                                    t->before == DOC_NO_VALUE ? DOC_NO_VALUE : score - 60 + 40 * i,
                                    score_text(d->arena, (int)score),
                                    NULL,
                                    t->dimension };
    }
    bars[4].tenths = t->dimension[0] == 'g' ? DOC_NO_VALUE : bars[4].tenths;
    bars[4].value = bars[4].tenths == DOC_NO_VALUE ? "geen score" : bars[4].value;
    bars[4].upper_tenths = bars[4].tenths == DOC_NO_VALUE ? DOC_NO_VALUE : bars[4].upper_tenths;
    *c = (struct doc_chart){ .kind = DOC_CHART_BARS,
                             .title = arena_printf(d->arena, "%s: score per onderdeel", t->name),
                             .sentence = "Afspraken zijn er meer dan opvolging. De gestreepte band toont hoe "
                                         "hoog de score zou zijn als elke "
                                         "'weet niet' een ja was.",
                             .bars = bars,
                             .count = 5,
                             .label_title = "Onderdeel",
                             .value_title = "Score op 100",
                             .before_title = t->before == DOC_NO_VALUE ? NULL : "Voorjaar 2025",
                             .upper_title = "Als elke 'weet niet' een ja was" };
    doc_chart(d, c);
}

static void add_actions(struct doc *d, const struct theme *t)
{
    static const char *const titles[] = { "Actie", "Trekker", "Klaar tegen", "Budget", "Stand" };
    static const bool numeric[] = { false, false, false, true, false };
    struct doc_table table = doc_table_begin(d, arena_printf(d->arena, "Acties voor %s", t->name), titles, 5);
    table.grid->numeric = numeric;
    table.grid->row_heads = true;
    for (const struct action *a = t->actions; a->what != NULL; a++)
        doc_table_row(&table, (const char *const[]){ a->what, a->who, a->when, a->money, a->state });
    doc_table_end(&table);
}

static void add_theme(struct doc *d, const struct theme *t)
{
    doc_heading(d, 1, t->name, NULL);
    doc_lead(d, t->finding);
    doc_heading(d, 2, "Waar staan we?", NULL);
    for (int i = 0; i < 4 && t->texts[i] != NULL; i++)
        doc_paragraph(d, t->texts[i]);
    if (t->quote != NULL)
        doc_quote(d, t->quote, t->by);
    doc_heading(d, 2, "Wat de scan toont", NULL);
    doc_paragraph(d, "Negen leden van de kopgroep vulden de stellingen van dit thema elk apart in. De "
                     "verschillen werden daarna samen "
                     "besproken; wat hieronder staat is de score na dat gesprek.");
    add_bars(d, t);
    if (t->before == DOC_NO_VALUE)
        doc_note(
            d,
            "Dit thema zat in 2025 nog niet in de scan. Er is dus geen eerdere score om mee te vergelijken.");
    doc_heading(d, 3, "Wat goed loopt", NULL);
    for (int i = 0; i < 4 && t->strong[i] != NULL; i++)
        doc_item(d, 1, t->strong[i]);
    doc_heading(d, 3, "Wat beter moet", NULL);
    for (int i = 0; i < 4 && t->weak[i] != NULL; i++)
        doc_item(d, 1, t->weak[i]);
    doc_heading(d, 2, "Wat we gaan doen", NULL);
    doc_paragraph(d, "De acties hieronder zijn besproken met de diensten die ze uitvoeren. Wat nog te "
                     "beslissen is, ligt met "
                     "dit rapport voor aan de raad.");
    add_actions(d, t);
    doc_labelled(d, "Volgende meting", "voorjaar 2027, met dezelfde stellingen.");
}

static void add_summary(struct doc *d)
{
    doc_heading(d, 1, "Samenvatting", NULL);
    doc_lead(d, "Olmenrode is sterk voor wie er werkt en zwak in wat het aankoopt. Vooruitgang zit waar iemand "
                "ze opvolgt.");
    doc_paragraph(d, "Voor het tweede jaar keek de gemeente hoe het staat met maatschappelijk verantwoord "
                     "ondernemen. Een kopgroep van negen "
                     "mensen uit zeven diensten beantwoordde 339 stellingen, verdeeld over elf thema's. De "
                     "globale score is 58 op 100, tegen 55 "
                     "in het voorjaar van 2025. Bij 7 % van de stellingen wist de groep het antwoord niet: "
                     "waren dat allemaal ja's, dan was de "
                     "score 63.");
    add_radar(d);
    doc_heading(d, 2, "Drie dingen om te onthouden", NULL);
    doc_numbered(d, 1, 1,
                 "Wat gemeten wordt, gaat vooruit. De vijf thema's met een vaste meting stegen gemiddeld zes "
                 "punten; de andere bleven "
                 "gelijk.");
    doc_numbered(d, 1, 2, "Wie niet aan een bureau werkt, valt buiten beeld:");
    doc_item(d, 2, "in de bevraging van het personeel,");
    doc_item(d, 2, "bij vorming en bij telewerk,");
    doc_item(d, 2, "en in deze scan zelf.");
    doc_numbered(d, 1, 3,
                 "Aankopen is de grootste hefboom die nog niet gebruikt wordt: 11,3 miljoen euro per jaar.");
    doc_heading(d, 2, "Wat aan de raad gevraagd wordt", NULL);
    doc_paragraph(
        d, "De raad wordt gevraagd om kennis te nemen van de scores, en te beslissen over de volgende punten:");
    doc_item(d, 1, "de energiegemeenschap van het zwembad en de twee scholen;");
    doc_item(d, 1, "de nieuwe regels voor parkeerplaatsen van medewerkers;");
    doc_item(d, 1, "vijf dagen vorming op maat voor elke ploeg;");
    doc_item(d, 1, "de studie voor een warmtenet op het bedrijventerrein.");
    doc_note(d, "Alle scores zijn indicatief. Ze geven weer hoe de kopgroep de gemeente ziet, en zijn bedoeld "
                "om over te praten en om jaren "
                "met elkaar te vergelijken. Ze zeggen niets over andere gemeenten.");
}

static void add_method(struct doc *d)
{
    doc_heading(d, 1, "Hoe dit rapport tot stand kwam", NULL);
    doc_paragraph(d, "De kopgroep kwam vijf keer samen tussen april en oktober 2026. Tussen de bijeenkomsten "
                     "vulde iedereen apart in; in de "
                     "zaal ging het alleen over de stellingen waarover de antwoorden uiteenliepen.");
    struct doc_run *runs = NEW_ARRAY(d->arena, struct doc_run, 5);
    runs[0] = (struct doc_run){ .text = "De stellingen volgen de zeven kernthema's van " };
    runs[1] = (struct doc_run){ .text = "ISO 26000", .style = DOC_ITALIC };
    runs[2] = (struct doc_run){ .text = " en staan met hun bronnen op " };
    runs[3] = (struct doc_run){ .text = "de projectpagina van de gemeente",
                                .link = "https://olmenrode.example/mvo/rapport 2026?jaar=2026" };
    runs[4] = (struct doc_run){
        .text = ". Vragen zijn welkom bij de dienst duurzaamheid, die ook de ruwe cijfers bewaart."
    };
    doc_block(d, (struct doc_block){ .kind = DOC_PARAGRAPH, .line = { runs, 5 } });
    static const char *const titles[] = { "Bijeenkomst", "Datum", "Wat er gebeurde", "Aanwezig" };
    static const bool numeric[] = { false, false, false, true };
    static const char *const rows[][4] = {
        { "Start", "16 april 2026",
          "Kennismaking, verdeling van de thema's, afspraken over wat met de antwoorden gebeurt", "9" },
        { "Planeet", "21 mei 2026", "Gesprek over 46 stellingen met verschil; 41 keer akkoord, 5 keer niet",
          "8" },
        { "Mensen", "18 juni 2026",
          "Gesprek over 52 stellingen; twee ploegbazen van de buitendiensten schoven aan", "11" },
        { "Welvaart en bestuur", "10 september 2026", "Gesprek over 60 stellingen, met de financieel directeur",
          "9" },
        { "Prioriteiten", "8 oktober 2026", "Elk lid verdeelde tien punten over de gemarkeerde stellingen",
          "9" },
    };
    struct doc_table table = doc_table_begin(d, "De vijf bijeenkomsten", titles, 4);
    table.grid->numeric = numeric;
    for (size_t i = 0; i < 5; i++)
        doc_table_row(&table, rows[i]);
    doc_table_end(&table);
    doc_heading(d, 2, "Wie meedeed", NULL);
    doc_paragraph(d, "De kopgroep bestond uit het hoofd van de technische dienst, de aankoper, de "
                     "personeelsdirecteur, de preventieadviseur, de "
                     "duurzaamheidsambtenaar, de dienst economie, de communicatiedienst, een ploegbaas en de "
                     "schepen van duurzaamheid. De algemeen "
                     "directeur zat de bijeenkomsten voor.");
}

/* Every statement with its answer: a table over many pages. */
static void add_appendix(struct doc *d)
{
    static const char *const titles[] = { "Nr.", "Stelling", "Antwoord", "Eens", "Notitie" };
    static const bool numeric[] = { true, false, false, true, false };
    static const char *const statements[] = {
        "Er is een plan met een doel, een jaartal en iemand die het opvolgt.",
        "Medewerkers weten wat van hen verwacht wordt en waar zij terechtkunnen met vragen.",
        "De gevolgen voor het milieu worden gemeten en minstens één keer per jaar besproken.",
        "Bij een beslissing wordt ook gekeken naar de kosten over de hele levensduur, met energie en onderhoud "
        "inbegrepen.",
        "Wie iets meldt, krijgt binnen de maand een antwoord.",
        "Afspraken met leveranciers worden na de gunning nagekeken.",
    };
    static const char *const answers[] = { "Ja", "Nee", "Weet niet", "Ja", "Niet van toepassing" };
    static const char *const notes[] = {
        "",
        "Geldt niet voor de buitendiensten.",
        "",
        "Er is een begin gemaakt in 2025; de eerste resultaten worden in het voorjaar verwacht.",
        "",
        "",
        "Bewijs: nota aan het college van 14 mei 2024."
    };
    doc_heading(d, 1, "Bijlage: alle stellingen en antwoorden", NULL);
    doc_paragraph(d, "Een greep uit de stellingen, met het antwoord waarover de kopgroep het eens werd en "
                     "hoeveel leden dat vooraf ook al vonden.");
    for (size_t t = 0; t < THEMES; t++) {
        doc_heading(d, 2, themes[t].name, NULL);
        struct doc_table table = doc_table_begin(d, NULL, titles, 5);
        table.grid->numeric = numeric;
        for (size_t i = 0; i < 11; i++)
            doc_table_row(&table, (const char *const[]){ arena_printf(d->arena, "%zu.%zu", t + 1, i + 1),
                                                         statements[(i + t) % 6], answers[(i * 3 + t) % 5],
                                                         arena_printf(d->arena, "%zu", 3 + (i + t) % 7),
                                                         notes[(i * 2 + t) % 7] });
        doc_table_end(&table);
    }
}

struct doc *report_doc(struct arena *a)
{
    struct doc *d = doc_new(a, "Maatschappelijk verantwoord Olmenrode", "nl-BE");
    d->subtitle = "Rapport van de kopgroep aan de gemeenteraad, tweede ronde";
    d->author = "Gemeente Olmenrode";
    d->date = "22 november 2026";
    d->state = "Ontwerp, te bespreken op de raad van 14 december 2026";
    d->contents_title = "Inhoud";
    d->page_of = "Pagina %d van %d";
    d->cover = true;
    d->created_ms = 1795341600000;
    add_summary(d);
    for (size_t i = 0; i < THEMES; i++)
        add_theme(d, &themes[i]);
    add_method(d);
    add_appendix(d);
    return d;
}
