import { request } from "./request.js";

/**
 * @typedef {{next: {address: string, data: string, revision: number} | null, list: string}} Onward
 */

/** Hands the answers in, or the trace back; whatever goes wrong, the text stays in the page. */
export class Submission {
  #page;
  #work;
  #sheet;
  #drafts;
  #complaints;
  #goOn;
  #busy = false;

  /**
   * @param {HTMLElement} page
   * @param {import("./work.js").Work} work
   * @param {import("./answers.js").AnswerSheet} sheet
   * @param {import("./drafts.js").Drafts} drafts
   * @param {import("./missing.js").Complaints} complaints
   * @param {(onward: Onward) => void} goOn all is with the server: where the person goes next
   */
  constructor(page, work, sheet, drafts, complaints, goOn) {
    this.#page = page;
    this.#work = work;
    this.#sheet = sheet;
    this.#drafts = drafts;
    this.#complaints = complaints;
    this.#goOn = goOn;
  }

  async submit() {
    this.#complaints.clear();
    await this.#send(this.#work.urls.submit, () => ({
      answers: this.#sheet.read(),
      number: this.#drafts.number,
      base: this.#drafts.base,
    }));
  }

  /** @param {string} reason */
  async skip(reason) {
    await this.#send(this.#work.urls.skip, () => ({ reason }));
  }

  async release() {
    await this.#send(this.#work.urls.release, () => ({}));
  }

  /**
   * @param {string} url
   * @param {() => object} content asked for when no draft is under way any more
   */
  async #send(url, content) {
    if (this.#busy) return;
    this.#setBusy(true);
    await this.#drafts.stop();
    try {
      this.#take(await request("POST", url, content()));
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      this.#complaints.tell(gettext("The network is down. Your text is kept; send it again when you are back online."));
      this.#drafts.touch();
    } finally {
      this.#setBusy(false);
      this.#drafts.resume();
    }
  }

  /** @param {import("./drafts.js").Reply} reply */
  #take({ status, body }) {
    if (status === 200) return this.#finish(body);
    if (status === 401) return this.#drafts.signOut();
    if (status === 422 && body.missing) return this.#complaints.show([...body.missing, ...(body.errors ?? [])]);
    if (status === 409 && body.answers) return this.#meetNewer(body);
    this.#complaints.tell(body.error ?? gettext("The server could not take this. Your text is kept; try again in a minute."));
  }

  /** @param {Onward} onward */
  #finish(onward) {
    this.#drafts.settle();
    this.#goOn(onward);
  }

  /** @param {import("./drafts.js").Stored & {error?: string}} newer */
  #meetNewer(newer) {
    this.#drafts.conflictWith(newer);
    if (this.#drafts.status.state !== "conflict") this.#complaints.tell(gettext("Your last save had just arrived. Submit again."));
  }

  /** @param {boolean} busy */
  #setBusy(busy) {
    this.#busy = busy;
    for (const button of this.#page.querySelectorAll("[data-act=submit], [data-act=skip]")) {
      button.setAttribute("aria-busy", String(busy));
    }
  }
}
