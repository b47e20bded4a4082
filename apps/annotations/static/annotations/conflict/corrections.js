import { longestRising, naturalCalls } from "../edits/arrangement.js";

/**
 * @typedef {import("../edits/corrections.js").Sent} Sent
 * @typedef {{text: string | null, reason: string}} Edited
 * @typedef {{after?: string | null, removed?: true, inserted?: any, edits?: Sent["edits"]}} Stands where a step or call stands:
 *   behind the nearest one before it that was not moved (null: at the beginning), or nowhere
 */

/**
 * A correction taken apart into places that can be chosen one by one: "edit 4:/content", "step 3", "call 4.1". A place is
 * there when something was done to it; what was typed into an inserted step belongs to the step.
 *
 * @param {Partial<Sent>} sent
 * @param {number[]} counts how many calls each step of the document has
 * @returns {Map<string, Edited | Stands>}
 */
export function apart({ edits = [], inserted = {}, order = null, calls = {} }, counts) {
  const places = new Map();
  const list = { inserted, edits };
  addList(places, "step", order ?? naturalSteps(counts), naturalSteps(counts), list);
  for (const [step, names] of Object.entries(calls)) addList(places, "call", names, naturalCalls(step, counts), list);
  for (const { step, pointer, text, reason } of edits) {
    if (!Object.hasOwn(inserted, step ?? "")) places.set(`edit ${step ?? ""}:${pointer}`, { text, reason });
  }
  return places;
}

/** The correction of these places. @param {Map<string, any>} places @param {number[]} counts @returns {Sent} */
export function together(places, counts) {
  const natural = naturalSteps(counts);
  const order = arranged(natural, of(places, "step"));
  const steps = [...new Set([...of(places, "call").keys()].map((call) => call.split(".")[0]))];
  const calls = steps.map((step) => [step, arranged(naturalCalls(step, counts), of(places, "call", `${step}.`))]);
  const inserted = [...of(places, "step"), ...of(places, "call")].filter(([, stands]) => "inserted" in stands);
  const edits = [...of(places, "edit")].map(([at, edit]) => ({ step: at.split(":")[0] || null, pointer: at.slice(at.indexOf(":") + 1), ...edit }));
  return {
    edits: [...edits, ...inserted.flatMap(([, stands]) => stands.edits)],
    inserted: Object.fromEntries(inserted.map(([name, stands]) => [name, stands.inserted])),
    order: order.join() === natural.join() ? null : order,
    calls: Object.fromEntries(calls),
  };
}

/** Both versions may have called what they inserted "+1": theirs gets a name that is free. @param {Partial<Sent>} theirs @param {Partial<Sent>} mine @param {Partial<Sent>} from @returns {Partial<Sent>} */
export function withFreeNames(theirs, mine, from) {
  const taken = new Set([theirs, mine, from].flatMap(({ inserted }) => Object.keys(inserted ?? {})));
  const isNew = (/** @type {string} */ name) => !Object.hasOwn(from.inserted ?? {}, name);
  const both = Object.keys(theirs.inserted ?? {}).filter((name) => isNew(name) && Object.hasOwn(mine.inserted ?? {}, name));
  const names = new Map(both.map((name) => [name, freeName(name, taken)]));
  const renamed = (/** @type {string} */ name) => names.get(name) ?? name;
  const entries = (/** @type {Record<string, any>} */ object) => Object.entries(object);
  return {
    edits: theirs.edits?.map((edit) => (edit.step === null ? edit : { ...edit, step: renamed(edit.step) })),
    inserted: Object.fromEntries(entries(theirs.inserted ?? {}).map(([name, value]) => [renamed(name), value])),
    order: theirs.order?.map(renamed) ?? null,
    calls: Object.fromEntries(entries(theirs.calls ?? {}).map(([step, list]) => [step, list.map(renamed)])),
  };
}

/** @param {string} name "+1" or "4.+1" @param {Set<string>} taken */
function freeName(name, taken) {
  const [prefix, number] = name.split("+");
  let free = Number(number);
  while (taken.has(`${prefix}+${free}`)) free += 1;
  taken.add(`${prefix}+${free}`);
  return `${prefix}+${free}`;
}

/** @param {number[]} counts */
const naturalSteps = (counts) => counts.map((_, index) => String(index));

/**
 * @param {Map<string, any>} places
 * @param {"step" | "call"} what
 * @param {string[]} names as they stand
 * @param {string[]} natural as the document has them
 * @param {{inserted: Record<string, any>, edits: Sent["edits"]}} sent
 */
function addList(places, what, names, natural, { inserted, edits }) {
  const inPlace = new Set(longestRising(names.map((name) => natural.indexOf(name)).filter((index) => index >= 0)).map((index) => natural[index]));
  /** @type {string | null} */
  let after = null;
  for (const name of names) {
    if (inPlace.has(name)) after = name;
    else if (!Object.hasOwn(inserted, name)) places.set(`${what} ${name}`, { after });
    else places.set(`${what} ${name}`, { after, inserted: inserted[name], edits: edits.filter(({ step }) => step === name) });
  }
  const here = new Set(names);
  for (const name of natural) if (!here.has(name)) places.set(`${what} ${name}`, { removed: true });
}

/** The places of one kind by the name behind it. @param {Map<string, any>} places @param {string} what @param {string} prefix @returns {Map<string, any>} */
const of = (places, what, prefix = "") =>
  new Map([...places].filter(([at]) => at.startsWith(`${what} ${prefix}`)).map(([at, value]) => [at.slice(what.length + 1), value]));

/**
 * What stands behind the same one keeps its order; what was to stand behind something that is nowhere stands last.
 *
 * @param {string[]} natural
 * @param {Map<string, Stands>} stands
 */
function arranged(natural, stands) {
  const list = natural.filter((name) => stands.get(name)?.after === undefined);
  /** @type {Map<string | null, string>} what was put behind each last */
  const lastBehind = new Map();
  let waiting = [...stands].filter(([, { after }]) => after !== undefined);
  while (waiting.length > 0) {
    const ready = waiting.find(([, { after }]) => after === null || list.includes(/** @type {string} */ (after)));
    const [name, { after = null }] = ready ?? waiting[0];
    const before = lastBehind.get(after) ?? after;
    list.splice(ready ? list.indexOf(/** @type {string} */ (before)) + 1 : list.length, 0, name);
    lastBehind.set(after, name);
    waiting = waiting.filter(([other]) => other !== name);
  }
  return list.filter((name) => !stands.get(name)?.removed);
}
