import assert from "node:assert/strict";
import { test } from "node:test";

import { load } from "./load.mjs";

const { costFact, duration, factsOf, short, timeFact, tokenFact } = await load("annotations/trace/spent.js");

test("a duration is said in the two units that matter", () => {
  assert.deepEqual([0.04, 1.5, 9.96, 59.4, 59.6, 184, 7500].map(duration), ["0 s", "1.5 s", "10 s", "59 s", "1 min 00 s", "3 min 04 s", "2 h 05 min"]);
});

test("a count is short from a thousand on", () => {
  assert.deepEqual([0, 999, 1000, 1203, 9949, 34_400, 999_600, 1_250_000].map(short), ["0", "999", "1k", "1.2k", "9.9k", "34k", "1M", "1.3M"]);
});

test("tokens that are not known are not said", () => {
  assert.equal(tokenFact(null), undefined);
  assert.equal(tokenFact({ read: null, written: 41, cached: null }).text, "41 tokens out");
  assert.deepEqual(tokenFact({ read: 1203, written: 41, cached: 1200 }), {
    text: "1.2k tokens in, 41 out",
    title: "1,203 tokens read, 1,200 of them from the cache, 41 tokens written",
  });
});

test("a cost is in dollars, and one below a cent keeps its digits", () => {
  assert.deepEqual([1.5, 0.02, 0.00123, 0].map((dollars) => costFact(dollars).text), ["$1.50", "$0.02", "$0.0012", "$0.00"]);
  assert.equal(costFact(null), undefined);
});

test("the own word of a step about its length counts before the time since the last one", () => {
  const spent = { model: "", tokens: null, dollars: null, at: null, seconds: 2, since: 9 };
  assert.deepEqual(factsOf(spent).map(({ text }) => text), ["2 s"]);
  assert.deepEqual(factsOf({ ...spent, seconds: null }).map(({ text }) => text), ["9 s"]);
  assert.deepEqual(factsOf({ ...spent, seconds: null, since: null }), []);
});

test("a time without a zone is the clock's that it was written by", () => {
  globalThis.document ??= { documentElement: { lang: "en" } };
  assert.equal(timeFact("2026-03-02T09:00:03").text, "09:00:03");
});
