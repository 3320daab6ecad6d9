// A journey: steps in real browsers, one check each.
import { newContext, PHONE, watch, WIDE } from "./browser.mjs";
import { linkIn, outbox } from "./client.mjs";

export const SUBMIT = "button[type=submit]:not([name=taal])";

export const assert = (truth, message) => {
  if (!truth) throw new Error(message);
};
export const path = (page) => new URL(page.url()).pathname;

export class Journeys {
  constructor(env) {
    Object.assign(this, env);
  }

  // One journey: its steps one by one; after a step that fails the rest cannot be walked. open: pages that were there before.
  async walk(name, steps, open = []) {
    const contexts = [];
    const pages = [...open];
    const me = {
      visitor: async (options = {}) => {
        const context = await newContext(this.browser, { viewport: PHONE, reducedMotion: "reduce", ...options });
        contexts.push(context);
        const page = await context.newPage();
        pages.push(page);
        page.seen = await watch(page, this.server.base);
        return page;
      },
    };
    for (const [what, step] of Object.entries(steps)) {
      try {
        const detail = await step(me);
        const noise = pages.flatMap((page) => page.seen?.splice(0) ?? []);
        this.tap.check(`${this.suite}: ${name}: ${what}${detail ? ` (${detail})` : ""}`, noise);
      } catch (error) {
        const where = pages.filter((p) => !p.isClosed()).map((p) => path(p).replace(/[\w-]{30,}/g, "KEY")).join(" ");
        this.tap.check(`${this.suite}: ${name}: ${what}`, `${error.message.replace(/\u001b\[\d+m/g, "").split("\n").slice(0, 14).join(" / ")} [on ${where}]`);
        for (const context of contexts) await context.close();
        return false;
      }
    }
    for (const context of contexts) await context.close();
    return true;
  }

  // PICTURES names a folder: then every page that a journey stops at is kept there, narrow and wide.
  async see(page, name) {
    const folder = process.env.PICTURES;
    if (!folder) return;
    const before = page.viewportSize();
    for (const size of [PHONE, WIDE]) {
      await page.setViewportSize(size);
      await page.screenshot({ path: `${folder}/${name}-${size.width}.png`, fullPage: true });
    }
    await page.setViewportSize(before);
  }

  url(to) {
    return this.server.base + to;
  }

  // As the administrator does: reads the newest mail to this address and takes its link.
  async linkFromOutbox(to) {
    const [mail] = await outbox(this.people.admin, to);
    assert(mail, `no mail to ${to} in the outbox`);
    const link = linkIn(mail);
    assert(link, `no link in the mail to ${to}`);
    return link;
  }
}

/* ---- parts --------------------------------------------------------------------------------------------- */

export const notice = (page) => page.locator("[role=status].utrecht-alert").first();

export async function enter(page, link) {
  await page.goto(link);
  await page.locator(`form[action^="/binnen/"] ${SUBMIT}`).click();
  await page.waitForURL((url) => !url.pathname.startsWith("/binnen/"));
}

// Presses a button of the form that goes there and waits for the page that follows; gives the status of the answer.
export async function send(page, action, button = SUBMIT) {
  const target = page.locator(`main form[action$="${action}"]`).locator(button).first();
  const goes = new URL(await target.evaluate((b) => (b.hasAttribute("formaction") ? b.formAction : b.form.getAttribute("action"))), page.url()).pathname;
  const [answer] = await Promise.all([
    page.waitForResponse((r) => r.request().method() === "POST" && new URL(r.url()).pathname === goes),
    page.waitForEvent("load"),
    target.click(),
  ]);
  return answer.status();
}

// The same, for a form that must be taken: what it says when it is not.
export async function sent(page, action, button) {
  const status = await send(page, action, button);
  if (status === 303) return;
  const said = await page.locator("[role=alert], .utrecht-form-field-error-message").allInnerTexts();
  throw new Error(`the form to ${action} was answered with ${status}: ${said.join(" / ").replace(/\s+/g, " ").slice(0, 300)}`);
}
