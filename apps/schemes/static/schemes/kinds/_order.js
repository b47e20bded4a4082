/**
 * In which order the two candidates of a comparison stand on the page. Answers name the places of the data, people see those of
 * the page: whatever is read from the page or shown on it goes through here.
 */
export const order = { isFlipped: false };

/** @type {Record<string, string>} */
const OTHER = { A: "B", B: "A" };

/**
 * From the page to the data, and back.
 *
 * @template T
 * @param {T} side "A", "B" or anything else
 * @returns {T | string}
 */
export const turned = (side) => (order.isFlipped ? OTHER[String(side)] ?? side : side);

/** A point of a scale from `first` to `last`, seen from the other end. @param {number} value @param {number} first @param {number} last */
export const mirrored = (value, first, last) => (order.isFlipped ? Number((first + last - value).toFixed(9)) : value);
