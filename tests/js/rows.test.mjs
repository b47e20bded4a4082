import assert from "node:assert/strict";
import { test } from "node:test";

import { load } from "./load.mjs";

const { optionOfKey, rowOf } = await load("annotations/rows.js");
const { fillRows, readRows } = await load("schemes/kinds/_rows.js");

/** A row of two choices, "low" on 1 and "high" on 2, as far as it is asked. */
function row(name, chosen) {
  const self = { dataset: { row: name }, getAttribute: () => name, contains: (element) => self.inputs.includes(element) };
  self.inputs = ["low", "high"].map((value) => ({ value, checked: value === chosen, closest: () => self }));
  self.querySelector = (selector) => {
    if (selector === "input:checked") return self.inputs.find(({ checked }) => checked) ?? null;
    return self.inputs[Number(/\d/.exec(selector)[0]) - 1] ?? null;
  };
  return self;
}

/** @param {ReturnType<typeof row>[]} rows */
const question = (...rows) => ({
  querySelectorAll: (selector) => {
    if (selector.startsWith("[data-row]") && !selector.includes("input")) return rows;
    const inputs = rows.flatMap((each) => each.inputs);
    return selector.endsWith(":checked") ? inputs.filter(({ checked }) => checked) : inputs;
  },
});

test("the rows that are answered are read, each by its name", () => {
  assert.deepEqual(readRows(question(row("a", "low"), row("b"), row("c", "high"))), { a: "low", c: "high" });
});

test("filling rows empties those without a value, and a number is as good as its text", () => {
  const [a, b] = [row("1", "low"), row("b", "low")];
  b.inputs[1].value = "4";
  fillRows(question(a, b), { b: 4 });
  assert.deepEqual(readRows(question(a, b)), { b: "4" });
});

test("a row called as what every object has is no answer", () => {
  const odd = row("constructor");
  fillRows(question(odd), {});
  assert.deepEqual(readRows(question(odd)), {});
});

test("a row is found by its name", () => {
  const [a, b] = [row("a"), row('"b"]')];
  assert.equal(rowOf(question(a, b), '"b"]'), b);
  assert.equal(rowOf(question(a, b), "c"), undefined);
});

test("a digit answers the row with the focus, else the first one without an answer, else the first", () => {
  const rows = [row("a", "low"), row("b"), row("c")];
  assert.equal(optionOfKey(question(...rows), "2", rows[2].inputs[0]), rows[2].inputs[1]);
  assert.equal(optionOfKey(question(...rows), "1", null), rows[1].inputs[0]);
  const done = row("a", "high");
  assert.equal(optionOfKey(question(done), "1", null), done.inputs[0]);
});

test("a row that is not answered by digits is passed over", () => {
  const [bare, rated] = [row("why"), row("a")];
  bare.inputs = [];
  assert.equal(optionOfKey(question(bare, rated), "1", null), rated.inputs[0]);
});

test("a digit that nothing has chooses nothing", () => {
  assert.equal(optionOfKey(null, "1", null), null);
  assert.equal(optionOfKey(question(row("a")), "9", null), null);
});
