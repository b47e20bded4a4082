/**
 * A tool call that a step holds as text, such as `web_search(query='SF weather', limit=5)`, read as the server does
 * (tracewright/text_calls.py).
 *
 * @typedef {{name: string, from: number, to: number, type: string, value: string}} TextArgument `from` and `to` are where its name stands; `type` is
 *   the JSON type of its value, "" where that is no plain one
 * @typedef {{tool: string, arguments: TextArgument[], isPlain: boolean}} TextCall the arguments that have a name; `isPlain` where all do
 */

const MOST_CHARS = 10_000;
const HEAD = /\s*([A-Za-z_][\w.-]*)\s*\(/y;
const NAMED = /^(\s*)([^\s=,()[\]{}'"]+)\s*=(?!=)\s*/;
const NUMBER = /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/;
const STRING = /[rRbBfFuU]?(?:'(?:[^'\\]|\\[^])*'|"(?:[^"\\]|\\[^])*")/y;
const CLOSES = new Map([["(", ")"], ["[", "]"], ["{", "}"]]);
const WORDS = new Map([["true", "boolean"], ["false", "boolean"], ["null", "null"], ["none", "null"]]);

/** The one call that the text is; null for any other text. @param {string} text @returns {TextCall | null} */
export function textCall(text) {
  if (text.length > MOST_CHARS) return null;
  HEAD.lastIndex = 0;
  const head = HEAD.exec(text);
  const pieces = head && piecesOf(text, HEAD.lastIndex);
  if (!head || !pieces) return null;
  const found = pieces.map(({ piece, at }) => {
    const match = NAMED.exec(piece);
    if (!match) return null;
    const from = at + match[1].length;
    const value = piece.slice(match[0].length).trim();
    return { name: match[2], from, to: from + match[2].length, type: typeOf(value), value };
  });
  const named = found.filter((each) => each !== null);
  return { tool: head[1], arguments: named, isPlain: found.every((each, index) => each !== null || pieces[index].piece.trim() === "") };
}

/** What stands between the commas of the outer brackets; null when these do not close at the text's end. @param {string} text @param {number} start */
function piecesOf(text, start) {
  const pieces = [];
  const opened = [")"];
  for (let at = start; at < text.length; at += 1) {
    const sign = text[at];
    if (sign === "'" || sign === '"') {
      STRING.lastIndex = at;
      if (!STRING.test(text)) return null;
      at = STRING.lastIndex - 1;
    } else if (CLOSES.has(sign)) opened.push(/** @type {string} */ (CLOSES.get(sign)));
    else if (")]}".includes(sign)) {
      if (opened.pop() !== sign) return null;
      if (opened.length > 0) continue;
      pieces.push({ piece: text.slice(start, at), at: start });
      return text.slice(at + 1).trim() === "" ? pieces : null;
    } else if (sign === "," && opened.length === 1) {
      pieces.push({ piece: text.slice(start, at), at: start });
      start = at + 1;
    }
  }
  return null;
}

/** @param {string} value */
function typeOf(value) {
  STRING.lastIndex = 0;
  if (STRING.test(value) && STRING.lastIndex === value.length) return "string";
  if (NUMBER.test(value)) return "number";
  if (/^[[{]/.test(value) && value.endsWith(/** @type {string} */ (CLOSES.get(value[0])))) return value[0] === "[" ? "array" : "object";
  return WORDS.get(value.toLowerCase()) ?? "";
}
