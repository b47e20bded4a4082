/**
 * The base of elements that take files, dropped anywhere on the page or chosen in their field. They have parts named `zone`,
 * `problem` and `problem-words`, and say what becomes of the files (`take`) and whether the page may be left (`isBusy`).
 */
export class FileDrop extends HTMLElement {
  connectedCallback() {
    this.input.addEventListener("change", () => this.take([...(this.input.files ?? [])]));
    document.addEventListener("dragover", this.#onDrag);
    document.addEventListener("dragleave", this.#onDrag);
    document.addEventListener("drop", this.#onDrop);
    window.addEventListener("beforeunload", this.#onLeave);
    this.take([...(this.input.files ?? [])]); // chosen before this script came
  }

  disconnectedCallback() {
    document.removeEventListener("dragover", this.#onDrag);
    document.removeEventListener("dragleave", this.#onDrag);
    document.removeEventListener("drop", this.#onDrop);
    window.removeEventListener("beforeunload", this.#onLeave);
  }

  /** @param {File[]} _files maybe none */
  take(_files) {
    throw new Error("An element that takes files says what it does with them.");
  }

  /** Whether leaving the page now would break something off. */
  get isBusy() {
    return false;
  }

  get input() {
    return /** @type {HTMLInputElement} */ (this.querySelector("input[type=file]"));
  }

  /** @param {string} problem shown in place of what was said before; "" takes it back */
  complain(problem) {
    part(this, "problem-words").textContent = problem;
    part(this, "problem").hidden = problem === "";
  }

  /** @param {DragEvent} event */
  #onDrag = (event) => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault(); // else a file that misses the field opens in place of the page
    part(this, "zone").classList.toggle("is-target", event.type === "dragover");
  };

  /** @param {DragEvent} event */
  #onDrop = (event) => {
    this.#onDrag(event);
    this.take([...(event.dataTransfer?.files ?? [])]);
  };

  /** @param {BeforeUnloadEvent} event */
  #onLeave = (event) => {
    if (this.isBusy) event.preventDefault();
  };
}

/** @param {Element} inside @param {string} name of a data-part */
export const part = (inside, name) => /** @type {HTMLElement} */ (inside.querySelector(`[data-part=${name}]`));

/** @param {number} bytes */
export const megabytes = (bytes) => (bytes / 1024 / 1024).toFixed(1);
