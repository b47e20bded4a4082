import { CommentDesk } from "./_comment-desk.js";
import { cellOf, clearPlaces, lineOf, offerLines, placeAtFoot, placeBelow, textOf } from "./_comment-lines.js";
import { showList, showSuggestedList } from "./_comment-list.js";
import { inWords, thread } from "./_comment-thread.js";
import { Comments, commentMark, nameOfPlace } from "./_comments.js";
import { FileRatings, ratingsTogether } from "./_file-ratings.js";
import { Judge } from "./_judge.js";
import { keepingFocus } from "./_kept-focus.js";
import { restAt, suggestedThread } from "./_suggested-comment.js";
import { SuggestedReview } from "./_suggested-review.js";

/**
 * @typedef {import("./_comments.js").Comment} Comment @typedef {import("./_comments.js").Place} Place
 * @typedef {{verdict?: string | null, comments?: Comment[] | Record<string, Comment>, file_ratings?: import("./_file-ratings.js").Ratings}} Answer
 *   comments by their ids are those that were put together from two versions
 */

/** A review of the code in a trace: comments at its lines, and beside the trace the verdict, a list of them and what each file is worth. */
export class CodeReview extends Judge {
  #comments = new Comments();
  #desk = new CommentDesk(this.#comments, {
    redraw: (step) => this.#redraw(step),
    typed: (atOnce) => this.#typed(atOnce),
    changed: () => this.changed([]),
    removed: (text) => this.dispatchEvent(new CustomEvent("judge:removed", { bubbles: true, detail: { text } })),
    homeOf: (step) => this.#homeOf(step),
  });
  #suggested = new SuggestedReview(this, (id) => this.#comments.find(id) !== undefined);
  /** @type {FileRatings} */
  #files = /** @type {any} */ (undefined);

  connectedCallback() {
    this.#files ??= new FileRatings(this, () => this.changed([]));
    this.addEventListener("click", ({ target }) => target instanceof Element && target.closest("[data-does=add-whole]") && this.#add({}));
  }

  /** Another trace. @param {{name: string, kind: string}[]} _steps @param {import("./_judge.js").Trace} trace */
  open(_steps, trace) {
    this.#comments.clear();
    this.#suggested.clear();
    this.#desk.close();
    if (this.querySelector("[data-part=rated]")) void this.#files.open(trace.files());
  }

  /** @returns {import("./_suggested-review.js").Review} */
  get answer() {
    return { verdict: this.#verdict?.value ?? null, comments: this.#comments.said, file_ratings: this.#files.answer };
  }

  /** @param {Answer} answer */
  set answer({ verdict = null, comments = [], file_ratings = {} }) {
    for (const input of this.#verdicts) input.checked = input.value === verdict;
    this.#comments.fill(Object.values(comments));
    this.#files.answer = file_ratings;
    this.#outline();
    this.#desk.close();
    this.#showPanel();
    this.changed(null);
  }

  lacks() {
    return !this.#verdict;
  }

  get suggestedPlaces() {
    return this.#suggested.places;
  }

  get suggestedInWords() {
    return this.#suggested.inWords((verdict) => this.#optionOf(verdict)?.querySelector(".option-text")?.textContent ?? verdict);
  }

  /** @param {string[]} places of those that wait */
  accept(places) {
    const { verdict, comments, file_ratings } = this.#suggested.waiting;
    if (places.includes("verdict")) for (const input of this.#verdicts) input.checked = input.value === verdict;
    if (places.includes("ratings")) this.#files.answer = ratingsTogether(this.#files.answer, file_ratings);
    const taken = comments.filter(({ id }) => places.includes(id));
    this.#comments.take(taken);
    this.#showPanel();
    this.changed(taken.flatMap(({ step }) => step ?? []));
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
    row.replaceChildren(...this.#commentsAt(step, null).map((each) => this.#thread(each, null)));
    for (const call of row.closest("article")?.querySelectorAll(".call-block") ?? []) this.drawn(/** @type {HTMLElement} */ (call));
  }

  /** @param {HTMLElement} call */
  drawn(call) {
    const at = callOf(call);
    if (!at) return;
    offerLines(call);
    clearPlaces(call, this.dataset.scheme ?? "");
    for (const each of call.querySelectorAll(".line-number")) {
      const button = /** @type {HTMLButtonElement} */ (each);
      button.onclick ??= () => this.#ask({ ...at, ...lineOf(/** @type {HTMLElement} */ (button.closest("td"))) }, button);
    }
    for (const comment of this.#commentsAt(at.step, at.call)) {
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
    const { step: name = "" } = step.dataset;
    if (/^\d+$/.test(name)) this.#ask({ step: name, ...at }, undefined, this.#homeOf(name));
  }

  /** Where the page has several reviews, somebody chooses whose comment it is. @param {Partial<Place>} at @param {HTMLElement} [from] @param {HTMLElement | null} [home] */
  #ask(at, from, home = from) {
    const reviews = /** @type {CodeReview[]} */ ([...document.querySelectorAll("code-review:not([hidden])")]);
    if (reviews.length < 2 || !home) return this.#add(at, from);
    const choices = reviews.map((review) => ({ text: review.#title, choose: () => review.#add(at, from) }));
    this.dispatchEvent(new CustomEvent("judge:choose", { bubbles: true, detail: { from: home, choices } }));
  }

  get #title() {
    return this.querySelector("legend")?.firstChild?.textContent?.trim() || (this.dataset.scheme ?? "");
  }

  /** @param {string} step @returns {import("./_judge.js").Mark | undefined} */
  markOf(step) {
    const said = this.#comments.said.filter((comment) => comment.step === step).length;
    return commentMark(said, this.#suggested.commentsOn(step).length);
  }

  /** The person's, and those that wait. @param {string | null} step @param {number | null} call */
  #commentsAt(step, call) {
    const all = [...this.#comments.all, ...this.#suggested.waiting.comments];
    return all.filter((each) => each.step === step && each.call === call);
  }

  #outline() {
    const { verdict, file_ratings } = this.#suggested.all;
    for (const input of this.#verdicts) input.closest("label")?.classList.toggle("is-suggested", input.value === verdict);
    this.#files.suggest(file_ratings);
  }

  /** @param {Comment} comment that waits @param {string} what */
  #decide({ id, step }, what) {
    if (what === "take") this.dispatchEvent(new CustomEvent("judge:accept", { bubbles: true, detail: { places: [id] } }));
    if (what === "dismiss") {
      this.#suggested.dismiss(id);
      this.#redraw(step);
      this.dispatchEvent(new CustomEvent("judge:dismiss", { bubbles: true }));
    }
    restAt(id, this.#homeOf(step));
  }

  get #verdicts() {
    return /** @type {HTMLInputElement[]} */ ([...this.querySelectorAll("[data-part=verdict] input")]);
  }

  /** @param {string} verdict */
  #optionOf(verdict) {
    return this.#verdicts.find(({ value }) => value === verdict)?.closest("label");
  }

  get #verdict() {
    return this.#verdicts.find(({ checked }) => checked);
  }

  /** A blank comment of the first category. @param {Partial<Place>} at @param {HTMLElement} [from] */
  #add(at, from) {
    const { content } = /** @type {HTMLTemplateElement} */ (this.querySelector("template[data-part=comment]"));
    const { value } = /** @type {HTMLInputElement} */ (content.querySelector("[data-field=category]"));
    this.#desk.add({ ...WHOLE, ...at }, value, from);
  }

  /** @param {Comment} comment @param {HTMLElement | null} cell of the line it is on */
  #thread(comment, cell) {
    const { id } = comment;
    const writes = this.#desk.writes(id);
    const how = {
      name: this.dataset.scheme ?? "",
      title: document.querySelectorAll("code-review").length > 1 ? this.#title : "",
      isOpen: writes === null,
      openReply: writes ?? null,
      original: cell ? textOf(cell) : null,
      isAway: cell === null || comment.side === "old", // two columns have both sides in one row
    };
    if (!this.#comments.find(id)) return suggestedThread(this, comment, how, this.suggestion, (what) => this.#decide(comment, what));
    return thread(this, comment, how, {
      does: (what, reply) => this.#desk.does(id, what, reply),
      typed: (name, value, reply) => this.#desk.typed(id, name, value, reply),
      left: () => this.#desk.left(id),
    });
  }

  /** @param {boolean} went whether there was something */
  #goBack(went) {
    if (!went) return false;
    this.#desk.close();
    this.#showPanel();
    this.changed(null);
    return true;
  }

  /** What is typed stands in its box already. @param {boolean} atOnce */
  #typed(atOnce) {
    this.#showList();
    this.changed([], { atOnce });
  }

  /** @param {string | null} step whose comments are drawn anew; null for those on the whole */
  #redraw(step) {
    const row = step === null ? null : document.querySelector(`[data-remarks="${CSS.escape(this.dataset.scheme ?? "")}"][data-step="${step}"]`);
    if (row instanceof HTMLElement && step !== null) this.refresh(row, step);
    this.#showPanel();
  }

  /** @param {string | null} step */
  #homeOf(step) {
    const place = step === null ? this.querySelector("[data-does=add-whole]") : document.querySelector(`article[data-step="${step}"] .step-at`);
    return /** @type {HTMLElement | null} */ (place);
  }

  #showPanel() {
    const whole = this.querySelector("[data-part=whole]");
    const threads = this.#commentsAt(null, null).map((each) => this.#thread(each, null));
    keepingFocus(() => whole?.replaceChildren(...threads));
    this.#showList();
  }

  #showList() {
    showList(this, this.#comments.said);
    showSuggestedList(this, this.#suggested.waiting.comments);
  }
}

/** @type {Place} a comment on no line in particular */
const WHOLE = { step: null, call: null, file: "", side: null, line: null };

/** @param {HTMLElement} call @returns {{step: string, call: number} | null} null for one that a person inserted */
function callOf(call) {
  const [, step, index] = /^(\d+)\.(\d+)$/.exec(call.dataset.call ?? "") ?? [];
  return step === undefined ? null : { step, call: Number(index) };
}

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
