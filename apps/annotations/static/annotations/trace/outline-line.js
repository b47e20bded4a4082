import { icon } from "../icon.js";
import { fromTemplate, toggle } from "../template.js";
import { part } from "../work.js";
import { FINAL, anchorOf, callAnchor } from "./anchors.js";
import { isError } from "./lines.js";

/** @typedef {import("./lines.js").Line} Line @typedef {import("./trace-steps.js").TraceSteps} TraceSteps */

/** @type {Record<string, string>} */
const ICONS = { prompt: "i-user", call: "i-tool", system: "i-gear", compaction: "i-note", reminder: "i-note", command: "i-terminal" };

/**
 * One line of the map in the page.
 *
 * @param {Line} line
 * @param {TraceSteps} steps
 * @param {boolean} isBelow the line of its step, which has one of its own
 */
export function outlineLine(line, steps, isBelow) {
  const { key, step, call, row } = line;
  const element = fromTemplate("outline-line-template");
  const link = /** @type {HTMLAnchorElement} */ (element.querySelector("a"));
  element.dataset.key = key;
  element.classList.toggle("is-call", isBelow);
  link.href = `#${addressOf(line)}`;
  link.title = row?.[5] ?? "";
  const name = step === FINAL ? "i-flag" : ICONS[row?.[2] ?? ""] ?? (call ? "i-tool" : "i-thought");
  link.prepend(icon(name, "icon icon-small"));
  part(element, ".at").textContent = isBelow ? "" : numberOf(line, steps);
  describe(part(element, ".what"), line, steps);
  showMarks(element, line, steps);
  if (steps.here === step && !isBelow) link.setAttribute("aria-current", "true");
  return element;
}

/** @param {Line} line */
export const addressOf = ({ step, call }) => (call === null ? anchorOf(step) : callAnchor(call));

/** Where the step has no line of its own, its first call stands for it. @param {Line} line @param {TraceSteps} steps */
function numberOf({ step, call }, { corrections }) {
  if (step === FINAL || (call !== null && corrections.arrangement.shownCallsOf(step)[0] !== call)) return "";
  return step.startsWith("+") ? "+" : String(Number(step) + 1);
}

/** @param {HTMLElement} place @param {Line} line @param {TraceSteps} steps */
function describe(place, { step, call, row }, { corrections }) {
  const inserted = corrections.insertedCallOrStep(step, call);
  const tool = row?.[3] || inserted?.tool || "";
  const gist = step === FINAL ? gettext("final answer") : row?.[5] ?? (inserted !== undefined ? gettext("inserted") : "");
  if (tool) place.append(tool, " ");
  if (!gist || (tool && call === null)) return;
  place.append(Object.assign(document.createElement(tool ? "small" : "span"), { textContent: gist, className: "quiet" }));
}

/** @param {HTMLElement} element @param {Line} line @param {TraceSteps} steps */
function showMarks(element, line, { corrections }) {
  const { step, call } = line;
  const { arrangement, changed } = corrections;
  element.classList.toggle("is-removed", arrangement.isRemoved(step) || (call !== null && arrangement.isRemoved(call)));
  toggle(element, "error", isError(line));
  toggle(element, "edited", call === null ? changed.has(step === FINAL ? "" : step) : isCallEdited(step, call, corrections));
}

/** @param {string} step @param {string} call @param {import("../edits/corrections.js").Corrections} corrections */
function isCallEdited(step, call, corrections) {
  if (call.includes("+") || corrections.editsOf(call).length > 0) return true;
  const at = `/tool_calls/${call.split(".")[1]}/`;
  return corrections.editsOf(step).some(({ pointer }) => pointer.startsWith(at));
}
