import assert from "node:assert/strict";
import { test } from "node:test";

import { load } from "./load.mjs";

const { textOf } = await load("annotations/trace/block-text.js");

test("a difference is copied with its signs", () => {
  const rows = [["same", 1, 1, [["a", ""]], []], ["removed", 2, null, [["b ", ""], ["1", "number"]], []], ["added", null, 2, [], []]];
  assert.equal(textOf({ kind: "diff", hunks: [{ rows }] }), " a\n-b 1\n+");
});

test("a terminal and lines of code are copied as they read", () => {
  assert.equal(textOf({ kind: "terminal", spans: [["4 ", "green"], ["passed\nok", ""]] }), "4 passed\nok");
  assert.equal(textOf({ kind: "code", lines: [[["def", "word"], [" f", ""]], []] }), "def f\n");
});
