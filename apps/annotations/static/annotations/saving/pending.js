import { fingerprint } from "./same-answers.js";

/**
 * @typedef {Record<string, unknown>} Answers by the name of the scheme
 * @typedef {Record<string, number>} Base answer revisions by the name of the scheme
 * @typedef {{number: number, base?: Base, answers: Answers, from?: Answers, sent?: string[], saved_at?: string | null,
 *   waiting?: boolean, key?: string}} Version of a turn's answers; `from` is what the server has under `number`, when that is
 *   not `answers`
 * @typedef {{answers: Answers, number: number, base: Base, withdraws?: string}} Draft `withdraws` is the key of a submit that
 *   was taken back and may have arrived all the same
 * @typedef {Draft & {from: Answers, sent: string[], waiting: boolean, key?: string}} Kept by the browser; `waiting` until the
 *   server has it; with a `key` it is a submit
 */

/** What there is to send of one turn, and what it rests on. */
export class Pending {
  /** The number of the server's draft that the answers were typed on, 0 for none. */
  number = 0;
  /** @type {Base} */
  base = {};
  /** @type {Answers} what the server had under that number */
  from = {};
  /** @type {string[]} marks of what was sent and never answered: a newer version that says one of these is our own */
  sent = [];
  /** Something is not on its way. */
  isDue = false;
  isUnderWay = false;
  /** @type {string | undefined} the key of a submit that was pressed and not answered */
  key;
  /** @type {string | undefined} */
  withdraws;

  /** @param {Version} start */
  constructor(start) {
    this.follow(start);
  }

  get isUnsaved() {
    return this.isDue || this.isUnderWay;
  }

  /** From now on the answers rest on this version. @param {Version} version */
  follow({ number, base = this.base, answers, from = answers, sent = [] }) {
    Object.assign(this, { number, base, from, sent });
  }

  /** As an earlier page had it. @param {Version & {withdraws?: string}} kept */
  restore(kept) {
    this.follow(kept);
    this.isDue = kept.waiting ?? false;
    this.key = kept.key;
    this.withdraws = kept.withdraws;
  }

  /** The answers are others now, so a submit that waits is called off. */
  change() {
    this.isDue = true;
    if (this.key) [this.withdraws, this.key] = [this.key, undefined];
  }

  /** @param {string} key */
  handIn(key) {
    this.isDue = true;
    this.key = key;
  }

  /** @param {Answers} answers @returns {Draft} */
  draft(answers) {
    const { number, base, withdraws } = this;
    return { answers, number, base, ...(withdraws && { withdraws }) };
  }

  /** @param {Answers} answers @returns {Kept} */
  kept(answers) {
    const { from, sent, key, isUnsaved } = this;
    return { ...this.draft(answers), from, sent, waiting: isUnsaved, ...(key && { key }) };
  }

  /** @param {Answers} answers */
  sending(answers) {
    this.isDue = false;
    this.isUnderWay = true;
    this.sent = [...new Set([...this.sent, fingerprint(answers)])];
  }

  /** The server has this; what was typed meanwhile goes next. @param {Version} version */
  arrived(version) {
    this.follow(version);
    this.withdraws = undefined;
  }

  /** Nothing is left to send. */
  settle() {
    this.isDue = false;
    this.key = this.withdraws = undefined;
  }

  /** A newer version that we sent ourselves. @param {Version} newer */
  isOurs({ answers }) {
    return this.sent.includes(fingerprint(answers));
  }
}
