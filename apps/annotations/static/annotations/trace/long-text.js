/** A longer text is folded until somebody asks for all of it. */
const MOST_LINES = 24;

/**
 * A text as it was recorded: the beginning of a long one, and all of it when asked.
 *
 * @typedef {{text: string, chars: number, lines: number, code: boolean, whole: () => Promise<string>, isOpen: boolean,
 *   opened: () => void, none?: string}} Long `none` says that there is no text
 */
export class LongText extends HTMLElement {
  /** @param {Long} long */
  show(long) {
    const line = /** @type {HTMLElement} */ (this.querySelector("p"));
    line.className = long.text === "" ? "quiet" : long.code ? "field-code" : "field-text";
    line.textContent = long.text === "" ? long.none ?? gettext("empty") : long.text;
    const isLong = long.lines > MOST_LINES || long.text.length < long.chars;
    this.querySelector("button")?.remove();
    this.classList.toggle("is-cut", isLong && !long.isOpen);
    if (!isLong) return;
    if (long.isOpen) void this.#open(line, long);
    else this.append(this.#button(line, long));
  }

  /** @param {HTMLElement} line @param {Long} long */
  #button(line, long) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button-quiet button-small";
    const count = (long.lines > 1 ? long.lines : long.chars).toLocaleString();
    const words = long.lines > 1 ? gettext("Show all %(count)s lines") : gettext("Show all %(count)s characters");
    button.textContent = interpolate(words, { count }, true);
    button.addEventListener("click", async () => {
      long.opened();
      if (await this.#open(line, long)) button.remove();
    });
    return button;
  }

  /** @param {HTMLElement} line @param {Long} long */
  async #open(line, long) {
    this.classList.remove("is-cut");
    try {
      line.textContent = await long.whole();
      return true;
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      line.append(document.createElement("br"), gettext("The network is down: the rest of this text cannot be read now."));
      return false;
    }
  }
}

customElements.define("long-text", LongText);
