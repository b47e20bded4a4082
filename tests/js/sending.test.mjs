import assert from "node:assert/strict";
import { test } from "node:test";

import { load } from "./load.mjs";

globalThis.window = new EventTarget();
globalThis.document = { cookie: "csrftoken=abc", querySelector: () => null };
const { sendFile, Refused } = await load("ingest/sending.js");

const FILE = new File(["abcdefghij"], "a.txt", { lastModified: 1 });
const answered = (status, body) => new Response(JSON.stringify(body), { status, headers: { "Content-Type": "application/json" } });

/** A server that has some bytes of the file; `replies` are given before its own to pieces. */
function server(there, replies = []) {
  const asked = [];
  globalThis.fetch = async (url, { method, body }) => {
    asked.push(`${method} ${url}`);
    if (method === "POST") return answered(200, { id: 7, received: there.length, piece: 4 });
    const reply = replies.shift();
    if (reply) return reply();
    there += await body.text();
    return answered(200, { received: there.length });
  };
  return { asked, content: () => there };
}

const send = (signal = new AbortController().signal, stands = []) => sendFile(FILE, "/import/", signal, (stand) => stands.push(stand));

test("a file is sent in pieces, one behind the other", async () => {
  const { asked, content } = server("");
  await send();
  assert.equal(content(), "abcdefghij");
  assert.deepEqual(asked, ["POST /import/", ...[0, 4, 8].map((at) => `PUT /import/7/bytes/?offset=${at}`)]);
});

test("what is there already is not sent again", async () => {
  const { asked, content } = server("abcdefgh");
  await send();
  assert.equal(content(), "abcdefghij");
  assert.deepEqual(asked.slice(1), ["PUT /import/7/bytes/?offset=8"]);
});

test("after a conflict it goes on where the server says", async () => {
  const { asked } = server("", [() => answered(409, { received: 10 })]);
  await send();
  assert.equal(asked.length, 2);
});

test("a lost network is waited for, which is told", async () => {
  const lost = () => {
    setTimeout(() => globalThis.window.dispatchEvent(new Event("online")), 5);
    throw new TypeError("no network");
  };
  const { content } = server("", [lost, lost]);
  const stands = [];
  await send(undefined, stands);
  assert.equal(content(), "abcdefghij");
  assert.equal(stands.filter((stand) => stand.isLost).length, 2);
});

test("a refusal ends it with the server's words", async () => {
  server("", [() => answered(400, { error: "Too long." })]);
  await assert.rejects(send(), (error) => error instanceof Refused && error.message === "Too long.");
});

test("a file that is cancelled is forgotten by the server", async () => {
  const stop = new AbortController();
  const { asked } = server("", [() => { stop.abort(); throw new TypeError("no network"); }]);
  await assert.rejects(send(stop.signal));
  assert.equal(asked.at(-1), "POST /import/7/remove/");
});

test("a file that is cancelled while it begins is forgotten, too", async () => {
  const stop = new AbortController();
  const { asked } = server("");
  const sending = send(stop.signal);
  stop.abort();
  await assert.rejects(sending);
  assert.deepEqual(asked, ["POST /import/", "POST /import/7/remove/"]);
});
