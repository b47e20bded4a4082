/** @typedef {import("../../schemes/kinds/_judge.js").Judge} Judge */

/** The step that a place is in. @param {string} place a step's name or a call's */
export const stepOf = (place) => place.split(".")[0];

/** Where a question is still open, in the order of the trace: a step before its calls. @param {Pick<Judge, "toJudge">[]} judges @returns {string[]} */
export const openPlaces = (judges) => [...new Set(judges.flatMap(({ toJudge }) => toJudge))].sort(compare);

/** The steps in which a question is still open. @param {Pick<Judge, "toJudge">[]} judges @returns {Set<string>} */
export const toJudge = (judges) => new Set(judges.flatMap((judge) => judge.toJudge).map(stepOf));

/**
 * From the last place it goes on at the first.
 *
 * @param {string[]} open in order
 * @param {string} here
 * @param {1 | -1} direction
 */
export function nextPlace(open, here, direction) {
  const start = /^\d/.test(here) ? here : "-1"; // the final answer and what was inserted have no number
  const ahead = direction === 1 ? open.find((place) => compare(place, start) > 0) : open.filter((place) => compare(place, start) < 0).at(-1);
  return ahead ?? open.at(direction === 1 ? 0 : -1);
}

/** @param {string} a @param {string} b */
function compare(a, b) {
  const [[step, call = -1], [otherStep, otherCall = -1]] = [a, b].map((place) => place.split(".").map(Number));
  return step - otherStep || call - otherCall;
}
