/**
 * @typedef {{status: number, body: any}} Reply
 * @typedef {"later" | "taken" | "signed-out" | "newer" | "stranger" | "refused"} Meaning
 */

/**
 * What a reply means for what was sent: try again later, taken, sign in first, a newer version is stored, this browser is
 * signed in as somebody else, or it is refused as it is.
 *
 * @param {Reply} reply
 * @returns {Meaning}
 */
export function meaningOf({ status, body }) {
  if (status >= 500) return "later";
  if (status === 200) return "taken";
  if (status === 401) return "signed-out";
  if (status === 404) return "stranger"; // the turn is this person's: its address is missing only to others
  return status === 409 && body.answers ? "newer" : "refused";
}
