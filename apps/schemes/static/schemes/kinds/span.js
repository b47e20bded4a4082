import { inOrder, isOverlapping, isSame, isSameStretch } from "./_spans.js";

/**
 * @typedef {import("./_spans.js").Span} Span
 * @typedef {{spans?: Span[], bad_text?: boolean}} Answer
 * @typedef {{name: string, shown: string, tone: string}} Label
 */

/**
 * Marks in the texts of the trace. The element is the question beside it: the labels, and a list of what is marked; the texts
 * come and go with the steps of the page, so what was marked is kept here.
 *
 * Fires "marks:change", "marks:label" with a label that somebody chose, "marks:go" with a mark to be shown, "marks:menu" with
 * a mark and the button that asks for its menu, and "marks:accept" with a suggested mark that is to become one.
 */
export class SpanMarks extends HTMLElement {
  /** @type {Span[]} */
  spans = [];
  /** @type {Span[][]} what was marked before each change */
  #before = [];
  /** @type {{spans: Span[], isBadText: boolean}} what a model would answer */
  #suggested = { spans: [], isBadText: false };

  connectedCallback() {
    this.addEventListener("click", ({ target }) => target instanceof Element && this.#clicked(target));
  }

  /** @returns {Answer} */
  get answer() {
    return { spans: this.spans, ...(this.#badText && { bad_text: this.#badText.checked }) };
  }

  /** @param {Answer} answer */
  set answer({ spans = [], bad_text = false }) {
    this.#before = [];
    if (this.#badText) this.#badText.checked = bad_text;
    this.#set(spans);
  }

  /** What a model suggests; it is no answer. @param {Answer | undefined} answer */
  suggest({ spans = [], bad_text = false } = {}) {
    this.#suggested = { spans, isBadText: bad_text };
    this.#draw();
  }

  /** What is suggested and was not decided: nobody marked that stretch, nor one in its way where marks may not overlap. @returns {Span[]} */
  get pending() {
    const isAlone = this.dataset.allowOverlap === undefined;
    const decides = (/** @type {Span} */ one, /** @type {Span} */ other) => (isAlone ? isOverlapping(one, other) : isSameStretch(one, other));
    return this.#suggested.spans.filter((each) => !this.spans.some((span) => decides(span, each)));
  }

  /** Whether anything of it waits for a decision. */
  get hasPending() {
    return this.pending.length > 0 || (this.#suggested.isBadText && this.#badText?.checked === false);
  }

  /** Whether all of it is the person's answer, too. */
  get isTaken() {
    const { spans, isBadText } = this.#suggested;
    return spans.every((each) => this.spans.some((span) => isSame(span, each))) && (!isBadText || this.#badText?.checked === true);
  }

  /** What is suggested, as people say it. */
  get suggestedInWords() {
    const { spans: { length: count }, isBadText } = this.#suggested;
    const marks = interpolate(ngettext("%(count)s mark", "%(count)s marks", count), { count: count.toLocaleString() }, true);
    return [...(count > 0 ? [marks] : []), ...(isBadText ? [gettext("Cannot be judged")] : [])].join(", ");
  }

  /** Makes suggested marks the person's, as one change. @param {Span[]} spans of those that wait */
  accept(spans) {
    if (spans.length > 0) this.#change([...this.spans, ...spans]);
  }

  /** Takes all that waits. */
  acceptAll() {
    if (this.#badText && this.#suggested.isBadText) this.#badText.checked = true;
    this.accept(this.pending);
  }

  /** @returns {Label[]} */
  get labels() {
    return this.#buttons.map(({ dataset, textContent }) => ({
      name: dataset.label ?? "", tone: dataset.tone ?? "", shown: (dataset.shown ?? textContent ?? "").trim(),
    }));
  }

  /** @param {string} name @returns {Label | undefined} */
  label(name) {
    return this.labels.find((label) => label.name === name);
  }

  /** What the question is called. */
  get title() {
    return this.querySelector("legend")?.firstChild?.textContent?.trim() ?? "";
  }

  /** The label that the next selected text gets. @returns {string | null} */
  get armed() {
    return this.#buttons.find((button) => button.getAttribute("aria-pressed") === "true")?.dataset.label ?? null;
  }

  /** @param {string | null} label */
  arm(label) {
    for (const button of this.#buttons) button.setAttribute("aria-pressed", String(button.dataset.label === label));
  }

  /** Whether the scheme asks about the text at a place. @param {string} at "4:/content" */
  asksAbout(at) {
    const { targetField: target, stepsKey = "" } = this.dataset;
    if (!target) return true;
    const isInSteps = [stepsKey, "steps", "structured_turns"].includes(target);
    return at.startsWith(":") ? at.split("/")[1] === escaped(target) : isInSteps;
  }

  /** Whether it was marked; the panel says why not. @param {Span} span */
  add(span) {
    const isTaken = this.dataset.allowOverlap === undefined && this.spans.some((each) => isOverlapping(each, span));
    if (isTaken) return this.say(gettext("Part of it is marked already, and marks may not overlap here."));
    if (this.spans.some((each) => isSame(each, span))) return this.say(gettext("It is marked so already."));
    this.#change([...this.spans, span]);
    const words = gettext("Marked “%(text)s” as %(label)s.");
    this.say(interpolate(words, { text: short(span.text), label: this.label(span.label)?.shown ?? span.label }, true));
    return true;
  }

  /** @param {Span} span */
  unmark(span) {
    this.#change(this.spans.filter((each) => !isSame(each, span)));
    this.say(interpolate(gettext("The mark on “%(text)s” is removed."), { text: short(span.text) }, true));
  }

  /** @param {Span} span @param {string} label */
  relabel(span, label) {
    this.#change(this.spans.map((each) => (isSame(each, span) ? { ...each, label } : each)));
  }

  /** Takes the last change back. @returns {boolean} whether there was one */
  undo() {
    const before = this.#before.pop();
    if (!before) return false;
    this.#set(before);
    this.say(gettext("The last change of the marks is taken back."));
    this.dispatchEvent(new CustomEvent("marks:change", { bubbles: true }));
    return true;
  }

  /** @param {string} words @returns {false} */
  say(words) {
    const place = this.querySelector("[data-shows=state]");
    if (place) place.textContent = words;
    return false;
  }

  /** The button that goes to a mark. @param {Span} span @returns {HTMLElement | null} */
  buttonOf(span) {
    const index = this.spans.findIndex((each) => isSame(each, span));
    return this.querySelectorAll("[data-gives=go]")[index] instanceof HTMLElement ? /** @type {HTMLElement} */ (this.querySelectorAll("[data-gives=go]")[index]) : null;
  }

  /** @param {Span[]} spans */
  #change(spans) {
    this.#before.push(this.spans);
    this.#set(spans);
    this.dispatchEvent(new CustomEvent("marks:change", { bubbles: true }));
  }

  /** @param {Span[]} spans */
  #set(spans) {
    this.spans = inOrder(spans, this.labels.map(({ name }) => name));
    this.#draw();
  }

  #draw() {
    this.querySelector("[data-shows=marks]")?.replaceChildren(...this.spans.map((span) => this.#line(span)));
    this.querySelector("[data-shows=suggested]")?.replaceChildren(...this.pending.map((span) => this.#line(span, "suggested")));
    const least = Number(this.dataset.least);
    this.toggleAttribute("data-has-marks", this.spans.length > 0);
    this.querySelector("fieldset")?.toggleAttribute("data-answered", this.spans.length >= Math.max(1, least));
    const words = ngettext("%(count)s mark", "%(count)s marks", this.spans.length);
    const count = this.querySelector("[data-shows=count]");
    if (count) count.textContent = interpolate(words, { count: this.spans.length.toLocaleString() }, true);
    this.querySelector("[data-gives=undo]")?.toggleAttribute("hidden", this.#before.length === 0);
  }

  /** @param {Span} span @param {"mark" | "suggested"} [of] */
  #line(span, of = "mark") {
    const { content } = /** @type {HTMLTemplateElement} */ (this.querySelector(`template[data-of=${of}]`));
    const line = /** @type {HTMLElement} */ (document.importNode(content, true).firstElementChild);
    const label = this.label(span.label);
    line.classList.add(`mark-${label?.tone}`);
    const texts = { label: label?.shown ?? span.label, text: short(span.text), place: placeOf(span) };
    for (const [name, text] of Object.entries(texts)) {
      const place = line.querySelector(`[data-shows=${name}]`);
      if (place) place.textContent = text;
    }
    for (const button of line.querySelectorAll("button[aria-label]")) {
      button.setAttribute("aria-label", `${button.getAttribute("aria-label")}: ${texts.text}`);
    }
    return line;
  }

  /** @param {Element} target */
  #clicked(target) {
    const button = target.closest("button");
    if (!button || this.closest("[inert]")) return;
    if (button.dataset.label !== undefined) return void this.#tell("marks:label", { label: button.dataset.label });
    if (button.dataset.gives === "undo") return void this.undo();
    const list = button.closest("ol");
    const index = [...(list?.children ?? [])].findIndex((line) => line.contains(button));
    const span = (list?.dataset.shows === "suggested" ? this.pending : this.spans)[index];
    if (!span) return;
    if (button.dataset.gives === "accept") return this.#acceptFrom(span, index);
    if (button.dataset.gives === "remove") return this.#removeFrom(span, index);
    this.#tell(button.dataset.gives === "menu" ? "marks:menu" : "marks:go", { span, button });
  }

  /** The focus stays in the list. @param {Span} span @param {number} index */
  #removeFrom(span, index) {
    this.unmark(span);
    const left = this.querySelectorAll("[data-gives=remove]");
    const next = left[Math.min(index, left.length - 1)] ?? this.querySelector("[data-gives=undo]");
    if (next instanceof HTMLElement) next.focus();
  }

  /** The focus goes to the next one. @param {Span} span @param {number} index */
  #acceptFrom(span, index) {
    this.#tell("marks:accept", { span });
    const left = this.querySelectorAll("[data-gives=accept]");
    const next = left[Math.min(index, left.length - 1)] ?? this.querySelector("[data-gives=undo]");
    if (next instanceof HTMLElement) next.focus();
  }

  /** @param {string} name @param {object} detail */
  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { bubbles: true, detail }));
  }

