import { request } from "./request.js";
import { part } from "./work.js";

/** The guidelines beside the trace: whoever has not read their latest version is told, with this trace or with a next one. */
export class Guidelines {
  #notice;
  #fold;

  /** @param {HTMLElement} page */
  constructor(page) {
    this.#notice = part(page, "[data-notice=guidelines]");
    this.#fold = part(page, "#guidelines", HTMLDetailsElement);
  }

  /** With each trace. @param {number} guidelines the number of their version */
  open(guidelines) {
    if (guidelines === this.#number) return;
    this.#notice.dataset.number = String(guidelines);
    this.#notice.hidden = this.#fold.hidden = false;
    part(this.#fold, ".fold-body").dispatchEvent(new Event("changed")); // named in hx-trigger: the text as it is now
  }

  /** Unfolds them. */
  show() {
    this.#fold.open = true;
    this.#fold.scrollIntoView({ block: "nearest" });
    part(this.#fold, "summary").focus();
  }

  /** The person has read them. Without a network they are told once more with the next page. */
  async close() {
    this.#notice.hidden = true;
    try {
      await request("POST", (this.#notice.dataset.url ?? "").replace("/0/", `/${this.#number}/`), {});
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
    }
  }

  get #number() {
    return Number(this.#notice.dataset.number);
  }
}
