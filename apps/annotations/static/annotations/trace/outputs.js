import { copyButton } from "../copy-button.js";
import * as image from "../displays/image.js";
import * as json from "../displays/json.js";
import { element } from "../element.js";

/** @typedef {import("./blocks.js").Output} Output */

/** @param {string} kind of a block */
export const isOutput = (kind) => kind === "json" || kind === "image";

/** What came out of a call: a tree, or images with their text. @param {Output} output @param {import("../displays/field.js").Around} around */
export function drawnOutput(output, around) {
  const place = element("div", "call-output");
  if (output.kind === "json") {
    place.append(json.draw(output, around), element("div", "copy-place", copyButton(() => around.whole(), around.label)));
    return place;
  }
  if (output.text) place.append(element("p", "field-code", output.text));
  place.append(image.draw({ images: output.images, maxWidth: 0, more: 0 }, around));
  return place;
}
