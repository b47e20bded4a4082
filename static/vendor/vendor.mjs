// Copies the browser libraries out of node_modules, unchanged, with their licences and a checksum of each file.
// Run `npm ci && npm run vendor` after changing a version in package.json, and commit the result.
import { createHash } from "node:crypto";
import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const packages = `${here}/../../node_modules`;

/** @type {Record<string, string>} vendored file -> file of the installed package; only modules with relative imports. */
const FILES = {
  "diff/array.js": "diff/libesm/diff/array.js",
  "diff/base.js": "diff/libesm/diff/base.js",
  "diff/LICENSE": "diff/LICENSE",
  "fastest-levenshtein/mod.js": "fastest-levenshtein/esm/mod.js",
  "fastest-levenshtein/LICENSE": "fastest-levenshtein/LICENSE.md",
};

const checksums = [];
for (const [vendored, source] of Object.entries(FILES)) {
  await mkdir(dirname(`${here}/${vendored}`), { recursive: true });
  await copyFile(`${packages}/${source}`, `${here}/${vendored}`);
  checksums.push(`${createHash("sha256").update(await readFile(`${here}/${vendored}`)).digest("hex")}  ${vendored}`);
}
await writeFile(`${here}/CHECKSUMS`, checksums.join("\n") + "\n");
