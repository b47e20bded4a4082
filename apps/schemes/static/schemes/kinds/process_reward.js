import { Judge } from "./_judge.js";

/**
 * @typedef {1 | 0 | -1} Reward
 * @typedef {{reward: Reward | null, source?: string, verified?: boolean}} Given what a model said of the step goes along in it
 * @typedef {{marks?: Record<string, Given>, first_error?: string | null, user_marks?: Record<string, Given>}} Answer
 *   `first_error` is the name of a step, "none" when no step is wrong, null while nobody has said; all marks follow from it.
 *   `user_marks` come from imports and only go along
 */
const NONE = "none";

/** Whether each step brings the task forward: one by one, or by the first that does not. */
export class ProcessReward extends Judge {
  points = "first-wrong";
  /** @type {Map<string, Given>} given one by one */
  #marks = new Map();
  /** @type {string | null} */
  #first = null;
  /** @type {Pick<Answer, "user_marks">} */
  #along = {};

  connectedCallback() {
    this.addEventListener("click", ({ target }) => {
      if (target instanceof Element && target.closest("[data-gives=none]")) this.pointOut(NONE);
    });
  }

  get #asksFirst() {
    return this.dataset.mode === "first_error";
  }

  /** @returns {Answer} */
  get answer() {
    const marks = { marks: Object.fromEntries(this.#marks), ...this.#along };
    if (!this.#asksFirst) return marks;
    // Marks without a first error were imported one by one, and stay so until somebody gives one.
    return { ...marks, first_error: this.#first, ...(this.#first === null && this.#marks.size > 0 && { mode: "per_step" }) };
  }

  /** @param {Answer} answer */
  set answer({ marks = {}, first_error = null, user_marks }) {
    this.#marks = new Map(Object.entries(marks));
    this.#first = first_error;
    this.#along = user_marks ? { user_marks } : {};
    this.#show(null);
  }

  /** The same again takes it back. One by one, the steps before it that nobody judged are right. @param {string} step */
  pointOut(step) {
    if (this.#asksFirst) {
      this.#first = this.#first === step ? null : step;
      return this.#show(null);
    }
    if (!this.judges(step)) return;
    const before = this.places.slice(0, this.places.indexOf(step)).filter((name) => !this.#marks.has(name));
    for (const name of before) this.#give(name, 1);
    this.#give(step, -1);
    this.#show([...before, step]);
  }

  /** @param {string} step @param {Element} target */
  clicked(step, target) {
    if (target.closest("[data-gives=first]")) return this.pointOut(step);
    if (!(target instanceof HTMLInputElement)) return;
    const reward = /** @type {Reward} */ (Number(target.value));
    const given = this.#marks.get(step);
    if (given?.reward === reward && !isSuggested(given)) this.#marks.delete(step);
    else this.#give(step, reward);
    this.#show([step]);
  }

  /** What a model suggested and somebody confirms stays the model's. @param {string} step @param {Reward} reward */
  #give(step, reward) {
    const given = this.#marks.get(step);
    const isConfirmed = given !== undefined && isSuggested(given) && given.reward === reward;
    this.#marks.set(step, { ...given, reward, source: isConfirmed ? "ai" : "human", verified: true });
  }

  /** @param {HTMLElement} row @param {string} step */
  refresh(row, step) {
    const reward = this.#marks.get(step)?.reward;
    for (const input of row.querySelectorAll("input")) input.checked = Number(input.value) === reward;
    const button = row.querySelector("[data-gives=first]");
    button?.setAttribute("aria-pressed", String(this.#first === step));
    const derived = row.querySelector("[data-shows=derived]");
    const mark = this.markOf(step);
    if (derived) derived.textContent = mark === undefined || mark.name === "todo" || this.#first === step ? "" : mark.label;
  }

  /** @param {string} step @returns {import("./_judge.js").Mark | undefined} */
  markOf(step) {
    if (!this.judges(step)) return undefined;
    return this.#first === null ? this.#markGiven(step) : this.#markByFirst(step);
  }

  /** @param {string} step @returns {import("./_judge.js").Mark} */
  #markGiven(step) {
    const given = this.#marks.get(step);
    const mark = MARKS()[String(given?.reward ?? "")];
    if (!given || !isSuggested(given)) return mark;
    return { name: "todo", label: interpolate(gettext("Suggested: %(mark)s"), { mark: mark.label.toLocaleLowerCase() }, true) };
  }

  /** @param {string} step @returns {import("./_judge.js").Mark} */
  #markByFirst(step) {
    if (this.#first === step) return { name: "first", label: gettext("First wrong step") };
    const isBefore = this.#first === NONE || Number(step) < Number(this.#first);
    return isBefore ? MARKS()["1"] : { name: "after", label: gettext("Wrong, after the first wrong step") };
  }

  /** @param {string[] | null} steps whose rows change */
  #show(steps) {
    this.querySelector("[data-gives=none]")?.setAttribute("aria-pressed", String(this.#first === NONE));
    const state = this.querySelector("[data-shows=state]");
    if (state) state.textContent = this.#asksFirst ? this.#firstInWords() : this.#countInWords();
    this.changed(steps);
  }

  #firstInWords() {
    if (this.#first === null) return this.#marks.size > 0 ? this.#countInWords() : gettext("Not judged yet.");
    if (this.#first === NONE) return gettext("Every step is right.");
    return interpolate(gettext("The first wrong step is %(step)s."), { step: Number(this.#first) + 1 }, true);
  }

  #countInWords() {
    const judged = this.places.length - this.toJudge.length;
    return interpolate(gettext("%(judged)s of %(all)s steps judged."), { judged, all: this.places.length }, true);
  }
}

/** What a model said and nobody has confirmed. @param {Given} given */
const isSuggested = ({ source, verified }) => source === "ai" && verified === false;

/** @returns {Record<string, import("./_judge.js").Mark>} by reward */
const MARKS = () => ({
  1: { name: "correct", label: gettext("Correct") },
  0: { name: "needless", label: gettext("Neutral") },
  "-1": { name: "wrong", label: gettext("Wrong") },
  "": { name: "todo", label: gettext("To judge") },
});

/** @param {HTMLElement} root @returns {Answer} */
export const read = (root) => /** @type {ProcessReward} */ (root).answer;

/** @param {HTMLElement} root @param {Answer} answer */
export function fill(root, answer) {
  /** @type {ProcessReward} */ (root).answer = answer;
}

/** As people count. @param {Answer} answer */
export const summary = ({ marks = {}, first_error = null }) => [
  ...(first_error === null ? [] : [{ at: "first_error", text: first_error === NONE ? gettext("No wrong step") : String(Number(first_error) + 1) }]),
  ...Object.entries(marks).map(([step, { reward }]) => ({ at: `step:${step}`, text: String(reward) })),
];

customElements.define("process-reward", ProcessReward);
