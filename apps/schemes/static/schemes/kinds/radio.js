import { choose, chosen } from "./_radios.js";

/** @typedef {{choice: string | null, free_response: string}} Answer */

/**
 * @param {HTMLElement} root
 * @returns {Answer}
 */
export function read(root) {
  return { choice: chosen(root), free_response: freeResponse(root)?.value ?? "" };
}

/**
 * @param {HTMLElement} root
 * @param {Partial<Answer>} answer a draft from before the scheme changed its kind has other parts
 */
export function fill(root, answer) {
  choose(root, answer.choice);
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
