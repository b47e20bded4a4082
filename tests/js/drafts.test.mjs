import assert from "node:assert/strict";
import { test } from "node:test";

import { clockOf } from "./clock.mjs";
import { load } from "./load.mjs";

const { Drafts } = await load("annotations/saving/drafts.js");
const { fingerprint } = await load("annotations/saving/same-answers.js");

/**
 * A page and a server to drive: `type` changes the answer, `pass` lets time go by, `replies` answer in order. `tick` lets
 * all pass that is planned now, such as the save after a pause. Pauses after failures are neither longer nor shorter by chance.
 */
function desk({ replies = [], number = 0, base = {}, answers = {}, isFull = false } = {}) {
  const it = { text: answers.notes ?? "", sent: [], keys: [], states: [], kept: null, told: [], delays: [], keptKeys: 0 };
  const answer = async (draft, key) => {
    it.sent.push(draft);
    it.keys.push(key);
    const reply = replies.shift() ?? { status: 200, body: { number: draft.number + 1, base: draft.base, saved_at: "2026-11-20T10:00:00Z" } };
    if (reply instanceof Error) throw reply;
    return reply;
  };
  it.drafts = new Drafts({
    start: { number, base, answers },
    read: () => ({ notes: it.text }),
    send: (draft) => answer(draft),
    submit: answer,
    newKey: () => `key ${++it.keptKeys}`,
    keep: async (kept) => ((it.kept = isFull ? null : kept), !isFull),
    forget: () => (it.kept = null),
    show: ({ state }) => it.states.push(state),
    handedIn: (body) => it.told.push(["handed in", body]),
    refuse: ({ status, body }) => it.told.push(["refused", status, body]),
    // 0: keeping in the browser, or a save at once
    clock: clockOf(it, (pause) => pause > 0 && it.delays.push(pause)),
  });
  it.type = (text, options) => ((it.text = text), it.drafts.touch(options));
  it.tick = () => it.pass(Math.max(0, ...[...it.timers].map(({ at }) => at - it.time)));
  return it;
}
const networkDown = () => new TypeError("fetch failed");
const newer = { status: 409, body: { number: 7, answers: { notes: "theirs" }, base: { fix: 2 }, saved_at: "2026-11-20T09:59:00Z" } };
const taken = (number, base = {}) => ({ status: 200, body: { next: null, list: "/my-work/", number, base } });
const consistsOf = (draft, part) => assert.deepEqual(Object.fromEntries(Object.keys(part).map((key) => [key, draft[key]])), part);

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
  assert.deepEqual([it.drafts.status.state, it.kept?.answers, it.kept?.waiting], ["offline", { notes: "a" }, true]);
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
  assert.deepEqual([it.sent.at(-1).answers, it.kept.waiting, it.drafts.status.state], [{ notes: "ab" }, false, "saved"]);
});

test("what is saved stays in the browser, for a page that was stored before it", async () => {
  const it = desk();
  it.type("a");
  await it.tick();
  consistsOf(it.kept, { answers: { notes: "a" }, number: 1, waiting: false });
  const later = desk({ number: 0 });
  later.text = "a";
  later.drafts.restore(it.kept);
  await later.tick();
  assert.deepEqual([later.sent, later.drafts.status.state], [[], "saved"]);
  later.type("ab");
  await later.tick();
  assert.equal(later.sent[0].number, 1);
});

test("what is typed is in the browser's storage at once, long before it is sent, with all that a save needs", async () => {
  const it = desk({ number: 3, base: { notes: 2 }, answers: { notes: "" } });
  it.type("a");
  await it.pass(0);
  const kept = { answers: { notes: "a" }, number: 3, base: { notes: 2 }, from: { notes: "" }, sent: [], waiting: true };
  assert.deepEqual([it.sent, it.kept], [[], kept]);
});

test("a storage that is full is told, and leaving the page then asks", async () => {
  const it = desk({ isFull: true });
  it.type("a");
  await it.pass(0);
  assert.deepEqual([it.drafts.status.isKept, it.drafts.atRisk], [false, true]);
  await it.tick();
  assert.deepEqual([it.drafts.status.state, it.drafts.atRisk], ["saved", false]);
});

test("leaving asks nothing as long as the browser keeps the text, also without a network", async () => {
  const it = desk({ replies: [networkDown()] });
  it.type("a");
  await it.tick();
  assert.deepEqual([it.drafts.status.state, it.drafts.atRisk], ["offline", false]);
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
  assert.deepEqual([it.states, it.kept.waiting], [["unsaved", "saving", "unsaved"], true]);
});

