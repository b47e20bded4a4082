import { element, quietButton } from "../element.js";
import { enlargeable } from "./enlarging.js";
import { lead } from "./markdown.js";
import { counted } from "./rest.js";

/**
 * @typedef {{at?: string, type?: string, chars?: number, address?: string, name?: string, large?: number}} Image
 * @typedef {(at: string) => Promise<string>} Whole
 */

/** Shown at once; a larger one when it is asked for. */
const MOST_CHARS = 1_000_000;
/** What a browser draws and cannot run. */
export const TYPES = new Set(["image/png", "image/jpeg", "image/gif", "image/webp"]);

/** @param {{images: Image[], maxWidth: number, more: number}} part @param {import("./field.js").Around} around */
export function draw({ images, maxWidth, more }, around) {
  const body = element("div", "shown-body images", images.map((image, index) => {
    const words = images.length > 1 ? interpolate(gettext("%(label)s, image %(number)s"), { label: around.label, number: index + 1 }, true) : around.label;
    return pictured(image, words, maxWidth, around.whole);
  }));
  if (more > 0) body.append(element("p", "quiet", counted("%(count)s more image is not shown", "%(count)s more images are not shown", more)));
  return body;
}

/**
 * An image of the trace itself; of any other only where it would be. Nothing is fetched from elsewhere: opening a trace tells
 * nobody.
 *
 * @param {Image} image @param {string} words what it is called @param {number} maxWidth 0 for the room there is @param {Whole} whole
 */
export function pictured({ at, type, chars = 0, address, name, large }, words, maxWidth, whole) {
  if (address !== undefined) return linked(address);
  if (large !== undefined) return element("p", "quiet", interpolate(gettext("An image of %(size)s is too large to be shown."), { size: sizeOf(large) }, true));
  if (at === undefined || !TYPES.has(type ?? "")) return element("p", "code", name ?? "");
  const place = element("div", "picture");
  const show = async () => {
    try {
      const text = await whole(at);
      place.replaceChildren(enlargeable(imageOf(`data:${type};base64,${text.slice(text.indexOf(",") + 1)}`, words, maxWidth)));
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      place.replaceChildren(element("p", "quiet", gettext("The network is down: the image cannot be read now.")));
    }
  };
  if (chars <= MOST_CHARS) whenNear(place, show);
  else place.append(quietButton(interpolate(gettext("Show the image, %(size)s"), { size: sizeOf(chars) }, true), () => void show()));
  return place;
}

/** @param {string} source @param {string} words @param {number} maxWidth */
function imageOf(source, words, maxWidth) {
  const made = element("img");
  made.alt = words;
  made.addEventListener("error", () => (made.closest("button") ?? made).replaceWith(element("p", "quiet", gettext("This is no image that can be shown."))));
  if (maxWidth > 0) made.style.maxWidth = `min(100%, ${maxWidth}px)`;
  made.src = source;
  return made;
}

/** Read when it comes near the window. @param {Element} place @param {() => Promise<void>} show */
function whenNear(place, show) {
  const observer = new IntersectionObserver((entries) => {
    if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
    observer.disconnect();
    void show();
  }, { rootMargin: "400px" });
  observer.observe(place);
}

/** @param {string} address */
function linked(address) {
  const link = element("a", "code", address);
  lead(link, address);
  return element("p", "", [element("span", "quiet", gettext("An image elsewhere, not loaded:")), " ", link]);
}

/** Of base64: four characters are three bytes. @param {number} chars */
function sizeOf(chars) {
  const kilobytes = Math.ceil((chars * 3) / 4 / 1000);
  return kilobytes < 1000 ? `${kilobytes.toLocaleString()} kB` : `${(kilobytes / 1000).toLocaleString(undefined, { maximumFractionDigits: 1 })} MB`;
}
