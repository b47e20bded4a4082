import { part } from "../work.js";

/** What stands around the steps where each one's reasoning is beside its calls: the headings, and the final answer to be read. */
export class Panes {
  #root;
  #steps;

  /** @param {HTMLElement} root @param {import("./trace-steps.js").TraceSteps} steps */
  constructor(root, steps) {
    this.#root = root;
    this.#steps = steps;
    steps.addEventListener("trace-steps:change", () => void this.#showAnswer());
  }

  /** @param {import("./trace-data.js").Trace} trace */
  open({ display: { panes }, final_answer }) {
    this.#root.classList.toggle("is-on", panes !== null);
    part(this.#root, ".pane-heads").hidden = panes === null;
    part(this.#root, ".pane-answer").hidden = panes === null || final_answer === null;
    if (panes === null) return;
    const own = [gettext("Reasoning"), gettext("Calls"), gettext("Answer")];
    for (const [index, place] of this.#root.querySelectorAll("[data-pane]").entries()) place.textContent = panes[index] || own[index];
    void this.#showAnswer();
  }

  /** As it is corrected now. */
  async #showAnswer() {
    const { data, corrections } = this.#steps;
    const answer = data.trace.final_answer;
    if (data.trace.display.panes === null || answer === null) return;
    const text = part(this.#root, ".pane-answer p");
    const edited = corrections.editAt(null, answer.pointer)?.text;
    text.textContent = edited ?? answer.text;
    if (typeof edited === "string" || answer.text.length >= answer.chars) return;
    const whole = await data.whole(null, answer).catch(() => answer.text); // without a network its beginning stays
    if (data === this.#steps.data && corrections.editAt(null, answer.pointer) === undefined) text.textContent = whole;
  }
}
