/**
 * Builds the pages: dist/index.html and dist/assets/*, whose names change with their content, so that a
 * browser may keep an asset for ever and must ask for index.html each time. index.html is written when all
 * it names is there, and what it no longer names goes last: whoever asks meanwhile gets a whole page.
 */
import { build } from "esbuild";
import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const dist = join(here, "dist");
const assets = join(dist, "assets");

const { metafile } = await build({
  absWorkingDir: here,
  entryPoints: ["src/main.tsx", "app.css", "icon.svg"],
  loader: { ".svg": "copy" },
  outdir: assets,
  entryNames: "[name]-[hash]",
  bundle: true,
  format: "esm",
  target: "es2023",
  jsx: "automatic",
  jsxImportSource: "preact",
  minify: true,
  sourcemap: true,
  legalComments: "linked",
  metafile: true,
  logLevel: "warning",
});

let page = await readFile(join(here, "index.html"), "utf8");
for (const [file, { entryPoint }] of Object.entries(metafile.outputs)) {
  if (entryPoint) page = page.replaceAll(`./${entryPoint}`, `/${relative(dist, join(here, file))}`);
}
await writeFile(join(dist, "index.html"), page);

const made = new Set(Object.keys(metafile.outputs).map((file) => basename(file)));
for (const name of await readdir(assets)) {
  if (!made.has(name)) await rm(join(assets, name));
}
