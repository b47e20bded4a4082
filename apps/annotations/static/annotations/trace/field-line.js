import { EditField } from "../edits/edit-field.js";
import { fromTemplate } from "../template.js";
import { labelOf } from "./labels.js";
import { LongText } from "./long-text.js";

/**
 * One text of a step or call: with an editor where the scheme allows it, else only to be read.
 *
 * @param {import("../edits/edit-field.js").Place} place
 * @param {import("../edits/edit-field.js").Context} context
 * @returns {HTMLElement}
 */
export function fieldLine(place, context) {
  if (place.field.edit) return EditField.of(place, context);
  const line = fromTemplate("field-template");
  const label = /** @type {HTMLElement} */ (line.querySelector(".label"));
  label.textContent = place.isArgument ? place.field.key : labelOf(place.field.key);
  label.classList.toggle("code", Boolean(place.isArgument));
  showWhole(/** @type {LongText} */ (line.querySelector("long-text")), place, context);
  return line;
}

/** Whether it is a text of the trace's own steps as it was recorded: not of an inserted one, and not of a candidate's. @param {string | null} step @param {import("./trace-data.js").Field} field */
export const isMarkable = (step, field) => !field.json && (step === null || /^\d+$/.test(step));

/**
 * @param {LongText} long
 * @param {import("../edits/edit-field.js").Place} place
 * @param {import("../edits/edit-field.js").Context} context
 */
export function showWhole(long, { step, field }, { whole, folds }) {
  const place = `${step ?? ""}:${field.pointer}`;
  long.show({
    ...field,
    whole: () => whole(step, field),
    at: isMarkable(step, field) ? place : undefined,
    isOpen: folds.has(place),
    opened: () => folds.add(place),
  });
}
