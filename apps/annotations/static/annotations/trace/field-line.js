import { EditField } from "../edits/edit-field.js";
import { fromTemplate } from "../template.js";
import { labelOf } from "./labels.js";
import { LongText } from "./long-text.js";
import { isMarkable } from "./markable.js";

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
