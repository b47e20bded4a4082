/**
 * A question that is asked at each step: a panel beside the trace, and a row at the foot of each step that is judged. The rows
 * come and go with the steps of the page, so what was judged is kept here.
 *
 * Fires "judge:change" with the steps whose rows look otherwise now, null for all, and "judge:go" with a step to be shown.
 *
 * @typedef {"correct" | "wrong" | "first" | "after" | "needless" | "todo"} MarkName in the sprite of icons
 * @typedef {{name: MarkName, label: string}} Mark
 */
export class Judge extends HTMLElement {
  /** @type {string[]} the names of the steps that are judged, in the order of the trace */
  steps = [];
  #judged = new Set();

  /** Another trace; nothing is judged yet. @param {{name: string, kind: string}[]} steps */
  open(steps) {
    const all = this.dataset.ratesUserTurns !== undefined;
    this.steps = steps.filter(({ kind }) => all || kind === "agent").map(({ name }) => name);
    this.#judged = new Set(this.steps);
  }

  /** @param {string} step */
  judges(step) {
    return this.#judged.has(step);
  }

  /** A new row of a step, up to date; undefined for a step that is not judged. @param {string} step @param {string} title "Step 5" */
  row(step, title) {
    if (!this.judges(step)) return undefined;
    const { content } = /** @type {HTMLTemplateElement} */ (this.querySelector("template"));
    const row = /** @type {HTMLElement} */ (document.importNode(content, true).firstElementChild);
    row.dataset.judge = this.dataset.scheme;
    row.hidden = this.hidden;
    row.setAttribute("aria-label", `${title}, ${this.title}`);
    for (const input of row.querySelectorAll("input")) input.name = `${this.dataset.scheme} ${step} ${input.name}`;
    row.addEventListener("click", ({ target }) => target instanceof Element && this.clicked(step, target));
    row.addEventListener("input", ({ target }) => target instanceof Element && this.typed(step, target));
    this.refresh(row, step);
    return row;
  }

  /** What the question is called. */
  get title() {
    return this.querySelector("legend")?.firstChild?.textContent?.trim() ?? "";
  }

  /** The judged steps that still need an answer. @returns {string[]} */
  get toJudge() {
    return this.steps.filter((step) => this.markOf(step)?.name === "todo");
  }

  /** Asks the page to show a step. @param {string} step */
  goTo(step) {
    this.dispatchEvent(new CustomEvent("judge:go", { bubbles: true, detail: { step } }));
  }

  /** @param {string[] | null} steps @param {{atOnce?: boolean}} [how] whether it is to be saved at once: not while somebody types */
  changed(steps, { atOnce = true } = {}) {
    this.dispatchEvent(new CustomEvent("judge:change", { bubbles: true, detail: { steps, atOnce } }));
  }

  /* What each kind says of itself. */

  /** Shows in a row what is judged. @param {HTMLElement} _row @param {string} _step */
  refresh(_row, _step) {}

  /** Somebody clicked into a row. @param {string} _step @param {Element} _target */
  clicked(_step, _target) {}

  /** Somebody typed or chose from a list in a row. @param {string} _step @param {Element} _target */
  typed(_step, _target) {}

  /** One key: this is the first step that is wrong. @param {string} _step */
  firstWrong(_step) {}

  /** What the map shows of a step; undefined for one that is not judged. @param {string} _step @returns {Mark | undefined} */
  markOf(_step) {
    return undefined;
  }
}
