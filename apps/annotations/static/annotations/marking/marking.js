import { atOf, stretch } from "../../schemes/kinds/_spans.js";
import { part } from "../work.js";
import { FINAL } from "../trace/anchors.js";
import { labelOf } from "../trace/labels.js";
import { LongText } from "../trace/long-text.js";
import { bringIntoSight } from "../trace/sight.js";
import { CaretDialog } from "./caret-dialog.js";
import { MarkMenu } from "./mark-menu.js";
import { marksAt, paint, paintHere, placesIn, rangeOf, textOf } from "./painting.js";
import { selectedIn } from "./selecting.js";

/**
 * @typedef {import("../../schemes/kinds/span.js").SpanMarks} SpanMarks
 * @typedef {import("../../schemes/kinds/_spans.js").Span} Span
 * @typedef {import("./caret-dialog.js").Readable} Readable
 */

/**
 * Brings the questions that mark texts and the texts of the page together: what is selected becomes a mark, and marks are
 * drawn wherever their text is in the page, however often its step leaves and comes back.
 */
export class Marking {
  #page;
  #trace;
  #steps;
  /** @type {SpanMarks[]} */
  #all = [];
  #menu;
  #dialog;
  #frame = 0;
  /** @type {SpanMarks | null} that changed last, while nothing else did */
  #last = null;

