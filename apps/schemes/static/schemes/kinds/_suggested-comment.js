import { copied, thread } from "./_comment-thread.js";
import { nameOfPlace } from "./_comments.js";
import { byWhom, modelOf } from "./_suggested.js";

/** @typedef {import("./_comments.js").Comment} Comment */

/**
 * A comment that a model suggests, to be read, and taken ("take") or waved off ("dismiss"). It looks like a comment and is
 * nobody's yet.
 *
 * @param {HTMLElement} review @param {Comment} comment @param {import("./_comment-thread.js").How} how
 * @param {import("./_suggested.js").Suggestion | undefined} suggestion @param {(what: string) => void} decide
 */
export function suggestedThread(review, comment, how, suggestion, decide) {
  const root = thread(review, comment, { ...how, isOpen: false, openReply: null }, { does: decide, typed: () => {}, left: () => {} });
  root.classList.add("is-suggested");
  root.setAttribute("aria-label", interpolate(gettext("Suggested comment, %(place)s"), { place: nameOfPlace(comment) }, true));
  for (const each of root.querySelectorAll("[data-does], .remark-form, .reply textarea")) each.remove();
  const foot = copied(review, "suggested");
  const by = foot.querySelector("[data-shows=by]");
  if (by) by.textContent = byWhom({ what: "", model: modelOf(suggestion), confidence: suggestion?.confidence });
  root.append(foot);
  return root;
}

/** Its button, for the one key that accepts where somebody is. @param {Element | null} inside @returns {HTMLElement | null} */
export const takeButtonAt = (inside) => inside?.closest(".remark.is-suggested")?.querySelector("[data-does=take]") ?? null;

/** The focus stays near what was decided: at what became the person's, else where it was suggested. @param {string} id @param {HTMLElement | null} home */
export function restAt(id, home) {
  const box = document.querySelector(`[data-comment="${CSS.escape(id)}"]`);
  /** @type {HTMLElement | null} */ (box?.querySelector("[data-does=edit]") ?? home)?.focus({ preventScroll: true });
}
