import assert from "node:assert/strict";
import { test } from "node:test";

import { load } from "./load.mjs";

const { behindLineEnds, codePoints, codeUnits, inOrder, layers, stretch } = await load("schemes/kinds/_spans.js");
const { SpanMarks, summary } = await load("schemes/kinds/span.js");

const mark = (start, end, more = {}) => ({ label: "a", step: "0", pointer: "/x", start, end, text: "t", ...more });

/** Every text of up to four of these pieces. */
function* texts(pieces = ["a", "🙂", "👩‍💻", "é", "\r\n"], length = 4) {
  yield "";
  if (length > 0) for (const rest of texts(pieces, length - 1)) for (const piece of pieces) yield piece + rest;
}

test("a place is the same in code units and in code points, with emoji on both sides", () => {
  for (const text of texts()) {
    [...text, ""].reduce((units, character, points) => {
      assert.equal(codePoints(text, units), points);
      assert.equal(codeUnits(text, points), units);
      return units + character.length;
    }, 0);
  }
});

test("what is selected is what the code points cut out", () => {
  const text = "🌞 in 🙂 Rome";
  // In code points: sun 0, " in " 1 to 4, face 5, " Rome" 6 to 10; the face has the code units 6 and 7.
  assert.deepEqual(stretch(text, 3, 8), { start: 2, end: 6, text: "in 🙂" });
  assert.equal([...text].slice(2, 6).join(""), "in 🙂");
});

test("half of a pair is taken whole, and nothing is no stretch", () => {
  assert.deepEqual(stretch("a🙂b", 2, 4), { start: 1, end: 3, text: "🙂b" });
  assert.deepEqual(stretch("a🙂b", 0, 2), { start: 0, end: 2, text: "a🙂" });
  assert.equal(stretch("a🙂b", 1, 1), null);
});

test("a place in a box of lines is found in the text that has CR LF", () => {
  const text = "a\r\nb\r\nc\rd";
  const shown = text.replace(/\r\n?/g, "\n");
  for (const letter of "abcd") assert.equal(behindLineEnds(text, shown.indexOf(letter)), text.indexOf(letter));
});

test("marks stand in the order of the trace, the texts beside it first", () => {
  const spans = [mark(0, 1, { step: "10" }), mark(5, 6, { step: "9" }), mark(0, 9, { step: "9" }), mark(0, 1, { step: null })];
  assert.deepEqual(inOrder(spans, ["a"]).map(({ step, start }) => [step, start]), [[null, 0], ["9", 0], ["9", 5], ["10", 0]]);
});

test("the same mark twice is one, two labels are two", () => {
  assert.equal(inOrder([mark(0, 1), mark(0, 1), mark(0, 1, { label: "b" })], ["b", "a"]).length, 2);
});

test("where marks overlap the text is drawn in parts", () => {
  assert.deepEqual(layers([mark(0, 6), mark(4, 8), mark(10, 12)]), [[0, 4, [0]], [4, 6, [0, 1]], [6, 8, [1]], [10, 12, [2]]]);
});

test("two versions of marks are told in words", () => {
  assert.deepEqual(summary({ spans: [mark(0, 1)] }), [{ at: "0:/x:0", text: "a: “t”" }]);
});

/** A question as its template makes it, without a page. */
function question(dataset = {}) {
  const root = Object.assign(new SpanMarks(), { querySelector: () => null, querySelectorAll: () => [], toggleAttribute: () => {}, dispatchEvent: () => {} });
  root.dataset = { least: "0", ...dataset };
  return root;
}

test("a change is taken back, one after the other", () => {
  const root = question({ allowOverlap: "" });
  root.answer = {};
  root.add(mark(0, 3));
  root.add(mark(2, 5));
  root.unmark(mark(0, 3));
  assert.equal(root.answer.spans.length, 1);
  assert.deepEqual([root.undo(), root.answer.spans.length], [true, 2]);
  assert.deepEqual([root.undo(), root.answer.spans.length], [true, 1]);
  assert.deepEqual([root.undo(), root.undo(), root.answer.spans.length], [true, false, 0]);
});

test("marks do not overlap where the scheme says so", () => {
  const root = question();
  root.answer = {};
  assert.deepEqual([root.add(mark(0, 3)), root.add(mark(2, 5)), root.add(mark(3, 5))], [true, false, true]);
});

test("a suggested mark waits until its stretch is marked, under whatever label", () => {
  const root = question({ allowOverlap: "" });
  root.suggest({ spans: [mark(0, 3), mark(4, 6)] });
  root.answer = { spans: [mark(0, 3, { label: "b" }), mark(4, 5)] };
  assert.deepEqual([root.pending, root.isTaken], [[mark(4, 6)], false]);
  root.acceptAll();
  assert.deepEqual([root.answer.spans.length, root.pending, root.hasPending, root.isTaken], [3, [], false, false]);
  root.undo();
  assert.deepEqual(root.pending, [mark(4, 6)]);
});

test("where marks may not overlap, a mark decides all suggested ones in its way", () => {
  const root = question();
  root.suggest({ spans: [mark(0, 3), mark(4, 6)] });
  root.answer = { spans: [mark(2, 4)] };
  assert.deepEqual(root.pending, [mark(4, 6)]);
});

test("a scheme asks about all texts, or about those of one field", () => {
  assert.ok(question().asksAbout("4:/content") && question().asksAbout(":/task"));
  const ofTask = question({ targetField: "task" });
  assert.deepEqual([ofTask.asksAbout(":/task"), ofTask.asksAbout(":/text"), ofTask.asksAbout("4:/task")], [true, false, false]);
  const ofSteps = question({ targetField: "moves", stepsKey: "moves" });
  assert.deepEqual([ofSteps.asksAbout(":/moves"), ofSteps.asksAbout("4:/content")], [true, true]);
});
