import assert from "node:assert/strict";
import { test } from "node:test";

import { load } from "./load.mjs";

const { Comments, commentMark } = await load("schemes/kinds/_comments.js");
const { ratingsTogether, ratingsWithout } = await load("schemes/kinds/_file-ratings.js");
const { SuggestedReview } = await load("schemes/kinds/_suggested-review.js");

const SAID = {
  verdict: "request_changes",
  comments: [{ id: "c1", step: "2", call: 0, category: "bug", text: "It never ends." }, { id: "c2", step: null, category: "style", text: "Long." }],
  file_ratings: { "a.py": { correctness: 2, quality: 4 } },
};

/** A review with a suggestion, and what the person says so far. */
function asked(given = {}) {
  const comments = new Comments();
  const question = {
    suggestion: { prediction: 12, model: "critic-1", model_version: "", answer: SAID },
    get answer() {
      return { verdict: null, file_ratings: {}, ...given, comments: comments.said };
    },
  };
  return { question, comments, suggested: new SuggestedReview(question, (id) => comments.find(id) !== undefined) };
}

const words = ({ suggested }) => suggested.inWords((verdict) => verdict.toUpperCase());

test("all of it waits as long as nobody decided, and is said in words", () => {
  const review = asked();
  assert.deepEqual(review.suggested.places, ["verdict", "ratings", "p12.c1", "p12.c2"]);
  assert.equal(words(review), "REQUEST_CHANGES, 2 comments, 2 ratings");
});

test("without a suggestion nothing waits", () => {
  const review = asked();
  review.question.suggestion = undefined;
  assert.deepEqual([review.suggested.places, words(review)], [[], ""]);
});

test("a comment that was taken waits no more, also while it is blank, and again when that is undone", () => {
  const { comments, suggested } = asked();
  comments.take(suggested.waiting.comments.slice(0, 1));
  assert.deepEqual(suggested.places, ["verdict", "ratings", "p12.c2"]);
  comments.change("p12.c1", { text: "" }, "text");
  assert.deepEqual(suggested.places, ["verdict", "ratings", "p12.c2"]);
  comments.undo();
  comments.undo();
  assert.deepEqual(suggested.places, ["verdict", "ratings", "p12.c1", "p12.c2"]);
});

test("all comments are taken as one change, with every key of a comment", () => {
  const { comments, suggested } = asked();
  comments.take(suggested.waiting.comments);
  assert.deepEqual(comments.said.map(({ id, replies, resolved }) => [id, replies, resolved]), [["p12.c1", [], false], ["p12.c2", [], false]]);
  comments.undo();
  assert.deepEqual(comments.said, []);
});

test("somebody else's comment of the same id decides nothing", () => {
  const { comments, suggested } = asked();
  comments.fill([{ ...SAID.comments[0], text: "Something else." }]);
  assert.equal(suggested.waiting.comments.length, 2);
});

test("a comment that was dismissed is gone until the next visit", () => {
  const { suggested } = asked();
  suggested.dismiss("p12.c1");
  assert.deepEqual(suggested.waiting.comments.map(({ id }) => id), ["p12.c2"]);
  suggested.clear();
  assert.equal(suggested.waiting.comments.length, 2);
});

test("a verdict and ratings of one's own stay", () => {
  const review = asked({ verdict: "approve", file_ratings: { "a.py": { quality: 1 } } });
  assert.deepEqual(review.suggested.waiting.file_ratings, { "a.py": { correctness: 2 } });
  assert.equal(words(review), "2 comments, 1 rating");
});

test("what is taken of the ratings joins those that were given", () => {
  const given = { "a.py": { quality: 1 }, constructor: { quality: 5 } };
  const rest = ratingsWithout({ ...SAID.file_ratings, constructor: { quality: 2 } }, given);
  assert.deepEqual(rest, { "a.py": { correctness: 2 } });
  assert.deepEqual(ratingsTogether(given, rest), { "a.py": { correctness: 2, quality: 1 }, constructor: { quality: 5 } });
});

test("a taken comment's id fits into an answer", () => {
  const { question, suggested } = asked();
  question.suggestion.answer = { comments: [{ ...SAID.comments[0], id: "x".repeat(100) }] };
  assert.equal(suggested.waiting.comments[0].id.length, 100);
});

test("the map marks a step as long as a comment on it waits, until it is taken or dismissed", () => {
  const { comments, suggested } = asked();
  const markAt = (step) => commentMark(comments.said.filter((each) => each.step === step).length, suggested.commentsOn(step).length);
  assert.deepEqual(markAt("2"), { name: "suggested", label: "1 suggested comment" });
  assert.equal(markAt("1"), undefined);
  comments.take(suggested.waiting.comments.slice(0, 1));
  assert.deepEqual(markAt("2"), { name: "comment", label: "1 comment" });
  comments.undo();
  suggested.dismiss("p12.c1");
  assert.equal(markAt("2"), undefined);
});

test("a step with comments of both kinds says so", () => {
  assert.deepEqual(commentMark(2, 1), { name: "suggested", label: "2 comments, 1 suggested comment" });
});
