// Builds ../assets from src: `make component`. The same sources and packages give the same bytes.

import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
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

// The licence of every package of which anything is in the files.
const packages = new Set(["maplibre-gl"]);
const inputs = Object.values(result.metafile.outputs).flatMap((output) => Object.entries(output.inputs));
for (const [path, { bytesInOutput }] of inputs) {
  if (bytesInOutput === 0) continue;
  const [, name] = path.match(/.*node_modules\/((?:@[^/]+\/)?[^/]+)\//) ?? [];
  if (name) packages.add(name);
}
const licences = [...packages].sort().map((name) => {
  const folder = join("node_modules", name);
  const { version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const files = readdirSync(folder).filter((file) => /^(licen[cs]e|copying|notice)/i.test(file));
  const texts = files.sort().map((file) => readFileSync(join(folder, file), "utf8").trim());
  return [`${name} ${version} (${license})`, ...texts].join("\n\n");
});
writeFileSync(join(OUT, "LICENSES.txt"), `${licences.join(`\n\n${"-".repeat(78)}\n\n`)}\n`);

const lines = readdirSync(OUT).sort().map((file) => `${digest(readFileSync(join(OUT, file)))}  ${file}`);
writeFileSync(join(OUT, "checksums.txt"), `${lines.join("\n")}\n`);
