// A live session and its eyes: a desk, a beamer and phones, each in a context of its own. Selectors go by names, addresses and the
// parts of a room, so that words may change.
import { newContext, PHONE, watch, WIDE } from "./browser.mjs";
import { codeIn } from "./agenda.mjs";
import { assert } from "./walk.mjs";

export const BEAMER = { width: 1280, height: 720 };

/* ---- the eyes --------------------------------------------------------------------------------------------- */

export class Room {
  contexts = [];
  pages = [];

  constructor(j, path, code) {
    Object.assign(this, { j, path, code });
  }

  static async of(j, path) {
    const code = codeIn((await j.people.guide.get(`${path}/regie`)).text);
    assert(code, `no code on ${path}`);
    return new Room(j, path, code);
  }

  async page(options) {
    const context = await newContext(this.j.browser, { reducedMotion: "reduce", ...options });
    this.contexts.push(context);
    const page = await context.newPage();
    page.seen = await watch(page, this.j.server.base);
    this.pages.push(page);
    return page;
  }

  async openDesk() {
    this.desk = await this.page({ client: this.j.people.guide, viewport: WIDE });
    await this.desk.goto(this.j.url(`${this.path}/regie`));
    return this.desk;
  }

  async openScreen() {
    this.screen = await this.page({ client: this.j.people.guide, viewport: BEAMER });
    await this.screen.goto(this.j.url(`${this.path}/scherm`));
    return this.screen;
  }

  // Joins with a name, or as who is signed in.
  async openPhone(name, options = {}) {
    const phone = await this.page({ viewport: PHONE, ...options });
    phone.scripts = options.scripts !== false;
    await phone.goto(this.j.url(`/meedoen/${this.code}`));
    if (await phone.locator("input[name=naam]").count()) await phone.locator("input[name=naam]").fill(name);
    await phone.locator(`main form[action^="/meedoen/"] button[type=submit]`).click();
    await phone.waitForURL("**/deelnemen/*");
    return phone;
  }

  async close() {
    for (const context of this.contexts) await context.close();
  }

  // What a cut line makes a browser say is no fault of a page.
  forgive() {
    for (const page of this.pages)
      page.seen = Object.assign(page.seen, { length: 0 });
  }

  /* ---- leading ---- */

  // Presses a button of the desk, and waits for where the room is then ("7-1-open": a desk sees everything).
  async lead(act, key) {
    const form = this.desk.locator(`#room form:has(input[name=do][value="${act}"])`).first();
    await form.locator("button[type=submit]").first().click();
    if (key) await at(this.desk, key);
  }

  // Opens an item of the agenda at the side, from wherever the room is.
  async open(item) {
    await this.desk.locator(`#room [data-part=agenda] button[name=item][value="${item}"]`).click();
    await at(this.desk, `${item}-1-open`);
    this.item = item;
    this.round = 1;
  }

  async reveal() {
    await this.lead("reveal");
    await this.desk.locator("#room form:has(input[name=do][value=hide])").waitFor();
  }

  async shut() {
    await this.lead("close", `${this.item}-${this.round}-closed`);
  }

  async again() {
    this.round += 1;
    await this.lead("again", `${this.item}-${this.round}-open`);
  }

  // Phones with a script come along by themselves; the others look.
  async arrive(phones, key = `${this.item}-${this.round}-open-hidden`) {
    for (const phone of phones) {
      if (!phone.scripts) await look(phone);
      await at(phone, key);
    }
  }
}

const PART = "#room [data-part=method][data-key]";
export const at = (page, key) => page.locator(`#room [data-part=method][data-key^="${key}"]`).waitFor({ state: "attached" }).catch(async (error) => {
  const is = await page.locator(PART).first().getAttribute("data-key", { timeout: 1000 }).catch(() => "no part");
  const said = await page.locator("[role=alert], .utrecht-form-field-error-message").allInnerTexts().catch(() => []);
  throw new Error(`the room does not come to ${key}: it is at ${is} ${said.join(" / ")} (${error.message.split("\n")[0]})`);
});

// Without a script: the button that asks what is new.
export async function look(phone) {
  await phone.locator(".no-script a").first().click();
  await phone.waitForLoadState();
}

// Waits until a text stands on a page.
export async function reads(page, text, where = "main") {
  await page.locator(where, { hasText: text }).first().waitFor({ state: "attached" });
}

export const numbers = (text) => (text.match(/\d+/g) ?? []).map(Number);

// "2 of 2" on the desk.
export async function counted(desk, answered, people) {
  await desk.waitForFunction(([a, p]) => {
    const n = document.querySelector("#room [data-part=progress] b")?.textContent.match(/\d+/g) ?? [];
    return Number(n[0]) === a && Number(n[1]) === p;
  }, [answered, people]);
}

/* ---- answering ---------------------------------------------------------------------------------------------- */

// What a form of sheets offers: [{ name, kind, values }] by name.
function controls(form) {
  const found = new Map();
  for (const e of form.querySelectorAll("[name^='keuze[']")) {
    const kind = e.localName === "select" ? "select" : e.type;
    const one = found.get(e.name) ?? { name: e.name, kind, values: [] };
    if (kind === "select") one.values = [...e.options].map((o) => o.value).filter(Boolean);
    else one.values.push(e.value);
    found.set(e.name, one);
  }
  return [...found.values()];
}

// Fills in the whole sheet, person n as person n does; a script sends each choice, without one there is a button.
export async function answerSheet(phone, n) {
  const form = phone.locator("#room form[data-sheet]").first();
  const asked = await form.evaluate(controls);
  assert(asked.length > 0, "the sheet asks nothing");
  const most = Number(await form.locator("[data-dots]").getAttribute("data-dots", { timeout: 500 }).catch(() => "0")) || 3;
  for (const [i, c] of asked.entries()) {
    const field = form.locator(`[name="${c.name}"]`);
    const act = async () => {
      if (c.kind === "radio") await field.nth((n + i) % c.values.length).check({ force: true });
      else if (c.kind === "checkbox") await (i === n % asked.length ? field.check({ force: true }) : Promise.resolve());
      else if (c.kind === "number") await field.fill(String(i === n % asked.length ? most : 0));
      else await field.selectOption(c.values[(i + n) % c.values.length] ?? "");
    };
    if (c.kind === "checkbox" && i !== n % asked.length) continue;
    if (c.kind === "select" && i >= c.values.length) continue;
    await act();
  }
  if (phone.scripts) return saved(phone);
  await form.locator("button[type=submit]").first().click();
  await phone.waitForLoadState();
}

// The bar says that it is kept, and nothing waits any more.
export async function saved(phone) {
  await phone.waitForFunction(() => {
    const kept = Object.keys(sessionStorage).filter((k) => k.endsWith(":waits"));
    return document.getElementById("save")?.dataset.state === "saved" && kept.length === 0;
  });
}

export async function writeNote(phone, text, spot) {
  const form = phone.locator("#room form[data-note]:has([name=text])").first();
  if (spot !== undefined && (await form.locator(`input[type=radio][name=plek][value="${spot}"]`).count())) await form.locator(`input[name=plek][value="${spot}"]`).check({ force: true });
  await phone.evaluate(() => document.querySelectorAll("#room details").forEach((d) => d.querySelector("form[data-note] [name=text]") && (d.open = true)));
  await form.locator("[name=text]").fill(text);
  await form.locator("button[type=submit]").first().click();
  if (!phone.scripts) await phone.waitForLoadState();
  await reads(phone, text, "#room");
}
