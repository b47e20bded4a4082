import assert from "node:assert/strict";
import { test } from "node:test";

import { load } from "./load.mjs";

const { boxesIn, pathOf, takeAlong } = await load("schemes/kinds/_taxonomy-choices.js");
const { fill, read, summary } = await load("schemes/kinds/hierarchical_multiselect.js");

/** A place of the tree as far as it is asked: its own checkbox first, then those of the places below it. */
function place(name, ...below) {
  const fold = { open: false, parentElement: null };
  const self = { name, matches: () => true, getAttribute: () => name, parentElement: null };
  const nearest = (selector) => (selector === "details" ? foldOver(self) : self);
  const box = { type: "checkbox", checked: false, matches: () => false, closest: nearest };
  self.boxes = [box, ...below.flatMap(({ boxes }) => boxes)];
  self.fold = fold;
  self.querySelectorAll = () => self.boxes;
  for (const each of below) each.parentElement = { closest: () => self, place: self };
  fold.parentElement = { closest: () => foldOver(self) };
  return self;
}
const foldOver = ({ parentElement }) => parentElement?.place.fold ?? null;

/** a / b / (c, d), and e. */
function tree() {
  const [c, d] = [place("c"), place("d")];
  const b = place("b", c, d);
  const a = place("a", b);
  const e = place("e");
  const boxes = [...a.boxes, ...e.boxes];
  return { a, b, c, d, e, root: { querySelectorAll: () => boxes } };
}
const chosen = ({ root }) => boxesIn(root).filter(({ checked }) => checked).map((box) => pathOf(box).join(""));

function tick(at, rules) {
  at.boxes[0].checked = true;
  takeAlong(at.boxes[0], rules);
}

test("a choice is the path from the root, and filling an answer gives it back", () => {
  const { root, a, b } = tree();
  fill(root, { choices: [["a", "b", "d"], ["e"]] });
  assert.deepEqual(read(root), { choices: [["a", "b", "d"], ["e"]] });
  assert.deepEqual([a.fold.open, b.fold.open], [true, true]);
});

test("filling empties what is not chosen and leaves its folds", () => {
  const { root, a } = tree();
  fill(root, { choices: [["a"]] });
  fill(root, { choices: [["e"]] });
  assert.deepEqual([read(root).choices, a.fold.open], [[["e"]], false]);
});

test("without rules a choice takes nothing along", () => {
  const all = tree();
  tick(all.a, {});
  assert.deepEqual(chosen(all), ["a"]);
});

test("a choice takes along what is below it where the scheme says so", () => {
  const all = tree();
  tick(all.b, { selectsChildren: "" });
  assert.deepEqual(chosen(all), ["ab", "abc", "abd"]);
});

test("the last of the children takes the parent along, and that its own", () => {
  const all = tree();
  tick(all.c, { selectsParent: "" });
  assert.deepEqual(chosen(all), ["abc"]);
  tick(all.d, { selectsParent: "" });
  assert.deepEqual(chosen(all), ["a", "ab", "abc", "abd"]);
});

test("taking a choice back takes nothing along", () => {
  const all = tree();
  tick(all.b, { selectsChildren: "" });
  all.b.boxes[0].checked = false;
  takeAlong(all.b.boxes[0], { selectsChildren: "", selectsParent: "" });
  assert.deepEqual(chosen(all), ["abc", "abd"]);
});

test("the summary names the paths", () => {
  assert.deepEqual(summary({ choices: [["a", "b"], ["e"]] }), [{ at: "", text: "a / b, e" }]);
});
