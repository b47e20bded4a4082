import assert from "node:assert/strict";
import { test } from "node:test";

import { load } from "./load.mjs";

const { cuts } = await load("annotations/trace/blocks.js");

test("a stretch is cut where marks begin and end", () => {
  assert.deepEqual(cuts(0, 10, [[2, 4], [6, 12]]), [[0, 2, false], [2, 4, true], [4, 6, false], [6, 10, true]]);
});

test("a mark over several stretches marks each part of it", () => {
  assert.deepEqual(cuts(0, 3, [[1, 8]]), [[0, 1, false], [1, 3, true]]);
  assert.deepEqual(cuts(3, 6, [[1, 8]]), [[3, 6, true]]);
  assert.deepEqual(cuts(6, 9, [[1, 8]]), [[6, 8, true], [8, 9, false]]);
});

test("a stretch without marks stays whole, and an empty one has no parts", () => {
  assert.deepEqual(cuts(4, 9, []), [[4, 9, false]]);
  assert.deepEqual(cuts(4, 4, [[2, 6]]), []);
});
