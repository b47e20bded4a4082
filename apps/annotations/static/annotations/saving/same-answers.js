/**
 * Whether two answers hold the same JSON; a database may have put the keys in another order.
 *
 * @param {unknown} a
 * @param {unknown} b
 */
export const sameAnswers = (a, b) => inKeyOrder(a) === inKeyOrder(b);

/**
 * A short mark by which answers are known again (cyrb53 of their JSON, 53 bits): enough to tell one's own few saves apart.
 *
 * @param {unknown} answers
 */
export function fingerprint(answers) {
  const text = inKeyOrder(answers) ?? "";
  let a = 0xdeadbeef, b = 0x41c6ce57;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    a = Math.imul(a ^ code, 2654435761);
    b = Math.imul(b ^ code, 1597334677);
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
  return (4294967296 * (2097151 & b) + (a >>> 0)).toString(36);
}

/** @param {unknown} value */
const inKeyOrder = (value) => JSON.stringify(value, sorted);

/**
 * @param {string} _
 * @param {unknown} value
 */
function sorted(_, value) {
  const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
  return isObject ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) : value;
}
