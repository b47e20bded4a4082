import { nameOfPlace } from "../../schemes/kinds/_comments.js";
import { said } from "../../schemes/kinds/span.js";
import { rowOf } from "../rows.js";
import { labelOf } from "../trace/labels.js";
import { TraceSteps } from "../trace/trace-steps.js";

/** What a person calls a place: "Step 2, Action", or the question. @param {HTMLElement} question @param {string} at */
export const namePlace = (question, at) => (question instanceof TraceSteps ? nameInTrace(at) : nameOfAnswer(question, JSON.parse(at)));

/** @param {HTMLElement} question @param {string} at @param {any} value undefined where this version did nothing @returns {string} */
export function textOf(question, at, value) {
  if (!(question instanceof TraceSteps)) return [value ?? gettext("(nothing)")].flat().map(inOneLine).join(", ");
  if (at.startsWith("edit ")) return textOfEdit(value, question.originalAt(at.slice("edit ".length)));
  if (value === undefined) return at.includes("+") ? gettext("(not inserted)") : gettext("(where it was)");
  if (value.removed) return gettext("(removed)");
  return [whereBehind(value.after), ...("inserted" in value ? insertedTexts(value) : [])].join("\n");
}

/** @param {string} at */
function nameInTrace(at) {
  const [what, name] = [at.split(" ")[0], at.slice(at.indexOf(" ") + 1)];
  if (what !== "edit") return nameOfStep(name);
  const [step, pointer] = [name.split(":")[0], name.slice(name.indexOf(":") + 1)];
  if (step === "") return gettext("Final answer");
  const [, call, argument, key] = /^\/(?:tool_calls\/(\d+)\/)?(?:input\/(.+)|(.*))$/.exec(pointer) ?? [];
  const place = nameOfStep(call === undefined ? step : `${step}.${call}`);
  const field = argument ?? (key && labelOf(key)); // an argument's name is the agent's own
  return field ? `${place}, ${field}` : place;
}

/** "Step 5", "Step 5, call 2" or "Inserted step". @param {string} name */
function nameOfStep(name) {
  const [step, call] = name.split(".");
  const title = step.startsWith("+") ? gettext("Inserted step") : interpolate(gettext("Step %(number)s"), { number: Number(step) + 1 }, true);
  if (call === undefined) return title;
  if (call.startsWith("+")) return interpolate(gettext("%(step)s, inserted call"), { step: title }, true);
  return interpolate(gettext("%(step)s, call %(number)s"), { step: title, number: Number(call) + 1 }, true);
}

/** @param {any} value a name, a path of names, a mark in a text, or a comment of a review */
function inOneLine(value) {
  if (value?.replies) return textOfComment(value);
  return value?.label === undefined ? [value].flat().join(" / ") : said(value);
}

/** @param {import("../../schemes/kinds/_comments.js").Comment} comment */
function textOfComment(comment) {
  const { category, text, suggestion, resolved, replies } = comment;
  const said = [text, suggestion ?? "", ...replies.map((reply) => reply.text)].filter((each) => each !== "");
  return [`${nameOfPlace(comment)}, ${category}${resolved ? `, ${gettext("resolved")}` : ""}`, ...said].join("\n");
}

/** @param {HTMLElement} question @param {string[]} path */
function nameOfAnswer(question, path) {
  const title = question.querySelector("legend")?.firstChild?.textContent?.trim() ?? "";
  const row = rowOf(question, path.at(-1) ?? "")?.querySelector("legend")?.textContent?.trim();
  if (row) return `${title}, ${row}`;
  if (path[0] === "comments") return interpolate(gettext("%(title)s, comment"), { title }, true);
  if (path[0] === "file_ratings") return [title, ...path.slice(1)].join(", ");
  return path[0] === "texts" && question.querySelectorAll("[data-box]").length > 1 ? `${title}, ${path[1]}` : title;
}

/** @param {{text: string | null, reason: string} | undefined} edit @param {string | undefined} original */
function textOfEdit(edit, original) {
  if (!edit) return original ?? gettext("(the original)");
  const text = edit.text ?? gettext("(removed)");
  return edit.reason ? `${text}\n\n${interpolate(gettext("Reason: %(reason)s"), edit, true)}` : text;
}

/** @param {string | null} after */
const whereBehind = (after) =>
  after === null ? gettext("(at the beginning)") : interpolate(gettext("(behind %(place)s)"), { place: nameOfStep(after) }, true);

/** @param {{inserted: any, edits: {pointer: string, text: string | null}[]}} stands */
const insertedTexts = ({ inserted, edits }) => [
  typeof inserted === "string" ? inserted : JSON.stringify(inserted, null, 1),
  ...edits.map(({ pointer, text }) => `${labelOf(pointer.replace(/^.*\//, ""))}: ${text ?? gettext("(removed)")}`),
];
