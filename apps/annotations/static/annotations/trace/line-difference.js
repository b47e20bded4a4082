import { diffArrays } from "../../vendor/diff/array.js";

/** @typedef {import("./blocks.js").Row} Row */

/** The work grows with the square of the changes; beyond this the texts are one removal and one addition. */
const MOST_CHANGES = 400;
const AROUND = 3;

/**
 * Two texts as lines of a difference, without numbers: nobody knows where in the file the edited text would stand. Of equal
 * lines three are kept around a change.
 *
 * @param {string} before @param {string} after @returns {Row[]}
 */
export function lineDifference(before, after) {
  const [old, current] = [linesOf(before), linesOf(after)];
  const parts = diffArrays(old, current, { maxEditLength: MOST_CHANGES })
    ?? [{ value: old, removed: true, added: false }, { value: current, removed: false, added: true }];
  const rows = parts.flatMap(({ value, removed, added }) => value.map((line) => row(removed ? "removed" : added ? "added" : "same", line)));
  const near = rows.map((_, index) => rows.slice(Math.max(0, index - AROUND), index + AROUND + 1).some(([kind]) => kind !== "same"));
  return rows.filter((_, index) => near[index]);
}

/** An end of a line that the last one lacks makes it no other line. @param {string} text */
const linesOf = (text) => (text === "" ? [] : text.split("\n"));

/** @param {Row[0]} kind @param {string} line @returns {Row} */
const row = (kind, line) => [kind, null, null, [[line, ""]], []];
