import assert from "node:assert/strict";
import { test } from "node:test";

import { load } from "./load.mjs";

const { rowsHere } = await load("annotations/trace/rows-here.js");

/** A row at a call, or at the step itself. */
const row = (call, isOpen = false) => ({ closest: () => call, hasAttribute: () => isOpen });
const step = (...rows) => ({ querySelectorAll: () => rows });
const [first, second] = [{ name: "4.0" }, { name: "4.1" }];
const inside = (call) => ({ closest: () => call });

test("digits answer the call that has the focus", () => {
  const [own, a, b] = [row(null), row(first), row(second)];
  assert.deepEqual(rowsHere(step(a, b, own), inside(second)), [b]);
});

test("elsewhere in the step they answer the step", () => {
  const [own, a] = [row(null), row(first, true)];
  assert.deepEqual(rowsHere(step(a, own), inside(null)), [own]);
});

test("where only calls are judged they answer the first that is open, else the first", () => {
  const [a, b] = [row(first), row(second, true)];
  assert.deepEqual(rowsHere(step(a, b), null), [b]);
  assert.deepEqual(rowsHere(step(a, row(second)), null), [a]);
});

test("a step that is not judged has no rows, and one that is not there neither", () => {
  assert.deepEqual(rowsHere(step(), null), []);
  assert.deepEqual(rowsHere(undefined, null), []);
});
