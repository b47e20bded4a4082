import assert from "node:assert/strict";
import { test } from "node:test";

import { load } from "./load.mjs";

const { Corrections } = await load("annotations/edits/corrections.js");
const { gistOf } = await load("annotations/trace/gist.js");

const line = (step, call, gist) => ({ key: call ?? step, step, call, row: gist === null ? null : [0, null, "", "", "", gist, 1] });
const field = (pointer, text) => ({ pointer, text });
const STEP = {
  fields: [field("/thinking", "I think."), field("/content", "Look at it.\nThen go.")],
  calls: [{ inputs: [field("/tool_calls/0/input/path", "/home/me/a.go"), field("/tool_calls/0/input/text", "b")] }],
};

/** The gist of a line after these edits of step 0. */
function gist(of, edits = [], inserted = {}) {
  const corrections = new Corrections([1]);
  corrections.fill({ edits: edits.map(([step, pointer, text]) => ({ step, pointer, text, reason: "" })), inserted, order: ["0", ...Object.keys(inserted)] });
  return gistOf(of, { corrections, data: { step: (name) => (name === "0" ? STEP : undefined) } });
}

test("an edited step says what stands there now", () => {
  assert.equal(gist(line("0", null, "Look at it."), [["0", "/content", "Look closer.\nThen go."]]), "Look closer.");
});

test("an edit of another text leaves the line as it is", () => {
  assert.equal(gist(line("0", null, "Look at it."), [["0", "/thinking", "I wonder."]]), "Look at it.");
  assert.equal(gist(line("0", "0.0", "/home/me/a.go"), [["0", "/tool_calls/0/input/text", "c"]]), "/home/me/a.go");
});

test("an edited argument is what its call says", () => {
  assert.equal(gist(line("0", "0.0", "/home/me/a.go"), [["0", "/tool_calls/0/input/path", "/home/me/b.go"]]), "/home/me/b.go");
});

test("an inserted step says its text, and that it was inserted as long as it has none", () => {
  const blank = { "+1": { role: "assistant", content: "" } };
  assert.equal(gist(line("+1", null, null), [], blank), "inserted");
  assert.equal(gist(line("+1", null, null), [["+1", "/content", "First I look."]], blank), "First I look.");
  assert.equal(gist(line("+1", null, null), [], { "+1": { role: "assistant", content: "Sent before." } }), "Sent before.");
});
