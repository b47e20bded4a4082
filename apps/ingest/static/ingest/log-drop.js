import { sendFile, Refused } from "./sending.js";

/**
 * Files dropped anywhere on the page or chosen go up one after the other, in pieces, each with a bar. What is there is listed
 * by the server, which is asked again after each.
 */
class LogDrop extends HTMLElement {
  /** @type {Promise<void>} */
  #queue = Promise.resolve();
  #waiting = 0;

  connectedCallback() {
    this.#input.addEventListener("change", () => this.#take(this.#input.files));
    this.addEventListener("click", this.#onClick);
    this.addEventListener("change", this.#onChange);
    document.addEventListener("dragover", this.#onDrag);
    document.addEventListener("dragleave", this.#onDrag);
    document.addEventListener("drop", this.#onDrop);
    window.addEventListener("beforeunload", this.#onLeave);
    this.#take(this.#input.files); // chosen before this script came
  }

  disconnectedCallback() {
    document.removeEventListener("dragover", this.#onDrag);
    document.removeEventListener("dragleave", this.#onDrag);
    document.removeEventListener("drop", this.#onDrop);
    window.removeEventListener("beforeunload", this.#onLeave);
  }

  /** @param {DragEvent} event */
  #onDrag = (event) => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault(); // else a file that misses the field opens in place of the page
    this.#part("zone").classList.toggle("is-target", event.type === "dragover");
  };

  /** @param {DragEvent} event */
  #onDrop = (event) => {
    this.#onDrag(event);
    this.#take(event.dataTransfer?.files);
  };

  /** @param {BeforeUnloadEvent} event */
  #onLeave = (event) => {
    if (this.#waiting) event.preventDefault();
  };

  /** @param {Event} event */
  #onClick = (event) => {
    if (event.target instanceof Element && event.target.closest("[data-act=understood]")) this.#complain("");
  };

  /** @param {Event} event a format was chosen: its form is sent at once */
  #onChange = (event) => {
    if (event.target instanceof HTMLSelectElement && event.target.dataset.act === "choose") event.target.form?.requestSubmit();
  };

  /** @param {FileList | null | undefined} files */
  #take(files) {
    const chosen = [...(files ?? [])];
    if (!chosen.length) return;
    this.#input.value = ""; // the same file can be chosen again
    this.#complain("");
    for (const file of chosen) {
      const problem = this.#problemOf(file);
      if (problem) this.#complain(problem);
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
      if (error instanceof Refused) this.#complain(`${file.name}: ${error.message}`);
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
    const template = /** @type {HTMLTemplateElement} */ (this.#part("row"));
    const row = /** @type {HTMLElement} */ (template.content.firstElementChild?.cloneNode(true));
    part(row, "name").textContent = file.name;
    part(row, "words").textContent = gettext("Waiting");
    row.querySelector("progress")?.setAttribute("aria-label", file.name);
    this.#part("sending").append(row);
    return row;
  }

  /** @param {string} problem added to what is said already; "" takes all back */
  #complain(problem) {
    const words = this.#part("problem-words");
    words.textContent = problem && words.textContent ? `${words.textContent} ${problem}` : problem;
    this.#part("problem").hidden = problem === "";
  }

  get #input() {
    return /** @type {HTMLInputElement} */ (this.querySelector("input[type=file]"));
  }

  /** @param {string} name */
  #part(name) {
    return part(this, name);
  }
}

/** @param {Element} inside @param {string} name */
const part = (inside, name) => /** @type {HTMLElement} */ (inside.querySelector(`[data-part=${name}]`));

/** @param {number} bytes */
const megabytes = (bytes) => (bytes / 1024 / 1024).toFixed(1);

customElements.define("log-drop", LogDrop);
