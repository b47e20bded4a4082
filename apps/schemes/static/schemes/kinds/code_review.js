import { afterClick } from "./_after-click.js";
import { cellOf, clearPlaces, lineOf, offerLines, placeAtFoot, placeBelow, textOf } from "./_comment-lines.js";
import { field, inWords, thread } from "./_comment-thread.js";
import { Comments, inOrder, nameOfPlace } from "./_comments.js";
import { FileRatings } from "./_file-ratings.js";
import { Judge } from "./_judge.js";
import { keepingFocus } from "./_kept-focus.js";

/**
 * @typedef {import("./_comments.js").Comment} Comment @typedef {import("./_comments.js").Place} Place
 * @typedef {{verdict?: string | null, comments?: Comment[] | Record<string, Comment>, file_ratings?: import("./_file-ratings.js").Ratings}} Answer
 *   comments by their ids are those that were put together from two versions
 */

/** A review of the code in a trace: comments at its lines, and beside the trace the verdict, a list of them and what each file is worth. */
export class CodeReview extends Judge {
  #comments = new Comments();
  /** @type {FileRatings} */
  #files = /** @type {any} */ (undefined);
  /** @type {Map<string, number | null>} what somebody writes: the comment itself (null) or one of its replies */
  #open = new Map();
  /** @type {Map<string, HTMLElement>} the line's button that a comment was begun from, to go back there */
  #from = new Map();

  connectedCallback() {
    this.#files ??= new FileRatings(this, () => this.changed([]));
    this.addEventListener("click", ({ target }) => target instanceof Element && target.closest("[data-does=add-whole]") && this.#add(WHOLE));
  }

  /** Another trace. @param {{name: string, kind: string}[]} _steps @param {import("./_judge.js").Trace} trace */
  open(_steps, trace) {
    this.#comments.clear();
    this.#open.clear();
    this.#from.clear();
    if (this.querySelector("[data-part=rated]")) void this.#files.open(trace.files());
  }

  /** @returns {Answer} */
  get answer() {
    return { verdict: this.#verdict?.value ?? null, comments: this.#comments.said, file_ratings: this.#files.answer };
  }

  /** @param {Answer} answer */
  set answer({ verdict = null, comments = [], file_ratings = {} }) {
    for (const input of this.#verdicts) input.checked = input.value === verdict;
    this.#comments.fill(Object.values(comments));
    this.#files.answer = file_ratings;
    this.#open.clear();
    this.#showPanel();
    this.changed(null);
  }

  lacks() {
    return !this.#verdict;
  }

  get hasUndo() {
    return true;
  }

  undo() {
    return this.#goBack(this.#comments.undo());
  }

  redo() {
    return this.#goBack(this.#comments.redo());
  }

  /** The foot of a step: what is said of the step itself. @param {string} step */
  row(step) {
    if (!/^\d+$/.test(step)) return undefined; // what a person inserted is not the agent's code
    const row = Object.assign(document.createElement("div"), { className: "remarks remarks-of-step" });
    [row.dataset.remarks, row.dataset.step] = [this.dataset.scheme, step];
    this.#draw(row, step);
    return row;
  }

  /** @param {HTMLElement} row @param {string} step */
  refresh(row, step) {
    keepingFocus(() => this.#draw(row, step));
  }

  /** @param {HTMLElement} row @param {string} step */
  #draw(row, step) {
    row.replaceChildren(...this.#comments.all.filter((each) => each.step === step && each.call === null).map((each) => this.#thread(each, null)));
    for (const call of row.closest("article")?.querySelectorAll(".call-block") ?? []) this.drawn(/** @type {HTMLElement} */ (call));
  }

  /** @param {HTMLElement} call */
  drawn(call) {
    const at = callOf(call);
    if (!at) return;
    offerLines(call);
    clearPlaces(call);
    for (const each of call.querySelectorAll(".line-number")) {
      const button = /** @type {HTMLButtonElement} */ (each);
      button.onclick = () => this.#add({ ...at, ...lineOf(/** @type {HTMLElement} */ (button.closest("td"))) }, button);
    }
    for (const comment of this.#comments.all.filter(({ step, call: index }) => step === at.step && index === at.call)) {
      const cell = cellOf(call, comment);
      const place = cell ? placeBelow(cell) : placeAtFoot(call, comment.file);
      place.append(this.#thread(comment, cell ?? null));
    }
  }

  /** On the line that has the focus, else on the first one, of the call that has it or of the step. @param {HTMLElement} step @param {Element | null} focused */
  comment(step, focused) {
    const call = /** @type {HTMLElement | null} */ (step.contains(focused) ? focused?.closest(".call-block") : null);
    const line = focused?.closest(".line-number") ?? (call ?? step).querySelector(".line-number");
    if (line instanceof HTMLElement) return line.click();
    const at = call ? callOf(call) : null;
    if (/^\d+$/.test(step.dataset.step ?? "")) this.#add({ ...WHOLE, step: step.dataset.step ?? null, ...at });
  }

  /** @param {string} step @returns {import("./_judge.js").Mark | undefined} */
  markOf(step) {
    const count = this.#comments.said.filter((comment) => comment.step === step).length;
    if (count === 0) return undefined;
    return { name: "comment", label: interpolate(ngettext("%(count)s comment", "%(count)s comments", count), { count }, true) };
  }

  get #verdicts() {
    return /** @type {HTMLInputElement[]} */ ([...this.querySelectorAll("[data-part=verdict] input")]);
  }

  get #verdict() {
    return this.#verdicts.find(({ checked }) => checked);
  }

  /** A blank comment, and the cursor in it. @param {Partial<Place>} at @param {HTMLElement} [from] */
  #add(at, from) {
    const id = this.#comments.add({ ...WHOLE, ...at }, this.#firstCategory);
    if (from) this.#from.set(id, from);
    this.#open.set(id, null);
    this.#redraw(id);
    this.#focus(id, "textarea[data-field=text]");
  }

  get #firstCategory() {
    const { content } = /** @type {HTMLTemplateElement} */ (this.querySelector("template[data-part=comment]"));
    return /** @type {HTMLInputElement} */ (content.querySelector("[data-field=category]")).value;
  }

  /** @param {Comment} comment @param {HTMLElement | null} cell of the line it is on */
  #thread(comment, cell) {
    const { id } = comment;
    const writes = this.#open.get(id);
    const how = {
      name: this.dataset.scheme ?? "",
      isOpen: writes === null,
      openReply: writes ?? null,
      original: cell ? textOf(cell) : null,
      isAway: cell === null || comment.side === "old", // two columns have both sides in one row
    };
    return thread(this, comment, how, {
      does: (what, reply) => this.#does(comment.id, what, reply),
      typed: (name, value, reply) => this.#typed(id, name, value, reply),
      left: () => this.#left(id),
    });
  }

