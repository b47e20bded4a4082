import { afterClick } from "./_after-click.js";
import { cellOf } from "./_comment-lines.js";
import { field } from "./_comment-thread.js";

/**
 * @typedef {import("./_comments.js").Comment} Comment @typedef {import("./_comments.js").Place} Place
 * @typedef {{
 *   redraw: (step: string | null) => void,
 *   typed: (atOnce: boolean) => void,
 *   changed: () => void,
 *   removed: (text: string) => void,
 *   homeOf: (step: string | null) => HTMLElement | null,
 * }} Page `redraw` the comments of a step, null for those on the whole; `homeOf` where the focus goes when a comment is gone
 */

/** What people do to the comments of a review, and which of them they are writing. */
export class CommentDesk {
  #comments;
  #page;
  /** @type {Map<string, number | null>} what somebody writes: the comment itself (null) or one of its replies */
  #open = new Map();
  /** @type {Map<string, HTMLElement>} the line's button that a comment was begun from, to go back there */
  #from = new Map();

  /** @param {import("./_comments.js").Comments} comments @param {Page} page */
  constructor(comments, page) {
    this.#comments = comments;
    this.#page = page;
  }

  /** Nobody writes any more. */
  close() {
    this.#open.clear();
    this.#from.clear();
  }

  /** @param {string} id @returns {number | null | undefined} a reply, the comment itself (null), or nothing */
  writes(id) {
    return this.#open.get(id);
  }

  /** A blank comment, and the cursor in it. @param {Place} place @param {string} category @param {HTMLElement} [from] */
  add(place, category, from) {
    const id = this.#comments.add(place, category);
    if (from) this.#from.set(id, from);
    this.#open.set(id, null);
    this.#page.redraw(this.#comments.find(id)?.step ?? null);
    this.#focus(id, "textarea[data-field=text]");
  }

  /** @param {string} id @param {string} what @param {number | null} reply */
  does(id, what, reply) {
    const comment = this.#comments.find(id);
    if (!comment) return;
    const { replies } = comment;
    if (what === "edit") this.#write(id, null, "textarea[data-field=text]");
    if (what === "edit-reply") this.#write(id, reply, `[data-reply="${reply}"] textarea`);
    if (what === "reply") this.#write(id, replies.length, `[data-reply="${replies.length}"] textarea`);
    if (what === "suggest") this.#suggest(id);
    if (what === "done") this.#close(id);
    if (what === "resolve") this.#become(id, { resolved: !comment.resolved }, "[data-does=resolve]");
    if (what === "remove-reply") this.#become(id, { replies: replies.filter((_each, index) => index !== reply) }, "[data-does=reply]", gettext("Reply removed."));
    if (what === "remove") this.#remove(comment);
  }

  /** @param {string} id @param {string} name @param {string} value @param {number | null} reply */
  typed(id, name, value, reply) {
    const comment = this.#comments.find(id);
    if (!comment) return;
    if (name === "reply") {
      const replies = comment.replies.map((each, index) => (index === reply ? { text: value } : each));
      this.#comments.change(id, { replies }, `reply ${reply}`);
    } else {
      this.#comments.change(id, name === "suggestion" ? { suggestion: value } : { [name]: value }, name === "category" ? undefined : "text");
    }
    this.#page.typed(name === "category");
  }

  /** The line as it stands is where the suggestion starts from. @param {string} id */
  #suggest(id) {
    const box = this.boxOf(id);
    if (!box) return;
    const area = field(box, "suggestion");
    area.hidden = false;
    box.querySelector("[data-does=suggest]")?.toggleAttribute("hidden", true);
    area.focus();
  }

  /** @param {string} id @param {number | null} reply @param {string} place where the cursor goes */
  #write(id, reply, place) {
    this.#comments.leave(id);
    this.#open.set(id, reply);
    const comment = this.#comments.find(id);
    if (reply !== null && comment && comment.replies.length === reply) this.#comments.change(id, { replies: [...comment.replies, { text: "" }] });
    this.#page.redraw(this.#comments.find(id)?.step ?? null);
    this.#focus(id, place);
  }

  /** @param {string} id */
  #close(id) {
    const line = this.lineButton(id);
    const step = this.#comments.find(id)?.step ?? null;
    this.#open.delete(id);
    this.#comments.leave(id);
    this.#page.redraw(step);
    const rest = line ?? this.boxOf(id)?.querySelector("[data-does=edit]") ?? this.#page.homeOf(step);
    /** @type {HTMLElement | null} */ (rest)?.focus({ preventScroll: true });
  }

  /** The focus went elsewhere: a comment that says nothing vanishes, what somebody writes stays open. @param {string} id */
  left(id) {
    afterClick(() => {
      const comment = this.#comments.find(id);
      if (!comment || this.boxOf(id)?.contains(document.activeElement)) return;
      const isBlank = !this.#comments.said.some((each) => each.id === id);
      const isBlankReply = comment.replies.some(({ text }) => text.trim() === "");
      if (!isBlank && !isBlankReply) return;
      this.#open.delete(id);
      this.#comments.leave(id);
      this.#page.redraw(comment.step);
    });
  }

  /** @param {string} id @param {Partial<Comment>} part @param {string} place where the focus stays @param {string} [removed] what is offered to be brought back */
  #become(id, part, place, removed) {
    this.#comments.leave(id);
    this.#open.delete(id);
    this.#comments.change(id, part);
    this.#page.redraw(this.#comments.find(id)?.step ?? null);
    this.#focus(id, place);
    this.#page.changed();
    if (removed) this.#page.removed(removed);
  }

  /** @param {Comment} comment */
  #remove({ id, step }) {
    const [line, wasSaid] = [this.lineButton(id), this.#comments.said.some((each) => each.id === id)];
    this.#comments.leave(id);
    this.#open.delete(id);
    if (wasSaid) this.#comments.remove(id);
    this.#page.redraw(step);
    (line ?? this.#page.homeOf(step))?.focus({ preventScroll: true });
    if (!wasSaid) return;
    this.#page.changed();
    this.#page.removed(gettext("Comment removed."));
  }

  /** @param {string} id */
  boxOf(id) {
    return /** @type {HTMLElement | null} */ (document.querySelector(`[data-comment="${CSS.escape(id)}"]`));
  }

  /** The number of the line that a comment is on, where it is shown. @param {string} id */
  lineButton(id) {
    const [from, comment, call] = [this.#from.get(id), this.#comments.find(id), this.boxOf(id)?.closest(".call-block")];
    if (from?.isConnected) return from;
    const cell = comment && call ? cellOf(/** @type {HTMLElement} */ (call), comment) : undefined;
    return /** @type {HTMLElement | null | undefined} */ (cell?.querySelector(".line-number"));
  }

  /** @param {string} id @param {string} place */
  #focus(id, place) {
    const found = this.boxOf(id)?.querySelector(place);
    if (!(found instanceof HTMLElement)) return;
    found.focus({ preventScroll: true });
    this.boxOf(id)?.scrollIntoView({ block: "nearest" });
  }
}
