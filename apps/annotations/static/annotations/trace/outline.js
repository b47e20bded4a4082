import { part } from "../work.js";
import { anchorOf, callAnchor } from "./anchors.js";
import { isError, leadersOf, linesOf } from "./lines.js";
import { OutlineFilter } from "./outline-filter.js";
import { addressOf, outlineLine } from "./outline-line.js";
import { VirtualList } from "./virtual-list.js";

/** @typedef {import("./lines.js").Line} Line */

const LINE_PIXELS = 26;
const SEARCH_PAUSE_MILLISECONDS = 200;

/** The map of the trace: one line for each step and call, where you are, and which lines are shown. */
export class Outline {
  #map;
  #steps;
  #list;
  #filter = new OutlineFilter();
  /** @type {Map<string, Line>} */
  #lines = new Map();
  /** @type {Line[]} */
  #shown = [];
  /** @type {Map<string, string>} by its step, the line that has its number */
  #leaders = new Map();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /** @param {HTMLElement} map @param {import("./trace-steps.js").TraceSteps} steps */
  constructor(map, steps) {
    this.#map = map;
    this.#steps = steps;
    this.#list = new VirtualList(part(map, ".outline"), { make: (key) => this.#make(key), estimate: () => LINE_PIXELS });
    map.addEventListener("click", (event) => this.#click(event));
    this.#search.addEventListener("input", () => this.#searchSoon());
    this.#tools.addEventListener("change", () => {
      this.#filter.tool = this.#tools.value;
      this.#showLines();
    });
  }

  /** Another trace. */
  open() {
    this.#filter.reset();
    this.#search.value = "";
    this.#offerTools(this.#steps.data.tools);
    this.#list.clear();
    this.refresh();
    this.#press("all");
  }

  /** Shows what the corrections say now. */
  refresh() {
    const lines = linesOf(this.#steps);
    this.#lines = new Map(lines.map((line) => [line.key, line]));
    this.#count("all", new Set(lines.map(({ step }) => step)).size);
    this.#count("errors", lines.filter(isError).length);
    this.#count("edited", this.#steps.corrections.changed.size);
    this.#showLines();
  }

  /** Where you are. */
  markHere() {
    for (const link of this.#map.querySelectorAll(".outline [aria-current]")) link.removeAttribute("aria-current");
    const key = this.#leaders.get(this.#steps.here ?? "");
    if (key === undefined) return;
    this.#list.scrollTo(key);
    this.#list.elementOf(key)?.querySelector("a")?.setAttribute("aria-current", "true");
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
    this.#filter.name = /** @type {"all" | "errors" | "edited"} */ (name);
    this.#press(name);
    this.#showLines();
  }

  focusSearch() {
    this.#search.focus();
    this.#search.select();
  }

  clearSearch() {
    this.#search.value = "";
    this.#filter.wanted = "";
    this.#showLines();
  }

  /** The step or call that an address names. @param {string} hash @returns {boolean} whether there is one */
  toAddress(hash) {
    const line = [...this.#lines.values()].find(({ call }) => call !== null && hash === `#${callAnchor(call)}`);
    const step = line?.step ?? this.#steps.names.find((name) => hash === `#${anchorOf(name)}`);
    if (step !== undefined) this.#steps.goTo(step, { call: line?.call ?? undefined, focus: false });
    return step !== undefined;
  }

  get #names() {
    return [...this.#leaders.keys()];
  }

  #showLines() {
    for (const { key } of this.#shown) this.#list.drop(key); // their numbers depend on what else is shown
    this.#shown = [...this.#lines.values()].filter((line) => this.#filter.passes(line, this.#steps));
    this.#leaders = leadersOf(this.#shown);
    this.#list.show(this.#shown.map(({ key }) => key));
    const none = part(this.#map, "[data-shows=none-found]");
    none.hidden = this.#shown.length > 0;
    none.textContent = none.hidden ? "" : this.#filter.nothingFound;
    this.markHere();
  }

  /** @param {string} key */
  #make(key) {
    const line = /** @type {Line} */ (this.#lines.get(key));
    const leader = this.#leaders.get(line.step);
    return outlineLine(line, this.#steps, { leads: leader === key, isBelow: line.call !== null && leader === line.step });
  }

  #searchSoon() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(async () => {
      await this.#filter.search(this.#search.value, this.#steps.data);
      this.#showLines();
    }, SEARCH_PAUSE_MILLISECONDS);
  }

  /** @param {[string, number][]} tools */
  #offerTools(tools) {
    const offered = tools.map(([tool, count]) => new Option(`${tool} (${count.toLocaleString()})`, tool));
    this.#tools.replaceChildren(new Option(gettext("All tools"), ""), ...offered);
    this.#tools.hidden = tools.length < 2;
  }

  /** @param {MouseEvent} event */
  #click(event) {
    const key = event.target instanceof Element ? event.target.closest("li")?.dataset.key : undefined;
    const line = this.#lines.get(key ?? "");
    if (!line || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    history.replaceState(history.state, "", `#${addressOf(line)}`);
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
    return part(this.#map, "input[type=search]", HTMLInputElement);
  }

  get #tools() {
    return part(this.#map, ".map-tools select", HTMLSelectElement);
  }
}
