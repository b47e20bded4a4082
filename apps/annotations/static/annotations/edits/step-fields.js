import { EditField } from "./edit-field.js";

/** Which text of a step is meant by Edit and Reset: the main one first, then one after the other. */
export class StepFields {
  /** @type {EditField | undefined} the one worked on last */
  #last;

  /** @param {HTMLElement} page */
  constructor(page) {
    page.addEventListener("focusin", ({ target }) => {
      const field = target instanceof Element && target.closest(".pair")?.closest("edit-field");
      if (field instanceof EditField) this.#last = field;
    });
  }

  /** Opens the main text of the step, and asked again there the next one. @param {Element | undefined | null} step */
  async openNext(step) {
    const fields = fieldsOf(step);
    const next = (this.#last ? fields.indexOf(this.#last) : -1) + 1;
    this.#last?.close();
    await fields[next % fields.length]?.open();
  }

  /** The one worked on last, else the first edited one; it is also the next to be opened. @param {Element | undefined | null} step */
  resetOne(step) {
    const fields = fieldsOf(step);
    const field = fields.find((each) => each === this.#last && each.edited) ?? fields.find(({ edited }) => edited);
    if (!field) return;
    field.reset();
    this.#last = fields[fields.indexOf(field) - 1];
  }

  /** Whoever goes on leaves no open field behind that says nothing new. @param {Element | undefined | null} step */
  leave(step) {
    for (const field of fieldsOf(step)) field.close();
    this.#last = undefined;
  }
}

/**
 * @param {Element | undefined | null} step
 * @returns {EditField[]} the main one first, those without a text last
 */
function fieldsOf(step) {
  const fields = [...(step?.querySelectorAll("edit-field") ?? [])].filter((field) => field instanceof EditField);
  return fields.sort((a, b) => rank(a) - rank(b));
}

/** @param {EditField} field */
const rank = ({ isMain, isBlank }) => (isBlank ? 2 : isMain ? 0 : 1);
