import { distance } from "../../vendor/fastest-levenshtein/mod.js";

/** Two in five characters may differ, and never more than these. */
const SHARE = 0.4;
const MOST = 3;
const MOST_CHARS = 200;

/**
 * The name that was meant by another one, if any is near enough; of several the nearest, and of equally near ones the first.
 * Names that differ in their numbers alone, such as file1 and file2, mean different things.
 *
 * @param {string} name
 * @param {Iterable<string>} known
 * @returns {string | null}
 */
export function nearestName(name, known) {
  /** @type {string | null} */
  let nearest = null;
  let least = Infinity;
  if (name.length > MOST_CHARS) return null;
  for (const each of known) {
    const far = farness(name, each, least);
    if (far < least) [nearest, least] = [each, far];
  }
  return nearest;
}

/** @param {string} a @param {string} b @param {number} most anything from there on is far @returns {number} Infinity where they have little in common */
function farness(a, b, most) {
  const bound = Math.min(MOST, Math.floor(Math.max(a.length, b.length) * SHARE));
  if (a === b || withoutNumbers(a) === withoutNumbers(b)) return Infinity;
  if (spelt(a) === spelt(b) && spelt(a) !== "") return 0; // filePath for file_path
  if (isSwapped(a, b)) return 1;
  if (bound === 0 || Math.abs(a.length - b.length) > Math.min(bound, most)) return Infinity;
  const found = distance(a, b);
  return found <= bound ? found : Infinity;
}

/** Whether two neighbours have changed places: one slip of the hand, and a distance of two. @param {string} a @param {string} b */
function isSwapped(a, b) {
  if (a.length !== b.length || a.length < 3) return false;
  let at = 0;
  while (a[at] === b[at]) at += 1;
  return a[at] === b[at + 1] && a[at + 1] === b[at] && a.slice(at + 2) === b.slice(at + 2);
}

/** @param {string} name */
const withoutNumbers = (name) => name.replace(/\d+/g, "0");

/** @param {string} name */
const spelt = (name) => name.toLowerCase().replace(/[_-]/g, "");
