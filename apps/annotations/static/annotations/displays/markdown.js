import { element } from "../element.js";
import { counted, rest } from "./rest.js";

/** @typedef {string | [tag: string, attributes: Record<string, string>, inside: any[]]} Tree what is inside is trees again */

// The server sends no other (apps/projects/markdown_nodes.py); what is made here is made by name, never by markup.
const TAGS = new Set([
  "h1", "h2", "h3", "h4", "h5", "h6", "p", "blockquote", "pre", "hr", "br", "details", "summary", "ul", "ol", "li", "dl", "dt", "dd",
  "table", "thead", "tbody", "tfoot", "tr", "th", "td", "a", "b", "strong", "i", "em", "s", "del", "ins", "code", "kbd", "sub", "sup",
]);
const WEB = /^(https?:\/\/|mailto:)/;
/** The page has headings of its own above these. @type {Record<string, string>} */
const HEADINGS = { h1: "h3", h2: "h4", h3: "h5", h4: "h6", h5: "h6" };

/** @param {{nodes: Tree[], more: number}} part @param {import("./field.js").Around} around */
export function draw({ nodes, more }, around) {
  const body = element("div", "shown-body prose", nodes.map(made));
  body.dir = "auto";
  if (more > 0) body.append(rest(counted("Show %(count)s more character", "Show %(count)s more characters", more), around));
  return body;
}

/** @param {Tree} tree @returns {Node} */
function made(tree) {
  if (typeof tree === "string") return document.createTextNode(tree);
  const [tag, attributes, inside] = tree;
  if (!TAGS.has(tag)) return element("span", "", inside.map(made));
  const node = document.createElement(HEADINGS[tag] ?? tag);
  node.append(...inside.map(made));
  if (node instanceof HTMLAnchorElement && WEB.test(attributes.href ?? "")) lead(node, attributes.href);
  if (node instanceof HTMLOListElement && attributes.start) node.start = Number(attributes.start);
  return tag === "table" ? element("div", "prose-table", [node]) : node;
}

/** To another page, which learns nothing about this one. @param {HTMLAnchorElement} link @param {string} address */
export function lead(link, address) {
  link.href = address;
  link.target = "_blank";
  link.rel = "noopener noreferrer nofollow";
  link.referrerPolicy = "no-referrer";
}
