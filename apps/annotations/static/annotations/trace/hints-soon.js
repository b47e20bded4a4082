/** How long after a change it is said what may be wrong with arguments: typing must not wait for it. */
const HINT_MILLISECONDS = 300;

/** Steps whose hints are to be thought over, once nothing was changed for a while. */
export class HintsSoon {
  #hint;
  /** @type {Set<string>} */
  #names = new Set();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /** @param {(name: string) => void} hint */
  constructor(hint) {
    this.#hint = hint;
  }

  /** @param {string[]} names of steps */
  add(names) {
    for (const name of names) this.#names.add(name);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#now(), HINT_MILLISECONDS);
  }

  #now() {
    for (const name of this.#names) this.#hint(name);
    this.#names.clear();
  }
}
