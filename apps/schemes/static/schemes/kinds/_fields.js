/** What stands there already stays, and with it the cursor. @param {Element | null | undefined} field @param {string} value */
export function put(field, value = "") {
  const known = field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement || field instanceof HTMLSelectElement;
  if (known && field.value !== value) field.value = value;
}
