import assert from "node:assert/strict";
import { test } from "node:test";

import { load } from "./load.mjs";

const { Comments, inOrder, nameOfPlace } = await load("schemes/kinds/_comments.js");

const LINE = { step: "2", call: 0, file: "src/a.py", side: "new", line: 44 };

/** A review with one comment that says something. */
function one() {
  const comments = new Comments();
  const id = comments.add(LINE, "bug");
  comments.change(id, { text: "It never ends." }, "text");
  comments.leave(id);
  return { comments, id };
}

test("a comment has its place, its category and every other key", () => {
  const { comments, id } = one();
  assert.deepEqual(comments.said, [
    { ...LINE, id, end_line: null, category: "bug", text: "It never ends.", suggestion: null, resolved: false, replies: [] },
  ]);
});

test("a comment that says nothing is in no answer, and vanishes when somebody leaves it", () => {
  const comments = new Comments();
  const id = comments.add(LINE, "bug");
  comments.change(id, { text: "  " });
  assert.deepEqual([comments.all.length, comments.said], [1, []]);
  comments.leave(id);
  assert.deepEqual([comments.all, comments.undo()], [[], false]);
});

test("a suggestion alone says something", () => {
  const comments = new Comments();
  comments.change(comments.add(LINE, "bug"), { suggestion: "while left:" });
  assert.equal(comments.said.length, 1);
});

test("the same line gets one blank comment, and a second one beside what is said there", () => {
  const comments = new Comments();
  const id = comments.add(LINE, "bug");
  assert.equal(comments.add(LINE, "bug"), id);
  assert.notEqual(comments.add({ ...LINE, line: 45 }, "bug"), id);
  comments.change(id, { text: "x" });
  assert.notEqual(comments.add(LINE, "bug"), id);
});

test("what is typed in one go is undone at once, and done again", () => {
  const { comments, id } = one();
  comments.change(id, { text: "It never" }, "text");
  comments.change(id, { text: "It never stops." }, "text");
  assert.equal(comments.undo(), true);
  assert.equal(comments.find(id).text, "It never ends.");
  assert.equal(comments.redo(), true);
  assert.equal(comments.find(id).text, "It never stops.");
});

test("a removed comment comes back with its replies", () => {
  const { comments, id } = one();
  comments.change(id, { replies: [{ text: "Right." }] });
  const before = comments.said;
  comments.remove(id);
  assert.deepEqual(comments.said, []);
  comments.undo();
  assert.deepEqual(comments.said, before);
});

test("one whose text was taken out and that was left is gone, and can be undone", () => {
  const { comments, id } = one();
  comments.change(id, { text: "" }, "text");
  comments.leave(id);
  assert.deepEqual(comments.all, []);
  comments.undo();
  assert.equal(comments.find(id).text, "It never ends.");
});

test("a reply that says nothing is not sent, and vanishes when somebody leaves it", () => {
  const { comments, id } = one();
  comments.change(id, { replies: [{ text: "Right." }, { text: " " }] });
  assert.deepEqual(comments.said[0].replies, [{ text: "Right." }]);
  comments.leave(id);
  assert.deepEqual(comments.find(id).replies, [{ text: "Right." }]);
});

test("another trace has no comments and nothing to undo", () => {
  const { comments } = one();
  comments.clear();
  assert.deepEqual([comments.all, comments.undo()], [[], false]);
});

test("comments are listed by their places, those on the whole last", () => {
  const at = (step, call, line) => ({ step, call, line });
  const ordered = [at("2", null, null), at("2", 0, 9), at("2", 1, 7), at("2", 1, null), at("10", 0, 2), at(null, null, null)];
  assert.deepEqual(inOrder([...ordered].reverse()), ordered);
});

test("a place is called by its file and line, else by step and call", () => {
  assert.equal(nameOfPlace(LINE), "a.py:44");
  assert.equal(nameOfPlace({ ...LINE, side: "old" }), "a.py:44, before");
  assert.equal(nameOfPlace({ ...LINE, end_line: 46 }), "a.py:44–46");
  assert.equal(nameOfPlace({ ...LINE, line: null }), "a.py");
  assert.equal(nameOfPlace({ ...LINE, file: "" }), "Step 3, call 1");
  assert.equal(nameOfPlace({ ...LINE, file: "", call: null }), "Step 3");
  assert.equal(nameOfPlace({ ...LINE, file: "", call: null, step: null }), "The whole");
});
