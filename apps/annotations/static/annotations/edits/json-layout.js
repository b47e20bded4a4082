const SHORT = 60;
const TOKENS = /"(?:[^"\\]|\\.)*"|[{}[\]:,]|[^\s"{}[\]:,]+/g;

/**
 * A compact JSON text on lines that people can read. Only white space changes: numbers and texts stay as they are written,
 * so that a 1.0 stays a 1.0. Short ones, and what is no JSON of objects and lists, stay as they are.
 *
 * @param {string} text
 */
export function laidOut(text) {
  if (text.length <= SHORT || !/^[[{]/.test(text) || text.includes("\n")) return text;
  let depth = 0;
  let out = "";
  const tokens = text.match(TOKENS) ?? [];
  tokens.forEach((token, index) => {
    const next = tokens[index + 1];
    const line = () => `\n${"  ".repeat(depth)}`;
    if (/[{[]/.test(token) && token.length === 1) {
      depth += 1;
      out += /^[}\]]$/.test(next ?? "") ? token : token + line();
    } else if (/^[}\]]$/.test(token)) {
      depth = Math.max(0, depth - 1);
      out += /^[{[]$/.test(tokens[index - 1] ?? "") ? token : line() + token;
    } else if (token === ",") out += token + line();
    else out += token === ":" ? ": " : token;
  });
  return out;
}
