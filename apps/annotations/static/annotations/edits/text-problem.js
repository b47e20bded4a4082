import { jsonProblem, jsonProblemText } from "../json-text.js";

/** As the server has it: MAX_TEXT_BYTES of tracewright. */
const MOST_BYTES = 5_000_000;
/** NUL and halves of characters, as a paste of binary data brings them; no database keeps these. */
const UNSTORABLE = /[\u0000\ud800-\udfff]/u;

/**
 * What is wrong with a text before it is submitted, in words; null when nothing is.
 *
 * @param {string} text
 * @param {string} original
 * @param {boolean} isJson
 * @param {string} [like] of what type it is to be, where nothing stood before
 * @returns {string | null}
 */
export function textProblem(text, original, isJson, like) {
  if (text === original && !like) return null;
  const bytes = text.length * 3 > MOST_BYTES ? new Blob([text]).size : 0;
  if (bytes > MOST_BYTES) {
    const words = gettext("This text has %(size)s MB; up to %(most)s can be submitted. It is kept here: shorten it.");
    return interpolate(words, { size: (bytes / 1e6).toFixed(1), most: MOST_BYTES / 1e6 }, true);
  }
  if (UNSTORABLE.test(text)) {
    return gettext("This text has characters that no text has, as binary data does. They are shown as \ufffd once it is saved.");
  }
  const problem = isJson ? jsonProblem(text, like ?? original) : null;
  return problem && jsonProblemText(problem);
}
