import { EditField, fieldAt } from "./edit-field.js";

/**
 * What the server says about a submit: `missing` places have a code, wrong ones only a text.
 *
 * @typedef {{scheme: string, at: string, code?: string, text: string}} Complaint
 * @typedef {Complaint & {place: HTMLElement}} Placed
 */

/** What keeps the answers from being submitted: marked at its places, and the first said in words beside the button. */
export class Complaints {
  #sheet;
  #foot;
  /** @type {Placed[]} */
  #open = [];

  /**
   * @param {import("./answers.js").AnswerSheet} sheet
   * @param {HTMLElement} foot
   */
  constructor(sheet, foot) {
    this.#sheet = sheet;
    this.#foot = foot;
  }

  /** Marks every place and puts the cursor into the first. @param {Complaint[]} complaints */
  show(complaints) {
    this.clear();
    this.#open = complaints.map((complaint) => ({ ...complaint, place: placeOf(this.#sheet, complaint) }));
    for (const complaint of this.#open) mark(complaint);
    this.#sayFirst();
    if (this.#open.length > 0) goTo(this.#open[0]);
  }

  /** An answer was changed: what it gives is not missing any more. @param {Element} changed */
  recheck(changed) {
    const before = this.#open.length;
    this.#open = this.#open.filter((complaint) => {
      const stays = !complaint.place.contains(changed) || isStillMissing(complaint);
      if (!stays) unmark(complaint.place);
      return stays;
    });
    if (this.#open.length < before) this.#sayFirst();
  }

  clear() {
    for (const { place } of this.#open) unmark(place);
    this.#open = [];
    this.#sayFirst();
  }

  /** Says what is wrong with no place in particular. @param {string} text */
  tell(text) {
    this.#foot.textContent = text;
    this.#foot.hidden = text === "";
  }

  #sayFirst() {
    const others = this.#open.length > 1 ? ` ${othersOf(this.#open.length - 1)}` : "";
    this.tell(`${this.#open[0]?.text ?? ""}${others}`);
  }
}

/** @param {number} count */
const othersOf = (count) =>
  interpolate(ngettext("%(count)s more place is marked.", "%(count)s more places are marked.", count), { count }, true);

/**
 * @param {import("./answers.js").AnswerSheet} sheet
 * @param {Complaint} complaint
 */
function placeOf(sheet, { scheme, at }) {
  const question = sheet.question(scheme);
  return fieldAt(question, at) ?? question;
}

/** @param {Placed} complaint */
function mark({ place, code, text }) {
  if (place instanceof EditField) return code ? place.miss(code) : place.problem(text);
  place.classList.add("is-missing");
  const problem = place.querySelector(":scope > [data-shows=problem]");
  if (problem instanceof HTMLElement) [problem.textContent, problem.hidden] = [text, false];
}

/** @param {HTMLElement} place */
function unmark(place) {
  if (place instanceof EditField) return place.missNothing();
  place.classList.remove("is-missing");
  place.querySelector(":scope > [data-shows=problem]")?.toggleAttribute("hidden", true);
}

/** @param {Placed} complaint */
function goTo({ place, code }) {
  if (place instanceof EditField) place.focusFor(code ?? "");
  else /** @type {HTMLElement | null} */ (place.querySelector("input, textarea, button"))?.focus();
}

/** Only what can be seen without the scheme is judged here; the next submit judges the rest. @param {Placed} complaint */
function isStillMissing({ place, code }) {
  if (place instanceof EditField) return code === "reason" && place.edited && place.reason.trim() === "";
  return code === "answer" && !isAnswered(place);
}

/** @param {HTMLElement} question */
function isAnswered(question) {
  if (question.querySelector("input:checked, edit-field.is-edited")) return true;
  const boxes = /** @type {(HTMLInputElement | HTMLTextAreaElement)[]} */ ([...question.querySelectorAll("[data-box], [name$=free_response]")]);
  return boxes.length > 0 && boxes.every(({ value }) => value.trim() !== "");
}
