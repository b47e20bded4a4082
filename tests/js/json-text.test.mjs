import assert from "node:assert/strict";
import { test } from "node:test";

import { load } from "./load.mjs";

const { jsonProblem } = await load("annotations/json-text.js");

test("a value of the same type is fine", () => {
  for (const [text, original] of [['{"b": 2}', '{"a": 1}'], ["[]", "[1]"], ["2.5", "1"], ["false", "true"]]) {
    assert.equal(jsonProblem(text, original), null);
  }
});

test("what is not JSON is told", () => assert.equal(jsonProblem('{"a": ', '{"a": 1}'), "not-json"));

test("a changed type names the type that is needed", () => {
  assert.deepEqual([jsonProblem("[]", "{}"), jsonProblem("{}", "[]"), jsonProblem('"1"', "1")], ["object", "array", "number"]);
});

test("in place of null any value may stand", () => assert.equal(jsonProblem("[1]", "null"), null));
