import { patternOf } from "../trace/pattern.js";

/**
 * @typedef {{wanted: string, matchCase: boolean, wholeWords: boolean}} Wanted
 * @typedef {{start: number, end: number}} Match in UTF-16 code units
 */

const WORD = "[\\p{L}\\p{M}\\p{N}_]";
const ENDS_IN_WORD = new RegExp(`${WORD}$`, "u");
const BEGINS_WITH_WORD = new RegExp(`^${WORD}`, "u");
/** Of the text around a match, so that its place can be told. */
const AROUND = 48;

/** What is found in a text, from its beginning, none inside another. @param {string} text @param {Wanted} wanted @returns {Match[]} */
export function matchesIn(text, { wanted, matchCase, wholeWords }) {
  /** @type {Match[]} */
  const found = [];
  if (wanted === "") return found;
  const pattern = patternOf(wanted, matchCase);
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    const [start, end] = [match.index, match.index + match[0].length];
    if (!wholeWords || isWhole(text, start, end)) found.push({ start, end });
    else pattern.lastIndex = start + (isPair(text, start) ? 2 : 1); // a part of this one may begin another
  }
  return found;
}

/** @param {string} text @param {Match[]} matches in order @param {string} replacement */
export function replaced(text, matches, replacement) {
  const parts = matches.map(({ start }, index) => text.slice(index === 0 ? 0 : matches[index - 1].end, start) + replacement);
  return parts.join("") + text.slice(matches.at(-1)?.end ?? 0);
}

/** What stands around a match, on one line. @param {string} text @param {Match} match */
export function excerpt(text, { start, end }) {
  const before = text.slice(Math.max(0, start - AROUND), start);
  const after = text.slice(end, end + AROUND);
  return {
    before: (start > AROUND ? "…" : "") + oneLine(before),
    found: text.slice(start, end),
    after: oneLine(after) + (end + AROUND < text.length ? "…" : ""),
  };
}

/** Where a word ends no letter follows; what is no word itself has no such ends. @param {string} text @param {number} start @param {number} end */
function isWhole(text, start, end) {
  const found = text.slice(start, end);
  const goesOnBefore = BEGINS_WITH_WORD.test(found) && ENDS_IN_WORD.test(text.slice(Math.max(0, start - 2), start));
  const goesOnAfter = ENDS_IN_WORD.test(found) && BEGINS_WITH_WORD.test(text.slice(end, end + 2));
  return !goesOnBefore && !goesOnAfter;
}

/** @param {string} text @param {number} at */
const isPair = (text, at) => (text.codePointAt(at) ?? 0) > 0xffff;

/** @param {string} text */
const oneLine = (text) => text.replace(/\s+/g, " ");
