import { icon } from "./icon.js";
import { timeAgo, wholeTime } from "./time-ago.js";

const EVERY_MILLISECONDS = 5000;
const ICONS = {
  idle: "i-check", unsaved: "i-clock", saving: "i-clock", saved: "i-check", offline: "i-cloud-off",
  conflict: "i-warn", "signed-out": "i-warn", refused: "i-warn",
};

/** Says in the bar whether the work is safe: one place, an icon and words, read out when the state changes. */
export class SavedStatus extends HTMLElement {
  /** @type {import("./drafts.js").Status} */
  #status = { state: "idle" };
  /** @type {ReturnType<typeof setInterval> | undefined} */
  #timer;

  connectedCallback() {
    this.#timer = setInterval(() => this.#showTime(), EVERY_MILLISECONDS);
  }

  disconnectedCallback() {
    clearInterval(this.#timer);
  }

  /** @param {import("./drafts.js").Status} status */
  show(status) {
    this.#status = status;
    this.dataset.state = status.state;
    this.title = "";
    const time = document.createElement("span");
    // The clock ticking is not news: only the state is announced.
    time.setAttribute("aria-hidden", "true");
    this.replaceChildren(icon(ICONS[status.state], "icon"), document.createTextNode(this.#words(status)), time);
    this.#showTime();
  }

  #showTime() {
    const { state, savedAt } = this.#status;
    const time = this.querySelector("span");
    if (!time || state !== "saved" || !savedAt) return;
    time.textContent = timeAgo(new Date(savedAt), new Date());
    this.title = wholeTime(new Date(savedAt));
  }

  /** @param {import("./drafts.js").Status} status */
  #words({ state }) {
    const texts = {
      idle: gettext("No changes yet"),
      unsaved: gettext("Not saved yet"),
      saving: gettext("Saving…"),
      saved: gettext("Saved"),
      offline: gettext("Offline, 1 waiting"),
      conflict: gettext("Changed elsewhere"),
      "signed-out": gettext("Signed out, 1 waiting"),
      refused: gettext("Not saved"),
    };
    return texts[state];
  }
}

customElements.define("saved-status", SavedStatus);
