import { isTooLarge, typeOfJson } from "../json-text.js";

/** What the server could read as JSON where no value stood before. */
const MAY_BE_JSON = /^\s*(["[{\d-]|(true|false|null|NaN|Infinity)\s*$)/;

/**
 * What is sent for a text in the place of an argument that is new, so that it stays a text: "5" must come back as text, so it
 * is quoted.
 *
 * @param {string} shown
 */
export const textFor = (shown) => (MAY_BE_JSON.test(shown) ? JSON.stringify(shown) : shown);

/** The inverse of `textFor`; a value that is no text stays as it is. @param {string} text */
export function shownFrom(text) {
  if (!text.startsWith('"')) return text;
  try {
    return String(JSON.parse(text));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return text;
  }
}

/** What the server makes of a text where no value stood before, in words. @param {string} text */
export function kindOf(text) {
  const type = typeOfJson(text);
  if (/^\s*-?(NaN|Infinity)\s*$/.test(text) || (type === "number" && isTooLarge(text))) return gettext("null, as this number cannot be kept");
  if (text === "" || (type === "string" && JSON.parse(text) === "")) return gettext("empty text");
  if (type === undefined && /^\s*["[{]/.test(text)) return gettext("text, as it is not complete JSON");
  const kinds = {
    number: gettext("number"), object: gettext("object"), array: gettext("list"), boolean: gettext("true or false"),
    null: gettext("null"), string: gettext("text"),
  };
  return kinds[type ?? "string"];
}
