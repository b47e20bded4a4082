import { KINDS } from "./kinds.js";
import { TraceSteps } from "./trace/trace-steps.js";

/** @typedef {import("./drafts.js").Answers} Answers */

/** All questions of the page, each found by its scheme's name and read by its kind. */
export class AnswerSheet {
  #page;
  #schemes;

  /**
   * @param {HTMLElement} page
   * @param {Record<string, {kind: string}>} schemes by name; those without a module of their kind are read-only
   */
  constructor(page, schemes) {
    this.#page = page;
    this.#schemes = Object.entries(schemes).filter(([, { kind }]) => kind in KINDS);
  }

  /** @returns {Answers} */
  read() {
    return Object.fromEntries(this.#schemes.map(([name, { kind }]) => [name, KINDS[kind].read(this.question(name))]));
  }

  /** A question without an answer is emptied. @param {Answers} answers */
  fill(answers) {
    for (const [name, { kind }] of this.#schemes) KINDS[kind].fill(this.question(name), answers[name] ?? {});
  }

  /**
   * The places where two versions differ, with both texts; a text without an edit is the original one.
   *
   * @param {Answers} mine
   * @param {Answers} theirs
   * @returns {{place: string, mine: string, theirs: string}[]}
   */
  differences(mine, theirs) {
    return this.#schemes.flatMap(([name, { kind }]) => {
      const [here, there] = [mine, theirs].map((version) => partsOf(kind, version[name]));
      const question = this.question(name);
      return [...new Set([...here.keys(), ...there.keys()])]
        .map((at) => placeOf(question, at, here.get(at), there.get(at)))
        .filter((place) => place.mine !== place.theirs);
    });
  }

  /** @param {string} name */
  question(name) {
    const root = this.#page.querySelector(`[data-scheme="${CSS.escape(name)}"]`);
    if (!(root instanceof HTMLElement)) throw new Error(`The page has no place for the scheme "${name}".`);
    return root;
  }
}

/**
 * @param {string} kind
 * @param {unknown} answer
 */
const partsOf = (kind, answer) =>
  new Map(answer ? KINDS[kind].summary(answer).map(({ at, text }) => [at, text]) : []);

/**
 * @param {HTMLElement} question
 * @param {string} at
 * @param {string | undefined} mine
 * @param {string | undefined} theirs
 */
function placeOf(question, at, mine, theirs) {
  const original = question instanceof TraceSteps ? question.originalAt(at) : "";
  return { place: nameOf(question, at), mine: mine ?? original, theirs: theirs ?? original };
}

/**
 * What a person calls a place: "Step 2, Action", or the question.
 *
 * @param {HTMLElement} question
 * @param {string} at
 */
function nameOf(question, at) {
  if (question instanceof TraceSteps) return question.placeName(at);
  return question.querySelector("legend")?.firstChild?.textContent?.trim() ?? at;
}
