// A demo server of our own: a free port, a data folder with a space in its name, stopped at the end.
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { rmSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);
const root = resolve(dirname(fileURLToPath(import.meta.url)), "../../..");
const running = new Set();
const folders = new Set();
process.on("exit", () => {
  running.forEach((child) => child.kill("SIGKILL"));
  folders.forEach((folder) => rmSync(folder, { recursive: true, force: true }));
});
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => process.exit(1));

async function freePort() {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address();
  probe.close();
  await once(probe, "close");
  return port;
}

async function answers(url, child) {
  for (let i = 0; i < 200; i++) {
    const ended = child.exitCode ?? child.signalCode;
    if (ended !== null) throw new Error(`kapstok serve ended with ${ended}: ${child.said}`);
    try {
      if ((await fetch(url)).ok) return;
    } catch {}
    await new Promise((wake) => setTimeout(wake, 50));
  }
  throw new Error(`no answer from ${url}`);
}

// { base, links: { guide, member, admin }, stop() }; also program(...) for commands beside the running server.
export async function startServer(kapstok) {
  const folder = await mkdtemp(join(tmpdir(), "kapstok browser "));
  folders.add(folder);
  const data = join(folder, "the data");
  const base = `http://127.0.0.1:${await freePort()}`;
  const program = async (command, ...options) =>
    (await run(kapstok, [command, "--data", data, ...options], { maxBuffer: 1e7 })).stdout;

  const said = await program("demo", "--public-url", base);
  const links = said.match(/https?:\/\/\S+\/binnen\/[\w-]+/g) ?? [];
  if (links.length !== 3) throw new Error(`kapstok demo printed ${links.length} sign-in links: ${said}`);

  // A template that is newer than the one the demo's trajectory began with: its guide is asked to look at what differs.
  const template = await readFile(join(root, "content/template-local-government.yaml"), "utf8");
  await mkdir(join(folder, "packs"));
  await writeFile(join(folder, "packs/template-local-government.yaml"),
    template.replace(/^version: (\d+)$/m, (_, n) => `version: ${Number(n) + 1}`).replace(/most-goals: \d+/, "most-goals: 6"));

  const args = ["serve", "--data", data, "--packs", join(folder, "packs"), "--listen", base.slice(7), "--public-url", base, "--log", "warn"];
  let child;
  async function begin(said = "") {
    child = spawn(kapstok, args, { stdio: ["ignore", "pipe", "pipe"] });
    running.add(child);
    child.said = said;
    const own = child;
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => (own.said += text));
    await answers(base + "/healthz", child);
  }
  await begin();

  return {
    base,
    program,
    links: { guide: links[0], member: links[1], admin: links[2] },
    get log() {
      return child.said;
    },
    // Pulls the plug, and begins again on the same data.
    async crash() {
      child.kill("SIGKILL");
      await once(child, "exit");
      running.delete(child);
    },
    begin: () => begin(child.said),
    // What is wrong with how it ended: a crash, or an error in its log.
    async stop() {
      const early = child.exitCode ?? child.signalCode;
      const problems = early === null ? [] : [`the server ended by itself: ${early}: ${child.said.slice(-500)}`];
      if (early === null) {
        child.kill("SIGTERM");
        await Promise.race([once(child, "exit"), new Promise((wake) => setTimeout(wake, 10000))]);
        if (child.exitCode !== 0) problems.push(`after SIGTERM it ended with ${child.exitCode ?? "nothing"}`);
        child.kill("SIGKILL");
      }
      running.delete(child);
      await rm(folder, { recursive: true, force: true });
      folders.delete(folder);
      const errors = child.said.split("\n").filter((line) => /level=error|request\.failed|Sanitizer|ASSERT/i.test(line));
      return problems.concat(errors);
    },
  };
}

// kapstok routes: METHOD PATTERN RIGHT SLICE
export async function listRoutes(kapstok) {
  const { stdout } = await run(kapstok, ["routes"]);
  return stdout
    .split("\n")
    .filter((line) => /^(GET|POST)\s/.test(line))
    .map((line) => {
      const [method, pattern, right, slice] = line.trim().split(/\s+/);
      return { method, pattern, right, slice };
    });
}

// The route that a path belongs to: a fixed segment wins over a parameter.
export function routeOf(routes, method, path) {
  const parts = path.split(/[?#]/)[0].split("/");
  const fits = routes.filter((r) => {
    const names = r.pattern.split("/");
    return r.method === method && names.length === parts.length &&
      names.every((n, i) => (n.startsWith(":") ? parts[i] !== "" && (n.endsWith("*") || /^\d+$/.test(parts[i])) : n === parts[i]));
  });
  const holes = (r) => r.pattern.split("/").filter((n) => n.startsWith(":")).length;
  return fits.sort((a, b) => holes(a) - holes(b))[0];
}
