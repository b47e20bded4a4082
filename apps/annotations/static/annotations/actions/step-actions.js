import { Arranging } from "../edits/arranging.js";
import { askName } from "../edits/ask-name.js";
import { EditField } from "../edits/edit-field.js";
import { Menu } from "../menu.js";
import { toggle } from "../template.js";
import { offerUndo } from "../toast.js";
import { part } from "../work.js";

/** What a person does to the step or call they are at: its texts, its place, its menu. */
export class StepActions {
  #page;
  #steps;
  #fields;
  #here;
  #arranging;
  #menu;

  /**
   * @param {HTMLElement} page
   * @param {import("../trace/trace-steps.js").TraceSteps} steps
   * @param {import("../edits/step-fields.js").StepFields} fields
   * @param {import("./here.js").Here} here
   */
  constructor(page, steps, fields, here) {
    this.#page = page;
    this.#steps = steps;
    this.#fields = fields;
    this.#here = here;
    this.#arranging = new Arranging(steps);
    this.#menu = new Menu(part(page, "#step-menu"));
  }

  /** A field's own name opens that field. @param {Element | null} from */
  async edit(from) {
    const field = from?.closest(".label")?.closest("edit-field");
    if (field instanceof EditField) await field.open();
    else await this.#fields.openNext(this.#here.stepOf(from));
  }

  /** @param {Element | null} from */
  reset(from) {
    const field = from?.closest("edit-field");
    if (field instanceof EditField && field.edited) field.reset();
    else this.#fields.resetOne(this.#here.stepOf(from));
  }

  /** What the first hint offers, of the field or call or step that somebody is at. @param {Element | null} from */
  rename(from) {
    const places = [from?.closest("edit-field"), from?.closest("[data-call]"), this.#here.stepOf(from)];
    const offered = places.map((place) => place?.querySelector("edit-field .hint-act:not([hidden])")).find((found) => found);
    if (offered instanceof HTMLElement) offered.click();
  }

  /** A blank step behind the one somebody is at. */
  insert() {
    this.#arranging.insertStep();
  }

  /** Behind the call, else behind the last one of the step. @param {Element | null} from */
  async insertCall(from) {
    const name = this.#here.nameOf(from);
    const step = this.#steps.view(name ?? "")?.element;
    const button = step?.querySelector(".add-call");
    const { arrangement } = this.#steps.corrections;
    if (!name || !(button instanceof HTMLElement) || arrangement.isRemoved(name)) return;
    const after = this.#here.callOf(from) ?? arrangement.callsOf(name).at(-1) ?? null;
    const known = this.#steps.data.tools.map(([tool]) => tool);
    const tool = await askName(button, { label: gettext("Tool of the new call"), action: gettext("Insert call"), known });
    if (tool) this.#arranging.insertCall(name, after, tool);
  }

  /** The call that the button or the focus is in, else the step. @param {Element | null} from */
  remove(from) {
    const name = this.#here.nameOf(from);
    const call = this.#here.callOf(from);
    if (name === undefined) return;
    if (call) this.#removeCall(name, call);
    else if (!this.#steps.isFold(name)) this.#removeStep(name); // a sub-agent goes with its steps
  }

  /** @param {Element | null} from @param {1 | -1} by */
  move(from, by) {
    const name = this.#here.nameOf(from);
    const call = this.#here.callOf(from);
    if (name === undefined) return;
    if (!call) return this.#arranging.moveStep(name, by);
    this.#steps.goTo(name, { call: this.#steps.corrections.moveCall(name, call, by) });
  }

  /** @param {Element | null} from */
  foldAgent(from) {
    this.#steps.toggleAgent(this.#here.nameOf(from) ?? "");
  }

  /** @param {Element | null} from */
  unfold(from) {
    this.#steps.view(this.#here.nameOf(from) ?? "")?.toggleFold();
  }

  /** @param {Element | null} from */
  async copyLink(from) {
    const inside = from?.closest("[data-call]") ?? this.#here.stepOf(from);
    if (inside) await navigator.clipboard.writeText(new URL(`#${inside.id}`, location.href).href);
  }

  /** @param {Element | null} button */
  openMenu(button) {
    if (!(button instanceof HTMLElement)) return;
    const call = this.#here.callOf(button);
    const isRemoved = this.#steps.corrections.arrangement.isRemoved(call ?? this.#here.nameOf(button) ?? "");
    toggle(part(this.#page, "#step-menu"), "removed", isRemoved);
    toggle(part(this.#page, "#step-menu"), "present", !isRemoved);
    for (const item of this.#page.querySelectorAll("#step-menu [data-for]")) {
      item.toggleAttribute("hidden", (item.getAttribute("data-for") === "call") !== (call !== undefined));
    }
    this.#menu.open(button);
  }

  /** Whose menu is or was open. @returns {HTMLElement | null} */
  get menuButton() {
    return this.#menu.button;
  }

  /** @param {string} name @param {string} call */
  #removeCall(name, call) {
    const { corrections } = this.#steps;
    if (corrections.arrangement.isRemoved(call)) return corrections.restore(call);
    corrections.removeCall(name, call);
    this.#steps.goTo(name);
    offerUndo(gettext("Call removed, with its result."), () => corrections.undo());
  }

  /** @param {string} name */
  #removeStep(name) {
    const { corrections } = this.#steps;
    const wasRemoved = corrections.arrangement.isRemoved(name);
    const { title } = this.#steps.view(name) ?? {};
    this.#arranging.removeStep(name);
    if (!wasRemoved && title) offerUndo(interpolate(gettext("%(step)s removed."), { step: title }, true), () => corrections.undo());
  }
}
