import assert from "node:assert/strict";
import { test } from "node:test";

import { load } from "./load.mjs";

const { difference } = await load("annotations/diff.js");

const shown = (original, text) =>
  difference(original, text).hunks
    .map(({ op, text }) => ({ same: text, deleted: `[-${text}-]`, inserted: `[+${text}+]` })[op])
    .join("");
const sideOf = (hunks, other) => hunks.filter(({ op }) => op !== other).map(({ text }) => text).join("");

const PAIRS = [
  ["", ""],
  ["", "new"],
  ["old", ""],
  ["a b c", "a x c"],
  ["a\r\nb", "a\nb"],
  ["hold_fare(train=\"1E02\")", "hold_fare(train=\"1S07\")"],
  ["say \u{1F600} now", "say \u{1F601} now"],
  ["one two three four", "four three two one"],
  ["\n leading", "leading \n"],
];

test("same and deleted hunks give the original, same and inserted ones the text", () => {
  for (const [original, text] of PAIRS) {
    const { hunks } = difference(original, text);
    assert.deepEqual([sideOf(hunks, "inserted"), sideOf(hunks, "deleted")], [original, text]);
  }
});

test("equal texts have no changes", () => {
  assert.deepEqual(difference("a b", "a b"), { level: "word", hunks: [{ op: "same", text: "a b" }] });
});

test("a word is changed as a whole", () => {
  assert.equal(shown("the cheap train", "the cheapest train"), "the [-cheap-][+cheapest+] train");
});

test("an argument of a call is changed without its neighbours", () => {
  assert.equal(shown('hold(train="1E02", seats=1)', 'hold(train="1S07", seats=1)'), 'hold(train="[-1E02-][+1S07+]", seats=1)');
});

test("neighbouring replaced words read as one change", () => {
  assert.equal(shown("go left now", "turn right now"), "[-go left-][+turn right+] now");
});

test("an inserted word leaves the words beside it alone", () => {
  assert.equal(shown("a seat", "a free seat"), "a [+free +]seat");
});

test("accented letters belong to their word, composed or not", () => {
  assert.equal(shown("le café", "le cafe\u0301"), "le [-café-][+cafe\u0301+]");
});

test("too many changed words are compared by lines, and say so", () => {
  // 1,500 words replaced need 3,000 changes, more than the 1,000 searched; by lines it is one
  const line = (letter) => Array.from({ length: 1500 }, (_, i) => letter + i).join(" ");
  const { level, hunks } = difference(`${line("a")}\nend`, `${line("b")}\nend`);
  assert.deepEqual([level, hunks.map(({ op }) => op)], ["line", ["deleted", "inserted", "same"]]);
});

test("wholly different long texts are one deletion and one insertion", () => {
  const lines = (letter) => Array.from({ length: 2000 }, (_, i) => `${letter}${i}\n`).join("");
  const { level, hunks } = difference(lines("a"), lines("b"));
  assert.deepEqual([level, hunks.length], ["whole", 2]);
});
