// What people come for, from beginning to end, with JavaScript and without it. Selectors go by names and addresses,
// so that words may change.
import { NARROW, PHONE, sideways, WIDE } from "./lib/browser.mjs";
import { makeCast } from "./lib/plan.mjs";
import { totp } from "./lib/totp.mjs";
import { assert, enter, Journeys, notice, path, SUBMIT } from "./lib/walk.mjs";

const ANSWERS = ["yes", "no", "dont_know", "not_applicable"];

/* ---- parts --------------------------------------------------------------------------------------------- */

async function pressed(page, locator) {
  page.clicks = (page.clicks ?? 0) + 1;
  await locator.click();
}

const statements = (page) => page.locator("form[data-autosave]");
const choice = (form, answer) => form.locator(`label.answer:has(input[value=${answer}])`);

async function startQuickScan(page, base) {
  await page.goto(base + "/");
  await pressed(page, page.locator('main a[href="/quickscan"]').first());
  await pressed(page, page.locator('label.option:has(input[name="type"])').first());
  await page.locator("select[name=size]").selectOption({ index: 2 });
  page.clicks += 2;
  const questions = page.locator('fieldset:has(input[name^="q["])');
  for (let i = 0; i < (await questions.count()); i++) await pressed(page, questions.nth(i).locator("label.option").first());
  await pressed(page, page.locator(`form[action="/quickscan"] ${SUBMIT}`));
  await page.waitForURL("**/quickscan/*/thema/*");
}

// Taps one answer and waits until the server has it.
async function tapAnswer(page, form, answer) {
  const [response] = await Promise.all([
    page.waitForResponse((r) => r.url().includes("/antwoord/") && r.request().method() === "POST"),
    pressed(page, choice(form, answer)),
  ]);
  assert(response.status() === 200, `tap on ${answer}: ${response.status()}`);
  return response;
}

const saidOnBar = (page, what) =>
  page.waitForFunction((key) => {
    const bar = document.getElementById("save");
    return bar.dataset[key] !== "" && bar.textContent.trim() === bar.dataset[key].trim();
  }, what);

async function tapScreen(page, offset = 0) {
  const forms = statements(page);
  const count = await forms.count();
  for (let i = 0; i < count; i++)
    if ((await forms.nth(i).locator("input[name=answer]:checked").count()) === 0)
      await tapAnswer(page, forms.nth(i), ANSWERS[(i + offset) % 7 < 4 ? 0 : (i + offset) % 4]);
  return count;
}

/* ---- the quick scan ------------------------------------------------------------------------------------- */

function quickWithScript(j) {
  let page, context, first, state, total = 0;
  return j.walk("quick scan by taps", {
    "from the start page to the first statement": async (me) => {
      page = await me.visitor();
      page.started = Date.now();
      await startQuickScan(page, j.server.base);
      assert((await page.locator(".statement__save:visible").count()) === 0, "the buttons for people without JavaScript are visible");
      return `${page.clicks} clicks`;
    },
    "every tap says that it is kept": async () => {
      await tapAnswer(page, statements(page).first(), "yes");
      await saidOnBar(page, "saved");
      total += await tapScreen(page);
      return await page.locator("#save").textContent();
    },
    "the next screen": async () => {
      await pressed(page, page.locator("nav.turn .utrecht-button--primary-action"));
      await page.waitForLoadState();
      total += await tapScreen(page, 2);
      first = path(page);
    },
    "browser closed and opened again: everything is there": async (me) => {
      context = page.context();
      const { clicks, started } = page;
      state = await context.storageState();
      await context.close();
      page = await me.visitor({ storageState: state });
      Object.assign(page, { clicks, started });
      await page.goto(j.url("/"));
      await pressed(page, page.locator('main a[href^="/quickscan/"]').first());
      await page.waitForURL("**/thema/*");
      assert(path(page) !== first, "it went back to a screen that was answered");
      await page.goto(j.url(first));
      const open = await statements(page).filter({ hasNot: page.locator("input[name=answer]:checked") }).count();
      assert(open === 0, `${open} answers of the second screen are gone`);
      await page.locator("nav.turn .utrecht-button--primary-action").click();
      await page.waitForLoadState();
    },
    "on to the result": async () => {
      for (let screens = 0; !path(page).endsWith("/resultaat"); screens++) {
        assert(screens < 60, "no end to the screens");
        total += await tapScreen(page, screens);
        const from = page.url();
        await pressed(page, page.locator("nav.turn .utrecht-button--primary-action"));
        await page.waitForURL((url) => url.href !== from);
      }
      await page.locator(".score__value").first().waitFor();
      const share = await page.locator("#link").inputValue();
      assert(share.startsWith(j.url("/quickscan/")), `the secret link is ${share}`);
      j.quick = { share, score: (await page.locator(".score__value").first().textContent()).match(/\d+/)?.[0] };
      return `${total} statements, ${page.clicks} clicks, ${((Date.now() - page.started) / 1000).toFixed(0)} s for a machine`;
    },
    "mailed to oneself": async () => {
      await page.locator("input[name=mail]").fill("ik@olmenrode.example");
      await page.locator(`form[action$="/mail"] ${SUBMIT}`).click();
      await notice(page).waitFor();
      const link = await j.linkFromOutbox("ik@olmenrode.example");
      assert(link === j.quick.share.replace("/resultaat", ""), `the mail holds ${link}`);
    },
    "the secret link opens it on another device": async (me) => {
      const other = await me.visitor();
      await other.goto(j.quick.share);
      await other.locator(".score__value").first().waitFor();
    },
  });
}

