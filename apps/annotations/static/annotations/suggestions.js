import { Judge } from "../schemes/kinds/_judge.js";
import { modelOf, showSuggestion } from "../schemes/kinds/_suggested.js";
import { SpanMarks } from "../schemes/kinds/span.js";
import { KINDS } from "./kinds.js";
import { sameAnswers } from "./saving/same-answers.js";
import { part } from "./work.js";

/** @typedef {import("../schemes/kinds/_suggested.js").Suggestion} Suggestion */

/**
 * What models suggest for the questions of one turn. A suggestion is outlined and said beside its question; it becomes the
 * answer when the person accepts it, and goes along with that answer by its number.
 */
export class Suggestions {
  #sheet;
  #panel;
  /** @type {Map<string, Suggestion>} by the name of the scheme */
  #suggested = new Map();

  /** @param {HTMLElement} page @param {import("./answers.js").AnswerSheet} sheet */
  constructor(page, sheet) {
    this.#sheet = sheet;
    this.#panel = part(page, "[data-shows=suggestions]");
    page.addEventListener("marks:accept", (event) =>
      event.target instanceof SpanMarks && this.#acceptMarks(event.target, [/** @type {CustomEvent} */ (event).detail.span]));
    page.addEventListener("judge:accept", (event) =>
      event.target instanceof Judge && isOpenTo(event.target) && this.#acceptAtPlaces(event.target, /** @type {CustomEvent} */ (event).detail.places));
    page.addEventListener("judge:dismiss", () => this.refresh());
  }

  /** Those of another turn; before its answers are filled in. @param {Record<string, Suggestion>} suggested */
  open(suggested) {
    for (const name of this.#sheet.names) this.#clear(name);
    this.#suggested = new Map(Object.entries(suggested).filter(([name]) => this.#sheet.names.includes(name)));
    for (const judge of this.#sheet.judges) judge.suggestion = this.#suggested.get(judge.dataset.scheme ?? "");
    for (const marker of this.#sheet.markers) marker.suggest(this.#suggested.get(marker.dataset.scheme ?? "")?.answer);
  }

  /** The answers are others now. */
  refresh() {
    for (const [name, suggestion] of this.#suggested) {
      const question = this.#sheet.question(name);
      if (question instanceof Judge) this.#showAll(question, suggestion);
      else if (question instanceof SpanMarks) this.#showMarks(question, suggestion);
      else this.#show(name, question, suggestion);
    }
    const waiting = this.#waiting.length;
    this.#panel.hidden = waiting === 0;
    const words = ngettext("%(count)s suggestion", "%(count)s suggestions", waiting);
    part(this.#panel, "[data-shows=waiting]").textContent = interpolate(words, { count: waiting }, true);
  }

  /** @param {string} name of the scheme @returns {boolean} whether there was something to accept */
  accept(name) {
    const suggestion = this.#suggested.get(name);
    const question = this.#sheet.question(name);
    if (!suggestion || !isOpenTo(question)) return false;
    if (question instanceof Judge) return this.#acceptAtPlaces(question, question.suggestedPlaces);
    this.#sheet.begin(name, suggestion.prediction);
    if (question instanceof SpanMarks) question.acceptAll();
    else KINDS[this.#sheet.kindOf(name)].fill(question, suggestion.answer);
    question.dispatchEvent(new CustomEvent("suggestions:accept", { bubbles: true }));
    return true;
  }

  /** What is suggested at one place, by all questions that are asked there. @param {string} place @param {string} [name] only of this one */
  acceptAt(place, name) {
    for (const judge of this.#sheet.judges) {
      const isMeant = name === undefined || judge.dataset.scheme === name;
      if (isMeant && isOpenTo(judge) && judge.suggestedAt(place)) this.#acceptAtPlaces(judge, [place]);
    }
    if (name === undefined) for (const marker of this.#sheet.markers) this.#acceptMarks(marker, marker.pending.filter(({ step }) => step === place));
  }

  /** Of the questions without an answer; what somebody has answered stays, and what is asked only now was not seen. */
  acceptAll() {
    for (const name of this.#waiting) this.accept(name);
  }

  /** @param {SpanMarks} question @param {import("../schemes/kinds/_spans.js").Span[]} spans */
  #acceptMarks(question, spans) {
    const name = question.dataset.scheme ?? "";
    const suggestion = this.#suggested.get(name);
    if (!suggestion || spans.length === 0 || !isOpenTo(question)) return;
    this.#sheet.begin(name, suggestion.prediction);
    question.accept(spans);
  }

  /** @param {Judge} judge @param {string[]} places */
  #acceptAtPlaces(judge, places) {
    const suggestion = this.#suggested.get(judge.dataset.scheme ?? "");
    if (!suggestion || places.length === 0) return false;
    this.#sheet.begin(judge.dataset.scheme ?? "", suggestion.prediction);
    judge.accept(places);
    return true;
  }

  /** The schemes that are asked, with a suggestion and without an answer. */
  get #waiting() {
    return [...this.#suggested.keys()].filter((name) => {
      const question = this.#sheet.question(name);
      if (question.hidden) return false;
      if (question instanceof SpanMarks) return question.hasPending;
      return question instanceof Judge ? question.suggestedInWords !== "" : this.#isBlank(name);
    });
  }

  /** @param {string} name */
  #isBlank(name) {
    return sameAnswers(this.#read(name, this.#sheet.question(name)), this.#readWith(name, {}));
  }

  /** @param {string} name @param {HTMLElement} question @param {Suggestion} suggestion */
  #show(name, question, suggestion) {
    const kind = KINDS[this.#sheet.kindOf(name)];
    const isTaken = sameAnswers(this.#read(name, question), this.#readWith(name, suggestion.answer));
    const what = kind.summary(suggestion.answer).map(({ text }) => text).filter((text) => text !== "").map((text) => inWords(question, text)).join(", ");
    const { confidence, reasoning } = suggestion;
    showSuggestion(question, { what: what || gettext("see above"), model: modelOf(suggestion), confidence, reasoning, isTaken });
    outline(question, this.#filled(name, suggestion.answer));
  }

  /** @param {Judge} judge @param {Suggestion} suggestion */
  #showAll(judge, suggestion) {
    const what = judge.suggestedInWords;
    const { confidence, reasoning } = suggestion;
    showSuggestion(judge, what === "" ? undefined : { what, model: modelOf(suggestion), confidence, reasoning });
  }

  /** What was decided in another way is not said again. @param {SpanMarks} question @param {Suggestion} suggestion */
  #showMarks(question, suggestion) {
    const { suggestedInWords: what, hasPending, isTaken } = question;
    const { confidence, reasoning } = suggestion;
    showSuggestion(question, hasPending || isTaken ? { what, model: modelOf(suggestion), confidence, reasoning, isTaken } : undefined);
  }

  /** @param {string} name @param {HTMLElement} question */
  #read(name, question) {
    return KINDS[this.#sheet.kindOf(name)].read(question);
  }

  /** What the question would say with this answer. @param {string} name @param {any} answer */
  #readWith(name, answer) {
    return this.#read(name, this.#filled(name, answer));
  }

  /** A copy of the question that says this; the page itself stays as it is. @param {string} name @param {any} answer */
  #filled(name, answer) {
    const copy = /** @type {HTMLElement} */ (this.#sheet.question(name).cloneNode(true));
    KINDS[this.#sheet.kindOf(name)].fill(copy, answer);
    return copy;
  }

  /** @param {string} name */
  #clear(name) {
    const question = this.#sheet.question(name);
    showSuggestion(question, undefined);
    for (const option of question.querySelectorAll(".is-suggested")) option.classList.remove("is-suggested");
  }
}

/** An option as the page calls it. @param {HTMLElement} question @param {string} text an option's value, or something else */
function inWords(question, text) {
  const input = [...question.querySelectorAll("input")].find(({ value }) => value === text);
  return input?.closest("label")?.querySelector(".option-text")?.textContent ?? text;
}

/** Marks what is ticked in the copy. @param {HTMLElement} question @param {HTMLElement} filled */
function outline(question, filled) {
  const would = filled.querySelectorAll("input");
  question.querySelectorAll("input").forEach((input, index) => {
    input.closest("label")?.classList.toggle("is-suggested", would[index]?.checked ?? false);
  });
}

/** Nothing is changed while two versions wait for a decision, and nothing that is not asked. @param {HTMLElement} question */
const isOpenTo = (question) => question.closest("[inert], [hidden]") === null;
