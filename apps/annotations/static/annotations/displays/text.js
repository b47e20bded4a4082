import { element } from "../element.js";
import { LongText } from "../trace/long-text.js";

/** @param {{text: string, chars: number, lines: number, code: boolean}} part @param {import("./field.js").Around} around */
export function draw(part, around) {
  const line = element("p");
  line.dir = "auto";
  const long = /** @type {LongText} */ (document.createElement("long-text"));
  long.className = "field-quiet";
  long.append(line);
  const whole = () => (part.text.length >= part.chars ? Promise.resolve(part.text) : around.whole());
  long.show({ ...part, whole, isOpen: false, opened: () => {}, at: part.code ? undefined : around.at });
  return long;
}
