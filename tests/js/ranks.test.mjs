import assert from "node:assert/strict";
import { test } from "node:test";

import { load } from "./load.mjs";

const { moved, numbers, placed, ranksOf, tied } = await load("schemes/kinds/_ranks.js");
const { summary } = await load("schemes/kinds/ranking.js");

/** "a bc d" for [["a"], ["b", "c"], ["d"]]. */
const ranks = (text) => text.split(" ").map((group) => [...group]);
const text = (all) => all.map((group) => group.join("")).join(" ");

test("who stands alone passes a whole group", () => {
  assert.equal(text(moved(ranks("a b c"), "b", -1)), "b a c");
  assert.equal(text(moved(ranks("ab c"), "c", -1)), "c ab");
  assert.equal(text(moved(ranks("a bc"), "a", 1)), "bc a");
});

test("who leaves a group stands alone, before or behind it", () => {
  assert.equal(text(moved(ranks("a bc d"), "c", -1)), "a c b d");
  assert.equal(text(moved(ranks("a bc d"), "b", 1)), "a c b d");
});

test("nothing moves beyond the ends", () => {
  const all = ranks("a b");
  assert.equal(moved(all, "a", -1), all);
  assert.equal(moved(all, "b", 1), all);
});

test("a move and the move back are nothing, for those that stand alone", () => {
  for (const name of "abc") {
    for (const by of [1, -1]) {
      const there = moved(ranks("a b c"), name, by);
      assert.equal(text(there) === "a b c" ? "a b c" : text(moved(there, name, -by)), "a b c");
    }
  }
});

test("a tie joins the group above, and the top has none", () => {
  assert.equal(text(tied(ranks("a b c"), "b")), "ab c");
  assert.equal(text(tied(ranks("a bc d"), "c")), "ac b d");
  const all = ranks("ab c");
  assert.equal(tied(all, "b"), all);
});

test("what is dropped stands alone before or behind the group it was dropped on", () => {
  assert.equal(text(placed(ranks("a b c"), "c", "a", false)), "c a b");
  assert.equal(text(placed(ranks("a bc"), "a", "b", true)), "bc a");
  assert.equal(text(placed(ranks("ab c"), "a", "b", true)), "b a c");
});

test("what is dropped on itself stays", () => {
  const all = ranks("ab c");
  assert.equal(placed(all, "a", "a", true), all);
});

test("ranks are counted as in sports", () => {
  assert.deepEqual([...numbers(ranks("a bc d"))], [["a", 1], ["b", 2], ["c", 2], ["d", 4]]);
});

test("a stored order has every name once, or is none", () => {
  const names = ["a", "b", "c"];
  assert.equal(text(ranksOf(["c", "a", "b"], names)), "c a b");
  assert.equal(text(ranksOf([["c", "a"], ["b"]], names)), "ac b"); // in a group the order of the scheme
  for (const order of [undefined, null, [], ["a", "b"], ["a", "b", "b"], ["a", "b", "c", "d"], [["a", "a"], "b"], ["a", "b", "c", []]]) {
    assert.equal(ranksOf(order, names), null, JSON.stringify(order));
  }
});

test("the summary names ranks and ties", () => {
  assert.deepEqual(summary({ order: [["a"], ["b", "c"]] }), [{ at: "", text: "a, b = c" }]);
});
