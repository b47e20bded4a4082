/** @typedef {{key: string, code: string, ctrlKey: boolean, metaKey: boolean, altKey: boolean, shiftKey?: boolean, isComposing: boolean}} Press */

const MODIFIERS = ["Control", "Shift", "Alt", "AltGraph", "Meta", "CapsLock", "Dead", "Process", "Unidentified"];

/**
 * What is pressed, as keys are stored (apps/annotations/keys.py): "j", "J", "?", "Ctrl+h", "Alt+ArrowUp"; "" while only a
 * modifier is down. A letter is what the layout makes of it; where Alt or another script makes something else of a combination,
 * it is the letter at that place of the keyboard.
 *
 * @param {Press} press
 */
export function nameOf({ key, code, ctrlKey, metaKey, altKey, shiftKey }) {
  if (MODIFIERS.includes(key) && !(altKey && /^Key/.test(code))) return "";
  const isPlain = !ctrlKey && !metaKey && !altKey;
  if (isPlain && key !== " " && [...key].length === 1) return key;
  const isLatin = /^[a-z]$/i.test(key);
  const letter = !isPlain && !isLatin && /^Key[A-Z]$/.test(code) ? code.slice(3) : key;
  const last = key === " " ? "Space" : letter.length === 1 ? letter.toLowerCase() : letter;
  const down = Object.entries({ Ctrl: ctrlKey, Alt: altKey, Shift: shiftKey, Meta: metaKey });
  return [...down.filter(([, isDown]) => isDown).map(([name]) => name), last].join("+");
}

/** @type {Record<string, string>} what nobody can give away, with Ctrl or the key that stands for it on a Mac */
const FIXED = { "Ctrl+Enter": "submit", "Ctrl+z": "undo", "Ctrl+Shift+z": "redo", "Ctrl+y": "redo" };

/**
 * The action a key press stands for, or null. While someone types only those count that cannot be text; the browser's own
 * undo is the one of a text.
 *
 * @param {Press} press
 * @param {boolean} typing
 * @param {Record<string, string>} keys of the person, by action
 */
export function actionOf(press, typing, keys) {
  if (press.isComposing) return null;
  if (press.key === "Escape") return "leave";
  const name = nameOf(press);
  const fixed = press.metaKey ? nameOf({ ...press, metaKey: false, ctrlKey: true }) : name;
  if (fixed === "Ctrl+Enter" || (!typing && Object.hasOwn(FIXED, fixed))) return FIXED[fixed];
  if (typing && !/^(Ctrl|Alt)\+[a-z]$/.test(name)) return null;
  if (/^[0-9]$/.test(name)) return "choose";
  return Object.keys(keys).find((action) => name !== "" && keys[action] === name) ?? null;
}

/** @param {EventTarget | null} target */
export function isTyping(target) {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return !["radio", "checkbox", "button"].includes(target.type);
  return target.isContentEditable || target.matches("textarea, select");
}
