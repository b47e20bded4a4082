/** A longer text is folded until somebody asks for all of it. */
const MOST_LINES = 24;

/**
 * A text as it was recorded: the beginning of a long one, and all of it when asked.
 *
 * @typedef {{text: string, chars: number, lines: number, code: boolean, whole: () => Promise<string>, isOpen: boolean,
 *   opened: () => void, none?: string, at?: string}} Long `none` says that there is no text; `at` is the place of a text that
 *   can be marked, "4:/content"
 */
export class LongText extends HTMLElement {
  /** @type {Long | undefined} */
  #long;

  /** @param {Long} long */
  show(long) {
    this.#long = long;
    if (long.at === undefined || long.text === "") delete this.dataset.at;
    else this.dataset.at = long.at;
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

  /** Shows all of a folded text when the pattern is in it. @param {RegExp} pattern */
  async openFor(pattern) {
    const long = this.#long;
    const button = this.querySelector("button");
    if (!long || !button || this.closest("[hidden]") || !(await has(long.whole, pattern))) return;
    await this.openWhole();
  }

  /** Shows all of a folded text. */
  async openWhole() {
    const long = this.#long;
    const button = this.querySelector("button");
    if (!long || !button) return;
    long.opened();
    if (await this.#open(/** @type {HTMLElement} */ (this.querySelector("p")), long)) button.remove();
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

/** @param {() => Promise<string>} read @param {RegExp} pattern @returns {Promise<boolean>} false also when the network is down */
export async function has(read, pattern) {
  try {
    return (await read()).search(pattern) !== -1;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return false;
  }
}

customElements.define("long-text", LongText);
