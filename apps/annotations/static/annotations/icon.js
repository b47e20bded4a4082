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
