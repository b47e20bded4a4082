import { Arrangement, naturalCalls, withRemoved } from "./arrangement.js";
import { History } from "../../schemes/kinds/_history.js";
import { without, withAt } from "./lists.js";

/**
 * What a person did to the steps of one trace, as a machine without a page. It is the only copy: what the page shows of a
 * step comes and goes with scrolling.
 *
 * Steps are named "0", "1", ... as in the document and "+1", "+2", ... when inserted; calls "4.1" and "4.+1".
 *
 * @typedef {{step: string | null, pointer: string, text: string | null, reason: string}} Edit a final answer's edit has the
 *   step null; a text of null takes the argument away
 * @typedef {{edits: Edit[], inserted?: Record<string, any>, order?: string[] | null, calls?: Record<string, string[]>}} Sent
 * @typedef {{edits: Map<string, Edit>, inserted: Record<string, any>, shown: string[] | null, removed: Set<string>,
 *   moved: Set<string>, calls: Record<string, string[]>}} State `shown` (null: as in the document) and `calls` hold what is
 *   `removed`, too; `moved` are the steps that the person took hold of
 */

/** @param {string | null} step @param {string} pointer */
export const placeName = (step, pointer) => `${step ?? ""}:${pointer}`;

/** @returns {State} */
const untouched = () => ({ edits: new Map(), inserted: {}, shown: null, removed: new Set(), moved: new Set(), calls: {} });

/** Fires "change" when the state is another one; `detail.steps` are the names whose inside changed, null for all. */
export class Corrections extends EventTarget {
  #state = untouched();
  #history = new History();
  #counts;
  /** @type {Arrangement | undefined} of the present state */
  #arrangement;
  /** @type {Set<string> | undefined} of the present state */
  #changed;

  /** @param {number[]} counts how many calls each step of the document has */
  constructor(counts) {
    super();
    this.#counts = counts;
  }

  /** @param {string | null} step @param {string} pointer @returns {Edit | undefined} */
  editAt(step, pointer) {
    return this.#state.edits.get(placeName(step, pointer));
  }

