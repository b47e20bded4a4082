import { RankList } from "./_rank-list.js";

/** @typedef {{order: (string | string[])[] | null}} Answer best first, with ties in groups; null while nothing is ranked */

/**
 * @param {HTMLElement} root
 * @returns {Answer}
 */
export const read = (root) => ({ order: listOf(root)?.order ?? null });

/**
 * @param {HTMLElement} root
 * @param {Partial<Answer>} answer a draft from before the scheme changed its kind has other parts
 */
export function fill(root, answer) {
  const list = listOf(root);
  if (list) list.order = answer.order;
}

/** @param {Partial<Answer>} answer */
export const summary = (answer) => [{ at: "", text: (answer.order ?? []).map((rank) => [rank].flat().join(" = ")).join(", ") }];

/** @param {HTMLElement} root */
function listOf(root) {
  const list = root.querySelector("rank-list");
  return list instanceof RankList ? list : null;
}
