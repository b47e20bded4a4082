/** As many as a day's work on one trace; the states share what did not change. */
const MOST = 500;

/** Undo and redo over states that are never changed in place. @template S */
export class History {
  /** @type {S[]} */
  #past = [];
  /** @type {S[]} */
  #future = [];
  /** @type {string | undefined} what the latest change was about, while more of the same joins it */
  #open;

  /** @param {S} before the state that is left @param {string} [joins] changes in a row with one name are one to take back */
  remember(before, joins) {
    this.#future = [];
    if (joins !== undefined && joins === this.#open) return;
    this.#open = joins;
    this.#past.push(before);
    if (this.#past.length > MOST) this.#past.shift();
  }

  pause() {
    this.#open = undefined;
  }

  /** @param {S} now @returns {S | undefined} */
  undo(now) {
    return this.#go(this.#past, this.#future, now);
  }

  /** @param {S} now @returns {S | undefined} */
  redo(now) {
    return this.#go(this.#future, this.#past, now);
  }

  /** @param {S[]} from @param {S[]} to @param {S} now */
  #go(from, to, now) {
    this.pause();
    const state = from.pop();
    if (state !== undefined) to.push(now);
    return state;
  }
}
