import { Menu } from "./menu.js";

/** @typedef {{text: string, choose: () => void}} Choice */

/** Asks which of several questions is meant, at the button that was chosen: by mouse, by the arrow keys or by its number. */
export class ChoiceMenu {
  #element;
  #menu;

  /** @param {HTMLElement} element a list, the attribute `popover` on it */
  constructor(element) {
    this.#element = element;
    this.#menu = new Menu(element);
    element.addEventListener("keydown", (event) => this.#byNumber(event));
  }

  /** @param {{from: HTMLElement, choices: Choice[]}} asked */
  open({ from, choices }) {
    this.#element.replaceChildren(...choices.map((choice, index) => this.#item(choice, index)));
    this.#menu.open(from);
  }

  /** @param {Choice} choice @param {number} index */
  #item({ text, choose }, index) {
    const line = Object.assign(document.createElement("li"), { role: "none" });
    const button = Object.assign(document.createElement("button"), { type: "button", role: "menuitem" });
    const words = Object.assign(document.createElement("span"), { className: "cut", textContent: text, dir: "auto" });
    button.append(words);
    if (index < 9) button.append(Object.assign(document.createElement("kbd"), { textContent: String(index + 1) }));
    button.addEventListener("click", () => {
      this.#element.hidePopover(); // first, for it gives the focus back, and what was chosen takes it
      choose();
    });
    line.append(button);
    return line;
  }

  /** @param {KeyboardEvent} event */
  #byNumber(event) {
    const button = /^[1-9]$/.test(event.key) ? this.#element.querySelectorAll("button")[Number(event.key) - 1] : undefined;
    if (!button || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation(); // the digits answer what is asked at the step
    button.click();
  }
}
