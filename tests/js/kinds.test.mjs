import assert from "node:assert/strict";
import { test } from "node:test";

import { load } from "./load.mjs";

const trajectoryEdit = await load("schemes/kinds/trajectory_edit.js");

const { Corrections } = await load("annotations/edits/corrections.js");

/** The page's element of the steps, as far as the kind asks it. */
const page = () => ({ corrections: new Corrections([0, 1]), querySelectorAll: () => [], querySelector: () => null });

test("what was done to the steps is what is sent", () => {
  const root = page();
  root.corrections.edit({ step: "1", pointer: "/action", text: "B", reason: "" }, "b");
  assert.deepEqual(trajectoryEdit.read(root).edits, [{ step: "1", pointer: "/action", text: "B", reason: "" }]);
});

test("filling an answer and reading it gives it back", () => {
  const answer = {
    edits: [{ step: "0", pointer: "/action", text: "A", reason: "typo" }],
    inserted: { "+1": { content: "x" } }, order: ["0", "+1", "1"], calls: { 1: [] },
  };
  const root = page();
  trajectoryEdit.fill(root, answer);
  assert.deepEqual(trajectoryEdit.read(root), answer);
});

test("every part of an answer is named so that two versions can be compared", () => {
  const places = trajectoryEdit.summary({
    edits: [{ step: "0", pointer: "/action", text: "A", reason: "typo" }],
    inserted: { "+1": { content: "x" } }, order: ["0", "+1"], calls: { 1: ["1.1"] },
  });
  assert.deepEqual(places.map(({ at }) => at), ["0:/action", "0:/action:reason", "inserted:+1", "order", "calls:1"]);
  assert.deepEqual(places.slice(3).map(({ text }) => text), ["1 +1", "2.2"]); // as people count
});

/** A question of radio inputs, as far as kinds ask it. */
function radios(...values) {
  const inputs = values.map((value) => ({ type: "radio", value: String(value), checked: false }));
  return { inputs, querySelectorAll: () => inputs, querySelector: (selector) => inputs.find(({ value }) => selector.includes(`=${value}]`)) ?? null };
}

test("a point of a scale is a number, and what cannot be judged is none", async () => {
  const likert = await load("schemes/kinds/likert.js");
  const root = radios(1, 2, 3, "bad_text");
  for (const answer of [{ value: 2, bad_text: false }, { value: null, bad_text: true }, { value: null, bad_text: false }]) {
    likert.fill(root, answer);
    assert.deepEqual(likert.read(root), answer);
  }
});

test("a scale that asks for nothing else says nothing else", async () => {
  const likert = await load("schemes/kinds/likert.js");
  assert.deepEqual(likert.read(radios(1, 2, 3)), { value: null });
});

test("a list shows nothing as chosen when a draft names what is no choice any more", async () => {
  const select = await load("schemes/kinds/select.js");
  let index = 0;
  const list = {
    get value() { return ["", "code"][index] ?? ""; },
    set value(wanted) { index = ["", "code"].indexOf(wanted); },
    get selectedIndex() { return index; },
  };
  const root = { querySelector: () => list };
  select.fill(root, { choice: "code" });
  assert.deepEqual(select.read(root), { choice: "code" });
  select.fill(root, { choice: "web" });
  assert.deepEqual([select.read(root), list.selectedIndex], [{ choice: null }, 0]);
});

test("a typed number is a number, and an empty box is none", async () => {
  const number = await load("schemes/kinds/number.js");
  const field = { value: "", validity: { badInput: false } };
  const root = { querySelector: () => field };
  for (const answer of [{ value: 0 }, { value: -2.5 }, { value: null }]) {
    number.fill(root, answer);
    assert.deepEqual(number.read(root), answer);
  }
});

test("what was typed and is no number is not taken for an empty box", async () => {
  const number = await load("schemes/kinds/number.js");
  assert.deepEqual(number.read({ querySelector: () => ({ value: "", validity: { badInput: true } }) }), { value: "" });
});

for (const kind of ["likert", "multiselect", "number", "radio", "select", "text", "trajectory_edit"]) {
  test(`${kind} takes a draft of another kind for an empty answer`, async () => {
    const module = await load(`schemes/kinds/${kind}.js`);
    module.fill(page(), {});
    assert.equal(module.summary({}).map(({ text }) => text).join(""), "");
  });
}
