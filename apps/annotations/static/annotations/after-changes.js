import { Judge } from "../schemes/kinds/_judge.js";
import { directLines } from "./line-direction.js";
import { offerUndo } from "./toast.js";

/** How long after a change the map says so: typing must not wait for it. */
const MAP_MILLISECONDS = 150;

/**
 * @typedef {{
 *   page: HTMLElement,
 *   sheet: import("./answers.js").AnswerSheet,
 *   steps: import("./trace/trace-steps.js").TraceSteps,
 *   outline: import("./trace/outline.js").Outline,
 *   marking: import("./marking/marking.js").Marking,
 *   asked: import("./asked-questions.js").AskedQuestions,
 *   suggestions: import("./suggestions.js").Suggestions,
 *   complaints: import("./missing.js").Complaints,
 *   answering: import("./actions/answering.js").Answering,
 *   touch: (how?: {atOnce?: boolean}) => void,
 * }} Around `touch` says that there is something to save
 */

/**
 * What follows from a change of the answers, be it at a question, in the text of the trace or at the steps: map, complaints,
 * suggestions and the questions that depend on it are shown anew, and it is to be saved. Nothing is saved of what is filled in.
 */
export class AfterChanges {
  #around;
  #isFilling = false;
  /** @type {Judge | null} whose answer was changed last, where its changes can be undone */
  #lastChanged = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #mapTimer;

  /** @param {Around} around */
  constructor(around) {
    this.#around = around;
  }

  listen() {
    const { page, steps } = this.#around;
    steps.addEventListener("trace-steps:change", () => this.#stepsChanged());
    page.addEventListener("input", ({ target }) => {
      if (target instanceof Element && target.closest(".question[data-scheme]")) this.#changed(target);
    });
    page.addEventListener("suggestions:accept", ({ target }) => this.#changed(/** @type {Element} */ (target), { atOnce: true }));
    page.addEventListener("judge:change", (event) => this.#judged(/** @type {CustomEvent} */ (event)));
    page.addEventListener("judge:dismiss", () => this.#refreshMapSoon());
    page.addEventListener("judge:removed", (event) => this.#offerBack(/** @type {CustomEvent} */ (event)));
    page.addEventListener("marks:change", ({ target }) => this.#marked(/** @type {Element} */ (target)));
  }

  /** With each trace: nothing was changed in it yet. */
  open() {
    this.#lastChanged = null;
  }

  /** The map was drawn just now, as everything stands. */
  mapped() {
    clearTimeout(this.#mapTimer);
  }

  /** Shows answers without taking them for typed. @param {import("./saving/pending.js").Answers} answers */
  fill(answers) {
    const { page, sheet, complaints, suggestions, marking } = this.#around;
    complaints.clear();
    this.#isFilling = true;
    sheet.fill(answers);
    this.#showAsked();
    suggestions.refresh();
    marking.paint();
    for (const area of page.querySelectorAll("textarea")) directLines(area);
    this.#isFilling = false;
  }

  /** What was changed last is taken back first. @param {"undo" | "redo"} way */
  goBack(way) {
    const { marking, steps } = this.#around;
    const isDone = this.#lastChanged?.[way]() || (way === "undo" && marking.undo());
    if (!isDone) steps.corrections[way]();
  }

  #stepsChanged() {
    const { marking, complaints, steps, touch } = this.#around;
    this.#refreshMapSoon();
    if (this.#isFilling) return;
    marking.rest();
    this.#lastChanged = null;
    complaints.recheck(document.activeElement ?? steps);
    touch();
  }

  /** @param {CustomEvent} event of a question that is asked at each step or call */
  #judged({ target, detail }) {
    const { marking, complaints, steps, suggestions, touch } = this.#around;
    steps.refreshRows(detail.places);
    this.#refreshMapSoon();
    if (this.#isFilling) return;
    suggestions.refresh();
    if (target instanceof Judge && target.hasUndo) {
      this.#lastChanged = target;
      marking.rest();
    }
    complaints.recheck(/** @type {Element} */ (target));
    touch({ atOnce: detail.atOnce });
  }

  /** @param {CustomEvent} event of a question at the steps, something of which was removed */
  #offerBack({ target, detail }) {
    if (target instanceof Judge) offerUndo(detail.text, () => target.undo());
  }

  /** @param {Element} question whose marks changed */
  #marked(question) {
    this.#lastChanged = null;
    this.#around.suggestions.refresh();
    this.#around.complaints.recheck(question);
    this.#around.touch({ atOnce: true });
  }

  /** @param {Element} target the control or question that was changed @param {{atOnce?: boolean}} [how] */
  #changed(target, { atOnce = target.matches("input:is([type=radio], [type=checkbox])") } = {}) {
    this.#showAsked();
    this.#around.suggestions.refresh();
    this.#around.complaints.recheck(target);
    this.#around.touch({ atOnce });
  }

  /** Questions come and go with the answers to others. */
  #showAsked() {
    const { asked, answering, sheet, marking, steps } = this.#around;
    const changed = asked.refresh();
    if (changed.length === 0) return;
    if (!this.#isFilling) asked.say(changed);
    answering.follow(changed);
    if (sheet.markers.some((marker) => changed.includes(marker))) {
      marking.disarm();
      marking.paint();
    }
    if (!sheet.judges.some((judge) => changed.includes(judge))) return;
    steps.refreshRows(null);
    this.#refreshMapSoon();
  }

  #refreshMapSoon() {
    clearTimeout(this.#mapTimer);
    this.#mapTimer = setTimeout(() => this.#around.outline.refresh(), MAP_MILLISECONDS);
  }
}
