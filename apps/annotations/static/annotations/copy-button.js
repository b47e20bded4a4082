import { element, quietButton } from "./element.js";
import { icon } from "./icon.js";

const SAID_MILLISECONDS = 2000;

/**
 * A button that copies a text; nothing where the browser lets no page write to the clipboard.
 *
 * @param {() => string | Promise<string>} read
 * @param {string} what is copied, for who cannot see what it stands at
 * @returns {HTMLElement[]}
 */
export function copyButton(read, what) {
  if (!navigator.clipboard) return [];
  const words = element("span", "", gettext("Copy"));
  const button = quietButton("", () => void copy(), "copy");
  button.append(icon("i-copy", "icon icon-small"), words);
  button.setAttribute("aria-label", interpolate(gettext("Copy %(what)s"), { what }, true));
  const said = element("span", "only-read");
  said.setAttribute("role", "status");

  async function copy() {
    const outcome = await written(read);
    words.textContent = said.textContent = outcome;
    setTimeout(() => {
      words.textContent = gettext("Copy");
      said.textContent = "";
    }, SAID_MILLISECONDS);
  }
  return [button, said];
}

/** @param {() => string | Promise<string>} read @returns {Promise<string>} how it went */
async function written(read) {
  try {
    await navigator.clipboard.writeText(await read());
    return gettext("Copied");
  } catch (error) {
    if (!(error instanceof TypeError || error instanceof DOMException)) throw error; // no network, or not allowed
    return gettext("Not copied");
  }
}
