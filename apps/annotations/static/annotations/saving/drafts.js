import { CLOCK } from "./clock.js";
import { Keeping } from "./keeping.js";
import { Pace } from "./pace.js";
import { Pending } from "./pending.js";
import { meaningOf } from "./replies.js";
import { sameAnswers } from "./same-answers.js";

/**
 * @typedef {import("./pending.js").Answers} Answers
 * @typedef {import("./pending.js").Draft} Draft
 * @typedef {import("./pending.js").Kept} Kept
 * @typedef {import("./pending.js").Version} Version
 * @typedef {import("./replies.js").Reply} Reply
 * @typedef {"idle" | "unsaved" | "saving" | "saved" | "handing-in" | "offline" | "conflict" | "elsewhere" | "finished"
 *   | "signed-out" | "refused" | "over"} State `elsewhere` and `finished`: in another tab of this browser
 * @typedef {{state: State, isKept?: boolean, isHandingIn?: boolean, savedAt?: string | null, newer?: Version, error?: string}}
 *   Status `newer` is the other version; `isHandingIn` while a submit waits
 * @typedef {{
 *   send: (draft: Draft) => Promise<Reply>,
 *   submit: (draft: Draft, key: string) => Promise<Reply>,
 *   read: () => Answers,
 *   newKey: () => string,
 *   start: Version,
 *   keep: (kept: Kept) => Promise<boolean>,
 *   forget: () => void,
 *   show: (status: Status) => void,
 *   handedIn: (body: any) => void,
 *   refuse: (reply: Reply) => void,
 *   clock?: import("./clock.js").Clock,
 * }} Edge `send` and `submit` reject with a TypeError when the network is down, as fetch does; `refuse` gets the reply to a
 *   submit that was not taken
 */

/** Typing starts no request: a person has to decide, or the next try is already planned. */
const HELD = new Set(["offline", "conflict", "elsewhere", "finished", "signed-out", "over"]);
/** Only the person can go on from here. */
export const STOPPED = new Set(["conflict", "elsewhere", "finished"]);

/**
 * The saving and handing in of one turn's answers, as a machine without a page: what it says to the server, when, and what
 * it says about it. Nothing typed is ever dropped, nothing newer is ever overwritten unasked, and a submit acts once, because
 * it has the same key however often it is sent.
 */
export class Drafts {
  /** @type {Status} */
  status;
  #edge;
  #pending;
  #pace;
  #keeping;
  /** @type {Promise<void> | undefined} */
  #sending;
  #isPaused = false;

  /** @param {Edge} edge */
  constructor(edge) {
    const clock = edge.clock ?? CLOCK;
    this.#edge = edge;
    this.#pending = new Pending(edge.start);
    this.#pace = new Pace(() => void this.#save(), clock);
    this.#keeping = new Keeping(() => edge.keep(this.#pending.kept(edge.read())), clock, () => this.#say(this.status));
    this.status = { state: edge.start.number > 0 ? "saved" : "idle" };
  }

  /** Something is not known to have arrived. */
  get unsaved() {
    return this.#pending.isUnsaved;
  }

  /** Leaving the page now could cost something: nobody but this page has it. */
  get atRisk() {
    return this.unsaved && this.#keeping.isFailing;
  }

  /** What this version and a newer one both come from. */
  get ancestor() {
    return this.#pending.from;
  }

