import { holdTurn } from "./offline/own-turn.js";
import { newKey, request } from "./request.js";
import { Drafts } from "./saving/drafts.js";
import { Submission } from "./submission.js";

/**
 * One person's turn at one trace: what is kept of it and how it is handed in. A page has one after the other.
 *
 * @typedef {import("./offline/kept-turns.js").KeptTurn} KeptTurn
 * @typedef {{
 *   page: HTMLElement,
 *   sheet: import("./answers.js").AnswerSheet,
 *   complaints: import("./missing.js").Complaints,
 *   notices: import("./draft-notices.js").DraftNotices,
 *   deciding: import("./conflict/deciding.js").Deciding,
 *   kept: import("./offline/kept-turns.js").KeptTurns,
 *   tabs: import("./offline/other-tabs.js").OtherTabs,
 *   fill: (answers: import("./saving/pending.js").Answers) => void,
 *   goOn: (onward: import("./submission.js").Onward) => void,
 *   signedIn: () => void,
 * }} Around `fill` shows answers; `signedIn` after the login had ended
 */
export class Turn {
  drafts;
  submission;
  #work;
  #around;
  #release;
  #wasSignedOut = false;
  #mark = newKey();

  /** @param {import("./work.js").Work} work @param {Around} around */
  constructor(work, around) {
    this.#work = work;
    this.#around = around;
    this.#release = holdTurn(work.assignment);
    this.drafts = new Drafts({
      send: (draft) => request("PUT", work.urls.draft, draft),
      submit: (draft, key) => request("POST", work.urls.submit, draft, key),
      read: () => around.sheet.read(),
      newKey,
      start: work,
      keep: (draft) => this.#keep(draft),
      forget: () => void this.#forget(),
      show: (status) => this.#show(status),
      handedIn: (onward) => around.goOn(onward),
      refuse: (reply) => this.submission.refuse(reply),
    });
    this.submission = new Submission(around.page, work, around.sheet, this.drafts, around.complaints, around.goOn);
  }

  /** Shows the server's answers, or what this browser has beyond them. @param {KeptTurn | undefined} kept */
  open(kept) {
    // A page that was stored for use without a network may be older than what was saved since.
    const isAhead = kept !== undefined && (kept.waiting || kept.number > this.#work.number);
    this.fill(isAhead ? kept.answers : this.#work.answers);
    this.#show(this.drafts.status);
    if (isAhead) this.drafts.restore(kept);
  }

  /** Shows answers without taking them for typed. @param {import("./saving/pending.js").Answers} answers */
  fill(answers) {
    this.#around.fill(answers);
  }

  /** The page shows another turn from now on. */
  close() {
    this.#release();
  }

  /** Another tab of this browser kept something of a turn. @param {number} assignment */
  async hear(assignment) {
    if (assignment !== this.#work.assignment) return;
    const kept = await this.#around.kept.find(assignment);
    if (kept?.writer === this.#mark) return; // what was told of is gone already: ours was kept after it
    if (kept) this.drafts.heard(kept);
    else this.drafts.over();
  }

  /** What this browser keeps of the turn goes, because the person says so. */
  remove() {
    this.drafts.settle();
    location.assign(this.#work.urls.list);
  }

  /** @param {import("./saving/pending.js").Kept} draft */
  async #keep(draft) {
    const { assignment, trace, urls } = this.#work;
    const of = { assignment, person: this.#around.kept.person, name: trace.external_id, page: urls.annotate, urls: { draft: urls.draft, submit: urls.submit }, writer: this.#mark };
    const isKept = await this.#around.kept.keep({ ...of, ...draft });
    if (isKept) this.#around.tabs.tell(assignment);
    return isKept;
  }

  async #forget() {
    await this.#around.kept.forget(this.#work.assignment);
    this.#around.tabs.tell(this.#work.assignment);
  }

  /** @param {import("./saving/drafts.js").Status} status */
  #show(status) {
    if (status.state === "conflict") this.#around.deciding.begin();
    this.#around.notices.show(status);
    if (status.state === "saved" && this.#wasSignedOut) this.#around.signedIn();
    if (["saved", "signed-out"].includes(status.state)) this.#wasSignedOut = status.state === "signed-out";
  }
}
