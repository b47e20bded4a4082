import assert from "node:assert/strict";
import { test } from "node:test";

import { load } from "./load.mjs";

const { doubtsOf } = await load("annotations/edits/argument-doubts.js");
const { doubtText, missingText } = await load("annotations/edits/doubt-words.js");
const { KnownArguments } = await load("annotations/trace/known-arguments.js");

const toolOf = (about) => new KnownArguments({ counted: true, tools: [{ tool: "web", open: false, calls: 0, ...about }] }).of("web");
const declared = (listed, about = {}) => toolOf({ declared: true, arguments: listed, ...about });
const counted = (calls, listed, about = {}) => toolOf({ declared: false, calls, arguments: listed, ...about });
const given = (types) => Object.entries(types).map(([name, type]) => ({ name, type }));
const doubts = (...all) => Object.fromEntries(doubtsOf(...all).doubts);

const SCHEMA = declared([["query", { string: 0 }, true], ["limit", { integer: 0, null: 0 }, false]]);
const CALLS = counted(215, [["query", { string: 214 }, false], ["limit", { number: 100 }, false], ["queyr", { string: 1 }, false]]);

test("an argument that the schema does not name is doubted, with the one that was meant", () => {
  assert.deepEqual(doubts(given({ queyr: "string" }), SCHEMA), { queyr: { code: "unknown", near: "query", have: 0, others: 0 } });
  assert.equal(doubtText("queyr", "web", doubts(given({ queyr: "string" }), SCHEMA).queyr), "“queyr” is not an argument of web; did you mean “query”?");
});

test("a name that the call has already is not offered", () => {
  const found = doubts(given({ query: "string", queyr: "string" }), SCHEMA);
  assert.deepEqual(found, { queyr: { code: "unknown", near: null, have: 0, others: 0 } });
  assert.equal(doubtText("queyr", "web", found.queyr), "“queyr” is not an argument of web.");
});

test("where others are allowed nothing is unknown, and of an unknown tool nothing is said", () => {
  assert.deepEqual(doubts(given({ queyr: "string" }), declared([["query", { string: 0 }, false]], { open: true })), {});
  assert.deepEqual(doubtsOf(given({ queyr: "string" }), undefined), { doubts: new Map(), missing: [] });
});

test("types are those of the schema", () => {
  assert.deepEqual(doubts(given({ query: "string", limit: "integer" }), SCHEMA), {});
  assert.deepEqual(doubts(given({ query: "string", limit: "null" }), SCHEMA), {});
  assert.deepEqual(doubts(given({ query: "", limit: "" }), SCHEMA), {});
  const wrong = doubts(given({ query: "object", limit: "number" }), SCHEMA);
  assert.equal(doubtText("query", "web", wrong.query), "“query” is an object here; it should be text.");
  assert.equal(doubtText("limit", "web", wrong.limit), "“limit” is a number here; it should be a whole number or null.");
  assert.deepEqual(doubts(given({ n: "integer" }), declared([["n", { number: 0 }, false]])), {});
});

test("what the schema requires is missed where it is not there", () => {
  assert.deepEqual(doubtsOf(given({ limit: "integer" }), SCHEMA).missing, ["query"]);
  assert.deepEqual(doubtsOf(given({ queyr: "string" }), SCHEMA).missing, []); // it is said there that it was meant
  assert.deepEqual(doubtsOf([], SCHEMA, [], { isWhole: false }).missing, []);
  assert.equal(missingText("web", ["query"]), "web needs “query”, which is not given.");
});

test("a call is no evidence for itself", () => {
  const typo = given({ queyr: "string" });
  const [found] = Object.values(doubts(typo, CALLS, typo, { isCounted: true }));
  assert.deepEqual(found, { code: "unknown", near: "query", have: 0, others: 214 });
});

test("a mistake that was made again is still one", () => {
  const tool = counted(216, [["query", { string: 212 }, false], ["queyr", { string: 4 }, false]]);
  const typo = given({ queyr: "string" });
  const [found] = Object.values(doubts(typo, tool, typo, { isCounted: true }));
  assert.equal(doubtText("queyr", "web", found), "“queyr” is in only 3 of 215 other calls of web; did you mean “query”?");
  const often = counted(30, [["query", { string: 20 }, false], ["queyr", { string: 10 }, false]]);
  assert.deepEqual(doubts(typo, often, typo, { isCounted: true }), {});
});

test("without a name that was meant, a new one is odd only among many calls", () => {
  assert.deepEqual(doubts(given({ region: "string" }), counted(19, [["query", { string: 19 }, false]])), {});
  const found = doubts(given({ region: "string" }), counted(20, [["query", { string: 20 }, false]]));
  assert.equal(doubtText("region", "web", found.region), "“region” is in none of 20 other calls of web.");
});

test("another type than in all other calls is said with their number", () => {
  const found = doubts(given({ limit: "string" }), counted(214, [["limit", { number: 214 }, false]]));
  assert.equal(doubtText("limit", "web", found.limit), "“limit” is text here; in 214 of 214 other calls it is a number.");
  const own = given({ limit: "string" });
  const tool = counted(101, [["limit", { number: 100, string: 1 }, false]]);
  assert.equal(doubts(own, tool, own, { isCounted: true }).limit.others, 100);
});

test("a type that occurs, or an argument that was hardly seen, is not doubted", () => {
  assert.deepEqual(doubts(given({ limit: "string" }), counted(9, [["limit", { number: 8, string: 1 }, false]])), {});
  assert.deepEqual(doubts(given({ limit: "string" }), counted(2, [["limit", { number: 2 }, false]])), {});
  assert.deepEqual(doubts(given({ limit: "integer" }), counted(9, [["limit", { number: 9 }, false]])), {});
});

test("names may be anything", () => {
  const names = ["__proto__", "constructor", 'it"s', "😀", "", "x".repeat(300)];
  const listed = names.map((name) => [name, { string: 0 }, false]);
  assert.deepEqual(doubts(names.map((name) => ({ name, type: "string" })), declared(listed)), {});
  const odd = doubtsOf([{ name: "toString", type: "string" }], declared(listed)).doubts;
  assert.equal(odd.get("toString").code, "unknown");
  assert.deepEqual(doubts(given({ [`${"x".repeat(299)}y`]: "string" }), declared(listed)), {});
});
