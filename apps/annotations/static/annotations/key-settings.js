import { nameOf } from "./keys.js";
import { part } from "./work.js";

/** A person's own keys: a dialog waits for the new key of an action, and the server says whether it can have it. */
class KeySettings extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", ({ target }) => target instanceof Element && this.#click(target));
    this.#field.addEventListener("keydown", (event) => this.#press(event));
    document.addEventListener("key-kept", () => this.#close());
    document.addEventListener("key-refused", () => this.#ask());
    for (const event of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
      this.addEventListener(event, () => this.#refuse(gettext("The server cannot be reached. Nothing was changed.")));
    }
  }

  /** @param {Element} target */
  #click(target) {
    const button = /** @type {HTMLElement | null} */ (target.closest("[data-change], [data-reset], [data-gives]"));
    if (!button) return;
    const { change, reset, key, gives } = button.dataset;
    if (change) this.#ask(change);
    else if (reset) this.#send(key ?? "", { action: reset });
    else if (gives === "none") this.#send("");
    else if (gives === "swap") this.#send(this.#value("key").value, { swap: true });
    else if (gives === "cancel") this.#dialog.close();
  }

  /** Escape closes the dialog and Tab leads to its buttons, as everywhere; all else is the new key. @param {KeyboardEvent} event */
  #press(event) {
    const name = nameOf(event);
    if (event.isComposing || name === "" || name === "Escape" || /^(Shift\+)?Tab$/.test(name)) return;
    event.preventDefault();
    this.#send(name);
  }

  /** @param {string} [action] the one of before without it: its key was refused */
  #ask(action) {
    if (action !== undefined) {
      this.#value("action").value = action;
      part(this, "#key-refusal").replaceChildren();
    }
    part(this, "#press-title").textContent = part(this, `#title-${this.#value("action").value}`).textContent;
    if (!this.#dialog.open) this.#dialog.showModal();
    const offer = this.querySelector("#key-refusal [data-gives]");
    (offer instanceof HTMLElement ? offer : this.#field).focus();
  }

  /** @param {string} key @param {{action?: string, swap?: boolean}} [more] */
  #send(key, { action = this.#value("action").value, swap = false } = {}) {
    this.#value("action").value = action;
    this.#value("key").value = key;
    this.#value("swap").value = swap ? "1" : "";
    part(this, "form", HTMLFormElement).requestSubmit();
  }

  /** The list is another one now, and with it the button that was pressed. */
  #close() {
    this.#dialog.close();
    const button = this.querySelector(`#change-${this.#value("action").value || "next"}`);
    if (button instanceof HTMLElement) button.focus();
  }

  /** @param {string} problem */
  #refuse(problem) {
    part(this, "#key-refusal").textContent = problem;
    this.#ask();
  }

  /** @param {string} name of a hidden field */
  #value(name) {
    return part(this, `[name=${name}]`, HTMLInputElement);
  }

  get #field() {
    return part(this, "#press-field", HTMLInputElement);
  }

  get #dialog() {
    return part(this, "#press-dialog", HTMLDialogElement);
  }
}

customElements.define("key-settings", KeySettings);
