/** @typedef {{choices: string[], free_response: string}} Answer */

/**
 * The choices come in the order of the scheme.
 *
 * @param {HTMLElement} root
 * @returns {Answer}
 */
export const read = (root) => ({
  choices: options(root).filter(({ checked }) => checked).map(({ value }) => value),
  free_response: freeResponse(root)?.value ?? "",
});

/**
 * @param {HTMLElement} root
 * @param {Partial<Answer>} answer a draft from before the scheme changed its kind has other parts
 */
export function fill(root, answer) {
  for (const option of options(root)) option.checked = (answer.choices ?? []).includes(option.value);
  const field = freeResponse(root);
  if (field) field.value = answer.free_response ?? "";
}

/** @param {Partial<Answer>} answer */
export const summary = (answer) => [
  { at: "", text: (answer.choices ?? []).join(", ") },
  { at: "free_response", text: answer.free_response ?? "" },
];

/**
 * @param {HTMLElement} root
 * @returns {HTMLInputElement[]}
 */
const options = (root) => [...root.querySelectorAll("input")].filter(({ type }) => type === "checkbox");

/**
 * @param {HTMLElement} root
 * @returns {HTMLTextAreaElement | null}
 */
const freeResponse = (root) => root.querySelector("textarea[name$=free_response]");
