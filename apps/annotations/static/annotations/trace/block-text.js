/**
 * What a block says, as text to be taken along: the lines of a file, what a command put out, a difference with its signs.
 *
 * @param {import("./blocks.js").Block} block
 * @returns {string}
 */
export function textOf(block) {
  if (block.kind === "terminal") return textIn(block.spans);
  if (block.kind === "code") return block.lines.map(textIn).join("\n");
  const rows = block.hunks.flatMap(({ rows }) => rows);
  return rows.map(([kind, , , spans]) => SIGNS[kind] + textIn(spans)).join("\n");
}

const SIGNS = { same: " ", removed: "-", added: "+" };

/** @param {import("./blocks.js").Spans} spans */
const textIn = (spans) => spans.map(([text]) => text).join("");
