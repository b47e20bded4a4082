import { copyButton } from "../copy-button.js";
import { element } from "../element.js";
import { fromTemplate } from "../template.js";
import { textOf } from "./block-text.js";
import { counts, drawn } from "./blocks.js";

/**
 * @typedef {import("./blocks.js").Block} Block
 * @typedef {{value: import("./blocks.js").View}} DiffView what people chose last holds for what is drawn later
 * @typedef {{whole: () => Promise<Block[]>, view: DiffView, opened: () => void, drawn: () => void, isOpen: boolean}} Around
 */

/** What a call did, drawn by its blocks: a head for each file, the beginning of a long one, and all of it when asked. */
export class CallBlocks {
  element = document.createElement("div");
  #blocks;
  #around;

  /** @param {Block[]} blocks @param {Around} around */
  constructor(blocks, around) {
    this.#blocks = blocks;
    this.#around = around;
    this.element.className = "call-blocks";
    this.#draw();
    if (around.isOpen) void this.#open();
  }

  /** Whether the output of the call is among what is drawn. */
  get hasOutput() {
    return this.#blocks.some(({ kind }) => kind !== "diff");
  }

  #draw() {
    const isMany = this.#blocks.length > 1;
    this.element.replaceChildren(...this.#blocks.map((block, index) => this.#part(block, index, isMany)));
    const more = this.#blocks.reduce((sum, each) => sum + each.more, 0);
    if (more > 0) this.element.append(this.#button(more));
    this.#around.drawn();
  }

  /** All lines of what was cut. */
  async showAll() {
    if (this.#blocks.some(({ more }) => more > 0)) await this.#open();
  }

  /** @param {Block} block @param {number} index @param {boolean} isMany then each names its file */
  #part(block, index, isMany) {
    const part = element("div", "call-part");
    if ("path" in block) part.dataset.file = block.path;
    const copy = copyButton(() => this.#wholeText(index), block.kind === "terminal" ? gettext("the output") : block.path || gettext("the lines"));
    if (block.kind === "diff") {
      const head = this.#head(block, isMany);
      head.querySelector(".grow")?.after(...copy); // where it is not seen, its room is in the middle
      part.append(head, drawn(block, this.#around.view.value));
    } else {
      part.append(drawn(block, this.#around.view.value), element("div", "copy-place", copy));
    }
    return part;
  }

  /** @param {number} index of a block */
  async #wholeText(index) {
    const block = this.#blocks[index];
    return textOf(block.more > 0 ? (await this.#around.whole())[index] : block);
  }

  /** @param {import("./blocks.js").Diff} block @param {boolean} isMany */
  #head(block, isMany) {
    const head = fromTemplate("diff-head-template");
    const path = head.querySelector(".code");
    if (path) path.textContent = isMany ? block.path : "";
    head.querySelector(".counts")?.append(...counts(block));
    for (const button of head.querySelectorAll("[data-view]")) {
      const view = /** @type {import("./blocks.js").View} */ (button.getAttribute("data-view"));
      button.setAttribute("aria-pressed", String(view === this.#around.view.value));
      button.addEventListener("click", () => {
        this.#around.view.value = view;
        this.#draw();
      });
    }
    return head;
  }

  /** @param {number} more */
  #button(more) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button-quiet button-small";
    const words = ngettext("Show %(count)s more line", "Show %(count)s more lines", more);
    button.textContent = interpolate(words, { count: more.toLocaleString() }, true);
    button.addEventListener("click", () => void this.#open());
    return button;
  }

  async #open() {
    this.#around.opened();
    try {
      this.#blocks = await this.#around.whole();
      this.#draw();
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      this.element.append(gettext("The network is down: the rest of this text cannot be read now."));
    }
  }
}
