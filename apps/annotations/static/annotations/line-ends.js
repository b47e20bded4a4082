/**
 * A textarea turns every line end into LF, so its value cannot be compared with a text that holds CR.
 *
 * @param {string} text
 */
export const asTyped = (text) => text.replace(/\r\n?/g, "\n");

/**
 * The text a person meant by a textarea's value: an untouched text comes back exactly, and an edited one gets the line
 * ends of the original when that used only one kind. An edited text of mixed line ends keeps LF.
 *
 * @param {string} value of the textarea
 * @param {string} original
 */
export function withLineEndsOf(value, original) {
  if (value === asTyped(original)) return original;
  const kinds = new Set(original.match(/\r\n?|\n/g));
  return kinds.size === 1 ? value.replaceAll("\n", /** @type {string} */ ([...kinds][0])) : value;
}
