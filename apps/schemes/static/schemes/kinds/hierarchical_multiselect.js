import { boxesIn, pathOf } from "./_taxonomy-choices.js";

/** @typedef {{choices: string[][]}} Answer each choice as the names from the root of the taxonomy down */

/**
 * The choices come in the order of the scheme.
 *
 * @param {HTMLElement} root
 * @returns {Answer}
 */
export const read = (root) => ({ choices: boxesIn(root).filter(({ checked }) => checked).map(pathOf) });

/**
 * What is chosen is unfolded, so that nothing counts unseen.
 *
 * @param {HTMLElement} root
 * @param {Partial<Answer>} answer a draft from before the scheme changed its kind has other parts
 */
export function fill(root, answer) {
  const chosen = new Set((answer.choices ?? []).map((path) => JSON.stringify(path)));
  for (const box of boxesIn(root)) {
    box.checked = chosen.has(JSON.stringify(pathOf(box)));
    if (box.checked) unfold(box);
  }
}

/** @param {Partial<Answer>} answer */
export const summary = (answer) => [{ at: "", text: (answer.choices ?? []).map((path) => [path].flat().join(" / ")).join(", ") }];

/** @param {Element} box */
function unfold(box) {
  let fold = box.closest("details");
  for (; fold; fold = fold.parentElement?.closest("details") ?? null) fold.open = true;
}
