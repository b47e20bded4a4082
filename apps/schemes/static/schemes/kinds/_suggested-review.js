import { ratingsWithout } from "./_file-ratings.js";

/**
 * @typedef {import("./_comments.js").Comment} Comment
 * @typedef {{verdict: string | null, comments: Comment[], file_ratings: import("./_file-ratings.js").Ratings}} Review
 * @typedef {{suggestion: import("./_suggested.js").Suggestion | undefined, answer: Review}} Question what a model and the person say
 */

/** The longest id of a comment that the server takes. */
const ID_CHARS = 100;

/** What a model says of a review, beside what the person says: what of it waits for a decision, and what was dismissed. */
export class SuggestedReview {
  /** @type {Question} */
  #question;
  /** @type {(id: string) => boolean} */
  #isTaken;
  /** @type {Set<string>} ids of comments; for this visit only, because no answer tells of it */
  #dismissed = new Set();

  /** @param {Question} question @param {(id: string) => boolean} isTaken whether the person has the comment, be it blank while they write */
  constructor(question, isTaken) {
    this.#question = question;
    this.#isTaken = isTaken;
  }

  /** Another turn: nothing is dismissed. */
  clear() {
    this.#dismissed.clear();
  }

  /** @param {string} id of a comment */
  dismiss(id) {
    this.#dismissed.add(id);
  }

  /** All that is suggested, its comments under the ids that they have when they are taken. @returns {Review} */
  get all() {
    const { prediction = 0, answer = {} } = this.#question.suggestion ?? {};
    const { verdict = null, comments = [], file_ratings = {} } = answer;
    return { verdict, file_ratings, comments: comments.map((/** @type {Comment} */ each) => ({ ...each, id: takenId(prediction, each.id) })) };
  }

  /** A verdict where there is none, ratings that nobody gave, comments that nobody decided on. @returns {Review} */
  get waiting() {
    const { verdict, comments, file_ratings } = this.all;
    const given = this.#question.answer;
    return {
      verdict: given.verdict === null ? verdict : null,
      comments: comments.filter(({ id }) => !this.#isTaken(id) && !this.#dismissed.has(id)),
      file_ratings: ratingsWithout(file_ratings, given.file_ratings),
    };
  }

  /** Those that wait on a step, at whichever of its calls and lines. @param {string} step */
  commentsOn(step) {
    return this.waiting.comments.filter((comment) => comment.step === step);
  }

  /** What of it waits, by name: the "verdict", the "ratings", and comments by their ids. @returns {string[]} */
  get places() {
    const { verdict, comments, file_ratings } = this.waiting;
    return [...(verdict === null ? [] : ["verdict"]), ...(Object.keys(file_ratings).length > 0 ? ["ratings"] : []), ...comments.map(({ id }) => id)];
  }

  /** What waits, as people say it; "" for nothing. @param {(verdict: string) => string} verdictInWords */
  inWords(verdictInWords) {
    const { verdict, comments: { length: comments }, file_ratings } = this.waiting;
    const ratings = Object.values(file_ratings).flatMap((each) => Object.values(each)).length;
    return [
      ...(verdict === null ? [] : [verdictInWords(verdict)]),
      ...counted(comments, ngettext("%(count)s comment", "%(count)s comments", comments)),
      ...counted(ratings, ngettext("%(count)s rating", "%(count)s ratings", ratings)),
    ].join(", ");
  }
}

/** So that it is known as taken after a reload and in another tab, and is never somebody else's "c1". @param {number} prediction @param {string} id */
const takenId = (prediction, id) => `p${prediction}.${id}`.slice(0, ID_CHARS);

/** @param {number} count @param {string} words */
const counted = (count, words) => (count === 0 ? [] : [interpolate(words, { count: count.toLocaleString() }, true)]);
