import assert from "node:assert/strict";
import { test } from "node:test";

import { load } from "./load.mjs";

const { asTyped, withLineEndsOf } = await load("annotations/line-ends.js");

test("an untouched text comes back exactly, whatever its line ends", () => {
  for (const original of ["", "a", "a\nb", "a\r\nb\r\n", "a\rb", "a\r\nb\nc\r", "\nleading", "\r\n"]) {
    assert.equal(withLineEndsOf(asTyped(original), original), original);
  }
});

test("an edited text keeps CRLF when the original used nothing else", () => {
  assert.equal(withLineEndsOf("a\nb\nc", "a\r\nb"), "a\r\nb\r\nc");
});

test("an edited text of mixed line ends has LF", () => {
  assert.equal(withLineEndsOf("a\nb\nx", "a\r\nb\nc"), "a\nb\nx");
});

test("a text without line ends gets LF", () => {
  assert.equal(withLineEndsOf("a\nb", "a"), "a\nb");
});
