import { icon, mark } from "../icon.js";
import { fromTemplate, toggle } from "../template.js";
import { part } from "../work.js";
import { FINAL, anchorOf, callAnchor } from "./anchors.js";
import { gistOf } from "./gist.js";
import { editsOf, isError } from "./lines.js";
import { partsOf } from "./path.js";

/** @typedef {import("./lines.js").Line} Line @typedef {import("./trace-steps.js").TraceSteps} TraceSteps */

/** @type {Record<string, string>} */
const ICONS = { prompt: "i-user", call: "i-tool", system: "i-gear", compaction: "i-note", reminder: "i-note", command: "i-terminal" };

/**
 * One line of the map in the page.
 *
 * @param {Line} line
 * @param {TraceSteps} steps
 * @param {{leads: boolean, isBelow: boolean, isHere: boolean}} place whether it is the first line of its step that the map
 *   shows, whether it stands below the step's own, and whether somebody is there
 */
export function outlineLine(line, steps, { leads, isBelow, isHere }) {
  const { key, step, call, row } = line;
  const element = fromTemplate("outline-line-template");
  const depth = steps.agents.around(step).length;
  element.classList.toggle("is-nested", depth > 0);
  element.style.setProperty("--depth", String(depth));
  if (steps.isFold(step)) return foldLine(element, line, steps, isHere);
  const link = /** @type {HTMLAnchorElement} */ (element.querySelector("a"));
  element.dataset.key = key;
  element.classList.toggle("is-call", isBelow);
  link.href = `#${addressOf(line)}`;
  const gist = gistOf(line, steps);
  link.title = step === FINAL ? "" : gist;
  const name = step === FINAL ? "i-flag" : ICONS[row?.[2] ?? ""] ?? (call ? "i-tool" : "i-thought");
  const [first, ...others] = marksOf(line, steps.judges, leads);
  const own = first ? mark(first.name, first.label) : leads ? differs(step, steps) : undefined;
  link.prepend(own ?? icon(name, "icon icon-small"));
  part(element, ".marks").append(...others.filter((each) => each.name !== "todo").map((each) => mark(each.name, each.label)));
  part(element, ".at").textContent = leads ? numberOf(line) : "";
  describe(part(element, ".what"), line, gist, steps);
  element.classList.toggle("is-same", steps.beside?.whoHas(step) === "same");
  showMarks(element, line, steps);
  if (isHere) link.setAttribute("aria-current", "true");
  return element;
}

/** A sub-agent's line: its mark folds its steps away in the map and on the page. @param {HTMLElement} element @param {Line} line @param {TraceSteps} steps @param {boolean} isHere */
function foldLine(element, line, steps, isHere) {
  const fold = /** @type {import("./sub-agents.js").Fold} */ (steps.agents.fold(line.step));
  const isOpen = steps.agents.isOpen(line.step);
  const link = part(element, "a", HTMLAnchorElement);
  element.dataset.key = line.key;
  element.classList.add("is-agent");
  link.href = `#${addressOf(line)}`;
  link.title = fold.prompt;
  link.setAttribute("aria-expanded", String(isOpen));
  const turn = Object.assign(document.createElement("span"), { className: "map-turn", title: isOpen ? gettext("Fold") : gettext("Unfold") });
  turn.append(icon("i-right", "icon icon-small"));
  link.prepend(turn);
  const name = Object.assign(document.createElement("span"), { textContent: fold.kind || fold.agent });
  const gist = Object.assign(document.createElement("small"), { textContent: fold.prompt, className: "quiet" });
  part(element, ".what").append(name, " ", gist);
  part(element, ".marks").prepend(Object.assign(document.createElement("small"), { textContent: fold.steps.toLocaleString(), className: "quiet" }));
  toggle(element, "error", fold.errors > 0 && !isOpen);
  if (isHere) link.setAttribute("aria-current", "true");
  return element;
}

/** How a line's step and call were judged, by one question after the other. @param {Line} line @param {TraceSteps["judges"]} judges @param {boolean} leads */
function marksOf({ step, call }, judges, leads) {
  const places = [...(leads ? [step] : []), ...(call === null ? [] : [call])];
  return places.flatMap((place) => judges.map((judge) => judge.markOf(place))).filter((each) => each !== undefined);
}

/** Where two traces part. @param {string} step @param {TraceSteps} steps */
function differs(step, { beside }) {
  if (!beside || beside.whoHas(step) === "same") return undefined;
  const letter = beside.letterOf(step);
  return mark("differs", letter === "" ? gettext("Differs") : interpolate(gettext("Only in %(side)s"), { side: letter }, true));
}

/** @param {Line} line */
export const addressOf = ({ step, call }) => (call === null ? anchorOf(step) : callAnchor(call));

/** @param {Line} line */
function numberOf({ step }) {
  if (step === FINAL) return "";
  return step.startsWith("+") ? "+" : String(Number(step) + 1);
}

/** @param {HTMLElement} place @param {Line} line @param {string} gist @param {TraceSteps} steps */
function describe(place, { step, call, row }, gist, steps) {
  const { corrections } = steps;
  const letter = steps.beside?.letterOf(step) ?? "";
  if (letter !== "") place.append(Object.assign(document.createElement("b"), { textContent: letter }), " ");
  const tool = (steps.beside?.isFold(step) ? "" : row?.[3]) || corrections.insertedCallOrStep(step, call)?.tool || "";
  if (tool) place.append(tool, " ");
  if (!gist || (tool && call === null)) return;
  const path = call === null ? null : partsOf(gist);
  if (path) return place.append(...showPath(path));
  place.append(Object.assign(document.createElement(tool ? "small" : "span"), { textContent: gist, className: "quiet" }));
}

/** How much of a file's name is always there: "_test.go" tells apart, too. */
const END_CHARS = 9;

/** The folder gives way first, its beginning before its end; then the middle of the name. @param {{name: string, folder: string}} path */
function showPath({ name, folder }) {
  const file = Object.assign(document.createElement("small"), { className: "file" });
  const end = name.length > 2 * END_CHARS ? -END_CHARS : name.length;
  file.append(...[name.slice(0, end), name.slice(end)].map((text) => Object.assign(document.createElement("span"), { textContent: text })));
  const place = Object.assign(document.createElement("small"), { className: "folder quiet" });
  place.append(Object.assign(document.createElement("bdi"), { textContent: folder }));
  return [file, place];
}

/** @param {HTMLElement} element @param {Line} line @param {TraceSteps} steps */
function showMarks(element, line, { corrections }) {
  const { step, call } = line;
  const { arrangement, changed } = corrections;
  element.classList.toggle("is-removed", arrangement.isRemoved(step) || (call !== null && arrangement.isRemoved(call)));
  toggle(element, "error", isError(line));
  toggle(element, "edited", call === null ? changed.has(step === FINAL ? "" : step) : call.includes("+") || editsOf(line, corrections).length > 0);
}
