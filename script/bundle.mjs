// Bundles styles, scripts, fonts and icons from assets/ into assets/dist under
// content-hashed names, with a manifest (logical name -> file) and a .br and .gz
// beside each text file. Same sources, same bytes.
import { createHash } from "node:crypto";
import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { basename, dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import { build } from "esbuild";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const dist = join(root, "assets/dist");
const tabler = join(root, "node_modules/@tabler/icons/icons");
const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const TEXT = new Set([".css", ".js", ".svg"]);
/** Above this size the slowest brotli level costs seconds and gains little. */
const BIG = 400_000;

/** Logical name -> hashed file name. */
const manifest = new Map();
/** Hashed file name -> bytes. */
const files = new Map();

/** Eight letters of the content's SHA-256. */
function contentHash(bytes) {
  const digest = createHash("sha256").update(bytes).digest();
  return Array.from(digest.subarray(0, 8), (byte) => ALPHABET[byte % 32]).join("");
}

function put(logical, bytes) {
  const kind = extname(logical);
  const name = `${basename(logical, kind)}-${contentHash(bytes)}${kind}`;
  manifest.set(logical, name);
  files.set(name, bytes);
}

/** Styles, scripts and the fonts that the styles name. */
async function bundle() {
  const result = await build({
    absWorkingDir: root,
    entryPoints: [
      "assets/css/bench.css",
      "assets/css/room.css",
      ...["bench", "room", "board", "triage", "similar"].map((name) => `assets/ts/${name}.ts`),
    ],
    outdir: "assets/dist",
    entryNames: "[name]-[hash]",
    assetNames: "[name]-[hash]",
    bundle: true,
    minify: true,
    charset: "utf8",
    legalComments: "none",
    format: "esm",
    target: ["es2022", "chrome111", "firefox115", "safari16.4"],
    loader: { ".woff2": "file" },
    metafile: true,
    write: false,
    logLevel: "warning",
  });
  for (const file of result.outputFiles) files.set(basename(file.path), Buffer.from(file.contents));
  for (const [path, output] of Object.entries(result.metafile.outputs)) {
    const source = output.entryPoint ?? Object.keys(output.inputs)[0];
    manifest.set(basename(source).replace(/\.ts$/, ".js"), basename(path));
  }
}

/** One <symbol>; what the drawing says about fill and stroke moves onto it. */
function symbol(id, svg) {
  const [, attributes, inner] = /<svg([^>]*)>([\s\S]*)<\/svg>/.exec(svg);
  const kept = ["viewBox", "fill", "stroke", "stroke-width", "stroke-linecap", "stroke-linejoin"]
    .map((name) => new RegExp(`\\s${name}="[^"]*"`).exec(attributes)?.[0].trim())
    .filter(Boolean);
  const drawing = inner
    .replace(/<path stroke="none" d="M0 0h24v24H0z" fill="none" \/>/, "")
    .replace(/>\s+</g, "><")
    .trim();
  return `<symbol id="${id}" ${kept.join(" ")}>${drawing}</symbol>`;
}

/** One sprite of the listed Tabler icons and of our own drawings. */
async function sprite() {
  const own = join(root, "assets/icons/own");
  const list = (await readFile(join(root, "assets/icons/list.txt"), "utf8"))
    .split("\n")
    .map((line) => line.replace(/#.*/, "").trim())
    .filter(Boolean)
    .toSorted();
  const drawings = (await readdir(own)).filter((name) => name.endsWith(".svg")).toSorted();
  const symbols = await Promise.all([
    ...list.map(async (name) => symbol(name, await readFile(join(tabler, "outline", `${name}.svg`), "utf8"))),
    ...drawings.map(async (name) => symbol(basename(name, ".svg"), await readFile(join(own, name), "utf8"))),
  ]);
  put("icons.svg", Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>\n`));
  put("favicon.svg", await readFile(join(root, "assets/icons/favicon.svg")));
}

const brotli = promisify(brotliCompress);
const zip = promisify(gzip);

async function compress(name, bytes) {
  const quality = bytes.length > BIG ? 8 : 11;
  const [br, gz] = await Promise.all([
    brotli(bytes, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: quality,
        [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
        [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
      },
    }),
    zip(bytes, { level: 9 }),
  ]);
  return [
    [`${name}.br`, br],
    [`${name}.gz`, gz],
  ];
}

/** Leaves a file alone that is right already, so that nothing is built again for its date. */
async function writeChanged(path, bytes) {
  const before = await readFile(path).catch(() => null);
  if (!before?.equals(bytes)) await writeFile(path, bytes);
}

async function write() {
  const packed = await Promise.all(
    [...files].filter(([name]) => TEXT.has(extname(name))).map(([name, bytes]) => compress(name, bytes)),
  );
  for (const [name, bytes] of packed.flat()) files.set(name, bytes);
  const index = Object.fromEntries([...manifest].toSorted(([left], [right]) => (left < right ? -1 : 1)));
  files.set("manifest.json", Buffer.from(`${JSON.stringify(index, null, 2)}\n`));
  await mkdir(dist, { recursive: true });
  await Promise.all([...files].map(([name, bytes]) => writeChanged(join(dist, name), bytes)));
  const stale = (await readdir(dist)).filter((name) => !files.has(name));
  await Promise.all(stale.map((name) => rm(join(dist, name), { recursive: true })));
}

await Promise.all([bundle(), sprite()]);
await write();
