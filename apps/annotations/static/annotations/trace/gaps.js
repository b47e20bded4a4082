/**
 * Makes what is inside of the root the wanted. Elements that stay are never moved: the focus, a half-typed text and a
 * selection in them would be lost.
 *
 * @param {HTMLElement} root
 * @param {(HTMLElement | number)[]} wanted elements, and heights in pixels of gaps between them
 */
export function fillWithGaps(root, wanted) {
  const staying = new Set(wanted);
  let at = root.firstElementChild;
  for (const item of wanted) {
    if (typeof item === "number") {
      while (at && !isGap(at) && !staying.has(/** @type {HTMLElement} */ (at))) at = removed(at);
      const gap = at && isGap(at) ? /** @type {HTMLElement} */ (at) : root.insertBefore(newGap(root), at);
      gap.style.height = `${item}px`;
      at = gap.nextElementSibling;
    } else {
      while (at && at !== item && !staying.has(/** @type {HTMLElement} */ (at))) at = removed(at);
      if (at === item) at = at.nextElementSibling;
      else root.insertBefore(item, at);
    }
  }
  while (at) at = removed(at);
}

/** @param {Element} element @returns {Element | null} the one behind it */
function removed(element) {
  const next = element.nextElementSibling;
  element.remove();
  return next;
}

/** @param {Element} element */
const isGap = (element) => element.classList.contains("list-gap");

/** @param {HTMLElement} root */
function newGap(root) {
  const gap = document.createElement(root.matches("ol, ul") ? "li" : "div");
  gap.className = "list-gap";
  gap.setAttribute("aria-hidden", "true");
  return gap;
}
