import assert from "node:assert/strict";
import { test } from "node:test";

import { load } from "./load.mjs";

const { Corrections } = await load("annotations/edits/corrections.js");

/** Five steps; step 2 has three calls, step 4 one. */
const made = (counts = [0, 0, 3, 0, 1]) => new Corrections(counts);
const typed = (step, pointer, text, reason = "") => ({ step, pointer, text, reason });

test("nothing done is sent as no edits and nothing else", () => {
  assert.deepEqual(made().sent, { edits: [] });
});

test("a text typed back to the original is no edit", () => {
  const corrections = made();
  corrections.edit(typed("0", "/content", "new"), "old");
  corrections.edit(typed("0", "/content", "old"), "old");
  assert.deepEqual(corrections.sent, { edits: [] });
});

test("typing in one place is one step of the history", () => {
  const corrections = made();
  for (const text of ["a", "ab", "abc"]) corrections.edit(typed("0", "/content", text), "");
  corrections.edit(typed("1", "/content", "x"), "");
  corrections.undo();
  assert.deepEqual(corrections.sent.edits, [typed("0", "/content", "abc")]);
  corrections.undo();
  assert.deepEqual(corrections.sent.edits, []);
  assert.equal(corrections.undo(), false);
});

test("after a pause typing in the same place is a step of its own", () => {
  const corrections = made();
  corrections.edit(typed("0", "/content", "a"), "");
  corrections.pause();
  corrections.edit(typed("0", "/content", "ab"), "");
  corrections.undo();
  assert.deepEqual(corrections.sent.edits, [typed("0", "/content", "a")]);
});

test("a step inserted between others stands there and is sent with its order", () => {
  const corrections = made();
  const name = corrections.insertStep({ content: "" }, "1");
  assert.equal(name, "+1");
  assert.deepEqual(corrections.sent, {
    edits: [], inserted: { "+1": { content: "" } }, order: ["0", "1", "+1", "2", "3", "4"],
  });
});

test("a step can be inserted before the first", () => {
  const corrections = made();
  corrections.insertStep("x", null);
  assert.deepEqual(corrections.arrangement.steps, ["+1", "0", "1", "2", "3", "4"]);
});

test("an undone insertion leaves nothing behind, and redo brings it back with its text", () => {
  const corrections = made();
  corrections.insertStep({ content: "" }, "1");
  corrections.edit(typed("+1", "/content", "Look first."), "");
  corrections.undo();
  corrections.undo();
  assert.deepEqual(corrections.sent, { edits: [] });
  corrections.redo();
  corrections.redo();
  assert.equal(corrections.sent.edits[0].text, "Look first.");
  assert.deepEqual(Object.keys(corrections.sent.inserted), ["+1"]);
});

test("an inserted step that is removed takes its edits along", () => {
  const corrections = made();
  corrections.insertStep({ content: "" }, "1");
  corrections.edit(typed("+1", "/content", "Look first."), "");
  corrections.removeStep("+1");
  assert.deepEqual(corrections.sent, { edits: [] });
});

test("a removed step stays visible behind the one it followed and comes back there", () => {
  const corrections = made();
  corrections.removeStep("1");
  corrections.removeStep("2");
  assert.deepEqual(corrections.arrangement.shown, ["0", "1", "2", "3", "4"]);
  assert.deepEqual(corrections.sent.order, ["0", "3", "4"]);
  corrections.restore("2");
  assert.deepEqual(corrections.sent.order, ["0", "2", "3", "4"]);
  corrections.restore("1");
  assert.deepEqual(corrections.sent, { edits: [] });
});

test("a step that is moved and moved back leaves no order", () => {
  const corrections = made();
  corrections.moveStep("3", -1);
  assert.deepEqual(corrections.sent.order, ["0", "1", "3", "2", "4"]);
  corrections.moveStep("3", 1);
  assert.deepEqual(corrections.sent, { edits: [] });
});

test("moving beyond the end changes nothing", () => {
  const corrections = made();
  corrections.moveStep("4", 1);
  assert.equal(corrections.undo(), false);
});

