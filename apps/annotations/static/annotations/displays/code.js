import { element } from "../element.js";
import { drawn } from "../trace/blocks.js";
import { counted, rest } from "./rest.js";

/** A table with a row for each line costs more than a text. */
const MOST_ROWS = 3000;

/** @param {import("../trace/blocks.js").Code} part @param {import("./field.js").Around} around */
export function draw(part, around) {
  const body = element("div", "shown-body", [element("div", "call-part", [drawn(part, "unified")])]);
  if (part.more > 0) {
    const words = counted("Show %(count)s more line", "Show %(count)s more lines", part.more);
    body.append(rest(words, around, (text) => body.replaceChildren(element("div", "call-part", [whole(text, part)]))));
  }
  return body;
}

/** Its lines without colours: those of a long text take their time. @param {string} text @param {import("../trace/blocks.js").Code} part */
function whole(text, part) {
  const lines = text.replace(/\n$/, "").split("\n");
  if (lines.length > MOST_ROWS) return element("pre", "code-block code-plain", text);
  return drawn({ ...part, lines: lines.map((line) => (line === "" ? [] : [[line, ""]])), more: 0 }, "unified");
}
