import { SavedStatus } from "./saved-status.js";
import { showVersions } from "./versions-dialog.js";
import { part } from "./work.js";

/** @typedef {import("./drafts.js").Status} Status */

/** Tells the person how the draft fares: in the bar, and where a decision is needed, on the page. */
export class DraftNotices {
  #page;

  /** @param {HTMLElement} page */
  constructor(page) {
    this.#page = page;
  }

  /** @param {Status} status */
  show(status) {
    const place = document.querySelector("saved-status");
    if (place instanceof SavedStatus) place.show(status);
    this.#showConflict(status.state === "conflict");
    part(this.#page, "[data-notice=signed-out]").hidden = status.state !== "signed-out";
    this.#showRefusal(status);
  }

  /** @param {{place: string, mine: string, theirs: string}[]} differences */
  showVersions(differences) {
    showVersions(part(this.#page, "#versions-dialog", HTMLDialogElement), differences);
  }

  /** Puts the focus where the conflict is decided. */
  goToConflict() {
    part(this.#page, "[data-notice=conflict] button").focus();
  }

  /** @param {boolean} conflict */
  #showConflict(conflict) {
    const notice = part(this.#page, "[data-notice=conflict]");
    const isNew = conflict && notice.hidden;
    if (!conflict) part(this.#page, "#versions-dialog", HTMLDialogElement).close();
    notice.hidden = !conflict;
    // Two versions and a third in the making would be one too many.
    for (const each of this.#page.querySelectorAll(".work-steps, .work-questions")) each.toggleAttribute("inert", conflict);
    if (isNew) this.goToConflict();
  }

  /** Stays while the next try is under way: only another outcome ends it. @param {Status} status */
  #showRefusal({ state, error }) {
    if (state === "unsaved" || state === "saving") return;
    const notice = part(this.#page, "[data-notice=refused]");
    notice.hidden = state !== "refused";
    part(notice, "p").textContent = error ?? gettext("The server did not take your draft. It is kept in this browser.");
  }
}