  get #buttons() {
    return /** @type {HTMLElement[]} */ ([...this.querySelectorAll("button[data-label]")]);
  }

  get #badText() {
    return /** @type {HTMLInputElement | null} */ (this.querySelector("[data-part=bad_text]"));
  }
}

const SHORT_CHARS = 120;

/** @param {string} text */
const short = (text) => (text.length <= SHORT_CHARS ? text : `${text.slice(0, SHORT_CHARS - 1)}…`).replace(/\s+/g, " ");

/** As people count. @param {Span} span */
function placeOf({ step, pointer }) {
  const [, call] = /^\/tool_calls\/(\d+)/.exec(pointer) ?? [];
  if (step === null) return pointer === "/final_answer" ? gettext("Final answer") : pointer.slice(1).replaceAll("_", " ");
  const number = Number(step) + 1;
  if (call === undefined) return interpolate(gettext("Step %(number)s"), { number }, true);
  return interpolate(gettext("Step %(number)s, call %(call)s"), { number, call: Number(call) + 1 }, true);
}

/** A key as a pointer has it. @param {string} key */
const escaped = (key) => key.replaceAll("~", "~0").replaceAll("/", "~1");

/** @param {HTMLElement} root @returns {Answer} */
export const read = (root) => /** @type {SpanMarks} */ (root).answer;

/** @param {HTMLElement} root @param {Answer} answer */
export function fill(root, answer) {
  /** @type {SpanMarks} */ (root).answer = answer;
}

/** @param {Answer} answer */
export const summary = ({ spans = [], bad_text = false }) => [
  ...spans.map((span) => ({ at: `${span.step ?? ""}:${span.pointer}:${span.start}`, text: said(span) })),
  ...(bad_text ? [{ at: "bad_text", text: gettext("Cannot be judged") }] : []),
];

/** @param {Span} span */
export const said = ({ label, text }) => `${label}: “${short(text)}”`;

customElements.define("span-marks", SpanMarks);
