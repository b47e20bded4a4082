/** Two rows of the same choices, of which one thing cannot be both: the later choice counts, and empties the other row. */
class BestWorst extends HTMLElement {
  connectedCallback() {
    this.addEventListener("input", ({ target }) => target instanceof HTMLInputElement && emptyOther(this, target));
  }
}

/**
 * @param {Element} rows
 * @param {HTMLInputElement} chosen
 */
export function emptyOther(rows, chosen) {
  const all = /** @type {NodeListOf<HTMLInputElement>} */ (rows.querySelectorAll("input"));
  for (const input of all) if (input !== chosen && input.value === chosen.value) input.checked = false;
}

customElements.define("best-worst", BestWorst);
