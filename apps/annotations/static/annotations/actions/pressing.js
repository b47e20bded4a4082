import { actionOf, isTyping } from "../keys.js";
import { pageKeys } from "../page-keys.js";
import { isDeciding } from "./table.js";
import { TypeAhead } from "./type-ahead.js";

/** What keys change; nothing while two versions wait for a decision. */
const CHANGES = new Set([
  "choose", "edit", "replace", "reset", "insert", "insert-call", "remove", "move-up", "move-down", "undo", "redo", "skip", "first-wrong",
  "cause", "note", "mark", "comment", "accept", "accept-all", "rename",
]);
/** What keys do at the step somebody is at, besides: they wait for it. */
const AT_STEP = new Set([...CHANGES, "menu", "unfold", "copy-link"].filter((action) => !["replace", "undo", "redo", "skip", "accept-all"].includes(action)));

/**
 * Runs the actions that buttons and keys stand for.
 *
 * @param {ParentNode} page
 * @param {import("./table.js").Actions} actions
 * @param {() => Element | null} menuButton whose menu is open: what is pressed in the menu is pressed there
 * @param {() => Promise<unknown> | undefined} arrival of the step somebody is at; undefined when it is there
 */
export function listenForActions(page, actions, menuButton, arrival) {
  const ahead = new TypeAhead(arrival);
  document.addEventListener("click", (event) => click(event, actions, menuButton));
  document.addEventListener("pointerdown", () => ahead.forget());
  document.addEventListener("keydown", (event) => press(event, actions, page, ahead));
}

/** @param {MouseEvent} event @param {import("./table.js").Actions} actions @param {() => Element | null} menuButton */
function click({ target }, actions, menuButton) {
  const from = target instanceof Element ? target.closest("[data-act]") : null;
  if (!from) return;
  const isInMenu = from.closest("[popover]") !== null;
  actions[from.getAttribute("data-act") ?? ""](isInMenu ? menuButton() : from, "");
}

/** @param {KeyboardEvent} event @param {import("./table.js").Actions} actions @param {ParentNode} page @param {TypeAhead} ahead */
function press(event, actions, page, ahead) {
  const action = actionOf(event, isTyping(event.target), pageKeys());
  const dialog = document.querySelector("dialog[open]");
  const isInMenu = event.target instanceof Element && event.target.closest(":popover-open") !== null;
  // Escape is the browser's there: it closes what is open.
  if (!action || isInMenu || (dialog && action === "leave")) return;
  if (CHANGES.has(action) && isDeciding(page)) return;
  event.preventDefault();
  if (dialog) return action === "submit" ? dialog.querySelector("form")?.requestSubmit() : undefined;
  if (action === "leave") ahead.forget();
  // The step takes the focus when it comes.
  else if (ahead.holds(() => actions[action](document.activeElement, event.key), AT_STEP.has(action))) return;
  actions[action](event.target instanceof Element ? event.target : null, event.key);
}
