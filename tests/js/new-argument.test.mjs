import assert from "node:assert/strict";
import { test } from "node:test";

import { load } from "./load.mjs";

const { kindOf, shownFrom, textFor } = await load("annotations/edits/new-argument.js");

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

test("what an argument will be is named by its JSON type", () => {
  const kinds = {
    123: "number", "-1.5": "number", '{"a": 1}': "object", "[]": "list", true: "true or false", null: "null", '"5"': "text", "a.py": "text",
    "": "empty text", '""': "empty text",
  };
  for (const [text, kind] of Object.entries(kinds)) assert.equal(kindOf(text), kind);
});

test("JSON that is not complete is a text, and it is said why", () => {
  for (const text of ['{"a": ', "[1, 2", '"5']) assert.equal(kindOf(text), "text, as it is not complete JSON");
});

test("a number that cannot be kept becomes null, and it is said why", () => {
  for (const text of ["1e400", "NaN", " -Infinity"]) assert.equal(kindOf(text), "null, as this number cannot be kept");
});
