import { clearComplaints, showComplaints } from "./missing.js";
import { request } from "./request.js";
import { part } from "./work.js";

/** Hands the answers in, or the trace back; whatever goes wrong, the text stays in the page. */
export class Submission {
  #page;
  #work;
  #sheet;
  #drafts;
  #busy = false;

  /**
   * @param {HTMLElement} page
   * @param {import("./work.js").Work} work
   * @param {import("./answers.js").AnswerSheet} sheet
   * @param {import("./drafts.js").Drafts} drafts
   */
  constructor(page, work, sheet, drafts) {
    this.#page = page;
    this.#work = work;
    this.#sheet = sheet;
    this.#drafts = drafts;
  }

  async submit() {
    clearComplaints(this.#page);
    await this.#send(this.#work.urls.submit, () => ({
      answers: this.#sheet.read(),
      number: this.#drafts.number,
      base: this.#work.base,
    }));
  }

  /** @param {string} reason */
  async skip(reason) {
    await this.#send(this.#work.urls.skip, () => ({ reason }));
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
      this.#tell(gettext("The network is down. Your text is kept; send it again when you are back online."));
      this.#drafts.touch();
    } finally {
      this.#setBusy(false);
      this.#drafts.resume();
    }
  }

  /** @param {import("./drafts.js").Reply} reply */
  #take({ status, body }) {
    if (status === 200) return this.#goOn(body);
    if (status === 401) return this.#drafts.signOut(body.login);
    if (status === 422 && body.missing) return this.#complain([...body.missing, ...(body.errors ?? [])]);
    if (status === 409 && body.answers) return this.#meetNewer(body);
    this.#tell(body.error ?? gettext("The server could not take this. Your text is kept; try again in a minute."));
  }

  /** @param {{next: string | null, list?: string}} onward */
  #goOn({ next, list }) {
    this.#drafts.settle();
    location.assign(next ?? list ?? this.#work.urls.list);
  }

  /** @param {import("./missing.js").Complaint[]} complaints */
  #complain(complaints) {
    showComplaints(this.#sheet, part(this.#page, "[data-shows=missing]"), complaints);
  }

  /** The other version becomes the base: whichever is kept now was chosen knowing both.
   *  @param {{number: number, answers: import("./drafts.js").Answers, base?: Record<string, number>, error?: string}} newer */
  #meetNewer(newer) {
    this.#work.base = newer.base ?? this.#work.base;
    this.#drafts.conflictWith({ ...newer, number: newer.number ?? this.#drafts.number });
  }

  /** @param {string} text */
  #tell(text) {
    const place = part(this.#page, "[data-shows=missing]");
    place.textContent = text;
    place.hidden = false;
  }

  /** @param {boolean} busy */
  #setBusy(busy) {
    this.#busy = busy;
    for (const button of this.#page.querySelectorAll("[data-act=submit], [data-act=skip]")) {
      button.setAttribute("aria-busy", String(busy));
    }
  }
}
