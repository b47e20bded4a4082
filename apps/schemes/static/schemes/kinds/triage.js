import { choose, chosen } from "./_radios.js";

/** @typedef {{decision: string | null}} Answer accept, reject or skip */

/**
 * @param {HTMLElement} root
 * @returns {Answer}
 */
export const read = (root) => ({ decision: chosen(root) });

/**
 * @param {HTMLElement} root
 * @param {Partial<Answer>} answer a draft from before the scheme changed its kind has other parts
 */
export const fill = (root, answer) => choose(root, answer.decision);

/** @param {Partial<Answer>} answer */
export const summary = (answer) => [{ at: "", text: answer.decision ?? "" }];
