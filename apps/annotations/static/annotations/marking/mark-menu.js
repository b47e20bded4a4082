import { Menu } from "../menu.js";

/** @typedef {import("./painting.js").Mark} Mark */

/** Another label for a mark, or none: opened by a click on it, or by its button in the list. */
export class MarkMenu {
  #element;
  #menu;

  /** @param {HTMLElement} element has the attribute `popover` */
  constructor(element) {
    this.#element = element;
    this.#menu = new Menu(element);
  }

  /** @param {Mark[]} marks @param {HTMLElement} button that the focus goes back to @param {DOMRect} [place] */
  open(marks, button, place) {
    this.#element.replaceChildren(...marks.flatMap((mark) => this.#partOf(mark)));
    this.#menu.open(button, place);
  }

  /** @param {Mark} mark */
  #partOf({ question, span }) {
    const name = document.createElement("li");
    name.className = "menu-name cut";
    name.textContent = `“${span.text.slice(0, 60)}”`;
    name.setAttribute("role", "presentation");
    const labels = question.labels.map((label) => {
      const item = this.#item(label.shown, () => question.relabel(span, label.name));
      const button = /** @type {HTMLElement} */ (item.firstElementChild);
      button.setAttribute("role", "menuitemradio");
      button.setAttribute("aria-checked", String(label.name === span.label));
      button.prepend(swatch(label.tone));
      return item;
    });
    const removal = this.#item(gettext("Remove the mark"), () => question.unmark(span));
    removal.firstElementChild?.classList.add("tone-wrong");
    return [name, ...labels, removal];
  }

  /** @param {string} words @param {() => void} act */
  #item(words, act) {
    const item = document.createElement("li");
    item.setAttribute("role", "none");
    const button = document.createElement("button");
    button.type = "button";
    button.setAttribute("role", "menuitem");
    button.append(words);
    button.addEventListener("click", act);
    item.append(button);
    return item;
  }
}

/** @param {string} tone */
function swatch(tone) {
  const made = document.createElement("span");
  made.className = `swatch mark-${tone}`;
  made.setAttribute("aria-hidden", "true");
  return made;
}
