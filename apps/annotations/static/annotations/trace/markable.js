/**
 * Whether it is a text of the trace's own steps as it was recorded: not of an inserted one, and not of a candidate's.
 *
 * @param {string | null} step
 * @param {import("./trace-data.js").Field} field
 */
export const isMarkable = (step, field) => !field.json && (step === null || /^\d+$/.test(step));
