/** @typedef {import("./corrections.js").State} State */

/** Where the steps and calls of a corrected trace stand: what was removed keeps its place, so that it can be brought back. */
export class Arrangement {
  #counts;
  #calls;
  #inserted;
  #removed;
  #touched;
  /** @type {string[]} all steps to show, the removed ones among them */
  shown;
  /** @type {string[]} the steps that are there, in order */
  steps;

  /** @param {number[]} counts how many calls each step of the document has @param {Omit<State, "edits">} state */
  constructor(counts, { shown, removed, moved, calls, inserted }) {
    this.#touched = moved;
    this.#counts = counts;
    this.#calls = calls;
    this.#inserted = inserted;
    this.#removed = removed;
    this.shown = shown ?? counts.map((_, index) => String(index));
    this.steps = removed.size > 0 ? this.shown.filter((name) => !removed.has(name)) : this.shown;
  }

  /** As if nothing had been inserted, removed or moved. */
  get isNatural() {
    return this.steps.length === this.#counts.length && this.steps.every((name, index) => name === String(index));
  }

  /** @param {string} name of a step or call */
  isRemoved(name) {
    return this.#removed.has(name);
  }

  get inserted() {
    return this.steps.filter((name) => name.startsWith("+"));
  }

  get removed() {
    return this.shown.filter((name) => this.#removed.has(name));
  }

  /**
   * The steps of the document that stand elsewhere among the others: those that the person took hold of where they explain
   * the order, else the fewest that do.
   */
  get moved() {
    const numbers = this.steps.filter((name) => !name.startsWith("+")).map(Number);
    const others = numbers.filter((number) => !this.#touched.has(String(number)));
    const kept = new Set(isRising(others) ? risingWith(numbers, others) : longestRising(numbers));
    return numbers.filter((number) => !kept.has(number)).map(String);
  }

  /** @param {string} step @returns {string[]} */
  callsOf = (step) => this.shownCallsOf(step).filter((name) => !this.#removed.has(name));

  /** As `shown`, for the calls of one step; those of an inserted one are part of it. @param {string} step @returns {string[]} */
  shownCallsOf = (step) => {
    if (step.startsWith("+")) return callNames(step, this.#inserted[step]?.tool_calls?.length ?? 0);
    return this.#calls[step] ?? naturalCalls(step, this.#counts);
  };

  /** The calls of steps where they are not those of the document. @returns {Record<string, string[]>} */
  get changedCalls() {
    const touched = new Set([...Object.keys(this.#calls), ...[...this.#removed].filter(isCall).map((name) => name.split(".")[0])]);
    const changed = [...touched].filter((step) => this.callsOf(step).join() !== naturalCalls(step, this.#counts).join());
    return Object.fromEntries(changed.map((step) => [step, this.callsOf(step)]));
  }
}

/**
 * Names in the order of an answer, which leaves out what was removed, with that back behind its predecessor in the document.
 *
 * @param {string[]} names
 * @param {string[]} natural the order of the document
 */
export function withRemoved(names, natural) {
  const here = new Set(names);
  const result = [...names];
  natural.forEach((name, index) => {
    if (!here.has(name)) result.splice(result.indexOf(natural[index - 1]) + 1, 0, name);
  });
  return result;
}

/** @param {string} step of the document @param {number[]} counts */
export const naturalCalls = (step, counts) => callNames(step, counts[Number(step)] ?? 0);

/** @param {string} step @param {number} count */
const callNames = (step, count) => Array.from({ length: count }, (_, index) => `${step}.${index}`);

/** @param {string} name */
const isCall = (name) => name.includes(".");

/** @param {number[]} numbers */
const isRising = (numbers) => numbers.every((number, index) => index === 0 || numbers[index - 1] < number);

/** A rising subsequence that has all of these. @param {number[]} numbers @param {number[]} these rising @returns {number[]} */
function risingWith(numbers, these) {
  /** @type {number[]} */
  const kept = [];
  let next = 0; // of these
  for (const number of numbers) {
    if (number === these[next]) next += 1;
    else if (number < (kept.at(-1) ?? -1) || number > (these[next] ?? Infinity)) continue;
    kept.push(number);
  }
  return kept;
}

/** One longest rising subsequence. @param {number[]} numbers @returns {number[]} */
export function longestRising(numbers) {
  /** @type {number[]} the index of the least end of a rising run of each length */
  const tails = [];
  /** @type {number[]} the index before each, -1 for none */
  const before = [];
  numbers.forEach((number, index) => {
    let low = 0, high = tails.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (numbers[tails[middle]] < number) low = middle + 1;
      else high = middle;
    }
    before[index] = low > 0 ? tails[low - 1] : -1;
    tails[low] = index;
  });
  const result = [];
  for (let index = tails.at(-1) ?? -1; index >= 0; index = before[index]) result.push(numbers[index]);
  return result.reverse();
}
