// A live session with a desk, a beamer, a phone and a phone without script at once: the opening session from its template, from the start page
// to the goodbye; then a bad line, a typed text that outlives what others do, and a server that dies in the middle.
import { PHONE, sideways, WIDE } from "./lib/browser.mjs";
import { makeCast } from "./lib/plan.mjs";
import { assert, Journeys, path, SUBMIT } from "./lib/walk.mjs";

const tomorrow = () => new Date(Date.now() + 86400000).toISOString().slice(0, 10);
const title = (page) => page.locator("h1").innerText();
const acts = (page) => page.locator("[data-part=acts]");
const act = (page, name) => page.locator(`form:has(input[name=do][value=${name}]) button`).first();
const saved = (page) => page.locator("#save[data-state=saved]").waitFor();

// What happens by itself comes within a few seconds; no test asserts how many.
async function until(what, test) {
  for (let i = 0; i < 200; i++) {
    if (await test()) return;
    await new Promise((go) => setTimeout(go, 50));
  }
  throw new Error(`never: ${what}`);
}

// Answers whatever the item asks: the first choice of each part, a line of text.
async function answer(page, plain) {
  const sheet = page.locator("form[data-sheet]").first(), note = page.locator("form[data-note]").first();
  let did = "";
  if ((await sheet.count()) > 0 && (await sheet.locator("input[type=radio]:enabled").count()) > 0) {
    for (const part of await sheet.locator("fieldset:not(:has(fieldset)):has(input[type=radio])").all())
      await part.locator("label:has(input[type=radio])").first().click();
    if (plain) await sheet.locator(SUBMIT).click();
    else await saved(page);
    did += " chose";
  }
  if ((await note.count()) > 0) {
    await note.locator("[name=text]").fill(plain ? "Zonder script" : "Een gedachte");
    await note.locator(SUBMIT).click();
    if (!plain) await until("the field is empty again", async () => (await note.locator("[name=text]").inputValue()) === "");
    did += " wrote";
  }
  return did;
}

async function startsessie(j) {
  let desk, beamer, phone, plain, at, code, clicks = 0;
  const click = (place) => (clicks++, place.click());
  const join = async (page, name) => {
    await page.goto(j.url(`/meedoen/${code}`));
    await page.locator("input[name=naam]").fill(name);
    await page.locator(`main form ${SUBMIT}`).click();
    await page.waitForURL((url) => url.pathname.startsWith("/deelnemen/"));
  };
  await j.walk("the opening session", {
    "from the start page to a running session with a phone in it": async (me) => {
      desk = await me.visitor({ client: j.people.guide, viewport: WIDE });
      await desk.goto(j.url("/organisaties"));
      const org = path(desk);
      await click(desk.locator(`nav a[href="${org}/sessie"]`).first());
      await click(desk.locator(`main a[href="${org}/sessie/nieuw"]`).first());
      await click(desk.locator("label:has(input[name=template][value=start-session])"));
      await desk.locator("input[name=day]").fill(tomorrow());
      await desk.locator("input[name=hour]").fill("14:00");
      await click(desk.locator(`main form ${SUBMIT}`));
      await desk.waitForURL(/\/sessie\/\d+$/);
      at = path(desk);
      await click(desk.locator(`form[action="${at}/starten"] button`));
      await desk.waitForURL(/\/regie$/);
      code = await desk.locator(".join-code").innerText();
      phone = await me.visitor({ viewport: PHONE });
      await join(phone, "Ilse");
      clicks++; // its one button
      assert(clicks <= 8, `${clicks} clicks`);
      beamer = await me.visitor({ client: j.people.guide, viewport: { width: 1280, height: 720 } });
      await beamer.goto(j.url(`${at}/scherm`));
      plain = await me.visitor({ viewport: PHONE, scripts: false });
      await join(plain, "Noor");
      await until("the desk counts two people", async () => /\b2\b/.test(await desk.locator("[data-part=people] h2").innerText()));
      await j.see(phone, "room-01-phone");
      return `${clicks} clicks`;
    },
    "each part: phone, beamer and desk show it, both phones answer, the result is shown": async () => {
      const seen = [];
      for (;;) {
        const next = acts(desk).locator('form:has(input[name=do][value=open]) button');
        if ((await next.count()) === 0) break;
        const before = await title(desk);
        await next.click();
        await until("the desk goes on", async () => (await title(desk)) !== before);
        const now = await title(desk);
        await until(`the phone shows "${now}"`, async () => (await title(phone)) === now);
        await until(`the beamer shows "${now}"`, async () => (await title(beamer)) === now);
        await plain.reload();
        assert((await title(plain)) === now, `the phone without script shows "${await title(plain)}", not "${now}"`);
        for (const page of [phone, plain]) assert((await sideways(page)).length === 0, `"${now}" is too wide for ${PHONE.width} px`);
        const high = await beamer.evaluate(() => document.documentElement.scrollHeight - innerHeight);
        assert(high <= 0, `the beamer has to be scrolled for "${now}" (${high} px)`);
        const did = (await answer(phone, false)) + (await answer(plain, true));
        await j.see(phone, `room-02-phone-${seen.length}`);
        if ((await act(desk, "reveal").count()) > 0) {
          await act(desk, "reveal").click();
          await until("the result is shown", async () => (await act(desk, "hide").count()) > 0 || (await desk.locator(".room__message").count()) > 0);
          await j.see(desk, `room-02-desk-${seen.length}`);
        }
        seen.push(`${now}${did}`);
        assert(seen.length < 60, "it does not end");
      }
      assert(seen.length >= 5, `only ${seen.join(", ")}`);
      assert(seen.some((s) => s.includes("chose")) && seen.some((s) => s.includes("wrote")), `nobody was asked anything: ${seen.join(", ")}`);
      return `${seen.length} parts`;
    },
    "it ends: the phones say goodbye, and show what was answered by name": async () => {
      await act(desk, "end").click();
      await until("the phone says goodbye", async () => (await phone.locator("[data-part=after]").count()) > 0);
      await until("the beamer too", async () => (await beamer.locator(".screen__lead").count()) > 0);
      await plain.reload();
      assert((await plain.locator(".own-answers dd").count()) > 0, "the phone without script does not show what was answered");
      await j.see(plain, "room-03-end");
      await act(desk, "resume").click();
      await until("the desk is open again", async () => (await acts(desk).locator("form:has(input[name=do][value=open])").count()) > 0 || (await act(desk, "end").count()) > 0);
    },
  });
  return { desk, at, code };
}

