import { AgentFold } from "./agent-fold.js";
import { FINAL } from "./anchors.js";
import { CompareRow } from "./compare-row.js";
import { FoldedRows } from "./folded-rows.js";
import { insertedStep } from "./inserted.js";
import { StepView } from "./step-view.js";

/** @typedef {import("./trace-data.js").Field} Field */

/** What each line of the list is drawn by: a step, the final answer, a sub-agent, a row of two traces or those folded away. */
export class StepViews {
  #steps;
  /** @type {import("./step-view.js").Context} */
  #context = /** @type {any} */ (undefined);

  /** @param {import("./trace-steps.js").TraceSteps} steps */
  constructor(steps) {
    this.#steps = steps;
  }

  /** Another trace. @param {import("./trace-steps.js").Options} options */
  open({ canEdit, canMark, comparer, judges }) {
    const { agents, corrections, data } = this.#steps;
    const { display, pair, task } = data.trace;
    this.#context = {
      corrections, comparer, canEdit, canMark, judges,
      agentAt: (/** @type {string} */ step) => agents.nameAt(step),
      panes: display.panes !== null,
      task,
      folds: new Set(),
      whole: (/** @type {string | null} */ at, /** @type {Field} */ field) => data.whole(at, field),
      wholeAt: (/** @type {string | null} */ at, /** @type {string} */ pointer) => data.wholeAt(at, pointer),
      argumentsOf: (/** @type {string} */ tool) => data.argumentsOf(tool),
      known: () => data.known,
      blocks: (/** @type {string} */ call) => data.blocks(call),
      imageAt: (/** @type {string} */ attachment) => data.imageAt(attachment),
      diffView: { value: pair ? "unified" : display.diff_view }, // beside each other there is no room for four columns
    };
  }

  /** Anew; undefined when it has not come yet. @param {string} name @returns {StepView | undefined} */
  viewOf(name) {
    // A row of two steps does for the list all that one step does.
    if (this.#steps.beside && name !== FINAL) return /** @type {any} */ (this.#rowOf(name, this.#steps.beside));
    if (this.#steps.isFold(name)) return /** @type {any} */ (this.#foldOf(name));
    const step = this.#stepOf(name);
    return step && new StepView(step, this.#context);
  }

  /** @param {string} name */
  #foldOf(name) {
    const fold = /** @type {import("./sub-agents.js").Fold} */ (this.#steps.agents.fold(name));
    const isOneOfSeveral = fold.step !== null && fold.call !== null && this.#steps.data.callCounts[fold.step] > 1;
    const ofCall = isOneOfSeveral ? interpolate(gettext("call %(number)s"), { number: Number(fold.call) + 1 }, true) : "";
    return new AgentFold(name, fold, { isOpen: () => this.#steps.agents.isOpen(name), toggle: () => this.#steps.toggleAgent(name), ofCall });
  }

  /** @param {string} name @param {import("./side-by-side.js").SideBySide} beside */
  #rowOf(name, beside) {
    if (beside.isFold(name)) return new FoldedRows(name, beside.foldTitle);
    const row = /** @type {import("./trace-data.js").PairRow | undefined} */ (/** @type {unknown} */ (this.#steps.data.step(name)));
    return row && new CompareRow(row, beside, this.#context);
  }

  /** @param {string} name @returns {import("./trace-data.js").Step | undefined} */
  #stepOf(name) {
    if (name === FINAL) return finalStep(/** @type {Field} */ (this.#steps.data.trace.final_answer));
    const value = this.#steps.corrections.insertedValue(name);
    return value === undefined ? this.#steps.data.step(name) : insertedStep(name, value);
  }
}

/** @param {Field} field @returns {import("./trace-data.js").Step} */
const finalStep = (field) => ({
  name: FINAL, number: NaN, kind: "answer", error: "", agent: "", spent: null, folded: false,
  fields: [field], calls: [],
});
