import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { load } from "./load.mjs";

const { textCall } = await load("annotations/trace/text-call.js");
const table = JSON.parse(readFileSync(new URL("../data/text_calls.json", import.meta.url), "utf8"));

test("texts are read as the server reads them", () => {
  for (const [text, expected] of table) {
    const found = textCall(text);
    assert.deepEqual(found && [found.tool, found.arguments.map(({ name, type }) => [name, type])], expected, text);
  }
});

test("the place of a name is where it stands, in UTF-16", () => {
  const text = "web('😀', 😀 = 1,\n  größe='a=b')";
  const found = textCall(text);
  assert.deepEqual(found.arguments.map(({ from, to }) => text.slice(from, to)), ["😀", "größe"]);
  assert.deepEqual(found.arguments.map(({ value }) => value), ["1", "'a=b'"]);
});

test("a call is plain when all of its arguments have names", () => {
  const plain = { "f()": true, "f(a=1,)": true, "f(1)": false, "f(*all, a=1)": false };
  for (const [text, expected] of Object.entries(plain)) assert.equal(textCall(text).isPlain, expected, text);
});

test("long texts are given up soon", () => {
  for (const piece of ["(", "'", "[{", "\\", "a=", ","]) {
    const begun = performance.now();
    assert.equal(textCall(`f(${piece.repeat(9000 / piece.length)}`), null);
    assert.ok(performance.now() - begun < 500);
  }
  assert.equal(textCall(`f(a='${"x".repeat(10_000)}')`), null);
});
