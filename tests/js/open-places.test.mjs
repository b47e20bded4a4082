import assert from "node:assert/strict";
import { test } from "node:test";

import { load } from "./load.mjs";

const { nextPlace, openPlaces, toJudge } = await load("annotations/trace/open-places.js");
const judges = [{ toJudge: ["2", "10"] }, { toJudge: ["2.0", "2.10", "2.9", "9.1"] }, { toJudge: ["10"] }];

test("open places stand in the order of the trace, a step before its calls, each once", () => {
  assert.deepEqual(openPlaces(judges), ["2", "2.0", "2.9", "2.10", "9.1", "10"]);
});

test("a step is to be judged when it or one of its calls is", () => {
  assert.deepEqual([...toJudge(judges)], ["2", "10", "9"]);
});

test("the way leads from a step over its calls to the next step, and from the last place to the first", () => {
  const open = openPlaces(judges);
  assert.deepEqual(["1", "2", "2.0", "2.5", "9.1", "10"].map((here) => nextPlace(open, here, 1)), ["2", "2.0", "2.9", "2.9", "10", "2"]);
  assert.deepEqual(["2", "2.0", "9", "11"].map((here) => nextPlace(open, here, -1)), ["10", "2", "2.10", "10"]);
});

test("from the final answer it leads to the first place, and back to the last", () => {
  assert.equal(nextPlace(openPlaces(judges), "final-answer", 1), "2");
  assert.equal(nextPlace(openPlaces(judges), "", -1), "10");
});

test("where nothing is open there is no way", () => assert.equal(nextPlace([], "2", 1), undefined));
