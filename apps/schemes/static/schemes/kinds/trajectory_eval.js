import { Judge } from "./_judge.js";

/**
 * @typedef {{correctness?: string | null, error_type?: string, error_subtype?: string, severity?: string, rationale?: string,
 *   other?: string}} Given `other` names an error that no kind of the list is
 * @typedef {{steps?: Record<string, Given>, outcome?: string | null, user_steps?: Record<string, Given>}} Answer `user_steps`
 *   come from imports and only go along
 * @typedef {{correct: string[], weights: Record<string, number>, most: number}} Rules `weights` by severity
 */

/** In the list of kinds: one that it does not have. */
const OTHER = "::other";

/** How right each step is, what kind of error it makes and how bad that is, and what all of it comes to. */
export class TrajectoryEval extends Judge {
  /** @type {Map<string, Given>} */
  #given = new Map();
  /** @type {Pick<Answer, "user_steps">} */
  #along = {};

  /** @returns {Answer} */
  get answer() {
    const chosen = this.querySelector("[data-part=outcome] input:checked");
    const outcome = chosen instanceof HTMLInputElement ? chosen.value : null;
    return { steps: Object.fromEntries(this.#given), ...this.#along, ...(this.querySelector("[data-part=outcome]") && { outcome }) };
  }

  /** @param {Answer} answer */
  set answer({ steps = {}, outcome = null, user_steps }) {
    this.#given = new Map(Object.entries(steps));
    this.#along = user_steps ? { user_steps } : {};
    this.#choose(outcome);
    this.#show(null);
  }

  /** What a model says of a step. @param {string} step @returns {Given | undefined} */
  #suggested(step) {
    return this.suggestion?.answer.steps?.[step];
  }

  /** @param {string} step @returns {import("./_suggested.js").Shown | undefined} */
  suggestedAt(step) {
    const suggested = this.#suggested(step);
    if (!this.judges(step) || !suggested?.correctness || this.#given.get(step)?.correctness) return undefined;
    const { rationale, ...parts } = suggested;
    const { confidence, reasoning = rationale } = this.suggestion?.steps?.[step] ?? {};
    return { what: Object.values(parts).map((part) => inWords(part ?? "")).filter((part) => part !== "").join(", "), confidence, reasoning };
  }

  get suggestedInWords() {
    const outcome = this.answer.outcome === null ? this.suggestion?.answer.outcome : null;
    return [super.suggestedInWords, outcome ? inWords(outcome) : ""].filter((words) => words !== "").join(", ");
  }

  /** All steps that are suggested take the outcome along. @param {string[]} steps */
  accept(steps) {
    const isAll = this.suggestedSteps.every((step) => steps.includes(step));
    const { outcome } = this.suggestion?.answer ?? {};
    for (const step of steps) this.#give(step, this.#suggested(step) ?? {});
    if (isAll && this.answer.outcome === null) this.#choose(outcome);
    this.#show(steps);
  }

  /** @param {string | null | undefined} outcome */
  #choose(outcome) {
    for (const each of this.querySelectorAll("[data-part=outcome] input")) {
      const input = /** @type {HTMLInputElement} */ (each);
      input.checked = input.value === outcome;
    }
  }

  /** @returns {Rules} */
  get rules() {
    return JSON.parse(this.dataset.rules ?? "");
  }

  /** The worst there is; the steps before it that nobody judged are right. @param {string} step */
  firstWrong(step) {
    const { correct } = this.rules;
    const wrong = this.#options.find((option) => option === "incorrect" || option === "wrong") ?? this.#options.find((option) => !correct.includes(option));
    if (!this.judges(step) || wrong === undefined) return;
    const before = this.steps.slice(0, this.steps.indexOf(step)).filter((name) => !this.#given.get(name)?.correctness);
    for (const name of before) this.#give(name, { correctness: correct[0] });
    this.#give(step, { correctness: wrong });
    this.#show([...before, step]);
  }

  /** @param {string} step @param {Element} target */
  clicked(step, target) {
    if (target.closest("[data-gives=note]")) return this.#toggleNote(target);
    if (!(target instanceof HTMLInputElement) || target.type !== "radio") return;
    const key = target.dataset.part === "severity" ? "severity" : "correctness";
    const { [key]: before = "" } = this.#given.get(step) ?? {};
    this.#give(step, { [key]: before === target.value ? (key === "severity" ? "" : null) : target.value });
    this.#show([step]);
  }

  /** @param {string} step @param {Element} target */
  typed(step, target) {
    if (target instanceof HTMLSelectElement) {
      const [error_type, error_subtype = ""] = target.value === OTHER ? [""] : target.value.split("::");
      this.#give(step, { error_type, error_subtype, other: target.value === OTHER ? "" : undefined });
      return this.#show([step]);
    }
    if (target instanceof HTMLInputElement && target.type !== "radio") this.#give(step, { other: target.value });
    if (target instanceof HTMLTextAreaElement) this.#give(step, { rationale: target.value });
    this.#show([step], { atOnce: false });
  }

  /** @param {HTMLElement} row @param {string} step */
  refresh(row, step) {
    const given = this.#given.get(step) ?? {};
    for (const input of row.querySelectorAll("input[type=radio]")) {
      const radio = /** @type {HTMLInputElement} */ (input);
      radio.checked = radio.value === (radio.dataset.part === "severity" ? given.severity : given.correctness);
      const isSuggested = radio.dataset.part === "correctness" && this.suggestedAt(step) && radio.value === this.#suggested(step)?.correctness;
      radio.closest("label")?.classList.toggle("is-suggested", Boolean(isSuggested));
    }
    this.#showFault(row, given);
    const note = row.querySelector("[data-part=rationale]");
    if (note instanceof HTMLElement && given.rationale) note.hidden = false;
    put(note?.querySelector("textarea"), given.rationale);
    row.querySelector("[data-gives=note]")?.classList.toggle("has-note", Boolean(given.rationale));
  }

  /** @param {string} step @returns {import("./_judge.js").Mark | undefined} */
  markOf(step) {
    if (!this.judges(step)) return undefined;
    const given = this.#given.get(step)?.correctness;
    const suggested = this.suggestedAt(step);
    if (suggested) return { name: "todo", label: interpolate(gettext("Suggested: %(mark)s"), { mark: suggested.what }, true) };
    if (!given) return { name: "todo", label: gettext("To judge") };
    const label = inWords(given);
    if (this.rules.correct.includes(given)) return { name: "correct", label };
    return { name: given === "unnecessary" ? "needless" : "wrong", label };
  }

  /** What was judged costs, and how often each severity was given. @returns {{raw: number, score: number, counts: Map<string, number>}} */
  get score() {
    const { correct, weights, most } = this.rules;
    const counts = new Map();
    for (const { correctness, severity } of this.#given.values()) {
      if (correctness && !correct.includes(correctness) && severity) counts.set(severity, (counts.get(severity) ?? 0) + 1);
    }
    const cost = [...counts].reduce((sum, [severity, count]) => sum + count * Math.abs(weights[severity] ?? 0), 0);
    return { raw: cost === 0 ? 0 : -cost, score: Math.max(0, most - cost), counts };
  }

  get #options() {
    const { content } = /** @type {HTMLTemplateElement} */ (this.querySelector("template"));
    return [...content.querySelectorAll("input[data-part=correctness]")].map((input) => /** @type {HTMLInputElement} */ (input).value);
  }

  /** @param {string} step @param {Partial<Given>} part */
  #give(step, part) {
    const given = { ...this.#given.get(step), ...part };
    if (Object.values(given).some((value) => value)) this.#given.set(step, given);
    else this.#given.delete(step);
  }

  /** @param {HTMLElement} row @param {Given} given */
  #showFault(row, { correctness, error_type = "", error_subtype = "", severity = "", other }) {
    const fault = row.querySelector(".fault");
    if (!(fault instanceof HTMLElement)) return;
    fault.hidden = !correctness || this.rules.correct.includes(correctness);
    const chosen = error_subtype ? `${error_type}::${error_subtype}` : error_type;
    put(fault.querySelector("select"), other === undefined ? chosen : OTHER);
    const box = fault.querySelector("input[data-part=other]");
    if (box instanceof HTMLInputElement) box.hidden = other === undefined;
    put(box, other);
    const weight = fault.querySelector(".weight");
    if (weight) weight.textContent = severity ? signed(-Math.abs(this.rules.weights[severity] ?? 0)) : "";
  }

