/**
 * Keys that are pressed at a step which has not come yet: they wait for it, in order, and what is pressed after them waits
 * behind them, so that each does what it would have done had the step been there.
 */
export class TypeAhead {
  #arrival;
  /** @type {{act: () => void, isAtStep: boolean}[]} */
  #waiting = [];

  /** @param {() => Promise<unknown> | undefined} arrival of the step somebody is at; undefined when it is there */
  constructor(arrival) {
    this.#arrival = arrival;
  }

  /** Whether it has to wait; `act` is called later then. @param {() => void} act @param {boolean} isAtStep whether it does something at the step */
  holds(act, isAtStep) {
    const isFirst = this.#waiting.length === 0;
    if (isFirst && !(isAtStep && this.#arrival())) return false;
    this.#waiting.push({ act, isAtStep });
    if (isFirst) void this.#runAll();
    return true;
  }

  /** What waits is not done any more. */
  forget() {
    this.#waiting.length = 0;
  }

  async #runAll() {
    try {
      for (let next = this.#waiting[0]; next; next = this.#waiting[0]) {
        if (next.isAtStep) await this.#arrival();
        if (next !== this.#waiting[0]) continue; // forgotten meanwhile
        next.act();
        this.#waiting.shift();
      }
    } finally {
      this.forget();
    }
  }
}
