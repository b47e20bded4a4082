import { fromTemplate } from "../template.js";
import { anchorOf } from "./anchors.js";

/** The equal beginning of two traces as one line, in the place of a row's view. */
export class FoldedRows {
  element = fromTemplate("folded-rows-template");
  step;
  title;

  /** @param {string} name of its first row @param {string} title "12 equal steps" */
  constructor(name, title) {
    this.step = { name, calls: [] };
    this.title = title;
    this.element.id = anchorOf(name);
    this.element.dataset.step = name;
    const words = this.element.querySelector(".folded-words");
    if (words) words.textContent = title;
  }

  toggleFold() {
    /** @type {HTMLElement | null} */ (this.element.querySelector("[data-act=unfold-beginning]"))?.click();
  }

  refresh() {}
  refreshRows() {}

  lineAt() {
    return undefined;
  }

  callElement() {
    return undefined;
  }
}
