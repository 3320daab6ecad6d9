// The Nu HTML checker, once over all saved pages.
import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { promisify } from "node:util";

const require = createRequire(import.meta.url);
const jar = join(dirname(require.resolve("vnu-jar/package.json")), "build/dist/vnu.jar");

// files: Map of name -> path. Gives a Map of name -> { errors, warnings }.
export async function checkHtml(files) {
  const { stdout } = await promisify(execFile)("java",
    ["-Xss2m", "-jar", jar, "--format", "json", "--stdout", "--exit-zero-always", ...files.values()], { maxBuffer: 1e8 });
  const results = new Map([...files.keys()].map((name) => [name, { errors: [], warnings: [] }]));
  const byPath = new Map([...files].map(([name, path]) => [path, name]));
  for (const m of JSON.parse(stdout).messages) {
    const name = byPath.get(decodeURIComponent(new URL(m.url).pathname));
    const line = `line ${m.lastLine}: ${m.message} ${(m.extract ?? "").replace(/\s+/g, " ").slice(0, 160)}`;
    results.get(name)?.[m.type === "info" ? "warnings" : "errors"].push(line);
  }
  return results;
}
