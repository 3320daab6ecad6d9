// Who walks through the demo, and which pages there are to see: every GET route with real ids, and states that only
// a form leads to.
import { addItem, agendaOf, codeIn, ITEMS, join, lead, makeSession, respond, start } from "./agenda.mjs";
import { Client, find, hrefs, linkIn, outbox } from "./client.mjs";
import { totp } from "./totp.mjs";

const MANAGER = "lieve.moerkensen@olmenrode.example"; // administrator of the demo municipality
const WITH_CODE = "nele.daelhof@olmenrode.example"; // gets a second factor

const must = (value, what) => {
  if (value === undefined) throw new Error(`the demo shows no ${what}`);
  return value;
};

// Nobody, the three people of the demo's links, and two more who come in by mail.
export async function makeCast(server) {
  const people = { nobody: new Client(server.base) };
  for (const name of ["guide", "member", "admin"]) {
    people[name] = new Client(server.base);
    await people[name].enter(server.links[name]);
  }
  people.manager = await enterByMail(server, people.admin, MANAGER);
  people.phone = new Client(server.base); // joins a session when there is one
  return people;
}

export async function mailLink(server, admin, mail) {
  const visitor = new Client(server.base);
  await visitor.fill("/aanmelden", "/aanmelden/link", { mail, naar: "/" });
  return must(linkIn((await outbox(admin, mail))[0]), `link for ${mail} in the outbox`);
}

export async function enterByMail(server, admin, mail) {
  const visitor = new Client(server.base);
  await visitor.enter(await mailLink(server, admin, mail));
  return visitor;
}

export const DEFAULT_PERSON = {
  PUBLIC: "nobody", STATELESS: "nobody", KEY_HOLDER: "nobody", LINK_HOLDER: "nobody", SIGNED_IN: "member", ORG_READ: "member",
  ORG_ANSWER: "member", ORG_GUIDE: "guide", ORG_LEAD: "guide", IN_ROOM: "phone", ORG_GUIDE_OR_MANAGE: "guide", ORG_MANAGE: "manager", SYSTEM_ADMIN: "admin",
};

async function startQuick(client, query, type) {
  const html = (await client.get(`/quickscan?${query}`)).text;
  const hidden = Object.fromEntries([...html.matchAll(/type="hidden" name="(\w+)" value="([^"]*)"/g)].map((m) => [m[1], m[2]]));
  const chosen = type ?? must(/name="type"[^>]*?value="([^"]+)"/.exec(html)?.[1], "kind of organisation");
  const answer = await client.post("/quickscan", { ...hidden, type: chosen, asked: chosen });
  return must(/^\/quickscan\/([^/]+)/.exec(answer.location ?? "")?.[1], `quick scan (${answer.status})`);
}

