import { History } from "./_history.js";

/**
 * @typedef {{step: string | null, call: number | null, file: string, side: "new" | "old" | null, line: number | null}} Place
 *   nulls and "" where something is not known or not meant: a comment on the whole has no step
 * @typedef {Place & {id: string, end_line: number | null, category: string, text: string, suggestion: string | null,
 *   resolved: boolean, replies: {text: string}[]}} Comment
 */

/** @type {Omit<Comment, "id" | "category">} */
const BLANK = {
  step: null, call: null, file: "", side: null, line: null, end_line: null, text: "", suggestion: null, resolved: false, replies: [],
};

/** The comments of a review, with undo. One that says nothing is there while somebody is at it, and is in no answer. */
export class Comments {
  /** @type {Comment[]} never changed in place */
  #all = [];
  /** @type {History<Comment[]>} */
  #history = new History();

  /** Others altogether; what can be undone stays. @param {Partial<Comment>[]} comments */
  fill(comments) {
    this.#all = comments.map((comment) => /** @type {Comment} */ ({ ...BLANK, ...comment }));
    this.#history.pause();
  }

  /** Of another trace: nothing can be undone. */
  clear() {
    [this.#all, this.#history] = [[], new History()];
  }

  get all() {
    return this.#all;
  }

  /** What is sent: those that say something, without replies that say nothing. */
  get said() {
    return this.#all.filter(saysSomething).map(withoutBlankReplies);
  }

  /** @param {string} id */
  find(id) {
    return this.#all.find((comment) => comment.id === id);
  }

  /** A blank one at a place; one that is blank there already is taken. @param {Place} place @param {string} category @returns {string} its id */
  add(place, category) {
    const blank = this.#all.find((comment) => !saysSomething(comment) && isAt(comment, place));
    if (blank) return blank.id;
    const id = this.#freeId();
    this.#all = [...this.#all, { ...BLANK, ...place, id, category }];
    return id;
  }

  /** @param {string} id @param {Partial<Comment>} part @param {string} [joins] changes in a row with one name are undone at once */
  change(id, part, joins) {
    this.#become(this.#all.map((comment) => (comment.id === id ? { ...comment, ...part } : comment)), joins && `${id} ${joins}`);
  }

  /** @param {string} id */
  remove(id) {
    this.#become(this.#all.filter((comment) => comment.id !== id));
  }

  /** Comments that somebody else wrote become the person's, as one change. @param {Comment[]} comments */
  take(comments) {
    this.#history.pause();
    this.#become([...this.#all, ...comments.map((comment) => ({ ...BLANK, ...comment }))]);
  }

  /** Somebody leaves a comment: what is blank in it vanishes, and what comes is undone by itself. @param {string} id */
  leave(id) {
    this.#all = this.#all.filter((comment) => comment.id !== id || saysSomething(comment))
      .map((comment) => (comment.id === id ? withoutBlankReplies(comment) : comment));
    this.#history.pause();
  }

  /** Whether there was something to take back. */
  undo() {
    return this.#goTo(this.#history.undo(this.said));
  }

  /** Whether there was something to do again. */
  redo() {
    return this.#goTo(this.#history.redo(this.said));
  }

  /** @param {Comment[]} comments @param {string} [joins] */
  #become(comments, joins) {
    const before = this.said;
    this.#all = comments;
    if (JSON.stringify(before) !== JSON.stringify(this.said)) this.#history.remember(before, joins);
  }

  /** @param {Comment[] | undefined} comments */
  #goTo(comments) {
    if (comments) this.#all = comments;
    return comments !== undefined;
  }

  /** By chance, because two tabs may give one at the same time. */
  #freeId() {
    let id = "";
    do id = `c${Math.random().toString(36).slice(2, 10)}`;
    while (this.find(id));
    return id;
  }
}

/** @param {Comment} comment */
export const saysSomething = ({ text, suggestion }) => text.trim() !== "" || (suggestion ?? "").trim() !== "";

/** By their places in the trace, those on the whole last. @param {Comment[]} comments */
export const inOrder = (comments) =>
  [...comments].sort((a, b) => rank(a.step) - rank(b.step) || (a.call ?? -1) - (b.call ?? -1) || (a.line ?? Infinity) - (b.line ?? Infinity) || 0);

/** What a person calls a place: "a.py:44", "Step 3, call 2". @param {Place & {end_line?: number | null}} place */
export function nameOfPlace({ step, call, file, side, line, end_line = null }) {
  if (file !== "") {
    const lines = line === null ? "" : end_line === null || end_line === line ? `:${line}` : `:${line}–${end_line}`;
    const name = `${file.split(/[\\/]/).at(-1)}${lines}`;
    return side === "old" ? interpolate(gettext("%(place)s, before"), { place: name }, true) : name;
  }
  if (step === null) return gettext("The whole");
  const title = interpolate(gettext("Step %(number)s"), { number: Number(step) + 1 }, true);
  return call === null ? title : interpolate(gettext("%(step)s, call %(number)s"), { step: title, number: call + 1 }, true);
}

/** What the map shows of a step: one that waits is seen before those that the person said. @param {number} said @param {number} suggested @returns {import("./_judge.js").Mark | undefined} */
export function commentMark(said, suggested) {
  const own = interpolate(ngettext("%(count)s comment", "%(count)s comments", said), { count: said }, true);
  const waiting = interpolate(ngettext("%(count)s suggested comment", "%(count)s suggested comments", suggested), { count: suggested }, true);
  if (suggested > 0) return { name: "suggested", label: said > 0 ? `${own}, ${waiting}` : waiting };
  return said > 0 ? { name: "comment", label: own } : undefined;
}

/** @param {string | null} step */
const rank = (step) => (step === null ? Number.MAX_SAFE_INTEGER : Number(step));

/** @param {Comment} comment @param {Place} place */
const isAt = (comment, place) => /** @type {(keyof Place)[]} */ (["step", "call", "file", "side", "line"]).every((key) => comment[key] === place[key]);

/** @param {Comment} comment @returns {Comment} */
function withoutBlankReplies(comment) {
  const replies = comment.replies.filter(({ text }) => text.trim() !== "");
  return replies.length === comment.replies.length ? comment : { ...comment, replies };
}
