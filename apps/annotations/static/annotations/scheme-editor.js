import "./kinds.js"; // the preview's questions can be tried
import { part } from "./work.js";

/** The questions as text: a question to begin with, Ctrl+S, and a warning before unsaved ones are left. */
class SchemeEditor extends HTMLElement {
  #saved = "";
  #isSaving = false;

  connectedCallback() {
    this.#saved = this.#text.value;
    this.#starters.addEventListener("change", () => this.#add(this.#starters.value));
    this.#form.addEventListener("submit", () => (this.#isSaving = true));
    this.#text.addEventListener("input", () => this.#tell());
    this.addEventListener("keydown", (event) => this.#press(event));
    for (const event of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
      this.addEventListener(event, () => this.#say(gettext("The preview cannot be fetched. Your text is here still.")));
    }
    window.addEventListener("beforeunload", (event) => {
      if (!this.#isSaving && this.#isChanged) event.preventDefault();
    });
  }

  /** A question of a kind behind the others. @param {string} kind */
  #add(kind) {
    this.#starters.value = "";
    const starter = [...this.querySelectorAll("template")].find(({ dataset }) => dataset.starter === kind)?.content.textContent;
    if (!starter) return;
    const before = this.#text.value.trimEnd() || "annotation_schemes:";
    this.#text.value = `${before.replace(/^annotation_schemes: *\[\]$/, "annotation_schemes:")}\n${starter}`;
    this.#text.focus();
    this.#text.setSelectionRange(before.length + 1, this.#text.value.length);
    this.#text.dispatchEvent(new Event("input", { bubbles: true }));
  }

  /** @param {KeyboardEvent} event */
  #press(event) {
    if (event.key !== "s" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    event.preventDefault();
    this.#form.requestSubmit();
  }

  #tell() {
    this.#say(this.#isChanged ? gettext("Not saved yet") : "");
  }

  /** @param {string} words */
  #say(words) {
    part(this, "[data-part=stand]").textContent = words;
  }

  get #isChanged() {
    return this.#text.value !== this.#saved;
  }

  get #form() {
    return part(this, "form", HTMLFormElement);
  }

  get #text() {
    return part(this, "textarea[name=text]", HTMLTextAreaElement);
  }

  get #starters() {
    return part(this, "[data-part=starters]", HTMLSelectElement);
  }
}

customElements.define("scheme-editor", SchemeEditor);
