/**
 * Which turns are open in a tab of this browser: each page sends its own. Where a browser cannot say, nobody sends another's.
 * (Locks exist on https and localhost only.)
 */
const nameOf = (/** @type {number} */ assignment) => `tracewright:turn:${assignment}`;

/** Holds the turn until the page goes or `release` is called; several tabs may. @param {number} assignment @returns {() => void} release */
export function holdTurn(assignment) {
  /** @type {() => void} */
  let release = () => {};
  const until = new Promise((resolve) => (release = () => resolve(undefined)));
  void navigator.locks?.request(nameOf(assignment), { mode: "shared" }, () => until);
  return release;
}

/**
 * Acts only when no tab has the turn open, and then no other acts at the same time.
 *
 * @template Outcome
 * @param {number} assignment
 * @param {() => Promise<Outcome>} act
 * @returns {Promise<Outcome | undefined>}
 */
export async function withUnheldTurn(assignment, act) {
  return navigator.locks?.request(nameOf(assignment), { ifAvailable: true }, (lock) => (lock ? act() : undefined));
}
