import { icon } from "../icon.js";
import { fromTemplate, toggle } from "../template.js";
import { part } from "../work.js";
import { FINAL, anchorOf, callAnchor } from "./anchors.js";
import { VirtualList } from "./virtual-list.js";

/** @typedef {import("./trace-data.js").Row} Row @typedef {{key: string, step: string, call: string | null, row: Row | null}} Line */

const LINE_PIXELS = 26;
const SEARCH_PAUSE_MILLISECONDS = 200;
/** @type {Record<string, string>} */
const ICONS = { prompt: "i-user", call: "i-tool", system: "i-gear", compaction: "i-note", reminder: "i-note", command: "i-terminal" };

/** The map of the trace: one line for each step and call, where you are, and which lines are shown. */
export class Outline {
  #map;
  #steps;
  #list;
  /** @type {Line[]} */
  #lines = [];
  /** @type {Map<string, Line>} */
  #byKey = new Map();
  /** @type {Line[]} */
  #shown = [];
  #filter = "all";
  #tool = "";
  /** @type {Set<string> | null} places that the search found, null when nothing is searched */
  #found = null;
  #changed = /** @type {Set<string>} */ (new Set());
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /** @param {HTMLElement} map @param {import("./trace-steps.js").TraceSteps} steps */
  constructor(map, steps) {
    this.#map = map;
    this.#steps = steps;
    this.#list = new VirtualList(part(map, ".outline"), { make: (key) => this.#make(key), estimate: () => LINE_PIXELS });
    map.addEventListener("click", (event) => this.#click(event));
    this.#search?.addEventListener("input", () => this.#searchSoon());
    this.#tools.addEventListener("change", () => {
      this.#tool = this.#tools.value;
      this.#showLines();
    });
  }

  /** Another trace. */
  open() {
    const { data } = this.#steps;
    [this.#filter, this.#tool, this.#found] = ["all", "", null];
    if (this.#search) this.#search.value = "";
    this.#offerTools(data.tools);
    this.#list.clear();
    this.refresh();
    this.#press("all");
  }

  /** Shows what the corrections say now. */
  refresh() {
    this.#changed = this.#steps.corrections.changed;
    this.#lines = this.#linesNow();
    this.#byKey = new Map(this.#lines.map((line) => [line.key, line]));
    for (const line of this.#shown) this.#list.drop(line.key);
    this.#count("all", new Set(this.#lines.map(({ step }) => step)).size);
    this.#count("errors", this.#lines.filter(isError).length);
    this.#count("edited", this.#changed.size);
    this.#showLines();
  }

  /** Where you are. */
  markHere() {
    const { here } = this.#steps;
    for (const link of this.#map.querySelectorAll(".outline [aria-current]")) link.removeAttribute("aria-current");
    const line = this.#lines.find(({ step }) => step === here);
    if (!line) return;
    this.#list.scrollTo(line.key);
    this.#list.elementOf(line.key)?.querySelector("a")?.setAttribute("aria-current", "true");
  }

  /** @param {1 | -1} direction among the steps the map shows */
  move(direction) {
    const names = this.#names;
    const index = names.indexOf(this.#steps.here ?? "");
    this.#goTo(names[index === -1 ? 0 : Math.min(names.length - 1, Math.max(0, index + direction))]);
  }

  toFirst() {
    this.#goTo(this.#names[0]);
  }

  toLast() {
    this.#goTo(this.#names.at(-1));
  }

  /** @param {string} name "all", "errors" or "edited" */
  filter(name) {
    this.#filter = name;
    this.#press(name);
    this.#showLines();
  }

  focusSearch() {
    this.#search?.focus();
    this.#search?.select();
  }

  clearSearch() {
    if (this.#search) this.#search.value = "";
    this.#found = null;
    this.#showLines();
  }

  /** The step and call that an address names. @param {string} hash */
  toAddress(hash) {
    const line = this.#lines.find(({ call }) => call !== null && hash === `#${callAnchor(call)}`);
    const step = line?.step ?? this.#steps.names.find((name) => hash === `#${anchorOf(name)}`);
    if (step !== undefined) this.#steps.goTo(step, { call: line?.call ?? undefined, focus: false });
    return step !== undefined;
  }

  get #names() {
    return [...new Set(this.#shown.map(({ step }) => step))];
  }

  /** @returns {Line[]} */
  #linesNow() {
    const { data, corrections } = this.#steps;
    /** @type {Map<string, {own: Row, calls: Row[]}>} */
    const rows = new Map();
    for (const row of data.trace.rows) {
      const name = String(row[0]);
      if (row[1] === null) rows.set(name, { own: row, calls: [] });
      else rows.get(name)?.calls.push(row);
    }
    return this.#steps.names.flatMap((step) => {
      const known = rows.get(step);
      /** @type {Line} */
      const own = { key: step, step, call: null, row: known?.own ?? null };
      const calls = corrections.arrangement.shownCallsOf(step).map((call) => {
        const row = known?.calls[Number(call.split(".")[1])] ?? null;
        return { key: call, step, call, row };
      });
      // A step that only calls is its call.
      return known && known.own[5] === "" && calls.length > 0 ? calls : [own, ...calls];
    });
  }

  #showLines() {
    const wanted = this.#search?.value.trim().toLowerCase() ?? "";
    this.#shown = this.#lines.filter((line) => this.#passes(line, wanted));
    this.#list.show(this.#shown.map(({ key }) => key));
    const none = part(this.#map, "[data-shows=none-found]");
    none.hidden = this.#shown.length > 0;
    if (!none.hidden) none.textContent = noneFound(this.#filter, wanted !== "");
    this.markHere();
  }

  /** @param {Line} line @param {string} wanted */
  #passes(line, wanted) {
    const { step, call, row } = line;
    if (this.#filter === "errors" && !isError(line)) return false;
    if (this.#filter === "edited" && !this.#changed.has(step === FINAL ? "" : step)) return false;
    if (this.#tool && row?.[3] !== this.#tool) return false;
    if (!wanted) return true;
    const place = `${step}:${call?.split(".")[1] ?? ""}`;
    return Boolean(this.#found?.has(place)) || this.#typedHere(step, wanted);
  }

  /** What was typed is not in the document, so the server cannot find it. @param {string} step @param {string} wanted */
  #typedHere(step, wanted) {
    const { corrections, data } = this.#steps;
    if (step === FINAL) {
      const text = corrections.editsOf(null)[0]?.text ?? data.trace.final_answer?.text ?? "";
      return text.toLowerCase().includes(wanted);
    }
    if (JSON.stringify(corrections.insertedValue(step) ?? "").toLowerCase().includes(wanted)) return true;
    return corrections.editsOf(step).some(({ text }) => text?.toLowerCase().includes(wanted));
  }

  #searchSoon() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#searchNow(), SEARCH_PAUSE_MILLISECONDS);
  }

  async #searchNow() {
    const wanted = this.#search?.value.trim() ?? "";
    try {
      this.#found = wanted === "" ? null : await this.#steps.data.search(wanted);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      this.#found = new Set(); // offline: what was typed here is still found
    }
    if (wanted === (this.#search?.value.trim() ?? "")) this.#showLines();
  }

  /** @param {string} key */
  #make(key) {
    const { step, call, row } = /** @type {Line} */ (this.#byKey.get(key));
    const line = fromTemplate("outline-line-template");
    const link = /** @type {HTMLAnchorElement} */ (line.querySelector("a"));
    link.href = `#${call === null ? anchorOf(step) : callAnchor(call)}`;
    link.title = row?.[5] ?? "";
    line.dataset.key = key;
    line.classList.toggle("is-call", call !== null && this.#byKey.has(step));
    link.prepend(icon(step === FINAL ? "i-flag" : ICONS[row?.[2] ?? ""] ?? (call ? "i-tool" : "i-thought"), "icon icon-small"));
    part(line, ".at").textContent = this.#numberOf(step, call);
    this.#describe(part(line, ".what"), step, call, row);
    this.#showMarks(line, { key, step, call, row });
    if (this.#steps.here === step && (call === null || row === null || !this.#byKey.has(step))) link.setAttribute("aria-current", "true");
    return line;
  }

  /** @param {string} step @param {string | null} call */
  #numberOf(step, call) {
    // Where the step has no line of its own, its first call stands for it.
    const isOwn = call === null || (!this.#byKey.has(step) && this.#steps.corrections.arrangement.shownCallsOf(step)[0] === call);
    if (step === FINAL || !isOwn) return "";
    return step.startsWith("+") ? "+" : String(Number(step) + 1);
  }

  /** @param {HTMLElement} place @param {string} step @param {string | null} call @param {Row | null} row */
  #describe(place, step, call, row) {
    const inserted = this.#steps.corrections.insertedCallOrStep(step, call);
    const tool = row?.[3] || inserted?.tool || "";
    const gist = step === FINAL ? gettext("final answer") : row?.[5] ?? (inserted ? gettext("inserted") : "");
    place.replaceChildren();
    if (tool) place.append(tool, " ");
    if (gist && (call !== null || !tool)) {
      const text = Object.assign(document.createElement(tool ? "small" : "span"), { textContent: gist, className: "quiet" });
      place.append(text);
    }
  }

  /** @param {HTMLElement} line @param {Line} about */
  #showMarks(line, about) {
    const { step, call } = about;
    const { arrangement } = this.#steps.corrections;
    const isRemoved = arrangement.isRemoved(step) || (call !== null && arrangement.isRemoved(call));
    line.classList.toggle("is-removed", isRemoved);
    line.dataset.kind = about.row?.[2] ?? "";
    toggle(line, "error", isError(about));
    toggle(line, "edited", call === null ? this.#changed.has(step === FINAL ? "" : step) : this.#isCallEdited(step, call));
  }

  /** @param {string} step @param {string} call */
  #isCallEdited(step, call) {
    const { corrections } = this.#steps;
    if (call.includes("+") || corrections.editsOf(call).length > 0) return true;
    const at = `/tool_calls/${call.split(".")[1]}/`;
    return corrections.editsOf(step).some(({ pointer }) => pointer.startsWith(at));
  }

  /** @param {[string, number][]} tools */
  #offerTools(tools) {
    const all = new Option(gettext("All tools"), "");
    this.#tools.replaceChildren(all, ...tools.map(([tool, count]) => new Option(`${tool} (${count.toLocaleString()})`, tool)));
    this.#tools.hidden = tools.length < 2;
  }

  /** @param {MouseEvent} event */
  #click(event) {
    const key = event.target instanceof Element ? event.target.closest("li")?.dataset.key : undefined;
    const line = this.#byKey.get(key ?? "");
    if (!line || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    history.replaceState(history.state, "", `#${line.call === null ? anchorOf(line.step) : callAnchor(line.call)}`);
    this.#steps.goTo(line.step, { call: line.call ?? undefined });
  }

  /** @param {string | undefined} name */
  #goTo(name) {
    if (name !== undefined) this.#steps.goTo(name);
  }

  /** @param {string} name */
  #press(name) {
    for (const button of this.#map.querySelectorAll("[data-filter]")) {
      button.setAttribute("aria-pressed", String(button.getAttribute("data-filter") === name));
    }
  }

  /** @param {string} filter @param {number} count */
  #count(filter, count) {
    const button = this.#map.querySelector(`[data-filter=${filter}]`);
    if (filter === "errors") button?.toggleAttribute("hidden", count === 0);
    const place = button?.querySelector("b");
    if (place) place.textContent = count.toLocaleString();
  }

  get #search() {
    return /** @type {HTMLInputElement | null} */ (this.#map.querySelector("input[type=search]"));
  }

  get #tools() {
    return part(this.#map, ".map-tools select", HTMLSelectElement);
  }
}

/** Rejected and cancelled calls are none of the agent's errors. @param {Line} line */
const isError = ({ row }) => row?.[4] === "agent";

/**
 * Why the map is empty, and the way back.
 *
 * @param {string} filter
 * @param {boolean} searching
 */
function noneFound(filter, searching) {
  if (!searching && filter === "edited") return gettext("Nothing is edited. Choose All to see every step.");
  if (!searching) return gettext("No step passes the filter. Choose All tools to see every step.");
  if (filter === "edited") return gettext("No edited step has this text. Clear the search, or choose All.");
  if (filter === "errors") return gettext("No step with an error has this text. Clear the search, or choose All.");
  return gettext("No step has this text. Clear the search to see all.");
}
