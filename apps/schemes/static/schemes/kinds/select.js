/** @typedef {{choice: string | null}} Answer */

/**
 * @param {HTMLElement} root
 * @returns {Answer}
 */
export const read = (root) => ({ choice: list(root)?.value || null });

/**
 * @param {HTMLElement} root
 * @param {Partial<Answer>} answer a draft from before the scheme changed may name what is no choice any more
 */
export function fill(root, answer) {
  const field = list(root);
  if (!field) return;
  field.value = answer.choice ?? "";
  if (field.selectedIndex < 0) field.value = "";
}

/** @param {Partial<Answer>} answer */
export const summary = (answer) => [{ at: "", text: answer.choice ?? "" }];

/**
 * @param {HTMLElement} root
 * @returns {HTMLSelectElement | null}
 */
const list = (root) => root.querySelector("select");
