import { part } from "./work.js";

/**
 * Asks why a trace is skipped; without a reason it says so itself, because the browser's words name no place.
 *
 * @param {HTMLDialogElement} dialog
 * @param {(reason: string) => void} skip
 */
export function askWhy(dialog, skip) {
  const field = part(dialog, "[name=reason]", HTMLInputElement);
  const problem = part(dialog, "[data-shows=problem]");
  part(dialog, "form").addEventListener("submit", (event) => {
    event.preventDefault();
    const reason = field.value.trim();
    complain(reason === "");
    if (reason === "") return field.focus();
    dialog.close();
    skip(reason);
  });
  field.addEventListener("input", () => complain(false));

  /** @param {boolean} isEmpty */
  function complain(isEmpty) {
    problem.hidden = !isEmpty;
    field.setAttribute("aria-invalid", String(isEmpty));
  }
}
