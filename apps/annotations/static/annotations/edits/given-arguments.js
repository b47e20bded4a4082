import { typeOfJson } from "../json-text.js";

/**
 * @typedef {import("../trace/trace-data.js").Field} Field
 * @typedef {import("./argument-doubts.js").Given} Given
 */

/** What is longer is not read to tell its type. */
const MOST_CHARS = 10_000;
/** @type {Record<string, string>} by the sign that JSON of it begins with */
const BY_SIGN = { "{": "object", "[": "array", '"': "string", t: "boolean", f: "boolean", n: "null" };

/** As it was recorded. @param {Field} field @returns {Given} */
export const recorded = (field) => ({ name: field.key, type: field.json ? typeOfText(field.text) : "string" });

/** As it was corrected. @param {Field} field @param {string} text @returns {Given} */
export function corrected(field, text) {
  if (!field.json) return { name: field.key, type: "string" };
  return { name: field.key, type: field.text === "null" ? typeOfNew(text) : typeOfText(text) };
}

/** One that the document does not have. @param {string} name @param {string} text as it is sent @param {Field} [like] of another call @returns {Given} */
export function added(name, text, like) {
  if (text === "") return { name, type: "" }; // nobody has typed yet
  return { name, type: like?.json ? typeOfText(text) : typeOfNew(text) };
}

/** In a call that stands there as text. @param {import("../trace/text-call.js").TextArgument} argument @returns {Given} */
export function written({ name, type, value }) {
  return { name, type: type === "number" ? numberType(value) : type };
}

/** The type of a text of JSON, also of one that was cut; "" for one that is none yet. @param {string} text */
export function typeOfText(text) {
  const sign = text.trimStart().slice(0, 1);
  if (sign in BY_SIGN) return BY_SIGN[sign];
  return text.length <= MOST_CHARS && typeOfJson(text) === "number" ? numberType(text) : "";
}

/** Where any value may stand, what is no JSON is a text. @param {string} text */
function typeOfNew(text) {
  const type = text.length <= MOST_CHARS ? typeOfJson(text) ?? "string" : "";
  return type === "number" ? numberType(text) : type;
}

/** @param {string} text */
const numberType = (text) => (Number.isInteger(Number(text)) ? "integer" : "number");
