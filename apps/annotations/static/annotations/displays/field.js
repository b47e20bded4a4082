import { copyButton } from "../copy-button.js";
import { element } from "../element.js";
import { icon } from "../icon.js";
import * as code from "./code.js";
import * as dialogue from "./dialogue.js";
import * as diff from "./diff.js";
import * as image from "./image.js";
import * as json from "./json.js";
import * as markdown from "./markdown.js";
import * as table from "./table.js";
import * as text from "./text.js";

/**
 * What the project shows of a record beside its steps. Each kind of part is described by its module of tracewright.display,
 * and drawn by the module of that name beside this one.
 *
 * @typedef {{label: string, pointer: string, part: {kind: string, [key: string]: any}}} Shown
 * @typedef {{label: string, at: string, whole: (at?: string) => Promise<string>}} Around `at` is its place in the trace, ":/notes";
 *   `whole` reads the value as text, or what is inside of it at a pointer; it rejects with a TypeError when the network is down
 */

/** @type {Record<string, (part: any, around: Around) => HTMLElement>} */
const DRAW = {
  text: text.draw, markdown: markdown.draw, code: code.draw, diff: diff.draw, json: json.draw, table: table.draw, image: image.draw,
  dialogue: dialogue.draw,
};
/** Of these somebody may want to take the text along. */
const COPIED = new Set(["code", "diff", "json"]);

/** @param {Shown} shown @param {(pointer: string) => Promise<string>} whole */
export function field({ label, pointer, part }, whole) {
  const around = { label, at: `:${pointer}`, whole: (at = "") => whole(pointer + at) };
  const body = DRAW[part.kind](part, around);
  if (part.kind === "text") return element("div", "field shown is-text", [element("span", "label", label), body]);
  const summary = element("summary", "shown-name", [icon("i-right", "icon icon-small turn"), element("span", "cut", label)]);
  const fold = element("details", "fold", [summary, body]);
  fold.open = true;
  const section = element("section", `shown is-${part.kind}`, [fold]);
  section.setAttribute("aria-label", label);
  if (COPIED.has(part.kind)) section.append(element("div", "copy-place", copyButton(() => around.whole(), label)));
  return section;
}

/** How the fields stand. @param {HTMLElement} place @param {{direction: string, gap: string}} layout */
export function arrange(place, { direction, gap }) {
  place.dataset.direction = direction;
  place.style.gap = gap; // checked when it was imported; a style object takes a length and nothing else
}
