import { fillRows, readRows } from "./_rows.js";

/** @typedef {{ratings: Record<string, string>}} Answer the label of each option that is rated */

/**
 * @param {HTMLElement} root
 * @returns {Answer}
 */
export const read = (root) => ({ ratings: readRows(root) });

/**
 * @param {HTMLElement} root
 * @param {Partial<Answer>} answer a draft from before the scheme changed its kind has other parts
 */
export const fill = (root, answer) => fillRows(root, answer.ratings ?? {});

/** @param {Partial<Answer>} answer */
export const summary = (answer) => Object.entries(answer.ratings ?? {}).map(([at, text]) => ({ at, text }));
