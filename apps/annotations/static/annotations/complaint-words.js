/**
 * What the server says about a submit: `missing` places have a code, wrong ones only a text.
 *
 * @typedef {{scheme: string, at: string, code?: string, text: string}} Complaint
 */

/**
 * The first complaint, and how many there are beside it. What a scheme lacks is not known before all that it got is right, so
 * that a number would grow with every submit.
 *
 * @param {Complaint[]} complaints
 */
export function inWords(complaints) {
  if (complaints.length === 0) return "";
  const [{ text }, ...others] = complaints;
  if (complaints.some(({ code }) => !code)) return `${text} ${gettext("What else is missing is said when this is right.")}`;
  return others.length === 0 ? text : `${text} ${othersOf(others.length)}`;
}

/** @param {number} count */
const othersOf = (count) =>
  interpolate(ngettext("%(count)s more place is marked.", "%(count)s more places are marked.", count), { count }, true);
