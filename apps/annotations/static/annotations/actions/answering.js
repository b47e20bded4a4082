import { takeButtonAt } from "../../schemes/kinds/_suggested-comment.js";
import { optionOfKey } from "../rows.js";

/** Answers by keys: which question the digits answer, and what letters do to what is asked where somebody is. */
export class Answering {
  #page;
  #steps;
  #here;
  #suggestions;
  /** @type {Element | null} the question that the digits answer; null for those at the step somebody is at */
  #current = null;

  /**
   * @param {HTMLElement} page
   * @param {import("../trace/trace-steps.js").TraceSteps} steps
   * @param {import("./here.js").Here} here
   * @param {import("../suggestions.js").Suggestions} suggestions
   */
  constructor(page, steps, here, suggestions) {
    this.#page = page;
    this.#steps = steps;
    this.#here = here;
    this.#suggestions = suggestions;
  }

  /** With each trace. */
  open() {
    this.#setCurrentQuestion(this.#questionOfKeys);
  }

  /** The digits answer the question that has the focus, if it has keys. @param {Element} focused */
  turnTo(focused) {
    const question = focused.closest(".question");
    if (question && focused.matches("[data-key]")) this.#setCurrentQuestion(question);
  }

  /** The digits answer what is asked at the step somebody goes to. */
  arriveAtStep() {
    if (this.#here.rows.length > 0) this.#setCurrentQuestion(null);
  }

  /** The one that digits answer may be among those that came or went. @param {Element[]} changed */
  follow(changed) {
    if (!this.#current || changed.includes(this.#current)) this.#setCurrentQuestion(this.#questionOfKeys);
  }

  /** @param {string} key */
  choose(key) {
    const places = this.#current ? [this.#current] : this.#here.rows;
    const option = places.map((place) => optionOfKey(place, key, document.activeElement)).find((found) => found !== null);
    // What is inert for the hand is so for keys: a click by script would get through.
    if (!(option instanceof HTMLElement) || option.closest("[inert], [hidden]")) return;
    option.focus();
    option.click();
  }

  /**
   * What the button stands at; by key the suggested comment that has the focus, else what is suggested at the current question or,
   * without one, where somebody is in the trace.
   *
   * @param {Element | null} from
   */
  accept(from) {
    const button = takeButtonAt(from);
    if (button) return button.click();
    const place = from?.closest(".prelabel")?.parentElement;
    const row = /** @type {HTMLElement | null | undefined} */ (place?.closest(".judge"));
    const question = row ? null : place ?? this.#current;
    if (question) this.#suggestions.accept(question.getAttribute("data-scheme") ?? "");
    else if (row) this.#suggestions.acceptAt(row.dataset.place ?? "", row.dataset.judge);
    else for (const at of this.#here.places) this.#suggestions.acceptAt(at);
    // The button is gone now; who pressed it goes on at what it did.
    if (place) /** @type {HTMLElement | null} */ (place.querySelector("input:checked, [aria-pressed=true], select, textarea, input, summary"))?.focus();
  }

  /** @param {string} action of the first question that takes it */
  pointOut(action) {
    const { here, judges } = this.#steps;
    const judge = judges.find(({ points }) => points === action);
    if (judge && here !== undefined && !this.#steps.isFold(here) && !judge.closest("[inert]")) judge.pointOut(here);
  }

  /** Into the note of what is asked here; a note that is hidden is shown. */
  note() {
    const row = this.#here.rows.find((each) => each.querySelector("[data-gives=note]"));
    const place = row?.querySelector(".judge-note:not([hidden]) textarea") ?? row?.querySelector("[data-gives=note]");
    if (place instanceof HTMLTextAreaElement) place.focus();
    else if (place instanceof HTMLElement) place.click();
  }

  /** Opens a comment on the line that has the focus, else on the first line of the step somebody is at. */
  comment() {
    const view = this.#steps.view(this.#steps.here ?? "");
    const judge = this.#steps.judges.find((each) => each.hasUndo && !each.closest("[inert]"));
    if (!view || !judge || this.#steps.isFold(view.step.name)) return;
    view.unfold();
    judge.comment(view.element, document.activeElement);
  }

  /** What digits answer as long as nobody goes elsewhere: what is asked at the step, else the first question with keys. */
  get #questionOfKeys() {
    return this.#here.rows.length > 0 ? null : this.#page.querySelector(".question:not([hidden]):has([data-key])");
  }

  /** @param {Element | null} question */
  #setCurrentQuestion(question) {
    this.#current = question;
    for (const each of this.#page.querySelectorAll(".question")) each.classList.toggle("is-current", each === question);
  }
}
