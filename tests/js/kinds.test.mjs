import assert from "node:assert/strict";
import { test } from "node:test";

import { load } from "./load.mjs";

const trajectoryEdit = await load("schemes/kinds/trajectory_edit.js");

const field = (step, pointer, original, text = original) => ({
  step, pointer, original, text, reason: "",
  get edited() { return this.text !== this.original; },
  set(newText, reason) { [this.text, this.reason] = [newText, reason]; },
});
const page = (...fields) => ({ querySelectorAll: () => fields });

test("only edited fields are sent", () => {
  const root = page(field("0", "/action", "a"), field("1", "/action", "b", "B"), field(null, "/final_answer", "c", "C"));
  assert.deepEqual(trajectoryEdit.read(root).edits, [
    { step: "1", pointer: "/action", text: "B", reason: "" },
    { step: null, pointer: "/final_answer", text: "C", reason: "" },
  ]);
});

test("filling an answer and reading it gives it back", () => {
  const answer = { edits: [{ step: "0", pointer: "/action", text: "A", reason: "typo" }] };
  const root = page(field("0", "/action", "a"), field("1", "/action", "b", "left over"));
  trajectoryEdit.fill(root, answer);
  assert.deepEqual(trajectoryEdit.read(root), answer);
});

for (const kind of ["multiselect", "radio", "text", "trajectory_edit"]) {
  test(`${kind} takes a draft of another kind for an empty answer`, async () => {
    const module = await load(`schemes/kinds/${kind}.js`);
    module.fill({ querySelectorAll: () => [], querySelector: () => null }, {});
    assert.equal(module.summary({}).map(({ text }) => text).join(""), "");
  });
}
