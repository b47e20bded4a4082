import { changesCounted, showChanges } from "../changes-view.js";
import { asTyped, withLineEndsOf } from "../line-ends.js";
import { fromTemplate } from "../template.js";
import { labelOf } from "../trace/labels.js";
import { LongText } from "../trace/long-text.js";
import { laidOut } from "./json-layout.js";
import { textProblem } from "./text-problem.js";

/**
 * @typedef {import("../trace/trace-data.js").Field} Field
 * @typedef {{step: string | null, field: Field, isAbsent?: boolean, isArgument?: boolean, title: string}} Place `isAbsent`
 *   is an argument that the document does not have; `title` is what a person calls the place, "Step 1, Action"
 * @typedef {{
 *   corrections: import("./corrections.js").Corrections,
 *   comparer?: import("../comparison.js").Comparer,
 *   whole: (step: string | null, field: Field) => Promise<string>,
 *   folds: Set<string>,
 * }} Context what all fields of a trace share; `folds` are the places whose long text is open
 */

/** One editable text of a trace: a quiet line until it is opened, then original, corrected text and changes. */
export class EditField extends HTMLElement {
  /** @type {Place} */
  place = /** @type {any} */ (undefined);
  /** @type {Context} */
  context = /** @type {any} */ (undefined);
  /** @type {string | null} the whole text of the document, null while it is not there */
  original = null;

  /** @param {Place} place @param {Context} context */
  static of(place, context) {
    const made = /** @type {EditField} */ (fromTemplate("edit-field-template"));
    made.#become(place, context);
    return made;
  }

