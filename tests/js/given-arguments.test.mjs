import assert from "node:assert/strict";
import { test } from "node:test";

import { load } from "./load.mjs";

const { added, corrected, recorded, written } = await load("annotations/edits/given-arguments.js");

const field = (text, json) => ({ key: "a", text, json });

test("the type of an argument as it was recorded", () => {
  const types = { 5: "integer", "1.0": "integer", "1.5": "number", true: "boolean", null: "null", "[1, 2": "array", '{"cut": ': "object", "-": "" };
  for (const [text, type] of Object.entries(types)) assert.equal(recorded(field(text, true)).type, type, text);
  assert.equal(recorded(field("5", false)).type, "string");
});

test("a corrected argument keeps its type, but in the place of null any may stand", () => {
  assert.equal(corrected(field("5", true), "ma").type, "");
  assert.equal(corrected(field("x", false), "5").type, "string");
  assert.equal(corrected(field("null", true), "5").type, "integer");
  assert.equal(corrected(field("null", true), "five").type, "string");
});

test("an added argument is what is sent; as long as nothing is typed, nobody knows", () => {
  assert.equal(added("a", "").type, "");
  assert.equal(added("a", '"5"').type, "string");
  assert.equal(added("a", "[]").type, "array");
  assert.equal(added("a", "plain").type, "string");
  assert.equal(added("a", "ma", field("5", true)).type, "");
});

test("numbers in a text are whole ones or not", () => {
  assert.equal(written({ name: "a", type: "number", value: "5" }).type, "integer");
  assert.equal(written({ name: "a", type: "number", value: "5.5" }).type, "number");
  assert.equal(written({ name: "a", type: "", value: "x.y" }).type, "");
});
