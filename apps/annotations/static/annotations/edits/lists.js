/** @template T @param {T[]} list @param {T} item @returns {T[]} */
export const without = (list, item) => list.filter((each) => each !== item);

/** @template T @param {T[]} list @param {number} index @param {T} item @returns {T[]} */
export const withAt = (list, index, item) => [...list.slice(0, index), item, ...list.slice(index)];
