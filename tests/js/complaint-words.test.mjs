import assert from "node:assert/strict";
import { test } from "node:test";

import { load } from "./load.mjs";

const { inWords } = await load("annotations/complaint-words.js");

const missing = (text) => ({ scheme: "fix", at: "0:/action", code: "reason", text });
const wrong = { scheme: "fix", at: "1:/action", text: "needs a number" };

test("the first of what is missing is said, and how many places there are beside it", () => {
  assert.equal(inWords([]), "");
  assert.equal(inWords([missing("Say why.")]), "Say why.");
  assert.equal(inWords([missing("Say why."), missing("b"), missing("c")]), "Say why. 2 more places are marked.");
});

test("beside what is wrong no number stands: what else is missing is not known yet", () => {
  assert.equal(inWords([missing("Say why."), wrong]), "Say why. What else is missing is said when this is right.");
  assert.match(inWords([wrong]), /^needs a number What else/);
});
