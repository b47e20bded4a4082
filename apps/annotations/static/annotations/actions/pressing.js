import { actionOf, isTyping } from "../keys.js";
import { pageKeys } from "../page-keys.js";
import { isDeciding } from "./table.js";

/** What keys change; nothing while two versions wait for a decision. */
const CHANGES = new Set([
  "choose", "edit", "replace", "reset", "insert", "insert-call", "remove", "move-up", "move-down", "undo", "redo", "skip", "first-wrong",
  "cause", "note", "mark", "comment", "accept", "accept-all", "rename",
]);

/**
 * Runs the actions that buttons and keys stand for.
 *
 * @param {ParentNode} page
 * @param {import("./table.js").Actions} actions
 * @param {() => Element | null} menuButton whose menu is open: what is pressed in the menu is pressed there
 */
export function listenForActions(page, actions, menuButton) {
  document.addEventListener("click", (event) => click(event, actions, menuButton));
  document.addEventListener("keydown", (event) => press(event, actions, page));
}

/** @param {MouseEvent} event @param {import("./table.js").Actions} actions @param {() => Element | null} menuButton */
function click({ target }, actions, menuButton) {
  const from = target instanceof Element ? target.closest("[data-act]") : null;
  if (!from) return;
  const isInMenu = from.closest("[popover]") !== null;
  actions[from.getAttribute("data-act") ?? ""](isInMenu ? menuButton() : from, "");
}

/** @param {KeyboardEvent} event @param {import("./table.js").Actions} actions @param {ParentNode} page */
function press(event, actions, page) {
  const action = actionOf(event, isTyping(event.target), pageKeys());
  const dialog = document.querySelector("dialog[open]");
  const isInMenu = event.target instanceof Element && event.target.closest(":popover-open") !== null;
  // Escape is the browser's there: it closes what is open.
  if (!action || isInMenu || (dialog && action === "leave")) return;
  if (CHANGES.has(action) && isDeciding(page)) return;
  event.preventDefault();
  if (dialog) return action === "submit" ? dialog.querySelector("form")?.requestSubmit() : undefined;
  actions[action](event.target instanceof Element ? event.target : null, event.key);
}
