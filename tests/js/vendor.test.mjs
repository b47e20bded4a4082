import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const VENDOR = fileURLToPath(new URL("../../static/vendor/", import.meta.url));
const OURS = /(^vendor\.mjs|^CHECKSUMS|\.d\.ts)$/;
const checksums = new Map(
  readFileSync(`${VENDOR}CHECKSUMS`, "utf8").trim().split("\n").map((line) => line.split("  ").reverse()),
);

test("every vendored file is the one whose checksum was committed", () => {
  for (const [file, checksum] of checksums) {
    assert.equal(createHash("sha256").update(readFileSync(VENDOR + file)).digest("hex"), checksum, file);
  }
});

test("nothing else lies among the vendored files", () => {
  const files = readdirSync(VENDOR, { recursive: true })
    .filter((file) => statSync(VENDOR + file).isFile() && !OURS.test(file));
  assert.deepEqual(files.sort(), [...checksums.keys()].sort());
});

test("each vendored package brings its licence", () => {
  const packages = new Set([...checksums.keys()].map((file) => file.split("/")[0]));
  for (const name of packages) assert.ok(checksums.has(`${name}/LICENSE`), name);
});

test("vendored modules import only their neighbours, which needs no import map", () => {
  for (const file of checksums.keys()) {
    const imports = readFileSync(VENDOR + file, "utf8").matchAll(/^\s*(?:import|export)[^"'\n]* from ['"]([^'"]+)['"]/gm);
    for (const [, specifier] of imports) assert.match(specifier, /^\.\//, file);
  }
});

test("the lock names versions and hashes, and no registry", () => {
  const lock = JSON.parse(readFileSync(new URL("../../package-lock.json", import.meta.url), "utf8"));
  for (const [name, entry] of Object.entries(lock.packages)) {
    if (name) assert.deepEqual([typeof entry.integrity, entry.resolved], ["string", undefined], name);
  }
});
