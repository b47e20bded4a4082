import { Judge } from "./_judge.js";
import { typeInWords } from "./_error-types.js";
import { put } from "./_fields.js";

/** A question that keeps for each place what was chosen and written there; a place of which nothing is said is forgotten. */
export class Judgments extends Judge {
  /** @type {Map<string, Record<string, any>>} */
  given = new Map();
  /** The part that judges; the others say more about it. */
  verdict = "";

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

  /** By place, what a model says there. @returns {Record<string, Record<string, any>>} */
  get suggestedParts() {
    return {};
  }

  /** @param {string} place @returns {import("./_suggested.js").Shown | undefined} */
  suggestedAt(place) {
    const said = this.suggestedParts[place];
    if (!this.judges(place) || !said?.[this.verdict] || this.given.get(place)?.[this.verdict]) return undefined;
    const { rationale, ...parts } = said;
    const { confidence, reasoning = rationale } = this.suggestion?.steps?.[place] ?? {};
    return { what: this.#inWords(parts), confidence, reasoning };
  }

  /** What is suggested at these places becomes what is given; a note that somebody wrote there stays. @param {string[]} places */
  take(places) {
    for (const place of places) {
      const note = this.given.get(place)?.rationale;
      this.give(place, { ...this.suggestedParts[place], ...(note && { rationale: note }) });
    }
  }

  /** The suggested choice of a row. @param {HTMLElement} row @param {string} place */
  outline(row, place) {
    const value = this.suggestedAt(place) && this.suggestedParts[place][this.verdict];
    for (const input of row.querySelectorAll(`input[data-part=${this.verdict}]`)) {
      input.closest("label")?.classList.toggle("is-suggested", /** @type {HTMLInputElement} */ (input).value === value);
    }
  }

  /** The mark of a place that nobody has judged. @param {string} place @returns {import("./_judge.js").Mark} */
  toDo(place) {
    const suggested = this.suggestedAt(place);
    const label = suggested ? interpolate(gettext("Suggested: %(mark)s"), { mark: suggested.what }, true) : gettext("To judge");
    return { name: "todo", label };
  }

  /** @param {Record<string, any>} parts as the row calls them; what is no choice, as it was said */
  #inWords({ error_type, error_subtype, ...parts }) {
    const [verdict, ...others] = Object.entries(parts).map(([part, value]) => this.choices(part).get(value) ?? value);
    return [verdict, typeInWords(this, { error_type, error_subtype }), ...others].filter((each) => each).join(", ");
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
