import { fillWithGaps } from "./gaps.js";

/**
 * A long list of which only what is near the window is in the page. Absent stretches are gaps of their measured or estimated
 * height. What somebody is at (the focus with its half-typed text, a selection) never leaves, however far it is scrolled
 * away; what stays is never moved, so that neither is lost. What leaves is kept for a while as it is and comes back so.
 *
 * @typedef {{
 *   make: (key: string) => HTMLElement,
 *   estimate: (key: string) => number,
 *   seen?: (keys: string[]) => void,
 *   here?: () => string | undefined,
 *   margin?: number,
 * }} Edge `estimate` is a height in pixels; `seen` hears which keys are in the page now; `here` is the one that matters;
 *   `margin` is kept ready beyond the window's edges, in pixels
 */

const MARGIN_PIXELS = 600;
const MOST_KEPT = 120;

export class VirtualList {
  #root;
  #edge;
  #margin;
  /** @type {string[]} */
  #keys = [];
  /** @type {Map<string, number>} */
  #places = new Map();
  /** @type {Map<string, HTMLElement>} made and still known, the least recently shown first */
  #elements = new Map();
  /** @type {Map<string, number>} measured */
  #heights = new Map();
  /** @type {string[]} in the page */
  #shown = [];
  #observer = new ResizeObserver((entries) => this.#measured(entries));
  /** @type {WeakMap<Element, string>} */
  #keyOf = new WeakMap();

  /** @param {HTMLElement} root @param {Edge} edge */
  constructor(root, edge) {
    this.#root = root;
    this.#edge = edge;
    this.#margin = edge.margin ?? MARGIN_PIXELS;
    document.addEventListener("scroll", ({ target }) => target instanceof Node && target.contains(root) && this.render(), {
      capture: true,
      passive: true,
    });
    addEventListener("resize", () => this.render());
  }