  /** @param {string} id @param {string} what @param {number | null} reply */
  #does(id, what, reply) {
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
  #typed(id, name, value, reply) {
    const comment = this.#comments.find(id);
    if (!comment) return;
    if (name === "reply") {
      const replies = comment.replies.map((each, index) => (index === reply ? { text: value } : each));
      this.#comments.change(id, { replies }, `reply ${reply}`);
    } else {
      this.#comments.change(id, name === "suggestion" ? { suggestion: value } : { [name]: value }, name === "category" ? undefined : "text");
    }
    this.#showList();
    this.changed([], { atOnce: name === "category" });
  }

  /** The line as it stands is where the suggestion starts from. @param {string} id */
  #suggest(id) {
    const box = this.#boxOf(id);
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
    this.#redraw(id);
    this.#focus(id, place);
  }

  /** @param {string} id */
  #close(id) {
    const line = this.#lineButton(id);
    const step = this.#comments.find(id)?.step ?? null;
    this.#open.delete(id);
    this.#comments.leave(id);
    this.#redraw(id, step);
    const rest = line ?? this.#boxOf(id)?.querySelector("[data-does=edit]") ?? this.#homeOf(step);
    /** @type {HTMLElement | null} */ (rest)?.focus({ preventScroll: true });
  }

  /** The focus went elsewhere: a comment that says nothing vanishes, what somebody writes stays open. @param {string} id */
  #left(id) {
    afterClick(() => {
      const comment = this.#comments.find(id);
      if (!comment || this.#boxOf(id)?.contains(document.activeElement)) return;
      const isBlank = !this.#comments.said.some((each) => each.id === id);
      const isBlankReply = comment.replies.some(({ text }) => text.trim() === "");
      if (!isBlank && !isBlankReply) return;
      this.#open.delete(id);
      this.#comments.leave(id);
      this.#redraw(id, comment.step);
    });
  }

  /** @param {string} id @param {Partial<Comment>} part @param {string} place where the focus stays @param {string} [removed] what is offered to be brought back */
  #become(id, part, place, removed) {
    this.#comments.leave(id);
    this.#open.delete(id);
    this.#comments.change(id, part);
    this.#redraw(id);
    this.#focus(id, place);
    this.changed([]);
    if (removed) this.#tellRemoved(removed);
  }

  /** @param {Comment} comment */
  #remove({ id, step }) {
    const [line, wasSaid] = [this.#lineButton(id), this.#comments.said.some((each) => each.id === id)];
    this.#comments.leave(id);
    this.#open.delete(id);
    if (wasSaid) this.#comments.remove(id);
    this.#redraw(id, step);
    (line ?? this.#homeOf(step))?.focus({ preventScroll: true });
    if (!wasSaid) return;
    this.changed([]);
    this.#tellRemoved(gettext("Comment removed."));
  }

  /** @param {string} text */
  #tellRemoved(text) {
    this.dispatchEvent(new CustomEvent("judge:removed", { bubbles: true, detail: { text } }));
  }

  /** @param {boolean} went whether there was something */
  #goBack(went) {
    if (!went) return false;
    this.#open.clear();
    this.#showPanel();
    this.changed(null);
    return true;
  }

  /** Where a comment stands, drawn anew. @param {string} id @param {string | null} [step] of one that is gone */
  #redraw(id, step = this.#comments.find(id)?.step ?? null) {
    const row = step === null ? null : document.querySelector(`[data-remarks="${CSS.escape(this.dataset.scheme ?? "")}"][data-step="${step}"]`);
    if (row instanceof HTMLElement && step !== null) this.refresh(row, step);
    this.#showPanel();
  }

  /** @param {string} id */
  #boxOf(id) {
    return /** @type {HTMLElement | null} */ (document.querySelector(`[data-comment="${CSS.escape(id)}"]`));
  }

  /** The number of the line that a comment is on, where it is shown. @param {string} id */
  #lineButton(id) {
    const [from, comment, call] = [this.#from.get(id), this.#comments.find(id), this.#boxOf(id)?.closest(".call-block")];
    if (from?.isConnected) return from;
    const cell = comment && call ? cellOf(/** @type {HTMLElement} */ (call), comment) : undefined;
    return /** @type {HTMLElement | null | undefined} */ (cell?.querySelector(".line-number"));
  }

  /** @param {string | null} step */
  #homeOf(step) {
    const place = step === null ? this.querySelector("[data-does=add-whole]") : document.querySelector(`article[data-step="${step}"] .step-at`);
    return /** @type {HTMLElement | null} */ (place);
  }

  /** @param {string} id @param {string} place */
  #focus(id, place) {
    const found = this.#boxOf(id)?.querySelector(place);
    if (!(found instanceof HTMLElement)) return;
    found.focus({ preventScroll: true });
    this.#boxOf(id)?.scrollIntoView({ block: "nearest" });
  }

  #showPanel() {
    const whole = this.querySelector("[data-part=whole]");
    const threads = this.#comments.all.filter(({ step }) => step === null).map((each) => this.#thread(each, null));
    keepingFocus(() => whole?.replaceChildren(...threads));
    this.#showList();
  }

  #showList() {
    const said = this.#comments.said;
    const inTrace = inOrder(said).filter(({ step }) => step !== null);
    this.querySelector("[data-part=list]")?.replaceChildren(...inTrace.map((comment) => this.#line(comment)));
    const count = this.querySelector("[data-shows=count]");
    if (count) count.textContent = said.length === 0 ? "" : said.length.toLocaleString();
    this.querySelector("[data-shows=none]")?.toggleAttribute("hidden", said.length > 0);
  }

  /** A comment in the list; it leads to its place. @param {Comment} comment */
  #line(comment) {
    const item = document.createElement("li");
    const button = Object.assign(document.createElement("button"), { type: "button", className: "remark-link" });
    button.classList.toggle("is-resolved", comment.resolved);
    button.append(span("badge", inWords(comment.category)), span("small quiet cut", nameOfPlace(comment)), span("remark-gist", comment.text || (comment.suggestion ?? "")));
    button.addEventListener("click", () => this.#goToComment(comment));
    item.append(button);
    return item;
  }

  /** @param {Comment} comment */
  #goToComment({ id, step, call }) {
    if (step === null) return;
    const name = call === null ? undefined : `${step}.${call}`;
    this.goTo(step, { call: name, arrived: (view) => void this.#arrive(id, name, view) });
  }

  /** Where the comment's line was cut off, the rest of its lines comes. @param {string} id @param {string | undefined} call @param {import("./_judge.js").View} view */
  async #arrive(id, call, view) {
    const comment = this.#comments.find(id);
    if (call !== undefined && comment?.line && !this.#lineButton(id)) await view.showAllOf(call);
    const box = this.#boxOf(id);
    box?.focus({ preventScroll: true });
    box?.scrollIntoView({ block: "nearest" });
  }
}

/** @type {Place} a comment on no line in particular */
const WHOLE = { step: null, call: null, file: "", side: null, line: null };

/** @param {HTMLElement} call @returns {{step: string, call: number} | null} null for one that a person inserted */
function callOf(call) {
  const [, step, index] = /^(\d+)\.(\d+)$/.exec(call.dataset.call ?? "") ?? [];
  return step === undefined ? null : { step, call: Number(index) };
}

/** @param {string} name @param {string} text */
const span = (name, text) => Object.assign(document.createElement("span"), { className: name, textContent: text });

/** @param {HTMLElement} root @returns {Answer} */
export const read = (root) => /** @type {CodeReview} */ (root).answer;

/** @param {HTMLElement} root @param {Answer} answer */
export function fill(root, answer) {
  /** @type {CodeReview} */ (root).answer = answer;
}

/** @param {Answer} answer */
export const summary = ({ verdict = null, comments = [], file_ratings = {} }) => [
  ...(verdict === null ? [] : [{ at: "verdict", text: inWords(verdict) }]),
  ...Object.values(comments).map((comment) => ({ at: `comment:${comment.id}`, text: `${nameOfPlace(comment)}: ${comment.text || comment.suggestion}` })),
  ...Object.entries(file_ratings).flatMap(([file, given]) => Object.entries(given).map(([dimension, value]) => ({ at: `${file}:${dimension}`, text: String(value) }))),
];

customElements.define("code-review", CodeReview);
