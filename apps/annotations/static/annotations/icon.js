const SVG = "http://www.w3.org/2000/svg";

/**
 * The file of the icons is named by the page, because its address carries a hash.
 *
 * @param {string} name in the sprite, such as "i-check"
 * @param {string} classes
 */
export function icon(name, classes) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", classes);
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  const sprite = document.querySelector("meta[name=icons]");
  use.setAttribute("href", `${sprite?.getAttribute("content")}#${name}`);
  svg.append(use);
  return svg;
}

/** A mark that tells something by itself. @param {string} name in the sprite, such as "correct" @param {string} label */
export function mark(name, label) {
  const svg = icon(`m-${name}`, `mark mark-${name}`);
  svg.removeAttribute("aria-hidden");
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", label);
  return svg;
}
