import assert from "node:assert/strict";
import { test } from "node:test";

import { load } from "./load.mjs";

const { actionOf, nameOf } = await load("annotations/keys.js");

const KEYS = {
  next: "j", previous: "k", first: "g", last: "G", edit: "e", comment: "c", help: "?", flag: "b", search: "/",
  replace: "Ctrl+h", skip: "Alt+s", "move-up": "Alt+ArrowUp", undo: "z", redo: "Z", mark: "",
};

const press = (key, more = {}) => ({ key, code: "", ctrlKey: false, metaKey: false, altKey: false, isComposing: false, ...more });

test("letters act when nobody types", () => {
  assert.deepEqual(["j", "k", "g", "G", "e", "c", "?"].map((key) => actionOf(press(key), false, KEYS)), ["next", "previous", "first", "last", "edit", "comment", "help"]);
});

test("b flags the trace, never while someone types", () => {
  assert.deepEqual([false, true].map((typing) => actionOf(press("b"), typing, KEYS)), ["flag", null]);
});

test("letters and digits are text while someone types", () => {
  assert.deepEqual(["j", "1", "/"].map((key) => actionOf(press(key), true, KEYS)), [null, null, null]);
});

test("submit, skip and leave work from inside a field", () => {
  const presses = [press("Enter", { ctrlKey: true }), press("ß", { code: "KeyS", altKey: true }), press("Escape")];
  assert.deepEqual(presses.map((each) => actionOf(each, true, KEYS)), ["submit", "skip", "leave"]);
});

test("the browser's own shortcuts stay the browser's", () => {
  assert.equal(actionOf(press("r", { ctrlKey: true }), false, KEYS), null);
});

test("a composition of an input method is never interrupted", () => {
  assert.equal(actionOf(press("Escape", { isComposing: true }), true, KEYS), null);
});

test("names of the language are not keys", () => assert.equal(actionOf(press("constructor"), false, KEYS), null));

test("a person's own key acts, and the one it had before does not", () => {
  const keys = { ...KEYS, next: "Alt+x", previous: "ж" };
  const presses = [press("x", { altKey: true, code: "KeyX" }), press("ж"), press("j")];
  assert.deepEqual(presses.map((each) => actionOf(each, false, keys)), ["next", "previous", null]);
});

test("what cannot be text acts while someone types, an arrow only when nobody does", () => {
  const presses = [press("h", { ctrlKey: true, code: "KeyH" }), press("ArrowUp", { altKey: true }), press("j")];
  assert.deepEqual(presses.map((each) => actionOf(each, true, KEYS)), ["replace", null, null]);
  assert.equal(actionOf(presses[1], false, KEYS), "move-up");
});

test("the letter of a combination is the one of the layout, else the one at its place", () => {
  const german = press("z", { ctrlKey: true, code: "KeyY" });
  const russian = press("я", { ctrlKey: true, code: "KeyZ" });
  assert.deepEqual([german, russian].map((each) => actionOf(each, false, KEYS)), ["undo", "undo"]);
});

test("undo and submit work with the command key of a Mac, find and replace does not", () => {
  const presses = [press("z", { metaKey: true }), press("Z", { metaKey: true, shiftKey: true }), press("Enter", { metaKey: true }), press("h", { metaKey: true })];
  assert.deepEqual(presses.map((each) => actionOf(each, false, KEYS)), ["undo", "redo", "submit", null]);
});

test("a press has one name", () => {
  const presses = [
    press("J", { shiftKey: true }), press("?", { shiftKey: true }), press(" "), press("F5"), press("G", { ctrlKey: true, shiftKey: true }),
    press("ArrowDown", { altKey: true }), press("Dead", { altKey: true, code: "KeyE" }), press("+"), press("Shift", { shiftKey: true }), press("Dead"),
  ];
  assert.deepEqual(presses.map(nameOf), ["J", "?", "Space", "F5", "Ctrl+Shift+g", "Alt+ArrowDown", "Alt+e", "+", "", ""]);
});

test("an action without a key is done by none", () => assert.equal(actionOf(press("Shift", { shiftKey: true }), false, KEYS), null));
