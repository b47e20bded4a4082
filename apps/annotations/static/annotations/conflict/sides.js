/** @typedef {import("../diff.js").Hunk} Hunk */

/** What both versions say is shown this far round a change. */
const AROUND = 160;

/**
 * One side of a difference: what only this version says is marked.
 *
 * @param {HTMLElement} place
 * @param {Hunk[]} hunks
 * @param {"deleted" | "inserted"} own
 */
export function showSide(place, hunks, own) {
  const shown = hunks.filter(({ op }) => op === "same" || op === own);
  place.replaceChildren(...shown.map(({ op, text }, index) => (op === own ? marked(text) : shortened(text, index > 0, index < shown.length - 1))));
}

/** @param {string} text */
function marked(text) {
  const mark = document.createElement("mark");
  mark.textContent = text;
  return mark;
}

/** @param {string} text @param {boolean} hasBefore a change stands before it @param {boolean} hasBehind */
function shortened(text, hasBefore, hasBehind) {
  const head = hasBefore ? text.slice(0, AROUND) : "";
  const tail = hasBehind ? text.slice(-AROUND) : "";
  const isShort = text.length <= head.length + tail.length || (!hasBefore && !hasBehind);
  return document.createTextNode(isShort ? text : `${head} … ${tail}`);
}
