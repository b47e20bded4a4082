import { order } from "../../schemes/kinds/_order.js";

/**
 * @typedef {import("./trace-data.js").Pair} Pair
 * @typedef {"same" | "differs" | "A" | "B"} Who has a row: both alike, both in their own way, or one side alone
 */

/**
 * Two traces in the place of one: which rows there are, which of them are folded, and on which side of the page each of the
 * two stands.
 */
export class SideBySide {
  pair;
  /** Whether the rows before the first difference are one line. */
  isFolded;
  #rows;

  /** @param {Pair} pair @param {import("./trace-data.js").Row[]} rows of the map */
  constructor(pair, rows) {
    this.pair = pair;
    this.#rows = rows;
    this.isFolded = this.beginning > 0;
  }

  /** How many rows the common beginning has; 0 where it is too short to be folded, and where nothing differs. */
  get beginning() {
    const first = this.pair.first ?? 0;
    return first >= 2 ? first : 0;
  }

  /** The first row that is not the same, by its name. @returns {string | undefined} */
  get firstDifference() {
    return this.pair.first === null ? undefined : String(this.pair.first);
  }

  /** Of the two, the one that stands first on the page comes first. @template T @param {T[]} sides as the data has them @returns {T[]} */
  inOrder(sides) {
    return inOrder(sides);
  }

  /** What a row is called that stands for the whole folded beginning. @param {string} name */
  isFold(name) {
    return this.isFolded && name === "0";
  }

  /** The rows in the page. @param {string[]} names all */
  shown(names) {
    return this.isFolded ? names.filter((name) => name === "0" || Number(name) >= this.beginning) : names;
  }

  /** @param {string} name */
  isHidden(name) {
    return this.isFolded && Number(name) < this.beginning;
  }

  /** @param {string} name @returns {Who} */
  whoHas(name) {
    return this.isFold(name) ? "same" : /** @type {Who} */ (this.#rows[Number(name)]?.[7] ?? "same");
  }

  /** The letter on the page of a side of the data that has a row alone; "" for both. @param {string} name */
  letterOf(name) {
    const at = this.inOrder(["A", "B"]).indexOf(this.whoHas(name));
    return at === -1 ? "" : this.pair.labels[at];
  }

  /** @returns {string} what the folded beginning is called */
  get foldTitle() {
    const count = this.beginning;
    return interpolate(ngettext("%(count)s equal step", "%(count)s equal steps", count), { count: count.toLocaleString() }, true);
  }
}

/** Of the two, the one that stands first on the page comes first. @template T @param {T[]} sides as the data has them @returns {T[]} */
export const inOrder = (sides) => (order.isFlipped ? [...sides].reverse() : sides);