test("the fewest steps that explain an order count as moved", () => {
  const corrections = made();
  corrections.moveStep("0", 4); // 1 2 3 4 0: one moved, not four
  assert.deepEqual(corrections.arrangement.moved, ["0"]);
});

test("a removed step stays between the steps that were inserted around it", () => {
  const corrections = made();
  corrections.insertStep("before", "1");
  corrections.insertStep("after", "2");
  corrections.removeStep("2");
  assert.deepEqual(corrections.arrangement.shown, ["0", "1", "+1", "2", "+2", "3", "4"]);
});

test("a step moves past removed ones unseen", () => {
  const corrections = made();
  corrections.removeStep("2");
  corrections.moveStep("1", 1);
  assert.deepEqual(corrections.sent.order, ["0", "3", "1", "4"]);
});

test("calls are removed, moved and restored inside their step", () => {
  const corrections = made();
  corrections.removeCall("2", "2.1");
  assert.deepEqual(corrections.sent.calls, { 2: ["2.0", "2.2"] });
  assert.deepEqual(corrections.arrangement.shownCallsOf("2"), ["2.0", "2.1", "2.2"]);
  corrections.restore("2.1");
  assert.deepEqual(corrections.sent, { edits: [] });
  corrections.moveCall("2", "2.2", -2);
  assert.deepEqual(corrections.sent.calls, { 2: ["2.2", "2.0", "2.1"] });
});

test("an inserted call has a name in its step and counts as a change there", () => {
  const corrections = made();
  assert.equal(corrections.insertCall("2", { tool: "Read", input: {} }, "2.0"), "2.+1");
  assert.deepEqual(corrections.sent.calls, { 2: ["2.0", "2.+1", "2.1", "2.2"] });
  assert.deepEqual([...corrections.changed], ["2"]);
});

test("calls of an inserted step are part of it, and their edits follow when one goes", () => {
  const corrections = made();
  corrections.insertStep({ content: "", tool_calls: [] }, "0");
  for (const tool of ["A", "B"]) corrections.insertCall("+1", { tool, input: { x: "" } }, null);
  corrections.edit(typed("+1", "/tool_calls/0/input/x", "first"), "");
  corrections.edit(typed("+1", "/tool_calls/1/input/x", "second"), "");
  corrections.removeCall("+1", "+1.0");
  assert.deepEqual(corrections.sent.inserted["+1"].tool_calls.map(({ tool }) => tool), ["B"]);
  assert.deepEqual(corrections.sent.edits, [typed("+1", "/tool_calls/0/input/x", "second")]);
});

test("an inserted step has no calls but its own, whatever its number", () => {
  const corrections = made();
  for (const text of ["one", "two"]) corrections.insertStep({ content: text }, "0");
  assert.deepEqual(corrections.arrangement.shownCallsOf("+2"), []); // step 2 of the document has three
  corrections.insertCall("+2", { tool: "A", input: {} }, null);
  assert.deepEqual(corrections.arrangement.callsOf("+2"), ["+2.0"]);
});

test("a call moves inside an inserted step with its edits, and is no change of the document's calls", () => {
  const corrections = made();
  corrections.insertStep({ content: "", tool_calls: [] }, "0");
  for (const tool of ["A", "B"]) corrections.insertCall("+1", { tool, input: {} }, null);
  corrections.edit(typed("+1", "/tool_calls/0/input/x", "of A"), null);
  assert.equal(corrections.moveCall("+1", "+1.0", 1), "+1.1");
  assert.deepEqual(corrections.sent.inserted["+1"].tool_calls.map(({ tool }) => tool), ["B", "A"]);
  assert.deepEqual(corrections.sent.edits, [typed("+1", "/tool_calls/1/input/x", "of A")]);
  assert.equal(corrections.sent.calls, undefined);
});

test("what is sent fills another page with the same state", () => {
  const corrections = made();
  corrections.edit(typed("0", "/content", "new", "why"), "old");
  corrections.insertStep({ content: "" }, "3");
  corrections.removeCall("2", "2.1");
  const other = made();
  other.fill(JSON.parse(JSON.stringify(corrections.sent)));
  assert.deepEqual(other.sent, corrections.sent);
});

