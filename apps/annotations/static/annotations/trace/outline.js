import { part } from "../work.js";
import { anchorOf, callAnchor } from "./anchors.js";
import { Hits } from "./hits.js";
import { isError, leadersOf, linesOf } from "./lines.js";
import { nextPlace, openPlaces, stepOf, toJudge } from "./open-places.js";
import { OutlineFilter } from "./outline-filter.js";
import { addressOf, outlineLine } from "./outline-line.js";
import { SmallMap } from "./small-map.js";
import { VirtualList } from "./virtual-list.js";

/** @typedef {import("./lines.js").Line} Line */

const LINE_PIXELS = 26;

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
  /** @type {Set<string>} the steps that pass the filter, those of closed sub-agents among them */
  #passing = new Set();
  /** @type {Promise<void> | undefined} the search in hand */
  #searching;
  #hits;
  #small;
  /** What the shown lines were searched for. */
  #sought = "";

  /** @param {HTMLElement} map @param {HTMLElement} button that shows it on a small screen @param {import("./trace-steps.js").TraceSteps} steps */
  constructor(map, button, steps) {
    this.#map = map;
    this.#small = new SmallMap(map, button);
    this.#steps = steps;
    const make = (/** @type {string} */ key) => this.#make(key);
    this.#list = new VirtualList(part(map, ".outline"), { make, estimate: () => LINE_PIXELS, margin: 10 * LINE_PIXELS });
    map.addEventListener("click", (event) => this.#click(event));
    this.#hits = new Hits(part(map, "[data-shows=hits]"));
    this.#search.addEventListener("focus", () => void this.#steps.data.readySearch());
    this.#search.addEventListener("input", () => void this.#searchTyped());
    this.#search.addEventListener("keydown", (event) => this.#press(event));
    this.#tools.addEventListener("change", () => {
      this.#filter.tool = this.#tools.value;
      this.#showLines();
    });
  }

  /** Another trace. */
  open() {
    this.#filter.reset();
    [this.#search.value, this.#sought] = ["", ""];
    this.#steps.finding.clear();
    this.#small.isOpen = false;
    this.#offerTools(this.#steps.data.tools);
    this.#list.clear();
    this.refresh();
    this.#pressFilter("all");
  }

  /** Shows what the corrections say now. */
  refresh() {
    const lines = linesOf(this.#steps);
    this.#lines = new Map(lines.map((line) => [line.key, line]));
    this.#count("all", new Set(lines.map(({ step }) => step).filter((step) => !this.#steps.isFold(step))).size);
    this.#count("errors", lines.filter(isError).length);
    this.#count("edited", this.#steps.corrections.changed.size);
    this.#filter.toJudge = toJudge(this.#steps.judges);
    this.#count("differs", lines.filter(({ row }) => (row?.[7] ?? "same") !== "same").length);
    this.#count("to-judge", this.#filter.toJudge.size);
    this.#showLines();
  }

  /** Where you are. */
  markHere() {
    for (const link of this.#map.querySelectorAll(".outline [aria-current]")) link.removeAttribute("aria-current");
    const key = this.#keyHere;
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

  /** To another step or call that is not judged yet, or of two traces a row where they differ; from the last on at the first. @param {1 | -1} direction */
  moveToJudge(direction) {
    const { agents, beside, here = "", callHere, judges } = this.#steps;
    const open = beside
      ? this.#names.filter((name) => beside.whoHas(name) !== "same")
      : openPlaces(judges).filter((place) => this.#passing.has(stepOf(place)));
    const next = nextPlace(open, beside ? here : callHere ?? agents.placeBefore(here) ?? here, direction);
    if (next !== undefined) this.#steps.goToPlace(next);
  }

  /** @param {string} name of a filter */
  filter(name) {
    this.#filter.name = /** @type {import("./outline-filter.js").FilterName} */ (name);
    this.#pressFilter(name);
    this.#showLines();
  }

  /** Over the trace, where it has no place of its own. @param {boolean} [isOpen] */
  showOver(isOpen = !this.#small.isOpen) {
    this.#small.isOpen = isOpen;
    if (isOpen) this.markHere();
  }

  focusSearch() {
    this.showOver(true);
    this.#search.focus();
    this.#search.select();
  }

  clearSearch() {
    [this.#search.value, this.#sought, this.#filter.wanted] = ["", "", ""];
    this.#steps.finding.clear();
    this.#showLines();
  }

  /** To another place that the search found, from inside its field. @param {1 | -1} direction */
  async goToHit(direction) {
    if (this.#sought !== this.#search.value.trim()) await this.#searchTyped();
    const line = this.#lines.get(this.#hits.next(direction) ?? "");
    if (line) this.#visit(line, false);
  }

  /** The step or call that an address names. @param {string} hash @returns {boolean} whether there is one */
  toAddress(hash) {
    const line = [...this.#lines.values()].find(({ call }) => call !== null && hash === `#${callAnchor(call)}`);
    const step = line?.step ?? this.#steps.everyName.find((name) => hash === `#${anchorOf(name)}`);
    if (step !== undefined) this.#steps.goTo(step, { call: line?.call ?? undefined, focus: false });
    return step !== undefined;
  }

  get #names() {
    return [...this.#leaders.keys()];
  }

  /** Of several lines of a step, the one somebody went to. */
  get #keyHere() {
    const here = this.#steps.here ?? "";
    const hit = this.#lines.get(this.#hits.here ?? "");
    return hit?.step === here ? hit.key : this.#leaders.get(here);
  }

  #showLines() {
    for (const { key } of this.#shown) this.#list.drop(key); // their numbers depend on what else is shown
    const passing = [...this.#lines.values()].filter((line) => this.#filter.passes(line, this.#steps));
    this.#passing = new Set(passing.map(({ step }) => step));
    // What is looked for is shown, also where it is folded away on the page.
    this.#shown = this.#filter.isOff ? passing.filter(({ step }) => !this.#steps.agents.isHidden(step)) : passing;
    this.#leaders = leadersOf(this.#shown);
    const keys = this.#shown.map(({ key }) => key);
    this.#hits.show(this.#sought === "" ? [] : keys);
    this.#list.show(keys);
    const none = part(this.#map, "[data-shows=none-found]");
    none.hidden = this.#shown.length > 0;
    none.textContent = none.hidden ? "" : this.#lines.size === 0 ? gettext("This trace has no steps.") : this.#filter.nothingFound;
    this.markHere();
  }

  /** @param {string} key */
  #make(key) {
    const line = /** @type {Line} */ (this.#lines.get(key));
    const leader = this.#leaders.get(line.step);
    return outlineLine(line, this.#steps, {
      leads: leader === key,
      isBelow: line.call !== null && leader === line.step,
      isHere: this.#keyHere === key,
    });
  }

  /** One search at a time, at once; what is typed meanwhile is searched after it. @returns {Promise<void>} */
  #searchTyped() {
    this.#searching ??= this.#searchUntilStill().finally(() => (this.#searching = undefined));
    return this.#searching;
  }

  async #searchUntilStill() {
    let value, data;
    do {
      [value, data] = [this.#search.value, this.#steps.data];
      await this.#filter.search(value, data);
    } while (value !== this.#search.value || data !== this.#steps.data);
    this.#sought = value.trim();
    if (this.#sought !== "") this.#steps.foldBeginning(false); // it may be there
    this.#steps.finding.clear();
    this.#showLines();
  }

  /** @param {KeyboardEvent} event */
  #press(event) {
    if (event.key !== "Enter" || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    void this.goToHit(event.shiftKey ? -1 : 1);
  }

  /** @param {[string, number][]} tools */
  #offerTools(tools) {
    const offered = tools.map(([tool, count]) => new Option(`${tool} (${count.toLocaleString()})`, tool));
    this.#tools.replaceChildren(new Option(gettext("All tools"), ""), ...offered);
    this.#tools.hidden = tools.length < 2;
  }

  /** @param {MouseEvent} event */
  #click(event) {
    const target = event.target instanceof Element ? event.target : undefined;
    const line = this.#lines.get(target?.closest("li")?.dataset.key ?? "");
    if (line && target?.closest(".map-turn")) {
      event.preventDefault();
      return this.#steps.toggleAgent(line.step);
    }
    if (!line || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    this.#visit(line, true);
  }

  /** @param {Line} line @param {boolean} focus */
  #visit(line, focus) {
    history.replaceState(history.state, "", `#${addressOf(line)}`);
    this.#small.isOpen = false;
    this.#hits.goTo(line.key);
    this.#steps.goTo(line.step, { call: line.call ?? undefined, focus, wanted: this.#sought });
    this.markHere();
  }

  /** @param {string | undefined} name */
  #goTo(name) {
    if (name !== undefined) this.#steps.goTo(name);
  }

  /** @param {string} name */
  #pressFilter(name) {
    for (const button of this.#map.querySelectorAll("[data-filter]")) {
      button.setAttribute("aria-pressed", String(button.getAttribute("data-filter") === name));
    }
  }

  /** @param {string} filter @param {number} count */
  #count(filter, count) {
    const button = this.#map.querySelector(`[data-filter=${filter}]`);
    if (["errors", "differs"].includes(filter)) button?.toggleAttribute("hidden", count === 0);
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
