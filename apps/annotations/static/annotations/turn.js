import { Drafts } from "./drafts.js";
import { keptDraft } from "./kept-draft.js";
import { request } from "./request.js";
import { Submission } from "./submission.js";

/**
 * One person's turn at one trace: what is kept of it and how it is handed in. A page has one after the other.
 *
 * @typedef {{
 *   page: HTMLElement,
 *   sheet: import("./answers.js").AnswerSheet,
 *   complaints: import("./missing.js").Complaints,
 *   notices: import("./draft-notices.js").DraftNotices,
 *   goOn: (onward: import("./submission.js").Onward) => void,
 * }} Around
 */
export class Turn {
  drafts;
  submission;
  #store;
  #work;
  #around;

  /** @param {import("./work.js").Work} work @param {Around} around */
  constructor(work, around) {
    this.#work = work;
    this.#around = around;
    this.#store = keptDraft(String(work.assignment));
    this.drafts = new Drafts({
      send: (draft) => request("PUT", work.urls.draft, draft),
      read: () => around.sheet.read(),
      number: work.number,
      base: work.base,
      store: this.#store,
      show: (status) => around.notices.show(status),
    });
    this.submission = new Submission(around.page, work, around.sheet, this.drafts, around.complaints, around.goOn);
  }

  /** Shows the server's draft, or what this browser could not save last time; when both exist, the person decides. */
  restore() {
    const kept = this.#store.find();
    this.#around.sheet.fill(kept?.answers ?? this.#work.answers);
    this.#around.notices.show(this.drafts.status);
    if (kept) this.drafts.restore(kept, this.#work);
  }
}
