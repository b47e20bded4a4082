import assert from "node:assert/strict";
import { afterEach, test } from "node:test";

import { load } from "./load.mjs";

const { order, mirrored } = await load("schemes/kinds/_order.js");
const pairwise = await load("schemes/kinds/pairwise.js");
const { actionOf } = await load("annotations/keys.js");
const { optionOfKey, rowOf } = await load("annotations/rows.js");

afterEach(() => (order.isFlipped = false));

/** A question of a mode, as far as the kind asks it: radio inputs, the ends of its scale, and a field for the reason. */
function question(mode, values, { why = false, rows = [] } = {}) {
  const radio = (value, row) => ({ type: "radio", value: String(value), checked: false, dataset: {}, closest: () => row });
  const named = rows.map((name) => ({ getAttribute: () => name }));
  const inputs = (named.length > 0 ? named : [null]).flatMap((row) => values.map((value) => radio(value, row)));
  const words = why ? { value: "" } : null;
  return {
    inputs, words, dataset: { mode }, addEventListener: () => {},
    querySelectorAll: (selector) => (selector.endsWith(":checked") ? inputs.filter(({ checked }) => checked) : inputs),
    querySelector: (selector) => {
      if (selector === "[data-why]") return words;
      if (selector === "[data-first]") return { dataset: { first: String(values[0]), last: String(values.at(-1)) } };
      return null;
    },
  };
}

const CASES = [
  [question("binary", ["A", "tie", "B"], { why: true }), { selection: "A", justification: "It tests." }],
  [question("binary", ["A", "B"]), { selection: null }],
  [question("scale", [-3, -2, -1, 0, 1, 2, 3]), { scale_value: -2 }],
  [question("scale", [0, 0.1, 0.2]), { scale_value: 0.1 }],
  [question("scale", [0, 2, 4]), { scale_value: null }],
  [question("multi_dimension", ["A", "tie", "B"], { rows: ["correct", "short"] }), { dimensions: { correct: "B", short: "tie" } }],
];

test("filling an answer and reading it gives it back, in either order of the page", () => {
  for (const isFlipped of [false, true]) {
    order.isFlipped = isFlipped;
    for (const [root, answer] of CASES) {
      pairwise.fill(root, answer);
      assert.deepEqual(pairwise.read(root), answer);
    }
  }
});

test("in the other order the button of the other side is the one that is pressed", () => {
  const root = question("binary", ["A", "B"]);
  order.isFlipped = true;
  pairwise.fill(root, { selection: "A" });
  assert.deepEqual(root.inputs.map(({ checked }) => checked), [false, true]);
});

test("a scale that is no scale around 0 is mirrored at its own middle", () => {
  order.isFlipped = true;
  assert.equal(mirrored(1, 0, 4), 3); // one step from the one end, one from the other
  assert.equal(mirrored(0.1, 0, 0.3), 0.2); // and not 0.19999999999999998
});

test("every part of an answer is named so that two versions can be compared", () => {
  const answer = { dimensions: { correct: "A", short: "B" }, justification: "It tests.", reasons: ["safer"] };
  order.isFlipped = true;
  assert.deepEqual(pairwise.summary(answer), [
    { at: "", text: "" }, { at: "correct", text: "B" }, { at: "short", text: "A" },
    { at: "justification", text: "safer\nIt tests." },
  ]);
});

test("a choice may have two keys, and one of them is 0", () => {
  const asked = [];
  optionOfKey({ querySelectorAll: () => [], querySelector: (selector) => asked.push(selector) }, "0", null);
  assert.deepEqual(asked, ['[data-key~="0"]']);
  assert.equal(actionOf({ key: "0", code: "", ctrlKey: false, metaKey: false, altKey: false, isComposing: false }, false), "choose");
});

test("the reason is a part of its own, and no row that a digit answers", () => {
  const why = { dataset: { at: "justification" } };
  assert.equal(rowOf({ querySelectorAll: () => [{ dataset: { row: "short" } }, why] }, "justification"), why);
});
