import { choose, chosen } from "./_radios.js";

const BAD_TEXT = "bad_text";

/** @typedef {{value: number | null, bad_text?: boolean}} Answer `bad_text` only where the scheme asks for it */

/**
 * @param {HTMLElement} root
 * @returns {Answer}
 */
export function read(root) {
  const point = chosen(root);
  const answer = { value: point === null || point === BAD_TEXT ? null : Number(point) };
  return root.querySelector(`input[value=${BAD_TEXT}]`) ? { ...answer, bad_text: point === BAD_TEXT } : answer;
}

/**
 * @param {HTMLElement} root
 * @param {Partial<Answer>} answer a draft from before the scheme changed its kind has other parts
 */
export const fill = (root, answer) => choose(root, answer.bad_text === true ? BAD_TEXT : String(answer.value ?? ""));

/** @param {Partial<Answer>} answer */
export const summary = (answer) => [{ at: "", text: answer.bad_text === true ? gettext("(cannot be judged)") : String(answer.value ?? "") }];
