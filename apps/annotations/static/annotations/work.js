/**
 * What the page starts a turn from. `number` is the draft's, `base` the answer revision each scheme's answer was based on;
 * `flipped` says that of two candidates the second stands first; `trace` is null only where the page has it already; a page
 * that was kept for later may be older than `suggestions` and `flags`.
 *
 * @typedef {{
 *   assignment: number,
 *   urls: {annotate: string, data: string, steps: string, text: string, editable: string, blocks: string, files: string, search: string,
 *     arguments?: string, draft: string, submit: string, skip: string, release: string, flag: string, upcoming: string,
 *     list: string, login: string},
 *   state: string,
 *   submitted_at: string | null,
 *   now: string,
 *   progress: {done: number, total: number},
 *   revision: number,
 *   flags?: import("./flags.js").Flag[],
 *   newer_revision: boolean,
 *   guidelines: number,
 *   older_answers: string[],
 *   answers: import("./saving/pending.js").Answers,
 *   number: number,
 *   base: import("./saving/pending.js").Base,
 *   schemes: Record<string, import("./asked-questions.js").Scheme>,
 *   suggestions?: Record<string, import("../schemes/kinds/_suggested.js").Suggestion>,
 *   flipped: boolean,
 *   trace: import("./trace/trace-data.js").Trace,
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
