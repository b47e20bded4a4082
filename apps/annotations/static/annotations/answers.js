import { Judge } from "../schemes/kinds/_judge.js";
import { SpanMarks } from "../schemes/kinds/span.js";
import { KINDS } from "./kinds.js";

/** @typedef {import("./saving/pending.js").Answers} Answers */

/** All questions of the page, each found by its scheme's name and read by its kind. */
export class AnswerSheet {
  #page;
  #schemes;

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
    return Object.fromEntries(this.#schemes.map(([name, { kind }]) => [name, KINDS[kind].read(this.question(name))]));
  }

  /** A question without an answer is emptied. @param {Answers} answers */
  fill(answers) {
    for (const [name, { kind }] of this.#schemes) KINDS[kind].fill(this.question(name), answers[name] ?? {});
  }

  /** @param {string} name */
  question(name) {
    const root = this.#page.querySelector(`[data-scheme="${CSS.escape(name)}"]`);
    if (!(root instanceof HTMLElement)) throw new Error(`The page has no place for the scheme "${name}".`);
    return root;
  }
}
