/** The row of a question that asks the same several times, or another part of it, by its name. @param {Element} question @param {string} name */
export const rowOf = (question, name) =>
  /** @type {HTMLElement[]} */ ([...question.querySelectorAll("[data-row], [data-at]")]).find(({ dataset }) => (dataset.row ?? dataset.at) === name);

/**
 * What a digit chooses: in a question of rows in the row that has the focus, else in the first one without an answer.
 *
 * @param {Element | null} question
 * @param {string} key
 * @param {Element | null} focused
 */
export function optionOfKey(question, key, focused) {
  const wanted = `[data-key~="${key}"]`; // an option may have several keys
  const all = [...(question?.querySelectorAll("[data-row]") ?? [])];
  const rows = all.filter((each) => each.querySelector(wanted)); // a row may be answered without digits
  const row = rows.find((each) => each.contains(focused)) ?? rows.find((each) => !each.querySelector("input:checked")) ?? rows[0];
  return (all.length > 0 ? row : question)?.querySelector(wanted) ?? null;
}
