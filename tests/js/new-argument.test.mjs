import assert from "node:assert/strict";
import { test } from "node:test";

import { load } from "./load.mjs";

const { shownFrom, textFor } = await load("annotations/edits/new-argument.js");

test("what can be no JSON is sent as it was typed", () => {
  for (const text of ["", "a.py", "look for 5", "nullable", "\\d+"]) assert.equal(textFor(text), text);
});

test("a text that the server would read as JSON is quoted, and shown without the quotes", () => {
  for (const text of ["123", "1e400", "-1", " 5", "true", "null ", "NaN", "-Infinity", '"x"', "[1]", '{"a":\t1}', "2nd", '"']) {
    assert.equal(JSON.parse(textFor(text)), text);
    assert.equal(shownFrom(textFor(text)), text);
  }
});

test("a value that is no text is shown as it stands", () => {
  for (const text of ["5", "[1]", "plain"]) assert.equal(shownFrom(text), text);
});
