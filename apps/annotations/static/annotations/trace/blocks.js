import { element } from "../element.js";
import { icon } from "../icon.js";

/**
 * How a call is drawn, as the server found it out (apps/traces/blocks.py says what each part means).
 *
 * @typedef {[text: string, voice: string][]} Spans
 * @typedef {[kind: "same" | "removed" | "added", old: number | null, current: number | null, spans: Spans, marks: [number, number][]]} Row
 * @typedef {{heading: string, rows: Row[], beside: [number | null, number | null][]}} Hunk
 * @typedef {{kind: "diff", path: string, added: number, removed: number, isNew: boolean, isWhole: boolean, hunks: Hunk[], more: number}} Diff
 * @typedef {{kind: "terminal", command: string, spans: Spans, exit: number | null, more: number}} Terminal
 * @typedef {{kind: "code", path: string, first: number | null, lines: Spans[], more: number}} Code
 * @typedef {Diff | Terminal | Code} Block
 * @typedef {{kind: "json", root: import("../displays/json.js").Tree, openDepth: number, more: number}
 *   | {kind: "image", images: import("../displays/image.js").Image[], text: string}} Output what came out, where it is more than text
 * @typedef {"unified" | "split"} View
 */

/** The switch between the views is away then, too. */
const TOO_NARROW_FOR_TWO = "(max-width: 640px)";

/** @param {Block} block @param {View} view @returns {HTMLElement} */
export function drawn(block, view) {
  if (block.kind === "terminal") return terminal(block);
  if (block.kind === "code") return code(block);
  return view === "split" && !matchMedia(TOO_NARROW_FOR_TWO).matches ? split(block) : unified(block);
}

/** What a head says beside the path. @param {Block} block @returns {HTMLElement[]} */
export function counts(block) {
  if (block.kind !== "diff") return [];
  const [plus, minus] = [`+${block.added.toLocaleString()}`, `−${block.removed.toLocaleString()}`];
  return [
    ...(block.isNew ? [element("span", "badge", gettext("New file"))] : []),
    ...(block.added > 0 ? [element("span", "stat-added", plus)] : []),
    ...(block.removed > 0 ? [element("span", "stat-removed", minus)] : []),
  ];
}

/** @param {Diff} block */
function unified({ hunks }) {
  const table = tableOf(["n", "n", "s", ""]);
  for (const hunk of hunks) {
    table.append(...heading(hunk, 4));
    for (const [kind, old, current, spans, marks] of hunk.rows) {
      const cells = [number(old, kind === "removed" ? "old" : null), number(current, kind === "removed" ? null : "new")];
      table.append(row(kind, [...cells, sign(kind), line(spans, marks, kind)]));
    }
  }
  return table;
}

/** The same table twice, side by side. @param {Diff} block */
function split({ hunks }) {
  const table = tableOf(["n", "", "n", ""]);
  table.classList.add("is-split");
  for (const hunk of hunks) {
    table.append(...heading(hunk, 4));
    for (const [left, right] of hunk.beside) {
      const cells = [...half(hunk.rows[left ?? -1], 1), ...half(hunk.rows[right ?? -1], 2)];
      table.append(row("", cells));
    }
  }
  return table;
}

/** @param {Row | undefined} found @param {1 | 2} side @returns {HTMLElement[]} */
function half(found, side) {
  if (!found) return [element("td", "n"), element("td", "t none")];
  const [kind, , , spans, marks] = found;
  const text = line(spans, marks, kind);
  text.classList.add(kind);
  const isOwn = (side === 1) === (kind === "removed");
  return [number(/** @type {number | null} */ (found[side]), isOwn ? (side === 1 ? "old" : "new") : null), text];
}

/** @param {Code} block */
function code({ first, lines }) {
  const table = tableOf(first === null ? [""] : ["n", ""]);
  lines.forEach((spans, index) => {
    table.append(row("same", [...(first === null ? [] : [number(first + index, "")]), line(spans)]));
  });
  return table;
}

/** @param {Terminal} block */
function terminal({ command, spans }) {
  const pre = element("pre", "terminal");
  if (command) pre.append(element("span", "prompt", "$ "), element("b", "", command), "\n");
  pre.append(...spans.map(([text, style]) => (style ? element("span", style.split(" ").map((part) => `t-${part}`).join(" "), text) : text)));
  return pre;
}

/** @param {Hunk} hunk @param {number} columns */
function heading({ heading: text }, columns) {
  if (!text) return [];
  const cell = /** @type {HTMLTableCellElement} */ (element("td", "", text));
  cell.colSpan = columns;
  return [row("hunk", [cell])];
}

/** Its spans, cut where a mark begins or ends. @param {Spans} spans @param {[number, number][]} [marks] @param {string} [kind] */
function line(spans, marks = [], kind = "") {
  const cell = element("td", "t");
  const tag = kind === "removed" ? "del" : "ins";
  let at = 0;
  for (const [text, voice] of spans) {
    for (const [from, to, isMarked] of cuts(at, at + text.length, marks)) {
      const part = text.slice(from - at, to - at);
      const inside = voice ? element("span", `c-${voice}`, part) : document.createTextNode(part);
      cell.append(isMarked ? wrapped(tag, inside) : inside);
    }
    at += text.length;
  }
  return cell;
}

/** The parts of a stretch, inside and outside of marks. @param {number} start @param {number} end @param {[number, number][]} marks @returns {[number, number, boolean][]} */
export function cuts(start, end, marks) {
  const parts = /** @type {[number, number, boolean][]} */ ([]);
  let at = start;
  for (const [from, to] of marks) {
    if (to <= at || from >= end || at === end) continue;
    if (from > at) parts.push([at, from, false]);
    parts.push([Math.max(at, from), Math.min(to, end), true]);
    at = Math.min(to, end);
  }
  if (at < end) parts.push([at, end, false]);
  return parts;
}

/** Where lines run on past the edge, the keyboard gets there, too. @type {ResizeObserver | undefined} */
let edges;

/** @param {string[]} columns their classes */
function tableOf(columns) {
  const table = element("table", "code-block");
  edges ??= new ResizeObserver((entries) => entries.forEach(({ target }) => {
    if (target.scrollWidth > target.clientWidth) target.setAttribute("tabindex", "0");
    else target.removeAttribute("tabindex");
  }));
  edges.observe(table);
  const group = document.createElement("colgroup");
  group.append(...columns.map((name) => element("col", name)));
  table.append(group);
  return table;
}

/** @param {string} name @param {HTMLElement[]} cells */
function row(name, cells) {
  const made = element("tr", name);
  made.append(...cells);
  return made;
}

/**
 * A line's number. The one that stands for the line says of which side it is, so that each line can be told in one way.
 *
 * @param {number | null} at @param {"old" | "new" | "" | null} side "" where there is no difference; null for the other number
 */
function number(at, side) {
  const cell = element("td", "n", at === null ? "" : String(at));
  if (side !== null) cell.dataset.side = side;
  return cell;
}

/** @param {string} kind */
const sign = (kind) => element("td", "s", kind === "added" ? "+" : kind === "removed" ? "−" : "");

/** @param {string} tag @param {Node} inside */
function wrapped(tag, inside) {
  const outer = document.createElement(tag);
  outer.append(inside);
  return outer;
}

/** @type {Record<string, string>} by the class of the tool */
const ICONS = {
  read: "i-read", search: "i-search", edit: "i-pencil", write: "i-plus", bash: "i-terminal", agent: "i-agent", web: "i-link", todo: "i-note",
};

/** @param {string} tool its class */
export const toolIcon = (tool) => icon(ICONS[tool] ?? "i-tool", "icon");
