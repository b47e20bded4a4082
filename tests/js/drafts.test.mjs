import assert from "node:assert/strict";
import { test } from "node:test";

import { load } from "./load.mjs";

const { Drafts } = await load("annotations/drafts.js");

/** A page and a server to drive: `type` changes the answer, `tick` lets the planned save happen, `replies` answer in order. */
function desk({ replies = [], number = 0 } = {}) {
  const it = { text: "", sent: [], states: [], kept: null, planned: null, delays: [] };
  it.drafts = new Drafts({
    number,
    read: () => ({ notes: it.text }),
    send: async (draft) => {
      it.sent.push(draft);
      const reply = replies.shift() ?? { status: 200, body: { number: draft.number + 1, saved_at: "2026-11-20T10:00:00Z" } };
      if (reply instanceof Error) throw reply;
      return reply;
    },
    store: { keep: (draft) => (it.kept = draft), forget: () => (it.kept = null) },
    show: ({ state }) => it.states.push(state),
    later: (act, milliseconds) => (it.delays.push(milliseconds), (it.planned = act)),
    never: () => (it.planned = null),
  });
  it.type = (text) => ((it.text = text), it.drafts.touch());
  it.tick = async () => {
    const act = it.planned;
    it.planned = null;
    act?.();
    await new Promise(setImmediate);
  };
  return it;
}
const networkDown = () => new TypeError("fetch failed");
const newer = { status: 409, body: { number: 7, answers: { notes: "theirs" }, saved_at: "2026-11-20T09:59:00Z" } };

test("typing is saved once, after a pause", async () => {
  const it = desk();
  it.type("a");
  it.type("ab");
  await it.tick();
  assert.deepEqual(it.sent, [{ answers: { notes: "ab" }, number: 0 }]);
  assert.deepEqual([it.states, it.delays, it.drafts.unsaved], [["saving", "saved"], [800, 800], false]);
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
  assert.deepEqual(it.kept.answers, { notes: "ab" });
  await it.drafts.flush();
  assert.deepEqual([it.sent.at(-1).answers, it.kept, it.drafts.status.state], [{ notes: "ab" }, null, "saved"]);
});

test("a newer draft from elsewhere stops saving and keeps both", async () => {
  const it = desk({ replies: [newer] });
  it.type("mine");
  await it.tick();
  it.type("mine too");
  assert.deepEqual([it.drafts.status.state, it.drafts.status.theirs, it.planned], ["conflict", { notes: "theirs" }, null]);
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
  assert.deepEqual(it.sent.at(-1), { answers: { notes: "mine" }, number: 7 });
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
  assert.deepEqual([it.drafts.status, it.kept.answers], [{ state: "signed-out", login: "/login" }, { notes: "a" }]);
  await it.drafts.flush();
  assert.equal(it.drafts.status.state, "saved");
});

test("a refusal says why and waits for the next change", async () => {
  const it = desk({ replies: [{ status: 413, body: { error: "Larger than 5 MB." } }] });
  it.type("a");
  await it.tick();
  assert.deepEqual([it.drafts.status, it.planned], [{ state: "refused", error: "Larger than 5 MB." }, null]);
  it.type("b");
  await it.tick();
  assert.equal(it.drafts.status.state, "saved");
});

test("no save follows a submit that has begun", async () => {
  const it = desk();
  it.type("a");
  await it.drafts.stop();
  it.type("ab");
  assert.deepEqual([it.planned, it.sent], [null, []]);
  it.drafts.resume();
  await it.tick();
  assert.equal(it.sent.length, 1);
});
