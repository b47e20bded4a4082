import assert from "node:assert/strict";
import { test } from "node:test";

import { load } from "./load.mjs";

const { Drafts } = await load("annotations/drafts.js");

/**
 * A page and a server to drive: `type` changes the answer, `pass` lets time go by, `replies` answer in order. `tick` lets
 * all pass that is planned now, such as the save after a pause.
 */
function desk({ replies = [], number = 0, base = {} } = {}) {
  const it = { text: "", sent: [], states: [], kept: null, delays: [], time: 0, timers: new Set() };
  it.drafts = new Drafts({
    number,
    base,
    read: () => ({ notes: it.text }),
    send: async (draft) => {
      it.sent.push(draft);
      const reply = replies.shift() ?? { status: 200, body: { number: draft.number + 1, saved_at: "2026-11-20T10:00:00Z" } };
      if (reply instanceof Error) throw reply;
      return reply;
    },
    store: { keep: (draft) => ((it.kept = draft), true), forget: () => (it.kept = null) },
    show: ({ state }) => it.states.push(state),
    later: (act, milliseconds) => {
      if (milliseconds !== 100) it.delays.push(milliseconds); // 100: keeping in the browser
      const timer = { act, at: it.time + milliseconds };
      it.timers.add(timer);
      return timer;
    },
    never: (timer) => it.timers.delete(timer),
    now: () => it.time,
  });
  it.type = (text, options) => ((it.text = text), it.drafts.touch(options));
  it.pass = async (milliseconds) => {
    const until = it.time + milliseconds;
    for (;;) {
      const next = [...it.timers].filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      it.timers.delete(next);
      it.time = next.at;
      next.act();
      await new Promise(setImmediate);
    }
    it.time = until;
  };
  it.tick = () => it.pass(Math.max(0, ...[...it.timers].map(({ at }) => at - it.time)));
  return it;
}
const networkDown = () => new TypeError("fetch failed");
const newer = { status: 409, body: { number: 7, answers: { notes: "theirs" }, base: { fix: 2 }, saved_at: "2026-11-20T09:59:00Z" } };

test("typing is saved once, after a pause", async () => {
  const it = desk();
  it.type("a");
  it.type("ab");
  await it.tick();
  assert.deepEqual(it.sent, [{ answers: { notes: "ab" }, number: 0, base: {} }]);
  assert.deepEqual([it.states, it.delays, it.drafts.unsaved], [["unsaved", "saving", "saved"], [800, 800], false]);
});

test("the next save is based on the number the server gave", async () => {
  const it = desk();
  for (const text of ["a", "b"]) {
    it.type(text);
    await it.tick();
  }
  assert.deepEqual(it.sent.map(({ number }) => number), [0, 1]);
});

test("at most one save is under way, and what was typed meanwhile follows", async () => {
  let answer;
  const slow = new Promise((resolve) => (answer = resolve));
  const it = desk({ replies: [slow] });
  it.type("a");
  await it.tick();
  it.type("ab");
  await it.tick();
  assert.equal(it.sent.length, 1);
  answer({ status: 200, body: { number: 1, saved_at: "" } });
  await new Promise(setImmediate);
  await it.tick();
  assert.deepEqual(it.sent.map(({ answers }) => answers.notes), ["a", "ab"]);
});

test("without a network the draft is kept and tried again, later and later", async () => {
  const it = desk({ replies: [networkDown(), networkDown(), { status: 503, body: {} }] });
  it.type("a");
  for (let i = 0; i < 3; i++) await it.tick();
  assert.deepEqual([it.drafts.status.state, it.kept?.answers, it.drafts.unsaved], ["offline", { notes: "a" }, true]);
  assert.deepEqual(it.delays, [800, 1000, 2000, 5000]);
});

test("what is typed offline is kept too, and all of it saved when the network is back", async () => {
  const it = desk({ replies: [networkDown()] });
  it.type("a");
  await it.tick();
  it.type("ab");
  await it.pass(100);
  assert.deepEqual(it.kept.answers, { notes: "ab" });
  await it.drafts.flush();
  assert.deepEqual([it.sent.at(-1).answers, it.kept, it.drafts.status.state], [{ notes: "ab" }, null, "saved"]);
});

test("a newer draft from elsewhere stops saving and keeps both", async () => {
  const it = desk({ replies: [newer] });
  it.type("mine");
  await it.tick();
  it.type("mine too");
  assert.deepEqual([it.drafts.status.state, it.drafts.status.theirs], ["conflict", { notes: "theirs" }]);
  await it.tick();
  assert.deepEqual(it.kept.answers, { notes: "mine too" });
  await it.drafts.flush();
  assert.equal(it.sent.length, 1);
});

test("a save whose answer was lost on the way is no conflict with itself", async () => {
  const theirs = { status: 409, body: { number: 1, answers: { notes: "a" }, saved_at: "2026-11-20T09:59:00Z" } };
  const it = desk({ replies: [networkDown(), theirs] });
  it.type("a");
  await it.tick();
  await it.tick();
  assert.deepEqual([it.drafts.status.state, it.drafts.number, it.drafts.unsaved, it.kept], ["saved", 1, false, null]);
});

test("keeping mine saves it over the newer one's number", async () => {
  const it = desk({ replies: [newer] });
  it.type("mine");
  await it.tick();
  await it.drafts.keepMine();
  assert.deepEqual(it.sent.at(-1), { answers: { notes: "mine" }, number: 7, base: { fix: 2 } });
  assert.equal(it.drafts.status.state, "saved");
});

