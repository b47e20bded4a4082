import { changesCounted, showChanges } from "../changes-view.js";
import { directLines } from "../line-direction.js";
import { asTyped, withLineEndsOf } from "../line-ends.js";
import { fromTemplate } from "../template.js";
import { laidOut } from "./json-layout.js";
import { textProblem } from "./text-problem.js";

/**
 * @typedef {{
 *   original: string,
 *   isNew: boolean,
 *   isCode: boolean,
 *   isJson: boolean,
 *   like?: string,
 *   kindOf?: (text: string) => string,
 *   isArgument: boolean,
 *   hasReason: boolean,
 *   title: string,
 *   comparer?: import("../comparison.js").Comparer,
 *   typed: () => void,
 *   left: () => void,
 *   reset: () => void,
 *   remove: () => void,
 * }} About `isNew` is for a text that stands nowhere in the document: there is nothing to compare it with; `like` is a value of the
 *   type that it usually has, and `kindOf` names the type where any may stand
 */

/** An opened text: the original, the corrected text under the hand, and what changed. */
export class Pair {
  element = fromTemplate("pair-template");
  #about;

  /** @param {About} about */
  constructor(about) {
    this.#about = about;
    if (!about.hasReason) for (const part of this.element.querySelectorAll(".reason, .bar-split")) part.remove();
    this.#prepareOriginal();
    this.#prepareArea();
    this.#prepareFoot();
    this.#compare();
  }

  /** The corrected text, which is the original one as long as nothing was typed. */
  get text() {
    return withLineEndsOf(this.#area.value, this.#about.original);
  }

  get reason() {
    return this.#reason?.value ?? "";
  }

  /** Whether the scheme lets a text be reset. */
  get canReset() {
    return this.element.querySelector(".reset") !== null;
  }

  /** @param {string} text @param {string} reason */
  show(text, reason) {
    const shown = asTyped(this.#about.isJson && text !== this.text ? laidOut(text) : text);
    if (this.#area.value !== shown) {
      this.#area.value = shown;
      directLines(this.#area);
    }
    if (this.#reason && this.#reason.value !== reason) this.#reason.value = reason;
    const { original, isJson, like } = this.#about;
    this.say(textProblem(this.text, original, isJson, like));
    this.#sayKind();
    this.#compare();
  }

  focus() {
    this.#area.focus();
  }

  /** Nobody waits for the comparison any more. */
  rest() {
    this.#about.comparer?.cancel(this);
  }

  /** What is wrong with the text; null when nothing is. @param {string | null} problem */
  say(problem) {
    const place = /** @type {HTMLElement} */ (this.element.querySelector("[data-shows=problem]"));
    place.hidden = problem === null;
    place.textContent = problem;
    this.#area.setAttribute("aria-invalid", String(problem !== null));
  }

  #sayKind() {
    const place = this.element.querySelector("[data-shows=kind]");
    if (place) place.textContent = this.#about.kindOf?.(this.text) ?? "";
  }

  /** @param {boolean} isMissing */
  markReason(isMissing) {
    if (isMissing) this.#reason?.setAttribute("aria-invalid", "true");
    else this.#reason?.removeAttribute("aria-invalid");
  }

  /** Whether there is a reason to give. */
  focusReason() {
    this.#reason?.focus();
    return this.#reason !== null;
  }

  #prepareOriginal() {
    const look = this.#about.isCode ? "code" : "text";
    for (const part of this.element.querySelectorAll("[data-shows=original], [data-shows=changes]")) part.classList.add(look);
    const original = this.element.querySelector("[data-shows=original]");
    if (original) original.textContent = this.#about.original;
  }

  #prepareArea() {
    const { isCode, title, original } = this.#about;
    const area = this.#area;
    area.classList.add(isCode ? "area-code" : "text");
    area.spellcheck = !isCode;
    area.setAttribute("aria-label", interpolate(gettext("%(field)s, corrected"), { field: title }, true));
    area.value = asTyped(original);
    directLines(area);
    area.addEventListener("input", () => this.#about.typed());
    area.addEventListener("blur", () => this.#about.left());
    if (!CSS.supports("field-sizing", "content")) area.rows = Math.min(40, area.value.split("\n").length + 1);
  }

  #prepareFoot() {
    this.#reason?.addEventListener("input", () => this.#about.typed());
    this.element.querySelector(".reset")?.addEventListener("click", () => this.#about.reset());
    const removing = this.element.querySelector(".remove-argument");
    removing?.toggleAttribute("hidden", !this.#about.isArgument);
    removing?.addEventListener("click", () => this.#about.remove());
  }

  #compare() {
    const { original, isNew, comparer } = this.#about;
    if (!isNew && this.text !== original) return comparer?.request(this, original, this.text, (found) => this.#showComparison(found));
    comparer?.cancel(this);
    this.#showComparison({ level: "word", hunks: [{ op: "same", text: original }], chars: 0, words: 0 });
  }

  /** @param {import("../comparison.js").Comparison} found */
  #showComparison(found) {
    const changes = this.element.querySelector("[data-shows=changes]");
    if (changes instanceof HTMLElement) showChanges(changes, found);
    this.element.querySelector("[data-shows=level]")?.toggleAttribute("hidden", found.level === "word");
    const count = this.element.querySelector("[data-shows=count]");
    if (count) count.textContent = changesCounted(found);
  }

  get #area() {
    return /** @type {HTMLTextAreaElement} */ (this.element.querySelector("textarea"));
  }

  get #reason() {
    return /** @type {HTMLInputElement | null} */ (this.element.querySelector(".reason"));
  }
}
