import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { load } from "./load.mjs";

const { distanceChars, distanceWords } = await load("annotations/distance.js");
const { words } = await load("annotations/words.js");
const table = JSON.parse(readFileSync(new URL("../data/distances.json", import.meta.url), "utf8"));

/** The definition, by dynamic programming: slow, and free of clever steps. */
function plainDistance(a, b) {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + Number(a[i - 1] !== b[j - 1]));
    }
    row = next;
  }
  return row[b.length];
}

/** Repeatable: the same texts in every run (Lehmer generator, Park and Miller 1988). */
function* randomTexts(count, letters, longest) {
  let seed = 20;
  const random = (limit) => (seed = (seed * 48271) % 2147483647) % limit;
  for (let i = 0; i < count; i++) yield Array.from({ length: random(longest) }, () => letters[random(letters.length)]).join("");
}

test("browser and server count alike, by one table", () => {
  for (const { a, b, chars, words: inWords } of table) {
    assert.deepEqual([distanceChars(a, b), distanceWords(a, b)], [chars, inWords], JSON.stringify([a, b]));
  }
});

test("browser and server find the same words", () => {
  for (const { a, words_a: wordsOfA } of table) {
    if (wordsOfA) assert.deepEqual(words(a), wordsOfA, JSON.stringify(a));
  }
});

test("the distance is exact for texts over many machine words and outside the basic plane", () => {
  const texts = [...randomTexts(120, ["a", "b", "\u{1F600}", "\u{1F601}", "\uD800", "\uFFFF"], 150)];
  for (let i = 1; i < texts.length; i++) {
    assert.equal(distanceChars(texts[i - 1], texts[i]), plainDistance(texts[i - 1], texts[i]));
  }
});

test("a distance of words is exact for many distinct words", () => {
  const [a, b] = [0, 3].map((shift) => Array.from({ length: 5000 }, (_, i) => `w${i + shift}`));
  // the first three words are gone, three new ones stand at the end
  assert.equal(distanceWords(a.join(" "), b.join("\n")), 6);
});

test("texts too large to count here are left to the server", () => {
  assert.equal(distanceChars("a".repeat(70_000), "b".repeat(70_000)), null);
});