test("taking the other gives it back and sends nothing", async () => {
  const it = desk({ replies: [newer] });
  it.type("mine");
  await it.tick();
  assert.deepEqual(it.drafts.takeTheirs(), { notes: "theirs" });
  assert.deepEqual([it.sent.length, it.drafts.unsaved, it.kept], [1, false, null]);
});

test("a login that ended keeps the text and saves it after the next login", async () => {
  const it = desk({ replies: [{ status: 401, body: { login: "/login" } }] });
  it.type("a");
  await it.tick();
  assert.deepEqual([it.drafts.status, it.kept.answers], [{ state: "signed-out" }, { notes: "a" }]);
  await it.drafts.flush();
  assert.equal(it.drafts.status.state, "saved");
});

test("a refusal says why and waits for the next change", async () => {
  const it = desk({ replies: [{ status: 413, body: { error: "Larger than 5 MB." } }] });
  it.type("a");
  await it.tick();
  assert.deepEqual([it.drafts.status, it.timers.size], [{ state: "refused", error: "Larger than 5 MB." }, 0]);
  it.type("b");
  await it.tick();
  assert.equal(it.drafts.status.state, "saved");
});

test("no save follows a submit that has begun", async () => {
  const it = desk();
  it.type("a");
  await it.drafts.stop();
  it.type("ab");
  await it.tick();
  await it.drafts.flush();
  assert.deepEqual(it.sent, []);
  it.drafts.resume();
  await it.tick();
  assert.equal(it.sent.length, 1);
});

test("what is typed is in the browser's storage after 100 ms, long before it is sent, with all that a save needs", async () => {
  const it = desk({ number: 3, base: { notes: 2 } });
  it.type("a");
  await it.pass(100);
  assert.deepEqual([it.sent, it.kept], [[], { answers: { notes: "a" }, number: 3, base: { notes: 2 }, sent: [] }]);
  await it.tick();
  assert.equal(it.kept, null);
});

test("somebody who types without a pause is saved every 3 s", async () => {
  const it = desk();
  for (let i = 1; i <= 20; i++) {
    it.type("x".repeat(i));
    await it.pass(500);
  }
  // Keys at 0, 0.5, ... 9.5 s. The first waits until 3 s: 6 keys. The 7th comes right after and waits until 6 s, and so on.
  assert.deepEqual(it.sent.map(({ answers }) => answers.notes.length), [6, 12, 18]);
});

test("a choice is sent without a pause", async () => {
  const it = desk();
  it.type("yes", { atOnce: true });
  await it.pass(0);
  assert.equal(it.sent.length, 1);
});

test("nothing is called saved while something is not", async () => {
  let answer;
  const it = desk({ replies: [new Promise((resolve) => (answer = resolve))] });
  it.type("a");
  assert.equal(it.drafts.status.state, "unsaved");
  await it.pass(800);
  it.type("ab");
  answer({ status: 200, body: { number: 1, saved_at: "" } });
  await new Promise(setImmediate);
  assert.deepEqual(it.states, ["unsaved", "saving", "unsaved"]);
});

test("leaving keeps what is typed and sends it at once", async () => {
  const it = desk();
  it.type("a");
  it.drafts.leave();
  assert.deepEqual([it.kept.answers, it.sent.length], [{ notes: "a" }, 1]);
});

test("leaving asks nothing as long as the browser keeps the text, and asks in trouble", async () => {
  const it = desk({ replies: [networkDown()] });
  it.type("a");
  assert.equal(it.drafts.atRisk, true);
  await it.pass(100);
  assert.equal(it.drafts.atRisk, false);
  await it.pass(700);
  assert.deepEqual([it.drafts.status.state, it.drafts.atRisk], ["offline", true]);
});

test("a kept draft goes on where it was, on the base it was typed on", async () => {
  const it = desk({ number: 3, base: { notes: 5 } });
  it.text = "kept";
  it.drafts.restore({ answers: { notes: "kept" }, number: 3, base: { notes: 4 } }, { number: 3, answers: {}, base: { notes: 5 } });
  await it.tick();
  assert.deepEqual(it.sent, [{ answers: { notes: "kept" }, number: 3, base: { notes: 4 } }]);
});

test("a kept draft and a newer one of somebody else are shown both", () => {
  const it = desk({ number: 7 });
  it.text = "kept";
  it.drafts.restore({ answers: { notes: "kept" }, number: 3, base: {} }, { number: 7, answers: { notes: "theirs" }, base: {} });
  assert.deepEqual([it.drafts.status.state, it.drafts.status.theirs], ["conflict", { notes: "theirs" }]);
});

test("a kept draft goes on from its own save that arrived while the page went away", async () => {
  const it = desk({ number: 4 });
  it.text = "ab";
  const kept = { answers: { notes: "ab" }, number: 3, base: {}, sent: [{ notes: "a" }] };
  it.drafts.restore(kept, { number: 4, answers: { notes: "a" }, base: {} });
  await it.tick();
  assert.deepEqual(it.sent, [{ answers: { notes: "ab" }, number: 4, base: {} }]);
});

test("typing on after a save whose answer was lost is no conflict either", async () => {
  const arrived = { status: 409, body: { number: 1, answers: { notes: "a" }, base: {} } };
  const it = desk({ replies: [networkDown(), arrived] });
  it.type("a");
  await it.pass(800);
  it.type("ab");
  await it.tick();
  await it.tick();
  assert.deepEqual([it.sent.map(({ number }) => number), it.drafts.status.state], [[0, 0, 1], "saved"]);
});

test("what arrives while the page goes away stays in the browser: the next page may not have it", async () => {
  const it = desk();
  it.type("a");
  it.drafts.leave();
  await it.tick();
  assert.deepEqual([it.drafts.status.state, it.kept.answers], ["saved", { notes: "a" }]);
});
