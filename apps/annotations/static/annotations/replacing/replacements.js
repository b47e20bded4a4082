import { matchesIn, replaced } from "./matches.js";
import { sentText } from "./places.js";

/**
 * @typedef {import("./places.js").Place} Place
 * @typedef {{place: Place, matches: import("./matches.js").Match[]}} Found at least one match
 */

/** Work goes on for this long before others get their turn. */
const TURN_MILLISECONDS = 12;

/** Lets others have their turn. */
export const breath = () => new Promise((resolve) => setTimeout(resolve));

/**
 * Where it stands in the texts. Lets the page breathe, and gives up when somebody looks for something else.
 *
 * @param {Place[]} places
 * @param {import("./matches.js").Wanted} wanted
 * @param {() => boolean} isOutdated
 * @returns {Promise<Found[] | undefined>} undefined when it gave up
 */
export async function found(places, wanted, isOutdated) {
  /** @type {Found[]} */
  const all = [];
  let begun = performance.now();
  for (const place of places) {
    const matches = matchesIn(place.text, wanted);
    if (matches.length > 0) all.push({ place, matches });
    if (performance.now() - begun < TURN_MILLISECONDS) continue;
    await breath();
    if (isOutdated()) return undefined;
    begun = performance.now();
  }
  return all;
}

/**
 * The edits that put `replacement` there, as `Corrections.editAll` takes them; each place keeps the reason it has.
 *
 * @param {Found[]} chosen
 * @param {string} replacement
 * @param {string} reason for those that have none
 */
export const changesFor = (chosen, replacement, reason) =>
  chosen.map(({ place, matches }) => ({
    edit: {
      step: place.step, pointer: place.pointer, text: sentText(place, replaced(place.text, matches, replacement)),
      reason: place.edit?.reason || (canHaveReason(place.step) ? reason : ""),
    },
    original: place.original,
  }));

/** Answers have no place for that of a final answer or of what is new. @param {string | null} step */
const canHaveReason = (step) => step !== null && !step.includes("+");

/** @param {Found[]} all */
export const countOf = (all) => all.reduce((sum, { matches }) => sum + matches.length, 0);
