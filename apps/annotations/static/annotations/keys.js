/** @typedef {{key: string, code: string, ctrlKey: boolean, metaKey: boolean, altKey: boolean, isComposing: boolean}} Press */

/** @type {Record<string, string>} */
const ACTIONS = {
  j: "next", k: "previous", g: "first", G: "last",
  e: "edit", r: "reset", d: "changes", "/": "search", "?": "help",
};

/**
 * The action a key press stands for, or null. While someone types only the three that cannot be text count.
 *
 * @param {Press} press
 * @param {boolean} typing
 */
export function actionOf(press, typing) {
  const { key, code, ctrlKey, metaKey, altKey, isComposing } = press;
  if (isComposing) return null;
  if (key === "Escape") return "leave";
  if (key === "Enter" && (ctrlKey || metaKey)) return "submit";
  if (altKey && code === "KeyS" && !ctrlKey) return "skip";
  if (typing || ctrlKey || metaKey || altKey) return null;
  if (/^[1-9]$/.test(key)) return "choose";
  return Object.hasOwn(ACTIONS, key) ? ACTIONS[key] : null;
}

/** @param {EventTarget | null} target */
export function isTyping(target) {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return !["radio", "checkbox", "button"].includes(target.type);
  return target.isContentEditable || target.matches("textarea, select");
}
