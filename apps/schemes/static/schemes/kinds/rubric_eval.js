import { fillRows, readRows } from "./_rows.js";

/** @typedef {{scores: Record<string, number>, overall?: number | null}} Answer `overall` only where it is asked */

/**
 * @param {HTMLElement} root
 * @returns {Answer}
 */
export function read(root) {
  const { overall, ...scores } = Object.fromEntries(Object.entries(readRows(root)).map(([row, score]) => [row, Number(score)]));
  if (asksOverall(root)) return { scores, overall: overall ?? null };
  return { scores: overall === undefined ? scores : { ...scores, overall } };
}

/**
 * @param {HTMLElement} root
 * @param {Partial<Answer>} answer a draft from before the scheme changed its kind has other parts
 */
export const fill = (root, answer) =>
  fillRows(root, { ...answer.scores, ...(asksOverall(root) ? { overall: answer.overall } : {}) });

/** @param {Partial<Answer>} answer */
export const summary = (answer) => [
  ...Object.entries(answer.scores ?? {}).map(([at, score]) => ({ at, text: String(score) })),
  { at: "overall", text: String(answer.overall ?? "") },
];

/** A criterion of that name may stand where the whole has no row of its own. @param {HTMLElement} root */
const asksOverall = (root) => root.dataset?.asksOverall !== undefined;
