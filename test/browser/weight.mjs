// What a first visit weighs: every byte over the line, in how many requests.
import { newContext } from "./lib/browser.mjs";
import { codeIn, join, makeSession, start } from "./lib/agenda.mjs";
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
  const listens = url.startsWith("/deelnemen/") && page.waitForResponse((r) => r.url().endsWith("/beeld"));
  await page.goto(server.base + url, { waitUntil: "load" });
  // A room listens as long as it is open: there is all when that began.
  if (listens) await listens;
  else await page.waitForLoadState("networkidle");
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
  // Who scans the code of a session, often with mobile data.
  const session = await makeSession(people.guide, org, { title: "Op mobiele data", template: "start-session" });
  await start(people.guide, session);
  const code = codeIn((await people.guide.get(`${session}/regie`)).text);
  const phone = new Client(server.base);
  const room = await join(phone, code, "Gast");
  for (const [name, client, url] of [
    ["start", undefined, "/"], ["quick scan, start questions", undefined, "/quickscan"], ["quick scan, statements", visitor, begun.location],
    ["results", people.member, `${round}/resultaat`],
    ["join a session", undefined, "/meedoen"], ["join this session", undefined, `/meedoen/${code}`], ["phone in a session", phone, room],
  ]) {
    const { bytes, requests } = await weigh(browser, server, client, url);
    const size = `${(bytes / 1024).toFixed(1)} KiB in ${requests.length} requests`;
    // A room has a script of its own, and its line.
    const most = url.startsWith("/deelnemen/") ? REQUESTS + 2 : REQUESTS;
    tap.check(`weight: ${name}: ${size}`, [bytes >= BYTES && size, requests.length >= most && requests.join(", ")]);
  }
}
