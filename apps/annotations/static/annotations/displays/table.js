import { element, quietButton } from "../element.js";
import { counted, rest } from "./rest.js";

/** @typedef {{header: string[] | null, rows: string[][], numbers: number[], begins: number, more: number, moreColumns: number}} Part */

/** @param {Part} part @param {import("./field.js").Around} around */
export function draw(part, around) {
  const inside = element("tbody", "", rowsOf(part, 0, part.begins));
  const table = element("table", "table record-table");
  if (part.header) table.append(element("thead", "", [element("tr", "", part.header.map((name, at) => cell("th", name, part, at)))]));
  table.append(inside);
  const scroller = element("div", "table-scroll", [table]);
  scroller.tabIndex = 0; // a wide table is moved by the arrow keys
  scroller.setAttribute("role", "region");
  scroller.setAttribute("aria-label", interpolate(gettext("Table %(label)s"), { label: around.label }, true));
  const body = element("div", "shown-body", [scroller]);
  const hidden = part.rows.length - part.begins;
  if (hidden > 0) {
    const button = quietButton(interpolate(gettext("Show all %(count)s rows"), { count: part.rows.length.toLocaleString() }, true), () => {
      inside.append(...rowsOf(part, part.begins, part.rows.length));
      button.remove();
    });
    body.append(button);
  }
  if (part.more > 0) body.append(rest(counted("Show all as text: %(count)s row is missing here", "Show all as text: %(count)s rows are missing here", part.more), around));
  else if (part.moreColumns > 0) body.append(rest(counted("Show all as text: %(count)s column is missing here", "Show all as text: %(count)s columns are missing here", part.moreColumns), around));
  return body;
}

/** @param {Part} part @param {number} from @param {number} to */
const rowsOf = (part, from, to) => part.rows.slice(from, to).map((row) => element("tr", "", row.map((text, at) => cell("td", text, part, at))));

/** @param {"th" | "td"} tag @param {string} text @param {Part} part @param {number} at */
function cell(tag, text, { numbers }, at) {
  const made = element(tag, numbers.includes(at) ? "number" : "", text);
  if (made.tagName === "TH") made.setAttribute("scope", "col");
  else made.dir = "auto";
  return made;
}