  /** @param {string | null} step @returns {Edit[]} */
  editsOf(step) {
    return [...this.#state.edits.values()].filter((edit) => edit.step === step);
  }

  /** @param {string} name @returns {any} the step or call as it was inserted, without its edits */
  insertedValue(name) {
    return this.#state.inserted[name];
  }

  /** @param {string} step @param {string | null} call @returns {any} what was inserted there; a call of an inserted step is part of it */
  insertedCallOrStep(step, call) {
    const { inserted } = this.#state;
    if (call === null || Object.hasOwn(inserted, call)) return inserted[call ?? step];
    return inserted[step]?.tool_calls?.[Number(call.split(".")[1])];
  }

  /** Where steps and calls stand now. */
  get arrangement() {
    this.#arrangement ??= new Arrangement(this.#counts, this.#state);
    return this.#arrangement;
  }

  /** @param {string} name of a step; of its inside, or because it was inserted, moved or removed */
  isChanged(name) {
    return this.changed.has(name);
  }

  /** The names of all steps that `isChanged` says yes to, and "" for the final answer. @returns {Set<string>} */
  get changed() {
    if (this.#changed) return this.#changed; // every line of the map asks, and what moved takes a while to find out
    const inside = [...this.#state.edits.values()].map(({ step }) => stepOf(step));
    const { inserted, removed, moved, changedCalls } = this.arrangement;
    this.#changed = new Set([...inside, ...Object.keys(changedCalls), ...inserted, ...removed, ...moved]);
    return this.#changed;
  }

  /**
   * Typing in one place without leaving it is one step of the history.
   *
   * @param {Edit} edit
   * @param {string | null} original what stands there in the document, null where nothing does
   */
  edit(edit, original) {
    const name = placeName(edit.step, edit.pointer);
    const edits = new Map(this.#state.edits);
    if (edit.text === original) edits.delete(name);
    else edits.set(name, edit);
    this.#become({ ...this.#state, edits }, { steps: [stepOf(edit.step)], joins: name });
  }

  /**
   * An argument under another name, in one step of the history.
   *
   * @param {string} step
   * @param {{pointer: string, isGiven: boolean}} before `isGiven` where the document has it: then it is taken away
   * @param {{pointer: string, text: string}} after
   */
  rename(step, before, after) {
    const edits = new Map(this.#state.edits);
    const old = placeName(step, before.pointer);
    const reason = edits.get(old)?.reason ?? "";
    if (before.isGiven) edits.set(old, { step, pointer: before.pointer, text: null, reason });
    else edits.delete(old);
    edits.set(placeName(step, after.pointer), { step, pointer: after.pointer, text: after.text, reason: "" });
    this.#history.pause();
    this.#become({ ...this.#state, edits }, { steps: [stepOf(step)] });
  }

  /**
   * Several places at once, as one step of the history.
   *
   * @param {{edit: Edit, original: string | null}[]} changes as `edit` takes them
   */
  editAll(changes) {
    const edits = new Map(this.#state.edits);
    for (const { edit, original } of changes) {
      if (edit.text === original) edits.delete(placeName(edit.step, edit.pointer));
      else edits.set(placeName(edit.step, edit.pointer), edit);
    }
    if (changes.length > 0) this.#become({ ...this.#state, edits }, { steps: [...new Set(changes.map(({ edit }) => stepOf(edit.step)))] });
  }

  /** What is typed next is a step of the history by itself. */
  pause() {
    this.#history.pause();
  }

  /** @param {any} value @param {string | null} after the name of a step, null for the very beginning @returns {string} its name */
  insertStep(value, after) {
    const name = freeName("", this.#state.inserted);
    const { shown } = this.arrangement;
    const at = after === null ? 0 : shown.indexOf(after) + 1;
    this.#arrange({ inserted: { ...this.#state.inserted, [name]: value }, shown: withAt(shown, at, name) });
    return name;
  }

  /** @param {string} name */
  removeStep(name) {
    if (name.startsWith("+")) this.#arrange({ shown: without(this.arrangement.shown, name) });
    else this.#arrange({ removed: new Set([...this.#state.removed, name]) });
  }

  /** @param {string} name of a removed step or call: it is where it stood */
  restore(name) {
    this.#become({ ...this.#state, removed: new Set(without([...this.#state.removed], name)) }, { steps: [stepOf(name)] });
  }

  /** @param {string} name @param {number} by -1 is one place up; nothing happens at the end */
  moveStep(name, by) {
    const { shown, steps } = this.arrangement;
    const order = moved(shown, steps, name, by);
    if (order) this.#arrange({ shown: order, moved: new Set([...this.#state.moved, name]) });
  }

  /** @param {string} step @param {any} value @param {string | null} after a call's name, null for the first place @returns {string} its name */
  insertCall(step, value, after) {
    if (step.startsWith("+")) return this.#addCallInside(step, value);
    const name = freeName(`${step}.`, this.#state.inserted);
    const shown = this.arrangement.shownCallsOf(step);
    const calls = { ...this.#state.calls, [step]: withAt(shown, after === null ? 0 : shown.indexOf(after) + 1, name) };
    this.#become({ ...this.#state, inserted: { ...this.#state.inserted, [name]: value }, calls }, { steps: [step] });
    return name;
  }

  /** @param {string} step @param {string} call */
  removeCall(step, call) {
    if (step.startsWith("+")) this.#setCallsInside(step, without(this.arrangement.shownCallsOf(step), call));
    else if (call.includes("+")) this.#setCalls(step, without(this.arrangement.shownCallsOf(step), call));
    else this.#become({ ...this.#state, removed: new Set([...this.#state.removed, call]) }, { steps: [step] });
  }

  /** @param {string} step @param {string} call @param {number} by @returns {string} its name now: inside an inserted step it is its place */
  moveCall(step, call, by) {
    const { shownCallsOf, callsOf } = this.arrangement;
    const names = moved(shownCallsOf(step), callsOf(step), call, by);
    if (!names) return call;
    if (!step.startsWith("+")) return this.#setCalls(step, names), call;
    this.#setCallsInside(step, names);
    return `${step}.${names.indexOf(call)}`;
  }

  /** Whether there was something to take back. */
  undo() {
    return this.#goTo(this.#history.undo(this.#state));
  }

  /** Whether there was something to do again. */
  redo() {
    return this.#goTo(this.#history.redo(this.#state));
  }

  /** @returns {Sent} what is sent and kept as a draft; parts that say nothing are left out */
  get sent() {
    const { isNatural, steps, changedCalls } = this.arrangement;
    // The calls of a removed step are named in `calls`, too, and come back with it.
    const here = new Set([...steps, ...Object.values(changedCalls).flat()]);
    const inserted = Object.entries(this.#state.inserted).filter(([name]) => here.has(name));
    return {
      edits: [...this.#state.edits.values()].filter(({ step }) => !step?.includes("+") || here.has(step)),
      ...(inserted.length > 0 && { inserted: Object.fromEntries(inserted) }),
      ...(!isNatural && { order: steps }),
      ...(Object.keys(changedCalls).length > 0 && { calls: changedCalls }),
    };
  }

  /** Starts again from an answer. @param {Partial<Sent>} sent a draft from before the scheme changed its kind has other parts */
  fill({ edits = [], inserted = {}, order = null, calls = {} }) {
    this.#history = new History();
    const named = edits.map((edit) => /** @type {[string, Edit]} */ ([placeName(edit.step, edit.pointer), edit]));
    const natural = this.#counts.map((_, index) => String(index));
    const shown = order && withRemoved(order, natural);
    const shownCalls = Object.entries(calls).map(([step, names]) => [step, withRemoved(names, naturalCalls(step, this.#counts))]);
    const kept = new Set([...(order ?? natural), ...Object.values(calls).flat()]);
    const gone = [...(shown ?? []), ...shownCalls.flatMap(([, names]) => names)].filter((name) => !kept.has(name));
    this.#state = { edits: new Map(named), inserted, shown, removed: new Set(gone), moved: new Set(), calls: Object.fromEntries(shownCalls) };
    this.#tell(null);
  }

  /** Calls of an inserted step are simply part of it. @param {string} step @param {any} value */
  #addCallInside(step, value) {
    const whole = this.#state.inserted[step];
    const calls = [...(whole.tool_calls ?? []), value];
    const inserted = { ...this.#state.inserted, [step]: { ...whole, tool_calls: calls } };
    this.#become({ ...this.#state, inserted }, { steps: [step] });
    return `${step}.${calls.length - 1}`;
  }

  /** Their edits go where they go. @param {string} step @param {string[]} names of the calls that stay, by where they stood */
  #setCallsInside(step, names) {
    const stood = names.map((name) => Number(name.split(".")[1]));
    const whole = this.#state.inserted[step];
    const inserted = { ...this.#state.inserted, [step]: { ...whole, tool_calls: stood.map((index) => whole.tool_calls[index]) } };
    const edits = new Map();
    for (const edit of this.#state.edits.values()) {
      const index = edit.step === step ? /^\/tool_calls\/(\d+)\//.exec(edit.pointer)?.[1] : undefined;
      const now = index === undefined ? undefined : stood.indexOf(Number(index));
      if (now === -1) continue;
      const pointer = now === undefined ? edit.pointer : edit.pointer.replace(/\d+/, String(now));
      edits.set(placeName(edit.step, pointer), { ...edit, pointer });
    }
    this.#become({ ...this.#state, inserted, edits }, { steps: [step] });
  }

  /** @param {Partial<State>} parts */
  #arrange(parts) {
    this.#become({ ...this.#state, ...parts }, { steps: [] });
  }

  /** @param {string} step @param {string[]} names */
  #setCalls(step, names) {
    this.#become({ ...this.#state, calls: { ...this.#state.calls, [step]: names } }, { steps: [step] });
  }

  /** @param {State} state @param {{steps: string[], joins?: string}} how */
  #become(state, { steps, joins }) {
    this.#history.remember(this.#state, joins);
    this.#state = state;
    this.#tell(steps);
  }

  /** @param {State | undefined} state */
  #goTo(state) {
    if (state) {
      this.#state = state;
      this.#tell(null);
    }
    return state !== undefined;
  }

  /** @param {string[] | null} steps */
  #tell(steps) {
    this.#arrangement = this.#changed = undefined;
    this.dispatchEvent(new CustomEvent("change", { detail: { steps } }));
  }
}

/** The step that a place is in; an inserted call's is the one it was inserted into. @param {string | null} step */
const stepOf = (step) => (step ?? "").split(".")[0];

/** @param {string} prefix @param {Record<string, unknown>} taken */
function freeName(prefix, taken) {
  let number = 1;
  while (Object.hasOwn(taken, `${prefix}+${number}`)) number += 1;
  return `${prefix}+${number}`;
}

/**
 * Moves a name past others that are there; removed ones in between are passed unseen.
 *
 * @param {string[]} shown
 * @param {string[]} present
 * @param {string} name
 * @param {number} by
 * @returns {string[] | null} null when it stays where it is
 */
function moved(shown, present, name, by) {
  const from = present.indexOf(name);
  const to = Math.min(present.length - 1, Math.max(0, from + by));
  if (from === to) return null;
  const others = without(shown, name);
  return withAt(others, others.indexOf(present[to]) + (to > from ? 1 : 0), name);
}
