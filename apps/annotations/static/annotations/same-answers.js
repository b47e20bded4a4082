/**
 * Whether two answers hold the same JSON; a database may have put the keys in another order.
 *
 * @param {unknown} a
 * @param {unknown} b
 */
export const sameAnswers = (a, b) => JSON.stringify(a, inKeyOrder) === JSON.stringify(b, inKeyOrder);

/**
 * @param {string} _
 * @param {unknown} value
 */
function inKeyOrder(_, value) {
  const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
  return isObject ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) : value;
}
