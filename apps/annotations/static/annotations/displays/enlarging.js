import { element } from "../element.js";
import { icon } from "../icon.js";

/** The image as a button that shows it as large as the window. @param {HTMLImageElement} image */
export function enlargeable(image) {
  const button = element("button", "enlarge", [image]);
  button.type = "button";
  button.title = gettext("Show it large");
  button.setAttribute("aria-haspopup", "dialog");
  button.addEventListener("click", () => enlarge(image));
  return button;
}

/** Escape closes it, as it does any dialog, and so does a click. The focus goes back to where it was. @param {HTMLImageElement} image */
function enlarge(image) {
  const large = element("img");
  large.src = image.src;
  large.alt = image.alt;
  const close = element("button", "button button-icon", [icon("i-cross", "icon"), element("span", "only-read", gettext("Close"))]);
  close.type = "button";
  const dialog = element("dialog", "dialog dialog-picture", [large, close]);
  dialog.setAttribute("aria-label", image.alt);
  dialog.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
