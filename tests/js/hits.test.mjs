import assert from "node:assert/strict";
import { test } from "node:test";

import { load } from "./load.mjs";

globalThis.HTMLElement ??= class {};
const { Hits } = await load("annotations/trace/hits.js");

function hitsOf(keys) {
  const status = Object.assign(new HTMLElement(), { textContent: "" });
  const place = Object.assign(new HTMLElement(), { hidden: true, querySelector: () => status });
  const hits = new Hits(place);
  hits.show(keys);
  return { hits, place, status };
}

test("before somebody goes to one, it says how many there are", () => {
  const { place, status } = hitsOf(["1", "3.0"]);
  assert.deepEqual([place.hidden, status.textContent], [false, "2 places"]);
});

test("behind the last comes the first, and before the first the last", () => {
  const { hits, status } = hitsOf(["1", "3.0", "5"]);
  assert.deepEqual([hits.next(1), hits.next(-1)], ["1", "5"]);
  hits.goTo("5");
  assert.deepEqual([hits.next(1), hits.next(-1), status.textContent], ["1", "3.0", "3 of 3"]);
});

test("whoever is at one stays there when others come or go", () => {
  const { hits, status } = hitsOf(["1", "3.0"]);
  hits.goTo("3.0");
  hits.show(["0", "1", "3.0"]);
  assert.deepEqual([hits.here, status.textContent], ["3.0", "3 of 3"]);
  hits.show(["0", "1"]);
  assert.deepEqual([hits.here, status.textContent], [undefined, "2 places"]);
});

test("without a hit nothing is said and nowhere is next", () => {
  const { hits, place } = hitsOf([]);
  assert.deepEqual([place.hidden, hits.next(1)], [true, undefined]);
});
