import assert from "node:assert/strict";
import { test } from "node:test";

import { load } from "./load.mjs";

const { lineDifference } = await load("annotations/trace/line-difference.js");

const said = (before, after) => lineDifference(before, after).map(([kind, , , [[text]]]) => `${{ same: " ", removed: "-", added: "+" }[kind]}${text}`);

test("changed lines stand with three equal ones around them", () => {
  const lines = ["1", "2", "3", "4", "5", "6", "7", "8", "9"];
  const changed = lines.map((line) => (line === "5" ? "five" : line));
  assert.deepEqual(said(lines.join("\n"), changed.join("\n")), [" 2", " 3", " 4", "-5", "+five", " 6", " 7", " 8"]);
});

test("equal texts have no lines, and an empty one is all added", () => {
  assert.deepEqual(said("a\nb", "a\nb"), []);
  assert.deepEqual(said("", "a\nb"), ["+a", "+b"]);
});

test("texts that differ in too much are one removal and one addition", () => {
  const text = (sign) => Array.from({ length: 300 }, (_, index) => `${sign}${index}`).join("\n");
  const found = said(text("a"), text("b"));
  assert.deepEqual([found.length, found[299].charAt(0), found[300].charAt(0)], [600, "-", "+"]);
});
