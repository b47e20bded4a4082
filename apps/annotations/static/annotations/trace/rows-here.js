/**
 * The rows that the digits answer: of the call somebody is in, else of the step; where only its calls are judged, of the
 * first one that is open.
 *
 * @param {Element | undefined} step the one somebody is at
 * @param {Element | null} focused
 * @returns {HTMLElement[]}
 */
export function rowsHere(step, focused) {
  const rows = /** @type {HTMLElement[]} */ ([...(step?.querySelectorAll(".judge:not([hidden]):has([data-key])") ?? [])]);
  const callOf = (/** @type {Element | null} */ element) => element?.closest("[data-call]") ?? null;
  const ofCall = rows.filter((row) => callOf(row) !== null && callOf(row) === callOf(focused));
  if (ofCall.length > 0) return ofCall;
  const ofStep = rows.filter((row) => callOf(row) === null);
  if (ofStep.length > 0 || rows.length === 0) return ofStep;
  const first = rows.find((row) => row.hasAttribute("data-open")) ?? rows[0];
  return rows.filter((row) => callOf(row) === callOf(first));
}