function quickWithoutScript(j) {
  let page, statement;
  return j.walk("quick scan without JavaScript", {
    "from the start page to the first statement": async (me) => {
      page = await me.visitor({ scripts: false });
      await startQuickScan(page, j.server.base);
      return `${page.clicks} clicks`;
    },
    "one answer by its own button": async () => {
      statement = await statements(page).first().getAttribute("id");
      const form = page.locator(`[id="${statement}"]`);
      await pressed(page, choice(form, "no"));
      await form.locator("input[name=bookmark]").check();
      await pressed(page, form.locator(".statement__save"));
      await notice(page).waitFor();
      assert(await page.locator(`[id="${statement}"] input[value=no]`).isChecked(), "the answer is not there");
      assert(await page.locator(`[id="${statement}"] input[name=bookmark]`).isChecked(), "the bookmark is not there");
    },
    "everything on one sheet, then the result": async () => {
      await pressed(page, page.locator('noscript a[href$="/alles"], main a[href$="/alles"]').first());
      const sets = page.locator("form#blad fieldset");
      const count = await sets.count();
      assert(await sets.first().locator("input[value=no]").isChecked(), "the answer given before does not stand on the sheet");
      for (let i = 0; i < count; i++) await pressed(page, choice(sets.nth(i), ANSWERS[i % 5 < 3 ? 0 : i % 4]));
      await pressed(page, page.locator(`form#blad ${SUBMIT}`).last());
      await page.waitForURL("**/resultaat");
      await page.locator(".score__value").first().waitFor();
      assert((await page.locator(".needs-js:visible").count()) === 0, "a button that needs JavaScript is visible");
      return `${count} statements, ${page.clicks} clicks`;
    },
    "a word is explained": async () => {
      await page.goBack();
      await page.goto(j.url("/begrippen"));
      assert((await page.locator("dt").count()) >= 40, "fewer than 40 terms");
    },
  });
}

function sheetWithScript(j) {
  let page, sets, url;
  const tap = (set, answer) => Promise.all([
    page.waitForResponse((r) => r.url().includes("/antwoord/") && r.ok()), set.locator(`label.answer:has(input[value=${answer}])`).click()]);
  return j.walk("everything on one sheet, with JavaScript", {
    "a note first, on the screen of its statement": async (me) => {
      page = await me.visitor();
      await startQuickScan(page, j.server.base);
      const form = statements(page).first();
      await tapAnswer(page, form, "no");
      await form.locator("details:has(textarea) summary").click();
      await Promise.all([page.waitForResponse((r) => r.url().includes("/antwoord/") && r.ok()), form.locator("textarea").fill("Een notitie die blijft")]);
      await page.locator('a[href$="/alles"]:visible').first().click();
      await page.waitForURL("**/alles");
      url = page.url();
      sets = page.locator("form#blad fieldset.statement");
    },
    "every tap on the sheet is kept": async () => {
      await tap(sets.nth(0), "yes");
      await tap(sets.nth(1), "no");
      await tap(sets.nth(1), "dont_know");
      await saidOnBar(page, "saved");
      assert((await page.locator("#save").boundingBox()) !== null, "nothing says that it is kept");
      await page.goto(j.url("/"));
      await page.goto(url);
      for (const [i, answer] of ["yes", "dont_know"].entries())
        assert(await sets.nth(i).locator(`input[value=${answer}]`).isChecked(), `answer ${i} is gone`);
    },
    "the button at the bottom fits with the taps": async () => {
      await tap(sets.nth(1), "yes");
      await page.locator(`form#blad ${SUBMIT}`).last().click();
      await page.waitForURL("**/resultaat");
      assert(!(await page.locator("main").innerText()).includes("elders"), "the sheet is said to be older than its own taps");
    },
    "the note is still there": async () => {
      await page.goto(url.replace(/\/alles.*/, "/stellingen"));
      assert((await page.locator("main").innerText()).includes("Een notitie die blijft"), "the note is gone");
    },
    "lost in mid-sheet and closed: it goes out at the next visit": async () => {
      await page.goto(url);
      const context = page.context();
      await context.setOffline(true);
      await sets.nth(2).locator("label.answer:has(input[value=no])").click();
      await saidOnBar(page, "waiting");
      page.seen.splice(0);
      await page.close({ runBeforeUnload: false });
      await context.setOffline(false);
      page = await context.newPage();
      sets = page.locator("form#blad fieldset.statement");
      await Promise.all([page.waitForResponse((r) => r.url().includes("/antwoord/") && r.ok()), page.goto(url)]);
      await page.reload();
      assert(await sets.nth(2).locator("input[value=no]").isChecked(), "the answer is gone");
    },
  });
}

