/**
 * The steps of the page hold what was done to them; this module only passes it on.
 *
 * @typedef {{step: string | null, pointer: string, text: string | null, reason: string}} Edit
 * @typedef {{edits: Edit[], inserted?: Record<string, unknown>, order?: string[] | null, calls?: Record<string, string[]>}} Answer
 *   a final answer's edit has the step null; a text of null takes an argument away
 * @typedef {HTMLElement & {corrections: {sent: Answer, fill: (answer: Partial<Answer>) => void}}} Steps
 */

/**
 * Only what was changed is sent.
 *
 * @param {HTMLElement} root
 * @returns {Answer}
 */
export const read = (root) => /** @type {Steps} */ (root).corrections.sent;

/**
 * @param {HTMLElement} root
 * @param {Partial<Answer>} answer a draft from before the scheme changed its kind has other parts
 */
export const fill = (root, answer) => /** @type {Steps} */ (root).corrections.fill(answer);

/** The places of the arrangement are named "order", "inserted:+1" and "calls:4". @param {Partial<Answer>} answer */
export const summary = ({ edits = [], inserted = {}, order = null, calls = {} }) => [
  ...edits.flatMap(({ step, pointer, text, reason }) => {
    const at = `${step ?? ""}:${pointer}`;
    return [{ at, text: text ?? gettext("(removed)") }, ...(reason ? [{ at: `${at}:reason`, text: reason }] : [])];
  }),
  ...Object.entries(inserted).map(([name, value]) => ({ at: `inserted:${name}`, text: JSON.stringify(value, null, 1) })),
  ...(order ? [{ at: "order", text: order.map(numberOf).join(" ") }] : []),
  ...Object.entries(calls).map(([step, names]) => ({ at: `calls:${step}`, text: names.map(numberOf).join(" ") })),
];

/** As people count. @param {string} name */
const numberOf = (name) => name.replace(/(?<![+\d])\d+/g, (digits) => String(Number(digits) + 1));
