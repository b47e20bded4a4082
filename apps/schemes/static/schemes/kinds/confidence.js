import { choose, chosen } from "./_radios.js";
import { isLine, setValue, valueOf } from "./_range.js";

/** @typedef {{value: number | null}} Answer a point of a scale, or a number of a line */

/**
 * @param {HTMLElement} root
 * @returns {Answer}
 */
export function read(root) {
  if (isLine(root)) return { value: valueOf(root) };
  const point = chosen(root);
  return { value: point === null ? null : Number(point) };
}

/**
 * @param {HTMLElement} root
 * @param {Partial<Answer>} answer a draft from before the scheme changed its kind has other parts
 */
export function fill(root, answer) {
  if (isLine(root)) setValue(root, answer.value);
  else choose(root, String(answer.value ?? ""));
}

/** @param {Partial<Answer>} answer */
export const summary = (answer) => [{ at: "", text: String(answer.value ?? "") }];
