import { AnswerSheet } from "./answers.js";
import { Comparer } from "./comparison.js";
import { DraftNotices } from "./draft-notices.js";
import { Drafts } from "./drafts.js";
import { EditField } from "./edit-field.js";
import { keptDraft } from "./kept-draft.js";
import { actionOf, isTyping } from "./keys.js";
import "./long-text.js";
import { Complaints } from "./missing.js";
import { Outline } from "./outline.js";
import { request } from "./request.js";
import { askWhy } from "./skip-dialog.js";
import { StepFields } from "./step-fields.js";
import { Submission } from "./submission.js";
import { part, workOfPage } from "./work.js";

/**
 * The annotate page: brings fields, questions, map, keys, drafts and submit together. Modules run after the page is parsed,
 * so the element is complete when it is made.
 */
export class WorkPage extends HTMLElement {
  #work = workOfPage();
  #sheet = new AnswerSheet(this, this.#work.schemes);
  #complaints = new Complaints(this.#sheet, part(this, "[data-shows=missing]"));
  #fields = new StepFields(this);
  #outline = new Outline(part(this, ".work-map"), part(this, ".work-trace"));
  #store = keptDraft(this.dataset.assignment ?? "");
  #notices = new DraftNotices(this);
  #drafts = new Drafts({
    send: (draft) => request("PUT", this.#work.urls.draft, draft),
    read: () => this.#sheet.read(),
    number: this.#work.number,
    base: this.#work.base,
    store: this.#store,
    show: (status) => this.#notices.show(status),
  });
  #submission = new Submission(this, this.#work, this.#sheet, this.#drafts, this.#complaints);

  connectedCallback() {
    this.#giveComparer();
    this.#restore();
    this.#listen();
    this.#setCurrentQuestion(this.querySelector(".question:has([data-key])"));
  }

  #giveComparer() {
    const address = this.dataset.diffWorker ?? "";
    const comparer = new Comparer(() => new Worker(address, { type: "module" }));
    for (const field of this.querySelectorAll("edit-field")) /** @type {EditField} */ (field).comparer = comparer;
  }

  /** Shows the server's draft, or what this browser could not save last time; when both exist, the person decides. */
  #restore() {
    const kept = this.#store.find();
    this.#fill(kept?.answers ?? this.#work.answers);
    this.#notices.show(this.#drafts.status);
    if (kept) this.#drafts.restore(kept, this.#work);
  }

  /** @param {import("./drafts.js").Answers} answers */
  #fill(answers) {
    this.#sheet.fill(answers);
    this.#outline.showEdited();
  }

  #listen() {
    this.addEventListener("edit-field:change", ({ target }) => this.#changed(/** @type {Element} */ (target)));
    this.addEventListener("input", ({ target }) => {
      if (target instanceof Element && target.closest(".question[data-scheme]")) this.#changed(target);
    });
    this.addEventListener("focusin", ({ target }) => {
      if (target instanceof Element && target.matches("[data-key]")) this.#setCurrentQuestion(target.closest(".question"));
    });
    document.addEventListener("click", (event) => this.#click(event));
    document.addEventListener("keydown", (event) => this.#press(event));
    const skipping = this.#skipDialog;
    if (skipping) askWhy(skipping, (reason) => void this.#submission.skip(reason));
    this.#listenForLeaving();
  }

  /** Whoever goes is not kept waiting, and who comes back may be signed in again. */
  #listenForLeaving() {
    for (const name of ["online", "focus"]) addEventListener(name, () => void this.#drafts.flush());
    addEventListener("pagehide", () => this.#drafts.leave());
    document.addEventListener("visibilitychange", () => document.hidden && this.#drafts.secure());
    addEventListener("beforeunload", (event) => {
      this.#drafts.leave();
      if (this.#drafts.atRisk) event.preventDefault();
    });
  }

  /** @param {Element} target the field or the control that was changed */
  #changed(target) {
    this.#complaints.recheck(target);
    this.#outline.showEdited();
    this.#drafts.touch({ atOnce: target.matches("input:is([type=radio], [type=checkbox])") });
  }

  /** @type {Record<string, (from: Element | null, key: string) => void>} by the name in data-act, and by key */
  #actions = {
    next: () => this.#go(() => this.#outline.move(1)),
    previous: () => this.#go(() => this.#outline.move(-1)),
    first: () => this.#go(() => this.#outline.toFirst()),
    last: () => this.#go(() => this.#outline.toLast()),
    filter: (from) => this.#outline.filter(from?.getAttribute("data-filter") ?? "all"),
    search: () => this.#outline.focusSearch(),
    edit: (from) => this.#edit(from),
    reset: (from) => this.#reset(from),
    changes: () => void part(this, ".work-trace").classList.toggle("is-hiding-changes"),
    choose: (_, key) => this.#choose(key),
    leave: (from) => this.#leave(from),
    help: () => this.#dialog("#keys-dialog").showModal(),
    skip: () => this.#skipDialog?.showModal(),
    close: (from) => from?.closest("dialog")?.close(),
    submit: () => void this.#submit(),
    "see-both": () => this.#notices.showVersions(this.#differences()),
    "keep-mine": () => void this.#drafts.keepMine(),
    "take-other": () => this.#takeOther(),
    "try-again": () => void this.#drafts.flush(),
  };

  /** @param {MouseEvent} event */
  #click(event) {
    const from = event.target instanceof Element ? event.target.closest("[data-act]") : null;
    if (from) this.#actions[from.getAttribute("data-act") ?? ""](from, "");
  }

  /** @param {KeyboardEvent} event */
  #press(event) {
    const action = actionOf(event, isTyping(event.target));
    const dialog = document.querySelector("dialog[open]");
    // Escape is the browser's there: it closes the dialog.
    if (!action || (dialog && action === "leave")) return;
    event.preventDefault();
    if (dialog) return action === "submit" ? dialog.querySelector("form")?.requestSubmit() : undefined;
    this.#actions[action](event.target instanceof Element ? event.target : null, event.key);
  }

  /** @param {() => void} move */
  #go(move) {
    const before = this.#outline.here;
    move();
    if (this.#outline.here !== before) this.#fields.leave(before);
  }

  /** A field's own name opens that field. @param {Element | null} from */
  #edit(from) {
    const field = from?.closest(".label")?.closest("edit-field");
    if (field instanceof EditField) field.open();
    else this.#fields.openNext(this.#stepOf(from));
  }

  /** @param {Element | null} from */
  #reset(from) {
    const field = from?.closest("edit-field");
    if (field instanceof EditField && field.edited) field.reset();
    else this.#fields.resetOne(this.#stepOf(from));
  }

  /** @param {Element | null} from */
  #stepOf(from) {
    return from?.closest("article.step") ?? this.#outline.here;
  }

  /** @param {string} key */
  #choose(key) {
    const option = this.querySelector(`.question.is-current [data-key="${key}"]`);
    if (!(option instanceof HTMLElement)) return;
    option.focus();
    option.click();
  }

  /** @param {Element | null} question the one that the digits answer */
  #setCurrentQuestion(question) {
    for (const each of this.querySelectorAll(".question")) each.classList.toggle("is-current", each === question);
  }

  /** @param {Element | null} from */
  #leave(from) {
    const field = from?.closest("edit-field");
    if (from?.matches("[type=search]")) this.#outline.clearSearch();
    if (from instanceof HTMLElement) from.blur();
    if (field instanceof EditField) field.close();
    this.#outline.goTo(from?.closest("article.step"));
  }

  #takeOther() {
    this.#complaints.clear();
    this.#fill(this.#drafts.takeTheirs());
  }

  #differences() {
    return this.#sheet.differences(this.#sheet.read(), this.#drafts.status.theirs ?? {});
  }

  async #submit() {
    if (this.#drafts.status.state === "conflict") this.#notices.goToConflict();
    else await this.#submission.submit();
  }

  /** What was handed in cannot be handed back. */
  get #skipDialog() {
    return /** @type {HTMLDialogElement | null} */ (this.querySelector("#skip-dialog"));
  }

  /** @param {string} selector */
  #dialog(selector) {
    return part(this, selector, HTMLDialogElement);
  }
}

customElements.define("work-page", WorkPage);
