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

test("a rubric is read with its whole only where that is asked", async () => {
  const rubric = await load("schemes/kinds/rubric_eval.js");
  const row = (name, value) => ({ value, closest: () => ({ getAttribute: () => name }) });
  const rows = [row("clear", "4"), row("overall", "2")];
  const root = (dataset) => ({ dataset, querySelectorAll: () => rows });
  assert.deepEqual(rubric.read(root({ asksOverall: "" })), { scores: { clear: 4 }, overall: 2 });
  assert.deepEqual(rubric.read(root({})), { scores: { clear: 4, overall: 2 } });
});

test("what is chosen as the best is not the worst any more", async () => {
  const { emptyOther } = await load("schemes/kinds/_best-worst.js");
  const inputs = ["A", "B", "A", "B"].map((value) => ({ value, checked: value === "A" }));
  emptyOther({ querySelectorAll: () => inputs }, inputs[0]);
  assert.deepEqual(inputs.map(({ checked }) => checked), [true, false, false, false]);
});

for (const kind of ["bws", "hierarchical_multiselect", "multirate", "multiselect", "radio", "ranking", "rubric_eval", "text", "trajectory_edit"]) {
  test(`${kind} takes a draft of another kind for an empty answer`, async () => {
    const module = await load(`schemes/kinds/${kind}.js`);
    module.fill(page(), {});
    assert.equal(module.summary({}).map(({ text }) => text).join(""), "");
  });
}
