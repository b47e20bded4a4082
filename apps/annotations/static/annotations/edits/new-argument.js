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
