import { part } from "./work.js";

/** The map of the trace: one line per step, where you are, and which lines are shown. */
export class Outline {
  #lines;
  #steps;
  #map;
  #filter = "all";

  /**
   * @param {HTMLElement} map holds one link per step, by its id
   * @param {HTMLElement} trace
   */
  constructor(map, trace) {
    this.#map = map;
    this.#steps = /** @type {HTMLElement[]} */ ([...trace.querySelectorAll("article.step")]);
    this.#lines = new Map(this.#steps.map((step) => [step, this.#lineOf(step)]));
    for (const name of ["click", "focusin"]) {
      trace.addEventListener(name, (event) => this.#visit(event));
      map.addEventListener(name, (event) => this.#visit(event));
    }
    this.#search?.addEventListener("input", () => this.#showLines());
    addEventListener("hashchange", () => this.#toAddress());
    this.#toAddress();
  }

  /** @returns {HTMLElement | undefined} the step you are on */
  get here() {
    return this.#steps.find((step) => step.classList.contains("is-here"));
  }

  /** @param {HTMLElement | undefined} step */
  mark(step) {
    if (!step || step === this.here) return;
    for (const [each, line] of this.#lines) {
      each.classList.toggle("is-here", each === step);
      const link = line.querySelector("a");
      if (each === step) link?.setAttribute("aria-current", "true");
      else link?.removeAttribute("aria-current");
    }
    this.#lines.get(step)?.scrollIntoView({ block: "nearest" });
  }

  /** @param {Element | null | undefined} step */
  goTo(step) {
    if (!(step instanceof HTMLElement)) return;
    this.mark(step);
    step.scrollIntoView({ block: "nearest" });
    step.querySelector("a")?.focus({ preventScroll: true });
  }

  /** @param {1 | -1} direction among the steps the map shows */
  move(direction) {
    const shown = this.#shown;
    const index = this.here ? shown.indexOf(this.here) : -1;
    this.goTo(shown[index === -1 ? 0 : Math.min(shown.length - 1, Math.max(0, index + direction))]);
  }

  toFirst() {
    this.goTo(this.#shown[0]);
  }

  toLast() {
    this.goTo(this.#shown.at(-1));
  }

  /** @param {string} name "all", "errors" or "edited" */
  filter(name) {
    this.#filter = name;
    for (const button of this.#map.querySelectorAll("[data-filter]")) {
      button.setAttribute("aria-pressed", String(button.getAttribute("data-filter") === name));
    }
    this.#showLines();
  }

  focusSearch() {
    this.#search?.focus();
    this.#search?.select();
  }

  clearSearch() {
    if (this.#search) this.#search.value = "";
    this.#showLines();
  }

  /** Says which steps are edited; a line does not vanish from under the hand when its last edit goes. */
  showEdited() {
    const edited = this.#steps.filter(isEdited);
    for (const [step, line] of this.#lines) {
      for (const part of [step, line]) part.querySelector("[data-shows=edited]")?.toggleAttribute("hidden", !edited.includes(step));
    }
    const count = this.#map.querySelector("[data-filter=edited] b");
    if (count) count.textContent = String(edited.length);
  }

  /** @param {HTMLElement} step */
  #lineOf(step) {
    const line = this.#map.querySelector(`a[href="#${CSS.escape(step.id)}"]`)?.closest("li");
    if (!line) throw new Error(`The map has no line for the step "${step.id}".`);
    return line;
  }

  get #search() {
    return /** @type {HTMLInputElement | null} */ (this.#map.querySelector("input[type=search]"));
  }

  get #shown() {
    return this.#steps.filter((step) => !this.#lines.get(step)?.hidden);
  }

  #showLines() {
    const wanted = this.#search?.value.trim().toLowerCase() ?? "";
    for (const [step, line] of this.#lines) line.hidden = !(this.#passes(step) && textOf(step).includes(wanted));
    const none = part(this.#map, "[data-shows=none-found]");
    none.hidden = this.#shown.length > 0;
    if (!none.hidden) none.textContent = noneFound(this.#filter, wanted !== "");
  }

  /** @param {HTMLElement} step */
  #passes(step) {
    if (this.#filter === "errors") return step.dataset.error !== undefined;
    return this.#filter !== "edited" || isEdited(step);
  }

  /** @param {Event} event */
  #visit(event) {
    if (!(event.target instanceof Element)) return;
    const line = event.target.closest("li");
    const step = event.target.closest("article.step") ?? this.#steps.find((each) => this.#lines.get(each) === line);
    this.mark(/** @type {HTMLElement | undefined} */ (step));
  }

  #toAddress() {
    this.mark(this.#steps.find((step) => `#${step.id}` === location.hash) ?? this.here ?? this.#steps[0]);
  }
}

/** @param {HTMLElement} step */
const isEdited = (step) => step.querySelector("edit-field.is-edited") !== null;

/**
 * Why the map is empty, and the way back.
 *
 * @param {string} filter
 * @param {boolean} searching
 */
function noneFound(filter, searching) {
  if (!searching) return gettext("Nothing is edited. Choose All to see every step.");
  if (filter === "edited") return gettext("No edited step has this text. Clear the search, or choose All.");
  if (filter === "errors") return gettext("No step with an error has this text. Clear the search, or choose All.");
  return gettext("No step has this text. Clear the search to see all.");
}

/** What the agent wrote and what was typed. @param {HTMLElement} step */
const textOf = (step) =>
  [step.textContent, ...[...step.querySelectorAll("textarea")].map(({ value }) => value)].join("\n").toLowerCase();
