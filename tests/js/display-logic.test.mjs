import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { load } from "./load.mjs";

const { asked, holds } = await load("annotations/display-logic.js");

// What the server's rules are held to, too.
const table = JSON.parse(readFileSync(new URL("../data/display_logic.json", import.meta.url), "utf8"));

for (const { why, read, answer, holds: expected } of table.conditions) {
  test(`${read.operator}: ${why}`, () => assert.equal(holds(read, answer), expected));
}

for (const { why, read, answers, asked: expected } of table.questions) {
  test(`asked: ${why}`, () => assert.deepEqual([...asked(read, answers)].sort(), [...expected].sort()));
}
