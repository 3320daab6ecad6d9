// A trajectory in the demo municipality, from "start a trajectory" to its final report; then the one that the demo has
// filled. Selectors go by names and addresses, so that words may change.
import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { PHONE, sideways, WIDE } from "./lib/browser.mjs";
import { find, hrefs, outbox } from "./lib/client.mjs";
import { enterByMail, makeCast } from "./lib/plan.mjs";
import { assert, enter, Journeys, notice, path, sent, SUBMIT } from "./lib/walk.mjs";

const DAY = 86400000;
const iso = (ms) => new Date(ms).toISOString().slice(0, 10);
const inDays = (n) => iso(Date.now() + n * DAY);
const weekday = (day) => new Date(`${day}T12:00:00Z`).getUTCDay();
const aSaturday = () => [14, 15, 16, 17, 18, 19, 20].map(inDays).find((day) => weekday(day) === 6);
const main = (page) => page.locator("main").innerText();
const values = (page, selector, name) => page.locator(selector).evaluateAll((all, key) => all.map((e) => e[key] ?? e.getAttribute(key)), name);
const links = async (page, pattern) => [...new Set((await values(page, "main a[href]", "href")).map((href) => new URL(href).pathname).filter((to) => pattern.test(to)))];

async function holds(page, ...texts) {
  const seen = (await main(page)).replace(/\s+/g, " ");
  for (const text of texts) assert(seen.includes(text), `“${text}” does not stand on ${path(page)}`);
}

const NAME = "MVO-traject Olmenrode-Noord";
const AN = { name: "An Peeters", mail: "an.peeters@olm.example", department: "Financiën en aankoop" };
const BERT = { name: "Bert Maes", mail: "bert.maes@olm.example", department: "Jeugd en sport" };
const READER = { name: "Rita Lezers", mail: "rita.lezers@olm.example", department: "Welzijn" };
const ZEGER = { name: "Zeger Lindemans", mail: "zeger.lindemans@net.example" };
const FIEN = { name: "Fien Aerts", mail: "fien.aerts@net.example" };

/* ---- start ---------------------------------------------------------------------------------------------- */

function start(j) {
  let guide, an;
  return j.walk("start a trajectory", {
    "one page: name, template, first date, the group pasted": async (me) => {
      guide = await me.visitor({ client: j.people.guide, viewport: WIDE });
      await guide.goto(j.url("/organisaties"));
      j.org = path(guide);
      await guide.goto(j.url(`${j.org}/traject?alle=1`));
      await guide.locator('main a[href$="/traject/nieuw"]').first().click();
      await guide.locator("input[name=name]").fill(NAME);
      await guide.locator("input[name=template][value=template-local-government]").check();
      await guide.locator("input[name=example][value=example-olmenrode]").check();
      await guide.locator("input[name=first_day]").fill(aSaturday());
      await guide.locator("textarea[name=rows]").fill([AN, BERT].map((p) => `${p.name}\t${p.mail}\t${p.department}`).join("\n"));
      await j.see(guide, "01-start");
      await sent(guide, "/traject/nieuw");
      j.at = path(guide);
      assert(/\/traject\/\d+$/.test(j.at), `it leads to ${j.at}`);
      assert(/\b2\b/.test(await notice(guide).innerText()), "it does not say that two people are invited");
      await j.see(guide, "02-overview-new");
    },
    "its steps, the first one open": async () => {
      j.steps = await links(guide, /\/stap\/\d+$/);
      assert(j.steps.length === 9, `${j.steps.length} steps`);
      await guide.goto(j.url(j.steps[0]));
      assert((await guide.locator('main form[action$="/openen"]').count()) === 0, "the first step is not open");
      assert((await guide.locator('main form[action$="/sluiten"]').count()) === 0, "it closes without what it must produce");
      await j.see(guide, "03-step-first");
    },
    "the group, with its departments": async () => {
      await guide.goto(j.url(`${j.at}/groep`));
      await holds(guide, AN.name, BERT.name, BERT.department);
      await j.see(guide, "04-group");
    },
    "no date in a weekend": async () => {
      await guide.goto(j.url(`${j.at}/planning`));
      await j.see(guide, "05-planning");
      const moments = await links(guide, /\/moment\/\d+$/);
      assert(moments.length > 0, "no session is planned");
      const days = [];
      for (const moment of moments) {
        await guide.goto(j.url(moment));
        days.push(await guide.locator("input[name=day]").inputValue());
      }
      for (const step of j.steps) {
        await guide.goto(j.url(`${step}/data`));
        const [begins, due] = await values(guide, "main input[type=date]", "value");
        assert(Date.parse(due) - Date.parse(begins) >= 2 * DAY, `${step} lasts from ${begins} to ${due}`);
        days.push(begins, due);
      }
      const wrong = days.filter((day) => [0, 6].includes(weekday(day)));
      assert(wrong.length === 0, `in a weekend: ${wrong.join(", ")}`);
      assert(days.every((day) => day > aSaturday()), `before the first day: ${days.sort()[0]}`);
      return `${moments.length} sessions, ${days.length} dates`;
    },
    "the invitations stand in the outbox": async () => {
      for (const person of [AN, BERT]) await j.linkFromOutbox(person.mail);
      const [mail] = await outbox(j.people.admin, AN.mail);
      assert(mail.includes(NAME), "the mail does not name the trajectory");
    },
    "an invited member enters by the link and sees the trajectory": async (me) => {
      an = await me.visitor();
      await enter(an, await j.linkFromOutbox(AN.mail));
      if (path(an) !== j.at) await an.locator(`main a[href="${j.at}"]`).first().click();
      await holds(an, NAME);
      assert(path(an) === j.at, `the link leads to ${path(an)}`);
      assert((await an.locator('main a[href$="/instellingen"]').count()) === 0, "a member sees the settings");
      assert((await sideways(an)).length === 0, (await sideways(an)).join("; "));
      await j.see(an, "06-overview-member");
    },
    "and writes a motive": async () => {
      await an.locator('main a[href$="/groep"]').first().click();
      await an.locator('main a[href$="/groep/motief"], main a[href$="/groep/motieven"]').first().click();
      await an.waitForLoadState();
      if (path(an).endsWith("/motieven")) await an.locator('main a[href$="/motief"]').first().click();
      await an.locator("textarea[name=motive]").fill("Ik wil dat aankopen ergens toe dienen.");
      await an.locator("textarea[name=brings]").fill("Twaalf jaar ervaring met bestekken.");
      await sent(an, "/groep/motief");
      await guide.goto(j.url(`${j.at}/groep/motieven`));
      await holds(guide, "Ik wil dat aankopen ergens toe dienen.");
      await j.see(guide, "07-motives");
      j.an = await an.context().storageState();
    },
  });
}

