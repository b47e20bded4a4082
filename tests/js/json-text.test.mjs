import assert from "node:assert/strict";
import { test } from "node:test";

import { load } from "./load.mjs";

const { jsonProblem, jsonProblemText } = await load("annotations/json-text.js");

test("a value of the same type is fine", () => {
  for (const [text, original] of [['{"b": 2}', '{"a": 1}'], ["[]", "[1]"], ["2.5", "1"], ["false", "true"]]) {
    assert.equal(jsonProblem(text, original), null);
  }
});

test("what is not JSON is told", () => assert.equal(jsonProblem('{"a": ', '{"a": 1}'), "not-json"));

test("a changed type names the type that is needed", () => {
  assert.deepEqual([jsonProblem("[]", "{}"), jsonProblem("{}", "[]"), jsonProblem('"1"', "1")], ["object", "array", "number"]);
});

test("who types a number or a boolean is told so, and not about JSON", () => {
  for (const text of ["abc", "", "NaN", "1.", "0x1f"]) assert.equal(jsonProblem(text, "5"), "number");
  for (const text of ["yes", "True", "1"]) assert.equal(jsonProblem(text, "false"), "boolean");
  assert.match(jsonProblemText("number"), /Type a number/);
  assert.match(jsonProblemText("boolean"), /Type true or false/);
  for (const problem of ["not-json", "object", "array"]) assert.match(jsonProblemText(problem), /JSON/);
});

test("a number beyond those that the server keeps is told, also inside", () => {
  for (const text of ["1e400", "-1e400"]) assert.equal(jsonProblem(text, "5"), "too-large");
  assert.equal(jsonProblem('{"a": [1e400]}', "{}"), "too-large");
  assert.equal(jsonProblem("1e308", "5"), null);
});

test("in place of null any value may stand, and a text", () => {
  for (const text of ["[1]", "plain", "{"]) assert.equal(jsonProblem(text, "null"), null);
});
