import { chosenType, showType } from "./_error-types.js";
import { Judgments } from "./_judgments.js";

/**
 * @typedef {{correctness?: string | null, error_type?: string, error_subtype?: string, severity?: string, rationale?: string,
 *   other?: string}} Given `other` names an error that no kind of the list is
 * @typedef {{steps?: Record<string, Given>, outcome?: string | null, user_steps?: Record<string, Given>}} Answer `user_steps`
 *   come from imports and only go along
 * @typedef {{correct: string[], weights: Record<string, number>, most: number}} Rules `weights` by severity
 */

/** How right each step is, what kind of error it makes and how bad that is, and what all of it comes to. */
export class TrajectoryEval extends Judgments {
  points = "first-wrong";
  /** @type {Pick<Answer, "user_steps">} */
  #along = {};

  /** @returns {Answer} */
  get answer() {
    const chosen = this.querySelector("[data-part=outcome] input:checked");
    const outcome = chosen instanceof HTMLInputElement ? chosen.value : null;
    return { steps: Object.fromEntries(this.given), ...this.#along, ...(this.querySelector("[data-part=outcome]") && { outcome }) };
  }

  /** @param {Answer} answer */
  set answer({ steps = {}, outcome = null, user_steps }) {
    this.given = new Map(Object.entries(steps));
    this.#along = user_steps ? { user_steps } : {};
    for (const input of this.querySelectorAll("[data-part=outcome] input")) {
      /** @type {HTMLInputElement} */ (input).checked = /** @type {HTMLInputElement} */ (input).value === outcome;
    }
    this.#show(null);
  }

  /** @returns {Rules} */
  get rules() {
    return JSON.parse(this.dataset.rules ?? "");
  }

  /** The worst there is; the steps before it that nobody judged are right. @param {string} step */
  pointOut(step) {
    const { correct } = this.rules;
    const options = [...this.choices("correctness").keys()];
    const wrong = options.find((option) => option === "incorrect" || option === "wrong") ?? options.find((option) => !correct.includes(option));
    if (!this.judges(step) || wrong === undefined) return;
    const before = this.places.slice(0, this.places.indexOf(step)).filter((name) => !this.given.get(name)?.correctness);
    for (const name of before) this.give(name, { correctness: correct[0] });
    this.give(step, { correctness: wrong });
    this.#show([...before, step]);
  }

  /** @param {string} step @param {Element} target */
  clicked(step, target) {
    if (target.closest("[data-gives=note]")) return this.toggleNote(target);
    if (!(target instanceof HTMLInputElement) || target.type !== "radio") return;
    if (target.dataset.part === "severity") this.choose(step, "severity", target.value, "");
    else this.choose(step, "correctness", target.value);
    this.#show([step]);
  }

  /** @param {string} step @param {Element} target */
  typed(step, target) {
    if (target instanceof HTMLSelectElement) {
      this.give(step, chosenType(target.value));
      return this.#show([step]);
    }
    if (target instanceof HTMLInputElement && target.type !== "radio") this.give(step, { other: target.value });
    if (target instanceof HTMLTextAreaElement) this.give(step, { rationale: target.value });
    this.#show([step], { atOnce: false });
  }

  /** @param {HTMLElement} row @param {string} step */
  refresh(row, step) {
    const given = this.given.get(step) ?? {};
    for (const input of row.querySelectorAll("input[type=radio]")) {
      const radio = /** @type {HTMLInputElement} */ (input);
      radio.checked = radio.value === (radio.dataset.part === "severity" ? given.severity : given.correctness);
    }
    this.#showFault(row, given);
    this.showNote(row, given.rationale);
  }

  /** @param {string} step @returns {import("./_judge.js").Mark | undefined} */
  markOf(step) {
    if (!this.judges(step)) return undefined;
    const given = this.given.get(step)?.correctness;
    if (!given) return { name: "todo", label: gettext("To judge") };
    const label = this.choices("correctness").get(given) ?? given;
    if (this.rules.correct.includes(given)) return { name: "correct", label };
    return { name: given === "unnecessary" ? "needless" : "wrong", label };
  }

  /** What was judged costs, and how often each severity was given. @returns {{raw: number, score: number, counts: Map<string, number>}} */
  get score() {
    const { correct, weights, most } = this.rules;
    const counts = new Map();
    for (const { correctness, severity } of this.given.values()) {
      if (correctness && !correct.includes(correctness) && severity) counts.set(severity, (counts.get(severity) ?? 0) + 1);
    }
    const cost = [...counts].reduce((sum, [severity, count]) => sum + count * Math.abs(weights[severity] ?? 0), 0);
    return { raw: cost === 0 ? 0 : -cost, score: Math.max(0, most - cost), counts };
  }

  /** @param {HTMLElement} row @param {Given} given */
  #showFault(row, given) {
    const { correctness, severity = "" } = given;
    const fault = row.querySelector(".fault");
    if (!(fault instanceof HTMLElement)) return;
    fault.hidden = !correctness || this.rules.correct.includes(correctness);
    showType(fault, given);
    const weight = fault.querySelector(".weight");
    if (weight) weight.textContent = severity ? signed(-Math.abs(this.rules.weights[severity] ?? 0)) : "";
  }

  /** @param {string[] | null} steps whose rows change @param {{atOnce?: boolean}} [how] */
  #show(steps, how) {
    const { raw, score, counts } = this.score;
    const texts = {
      raw: signed(raw),
      score: interpolate(gettext("%(score)s of %(most)s"), { score: score.toLocaleString(), most: this.rules.most.toLocaleString() }, true),
      counts: [...counts].map(([severity, count]) => `${count} ${severity}`).join(", "),
      judged: interpolate(gettext("%(judged)s of %(all)s steps"), { judged: this.judged, all: this.places.length }, true),
    };
    for (const [name, text] of Object.entries(texts)) {
      const place = this.querySelector(`[data-shows=${name}]`);
      if (place) place.textContent = text;
    }
    this.changed(steps, how);
  }
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
