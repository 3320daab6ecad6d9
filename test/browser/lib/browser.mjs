// Debian's Chromium through playwright-core, and what is watched on every page.
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

const require = createRequire(import.meta.url);
const axeSource = await readFile(require.resolve("axe-core/axe.min.js"), "utf8");
export const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];
export const WIDE = { width: 1280, height: 800 };
export const PHONE = { width: 360, height: 740 };
export const NARROW = { width: 320, height: 640 };

export function launch() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
      "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage"],
  });
}

export async function newContext(browser, { client, scripts = true, viewport = WIDE, ...more } = {}) {
  const context = await browser.newContext({ locale: "nl-BE", timezoneId: "Europe/Brussels", javaScriptEnabled: scripts,
    viewport, ...more });
  context.setDefaultTimeout(20000); // a shared machine may be slow
  if (client) await context.addCookies(client.browserCookies());
  return context;
}

// Our own script answered with nothing, so that the page is as it is without it (axe itself needs scripting).
export function withoutOurScripts(context) {
  return context.route(/\.js(\?|$)/, (route) => route.fulfill({ contentType: "text/javascript", body: "" }));
}

// Collects what must not happen: errors on the console, refused by the content security policy, other origins.
export async function watch(page, base) {
  const seen = [];
  await page.addInitScript(() => {
    addEventListener("securitypolicyviolation", (e) => console.error(`CSP: ${e.violatedDirective} refused ${e.blockedURI}`));
  });
  page.on("console", (message) => {
    // A page with status 4xx is one of our error pages: the browser says so on the console as well.
    if (message.type() === "error" && !/status of 4\d\d/.test(message.text())) seen.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => seen.push(`script: ${error.message}`));
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(base + "/") && !/^(data|blob|about):/.test(url)) seen.push(`other origin: ${url}`);
  });
  page.on("response", (response) => response.status() >= 500 && seen.push(`${response.status()}: ${response.url()}`));
  return seen;
}

// Violations as lines; options.rules or the tags of WCAG 2.2 AA.
export async function axe(page, runOnly = { type: "tag", values: TAGS }) {
  if (!(await page.evaluate("typeof axe === 'object'"))) await page.evaluate(axeSource);
  const found = await page.evaluate((only) => axe.run(document, { runOnly: only, resultTypes: ["violations"] }), runOnly);
  return found.violations.map((v) => {
    const first = v.nodes[0];
    const why = first.any.concat(first.all, first.none)[0]?.message ?? "";
    return `${v.id} (${v.nodes.length}x): ${v.help}; ${first.target.join(" ")}: ${first.html.slice(0, 160)} ${why.slice(0, 200)}`;
  });
}

export const openDetails = (page) => page.evaluate(() => document.querySelectorAll("details").forEach((d) => (d.open = true)));

// What sticks out sideways.
export function sideways(page) {
  return page.evaluate(() => {
    const room = document.documentElement.clientWidth;
    const page = document.scrollingElement;
    if (page.scrollWidth <= room) return [];
    const scrolls = (e) => e && e !== document.body && e !== document.documentElement &&
      (["auto", "scroll", "hidden", "clip"].includes(getComputedStyle(e).overflowX) || scrolls(e.parentElement));
    const out = [...document.body.querySelectorAll("*")].filter((e) => {
      const box = e.getBoundingClientRect();
      return box.width > 0 && box.right > room + 1 && !scrolls(e.parentElement);
    });
    const deepest = out.filter((e) => !out.some((o) => o !== e && e.contains(o)));
    return [`${page.scrollWidth} px wide in ${room}`].concat(
      deepest.slice(0, 5).map((e) => `${Math.round(e.getBoundingClientRect().right)} px: ${e.outerHTML.slice(0, 140)}`));
  });
}
