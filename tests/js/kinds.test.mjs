import assert from "node:assert/strict";
import { test } from "node:test";

import { load } from "./load.mjs";

const trajectoryEdit = await load("schemes/kinds/trajectory_edit.js");

const { Corrections } = await load("annotations/edits/corrections.js");

/** The page's element of the steps, as far as the kind asks it. */
const page = () => ({ corrections: new Corrections([0, 1]), querySelectorAll: () => [], querySelector: () => null });

test("what was done to the steps is what is sent", () => {
  const root = page();
  root.corrections.edit({ step: "1", pointer: "/action", text: "B", reason: "" }, "b");
  assert.deepEqual(trajectoryEdit.read(root).edits, [{ step: "1", pointer: "/action", text: "B", reason: "" }]);
});

test("filling an answer and reading it gives it back", () => {
  const answer = {
    edits: [{ step: "0", pointer: "/action", text: "A", reason: "typo" }],
    inserted: { "+1": { content: "x" } }, order: ["0", "+1", "1"], calls: { 1: [] },
  };
  const root = page();
  trajectoryEdit.fill(root, answer);
  assert.deepEqual(trajectoryEdit.read(root), answer);
});

test("every part of an answer is named so that two versions can be compared", () => {
  const places = trajectoryEdit.summary({
    edits: [{ step: "0", pointer: "/action", text: "A", reason: "typo" }],
    inserted: { "+1": { content: "x" } }, order: ["0", "+1"], calls: { 1: ["1.1"] },
  });
  assert.deepEqual(places.map(({ at }) => at), ["0:/action", "0:/action:reason", "inserted:+1", "order", "calls:1"]);
  assert.deepEqual(places.slice(3).map(({ text }) => text), ["1 +1", "2.2"]); // as people count
});

/** A question of radio inputs, as far as kinds ask it. */
function radios(...values) {
  const inputs = values.map((value) => ({ type: "radio", value: String(value), checked: false }));
  return { inputs, querySelectorAll: () => inputs, querySelector: (selector) => inputs.find(({ value }) => selector.includes(`=${value}]`)) ?? null };
}

test("a point of a scale is a number, and what cannot be judged is none", async () => {
  const likert = await load("schemes/kinds/likert.js");
  const root = radios(1, 2, 3, "bad_text");
  for (const answer of [{ value: 2, bad_text: false }, { value: null, bad_text: true }, { value: null, bad_text: false }]) {
    likert.fill(root, answer);
    assert.deepEqual(likert.read(root), answer);
  }
});

test("a scale that asks for nothing else says nothing else", async () => {
  const likert = await load("schemes/kinds/likert.js");
  assert.deepEqual(likert.read(radios(1, 2, 3)), { value: null });
});

test("a list shows nothing as chosen when a draft names what is no choice any more", async () => {
  const select = await load("schemes/kinds/select.js");
  let index = 0;
  const list = {
    get value() { return ["", "code"][index] ?? ""; },
    set value(wanted) { index = ["", "code"].indexOf(wanted); },
    get selectedIndex() { return index; },
  };
  const root = { querySelector: () => list };
  select.fill(root, { choice: "code" });
  assert.deepEqual(select.read(root), { choice: "code" });
  select.fill(root, { choice: "web" });
  assert.deepEqual([select.read(root), list.selectedIndex], [{ choice: null }, 0]);
});

test("a typed number is a number, and an empty box is none", async () => {
  const number = await load("schemes/kinds/number.js");
  const field = { value: "", validity: { badInput: false } };
  const root = { querySelector: () => field };
  for (const answer of [{ value: 0 }, { value: -2.5 }, { value: null }]) {
    number.fill(root, answer);
    assert.deepEqual(number.read(root), answer);
  }
});

test("what was typed and is no number is not taken for an empty box", async () => {
  const number = await load("schemes/kinds/number.js");
  assert.deepEqual(number.read({ querySelector: () => ({ value: "", validity: { badInput: true } }) }), { value: "" });
});

/** A question with a range input from 0 to 10 that waits at 5 and, as a browser's, has whole steps and no doubled listener. */
function line() {
  const words = { textContent: "" };
  const input = Object.assign(new EventTarget(), {
    dataset: { value: "" }, defaultValue: "5", parentElement: { querySelector: () => words }, attributes: {},
    setAttribute(name, value) { this.attributes[name] = value; },
  });
  Object.defineProperty(input, "value", { get() { return this.held; }, set(text) { this.held = String(Math.round(Number(text))); } });
  return { input, words, querySelector: () => input };
}

test("a slider has no answer until it is set, and the handle waits where the scheme says", async () => {
  const slider = await load("schemes/kinds/slider.js");
  const root = line();
  slider.fill(root, {});
  assert.deepEqual([slider.read(root), root.input.value, root.words.textContent], [{ value: null }, "5", "not set"]);
});

test("a slider that was moved shows and gives its value", async () => {
  const slider = await load("schemes/kinds/slider.js");
  const root = line();
  slider.fill(root, {});
  root.input.value = "7";
  root.input.dispatchEvent(new Event("input"));
  assert.deepEqual([slider.read(root), root.words.textContent, root.input.attributes["aria-valuetext"]], [{ value: 7 }, "7", "7"]);
});

