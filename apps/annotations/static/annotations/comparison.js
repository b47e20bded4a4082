import { difference } from "./diff.js";
import { distanceChars, distanceWords } from "./distance.js";

/** @typedef {import("./diff.js").Difference & {chars: number | null, words: number | null}} Comparison */

/** Texts up to this length together are compared at once; the trip to the worker would take longer. */
const AT_ONCE = 4000;
const PAUSE_MILLISECONDS = 60;

/**
 * @param {string} original
 * @param {string} text
 * @returns {Comparison}
 */
export const compare = (original, text) => ({
  ...difference(original, text),
  chars: distanceChars(original, text),
  words: distanceWords(original, text),
});

/** Compares texts away from the keystroke. One field's newer request replaces its older ones, and the latest always wins. */
export class Comparer {
  /** @type {Map<object, {original: string, text: string, show: (found: Comparison) => void}>} */
  #waiting = new Map();
  /** @type {object | undefined} the field whose texts the worker is comparing */
  #asked;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  /** @type {Worker | undefined} */
  #worker;
  #startWorker;

  /** @param {() => Worker} startWorker called when the first large text comes */
  constructor(startWorker) {
    this.#startWorker = startWorker;
  }

  /**
   * @param {object} field
   * @param {string} original
   * @param {string} text
   * @param {(found: Comparison) => void} show
   */
  request(field, original, text, show) {
    this.#waiting.set(field, { original, text, show });
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#next(), PAUSE_MILLISECONDS);
  }

  /** @param {object} field that no longer wants an answer */
  cancel(field) {
    this.#waiting.delete(field);
    if (this.#asked === field) this.#asked = {};
  }

  #next() {
    for (const [field, { original, text, show }] of this.#waiting) {
      if (original.length + text.length <= AT_ONCE) {
        this.#waiting.delete(field);
        show(compare(original, text));
      } else if (!this.#asked) this.#ask(field);
    }
  }

  /** @param {object} field */
  #ask(field) {
    const request = this.#waiting.get(field);
    if (!request) return;
    this.#waiting.delete(field);
    this.#asked = field;
    this.#worker ??= this.#startWorker();
    this.#worker.onmessage = ({ data }) => {
      const stillWanted = this.#asked === field && !this.#waiting.has(field);
      this.#asked = undefined;
      if (stillWanted) request.show(data);
      this.#next();
    };
    this.#worker.postMessage({ original: request.original, text: request.text });
  }
}
