/** The lines of a call as it is drawn (annotations/trace/blocks.js): their numbers become buttons, and comments stand below them. */

/** @typedef {import("./_comments.js").Place} Place @typedef {import("./_comments.js").Comment} Comment */

/**
 * Makes a button of each line's number. One of a block can be reached by Tab, the others from there by the arrow keys.
 *
 * @param {HTMLElement} call
 */
export function offerLines(call) {
  for (const block of call.querySelectorAll(".code-block")) {
    const cells = cellsOf(block).filter((cell) => !cell.querySelector("button"));
    cells.forEach((cell, index) => cell.replaceChildren(lineButton(cell, index === 0)));
  }
}

/** Where a line is, as far as the call shows it. @param {HTMLElement} cell @returns {Pick<Place, "file" | "side" | "line">} */
export function lineOf(cell) {
  const { side = "" } = cell.dataset;
  const number = cell.textContent?.trim() ?? "";
  return { file: fileOf(cell), side: side === "old" || side === "new" ? side : null, line: /^\d+$/.test(number) ? Number(number) : null };
}

/** The line that a comment is on; undefined where it is not shown, or has no number. @param {HTMLElement} call @param {Comment} comment */
export function cellOf(call, { file, side, line }) {
  if (line === null) return undefined;
  return cellsOf(call).find((cell) => {
    const at = lineOf(cell);
    return at.line === line && at.file === file && (at.side === null || at.side === (side ?? "new"));
  });
}

/** A place for comments below a line; the same for all of them. @param {HTMLElement} cell */
export function placeBelow(cell) {
  const row = /** @type {HTMLTableRowElement} */ (cell.closest("tr"));
  const next = row.nextElementSibling;
  if (next?.matches(".remark-row")) return /** @type {HTMLElement} */ (next.firstElementChild);
  const made = document.createElement("tr");
  made.className = "remark-row";
  const place = Object.assign(document.createElement("td"), { className: "remarks", colSpan: row.cells.length });
  made.append(place);
  row.after(made);
  return place;
}

/** A place at the end of a file's lines, else of the call: for lines that have no number. @param {HTMLElement} call @param {string} file */
export function placeAtFoot(call, file) {
  const parts = /** @type {HTMLElement[]} */ ([...call.querySelectorAll(".call-part[data-file]")]);
  const part = parts.find(({ dataset }) => dataset.file === file) ?? call;
  const there = part.querySelector(":scope > .remarks");
  if (there) return /** @type {HTMLElement} */ (there);
  const place = Object.assign(document.createElement("div"), { className: "remarks" });
  part.append(place);
  return place;
}

/** Takes out the comments of a review, and the places that are empty then. @param {HTMLElement} call @param {string} name */
export function clearPlaces(call, name) {
  for (const box of call.querySelectorAll(`[data-of="${CSS.escape(name)}"]`)) box.remove();
  for (const place of call.querySelectorAll(".remarks:empty")) (place.closest("tr") ?? place).remove();
}

/** What stands in the line. @param {HTMLElement} cell */
export const textOf = (cell) => textCellOf(cell)?.textContent ?? "";

/** In two columns, that of the line's own side. @param {HTMLElement} cell @returns {Element | null} */
function textCellOf(cell) {
  for (let at = cell.nextElementSibling; at; at = at.nextElementSibling) if (at.matches(".t")) return at;
  return null;
}

/** @param {Element} within @returns {HTMLElement[]} */
const cellsOf = (within) => [...within.querySelectorAll("td[data-side]")].map((cell) => /** @type {HTMLElement} */ (cell));

/** @param {Element} cell */
const fileOf = (cell) => /** @type {HTMLElement | null} */ (cell.closest("[data-file]"))?.dataset.file ?? "";

/** @param {HTMLElement} cell @param {boolean} isFirst */
function lineButton(cell, isFirst) {
  const { line } = lineOf(cell);
  const button = document.createElement("button");
  button.type = "button";
  button.className = "line-number";
  button.tabIndex = isFirst ? 0 : -1;
  button.textContent = line === null ? "+" : String(line);
  const words = line === null ? gettext("Comment on this line") : interpolate(gettext("Comment on line %(line)s"), { line }, true);
  button.title = words;
  button.setAttribute("aria-label", words);
  button.addEventListener("keydown", (event) => moveFocus(event, button));
  return button;
}

/** @type {Record<string, (at: number, all: number) => number>} */
const MOVES = { ArrowDown: (at) => at + 1, ArrowUp: (at) => at - 1, Home: () => 0, End: (_at, all) => all - 1 };

/** @param {KeyboardEvent} event @param {HTMLButtonElement} button */
function moveFocus(event, button) {
  if (!(event.key in MOVES) || event.altKey || event.ctrlKey || event.metaKey) return;
  const buttons = /** @type {HTMLButtonElement[]} */ ([...(button.closest(".code-block")?.querySelectorAll(".line-number") ?? [])]);
  const next = buttons[MOVES[event.key](buttons.indexOf(button), buttons.length)];
  event.preventDefault();
  if (!next) return;
  for (const each of buttons) each.tabIndex = each === next ? 0 : -1;
  next.focus();
}
