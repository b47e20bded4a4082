import assert from "node:assert/strict";
import { test } from "node:test";

import { load } from "./load.mjs";

const { Corrections } = await load("annotations/edits/corrections.js");
const { matchesIn, replaced, excerpt } = await load("annotations/replacing/matches.js");
const { LeftOut } = await load("annotations/replacing/left-out.js");
const { titleOf } = await load("annotations/replacing/place-title.js");
const { placesOf } = await load("annotations/replacing/places.js");
const { changesFor, countOf, found } = await load("annotations/replacing/replacements.js");

const looking = (wanted, how = {}) => ({ wanted, matchCase: false, wholeWords: false, ...how });
const texts = (text, wanted, how) => matchesIn(text, looking(wanted, how)).map(({ start, end }) => [start, text.slice(start, end)]);

test("an empty text is found nowhere", () => assert.deepEqual(texts("abc", ""), []));

test("case counts only when it is asked for", () => {
  assert.deepEqual(texts("Ab aB", "ab"), [[0, "Ab"], [3, "aB"]]);
  assert.deepEqual(texts("Ab aB", "aB", { matchCase: true }), [[3, "aB"]]);
});

test("no character of what is looked for means more than itself", () => {
  assert.deepEqual(texts("a.c abc [x]$ (a+)+$", "a.c"), [[0, "a.c"]]);
  assert.deepEqual(texts("a.c abc [x]$ (a+)+$", "(a+)+$"), [[13, "(a+)+$"]]);
});

test("whole words end where no letter, digit or accent follows", () => {
  assert.deepEqual(texts("cat concat cats cat_1 (cat) cat", "cat", { wholeWords: true }).map(([at]) => at), [0, 23, 28]);
  assert.deepEqual(texts("łódź łódźi", "łódź", { wholeWords: true }).map(([at]) => at), [0]);
  assert.deepEqual(texts("e\u0301 e", "e", { wholeWords: true }).map(([at]) => at), [3]); // the first one has an accent of its own
  assert.deepEqual(texts("𝒳a a", "a", { wholeWords: true }).map(([at]) => at), [4]); // a letter of two code units stands before
});

test("what is no word itself needs no end of a word", () => assert.deepEqual(texts("f(x)y", "(x)", { wholeWords: true }).map(([at]) => at), [1]));

test("a match that is no whole word does not hide one that begins in it", () => {
  assert.deepEqual(texts("xa a a", "a a", { wholeWords: true }).map(([at]) => at), [3]);
});

test("a replacement is no pattern either", () => assert.equal(replaced("a b a", matchesIn("a b a", looking("a")), "$&$1"), "$&$1 b $&$1"));

test("the place of a match is told on one line, and where the text goes on", () => {
  const text = `${"x".repeat(60)}\n  needle\n\tbehind`;
  assert.deepEqual(excerpt(text, { start: 63, end: 69 }), { before: `…${"x".repeat(45)} `, found: "needle", after: " behind" });
});

/** The same numbers in each run. */
function random(seed) {
  let state = seed;
  return (below) => (state = (state * 1103515245 + 12345) % 2147483648) % below;
}

const LETTERS = ["a", "b", "A", " ", "\n", "é", "😀", "ß", ".", "_"];
const someText = (next) => Array.from({ length: next(40) }, () => LETTERS[next(LETTERS.length)]).join("");

test("what is replaced is what was counted, and nothing else changes", () => {
  const next = random(7);
  for (let round = 0; round < 2000; round += 1) {
    const [text, wanted] = [someText(next), someText(next).slice(0, 1 + next(3))];
    const matches = matchesIn(text, looking(wanted, { matchCase: next(2) === 1, wholeWords: next(2) === 1 }));
    const mark = "\u0001";
    const result = replaced(text, matches, mark);
    assert.equal(result.split(mark).length - 1, matches.length);
    let at = 0;
    assert.equal(result.replaceAll(mark, () => text.slice(matches[at].start, matches[at++].end)), text);
    for (const { start, end } of matches) assert.equal(text.slice(start, end).toLowerCase(), wanted.toLowerCase());
  }
});

test("with matches of the same case it does what the browser's own replaceAll does", () => {
  const next = random(11);
  for (let round = 0; round < 1000; round += 1) {
    const [text, wanted] = [someText(next), LETTERS[next(LETTERS.length)]];
    assert.equal(replaced(text, matchesIn(text, looking(wanted, { matchCase: true })), "<>"), text.replaceAll(wanted, () => "<>"));
  }
});

/** Two steps of a document; the second has two calls. */
const EDITABLE = {
  steps: [
    { "/content": "read the cat", "/thinking": "cat first" },
    { "/content": "done", "/tool_calls/0/input/path": "cat.py", "/tool_calls/0/input/limit": null, "/tool_calls/1/input/path": "b.py" },
  ],
  final: { pointer: "/final_answer", text: "The cat sat." },
  isAll: true,
};
const made = () => new Corrections([0, 2]);
const placed = (corrections, editable = EDITABLE) => placesOf(editable, corrections).map(({ step, pointer, text }) => [step, pointer, text]);
const replaceAll = async (corrections, wanted, replacement, reason = "") => {
  const all = await found(placesOf(EDITABLE, corrections), looking(wanted), () => false);
  corrections.editAll(changesFor(all, replacement, reason));
  return countOf(all);
};

test("every text is looked through in its order, a number is not", () => {
  assert.deepEqual(placed(made()), [
    ["0", "/content", "read the cat"], ["0", "/thinking", "cat first"], ["1", "/content", "done"],
    ["1", "/tool_calls/0/input/path", "cat.py"], ["1", "/tool_calls/1/input/path", "b.py"], [null, "/final_answer", "The cat sat."],
  ]);
});