/** Calls of the document's steps only, and no name that stands for nothing: the server refuses everything else. */
function assertSendable({ calls = {}, inserted = {}, edits }) {
  assert.deepEqual(Object.keys(calls).filter((step) => step.startsWith("+")), []);
  for (const name of Object.values(calls).flat()) assert.ok(!name.includes("+") || name in inserted, name);
  for (const { step, pointer } of edits) {
    const call = /^\/tool_calls\/(\d+)/.exec(pointer)?.[1];
    if (call) assert.ok(Number(call) < inserted[step].tool_calls.length, `${step}:${pointer}`);
  }
}

test("any operations undone one by one lead back to the beginning", () => {
  // A little generator instead of a library: the sequence is the same at every run.
  let seed = 7;
  // Its low bits repeat after a few calls, so the high ones are taken.
  const random = (below) => Math.floor((seed = (seed * 48271) % 2147483647) / 65536) % below;
  for (let round = 0; round < 50; round += 1) {
    const corrections = made();
    for (let act = 0; act < 12; act += 1) {
      const { steps } = corrections.arrangement;
      const step = steps[random(steps.length)] ?? "0";
      const calls = corrections.arrangement.callsOf(step);
      [
        () => corrections.edit(typed(step, "/content", `t${random(9)}`), ""),
        () => step.startsWith("+") && calls.length > 0 && corrections.edit(typed(step, `/tool_calls/${random(calls.length)}/input/x`, "y"), null),
        () => corrections.insertStep({ content: "", tool_calls: [] }, steps.length ? step : null),
        () => steps.length > 1 && corrections.removeStep(step),
        () => corrections.moveStep(step, random(5) - 2),
        () => corrections.insertCall(step, { tool: "T", input: {} }, null),
        () => calls.length > 0 && corrections.removeCall(step, calls[random(calls.length)]),
        () => calls.length > 1 && corrections.moveCall(step, calls[0], 1),
      ][random(8)]();
      assertSendable(corrections.sent);
    }
    const end = corrections.sent;
    while (corrections.undo());
    assert.deepEqual(corrections.sent, { edits: [] });
    while (corrections.redo());
    assert.deepEqual(corrections.sent, end);
  }
});

test("a change says which steps it touched inside, a rearrangement none, a filling all", () => {
  const corrections = made();
  const told = [];
  corrections.addEventListener("change", ({ detail }) => told.push(detail.steps));
  corrections.edit(typed("2", "/content", "x"), "");
  corrections.edit(typed("2.+1", "/input/x", "x"), "");
  corrections.removeStep("0");
  corrections.fill({ edits: [] });
  assert.deepEqual(told, [["2"], ["2"], [], null]);
});

test("an argument gets another name in one step of the history, and keeps the reason where it was taken away", () => {
  const corrections = new Corrections([1]);
  corrections.edit({ step: "0", pointer: "/tool_calls/0/input/queyr", text: "weather", reason: "typo" }, "wether");
  corrections.rename("0", { pointer: "/tool_calls/0/input/queyr", isGiven: true }, { pointer: "/tool_calls/0/input/query", text: "weather" });
  assert.deepEqual(corrections.sent.edits, [
    { step: "0", pointer: "/tool_calls/0/input/queyr", text: null, reason: "typo" },
    { step: "0", pointer: "/tool_calls/0/input/query", text: "weather", reason: "" },
  ]);
  corrections.undo();
  assert.deepEqual(corrections.sent.edits.map(({ text }) => text), ["weather"]);
});

test("an added argument that gets another name leaves no trace of the first", () => {
  const corrections = new Corrections([1]);
  corrections.edit({ step: "0", pointer: "/tool_calls/0/input/limt", text: "5", reason: "" }, null);
  corrections.rename("0", { pointer: "/tool_calls/0/input/limt", isGiven: false }, { pointer: "/tool_calls/0/input/limit", text: "5" });
  assert.deepEqual(corrections.sent.edits.map(({ pointer }) => pointer), ["/tool_calls/0/input/limit"]);
});
