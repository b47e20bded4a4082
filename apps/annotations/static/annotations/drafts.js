import { sameAnswers } from "./same-answers.js";

/**
 * Autosaving of one assignment's answers, as a machine without a page: what it says to the server, when, and what it says
 * about it. Nothing typed is ever dropped; nothing newer on the server is ever overwritten unasked.
 *
 * @typedef {Record<string, unknown>} Answers
 * @typedef {{status: number, body: any}} Reply
 * @typedef {"idle" | "saving" | "saved" | "offline" | "conflict" | "signed-out" | "refused"} State
 * @typedef {{state: State, savedAt?: string, theirs?: Answers, theirsAt?: string, login?: string, error?: string}} Status
 * @typedef {{answers: Answers, number: number}} Kept
 * @typedef {{
 *   send: (draft: Kept) => Promise<Reply>,
 *   read: () => Answers,
 *   number: number,
 *   store: {keep: (draft: Kept) => void, forget: () => void},
 *   show: (status: Status) => void,
 *   later?: (act: () => void, milliseconds: number) => any,
 *   never?: (timer: any) => void,
 * }} Edge
 */

const PAUSE_MILLISECONDS = 800;
const RETRY_MILLISECONDS = [1000, 2000, 5000, 10000, 30000];

/** What the server does not have is kept in the browser. */
const IN_TROUBLE = new Set(["offline", "conflict", "signed-out", "refused"]);
/** Typing starts no request: a person has to decide, or the next try is already planned. */
const HELD = new Set(["offline", "conflict", "signed-out"]);

export class Drafts {
  /** @type {Status} */
  status;
  #edge;
  #number;
  #unsaved = false;
  #failures = 0;
  /** @type {Promise<void> | undefined} */
  #sending;
  /** @type {any} */
  #timer;
  #stopped = false;

  /** @param {Edge} edge `send` rejects with a TypeError when the network is down, as fetch does */
  constructor(edge) {
    // Wrapped, because a browser's timers refuse to be called as methods of another object.
    this.#edge = {
      later: (/** @type {() => void} */ act, /** @type {number} */ milliseconds) => setTimeout(act, milliseconds),
      never: (/** @type {any} */ timer) => clearTimeout(timer),
      ...edge,
    };
    this.#number = edge.number;
    this.status = { state: edge.number > 0 ? "saved" : "idle" };
  }

  /** Something is not known to have arrived. */
  get unsaved() {
    return this.#unsaved || this.#sending !== undefined;
  }

  /** The server's number of the draft this page started from or saved last. */
  get number() {
    return this.#number;
  }

  /** The person changed something. */
  touch() {
    this.#unsaved = true;
    if (IN_TROUBLE.has(this.status.state)) this.#keep();
    if (!HELD.has(this.status.state)) this.#plan(PAUSE_MILLISECONDS);
  }

  /** Save now: back online, signed in again, or about to leave. Resolves when the server has answered. */
  async flush() {
    this.#edge.never(this.#timer);
    if (this.status.state === "signed-out") this.#say({ state: "idle" });
    await this.#sending;
    if (this.#unsaved && this.status.state !== "conflict") await this.#save();
  }

  /** A draft from elsewhere is newer than what this page started from: both are shown, the person chooses. When it says
   *  the same, it was our own save whose reply got lost.
   *  @param {{number: number, answers: Answers, saved_at?: string}} newer */
  conflictWith(newer) {
    this.#number = newer.number;
    if (sameAnswers(newer.answers, this.#edge.read())) return this.#arrived(newer.saved_at);
    this.#keep();
    this.#say({ state: "conflict", theirs: newer.answers, theirsAt: newer.saved_at });
  }

  /** The login has ended: nothing is sent until `flush`. @param {string} login where to sign in again */
  signOut(login) {
    this.#unsaved = true;
    this.#keep();
    this.#say({ state: "signed-out", login });
  }

  /** Save this page's version over the newer one, on purpose. */
  async keepMine() {
    this.#unsaved = true;
    this.#say({ state: "idle" });
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
    this.#edge.store.forget();
  }

  /** @param {number} milliseconds */
  #plan(milliseconds) {
    this.#edge.never(this.#timer);
    if (!this.#stopped) this.#timer = this.#edge.later(() => void this.#save(), milliseconds);
  }

  /** At most one request under way; what was typed meanwhile goes with the next. */
  async #save() {
    if (this.#sending) return;
    this.#sending = this.#send().finally(() => (this.#sending = undefined));
    await this.#sending;
    if (this.#unsaved && this.status.state === "saved") this.#plan(PAUSE_MILLISECONDS);
  }

  async #send() {
    const draft = { answers: this.#edge.read(), number: this.#number };
    this.#unsaved = false;
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
    if (status === 200) {
      this.#number = body.number;
      this.#failures = 0;
      if (!this.#unsaved) this.#edge.store.forget();
      return this.#say({ state: "saved", savedAt: body.saved_at });
    }
    if (status >= 500) return this.#retry();
    this.#unsaved = true;
    if (status === 409) return this.conflictWith(body);
    if (status === 401) return this.signOut(body.login);
    this.#keep();
    this.#say({ state: "refused", error: body.error });
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
    this.#edge.store.keep({ answers: this.#edge.read(), number: this.#number });
  }

  /** @param {Status} status */
  #say(status) {
    this.status = status;
    this.#edge.show(status);
  }
}
