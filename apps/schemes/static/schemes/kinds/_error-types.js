import { put } from "./_fields.js";

/**
 * The list of the kinds of errors, and a box for one that it does not have.
 *
 * @typedef {{error_type?: string, error_subtype?: string, other?: string}} Given `other` names an error that no kind of the list is;
 *   beside a kind it is how somebody called it before the list had it
 */

/** In the list: one that it does not have. */
const OTHER = "::other";

/** What the chosen line of the list means. @param {string} value @returns {Given} */
export function chosenType(value) {
  const [error_type, error_subtype = ""] = value === OTHER ? [""] : value.split("::");
  return { error_type, error_subtype, other: value === OTHER ? "" : undefined };
}

/** @param {Element} root @param {Given} given */
export function showType(root, { error_type = "", error_subtype = "", other }) {
  const chosen = error_subtype ? `${error_type}::${error_subtype}` : error_type;
  const isOther = other !== undefined && chosen === "";
  put(root.querySelector("select"), isOther ? OTHER : chosen);
  const box = root.querySelector("input[data-part=other]");
  if (box instanceof HTMLInputElement) box.hidden = !isOther;
  put(box, other);
}

/** As the list calls it; "" for none. @param {Element} question @param {Given} given */
export function typeInWords(question, { error_type = "", error_subtype = "" }) {
  if (error_type === "") return "";
  const value = error_subtype ? `${error_type}::${error_subtype}` : error_type;
  const template = question.querySelector(":scope > template");
  const places = [question, ...(template instanceof HTMLTemplateElement ? [template.content] : [])];
  const options = places.flatMap((place) => [...place.querySelectorAll("option")]);
  return options.find((option) => option.value === value)?.textContent ?? error_type;
}
