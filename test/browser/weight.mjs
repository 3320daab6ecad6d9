// What a first visit weighs: every byte over the line, in how many requests.
import { newContext } from "./lib/browser.mjs";
import { Client } from "./lib/client.mjs";
import { makeCast } from "./lib/plan.mjs";

const BYTES = 100 * 1024;
const REQUESTS = 6; // fewer than

async function weigh(browser, server, client, url) {
  const context = await newContext(browser, { client });
  const page = await context.newPage();
  const line = await context.newCDPSession(page);
  let bytes = 0;
  const requests = [];
  await line.send("Network.enable");
  line.on("Network.responseReceived", (e) => requests.push(`${e.type} ${new URL(e.response.url).pathname.slice(0, 60)}`));
  line.on("Network.loadingFinished", (e) => (bytes += e.encodedDataLength));
  await page.goto(server.base + url, { waitUntil: "networkidle" });
  await context.close();
  return { bytes, requests };
}

export async function run({ tap, server, browser }) {
  const people = await makeCast(server);
  const visitor = new Client(server.base);
  const form = await visitor.get("/quickscan");
  const type = /name="type"[^>]*?value="([^"]+)"/.exec(form.text)[1];
  const begun = await visitor.fill("/quickscan", "/quickscan", { country: "BE", kind: "public", type, asked: type });
  const org = (await people.member.get("/organisaties")).url;
  const list = (await people.member.get(`${org}/scan`)).text;
  const round = /href="([^"]+\/scan\/\d+)"/.exec(list)[1];
  for (const [name, client, url] of [
    ["start", undefined, "/"], ["quick scan, start questions", undefined, "/quickscan"], ["quick scan, statements", visitor, begun.location],
    ["results", people.member, `${round}/resultaat`],
  ]) {
    const { bytes, requests } = await weigh(browser, server, client, url);
    const size = `${(bytes / 1024).toFixed(1)} KiB in ${requests.length} requests`;
    tap.check(`weight: ${name}: ${size}`, [bytes >= BYTES && size, requests.length >= REQUESTS && requests.join(", ")]);
  }
}
