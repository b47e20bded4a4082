import { Corrections } from "../edits/corrections.js";
import { EditField } from "../edits/edit-field.js";
import { fromTemplate } from "../template.js";
import { FINAL, anchorOf } from "./anchors.js";
import { Finding } from "./finding.js";
import { HintsSoon } from "./hints-soon.js";
import { SideBySide } from "./side-by-side.js";
import { StepView } from "./step-view.js";
import { StepViews } from "./step-views.js";
import { SubAgents } from "./sub-agents.js";
import { VirtualList } from "./virtual-list.js";

/**
 * @typedef {import("./trace-data.js").TraceData} TraceData
 * @typedef {{canEdit: boolean, canMark: boolean, comparer: import("../comparison.js").Comparer, judges: Judge[]}} Options
 * @typedef {import("../../schemes/kinds/_judge.js").Judge} Judge
 */

/**
 * The steps of one trace and what a person does to them. Fires "trace-steps:change" after every change, and
 * "trace-steps:here" when another step is the one somebody is at.
 */
export class TraceSteps extends HTMLElement {
  /** @type {TraceData} */
  data = /** @type {any} */ (undefined);
  corrections = new Corrections([]);
  /** @type {string | undefined} the name of the step somebody is at */
  here;
  /** @type {Options} */
  #options = /** @type {any} */ (undefined);
  /** @type {SideBySide | undefined} where two traces stand in the place of one */
  beside;
  /** Whose steps are folded away. */
  agents = new SubAgents([]);
  #maker = new StepViews(this);
  /** @type {Map<string, StepView>} */
  #views = new Map();
  #list = new VirtualList(this, {
    make: (name) => this.#make(name),
    estimate: (name) => (name in this.#estimates ? this.#estimates[name] : this.isFold(name) ? FOLD_PIXELS : this.data.estimate(name)),
    here: () => this.here,
    seen: (names) => this.data?.want(names.filter((name) => /^\d+$/.test(name) && !this.beside?.isFold(name))),
  });
  /** What a search leads to. */
  finding = new Finding();
  /** @type {{name: string, how: {call?: string, focus?: boolean, wanted?: string}} | undefined} on the way to a step that has not come yet */
  #goal;
  #hints = new HintsSoon((name) => this.#hint(this.#views.get(name)));
  /** @type {Record<string, number>} of what the document does not have */
  #estimates = { [FINAL]: 120 };

  /** Another trace. @param {TraceData} data @param {Options} options */
  open(data, options) {
    [this.data, this.#options] = [data, options];
    this.corrections = new Corrections(data.callCounts);
    this.beside = data.trace.pair?.is_traces ? new SideBySide(data.trace.pair, data.trace.rows) : undefined;
    this.agents = new SubAgents(this.beside ? [] : data.trace.folds ?? []); // a trace that was kept by an older page has none
    this.corrections.addEventListener("change", (event) => this.#changed(/** @type {CustomEvent} */ (event).detail.steps));
    data.addEventListener("steps", (event) => this.#arrived(/** @type {CustomEvent} */ (event).detail));
    data.addEventListener("known", () => this.#hints.add([...this.#views.keys()]));
    this.#follow(data.trace.display);
    this.#maker.open(options);
    this.#views.clear();
    this.here = undefined;
    this.#list.clear();
    this.#list.show(this.names);
  }

  /** What the project says about drawing its sessions. @param {import("./trace-data.js").Display} display */
  #follow(display) {
    this.classList.toggle("has-light-terminals", display.terminal_theme === "light");
    this.classList.toggle("is-compact", display.compact);
    this.classList.toggle("is-hiding-numbers", !display.show_step_numbers);
    this.classList.toggle("is-hiding-tools", !display.show_tool_badges);
    this.classList.toggle("is-hiding-reasoning", !display.show_reasoning);
    this.classList.toggle("has-panes", display.panes !== null);
  }

  get canEdit() {
    return this.#options.canEdit;
  }

  /** What is shown, in order: removed steps stay in sight, and the final answer is last. */
  get names() {
    return this.beside?.shown(this.everyName) ?? this.everyName.filter((name) => !this.agents.isHidden(name));
  }

  /** Those that are folded, too. */
  get everyName() {
    return [...this.agents.lines(this.corrections.arrangement), ...(this.data.trace.final_answer ? [FINAL] : [])];
  }

  /** What the map may have lines of: its filters find what sub-agents did in folds that are closed. */
  get mapped() {
    return this.beside ? this.names : this.everyName;
  }

  /** Whether it is the line of a sub-agent and no step. @param {string} name */
  isFold(name) {
    return this.agents.fold(name) !== undefined;
  }

  /** @param {string} name @returns {StepView | undefined} if it is made */
  view(name) {
    return this.#list.elementOf(name) && this.#views.get(name);
  }

  /** @param {Element} element @returns {string | undefined} the name of the step it is in */
  nameOf(element) {
    return this.#list.keyOf(element);
  }

  /** @param {string | undefined} name */
  mark(name) {
    if (name === undefined || name === this.here) return;
    this.#list.elementOf(this.here ?? "")?.classList.remove("is-here");
    this.here = name;
    this.#list.elementOf(name)?.classList.add("is-here");
    this.dispatchEvent(new CustomEvent("trace-steps:here", { bubbles: true }));
  }

  /** The equal beginning of two traces: one line, or all of its rows. @param {boolean} isFolded */
  foldBeginning(isFolded) {
    if (!this.beside || this.beside.beginning === 0 || this.beside.isFolded === isFolded) return;
    this.beside.isFolded = isFolded;
    this.#list.drop("0");
    this.#list.show(this.names);
    this.dispatchEvent(new CustomEvent("trace-steps:fold", { bubbles: true }));
  }

  /** Opens or closes a sub-agent. Who was inside is at its line then. @param {string} name of its line */
  toggleAgent(name) {
    this.agents.setOpen(name, !this.agents.isOpen(name));
    if (this.here !== undefined && this.agents.isHidden(this.here)) this.mark(name);
    this.#refold();
  }

  /** Opens the sub-agents that a step is in. @param {string} name */
  #reveal(name) {
    if (this.agents.reveal(name).length > 0) this.#refold();
  }

  #refold() {
    this.#list.show(this.names);
    for (const [name, view] of this.#views) if (this.isFold(name)) view.refresh();
    this.dispatchEvent(new CustomEvent("trace-steps:fold", { bubbles: true }));
  }

  /**
   * Into the window, with the focus on it.
   *
   * @param {string} name
   * @param {{call?: string, focus?: boolean, wanted?: string}} [how] `wanted` is the text that was found there
   */
  goTo(name, { call, focus = true, wanted = "" } = {}) {
    if (this.beside?.isHidden(name) && !this.beside.isFold(name)) this.foldBeginning(false);
    this.#reveal(name);
    this.mark(name);
    this.#list.scrollTo(name);
    const view = this.#views.get(name);
    this.#goal = view ? undefined : { name, how: { call, focus, wanted } };
    const inside = call === undefined ? undefined : view?.callElement(call);
    inside?.scrollIntoView({ block: "nearest" });
    if (focus) (inside ?? /** @type {HTMLElement | null | undefined} */ (view?.element.querySelector("a, button")))?.focus({ preventScroll: true });
    if (!view || wanted === "") return;
    const whole = (/** @type {string} */ step, /** @type {import("./trace-data.js").Field} */ field) => this.data.whole(step, field);
    void this.finding.show(view, call, wanted, { whole, settle: () => this.#list.scrollTo(name) });
  }

  /** A step in the window and unfolded, however far off it is. @param {string} name @param {{call?: string}} [how] @returns {Promise<StepView | undefined>} */
  async reach(name, how) {
    if (!this.everyName.includes(name) || (this.beside && name !== FINAL)) return undefined; // a row of two is no step
    this.goTo(name, how);
    if (this.#isToCome(name)) await this.#arrival(name);
    this.view(name)?.unfold();
    return this.view(name);
  }

  /** The field of a place, its step brought into the window when it has come. @param {string} at "4:/content" @returns {Promise<EditField | undefined>} */
  async fieldAt(at) {
    const name = stepAt(at);
    if (!this.everyName.includes(name)) return undefined;
    this.#reveal(name);
    this.#list.scrollTo(name);
    if (this.#isToCome(name)) {
      await this.#arrival(name);
      this.#list.scrollTo(name);
    }
    return this.fieldInPage(at);
  }

  /** Until the step somebody went to has come, or cannot; undefined when it is there. */
  get arrivalHere() {
    return this.here !== undefined && this.#goal?.name === this.here ? this.#arrival(this.here) : undefined;
  }

  /** @param {string} name */
  #isToCome(name) {
    return /^\d+$/.test(name) && !this.view(name);
  }

  /** @param {string} name */
  async #arrival(name) {
    await this.data.arrival(name).catch((error) => {
      if (!(error instanceof TypeError)) throw error; // without a network its place is shown
    });
  }

  /** @param {string} at @returns {EditField | undefined} */
  fieldInPage(at) {
    const step = at.slice(0, at.indexOf(":"));
    const line = this.view(stepAt(at))?.lineAt(step === "" ? FINAL : step, at.slice(at.indexOf(":") + 1));
    return line instanceof EditField ? line : undefined;
  }

  /** What is asked at each step, now. At the rows of two traces nothing is. */
  get judges() {
    return this.beside ? [] : this.#options.judges.filter(({ hidden }) => !hidden);
  }

  /** Shows what is judged now. @param {string[] | null} places null for all */
  refreshRows(places) {
    for (const name of places ? new Set(places.map(stepAt)) : this.#views.keys()) this.#views.get(name)?.refreshRows();
  }

  /** The call that has the focus, in the step somebody is at. */
  get callHere() {
    const call = document.activeElement?.closest("[data-call]");
    return call && this.contains(call) && this.nameOf(call) === this.here ? call.getAttribute("data-call") : null;
  }

  /** @param {string} at of a place without a field, such as "4", or "4.1" for a call */
  goToPlace(at) {
    const [place] = at.split(":");
    const name = stepAt(at);
    if (at !== "" && this.everyName.includes(name)) this.goTo(name, { call: place.includes(".") ? place : undefined });
  }

  /** The text of the document at a place; undefined when the page does not have it whole. @param {string} at "4:/content" */
  originalAt(at) {
    const [name] = at.split(":");
    const step = name === "" ? undefined : this.data.step(name);
    const fields = name === "" ? [this.data.trace.final_answer] : [...(step?.fields ?? []), ...(step?.calls.flatMap(({ inputs }) => inputs) ?? [])];
    const field = fields.find((each) => each?.pointer === at.slice(name.length + 1));
    return field && field.text.length >= field.chars ? field.text : undefined;
  }

  /** @param {string} name */
  #make(name) {
    const view = this.#maker.viewOf(name);
    if (!view) return this.#placeholder(name);
    this.#views.set(name, view);
    view.element.classList.toggle("is-here", name === this.here);
    this.#hint(view);
    this.#nest(name, view.element);
    return view.element;
  }

  /** Below the call that spawned its sub-agent. @param {string} name @param {HTMLElement} element */
  #nest(name, element) {
    const depth = this.agents.around(name).length;
    element.classList.toggle("is-nested", depth > 0);
    element.style.setProperty("--depth", String(depth));
  }

  /** In the place of a step that has not come yet. @param {string} name */
  #placeholder(name) {
    this.#views.delete(name);
    const element = fromTemplate("step-waiting-template");
    element.style.height = `${this.data.estimate(name)}px`;
    element.id = anchorOf(name);
    this.#nest(name, element);
    return element;
  }

  /** @param {string[]} names */
  #arrived(names) {
    this.#list.remake(names.filter((name) => this.#list.elementOf(name) && !this.#views.has(name)));
    if (this.#goal && names.includes(this.#goal.name)) this.goTo(this.#goal.name, this.#goal.how);
  }

  /** @param {string[] | null} steps whose inside changed, null for all */
  #changed(steps) {
    for (const name of steps ?? [...this.#views.keys()]) {
      const view = this.#views.get(name === "" ? FINAL : name);
      if (view && this.#isOutdated(view)) this.#list.drop(name);
      else view?.refresh();
    }
    if (steps?.length === 0) for (const view of this.#views.values()) view.refresh();
    this.#hints.add((steps ?? [...this.#views.keys()]).map((name) => (name === "" ? FINAL : name)));
    this.#list.show(this.names);
    for (const [name, view] of this.#views) this.#nest(name, view.element);
    this.dispatchEvent(new CustomEvent("trace-steps:change", { bubbles: true }));
  }

  /** Says at its arguments what may be wrong with them. @param {StepView | undefined} view a row of two steps has none */
  #hint(view) {
    if (this.data.known && view instanceof StepView) view.hint();
  }

  /** An inserted step that is no longer inserted, or has other calls. @param {StepView} view */
  #isOutdated({ step }) {
    return step.name.startsWith("+") && step.from !== this.corrections.insertedValue(step.name);
  }
}

/** About. */
const FOLD_PIXELS = 74;

/** The step of the list that a place is in; an inserted call's is the one it stands in. @param {string} at */
const stepAt = (at) => (at.startsWith(":") || at === "" ? FINAL : at.split(/[:.]/)[0]);

customElements.define("trace-steps", TraceSteps);
