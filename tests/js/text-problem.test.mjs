import assert from "node:assert/strict";
import { test } from "node:test";

import { load } from "./load.mjs";

const { textProblem } = await load("annotations/edits/text-problem.js");
const { laidOut } = await load("annotations/edits/json-layout.js");

test("an ordinary text has no problem, and neither has one that is as it was", () => {
  assert.equal(textProblem("new", "old", false), null);
  assert.equal(textProblem("\0", "\0", false), null);
});

test("binary data is told", () => {
  for (const text of ["a\0b", "\ud800", "x\udc00"]) assert.match(textProblem(text, "", false), /binary/);
  assert.equal(textProblem("\u{1F600}", "", false), null); // two halves that belong together
});

test("a text beyond the bound is told with its size", () => {
  assert.equal(textProblem("x".repeat(5_000_000), "", false), null);
  assert.match(textProblem("x".repeat(5_000_001), "", false), /5\.0 MB/);
  assert.match(textProblem("é".repeat(2_600_000), "", false), /5\.2 MB/); // two bytes each
});

test("what stands for JSON has to be JSON of its type", () => {
  assert.match(textProblem("[five", "[5]", true), /not JSON/);
  assert.match(textProblem('"5"', "5", true), /number/);
  assert.equal(textProblem("7.5", "5", true), null);
});

test("JSON on lines says what the compact one says, numbers as they were written", () => {
  const compact = '{"todos":[{"content":"a, {b}: \\"c\\"","n":1.0},{"content":"","n":12345678901234567890}],"empty":[],"none":{}}';
  const lines = laidOut(compact);
  assert.ok(lines.split("\n").length > 8);
  assert.deepEqual(JSON.parse(lines), JSON.parse(compact));
  assert.ok(lines.includes("1.0") && lines.includes("12345678901234567890"));
});

test("a short JSON text stays on its line", () => {
  assert.equal(laidOut('{"a":[1,2]}'), '{"a":[1,2]}');
});