function lines(j) {
  let page, form, sent;
  return j.walk("a bad line", {
    "lost in mid-answer: it says so": async (me) => {
      page = await me.visitor();
      await startQuickScan(page, j.server.base);
      form = statements(page).first();
      await page.context().setOffline(true);
      await choice(form, "yes").click();
      await saidOnBar(page, "waiting");
      page.seen.splice(0);
    },
    "back again: stored by itself": async () => {
      await Promise.all([page.waitForResponse((r) => r.url().includes("/antwoord/") && r.ok()), page.context().setOffline(false)]);
      await saidOnBar(page, "saved");
      page.seen.splice(0);
      await page.reload();
      assert(await form.locator("input[value=yes]").isChecked(), "the answer is gone after loading again");
    },
    "closed while lost: goes out at the next visit": async () => {
      const second = statements(page).nth(1);
      const url = page.url();
      await page.context().setOffline(true);
      await choice(second, "no").click();
      await saidOnBar(page, "waiting");
      const context = page.context();
      page.seen.splice(0);
      await page.close({ runBeforeUnload: false });
      await context.setOffline(false);
      page = await context.newPage();
      await Promise.all([page.waitForResponse((r) => r.url().includes("/antwoord/") && r.ok()), page.goto(url)]);
      await page.reload();
      assert(await statements(page).nth(1).locator("input[value=no]").isChecked(), "the answer is gone");
    },
    "a late retry does not overwrite a newer answer": async () => {
      const third = statements(page).nth(2);
      const request = page.waitForRequest((r) => r.url().includes("/antwoord/"));
      await tapAnswer(page, third, "yes");
      sent = await request;
      await tapAnswer(page, third, "no");
      const late = await page.evaluate(async ([url, body]) => {
        const answer = await fetch(url, { method: "POST", body: new URLSearchParams(body), headers: { "X-Kapstok-Partial": "1" } });
        return { status: answer.status, json: await answer.json() };
      }, [sent.url(), sent.postData()]);
      assert(late.status === 409 && late.json.answer === "no", `late retry: ${JSON.stringify(late)}`);
      await page.reload();
      assert(await statements(page).nth(2).locator("input[value=no]").isChecked(), "the older answer won");
    },
    "changed elsewhere in the meantime: the newest stands there": async () => {
      const other = await page.context().newPage();
      await other.goto(page.url());
      const there = statements(other).nth(3);
      await tapAnswer(other, there, "yes");
      await tapAnswer(other, there, "no");
      await choice(statements(page).nth(3), "dont_know").click();
      await saidOnBar(page, "newer");
      assert(await statements(page).nth(3).locator("input[value=no]").isChecked(), "the page does not show the newest answer");
    },
    "the same answer twice is a repeat": async () => {
      const fifth = statements(page).nth(4);
      const request = page.waitForRequest((r) => r.url().includes("/antwoord/"));
      await tapAnswer(page, fifth, "yes");
      sent = await request;
      const again = await page.evaluate(async ([url, body]) =>
        (await fetch(url, { method: "POST", body: new URLSearchParams(body), headers: { "X-Kapstok-Partial": "1" } })).status,
        [sent.url(), sent.postData()]);
      assert(again === 200, `the repeat got ${again}`);
    },
  });
}

/* ---- an organisation ------------------------------------------------------------------------------------ */

function mailLink(j, scripts) {
  let page, link;
  const member = "hassan.benchaib@olmenrode.example";
  return j.walk(`sign in by mail${scripts ? "" : " without JavaScript"}`, {
    "ask for a link": async (me) => {
      page = await me.visitor({ scripts });
      await page.goto(j.url("/aanmelden"));
      await page.locator('form[action="/aanmelden/link"] input[name=mail]').fill(member);
      await page.locator(`form[action="/aanmelden/link"] ${SUBMIT}`).click();
      await page.waitForURL("**/aanmelden/link");
      link = await j.linkFromOutbox(member);
    },
    "looking at it (twice) uses nothing": async () => {
      await fetch(link);
      await page.goto(link);
      await page.reload();
      assert((await page.locator('a[href="/account"]').count()) === 0, "signed in by a GET");
    },
    "the button signs in": async () => {
      await page.locator(`form[action^="/binnen/"] ${SUBMIT}`).click();
      await page.locator('a[href="/account"]').first().waitFor();
    },
    "the link works once": async (me) => {
      const other = await me.visitor({ scripts });
      await other.goto(link);
      assert((await other.locator('form[action^="/binnen/"]').count()) === 0, "the link still has a button");
      assert((await other.locator('form[action="/aanmelden/link"]').count()) > 0, "no way to ask for a new link");
    },
    "sign out": async () => {
      await page.goto(j.url("/account"));
      await page.locator(`form[action="/afmelden"] ${SUBMIT}`).click();
      await page.waitForURL(j.url("/"));
      assert((await page.locator('a[href="/account"]').count()) === 0, "still signed in");
    },
  });
}

