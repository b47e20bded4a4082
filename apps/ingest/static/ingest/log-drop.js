import { FileDrop, megabytes, part } from "../projects/file-drop.js";
import { Refused, sendFile } from "./sending.js";

/**
 * Files dropped anywhere on the page or chosen go up one after the other, in pieces, each with a bar. What is there is listed
 * by the server, which is asked again after each.
 */
class LogDrop extends FileDrop {
  /** @type {Promise<void>} */
  #queue = Promise.resolve();
  #waiting = 0;

  connectedCallback() {
    super.connectedCallback();
    this.addEventListener("click", this.#onClick);
    this.addEventListener("change", this.#onChange);
  }

  get isBusy() {
    return this.#waiting > 0;
  }

  /** @param {Event} event */
  #onClick = (event) => {
    if (event.target instanceof Element && event.target.closest("[data-act=understood]")) this.complain("");
  };

  /** @param {Event} event a format was chosen: its form is sent at once */
  #onChange = (event) => {
    if (event.target instanceof HTMLSelectElement && event.target.dataset.act === "choose") event.target.form?.requestSubmit();
  };

  /** @param {File[]} files */
  take(files) {
    if (!files.length) return;
    this.input.value = ""; // the same file can be chosen again
    this.complain("");
    for (const file of files) {
      const problem = this.#problemOf(file);
      if (problem) this.#complainToo(problem);
      else this.#enqueue(file);
    }
  }

  /**
   * What can be said before a byte is sent; "" for nothing.
   *
   * @param {File} file
   */
  #problemOf(file) {
    const { mostBytes, mostWords } = this.dataset;
    const values = { name: file.name, most: mostWords };
    if (file.size === 0) return interpolate(gettext("%(name)s is empty."), values, true);
    if (file.size > Number(mostBytes)) return interpolate(gettext("%(name)s is larger than %(most)s. Split it, or compress it."), values, true);
    return "";
  }

  /** @param {File} file */
  #enqueue(file) {
    const row = this.#row(file);
    const stop = new AbortController();
    row.querySelector("[data-act=cancel]")?.addEventListener("click", () => {
      stop.abort();
      row.remove();
    });
    this.#waiting += 1;
    this.#queue = this.#queue.then(() => this.#send(file, row, stop.signal)).finally(() => {
      this.#waiting -= 1;
    });
  }

  /** @param {File} file @param {HTMLElement} row @param {AbortSignal} signal */
  async #send(file, row, signal) {
    try {
      await sendFile(file, this.dataset.address ?? "", signal, (stand) => this.#show(row, stand));
    } catch (error) {
      if (error instanceof Refused) this.#complainToo(`${file.name}: ${error.message}`);
      else if (!signal.aborted) throw error;
    } finally {
      row.remove();
      this.querySelector("#uploads")?.dispatchEvent(new Event("refresh")); // named in hx-trigger
    }
  }

  /** @param {HTMLElement} row @param {import("./sending.js").Stand} stand */
  #show(row, { sent, total, isLost }) {
    const bar = row.querySelector("progress");
    if (bar) [bar.max, bar.value] = [total, sent];
    const values = { sent: megabytes(sent), total: megabytes(total) };
    const words = isLost ? gettext("No network; it goes on by itself. %(sent)s of %(total)s MB") : gettext("%(sent)s of %(total)s MB");
    part(row, "words").textContent = interpolate(words, values, true);
  }

  /** @param {File} file */
  #row(file) {
    const template = /** @type {HTMLTemplateElement} */ (part(this, "row"));
    const row = /** @type {HTMLElement} */ (template.content.firstElementChild?.cloneNode(true));
    part(row, "name").textContent = file.name;
    part(row, "words").textContent = gettext("Waiting");
    row.querySelector("progress")?.setAttribute("aria-label", file.name);
    part(this, "sending").append(row);
    return row;
  }

  /** @param {string} problem added to what is said already */
  #complainToo(problem) {
    this.complain(`${part(this, "problem-words").textContent} ${problem}`.trim());
  }
}

customElements.define("log-drop", LogDrop);
