import { showSide } from "./sides.js";
import { difference } from "../diff.js";
import { fromTemplate } from "../template.js";
import { part } from "../work.js";

/** @typedef {import("./versions.js").Versions} Versions */

/** Two versions side by side, place by place, with a choice at each. */
export class VersionsDialog {
  #dialog;

  /** @param {HTMLDialogElement} dialog */
  constructor(dialog) {
    this.#dialog = dialog;
  }

  /** @param {Versions} versions */
  show(versions) {
    const { places } = versions;
    part(this.#dialog, "[data-shows=versions]").replaceChildren(...places.map(placeElement));
    part(this.#dialog, "[data-shows=same]").hidden = places.length > 0;
    this.#dialog.showModal();
  }

  close() {
    this.#dialog.close();
  }

  /** The side chosen at a place. @param {string} id @returns {import("./three-way.js").Side | undefined} */
  choice = (id) => {
    const place = this.#places.find(({ dataset }) => dataset.place === id);
    return /** @type {any} */ (place?.querySelector("input:checked"))?.value;
  };

  /** Whether every place has a choice; the first without one is marked and gets the focus. */
  isComplete() {
    const open = this.#places.filter((place) => !place.querySelector("input:checked"));
    for (const place of this.#places) part(place, "[data-shows=problem]").hidden = place !== open[0];
    open[0]?.querySelector("input")?.focus();
    return open.length === 0;
  }

  get #places() {
    return /** @type {HTMLElement[]} */ ([...this.#dialog.querySelectorAll("[data-place]")]);
  }
}

/** What only one side changed is chosen already. @param {import("./versions.js").Place} place @param {number} index */
function placeElement({ id, name, mine, theirs, by }, index) {
  const element = fromTemplate("version-template");
  element.dataset.place = id;
  part(element, "legend").textContent = name;
  part(element, `[data-by=${by}]`).hidden = false;
  const { hunks } = difference(mine, theirs);
  showSide(part(element, "[data-side=mine]"), hunks, "deleted");
  showSide(part(element, "[data-side=theirs]"), hunks, "inserted");
  for (const input of element.querySelectorAll("input")) {
    input.name = `version-${index}`;
    input.checked = input.value === by;
  }
  return element;
}
