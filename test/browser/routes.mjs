// Every page there is: accessible, narrow, valid, translated, quiet.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { axe, NARROW, newContext, openDetails, sideways, watch, withoutOurScripts } from "./lib/browser.mjs";
import { checkHtml } from "./lib/nu.mjs";
import { makeCast, makePlan } from "./lib/plan.mjs";
import { loadWords, textsOf } from "./lib/words.mjs";

const KEPT = "/bewaarde-pagina/"; // where answers of forms are shown again
// Words that stay in the language in which they were written: the name of a round, the subject of a mail, the title of
// minutes, the unit of a figure.
const isData = (entry, { text, where }) => /^Quick ?scan$/.test(text) || (entry.name.startsWith("/beheer/post") && /^<td>|visually-hidden/.test(where))
  || text === "Vragen aan de collega's van aankoop" || (entry.name.includes("/deel/") && where === "<title>")
  || (entry.name.includes("/traject") && (/^(Verslag van|Beslissing van) /.test(text) || where === '<td class="numeric">'));

// Colours are all that changes with the theme.
const COLOURS = { type: "rule", values: ["color-contrast", "link-in-text-block"] };

async function openPages(browser, server, people, person, kept) {
  // Without motion, so that no colour is measured half-way between light and dark.
  const context = await newContext(browser, { client: people[person], reducedMotion: "reduce" });
  const bare = await newContext(browser, { client: people[person], viewport: NARROW });
  await withoutOurScripts(bare);
  // A room stays as it was answered: its stream brings nothing.
  await context.route(/\/beeld(\?|$)/, (route) => route.fulfill({ contentType: "text/event-stream", body: "retry: 600000\n\n" }));
  for (const c of [context, bare])
    await c.route(`**${KEPT}*`, (route) => {
      const { answer } = kept[Number(route.request().url().split(KEPT)[1])];
      const { "content-length": _, "content-encoding": __, ...headers } = answer.headers;
      return route.fulfill({ status: answer.status, headers, body: answer.text });
    });
  const wide = await context.newPage();
  const narrow = await bare.newPage();
  return { context, bare, wide, narrow, seen: await watch(wide, server.base) };
}

function structure() {
  const problems = [];
  const h1 = document.querySelectorAll("h1");
  if (h1.length !== 1) problems.push(`${h1.length} h1`);
  else if (h1[0].textContent.trim() === "") problems.push("empty h1");
  if (document.title.trim() === "") problems.push("no title");
  if (!/^(nl|nl-BE|en)$/.test(document.documentElement.lang)) problems.push(`lang="${document.documentElement.lang}"`);
  if (document.querySelectorAll("main").length !== 1) problems.push("not one main");
  const acts = [...document.querySelectorAll(".utrecht-button--primary-action")].filter((b) => b.checkVisibility());
  if (acts.length > 1) problems.push(`${acts.length} primary buttons: ${acts.map((b) => b.textContent.trim()).join(" | ")}`);
  const ids = [...document.querySelectorAll("[id]")].map((e) => e.id);
  const twice = ids.filter((id, i) => ids.indexOf(id) !== i);
  if (twice.length > 0) problems.push(`id twice: ${twice.slice(0, 3).join(", ")}`);
  const here = (a) => new URL(a.href, location).pathname === location.pathname && a.hash.length > 1;
  for (const a of document.querySelectorAll("a[href*='#']"))
    if (here(a) && !document.getElementById(decodeURIComponent(a.hash.slice(1)))) problems.push(`link to nothing: ${a.getAttribute("href")}`);
  return problems;
}

async function visit(tap, server, entry, pages, index) {
  const url = server.base + (entry.url ?? KEPT + index);
  const { wide, narrow, seen } = pages;
  const name = (what) => `routes: ${entry.name}: ${what}`;
  seen.length = 0;
  await wide.emulateMedia({ colorScheme: "light" });
  await wide.goto(url, { waitUntil: "load" });
  tap.check(name("one h1, title, lang, one primary act, anchors"), await wide.evaluate(structure));
  await openDetails(wide);
  tap.check(name("axe in light"), await axe(wide));
  await wide.emulateMedia({ colorScheme: "dark" });
  tap.check(name("axe in dark"), await axe(wide, COLOURS));
  tap.check(name("quiet: console, security policy, other origins"), [...seen]);

  await narrow.goto(url, { waitUntil: "load" });
  const closed = await sideways(narrow);
  await openDetails(narrow);
  tap.check(name("no sideways scrolling at 320 px"), closed.length > 0 ? closed : await sideways(narrow));
  tap.check(name("axe at 320 px without our scripts"), await axe(narrow));
}

