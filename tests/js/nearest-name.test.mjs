import assert from "node:assert/strict";
import { test } from "node:test";

import { load } from "./load.mjs";

const { nearestName } = await load("annotations/edits/nearest-name.js");

test("a misspelt name leads to the one that was meant", () => {
  const known = ["query", "limit", "file_path", "old_string", "new_string", "it's", "dwc"];
  const meant = {
    queyr: "query", querry: "query", qury: "query", limits: "limit", filePath: "file_path", "FILE-PATH": "file_path", file_pth: "file_path",
    old_str: "old_string", dcw: "dwc", its: "it's",
  };
  for (const [name, expected] of Object.entries(meant)) assert.equal(nearestName(name, known), expected, name);
});

test("names that have little in common are not offered", () => {
  for (const name of ["a", "q", "", "path", "command", "unlimited_budget", "😀", "--", "x".repeat(1000)]) {
    assert.equal(nearestName(name, ["query", "limit", "b", "__"]), null, name);
  }
});

test("names that differ in their numbers are names of different things", () => {
  assert.equal(nearestName("file1", ["file2", "file10"]), null);
  assert.equal(nearestName("fiel1", ["file1"]), "file1");
});

test("the nearest is offered, and of equally near ones the first", () => {
  assert.equal(nearestName("stat", ["state", "start"]), "state");
  assert.equal(nearestName("startt", ["state", "start"]), "start");
});

test("ten thousand known names are no wait", () => {
  const begun = performance.now();
  const known = Array.from({ length: 10_000 }, (_, index) => `${String.fromCharCode(97 + (index % 26))}argument_${index}`);
  nearestName("argumnet_of_a_tool", known);
  assert.ok(performance.now() - begun < 500);
});
