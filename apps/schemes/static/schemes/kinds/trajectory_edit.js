/**
 * The fields are <edit-field> elements of the page; this module only needs what they tell about themselves.
 *
 * @typedef {{step: string | null, pointer: string, text: string, reason: string}} Edit
 * @typedef {{edits: Edit[]}} Answer a final answer's edit has the step null
 * @typedef {HTMLElement & Edit & {edited: boolean, set: (text: string, reason: string) => void, original: string}} Field
 */

/**
 * Only what was changed is sent.
 *
 * @param {HTMLElement} root
 * @returns {Answer}
 */
export const read = (root) => ({
  edits: fields(root)
    .filter(({ edited }) => edited)
    .map(({ step, pointer, text, reason }) => ({ step, pointer, text, reason })),
});

/**
 * A field without an edit goes back to its original.
 *
 * @param {HTMLElement} root
 * @param {Partial<Answer>} answer a draft from before the scheme changed its kind has other parts
 */
export function fill(root, answer) {
  for (const field of fields(root)) {
    const edit = (answer.edits ?? []).find(({ step, pointer }) => step === field.step && pointer === field.pointer);
    if (edit || field.edited) field.set(edit?.text ?? field.original, edit?.reason ?? "");
  }
}

/** @param {Partial<Answer>} answer */
export const summary = ({ edits = [] }) =>
  edits.flatMap(({ step, pointer, text, reason }) => {
    const at = `${step ?? ""}:${pointer}`;
    return [{ at, text }, ...(reason ? [{ at: `${at}:reason`, text: reason }] : [])];
  });

/**
 * @param {HTMLElement} root
 * @returns {Field[]}
 */
const fields = (root) => [...root.querySelectorAll("edit-field")].map((field) => /** @type {Field} */ (field));
