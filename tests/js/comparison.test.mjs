import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";

import { load } from "./load.mjs";

const { Comparer, compare } = await load("annotations/comparison.js");

/** A worker that answers when told to. */
function slowWorker() {
  const worker = { asked: [], postMessage: (request) => worker.asked.push(request) };
  worker.answer = () => {
    const { original, text } = worker.asked.at(-1);
    worker.onmessage({ data: { ...compare(original, text), text } });
  };
  return worker;
}
const LARGE = "word ".repeat(2000);
const SOON = 100;

test("small texts are compared without a worker, after the keystroke", async () => {
  const shown = [];
  const comparer = new Comparer(() => assert.fail("no worker is needed"));
  comparer.request({}, "a b", "a c", ({ words, chars }) => shown.push([words, chars]));
  assert.deepEqual(shown, []);
  await pause(SOON);
  assert.deepEqual(shown, [[1, 1]]);
});

test("only the latest of a field's requests is answered", async () => {
  const shown = [];
  const comparer = new Comparer(() => assert.fail("no worker is needed"));
  for (const text of ["x", "xy", "xyz"]) comparer.request(comparer, "", text, ({ chars }) => shown.push(chars));
  await pause(SOON);
  assert.deepEqual(shown, [3]);
});

test("an answer that was overtaken by typing is not shown", async () => {
  const shown = [];
  const worker = slowWorker();
  const comparer = new Comparer(() => worker);
  const ask = (text) => comparer.request(comparer, LARGE, text, (found) => shown.push(found.text));
  ask(`${LARGE}a`);
  await pause(SOON);
  ask(`${LARGE}ab`);
  await pause(SOON);
  assert.equal(worker.asked.length, 1);
  worker.answer();
  worker.answer();
  assert.deepEqual([worker.asked.length, shown], [2, [`${LARGE}ab`]]);
});

test("a field that was reset gets no late answer", async () => {
  const shown = [];
  const worker = slowWorker();
  const comparer = new Comparer(() => worker);
  comparer.request(comparer, LARGE, `${LARGE}a`, (found) => shown.push(found));
  await pause(SOON);
  comparer.cancel(comparer);
  worker.answer();
  assert.deepEqual(shown, []);
});
