import { SavedStatus } from "./saved-status.js";
import { showVersions } from "./versions-dialog.js";
import { part } from "./work.js";

/** @typedef {import("./drafts.js").Status} Status */

/** Tells the person how the draft fares: in the bar, and where a decision is needed, on the page. */
export class DraftNotices {
  #page;
  #login;

  /**
   * @param {HTMLElement} page
   * @param {string} login where to sign in when the server does not say
   */
  constructor(page, login) {
    this.#page = page;
    this.#login = login;
  }

  /** @param {Status} status */
  show(status) {
    const place = document.querySelector("saved-status");
    if (place instanceof SavedStatus) place.show(status);
    this.#showConflict(status.state === "conflict");
    this.#showLogin(status);
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

  /** @param {Status} status */
  #showLogin({ state, login }) {
    const dialog = part(this.#page, "#login-dialog", HTMLDialogElement);
    if (state !== "signed-out") return dialog.close();
    part(dialog, "a").setAttribute("href", login ?? this.#login);
    if (!dialog.open) dialog.showModal();
  }
}