// Answers that are no page: that they come, and as what they are.
function file(entry, answer) {
  const type = answer.type.split(";")[0];
  const expected = /\.(csv|xlsx|json|pdf|docx|md|ics)$/.exec(entry.url.split("?")[0])?.[1];
  const office = "application/vnd.openxmlformats-officedocument";
  const types = { csv: "text/csv", xlsx: `${office}.spreadsheetml.sheet`, json: "application/json", pdf: "application/pdf",
    docx: `${office}.wordprocessingml.document`, md: "text/markdown", ics: "text/calendar" };
  return [answer.status !== 200 && `status ${answer.status}`, answer.bytes.length === 0 && "empty",
    expected && type !== types[expected] && `content type ${type}`];
}

export async function run({ tap, server, routes, browser, po, only }) {
  const people = await makeCast(server);
  const { pages, missing } = await makePlan(server, routes, people);
  for (const m of missing) tap.check(`routes: ${m.name}: an example`, m.why);
  const words = await loadWords(po);
  if (words.untranslated > 0) tap.note(`po: ${words.untranslated} texts are not translated yet`);

  const folder = await mkdtemp(join(tmpdir(), "kapstok pages "));
  const html = new Map();
  const entries = [];
  const seen = new Set();
  for (const entry of pages.filter((p) => !only || p.name.includes(only))) {
    const client = people[entry.person];
    const answer = entry.answer ?? (await client.get(entry.url));
    const name = entry.name;
    if (!answer.type.startsWith("text/html")) {
      tap.check(`routes: ${name}: a file`, file(entry, answer));
      continue;
    }
    if (entry.url && answer.status !== 200) {
      tap.check(`routes: ${name}: answers`, `status ${answer.status}: ${/<h1>([^<]*)/.exec(answer.text)?.[1]}`);
      continue;
    }
    if (!answer.text.startsWith("<!doctype html>")) {
      tap.check(`routes: ${name}: a piece of a page`, answer.status !== 200 && `status ${answer.status}`);
      continue;
    }
    if (entry.url && seen.has(entry.person + answer.url)) {
      tap.check(`routes: ${name}: leads to ${answer.url.replace(/[\w-]{30,}/g, "KEY")}`);
      continue;
    }
    seen.add(entry.person + answer.url);
    if (entry.url) entry.url = answer.url;
    const path = join(folder, `${entries.length}.html`);
    await writeFile(path, answer.text);
    html.set(name, path);
    entries.push({ ...entry, text: answer.text, client });
  }
  const nu = checkHtml(html);

  const kept = pages.filter((p) => p.answer);
  const blank = await browser.newPage();
  for (const entry of entries) {
    const texts = await blank.evaluate(textsOf, entry.text);
    tap.check(`routes: ${entry.name}: all in Dutch`, words.wrong("nl", texts));
    if (!entry.url) continue;
    const english = await entry.client.get(entry.url, { lang: "en" });
    const lang = /<html lang="([^"]*)"/.exec(english.text)?.[1];
    const free = !entry.route || entry.route.right !== "PUBLIC" || entry.route.pattern.includes("/binnen/");
    tap.check(`routes: ${entry.name}: all in English`,
      lang === "en" ? words.wrong("en", (await blank.evaluate(textsOf, english.text)).filter((t) => !isData(entry, t)), free) : `lang is ${lang}`);
  }
  await blank.close();

  // Two at a time; a person's pages keep together, so that few contexts are open at once.
  entries.sort((a, b) => a.person.localeCompare(b.person));
  let next = 0;
  await Promise.all([0, 1].map(async () => {
    let open, whose;
    while (next < entries.length) {
      const entry = entries[next++];
      if (entry.person !== whose) {
        await open?.context.close();
        await open?.bare.close();
        open = await openPages(browser, server, people, entry.person, kept);
        whose = entry.person;
      }
      try {
        await visit(tap, server, entry, open, kept.findIndex((k) => k.name === entry.name));
      } catch (error) {
        tap.check(`routes: ${entry.name}: can be visited`, error.message);
        whose = undefined;
      }
    }
    await open?.context.close();
    await open?.bare.close();
  }));

  const warned = new Set();
  for (const [name, { errors, warnings }] of await nu) {
    tap.check(`routes: ${name}: Nu checker`, errors);
    for (const w of warnings) if (!warned.has(w.replace(/line \d+/, ""))) warned.add(w.replace(/line \d+/, "")), tap.note(`Nu, ${name}: ${w}`);
  }
  await rm(folder, { recursive: true });
}
