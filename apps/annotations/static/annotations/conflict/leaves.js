/**
 * An answer that is a plain object, taken apart into the places that can be chosen one by one; the name of a place is its
 * path as JSON. What is empty is as good as absent. In a list of things with ids each is one place, and what is put together
 * again has them by their ids.
 *
 * @param {unknown} answer
 * @param {string[]} path
 * @returns {Map<string, unknown>}
 */
export function apart(answer, path = []) {
  if (hasIds(answer)) return new Map(answer.map((each) => [JSON.stringify([...path, each.id]), each]));
  if (!isObject(answer)) return isEmpty(answer) ? new Map() : new Map([[JSON.stringify(path), answer]]);
  return new Map(Object.entries(answer).flatMap(([key, value]) => [...apart(value, [...path, key])]));
}

/** @param {Map<string, unknown>} places @returns {Record<string, any>} */
export function together(places) {
  /** @type {Record<string, any>} */
  const answer = {};
  for (const [place, value] of places) {
    /** @type {string[]} */
    const path = JSON.parse(place);
    const last = path.pop() ?? "";
    path.reduce((inner, key) => (inner[key] ??= {}), answer)[last] = value;
  }
  return answer;
}

/** @param {unknown} value @returns {value is Record<string, unknown>} */
const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/** @param {unknown} value @returns {value is {id: string}[]} */
const hasIds = (value) => Array.isArray(value) && value.length > 0 && value.every((each) => isObject(each) && typeof each.id === "string");

/** @param {unknown} value */
const isEmpty = (value) => value === null || value === undefined || value === "" || (Array.isArray(value) && value.length === 0);
