/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {string} [name] its classes
 * @param {string | (Node | string)[]} [inside] a text, or what is inside
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function element(tag, name = "", inside = []) {
  const made = document.createElement(tag);
  if (name) made.className = name;
  if (typeof inside === "string") made.textContent = inside;
  else made.append(...inside);
  return made;
}

/** @param {string} words @param {() => void} act @param {string} [more] classes */
export function quietButton(words, act, more = "") {
  const button = element("button", `button button-quiet button-small ${more}`.trim(), words);
  button.type = "button";
  button.addEventListener("click", act);
  return button;
}
