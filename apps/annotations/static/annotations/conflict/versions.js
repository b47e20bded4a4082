import { TraceSteps } from "../trace/trace-steps.js";
import * as corrections from "./corrections.js";
import * as leaves from "./leaves.js";
import { differences, merged } from "./three-way.js";
import { namePlace, textOf } from "./words.js";

/**
 * @typedef {import("../saving/pending.js").Answers} Answers
 * @typedef {import("./three-way.js").Side} Side
 * @typedef {{id: string, name: string, mine: string, theirs: string, by: Side | "both"}} Place as it is shown to a person
 */

/** Two versions of the answers of one turn, where they differ, and what can be made of both. */
export class Versions {
  #sheet;
  #mine;
  #theirs;
  #from;

  /**
   * @param {import("../answers.js").AnswerSheet} sheet
   * @param {{mine: Answers, theirs: Answers, from: Answers}} versions `from` is what both come from
   */
  constructor(sheet, { mine, theirs, from }) {
    this.#sheet = sheet;
    this.#mine = mine;
    this.#theirs = theirs;
    this.#from = from;
  }

  /** @returns {Place[]} */
  get places() {
    return this.#sheet.names.flatMap((name) => {
      const question = this.#sheet.question(name);
      return this.#differences(name).map(({ at, mine, theirs, by }) => ({
        id: `${name} ${at}`, name: namePlace(question, at), by, mine: textOf(question, at, mine), theirs: textOf(question, at, theirs),
      }));
    });
  }

  /** Nothing was changed by both, so that one version can have it all. */
  get touchDifferentPlaces() {
    const all = this.#sheet.names.flatMap((name) => this.#differences(name));
    return all.length > 0 && all.every(({ by }) => by !== "both");
  }

  /** @param {(id: string) => Side | undefined} choice by place; without one, who changed it @returns {Answers} */
  chosen(choice) {
    return Object.fromEntries(this.#sheet.names.map((name) => {
      const by = new Map(this.#differences(name).map((difference) => [difference.at, difference.by]));
      const sideAt = (/** @type {string} */ at) => choice(`${name} ${at}`) ?? (by.get(at) === "theirs" ? "theirs" : "mine");
      const { mine, theirs } = this.#apart(name);
      return [name, { ...this.#together(name, merged(mine, theirs, sideAt)), ...this.#beginning(name) }];
    }));
  }

  /** Where an answer began is nothing to choose: it goes along. @param {string} name */
  #beginning(name) {
    const [mine, theirs] = [this.#mine, this.#theirs].map((answers) => /** @type {any} */ (answers[name])?.prediction);
    const prediction = mine ?? theirs;
    return prediction === undefined ? {} : { prediction };
  }

  /** @param {string} name */
  #differences(name) {
    const { mine, theirs, from } = this.#apart(name);
    return withTouchedSteps(differences(mine, theirs, from));
  }

  /** @param {string} name of the scheme @returns {Record<"mine" | "theirs" | "from", import("./three-way.js").Places>} */
  #apart(name) {
    const [mine, theirs, from] = [this.#mine, this.#theirs, this.#from].map((answers) => withoutBeginning(/** @type {any} */ (answers[name] ?? {})));
    const question = this.#sheet.question(name);
    if (!(question instanceof TraceSteps)) return { mine: leaves.apart(mine), theirs: leaves.apart(theirs), from: leaves.apart(from) };
    const counts = question.data.callCounts;
    const own = corrections.withFreeNames(theirs, mine, from);
    return { mine: corrections.apart(mine, counts), theirs: corrections.apart(own, counts), from: corrections.apart(from, counts) };
  }

  /** @param {string} name @param {import("./three-way.js").Places} places */
  #together(name, places) {
    const question = this.#sheet.question(name);
    return question instanceof TraceSteps ? corrections.together(places, question.data.callCounts) : leaves.together(places);
  }
}

/** @param {Record<string, any>} answer */
function withoutBeginning({ prediction: _prediction, ...answer }) {
  return answer;
}

/** Removing a step touches what the other one changed in it. @param {import("./three-way.js").Difference[]} found */
function withTouchedSteps(found) {
  const changed = new Set(found.flatMap(({ at, by }) => /^(?:edit|call) (\d+)[.:]/.exec(at)?.slice(1).map((step) => `step ${step} ${by}`) ?? []));
  return found.map((difference) => {
    const { at, mine, theirs, by } = difference;
    const isRemoved = mine?.removed || theirs?.removed;
    const other = by === "mine" ? "theirs" : "mine";
    const isTouched = isRemoved && (changed.has(`${at} ${other}`) || changed.has(`${at} both`));
    return isTouched ? { ...difference, by: /** @type {const} */ ("both") } : difference;
  });
}
