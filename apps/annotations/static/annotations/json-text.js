/** @typedef {"not-json" | "object" | "array" | "number" | "boolean" | "too-large"} Problem */

/** A number that is Infinity to everybody has so many digits, or such an exponent. */
const MAY_BE_TOO_LARGE = /e\+?\d{3}|\d{309}/i;

/**
 * What is wrong with a text that stands for JSON; null when nothing is. The corrected value keeps the JSON type of the
 * original; in place of null any value may stand, and what is no JSON is a text.
 *
 * @param {string} text
 * @param {string} original
 * @returns {Problem | null}
 */
export function jsonProblem(text, original) {
  const found = typeOfJson(text);
  const needed = typeOfJson(original);
  if (found === undefined && needed === "null") return null;
  if (found === undefined) return needed === "number" || needed === "boolean" ? needed : "not-json";
  if (isTooLarge(text)) return "too-large";
  return needed === undefined || needed === "null" || needed === "string" || needed === found ? null : needed;
}

/**
 * @param {string} text
 * @returns {"null" | "object" | "array" | "number" | "boolean" | "string" | undefined} undefined when it is not JSON
 */
export function typeOfJson(text) {
  try {
    const value = JSON.parse(text);
    if (value === null) return "null";
    return Array.isArray(value) ? "array" : /** @type {"object"} */ (typeof value);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Whether the server would make a null of a number in it. @param {string} text of JSON */
export function isTooLarge(text) {
  let found = false;
  if (MAY_BE_TOO_LARGE.test(text)) {
    JSON.parse(text, (_, value) => {
      found ||= value === Infinity || value === -Infinity;
    });
  }
  return found;
}

/** @param {Problem} problem */
export function jsonProblemText(problem) {
  const texts = {
    "not-json": gettext("This is not JSON. The original is, so the corrected text has to be, too."),
    object: gettext("The original is a JSON object. Keep it one: { … }"),
    array: gettext("The original is a JSON list. Keep it one: [ … ]"),
    number: gettext("Type a number."),
    boolean: gettext("Type true or false."),
    "too-large": gettext("This number is too large to be kept."),
  };
  return texts[problem];
}
