import { part } from "../work.js";

/** What a search found, one after the other: which of how many this is, and which comes next. */
export class Hits {
  /** @type {string[]} keys of lines */
  #keys = [];
  #at = -1;
  #place;

  /** @param {HTMLElement} place where it says so */
  constructor(place) {
    this.#place = place;
  }

  /** @type {string | undefined} the key of the line somebody went to */
  get here() {
    return this.#keys[this.#at];
  }

  /** Other lines; who is at one of them stays there. @param {string[]} keys none when nothing is searched */
  show(keys) {
    const { here } = this;
    this.#keys = keys;
    this.#at = here === undefined ? -1 : keys.indexOf(here);
    this.#tell();
  }

  /** @param {string} key */
  goTo(key) {
    this.#at = this.#keys.indexOf(key);
    this.#tell();
  }

  /** @param {1 | -1} direction @returns {string | undefined} the key of the next one; behind the last comes the first */
  next(direction) {
    const { length } = this.#keys;
    const from = this.#at === -1 && direction === -1 ? 0 : this.#at;
    return this.#keys[(from + direction + length) % length];
  }

  #tell() {
    const count = this.#keys.length;
    this.#place.hidden = count === 0;
    const words = this.#at === -1 ? ngettext("%(count)s place", "%(count)s places", count) : gettext("%(at)s of %(count)s");
    const given = { at: (this.#at + 1).toLocaleString(), count: count.toLocaleString() };
    part(this.#place, "[role=status]").textContent = interpolate(words, given, true);
  }
}
