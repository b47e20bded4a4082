import { fieldAt } from "./edit-field.js";

/**
 * What the server says about a submit: `missing` places have a code, wrong ones only a text.
 *
 * @typedef {{scheme: string, at: string, code?: string, text: string}} Complaint
 */

/**
 * Marks every place, says what is needed, and puts the cursor into the first.
 *
 * @param {import("./answers.js").AnswerSheet} sheet
 * @param {HTMLElement} foot where the first one is said in words, beside the button
 * @param {Complaint[]} complaints
 */
export function showComplaints(sheet, foot, complaints) {
  const places = complaints.map((complaint) => markPlace(sheet, complaint));
  const others = complaints.length > 1 ? ` ${othersOf(complaints.length - 1)}` : "";
  foot.textContent = `${complaints[0]?.text ?? ""}${others}`;
  foot.hidden = complaints.length === 0;
  places[0]?.();
}

/** @param {HTMLElement} page */
export function clearComplaints(page) {
  for (const place of page.querySelectorAll(".is-missing")) clearComplaint(place);
}

/** @param {Element} place a question or a field that was marked */
export function clearComplaint(place) {
  place.classList.remove("is-missing");
  place.querySelector(":scope > [data-shows=problem]")?.toggleAttribute("hidden", true);
}

/** @param {number} count */
const othersOf = (count) =>
  interpolate(ngettext("%(count)s more place is marked.", "%(count)s more places are marked.", count), { count }, true);

/**
 * @param {import("./answers.js").AnswerSheet} sheet
 * @param {Complaint} complaint
 * @returns {() => void} puts the cursor there
 */
function markPlace(sheet, { scheme, at, code, text }) {
  const root = sheet.question(scheme);
  const field = fieldAt(root, at);
  if (field) {
    if (code) field.miss(code);
    else field.problem(text);
    return () => field.focusFor(code ?? "");
  }
  root.classList.add("is-missing");
  const problem = root.querySelector("[data-shows=problem]");
  if (problem instanceof HTMLElement) [problem.textContent, problem.hidden] = [text, false];
  return () => /** @type {HTMLElement | null} */ (root.querySelector("input, textarea, button"))?.focus();
}