test("leaving keeps what is typed and sends it at once", async () => {
  const it = desk();
  it.type("a");
  it.drafts.secure();
  assert.deepEqual([it.kept.answers, it.sent.length], [{ notes: "a" }, 1]);
});

test("a login that ended keeps the text and saves it after the next login", async () => {
  const it = desk({ replies: [{ status: 401, body: { login: "/login" } }] });
  it.type("a");
  await it.tick();
  assert.deepEqual([it.drafts.status.state, it.kept.answers], ["signed-out", { notes: "a" }]);
  await it.drafts.flush();
  assert.equal(it.drafts.status.state, "saved");
});

test("a refusal says why and waits for the next change", async () => {
  const it = desk({ replies: [{ status: 413, body: { error: "Larger than 5 MB." } }] });
  it.type("a");
  await it.tick();
  assert.deepEqual([it.drafts.status.state, it.drafts.status.error, it.timers.size], ["refused", "Larger than 5 MB.", 0]);
  it.type("b");
  await it.tick();
  assert.equal(it.drafts.status.state, "saved");
});

test("no save follows while another request has the turn", async () => {
  const it = desk();
  it.type("a");
  await it.drafts.pause();
  it.type("ab");
  await it.tick();
  await it.drafts.flush();
  assert.deepEqual(it.sent, []);
  it.drafts.resume();
  await it.tick();
  assert.equal(it.sent.length, 1);
});

// ---- Before the trace is handed back ----

test("before the trace is handed back, what was typed last is saved at once", async () => {
  const it = desk();
  it.type("a");
  assert.deepEqual([await it.drafts.saveAll(), it.sent.map(({ answers }) => answers.notes), it.drafts.status.state], [true, ["a"], "saved"]);
});

test("with nothing to save, nothing is sent before the trace is handed back", async () => {
  const it = desk();
  assert.deepEqual([await it.drafts.saveAll(), it.sent], [true, []]);
});

for (const [why, reply] of [
  ["without a network", networkDown()],
  ["after the login has ended", { status: 401, body: {} }],
  ["when the server refuses the text", { status: 413, body: { error: "Larger than 5 MB." } }],
  ["when a newer version is stored", newer],
]) {
  test(`${why} not all is saved, and the browser goes on keeping it`, async () => {
    const it = desk({ replies: [reply] });
    it.type("a");
    assert.deepEqual([await it.drafts.saveAll(), it.kept.answers, it.kept.waiting], [false, { notes: "a" }, true]);
  });
}

test("a tab that another one went ahead of has not all that is to be saved", async () => {
  const it = desk();
  it.drafts.heard({ answers: { notes: "theirs" }, number: 0, base: {}, from: {}, sent: [], waiting: true });
  assert.equal(await it.drafts.saveAll(), false);
});

test("a submit that waits is taken back when the trace is handed back instead", async () => {
  const it = desk({ replies: [networkDown()] });
  it.type("a");
  await it.drafts.handIn();
  assert.deepEqual([await it.drafts.saveAll(), it.keys, it.sent.at(-1).withdraws, it.told], [true, ["key 1", undefined], "key 1", []]);
});

// ---- Two versions ----

test("a newer draft from elsewhere stops saving and keeps both", async () => {
  const it = desk({ replies: [newer] });
  it.type("mine");
  await it.tick();
  it.type("mine too");
  assert.deepEqual([it.drafts.status.state, it.drafts.status.newer.answers], ["conflict", { notes: "theirs" }]);
  await it.tick();
  await it.drafts.flush();
  assert.deepEqual([it.kept.answers, it.sent.length], [{ notes: "mine too" }, 1]);
});

test("a conflict that nobody has decided is one again after a reload", async () => {
  const it = desk({ replies: [newer] });
  it.type("mine");
  await it.tick();
  assert.equal(it.kept.number, 0); // not the newer one's: the next save must not pass for a decision
});

test("taking mine saves it over the newer one's number", async () => {
  const it = desk({ replies: [newer] });
  it.type("mine");
  await it.tick();
  await it.drafts.decide();
  assert.deepEqual(it.sent.at(-1), { answers: { notes: "mine" }, number: 7, base: { fix: 2 } });
  assert.equal(it.drafts.status.state, "saved");
});

test("taking the other shows it and sends nothing", async () => {
  const it = desk({ replies: [newer] });
  it.type("mine");
  await it.tick();
  it.drafts.takeNewer(({ notes }) => (it.text = notes));
  assert.deepEqual([it.sent.length, it.drafts.unsaved, it.text], [1, false, "theirs"]);
  consistsOf(it.kept, { answers: { notes: "theirs" }, number: 7, waiting: false });
});