// Statements that people answered differently and that still wait.
const waiting = (page) =>
  page.evaluate(() => [...document.querySelectorAll("section.joint")].filter((s) =>
    !s.closest("details") && [...s.querySelectorAll(".counts__number")].some((n) => n.textContent.trim() !== "0")).length);

// The pair of a round, when it is asked.
async function givePair(page) {
  if (!path(page).endsWith("/belang")) return;
  await page.locator('label.option:has(input[name="importance"])').nth(3).click();
  await page.locator('label.option:has(input[name="maturity"])').nth(1).click();
  await page.locator(`form[action$="/belang"] ${SUBMIT}`).first().click();
  await page.waitForURL("**/thema/*");
}

function organisation(j) {
  const people = ["Tom Ketels", "Amina Diallo", "Zoë van den Éynde"].map((name, i) => ({ name, mail: `lid${i}@nieuwdorp.example`, department: ["Aankoop", "Welzijn", "Welzijn"][i] }));
  let guide, org, round, one, two;
  return j.walk("from quick scan to organisation to round", {
    "an organisation from the quick scan, by mail": async (me) => {
      guide = await me.visitor({ viewport: WIDE });
      await guide.goto(j.quick.share);
      await guide.locator('main a[href$="/organisatie"]').first().click();
      await guide.locator("input[name=person]").fill("Veerle Gids");
      await guide.locator("input[name=mail]").fill("veerle@nieuwdorp.example");
      await guide.locator(`main form[action$="/organisatie"] ${SUBMIT}`).click();
      await guide.waitForURL("**gemaild=1");
      await enter(guide, await j.linkFromOutbox("veerle@nieuwdorp.example"));
      await guide.locator("input[name=name]").fill("Gemeente Nieuwdorp");
      await guide.locator("input[name=place]").fill("Nieuwdorp");
      await guide.locator(`main form[action$="/organisatie"] ${SUBMIT}`).click();
      await guide.waitForURL(/\/organisatie\/\d+$/);
      org = path(guide);
    },
    "its first round holds the answers": async () => {
      await guide.goto(j.url(`${org}/scan`));
      const rounds = guide.locator("main table a[href$='/resultaat']");
      assert((await rounds.count()) === 1, `${await rounds.count()} rounds`);
      await rounds.first().click();
      const score = (await guide.locator(".score__value").first().textContent()).match(/\d+/)?.[0];
      assert(score === j.quick.score, `the score was ${j.quick.score} and is ${score}`);
    },
    "three members pasted from a spreadsheet": async () => {
      await guide.goto(j.url(`${org}/leden`));
      await guide.locator("textarea[name=rows]").fill(people.map((p) => `${p.name}\t${p.mail}\t${p.department}`).join("\n"));
      await guide.locator(`form[action$="/leden/plakken"] ${SUBMIT}`).click();
      assert((await guide.locator("tbody .utrecht-badge-status--success").count()) === 3, "not three rows that will be added");
      await guide.locator(`form[action$="/leden/toevoegen"] ${SUBMIT}`).first().click();
      await guide.waitForURL(`**${org}/leden`);
      for (const p of people) assert((await guide.locator("main").innerText()).includes(p.name), `${p.name} is missing`);
    },
    "a round, and the members get a mail": async () => {
      await guide.goto(j.url(`${org}/scan/nieuw`));
      await guide.locator('input[name=pack][value$="/light"]').first().check();
      await guide.locator("input[name=mode][value=alone]").check();
      await guide.locator("button[name=mail]").click();
      await guide.waitForLoadState();
      if (path(guide).endsWith("/nieuw")) { // start questions that were left open
        assert((await guide.locator('fieldset:has(input[name^="q["])').count()) > 0, "the same page again, without questions");
        await guide.locator("button[name=mail]").click();
      }
      await guide.waitForURL(/\/scan\/\d+$/);
      round = path(guide);
    },
    "a member enters by the personal link and answers two themes": async (me) => {
      one = await me.visitor();
      await enter(one, await j.linkFromOutbox(people[0].mail));
      assert(path(one) === round, `the link leads to ${path(one)}`);
      await one.locator('a[href$="/invullen"]').first().click();
      await givePair(one);
      one.first = path(one);
      let answered = 0;
      for (let screen = 0; screen < 2; screen++) {
        const forms = statements(one);
        const count = await forms.count();
        for (let i = 0; i < count; i++) await tapAnswer(one, forms.nth(i), screen === 0 && (i === 1 || i === 2) ? "no" : "yes");
        answered += count;
        await one.locator("nav.turn .utrecht-button--primary-action").click();
        await one.waitForLoadState();
      }
      one.answered = answered;
      return `${answered} statements`;
    },
    "another one without JavaScript, with a note": async (me) => {
      two = await me.visitor({ scripts: false });
      await enter(two, await j.linkFromOutbox(people[1].mail));
      await two.goto(j.url(`${round}/invullen`));
      await givePair(two);
      const form = statements(two).first();
      await choice(form, "yes").click();
      await form.locator("details:has(textarea) summary").click();
      await form.locator("textarea[name=note]").fill("Nagevraagd bij de secretaris.");
      await form.locator(".statement__save").click();
      await notice(two).waitFor();
      await two.goto(j.url(`${round}/alles`));
      const sets = two.locator("form#blad fieldset");
      for (let i = 1; i < one.answered; i++) await choice(sets.nth(i), "yes").click();
      await two.locator(`form#blad ${SUBMIT}`).last().click();
      await two.waitForURL(`**${round}`);
      await two.locator(`form[action$="/klaar"] ${SUBMIT}`).click();
      await notice(two).waitFor();
    },
    "signed out in another tab: the answer waits on this device": async () => {
      await one.goto(j.url(one.first));
      const tab = await one.context().newPage();
      await tab.goto(j.url("/account"));
      await tab.locator(`form[action="/afmelden"] ${SUBMIT}`).click();
      await tab.waitForURL(j.url("/"));
      await tab.close();
      await choice(statements(one).first(), "no").click();
      await saidOnBar(one, "out");
      assert(await statements(one).first().locator("input[value=no]").isChecked(), "the choice was put back");
      one.on("dialog", (dialog) => dialog.accept());
      one.seen.splice(0);
    },
    "signed in again: it goes out by itself": async () => {
      await one.goto(j.url("/aanmelden"));
      await one.locator('form[action="/aanmelden/link"] input[name=mail]').fill(people[0].mail);
      await one.locator(`form[action="/aanmelden/link"] ${SUBMIT}`).click();
      await enter(one, await j.linkFromOutbox(people[0].mail));
      await Promise.all([one.waitForResponse((r) => r.url().includes("/antwoord/") && r.ok()), one.goto(j.url(one.first))]);
      await one.reload();
      assert(await statements(one).first().locator("input[value=no]").isChecked(), "the answer is gone");
      await tapAnswer(one, statements(one).first(), "yes");
    },
    "the guide sees progress, not answers": async () => {
      await guide.goto(j.url(round));
      const row = await guide.locator(`main tr:has-text("${people[0].name}")`).innerText();
      assert(new RegExp(`\\b${one.answered}\\b`).test(row), `the row says ${row.replace(/\s+/g, " ")}`);
      assert(!/\b(ja|nee|yes|no)\b/i.test(row), `the row tells answers: ${row.replace(/\s+/g, " ")}`);
      const other = await j.people.guide.get(round);
      assert(other.status === 404, `a member of another organisation gets ${other.status}`);
    },
    "unanimous answers taken over in one click": async () => {
      await guide.goto(j.url(`${round}/samen`));
      await guide.locator(`form[action$="/eensgezind"] ${SUBMIT}`).click();
      await notice(guide).waitFor();
      assert((await guide.locator('form[action$="/eensgezind"]').count()) === 0, "there are still unanimous ones");
      assert((await waiting(guide)) === 2, `${await waiting(guide)} differences instead of 2`);
    },
    "a difference agreed": async () => {
      await guide.locator("section.joint").first().locator("button[name=answer][value=no]").click();
      await guide.waitForLoadState();
      assert((await waiting(guide)) === 1, "the statement still waits");
    },
    "no agreement, with a note": async () => {
      const joint = guide.locator("section.joint").first();
      await joint.locator("details:has(textarea[name=note]) summary").last().click();
      await joint.locator("form:has([name=no_agreement]) textarea").fill("Aankoop en Welzijn tellen anders.");
      await joint.locator(`form:has([name=no_agreement]) ${SUBMIT}`).click();
      await guide.waitForLoadState();
      assert((await waiting(guide)) === 0, "the statement still waits");
    },
    "close, and the result": async () => {
      j.round = round;
      j.guideState = await guide.context().storageState();
      await one.goto(j.url(one.first));
      await guide.goto(j.url(round));
      await guide.locator('details:has(form[action$="/sluiten"]) summary').click();
      await guide.locator(`form[action$="/sluiten"] ${SUBMIT}`).first().click();
      await guide.waitForLoadState();
      await guide.goto(j.url(`${round}/resultaat`));
      await guide.locator(".score__label").first().waitFor();
      await guide.goto(j.url(`${round}/stellingen?toon=zonder-akkoord`));
      assert((await guide.locator("main").innerText()).includes("Aankoop en Welzijn tellen anders."), "the note is not with the statement");
    },
    "an answer to a round closed meanwhile comes back, with the reason": async () => {
      const form = statements(one).first();
      const [response] = await Promise.all([one.waitForResponse((r) => r.url().includes("/antwoord/")), choice(form, "no").click()]);
      assert(response.status() === 409, `the answer got ${response.status()}`);
      const { message } = await response.json();
      await one.waitForFunction((why) => document.getElementById("save").textContent.includes(why), message);
      assert(await form.locator("input[value=yes]").isChecked(), "the page shows an answer that is not stored");
    },
    "a closed round takes no answers": async () => {
      await one.goto(j.url(`${round}/alles`));
      assert((await one.locator(`form#blad ${SUBMIT}`).count()) === 0, "the sheet still has a button");
    },
    "compared with the quick scan": async () => {
      await guide.goto(j.url(`${round}/resultaat`));
      if ((await guide.locator('a[href*="toon=verschoven"]').count()) === 0) {
        const earlier = guide.locator('main a[href*="vergelijk="]').first();
        assert((await earlier.count()) === 1, "no earlier round to compare with");
        await guide.goto(j.url(await earlier.getAttribute("href")));
      }
      await guide.locator('a[href*="toon=verschoven"]').click();
      await guide.locator("main table").first().waitFor();
    },
    "the member finds the own answers beside the group's": async () => {
      await one.goto(j.url(`${round}/stellingen`));
      assert((await one.locator("main table").first().locator("thead th").count()) >= 4, "no column for the own answer");
    },
    "reopen: only with a reason": async () => {
      await guide.goto(j.url(round));
      await guide.locator('details:has(form[action$="/heropenen"]) summary').click();
      await guide.locator(`form[action$="/heropenen"] ${SUBMIT}`).click();
      await guide.waitForLoadState();
      assert((await guide.locator("[id=reason-error]").count()) === 1, "no message at the reason");
      const open = guide.locator("details:has(textarea[name=reason])");
      if (!(await open.evaluate((d) => d.open))) throw new Error("the form with the message is folded away");
      await guide.locator("textarea[name=reason]").fill("Eén antwoord bleek verkeerd.");
      await guide.locator(`form[action$="/heropenen"] ${SUBMIT}`).click();
      await guide.waitForLoadState();
      assert((await guide.locator("main").innerText()).includes("Eén antwoord bleek verkeerd."), "the reason is not shown");
    },
  });
}

