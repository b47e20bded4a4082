/*
 * Which questions are asked, by what was answered to others: the rules of tracewright/schemes/conditions.py, for the page.
 * tests/data/display_logic.json holds both to them.
 */

/**
 * @typedef {string | number} Value
 * @typedef {{scheme: string, operator: string, case_sensitive: boolean, value?: any, pattern?: string, names?: string[]}} Condition
 * @typedef {{logic: "all" | "any", conditions: Condition[]}} Logic
 */

/** @type {Record<string, string>} */
const NEGATED = { not_equals: "equals", not_contains: "contains", not_in_range: "in_range" };
const BLANK = /^[ \t\n\v\f\r\u00a0]*$/;
const NUMBER = /^[ \t\n\v\f\r\u00a0]*([+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,4})?)[ \t\n\v\f\r\u00a0]*$/;

/**
 * The names of the questions that are asked. One that is not counts as unanswered for those that depend on it; a scheme without
 * an entry in `answers` is one that nobody can answer here, and hides nothing.
 *
 * @param {Record<string, Logic | undefined>} logics by the name of each question; undefined for one that is always asked
 * @param {Record<string, any>} answers by the name of the scheme
 * @returns {Set<string>}
 */
export function asked(logics, answers) {
  const names = Object.keys(logics);
  const found = new Set(names);
  for (let pass = 0; pass < names.length; pass += 1) {
    const before = [...found].sort().join("\0");
    for (const name of names) {
      if (isAsked(logics[name], answers, found)) found.add(name);
      else found.delete(name);
    }
    if ([...found].sort().join("\0") === before) break;
  }
  return found;
}

/** @param {Logic | undefined} logic @param {Record<string, any>} answers @param {Set<string>} found */
function isAsked(logic, answers, found) {
  if (!logic) return true;
  /** @param {Condition} condition */
  const isMet = (condition) =>
    !Object.hasOwn(answers, condition.scheme) || holds(condition, found.has(condition.scheme) ? answers[condition.scheme] : null);
  return logic.logic === "any" ? logic.conditions.some(isMet) : logic.conditions.every(isMet);
}

/** Whether an answer meets one condition; no answer meets "empty" only. @param {Condition} condition @param {any} answer */
export function holds(condition, answer) {
  const { operator, names = [] } = condition;
  const given = values(answer ?? {}).flatMap((value) => named(value, names));
  if (operator === "empty" || operator === "not_empty" || given.length === 0) return (operator === "empty") !== given.length > 0;
  const isList = Object.values(answer).some(Array.isArray);
  const test = TESTS[NEGATED[operator] ?? operator];
  return given.some((value) => test(value, condition, isList)) !== operator in NEGATED;
}

/** The texts and numbers of an answer, without what is written beside the choices. @param {Record<string, any>} answer @returns {Value[]} */
const values = (answer) =>
  Object.entries(answer).flatMap(([key, value]) => (key === "free_response" ? [] : leaves(key, value)));

/** @param {string} key @param {any} value @returns {Value[]} */
function leaves(key, value) {
  if (value === true) return [key];
  if (typeof value === "string") return BLANK.test(value) ? [] : [value];
  if (typeof value === "number") return [value];
  if (Array.isArray(value)) return value.flatMap((each) => leaves(key, key === "choices" && Array.isArray(each) ? each.at(-1) : each));
  return Object.entries(value || {}).flatMap(([inner, element]) => leaves(inner, element));
}

/** A point of a scale whose points have names. @param {Value} value @param {string[]} names @returns {Value[]} */
function named(value, names) {
  const name = typeof value === "number" ? names[value - 1] : undefined;
  if (name === undefined) return [value];
  return numberOf(name) === null ? [name, value] : [name];
}

/** @param {Value} value @returns {number | null} */
function numberOf(value) {
  if (typeof value === "number") return value;
  const text = NUMBER.exec(value);
  return text ? Number(text[1]) : null;
}

/** A number as it is written; "" for the very small ones, which Python writes in another way. @param {Value} value */
function textOf(value) {
  if (typeof value === "string") return value;
  return value !== 0 && Math.abs(value) < 0.0001 ? "" : String(value);
}

/** @param {Value} value @param {Value} wanted @param {Condition} condition */
function isEqual(value, wanted, condition) {
  if (typeof value === "string" && typeof wanted === "string") return folded(value, condition) === folded(wanted, condition);
  const number = numberOf(value);
  return number !== null && number === numberOf(wanted);
}

/** @param {string} text @param {Condition} condition */
const folded = (text, { case_sensitive }) => (case_sensitive ? text : text.toLowerCase());

/** @param {Value} value @param {Condition} condition */
const equals = (value, condition) => condition.value.some((/** @type {Value} */ wanted) => isEqual(value, wanted, condition));

/** @param {Value} value @param {Condition} condition @param {boolean} isList */
function contains(value, condition, isList) {
  if (isList || typeof value === "number") return equals(value, condition);
  return condition.value.map(textOf).some((/** @type {string} */ text) => text !== "" && folded(value, condition).includes(folded(text, condition)));
}

/** @param {Value} value @param {Condition} condition */
const matches = (value, { pattern = "", case_sensitive }) => new RegExp(pattern, case_sensitive ? "u" : "iu").test(textOf(value));

/** @param {(number: number, wanted: any) => boolean} test @returns {(value: Value, condition: Condition) => boolean} */
const byNumber = (test) => (value, condition) => {
  const number = numberOf(value);
  return number !== null && test(number, condition.value);
};

/** By the characters of the text, as the server counts them. @param {(length: number, wanted: any) => boolean} test @returns {(value: Value, condition: Condition) => boolean} */
const byLength = (test) => (value, condition) => test([...textOf(value)].length, condition.value);

/** @type {Record<string, (value: Value, condition: Condition, isList: boolean) => boolean>} */
const TESTS = {
  equals,
  contains,
  matches,
  gt: byNumber((number, bound) => number > bound),
  gte: byNumber((number, bound) => number >= bound),
  lt: byNumber((number, bound) => number < bound),
  lte: byNumber((number, bound) => number <= bound),
  in_range: byNumber((number, [low, high]) => low <= number && number <= high),
  length_gt: byLength((length, bound) => length > bound),
  length_lt: byLength((length, bound) => length < bound),
  length_in_range: byLength((length, [low, high]) => low <= length && length <= high),
};
