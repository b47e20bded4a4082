/** @typedef {"not-json" | "object" | "array" | "number" | "boolean"} Problem */

/**
 * What is wrong with a text that stands for JSON; null when nothing is. The corrected value keeps the JSON type of the
 * original; in place of null any value may stand.
 *
 * @param {string} text
 * @param {string} original
 * @returns {Problem | null}
 */
export function jsonProblem(text, original) {
  const found = typeOfJson(text);
  if (found === undefined) return "not-json";
  const needed = typeOfJson(original);
  return needed === undefined || needed === "null" || needed === "string" || needed === found ? null : needed;
}

/**
 * @param {string} text
 * @returns {"null" | "object" | "array" | "number" | "boolean" | "string" | undefined} undefined when it is not JSON
 */
function typeOfJson(text) {
  try {
    const value = JSON.parse(text);
    if (value === null) return "null";
    return Array.isArray(value) ? "array" : /** @type {"object"} */ (typeof value);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** @param {Problem} problem */
export function jsonProblemText(problem) {
  const texts = {
    "not-json": gettext("This is not JSON. The original is, so the corrected text has to be, too."),
    object: gettext("The original is an object. Keep it one: { … }"),
    array: gettext("The original is a list. Keep it one: [ … ]"),
    number: gettext("The original is a number. Keep it one."),
    boolean: gettext("The original is true or false. Keep it one of the two."),
  };
  return texts[problem];
}
