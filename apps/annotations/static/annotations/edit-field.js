import { changesCounted, showChanges } from "./changes-view.js";
import { jsonProblem, jsonProblemText } from "./json-text.js";
import { asTyped, withLineEndsOf } from "./line-ends.js";

/** @typedef {import("./comparison.js").Comparer} Comparer */

/**
 * One editable text of a trace: a quiet line until it is opened, then original, corrected text and changes.
 *
 * Attributes: data-step (the step's name, absent for the final answer), data-pointer, data-json (the text stands for JSON).
 * The original is read from the JSON script inside, because a page turns line ends into LF. Fires "edit-field:change".
 */
export class EditField extends HTMLElement {
  /** @type {Comparer | undefined} given by the page; without one nothing is compared */
  comparer;
  original = "";

  connectedCallback() {
    this.original = JSON.parse(this.querySelector("script[type='application/json']")?.textContent ?? '""');
    this.querySelector(".field-quiet > p")?.addEventListener("click", () => this.#openUnlessSelecting());
  }

  get step() {
    return this.dataset.step ?? null;
  }

  get pointer() {
    return this.dataset.pointer ?? "";
  }

  /** How the server names this place, such as "0:/action". */
  get at() {
    return `${this.step ?? ""}:${this.pointer}`;
  }

  /** What a person calls this place: "Step 1, Action". */
  get name() {
    const step = this.closest("article")?.getAttribute("aria-label") ?? "";
    return `${step}, ${this.querySelector(".label")?.textContent?.trim() ?? ""}`;
  }

  /** The corrected text, which is the original one as long as nothing was typed. */
  get text() {
    return this.#area ? withLineEndsOf(this.#area.value, this.original) : this.original;
  }

  get reason() {
    return this.#part(".reason", HTMLInputElement)?.value ?? "";
  }

  get edited() {
    return this.text !== this.original;
  }

  get isOpen() {
    return this.#quiet.hidden;
  }

  /** The text of its step that is corrected most. */
  get isMain() {
    return this.dataset.main !== undefined;
  }

  open() {
    this.#show(true);
    this.#area?.focus();
  }

  /** Closes when nothing was changed: an untouched field is one quiet line. Hidden only, so that the browser's undo lives on. */
  close() {
    if (!this.edited) this.#show(false);
  }

  /**
   * @param {string} text
   * @param {string} reason
   */
  set(text, reason) {
    this.#show(true);
    /** @type {HTMLTextAreaElement} */ (this.#area).value = asTyped(text);
    const field = this.#part(".reason", HTMLInputElement);
    if (field) field.value = reason;
    this.#refresh();
    this.close();
  }

  /** Back to the original, where the scheme allows it, and closed. The focus stays outside, where keys are no text; in the
   *  field opened again, the browser's undo brings the correction back. */
  reset() {
    const area = this.#area;
    if (!area || !this.querySelector(".reset")) return;
    const before = document.activeElement;
    area.focus({ preventScroll: true });
    area.select();
    // The only way that keeps the browser's undo; where it is gone, the value is set.
    if (!document.execCommand("insertText", false, asTyped(this.original))) area.value = asTyped(this.original);
    this.#changed();
    area.blur();
    this.close();
    const after = this.contains(before) ? this.#part(".label", HTMLElement) : before;
    if (after instanceof HTMLElement) after.focus({ preventScroll: true });
  }

  /** @param {boolean} open */
  #show(open) {
    if (open && !this.#pair) this.#build();
    if (!this.#pair || open === this.isOpen) return;
    this.#pair.hidden = !open;
    this.#quiet.hidden = open;
    if (!open) this.comparer?.cancel(this);
  }

  #build() {
    const template = document.querySelector("#pair-template");
    if (!(template instanceof HTMLTemplateElement)) throw new Error("The page has no #pair-template.");
    const pair = document.importNode(template.content, true);
    this.append(pair);
    // A final answer has no reason, as its answer has no place for one.
    if (this.step === null) this.querySelector(".reason")?.remove();
    this.#prepareOriginal();
    this.#prepareArea();
    this.querySelector(".reset")?.addEventListener("click", () => this.reset());
    this.querySelector(".reason")?.addEventListener("input", () => this.#tell());
    this.#compare();
  }

  #prepareOriginal() {
    const look = this.dataset.code === undefined ? "text" : "code";
    for (const part of this.querySelectorAll("[data-shows=original], [data-shows=changes]")) part.classList.add(look);
    const original = this.#part("[data-shows=original]", HTMLElement);
    if (original) original.textContent = this.original;
  }

  #prepareArea() {
    const area = /** @type {HTMLTextAreaElement} */ (this.#area);
    area.classList.add(this.dataset.code === undefined ? "text" : "area-code");
    area.spellcheck = this.dataset.code === undefined;
    area.setAttribute("aria-label", interpolate(gettext("%(field)s, corrected"), { field: this.name }, true));
    area.value = asTyped(this.original);
    area.addEventListener("input", () => this.#changed());
    this.#size(area);
  }

  /** @param {HTMLTextAreaElement} area */
  #size(area) {
    if (!CSS.supports("field-sizing", "content")) area.rows = Math.min(40, area.value.split("\n").length + 1);
  }

  #changed() {
    this.#refresh();
    this.#tell();
  }

  #refresh() {
    this.classList.toggle("is-edited", this.edited);
    this.#checkJson();
    this.#compare();
  }