test("a save whose answer was lost on the way is no conflict with itself", async () => {
  const arrived = { status: 409, body: { number: 1, answers: { notes: "a" }, saved_at: "2026-11-20T09:59:00Z" } };
  const it = desk({ replies: [networkDown(), arrived] });
  it.type("a");
  await it.tick();
  await it.tick();
  assert.deepEqual([it.drafts.status.state, it.drafts.unsaved, it.kept.number], ["saved", false, 1]);
});

test("typing on after a save whose answer was lost is no conflict either, however many tries came to nothing", async () => {
  const arrived = { status: 409, body: { number: 1, answers: { notes: "ab" }, base: {} } };
  const it = desk({ replies: [networkDown(), networkDown(), arrived] });
  for (const text of ["a", "ab", "abc"]) {
    it.type(text);
    await it.tick();
  }
  await it.tick();
  assert.deepEqual([it.sent.map(({ number }) => number), it.drafts.status.state], [[0, 0, 0, 1], "saved"]);
});

test("a kept draft goes on where it was, on the base it was typed on", async () => {
  const it = desk({ number: 3, base: { notes: 5 } });
  it.text = "kept";
  it.drafts.restore({ answers: { notes: "kept" }, number: 3, base: { notes: 4 }, from: {}, sent: [], waiting: true });
  await it.tick();
  assert.deepEqual(it.sent, [{ answers: { notes: "kept" }, number: 3, base: { notes: 4 } }]);
});

test("a kept draft goes on from its own save that arrived while the page went away", async () => {
  const it = desk({ number: 4, replies: [{ status: 409, body: { number: 4, answers: { notes: "a" }, base: {} } }] });
  it.text = "ab";
  it.drafts.restore({ answers: { notes: "ab" }, number: 3, base: {}, from: {}, sent: [fingerprint({ notes: "a" })], waiting: true });
  await it.tick();
  await it.tick();
  assert.deepEqual([it.sent.map(({ number }) => number), it.drafts.status.state], [[3, 4], "saved"]);
});

// ---- Other tabs of the browser ----

const elsewhere = (text, number, rest = {}) => ({ answers: { notes: text }, number, base: {}, from: {}, sent: [], waiting: true, ...rest });

test("a tab in which nothing is unsaved is told that another one went on, and goes on from there", async () => {
  const it = desk();
  it.drafts.heard(elsewhere("theirs", 0));
  assert.equal(it.drafts.status.state, "elsewhere");
  it.drafts.takeNewer(({ notes }) => (it.text = notes));
  await it.tick();
  assert.deepEqual([it.sent[0].answers, it.drafts.status.state], [{ notes: "theirs" }, "saved"]);
});

test("a tab with text of its own has two versions", async () => {
  const it = desk({ replies: [networkDown()] });
  it.type("mine");
  await it.tick();
  it.drafts.heard(elsewhere("theirs", 0));
  assert.deepEqual([it.drafts.status.state, it.kept.answers], ["conflict", { notes: "mine" }]);
});

test("what another tab saved of the same text is one's own save", async () => {
  const it = desk({ replies: [networkDown()] });
  it.type("same");
  await it.tick();
  it.drafts.heard(elsewhere("same", 1, { waiting: false }));
  assert.deepEqual([it.drafts.status.state, it.drafts.unsaved], ["saved", false]);
});

test("older news are no news", () => {
  const it = desk({ number: 3 });
  it.drafts.heard(elsewhere("old", 2));
  assert.equal(it.drafts.status.state, "saved");
});

test("a tab that follows what this one saved has no other version, though more was typed here since", async () => {
  const it = desk();
  it.type("mine");
  await it.tick();
  it.type("mine, and more");
  it.drafts.heard(elsewhere("mine", 1, { waiting: false }));
  await it.tick();
  assert.deepEqual([it.sent.at(-1), it.drafts.status.state], [{ answers: { notes: "mine, and more" }, number: 1, base: {} }, "saved"]);
});

test("a turn that was finished in another tab is told", () => {
  const it = desk();
  it.drafts.over();
  assert.equal(it.drafts.status.state, "finished");
});

// ---- Submit ----

test("a submit goes out once under its key, and nothing is kept after it", async () => {
  const it = desk({ replies: [taken(1)] });
  it.type("a");
  await it.drafts.handIn();
  assert.deepEqual([it.keys, it.kept, it.drafts.status.state], [["key 1"], null, "over"]);
  assert.deepEqual(it.told, [["handed in", taken(1).body]]);
  it.type("ab");
  await it.tick();
  assert.equal(it.sent.length, 1);
});

