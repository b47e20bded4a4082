import { inWords } from "./complaint-words.js";
import { Judge } from "../schemes/kinds/_judge.js";
import { EditField } from "./edits/edit-field.js";
import { rowOf } from "./rows.js";
import { TraceSteps } from "./trace/trace-steps.js";

/** @typedef {import("./complaint-words.js").Complaint} Complaint */

/** What keeps the answers from being submitted: marked at its places, and the first said in words beside the button. */
export class Complaints {
  #sheet;
  #foot;
  /** @type {Complaint[]} */
  #open = [];

  /**
   * @param {import("./answers.js").AnswerSheet} sheet
   * @param {HTMLElement} foot
   */
  constructor(sheet, foot) {
    this.#sheet = sheet;
    this.#foot = foot;
  }

  /** Marks every question and the fields of the first step, and puts the cursor into the first place. @param {Complaint[]} complaints */
  show(complaints) {
    this.clear();
    this.#open = complaints;
    for (const complaint of complaints) this.#mark(complaint);
    this.#sayFirst();
    if (complaints.length > 0) void this.#goTo(complaints[0]);
  }

  /** An answer was changed: what it gives, or is not asked with it, is not missing any more, and the next place is marked. @param {Element} changed */
  recheck(changed) {
    const before = this.#open.length;
    this.#open = this.#open.filter((complaint) => {
      const place = this.#placeOf(complaint);
      const isTouched = place.contains(changed) || (changed instanceof Judge && changed.contains(place));
      const stays = !isHidden(place) && (!isTouched || isStillMissing(complaint, place));
      if (!stays) unmark(place);
      return stays;
    });
    if (this.#open.length < before) this.#sayFirst();
  }

  clear() {
    for (const complaint of this.#open) unmark(this.#placeOf(complaint));
    this.#open = [];
    this.#sayFirst();
  }

  /** Says what is wrong with no place in particular. @param {string} text */
  tell(text) {
    this.#foot.textContent = text;
    this.#foot.hidden = text === "";
  }

  /** The field while it is in the page, or the row, else the question. @param {Complaint} complaint @returns {HTMLElement} */
  #placeOf({ scheme, at }) {
    const question = this.#sheet.question(scheme);
    return (question instanceof TraceSteps ? question.fieldInPage(at) : rowOf(question, at)) ?? question;
  }

  /** @param {Complaint} complaint */
  #mark(complaint) {
    const place = this.#placeOf(complaint);
    if (place instanceof EditField) return void markField(place, complaint);
    if (place instanceof TraceSteps) return;
    place.classList.add("is-missing");
    const problem = place.querySelector(":scope > [data-shows=problem]");
    if (problem instanceof HTMLElement) [problem.textContent, problem.hidden] = [complaint.text, false];
  }

  /** @param {Complaint} complaint */
  async #goTo(complaint) {
    const question = this.#sheet.question(complaint.scheme);
    if (question instanceof Judge && complaint.at.includes(":")) return question.goTo(complaint.at.split(":")[0]);
    if (!(question instanceof TraceSteps)) {
      return /** @type {HTMLElement | null} */ (this.#placeOf(complaint).querySelector("input, select, textarea, button"))?.focus();
    }
    const field = await question.fieldAt(complaint.at);
    if (!field) return question.goToPlace(complaint.at);
    await markField(field, complaint);
    question.mark(question.nameOf(field));
    field.focusFor(complaint.code ?? "");
  }

  #sayFirst() {
    this.tell(inWords(this.#open));
  }
}

/** @param {EditField} field @param {Complaint} complaint */
async function markField(field, { code, text }) {
  if (code) await field.miss(code);
  else field.problem(text);
}

/** @param {HTMLElement} place */
function unmark(place) {
  if (place instanceof EditField) return place.missNothing();
  place.classList.remove("is-missing");
  place.querySelector(":scope > [data-shows=problem]")?.toggleAttribute("hidden", true);
}

/** Only what can be seen without the scheme is judged here; the next submit judges the rest. @param {Complaint} complaint @param {HTMLElement} place */
function isStillMissing({ at, code }, place) {
  if (place instanceof EditField) return code === "reason" && place.edited && place.reason.trim() === "";
  if (place instanceof Judge) return place.lacks(at.split(":")[0]);
  return code === "answer" && !isAnswered(place);
}

/** With its question, which is not asked any more. @param {HTMLElement} place */
const isHidden = (place) => place.closest(".question[hidden]") !== null;

/** @param {HTMLElement} question */
function isAnswered(question) {
  if (question instanceof TraceSteps) return question.corrections.changed.size > 0;
  if (question.querySelector("input:checked, [data-answered]")) return true;
  const boxes = /** @type {(HTMLInputElement | HTMLTextAreaElement)[]} */ ([...question.querySelectorAll("[data-box], [name$=free_response]")]);
  return boxes.length > 0 && boxes.every(({ value }) => value.trim() !== "");
}
