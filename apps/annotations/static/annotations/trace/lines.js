import { FINAL } from "./anchors.js";

/** @typedef {import("../edits/corrections.js").Corrections} Corrections */
/** @typedef {import("./trace-data.js").Row} Row @typedef {{key: string, step: string, call: string | null, row: Row | null}} Line */

/**
 * The lines of the map: one for each step and each call, as they stand now. What was inserted has no row of the document.
 *
 * @param {import("./trace-steps.js").TraceSteps} steps
 * @returns {Line[]}
 */
export function linesOf({ mapped: names, data, corrections }) {
  const rows = rowsBySteps(data.trace.rows);
  return names.flatMap((step) => {
    const known = rows.get(step);
    const calls = corrections.arrangement.shownCallsOf(step).map((call) => {
      return { key: call, step, call, row: known?.calls[Number(call.split(".")[1])] ?? null };
    });
    // A step that only calls is its call.
    const isCalls = known?.own[5] === "" && calls.length > 0;
    if (isCalls && ownEdits(step, corrections).length === 0) return calls;
    return [{ key: step, step, call: null, row: known?.own ?? null }, ...calls];
  });
}

/** The edits of what a line stands for: of a call, or of a step without its calls. @param {Line} line @param {Corrections} corrections */
export function editsOf({ step, call }, corrections) {
  if (call === null) return ownEdits(step, corrections);
  const at = `/tool_calls/${call.split(".")[1]}/`;
  return [...corrections.editsOf(call), ...corrections.editsOf(step).filter(({ pointer }) => pointer.startsWith(at))];
}

/** @param {string} step @param {Corrections} corrections */
function ownEdits(step, corrections) {
  return corrections.editsOf(step === FINAL ? null : step).filter(({ pointer }) => !pointer.startsWith("/tool_calls/"));
}

/** The first of the given lines of each step, by the step: it has the step's number. @param {Line[]} lines @returns {Map<string, string>} its key */
export function leadersOf(lines) {
  const leaders = new Map();
  for (const { step, key } of lines) if (!leaders.has(step)) leaders.set(step, key);
  return leaders;
}

/** Rejected and cancelled calls are none of the agent's errors. @param {Line} line */
export const isError = ({ row }) => row?.[4] === "agent";

/** @param {Row[]} rows a step's calls follow it @returns {Map<string, {own: Row, calls: Row[]}>} */
function rowsBySteps(rows) {
  const found = new Map();
  for (const row of rows) {
    const name = String(row[0]);
    if (row[1] === null) found.set(name, { own: row, calls: [] });
    else found.get(name)?.calls.push(row);
  }
  return found;
}
