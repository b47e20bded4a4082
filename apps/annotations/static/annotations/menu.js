/** A menu of actions below the button that opened it: one in the page for all buttons of a sort. */
export class Menu {
  #menu;
  /** @type {HTMLElement | null} */
  #button = null;

  /** @param {HTMLElement} menu has the attribute `popover` and holds buttons */
  constructor(menu) {
    this.#menu = menu;
    menu.addEventListener("keydown", (event) => this.#move(event));
    menu.addEventListener("click", () => menu.hidePopover());
    menu.addEventListener("toggle", (event) => {
      const isOpen = /** @type {ToggleEvent} */ (event).newState === "open";
      this.#button?.setAttribute("aria-expanded", String(isOpen));
      if (!isOpen && menu.contains(document.activeElement)) this.#button?.focus({ preventScroll: true });
    });
  }

  /** The button it belongs to now: what its actions are about. */
  get button() {
    return this.#button;
  }

  /** @param {HTMLElement} button @param {DOMRect} [place] that it opens at, when it is not the button's */
  open(button, place = button.getBoundingClientRect()) {
    this.#button = button;
    this.#menu.showPopover();
    const { width, height } = this.#menu.getBoundingClientRect();
    const below = place.bottom + 4 + height < innerHeight;
    this.#menu.style.left = `${Math.max(8, place.right - width)}px`;
    this.#menu.style.top = `${Math.max(8, below ? place.bottom + 4 : place.top - height - 4)}px`;
    this.#items[0]?.focus();
  }

  get #items() {
    return /** @type {HTMLElement[]} */ ([...this.#menu.querySelectorAll("button")]).filter((item) => item.closest("[hidden]") === null);
  }

  /** @param {KeyboardEvent} event */
  #move(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const items = this.#items;
    const index = items.indexOf(/** @type {HTMLElement} */ (document.activeElement));
    items[(index + step + items.length) % items.length]?.focus();
  }
}
