/** @typedef {import("./places.js").Place} Place @typedef {import("./matches.js").Match} Match */

/** The matches that somebody does not want to be replaced, by their place and where they begin there. */
export class LeftOut {
  /** @type {Map<string, Set<number>>} */
  #starts = new Map();

  clear() {
    this.#starts.clear();
  }

  /** @param {Place} place @param {Match} match */
  has(place, { start }) {
    return this.#starts.get(keyOf(place))?.has(start) ?? false;
  }

  /** Those of a place that are to be replaced. @param {Place} place @param {Match[]} matches */
  without(place, matches) {
    const starts = this.#starts.get(keyOf(place));
    return starts ? matches.filter(({ start }) => !starts.has(start)) : matches; // of a hundred thousand most places have none
  }

  /** @param {Place} place @param {Match} match @param {boolean} isLeftOut */
  set(place, { start }, isLeftOut) {
    const starts = this.#starts.get(keyOf(place)) ?? new Set();
    if (isLeftOut) starts.add(start);
    else starts.delete(start);
    this.#starts.set(keyOf(place), starts);
  }

  /** The text of a place was changed before `end`, by so many units: what stands behind goes along. @param {Place} place @param {number} end @param {number} by */
  move(place, end, by) {
    const starts = this.#starts.get(keyOf(place));
    if (starts) this.#starts.set(keyOf(place), new Set([...starts].map((start) => (start >= end ? start + by : start))));
  }
}

/** @param {Place} place */
const keyOf = ({ step, pointer }) => `${step ?? ""}:${pointer}`;
