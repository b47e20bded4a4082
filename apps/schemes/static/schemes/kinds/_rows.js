/** Questions that ask the same for several rows, each a `data-row` with radio buttons. */

/**
 * What is chosen in each row that has an answer.
 *
 * @param {HTMLElement} root
 * @returns {Record<string, string>} by the name of the row
 */
export function readRows(root) {
  const chosen = /** @type {HTMLInputElement[]} */ ([...root.querySelectorAll("[data-row] input:checked")]);
  return Object.fromEntries(chosen.map((input) => [rowNameOf(input), input.value]));
}

/**
 * @param {HTMLElement} root
 * @param {Record<string, unknown>} values by the name of the row; the others are emptied
 */
export function fillRows(root, values) {
  for (const input of /** @type {NodeListOf<HTMLInputElement>} */ (root.querySelectorAll("[data-row] input"))) {
    const row = rowNameOf(input);
    input.checked = Object.hasOwn(values, row) && input.value === String(values[row]);
  }
}

/** @param {Element} input */
const rowNameOf = (input) => input.closest("[data-row]")?.getAttribute("data-row") ?? "";
