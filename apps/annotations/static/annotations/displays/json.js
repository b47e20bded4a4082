import { element } from "../element.js";
import { icon } from "../icon.js";
import { counted, rest } from "./rest.js";

/**
 * A node, as tracewright.display.json has it; what is inside of an object or list is nodes again.
 *
 * @typedef {["object", [key: string, node: any][], left: number] | ["list", any[], left: number] | ["text", string, chars: number]
 *   | ["plain", string]} Tree
 */

/** @param {{root: Tree, openDepth: number, more: number}} part @param {import("./field.js").Around} around */
export function draw({ root, openDepth, more }, around) {
  const body = element("div", "shown-body", [tree(root, openDepth)]);
  if (more > 0) body.append(rest(counted("Show all as text: %(count)s value is missing here", "Show all as text: %(count)s values are missing here", more), around));
  return body;
}

/** @param {Tree} root @param {number} openDepth */
export function tree(root, openDepth) {
  return element("div", "json-tree", [line(null, root, openDepth)]);
}

/** @param {string | number | null} key @param {Tree} node @param {number} depth how much deeper it is open @returns {HTMLElement} */
function line(key, node, depth) {
  const name = key === null ? [] : [element("span", typeof key === "number" ? "json-at" : "json-key", String(key)), ": "];
  if (node[0] === "text") return element("div", "json-line", [...name, element("span", "c-text", `"${node[1]}"`), ...leftOf(node)]);
  if (node[0] === "plain") return element("div", "json-line", [...name, element("span", "c-number", node[1])]);
  const [kind, inside, left] = node;
  const count = inside.length + left;
  if (count === 0) return element("div", "json-line", [...name, kind === "object" ? "{}" : "[]"]);
  const words = kind === "object" ? counted("%(count)s key", "%(count)s keys", count) : counted("%(count)s item", "%(count)s items", count);
  const summary = element("summary", "json-line", [icon("i-right", "icon icon-small turn"), ...name, element("span", "quiet", words)]);
  const fold = element("details", "json-fold", [summary]);
  fold.addEventListener("toggle", () => fold.open && fill(fold, node, depth));
  if (depth > 0) {
    fill(fold, node, depth);
    fold.open = true;
  }
  return fold;
}

/** What is inside is made when it is first opened. @param {HTMLElement} fold @param {Tree} node @param {number} depth */
function fill(fold, node, depth) {
  if (fold.children.length > 1) return;
  const lines = node[0] === "object" ? node[1].map(([key, each]) => line(key, each, depth - 1))
    : node[0] === "list" ? node[1].map((each, index) => line(index, each, depth - 1)) : [];
  const left = node[0] === "object" || node[0] === "list" ? node[2] : 0;
  if (left > 0) lines.push(element("div", "json-line quiet", counted("%(count)s more is not shown", "%(count)s more are not shown", left)));
  fold.append(element("div", "json-inside", lines));
}

/** @param {["text", string, number]} node */
function leftOf([, text, chars]) {
  const left = chars - [...text].length;
  return left > 0 ? [" ", element("span", "quiet", counted("and %(count)s more character", "and %(count)s more characters", left))] : [];
}
