import { modelOf, showSuggestion } from "./_suggested.js";

/**
 * A question that is asked at each step, or at each call: a panel beside the trace, and a row at the foot of each place that is
 * judged. The rows come and go with the steps of the page, so what was judged is kept here. A place is a step's name or a
 * call's, "4" or "4.1".
 *
 * Fires "judge:change" with the places whose rows look otherwise now, null for all, and "judge:go" with a place to be shown.
 *
 * @typedef {{name: string, kind: string, calls: string[], agent: string}} Step `calls` are their names
 * @typedef {"correct" | "wrong" | "first" | "after" | "needless" | "todo" | "comment" | "suggested"} MarkName in the sprite of icons
 * @typedef {{name: MarkName, label: string}} Mark
 * @typedef {{element: HTMLElement, showAllOf: (call: string) => Promise<void>}} View of a step
 * @typedef {{files: () => Promise<Tree>}} Trace
 * @typedef {{folders: {files: {path: string, operations: Record<string, unknown>}[]}[]}} Tree what the trace did to files
 */
export class Judge extends HTMLElement {
  /** @type {string[]} what is judged, in the order of the trace */
  places = [];
  /** @type {import("./_suggested.js").Suggestion | undefined} what a model says of them, apart from what people say */
  suggestion;
  /** The action of the one key that points out a step; "" for none. */
  points = "";
  #judged = new Set();

  /**
   * Another trace; nothing is judged yet.
   *
   * @param {Step[]} steps
   * @param {Trace} _trace
   */
  open(steps, _trace) {
    const all = this.dataset.ratesUserTurns !== undefined;
    this.places = steps.filter(({ kind }) => all || kind === "agent").flatMap((step) => this.placesIn(step));
    this.#judged = new Set(this.places);
  }

  /** @param {string} place */
  judges(place) {
    return this.#judged.has(place);
  }

  /** A new row of a place, up to date; undefined for one that is not judged. @param {string} place @param {string} title "Step 5" */
  row(place, title) {
    if (!this.judges(place)) return undefined;
    const { content } = this.#rowTemplate;
    const row = /** @type {HTMLElement} */ (document.importNode(content, true).firstElementChild);
    row.dataset.judge = this.dataset.scheme;
    row.dataset.place = place;
    row.setAttribute("aria-label", `${title}, ${this.title}`);
    for (const input of row.querySelectorAll("input")) input.name = `${this.dataset.scheme} ${place} ${input.name}`;
    row.addEventListener("click", ({ target }) => target instanceof Element && this.clicked(place, target));
    row.addEventListener("input", ({ target }) => target instanceof Element && this.typed(place, target));
    this.update(row, place);
    return row;
  }

  /** Shows in a row what is judged and what is suggested. @param {HTMLElement} row @param {string} place */
  update(row, place) {
    row.hidden = this.hidden; // with its question, which may depend on others
    row.toggleAttribute("data-open", this.markOf(place)?.name === "todo");
    this.refresh(row, place);
    const suggested = this.suggestedAt(place);
    showSuggestion(row, suggested && { model: modelOf(this.suggestion), ...suggested });
  }

  /** The places with a suggestion that waits for a person. @returns {string[]} */
  get suggestedPlaces() {
    return this.places.filter((place) => this.suggestedAt(place) !== undefined);
  }

  /** All that waits for a person, in a few words; "" for nothing. */
  get suggestedInWords() {
    const count = this.suggestedPlaces.length;
    return count === 0 ? "" : interpolate(this.countedPlaces(count), { count: count.toLocaleString() }, true);
  }

  get #rowTemplate() {
    return /** @type {HTMLTemplateElement} */ (this.querySelector(":scope > template"));
  }

  /** What a row offers as its choices of a part, by their values: what each is called. @param {string} part @returns {Map<string, string>} */
  choices(part) {
    const inputs = [...this.#rowTemplate.content.querySelectorAll(`input[data-part=${part}]`)];
    return new Map(inputs.map((input) => [/** @type {HTMLInputElement} */ (input).value, input.nextSibling?.textContent?.trim() ?? ""]));
  }

  /** What the question is called. */
  get title() {
    return this.querySelector("legend")?.firstChild?.textContent?.trim() ?? "";
  }

  /** The places that still need an answer. @returns {string[]} */
  get toJudge() {
    return this.places.filter((place) => this.markOf(place)?.name === "todo");
  }

  /** Whether an answer is missing at a place, "" for any of them. @param {string} place */
  lacks(place) {
    return place === "" ? this.toJudge.length > 0 : this.toJudge.includes(place);
  }

  /**
   * Asks the page to show a place.
   *
   * @param {string} place
   * @param {{arrived?: (view: View) => void}} [how]
   */
  goTo(place, how) {
    this.dispatchEvent(new CustomEvent("judge:go", { bubbles: true, detail: { place, ...how } }));
  }

  /** @param {string[] | null} places @param {{atOnce?: boolean}} [how] whether it is to be saved at once: not while somebody types */
  changed(places, { atOnce = true } = {}) {
    this.dispatchEvent(new CustomEvent("judge:change", { bubbles: true, detail: { places, atOnce } }));
  }

  /* What each kind says of itself. */

  /** What is judged in a step of those that are asked about. @param {Step} step @returns {string[]} */
  placesIn({ name }) {
    return [name];
  }

  /** Shows in a row what is judged. @param {HTMLElement} _row @param {string} _place */
  refresh(_row, _place) {}

  /** Somebody clicked into a row. @param {string} _place @param {Element} _target */
  clicked(_place, _target) {}

  /** Somebody typed or chose from a list in a row. @param {string} _place @param {Element} _target */
  typed(_place, _target) {}

  /** So many places. @param {number} count */
  countedPlaces(count) {
    return ngettext("%(count)s step", "%(count)s steps", count);
  }

  /** What a model says of a place that nobody has judged. @param {string} _place @returns {import("./_suggested.js").Shown | undefined} */
  suggestedAt(_place) {
    return undefined;
  }

  /** The person agrees with what is suggested at these places. @param {string[]} _places */
  accept(_places) {}

  /** What a call did was drawn, maybe anew: what is said of its lines is drawn into it. @param {HTMLElement} _call */
  drawn(_call) {}

  /** One key: something is to be said where somebody is in a step. @param {HTMLElement} _step @param {Element | null} _focused */
  comment(_step, _focused) {}

  /** Whether it keeps what was changed, to be taken back. */
  get hasUndo() {
    return false;
  }

  /** Whether there was something to take back. */
  undo() {
    return false;
  }

  /** Whether there was something to do again. */
  redo() {
    return false;
  }

  /** One key points out this step. @param {string} _step */
  pointOut(_step) {}

  /** What the map shows of a place; undefined for one that is not judged. @param {string} _place @returns {Mark | undefined} */
  markOf(_place) {
    return undefined;
  }
}
