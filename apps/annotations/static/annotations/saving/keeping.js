const LONGEST_MILLISECONDS = 100;

/**
 * When the browser's storage gets what is typed: as good as at once, but never more often than the typing bears. A text that
 * takes 5 ms to hand over is handed over every 50 ms.
 */
export class Keeping {
  /** The storage is full or forbidden: the page has the only copy. */
  isFailing = false;
  #keep;
  #clock;
  #changed;
  /** @type {any} */
  #timer;
  #pause = 0;

  /**
   * @param {() => Promise<boolean>} keep whether it is kept
   * @param {import("./clock.js").Clock} clock
   * @param {() => void} changed the storage began to fail, or to work again
   */
  constructor(keep, clock, changed) {
    this.#keep = keep;
    this.#clock = clock;
    this.#changed = changed;
  }

  soon() {
    this.#timer ??= this.#clock.later(() => void this.now(), this.#pause);
  }

  async now() {
    this.cancel();
    const began = this.#clock.now();
    const kept = this.#keep();
    this.#pause = Math.min(LONGEST_MILLISECONDS, 10 * (this.#clock.now() - began));
    const isFailing = !(await kept);
    if (isFailing === this.isFailing) return;
    this.isFailing = isFailing;
    this.#changed();
  }

  cancel() {
    this.#clock.never(this.#timer);
    this.#timer = undefined;
  }
}
