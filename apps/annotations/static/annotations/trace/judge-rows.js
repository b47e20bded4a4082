/** @typedef {import("../../schemes/kinds/_judge.js").Judge} Judge */

/** What is asked at one place of the trace: a row of each question that judges it. */
export class JudgeRows {
  /** @type {[Judge, HTMLElement][]} */
  #rows;
  #place;

  /** @param {Judge[]} judges @param {string} place a step's name or a call's @param {string} title "Step 5, call 2" */
  constructor(judges, place, title) {
    this.#place = place;
    this.#rows = judges.flatMap((judge) => {
      const row = judge.row(place, title);
      return row ? [/** @type {[Judge, HTMLElement]} */ ([judge, row])] : [];
    });
  }

  get elements() {
    return this.#rows.map(([, row]) => row);
  }

  /** Whether nothing is asked or said here. */
  get isEmpty() {
    return this.elements.every((row) => !row.hasChildNodes());
  }

  /** Shows what is judged now. */
  refresh() {
    for (const [judge, row] of this.#rows) judge.update(row, this.#place);
  }
}
