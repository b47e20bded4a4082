import { sameAnswers } from "./same-answers.js";

/**
 * Autosaving of one assignment's answers, as a machine without a page: what it says to the server, when, and what it says
 * about it. Nothing typed is ever dropped; nothing newer on the server is ever overwritten unasked.
 *
 * `number` is that of the draft that the answers were typed on, `base` the answer revisions; `sent` what was sent and never
 * answered: a newer draft on the server that says one of these is our own.
 *
 * @typedef {Record<string, unknown>} Answers
 * @typedef {Record<string, number>} Base by the name of the scheme
 * @typedef {{status: number, body: any}} Reply
 * @typedef {"idle" | "unsaved" | "saving" | "saved" | "offline" | "conflict" | "signed-out" | "refused"} State
 * @typedef {{state: State, savedAt?: string, theirs?: Answers, theirsAt?: string, error?: string}} Status
 * @typedef {{answers: Answers, number: number, base: Base}} Draft
 * @typedef {Draft & {sent?: Answers[]}} Kept
 * @typedef {{number: number, answers: Answers, base?: Base, saved_at?: string}} Stored
 * @typedef {{
 *   send: (draft: Draft) => Promise<Reply>,
 *   read: () => Answers,
 *   number: number,
 *   base: Base,
 *   store: {keep: (draft: Kept) => boolean, forget: () => void},
 *   show: (status: Status) => void,
 *   later?: (act: () => void, milliseconds: number) => any,
 *   never?: (timer: any) => void,
 *   now?: () => number,
 * }} Edge
 */

const PAUSE_MILLISECONDS = 800;
/** However long somebody types on, no change waits longer than this to be sent. */
const LONGEST_MILLISECONDS = 3000;
/** A reload may come at any moment, and writing to the browser's storage at every key would be felt. */
const KEEP_MILLISECONDS = 100;
const RETRY_MILLISECONDS = [1000, 2000, 5000, 10000, 30000];

/** The page has the only copy besides the browser's storage: leaving it is worth a question. */
const IN_TROUBLE = new Set(["offline", "conflict", "signed-out", "refused"]);
/** Typing starts no request: a person has to decide, or the next try is already planned. */
const HELD = new Set(["offline", "conflict", "signed-out"]);

export class Drafts {
  /** @type {Status} */
  status;
  #edge;
  #number;
  #base;
  #unsaved = false;
  /** @type {number | undefined} when the oldest change was made that has not been sent */
  #unsentSince;
  /** @type {Answers[]} the first and the latest that were sent and not answered */
  #sent = [];
  #isKept = false;
  #failures = 0;
  /** @type {Promise<void> | undefined} */
  #sending;
  /** @type {any} */
  #timer;
  /** @type {any} */
  #keepTimer;
  #stopped = false;
  #leaving = false;

