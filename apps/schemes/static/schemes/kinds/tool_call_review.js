import { put } from "./_fields.js";
import { Judgments } from "./_judgments.js";

/**
 * @typedef {{verdict?: string | null, right_tool?: string, right_arguments?: string, rationale?: string}} Given
 * @typedef {{calls?: Record<string, Given>}} Answer
 * @typedef {{correct: string[], asks_why: boolean}} Rules which verdicts say that nothing is wrong, and whether any other needs a reason
 */

const NEEDLESS = "unnecessary";
const TEXTS = ["right_tool", "right_arguments", "rationale"];

/** Whether each call is right, and what would have been. */
export class ToolCallReview extends Judgments {
  /** @param {import("./_judge.js").Step} step */
  placesIn({ calls }) {
    return calls;
  }

  /** @returns {Answer} */
  get answer() {
    return { calls: Object.fromEntries(this.given) };
  }

  /** @param {Answer} answer */
  set answer({ calls = {} }) {
    this.given = new Map(Object.entries(calls));
    this.#show(null);
  }

  /** @returns {Rules} */
  get rules() {
    return JSON.parse(this.dataset.rules ?? "");
  }

  /** @param {string} call @param {Element} target */
  clicked(call, target) {
    if (target.closest("[data-gives=note]")) return this.toggleNote(target);
    if (!(target instanceof HTMLInputElement) || target.type !== "radio") return;
    this.choose(call, "verdict", target.value);
    this.#show([call]);
  }

  /** @param {string} call @param {Element} target */
  typed(call, target) {
    const part = target.closest("[data-part]")?.getAttribute("data-part") ?? "";
    if (!TEXTS.includes(part)) return;
    this.give(call, { [part]: /** @type {HTMLInputElement} */ (target).value });
    this.#show([call], { atOnce: false });
  }

  /** @param {HTMLElement} row @param {string} call */
  refresh(row, call) {
    const given = this.given.get(call) ?? {};
    for (const input of row.querySelectorAll("input[type=radio]")) {
      /** @type {HTMLInputElement} */ (input).checked = /** @type {HTMLInputElement} */ (input).value === given.verdict;
    }
    const right = row.querySelector(".right-call");
    if (right instanceof HTMLElement) right.hidden = !this.#isWrong(given) || isNeedless(given);
    for (const part of ["right_tool", "right_arguments"]) put(row.querySelector(`.right-call [data-part=${part}]`), given[part]);
    const note = row.querySelector("[data-part=rationale]");
    if (note instanceof HTMLElement && this.#lacksWhy(given)) note.hidden = false;
    this.showNote(row, given.rationale);
  }

  /** @param {string} call @returns {import("./_judge.js").Mark | undefined} */
  markOf(call) {
    if (!this.judges(call)) return undefined;
    const given = this.given.get(call) ?? {};
    if (!given.verdict) return { name: "todo", label: gettext("To judge") };
    if (this.#lacksWhy(given)) return { name: "todo", label: gettext("Say why") };
    const label = this.choices("verdict").get(given.verdict) ?? given.verdict;
    if (!this.#isWrong(given)) return { name: "correct", label };
    return { name: given.verdict === NEEDLESS ? "needless" : "wrong", label };
  }

  /** @param {Given} given */
  #isWrong({ verdict }) {
    return Boolean(verdict) && !this.rules.correct.includes(verdict ?? "");
  }

  /** @param {Given} given */
  #lacksWhy(given) {
    return this.rules.asks_why && this.#isWrong(given) && (given.rationale ?? "").trim() === "";
  }

  /** @param {string[] | null} calls whose rows change @param {{atOnce?: boolean}} [how] */
  #show(calls, how) {
    const state = this.querySelector("[data-shows=state]");
    const words = ngettext("%(judged)s of %(all)s call judged.", "%(judged)s of %(all)s calls judged.", this.places.length);
    const none = gettext("The agent called no tool.");
    if (state) state.textContent = this.places.length === 0 ? none : interpolate(words, { judged: this.judged, all: this.places.length }, true);
    const counts = this.querySelector("[data-shows=counts]");
    if (counts) counts.textContent = this.#counts();
    this.changed(calls, how);
  }

  /** Of those that are asked about, also those that still need a reason. */
  get judged() {
    return this.places.filter((call) => this.given.get(call)?.verdict).length;
  }

  /** How often each verdict was given, and what they lack: "2 Correct, 1 Wrong tool. 1 needs a reason." */
  #counts() {
    const lacking = this.places.filter((call) => this.#lacksWhy(this.given.get(call) ?? {})).length;
    const words = ngettext("%(lacking)s needs a reason.", "%(lacking)s need a reason.", lacking);
    return [this.#verdicts(), lacking > 0 ? interpolate(words, { lacking }, true) : ""].filter((text) => text).join(". ");
  }

  #verdicts() {
    const given = [...this.given.values()].map(({ verdict }) => verdict);
    const counts = [...this.choices("verdict")].map(([verdict, words]) => ({ words, count: given.filter((each) => each === verdict).length }));
    return counts.filter(({ count }) => count > 0).map(({ words, count }) => `${count} ${words}`).join(", ");
  }
}

/** Nothing would have been right in its place, unless somebody says so. @param {Given} given */
const isNeedless = ({ verdict, right_tool, right_arguments }) => verdict === NEEDLESS && !right_tool && !right_arguments;

/** @param {HTMLElement} root @returns {Answer} */
export const read = (root) => /** @type {ToolCallReview} */ (root).answer;

/** @param {HTMLElement} root @param {Answer} answer */
export function fill(root, answer) {
  /** @type {ToolCallReview} */ (root).answer = answer;
}

/** @param {Answer} answer */
export const summary = ({ calls = {} }) =>
  Object.entries(calls).map(([call, given]) => ({ at: `call:${call}`, text: Object.values(given).filter((value) => value).join(", ") }));

customElements.define("tool-call-review", ToolCallReview);