async function badLine(j, code, at) {
  let desk, phone, other;
  const item = async (engine) => {
    for (const button of await desk.locator(".agenda button[name=item]").all()) {
      const name = await button.innerText();
      await button.click();
      await until(`the phone shows "${name}"`, async () => (await title(phone)) === name);
      await until("the desk too", async () => (await title(desk)) === name); // a phone may hear of it before
      if ((await act(desk, "again").count()) > 0) {
        await act(desk, "again").click();
        await until("it is open again", async () => (await act(desk, "close").count()) > 0);
        await until("the phone too", async () => (await phone.locator("[data-part=method][data-key*='-open-']").count()) > 0);
      }
      if ((await phone.locator(engine).count()) > 0) return;
    }
    throw new Error(`no part with ${engine}`);
  };
  await j.walk("a bad line", {
    "an answer that was given without a connection arrives when it is back": async (me) => {
      desk = await me.visitor({ client: j.people.guide, viewport: WIDE });
      await desk.goto(j.url(`${at}/regie`));
      for (const name of ["Karim", "Fatma"]) {
        const page = await me.visitor({ viewport: PHONE });
        await page.goto(j.url(`/meedoen/${code}`));
        await page.locator("input[name=naam]").fill(name);
        await page.locator(`main form ${SUBMIT}`).click();
        await page.waitForURL((url) => url.pathname.startsWith("/deelnemen/"));
        if (phone) other = page;
        else phone = page;
      }
      await item("form[data-sheet] input[type=radio]:enabled");
      const before = await desk.locator(".desk__progress b").innerText();
      await phone.context().setOffline(true);
      await phone.locator("form[data-sheet] label:has(input[type=radio])").first().click();
      await phone.locator("#save[data-state=waiting]").waitFor();
      await phone.context().setOffline(false);
      await saved(phone);
      await until("the desk counts it", async () => (await desk.locator(".desk__progress b").innerText()) !== before);
      phone.seen.splice(0); // the browser itself says that it had no connection
    },
    "a typed text outlives notes of others, a result and a reload, and is shown when it cannot be sent": async () => {
      await item("form[data-note] [name=text]");
      const field = phone.locator("form[data-note] [name=text]");
      await field.fill("Nog niet klaar");
      await other.locator("form[data-note] [name=text]").fill("Van iemand anders <script>alert(1)</script> 🌳");
      await other.locator(`form[data-note] ${SUBMIT}`).click();
      await saved(other);
      await act(desk, "reveal").click();
      await until("the result is on the phone", async () => (await phone.locator("[data-key$=-shown]").count()) > 0);
      assert((await field.inputValue()) === "Nog niet klaar", "the result took the text away");
      await phone.reload();
      assert((await field.inputValue()) === "Nog niet klaar", "the reload took the text away");
      await act(desk, "close").click();
      await phone.locator(".kept textarea").waitFor();
      assert((await phone.locator(".kept textarea").inputValue()) === "Nog niet klaar", "another text is kept");
    },
    "the server dies and comes back: nothing that was saved is lost, and the phones go on by themselves": async () => {
      await item("form[data-sheet] input[type=radio]:enabled");
      await phone.locator("form[data-sheet] label:has(input[type=radio])").last().click();
      await saved(phone);
      await desk.reload();
      const count = await desk.locator(".desk__progress b").innerText();
      await j.server.crash();
      await until("the phone says that it has no connection", async () => (await phone.locator("#room-live [data-line]").innerText()) !== "");
      await j.server.begin();
      await until("the phone is back", async () => (await phone.locator("#room-live [data-line]").innerText()) === "");
      await until("the desk is back", async () => (await desk.locator("#room-live [data-line]").innerText()) === "");
      assert((await desk.locator(".desk__progress b").innerText()) === count, "an answer was lost");
      await act(desk, "close").click();
      await until("the phone follows", async () => (await phone.locator("[data-key*='-closed-']").count()) > 0);
      for (const page of [phone, other, desk]) page.seen.splice(0);
    },
  });
}

export async function run(env) {
  const j = new Journeys({ ...env, suite: "room", people: await makeCast(env.server) });
  const { at, code } = await startsessie(j);
  if (at && code) await badLine(j, code, at);
}
