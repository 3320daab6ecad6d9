// node build.mjs OUTDIR: app.css, app.js, room.js (pages of live rooms), font.woff2 and favicon.svg, same input same bytes.
import { build } from "esbuild";
import { copyFile, mkdir } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

if (!process.argv[2]) {
  console.error("usage: node build.mjs OUTDIR");
  process.exit(2);
}
const web = dirname(fileURLToPath(import.meta.url));
const out = resolve(process.argv[2]);
const font = "node_modules/@fontsource-variable/atkinson-hyperlegible-next/files/atkinson-hyperlegible-next-latin-wght-normal.woff2";
const common = {
  absWorkingDir: web, outdir: out, bundle: true, minify: true, legalComments: "none", charset: "utf8",
  target: ["chrome105", "firefox121", "safari15.4"], logLevel: "warning",
};

await mkdir(out, { recursive: true });
await Promise.all([
  build({ ...common, entryPoints: { app: "css/app.css" }, external: ["font.woff2"] }),
  build({ ...common, entryPoints: { app: "js/app.js", room: "js/room.js" }, format: "esm" }),
  copyFile(join(web, font), join(out, "font.woff2")),
  copyFile(join(web, "favicon.svg"), join(out, "favicon.svg")),
]).catch(() => process.exit(1));
