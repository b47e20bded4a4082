import { setValue, valueOf } from "./_range.js";

/** @typedef {{value: number | null}} Answer */

/**
 * @param {HTMLElement} root
 * @returns {Answer}
 */
export const read = (root) => ({ value: valueOf(root) });

/**
 * @param {HTMLElement} root
 * @param {Partial<Answer>} answer a draft from before the scheme changed its kind has other parts
 */
export const fill = (root, answer) => setValue(root, answer.value);

/** @param {Partial<Answer>} answer */
export const summary = (answer) => [{ at: "", text: String(answer.value ?? "") }];
