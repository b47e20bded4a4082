import { rowsHere } from "../trace/rows-here.js";

/** Where somebody is in the trace: at what they pressed or have the focus on, else at the step they went to last. */
export class Here {
  #steps;

  /** @param {import("../trace/trace-steps.js").TraceSteps} steps */
  constructor(steps) {
    this.#steps = steps;
  }

  /** @param {Element | null} from @returns {string | undefined} the step it is in, else the one somebody is at */
  nameOf(from) {
    return (from && this.#steps.contains(from) && this.#steps.nameOf(from)) || this.#steps.here;
  }

  /** @param {Element | null} from @returns {string | undefined} the call it is in */
  callOf(from) {
    return from?.closest("[data-call]")?.getAttribute("data-call") ?? undefined;
  }

  /** @param {Element | null} from @returns {Element | undefined} of the step it is in, else of the one somebody is at */
  stepOf(from) {
    return from?.closest("article.step") ?? this.#steps.view(this.#steps.here ?? "")?.element;
  }

  /** What is asked where somebody is. */
  get rows() {
    return rowsHere(this.#steps.view(this.#steps.here ?? "")?.element, document.activeElement);
  }

  /** Where the rows stand that keys answer: at the step somebody is at, or at one of its calls. @returns {Set<string>} */
  get places() {
    const places = this.rows.map(({ dataset }) => dataset.place ?? "");
    return new Set(places.length > 0 ? places : [this.#steps.here ?? ""]);
  }

  /** The step of the trace that somebody is at; a row of two traces is none. @returns {import("../flags.js").StepHere | null} */
  get step() {
    const name = this.#steps.here ?? "";
    const view = this.#steps.beside ? undefined : this.#steps.view(name);
    return view && /^\d+$/.test(name) ? { index: Number(name), title: view.title } : null;
  }
}
