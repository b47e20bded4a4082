import { pauseAfter } from "./retries.js";

const PAUSE_MILLISECONDS = 800;
/** However long somebody types on, no change waits longer than this to be sent. */
const LONGEST_MILLISECONDS = 3000;

/** When the next request is due: after a pause in typing, after a failure, or now. There is one plan at a time. */
export class Pace {
  #act;
  #clock;
  /** @type {any} */
  #timer;
  /** @type {number | undefined} when the oldest change was made that is not on its way */
  #since;
  #failures = 0;

  /** @param {() => void} act @param {import("./clock.js").Clock} clock */
  constructor(act, clock) {
    this.#act = act;
    this.#clock = clock;
  }

  /** Something was changed; a choice is whole `atOnce`, a text only after a pause. */
  soon(atOnce = false) {
    this.#since ??= this.#clock.now();
    const left = Math.max(0, this.#since + LONGEST_MILLISECONDS - this.#clock.now());
    this.#plan(atOnce ? 0 : Math.min(PAUSE_MILLISECONDS, left));
  }

  now() {
    this.#plan(0);
  }

  /** The last request came to nothing. */
  afterFailure() {
    this.#failures += 1;
    this.#plan(pauseAfter(this.#failures, this.#clock.random));
  }

  /** The server answered. */
  answered() {
    this.#failures = 0;
  }

  /** All changes are on their way, and no request is planned. */
  clear() {
    this.#clock.never(this.#timer);
    this.#since = undefined;
  }

  /** @param {number} milliseconds */
  #plan(milliseconds) {
    this.#clock.never(this.#timer);
    this.#timer = this.#clock.later(this.#act, milliseconds);
  }
}
