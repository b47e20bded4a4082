import { icon } from "../icon.js";
import { fromTemplate } from "../template.js";
import { anchorOf } from "./anchors.js";
import { durationFact, showFacts, tokenFact } from "./spent.js";

/** @typedef {import("./sub-agents.js").Fold} Fold */

/** The line that the steps of a sub-agent are folded into, in the place of a step's view. It has nothing to edit or to judge. */
export class AgentFold {
  element = fromTemplate("agent-fold-template");
  step;
  title;
  #isOpen;
  #toggle;

  /** @param {string} name "agent-12" @param {Fold} fold @param {{isOpen: () => boolean, toggle: () => void, ofCall: string}} page `ofCall` says which call, where a step has several */
  constructor(name, fold, { isOpen, toggle, ofCall }) {
    this.step = { name, calls: [] };
    this.title = foldTitle(fold);
    this.#isOpen = isOpen;
    this.#toggle = toggle;
    this.element.id = anchorOf(name);
    this.element.dataset.step = name;
    this.element.setAttribute("aria-label", this.title);
    this.element.querySelector(".step-at")?.append(icon("i-agent", "icon icon-small"));
    this.#text(".head-name", this.title);
    this.#text(".of-call", ofCall);
    this.#text(".gist", fold.prompt);
    showFacts(/** @type {Element} */ (this.element.querySelector(".facts")), factsOf(fold));
    const errors = /** @type {HTMLElement} */ (this.element.querySelector(".badge-error"));
    errors.hidden = fold.errors === 0;
    this.#text(".badge-error span", counted(ngettext("%(count)s tool error", "%(count)s tool errors", fold.errors), fold.errors));
    this.refresh();
  }

  toggleFold() {
    this.#toggle();
  }

  refresh() {
    this.element.querySelector("button")?.setAttribute("aria-expanded", String(this.#isOpen()));
  }

  refreshRows() {}
  unfold() {}

  lineAt() {
    return undefined;
  }

  callElement() {
    return undefined;
  }

  /** @param {string} selector @param {string} text */
  #text(selector, text) {
    const place = this.element.querySelector(selector);
    if (place) place.textContent = text;
  }
}

/** @param {Fold} fold */
export const foldTitle = ({ kind, agent }) => interpolate(gettext("Sub-agent %(name)s"), { name: kind || agent }, true);

/** @param {Fold} fold */
function factsOf({ steps, calls, seconds, tokens }) {
  const counts = [
    { text: counted(ngettext("%(count)s step", "%(count)s steps", steps), steps), title: "" },
    { text: counted(ngettext("%(count)s call", "%(count)s calls", calls), calls), title: "" },
  ];
  const took = durationFact(seconds, gettext("From its first step to its last"));
  return [...counts, took, tokenFact(tokens)].filter((fact) => fact !== undefined);
}

/** @param {string} words @param {number} count */
const counted = (words, count) => interpolate(words, { count: count.toLocaleString() }, true);