  /**
   * @param {HTMLElement} page
   * @param {import("../trace/trace-steps.js").TraceSteps} steps
   * @param {SpanMarks[]} questions the page has the menu and the dialog where there are any
   */
  constructor(page, steps, questions) {
    this.#page = page;
    this.#trace = part(page, ".work-trace");
    this.#steps = steps;
    this.#all = questions;
    if (questions.length === 0) return;
    this.#menu = new MarkMenu(part(page, "#mark-menu"));
    this.#dialog = new CaretDialog(part(page, "#mark-dialog", HTMLDialogElement), (...mark) => this.#mark(...mark));
    this.#listen();
    new MutationObserver(() => this.#paintSoon()).observe(this.#trace, {
      childList: true, characterData: true, subtree: true, attributes: true, attributeFilter: ["hidden", "data-at"],
    });
  }

  /** Whether texts are marked here. */
  get isAsked() {
    return this.#questions.length > 0;
  }

  /** Those that are asked now. */
  get #questions() {
    return this.#all.filter(({ hidden }) => !hidden);
  }

  /** Another text is changed now: "undo" is no longer about a mark. */
  rest() {
    this.#last = null;
  }

  /** @returns {boolean} whether the last change was one of the marks, and is taken back */
  undo() {
    return this.#last?.undo() ?? false;
  }

  /** No label waits for a selection any more. */
  disarm() {
    for (const question of this.#all) question.arm(null);
    this.#trace.classList.remove("is-marking");
  }

  /** The step somebody is at as a text with a caret. */
  async openCaret() {
    if (!this.#dialog || this.#questions.some((question) => question.closest("[inert]"))) return;
    const texts = [...(await this.#textsOfStep()), ...this.#textsBeside()].filter(({ at }) => this.#questions.some((question) => question.asksAbout(at)));
    const [first] = selectedIn(this.#trace);
    if (texts.length > 0) await this.#dialog.open(texts, this.#questions, first?.at ?? texts[0].at);
  }

  #listen() {
    // A selection may end outside of the text that it began in; a click on the text comes before it is marked.
    this.#trace.addEventListener("pointerdown", () =>
      document.addEventListener("pointerup", () => setTimeout(() => this.#markSelection()), { once: true }));
    this.#trace.addEventListener("click", (event) => this.#click(event), { capture: true });
    for (const question of this.#all) {
      // A button that is pressed by the mouse would take the selection away.
      question.addEventListener("mousedown", (event) => event.target instanceof Element && event.target.closest("[data-label]") && event.preventDefault());
      question.addEventListener("marks:label", (event) => this.#choose(question, /** @type {CustomEvent} */ (event).detail.label));
      question.addEventListener("marks:go", (event) => void this.#goTo(/** @type {CustomEvent} */ (event).detail.span));
      question.addEventListener("marks:menu", (event) => {
        const { span, button } = /** @type {CustomEvent} */ (event).detail;
        this.#menu?.open([{ question, span }], button);
      });
      question.addEventListener("marks:change", () => {
        this.#last = question;
        this.paint();
      });
    }
  }

  /** A label for what is selected, else for what will be; the same again puts it down. @param {SpanMarks} question @param {string} label */
  #choose(question, label) {
    if (selectedIn(this.#trace).length > 0) return void this.#markSelected(question, label);
    const wasArmed = question.armed === label;
    this.disarm();
    question.arm(wasArmed ? null : label);
    this.#trace.classList.toggle("is-marking", !wasArmed);
  }

  #markSelection() {
    const question = this.#questions.find(({ armed }) => armed !== null);
    if (question?.armed && !question.closest("[inert]")) this.#markSelected(question, question.armed);
  }

  /** @param {SpanMarks} question @param {string} label */
  #markSelected(question, label) {
    const selected = selectedIn(this.#trace);
    if (selected.length === 0) return this.#sayWhyNot(question);
    if (selected.length > 1) return void question.say(gettext("A mark lies in one text: select less."));
    if (this.#mark(question, label, selected[0])) getSelection()?.removeAllRanges();
  }

  /** What is drawn from a call has lines and signs that its text does not have. @param {SpanMarks} question */
  #sayWhyNot(question) {
    const selection = getSelection();
    if (!selection || selection.isCollapsed || !this.#trace.contains(selection.anchorNode)) return;
    question.say(gettext("Only texts as they were recorded can be marked. Those of a call that is drawn are folded below it."));
  }

  /** @param {SpanMarks} question @param {string} label @param {import("./selecting.js").Selected} selected @returns {boolean} */
  #mark(question, label, { at, whole, from, to }) {
    if (!question.asksAbout(at)) return question.say(gettext("This question is not about that text."));
    const found = stretch(whole, from, to);
    const colon = at.indexOf(":");
    return found !== null && question.add({ label, step: at.slice(0, colon) || null, pointer: at.slice(colon + 1), ...found });
  }

  /** @param {MouseEvent} event */
  #click(event) {
    if (!(getSelection()?.isCollapsed ?? true) || this.#questions.some((question) => question.closest("[inert]"))) return;
    const marks = marksAt(this.#trace, this.#questions, event);
    const button = marks[0]?.question.buttonOf(marks[0].span);
    if (!button) return;
    event.stopPropagation(); // a text that can be edited would open
    this.#menu?.open(marks, button, new DOMRect(event.clientX, event.clientY, 0, 0));
  }

  /** Draws the marks where they are now. */
  paint() {
    paint(this.#trace, this.#questions);
  }

  #paintSoon() {
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      this.paint();
    });
  }

  /** @param {Span} span */
  async #goTo(span) {
    const name = span.step ?? (span.pointer === this.#steps.data.trace.final_answer?.pointer ? FINAL : null);
    if (name !== null) await this.#unfold(name, span.pointer);
    const place = placesIn(this.#trace).find((each) => each.getAttribute("data-at") === atOf(span));
    if (!place) return;
    if (place instanceof LongText) await place.openWhole();
    if (place.matches(".task-text")) place.classList.add("is-open");
    if (name !== null) this.#steps.goTo(name, { focus: false }); // the list measures how high it is now
    const text = textOf(place);
    const range = text && rangeOf(text, span);
    paintHere(range);
    if (range && place.checkVisibility()) bringIntoSight(range, place);
    else bringIntoSight(place.closest("edit-field") ?? place, place.parentElement);
  }

  /** What hides a text opens. @param {string} name @param {string} pointer */
  async #unfold(name, pointer) {
    this.#steps.goTo(name, { focus: false });
    if (name !== FINAL) await this.#steps.data.arrival(name).catch(() => undefined); // without a network its place is shown
    this.#steps.goTo(name, { focus: false });
    const view = this.#steps.view(name);
    if (view?.element.matches(".is-folded")) view.toggleFold();
    const [, call, inside] = /^\/tool_calls\/(\d+)\/(.*)/.exec(pointer) ?? [];
    if (call === undefined) return;
    const fold = view?.callElement(`${name}.${call}`)?.querySelector(`details.${inside === "output" ? "result" : "inputs"}:not([open])`);
    if (!(fold instanceof HTMLDetailsElement)) return;
    const isDrawn = new Promise((done) => fold.addEventListener("toggle", done, { once: true }));
    fold.open = true;
    await isDrawn;
  }

  /** @returns {Promise<Readable[]>} */
  async #textsOfStep() {
    const { here, data, beside } = this.#steps;
    if (here === undefined || here.startsWith("+")) return [];
    if (here === FINAL) return textsIn("", gettext("Final answer"), [data.trace.final_answer], data);
    if (beside) return []; // the candidates are only read
    await data.arrival(here).catch(() => undefined);
    const step = data.step(here);
    const title = interpolate(gettext("Step %(number)s"), { number: Number(here) + 1 }, true);
    const ofCall = (/** @type {import("../trace/trace-data.js").Call} */ call, /** @type {number} */ index) =>
      textsIn(here, `${title}, ${interpolate(gettext("call %(number)s"), { number: index + 1 }, true)}`, [...call.inputs, call.result], data);
    return step ? [...textsIn(here, title, step.fields, data), ...step.calls.flatMap(ofCall)] : [];
  }

  /** The task and the fields beside the steps. @returns {Readable[]} */
  #textsBeside() {
    const places = [...this.#page.querySelectorAll(".task [data-at]")];
    return places.map((place) => ({
      at: place.getAttribute("data-at") ?? "",
      title: place.closest(".field")?.querySelector(".label")?.textContent ?? gettext("Task"),
      whole: async () => (place instanceof LongText && (await place.openWhole()), textOf(place)?.data ?? ""),
    }));
  }
}

/**
 * @param {string} step
 * @param {string} title
 * @param {(import("../trace/trace-data.js").Field | null)[]} fields
 * @param {import("../trace/trace-data.js").TraceData} data
 * @returns {Readable[]}
 */
const textsIn = (step, title, fields, data) => fields.flatMap((field) => (field === null || field.json || field.text === "" ? [] : [{
  at: `${step}:${field.pointer}`,
  title: field.key === "step" || step === "" ? title : `${title}, ${labelOf(field.key)}`,
  whole: () => data.whole(step || null, field),
}]));
