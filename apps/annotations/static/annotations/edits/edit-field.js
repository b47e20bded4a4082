import { quietButton } from "../element.js";
import { fromTemplate } from "../template.js";
import { icon } from "../icon.js";
import { isMarkable } from "../trace/markable.js";
import { labelOf } from "../trace/labels.js";
import { LongText } from "../trace/long-text.js";
import { part } from "../work.js";
import { Hints } from "./hints.js";
import { kindOf } from "./new-argument.js";
import { Pair } from "./pair.js";
import { laidOutAt, sentFrom, shownAt, takesAny } from "./value-at.js";

/**
 * @typedef {import("../trace/trace-data.js").Field} Field
 * @typedef {{step: string | null, field: Field, isAbsent?: boolean, isArgument?: boolean, like?: Field, title: string}} Place
 *   `isAbsent` is an argument that the document does not have, and `like` the same one of another call; `title` is what a
 *   person calls the place, "Step 1, Action"
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
  #context = /** @type {any} */ (undefined);
  /** @type {string | null} the whole text of the document, null while it is not there */
  #original = null;
  /** @type {Pair | undefined} */
  #pair;
  /** @type {HTMLButtonElement | undefined} stands for a field without a text, where its step puts it */
  adder;
  /** @type {Hints} */
  #hints = /** @type {any} */ (undefined);

  /** @param {Place} place @param {Context} context */
  static of(place, context) {
    const made = /** @type {EditField} */ (fromTemplate("edit-field-template"));
    made.#become(place, context);
    return made;
  }

  /** How the server names this place, such as "0:/action". */
  get at() {
    return `${this.place.step ?? ""}:${this.place.field.pointer}`;
  }

  get reason() {
    return this.#pair?.reason ?? "";
  }

  get edited() {
    return this.#edit !== undefined;
  }

  /** The text of its step that is corrected most. */
  get isMain() {
    return this.place.field.main;
  }

  /** Whether nothing stands there, and nobody is writing. */
  get isBlank() {
    return this.adder !== undefined && !this.edited && (this.#pair?.element.hidden ?? true);
  }

  /** Whether it could be opened: the network may be down and the text too long to have come with the page. */
  async open() {
    if (this.#isRemoved || !(await this.#prepare())) return false;
    this.#show(true);
    this.#pair?.focus();
    return true;
  }

  /** Closes when nothing was changed: an untouched field is one quiet line. Hidden only, so that the browser's undo lives on. */
  close() {
    if (!this.edited) this.#show(false);
    this.#context.corrections.pause();
  }

  /** Shows what the corrections say now. */
  refresh() {
    this.classList.toggle("is-edited", this.edited);
    this.classList.toggle("is-removed", this.#isRemoved);
    this.#showBlank();
    this.classList.toggle("is-unset", Boolean(this.place.isAbsent) && !this.edited);
    part(this, "[data-shows=removed]").hidden = !this.#isRemoved;
    if (this.edited) void this.#showEdit();
    else if (this.#pair) this.#showUnedited(this.#pair);
  }

  /** Back to the original, where the scheme allows it, and closed. The focus stays outside, where keys are no text. */
  reset() {
    if (!this.#pair?.canReset) return;
    const isInside = this.contains(document.activeElement);
    this.#restore();
    if (isInside) this.#label.focus({ preventScroll: true });
  }

  /** Says at the field what is wrong with it; null when nothing is. @param {string | null} text */
  problem(text) {
    this.#pair?.say(text);
  }

  /** Says what may be wrong here; nothing waits for it. @param {import("./hints.js").Hint[]} hints */
  hint(hints) {
    this.#hints.show(hints);
    this.#label.classList.toggle("is-doubtful", hints.some(({ isName }) => isName));
    this.#describe();
  }

  /** Marks that submit needs something here. @param {string} code "reason" or what else is missing */
  async miss(code) {
    if (await this.#prepare()) this.#show(true);
    this.classList.add("is-missing");
    this.#pair?.markReason(code === "reason");
  }

  /** Nothing is missing here any more. */
  missNothing() {
    this.classList.remove("is-missing");
    this.#pair?.markReason(false);
  }

  /** @param {string} code of what is missing */
  focusFor(code) {
    if (code === "reason") this.#pair?.focusReason();
    else this.#pair?.focus();
  }

  /** @param {Place} place @param {Context} context */
  #become(place, context) {
    this.place = place;
    this.#context = context;
    this.#hints = new Hints(this);
    const { field } = place;
    this.dataset.pointer = field.pointer;
    if (place.step !== null) this.dataset.step = place.step;
    this.toggleAttribute("data-main", field.main);
    this.classList.toggle("is-new", this.#isNew);
    const name = place.isArgument ? field.key : labelOf(field.key);
    this.#label.textContent = name;
    this.#label.classList.toggle("code", Boolean(place.isArgument));
    this.#label.title = interpolate(gettext("Edit: %(label)s"), { label: name }, true);
    if (place.isAbsent) this.#original = "";
    else if (field.text.length >= field.chars) this.#original = laidOutAt(this.place, field.text);
    this.#showQuiet(this.#original ?? field.text);
    if (field.chars === 0 && !place.isArgument && !this.#isNew) this.adder = this.#makeAdder(name);
    this.#quiet.querySelector("p")?.addEventListener("click", () => this.#openUnlessSelecting());
    part(this, "[data-shows=removed] button").addEventListener("click", () => {
      this.#restore();
      this.#show(false);
      this.#label.focus({ preventScroll: true });
    });
    this.refresh();
  }

  /** @param {string} name */
  #makeAdder(name) {
    const isText = ["content", "text"].includes(this.place.field.key);
    const words = isText ? gettext("Add text") : interpolate(gettext("Add “%(name)s”"), { name }, true);
    const button = quietButton(words, () => void this.open(), "add-text");
    button.prepend(icon("i-plus", "icon icon-small"));
    return button;
  }

  /** A field without a text is not there until somebody writes one. */
  #showBlank() {
    if (!this.adder) return;
    const hadFocus = this.isBlank && this.contains(document.activeElement);
    this.classList.toggle("is-blank", this.isBlank);
    this.adder.hidden = !this.isBlank;
    if (hadFocus) this.adder.focus({ preventScroll: true });
  }

  /** The whole text of the document; null, and said so, while the network is down. */
  async whole() {
    return (await this.#prepare()) ? this.#original : null;
  }

  /** What a person did here. */
  get #edit() {
    return this.#context.corrections.editAt(this.place.step, this.place.field.pointer);
  }

  /** An argument that was taken away: of the pair only the reason is left. */
  get #isRemoved() {
    return this.#edit?.text === null;
  }

  /** Nothing stands here in the document. */
  get #isNew() {
    return Boolean(this.place.isAbsent) || (this.place.step?.includes("+") ?? false);
  }

  async #showEdit() {
    const isPrepared = await this.#prepare();
    const now = this.#edit;
    if (!now) return; // taken back meanwhile
    if (!isPrepared) return now.text === null ? undefined : this.#showQuiet(shownAt(this.place, now.text), false);
    this.#show(true);
    this.#pair?.show(shownAt(this.place, now.text ?? this.#original ?? ""), now.reason);
  }

  /** @param {Pair} pair */
  #showUnedited(pair) {
    pair.show(this.#original ?? "", "");
    pair.say(null);
    if (!this.contains(document.activeElement)) this.#show(false);
  }

  /** The whole original is needed to say what was changed. */
  async #prepare() {
    const isUnread = part(this, "[data-shows=unread]");
    try {
      this.#original ??= laidOutAt(this.place, await this.#context.whole(this.place.step, this.place.field));
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      isUnread.hidden = false;
      return false;
    }
    isUnread.hidden = true;
    this.#pair ??= this.#makePair(this.#original);
    return true;
  }

  /** @param {string} original */
  #makePair(original) {
    const { step, field, isArgument, like, title } = this.place;
    const { corrections, comparer } = this.#context;
    const pair = new Pair({
      original, title, comparer, isNew: this.#isNew, isCode: field.code, isJson: (like ?? field).json, like: like?.text, isArgument: Boolean(isArgument),
      hasReason: step !== null && !step.includes("+"), // answers have no place for that of a final answer or of what is new
      kindOf: takesAny(this.place) ? (text) => kindOf(sentFrom(this.place, text)) : undefined,
      typed: () => this.#correct(this.#isRemoved ? null : sentFrom(this.place, pair.text)),
      left: () => corrections.pause(),
      reset: () => this.reset(),
      remove: () => this.#remove(),
    });
    pair.element.hidden = true;
    this.#hints.element.before(pair.element);
    this.#describe();
    return pair;
  }

  /** Whoever comes to the field hears its hints. */
  #describe() {
    this.#hints.describe(this.#label);
    for (const area of this.querySelectorAll("textarea")) this.#hints.describe(area);
  }

  /** @param {string} text @param {boolean} [isOriginal] */
  #showQuiet(text, isOriginal = true) {
    const { step, field, isAbsent } = this.place;
    const place = this.at;
    const { whole, folds } = this.#context;
    this.#quiet.show({
      text, chars: Math.max(field.chars, text.length), lines: Math.max(field.lines, text.split("\n").length), code: field.code,
      whole: async () => this.#original ?? laidOutAt(this.place, await whole(step, field)),
      at: isOriginal && !isAbsent && isMarkable(step, field) ? place : undefined,
      isOpen: folds.has(place),
      opened: () => folds.add(place),
      none: this.place.isAbsent ? gettext("not set") : undefined,
    });
  }

  /** @param {boolean} open */
  #show(open) {
    if (!this.#pair) return;
    this.#pair.element.hidden = !open;
    this.#quiet.hidden = open && !this.#isRemoved;
    this.#showBlank();
    if (!open) this.#pair.rest();
  }

  /** One that was added leaves no trace. The focus stays near, where the next key is no surprise. */
  #remove() {
    const call = this.closest("[data-call]");
    this.#context.corrections.pause();
    this.#correct(null);
    if (!this.edited) this.#show(false);
    if (!this.isConnected && call instanceof HTMLElement) call.focus({ preventScroll: true });
    else if (!this.#pair?.focusReason()) this.#label.focus({ preventScroll: true });
  }

  /** @param {string | null} text null takes an argument away */
  #correct(text) {
    const { corrections } = this.#context;
    corrections.edit({ step: this.place.step, pointer: this.place.field.pointer, text, reason: this.reason }, this.#unchanged);
  }

  /** As if nobody had been here. */
  #restore() {
    const { corrections } = this.#context;
    corrections.pause();
    const edit = { step: this.place.step, pointer: this.place.field.pointer, text: this.#unchanged, reason: "" };
    corrections.edit(edit, this.#unchanged);
  }

  /** What is no edit; an argument that was added is one with any text. */
  get #unchanged() {
    return this.place.isAbsent ? null : this.#original;
  }

  #openUnlessSelecting() {
    if (getSelection()?.isCollapsed ?? true) void this.open();
  }

  get #label() {
    return part(this, ".label");
  }

  get #quiet() {
    return part(this, ".field-quiet", LongText);
  }
}

customElements.define("edit-field", EditField);
