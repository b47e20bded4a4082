import { shownFrom, textFor } from "../edits/new-argument.js";
import { typeOfJson } from "../json-text.js";
import { insertedCall, insertedStep } from "../trace/inserted.js";

/**
 * A text that can be edited, as it stands now. `call` is the name of the call it is an argument of; `original` is null where the
 * document has nothing; `quoted` says that its edit is sent as a new argument's text is.
 *
 * @typedef {{step: string | null, pointer: string, call: string | null, text: string, original: string | null, quoted: boolean,
 *   edit: import("../edits/corrections.js").Edit | undefined}} Place
 * @typedef {import("../edits/corrections.js").Corrections} Corrections
 * @typedef {Record<string, string | null>} Texts by pointer; null for what is no text
 */

/** An argument in a step: of a call, or of an action that is one. */
const ARGUMENT_OF_STEP = /^\/[^/]+(\/\d+)?\/input(\/|$)/;
const CALL = /^\/tool_calls\/(\d+)\//;

/**
 * Every text that a replacement may change, in the order of the page: what was removed is left alone, and so are numbers,
 * lists and objects.
 *
 * @param {import("../trace/trace-data.js").Editable} editable
 * @param {Corrections} corrections
 * @returns {Place[]}
 */
export function placesOf({ steps, final }, corrections) {
  const { arrangement } = corrections;
  const added = editsByStep(corrections);
  /** @type {Place[]} */
  const places = [];
  for (const step of arrangement.steps) {
    const inserted = corrections.insertedValue(step);
    const own = step.startsWith("+") ? textsOf(insertedStep(step, inserted)) : steps[Number(step)];
    if (!own) continue;
    const calls = new Set(arrangement.callsOf(step));
    places.push(...placesIn(step, own, added.get(step) ?? [], corrections).filter(({ call }) => call === null || calls.has(call)));
    for (const call of step.startsWith("+") ? [] : calls) {
      const value = corrections.insertedValue(call);
      if (value === undefined) continue;
      const given = Object.fromEntries(insertedCall(call, value).inputs.map(asText));
      places.push(...placesIn(call, given, added.get(call) ?? [], corrections));
    }
  }
  if (final) places.push(...placesIn(null, { [final.pointer]: final.text }, [], corrections));
  return places;
}

/**
 * @param {string | null} step or the inserted call that edits name
 * @param {Texts} texts
 * @param {import("../edits/corrections.js").Edit[]} edits all of the step
 * @param {Corrections} corrections
 * @returns {Place[]}
 */
function placesIn(step, texts, edits, corrections) {
  /** @type {Place[]} */
  const places = [];
  for (const [pointer, original] of Object.entries(texts)) {
    if (original === null) continue;
    const edit = corrections.editAt(step, pointer);
    const text = edit ? edit.text : original;
    if (text !== null) places.push({ step, pointer, call: callOf(step, pointer), text, original, quoted: false, edit });
  }
  for (const edit of edits) {
    const text = Object.hasOwn(texts, edit.pointer) ? null : addedText(edit);
    if (text !== null) places.push({ step, pointer: edit.pointer, call: callOf(step, edit.pointer), text, original: null, quoted: true, edit });
  }
  return places;
}

/** What is sent for the text of a place. @param {Place} place @param {string} text */
export const sentText = ({ quoted }, text) => (quoted ? textFor(text) : text);

/** Whether it is an argument of a call. @param {{step: string | null, pointer: string}} place */
export function isArgument({ step, pointer }) {
  return step?.includes(".") ? pointer.startsWith("/input") : ARGUMENT_OF_STEP.test(pointer);
}

/** The text of an argument that was added; null for what is no text. @param {import("../edits/corrections.js").Edit} edit */
function addedText(edit) {
  if (edit.text === null || !isArgument(edit)) return null;
  const type = typeOfJson(edit.text);
  return type === undefined || type === "string" ? shownFrom(edit.text) : null;
}

/** @param {string | null} step @param {string} pointer */
function callOf(step, pointer) {
  if (step?.includes(".")) return step;
  const index = CALL.exec(pointer)?.[1];
  return index === undefined ? null : `${step}.${index}`;
}

/** @param {import("../trace/trace-data.js").Step} step @returns {Texts} */
const textsOf = ({ fields, calls }) => Object.fromEntries([...fields, ...calls.flatMap(({ inputs }) => inputs)].map(asText));

/** @param {import("../trace/trace-data.js").Field} field @returns {[string, string | null]} */
const asText = ({ pointer, text, json }) => [pointer, json ? null : text];

/** @param {Corrections} corrections */
function editsByStep(corrections) {
  /** @type {Map<string | null, import("../edits/corrections.js").Edit[]>} */
  const found = new Map();
  for (const edit of corrections.sent.edits) {
    const known = found.get(edit.step);
    if (known) known.push(edit);
    else found.set(edit.step, [edit]);
  }
  return found;
}
