/** Where there is no room for the map beside the trace, it lies over it when asked for. */
export class SmallMap {
  #map;
  #button;

  /** @param {HTMLElement} map @param {HTMLElement} button */
  constructor(map, button) {
    this.#map = map;
    this.#button = button;
  }

  get isOpen() {
    return this.#map.classList.contains("is-open");
  }

  /** @param {boolean} isOpen */
  set isOpen(isOpen) {
    this.#map.classList.toggle("is-open", isOpen);
    this.#button.setAttribute("aria-expanded", String(isOpen));
  }
}
