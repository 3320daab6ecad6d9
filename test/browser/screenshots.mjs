// The README's pictures: node screenshots.mjs FOLDER, with KAPSTOK naming the program.
import { mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { launch, newContext } from "./lib/browser.mjs";
import { Client, find } from "./lib/client.mjs";
import { startServer } from "./lib/server.mjs";

const folder = resolve(process.argv[2]);
await mkdir(folder, { recursive: true });
const server = await startServer(resolve(process.env.KAPSTOK || "build/kapstok"));
const browser = await launch();

const guide = new Client(server.base);
await guide.enter(server.links.guide);
const org = (await guide.get("/organisaties")).url;
const rounds = [...(await guide.get(`${org}/scan`)).text.matchAll(/href="([^"]+\/scan\/\d+)"/g)].map((m) => m[1]);
let open;
for (const round of rounds) if (find((await guide.get(round)).text, /(.*)\/sluiten$/)) open ??= round;

const visitor = new Client(server.base);
const type = /name="type"[^>]*?value="([^"]+)"/.exec((await visitor.get("/quickscan?land=BE")).text)[1];
const begun = (await visitor.fill("/quickscan", "/quickscan", { country: "BE", kind: "public", type, asked: type })).location;

const pictures = [
  { name: "start", url: "/" },
  { name: "quickscan", url: begun, client: visitor, act: answerSome },
  { name: "resultaat", url: `${open}/resultaat`, client: guide, dark: true },
  { name: "samen", url: `${open}/samen`, client: guide },
  { name: "traject", url: (await guide.get(`${org}/traject`)).url, client: guide },
];

async function answerSome(page) {
  for (const [i, answer] of ["yes", "no"].entries()) {
    const given = page.locator("form[data-autosave]").nth(i).locator(`input[value=${answer}]`);
    if (await given.isChecked()) continue; // the second picture shows the same scan
    await Promise.all([
      page.waitForResponse((r) => r.url().includes("/antwoord/")),
      page.locator("form[data-autosave]").nth(i).locator(`label.answer:has(input[value=${answer}])`).click(),
    ]);
  }
  await page.evaluate(() => scrollTo(0, 0));
}

for (const { name, url, client, act, dark } of pictures)
  for (const [width, height] of [[360, 740], [1280, 800]])
    for (const scheme of dark && width === 1280 ? ["light", "dark"] : ["light"]) {
      const context = await newContext(browser, { client, viewport: { width, height }, colorScheme: scheme, reducedMotion: "reduce" });
      const page = await context.newPage();
      await page.goto(server.base + url, { waitUntil: "networkidle" });
      if (act) await act(page);
      await page.screenshot({ path: join(folder, `${name}-${width}${scheme === "dark" ? "-dark" : ""}.png`) });
      await context.close();
    }
await browser.close();
await server.stop();
