import { put } from "./_fields.js";

/**
 * The list of the kinds of errors, and a box for one that it does not have.
 *
 * @typedef {{error_type?: string, error_subtype?: string, other?: string}} Given `other` names an error that no kind of the list is
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
  put(root.querySelector("select"), other === undefined ? chosen : OTHER);
  const box = root.querySelector("input[data-part=other]");
  if (box instanceof HTMLInputElement) box.hidden = other === undefined;
  put(box, other);
}
