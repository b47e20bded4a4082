import assert from "node:assert/strict";
import { test } from "node:test";

import { load } from "./load.mjs";

const { pauseAfter } = await load("annotations/saving/retries.js");
const { Keeping } = await load("annotations/saving/keeping.js");

test("pauses grow to 30 s and no further", () => {
  assert.deepEqual([1, 2, 3, 4, 5, 6, 100].map((failures) => pauseAfter(failures, () => 0.5)), [1000, 2000, 5000, 10000, 30000, 30000, 30000]);
});

test("pauses are spread by a third to both sides", () => {
  assert.deepEqual([pauseAfter(5, () => 0), pauseAfter(5, () => 1)], [20000, 40000]);
});

/** A storage that takes so many milliseconds to hand a text to. */
function storage(milliseconds) {
  const it = { time: 0, kept: [], planned: [], changes: 0, works: true };
  const clock = {
    now: () => it.time,
    later: (act, pause) => (it.planned.push(pause), setImmediate(act)),
    never: clearImmediate,
  };
  const keep = async () => ((it.time += milliseconds), it.kept.push(it.time), it.works);
  it.keeping = new Keeping(keep, clock, () => (it.changes += 1));
  return it;
}

test("a large text is kept less often, at most every 100 ms", async () => {
  for (const [takes, pause] of [[0.1, 1], [5, 50], [40, 100]]) {
    const it = storage(takes);
    await it.keeping.now();
    it.keeping.soon();
    assert.deepEqual(it.planned, [pause]);
    it.keeping.cancel();
  }
});

test("what is kept at once is not kept again by the plan before", async () => {
  const it = storage(0);
  it.keeping.soon();
  await it.keeping.now();
  await new Promise(setImmediate);
  assert.equal(it.kept.length, 1);
});

test("a failure is told once, and so is its end", async () => {
  const it = storage(0);
  it.works = false;
  await it.keeping.now();
  await it.keeping.now();
  assert.deepEqual([it.keeping.isFailing, it.changes], [true, 1]);
  it.works = true;
  await it.keeping.now();
  assert.deepEqual([it.keeping.isFailing, it.changes], [false, 2]);
});
