import { Judge } from "../schemes/kinds/_judge.js";
import { SpanMarks } from "../schemes/kinds/span.js";
import { KINDS } from "./kinds.js";

/** @typedef {import("./saving/pending.js").Answers} Answers */

/** All questions of the page, each found by its scheme's name and read by its kind. */
export class AnswerSheet {
  #page;
  #schemes;
  /** @type {Map<string, number>} by the scheme, the prediction that its answer began from */
  #began = new Map();

  /**
   * @param {HTMLElement} page
   * @param {Record<string, {kind: string}>} schemes by name; those without a module of their kind are read-only
   */
  constructor(page, schemes) {
    this.#page = page;
    this.#schemes = Object.entries(schemes).filter(([, { kind }]) => kind in KINDS);
  }

  /** The schemes that can be answered here. */
  get names() {
    return this.#schemes.map(([name]) => name);
  }

  /** Those that are asked at each step. @returns {Judge[]} */
  get judges() {
    return this.names.flatMap((name) => {
      const root = this.question(name);
      return root instanceof Judge ? [root] : [];
    });
  }

  /** Those that mark texts of the trace. @returns {SpanMarks[]} */
  get markers() {
    return this.names.flatMap((name) => {
      const root = this.question(name);
      return root instanceof SpanMarks ? [root] : [];
    });
  }

  /** @returns {Answers} */
  read() {
    return Object.fromEntries(this.#schemes.map(([name, { kind }]) => [name, this.#with(name, KINDS[kind].read(this.question(name)))]));
  }

  /** A question without an answer is emptied. @param {Answers} answers */
  fill(answers) {
    for (const [name, { kind }] of this.#schemes) {
      const { prediction, ...answer } = /** @type {any} */ (answers[name] ?? {});
      if (prediction === undefined) this.#began.delete(name);
      else this.#began.set(name, prediction);
      KINDS[kind].fill(this.question(name), answer);
    }
  }

  /** The person accepted a prediction: the answer goes on from there. @param {string} name @param {number} prediction */
  begin(name, prediction) {
    this.#began.set(name, prediction);
  }

  /** @param {string} name */
  kindOf(name) {
    return Object.fromEntries(this.#schemes)[name].kind;
  }

  /** @param {string} name @param {any} answer */
  #with(name, answer) {
    return this.#began.has(name) ? { ...answer, prediction: this.#began.get(name) } : answer;
  }

  /** @param {string} name */
  question(name) {
    const root = this.#page.querySelector(`[data-scheme="${CSS.escape(name)}"]`);
    if (!(root instanceof HTMLElement)) throw new Error(`The page has no place for the scheme "${name}".`);
    return root;
  }
}