  /** The person changed something; a choice is whole `atOnce`, a text only after a pause. A submit that waits is taken back. */
  touch({ atOnce = false } = {}) {
    this.#pending.change();
    this.#keeping.soon();
    const { state, isHandingIn } = this.status;
    if (["idle", "saved", "handing-in"].includes(state)) this.#say({ state: "unsaved" });
    else if (isHandingIn) this.#say(this.status);
    if (!HELD.has(state) && !this.#isPaused) this.#pace.soon(atOnce);
  }

  /** What this browser kept of an earlier page is filled in: go on from there. The server says if it has something newer.
   *  @param {Kept} kept */
  restore(kept) {
    this.#pending.restore(kept);
    if (!kept.waiting) return this.#say({ state: "saved" });
    this.#say({ state: kept.key ? "handing-in" : "unsaved" });
    this.#pace.now();
  }

  /** Submit. Resolves when the server has answered, or the submit waits for it. */
  async handIn() {
    if (this.#pending.key) return this.flush();
    await this.#nothingUnderWay();
    if (STOPPED.has(this.status.state) || this.#pending.key) return;
    this.#pending.handIn(this.#edge.newKey());
    void this.#keeping.now();
    await this.#save();
  }

  /** Save now: back online, signed in again, or back at the page. Resolves when the server has answered. */
  async flush() {
    if (this.#isPaused || STOPPED.has(this.status.state)) return;
    await this.#sending;
    if (this.#pending.isDue) await this.#save();
  }

  /** The trace is handed back, and its draft with it: whether all is with the server. A submit that waits is taken back. */
  async saveAll() {
    if (this.#pending.key) this.#pending.change();
    await this.flush();
    return !this.unsaved && !STOPPED.has(this.status.state);
  }

  /** Nobody knows whether the page will be seen again: what is unsaved is kept, and sent if nothing is under way. */
  secure() {
    if (!this.unsaved) return;
    void this.#keeping.now();
    if (this.#pending.isDue && !HELD.has(this.status.state)) void this.#save();
  }

  /** Another tab of this browser works on the turn. @param {Version} theirs */
  heard(theirs) {
    if (this.status.state === "over") return;
    const { number, from } = this.#pending;
    const isSame = sameAnswers(theirs.answers, this.#edge.read());
    if (theirs.number < number) return;
    if (theirs.number === number && (isSame || sameAnswers(theirs.answers, from))) return; // nothing beyond what we rest on
    if (isSame || this.unsaved) this.#meet(theirs);
    else this.#stopAt("elsewhere", theirs);
  }

  /** Another tab of this browser ended the turn; what is unsaved here, the server will judge. */
  over() {
    if (!this.unsaved && this.status.state !== "over") this.#stopAt("finished");
  }

  /** The person chose, knowing both versions: what the page says now goes over the newer one. */
  async decide() {
    if (this.status.newer) this.#pending.follow(this.status.newer);
    this.#pending.change();
    void this.#keeping.now();
    this.#say({ state: "unsaved" });
    await this.flush();
  }

  /** The person goes on from the newer version. @param {(answers: Answers) => void} fill shows it */
  takeNewer(fill) {
    const newer = /** @type {Version} */ (this.status.newer);
    fill(newer.answers);
    this.#pending.settle();
    this.#pending.restore({ ...newer, key: undefined, withdraws: newer.key });
    void this.#keeping.now();
    this.#say({ state: this.unsaved ? "unsaved" : "saved", savedAt: newer.saved_at });
    if (this.unsaved) this.#pace.now();
  }

  /** Another request takes over, such as a skip: none of ours may follow it. Resolves when none is under way. */
  async pause() {
    this.#isPaused = true;
    await this.#nothingUnderWay();
  }

  /** The other request came to nothing: go on saving. */
  resume() {
    if (this.status.state === "over") return;
    this.#isPaused = false;
    if (this.#pending.isDue && !HELD.has(this.status.state)) this.#pace.soon();
  }

  /** The turn is over, and all is with the server. */
  settle() {
    this.#pending.settle();
    this.#isPaused = true;
    this.#pace.clear();
    this.#keeping.cancel();
    this.#edge.forget();
    this.#say({ state: "over" });
  }

  /** The login has ended: nothing is sent until `flush`. */
  signOut() {
    this.#wait({ state: "signed-out" });
  }

  async #nothingUnderWay() {
    this.#pace.clear();
    await this.#sending;
    this.#pace.clear(); // what was typed meanwhile had planned the next
  }

  /** At most one request under way; what was typed meanwhile goes with the next. */
  async #save() {
    if (this.#sending || this.#isPaused) return;
    this.#pace.clear();
    this.#sending = this.#send().finally(() => (this.#sending = undefined));
    await this.#sending;
    if (this.#pending.isDue && this.status.state === "unsaved" && !this.#isPaused) this.#pace.soon();
  }

  async #send() {
    const draft = this.#pending.draft(this.#edge.read());
    const { key } = this.#pending;
    this.#pending.sending(draft.answers);
    if (this.status.state !== "offline") this.#say({ state: key ? "handing-in" : "saving" });
    const reply = await this.#replyTo(draft, key);
    this.#pending.isUnderWay = false;
    if (!reply || meaningOf(reply) === "later") return this.#tryLater();
    this.#pace.answered();
    this.#take(reply, draft, key);
  }

  /** @param {Draft} draft @param {string | undefined} key @returns {Promise<Reply | undefined>} none without a network */
  async #replyTo(draft, key) {
    try {
      return await (key ? this.#edge.submit(draft, key) : this.#edge.send(draft));
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
    }
  }

  /** @param {Reply} reply @param {Draft} draft @param {string | undefined} key of a submit */
  #take(reply, draft, key) {
    const { body } = reply;
    const meaning = meaningOf(reply);
    if (meaning === "taken") return this.#taken(body, draft, key);
    if (meaning === "signed-out") return this.signOut();
    if (meaning === "newer") return this.#meet(body);
    if (meaning === "refused" && key) return this.#callOff(reply, key);
    this.#wait({ state: "refused", error: body.error });
  }

  /** @param {any} body @param {Draft} draft @param {string | undefined} key */
  #taken(body, { answers, base }, key) {
    if (key && key === this.#pending.key) {
      this.settle();
      return this.#edge.handedIn(body);
    }
    // A submit that was taken back too late, too: what was typed since is a new version of the answer.
    this.#pending.arrived({ number: body.number, base: body.base ?? base, answers });
    void this.#keeping.now();
    this.#say(this.#pending.isDue ? { state: "unsaved" } : { state: "saved", savedAt: body.saved_at });
  }

  /** The server wants something else first: the answers stay a draft. @param {Reply} reply @param {string} key */
  #callOff(reply, key) {
    const wasTakenBack = key !== this.#pending.key;
    this.#pending.key = this.#pending.withdraws = undefined;
    this.#wait({ state: "unsaved" });
    if (!wasTakenBack) this.#edge.refuse(reply);
  }

  /** Something newer is there. When it is what this page says or sent, it was our own request whose reply got lost.
   *  @param {Version} newer */
  #meet(newer) {
    const isSame = sameAnswers(newer.answers, this.#edge.read());
    if (!isSame && !this.#pending.isOurs(newer)) return this.#stopAt("conflict", newer);
    this.#pending.follow(newer);
    this.#pending.isDue = !isSame || this.#pending.key !== undefined;
    void this.#keeping.now();
    if (!this.#pending.isDue) return this.#say({ state: "saved", savedAt: newer.saved_at });
    this.#say({ state: this.#pending.key ? "handing-in" : "unsaved" });
    this.#pace.now();
  }

  /** Two versions and a third in the making would be one too many. @param {"conflict" | "elsewhere" | "finished"} state @param {Version} [newer] */
  #stopAt(state, newer) {
    this.#pace.clear();
    if (state === "conflict") {
      this.#pending.change();
      void this.#keeping.now();
    }
    this.#say({ state, newer });
  }

  #tryLater() {
    this.#wait({ state: "offline" });
    if (!this.#isPaused) this.#pace.afterFailure();
  }

  /** @param {Status} status */
  #wait(status) {
    this.#pending.isDue = true;
    void this.#keeping.now();
    this.#say(status);
  }

  /** @param {Status} status */
  #say(status) {
    this.status = { ...status, isKept: !this.#keeping.isFailing, isHandingIn: this.#pending.key !== undefined };
    this.#edge.show(this.status);
  }
}
