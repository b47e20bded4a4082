import { textCall } from "../trace/text-call.js";
import { doubtsOf } from "./argument-doubts.js";
import { doubtText, missingText } from "./doubt-words.js";
import { written } from "./given-arguments.js";
import { renaming } from "./renaming.js";

/** @typedef {import("./edit-field.js").Place} Place @typedef {import("../trace/call-view.js").Context} Context */

/** The texts of a step that were counted (tracewright/tool_uses.py). */
const COUNTED = new Set(["", "/action"]);

/**
 * What may be wrong with the arguments of a call that stands there as text; a text that is no call has no hints, and of one
 * that did not come whole nobody can tell.
 *
 * @param {Place} place
 * @param {Context} context
 * @returns {import("./hints.js").Hint[]}
 */
export function textHints({ step, field }, { corrections, known }) {
  const edit = corrections.editAt(step, field.pointer);
  const facts = known();
  const text = edit ? edit.text : field.text;
  if (!facts || field.json || text === null || (!edit && field.text.length < field.chars)) return [];
  const call = textCall(text);
  const tool = call && facts.of(call.tool);
  if (!call || !tool) return [];
  const before = step?.includes("+") ? null : textCall(field.text);
  const own = before?.tool === call.tool ? before.arguments.map(written) : [];
  const how = { isCounted: facts.isCounted && COUNTED.has(field.pointer) && before?.tool === call.tool, isWhole: call.isPlain };
  const { doubts, missing } = doubtsOf(call.arguments.map(written), tool, own, how);
  const hints = call.arguments.flatMap(({ name, from, to }) => {
    const doubt = doubts.get(name);
    if (!doubt) return [];
    const near = doubt.code === "unknown" ? doubt.near : null;
    const rename = (/** @type {string} */ wanted) => {
      corrections.pause();
      const corrected = text.slice(0, from) + wanted + text.slice(to);
      corrections.edit({ step, pointer: field.pointer, text: corrected, reason: edit?.reason ?? "" }, field.text.length < field.chars ? null : field.text);
      corrections.pause();
    };
    return [{ text: doubtText(name, call.tool, doubt), act: near === null ? undefined : renaming(near, () => rename(near)) }];
  });
  return missing.length > 0 ? [...hints, { text: missingText(call.tool, missing) }] : hints;
}
