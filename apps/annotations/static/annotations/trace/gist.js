import { FINAL } from "./anchors.js";
import { editsOf } from "./lines.js";

/** @typedef {import("./lines.js").Line} Line @typedef {import("./trace-steps.js").TraceSteps} TraceSteps */

/** What a line of the map says: the beginning of the text that stands there now. @param {Line} line @param {TraceSteps} steps */
export function gistOf(line, { corrections, data, beside }) {
  if (line.step === FINAL) return gettext("final answer");
  if (beside?.isFold(line.step)) return beside.foldTitle;
  const typed = editsOf(line, corrections).filter(({ text }) => text?.trim());
  if (line.row === null) return beginningOf(typed[0]?.text) || beginningOf(textIn(corrections.insertedCallOrStep(line.step, line.call))) || gettext("inserted");
  const shown = line.row[5];
  const edit = typed.find(({ pointer }) => saysIt(fieldAt(data.step(line.step), pointer)?.text, shown));
  return edit ? beginningOf(edit.text) : shown;
}

/** @param {string | null | undefined} text */
const beginningOf = (text) => text?.trim().split("\n", 1)[0].slice(0, 240) ?? "";

/** The first text of what was inserted: of a step that is a text or has some, or of a call's arguments. @param {any} value @returns {string | undefined} */
function textIn(value) {
  if (typeof value === "string") return value;
  const { role, kind, tool, input, output, ...texts } = value ?? {};
  return Object.values({ ...texts, ...input }).find((text) => typeof text === "string" && text.trim() !== "");
}

/** @param {import("./trace-data.js").Step | undefined} step @param {string} pointer */
function fieldAt(step, pointer) {
  return [...(step?.fields ?? []), ...(step?.calls ?? []).flatMap(({ inputs }) => inputs)].find((field) => field.pointer === pointer);
}

/** Whether a text is the one that the server took the line from, cut. @param {string | undefined} text @param {string} gist */
function saysIt(text, gist) {
  const line = beginningOf(text);
  return line !== "" && gist !== "" && (line.startsWith(gist.replace(/…$/, "")) || line.endsWith(gist.replace(/^…/, "")));
}
