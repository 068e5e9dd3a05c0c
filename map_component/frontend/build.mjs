// Builds ../assets from src: `make component`. The same sources and packages give the same bytes.

import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { build } from "esbuild";

const OUT = "../assets";
const WORKER = "node_modules/maplibre-gl/dist/maplibre-gl-worker.mjs";

const digest = (bytes) => createHash("sha256").update(bytes).digest("hex");

rmSync(OUT, { recursive: true, force: true });
mkdirSync(OUT);
const worker = `maplibre-gl-worker-${digest(readFileSync(WORKER)).slice(0, 8)}.mjs`;
copyFileSync(WORKER, join(OUT, worker));
const result = await build({
  entryPoints: { "deck-map": "src/index.ts" },
  bundle: true,
  format: "esm",
  splitting: true,
  minify: true,
  target: "es2022",
  outdir: OUT,
  entryNames: "[name]-[hash]",
  chunkNames: "[name]-[hash]",
  loader: { ".css": "text" },
  define: { WORKER_FILE: JSON.stringify(`./${worker}`), "process.env.NODE_ENV": '"production"' },
  legalComments: "none",
  metafile: true,
  logLevel: "warning",
});

// The licence of every package of which anything is in the files. What maplibre-gl is made of is
// in its file already, where esbuild cannot tell it apart.
const folders = new Set();
const inputs = Object.values(result.metafile.outputs).flatMap((output) => Object.entries(output.inputs));
for (const [path, { bytesInOutput }] of inputs) {
  const [folder] = path.match(/^.*node_modules\/(?:@[^/]+\/)?[^/]+/) ?? [];
  if (folder && bytesInOutput > 0) folders.add(folder);
}
addWithDependencies("node_modules/maplibre-gl", new Set());
const licences = [...folders].map(licence).sort((a, b) => (a < b ? -1 : 1));
writeFileSync(join(OUT, "LICENSES.txt"), `${[...new Set(licences)].join(`\n\n${"-".repeat(78)}\n\n`)}\n`);

const lines = readdirSync(OUT).sort().map((file) => `${digest(readFileSync(join(OUT, file)))}  ${file}`);
writeFileSync(join(OUT, "checksums.txt"), `${lines.join("\n")}\n`);

function readPackage(folder) {
  return JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
}

function addWithDependencies(folder, seen) {
  if (seen.has(folder)) return;
  seen.add(folder);
  folders.add(folder);
  for (const name of Object.keys(readPackage(folder).dependencies ?? {})) {
    if (name.startsWith("@types/")) continue; // no code
    let from = folder;
    while (!existsSync(join(from, "node_modules", name))) from = dirname(from);
    addWithDependencies(join(from, "node_modules", name), seen);
  }
}

/** Name, version and licence of a package; four of them do not bring the text along. */
function licence(folder) {
  const { name, version, license } = readPackage(folder);
  const files = readdirSync(folder).filter((file) => /^(licen[cs]e|copying|notice)/i.test(file)).sort();
  const own = join("licences", `${name}.txt`);
  if (files.length === 0 && !existsSync(own)) throw new Error(`${own} is missing: the licence of ${name}`);
  const texts = files.length ? files.map((file) => join(folder, file)) : [own];
  return [`${name} ${version} (${license})`, ...texts.map((file) => readFileSync(file, "utf8").trim())].join("\n\n");
}
