/*
 * A range input always has a value, also before anybody has touched it, and rounds what does not fit its steps. So the answer
 * stands beside it, in `data-value`: "" until somebody sets it, an imported one as it came.
 */

/** @param {HTMLElement} root @returns {number | null} */
export function valueOf(root) {
  const value = range(root)?.dataset.value;
  return value ? Number(value) : null;
}

/** @param {HTMLElement} root @param {unknown} value anything but a number leaves it unset */
export function setValue(root, value) {
  const input = range(root);
  if (!input) return;
  // The same listener is added once only, however often a question is filled.
  input.addEventListener("input", take);
  input.addEventListener("pointerup", takeWhereItIs);
  input.addEventListener("keydown", takeByKey);
  input.value = typeof value === "number" ? String(value) : input.defaultValue;
  show(input, typeof value === "number" ? String(value) : "");
}

/** @param {Event} event */
function take({ currentTarget }) {
  const input = /** @type {HTMLInputElement} */ (currentTarget);
  show(input, input.value);
}

/** Where the handle waits may be what somebody means: a click on it moves nothing, and the browser says nothing. @param {Event} event */
function takeWhereItIs({ currentTarget }) {
  const input = /** @type {HTMLInputElement} */ (currentTarget);
  if (input.dataset.value === "") input.dispatchEvent(new Event("input", { bubbles: true }));
}

/** @param {KeyboardEvent} event */
function takeByKey(event) {
  if (event.key !== " " && event.key !== "Enter") return;
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  takeWhereItIs(event);
}

/** @param {HTMLInputElement} input @param {string} value */
function show(input, value) {
  const words = value || gettext("not set");
  input.dataset.value = value;
  input.setAttribute("aria-valuetext", words);
  const beside = input.parentElement?.querySelector("output");
  if (beside) beside.textContent = words;
}

/** @param {HTMLElement} root @returns {HTMLInputElement | null} */
const range = (root) => root.querySelector("input[type=range]");

/** Whether the question asks by a line. @param {HTMLElement} root */
export const isLine = (root) => range(root) !== null;
