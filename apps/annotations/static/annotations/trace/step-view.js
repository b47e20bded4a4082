import { EditField } from "../edits/edit-field.js";
import { textHints } from "../edits/text-hints.js";
import { icon } from "../icon.js";
import { fromTemplate, toggle } from "../template.js";
import { FINAL, anchorOf } from "./anchors.js";
import { drawnAttached } from "./attached.js";
import { CallView } from "./call-view.js";
import { fieldLine } from "./field-line.js";
import { insertedCall } from "./inserted.js";
import { place } from "./keyed.js";
import { JudgeRows } from "./judge-rows.js";
import { headOf, labelOf } from "./labels.js";
import { factsOf, showFacts } from "./spent.js";

/** @typedef {import("./call-view.js").Context & {panes: boolean, task: string,
 *   agentAt: (step: string) => string}} Context `agentAt` is whose step it is, "" for the main agent's; `task` stands above the steps
 * @typedef {import("./trace-data.js").Step} Step */

/** @type {Record<string, string>} */
const ICONS = { prompt: "i-user", system: "i-gear", compaction: "i-note", reminder: "i-note", command: "i-terminal", answer: "i-flag" };

/** One step of the trace in the page: its head, its texts, its calls, and what was done to it. */
export class StepView {
  element = fromTemplate("step-template");
  step;
  #context;
  /** @type {Map<string, HTMLElement>} by pointer */
  #lines = new Map();
  /** @type {Map<string, CallView>} */
  #calls = new Map();
  /** What is asked at this step. */
  #rows;
  #repeatsTask;

