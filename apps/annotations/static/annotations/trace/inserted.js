/** @typedef {import("./trace-data.js").Field} Field @typedef {import("./trace-data.js").Step} Step @typedef {import("./trace-data.js").Call} Call */

/** Shown in the head, or as calls. */
const APART = new Set(["role", "kind", "tool_calls"]);
const PROSE = new Set(["thought", "thinking", "reasoning", "content", "text"]);

/**
 * A step that a person inserted, as the server describes those of the document.
 *
 * @param {string} name
 * @param {any} value a text, or an object of texts with calls
 * @returns {Step}
 */
export function insertedStep(name, value) {
  const isText = typeof value === "string";
  const keys = isText ? [] : Object.keys(value).filter((key) => !APART.has(key));
  const main = keys.includes("action") ? "action" : "content";
  const texts = keys.map((key) => field(key, `/${escaped(key)}`, value[key], !PROSE.has(key), key === main));
  return {
    name, from: value, number: NaN, kind: "inserted", error: "", agent: "", spent: null, folded: false,
    fields: isText ? [field("step", "", value, false, true)] : texts,
    calls: (value.tool_calls ?? []).map((/** @type {any} */ call, /** @type {number} */ index) =>
      insertedCall(`${name}.${index}`, call, `/tool_calls/${index}`)),
  };
}

/**
 * @param {string} name
 * @param {any} value {tool, input, output}
 * @param {string} at the pointer of the call inside what was inserted
 * @returns {Call}
 */
export function insertedCall(name, value, at = "") {
  const inputs = Object.entries(value.input ?? {}).map(([key, given]) => field(key, `${at}/input/${escaped(key)}`, given, true));
  const result = typeof value.output === "string" ? field("output", `${at}/output`, value.output, true) : null;
  return { name, tool: value.tool, class: "generic", path: "", sought: "", error: "", exit: null, seconds: null, inputs, result, blocks: [], told: false };
}

/**
 * @param {string} key
 * @param {string} pointer
 * @param {any} value
 * @param {boolean} code
 * @param {boolean} [main]
 * @returns {Field}
 */
export function field(key, pointer, value, code, main = false) {
  const json = typeof value !== "string";
  const text = json ? JSON.stringify(value) : value;
  return { key, pointer, text, chars: text.length, lines: text.split("\n").length, code, json, edit: true, main };
}

/** A key inside an RFC 6901 pointer. @param {string} key */
export const escaped = (key) => key.replaceAll("~", "~0").replaceAll("/", "~1");

/** @param {string} token */
export const unescaped = (token) => token.replaceAll("~1", "/").replaceAll("~0", "~");
