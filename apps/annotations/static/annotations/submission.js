import { request } from "./request.js";

/**
 * @typedef {{next: {address: string, data: string, revision: number} | null, list: string}} Onward
 */

/** The buttons that end a turn: submit, skip, hand back. Whatever goes wrong, the text stays in the page. */
export class Submission {
  #page;
  #work;
  #sheet;
  #drafts;
  #complaints;
  #goOn;
  #isBusy = false;

  /**
   * @param {HTMLElement} page
   * @param {import("./work.js").Work} work
   * @param {import("./answers.js").AnswerSheet} sheet
   * @param {import("./saving/drafts.js").Drafts} drafts
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
    await this.#whileBusy(() => this.#drafts.handIn());
  }

  /** @param {string} reason */
  async skip(reason) {
    await this.#whileBusy(() => this.#giveAway(this.#work.urls.skip, { reason }));
  }

  /** The draft comes back with the trace, so it is saved first; what cannot be saved keeps the trace here. */
  async release() {
    this.#complaints.clear();
    await this.#whileBusy(() => this.#whileStill(async () => {
      if (await this.#drafts.saveAll()) return this.#giveAway(this.#work.urls.release, {});
      this.#complaints.tell(gettext("Your last changes could not be saved, so the trace was not handed back. Hand it back when the bar says “Saved”."));
    }));
  }

  /** Says why a submit was not taken. @param {import("./saving/replies.js").Reply} reply */
  refuse({ body }) {
    const found = [...(body.missing ?? []), ...(body.errors ?? [])];
    if (found.length === 0) return this.#complaints.tell(body.error);
    if (found.every(({ scheme }) => this.#sheet.names.includes(scheme))) return this.#complaints.show(found);
    this.#complaints.tell(gettext("The questions of this project were changed while you worked. Your answers are kept: load the page again to see the new ones."));
  }

  /** @param {string} url @param {object} content */
  async #giveAway(url, content) {
    await this.#drafts.pause();
    try {
      this.#taken(await request("POST", url, content));
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      this.#complaints.tell(gettext("The server cannot be reached. Nothing has changed: try again when you are back online."));
    } finally {
      this.#drafts.resume();
    }
  }

  /** @param {import("./saving/replies.js").Reply} reply */
  #taken({ status, body }) {
    if (status === 401) return this.#drafts.signOut();
    if (status !== 200) return this.#complaints.tell(body.error);
    this.#drafts.settle();
    this.#goOn(body);
  }

  /** Nothing can be typed meanwhile: it would come too late. @param {() => Promise<void>} act */
  async #whileStill(act) {
    const place = document.activeElement;
    this.#page.inert = true;
    await act().finally(() => (this.#page.inert = false));
    if (place instanceof HTMLElement) place.focus();
  }

  /** @param {() => Promise<void>} act */
  async #whileBusy(act) {
    if (this.#isBusy) return;
    this.#setBusy(true);
    await act().finally(() => this.#setBusy(false));
  }

  /** @param {boolean} isBusy */
  #setBusy(isBusy) {
    this.#isBusy = isBusy;
    for (const button of this.#page.querySelectorAll("[data-act=submit], [data-act=skip]")) {
      button.setAttribute("aria-busy", String(isBusy));
    }
  }
}
