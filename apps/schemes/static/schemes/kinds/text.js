/** @typedef {{texts: Record<string, string>}} Answer one text for each box, by the name of its label */

/**
 * @param {HTMLElement} root
 * @returns {Answer}
 */
export const read = (root) => ({ texts: Object.fromEntries(boxes(root).map((box) => [box.dataset.box, box.value])) });

/**
 * @param {HTMLElement} root
 * @param {Partial<Answer>} answer a draft from before the scheme changed its kind has other parts
 */
export function fill(root, answer) {
  for (const box of boxes(root)) box.value = answer.texts?.[box.dataset.box ?? ""] ?? "";
}

/** @param {Partial<Answer>} answer */
export const summary = (answer) => Object.entries(answer.texts ?? {}).map(([at, text]) => ({ at, text }));

/**
 * @param {HTMLElement} root
 * @returns {(HTMLInputElement | HTMLTextAreaElement)[]}
 */
const boxes = (root) => [...root.querySelectorAll("[data-box]")].filter(isBox);

/**
 * @param {Element} element
 * @returns {element is HTMLInputElement | HTMLTextAreaElement}
 */
const isBox = (element) => element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement;
