import { KnownArguments } from "./known-arguments.js";

/**
 * The trace as it was recorded: its map whole, its steps as they are needed.
 *
 * @typedef {{key: string, pointer: string, text: string, chars: number, lines: number, code: boolean, json: boolean,
 *   edit: boolean, main: boolean}} Field its text is cut when it is shorter than `chars`, which count as the page does (UTF-16)
 * @typedef {{name: string, tool: string, class: string, path: string, sought: string, error: string, exit: number | null,
 *   seconds: number | null, inputs: Field[], result: Field | null, blocks: (import("./blocks.js").Block | import("./blocks.js").Output)[], told: boolean,
 *   attached?: import("./attached.js").Attached[]}} Call
 * @typedef {{name: string, number: number, kind: string, error: string, agent: string, spent: import("./spent.js").Spent | null,
 *   folded: boolean, fields: Field[], calls: Call[], attached?: import("./attached.js").Attached[], from?: any}} Step `from` is what a person inserted
 * @typedef {[step: number, call: number | null, kind: string, tool: string, error: string, gist: string, lines: number,
 *   who?: import("./side-by-side.js").Who]} Row `who` only of a comparison's rows
 * @typedef {{label: string, model: string, steps: number, calls: number, errors: number, text: Field | null}} Side a candidate; `text`
 *   only of one that is no trace
 * @typedef {{labels: string[], is_traces: boolean, sides: Side[], first: number | null}} Pair the labels are those of the page's
 *   places, the sides those of the data
 * @typedef {{name: string, number: number, is_same: boolean, sides: (Step | null)[]}} PairRow in the place of a step, where two
 *   traces are compared; a step is named after its side there, "A3", and so are its calls
 * @typedef {{show_file_tree: boolean, collapse_long_outputs: boolean, show_step_numbers: boolean, show_tool_badges: boolean,
 *   show_reasoning: boolean, compact: boolean, diff_view: import("./blocks.js").View, terminal_theme: "dark" | "light",
 *   max_output_lines: number, panes: string[] | null}} Display
 * @typedef {{external_id: string, task: string, task_pointer: string | null, counts: {steps: number, calls: number, errors: number},
 *   shown: import("../displays/field.js").Shown[], layout: {direction: string, gap: string}, rows: Row[], steps: Step[], from: number,
 *   problem: string, lacks?: {wanted: string, has: string[]} | null, display: Display,
 *   final_answer: Field | null, blank: any, agents: Record<string, number[]>, pair: Pair | null,
 *   folds: import("./sub-agents.js").Fold[], spent: import("./spent.js").Spent | null}} Trace
 *   `lacks` tells the list of steps that is asked about where the trace has other ones; `agents` has the steps of each, where
 *   that is asked; `steps` are the first ones, from the step `from` on
 * @typedef {{steps: string, text: string, editable: string, blocks: string, files: string, search: string,
 *   arguments?: string, images?: string}} Urls the last two are not known to a page that was stored by an older program
 */

/**
 * What can be edited of each step, whole, by pointer; null for what is no text, undefined for a step that is not known. `final`
 * is null where the final answer is not edited.
 *
 * @typedef {{steps: (Record<string, string | null> | undefined)[], final: {pointer: string, text: string} | null, isAll: boolean}} Editable
 */

/** Steps are asked for in blocks of this size, each once. */
const BLOCK = 20;
/** So many blocks lie ready in the direction of a scroll: a wheel turns past four in a second. */
const AHEAD = 3;
/** In no text that people exchange: it is no character. The server refuses "\0". */
const NOWHERE = "\uFFFF";
const LINE_PIXELS = 21;
const STEP_PIXELS = 62;
const CALL_PIXELS = 74;

export class TraceData extends EventTarget {
  trace;
  #urls;
  #get;
  /** @type {(Step | undefined)[]} */
  #steps;
  /** @type {Map<number, Promise<void>>} the blocks that were asked for */
  #blocks = new Map();
  /** @type {Map<string, Promise<string>>} whole texts by their place */
  #texts = new Map();
  /** @type {{first: number, last: number} | undefined} the steps that were wanted last */
  #wanted;
  /** @type {number[]} */
  #lines = [];
  /** @type {number[]} how many calls each step has */
  callCounts = [];
  /** @type {Promise<import("./file-tree.js").Tree> | undefined} */
  #files;
  /** @type {KnownArguments | undefined} once they have come */
  known;
  /** @type {Promise<Editable> | undefined} */
  #editable;
  /** @type {Promise<unknown> | undefined} once the server was asked to read all of the trace */
  #ready;