test("without a network a submit waits, and each try has the same key and content", async () => {
  const it = desk({ replies: [networkDown(), networkDown(), { status: 502, body: {} }, taken(1)] });
  it.type("a");
  await it.drafts.handIn();
  assert.deepEqual([it.drafts.status.state, it.drafts.status.isHandingIn, it.kept.key], ["offline", true, "key 1"]);
  for (let i = 0; i < 3; i++) await it.tick();
  assert.deepEqual(it.keys, ["key 1", "key 1", "key 1", "key 1"]);
  assert.equal(new Set(it.sent.map((draft) => JSON.stringify(draft))).size, 1);
  assert.equal(it.told.length, 1);
});

test("a submit that waits is taken up by the next page under its key", async () => {
  const it = desk({ replies: [networkDown()] });
  it.type("a");
  await it.drafts.handIn();
  const next = desk({ replies: [taken(1)] });
  next.text = "a";
  next.drafts.restore(it.kept);
  await next.tick();
  assert.deepEqual([next.keys, next.sent, next.told.length], [["key 1"], it.sent, 1]);
});

test("going on editing takes a submit back, and says which it was", async () => {
  const it = desk({ replies: [networkDown()] });
  it.type("a");
  await it.drafts.handIn();
  it.type("ab");
  assert.equal(it.drafts.status.isHandingIn, false);
  await it.tick();
  assert.deepEqual([it.keys.at(-1), it.sent.at(-1)], [undefined, { answers: { notes: "ab" }, number: 0, base: {}, withdraws: "key 1" }]);
  it.type("abc");
  await it.drafts.handIn();
  assert.deepEqual([it.keys.at(-1), it.sent.at(-1).withdraws], ["key 2", undefined]); // the server has answered in between
});

test("what is typed while a submit is under way becomes a draft on top of it", async () => {
  let answer;
  const it = desk({ replies: [new Promise((resolve) => (answer = resolve))] });
  it.type("a");
  const handedIn = it.drafts.handIn();
  await new Promise(setImmediate);
  it.type("ab");
  answer(taken(5, { notes: 1 }));
  await handedIn;
  await it.tick();
  assert.deepEqual([it.told, it.sent.at(-1)], [[], { answers: { notes: "ab" }, number: 5, base: { notes: 1 } }]);
});

test("a submit waits for the save that is under way, and rests on it", async () => {
  const it = desk({ replies: [{ status: 200, body: { number: 1, base: {}, saved_at: "" } }, taken(2)] });
  it.type("a", { atOnce: true });
  await it.pass(0);
  await it.drafts.handIn();
  assert.deepEqual(it.sent.map(({ number }) => number), [0, 1]);
});

test("a submit after a save whose answer was lost goes out again on the right number, under its key", async () => {
  const arrived = { status: 409, body: { number: 1, answers: { notes: "a" }, base: {} } };
  const it = desk({ replies: [networkDown(), arrived, taken(2)] });
  it.type("a");
  await it.tick();
  await it.drafts.handIn();
  await it.tick();
  assert.deepEqual([it.sent.map(({ number }) => number), it.keys, it.told.length], [[0, 0, 1], [undefined, "key 1", "key 1"], 1]);
});

test("a submit that is refused stays a draft, and the page says why", async () => {
  const body = { missing: [{ scheme: "notes", at: "", code: "answer", text: "Answer this." }], errors: [] };
  const it = desk({ replies: [{ status: 422, body }] });
  it.type("a");
  await it.drafts.handIn();
  assert.deepEqual([it.told, it.kept.key], [[["refused", 422, body]], undefined]);
  await it.tick();
  assert.deepEqual([it.keys, it.drafts.status.state], [["key 1", undefined], "saved"]);
});

test("a submit that meets a newer version is called off", async () => {
  const it = desk({ replies: [newer] });
  it.type("mine");
  await it.drafts.handIn();
  assert.deepEqual([it.drafts.status.state, it.drafts.status.isHandingIn, it.told], ["conflict", false, []]);
});

test("a submit after the login has ended waits for the next login", async () => {
  const it = desk({ replies: [{ status: 401, body: {} }, taken(1)] });
  it.type("a");
  await it.drafts.handIn();
  assert.deepEqual([it.drafts.status.state, it.drafts.status.isHandingIn], ["signed-out", true]);
  await it.drafts.flush();
  assert.deepEqual([it.keys, it.told.length], [["key 1", "key 1"], 1]);
});

test("pressing twice is one submit", async () => {
  const it = desk({ replies: [taken(1)] });
  it.type("a");
  await Promise.all([it.drafts.handIn(), it.drafts.handIn()]);
  assert.deepEqual(it.keys, ["key 1"]);
});
