/** A field to be copied. Its button appears where the browser lets a page write to the clipboard; the field can always be selected. */
class CopyText extends HTMLElement {
  connectedCallback() {
    const field = this.querySelector("input");
    const button = this.querySelector("button");
    if (!field || !button) return;
    field.addEventListener("focus", () => field.select());
    button.hidden = !navigator.clipboard;
    button.addEventListener("click", () => this.#copy(field.value));
  }

  /** @param {string} text */
  async #copy(text) {
    const status = this.querySelector("[role=status]");
    if (!status) return;
    try {
      await navigator.clipboard.writeText(text);
      status.textContent = gettext("Copied");
    } catch {
      status.textContent = gettext("The browser did not allow it: select the link and copy it yourself");
    }
  }
}

customElements.define("copy-text", CopyText);
