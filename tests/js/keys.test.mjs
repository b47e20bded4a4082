import assert from "node:assert/strict";
import { test } from "node:test";

import { load } from "./load.mjs";

const { actionOf } = await load("annotations/keys.js");

const press = (key, more = {}) => ({ key, code: "", ctrlKey: false, metaKey: false, altKey: false, isComposing: false, ...more });

test("letters act when nobody types", () => {
  assert.deepEqual(["j", "k", "g", "G", "e", "c", "?"].map((key) => actionOf(press(key), false)), ["next", "previous", "first", "last", "edit", "comment", "help"]);
});

test("b flags the trace, never while someone types", () => {
  assert.deepEqual([false, true].map((typing) => actionOf(press("b"), typing)), ["flag", null]);
});

test("letters and digits are text while someone types", () => {
  assert.deepEqual(["j", "1", "/"].map((key) => actionOf(press(key), true)), [null, null, null]);
});

test("submit, skip and leave work from inside a field", () => {
  const presses = [press("Enter", { ctrlKey: true }), press("ß", { code: "KeyS", altKey: true }), press("Escape")];
  assert.deepEqual(presses.map((each) => actionOf(each, true)), ["submit", "skip", "leave"]);
});

test("the browser's own shortcuts stay the browser's", () => {
  assert.equal(actionOf(press("r", { ctrlKey: true }), false), null);
});

test("a composition of an input method is never interrupted", () => {
  assert.equal(actionOf(press("Escape", { isComposing: true }), true), null);
});

test("names of the language are not keys", () => assert.equal(actionOf(press("constructor"), false), null));
