import { part } from "./work.js";

/** A fresh copy of what the page has in a template. @param {string} id @returns {HTMLElement} */
export function fromTemplate(id) {
  const { content } = part(document, `template#${id}`, HTMLTemplateElement);
  return /** @type {HTMLElement} */ (document.importNode(content, true).firstElementChild);
}

/** Shows or hides the parts that are named so. @param {Element} root @param {string} name @param {boolean} shown */
export function toggle(root, name, shown) {
  for (const each of root.querySelectorAll(`[data-shows="${name}"]`)) each.toggleAttribute("hidden", !shown);
}
