import { EditField } from "../edits/edit-field.js";

/** Going through the trace, and out of what is open. */
export class Going {
  #steps;
  #outline;
  #fields;
  #here;
  #compareHead;

  /**
   * @param {import("../trace/trace-steps.js").TraceSteps} steps
   * @param {import("../trace/outline.js").Outline} outline
   * @param {import("../edits/step-fields.js").StepFields} fields
   * @param {import("./here.js").Here} here
   * @param {import("../compare-head.js").CompareHead | null} compareHead only where a question compares two
   */
  constructor(steps, outline, fields, here, compareHead) {
    this.#steps = steps;
    this.#outline = outline;
    this.#fields = fields;
    this.#here = here;
    this.#compareHead = compareHead;
  }

  /** @param {() => void} move */
  go(move) {
    const before = this.#steps.view(this.#steps.here ?? "")?.element;
    move();
    if (before?.dataset.step !== this.#steps.here) this.#fields.leave(before);
  }

  /** To where two traces part. */
  toFirstDifference() {
    const name = this.#steps.beside?.firstDifference;
    if (name !== undefined) this.go(() => this.#steps.goTo(name));
  }

  /** Of two traces. @param {boolean} isFolded */
  foldBeginning(isFolded) {
    this.#steps.foldBeginning(isFolded);
    this.#steps.goTo("0");
  }

  /** @param {Element | null} from a button of the one column, none for the key: then it is the other one */
  turnSide(from) {
    const at = from?.closest(".compare-switch button")?.getAttribute("data-side");
    if (at === null || at === undefined) this.#compareHead?.turn();
    else this.#compareHead?.show(Number(at));
  }

  /** Closes what is open at the focus, and goes back to the step. @param {Element | null} from */
  leave(from) {
    const field = from?.closest("edit-field");
    const name = this.#here.nameOf(from);
    if (from?.matches("[type=search]")) this.#outline.clearSearch();
    this.#outline.showOver(false);
    if (from instanceof HTMLElement) from.blur();
    if (field instanceof EditField) field.close();
    if (name !== undefined && from && this.#steps.contains(from)) this.#steps.goTo(name);
  }
}