/* ---- documents and steps ---------------------------------------------------------------------------------- */

const textOf = (page) => page.locator("textarea[name=content]");
const headings = (text) => [...text.matchAll(/^#+ (.+)$/gm)].map((m) => m[1].trim());

// Writes an output of a step by hand; gives the path of the document.
async function writeOutput(j, page, step, output, fill) {
  await page.goto(j.url(step));
  await page.locator(`main a[href*="/documenten/nieuw?"][href*="uitvoer=${output}"]`).first().click();
  await page.waitForURL("**/documenten/nieuw?**");
  await sent(page, "/documenten/nieuw");
  if (!path(page).endsWith("/bewerken")) await page.locator('main a[href$="/bewerken"]').first().click();
  await page.waitForURL("**/bewerken");
  await textOf(page).fill(fill(await textOf(page).inputValue()));
}

function documents(j) {
  let guide, other, document, questions, base;
  const below = (text, n, line) => text.split("\n").reduce(([out, seen], row) => {
    const at = /^#/.test(row) ? seen + 1 : seen;
    return [out + row + "\n" + (at !== seen && at === n ? `\n${line}\n` : ""), at];
  }, ["", 0])[0];
  return j.walk("an output by hand", {
    "its headings are the questions": async (me) => {
      guide = await me.visitor({ client: j.people.guide, viewport: WIDE });
      await writeOutput(j, guide, j.steps[0], "decision", (text) => {
        questions = headings(text);
        assert(questions.length >= 2, `the form begins with ${JSON.stringify(text.slice(0, 200))}`);
        return below(below(text, 1, "We beginnen dit najaar, met **acht** diensten."), 2, "Het college volgt het op.");
      });
      return `${questions.length} headings`;
    },
    "a preview stores nothing": async () => {
      await guide.locator("button[name=do][value=preview]").click();
      await guide.locator("#voorbeeld strong", { hasText: "acht" }).waitFor();
      for (const q of questions) await guide.locator("#voorbeeld").getByRole("heading", { name: q, exact: true }).waitFor();
      await j.see(guide, "10-preview");
      document = path(guide).replace("/bewerken", "");
      const stored = await j.people.guide.get(document);
      assert(!stored.text.includes("met <strong>acht"), "the preview was stored");
    },
    "stored": async () => {
      await sent(guide, "/bewerken", "button[name=do][value=save]");
      assert(path(guide) === document, `it leads to ${path(guide)}`);
      await holds(guide, "met acht diensten", ...questions);
      await j.see(guide, "11-document");
    },
    "two write at once: the second sees both": async (me) => {
      other = await me.visitor({ client: await enterByMail(j.server, j.people.admin, "mariama.sowey@olmenrode.example") });
      await guide.goto(j.url(`${document}/bewerken`));
      await other.goto(j.url(`${document}/bewerken`));
      base = await textOf(guide).inputValue();
      await textOf(guide).fill(base.replace("met **acht** diensten", "met negen diensten"));
      await textOf(other).fill(base.replace("met **acht** diensten", "met zeven diensten"));
      await sent(guide, "/bewerken", "button[name=do][value=save]");
      await Promise.all([other.waitForEvent("load"), other.locator("button[name=do][value=save]").first().click()]);
      await holds(other, "negen", "zeven");
      assert((await textOf(other).first().inputValue()).includes("zeven"), "what the second typed is gone");
      assert((await sideways(other)).length === 0, (await sideways(other)).join("; "));
      await j.see(other, "12-conflict");
      assert((await other.locator(`main a[href="${document}"]`).count()) > 0, "no way to leave the other's text");
    },
    "and chooses; nothing is lost": async () => {
      await sent(other, "/bewerken", "button[name=do][value=save]");
      await holds(other, "met zeven diensten");
      await other.goto(j.url(`${document}/versies`));
      await j.see(other, "13-versions");
      const versions = await links(other, /\/versies\/\d+$/);
      assert(versions.length >= 2, `${versions.length} versions`);
      let kept = false;
      for (const version of versions) kept ||= (await j.people.guide.get(version)).text.includes("met negen diensten");
      assert(kept, "the version of the first is in no version");
    },
    "changes in other paragraphs go together": async () => {
      await guide.goto(j.url(`${document}/bewerken`));
      await other.goto(j.url(`${document}/bewerken`));
      base = await textOf(guide).inputValue();
      await textOf(guide).fill(base.replace("zeven diensten", "alle diensten"));
      await textOf(other).fill(base.replace("Het college volgt het op.", "Het college volgt het elk kwartaal op."));
      await sent(guide, "/bewerken", "button[name=do][value=save]");
      await Promise.all([other.waitForEvent("load"), other.locator("button[name=do][value=save]").first().click()]);
      await j.see(other, "14-merged");
      await sent(other, "/bewerken", "button[name=do][value=save]");
      await holds(other, "met alle diensten", "elk kwartaal");
    },
    "approved": async () => {
      await guide.goto(j.url(document));
      await guide.locator('main a[href$="/goedkeuren"]').first().click();
      await holds(guide, ...questions.slice(2)); // what nobody answered is said before
      assert(!(await main(guide)).includes(questions[0]), "a question with an answer is said to have none");
      await j.see(guide, "15-approve");
      await sent(guide, "/goedkeuren");
      await guide.goto(j.url(`${document}/bewerken`));
      assert((await textOf(guide).count()) === 0, "an approved text can still be written in");
    },
    "adopted": async () => {
      await guide.goto(j.url(document));
      await guide.locator('main a[href$="/vaststellen"]').first().click();
      await guide.locator("input[name=by]").first().check();
      await guide.locator("input[name=on]").fill(inDays(-1));
      await guide.locator("input[name=decision]").fill("2026/112");
      await sent(guide, "/vaststellen");
      await holds(guide, "2026/112");
      await j.see(guide, "16-adopted");
    },
  });
}

function steps(j) {
  let guide;
  const stepDates = async () => {
    const dates = [];
    for (const step of j.steps) {
      await guide.goto(j.url(`${step}/data`));
      if ((await guide.locator("input[name=due_on]").count()) > 0)
        dates.push([step, await guide.locator("input[name=begins_on]").inputValue(), await guide.locator("input[name=due_on]").inputValue()]);
    }
    return dates;
  };
  return j.walk("the steps", {
    "with its outputs there one closes": async (me) => {
      guide = await me.visitor({ client: j.people.guide, viewport: WIDE });
      await writeOutput(j, guide, j.steps[0], "planning", (text) => text.replace(/^(#.*)$/m, "$1\n\nElke maand een avond."));
      await sent(guide, "/bewerken", "button[name=do][value=save]");
      const document = path(guide);
      await guide.goto(j.url(`${document}/goedkeuren`));
      await sent(guide, "/goedkeuren");
      await guide.goto(j.url(j.steps[0]));
      await j.see(guide, "20-step-ready");
      await sent(guide, "/sluiten");
      await guide.goto(j.url(j.steps[0]));
      assert((await guide.locator('main form[action$="/heropenen"]').count()) === 1, "the step is not closed");
    },
    "the next one closes only with a reason": async () => {
      await guide.goto(j.url(j.steps[1]));
      if ((await guide.locator('main form[action$="/openen"]').count()) > 0) await sent(guide, "/openen");
      await guide.goto(j.url(j.steps[1]));
      await j.see(guide, "21-step-second");
      const close = 'button[formaction$="/sluiten"]';
      await guide.locator(`main details:has(${close}) summary`).click();
      await Promise.all([guide.waitForEvent("load"), guide.locator(close).click()]);
      await guide.locator("#reason-error").waitFor();
      await j.see(guide, "22-step-no-reason");
      await guide.locator("textarea[name=reason]").fill("De kopgroep kwam al in het voorjaar bijeen.");
      await sent(guide, "/overslaan", close);
      await guide.goto(j.url(j.steps[1]));
      await holds(guide, "De kopgroep kwam al in het voorjaar bijeen.");
      await guide.goto(j.url(`${j.at}/nieuws`));
      await holds(guide, "De kopgroep kwam al in het voorjaar bijeen.");
      await j.see(guide, "23-news");
    },
    "a step moves, and the rest with it": async () => {
      const before = await stepDates();
      const at = before.findIndex(([step]) => step === j.steps[3]);
      assert(at >= 0, "the fourth step has no dates");
      const [step, , due] = before[at];
      await guide.goto(j.url(`${step}/data`));
      await guide.locator("input[name=due_on]").fill(iso(Date.parse(due) + 28 * DAY));
      await Promise.all([guide.waitForEvent("load"), guide.locator(`main form[action$="/data/bekijken"] button[type=submit]`).first().click()]);
      await j.see(guide, "24-moves");
      await sent(guide, "/data/bekijken", "button[name=rest]");
      const after = await stepDates();
      assert(after[at][2] > due, "the step did not move");
      for (let i = 0; i < before.length; i++) {
        const [begins, ends] = after[i].slice(1);
        if (i > at) assert(begins > before[i][1] && ends > before[i][2], `step ${i + 1} stayed at ${begins}`);
        if (i < at) assert(begins === before[i][1] && ends === before[i][2], `step ${i + 1} moved to ${begins}`);
        assert(![0, 6].includes(weekday(begins)) && ![0, 6].includes(weekday(ends)), `${begins} or ${ends} is in a weekend`);
      }
    },
  });
}

/* ---- data from somebody without an account ------------------------------------------------------------------ */

const askLink = (mail) => /https?:\/\/[^\s<"]+\/vraag\/[\w.-]+/.exec(mail ?? "")?.[0];

function questions(j) {
  let guide, phone, plain;
  const asked = [
    { ...ZEGER, title: "Hoeveel papier kochten we in 2025?", unit: "pakken" },
    { ...FIEN, title: "Hoeveel fietsen staan er in de stalling?", unit: "fietsen" },
  ];
  const take = async (title, name) => {
    await guide.goto(j.url(`${j.at}/foto/vragen`));
    await guide.locator("main a", { hasText: title }).first().click();
    await guide.waitForURL("**/foto/vraag/*");
    await j.see(guide, name);
    if ((await guide.locator("textarea[name=body]").inputValue()) === "") await guide.locator("textarea[name=body]").fill(title.replace("?", "."));
    await sent(guide, "/overnemen");
  };
  return j.walk("asking for data", {
    "two questions, each to somebody without an account": async (me) => {
      guide = await me.visitor({ client: j.people.guide, viewport: WIDE });
      for (const q of asked) {
        await guide.goto(j.url(`${j.at}/foto/vragen`));
        await guide.locator('main a[href$="/foto/vragen/nieuw"], main a[href$="/foto/vragen/kiezen"]').first().click();
        if (path(guide).endsWith("/kiezen")) {
          await j.see(guide, "30-choose");
          await guide.locator('main a[href$="/foto/vragen/nieuw"]').first().click();
        }
        await guide.waitForURL("**/foto/vragen/nieuw");
        await guide.locator("input[name=title]").fill(q.title);
        await guide.locator("textarea[name=ask]").fill(`${q.title} Alle diensten samen.`);
        await guide.locator("select[name=sort]").selectOption("figure");
        await guide.locator("input[name=unit]").fill(q.unit);
        await guide.locator("input[name=name]").fill(q.name);
        await guide.locator("input[name=mail]").fill(q.mail);
        await guide.locator("input[name=due_on]").fill(inDays(21));
        await j.see(guide, "31-write-question");
        await sent(guide, "/foto/vragen/nieuw");
      }
      await guide.goto(j.url(`${j.at}/foto/concepten`));
      await j.see(guide, "32-drafts");
      await sent(guide, "/foto/concepten/versturen");
      await j.see(guide, "33-sent");
      for (const q of asked) {
        q.link = askLink((await outbox(j.people.admin, q.mail))[0]);
        assert(q.link, `no question in the mail to ${q.mail}`);
      }
    },
    "answered from the mail on a telephone": async (me) => {
      phone = await me.visitor();
      await phone.goto(asked[0].link);
      if (!/\/\d+$/.test(path(phone))) await phone.locator('main a[href^="/vraag/"]').first().click();
      await phone.waitForURL(/\/vraag\/[^/]+\/\d+$/);
      assert((await sideways(phone)).length === 0, (await sideways(phone)).join("; "));
      await j.see(phone, "34-answer");
      await phone.locator("input[name=value]").fill("1.250");
      await phone.locator("input[name=source]").fill("Facturen van de drukkerij");
      await phone.locator("input[type=file]").setInputFiles({ name: "Facturen 2025.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.4\n%%EOF\n") });
      const question = path(phone);
      await sent(phone, question);
      await notice(phone).waitFor();
      await j.see(phone, "35-answered");
      await phone.goto(j.url(question));
      await holds(phone, "Facturen 2025.pdf");
      assert(/^1\.?250$/.test(await phone.locator("input[name=value]").inputValue()), "the number is gone");
    },
    "answered without JavaScript": async (me) => {
      plain = await me.visitor({ scripts: false });
      await plain.goto(asked[1].link);
      if (!/\/\d+$/.test(path(plain))) await plain.locator('main a[href^="/vraag/"]').first().click();
      await plain.waitForURL(/\/vraag\/[^/]+\/\d+$/);
      await plain.locator("input[name=value]").fill("tachtig of zo");
      await plain.locator(`main form[action="${path(plain)}"] ${SUBMIT}`).last().click();
      await plain.waitForLoadState();
      await plain.locator("#value-error").waitFor();
      await j.see(plain, "36-answer-wrong");
      await plain.locator("input[name=value]").fill("80");
      await plain.locator(`main form[action="${path(plain)}"] ${SUBMIT}`).last().click();
      await notice(plain).waitFor();
    },
    "the link opens the question and nothing else": async () => {
      const answer = await phone.goto(j.url(j.at));
      assert(answer.status() !== 200 || path(phone) !== j.at, "somebody with a link sees the trajectory");
    },
    "the guide takes the answers over": async () => {
      await take(asked[0].title, "37-request");
      await j.see(guide, "38-fact");
      await take(asked[1].title, "39-request-plain");
    },
    "they stand in the local picture": async () => {
      await guide.goto(j.url(`${j.at}/foto`));
      await holds(guide, "1.250", "80");
      await j.see(guide, "40-picture");
    },
  });
}

/* ---- the short action list ------------------------------------------------------------------------------------ */

function actions(j) {
  let guide, an, bookmark, own;
  const title = "Vervang de lampen in de sporthal";
  return j.walk("the action list", {
    "a bookmark becomes a row in one click": async (me) => {
      guide = await me.visitor({ client: j.people.guide, viewport: WIDE });
      await guide.goto(j.url(`${j.at}/acties`));
      await j.see(guide, "50-actions-empty");
      await guide.locator('main a[href$="/acties/voorstellen"]').first().click();
      await guide.waitForURL("**/acties/voorstellen");
      await j.see(guide, "51-proposals");
      bookmark = await guide.locator('main form[action$="/acties/voorstellen"] button[name=library]:not([value=""])').first().evaluate((b) => b.lastChild.textContent.trim());
      await sent(guide, "/acties/voorstellen", 'button[name=library]:not([value=""])');
      await guide.goto(j.url(`${j.at}/acties`));
      await holds(guide, bookmark);
    },
    "an action with owner and date": async () => {
      await guide.locator("input[name=title]").fill(title);
      const owner = await guide.locator("select[name=owner] option", { hasText: AN.name }).getAttribute("value");
      await guide.locator("select[name=owner]").selectOption(owner);
      await guide.locator("input[name=due_on]").fill(inDays(90));
      await sent(guide, "/acties");
      await guide.goto(j.url(`${j.at}/acties`));
      await holds(guide, title, AN.name);
      await j.see(guide, "52-actions");
    },
    "its owner tells how it stands": async (me) => {
      an = await me.visitor({ storageState: j.an });
      await an.goto(j.url(`${j.at}/acties`));
      await an.locator("main a", { hasText: title }).first().click();
      await an.waitForURL("**/actie/*");
      own = path(an);
      assert((await sideways(an)).length === 0, (await sideways(an)).join("; "));
      await j.see(an, "53-action");
      await an.locator("input[name=update_status][value=running]").check();
      await an.locator("textarea[name=note]").fill("De helft hangt er al.");
      await sent(an, "/stand");
      await j.see(an, "54-action-told");
      await guide.goto(j.url(own));
      await holds(guide, "De helft hangt er al.");
    },
    "the list goes along as a spreadsheet": async () => {
      const file = await j.people.guide.get(`${j.at}/acties/lijst.xlsx`);
      assert(file.status === 200 && file.bytes.subarray(0, 2).toString() === "PK", `${file.status} ${file.type}`);
    },
  });
}

/* ---- looking back ---------------------------------------------------------------------------------------------- */

function evaluation(j) {
  let guide, an;
  return j.walk("the evaluation", {
    "opened": async (me) => {
      guide = await me.visitor({ client: j.people.guide, viewport: WIDE });
      await guide.goto(j.url(`${j.at}/evaluatie`));
      await j.see(guide, "60-evaluation-closed");
      await sent(guide, "/evaluatie/openen");
      await j.see(guide, "61-evaluation-open");
    },
    "a member answers, one answer may be quoted": async (me) => {
      an = await me.visitor({ storageState: j.an });
      await an.goto(j.url(`${j.at}/evaluatie`));
      await an.locator('main a[href$="/evaluatie/mijn"]').first().click();
      await an.waitForURL("**/evaluatie/mijn");
      await an.locator("textarea[name=a0]").fill("We vragen nu eerst waar iets vandaan komt.");
      await an.locator("input[name=q0]").check();
      await an.locator("textarea[name=a1]").fill("Alleen voor wie dit leidt bestemd.");
      for (const name of ["importance", "maturity"]) await an.locator(`input[name=${name}][value="4"]`).check();
      assert((await sideways(an)).length === 0, (await sideways(an)).join("; "));
      await j.see(an, "62-my-answers");
      await sent(an, "/evaluatie/mijn");
    },
    "the organisation answers": async () => {
      await guide.goto(j.url(`${j.at}/evaluatie/organisatie`));
      await guide.locator("textarea[name=a0]").fill("Duurzaamheid staat nu in elk bestek.");
      await sent(guide, "/evaluatie/organisatie");
      await guide.goto(j.url(`${j.at}/evaluatie`));
      await holds(guide, "Duurzaamheid staat nu in elk bestek.");
    },
    "closed, and the moments to come back are planned": async () => {
      await sent(guide, "/evaluatie/sluiten");
      await guide.goto(j.url(`${j.at}/evaluatie`));
      await holds(guide, "We vragen nu eerst waar iets vandaan komt.");
      await sent(guide, "/evaluatie/terugkomst");
      await guide.goto(j.url(`${j.at}/evaluatie`));
      await j.see(guide, "63-evaluation-done");
      await guide.goto(j.url(`${j.at}/planning`));
      assert((await links(guide, /\/moment\/\d+$/)).length >= 9, "the return moments are not planned");
    },
  });
}

/* ---- the report -------------------------------------------------------------------------------------------------- */

const has = promisify(execFile);

// The text of a PDF, or undefined where pdftotext is missing.
async function pdfText(bytes) {
  const file = join(tmpdir(), `kapstok-journey-${process.pid}.pdf`);
  await writeFile(file, bytes);
  try {
    return (await has("pdftotext", ["-layout", file, "-"], { maxBuffer: 1e8 })).stdout;
  } catch (error) {
    if (error.code === "ENOENT") return undefined;
    throw error;
  }
}

// What a link downloads: its bytes.
async function download(page, link) {
  const [file] = await Promise.all([page.waitForEvent("download"), page.locator(`main a[href$="${link}"]`).first().click()]);
  return readFile(await file.path());
}

const squeeze = (text) => text.replace(/\s+/g, " ").toLowerCase();

// Pages of a PDF of ours, whose headings are those of the page.
async function checkPdf(bytes, titles) {
  assert(bytes.subarray(0, 4).toString() === "%PDF", `it begins with ${bytes.subarray(0, 8)}`);
  const text = await pdfText(bytes);
  if (text === undefined) return "pdftotext is not here";
  const pages = text.split("\f").length - 1;
  assert(pages > 1, `${pages} page`);
  const missing = titles.filter((title) => !squeeze(text).includes(squeeze(title)));
  assert(missing.length === 0, `not in the PDF: ${missing.slice(0, 5).join(", ")}`);
  return `${pages} pages, ${(bytes.length / 1024).toFixed(0)} KiB`;
}

const chapters = async (page) => (await page.locator("main article h2").allInnerTexts()).map((t) => t.trim()).filter((t) => t !== "");

function report(j) {
  let guide, edit, titles, order, note, left;
  const words = "Dit rapport is van iedereen die elke maand een avond vrijmaakte.";
  const rows = () => guide.locator("main ol li[id^=deel-]").evaluateAll((all) => all.map((li) => li.id.slice(5)));
  return j.walk("the final report", {
    "made": async (me) => {
      guide = await me.visitor({ client: j.people.guide, viewport: WIDE });
      await guide.goto(j.url(`${j.at}/rapport`));
      await j.see(guide, "70-reports");
      await sent(guide, "/rapport");
      if (!path(guide).endsWith("/bewerken")) await guide.locator('main a[href$="/bewerken"], main a[href*="/rapport/"]').first().click();
      edit = path(guide).replace("/bewerken", "");
      await guide.goto(j.url(`${edit}/bewerken`));
      await j.see(guide, "71-report-edit");
      order = await rows();
      assert(order.length >= 8, `sections: ${order.join(", ")}`);
      return order.join(", ");
    },
    "a section left out, another moved": async () => {
      left = await guide.locator("li#deel-colophon b").innerText();
      await sent(guide, "/deel/colophon/plaats", "button[name=do][value=hide]");
      await guide.goto(j.url(`${edit}/bewerken`));
      await sent(guide, "/deel/plan/plaats", "button[name=do][value=up]");
      await guide.goto(j.url(`${edit}/bewerken`));
      const now = await rows();
      assert(now.indexOf("plan") === order.indexOf("plan") - 1, `now ${now.join(", ")}`);
    },
    "a text of one's own": async () => {
      await guide.locator('main a[href$="/deel/introduction"]').first().click();
      await guide.waitForURL("**/deel/introduction");
      await guide.locator("textarea").first().fill(words);
      await guide.locator("button[name=do][value=preview]").click();
      await guide.locator("#voorbeeld", { hasText: words }).waitFor();
      await j.see(guide, "72-report-text");
      await sent(guide, "/deel/introduction", "button[name=do][value=save]");
    },
    "read as a page": async () => {
      await guide.goto(j.url(`${edit}/bekijken`));
      await holds(guide, words, "1.250", "Vervang de lampen in de sporthal", "We vragen nu eerst waar iets vandaan komt.");
      assert(!(await main(guide)).includes("Alleen voor wie dit leidt bestemd."), "an answer without consent is quoted");
      titles = await chapters(guide);
      assert(titles.length >= 4, `chapters: ${titles.join(", ")}`);
      assert(!titles.includes(left), `${left} is there, though it was left out`);
      await j.see(guide, "73-report");
      await guide.setViewportSize(PHONE);
      assert((await sideways(guide)).length === 0, (await sideways(guide)).join("; "));
      await guide.setViewportSize(WIDE);
      return `${titles.length} chapters`;
    },
    "as PDF": async () => {
      const bytes = await download(guide, "/rapport.pdf");
      if (process.env.PICTURES) await writeFile(`${process.env.PICTURES}/report.pdf`, bytes);
      return checkPdf(bytes, titles);
    },
    "as DOCX": async () => {
      const bytes = await download(guide, "/rapport.docx");
      assert(bytes.subarray(0, 2).toString() === "PK", `it begins with ${bytes.subarray(0, 8)}`);
      assert(bytes.includes("word/document.xml"), "there is no text in it");
    },
    "the note of one page, adopted": async () => {
      await guide.goto(j.url(`${j.at}/rapport`));
      const form = guide.locator('main form[action$="/rapport"]:has(input[name=form][value=note])');
      await Promise.all([guide.waitForEvent("load"), form.locator(SUBMIT).click()]);
      note = /.*\/rapport\/\d+/.exec(path(guide))?.[0];
      assert(note && note !== edit, `it leads to ${path(guide)}`);
      await guide.goto(j.url(`${note}/bewerken`));
      await j.see(guide, "74-note");
      const text = guide.locator("textarea[name=content]");
      await text.fill((await text.inputValue()).replace(/^(#.*)$/m, "$1\n\nWij vragen de raad dit goed te keuren."));
      await sent(guide, "/tekst", "button[name=do][value=save]");
      await guide.goto(j.url(`${note}/vaststellen`));
      await guide.locator("input[name=by]").first().check();
      await guide.locator("input[name=on]").fill(inDays(-1));
      await guide.locator("input[name=decision]").fill("2026/140");
      await sent(guide, "/vaststellen");
      await guide.goto(j.url(`${note}/bekijken`));
      await holds(guide, "2026/140", "Wij vragen de raad dit goed te keuren.");
      await j.see(guide, "75-note-adopted");
    },
    "a reader sees the note and nothing of the drafts": async (me) => {
      await makeReader(j);
      const reader = await me.visitor({ client: await enterByMail(j.server, j.people.admin, READER.mail) });
      await reader.goto(j.url(`${j.at}/rapport`));
      await j.see(reader, "76-reader-reports");
      assert((await reader.locator(`main a[href^="${edit}/"], main a[href="${edit}"]`).count()) === 0, "the draft stands in the list");
      await reader.locator(`main a[href="${note}/bekijken"], main a[href="${note}"]`).first().click();
      await reader.waitForURL(`**${note}**`);
      await holds(reader, "Wij vragen de raad dit goed te keuren.");
      for (const draft of [edit, `${edit}/bekijken`, `${edit}/bewerken`, `${edit}/rapport.pdf`, `${note}/bewerken`]) {
        const answer = await reader.request.get(j.url(draft), { maxRedirects: 0 });
        assert([303, 403, 404].includes(answer.status()), `${draft}: ${answer.status()}`);
        assert(!(await answer.text()).includes(words), `${draft} shows the draft`);
      }
      await reader.goto(j.url(j.at));
      await j.see(reader, "77-reader-overview");
    },
  });
}

// Somebody who may read: pasted by the guide, made a reader by the administrator of the organisation.
async function makeReader(j) {
  const { guide, manager } = j.people;
  const rows = `${READER.name}\t${READER.mail}\t${READER.department}`;
  const shown = await guide.fill(`${j.org}/leden`, `${j.org}/leden/plakken`, { rows });
  const fields = [...shown.text.split(`action="${j.org}/leden/toevoegen"`)[1].split("</form>")[0].matchAll(/name="([^"]+)"[^>]*? value="([^"]*)"/g)].map((m) => [m[1], m[2]]);
  await guide.post(`${j.org}/leden/toevoegen`, fields);
  const list = (await manager.get(`${j.org}/leden`)).text;
  const row = list.split("<tr").find((r) => r.includes(READER.name)) ?? "";
  const page = `${j.org}/leden/${find(row, /\/leden\/(\d+)$/)}`;
  const html = (await manager.get(page)).text;
  const form = html.split(`action="${page}"`)[1].split("</form>")[0];
  const department = /<option value="(\d+)" selected/.exec(form)?.[1] ?? "";
  const answer = await manager.post(page, { csrf: /name="csrf" value="([^"]+)"/.exec(form)[1], roles: "reader", attribute: "staff", department, ends_on: "" });
  assert(answer.status === 303, `making a reader: ${answer.status} for ${page}`);
}

/* ---- the demo municipality's own ------------------------------------------------------------------------------------ */

function demo(j) {
  let guide, at, steps;
  return j.walk("the demo municipality", {
    "the overview answers: where are we, what is next, who is late, what was decided": async (me) => {
      guide = await me.visitor({ client: j.people.guide, viewport: WIDE });
      await guide.goto(j.url(`${j.org}/traject?alle=1`));
      const all = await links(guide, /\/traject\/\d+$/);
      // The first that there was: sessions of their own have one as well.
      at = all.filter((one) => one !== j.at).sort((a, b) => Number(a.split("/").pop()) - Number(b.split("/").pop()))[0];
      await guide.goto(j.url(at));
      steps = await links(guide, /\/stap\/\d+$/);
      assert(steps.length === 9, `${steps.length} steps`);
      const section = (links) => guide.locator("main section").filter({ has: guide.locator(links) });
      assert((await guide.locator("main [aria-current=step], main .rail__step--open, main a[href*='/stap/']").count()) > 0, "it does not say where we are");
      assert((await section('a[href*="/moment/"]').count()) > 0, "nothing is next");
      assert((await section('a[href*="/document/"]').count()) > 0, "nothing was decided");
      await j.see(guide, "80-demo-overview");
      await guide.setViewportSize(PHONE);
      assert((await sideways(guide)).length === 0, (await sideways(guide)).join("; "));
      await guide.setViewportSize(WIDE);
    },
    "each step opens, with what it made and the example to read along": async () => {
      const empty = [];
      for (const [i, step] of steps.entries()) {
        await guide.goto(j.url(step));
        const example = (await values(guide, "main a[href]", "href")).filter((href) => href.includes("/bibliotheek/voorbeeld/"));
        if (example.length === 0) empty.push(`step ${i + 1} has no example`);
        if ((await guide.locator("main .outputs a, main a[href*='/document/'], main a[href$='/foto'], main a[href$='/acties'], main a[href$='/evaluatie'], main a[href$='/rapport']").count()) === 0)
          empty.push(`step ${i + 1} made nothing`);
        await j.see(guide, `81-demo-step-${i + 1}`);
      }
      assert(empty.length === 0, empty.join("; "));
    },
    "every page of its menu opens": async () => {
      await guide.goto(j.url(at));
      const menu = (await values(guide, "main nav a[href]", "href")).map((href) => new URL(href).pathname).filter((p) => p.startsWith(at));
      assert(menu.length >= 8, `the menu has ${menu.join(", ")}`);
      for (const to of new Set(menu)) {
        const answer = await guide.goto(j.url(to));
        assert(answer.status() === 200, `${to}: ${answer.status()}`);
        const bare = await guide.locator("main button, main a").evaluateAll((all) => all.filter((e) => {
          const seen = e.cloneNode(true);
          seen.querySelectorAll(".visually-hidden, [aria-hidden=true]").forEach((x) => x.remove());
          return seen.textContent.trim() === "" && !e.querySelector("img, svg");
        }).length);
        assert(bare === 0, `${to}: ${bare} buttons or links without words`);
        await j.see(guide, `82-demo-${to.split("/").pop()}`);
      }
      return `${new Set(menu).size} pages`;
    },
    "its final report, as page and as PDF": async () => {
      await guide.goto(j.url(`${at}/rapport`));
      await guide.locator(`main a[href^="${at}/rapport/"]`).first().click();
      await guide.waitForURL(/\/rapport\/\d+/);
      const report = /.*\/rapport\/\d+/.exec(path(guide))[0];
      await guide.goto(j.url(`${report}/bekijken`));
      const titles = await chapters(guide);
      assert(titles.length >= 8, `chapters: ${titles.join(", ")}`);
      const parts = await guide.locator("main article h2, main article h3").allInnerTexts();
      const twice = parts.filter((part, i) => parts.indexOf(part) !== i);
      assert(twice.length === 0, `stands there twice: ${twice.join(", ")}`);
      await j.see(guide, "83-demo-report");
      const bytes = await download(guide, "/rapport.pdf");
      if (process.env.PICTURES) await writeFile(`${process.env.PICTURES}/demo-report.pdf`, bytes);
      return checkPdf(bytes, titles);
    },
  });
}

export async function run(env) {
  const j = new Journeys({ ...env, suite: "trajectory", people: await makeCast(env.server) });
  await start(j);
  if (!j.an) return;
  await Promise.all([
    demo(j),
    (async () => {
      await documents(j);
      await steps(j);
      await questions(j);
      await actions(j);
      await evaluation(j);
      await report(j);
    })(),
  ]);
}