  #tell() {
    this.dispatchEvent(new CustomEvent("edit-field:change", { bubbles: true }));
  }

  #compare() {
    if (!this.edited) {
      this.comparer?.cancel(this);
      return this.#showComparison({ level: "word", hunks: [{ op: "same", text: this.original }], chars: 0, words: 0 });
    }
    this.comparer?.request(this, this.original, this.text, (found) => this.#showComparison(found));
  }

  /** @param {import("./comparison.js").Comparison} found */
  #showComparison(found) {
    const changes = this.#part("[data-shows=changes]", HTMLElement);
    if (changes) showChanges(changes, found);
    const level = this.#part("[data-shows=level]", HTMLElement);
    if (level) level.hidden = found.level === "word";
    const count = this.#part("[data-shows=count]", HTMLElement);
    if (count) count.textContent = changesCounted(found);
  }

  #checkJson() {
    const problem = this.dataset.json === undefined || !this.edited ? null : jsonProblem(this.text, this.original);
    this.problem(problem && jsonProblemText(problem));
  }

  /**
   * Says at the field what is wrong with it; null when nothing is.
   *
   * @param {string | null} text
   */
  problem(text) {
    const place = this.#part("[data-shows=problem]", HTMLElement);
    if (!place) return;
    place.hidden = text === null;
    place.textContent = text;
    this.#area?.setAttribute("aria-invalid", String(text !== null));
  }

  /** Marks that submit needs something here. @param {string} code "reason" or what else is missing */
  miss(code) {
    this.#show(true);
    this.classList.add("is-missing");
    const reason = code === "reason" ? this.#part(".reason", HTMLInputElement) : null;
    reason?.setAttribute("aria-invalid", "true");
  }

  /** Nothing is missing here any more. */
  missNothing() {
    this.classList.remove("is-missing");
    this.#part(".reason", HTMLInputElement)?.removeAttribute("aria-invalid");
  }

  /** @param {string} code of what is missing */
  focusFor(code) {
    (code === "reason" ? this.#part(".reason", HTMLInputElement) : this.#area)?.focus();
  }

  #openUnlessSelecting() {
    if (getSelection()?.isCollapsed ?? true) this.open();
  }

  get #area() {
    return this.#part("textarea", HTMLTextAreaElement);
  }

  get #pair() {
    return this.#part(".pair", HTMLElement);
  }

  get #quiet() {
    return /** @type {HTMLElement} */ (this.#part(".field-quiet", HTMLElement));
  }

  /**
   * @template {HTMLElement} T
   * @param {string} selector
   * @param {new () => T} type
   * @returns {T | null}
   */
  #part(selector, type) {
    const found = this.querySelector(selector);
    return found instanceof type ? found : null;
  }
}

customElements.define("edit-field", EditField);

/**
 * The field of a place, named as the server names it.
 *
 * @param {HTMLElement} root
 * @param {string} at such as "0:/action"
 */
export const fieldAt = (root, at) =>
  [...root.querySelectorAll("edit-field")].map((field) => /** @type {EditField} */ (field)).find((field) => field.at === at) ?? null;
