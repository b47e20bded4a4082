import assert from "node:assert/strict";
import { test } from "node:test";

import { load } from "./load.mjs";

const { TypeAhead } = await load("annotations/actions/type-ahead.js");

const settled = () => new Promise((done) => setTimeout(done));

/** Somebody at a step that has not come; `come` lets it come. */
function atStepToCome() {
  const page = { done: [], arrival: /** @type {Promise<void> | undefined} */ (undefined), come: () => {} };
  page.leave = () => (page.arrival = new Promise((come) => (page.come = () => ((page.arrival = undefined), come()))));
  page.leave();
  const ahead = new TypeAhead(() => page.arrival);
  page.press = (name, isAtStep = true) => ahead.holds(() => page.done.push(name), isAtStep) || page.done.push(`${name} at once`);
  return { page, ahead };
}

test("a key at a step that is there is done at once", () => {
  const { page } = atStepToCome();
  page.arrival = undefined;
  page.press("1");
  assert.deepEqual(page.done, ["1 at once"]);
});

test("a key that goes on waits for no step", () => {
  const { page } = atStepToCome();
  page.press("j", false);
  assert.deepEqual(page.done, ["j at once"]);
});

test("a key at a step to come is done when it has come", async () => {
  const { page } = atStepToCome();
  page.press("1");
  await settled();
  assert.deepEqual(page.done, []);
  page.come();
  await settled();
  assert.deepEqual(page.done, ["1"]);
});

test("what is pressed after a key that waits is done after it, in order", async () => {
  const { page } = atStepToCome();
  for (const [name, isAtStep] of [["1", true], ["j", false], ["2", true]]) page.press(name, isAtStep);
  page.come();
  await settled();
  page.press("3");
  assert.deepEqual(page.done, ["1", "j", "2", "3 at once"]);
});

test("a key behind one that goes to another step to come waits for that, too", async () => {
  const { page, ahead } = atStepToCome();
  page.press("1");
  ahead.holds(() => page.leave(), false);
  page.press("2");
  page.come();
  await settled();
  assert.deepEqual(page.done, ["1"]);
  page.come();
  await settled();
  assert.deepEqual(page.done, ["1", "2"]);
});

test("what is forgotten is not done when the step comes", async () => {
  const { page, ahead } = atStepToCome();
  page.press("1");
  page.press("j", false);
  ahead.forget();
  page.come();
  await settled();
  page.press("2");
  assert.deepEqual(page.done, ["2 at once"]);
});
