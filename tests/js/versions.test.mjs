import assert from "node:assert/strict";
import { test } from "node:test";

import { load } from "./load.mjs";

const corrections = await load("annotations/conflict/corrections.js");
const leaves = await load("annotations/conflict/leaves.js");
const { differences, merged } = await load("annotations/conflict/three-way.js");
const { Corrections } = await load("annotations/edits/corrections.js");
const { sameAnswers } = await load("annotations/saving/same-answers.js");

/** Five steps; step 2 has three calls, step 4 one. */
const COUNTS = [0, 0, 3, 0, 1];
const apart = (sent) => corrections.apart(sent, COUNTS);
const edit = (step, pointer, text, reason = "") => ({ step, pointer, text, reason });
const changed = (act) => {
  const made = new Corrections(COUNTS);
  act(made);
  return made.sent;
};
/** As the page would send it again: parts that say nothing are left out. */
const asSent = (correction) => changed((made) => made.fill(correction));

/** Both, where they touch different places; the places that both touched. */
function both(mine, theirs, from = { edits: [] }) {
  const own = corrections.withFreeNames(theirs, mine, from);
  const found = differences(apart(mine), apart(own), apart(from));
  const by = new Map(found.map((place) => [place.at, place.by]));
  const places = merged(apart(mine), apart(own), (at) => (by.get(at) === "theirs" ? "theirs" : "mine"));
  return { sent: asSent(corrections.together(places, COUNTS)), contested: found.filter((place) => place.by === "both").map(({ at }) => at) };
}

// ---- Taking apart and putting together ----

test("a plain answer is taken apart by its leaves, and what is empty is absent", () => {
  const answer = { choice: "yes", free_response: "", texts: { a: "x", b: "" }, choices: [] };
  assert.deepEqual([...leaves.apart(answer)], [['["choice"]', "yes"], ['["texts","a"]', "x"]]);
  assert.deepEqual(leaves.together(leaves.apart(answer)), { choice: "yes", texts: { a: "x" } });
});

test("a correction put together again is the same, whatever was done to it", () => {
  let seed = 7;
  const random = (below) => ((seed = (seed * 1103515245 + 12345) % 2 ** 31), Math.floor((seed / 2 ** 31) * below));
  for (let round = 0; round < 300; round++) {
    const sent = changed((made) => {
      for (let i = random(12); i >= 0; i--) {
        const { steps } = made.arrangement;
        const step = steps[random(steps.length)];
        if (step === undefined) return;
        const calls = step.startsWith("+") ? [] : made.arrangement.callsOf(step); // an inserted step's are part of it
        const acts = [
          () => made.insertStep({ content: `new ${i}` }, random(4) ? step : null),
          () => made.removeStep(step),
          () => made.moveStep(step, random(5) - 2),
          () => made.edit(edit(step, "/content", `text ${i}`, "why"), "was"),
          () => !step.startsWith("+") && made.insertCall(step, { tool: "Bash", input: {} }, calls[random(calls.length)] ?? null),
          () => calls.length && made.removeCall(step, calls[random(calls.length)]),
          () => calls.length && made.moveCall(step, calls[random(calls.length)], random(3) - 1),
        ];
        acts[random(acts.length)]();
      }
    });
    const again = asSent(corrections.together(apart(sent), COUNTS));
    const sorted = ({ edits, ...rest }) => ({ ...rest, edits: [...edits].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)) });
    assert.ok(sameAnswers(sorted(again), sorted(sent)), JSON.stringify([sent, again], null, 1));
  }
});

// ---- Two versions ----

test("edits of different places are both taken", () => {
  const mine = { edits: [edit("0", "/content", "mine")] };
  const theirs = { edits: [edit("1", "/content", "theirs"), edit(null, "/final_answer", "42")] };
  const { sent, contested } = both(mine, theirs);
  assert.deepEqual(sent.edits, [...mine.edits, ...theirs.edits]);
  assert.deepEqual(contested, []);
});

test("what only one side took back stays taken back", () => {
  const from = { edits: [edit("0", "/content", "once"), edit("1", "/content", "once")] };
  const { sent } = both({ edits: [from.edits[0]] }, { edits: [...from.edits, edit("3", "/content", "new")] }, from);
  assert.deepEqual(sent.edits, [from.edits[0], edit("3", "/content", "new")]);
});

test("two texts for one place are for the person to choose", () => {
  const { contested } = both({ edits: [edit("0", "/content", "a")] }, { edits: [edit("0", "/content", "b")] });
  assert.deepEqual(contested, ["edit 0:/content"]);
});

test("the same text in both versions is no difference", () => {
  const mine = { edits: [edit("0", "/content", "a")] };
  assert.deepEqual(differences(apart(mine), apart(structuredClone(mine)), apart({ edits: [] })), []);
});

test("steps that both inserted under one name are two steps", () => {
  const insert = (content, text) => changed((made) => {
    made.insertStep({ content }, "1");
    made.edit(edit("+1", "/content", text), content);
  });
  const { sent, contested } = both(insert("", "mine"), insert("", "theirs"));
  assert.deepEqual([sent.order, contested], [["0", "1", "+1", "+2", "2", "3", "4"], []]);
  assert.deepEqual(sent.edits.map(({ step, text }) => [step, text]), [["+1", "mine"], ["+2", "theirs"]]);
});

test("one side removes, the other moves and inserts", () => {
  const mine = changed((made) => made.removeStep("1"));
  const theirs = changed((made) => {
    made.moveStep("4", -4);
    made.insertStep({ content: "new" }, "1");
  });
  assert.deepEqual(both(mine, theirs).sent.order, ["4", "0", "+1", "2", "3"]);
});

test("calls of one step are taken from both", () => {
  const mine = changed((made) => made.removeCall("2", "2.0"));
  const theirs = changed((made) => made.insertCall("2", { tool: "Bash", input: {} }, "2.1"));
  const { sent, contested } = both(mine, theirs);
  assert.deepEqual([sent.calls, contested], [{ 2: ["2.1", "2.+1", "2.2"] }, []]);
});

test("a step that both moved is for the person to choose", () => {
  const move = (by) => changed((made) => made.moveStep("2", by));
  assert.deepEqual(both(move(-2), move(2)).contested, ["step 2"]);
});

test("steps behind each other in the two versions all stay", () => {
  const places = new Map([["step 0", { after: "2" }], ["step 2", { after: "0" }]]);
  assert.deepEqual(corrections.together(places, [0, 0, 0]).order, ["1", "0", "2"]);
});
