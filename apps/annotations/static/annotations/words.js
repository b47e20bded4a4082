/**
 * The words of a text: what stands between white space, as `\s` of ECMAScript draws it. An empty text is one empty word,
 * so that emptying a text of n words counts as n changes. The server uses the same class.
 *
 * @param {string} text
 * @returns {string[]}
 */
export const words = (text) => text.trim().split(/\s+/);
