/** Shows the beginning of a long text, and all of it when asked. */
export class LongText extends HTMLElement {
  connectedCallback() {
    const button = this.querySelector("button");
    button?.addEventListener("click", () => {
      this.classList.remove("is-cut");
      button.remove();
    });
  }
}

customElements.define("long-text", LongText);
