import { chosenType, showType, typeInWords } from "./_error-types.js";
import { put } from "./_fields.js";
import { Judge } from "./_judge.js";

/**
 * @typedef {import("./_error-types.js").Given & {failed?: boolean | null, agent?: string | null, step?: string | null, reason?: string}} Answer
 *   `step` is the name of the decisive one; `failed` is false where the run did not fail, null while nobody has said anything
 */

/** Which agent made the run fail, at which step, and why. The step is pointed out where it stands. */
export class FailureAttribution extends Judge {
  points = "cause";
  /** @type {string | null} */
  #step = null;
  /** @type {Map<string, string>} who acts, by the step */
  #agents = new Map();
  #wasBlank = true;

  connectedCallback() {
    this.addEventListener("input", () => this.#showPanel());
    this.addEventListener("click", ({ target }) => {
      if (!(target instanceof Element) || this.#step === null) return;
      if (target.closest("[data-gives=go]")) this.goTo(this.#step);
      if (target.closest("[data-gives=clear]")) this.pointOut(this.#step);
    });
  }

  /** @param {import("./_judge.js").Step[]} steps @param {import("./_judge.js").Trace} trace */
  open(steps, trace) {
    super.open(steps, trace);
    this.#agents = new Map(steps.map(({ name, agent }) => [name, agent]));
    const named = steps.filter(({ name, agent }) => agent !== "" && this.judges(name)).map(({ agent }) => agent);
    /** @type {string[]} */
    const listed = JSON.parse(this.dataset.agents ?? "[]");
    this.#offer(listed.length > 0 ? listed : [...new Set(named)]);
  }

  /** @returns {Answer} */
  get answer() {
    if (this.#isFine) return { failed: false };
    const told = { agent: this.#agent, step: this.#step, ...this.#type, reason: this.#reason?.value ?? "" };
    return { failed: Object.values(told).some((value) => value) || null, ...told };
  }

  /** @param {Answer} answer */
  set answer({ failed = null, agent = null, step = null, reason = "", ...type }) {
    this.#fine.checked = failed === false;
    this.#step = step;
    if (agent) this.#offer([...new Set([...this.#radios.map(({ value }) => value), agent])]);
    for (const radio of this.#radios) radio.checked = radio.value === agent;
    const list = this.querySelector("[data-row=error]");
    if (list) showType(list, type);
    put(this.#reason, reason);
    this.#show();
  }

  /** The same again takes it back. Whose step it is made the run fail, unless somebody chose another agent. @param {string} step */
  pointOut(step) {
    if (!this.judges(step)) return;
    const [before, now] = [this.#step, this.#step === step ? null : step];
    const wasOfStep = this.#agent === null || this.#agent === this.#agents.get(before ?? "");
    this.#step = now;
    this.#fine.checked = false;
    const acting = now === null ? null : this.#agents.get(now);
    if (wasOfStep) for (const radio of this.#radios) radio.checked = radio.value === acting;
    this.#show();
  }

  /** Nobody has said anything. */
  get #isBlank() {
    return this.answer.failed === null;
  }

  /** Of the step that a model points out. @param {string} step @returns {import("./_suggested.js").Shown | undefined} */
  suggestedAt(step) {
    if (!this.#isBlank || this.suggestion?.answer.step !== step || !this.judges(step)) return undefined;
    const { confidence, reasoning = this.suggestion.answer.reason } = this.suggestion;
    return { what: gettext("Decisive step"), confidence, reasoning };
  }

  get suggestedInWords() {
    if (!this.#isBlank || !this.suggestion) return "";
    const { failed, step = null, agent, reason, ...type } = /** @type {Answer} */ (this.suggestion.answer);
    if (failed === false) return gettext("The run did not fail");
    return [step === null ? "" : stepInWords(step), agent, typeInWords(this, type) || type.other, reason].filter((words) => words).join(", ");
  }

  /** All of it goes together. */
  accept() {
    this.answer = this.suggestion?.answer ?? {};
  }

  /** @param {string} step @param {Element} target */
  clicked(step, target) {
    if (target.closest("[data-gives=cause]")) this.pointOut(step);
  }

  /** @param {HTMLElement} row @param {string} step */
  refresh(row, step) {
    row.querySelector("[data-gives=cause]")?.setAttribute("aria-pressed", String(this.#cause === step));
  }

  /** @param {string} step @returns {import("./_judge.js").Mark | undefined} */
  markOf(step) {
    return this.#cause === step ? { name: "first", label: gettext("Decisive step") } : undefined;
  }

  get #cause() {
    return this.#isFine ? null : this.#step;
  }

  get #fine() {
    return /** @type {HTMLInputElement} */ (this.querySelector("[data-part=fine]"));
  }

  get #isFine() {
    return this.#fine.checked;
  }

  get #reason() {
    return this.querySelector("textarea");
  }

  get #radios() {
    return /** @type {HTMLInputElement[]} */ ([...this.querySelectorAll("input[data-part=agent]")]);
  }

  get #agent() {
    return this.#radios.find(({ checked }) => checked)?.value ?? null;
  }

  get #type() {
    const list = this.querySelector("select");
    if (!list) return {};
    const { other, ...type } = chosenType(list.value);
    const box = this.querySelector("input[data-part=other]");
    return other === undefined ? type : { ...type, other: /** @type {HTMLInputElement} */ (box).value };
  }

  /** @param {string[]} agents */
  #offer(agents) {
    const row = /** @type {HTMLElement} */ (this.querySelector("[data-row=agent]"));
    const { content } = /** @type {HTMLTemplateElement} */ (row.querySelector("template"));
    const options = agents.map((agent, index) => {
      const option = /** @type {HTMLElement} */ (document.importNode(content, true).firstElementChild);
      const input = /** @type {HTMLInputElement} */ (option.querySelector("input"));
      input.value = agent;
      /** @type {HTMLElement} */ (option.querySelector(".option-text")).textContent = agent;
      if (index < 9) /** @type {HTMLElement} */ (option.querySelector("kbd")).textContent = input.dataset.key = String(index + 1);
      else option.querySelector("kbd")?.remove();
      return option;
    });
    row.querySelector(".options")?.replaceChildren(...options);
    row.hidden = agents.length === 0;
  }

  #show() {
    this.#showPanel();
    this.changed(null);
  }

  #showPanel() {
    const failure = /** @type {HTMLElement} */ (this.querySelector("[data-shows=failure]"));
    const was = failure.hidden;
    failure.hidden = this.#isFine;
    const list = this.querySelector("[data-row=error]");
    if (list) showType(list, this.#type);
    const row = /** @type {HTMLElement} */ (this.querySelector("[data-row=step]"));
    row.toggleAttribute("data-answered", this.#step !== null);
    /** @type {HTMLElement} */ (row.querySelector("[data-gives=go]")).textContent = stepInWords(this.#step ?? "");
    for (const each of row.querySelectorAll("[data-if]")) each.toggleAttribute("hidden", (each.getAttribute("data-if") === "chosen") !== (this.#step !== null));
    const wasBlank = this.#wasBlank;
    this.#wasBlank = this.#isBlank;
    if (was !== failure.hidden || wasBlank !== this.#wasBlank) this.changed(null, { atOnce: false });
  }
}

/** As people count. @param {string} step */
const stepInWords = (step) => interpolate(gettext("Step %(number)s"), { number: Number(step) + 1 }, true);

/** @param {HTMLElement} root @returns {Answer} */
export const read = (root) => /** @type {FailureAttribution} */ (root).answer;

/** @param {HTMLElement} root @param {Answer} answer */
export function fill(root, answer) {
  /** @type {FailureAttribution} */ (root).answer = answer;
}

/** As people count. @param {Answer} answer */
export const summary = ({ failed = null, step = null, agent = "", reason = "", ...type }) => [
  ...(failed === false ? [{ at: "failed", text: gettext("The run did not fail") }] : []),
  ...(step === null ? [] : [{ at: "step", text: String(Number(step) + 1) }]),
  ...Object.entries({ agent, ...type, reason }).filter(([, text]) => text).map(([at, text]) => ({ at, text: String(text) })),
];

customElements.define("failure-attribution", FailureAttribution);
