import assert from "node:assert/strict";
import { test } from "node:test";

import { clockOf } from "./clock.mjs";
import { load } from "./load.mjs";

const { Leftovers } = await load("annotations/offline/leftovers.js");

const turn = (assignment, rest = {}) => ({
  assignment, person: "1", name: `t${assignment}`, page: `/annotate/${assignment}/`,
  urls: { draft: `/${assignment}/draft/`, submit: `/${assignment}/submit/` },
  answers: { notes: "a" }, number: 3, base: { notes: 1 }, from: {}, sent: ["x"], waiting: true, ...rest,
});

/** A browser that kept these turns; `held` are open in a tab. `pass` lets time go by. */
function browser(turns, replies, { held = [] } = {}) {
  const it = { kept: new Map(turns.map((each) => [each.assignment, each])), asked: [], planned: [], changes: 0 };
  it.leftovers = new Leftovers({
    kept: {
      waiting: async () => [...it.kept.values()].filter(({ waiting }) => waiting),
      find: async (assignment) => it.kept.get(assignment),
      keep: async (each) => (it.kept.set(each.assignment, each), true),
      forget: async (assignment) => void it.kept.delete(assignment),
    },
    request: async (...asked) => {
      it.asked.push(asked);
      const reply = replies.shift();
      if (reply instanceof Error) throw reply;
      return reply;
    },
    unheld: async (assignment, act) => (held.includes(assignment) ? undefined : act()),
    changed: () => (it.changes += 1),
    clock: clockOf(it, (pause) => it.planned.push(pause)),
  });
  return it;
}

test("a submit of a tab that was closed goes out under its key, and nothing stays of it", async () => {
  const it = browser([turn(1, { key: "k" })], [{ status: 200, body: { number: 4, base: {} } }]);
  await it.leftovers.send();
  assert.deepEqual(it.asked, [["POST", "/1/submit/", { answers: { notes: "a" }, number: 3, base: { notes: 1 } }, "k"]]);
  assert.deepEqual([it.kept.size, it.changes], [0, 1]);
});

test("a draft goes out and waits no more, with a withdrawn submit named", async () => {
  const it = browser([turn(1, { withdraws: "k" })], [{ status: 200, body: { number: 4, base: {} } }]);
  await it.leftovers.send();
  assert.deepEqual(it.asked[0].slice(0, 3), ["PUT", "/1/draft/", { answers: { notes: "a" }, number: 3, base: { notes: 1 }, withdraws: "k" }]);
  const { waiting, number, from } = it.kept.get(1);
  assert.deepEqual([waiting, number, from], [false, 4, { notes: "a" }]);
});

test("a turn that is open in a tab is left to it", async () => {
  const it = browser([turn(1), turn(2)], [{ status: 200, body: { number: 4, base: {} } }], { held: [1] });
  await it.leftovers.send();
  assert.deepEqual(it.asked.map(([, url]) => url), ["/2/draft/"]);
});

test("a save whose reply got lost with its tab is no conflict", async () => {
  const arrived = { status: 409, body: { answers: { notes: "a" }, number: 4, base: {} } };
  const it = browser([turn(1, { sent: ["an earlier one"] })], [arrived, { status: 200, body: { number: 5, base: {} } }]);
  await it.leftovers.send();
  assert.deepEqual([it.asked.map(([, , { number }]) => number), it.kept.get(1).waiting], [[3, 4], false]);
});

test("a newer version of somewhere else is left to the person", async () => {
  const newer = { status: 409, body: { error: "You have saved something newer.", answers: { notes: "b" }, number: 4, base: {} } };
  const it = browser([turn(1)], [newer]);
  await it.leftovers.send();
  assert.equal(it.kept.get(1).refused, "You have saved something newer.");
});

test("without a network all wait, and it is tried again", async () => {
  const it = browser([turn(1)], [new TypeError("fetch failed")]);
  await it.leftovers.send();
  assert.deepEqual([it.kept.get(1).waiting, it.planned], [true, [1000]]);
});

/** As many replies as anybody may ask for. @param {() => unknown} reply */
const always = (reply) => ({ shift: reply });

test("however many turns wait without a network, one request goes out at a time, and one is planned", async () => {
  const it = browser([turn(1), turn(2), turn(3)], always(() => new TypeError("fetch failed")));
  await it.leftovers.send();
  assert.deepEqual([it.asked.length, it.timers.size], [1, 1]);
  await it.pass(300_000);
  // At 0, 1, 3, 8 and 18 s, then every 30 s: 48, 78, ... 288 s are 9 more.
  assert.deepEqual([it.asked.length, it.timers.size], [14, 1]);
});

test("coming back to the page again and again plans one next try", async () => {
  const it = browser([turn(1), turn(2), turn(3)], always(() => ({ status: 503, body: {} })));
  for (let i = 0; i < 5; i++) await Promise.all([it.leftovers.send(), it.leftovers.send()]);
  assert.deepEqual([it.asked.length, it.timers.size], [15, 1]); // three turns in each of five rounds
});

test("a turn that the server stumbles over holds up no other", async () => {
  const it = browser([turn(1), turn(2)], [{ status: 500, body: {} }, { status: 200, body: { number: 4, base: {} } }]);
  await it.leftovers.send();
  assert.deepEqual([it.kept.get(1).waiting, it.kept.get(2).waiting, it.timers.size], [true, false, 1]);
});

test("when the network is back, all that waits goes out, and nothing more is planned", async () => {
  const taken = { status: 200, body: { number: 4, base: {} } };
  const it = browser([turn(1), turn(2), turn(3)], [new TypeError("fetch failed"), taken, taken, taken]);
  await it.leftovers.send();
  await it.pass(1000);
  assert.deepEqual([it.asked.map(([, url]) => url), it.timers.size], [["/1/draft/", "/1/draft/", "/2/draft/", "/3/draft/"], 0]);
});

test("what the server does not take stays, with the reason, and is not sent again by itself", async () => {
  const refusal = { status: 422, body: { missing: [{ text: "Answer this." }], errors: [] } };
  const it = browser([turn(1, { key: "k" })], [refusal]);
  await it.leftovers.send();
  await it.leftovers.send();
  const { refused, key, answers, waiting } = it.kept.get(1);
  assert.deepEqual([refused, key, answers, waiting, it.asked.length], ["Answer this.", undefined, { notes: "a" }, true, 1]);
});

test("signed out, nothing is marked and nothing planned", async () => {
  const it = browser([turn(1)], [{ status: 401, body: {} }]);
  await it.leftovers.send();
  assert.deepEqual([it.kept.get(1), it.planned], [turn(1), []]);
});
