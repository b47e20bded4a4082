import "./_best-worst.js";
import { fillRows, readRows } from "./_rows.js";

/** @typedef {{best: string | null, worst: string | null}} Answer the letters of two places */

/**
 * @param {HTMLElement} root
 * @returns {Answer}
 */
export function read(root) {
  const { best = null, worst = null } = readRows(root);
  return { best, worst };
}

/**
 * @param {HTMLElement} root
 * @param {Partial<Answer>} answer a draft from before the scheme changed its kind has other parts
 */
export const fill = (root, { best, worst }) => fillRows(root, { best, worst });

/** @param {Partial<Answer>} answer */
export const summary = ({ best, worst }) => [
  { at: "best", text: best ?? "" },
  { at: "worst", text: worst ?? "" },
];
