/** The value of the chosen one, null for none. @param {HTMLElement} root @returns {string | null} */
export const chosen = (root) => radios(root).find(({ checked }) => checked)?.value ?? null;

/** @param {HTMLElement} root @param {unknown} value chooses the one that has it, none for any other */
export function choose(root, value) {
  for (const radio of radios(root)) radio.checked = radio.value === value;
}

/** @param {HTMLElement} root @returns {HTMLInputElement[]} */
const radios = (root) => [...root.querySelectorAll("input")].filter(({ type }) => type === "radio");