  /**
   * Fires "steps" when more steps have come, and "known" when the known arguments have.
   *
   * @param {Trace} trace
   * @param {Urls} urls
   * @param {(url: string) => Promise<any>} get rejects with a TypeError when the network is down
   */
  constructor(trace, urls, get) {
    super();
    this.trace = trace;
    this.#urls = urls;
    this.#get = get;
    this.#steps = [];
    const from = trace.from ?? 0; // a trace that was kept by an older page has none
    trace.steps.forEach((step, index) => (this.#steps[from + index] = step));
    for (const [step, call, , , , , lines] of trace.rows) {
      if (call === null) [this.callCounts[step], this.#lines[step]] = [0, lines];
      else [this.callCounts[step], this.#lines[step]] = [this.callCounts[step] + 1, this.#lines[step] + lines];
    }
  }

  get size() {
    return this.callCounts.length;
  }

  /** @param {string} name @returns {Step | undefined} if it has come; what is missing is asked for */
  step(name) {
    const index = Number(name);
    const found = this.#steps[index];
    if (!found) void this.#load(Math.floor(index / BLOCK));
    return found;
  }

  /** Until the step has come. Rejects with a TypeError when the network is down. @param {string} name of a step of the document */
  async arrival(name) {
    if (!this.step(name)) await this.#load(Math.floor(Number(name) / BLOCK));
  }

  /** Asks for what the page shows, and as soon as somebody scrolls, for what lies ahead. @param {string[]} names */
  want(names) {
    for (const name of names) this.step(name);
    if (names.length === 0) return;
    const [first, last] = [Math.min(...names.map(Number)), Math.max(...names.map(Number))];
    const before = this.#wanted ?? { first, last };
    for (let blocks = 1; blocks <= AHEAD; blocks += 1) {
      if (last > before.last) this.#fetch(last + blocks * BLOCK);
      if (first < before.first) this.#fetch(first - blocks * BLOCK);
    }
    this.#wanted = { first, last };
  }

  /** @param {number} index of a step, if there is one */
  #fetch(index) {
    const inside = Math.max(0, Math.min(this.size - 1, index));
    if (this.size > 0 && !this.#steps[inside]) void this.#load(Math.floor(inside / BLOCK));
  }

  /** How high a step will be, before it was ever in the page. @param {string} name */
  estimate(name) {
    const index = Number(name);
    return STEP_PIXELS + (this.#lines[index] ?? 2) * LINE_PIXELS + (this.callCounts[index] ?? 0) * CALL_PIXELS;
  }

  /** @param {string | null} step @param {Field} field @returns {Promise<string>} the text uncut */
  whole(step, field) {
    return field.text.length >= field.chars ? Promise.resolve(field.text) : this.wholeAt(step, field.pointer);
  }

  /** @param {string | null} step null for a place of the record beside its steps @param {string} pointer @returns {Promise<string>} */
  wholeAt(step, pointer) {
    const query = new URLSearchParams({ ...(step !== null && placeOf(step)), pointer });
    const place = String(query);
    const asked = this.#texts.get(place) ?? this.#get(`${this.#urls.text}?${place}`).then(({ text }) => text);
    this.#texts.set(place, asked);
    asked.catch(() => this.#texts.delete(place)); // the next who asks tries again
    return asked;
  }

  /** Every text that can be edited, whole; without a network, those of what has come. @returns {Promise<Editable>} */
  async editable() {
    const asked = (this.#editable ??= this.#readEditable());
    try {
      return await asked;
    } catch (error) {
      this.#editable = undefined; // the next who asks tries again
      if (!(error instanceof TypeError)) throw error;
      return { steps: this.#steps.map((step) => step && wholeTextsOf(step)), final: wholeFinal(this.trace.final_answer), isAll: false };
    }
  }

  /** What a call did, uncut. @param {string} call its name @returns {Promise<import("./blocks.js").Block[]>} */
  async blocks(call) {
    const [step, position] = call.split(".");
    const { blocks } = await this.#get(`${this.#urls.blocks}?${new URLSearchParams({ ...placeOf(step), call: position })}`);
    return blocks;
  }

  /** Where an image of the log is read. @param {string} name of the attachment */
  imageAt(name) {
    return `${this.#urls.images ?? ""}${encodeURIComponent(name)}/`;
  }

  /** The files that the session touched. @returns {Promise<import("./file-tree.js").Tree>} */
  files() {
    if (this.trace.counts.calls === 0) return Promise.resolve({ root: "", folders: [] });
    const asked = (this.#files ??= this.#get(this.#urls.files));
    asked.catch(() => (this.#files = undefined)); // the next who asks tries again
    return asked;
  }

  /** Asks what is known of the arguments of its tools. Without a network nobody is told what may be wrong. */
  async learnArguments() {
    if (!this.#urls.arguments) return;
    try {
      this.known = new KnownArguments(await this.#get(this.#urls.arguments));
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      return;
    }
    this.dispatchEvent(new CustomEvent("known"));
  }

  /** Has the server read all of the trace, which takes a while once, before somebody has typed. */
  readySearch() {
    this.#ready ??= this.#find(NOWHERE).catch((error) => {
      if (!(error instanceof TypeError)) throw error; // without a network nothing is searched there
    });
    return this.#ready;
  }

  /** The rows that say it, as "step:call". @param {string} wanted @returns {Promise<Set<string>>} */
  async search(wanted) {
    await this.#ready; // else the server would read the trace twice at once
    const { places } = await this.#find(wanted);
    return new Set(places.map((/** @type {[number, number | null]} */ [step, call]) => `${step}:${call ?? ""}`));
  }

  /** The arguments that calls of a tool have in the steps that have come, by their names. @param {string} tool @returns {Field[]} */
  argumentsOf(tool) {
    const calls = this.#steps.flatMap((step) => step?.calls ?? []);
    const inputs = calls.find((call) => call.tool === tool && call.inputs.length > 0)?.inputs ?? [];
    return inputs.filter(({ pointer }) => pointer.includes("/input/"));
  }

  /** The names of the tools, the most used first, with their counts. @returns {[string, number][]} */
  get tools() {
    const counts = new Map();
    for (const [, , , tool] of this.trace.rows) if (tool) counts.set(tool, (counts.get(tool) ?? 0) + 1);
    return [...counts].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]));
  }

  /** @param {string} wanted @returns {Promise<{places: [number, number | null][]}>} */
  #find(wanted) {
    return this.#get(`${this.#urls.search}?${new URLSearchParams({ q: wanted })}`);
  }

  /** @returns {Promise<Editable>} */
  async #readEditable() {
    /** @type {Editable["steps"]} */
    const steps = [];
    while (steps.length < this.size) {
      const { steps: more } = await this.#get(`${this.#urls.editable}?from=${steps.length}`);
      if (more.length === 0) break;
      steps.push(...more);
    }
    const { final_answer: answer } = this.trace;
    const final = answer?.edit && !answer.json ? { pointer: answer.pointer, text: await this.whole(null, answer) } : null;
    return { steps, final, isAll: true };
  }

  /** @param {number} block */
  #load(block) {
    const known = this.#blocks.get(block);
    if (known) return known;
    const from = block * BLOCK;
    const asked = this.#get(`${this.#urls.steps}?from=${from}&to=${from + BLOCK}`).then(({ steps }) => this.#take(from, steps));
    this.#blocks.set(block, asked);
    asked.catch(() => this.#blocks.delete(block));
    return asked;
  }

  /** @param {number} from @param {Step[]} steps */
  #take(from, steps) {
    steps.forEach((step, index) => (this.#steps[from + index] ??= step));
    this.dispatchEvent(new CustomEvent("steps", { detail: steps.map(({ name }) => name) }));
  }
}

/** @param {Step} step @returns {Record<string, string | null>} */
function wholeTextsOf({ fields, calls }) {
  const editable = [...fields, ...calls.flatMap(({ inputs }) => inputs)].filter(({ edit }) => edit);
  return Object.fromEntries(editable.map((field) => [field.pointer, isWholeText(field) ? field.text : null]));
}

/** @param {Field | null} answer */
const wholeFinal = (answer) => (answer?.edit && isWholeText(answer) ? { pointer: answer.pointer, text: answer.text } : null);

/** @param {Field} field */
const isWholeText = ({ json, text, chars }) => !json && text.length >= chars;

/** Where the server finds a step: those of a comparison are named after their side, "A3". @param {string} name @returns {Record<string, string>} */
function placeOf(name) {
  const side = name.slice(0, 1);
  return side === "A" || side === "B" ? { side, step: name.slice(1) } : { step: name };
}
