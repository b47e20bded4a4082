import { element, quietButton } from "../element.js";

/** @typedef {import("./field.js").Around} Around */

/**
 * A button for what was left out; it is replaced by what `show` makes of the whole text.
 *
 * @param {string} words
 * @param {Around} around
 * @param {(text: string, button: HTMLElement) => void} [show]
 * @returns {HTMLElement}
 */
export function rest(words, around, show = (text, button) => button.replaceWith(element("p", "field-code", text))) {
  const button = quietButton(words, async () => {
    try {
      show(await around.whole(), button);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      button.after(element("p", "quiet", gettext("The network is down: the rest of this text cannot be read now.")));
    }
  });
  return button;
}

/** @param {string} singular @param {string} plural @param {number} count */
export const counted = (singular, plural, count) => interpolate(ngettext(singular, plural, count), { count: count.toLocaleString() }, true);
