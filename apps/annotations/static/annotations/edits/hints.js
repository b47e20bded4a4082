import { fromTemplate } from "../template.js";
import { part } from "../work.js";

/**
 * @typedef {{text: string, isName?: boolean, act?: {label: string, title: string, run: () => void}}} Hint `isName` where the name of
 *   what it stands at is in doubt
 */

let places = 0;

/** What may be wrong with a field or a call, said below it; it hinders nothing. */
export class Hints {
  element;
  /** @type {Hint[]} */
  #shown = [];

  /** @param {Element} owner */
  constructor(owner) {
    this.element = part(owner, "[data-shows=hints]");
    this.element.id = `hints-${(places += 1)}`;
  }

  /** What is said already stays as it is: it may have the focus, and is not read out again. @param {Hint[]} hints */
  show(hints) {
    const isSaid = saidBy(hints) === saidBy(this.#shown);
    this.#shown = hints;
    this.element.hidden = hints.length === 0;
    if (!isSaid) this.element.replaceChildren(...hints.map((hint, index) => this.#line(hint, index)));
  }

  /** @param {Element} control */
  describe(control) {
    if (this.element.hidden) control.removeAttribute("aria-describedby");
    else control.setAttribute("aria-describedby", this.element.id);
  }

  /** @param {Hint} hint @param {number} index */
  #line({ text, act }, index) {
    const line = fromTemplate("hint-template");
    const button = part(line, "button");
    part(line, ".hint-text").textContent = text;
    button.hidden = act === undefined;
    [button.textContent, button.title] = [act?.label ?? "", act?.title ?? ""];
    button.addEventListener("click", () => this.#shown[index]?.act?.run());
    return line;
  }
}

/** @param {Hint[]} hints */
const saidBy = (hints) => JSON.stringify(hints.map(({ text, act }) => [text, act?.label]));
