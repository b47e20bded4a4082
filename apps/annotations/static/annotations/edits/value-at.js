import { laidOut } from "./json-layout.js";
import { shownFrom, textFor } from "./new-argument.js";

/** @typedef {import("./edit-field.js").Place} Place */

/** The document's text at a place, JSON on lines that can be read. @param {Place} place @param {string} text */
export const laidOutAt = ({ field }, text) => (field.json ? laidOut(text) : text);

/** What an edit says at a place, as it is typed there. @param {Place} place @param {string} text of the edit */
export const shownAt = (place, text) => (isNewText(place) ? shownFrom(text) : text);

/** What an edit says: the inverse of `shownAt`. @param {Place} place @param {string} text as it was typed */
export const sentFrom = (place, text) => (isNewText(place) ? textFor(text) : text);

/** Where nothing stood, or a null, the type is what was typed. @param {Place} place */
export const takesAny = ({ isAbsent, isArgument, field }) =>
  Boolean(isArgument) && (Boolean(isAbsent) || (field.json && field.text === "null"));

/** Whether what is set at a place is a text, as it is in other calls. @param {Place} place */
const isNewText = ({ like }) => like?.json === false;
