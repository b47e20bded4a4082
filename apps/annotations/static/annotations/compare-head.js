import { fromTemplate } from "./template.js";
import { LongText } from "./trace/long-text.js";
import { inOrder } from "./trace/side-by-side.js";

/**
 * The heads of the two that are compared, which stay in sight: what they are called, how long they are, where they first differ.
 * Texts stand whole below their heads. Where there is room for one column only, its two buttons say which.
 */
export class CompareHead extends HTMLElement {
  /** Another trace. @param {import("./trace/trace-data.js").TraceData} data */
  open(data) {
    const { pair } = data.trace;
    this.hidden = !pair; // an older page, kept for use without a network, knows of none
    if (!pair) return;
    const sides = inOrder(pair.sides.map((side, index) => ({ side, name: "AB"[index] })));
    this.querySelector(".compare-sides")?.replaceChildren(...sides.map(({ side, name }, at) => head(side, name, pair.labels[at], at, data)));
    this.classList.toggle("is-of-texts", !pair.is_traces);
    for (const button of this.#buttons) button.textContent = pair.labels[this.#buttons.indexOf(button)];
    this.show(0);
    const words = pair.first === null ? gettext("Both did the same in every step.") : gettext("They first differ in row %(number)s.");
    const status = /** @type {HTMLElement} */ (this.querySelector("[data-shows=first]"));
    status.hidden = !pair.is_traces;
    /** @type {HTMLElement} */ (status.querySelector("p")).textContent = interpolate(words, { number: (pair.first ?? 0) + 1 }, true);
    /** @type {HTMLElement} */ (status.querySelector("button")).hidden = pair.first === null;
  }

  /** The column that is there where there is room for one: 0 or 1, of the page. @param {number} at */
  show(at) {
    this.dataset.shown = String(at);
    this.#buttons.forEach((button, index) => button.setAttribute("aria-pressed", String(index === at)));
  }

  /** The other column. */
  turn() {
    this.show(1 - Number(this.dataset.shown));
  }

  get #buttons() {
    return [...this.querySelectorAll(".compare-switch button")];
  }
}

/**
 * @param {import("./trace/trace-data.js").Side} side
 * @param {string} name "A" or "B", of the data
 * @param {string} label
 * @param {number} at
 * @param {import("./trace/trace-data.js").TraceData} data
 */
function head({ label: own, model, steps, calls, errors, text }, name, label, at, data) {
  const element = fromTemplate("compare-head-template");
  element.classList.add(at === 0 ? "is-first" : "is-second");
  write(element, ".compare-label", label);
  write(element, ".compare-own", [own, model].filter(Boolean).join(" · "));
  const long = element.querySelector("long-text");
  if (text === null) {
    write(element, ".compare-facts", facts(steps, calls, errors));
    long?.remove();
  } else if (long instanceof LongText) {
    long.show({ ...text, whole: () => data.whole(`${name}0`, text), isOpen: false, opened: () => {} });
  }
  return element;
}

/** @param {number} steps @param {number} calls @param {number} errors */
function facts(steps, calls, errors) {
  const words = [
    [steps, ngettext("%(count)s step", "%(count)s steps", steps)],
    [calls, ngettext("%(count)s call", "%(count)s calls", calls)],
    [errors, ngettext("%(count)s tool error", "%(count)s tool errors", errors)],
  ];
  const there = words.filter(([count]) => count !== 0);
  return there.map(([count, word]) => interpolate(String(word), { count: count.toLocaleString() }, true)).join(", ");
}

/** @param {Element} root @param {string} selector @param {string} words */
function write(root, selector, words) {
  const place = root.querySelector(selector);
  if (place) place.textContent = words;
}

customElements.define("compare-head", CompareHead);