function account(j) {
  let page, secret, spare;
  const mail = "wim.terlaeken@olmenrode.example";
  const password = "vijf lange woorden over appels";
  const signIn = async () => {
    await page.goto(j.url("/aanmelden"));
    await page.locator("input[name=user]").fill(mail);
    await page.locator("input[name=password]").fill(password);
    await page.locator(`form[action="/aanmelden"] ${SUBMIT}`).click();
    await page.waitForURL("**/aanmelden/code*");
  };
  const signOut = async () => {
    await page.goto(j.url("/account"));
    await page.locator(`form[action="/afmelden"] ${SUBMIT}`).click();
  };
  const giveCode = async (code) => {
    await page.locator("input[name=code]").fill(code);
    await page.locator(`form[action="/aanmelden/code"] ${SUBMIT}`).click();
    await page.waitForLoadState();
  };
  return j.walk("password and second factor", {
    "a password of one's own": async (me) => {
      page = await me.visitor();
      await page.goto(j.url("/aanmelden"));
      await page.locator('form[action="/aanmelden/link"] input[name=mail]').fill(mail);
      await page.locator(`form[action="/aanmelden/link"] ${SUBMIT}`).click();
      await enter(page, await j.linkFromOutbox(mail));
      await page.goto(j.url("/account"));
      const field = page.locator('form[action="/account/wachtwoord"] input[name=password]');
      await field.fill("kort");
      await page.locator(`form[action="/account/wachtwoord"] ${SUBMIT}`).click();
      await page.locator("#password-error").waitFor();
      await field.fill(password);
      await page.locator(`form[action="/account/wachtwoord"] ${SUBMIT}`).click();
      await notice(page).waitFor();
    },
    "the code switched on": async () => {
      await page.locator('a[href="/account/code"]').click();
      await page.locator("svg.qr, svg[role=img]").first().waitFor();
      await page.locator("details:has(.code) summary").click();
      secret = await page.locator("p.code").textContent();
      await page.locator("input[name=code]").fill("000000");
      await page.locator(`form[action="/account/code"] ${SUBMIT}`).click();
      await page.locator("#code-error").waitFor();
      assert((await page.locator("p.code").textContent()) === secret, "the secret changed after a wrong code");
      await page.locator("input[name=code]").fill(totp(secret));
      await page.locator(`form[action="/account/code"] ${SUBMIT}`).click();
      spare = await page.locator("li.code").allTextContents();
      assert(spare.length === 8, `${spare.length} spare codes`);
    },
    "sign in with password and code": async () => {
      await signOut();
      await signIn();
      await giveCode("123456");
      await page.locator("#code-error").waitFor();
      await giveCode(totp(secret, 1));
      await page.locator('a[href="/account"]').first().waitFor();
    },
    "sign in with a spare code, once": async () => {
      await signOut();
      await signIn();
      await giveCode(spare[0]);
      await page.locator('a[href="/account"]').first().waitFor();
      await signOut();
      await signIn();
      await giveCode(spare[0]);
      await page.locator("#code-error").waitFor();
      await page.goto(j.url("/account"));
      assert((await page.locator('form[action="/account/naam"]').count()) === 0, "in without a code");
    },
  });
}

