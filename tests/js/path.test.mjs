import assert from "node:assert/strict";
import { test } from "node:test";

import { load } from "./load.mjs";

const { partsOf } = await load("annotations/trace/path.js");
const { leadersOf } = await load("annotations/trace/lines.js");

test("a path is its file's name and its folder", () => {
  assert.deepEqual(partsOf("/srv/me/cmd/entire/cli/hooks.go"), { name: "hooks.go", folder: "/srv/me/cmd/entire/cli" });
  assert.deepEqual(partsOf("src/file_1.py"), { name: "file_1.py", folder: "src" });
  assert.deepEqual(partsOf("C:\\work\\main.c"), { name: "main.c", folder: "C:\\work" });
  assert.deepEqual(partsOf("/etc"), { name: "etc", folder: "/" });
});

test("a folder keeps its slash", () => assert.deepEqual(partsOf("/srv/me/cli/"), { name: "cli/", folder: "/srv/me" }));

test("a command, a pattern, an address of the web and a word are no paths", () => {
  for (const text of ["cd /srv/me && ls", "**/*.go", "round\\(", "https://example.org/a", "main.go", "", "/"]) assert.equal(partsOf(text), null, text);
});

test("the first line that is shown of a step has its number", () => {
  const line = (step, call) => ({ key: call ?? step, step, call, row: null });
  assert.deepEqual([...leadersOf([line("3", "3.1"), line("3", "3.2"), line("5", null), line("5", "5.0")])], [["3", "3.1"], ["5", "5"]]);
});
