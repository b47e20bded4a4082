import assert from "node:assert/strict";
import { afterEach, test } from "node:test";

import { load } from "./load.mjs";

const { order } = await load("schemes/kinds/_order.js");
const { SideBySide } = await load("annotations/trace/side-by-side.js");
const { TraceData } = await load("annotations/trace/trace-data.js");

afterEach(() => (order.isFlipped = false));

/** Two traces whose rows are had so: "same", "differs", or by one side. */
function compared(...who) {
  const first = who.findIndex((each) => each !== "same");
  const rows = who.map((each, index) => [index, null, "agent", "", "", "", 1, each]);
  return new SideBySide({ labels: ["Left", "Right"], is_traces: true, sides: [], first: first === -1 ? null : first }, rows);
}

const NAMES = ["0", "1", "2", "3"];

test("an equal beginning of two rows and more is one line until it is unfolded", () => {
  const beside = compared("same", "same", "differs", "B");
  assert.deepEqual(beside.shown(NAMES), ["0", "2", "3"]);
  assert.deepEqual(NAMES.map((name) => beside.isFold(name)), [true, false, false, false]);
  assert.deepEqual(NAMES.map((name) => beside.isHidden(name)), [true, true, false, false]);
  beside.isFolded = false;
  assert.deepEqual(beside.shown(NAMES), NAMES);
  assert.equal(beside.isFold("0"), false);
});

test("one equal row is not folded, and neither are traces that differ nowhere", () => {
  assert.deepEqual(compared("same", "A", "same", "same").shown(NAMES), NAMES);
  const alike = compared("same", "same", "same", "same");
  assert.deepEqual([alike.shown(NAMES), alike.firstDifference], [NAMES, undefined]);
});

test("the first difference is named, and who has a row", () => {
  const beside = compared("same", "differs", "A");
  assert.equal(beside.firstDifference, "1");
  assert.deepEqual(["0", "1", "2"].map((name) => beside.whoHas(name)), ["same", "differs", "A"]);
});

test("a row of one side alone has the letter that stands above it on the page", () => {
  assert.equal(compared("A").letterOf("0"), "Left");
  order.isFlipped = true;
  assert.equal(compared("A").letterOf("0"), "Right");
  assert.equal(compared("differs").letterOf("0"), "");
});

test("rows that came with the page begin where it says, and places of a side are asked for by it", async () => {
  const asked = [];
  const get = (url) => (asked.push(url), Promise.resolve({ steps: [], text: "whole", blocks: [] }));
  const urls = { steps: "steps", text: "text", blocks: "blocks" };
  const rows = NAMES.map((name) => [Number(name), null, "agent", "", "", "", 1, "differs"]);
  const data = new TraceData({ rows, steps: [{ name: "2" }, { name: "3" }], from: 2 }, urls, get);
  assert.deepEqual([data.step("2").name, data.step("3").name, asked], ["2", "3", []]);
  assert.equal(data.step("0"), undefined);
  await data.whole("B12", { text: "cut", chars: 9, pointer: "/content" });
  await data.blocks("A3.1");
  assert.deepEqual(asked, ["steps?from=0&to=20", "text?side=B&step=12&pointer=%2Fcontent", "blocks?side=A&step=3&call=1"]);
});