  /** The list is this from now on. Elements of keys that stay are kept. @param {string[]} keys */
  show(keys) {
    this.#keys = keys;
    this.#places = new Map(keys.map((key, index) => [key, index]));
    for (const key of [...this.#elements.keys()]) if (!this.#places.has(key)) this.drop(key);
    this.render();
  }

  /** Another list altogether. */
  clear() {
    for (const key of [...this.#elements.keys()]) this.drop(key);
    this.#heights.clear();
    this.show([]);
  }

  /** The element is made anew when it is needed next. @param {string} key */
  drop(key) {
    const element = this.#elements.get(key);
    if (!element) return;
    this.#observer.unobserve(element);
    element.remove();
    this.#elements.delete(key);
  }

  /** The elements of these keys are made anew, in place. @param {string[]} keys */
  remake(keys) {
    const anchor = this.#anchor();
    for (const key of keys) this.drop(key);
    this.render({ anchor });
  }

  /** @param {string} key @returns {HTMLElement | undefined} if it is made */
  elementOf(key) {
    return this.#elements.get(key);
  }

  /** @param {Element} inside @returns {string | undefined} the key of the element it is in */
  keyOf(inside) {
    for (let at = /** @type {Element | null} */ (inside); at && at !== this.#root; at = at.parentElement) {
      const key = this.#keyOf.get(at);
      if (key !== undefined) return key;
    }
  }

  /** Brings the key into the window if it is not; how far it was off does not matter. @param {string} key @param {"nearest" | "start"} block */
  scrollTo(key, block = "nearest") {
    if (!this.#places.has(key)) return;
    // What is made on the way is measured, which moves the target: a few rounds settle it.
    for (let round = 0; round < 4; round += 1) {
      this.render({ wanted: key });
      const element = this.#elements.get(key);
      if (!element) return;
      const before = element.getBoundingClientRect().top;
      element.scrollIntoView({ block });
      if (round > 0 && Math.abs(before - element.getBoundingClientRect().top) < 1) break;
    }
    this.render();
  }

  /**
   * @param {{wanted?: string, anchor?: {key: string, top: number}}} [how] `wanted` is to be in the page whatever the window
   *   shows; `anchor` stays where it was
   */
  render({ wanted, anchor = this.#anchor() } = {}) {
    const indices = this.#indices(this.#tops(), wanted);
    this.#place(indices);
    if (this.#measure(indices)) this.#place(indices);
    const held = this.#elements.get(anchor?.key ?? "");
    if (anchor && held?.isConnected) this.#scrollBy(held.getBoundingClientRect().top - anchor.top);
    this.#forgetOldest();
    this.#shown = indices.map((index) => this.#keys[index]);
    this.#edge.seen?.(this.#shown);
  }

  /** Where each item begins, and at the end where the last one ends, in pixels of the list. */
  #tops() {
    const tops = new Float64Array(this.#keys.length + 1);
    this.#keys.forEach((key, index) => (tops[index + 1] = tops[index] + this.#heightOf(key)));
    return tops;
  }

  /** @param {string} key */
  #heightOf(key) {
    return this.#heights.get(key) ?? this.#edge.estimate(key);
  }

  /** @param {Float64Array} tops @param {string} [wanted] @returns {number[]} rising */
  #indices(tops, wanted) {
    const { top, bottom } = this.#window();
    const found = new Set();
    for (let index = indexAt(tops, top - this.#margin); index < this.#keys.length && tops[index] < bottom + this.#margin; index += 1) {
      found.add(index);
    }
    for (const key of [...this.#held(), wanted]) {
      const index = key === undefined ? undefined : this.#places.get(key);
      if (index !== undefined) found.add(index);
    }
    return [...found].sort((a, b) => a - b);
  }

  /** The part of the list that can be seen. */
  #window() {
    const list = this.#root.getBoundingClientRect();
    const box = scrollerOf(this.#root);
    const seen = box ? box.getBoundingClientRect() : { top: 0, bottom: innerHeight };
    return { top: seen.top - list.top, bottom: Math.min(seen.bottom, innerHeight) - list.top };
  }

  /** What somebody is at. */
  #held() {
    const selection = getSelection();
    const nodes = [document.activeElement, selection && !selection.isCollapsed ? selection.anchorNode : null];
    return nodes.map((node) => {
      const element = node instanceof Element ? node : node?.parentElement;
      return element && this.#root.contains(element) ? this.keyOf(element) : undefined;
    });
  }

  /** What is looked at stays where it is while others come and go: the one that matters, else the first in the window. */
  #anchor() {
    const { top, bottom } = this.#window();
    const list = this.#root.getBoundingClientRect().top;
    const seen = this.#shown.filter((key) => {
      const box = this.#elements.get(key)?.isConnected && this.#elements.get(key)?.getBoundingClientRect();
      return box && box.bottom - list > top && box.top - list < bottom;
    });
    const key = seen.find((each) => each === this.#edge.here?.()) ?? seen[0];
    return key === undefined ? undefined : { key, top: /** @type {HTMLElement} */ (this.#elements.get(key)).getBoundingClientRect().top };
  }

  /** Fills the page: gaps where items are absent. Elements that stay are not touched. @param {number[]} indices */
  #place(indices) {
    /** @type {(HTMLElement | number)[]} elements, and heights of gaps between them */
    const wanted = [];
    let next = 0;
    for (const index of [...indices, this.#keys.length]) {
      const gap = this.#keys.slice(next, index).reduce((sum, key) => sum + this.#heightOf(key), 0);
      if (index > next) wanted.push(gap);
      if (index < this.#keys.length) wanted.push(this.#elementFor(this.#keys[index]));
      next = index + 1;
    }
    fillWithGaps(this.#root, wanted);
  }

  /** @param {string} key */
  #elementFor(key) {
    const known = this.#elements.get(key);
    const element = known ?? this.#edge.make(key);
    if (!known) {
      this.#keyOf.set(element, key);
      this.#observer.observe(element);
    }
    this.#elements.delete(key);
    this.#elements.set(key, element);
    return element;
  }

  /** @param {number[]} indices @returns {boolean} whether a height was not what it was taken for */
  #measure(indices) {
    let differs = false;
    for (const index of indices) {
      const key = this.#keys[index];
      const height = /** @type {HTMLElement} */ (this.#elements.get(key)).getBoundingClientRect().height;
      if (height === 0 || this.#heights.get(key) === height) continue;
      differs ||= this.#heightOf(key) !== height;
      this.#heights.set(key, height);
    }
    return differs;
  }

  /** What grows above the window pushes nothing down. @param {ResizeObserverEntry[]} entries */
  #measured(entries) {
    let grown = 0;
    for (const { target } of entries) {
      const key = this.#keyOf.get(target);
      const { height, bottom } = target.getBoundingClientRect();
      if (key === undefined || height === 0) continue;
      const before = this.#heights.get(key);
      this.#heights.set(key, height);
      const top = scrollerOf(this.#root)?.getBoundingClientRect().top ?? 0;
      if (before !== undefined && bottom - (height - before) < top) grown += height - before;
    }
    this.#scrollBy(grown);
    if (entries.some(({ target }) => this.#lacksAround(target))) this.render();
  }

  /** Something shrank: there may be room for more. @param {Element} target */
  #lacksAround(target) {
    const last = this.#elements.get(this.#shown.at(-1) ?? "");
    return target.isConnected && last !== undefined && last.getBoundingClientRect().bottom < innerHeight + this.#margin / 2;
  }

  /** @param {number} pixels */
  #scrollBy(pixels) {
    if (Math.abs(pixels) < 0.5) return;
    const box = scrollerOf(this.#root);
    if (box) box.scrollTop += pixels;
    else scrollBy(0, pixels);
  }

  #forgetOldest() {
    for (const [key, element] of this.#elements) {
      if (this.#elements.size <= MOST_KEPT) return;
      if (!element.isConnected) this.drop(key);
    }
  }
}

/** The index of the item at a height, by halves. @param {Float64Array} tops @param {number} height */
function indexAt(tops, height) {
  let low = 0, high = tops.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (tops[middle + 1] <= height) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The box that scrolls the list; null when the window does. @param {HTMLElement} root */
function scrollerOf(root) {
  for (let at = root.parentElement; at && at !== document.body; at = at.parentElement) {
    if (/auto|scroll/.test(getComputedStyle(at).overflowY)) return at;
  }
  return null;
}
