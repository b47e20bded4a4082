/**
 * What the server puts into the annotate page beside its HTML. `number` is the draft's, `base` the answer revision each
 * scheme's answer was based on.
 *
 * @typedef {{
 *   urls: {draft: string, submit: string, skip: string, next: string, list: string, login: string},
 *   answers: import("./drafts.js").Answers,
 *   number: number,
 *   base: import("./drafts.js").Base,
 *   schemes: Record<string, {kind: string}>,
 * }} Work
 */

/** @returns {Work} */
export const workOfPage = () => JSON.parse(document.querySelector("#work-data")?.textContent ?? "");

/**
 * A part the page's script cannot do without.
 *
 * @template {HTMLElement} [T=HTMLElement]
 * @param {ParentNode} root
 * @param {string} selector
 * @param {new () => T} type
 * @returns {T}
 */
export function part(root, selector, type = /** @type {any} */ (HTMLElement)) {
  const found = root.querySelector(selector);
  if (!(found instanceof type)) throw new Error(`The page has no "${selector}".`);
  return found;
}
