// A session without a browser: made, led and answered as its forms do it.
const assert = (truth, message) => {
  if (!truth) throw new Error(message);
};

const decode = (text) => text.replaceAll("&quot;", '"').replaceAll("&#39;", "'").replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");

// What a form would send as it stands.
export function formOf(html, action) {
  const form = html.split("<form ").find((f) => f.includes(`action="${action}"`))?.split("</form>")[0];
  assert(form !== undefined, `no form to ${action}`);
  const values = {};
  for (const [, tag] of form.matchAll(/<input([^>]*)>/g)) {
    const name = /\sname="([^"]*)"/.exec(tag)?.[1];
    if (!name || (/type="(radio|checkbox)"/.test(tag) && !/\schecked/.test(tag))) continue;
    values[name] = decode(/\svalue="([^"]*)"/.exec(tag)?.[1] ?? "");
  }
  for (const [, name, inner] of form.matchAll(/<select[^>]*\sname="([^"]*)"[^>]*>([^]*?)<\/select>/g))
    values[name] = /value="([^"]*)" selected/.exec(inner)?.[1] ?? /value="([^"]*)"/.exec(inner)?.[1] ?? "";
  for (const [, name, inner] of form.matchAll(/<textarea[^>]*\sname="([^"]*)"[^>]*>([^]*?)<\/textarea>/g)) values[name] = decode(inner.replace(/^\n/, ""));
  return values;
}

async function fill(client, page, action, values) {
  const sent = { ...formOf((await client.get(page)).text, action), ...values };
  const answer = await client.post(action, sent);
  const said = /class="utrecht-form-field-error-message"[^>]*>([^<]*)/.exec(answer.text)?.[1];
  assert(answer.status === 303, `the form to ${action} was answered with ${answer.status}: ${said}`);
  return answer.location;
}

// Gives the path of a new session: "/organisatie/1/sessie/3".
export async function makeSession(client, org, { items = [], ...values }) {
  const path = (await fill(client, `${org}/sessie/nieuw`, `${org}/sessie/nieuw`, { template: "leeg", ...values })).split(/[?#]/)[0];
  for (const item of items) await addItem(client, path, item);
  return path;
}

export async function addItem(client, path, { method, ...values }) {
  const page = `${path}/onderdeel/nieuw?werkvorm=${method}`;
  await fill(client, page, page, { minutes: 5, title: method, ...values });
}

// The agenda: [{ id, title }] in order.
export async function agendaOf(client, path) {
  const html = (await client.get(path)).text;
  return [...html.matchAll(new RegExp(`href="${path}/onderdeel/(\\d+)">([^<]*)<`, "g"))].map(([, id, title]) => ({ id, title: decode(title) }));
}

export async function start(client, path) {
  await fill(client, path, `${path}/starten`, {});
}

export const codeIn = (html) => /\b[2-9A-Z]{4}-[2-9A-Z]{4}\b/.exec(html)?.[0];

/* ---- an item of every method ------------------------------------------------------------------------------ */

// One item of each; the answers of two phones are made of what the form offers.
export const ITEMS = [
  { method: "talk", title: "Welkom in de zaal", about: "Dit leest **iedereen**." },
  { method: "cards", title: "Wat is MVO?", parts: "Eerste kaart\n- een punt\n> zeg dit erbij\nTweede kaart\n- nog een punt" },
  { method: "word", title: "Eén woord vooraf" },
  { method: "poll", title: "Hoe kwamen jullie?", parts: "Met de fiets\nMet de trein\nTe voet", kind: "sheet" },
  { method: "poll", title: "Twee keuzes", parts: "Rood\nGroen\nBlauw\nGeel", most: 2, kind: "sheet" },
  { method: "scale", title: "Hoe staan we ervoor?", parts: "Wij weten genoeg\nWij beslissen samen", low: "helemaal niet", high: "helemaal wel", kind: "sheet" },
  { method: "pair", title: "Belang en volwassenheid", kind: "sheet" },
  { method: "dots", title: "Verdeel de stippen", parts: "Minder papier\nFietsenstalling\nEerlijke koffie\nRegenwater", most: 3, kind: "sheet" },
  { method: "rank", title: "Zet op volgorde", parts: "Energie\nAankoop\nMobiliteit", kind: "sheet" },
  { method: "axes", title: "Effect en draagvlak", parts: "Energie besparen\nDuurzaam aankopen\nMinder rijden", kind: "sheet" },
  { method: "evaluate", title: "Hoe was het?", parts: "Ik kon zeggen wat ik wilde\nWij zijn vooruit geraakt\n? Wat doen we anders?", kind: "sheet" },
  { method: "quiz", title: "Wat weten we al?", parts: "Hoeveel doelen hebben de SDG's?\n- 12\n* 17\n> Zeventien, sinds 2015.\nVoor wie gelden ze?\n* Voor alle landen\n- Voor arme landen" },
  { method: "notes", title: "Wat leeft er?" },
  { method: "harvest", title: "De oogst" },
  { method: "circle", title: "Waarom eerst" },
  { method: "dream", title: "Het is 2032" },
  { method: "round", title: "De ronde van de tafel", seconds: 60 },
  { method: "tables", title: "Aan tafels", parts: "Energie\nAankoop" },
  { method: "scan", title: "Samen de scan" },
  { method: "agreements", title: "Wat spreken we af?" },
];

/* ---- leading and answering ----------------------------------------------------------------------------------- */

// What a button of the desk sends.
export async function lead(client, path, act, more = {}) {
  const desk = `${path}/regie`;
  const html = (await client.get(desk)).text;
  const answer = await client.post(`${desk}/doen`, { csrf: await client.csrf(desk), revision: /name="revision" value="(\d+)"/.exec(html)?.[1], do: act, ...more });
  assert(answer.status === 303, `${act} on ${path} was answered with ${answer.status}`);
}

// Joins with a code; gives the path of the phone.
export async function join(client, code, name) {
  await fill(client, `/meedoen/${code}`, `/meedoen/${code}`, name === undefined ? {} : { naam: name });
  return `/deelnemen/${code}`;
}

// Answers what a phone's page asks, person n as person n does; gives what it was: "sheet", "note" or nothing.
export async function respond(client, phone, n) {
  const html = (await client.get(phone)).text;
  const sheet = `${phone}/antwoord`, note = `${phone}/notitie`;
  if (html.includes(`action="${sheet}"`)) {
    const values = formOf(html, sheet);
    const form = html.split("<form ").find((f) => f.includes(`action="${sheet}"`)).split("</form>")[0];
    const radios = new Map();
    for (const [, tag] of form.matchAll(/<input([^>]*type="radio"[^>]*)>/g)) {
      const name = /name="([^"]*)"/.exec(tag)[1];
      radios.set(name, [...(radios.get(name) ?? []), /value="([^"]*)"/.exec(tag)[1]]);
    }
    [...radios].forEach(([name, all], i) => (values[name] = all[(n + i) % all.length]));
    const boxes = [...form.matchAll(/<input([^>]*type="checkbox"[^>]*)>/g)].map(([, tag]) => /name="([^"]*)"/.exec(tag)[1]);
    if (boxes.length > 0) values[boxes[n % boxes.length]] = "0";
    const dots = [...form.matchAll(/type="number" id="[^"]*" name="([^"]*)"/g)].map((m) => m[1]);
    dots.forEach((name, i) => (values[name] = i === n % dots.length ? "1" : "0"));
    const places = [...form.matchAll(/<select id="[^"]*" name="([^"]*)"/g)].map((m) => m[1]);
    places.forEach((name, i) => (values[name] = String(((i + n) % places.length) + 1)));
    const answer = await client.post(sheet, values);
    assert(answer.status === 303, `an answer was answered with ${answer.status}`);
    return "sheet";
  }
  if (html.includes(`action="${note}"`)) {
    const most = /<input type="text" id="text"/.test(html) ? 60 : 600;
    const text = `${THOUGHTS[n % THOUGHTS.length].slice(0, most)}${n < THOUGHTS.length ? "" : ` (${n})`}`;
    const answer = await client.post(note, { ...formOf(html, note), text });
    assert(answer.status === 303, `a note was answered with ${answer.status}`);
    return "note";
  }
}

const THOUGHTS = ["Minder papier in de raadzaal", "De fietsenstalling is altijd vol, zeker op dinsdag wanneer het markt is en iedereen met de fiets komt", "Samen aankopen met de buurgemeenten",
  "Warmte", "Waar halen we de tijd vandaan?", "Elke dienst een meter op de elektriciteit, zodat we weten waar het naartoe gaat", "Koffie van een eerlijke handelaar", "Vertrouwen",
  "De kinderopvang kookt al twee jaar met groenten van hier; daar mag over gesproken worden", "Regenwater voor de plantsoenen"];
