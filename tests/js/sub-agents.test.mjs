import assert from "node:assert/strict";
import { test } from "node:test";

import { load } from "./load.mjs";

const { Arrangement } = await load("annotations/edits/arrangement.js");
const { SubAgents } = await load("annotations/trace/sub-agents.js");
const { anchorOf } = await load("annotations/trace/anchors.js");

/** The steps 2 to 5 of eight are one sub-agent's, its third one that of a further one; 6 is another's. */
const FOLDS = [
  { first: 2, stop: 6, agent: "a1", kind: "Explore" },
  { first: 4, stop: 5, agent: "a3", kind: "" },
  { first: 6, stop: 7, agent: "a2", kind: "planner" },
];

/** The steps of the trace as they stand. */
function arranged({ shown = null, moved = [], removed = [] } = {}) {
  return new Arrangement(Array(8).fill(0), { shown, removed: new Set(removed), moved: new Set(moved), calls: {}, inserted: {} });
}

const shown = (agents, arrangement) => agents.lines(arrangement).filter((name) => !agents.isHidden(name));

test("a trace without sub-agents has the lines of its steps", () => {
  const arrangement = arranged();
  assert.equal(new SubAgents([]).lines(arrangement), arrangement.shown);
});

test("a closed fold is one line, an open one stands before its steps, and one inside stays closed", () => {
  const agents = new SubAgents(FOLDS);
  assert.deepEqual(shown(agents, arranged()), ["0", "1", "agent-2", "agent-6", "7"]);
  agents.setOpen("agent-2", true);
  assert.deepEqual(shown(agents, arranged()), ["0", "1", "agent-2", "2", "3", "agent-4", "5", "agent-6", "7"]);
  assert.deepEqual([agents.around("4"), agents.around("agent-4"), agents.around("7")], [["agent-2", "agent-4"], ["agent-2"], []]);
});

test("going to a step opens all that it is in, once", () => {
  const agents = new SubAgents(FOLDS);
  agents.lines(arranged());
  assert.deepEqual(agents.reveal("4"), ["agent-2", "agent-4"]);
  assert.deepEqual([agents.reveal("4"), agents.isHidden("4"), agents.isHidden("6")], [[], false, true]);
});

test("what is inserted between two steps of a fold is in it, and behind its last one it is not", () => {
  const agents = new SubAgents(FOLDS);
  agents.lines(arranged({ shown: ["0", "1", "2", "+1", "3", "4", "+2", "5", "+3", "6", "+4", "7"] }));
  assert.deepEqual(["+1", "+2", "+3", "+4"].map((name) => agents.around(name)), [["agent-2"], ["agent-2"], [], []]);
});

test("a step that was moved out of its fold is seen where it stands, and one at the fold's edge stays in it", () => {
  const agents = new SubAgents(FOLDS);
  const out = ["0", "3", "1", "2", "4", "5", "6", "7"];
  assert.deepEqual(shown(agents, arranged({ shown: out, moved: ["3"] })), ["0", "3", "1", "agent-2", "agent-6", "7"]);
  const edge = ["0", "1", "2", "4", "5", "3", "6", "7"];
  assert.deepEqual(shown(agents, arranged({ shown: edge, moved: ["3"] })), ["0", "1", "agent-2", "agent-6", "7"]);
});

test("removed steps stay in their fold", () => {
  const agents = new SubAgents(FOLDS);
  assert.deepEqual(shown(agents, arranged({ removed: ["2", "5"] })), ["0", "1", "agent-2", "agent-6", "7"]);
});

test("a step is called after the innermost sub-agent, by its type if that is known", () => {
  const agents = new SubAgents(FOLDS);
  assert.deepEqual(["1", "3", "4", "+3"].map((step) => agents.nameAt(step)), ["", "Explore", "a3", ""]);
});

test("the address of a fold is that of its first step, as people count", () => {
  assert.deepEqual(["agent-2", "2", "+1", "final-answer"].map(anchorOf), ["agent-3", "step-3", "step-+1", "final-answer"]);
});
