import { distance } from "../vendor/fastest-levenshtein/mod.js";
import { words } from "./words.js";

/** Above this product of lengths (about a second of work) a distance is left to the server. */
const LARGEST = 4e9;
const CODE_UNITS = 0x10000;

/**
 * Levenshtein distance over UTF-16 code units, each change costs 1. Null when the texts are too large to count here.
 *
 * @param {string} original
 * @param {string} text
 * @returns {number | null}
 */
export function distanceChars(original, text) {
  const [a, b] = withoutCommonEnds(original, text);
  return a.length * b.length > LARGEST ? null : distance(a, b);
}

/**
 * Levenshtein distance over words. Null when the texts are too large to count here.
 *
 * @param {string} original
 * @param {string} text
 * @returns {number | null}
 */
export function distanceWords(original, text) {
  /** @type {Map<string, number>} */
  const codes = new Map();
  const encoded = [original, text].map((side) => words(side).map((word) => codeOf(word, codes)));
  if (codes.size > CODE_UNITS) return null;
  const [a, b] = encoded.map((side) => side.map((code) => String.fromCharCode(code)).join(""));
  return distanceChars(a, b);
}

/**
 * One code unit per distinct word turns a distance of words into a distance of texts.
 *
 * @param {string} word
 * @param {Map<string, number>} codes
 */
function codeOf(word, codes) {
  const code = codes.get(word) ?? codes.size;
  codes.set(word, code);
  return code;
}

/**
 * A common beginning or end never changes the distance, and most corrections are short.
 *
 * @param {string} a
 * @param {string} b
 */
function withoutCommonEnds(a, b) {
  const shorter = Math.min(a.length, b.length);
  let start = 0;
  while (start < shorter && a[start] === b[start]) start++;
  let end = 0;
  while (end < shorter - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  return [a.slice(start, a.length - end), b.slice(start, b.length - end)];
}
