import { FINAL } from "./anchors.js";
import { editsOf, isError } from "./lines.js";

/** @typedef {import("./lines.js").Line} Line */

/** @typedef {"all" | "errors" | "edited" | "to-judge" | "differs"} FilterName */

/** Which lines the map shows: all, errors, edited ones, those to judge or those that differ; of one tool; with a text in them. */
export class OutlineFilter {
  /** @type {FilterName} */
  name = "all";
  /** @type {Set<string>} steps at which a question is open */
  toJudge = new Set();
  tool = "";
  /** @type {string} what is searched, in lower case */
  wanted = "";
  /** @type {Set<string>} places in the document that have it, as "step:call" */
  #found = new Set();

  reset() {
    [this.name, this.tool, this.wanted] = ["all", "", ""];
    this.#found = new Set();
  }

  /**
   * Asks the server, which knows the steps that are not here. Offline, what was typed is found all the same.
   *
   * @param {string} wanted
   * @param {import("./trace-data.js").TraceData} data
   */
  async search(wanted, data) {
    this.wanted = wanted.trim().toLowerCase();
    try {
      const found = this.wanted === "" ? new Set() : await data.search(this.wanted);
      if (this.wanted === wanted.trim().toLowerCase()) this.#found = found; // nobody typed on meanwhile
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      this.#found = new Set();
    }
  }

  /** Whether every line passes. */
  get isOff() {
    return this.name === "all" && this.tool === "" && this.wanted === "";
  }

  /** Of a sub-agent's line only its steps pass. @param {Line} line @param {import("./trace-steps.js").TraceSteps} steps */
  passes(line, steps) {
    const { step, call, row } = line;
    if (steps.isFold(step)) return this.isOff;
    if (this.name === "errors" && !isError(line)) return false;
    if (this.name === "edited" && !steps.corrections.changed.has(step === FINAL ? "" : step)) return false;
    if (this.name === "to-judge" && !this.toJudge.has(step)) return false;
    if (this.name === "differs" && (row?.[7] ?? "same") === "same") return false;
    if (this.tool && row?.[3] !== this.tool) return false;
    return this.wanted === "" || this.#found.has(`${step}:${call?.split(".")[1] ?? ""}`) || this.#isTyped(line, steps);
  }

  /** What was typed is not in the document, so the server cannot find it. @param {Line} line @param {import("./trace-steps.js").TraceSteps} steps */
  #isTyped(line, { corrections, data }) {
    if (line.step !== FINAL && !corrections.changed.has(line.step)) return false;
    const inserted = line.step === FINAL ? undefined : corrections.insertedCallOrStep(line.step, line.call);
    const original = line.step === FINAL ? data.trace.final_answer?.text : undefined;
    const texts = editsOf(line, corrections).map(({ text }) => text);
    const all = [...texts, texts.length === 0 ? original : "", inserted === undefined ? "" : JSON.stringify(inserted)];
    return all.some((text) => text?.toLowerCase().includes(this.wanted));
  }

  /** Why nothing is shown, and the way back. */
  get nothingFound() {
    if (this.wanted === "" && this.name === "edited") return gettext("Nothing is edited. Choose All to see every step.");
    if (this.wanted === "" && this.name === "to-judge") return gettext("Every step is judged. Choose All to see them.");
    if (this.wanted === "" && this.name === "differs") return gettext("Both did the same in every step. Choose All to see them.");
    if (this.wanted === "") return gettext("No step passes the filter. Choose All tools to see every step.");
    if (this.name === "edited") return gettext("No edited step has this text. Clear the search, or choose All.");
    if (this.name === "to-judge") return gettext("No step that is to be judged has this text. Clear the search, or choose All.");
    if (this.name === "errors") return gettext("No step with an error has this text. Clear the search, or choose All.");
    return gettext("No step has this text. Clear the search to see all.");
  }
}
