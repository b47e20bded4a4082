import { asked } from "./display-logic.js";
import { KINDS } from "./kinds.js";

/** @typedef {{kind: string, asked_when?: import("./display-logic.js").Logic}} Scheme */

/** Shows of the questions that depend on others those that are asked now, and says what came and went. What is hidden keeps its answer. */
export class AskedQuestions {
  #sheet;
  #place;
  /** @type {[string, Scheme][]} */
  #schemes;

  /**
   * @param {import("./answers.js").AnswerSheet} sheet
   * @param {Record<string, Scheme>} schemes by name
   * @param {HTMLElement} place where it is said
   */
  constructor(sheet, schemes, place) {
    this.#sheet = sheet;
    this.#place = place;
    this.#schemes = Object.entries(schemes).filter(([name]) => sheet.names.includes(name));
  }

  /** @returns {HTMLElement[]} the questions that came or went */
  refresh() {
    const waiting = this.#schemes.filter(([, { asked_when: logic }]) => logic);
    if (waiting.length === 0) return [];
    const found = asked(Object.fromEntries(this.#schemes.map(([name, { asked_when: logic }]) => [name, logic])), this.#answers(waiting));
    return waiting.flatMap(([name]) => {
      const question = this.#sheet.question(name);
      if (question.hidden !== found.has(name)) return [];
      question.hidden = !found.has(name);
      return [question];
    });
  }

  /** To who does not see it. @param {HTMLElement[]} changed */
  say(changed) {
    const came = changed.filter(({ hidden }) => !hidden).map(titleOf);
    const went = changed.filter(({ hidden }) => hidden).map(titleOf);
    const words = [
      came.length > 0 && interpolate(gettext("Now asked: %(questions)s"), { questions: came.join(", ") }, true),
      went.length > 0 && interpolate(gettext("Not asked any more: %(questions)s"), { questions: went.join(", ") }, true),
    ];
    this.#place.textContent = words.filter(Boolean).join(" ");
  }

  /** Of those that others depend on; what cannot be answered here is left out. @param {[string, Scheme][]} waiting */
  #answers(waiting) {
    const watched = new Set(waiting.flatMap(([, { asked_when: logic }]) => logic?.conditions.map(({ scheme }) => scheme)));
    const here = this.#schemes.filter(([name]) => watched.has(name));
    return Object.fromEntries(here.map(([name, { kind }]) => [name, KINDS[kind].read(this.#sheet.question(name))]));
  }
}

/** @param {HTMLElement} question */
const titleOf = (question) => question.querySelector("legend")?.firstChild?.textContent?.trim() ?? "";