test("a click on the waiting handle takes its place for the answer, and says so once", async () => {
  const slider = await load("schemes/kinds/slider.js");
  const root = line();
  slider.fill(root, {});
  slider.fill(root, {});
  let changes = 0;
  root.input.addEventListener("input", () => (changes += 1));
  root.input.dispatchEvent(new Event("pointerup"));
  root.input.dispatchEvent(new Event("pointerup"));
  assert.deepEqual([slider.read(root), changes], [{ value: 5 }, 1]);
});

test("an answer between two steps stays what it is until the slider is moved", async () => {
  const slider = await load("schemes/kinds/slider.js");
  const root = line();
  slider.fill(root, { value: 7.25 });
  assert.deepEqual(slider.read(root), { value: 7.25 });
});

test("confidence is asked by a scale or by a line", async () => {
  const confidence = await load("schemes/kinds/confidence.js");
  for (const root of [radios(1, 2, 3), line()]) {
    for (const answer of [{ value: 2 }, { value: null }]) {
      confidence.fill(root, answer);
      assert.deepEqual(confidence.read(root), answer);
    }
  }
});

test("a decision is read as it was filled", async () => {
  const triage = await load("schemes/kinds/triage.js");
  const root = radios("accept", "reject", "skip");
  for (const answer of [{ decision: "reject" }, { decision: null }]) {
    triage.fill(root, answer);
    assert.deepEqual(triage.read(root), answer);
  }
});

test("a rubric is read with its whole only where that is asked", async () => {
  const rubric = await load("schemes/kinds/rubric_eval.js");
  const row = (name, value) => ({ value, closest: () => ({ getAttribute: () => name }) });
  const rows = [row("clear", "4"), row("overall", "2")];
  const root = (dataset) => ({ dataset, querySelectorAll: () => rows });
  assert.deepEqual(rubric.read(root({ asksOverall: "" })), { scores: { clear: 4 }, overall: 2 });
  assert.deepEqual(rubric.read(root({})), { scores: { clear: 4, overall: 2 } });
});

test("what is chosen as the best is not the worst any more", async () => {
  const { emptyOther } = await load("schemes/kinds/_best-worst.js");
  const inputs = ["A", "B", "A", "B"].map((value) => ({ value, checked: value === "A" }));
  emptyOther({ querySelectorAll: () => inputs }, inputs[0]);
  assert.deepEqual(inputs.map(({ checked }) => checked), [true, false, false, false]);
});

test("a line of the list of errors is a kind, a kind and its subtype, or another error in words", async () => {
  const { chosenType } = await load("schemes/kinds/_error-types.js");
  assert.deepEqual(chosenType("loop"), { error_type: "loop", error_subtype: "", other: undefined });
  assert.deepEqual(chosenType("call::wrong_tool"), { error_type: "call", error_subtype: "wrong_tool", other: undefined });
  assert.deepEqual(chosenType("::other"), { error_type: "", error_subtype: "", other: "" });
});

test("an attribution is told as people count", async () => {
  const { summary } = await load("schemes/kinds/failure_attribution.js");
  const places = summary({ failed: true, agent: "Coder", step: "2", error_type: "loop", reason: "" });
  assert.deepEqual(places, [{ at: "step", text: "3" }, { at: "agent", text: "Coder" }, { at: "error_type", text: "loop" }]);
  assert.deepEqual(summary({ failed: false }).map(({ at }) => at), ["failed"]);
});

test("each call that was judged is told by its verdict and what would be right", async () => {
  const { summary } = await load("schemes/kinds/tool_call_review.js");
  const calls = { 1.1: { verdict: "wrong_tool", right_tool: "Grep", rationale: "" }, "2.0": { verdict: "correct" } };
  assert.deepEqual(summary({ calls }), [{ at: "call:1.1", text: "wrong_tool, Grep" }, { at: "call:2.0", text: "correct" }]);
});

const KINDS = [
  "bws", "code_review", "confidence", "failure_attribution", "hierarchical_multiselect", "likert", "multirate", "multiselect", "number",
  "process_reward", "radio", "ranking", "rubric_eval", "select", "slider", "span", "text", "tool_call_review", "trajectory_edit",
  "trajectory_eval", "triage",
];
for (const kind of KINDS) {
  test(`${kind} takes a draft of another kind for an empty answer`, async () => {
    const module = await load(`schemes/kinds/${kind}.js`);
    module.fill(page(), {});
    assert.equal(module.summary({}).map(({ text }) => text).join(""), "");
  });
}

test("a kind that somebody's words were led to is chosen in the list, and the words stay out of sight", async () => {
  globalThis.HTMLInputElement = class {};
  const { showType } = await load("schemes/kinds/_error-types.js");
  const box = Object.assign(new HTMLInputElement(), { value: "", hidden: false });
  const list = Object.assign(new HTMLInputElement(), { value: "" });
  const root = { querySelector: (/** @type {string} */ selector) => (selector === "select" ? list : box) };
  showType(root, { error_type: "slow", other: "Too slow" });
  assert.deepEqual([list.value, box.hidden], ["slow", true]);
  showType(root, { other: "Too slow" });
  assert.deepEqual([list.value, box.hidden, box.value], ["::other", false, "Too slow"]);
});