// A quick scan with answers of all kinds on its first screens.
async function quickScan(client) {
  const key = await startQuick(client, "land=BE&soort=public");
  const sheet = (await client.get(`/quickscan/${key}/alles`)).text;
  const answers = ["yes", "no", "dont_know", "yes", "not_applicable"];
  const values = [...sheet.matchAll(/name="edit\[([^\]]+)\]"/g)].slice(0, 30).flatMap(([, id], i) => [
    [`answer[${id}]`, answers[i % answers.length]], [`edit[${id}]`, "0"]]);
  await client.post(`/quickscan/${key}/alles`, [["csrf", await client.csrf("/quickscan")], ...values]);
  const first = /antwoord\/([^"]+)"/.exec((await client.get(`/quickscan/${key}`)).text)?.[1];
  if (first)
    await client.post(`/quickscan/${key}/antwoord/${first}`, { csrf: await client.csrf("/quickscan"), answer: "no", started: "1",
      bookmark: "1", note: "Vragen aan de collega's van aankoop", edit: "5" });
  return key;
}

async function discover(server, people) {
  const { guide, member, manager, nobody, admin } = people;
  const known = {};
  const home = await guide.get("/organisaties");
  known.org = must(/^\/organisatie\/(\d+)$/.exec(home.url)?.[1] ?? find(home.text, /^\/organisatie\/(\d+)$/), "organisation");
  const at = `/organisatie/${known.org}`;
  const list = (await guide.get(`${at}/scan`)).text;
  const rounds = [...new Set(hrefs(list).map((h) => /\/scan\/(\d+)$/.exec(h)?.[1]).filter(Boolean))];
  for (const id of rounds) {
    const open = hrefs((await guide.get(`${at}/scan/${id}`)).text).includes(`${at}/scan/${id}/sluiten`);
    known[open ? "round" : "closed"] ??= id;
  }
  must(known.round, "open round");
  must(known.closed, "closed round");
  const fill = await member.get(`${at}/scan/${known.round}/invullen`);
  const sheet = fill.url.includes("/thema/") ? fill : await member.get(must(hrefs(fill.text).find((h) => h.includes("/thema/")), "theme"));
  known.scan_theme = must(/\/thema\/([^/]+)$/.exec(sheet.url.split("?")[0])?.[1] ?? find(sheet.text, /\/thema\/([^/#]+)/), "theme");
  known.statement = must(find(sheet.text, /\/antwoord\/(.+)$/), "statement");

  // Two pieces of evidence: a file and a link.
  const evidence = `${at}/scan/${known.round}/bewijs/${known.statement}`;
  const form = new FormData();
  form.set("csrf", await member.csrf(evidence));
  form.set("url", "https://www.olmenrode.example/reglement");
  form.set("file", new Blob(["%PDF-1.4\n%%EOF\n"], { type: "application/pdf" }), "Reglement aankoop 2026.pdf");
  await member.post(evidence, form);
  known.evidence = must(find((await member.get(evidence)).text, /\/bestand\/(\d+)/), "evidence");

  const data = (await manager.get(`${at}/gegevens`)).text;
  known.own_theme = must(find(data, /\/themas\/(\d+)$/), "own theme");
  known.department = must(find(data, /\/diensten\/(\d+)$/), "department");
  known.entity = must(find(data, /\/rechtspersonen\/(\d+)$/), "legal entity");
  known.member = must(find((await manager.get(`${at}/leden`)).text, /\/leden\/(\d+)$/), "member");
  known.word = must(/<dt id="([^"]+)"/.exec((await nobody.get("/begrippen")).text)?.[1], "term");
  const library = hrefs((await nobody.get("/bibliotheek/pakketten")).text).map((h) => /^\/bibliotheek\/([\w-]+)$/.exec(h)?.[1]);
  known.packs = library.filter((p) => p && p !== "kruisverwijzing");
  known.pack = must(known.packs.find((p) => p === "government"), "pack");
  known.library = await libraryItems(nobody, known);
  known.type = must(/name="type"[^>]*?value="([^"]+)"/.exec((await nobody.get("/quickscan")).text)?.[1], "kind of organisation");
  known.key = await quickScan(nobody);
  known.empty_key = await startQuick(new Client(server.base), "land=NL&soort=company");
  known.token = new URL(await mailLink(server, admin, MANAGER)).pathname.split("/").pop();

  await member.fill("/account", "/account/mail", { mail: "nieuw.adres@olmenrode.example" });
  const change = linkIn((await outbox(admin, "nieuw.adres@olmenrode.example"))[0]);
  known.code = must(change, "mail to confirm a new address").split("/account/mail/")[1];
  return known;
}

// One of each kind that the library shows, by the segment before it in an address.
async function libraryItems(nobody, known) {
  const first = async (page, segment) =>
    must(find((await nobody.get(page)).text, new RegExp(`^/bibliotheek/(?:[\\w/-]+/)?${segment}/([\\w.-]+)$`)), segment);
  const items = { thema: known.scan_theme, stelling: known.statement };
  for (const [segment, list] of [["indicator", "indicatoren"], ["actie", "acties"], ["werkvorm", "werkvormen"], ["sessie", "sessies"], ["kaarten", "kaarten"],
    ["praktijk", "praktijken"], ["weerstand", "weerstanden"], ["voorbeeld", "voorbeelden"]])
    items[segment] = await first(`/bibliotheek/${list}`, segment);
  items.documenten = await first(`/bibliotheek/voorbeeld/${items.voorbeeld}/documenten`, "documenten");
  return items;
}

const sources = (html) => [...html.matchAll(/\ssrc="([^"]*)"/g)].map((m) => m[1]);

// Addresses of pages that show what a trajectory holds, found by following the links of the pages before them: a pattern with
// the first address that answers. Of each pattern eight are followed, besides where it starts, for not every document has a file or a remark.
async function crawl(client, routes, starts) {
  const holes = (pattern) => pattern.split("/").filter((p) => p.startsWith(":")).length;
  const patterns = routes.filter((r) => r.method === "GET").map(({ pattern }) => ({ pattern, holes: holes(pattern),
    fits: new RegExp(`^${pattern.split("/").map((p) => (p.startsWith(":") ? "[^/]+" : p.replaceAll(".", "\\."))).join("/")}$`) }))
    .sort((a, b) => a.holes - b.holes);
  const found = new Map();
  const followed = new Map();
  const queue = [...starts];
  for (const seen = new Set(); queue.length > 0;) {
    const url = queue.shift().split("#")[0];
    const pattern = patterns.find(({ fits }) => fits.test(url.split("?")[0]))?.pattern;
    const times = followed.get(pattern) ?? 0;
    if (!pattern || (times >= 8 && !starts.includes(url)) || seen.has(url)) continue;
    seen.add(url);
    followed.set(pattern, times + 1);
    const answer = await client.get(url);
    if (answer.status !== 200) continue;
    if (!found.has(pattern)) found.set(pattern, url);
    if (answer.type.startsWith("text/html")) queue.push(...[...hrefs(answer.text), ...sources(answer.text)].filter((h) => h.startsWith("/organisatie/")));
  }
  return found;
}

// What a name in a pattern stands for, by route.
function value(known, pattern, name) {
  const bare = name.replace(/[:*]/g, "");
  if (bare === "theme") return pattern.includes("/themas/") ? known.own_theme : known.scan_theme;
  if (bare === "id" && pattern.includes("/packs/")) return known.pack;
  const before = new RegExp(`^/bibliotheek/.*?([\\w-]+)/${name.replace("*", "\\*")}(?:/|$)`).exec(pattern)?.[1];
  if (before && known.library[before]) return known.library[before];
  return known[bare];
}

const recall = (name, answer, person = "nobody") => ({ name, person, answer });

// Pages that only a form leads to: kept as they were answered, and shown again under an address of their own.
async function states(server, people, known) {
  const { nobody, member, manager, guide, admin } = people;
  const at = `/organisatie/${known.org}`;
  const list = [];
  const token = (client, page) => client.csrf(page);

  list.push(recall("403: form without token", await nobody.post("/quickscan", { country: "BE" })));
  list.push(recall("404: no such page", await nobody.get("/nergens")));
  list.push(recall("404: no such organisation", await member.get("/organisatie/999999"), "member"));
  list.push(recall("405: read what is only sent", await nobody.get("/afmelden")));
  list.push(recall("401: not signed in", await nobody.get(`${at}/scan`)));
  list.push(recall("403: not for this role", await member.get(`${at}/scan/${known.round}/samen`), "member"));
  list.push(recall("413: too much", await nobody.post("/quickscan", { csrf: await token(nobody, "/quickscan"), x: "x".repeat(100000) })));
  list.push(recall("422: quick scan left empty", await nobody.fill("/quickscan", "/quickscan", { country: "BE", kind: "public" })));
  list.push(recall("quick scan: open start questions", await nobody.fill("/quickscan", "/quickscan", { country: "BE", kind: "public", type: known.type })));
  list.push(recall("422: sign in with nothing", await nobody.fill("/aanmelden", "/aanmelden", {})));
  list.push(recall("422: wrong password", await nobody.fill("/aanmelden", "/aanmelden", { user: "wie@olmenrode.example", password: "fout wachtwoord" })));
  list.push(recall("422: new organisation left empty", await nobody.fill("/organisatie/nieuw", "/organisatie/nieuw", { country: "BE" })));
  list.push(recall("422: new round left empty", await guide.fill(`${at}/scan/nieuw`, `${at}/scan/nieuw`, {}), "guide"));
  list.push(recall("start questions of other statements", await guide.fill(`${at}/scan/nieuw`, `${at}/scan/nieuw`,
    { title: "Anders", pack: "company/full", mode: "single", deadline: "2031-01-31", asked: "government" }), "guide"));
  list.push(recall("422: settings left empty", await admin.fill("/beheer/instellingen", "/beheer/instellingen", {}), "admin"));
  list.push(recall("422: data left empty", await manager.fill(`${at}/gegevens`, `${at}/gegevens`, {}), "manager"));
  list.push(recall("422: evidence left empty", await member.fill(`${at}/scan/${known.round}/bewijs/${known.statement}`,
    `${at}/scan/${known.round}/bewijs/${known.statement}`, {}), "member"));
  const rows = "Jan Peeters\tjan.peeters@olmenrode.example\tWelzijn\nSofie\tgeen adres\tWelzijn\nGriet Vandersteppe\tgriet.vandersteppe@olmenrode.example\t";
  list.push(recall("pasted members", await manager.fill(`${at}/leden`, `${at}/leden/plakken`, { rows }), "manager"));
  list.push(recall("personal link shown", await manager.fill(`${at}/leden`, `${at}/leden/${known.member}/link`), "manager"));
  list.push(recall("link that does not work", await nobody.get("/binnen/bestaat-niet")));

  // A second factor: the page with spare codes, then signing in anew as far as the code.
  const person = await enterByMail(server, admin, WITH_CODE);
  const enrol = (await person.get("/account/code")).text;
  const secret = must(/class="code">([A-Z2-7 ]+)</.exec(enrol)?.[1], "secret in letters");
  const seal = must(/name="seal" value="([^"]+)"/.exec(enrol)?.[1], "seal");
  list.push(recall("spare codes", await person.fill("/account/code", "/account/code", { seal, code: totp(secret) }), "coded"));
  people.coded = person;
  people.pending = new Client(server.base);
  await people.pending.enter(await mailLink(server, admin, WITH_CODE));

  // An organisation without anything yet.
  people.newcomer = await enterByMail(server, admin, "hassan.benchaib@olmenrode.example");
  const made = await people.newcomer.fill("/organisatie/nieuw", "/organisatie/nieuw", { country: "BE", name: "Politiezone Olm",
    type: "other", type_other: firstOption((await people.newcomer.get("/organisatie/nieuw?land=BE")).text, "type_other"),
    size: firstOption((await people.newcomer.get("/organisatie/nieuw?land=BE")).text, "size") });
  known.fresh = must(/\/organisatie\/(\d+)/.exec(made.location ?? "")?.[1], `new organisation (${made.status})`);

  // A round divided by theme and one with a single filler.
  for (const mode of ["divided", "single"]) {
    const form = `/organisatie/${known.fresh}/scan/nieuw`;
    const pack = /name="pack"[^>]*?value="([^"]+\/light)"/.exec((await people.newcomer.get(form)).text)?.[1];
    const opened = await people.newcomer.fill(form, form, { title: `Ronde ${mode}`, pack, mode, asked: `${pack.split("/")[0]}!` });
    known[mode] = must(/\/scan\/(\d+)/.exec(opened.location ?? "")?.[1], `round ${mode} (${opened.status})`);
  }
  return list;
}

// Sends a form of a page with what is hidden in it, as a browser would.
async function send(client, page, action, values) {
  const html = (await client.get(page)).text;
  const form = must(html.split("<form ").find((f) => f.includes(`action="${action}"`)), `form to ${action} on ${page}`).split("</form>")[0];
  const hidden = Object.fromEntries([...form.matchAll(/type="hidden" name="([^"]+)" value="([^"]*)"/g)].map((m) => [m[1], m[2]]));
  return client.post(action, { ...hidden, ...values });
}

// What a trajectory shows only after somebody did something: a calendar of one's own, a question under way, files, a note
// that was adopted.
async function trajectoryStates(server, people, known) {
  const { guide, member, admin } = people;
  const all = (await guide.get(`/organisatie/${known.org}/traject?alle=1`)).text;
  // The first that there was: sessions of their own have one as well.
  known.trajectory = must(hrefs(all).map((h) => /\/traject\/(\d+)$/.exec(h)?.[1]).filter(Boolean).sort((a, b) => a - b)[0], "trajectory");
  const at = `/organisatie/${known.org}/traject/${known.trajectory}`;
  await send(member, `${at}/agenda`, `${at}/agenda/maken`);
  known.calendar = must(/\/agenda\/([\w.-]+)"/.exec((await member.get(`${at}/agenda`)).text)?.[1], "link of a calendar");

  const someone = "zeger.lindemans@olm.example";
  for (const title of ["Hoeveel papier kochten we?", "Hoeveel fietsen staan er in de stalling?"])
    await send(guide, `${at}/foto/vragen/nieuw`, `${at}/foto/vragen/nieuw`,
      { title, ask: `${title} In 2025, alle diensten samen.`, sort: "figure", unit: "stuks", name: "Zeger Lindemans", mail: someone, due_on: "2031-01-31" });
  await send(guide, `${at}/foto/concepten`, `${at}/foto/concepten/versturen`);
  const mail = (await outbox(admin, someone))[0] ?? "";
  known.question = must(/\/vraag\/([\w.-]+)/.exec(mail)?.[1], "link to a question in a mail");
  known.choice = must(/\/mailkeuze\/([\w.-]+)/.exec(mail)?.[1], "link to the choice of mails");
  known.asked = must(find((await people.nobody.get(`/vraag/${known.question}`)).text, /\/(\d+)$/), "question");
  const file = (token, more, content = "%PDF-1.4\n%%EOF\n", name = "Facturen 2025.pdf") => {
    const form = new FormData();
    form.set("csrf", token);
    for (const [name, value] of Object.entries(more)) form.set(name, value);
    form.set("file", new Blob([content]), name);
    return form;
  };
  const page = `/vraag/${known.question}/${known.asked}`;
  const zeger = new Client(server.base);
  await zeger.post(page, file(await zeger.csrf(page), { value: "1.200", edit: "0" }));
  await send(guide, `${at}/foto/vragen/nieuw`, `${at}/foto/vragen/nieuw`,
    { title: "Een vraag in de maak", ask: "Voor wie is ze?", sort: "chance", due_on: "2031-01-31" });

  const documents = (await guide.get(`${at}/documenten`)).text;
  const papers = [...new Set(hrefs(documents).map((h) => /\/document\/(\d+)$/.exec(h)?.[1]).filter(Boolean))];
  for (const id of papers) {
    const html = (await guide.get(`${at}/document/${id}`)).text;
    if (html.includes(`/document/${id}/bijlage"`)) {
      await guide.post(`${at}/document/${id}/bijlage`, file(await guide.csrf(`${at}/document/${id}`), {}));
      break;
    }
  }
  known.papers = papers.map((id) => `${at}/document/${id}`);

  const made = await send(guide, `${at}/rapport`, `${at}/rapport`, { form: "note" });
  const report = must(/\/rapport\/(\d+)/.exec(made.location ?? "")?.[1], `note (${made.status})`);
  const settings = `${at}/rapport/${report}/gegevens`;
  const edit = must(/name="edit" value="(\d+)"/.exec((await guide.get(settings)).text)?.[1], "edit of a report");
  await guide.post(`${at}/rapport/${report}/logo`, file(await guide.csrf(settings), { edit }, PICTURE, "logo.png"));
  await send(guide, `${at}/rapport/${report}/vaststellen`, `${at}/rapport/${report}/vaststellen`, { by: "council", on: "2026-11-20", decision: "2026/88" });
  known.adopted = `${at}/rapport/${report}`;
}

// Two by two pixels, as PNG.
const PICTURE = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAD0lEQVR4nGNgSHMBIQgFABGWAqkfE1mgAAAAAElFTkSuQmCC", "base64");

/* ---- sessions ------------------------------------------------------------------------------------------------ */

// A session with an item of every method: what phone, desk and beamer show of each, asked and shown. Only one item is on at a time, so
// these are kept as they were answered.
async function sessionStates(server, people, known) {
  const { guide, phone } = people;
  const at = `/organisatie/${known.org}`;
  const path = await makeSession(guide, at, { title: "Alles op een rij", trajectory: known.trajectory, minutes: 120 });
  for (const { kind, ...item } of ITEMS) await addItem(guide, path, item);
  await addItem(guide, path, { method: "poll", title: "Zeg het hier vrijuit", parts: "Zeker wel\nZeker niet", anonymous: "ja" });
  const code = codeIn((await guide.get(`${path}/regie`)).text);
  const list = [];
  const keep = async (name, person, url) => list.push(recall(name, await people[person].get(url), person));
  const room = `/deelnemen/${code}`;
  await keep("desk: before it begins", "guide", `${path}/regie`);
  await keep("beamer: before it begins", "guide", `${path}/scherm`);
  await start(guide, path);
  await join(phone, code, "Gast");
  const others = [];
  for (let i = 0; i < 5; i++) {
    others.push(new Client(server.base));
    await join(others[i], code, `Persoon ${i + 1}`);
  }
  await keep("phone: the welcome", "phone", room);
  known.session = path.split("/").pop();
  for (const { id, title } of await agendaOf(guide, path)) {
    await lead(guide, path, "open", { item: id });
    const source = /<option value="(round:\d+)"/.exec((await guide.get(`${path}/regie`)).text)?.[1];
    if (source) await guide.post(`${path}/regie/ronde`, { csrf: await guide.csrf(`${path}/regie`), item: id, source });
    await keep(`phone: ${title}`, "phone", room);
    await keep(`beamer: ${title}`, "guide", `${path}/scherm`);
    const answered = await respond(phone, room, 0);
    for (const [i, other] of others.entries()) await respond(other, room, i + 1);
    if (title === "Wat leeft er?") known.item = id;
    if (answered && (await guide.get(`${path}/regie`)).text.includes('name="do" value="reveal"')) await lead(guide, path, "reveal", { item: id, warned: "1" });
    else if ((await guide.get(`${path}/regie`)).text.includes('name="turn" value="1"')) await lead(guide, path, "turn", { item: id, turn: "1" });
    if (answered) await keep(`phone: ${title}, shown`, "phone", room);
    await keep(`beamer: ${title}, shown`, "guide", `${path}/scherm`);
    await keep(`desk: ${title}`, "guide", `${path}/regie`);
  }
  const sort = `${path}/regie/onderdeel/${known.item}/groepen`;
  const notes = [...(await guide.get(sort)).text.matchAll(/name="(notitie\[[^\]]+\])"/g)].map((m) => m[1]);
  await send(guide, sort, sort, { doe: "groep", naar: "", nieuw: "Papier en water", ...Object.fromEntries(notes.slice(0, 3).map((n) => [n, "1"])) });
  await keep("beamer: a note refused", "guide", `${path}/scherm`);
  list.push(recall("422: an empty note", await phone.post(`${room}/notitie`, { csrf: await phone.csrf(room), item: known.item, round: "1", nonce: "leeg", text: "x".repeat(5000) }), "phone"));
  known.room = room;
  known.proof = must(/\/bereik\/\d+\/(\w+)/.exec((await guide.get(`${path}/bereik`)).text)?.[1], "address for a phone");

  // An invitation by mail, with its own link to the calendar.
  await guide.post(`${path}/aanwezig/groep`, { csrf: await guide.csrf(`${path}/aanwezig`) });
  const invite = `${path}/uitnodiging`;
  await send(guide, invite, invite, {});
  const mails = (await people.admin.get("/beheer/post")).text;
  known.invitation = /\/uitnodiging\/([\w.-]+)\/sessie\.ics/.exec(mails)?.[1];

  // The demo's own: one that ended, one that is prepared.
  const all = hrefs((await guide.get(`${at}/sessie`)).text).map((h) => /\/sessie\/(\d+)$/.exec(h)?.[1]).filter(Boolean);
  const regie = await Promise.all([...new Set(all)].map(async (id) => [id, (await guide.get(`${at}/sessie/${id}/regie`)).text]));
  known.ended = must(regie.find(([, html]) => html.includes('value="resume"'))?.[0], "session that ended");
  known.prepared = must(regie.find(([, html]) => html.includes('value="start"'))?.[0], "session that is prepared");
  known.papers_of = (await agendaOf(guide, path)).slice(1).map(({ id }) => id); // the first one only talks
  known.prepared_items = (await agendaOf(guide, `${at}/sessie/${known.prepared}`)).map(({ id }) => id);

  const priorities = `${at}/traject/${known.trajectory}/prioriteiten`;
  await send(guide, priorities, priorities, { theme: "", label: "Minder papier", impact: "4", support: "4,5" });
  return list;
}

function firstOption(html, name) {
  const select = html.split(`<select id="${name}"`)[1]?.split("</select>")[0] ?? "";
  return [...select.matchAll(/<option value="([^"]+)"/g)].map((m) => m[1])[0] ?? "";
}

function extras(known) {
  const at = `/organisatie/${known.org}`;
  const round = `${at}/scan/${known.round}`;
  return [
    ["member", "/"], ["guide", "/"], ["guide", at], ["manager", at], ["guide", round], ["guide", `${at}/scan`],
    ["guide", `${at}/leden`], ["manager", `${at}/leden`], ["guide", `${round}/resultaat`],
    ["member", `${at}/scan/${known.closed}`], ["guide", `${at}/scan/${known.closed}`],
    ["member", `${at}/scan/${known.closed}/resultaat`], ["member", `${round}/resultaat?vergelijk=${known.closed}`],
    ["member", `${at}/scan/${known.closed}/thema/${known.scan_theme}`],
    ["member", `${round}/stellingen?toon=verdeeld`], ["member", `${round}/stellingen?toon=verschoven&vergelijk=${known.closed}`],
    ["nobody", "/quickscan?land=NL&soort=company"], ["nobody", "/quickscan?land=BE&soort=company"],
    ["nobody", `/quickscan/${known.empty_key}/resultaat`], ["nobody", "/organisatie/nieuw?land=NL"],
    ["nobody", "/organisatie/nieuw?gemaild=1"], ["member", "/organisatie/nieuw"], ["nobody", `/quickscan/${known.key}/organisatie?gemaild=1`],
    ["nobody", `/bibliotheek/${known.pack}?zoek=aankoop`], ["nobody", `/bibliotheek/${known.pack}?zoek=zzzz`],
    ["nobody", "/bibliotheek/zoeken?zoek=energie&pagina=2"], ["nobody", "/bibliotheek/zoeken?zoek=zzzz"], ["nobody", "/bibliotheek/zoeken?begrip=mvo"],
    ["nobody", `/bibliotheek/zoeken?zoek=energie&thema=${known.scan_theme}&sdg=17&soort=quiz`], ["nobody", "/bibliotheek/acties?snel=1&kosten=none&pagina=2"],
    ["nobody", `/bibliotheek/voorbeeld/${known.library.voorbeeld}/antwoorden?anders=1`],
    ["admin", "/beheer/post?stand=weg"], ["admin", "/beheer/gebruikers?zoek=zzzz"], ["admin", "/organisaties"],
    ["member", "/aanmelden"], ["member", `/binnen/${known.token}`], ["pending", "/aanmelden/code"], ["coded", "/account/code"], ["coded", "/account"],
    ...["", "/regie", "/scherm", "/notulen", "/verslag"].flatMap((page) => [known.ended, known.prepared].map((id) => ["guide", `${at}/sessie/${id}${page}`])),
    ...[...new Set(ITEMS.map((i) => i.method))].map((method) => ["guide", `${at}/sessie/${known.session}/onderdeel/nieuw?werkvorm=${method}`]),
    ...known.prepared_items.map((id) => ["guide", `${at}/sessie/${known.prepared}/onderdeel/${id}`]),
    ...known.papers_of.flatMap((id) => [`papier/${id}`, `stapel/${id}`].map((page) => ["guide", `${at}/sessie/${known.session}/${page}`])),
    ["guide", `${at}/sessie/${known.session}/onderdeel/nieuw?doel=choose`], ["nobody", "/meedoen/ZZZZ-ZZZZ"], ["member", `/meedoen/${known.room.split("/").pop()}`],
    ["newcomer", `/organisatie/${known.fresh}/sessie`], ["newcomer", `/organisatie/${known.fresh}/sessie/nieuw`],
    ...known.packs.filter((p) => p !== known.pack).map((p) => ["nobody", `/bibliotheek/${p}`]),
    ...["", "/scan", "/scan/nieuw", "/leden", "/gegevens", `/scan/${known.divided}`, `/scan/${known.divided}/resultaat`, `/scan/${known.single}`,
      `/scan/${known.single}/alles`, `/scan/${known.single}/resultaat`].map((path) => ["newcomer", `/organisatie/${known.fresh}${path}`]),
  ];
}

// Examples that the demo municipality cannot give.
const otherwise = (known) => ({
  // A member who is still filling in sees no file of what the others said; and papers of others are changed by the guide.
  ...Object.fromEntries(["scan/:round/scan.csv", "scan/:round/scan.xlsx", "scan/:round/scan.json",
    "traject/:trajectory/document/:document/goedkeuren", "traject/:trajectory/document/:document/gegevens",
    "traject/:trajectory/document/:document/mailen", "traject/:trajectory/foto/gegeven/:fact/bewerken"]
    .map((path) => [`/organisatie/:org/${path}`, { person: "guide" }])),
  "/meedoen/:code*": { url: `/meedoen/${known.room.split("/").pop()}` },
  "/deelnemen/:code*": { url: known.room, person: "phone" },
  "/uitnodiging/:link*/sessie.ics": { url: `/uitnodiging/${known.invitation}/sessie.ics` },
  "/bereik/:session/:proof*": { url: `/bereik/${known.session}/${known.proof}` },
  "/agenda/:link*": { url: `/agenda/${known.calendar}` },
  "/mailkeuze/:link*": { url: `/mailkeuze/${known.choice}` },
  "/vraag/:link*": { url: `/vraag/${known.question}` },
  "/vraag/:link*/:request": { url: `/vraag/${known.question}/${known.asked}` },
  "/aanmelden/code": { person: "pending" },
  "/organisatie/:org/scan/:round/verdeling": { person: "newcomer", url: `/organisatie/${known.fresh}/scan/${known.divided}/verdeling` },
});

const STREAM = "never ends: the session's journeys look at what it brings";

// Pages that no demo can show: what they need, and what looks at them instead.
const elsewhere = {
  "/deelnemen/:code*/beeld": STREAM,
  "/organisatie/:org/sessie/:session/regie/beeld": STREAM,
  "/organisatie/:org/sessie/:session/notulen/beeld": STREAM,
  "/organisatie/:org/sessie/:session/scherm/beeld": STREAM,
  "/deelnemen/:code*/eigen": "a piece of the phone's page, for the script: the session's journeys wait for what it brings",
  "/voortgang/:link*": "comes in a reminder, on working days only: the flow tests have a link",
};

// { pages: [{ name, person, url | answer }], missing: [{ name, why }] }
export async function makePlan(server, routes, people) {
  const known = await discover(server, people);
  const kept = await states(server, people, known);
  const at = `/organisatie/${known.org}`;
  await trajectoryStates(server, people, known);
  kept.push(...(await sessionStates(server, people, known)));
  const found = await crawl(people.guide, routes, [...known.papers, known.adopted, `${at}/traject?alle=1`, `${at}/engagementen`, at]);
  const pages = [];
  const missing = [];
  for (const route of routes.filter((r) => r.method === "GET")) {
    const person = DEFAULT_PERSON[route.right];
    const holes = route.pattern.split("/").filter((p) => p.startsWith(":"));
    const unknown = holes.filter((hole) => value(known, route.pattern, hole) === undefined);
    const url = unknown.length > 0 ? found.get(route.pattern)
      : route.pattern.split("/").map((p) => (p.startsWith(":") ? value(known, route.pattern, p) : p)).join("/");
    if (elsewhere[route.pattern]) continue;
    if (!person) missing.push({ name: route.pattern, why: `nobody plays the right ${route.right}` });
    else if (url === undefined && !otherwise(known)[route.pattern]) missing.push({ name: route.pattern, why: `no example for ${unknown.join(", ")}` });
    else pages.push({ name: route.pattern, person, url, route, ...otherwise(known)[route.pattern] });
  }
  const short = (url) => url.replace(known.key, "KEY").replace(known.empty_key, "KEY").replace(known.token, "TOKEN");
  for (const [person, url] of extras(known))
    if (!pages.some((p) => p.person === person && p.url === url)) pages.push({ name: `${short(url)} as ${person}`, person, url });
  return { pages: pages.concat(kept), missing, known };
}
