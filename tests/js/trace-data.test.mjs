import assert from "node:assert/strict";
import { test } from "node:test";

import { load } from "./load.mjs";

const { TraceData } = await load("annotations/trace/trace-data.js");

/** Data whose server answers when it is told to; what was asked, and the ways to answer it or to be without a network. */
function asking() {
  const [asked, answer, fail] = [[], [], []];
  const get = (url) => new Promise((done, failed) => {
    asked.push(new URLSearchParams(url.split("?")[1]).get("q"));
    answer.push(() => done({ places: [[3, null], [4, 1]] }));
    fail.push(() => failed(new TypeError("no network")));
  });
  const data = new TraceData({ rows: [], steps: [] }, { search: "/search/" }, get);
  return { data, asked, answer, fail };
}

const soon = () => new Promise((done) => setTimeout(done));

test("what is typed while the server reads the trace is searched when it has, for it reads once", async () => {
  const { data, asked, answer } = asking();
  void data.readySearch();
  void data.readySearch();
  const found = data.search("oslo");
  await soon();
  assert.equal(asked.length, 1);
  answer[0]();
  await soon();
  assert.deepEqual(asked.slice(1), ["oslo"]);
  answer[1]();
  assert.deepEqual([...(await found)], ["3:", "4:1"]);
});

test("the server is not readied with a NUL, which it refuses", () => {
  const { data, asked } = asking();
  void data.readySearch();
  assert.equal(asked[0].length, 1);
  assert.ok(!asked[0].includes("\0"));
});

test("where readying had no network, the search asks all the same", async () => {
  const { data, asked, fail } = asking();
  void data.readySearch();
  const found = data.search("oslo");
  fail[0]();
  await soon();
  assert.equal(asked[1], "oslo");
  fail[1]();
  await assert.rejects(found, TypeError);
});
