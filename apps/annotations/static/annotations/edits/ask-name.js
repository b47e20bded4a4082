import { fromTemplate } from "../template.js";

let lists = 0;

/**
 * Asks for a name in the place of a button: Enter takes it, Escape or leaving it empty does not.
 *
 * @param {HTMLElement} button hidden while the question stands in its place
 * @param {{label: string, action: string, value?: string, known?: string[]}} words `known` are names to choose from
 * @returns {Promise<string | null>}
 */
export function askName(button, { label, action, value = "", known = [] }) {
  const form = fromTemplate("ask-name-template");
  const input = /** @type {HTMLInputElement} */ (form.querySelector("input"));
  input.setAttribute("aria-label", label);
  input.placeholder = label;
  input.value = value;
  /** @type {HTMLElement} */ (form.querySelector("button")).textContent = action;
  if (known.length > 0) suggest(input, known);
  const wasHidden = button.hidden;
  button.hidden = true;
  button.after(form);
  input.focus();
  input.select();
  return new Promise((resolve) => {
    let isOver = false; // leaving the page takes the focus, which would end it again
    const end = (/** @type {string | null} */ name) => {
      if (isOver) return;
      isOver = true;
      button.hidden = wasHidden;
      form.remove();
      resolve(name);
    };
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      end(input.value.trim() || null);
    });
    form.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      end(null);
      button.focus();
    });
    form.addEventListener("focusout", ({ relatedTarget }) => {
      if (!(relatedTarget instanceof Node && form.contains(relatedTarget))) end(null);
    });
  });
}

/** @param {HTMLInputElement} input @param {string[]} known */
function suggest(input, known) {
  const list = document.createElement("datalist");
  list.id = `names-${(lists += 1)}`;
  list.append(...known.map((name) => new Option(name, name)));
  input.setAttribute("list", list.id);
  input.after(list);
}
