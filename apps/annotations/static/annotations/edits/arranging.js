import { FINAL } from "../trace/anchors.js";
import { EditField } from "./edit-field.js";

/** Steps and calls put in, taken out and moved: each is in the window afterwards, and what is new opened for typing. */
export class Arranging {
  #steps;

  /** @param {import("../trace/trace-steps.js").TraceSteps} steps */
  constructor(steps) {
    this.#steps = steps;
  }

  /** A blank step behind the one somebody is at, opened for typing. */
  insertStep() {
    const { canEdit, corrections, data, here } = this.#steps;
    if (!canEdit || data.trace.blank === null) return;
    const after = here === FINAL ? corrections.arrangement.steps.at(-1) ?? null : this.#placeOf(here);
    const name = corrections.insertStep(data.trace.blank, after);
    this.#steps.goTo(name);
    const fields = fieldsIn(this.#steps.view(name)?.element);
    void (fields.find(({ isMain }) => isMain) ?? fields[0])?.open();
  }

  /** @param {string} name removes it, and when it is removed already, brings it back */
  removeStep(name) {
    const { corrections } = this.#steps;
    if (!this.#canArrange(name)) return;
    if (corrections.arrangement.isRemoved(name)) corrections.restore(name);
    else corrections.removeStep(name);
    if (this.#steps.names.includes(name)) this.#steps.goTo(name);
  }

  /** @param {string} name @param {1 | -1} by */
  moveStep(name, by) {
    const { corrections } = this.#steps;
    if (!this.#canArrange(name) || corrections.arrangement.isRemoved(name)) return;
    corrections.moveStep(name, by);
    this.#steps.goTo(name);
  }

  /** @param {string} step @param {string | null} after a call's name @param {string} tool */
  insertCall(step, after, tool) {
    const call = this.#steps.corrections.insertCall(step, { tool, input: {} }, after);
    this.#steps.goTo(step, { call });
    void fieldsIn(this.#steps.view(step)?.callElement(call))[0]?.open();
  }

  /** Behind which step something is inserted: at a closed sub-agent behind all of its steps. @param {string | undefined} from */
  #placeOf(from) {
    const { steps, shown } = this.#steps.corrections.arrangement;
    const name = from === undefined || !this.#steps.isFold(from) ? from : this.#besideFold(from);
    if (name === undefined) return null;
    const before = shown.slice(0, shown.indexOf(name) + 1).filter((each) => steps.includes(each));
    return before.at(-1) ?? null;
  }

  /** The last step of a closed sub-agent, or the one before an open one. @param {string} fold @returns {string | undefined} */
  #besideFold(fold) {
    const { agents, everyName } = this.#steps;
    const found = agents.isOpen(fold) ? everyName.slice(0, everyName.indexOf(fold)) : everyName.filter((name) => agents.around(name).includes(fold));
    return found.filter((name) => !this.#steps.isFold(name)).at(-1);
  }

  /** @param {string} name */
  #canArrange(name) {
    return this.#steps.canEdit && name !== FINAL && !this.#steps.isFold(name);
  }
}

/** @param {Element | null | undefined} place @returns {EditField[]} */
const fieldsIn = (place) => [...(place?.querySelectorAll("edit-field") ?? [])].filter((field) => field instanceof EditField);
