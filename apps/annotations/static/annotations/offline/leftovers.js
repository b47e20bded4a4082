import { CLOCK } from "../saving/clock.js";
import { meaningOf } from "../saving/replies.js";
import { pauseAfter } from "../saving/retries.js";
import { fingerprint } from "../saving/same-answers.js";

/** @typedef {import("./kept-turns.js").KeptTurn} KeptTurn */
/**
 * @typedef {{
 *   kept: Pick<import("./kept-turns.js").KeptTurns, "waiting" | "find" | "keep" | "forget">,
 *   request: typeof import("../request.js").request,
 *   unheld: typeof import("./own-turn.js").withUnheldTurn,
 *   changed: () => void,
 *   clock?: import("../saving/clock.js").Clock,
 * }} Edge `unheld` acts only when no tab has the turn open
 */

/** Sends what waits of turns whose tab was closed. What the server does not take waits on, with the reason. */
export class Leftovers {
  #edge;
  #clock;
  #failures = 0;
  /** @type {any} */
  #timer;
  /** @type {Promise<void> | undefined} */
  #sending;

  /** @param {Edge} edge */
  constructor(edge) {
    this.#edge = edge;
    this.#clock = edge.clock ?? CLOCK;
  }

  /** At the start, back online, back at the page. Resolves when the round is over. */
  async send() {
    this.#clock.never(this.#timer);
    this.#sending ??= this.#sendAll().finally(() => (this.#sending = undefined));
    await this.#sending;
  }

  /**
   * One round, and at most one plan for the next. Without a network it ends at the first turn; where the server stumbles, the
   * fault may be that turn's alone.
   */
  async #sendAll() {
    let somethingWaits = false;
    for (const { assignment, refused } of await this.#edge.kept.waiting()) {
      if (refused) continue;
      const outcome = await this.#edge.unheld(assignment, () => this.#sendOne(assignment));
      somethingWaits ||= outcome !== undefined;
      if (outcome === "unreachable") break;
    }
    if (somethingWaits) this.#tryLater();
  }

  /** @param {number} assignment */
  async #sendOne(assignment) {
    const turn = await this.#edge.kept.find(assignment);
    return turn?.waiting ? this.#try(turn) : undefined; // else another tab was faster
  }

  /** @param {KeptTurn} turn @returns {Promise<"later" | "unreachable" | void>} */
  async #try(turn) {
    const reply = await this.#replyTo(turn);
    const meaning = reply ? meaningOf(reply) : "later";
    if (meaning === "later") return reply ? "later" : "unreachable";
    this.#failures = 0;
    if (meaning === "signed-out") return;
    if (meaning === "newer" && isOurs(turn, reply?.body)) return this.#try({ ...turn, ...basisOf(reply?.body), sent: [] });
    await this.#settle(turn, meaning === "taken", reply?.body);
    this.#edge.changed();
  }

  /** @param {KeptTurn} turn @returns {Promise<import("../saving/replies.js").Reply | undefined>} */
  async #replyTo({ urls, key, answers, number, base, withdraws }) {
    const draft = { answers, number, base, ...(withdraws && { withdraws }) };
    try {
      return await this.#edge.request(key ? "POST" : "PUT", key ? urls.submit : urls.draft, draft, key);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
    }
  }

  /** @param {KeptTurn} turn @param {boolean} isTaken @param {any} body */
  async #settle({ key, ...draft }, isTaken, body) {
    if (!isTaken) return this.#edge.kept.keep({ ...draft, refused: reasonOf(body) });
    if (key) return this.#edge.kept.forget(draft.assignment);
    return this.#edge.kept.keep({ ...draft, ...basisOf(body), from: draft.answers, sent: [], waiting: false });
  }

  #tryLater() {
    this.#failures += 1;
    this.#clock.never(this.#timer); // one plan at a time
    this.#timer = this.#clock.later(() => void this.send(), pauseAfter(this.#failures, this.#clock.random));
  }
}

/** The reply to our own save got lost. @param {KeptTurn} turn @param {any} body */
const isOurs = ({ answers, sent }, body) => sent.length > 0 && [fingerprint(answers), ...sent].includes(fingerprint(body.answers));

/** @param {any} body */
const basisOf = ({ number, base }) => ({ number, base });

/** @param {any} body */
const reasonOf = ({ error, missing, errors }) => error ?? [...(missing ?? []), ...(errors ?? [])][0]?.text ?? "";
