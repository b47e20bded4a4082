import { unescaped } from "../trace/inserted.js";
import { labelOf } from "../trace/labels.js";
import { isArgument } from "./places.js";

/** What a person calls a place, as the field there does: "Step 5, call 2, command". @param {import("./places.js").Place} place */
export function titleOf(place) {
  if (place.step === null) return gettext("Final answer");
  const [step] = place.step.split(".");
  const name = step.startsWith("+") ? gettext("Inserted step") : interpolate(gettext("Step %(number)s"), { number: Number(step) + 1 }, true);
  const key = unescaped(place.pointer.split("/").at(-1) || "step");
  return [name, ...callTitle(place), isArgument(place) ? key : labelOf(key)].join(", ");
}

/** @param {import("./places.js").Place} place */
function callTitle({ call }) {
  if (call === null) return [];
  const index = call.split(".")[1];
  const number = index.startsWith("+") ? "+" : Number(index) + 1;
  return [interpolate(gettext("call %(number)s"), { number }, true)];
}
