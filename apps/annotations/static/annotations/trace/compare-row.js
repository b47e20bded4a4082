import { mark } from "../icon.js";
import { fromTemplate, toggle } from "../template.js";
import { anchorOf } from "./anchors.js";
import { StepView } from "./step-view.js";

/** @typedef {import("./trace-data.js").PairRow} PairRow @typedef {import("./trace-data.js").Step} Step */

/** What both did at one place, side by side and only to be read. */
export class CompareRow {
  element = fromTemplate("compare-row-template");
  step;
  #views;

  /** @param {PairRow} row @param {import("./side-by-side.js").SideBySide} beside @param {import("./step-view.js").Context} context */
  constructor(row, beside, context) {
    this.step = { ...row, calls: [] };
    this.element.id = anchorOf(row.name);
    this.element.dataset.step = row.name;
    this.element.classList.toggle("is-same", row.is_same);
    const sides = beside.inOrder(row.sides);
    this.#views = sides.map((step) => step && new StepView(step, { ...context, canEdit: false, canMark: false, judges: [], corrections: untouched(step) }));
    this.element.append(...this.#views.map((view, at) => this.#side(view, beside.pair.labels[at], at)));
    this.#drawHead(row, beside);
  }

  get title() {
    return interpolate(gettext("Row %(number)s"), { number: this.step.number }, true);
  }

  toggleFold() {
    const fold = this.element.querySelector("[data-shows=fold-beginning]:not([hidden]) button");
    if (fold instanceof HTMLElement) return fold.click();
    for (const view of this.#views) if (view?.step.folded) view.toggleFold();
  }

  refresh() {}
  refreshRows() {}

  lineAt() {
    return undefined;
  }

  /** What can be searched in it: the texts of both steps, and each of their calls. @returns {{view: StepView, call: string | undefined}[]} */
  get parts() {
    const views = this.#views.filter((view) => view !== null);
    return views.flatMap((view) => [undefined, ...view.step.calls.map(({ name }) => name)].map((call) => ({ view, call })));
  }

  /** @param {string} name "A3.1" */
  callElement(name) {
    return this.#views.map((view) => view?.callElement(name)).find((element) => element !== undefined);
  }

  /** @param {StepView | null} view @param {string} label @param {number} at */
  #side(view, label, at) {
    const side = view?.element ?? fromTemplate("compare-none-template");
    side.classList.add("compare-side", at === 0 ? "is-first" : "is-second");
    if (view) side.setAttribute("aria-label", `${label}, ${view.title}`);
    // The row has the address, for both of its steps.
    view?.element.querySelector(".step-at")?.replaceWith();
    const name = view?.element.querySelector(".head-name");
    if (view && name && view.step.kind !== "answer" && view.step.number !== this.step.number) name.textContent = `${view.step.number} · ${name.textContent}`;
    return side;
  }

  /** @param {PairRow} row @param {import("./side-by-side.js").SideBySide} beside */
  #drawHead(row, beside) {
    const at = /** @type {HTMLAnchorElement} */ (this.element.querySelector(".step-at"));
    at.href = `#${this.element.id}`;
    at.textContent = String(row.number);
    at.title = row.is_same ? gettext("Both did the same here") : gettext("Here they differ");
    at.setAttribute("aria-label", `${this.title}: ${at.title}`);
    const who = beside.letterOf(row.name);
    if (!row.is_same) this.element.querySelector(".compare-at")?.append(who === "" ? mark("differs", gettext("Differs")) : who);
    toggle(this.element, "fold-beginning", row.name === "0" && beside.beginning > 0);
    const words = this.element.querySelector("[data-shows=fold-beginning] .folded-words");
    if (words) words.textContent = beside.foldTitle;
  }
}

/** What a step needs of the corrections where nothing is ever corrected. @param {Step} step @returns {import("../edits/corrections.js").Corrections} */
const untouched = (step) =>
  /** @type {any} */ ({
    arrangement: { isRemoved: () => false, moved: [], shownCallsOf: () => step.calls.map(({ name }) => name) },
    editsOf: () => [], editAt: () => undefined, insertedValue: () => undefined, isChanged: () => false,
  });
