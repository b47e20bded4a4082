import { Judge } from "./_judge.js";
import { put } from "./_fields.js";

/** A question that keeps for each place what was chosen and written there; a place of which nothing is said is forgotten. */
export class Judgments extends Judge {
  /** @type {Map<string, Record<string, any>>} */
  given = new Map();

  /** @param {string} place @param {Record<string, any>} part */
  give(place, part) {
    const given = { ...this.given.get(place), ...part };
    if (Object.values(given).some((value) => value)) this.given.set(place, given);
    else this.given.delete(place);
  }

  /** The same choice again takes it back. @param {string} place @param {string} part @param {string} value @param {string | null} none */
  choose(place, part, value, none = null) {
    this.give(place, { [part]: this.given.get(place)?.[part] === value ? none : value });
  }

  /** How many places are judged. */
  get judged() {
    return this.places.length - this.toJudge.length;
  }

  /** The note of a row, with a button that shows it. @param {HTMLElement} row @param {string | undefined} text */
  showNote(row, text) {
    const note = row.querySelector("[data-part=rationale]");
    if (note instanceof HTMLElement && text) note.hidden = false;
    put(note?.querySelector("textarea"), text);
    row.querySelector("[data-gives=note]")?.classList.toggle("has-note", Boolean(text));
  }

  /** @param {Element} from the button of a note */
  toggleNote(from) {
    const note = from.closest(".judge")?.querySelector("[data-part=rationale]");
    if (!(note instanceof HTMLElement)) return;
    note.hidden = !note.hidden;
    if (!note.hidden) note.querySelector("textarea")?.focus();
  }
}