/* ---- other ways to use it ------------------------------------------------------------------------------- */

const focused = (page) =>
  page.evaluate(() => {
    const e = document.activeElement;
    const box = (e.closest("label.answer, label.option, label.check") ?? e).getBoundingClientRect();
    const ring = (x) => {
      const s = getComputedStyle(x);
      return (s.outlineStyle !== "none" && parseFloat(s.outlineWidth) >= 2) || s.boxShadow !== "none";
    };
    const label = e.closest("label");
    return { tag: e.localName, name: e.name, type: e.type, href: e.getAttribute("href"), value: e.value, box: { top: box.top, bottom: box.bottom, width: box.width },
      ring: ring(e) || (label && (ring(label) || [...label.children].some(ring))), html: e.outerHTML.slice(0, 100), form: e.closest("form")?.id };
  });

function keyboard(j) {
  let page;
  return j.walk("keyboard only", {
    "the link past the header": async (me) => {
      page = await me.visitor({ viewport: WIDE });
      await startQuickScan(page, j.server.base);
      await page.reload();
      await page.keyboard.press("Tab");
      const skip = await focused(page);
      assert(skip.href === "#inhoud" && skip.ring, `first comes ${skip.html}`);
      await page.keyboard.press("Enter");
      assert((await page.evaluate(() => document.activeElement.id)) === "inhoud", "the focus is not in the content");
    },
    "to a statement, an answer, a note": async () => {
      let at, without = [];
      for (let i = 0; i < 40 && at?.name !== "answer"; i++) {
        await page.keyboard.press("Tab");
        at = await focused(page);
        if (!at.ring) without.push(at.html);
      }
      assert(at.name === "answer", "40 tabs and no answer in sight");
      await Promise.all([page.waitForResponse((r) => r.url().includes("/antwoord/")), page.keyboard.press("Space")]);
      await Promise.all([page.waitForResponse((r) => r.url().includes("/antwoord/")), page.keyboard.press("ArrowDown")]);
      await saidOnBar(page, "saved");
      const form = (await focused(page)).form;
      assert(form, "the focus left the statement");
      const stops = [];
      for (let i = 0; i < 12; i++) {
        await page.keyboard.press("Tab");
        at = await focused(page);
        if (!at.ring) without.push(at.html);
        if (at.form !== form) break;
        stops.push(at.name || at.tag);
        if (at.tag === "summary") await page.keyboard.press("Enter");
        if (at.name === "started" || at.name === "bookmark")
          await Promise.all([page.waitForResponse((r) => r.url().includes("/antwoord/")), page.keyboard.press("Space")]);
        if (at.name === "note") await page.keyboard.type("Met de toetsen");
      }
      assert(stops.includes("bookmark") && stops.includes("note"), `stops in a statement: ${stops.join(", ")}`);
      assert(without.length === 0, `focus not to be seen: ${without[0]}`);
      return stops.join(", ");
    },
    "what has the focus is not under the bar": async () => {
      for (let i = 0; i < 25; i++) {
        await page.keyboard.press("Shift+Tab");
        const at = await focused(page);
        const bar = await page.evaluate(() => {
          const b = document.querySelector(".scanbar");
          return getComputedStyle(b).position === "sticky" || getComputedStyle(b).position === "fixed" ? b.getBoundingClientRect().bottom : 0;
        });
        if (at.tag !== "body" && at.href !== "#inhoud") assert(at.box.bottom > bar, `${at.html} is hidden by the bar`);
      }
    },
  });
}

