import { fromTemplate } from "../template.js";

let lists = 0;

/**
 * Asks for a name in the place of a button: Enter takes it, Escape or leaving it empty does not. What was typed stays until
 * it is taken or given up.
 *
 * @param {HTMLElement} button hidden while the question stands in its place
 * @param {{label: string, action: string, known?: string[], problem?: (name: string) => string | null}} words `known` are
 *   names to choose from; `problem` says why a name cannot be taken
 * @returns {Promise<string | null>}
 */
export function askName(button, { label, action, known = [], problem = () => null }) {
  const open = button.nextElementSibling;
  if (open?.matches(".ask-name")) return open.querySelector("input")?.focus(), Promise.resolve(null);
  const form = fromTemplate("ask-name-template");
  const input = /** @type {HTMLInputElement} */ (form.querySelector("input"));
  input.setAttribute("aria-label", label);
  input.placeholder = label;
  /** @type {HTMLElement} */ (form.querySelector("button")).textContent = action;
  if (known.length > 0) suggest(input, known);
  const wasHidden = button.hidden;
  button.hidden = true;
  button.after(form);
  input.focus();
  input.addEventListener("input", () => say(form, null));
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
      const name = input.value.trim();
      const wrong = name && problem(name);
      if (wrong) return say(form, wrong);
      end(name || null);
      if (!name) button.focus();
    });
    form.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      end(null);
      button.focus();
    });
    form.addEventListener("focusout", ({ relatedTarget }) => {
      const isInside = relatedTarget instanceof Node && form.contains(relatedTarget);
      if (!isInside && input.value.trim() === "") end(null);
    });
  });
}

/** @param {HTMLElement} form @param {string | null} wrong */
function say(form, wrong) {
  const place = /** @type {HTMLElement} */ (form.querySelector("[role=alert]"));
  [place.textContent, place.hidden] = [wrong, wrong === null];
  form.querySelector("input")?.setAttribute("aria-invalid", String(wrong !== null));
}

/** @param {HTMLInputElement} input @param {string[]} known */
function suggest(input, known) {
  const list = document.createElement("datalist");
  list.id = `names-${(lists += 1)}`;
  list.append(...known.map((name) => new Option(name, name)));
  input.setAttribute("list", list.id);
  input.after(list);
}
