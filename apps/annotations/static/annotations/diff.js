import { diffArrays } from "../vendor/diff/array.js";

/**
 * @typedef {{op: "same" | "deleted" | "inserted", text: string}} Hunk
 * @typedef {{level: "word" | "line" | "whole", hunks: Hunk[]}} Difference
 */

/** Changes searched for before a coarser level is taken; the work grows with their square. */
const MOST_CHANGES = { word: 1000, line: 1000 };

/** Names and numbers stay whole, white space and signs stand alone: `f(a="x")` shows which argument changed. */
const WORDS = /[\p{L}\p{N}\p{M}_]+|\s+|[^\p{L}\p{N}\p{M}_\s]/gu;
const LINES = /[^\n]*\n|[^\n]+/g;

/**
 * What was deleted and inserted, word by word. Texts that differ too much are compared by whole lines, and beyond that as
 * one deletion and one insertion; `level` says which. Same and deleted hunks joined give the original, same and inserted
 * ones the text.
 *
 * @param {string} original
 * @param {string} text
 * @returns {Difference}
 */
export function difference(original, text) {
  for (const [level, tokens] of /** @type {const} */ ([["word", WORDS], ["line", LINES]])) {
    const parts = diffArrays(original.match(tokens) ?? [], text.match(tokens) ?? [], { maxEditLength: MOST_CHANGES[level] });
    if (parts) return { level, hunks: joined(parts.map(asHunk)) };
  }
  return { level: "whole", hunks: replaced(original, text) };
}

/**
 * @param {{value: string[], added: boolean, removed: boolean}} part
 * @returns {Hunk}
 */
const asHunk = ({ value, added, removed }) => ({
  op: added ? "inserted" : removed ? "deleted" : "same",
  text: value.join(""),
});

/**
 * Neighbouring changes read as one, deletion first, also across the blanks between them.
 *
 * @param {Hunk[]} hunks
 */
function joined(hunks) {
  /** @type {Hunk[]} */
  const result = [];
  let deleted = "", inserted = "";
  for (const [index, hunk] of hunks.entries()) {
    if (hunk.op === "same" && !isGapBetweenChanges(hunks, index)) {
      result.push(...replaced(deleted, inserted), hunk);
      deleted = inserted = "";
      continue;
    }
    if (hunk.op !== "inserted") deleted += hunk.text;
    if (hunk.op !== "deleted") inserted += hunk.text;
  }
  return [...result, ...replaced(deleted, inserted)];
}

/**
 * A blank between two replacements; a blank beside a pure insertion or deletion is left alone.
 *
 * @param {Hunk[]} hunks
 * @param {number} index
 */
function isGapBetweenChanges(hunks, index) {
  const before = new Set(), after = new Set();
  for (let i = index - 1; i >= 0 && hunks[i].op !== "same"; i--) before.add(hunks[i].op);
  for (let i = index + 1; i < hunks.length && hunks[i].op !== "same"; i++) after.add(hunks[i].op);
  return /^[ \t]+$/.test(hunks[index].text) && before.size === 2 && after.size === 2;
}

/**
 * @param {string} deleted
 * @param {string} inserted
 * @returns {Hunk[]}
 */
const replaced = (deleted, inserted) =>
  /** @type {Hunk[]} */ ([{ op: "deleted", text: deleted }, { op: "inserted", text: inserted }]).filter(({ text }) => text);
