/** A card whose content htmx fetches. When that fails the card says so and offers to try again. */
class FetchedCard extends HTMLElement {
  connectedCallback() {
    for (const event of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
      this.addEventListener(event, () => this.#show("failed"));
    }
    this.addEventListener("htmx:afterSwap", () => this.#show("content"));
    this.addEventListener("click", (event) => {
      if (!(event.target instanceof Element) || !event.target.closest("[data-act=again]")) return;
      this.#show("content");
      this.dispatchEvent(new Event("again")); // named in hx-trigger
    });
  }

  /** @param {"content" | "failed"} part */
  #show(part) {
    for (const element of this.querySelectorAll("[data-part]")) {
      if (element instanceof HTMLElement) element.hidden = element.dataset.part !== part;
    }
  }
}

customElements.define("fetched-card", FetchedCard);
