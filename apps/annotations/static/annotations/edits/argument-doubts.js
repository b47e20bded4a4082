import { nearestName } from "./nearest-name.js";

/**
 * What may be wrong with the arguments of a call. It is a hint: nothing is refused for it.
 *
 * @typedef {{name: string, type: string}} Given an argument as it is now; the type is that of JSON, "integer" for a whole number,
 *   "" where it is not known
 * @typedef {{code: "unknown", near: string | null, have: number, others: number}} Unknown `have` of `others` calls have it, both 0
 *   where the arguments are declared
 * @typedef {{code: "type", type: string, usual: string[], have: number, others: number}} OfOtherType `have` of `others` calls have
 *   the usual one
 * @typedef {Unknown | OfOtherType} Doubt
 * @typedef {{doubts: Map<string, Doubt>, missing: string[]}} Doubts by argument, and required ones that are not there,
 *   not under another name either
 */

/** Without a name that was meant, one that no other call has is only odd where there are so many others. */
const MANY = 20;
/** Of an argument's type nothing is said before it was seen so often. */
const SEVERAL = 3;
/** As often must the one that was meant occur: a mistake that was made again is still one. */
const RARE = 20;
const NAME_CHARS = 200;

/**
 * @param {Given[]} given
 * @param {import("../trace/known-arguments.js").Tool | undefined} tool nothing is said about a tool that is not known
 * @param {Given[]} [own] what the counts have of this very call, which is no evidence for itself; none where it was not counted
 * @param {{isCounted?: boolean, isWhole?: boolean}} [how] whether this call was counted, and whether `given` is all it has
 * @returns {Doubts}
 */
export function doubtsOf(given, tool, own = [], { isCounted = false, isWhole = true } = {}) {
  /** @type {Doubts} */
  const found = { doubts: new Map(), missing: [] };
  if (!tool) return found;
  const names = new Set(given.map(({ name }) => name));
  const others = tool.calls - (isCounted ? 1 : 0);
  const recorded = new Map((isCounted ? own : []).map(({ name, type }) => [name, type]));
  for (const each of given) {
    const doubt = unknown(each.name, names, tool, others, recorded) ?? ofOtherType(each, tool, recorded);
    if (doubt) found.doubts.set(each.name, doubt);
  }
  const meant = new Set([...found.doubts.values()].map((doubt) => (doubt.code === "unknown" ? doubt.near : null)));
  const isMissing = (/** @type {string} */ name) => !names.has(name) && !meant.has(name);
  if (isWhole) found.missing = [...tool.arguments].filter(([name, { required }]) => required && isMissing(name)).map(([name]) => name);
  return found;
}

/**
 * @param {string} name
 * @param {Set<string>} names all that the call has
 * @param {import("../trace/known-arguments.js").Tool} tool
 * @param {number} others
 * @param {Map<string, string>} recorded
 * @returns {Unknown | null}
 */
function unknown(name, names, tool, others, recorded) {
  if (name.length > NAME_CHARS || tool.isOpen) return null;
  const have = (/** @type {string} */ each) => (tool.arguments.get(each)?.count ?? 0) - (recorded.has(each) ? 1 : 0);
  if (tool.isDeclared) {
    if (tool.arguments.has(name)) return null;
    return { code: "unknown", near: nearestName(name, free(tool, names)), have: 0, others: 0 };
  }
  const own = have(name);
  const near = nearestName(name, [...free(tool, names)].filter((each) => have(each) > own * RARE));
  if (near === null && (own > 0 || others < MANY)) return null;
  return { code: "unknown", near, have: own, others };
}

/** Those that the call does not have yet. @param {import("../trace/known-arguments.js").Tool} tool @param {Set<string>} names */
const free = (tool, names) => [...tool.arguments.keys()].filter((name) => !names.has(name));

/**
 * @param {Given} given
 * @param {import("../trace/known-arguments.js").Tool} tool
 * @param {Map<string, string>} recorded
 * @returns {OfOtherType | null}
 */
function ofOtherType({ name, type }, tool, recorded) {
  const known = tool.arguments.get(name);
  if (!known || type === "") return null;
  const plain = plainType(type);
  if (tool.isDeclared) {
    const isOne = known.types.has(type) || known.types.has(plain);
    return isOne ? null : { code: "type", type: plain, usual: [...known.types.keys()], have: 0, others: 0 };
  }
  const counts = new Map(known.types);
  const before = recorded.get(name);
  if (before !== undefined) counts.set(plainType(before), (counts.get(plainType(before)) ?? 0) - 1);
  const others = [...counts.values()].reduce((total, count) => total + count, 0);
  const [usual, have] = [...counts].reduce((most, each) => (each[1] > most[1] ? each : most), ["", 0]);
  if (others < SEVERAL || usual === "" || (counts.get(plain) ?? 0) * RARE >= others) return null;
  return { code: "type", type: plain, usual: [usual], have, others };
}

/** @param {string} type */
const plainType = (type) => (type === "integer" ? "number" : type);
