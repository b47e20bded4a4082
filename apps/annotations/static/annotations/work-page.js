import { AnswerSheet } from "./answers.js";
import { Comparer } from "./comparison.js";
import { DraftNotices } from "./draft-notices.js";
import { Drafts } from "./drafts.js";
import { EditField } from "./edit-field.js";
import { keptDraft } from "./kept-draft.js";
import { actionOf, isTyping } from "./keys.js";
import "./long-text.js";
import { clearComplaint } from "./missing.js";
import { Outline } from "./outline.js";
import { request } from "./request.js";
import { Submission } from "./submission.js";
import { part, workOfPage } from "./work.js";

/**
 * The annotate page: brings fields, questions, map, keys, drafts and submit together. Modules run after the page is parsed,
 * so the element is complete when it is made.
 */
export class WorkPage extends HTMLElement {
  #work = workOfPage();
  #sheet = new AnswerSheet(this, this.#work.schemes);
  #outline = new Outline(part(this, ".work-map"), part(this, ".work-trace"));
  #store = keptDraft(this.dataset.assignment ?? "");
  #notices = new DraftNotices(this, this.#work.urls.login);
  #drafts = new Drafts({
    send: (draft) => this.#sendDraft(draft),
    read: () => this.#sheet.read(),
    number: this.#work.number,
    store: this.#store,
    show: (status) => this.#notices.show(status),
  });
  #submission = new Submission(this, this.#work, this.#sheet, this.#drafts);

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

  /**
   * What is newer on the server becomes the base: whichever version is kept then, it was chosen knowing both.
   *
   * @param {import("./drafts.js").Kept} draft
   */
  async #sendDraft(draft) {
    const reply = await request("PUT", this.#work.urls.draft, { ...draft, base: this.#work.base });
    if (reply.status === 409) this.#work.base = reply.body.base;
    return reply;
  }

  /** Shows the server's draft, or what this browser could not save last time; when both exist, the person decides. */
  #restore() {
    const kept = this.#store.find();
    const { answers, number } = this.#work;
    this.#fill(kept?.answers ?? answers);
    this.#notices.show(this.#drafts.status);
    if (kept && kept.number !== number) this.#drafts.conflictWith({ number, answers });
    else if (kept) this.#drafts.touch();
  }

  /** @param {import("./drafts.js").Answers} answers */
  #fill(answers) {
    this.#sheet.fill(answers);
    this.#outline.showEdited();
  }

  #listen() {
    this.addEventListener("edit-field:change", () => this.#changed());
    this.addEventListener("input", ({ target }) => {
      const question = target instanceof Element ? target.closest(".question") : null;
      if (question) this.#changed(question);
    });
    this.addEventListener("focusin", ({ target }) => {
      if (target instanceof Element && target.matches("[data-key]")) this.#setCurrentQuestion(target.closest(".question"));
    });
    document.addEventListener("click", (event) => this.#click(event));
    document.addEventListener("keydown", (event) => this.#press(event));
    part(this, "#skip-dialog form").addEventListener("submit", (event) => this.#skip(event));
    addEventListener("online", () => void this.#drafts.flush());
    addEventListener("focus", () => void (this.#drafts.status.state === "signed-out" && this.#drafts.flush()));
    addEventListener("beforeunload", (event) => {
      if (this.#drafts.unsaved) event.preventDefault();
    });
  }

  /** @param {Element} [question] */
  #changed(question) {
    if (question) clearComplaint(question);
    this.#outline.showEdited();
    this.#drafts.touch();
  }

  /** @type {Record<string, (from: Element | null, key: string) => void>} by the name in data-act, and by key */
  #actions = {
    next: () => this.#outline.move(1),
    previous: () => this.#outline.move(-1),
    first: () => this.#outline.toFirst(),
    last: () => this.#outline.toLast(),
    filter: (from) => this.#outline.filter(from?.getAttribute("data-filter") ?? "all"),
    search: () => this.#outline.focusSearch(),
    edit: (from) => this.#fieldHere(from)?.open(),
    reset: (from) => this.#fieldHere(from)?.reset(),
    changes: () => void part(this, ".work-trace").classList.toggle("is-hiding-changes"),
    choose: (_, key) => this.#choose(key),
    leave: (from) => this.#leave(from),
    help: () => this.#dialog("#keys-dialog").showModal(),
    skip: () => this.#dialog("#skip-dialog").showModal(),
    close: (from) => from?.closest("dialog")?.close(),
    submit: () => void this.#submit(),
    "see-both": () => this.#notices.showVersions(this.#differences()),
    "keep-mine": () => void this.#drafts.keepMine(),
    "take-other": () => this.#fill(this.#drafts.takeTheirs()),
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
    if (!action || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    this.#actions[action](event.target instanceof Element ? event.target : null, event.key);
  }

  /**
   * The field that is meant: the one with the focus, else an edited one or the first of the step.
   *
   * @param {Element | null} from
   */
  #fieldHere(from) {
    const step = from?.closest("article.step") ?? this.#outline.here;
    const field = from?.closest("edit-field") ?? step?.querySelector("edit-field.is-edited") ?? step?.querySelector("edit-field");
    return field instanceof EditField ? field : null;
  }

  /** @param {string} key */
  #choose(key) {
    const option = this.querySelector(`.question.is-current [data-key="${key}"]`);
    if (option instanceof HTMLElement) option.click();
  }

  /** @param {Element | null} question the one that the digits answer */
  #setCurrentQuestion(question) {
    for (const each of this.querySelectorAll(".question")) each.classList.toggle("is-current", each === question);
  }

  /** @param {Element | null} from */
  #leave(from) {
    const field = from?.closest("edit-field");
    if (from instanceof HTMLElement) from.blur();
    if (field instanceof EditField) field.close();
    this.#outline.goTo(from?.closest("article.step"));
  }

  #differences() {
    return this.#sheet.differences(this.#sheet.read(), this.#drafts.status.theirs ?? {});
  }

  async #submit() {
    if (this.#drafts.status.state === "conflict") this.#notices.goToConflict();
    else await this.#submission.submit();
  }

  /** @param {Event} event */
  async #skip(event) {
    event.preventDefault();
    this.#dialog("#skip-dialog").close();
    const reason = new FormData(/** @type {HTMLFormElement} */ (event.target)).get("reason");
    await this.#submission.skip(String(reason ?? ""));
  }

  /** @param {string} selector */
  #dialog(selector) {
    return part(this, selector, HTMLDialogElement);
  }
}

customElements.define("work-page", WorkPage);
