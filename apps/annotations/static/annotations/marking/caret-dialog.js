import { behindLineEnds } from "../../schemes/kinds/_spans.js";
import { part } from "../work.js";

/**
 * @typedef {{at: string, title: string, whole: () => Promise<string>}} Readable a text that can be marked
 * @typedef {import("../../schemes/kinds/span.js").SpanMarks} SpanMarks
 * @typedef {{question: SpanMarks, label: string, shown: string, key: string}} Choice
 */

/**
 * Marks without a mouse: a text with a caret that goes through it and changes nothing. Shift and arrows select, Enter marks
 * with the chosen label, a digit with its own.
 */
export class CaretDialog {
  #dialog;
  #mark;
  /** @type {Readable[]} */
  #texts = [];
  /** @type {Choice[]} */
  #choices = [];
  #whole = "";

  /**
   * @param {HTMLDialogElement} dialog
   * @param {(question: SpanMarks, label: string, selected: import("./selecting.js").Selected) => boolean} mark
   */
  constructor(dialog, mark) {
    this.#dialog = dialog;
    this.#mark = mark;
    this.#list.addEventListener("change", () => void this.#read());
    part(dialog, "[data-gives=mark]").addEventListener("click", () => this.#markWith(this.#chosen));
    // A caret is shown in what can be edited only, so it can be, and nothing that would change it happens.
    this.#area.addEventListener("beforeinput", (event) => event.preventDefault());
    this.#area.addEventListener("keydown", (event) => this.#press(event));
  }

  /** @param {Readable[]} texts @param {SpanMarks[]} questions @param {string} at the text to begin with */
  async open(texts, questions, at) {
    this.#texts = texts;
    this.#list.replaceChildren(...texts.map(({ at: value, title }) => new Option(title, value, false, value === at)));
    this.#offer(questions);
    this.#say("");
    this.#dialog.showModal();
    await this.#read();
    this.#area.focus();
  }

  /** @param {SpanMarks[]} questions */
  #offer(questions) {
    const several = questions.length > 1;
    this.#choices = questions.flatMap((question) => question.labels.map(({ name, shown }) => ({ question, label: name, shown: several ? `${question.title}: ${shown}` : shown, key: "" })));
    this.#choices.slice(0, 9).forEach((choice, index) => (choice.key = String(index + 1)));
    const armed = this.#choices.findIndex(({ question, label }) => question.armed === label);
    const options = this.#choices.map(({ shown, key }, index) => new Option(key ? `${key} ${shown}` : shown, String(index), false, index === Math.max(0, armed)));
    this.#labels.replaceChildren(...options);
  }

  async #read() {
    const text = this.#texts.find(({ at }) => at === this.#list.value);
    this.#whole = "";
    try {
      this.#whole = (await text?.whole()) ?? "";
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      this.#say(gettext("The network is down: the rest of this text cannot be read now."));
    }
    this.#area.value = this.#whole;
    this.#area.setSelectionRange(0, 0);
  }

  /** @param {KeyboardEvent} event */
  #press(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const byKey = this.#choices.find(({ key }) => key === event.key);
    if (event.key !== "Enter" && !byKey) return;
    event.preventDefault();
    this.#markWith(byKey ?? this.#chosen);
  }

  get #chosen() {
    return this.#choices[Number(this.#labels.value)];
  }

  /** @param {Choice | undefined} choice */
  #markWith(choice) {
    const { selectionStart, selectionEnd } = this.#area;
    if (!choice) return;
    if (selectionStart === selectionEnd) return this.#say(gettext("Nothing is selected: hold Shift and use the arrow keys."));
    const [from, to] = [selectionStart, selectionEnd].map((at) => behindLineEnds(this.#whole, at));
    const selected = { at: this.#list.value, whole: this.#whole, from, to };
    const isMarked = this.#mark(choice.question, choice.label, selected);
    this.#say(choice.question.querySelector("[data-shows=state]")?.textContent ?? "");
    if (isMarked) this.#area.setSelectionRange(selectionEnd, selectionEnd);
    this.#area.focus();
  }

  /** @param {string} words */
  #say(words) {
    part(this.#dialog, "[role=status]").textContent = words;
  }

  get #area() {
    return part(this.#dialog, "textarea", HTMLTextAreaElement);
  }

  get #list() {
    return part(this.#dialog, "[data-part=text]", HTMLSelectElement);
  }

  get #labels() {
    return part(this.#dialog, "[data-part=label]", HTMLSelectElement);
  }
}
