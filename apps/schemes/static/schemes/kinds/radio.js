/** @typedef {{choice: string | null, free_response: string}} Answer */

/**
 * @param {HTMLElement} root
 * @returns {Answer}
 */
export function read(root) {
  const chosen = root.querySelector("input[type=radio]:checked");
  return {
    choice: chosen instanceof HTMLInputElement ? chosen.value : null,
    free_response: freeResponse(root)?.value ?? "",
  };
}

/**
 * @param {HTMLElement} root
 * @param {Partial<Answer>} answer a draft from before the scheme changed its kind has other parts
 */
export function fill(root, answer) {
  for (const option of /** @type {NodeListOf<HTMLInputElement>} */ (root.querySelectorAll("input[type=radio]"))) {
    option.checked = option.value === answer.choice;
  }
  const field = freeResponse(root);
  if (field) field.value = answer.free_response ?? "";
}

/** @param {Partial<Answer>} answer */
export const summary = (answer) => [
  { at: "", text: answer.choice ?? "" },
  { at: "free_response", text: answer.free_response ?? "" },
];

/**
 * @param {HTMLElement} root
 * @returns {HTMLTextAreaElement | null}
 */
const freeResponse = (root) => root.querySelector("textarea[name$=free_response]");