test("what was typed counts, and what was removed does not", () => {
  const corrections = made();
  corrections.edit({ step: "1", pointer: "/content", text: "a cat", reason: "" }, "done");
  corrections.edit({ step: "1", pointer: "/tool_calls/1/input/path", text: null, reason: "" }, "b.py");
  corrections.removeCall("1", "1.0");
  corrections.removeStep("0");
  assert.deepEqual(placed(corrections), [["1", "/content", "a cat"], [null, "/final_answer", "The cat sat."]]);
});

test("a step that is not known is left alone, with all that was typed in it", () => {
  const corrections = made();
  corrections.edit({ step: "1", pointer: "/content", text: "a cat", reason: "" }, "done");
  assert.deepEqual(placed(corrections, { steps: [], final: null, isAll: false }), []);
});

test("inserted steps and calls are looked through, and arguments that were added", () => {
  const corrections = made();
  const step = corrections.insertStep({ content: "new cat", tool_calls: [{ tool: "Read", input: { path: "cat.md", limit: 5 } }] }, "1");
  const call = corrections.insertCall("1", { tool: "Read", input: { path: "cat.txt" } }, "1.1");
  corrections.edit({ step: call, pointer: "/input/mode", text: '"7 cats"', reason: "" }, null);
  corrections.edit({ step: call, pointer: "/input/count", text: "7", reason: "" }, null);
  corrections.edit({ step: call, pointer: "/output", text: "a cat", reason: "" }, null);
  assert.deepEqual(placed(corrections).slice(5, -1), [
    [call, "/input/path", "cat.txt"], [call, "/input/mode", "7 cats"],
    [step, "/content", "new cat"], [step, "/tool_calls/0/input/path", "cat.md"],
  ]);
});

test("an added text that would be read as a number stays a text", async () => {
  const corrections = made();
  corrections.edit({ step: "1", pointer: "/tool_calls/0/input/mode", text: "cat", reason: "" }, null);
  await replaceAll(corrections, "cat", "7");
  assert.equal(corrections.editAt("1", "/tool_calls/0/input/mode").text, '"7"');
  assert.equal(corrections.editAt("1", "/tool_calls/0/input/path").text, "7.py"); // the document says that it is a text
});

test("all replacements are one step of the history, and their undo gives the start", async () => {
  const corrections = made();
  corrections.edit({ step: "0", pointer: "/content", text: "cat cat", reason: "mine" }, "read the cat");
  const before = corrections.sent;
  assert.equal(await replaceAll(corrections, "CAT", "dog", "no cats"), 5);
  assert.deepEqual(corrections.sent.edits, [
    { step: "0", pointer: "/content", text: "dog dog", reason: "mine" },
    { step: "0", pointer: "/thinking", text: "dog first", reason: "no cats" },
    { step: "1", pointer: "/tool_calls/0/input/path", text: "dog.py", reason: "no cats" },
    { step: null, pointer: "/final_answer", text: "The dog sat.", reason: "" },
  ]);
  corrections.undo();
  assert.deepEqual(corrections.sent, before);
  corrections.redo();
  assert.equal(await replaceAll(corrections, "cat", "x"), 0);
});

test("a replacement that restores the original is no edit any more", async () => {
  const corrections = made();
  await replaceAll(corrections, "cat", "dog");
  await replaceAll(corrections, "dog", "cat");
  assert.deepEqual(corrections.sent.edits, []);
});

test("typing after a replacement is a step of its own", async () => {
  const corrections = made();
  corrections.edit({ step: "0", pointer: "/content", text: "cats", reason: "" }, "read the cat");
  await replaceAll(corrections, "cats", "dogs");
  corrections.edit({ step: "0", pointer: "/content", text: "dogs!", reason: "" }, "read the cat");
  corrections.undo();
  assert.equal(corrections.editAt("0", "/content").text, "dogs");
});

test("nothing to replace is no step of the history", () => {
  const corrections = made();
  corrections.editAll([]);
  assert.equal(corrections.undo(), false);
});

test("a long search lets others work, and gives up when something else is looked for", async () => {
  const places = Array.from({ length: 3000 }, (_, index) => ({ step: String(index), pointer: "/content", text: "some words of a step, ".repeat(120) }));
  let turns = 0;
  const all = await found(places, looking("e"), () => (turns += 1) < 0);
  assert.equal(countOf(all), 3000 * 120 * 2);
  assert.ok(turns > 1);
  assert.equal(await found(places, looking("e"), () => true), undefined);
});

test("what is left out stays so when the text before it changes", () => {
  const [leftOut, place] = [new LeftOut(), { step: "0", pointer: "/content" }];
  leftOut.set(place, { start: 8, end: 11 }, true);
  leftOut.move(place, 3, 2);
  assert.equal(leftOut.has(place, { start: 10, end: 13 }), true);
  assert.equal(leftOut.has(place, { start: 8, end: 11 }), false);
  assert.deepEqual(leftOut.without(place, [{ start: 8, end: 11 }, { start: 10, end: 13 }]), [{ start: 8, end: 11 }]);
  leftOut.set(place, { start: 10, end: 13 }, false);
  assert.equal(leftOut.has(place, { start: 10, end: 13 }), false);
});

test("a place is called as its field is", () => {
  const titles = [
    { step: "4", pointer: "/thinking", call: null }, { step: "4", pointer: "/tool_calls/1/input/file~1path", call: "4.1" },
    { step: "4.+1", pointer: "/input/path", call: "4.+1" }, { step: "+1", pointer: "/content", call: null }, { step: null, pointer: "/final_answer", call: null },
  ].map(titleOf);
  assert.deepEqual(titles, ["Step 5, Thought", "Step 5, call 2, file/path", "Step 5, call +, path", "Inserted step, Text", "Final answer"]);
});
