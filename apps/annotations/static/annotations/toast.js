import { fromTemplate } from "./template.js";

const SHOWN_MILLISECONDS = 8000;

/** Says what was just done and offers to take it back; stays while the mouse is on it. @param {string} text @param {() => void} undo */
export function offerUndo(text, undo) {
  const place = document.querySelector(".toasts");
  const toast = fromTemplate("toast-template");
  const words = toast.querySelector("span");
  if (words) words.textContent = text;
  let timer = setTimeout(() => toast.remove(), SHOWN_MILLISECONDS);
  toast.addEventListener("mouseenter", () => clearTimeout(timer));
  toast.addEventListener("mouseleave", () => (timer = setTimeout(() => toast.remove(), SHOWN_MILLISECONDS)));
  toast.querySelector("button")?.addEventListener("click", () => {
    toast.remove();
    undo();
  });
  place?.replaceChildren(toast);
}
