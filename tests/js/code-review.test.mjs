import assert from "node:assert/strict";
import { test } from "node:test";

import { load } from "./load.mjs";

const { summary } = await load("schemes/kinds/code_review.js");
const { rated } = await load("schemes/kinds/_file-ratings.js");
const { apart, together } = await load("annotations/conflict/leaves.js");
const { differences, merged } = await load("annotations/conflict/three-way.js");
const { textOf } = await load("annotations/conflict/words.js");

test("a file is rated, rated otherwise, and the same again takes the rating back", () => {
  const once = rated({}, "a.py", "quality", 3);
  assert.deepEqual(once, { "a.py": { quality: 3 } });
  assert.deepEqual(rated(once, "a.py", "quality", 4), { "a.py": { quality: 4 } });
  assert.deepEqual(rated(rated(once, "a.py", "correctness", 1), "a.py", "quality", 3), { "a.py": { correctness: 1 } });
  assert.deepEqual(rated(once, "a.py", "quality", 3), {});
});

test("a file may be called as anything is", () => {
  assert.deepEqual(rated({}, "constructor", "quality", 3), { constructor: { quality: 3 } });
});

const ANSWER = {
  verdict: "approve",
  comments: [{ id: "c1", file: "src/a.py", side: "new", line: 4, step: "2", call: 0, category: "bug", text: "x", replies: [{ text: "y" }] }],
  file_ratings: { "src/a.py": { quality: 3 } },
};

test("the summary names the verdict, each comment and each rating", () => {
  assert.deepEqual(summary(ANSWER), [
    { at: "verdict", text: "Approve" },
    { at: "comment:c1", text: "a.py:4: x" },
    { at: "src/a.py:quality", text: "3" },
  ]);
});

test("of two versions each comment is one place, and comments come back by their ids", () => {
  const places = apart(ANSWER);
  assert.equal(places.get('["comments","c1"]'), ANSWER.comments[0]);
  assert.deepEqual(together(places), { ...ANSWER, comments: { c1: ANSWER.comments[0] } });
});

test("of two versions both new comments can be taken, and one of both is shown with its place", () => {
  const other = { ...ANSWER.comments[0], id: "c2", text: "z" };
  const [mine, theirs, from] = [[ANSWER.comments[0]], [other], []].map((comments) => apart({ comments }));
  const found = differences(mine, theirs, from);
  assert.deepEqual(found.map(({ at, by }) => [at, by]), [['["comments","c1"]', "mine"], ['["comments","c2"]', "theirs"]]);
  const both = together(merged(mine, theirs, (at) => found.find((place) => place.at === at)?.by ?? "mine"));
  assert.deepEqual(Object.values(both.comments).map(({ text }) => text), ["x", "z"]);
  assert.equal(textOf({}, found[0].at, ANSWER.comments[0]), "a.py:4, bug\nx\ny");
});
