/** @typedef {{value: number | string | null}} Answer a text where no number was typed, which the server refuses in words */

/**
 * What was typed and is no number must not look like no answer: the browser gives it away as "".
 *
 * @param {HTMLElement} root
 * @returns {Answer}
 */
export function read(root) {
  const field = box(root);
  if (!field || (field.value === "" && !field.validity.badInput)) return { value: null };
  return { value: field.value === "" ? "" : Number(field.value) };
}

/**
 * @param {HTMLElement} root
 * @param {Partial<Answer>} answer a draft from before the scheme changed its kind has other parts
 */
export function fill(root, answer) {
  const field = box(root);
  if (field) field.value = String(answer.value ?? "");
}

/** @param {Partial<Answer>} answer */
export const summary = (answer) => [{ at: "", text: String(answer.value ?? "") }];

/**
 * @param {HTMLElement} root
 * @returns {HTMLInputElement | null}
 */
const box = (root) => root.querySelector("input");