  /** @param {Edge} edge `send` rejects with a TypeError when the network is down, as fetch does */
  constructor(edge) {
    // Wrapped, because a browser's timers refuse to be called as methods of another object.
    this.#edge = {
      later: (/** @type {() => void} */ act, /** @type {number} */ milliseconds) => setTimeout(act, milliseconds),
      never: (/** @type {any} */ timer) => clearTimeout(timer),
      now: () => Date.now(),
      ...edge,
    };
    this.#number = edge.number;
    this.#base = edge.base;
    this.status = { state: edge.number > 0 ? "saved" : "idle" };
  }

  /** Something is not known to have arrived. */
  get unsaved() {
    return this.#unsaved || this.#sending !== undefined;
  }

  /** Leaving the page now could cost something. */
  get atRisk() {
    return this.unsaved && (IN_TROUBLE.has(this.status.state) || !this.#isKept);
  }

  /** The server's number of the draft this page started from or saved last. */
  get number() {
    return this.#number;
  }

  /** The answer revisions that the answers were given on. */
  get base() {
    return this.#base;
  }

  /** The person changed something; a choice is whole `atOnce`, a text only after a pause. */
  touch({ atOnce = false } = {}) {
    this.#leaving = false;
    this.#unsaved = true;
    this.#unsentSince ??= this.#edge.now();
    this.#keepTimer ??= this.#edge.later(() => this.#keep(), KEEP_MILLISECONDS);
    if (this.status.state === "idle" || this.status.state === "saved") this.#say({ state: "unsaved" });
    if (HELD.has(this.status.state)) return;
    const left = Math.max(0, this.#unsentSince + LONGEST_MILLISECONDS - this.#edge.now());
    this.#plan(atOnce ? 0 : Math.min(PAUSE_MILLISECONDS, left));
  }

  /** What an earlier page had kept is filled in: go on from it, unless the server has something newer.
   *  @param {Kept} kept @param {Stored} stored */
  restore(kept, stored) {
    this.#sent = kept.sent ?? [];
    if (kept.number !== stored.number) return this.conflictWith(stored);
    this.#base = kept.base ?? this.#base;
    this.touch({ atOnce: true });
  }

  /** Save now: back online, signed in again, or back at the page. Resolves when the server has answered. */
  async flush() {
    if (this.#stopped) return;
    this.#edge.never(this.#timer);
    if (this.status.state === "signed-out") this.#say({ state: "unsaved" });
    await this.#sending;
    if (this.#unsaved && this.status.state !== "conflict") await this.#save();
  }

  /** The page goes. What arrives from now on stays in the browser, too: the next page may have been written before it. */
  leave() {
    this.#leaving = true;
    this.secure();
  }

  /** What is unsaved is kept at once, and sent if nothing is under way: nobody knows whether the page will be seen again. */
  secure() {
    if (!this.unsaved) return;
    this.#keep();
    if (this.#unsaved && !this.#stopped && !HELD.has(this.status.state)) void this.#save();
  }

  /** A draft from elsewhere is newer than what this page started from: both are shown, the person chooses. When it says
   *  what this page says or sent, it was our own save whose reply got lost. Either way it is the base of the next save:
   *  whichever version is kept then was chosen knowing both.
   *  @param {Stored} newer */
  conflictWith(newer) {
    const isOurs = this.#sent.some((sent) => sameAnswers(sent, newer.answers));
    this.#number = newer.number;
    this.#base = newer.base ?? this.#base;
    this.#sent = [];
    if (sameAnswers(newer.answers, this.#edge.read())) return this.#arrived(newer.saved_at);
    this.#unsaved = true;
    this.#keep();
    if (!isOurs) return this.#say({ state: "conflict", theirs: newer.answers, theirsAt: newer.saved_at });
    this.#say({ state: "unsaved" });
    this.#plan(0);
  }

  /** The login has ended: nothing is sent until `flush`. */
  signOut() {
    this.#unsaved = true;
    this.#keep();
    this.#say({ state: "signed-out" });
  }

  /** Save this page's version over the newer one, on purpose. */
  async keepMine() {
    this.#unsaved = true;
    this.#say({ state: "unsaved" });
    await this.flush();
  }

  /** Go on from the newer version; returns it to be filled in. */
  takeTheirs() {
    const { theirs = {}, theirsAt } = this.status;
    this.#arrived(theirsAt);
    return theirs;
  }

  /** Submitting takes over: no save may follow it. Resolves when none is under way. */
  async stop() {
    this.#stopped = true;
    this.#edge.never(this.#timer);
    await this.#sending;
  }

  /** The submit did not go through: go on saving. */
  resume() {
    this.#stopped = false;
    if (this.#unsaved && this.status.state !== "conflict" && this.status.state !== "signed-out") this.#plan(PAUSE_MILLISECONDS);
  }

  /** All is with the server. */
  settle() {
    this.#unsaved = false;
    this.#unsentSince = undefined;
    this.#edge.never(this.#timer);
    this.#forget();
  }

  /** @param {number} milliseconds */
  #plan(milliseconds) {
    this.#edge.never(this.#timer);
    if (!this.#stopped) this.#timer = this.#edge.later(() => void this.#save(), milliseconds);
  }

  /** At most one request under way; what was typed meanwhile goes with the next. */
  async #save() {
    if (this.#sending) return;
    this.#edge.never(this.#timer);
    this.#sending = this.#send().finally(() => (this.#sending = undefined));
    await this.#sending;
    if (this.#unsaved && this.status.state === "unsaved") this.#plan(PAUSE_MILLISECONDS);
  }

  async #send() {
    const draft = { answers: this.#edge.read(), number: this.#number, base: this.#base };
    this.#unsaved = false;
    this.#unsentSince = undefined;
    this.#sent = [this.#sent[0] ?? draft.answers, draft.answers];
    if (this.status.state !== "offline") this.#say({ state: "saving" });
    try {
      this.#take(await this.#edge.send(draft));
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      this.#retry();
    }
  }

  /** @param {Reply} reply */
  #take({ status, body }) {
    if (status >= 500) return this.#retry();
    if (status === 200) return this.#took(body);
    this.#unsaved = true;
    if (status === 409) return this.conflictWith(body);
    if (status === 401) return this.signOut();
    this.#keep();
    this.#say({ state: "refused", error: body.error });
  }

  /** @param {{number: number, saved_at: string}} saved */
  #took(saved) {
    this.#number = saved.number;
    this.#failures = 0;
    this.#sent = [];
    if (this.#unsaved) return this.#say({ state: "unsaved" });
    if (!this.#leaving) this.#forget();
    this.#say({ state: "saved", savedAt: saved.saved_at });
  }

  #retry() {
    this.#unsaved = true;
    this.#keep();
    this.#say({ state: "offline" });
    this.#plan(RETRY_MILLISECONDS[Math.min(this.#failures++, RETRY_MILLISECONDS.length - 1)]);
  }

  /** @param {string | undefined} savedAt */
  #arrived(savedAt) {
    this.settle();
    this.#say({ state: "saved", savedAt });
  }

  #keep() {
    this.#edge.never(this.#keepTimer);
    this.#keepTimer = undefined;
    const draft = { answers: this.#edge.read(), number: this.#number, base: this.#base };
    this.#isKept = this.#edge.store.keep({ ...draft, sent: this.#sent });
  }

  #forget() {
    this.#edge.never(this.#keepTimer);
    this.#keepTimer = undefined;
    this.#isKept = false;
    this.#edge.store.forget();
  }

  /** @param {Status} status */
  #say(status) {
    this.status = status;
    this.#edge.show(status);
  }
}
