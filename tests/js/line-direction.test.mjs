import assert from "node:assert/strict";
import { test } from "node:test";

import { load } from "./load.mjs";

const { directLines } = await load("annotations/line-direction.js");

/** @param {string} value */
function directionOf(value) {
  const area = { value, dir: "auto" };
  directLines(area);
  return area.dir;
}

test("lines of a usual text go their own ways", () => {
  assert.equal(directionOf("abc\nאבג"), "auto");
});

test("all lines of a long text go the way of its first letter", () => {
  assert.equal(directionOf("1, 2: abc אבג ".repeat(5_000)), "ltr");
  assert.equal(directionOf("1, 2: אבג abc ".repeat(5_000)), "rtl");
  assert.equal(directionOf("ﺍ".repeat(60_000)), "rtl");
});

test("a long text without a letter goes from left to right", () => {
  assert.equal(directionOf("1, 2; ".repeat(20_000)), "ltr");
});

test("a text that became short again is free again", () => {
  const area = { value: "abc", dir: "rtl" };
  directLines(area);
  assert.equal(area.dir, "auto");
});
