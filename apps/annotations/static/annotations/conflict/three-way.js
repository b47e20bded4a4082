import { sameAnswers } from "../saving/same-answers.js";

/**
 * @typedef {"mine" | "theirs"} Side
 * @typedef {Map<string, any>} Places what each place says; one that is not there says what it said originally
 * @typedef {{at: string, mine: any, theirs: any, by: Side | "both"}} Difference `by` whom it was changed since `from`
 */

/**
 * The places where two versions differ that both come from a third.
 *
 * @param {Places} mine
 * @param {Places} theirs
 * @param {Places} from
 * @returns {Difference[]}
 */
export function differences(mine, theirs, from) {
  return unionOf(mine, theirs)
    .map((at) => ({ at, mine: mine.get(at), theirs: theirs.get(at), by: changedBy(mine.get(at), theirs.get(at), from.get(at)) }))
    .filter((place) => !sameAnswers(place.mine, place.theirs));
}

/**
 * One version of both, where they differ the side that is chosen for the place.
 *
 * @param {Places} mine
 * @param {Places} theirs
 * @param {(at: string) => Side} sideAt
 * @returns {Places}
 */
export function merged(mine, theirs, sideAt) {
  const chosen = unionOf(mine, theirs).map((at) => /** @type {const} */ ([at, (sideAt(at) === "mine" ? mine : theirs).get(at)]));
  return new Map(chosen.filter(([, value]) => value !== undefined));
}

/** @param {Places} mine @param {Places} theirs */
const unionOf = (mine, theirs) => [...new Set([...mine.keys(), ...theirs.keys()])];

/** @param {any} mine @param {any} theirs @param {any} from @returns {Side | "both"} */
function changedBy(mine, theirs, from) {
  if (sameAnswers(mine, from)) return "theirs";
  return sameAnswers(theirs, from) ? "mine" : "both";
}