async function atRound(j, me, options) {
  const page = await me.visitor({ storageState: j.guideState, ...options });
  await page.goto(j.url(`${j.round}/resultaat`));
  return page;
}

function eyes(j) {
  const visits = () => ["/", "/quickscan", j.quick.share.replace(j.server.base, ""), `${j.round}/resultaat`, `${j.round}/samen`, j.round];
  return j.walk("other eyes", {
    "text of 200 %": async (me) => {
      const page = await atRound(j, me, { viewport: WIDE });
      const problems = [];
      for (const visit of visits()) {
        await page.goto(j.url(visit));
        await page.evaluate(() => (document.documentElement.style.fontSize = "200%"));
        problems.push(...(await sideways(page)).map((p) => `${visit}: ${p}`));
        const cut = await page.evaluate(() => [...document.querySelectorAll("main *, header *")].filter((e) => {
          const s = getComputedStyle(e);
          return !e.closest(".visually-hidden, svg") && ["hidden", "clip"].includes(s.overflowY) && e.scrollHeight > e.clientHeight + 2 && e.textContent.trim() !== "";
        }).map((e) => e.outerHTML.slice(0, 100)));
        problems.push(...cut.map((c) => `${visit}: cut off: ${c}`));
      }
      assert(problems.length === 0, problems.slice(0, 4).join("; "));
    },
    "zoomed in to 400 %": async (me) => {
      const page = await atRound(j, me, { viewport: NARROW, deviceScaleFactor: 2 });
      assert((await sideways(page)).length === 0, (await sideways(page)).join("; "));
    },
    "reduced motion": async (me) => {
      const page = await atRound(j, me, { reducedMotion: "reduce" });
      const moving = [];
      for (const visit of visits()) {
        await page.goto(j.url(visit));
        moving.push(...(await page.evaluate(() => [...document.querySelectorAll("*")].filter((e) => {
          const s = getComputedStyle(e);
          const long = (list) => list.split(",").some((t) => parseFloat(t) > 0.01);
          return long(s.transitionDuration) || (s.animationName !== "none" && long(s.animationDuration)) || s.scrollBehavior === "smooth";
        }).map((e) => e.outerHTML.slice(0, 80)))));
      }
      assert(moving.length === 0, `moves all the same: ${moving[0]}`);
    },
    "forced colours": async (me) => {
      const page = await atRound(j, me, { viewport: WIDE, forcedColors: "active" });
      const fills = await page.evaluate(() => [".bar__track", ".bar__value"].map((s) => getComputedStyle(document.querySelector(s)).fill));
      assert(fills[0] !== fills[1], `bar and track are both ${fills[0]}`);
    },
    "on paper": async (me) => {
      const page = await atRound(j, me, { viewport: WIDE });
      const pdf = await page.pdf({ format: "A4" });
      assert(pdf.length > 10000, `the PDF has ${pdf.length} bytes`);
      await page.emulateMedia({ media: "print" });
      const seen = await page.evaluate(() => {
        const visible = (selector) => [...document.querySelectorAll(selector)].filter((e) => e.checkVisibility() && e.getBoundingClientRect().height > 0).length;
        return { buttons: visible("button, a.utrecht-button"), header: visible("header.header"), footer: visible("footer"), score: visible(".score__label"), bars: visible("svg.bar, svg.radar") };
      });
      assert(seen.score > 0 && seen.bars > 0, `the score is not on paper: ${JSON.stringify(seen)}`);
      assert(seen.buttons + seen.header + seen.footer === 0, `buttons or header on paper: ${JSON.stringify(seen)}`);
      const pages = pdf.toString("latin1").match(/\/Type\s*\/Page\b/g).length;
      return `${pages} pages, ${(pdf.length / 1024).toFixed(0)} KiB`;
    },
    "language: English and back": async (me) => {
      const page = await me.visitor();
      await page.goto(j.url("/quickscan"));
      await page.locator('button[name=taal][value=en]').click();
      await page.waitForLoadState();
      assert((await page.getAttribute("html", "lang")) === "en", "not in English");
      assert(path(page) === "/quickscan", `went to ${path(page)}`);
      await page.locator('button[name=taal][value=nl_BE]').click();
      await page.waitForLoadState();
      assert((await page.getAttribute("html", "lang")) === "nl-BE", "not back in Dutch");
    },
    "a word explained beside it": async (me) => {
      const page = await me.visitor({ viewport: WIDE });
      await page.goto(j.url("/"));
      const word = page.locator("a.term").first();
      assert((await word.count()) === 1, "no term on the start page");
      await word.click();
      await page.locator(".popover").waitFor();
      await page.keyboard.press("Escape");
      assert((await page.locator(".popover").count()) === 0, "Escape does not close it");
    },
  });
}

export async function run(env) {
  const j = new Journeys({ ...env, suite: "journeys", people: await makeCast(env.server) });
  await quickWithScript(j);
  await Promise.all([
    (async () => {
      await quickWithoutScript(j);
      await sheetWithScript(j);
      await mailLink(j, true);
      await mailLink(j, false);
      await account(j);
    })(),
    (async () => {
      await lines(j);
      if (j.quick) await organisation(j);
      await keyboard(j);
    })(),
  ]);
  if (j.round) await eyes(j);
}