  /** @param {Step} step @param {Context} context */
  constructor(step, context) {
    this.#rows = new JudgeRows(context.judges, step.name, titleOf(step));
    this.#repeatsTask = this.#rows.isEmpty && repeatsTask(step, context);
    this.step = this.#repeatsTask ? { ...step, folded: true } : step;
    step = this.step;
    this.#context = context;
    this.element.id = anchorOf(step.name);
    this.element.dataset.step = step.name;
    this.element.dataset.kind = step.kind;
    this.element.setAttribute("aria-label", this.title);
    this.element.toggleAttribute("data-error", step.error === "agent");
    this.element.classList.toggle("is-of-agent", step.agent !== "");
    this.element.classList.toggle("is-folded", step.folded && !context.folds.has(this.#foldKey));
    this.#drawHead();
    this.element.querySelector(".step-card")?.append(...this.#rows.elements);
    const fields = step.fields.map((field) => this.#line(field));
    fields.forEach((line, index) => line.classList.toggle("is-reasoning", isReasoning(step, step.fields[index].key)));
    if (fields.length === 1 && saysOnlyText(step)) fields[0].classList.toggle("is-alone", !(fields[0] instanceof EditField));
    this.#placeFields([...fields, ...drawnAttached(step.attached, this.title, context.imageAt)]);
    this.refresh();
  }

  /** In panes what an agent does stands beside what it says. @param {HTMLElement[]} fields */
  #placeFields(fields) {
    const said = /** @type {Element} */ (this.element.querySelector(".step-fields"));
    if (!this.#context.panes || this.step.kind !== "agent") return place(said, fields);
    const done = document.createElement("div");
    done.className = "step-fields step-done";
    said.after(done);
    place(said, fields.filter((line) => line.classList.contains("is-reasoning")));
    place(done, fields.filter((line) => !line.classList.contains("is-reasoning")));
  }

  /** What a person calls it. */
  get title() {
    return titleOf(this.step);
  }

  /** Shows what is judged now. */
  refreshRows() {
    this.#rows.refresh();
    for (const call of this.#calls.values()) call.refreshRows();
  }

  /** Shows what the corrections say now. */
  refresh() {
    const { corrections, canEdit } = this.#context;
    const { name } = this.step;
    const isFinal = name === FINAL;
    const isRemoved = !isFinal && corrections.arrangement.isRemoved(name);
    const isInserted = name.startsWith("+");
    const isEdited = isFinal ? corrections.editsOf(null).length > 0 : corrections.isChanged(name);
    this.element.classList.toggle("is-removed", isRemoved);
    toggle(this.element, "removed", isRemoved);
    toggle(this.element, "inserted", isInserted && !isRemoved);
    toggle(this.element, "moved", !isRemoved && corrections.arrangement.moved.includes(name));
    toggle(this.element, "edited", !isInserted && !isRemoved && isEdited);
    toggle(this.element, "can-arrange", canEdit && !isRemoved && !isFinal);
    toggle(this.element, "can-edit", canEdit && !isRemoved && this.element.querySelector("edit-field") !== null);
    for (const line of this.#lines.values()) if (line instanceof EditField) line.refresh();
    if (!isFinal) this.#refreshCalls();
  }

  /** @param {string | null} step @param {string} pointer @returns {HTMLElement | undefined} the text of a place in this step */
  lineAt(step, pointer) {
    const own = step === this.step.name ? this.#lines.get(pointer) : undefined;
    return own ?? [...this.#calls.values()].map((call) => call.lineAt(pointer)).find((line) => line !== undefined);
  }

  /** @param {string} name @returns {HTMLElement | undefined} */
  callElement(name) {
    return this.#calls.get(name)?.element;
  }

  /** @param {string} name of a call: all lines of what it did */
  async showAllOf(name) {
    await this.#calls.get(name)?.showAll();
  }

  /** Says at its arguments what may be wrong with them. */
  hint() {
    for (const call of this.#calls.values()) call.hint();
    for (const line of this.#lines.values()) {
      if (line instanceof EditField && line.isMain) line.hint(textHints(line.place, this.#context));
    }
  }

  unfold() {
    if (this.element.classList.contains("is-folded")) this.toggleFold();
  }

  toggleFold() {
    const isFolded = this.element.classList.toggle("is-folded");
    if (isFolded) this.#context.folds.delete(this.#foldKey);
    else this.#context.folds.add(this.#foldKey);
    this.element.querySelector(".unfold")?.setAttribute("aria-expanded", String(!isFolded));
  }

  get #foldKey() {
    return `step:${this.step.name}`;
  }

  #drawHead() {
    const { step } = this;
    const at = /** @type {HTMLAnchorElement} */ (this.element.querySelector(".step-at"));
    at.href = `#${this.element.id}`;
    if (step.name !== FINAL) at.textContent = Number.isNaN(step.number) ? "+" : String(step.number);
    else at.replaceChildren(icon("i-flag", "icon icon-small"));
    at.title = interpolate(gettext("Link to %(step)s"), { step: this.title.toLocaleLowerCase() }, true);
    this.element.querySelector(".head-icon")?.append(icon(ICONS[step.kind] ?? "i-thought", "icon"));
    this.#text(".head-name", step.agent ? interpolate(gettext("Sub-agent %(name)s"), { name: this.#context.agentAt(step.name) || step.agent }, true) : headOf(step.kind));
    this.#text(".step-head .gist", this.#repeatsTask ? gettext("the task, as above") : step.folded ? step.fields[0]?.text.slice(0, 120) ?? "" : "");
    toggle(this.element, "error", step.error === "agent");
    toggle(this.element, "unfold", step.folded);
    this.element.querySelector(".unfold")?.setAttribute("aria-expanded", "false");
    this.element.querySelector(".unfold")?.addEventListener("click", () => this.toggleFold());
    const facts = /** @type {Element} */ (this.element.querySelector(".facts"));
    showFacts(facts, step.spent ? factsOf(step.spent) : []);
  }

  #refreshCalls() {
    const { corrections } = this.#context;
    const { name } = this.step;
    const isOurs = name.startsWith("+");
    const shown = isOurs ? this.step.calls.map((call) => call.name) : corrections.arrangement.shownCallsOf(name);
    const views = shown.map((call) => this.#callView(call)).filter((view) => view !== undefined);
    for (const view of views) view.refresh({ isRemoved: corrections.arrangement.isRemoved(view.call.name) });
    place(/** @type {Element} */ (this.element.querySelector(".step-calls")), views.map(({ element }) => element));
  }

  /** @param {string} name @returns {CallView | undefined} nothing for a call that moved here from another step */
  #callView(name) {
    const known = this.#calls.get(name);
    if (known) return known;
    const index = this.step.calls.findIndex((call) => call.name === name);
    const value = this.#context.corrections.insertedValue(name);
    const call = value ? insertedCall(name, value) : this.step.calls[index];
    if (!call) return undefined;
    const home = value ? { step: name, at: "" } : { step: this.step.name, at: `/tool_calls/${index}` };
    const number = value ? "+" : index + 1;
    const view = new CallView(call, home, this.#context, `${this.title}, ${interpolate(gettext("call %(number)s"), { number }, true)}`);
    this.#calls.set(name, view);
    return view;
  }

  /** @param {import("./trace-data.js").Field} field */
  #line(field) {
    const edit = field.edit && this.#context.canEdit;
    const step = this.step.name === FINAL ? null : this.step.name;
    const line = fieldLine({ step, field: { ...field, edit }, title: `${this.title}, ${labelOf(field.key)}` }, this.#context);
    this.#lines.set(field.pointer, line);
    if (line instanceof EditField && line.adder) this.element.querySelector(".step-head .facts")?.after(line.adder);
    return line;
  }

  /** @param {string} selector @param {string} text */
  #text(selector, text) {
    const place = this.element.querySelector(selector);
    if (place) place.textContent = text;
  }
}

/** @param {Step} step */
function titleOf({ name, number }) {
  if (name === FINAL) return gettext("Final answer");
  if (name.startsWith("+")) return gettext("Inserted step");
  return interpolate(gettext("Step %(number)s"), { number }, true);
}

/** Whether a step, where nothing can be done, only says what stands above the trace. @param {Step} step @param {Context} context */
function repeatsTask({ kind, fields, calls }, { task, canEdit, canMark }) {
  return kind === "prompt" && !canEdit && !canMark && calls.length === 0 && fields.length === 1 && fields[0].text.trim() === task.trim();
}

/** The head says who speaks; a name for the one text would say nothing more. @param {Step} step */
const saysOnlyText = ({ fields }) => ["content", "text"].includes(fields[0].key);

const REASONING = new Set(["thinking", "thought", "reasoning", "content", "text"]);

/** What the agent says beside what it does. @param {Step} step @param {string} key */
const isReasoning = ({ kind }, key) => kind === "agent" && REASONING.has(key);
