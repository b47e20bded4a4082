/** @typedef {{key: string, code: string, ctrlKey: boolean, metaKey: boolean, altKey: boolean, shiftKey: boolean, isComposing: boolean}} Press */

/** @type {Record<string, string>} */
const ACTIONS = {
  j: "next", k: "previous", g: "first", G: "last",
  e: "edit", r: "reset", R: "rename", d: "changes", i: "insert", a: "insert-call", x: "remove", z: "undo", Z: "redo",
  J: "next-to-judge", K: "previous-to-judge", f: "first-wrong", w: "cause", n: "note", m: "mark", c: "comment",
  y: "accept", Y: "accept-all",
  o: "unfold", s: "side", b: "flag", "/": "search", "?": "help",
};
/** @type {Record<string, string>} */
const MOVES = { ArrowUp: "move-up", ArrowDown: "move-down" };

/**
 * The action a key press stands for, or null. While someone types only those count that cannot be text; the browser's own
 * undo is the one of a text.
 *
 * @param {Press} press
 * @param {boolean} typing
 */
export function actionOf(press, typing) {
  const { key, code, ctrlKey, metaKey, altKey, shiftKey, isComposing } = press;
  const control = ctrlKey || metaKey;
  if (isComposing) return null;
  if (key === "Escape") return "leave";
  if (key === "Enter" && control) return "submit";
  if (ctrlKey && code === "KeyH" && !altKey && !shiftKey && !metaKey) return "replace";
  if (altKey && code === "KeyS" && !ctrlKey) return "skip";
  if (typing) return null;
  if (control && !altKey && code === "KeyZ") return shiftKey ? "redo" : "undo";
  if (control && !altKey && code === "KeyY") return "redo";
  if (altKey && !control && Object.hasOwn(MOVES, key)) return MOVES[key];
  if (control || altKey) return null;
  if (/^[0-9]$/.test(key)) return "choose";
  return Object.hasOwn(ACTIONS, key) ? ACTIONS[key] : null;
}

/** @param {EventTarget | null} target */
export function isTyping(target) {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return !["radio", "checkbox", "button"].includes(target.type);
  return target.isContentEditable || target.matches("textarea, select");
}
