import { enlargeable } from "../displays/enlarging.js";
import { TYPES } from "../displays/image.js";
import { element, quietButton } from "../element.js";

/**
 * @typedef {{name: string, kind: "image" | "document", type: string, size: [number, number] | null}} Attached what a log holds
 *   beside the texts of a step or call; `size` in pixels
 */

const MOST_PIXELS = { width: 640, height: 320 };

/**
 * Images where they were sent or came out, each in a box of the size it will have; what is none is named.
 *
 * @param {Attached[] | undefined} attached @param {string} title what a person calls the step or call
 * @param {(name: string) => string} addressOf
 */
export function drawnAttached(attached, title, addressOf) {
  if (!attached?.length) return [];
  return [element("div", "attached", attached.map((each, index) => {
    const words = interpolate(gettext("%(label)s, image %(number)s"), { label: title, number: index + 1 }, true);
    return each.kind === "image" && (each.type === "" || TYPES.has(each.type)) ? pictured(each, words, addressOf(each.name)) : named(each);
  }))];
}

/** @param {Attached} image @param {string} words @param {string} address */
function pictured({ size }, words, address) {
  const place = element("div", "picture");
  const show = () => {
    const made = element("img");
    made.alt = words;
    made.loading = "lazy";
    made.classList.toggle("is-boxed", size === null);
    if (size) [made.width, made.height] = fitted(size);
    made.addEventListener("error", async () => place.replaceChildren(...(await isThere(address) ? [note(gettext("This is no image that can be shown."))] : awaited(show))));
    made.src = address;
    place.replaceChildren(enlargeable(made));
  };
  show();
  return place;
}

/** As large as there is room for, and no larger than the image is. @param {[number, number]} size @returns {[number, number]} */
export function fitted([width, height]) {
  const scale = Math.min(1, MOST_PIXELS.width / width, MOST_PIXELS.height / height);
  return [Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale))];
}

/** Whether the server answers at all. @param {string} address */
async function isThere(address) {
  try {
    await fetch(address, { method: "HEAD", credentials: "same-origin" });
    return true;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return false;
  }
}

/** Images are not kept for work without a network. @param {() => void} show */
const awaited = (show) => [note(gettext("The network is down: the image cannot be read now.")), quietButton(gettext("Try again"), show)];

/** @param {Attached} attached */
function named({ kind, type }) {
  const words = kind === "image" ? gettext("The log has an image of a type that is not shown (%(type)s).") : gettext("The log has a document, which is not shown (%(type)s).");
  return note(interpolate(words, { type: type || gettext("of no named type") }, true));
}

const note = (/** @type {string} */ words) => element("p", "quiet shown-note", words);