  /** @param {Element} from */
  #toggleNote(from) {
    const note = from.closest(".judge")?.querySelector("[data-part=rationale]");
    if (!(note instanceof HTMLElement)) return;
    note.hidden = !note.hidden;
    if (!note.hidden) note.querySelector("textarea")?.focus();
  }

  /** @param {string[] | null} steps whose rows change @param {{atOnce?: boolean}} [how] */
  #show(steps, how) {
    const { raw, score, counts } = this.score;
    const judged = this.steps.length - this.toJudge.length;
    const texts = {
      raw: signed(raw),
      score: interpolate(gettext("%(score)s of %(most)s"), { score: score.toLocaleString(), most: this.rules.most.toLocaleString() }, true),
      counts: [...counts].map(([severity, count]) => `${count} ${severity}`).join(", "),
      judged: interpolate(gettext("%(judged)s of %(all)s steps"), { judged, all: this.steps.length }, true),
    };
    for (const [name, text] of Object.entries(texts)) {
      const place = this.querySelector(`[data-shows=${name}]`);
      if (place) place.textContent = text;
    }
    this.changed(steps, how);
  }
}

/** A name of the scheme, as people read it. @param {string} name */
const inWords = (name) => name.replaceAll("_", " ");

/** What stands there already stays, and with it the cursor. @param {Element | null | undefined} field @param {string} value */
function put(field, value = "") {
  const known = field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement || field instanceof HTMLSelectElement;
  if (known && field.value !== value) field.value = value;
}

/** With a real minus. @param {number} number */
const signed = (number) => number.toLocaleString().replace("-", "−");

/** @param {HTMLElement} root @returns {Answer} */
export const read = (root) => /** @type {TrajectoryEval} */ (root).answer;

/** @param {HTMLElement} root @param {Answer} answer */
export function fill(root, answer) {
  /** @type {TrajectoryEval} */ (root).answer = answer;
}

/** @param {Answer} answer */
export const summary = ({ steps = {}, outcome = null }) => [
  ...(outcome === null ? [] : [{ at: "outcome", text: outcome }]),
  ...Object.entries(steps).map(([step, given]) => ({ at: `step:${step}`, text: Object.values(given).filter((value) => value).join(", ") })),
];

customElements.define("trajectory-eval", TrajectoryEval);
