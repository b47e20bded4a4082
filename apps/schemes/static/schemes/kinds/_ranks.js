/** @typedef {string[][]} Ranks names, best first; those that are equally good stand in one group */

/**
 * One place up or down. Who leaves a group stands alone, before or behind it; who stands alone passes a whole group.
 *
 * @param {Ranks} ranks
 * @param {string} name
 * @param {1 | -1} by
 * @returns {Ranks} `ranks` itself where there is no further place
 */
export function moved(ranks, name, by) {
  const at = placeOf(ranks, name);
  const rest = ranks[at].filter((each) => each !== name);
  const to = rest.length > 0 ? at : at + by;
  if (!ranks[to]) return ranks;
  const passed = rest.length > 0 ? rest : ranks[to];
  const both = by < 0 ? [[name], passed] : [passed, [name]];
  return [...ranks.slice(0, Math.min(at, to)), ...both, ...ranks.slice(Math.max(at, to) + 1)];
}

/**
 * Into the group above, from wherever it stands.
 *
 * @param {Ranks} ranks
 * @param {string} name
 * @returns {Ranks} `ranks` itself where nothing stands above
 */
export function tied(ranks, name) {
  const at = placeOf(ranks, name);
  if (at === 0) return ranks;
  return without(ranks, name).map((group, index) => (index === at - 1 ? [...group, name] : group));
}

/**
 * Alone before or behind the group of another one.
 *
 * @param {Ranks} ranks
 * @param {string} name
 * @param {string} other
 * @param {boolean} isBehind
 * @returns {Ranks}
 */
export function placed(ranks, name, other, isBehind) {
  if (name === other) return ranks;
  return without(ranks, name).flatMap((group) => {
    if (!group.includes(other)) return [group];
    return isBehind ? [group, [name]] : [[name], group];
  });
}

/** The rank of each name as sports count: 1, 2, 2, 4. @param {Ranks} ranks @returns {Map<string, number>} */
export function numbers(ranks) {
  let next = 1;
  return new Map(ranks.flatMap((group) => {
    const rank = next;
    next += group.length;
    return group.map((name) => /** @type {const} */ ([name, rank]));
  }));
}

/**
 * The ranks of a stored order, groups in the order of the scheme; null when it does not have each name once.
 *
 * @param {(string | string[])[] | null | undefined} order
 * @param {string[]} names
 * @returns {Ranks | null}
 */
export function ranksOf(order, names) {
  if (!Array.isArray(order)) return null;
  const ranks = order.map((entry) => names.filter((name) => [entry].flat().includes(name)));
  const isWhole = ranks.every(({ length }) => length > 0) && [...order.flat()].sort().join("\0") === [...names].sort().join("\0");
  return isWhole ? ranks : null;
}

/** @param {Ranks} ranks @param {string} name */
const placeOf = (ranks, name) => ranks.findIndex((group) => group.includes(name));

/** @param {Ranks} ranks @param {string} name @returns {Ranks} */
const without = (ranks, name) =>
  ranks.map((group) => group.filter((each) => each !== name)).filter(({ length }) => length > 0);
