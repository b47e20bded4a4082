import { STOPPED } from "./saving/drafts.js";
import { SavedStatus } from "./saved-status.js";
import { part } from "./work.js";

/** @typedef {import("./saving/drafts.js").Status} Status */

/** The notices above the trace that are named as the state they tell of. */
const TOLD = ["conflict", "elsewhere", "finished", "signed-out"];

/** Tells the person how the draft fares: in the bar, and where something is to be known or decided, on the page. */
export class DraftNotices {
  #page;
  /** @type {Status} */
  #status = { state: "idle" };
  #others = 0;

  /** @param {HTMLElement} page */
  constructor(page) {
    this.#page = page;
  }

  /** @param {Status} status */
  show(status) {
    const isNewlyStopped = STOPPED.has(status.state) && status.state !== this.#status.state;
    this.#status = status;
    this.#showInBar();
    for (const state of TOLD) this.#notice(state).hidden = status.state !== state;
    this.#stopTyping(STOPPED.has(status.state) || status.state === "over");
    if (isNewlyStopped) this.goToDecision();
    this.#showTroubleWithStorage();
    this.#showWaitingSubmit();
    this.#showRefusal();
  }

  /** @param {number} others turns of this person that wait in this browser, too */
  showOthers(others) {
    this.#others = others;
    this.#showInBar();
  }

  /** Puts the focus where the person decides. */
  goToDecision() {
    const [first] = this.#notice(this.#status.state).getElementsByTagName("button");
    first.focus();
  }

  /** Two versions and a third in the making would be one too many. @param {boolean} isStopped */
  #stopTyping(isStopped) {
    for (const each of this.#page.querySelectorAll(".work-steps, .work-questions, replace-bar")) each.toggleAttribute("inert", isStopped);
  }

  #showInBar() {
    const place = document.querySelector("saved-status");
    if (place instanceof SavedStatus) place.show(this.#status, this.#others);
  }

  #showTroubleWithStorage() {
    const { state, isKept = true } = this.#status;
    this.#notice("not-kept").hidden = isKept || state === "idle" || state === "saved";
  }

  /** At the button that was pressed. */
  #showWaitingSubmit() {
    const { state, isHandingIn = false } = this.#status;
    part(this.#page, "[data-shows=waits-for-network]").hidden = !(isHandingIn && state === "offline");
    part(this.#page, "[data-shows=waits-for-login]").hidden = !(isHandingIn && state === "signed-out");
  }

  /** Stays while the next try is under way: only another outcome ends it. */
  #showRefusal() {
    const { state, error } = this.#status;
    if (["unsaved", "saving", "handing-in"].includes(state)) return;
    const notice = this.#notice("refused");
    notice.hidden = state !== "refused";
    part(notice, "p").textContent = error ?? "";
  }

  /** @param {string} name */
  #notice(name) {
    return part(this.#page, `[data-notice="${name}"]`);
  }
}
