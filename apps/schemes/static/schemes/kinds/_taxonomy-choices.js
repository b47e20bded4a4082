/** A tree of checkboxes: it can be searched, and a choice takes others along where the scheme says so. */
class TaxonomyChoices extends HTMLElement {
  connectedCallback() {
    this.addEventListener("input", (event) => {
      const { target } = event;
      if (!(target instanceof HTMLInputElement)) return;
      if (target.type === "checkbox") return takeAlong(target, this.dataset);
      event.stopPropagation(); // what is searched for is no answer
      this.#showOnly(target.value.trim().toLowerCase());
    });
  }

  /** What has the words in its name, what is below it and what it is below of. @param {string} words */
  #showOnly(words) {
    for (const place of /** @type {NodeListOf<HTMLElement>} */ (this.querySelectorAll("[data-name]"))) {
      const isBelow = [...placesAbove(place), place].some((each) => hasWords(each, words));
      const hasBelow = [...place.querySelectorAll("[data-name]")].some((each) => hasWords(each, words));
      place.hidden = !isBelow && !hasBelow;
      if (words && hasBelow) place.querySelector("details")?.toggleAttribute("open", true);
    }
  }
}

/** @param {ParentNode} root @returns {HTMLInputElement[]} */
export const boxesIn = (root) => [...root.querySelectorAll("input")].filter(({ type }) => type === "checkbox");

/** The names from the root down to a checkbox. @param {Element} box */
export const pathOf = (box) => placesAbove(box).map(nameOf);

/**
 * @param {HTMLInputElement} box that was just changed
 * @param {{selectsChildren?: string, selectsParent?: string}} rules those that are there hold
 */
export function takeAlong(box, { selectsChildren, selectsParent }) {
  if (!box.checked) return;
  const places = placesAbove(box);
  if (selectsChildren !== undefined) for (const below of boxesIn(/** @type {Element} */ (places.at(-1)))) below.checked = true;
  if (selectsParent === undefined) return;
  for (const place of places.slice(0, -1).reverse()) {
    const [parent, ...below] = boxesIn(place);
    const path = pathOf(parent).length;
    if (below.filter((each) => pathOf(each).length === path + 1).every(({ checked }) => checked)) parent.checked = true;
  }
}

/** @param {Element} from @returns {Element[]} the places it is in, from the root down */
function placesAbove(from) {
  const place = from.matches("[data-name]") ? from.parentElement?.closest("[data-name]") : from.closest("[data-name]");
  return place ? [...placesAbove(place), place] : [];
}

/** @param {Element} place */
const nameOf = (place) => place.getAttribute("data-name") ?? "";

/** As it is written and as it is shown. @param {Element} place @param {string} words in small letters */
const hasWords = (place, words) => [nameOf(place), nameOf(place).replaceAll("_", " ")].some((name) => name.toLowerCase().includes(words));

customElements.define("taxonomy-choices", TaxonomyChoices);
