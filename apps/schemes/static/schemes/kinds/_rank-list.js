import { moved, numbers, placed, ranksOf, tied } from "./_ranks.js";

/** @typedef {import("./_ranks.js").Ranks} Ranks */

/**
 * A list that is ranked by moving its items, by hand or by key. The order it comes in is no answer: it is ranked with the
 * first move, or when somebody says that it is right as it is.
 */
export class RankList extends HTMLElement {
  /** @type {Ranks | null} */
  #ranks = null;
  #names = this.#items.map(nameOf);
  /** @type {HTMLElement | null} */
  #dragged = null;

  connectedCallback() {
    this.addEventListener("click", ({ target }) => this.#click(target));
    this.addEventListener("keydown", (event) => this.#press(event));
    this.addEventListener("dragstart", (event) => this.#lift(event));
    this.addEventListener("dragover", (event) => this.#dragged && event.preventDefault());
    this.addEventListener("drop", (event) => this.#drop(event));
    this.addEventListener("dragend", () => (this.#dragged = null));
  }

  /** As it is sent: groups where the scheme takes ties, null while nothing is ranked. */
  get order() {
    return this.dataset.ties === undefined ? (this.#ranks?.flat() ?? null) : this.#ranks;
  }

  set order(/** @type {(string | string[])[] | null | undefined} */ order) {
    this.#ranks = ranksOf(order, this.#names);
    this.#draw();
  }

  /** What is seen, ranked or not. @returns {Ranks} */
  get #shown() {
    return this.#ranks ?? this.#names.map((name) => [name]);
  }

  get #items() {
    return /** @type {HTMLElement[]} */ ([...this.querySelectorAll("[data-name]")]);
  }

  /** @param {EventTarget | null} target */
  #click(target) {
    const button = target instanceof Element ? target.closest("[data-rank]") : null;
    const item = itemOf(button);
    const act = button?.getAttribute("data-rank");
    if (act === "keep" || act === "clear") return this.#rank(act === "keep" ? this.#shown : null);
    if (!item) return;
    if (act === "tie") this.#change(tied(this.#shown, nameOf(item)), item);
    else this.#change(moved(this.#shown, nameOf(item), act === "up" ? -1 : 1), item);
  }

  /** The page moves steps by the same keys. @param {KeyboardEvent} event */
  #press(event) {
    const item = itemOf(event.target);
    const by = { ArrowUp: /** @type {const} */ (-1), ArrowDown: /** @type {const} */ (1) }[event.key];
    if (!item || !by || !event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    this.#change(moved(this.#shown, nameOf(item), by), item);
  }

  /** @param {DragEvent} event */
  #lift(event) {
    this.#dragged = itemOf(event.target);
    event.dataTransfer?.setData("text/plain", nameOf(this.#dragged));
  }

  /** @param {DragEvent} event */
  #drop(event) {
    const [item, onto] = [this.#dragged, itemOf(event.target)];
    if (!item) return;
    event.preventDefault();
    if (!onto || onto === item) return;
    const { top, height } = onto.getBoundingClientRect();
    this.#change(placed(this.#shown, nameOf(item), nameOf(onto), event.clientY > top + height / 2), item);
  }

  /** A move to where it stands is none: it says nothing about the others. @param {Ranks} ranks @param {HTMLElement} item */
  #change(ranks, item) {
    if (ranks === this.#shown || JSON.stringify(ranks) === JSON.stringify(this.#shown)) return;
    this.#rank(ranks);
    this.#say(item);
  }

  /** @param {Ranks | null} ranks */
  #rank(ranks) {
    this.order = ranks;
    if (document.activeElement === document.body) this.querySelector("button")?.focus(); // the one pressed is hidden now
    this.dispatchEvent(new Event("input", { bubbles: true }));
  }

  #draw() {
    const focused = document.activeElement;
    const ranks = numbers(this.#ranks ?? []);
    const items = new Map(this.#items.map((item) => [nameOf(item), item]));
    const inOrder = this.#shown.flat().map((name) => /** @type {HTMLElement} */ (items.get(name)));
    inOrder[0]?.parentElement?.append(...inOrder);
    for (const item of inOrder) {
      /** @type {Element} */ (item.querySelector(".rank")).textContent = String(ranks.get(nameOf(item)) ?? "–");
    }
    this.toggleAttribute("data-answered", this.#ranks !== null);
    for (const part of this.querySelectorAll("[data-shows=ranked]")) part.toggleAttribute("hidden", this.#ranks === null);
    for (const part of this.querySelectorAll("[data-shows=unranked]")) part.toggleAttribute("hidden", this.#ranks !== null);
    if (focused instanceof HTMLElement && this.contains(focused)) focused.focus(); // an element that is moved loses it
  }

  /** @param {HTMLElement} item */
  #say(item) {
    const place = { name: item.querySelector(".option-text")?.textContent, rank: item.querySelector(".rank")?.textContent, all: this.#names.length };
    const status = this.querySelector("[role=status]");
    if (status) status.textContent = interpolate(gettext("%(name)s: %(rank)s of %(all)s"), place, true);
  }
}

/** @param {EventTarget | null} inside @returns {HTMLElement | null} */
const itemOf = (inside) => (inside instanceof Element ? inside.closest("[data-name]") : null);

/** @param {HTMLElement | null} item */
const nameOf = (item) => item?.dataset.name ?? "";

customElements.define("rank-list", RankList);
