import { icon } from "./icon.js";
import { timeAgo, wholeTime } from "./time-ago.js";

const EVERY_MILLISECONDS = 5000;
const ICONS = {
  idle: "i-check", unsaved: "i-clock", saving: "i-clock", saved: "i-check", "handing-in": "i-clock", offline: "i-cloud-off",
  conflict: "i-warn", elsewhere: "i-warn", finished: "i-check", "signed-out": "i-warn", refused: "i-warn", over: "i-check",
};
/** What this page has waits, too. */
const WAITING = ["offline", "signed-out"];

/** Says in the bar whether the work is safe: one place, an icon and words, read out when the state changes. */
export class SavedStatus extends HTMLElement {
  /** @type {import("./saving/drafts.js").Status} */
  #status = { state: "idle" };
  #others = 0;
  /** When the state was shown: by the page's own time, because a person's clock may be wrong, and may jump. */
  #since = performance.now();
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #timer;

  connectedCallback() {
    this.#timer = setInterval(() => this.#showTime(), EVERY_MILLISECONDS);
  }

  disconnectedCallback() {
    clearInterval(this.#timer);
  }

  /** @param {import("./saving/drafts.js").Status} status @param {number} others that wait in this browser */
  show(status, others) {
    const hasNews = status.state !== this.#status.state || status.savedAt !== this.#status.savedAt || others !== this.#others;
    if (!hasNews && this.firstChild) return;
    if (status.state !== this.#status.state || status.savedAt !== this.#status.savedAt) this.#since = performance.now();
    [this.#status, this.#others] = [status, others];
    this.dataset.state = status.state;
    this.title = status.savedAt ? wholeTime(new Date(status.savedAt)) : "";
    const time = document.createElement("span");
    // The clock ticking is not news: only the state is announced.
    time.setAttribute("aria-hidden", "true");
    this.replaceChildren(icon(ICONS[status.state], "icon"), document.createTextNode(this.#words), time);
    this.#showTime();
  }

  #showTime() {
    const time = this.querySelector("span");
    const { state, savedAt } = this.#status;
    if (time && state === "saved" && savedAt) time.textContent = timeAgo(performance.now() - this.#since);
  }

  get #words() {
    const { state } = this.#status;
    const waiting = this.#others + (WAITING.includes(state) ? 1 : 0);
    const words = wordsOf(state);
    if (waiting === 0) return words;
    return `${words}, ${interpolate(ngettext("%(count)s waiting", "%(count)s waiting", waiting), { count: waiting }, true)}`;
  }
}

/** @param {import("./saving/drafts.js").State} state */
function wordsOf(state) {
  const texts = {
    idle: gettext("No changes yet"),
    unsaved: gettext("Not saved yet"),
    saving: gettext("Saving…"),
    saved: gettext("Saved"),
    "handing-in": gettext("Submitting…"),
    offline: gettext("Offline"),
    conflict: gettext("Changed elsewhere"),
    elsewhere: gettext("Open elsewhere"),
    finished: gettext("Finished elsewhere"),
    "signed-out": gettext("Signed out"),
    refused: gettext("Not saved"),
    over: gettext("Done"),
  };
  return texts[state];
}

customElements.define("saved-status", SavedStatus);
