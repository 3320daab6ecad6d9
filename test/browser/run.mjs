// The browser tests: node run.mjs [SUITE ...] [--only TEXT]. KAPSTOK names the program. Every line is a check.
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { launch } from "./lib/browser.mjs";
import { listRoutes, startServer } from "./lib/server.mjs";
import { Tap } from "./lib/tap.mjs";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const kapstok = resolve(process.env.KAPSTOK || join(root, "build/kapstok"));
const SUITES = ["weight", "routes", "journeys", "trajectory", "room", "session", "input"];

const args = process.argv.slice(2);
const at = args.indexOf("--only");
const only = at < 0 ? undefined : args.splice(at, 2)[1];
const suites = args.length > 0 ? args : SUITES;

const tap = new Tap();
const routes = await listRoutes(kapstok);
const browser = await launch();
for (const name of suites) {
  const started = Date.now();
  const { run } = await import(`./${name}.mjs`);
  // Each suite has a server of its own, so that one cannot spoil what another counts on.
  const server = await startServer(kapstok);
  try {
    await run({ tap, server, routes, browser, po: join(root, "po"), only });
  } catch (error) {
    tap.check(`${name}: runs to its end`, error.stack);
  }
  tap.check(`${name}: the server lived through it and logged no error`, await server.stop());
  tap.note(`${name}: ${((Date.now() - started) / 1000).toFixed(1)} s`);
}
await browser.close();
tap.note(`${tap.passed} passed, ${tap.failed} failed`);
process.exit(tap.failed > 0 ? 1 : 0);