  /** @param {Place} place @param {Context} context */
  #become(place, context) {
    [this.place, this.context] = [place, context];
    const { field } = place;
    this.dataset.pointer = field.pointer;
    if (place.step !== null) this.dataset.step = place.step;
    this.toggleAttribute("data-main", field.main);
    const label = /** @type {HTMLElement} */ (this.#part(".label", HTMLElement));
    const words = place.isArgument ? field.key : labelOf(field.key);
    label.textContent = words;
    label.classList.toggle("code", Boolean(place.isArgument));
    label.title = interpolate(gettext("Edit: %(label)s"), { label: words }, true);
    if (place.isAbsent) this.original = "";
    else if (field.text.length >= field.chars) this.original = this.#asShown(field.text);
    this.#showQuiet();
    this.querySelector(".field-quiet > p")?.addEventListener("click", () => this.#openUnlessSelecting());
    this.refresh();
  }

  get step() {
    return this.place.step;
  }

  get pointer() {
    return this.place.field.pointer;
  }

  /** How the server names this place, such as "0:/action". */
  get at() {
    return `${this.step ?? ""}:${this.pointer}`;
  }

  /** The corrected text, which is the original one as long as nothing was typed. */
  get text() {
    const original = this.original ?? "";
    return this.#area ? withLineEndsOf(this.#area.value, original) : original;
  }

  get reason() {
    return this.#part(".reason", HTMLInputElement)?.value ?? "";
  }

  get edited() {
    return this.#edit !== undefined;
  }

  get isOpen() {
    return this.#pair !== null && !this.#pair.hidden;
  }

  /** The text of its step that is corrected most. */
  get isMain() {
    return this.place.field.main;
  }

  /** Whether it could be opened: the network may be down and the text too long to have come with the page. */
  async open() {
    if (this.#edit?.text === null || !(await this.#prepare())) return false;
    this.#show(true);
    this.#area?.focus();
    return true;
  }

  /** Closes when nothing was changed: an untouched field is one quiet line. Hidden only, so that the browser's undo lives on. */
  close() {
    if (!this.edited) this.#show(false);
    this.context.corrections.pause();
  }

  /** Shows what the corrections say now. */
  refresh() {
    const edit = this.#edit;
    const isRemoved = edit?.text === null;
    this.classList.toggle("is-edited", edit !== undefined);
    this.classList.toggle("is-removed", isRemoved);
    this.#showRemoved(isRemoved);
    if (isRemoved) this.#show(false);
    else if (edit) void this.#showEdit(edit);
    else if (this.#area) this.#showUnedited();
  }

  /** Back to the original, where the scheme allows it, and closed. The focus stays outside, where keys are no text. */
  reset() {
    const area = this.#area;
    if (!area || !this.querySelector(".reset")) return;
    const before = document.activeElement;
    const isInside = this.contains(before);
    this.context.corrections.pause();
    if (this.place.isAbsent) this.#remove();
    else this.context.corrections.edit({ ...this.#here, text: this.original, reason: "" }, this.original ?? "");
    if (!isInside) return;
    const label = this.#part(".label", HTMLElement);
    label?.focus({ preventScroll: true });
  }

  /** @param {import("./corrections.js").Edit} edit */
  async #showEdit(edit) {
    if (!(await this.#prepare())) return this.#showQuiet(edit.text ?? "");
    const now = this.#edit;
    if (!now || now.text === null) return; // taken back meanwhile
    this.#show(true);
    const area = /** @type {HTMLTextAreaElement} */ (this.#area);
    const text = asTyped(this.place.field.json && now.text !== this.text ? laidOut(now.text) : now.text);
    if (area.value !== text) area.value = text;
    const reason = this.#part(".reason", HTMLInputElement);
    if (reason && reason.value !== now.reason) reason.value = now.reason;
    this.#check();
    this.#compare();
  }

  #showUnedited() {
    const area = /** @type {HTMLTextAreaElement} */ (this.#area);
    const isBeingTyped = this.contains(document.activeElement);
    if (area.value !== asTyped(this.original ?? "")) area.value = asTyped(this.original ?? "");
    this.#check();
    this.#compare();
    if (!isBeingTyped) this.#show(false);
  }

  /** The whole original is needed to say what was changed. */
  async #prepare() {
    const known = this.#part("[data-shows=unread]", HTMLElement);
    try {
      this.original ??= this.#asShown(await this.context.whole(this.step, this.place.field));
      if (!this.#pair) this.#build();
      if (known) known.hidden = true;
      return true;
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      if (known) known.hidden = false;
      return false;
    }
  }

  /** JSON on lines that can be read. @param {string} text */
  #asShown(text) {
    return this.place.field.json ? laidOut(text) : text;
  }

  get #edit() {
    return this.context.corrections.editAt(this.step, this.pointer);
  }

  get #here() {
    return { step: this.step, pointer: this.pointer };
  }

  /** @param {string} [text] */
  #showQuiet(text = this.original ?? this.place.field.text) {
    const { field } = this.place;
    const quiet = this.#quiet;
    if (!(quiet instanceof LongText)) return;
    quiet.show({
      text, chars: Math.max(field.chars, text.length), lines: Math.max(field.lines, text.split("\n").length), code: field.code,
      whole: async () => this.original ?? this.#asShown(await this.context.whole(this.step, field)),
      isOpen: this.context.folds.has(this.at),
      opened: () => this.context.folds.add(this.at),
    });
  }

  /** @param {boolean} open */
  #show(open) {
    if (!this.#pair || open === this.isOpen) return;
    this.#pair.hidden = !open;
    this.#quiet.hidden = open;
    if (!open) this.context.comparer?.cancel(this);
  }

  #build() {
    this.append(fromTemplate("pair-template"));
    this.classList.toggle("is-new", this.#isNew);
    // A final answer has no reason, as its answer has no place for one.
    if (this.step === null) this.querySelector(".reason")?.remove();
    this.#prepareOriginal();
    this.#prepareArea();
    this.querySelector(".reset")?.addEventListener("click", () => this.reset());
    this.querySelector(".reason")?.addEventListener("input", () => this.#tell());
    for (const button of this.querySelectorAll(".for-argument")) button.toggleAttribute("hidden", !this.place.isArgument);
    this.querySelector(".remove-argument")?.addEventListener("click", () => this.#remove());
    /** @type {HTMLElement} */ (this.#pair).hidden = true;
    this.#compare();
  }

  /** Nothing stood here: there is nothing to compare with. */
  get #isNew() {
    return Boolean(this.place.isAbsent) || (this.step?.includes("+") ?? false);
  }

  #prepareOriginal() {
    const { field } = this.place;
    const look = field.code ? "code" : "text";
    for (const part of this.querySelectorAll("[data-shows=original], [data-shows=changes]")) part.classList.add(look);
    const original = this.#part("[data-shows=original]", HTMLElement);
    if (original) original.textContent = this.original;
  }

  #prepareArea() {
    const area = /** @type {HTMLTextAreaElement} */ (this.#area);
    const { code } = this.place.field;
    area.classList.add(code ? "area-code" : "text");
    area.spellcheck = !code;
    area.setAttribute("aria-label", interpolate(gettext("%(field)s, corrected"), { field: this.place.title }, true));
    area.value = asTyped(this.original ?? "");
    area.addEventListener("input", () => this.#tell());
    area.addEventListener("blur", () => this.context.corrections.pause());
    this.#size(area);
  }

  /** @param {HTMLTextAreaElement} area */
  #size(area) {
    if (!CSS.supports("field-sizing", "content")) area.rows = Math.min(40, area.value.split("\n").length + 1);
  }

  #tell() {
    this.context.corrections.edit({ ...this.#here, text: this.text, reason: this.reason }, this.#unchanged);
  }

  /** What is no edit; an argument that was added is one with any text. */
  get #unchanged() {
    return this.place.isAbsent ? null : this.original;
  }

  /** Takes an argument away; one that was added leaves no trace. */
  #remove() {
    const { corrections } = this.context;
    corrections.pause();
    if (this.place.isAbsent) corrections.edit({ ...this.#here, text: null, reason: "" }, null);
    else corrections.edit({ ...this.#here, text: null, reason: this.reason }, this.original);
  }

  /** @param {boolean} isRemoved */
  #showRemoved(isRemoved) {
    const note = this.#part("[data-shows=removed]", HTMLElement);
    if (!note) return;
    note.hidden = !isRemoved;
    note.querySelector("button")?.addEventListener("click", () => this.#restore(), { once: true });
  }

  #restore() {
    this.context.corrections.edit({ ...this.#here, text: this.original, reason: "" }, this.original);
    this.#part(".label", HTMLElement)?.focus({ preventScroll: true });
  }

  #compare() {
    const original = this.original ?? "";
    if (this.#isNew || this.text === original) {
      this.context.comparer?.cancel(this);
      return this.#showComparison({ level: "word", hunks: [{ op: "same", text: original }], chars: 0, words: 0 });
    }
    this.context.comparer?.request(this, original, this.text, (found) => this.#showComparison(found));
  }

  /** @param {import("../comparison.js").Comparison} found */
  #showComparison(found) {
    const changes = this.#part("[data-shows=changes]", HTMLElement);
    if (changes) showChanges(changes, found);
    const level = this.#part("[data-shows=level]", HTMLElement);
    if (level) level.hidden = found.level === "word";
    const count = this.#part("[data-shows=count]", HTMLElement);
    if (count) count.textContent = changesCounted(found);
  }

  #check() {
    this.problem(textProblem(this.text, this.original ?? "", this.place.field.json));
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
  async miss(code) {
    if (await this.#prepare()) this.#show(true);
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
    if (getSelection()?.isCollapsed ?? true) void this.open();
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
