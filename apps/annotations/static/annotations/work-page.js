import { Judge } from "../schemes/kinds/_judge.js";
import { order } from "../schemes/kinds/_order.js";
import { ActiveTime } from "./active-time.js";
import { AnswerSheet } from "./answers.js";
import { AskedQuestions } from "./asked-questions.js";
import { ChoiceMenu } from "./choice-menu.js";
import { CompareHead } from "./compare-head.js";
import { Comparer } from "./comparison.js";
import { Deciding } from "./conflict/deciding.js";
import { DraftNotices } from "./draft-notices.js";
import { askName } from "./edits/ask-name.js";
import { EditField } from "./edits/edit-field.js";
import { StepFields } from "./edits/step-fields.js";
import { Flags } from "./flags.js";
import { Guidelines } from "./guidelines.js";
import { actionOf, isTyping } from "./keys.js";
import { directLines, directTypedLines } from "./line-direction.js";
import { Marking } from "./marking/marking.js";
import { Menu } from "./menu.js";
import { Complaints } from "./missing.js";
import { installWorker } from "./offline/install.js";
import { keptTurns } from "./offline/kept-turns.js";
import { OtherTabs } from "./offline/other-tabs.js";
import { StoredTurns } from "./offline/stored-turns.js";
import { ReadingAhead } from "./reading-ahead.js";
import { ReplaceBar } from "./replacing/replace-bar.js";
import { read } from "./request.js";
import { optionOfKey } from "./rows.js";
import { STOPPED } from "./saving/drafts.js";
import { askWhy } from "./skip-dialog.js";
import { Suggestions } from "./suggestions.js";
import { toggle } from "./template.js";
import { offerUndo } from "./toast.js";
import { TraceHead } from "./trace-head.js";
import { FileTree } from "./trace/file-tree.js";
import { Outline } from "./trace/outline.js";
import { rowsHere } from "./trace/rows-here.js";
import { Panes } from "./trace/panes.js";
import { TraceData } from "./trace/trace-data.js";
import { TraceSteps } from "./trace/trace-steps.js";
import { Turn } from "./turn.js";
import { part, workOfPage } from "./work.js";

/** How long after a change the map says so: typing must not wait for it. */
const MAP_MILLISECONDS = 150;

/** What keys change; nothing while two versions wait for a decision. */
const CHANGES = new Set([
  "choose", "edit", "replace", "reset", "insert", "insert-call", "remove", "move-up", "move-down", "undo", "redo", "skip", "first-wrong",
  "cause", "note", "mark", "comment", "accept", "accept-all", "rename",
]);

/**
 * The annotate page: brings steps, questions, map, keys, drafts and submit together, for one turn after the other. Modules
 * run after the page is parsed, so the element is complete when it is made.
 */
export class WorkPage extends HTMLElement {
  #work = begin.work;
  #steps = part(this, "trace-steps", TraceSteps);
  #outline = new Outline(part(this, ".work-map"), part(this, ".map-button"), this.#steps);
  #files = new FileTree(part(this, ".map-files"), (step, call) => this.#steps.goTo(step, { call }));
  #panes = new Panes(part(this, ".panes"), this.#steps);
  #fields = new StepFields(this);
  #head = new TraceHead(this);
  #notices = new DraftNotices(this);
  #sheet = new AnswerSheet(this, this.#work.schemes);
  #suggestions = new Suggestions(this, this.#sheet);
  #guidelines = new Guidelines(this);
  #flags = new Flags(this, { here: () => this.#stepHere, skip: (reason) => void this.#turn.submission.skip(reason) });
  #marking = new Marking(this, this.#steps, this.#sheet.markers);
  #complaints = new Complaints(this.#sheet, part(this, "[data-shows=missing]"));
  #asked = new AskedQuestions(this.#sheet, this.#work.schemes, part(this, "[data-shows=asked]"));
  #deciding = new Deciding(this, this.#sheet, () => this.#turn);
  #tabs = new OtherTabs();
  #stored = new StoredTurns();
  /** @type {ReplaceBar | null} only where steps are edited */
  #replacing = this.querySelector("replace-bar");
  #comparer = new Comparer(() => new Worker(this.dataset.diffWorker ?? "", { type: "module" }));
  #ahead = new ReadingAhead(read);
  #menu = new Menu(part(this, "#step-menu"));
  #choices = new ChoiceMenu(part(this, "#choice-menu"));
  /** @type {Turn} */
  #turn = /** @type {any} */ (undefined);
  #isFilling = false;
  /** @type {Judge | null} whose answer was changed last, where its changes can be undone */
  #lastChanged = null;
  /** @type {Element | null} */
  #current = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #mapTimer;

  connectedCallback() {
    this.#listen();
    this.#open(this.#work, begin.kept);
    void installWorker(this.dataset.serviceWorker ?? "");
  }

  /** @param {import("./work.js").Work} work @param {import("./turn.js").KeptTurn | undefined} kept */
  #open(work, kept) {
    this.#work = work;
    this.dataset.assignment = String(work.assignment);
    this.#complaints.clear();
    order.isFlipped = work.flipped;
    this.#guidelines.open(work.guidelines);
    this.#flags.open(work);
    this.#lastChanged = null;
    const data = new TraceData(work.trace, work.urls, this.#stored.read);
    for (const judge of this.#sheet.judges) judge.open(stepsOf(work.trace), data);
    this.#suggestions.open(work.suggestions ?? {});
    this.#steps.open(data, {
      canEdit: this.dataset.edits !== undefined,
      canMark: this.#marking.isAsked,
      comparer: this.#comparer,
      judges: this.#sheet.judges,
    });
    this.#replacing?.open();
    this.#compareHead?.open(data);
    this.#head.show(work, data);
    this.#panes.open(work.trace);
    this.#turn?.close();
    this.#turn = new Turn(work, {
      page: this, sheet: this.#sheet, complaints: this.#complaints, notices: this.#notices, deciding: this.#deciding,
      kept: begin.turns, tabs: this.#tabs, fill: (answers) => this.#fill(answers), goOn: (onward) => void this.#goOn(onward),
      signedIn: () => void this.#stored.storeAgain(),
    });
    this.#turn.open(kept);
    this.#stored.open(work);
    this.#outline.open();
    if (!this.#outline.toAddress(location.hash)) this.#steps.mark(this.#steps.names[0]);
    this.#setCurrentQuestion(this.#questionOfKeys);
    if (work.trace.display.show_file_tree && work.trace.counts.calls > 0) void this.#files.open(this.#steps.data.files());
    else this.#files.close();
    this.#ahead.begin(work.urls.upcoming);
    if (this.dataset.edits !== undefined && !this.#steps.beside) void data.learnArguments();
  }

  /** The next trace takes the place of this one, without another page. @param {import("./submission.js").Onward} onward */
  async #goOn({ next, list }) {
    this.#stored.close();
    if (!next) return location.assign(list);
    try {
      const work = await this.#ahead.take(next);
      const kept = await begin.turns.find(work.assignment);
      history.pushState({}, "", next.address);
      part(this, ".work-trace").scrollTop = 0;
      this.#open(work, kept);
      document.querySelector("active-time") instanceof ActiveTime && /** @type {ActiveTime} */ (document.querySelector("active-time")).restart();
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      location.assign(next.address);
    }
  }

  #listen() {
    directTypedLines();
    this.#replacing?.attach(this.#steps);
    this.#steps.addEventListener("trace-steps:change", () => this.#stepsChanged());
    this.#steps.addEventListener("trace-steps:fold", () => this.#outline.refresh());
    this.#steps.addEventListener("trace-steps:here", () => this.#arriveAtStep());
    this.addEventListener("input", ({ target }) => {
      if (target instanceof Element && target.closest(".question[data-scheme]")) this.#changed(target);
    });
    this.addEventListener("suggestions:accept", ({ target }) => this.#changed(/** @type {Element} */ (target), { atOnce: true }));
    this.addEventListener("judge:change", (event) => this.#judged(/** @type {CustomEvent} */ (event)));
    this.addEventListener("marks:change", ({ target }) => this.#marked(/** @type {Element} */ (target)));
    this.addEventListener("judge:go", (event) => void this.#goToJudged(/** @type {CustomEvent} */ (event).detail));
    this.addEventListener("judge:choose", (event) => this.#choices.open(/** @type {CustomEvent} */ (event).detail));
    this.addEventListener("judge:removed", (event) => this.#offerBack(/** @type {CustomEvent} */ (event)));
    this.addEventListener("focusin", ({ target }) => this.#focused(target));
    document.addEventListener("click", (event) => this.#click(event));
    document.addEventListener("keydown", (event) => this.#press(event));
    addEventListener("hashchange", () => this.#outline.toAddress(location.hash));
    addEventListener("popstate", () => this.#isElsewhere && location.reload());
    askWhy(part(this, "#skip-dialog", HTMLDialogElement), (reason) => void this.#turn.submission.skip(reason));
    this.#listenForLeaving();
  }

  /** Back or forward led to another turn's address; a step's link changes only what follows the "#". */
  get #isElsewhere() {
    return location.pathname !== this.#work.urls.annotate;
  }

  /** Whoever goes is not kept waiting, and who comes back may be signed in again. */
  #listenForLeaving() {
    for (const name of ["online", "focus"]) addEventListener(name, () => void this.#turn.drafts.flush());
    addEventListener("pagehide", () => this.#turn.drafts.secure());
    document.addEventListener("visibilitychange", () => document.hidden && this.#turn.drafts.secure());
    document.addEventListener("left-behind:change", (event) => this.#notices.showOthers(/** @type {CustomEvent} */ (event).detail));
    this.#tabs.listen((assignment) => void this.#turn.hear(assignment));
    addEventListener("beforeunload", (event) => {
      this.#turn.drafts.secure();
      if (this.#turn.drafts.atRisk) event.preventDefault();
    });
  }

  /** @param {EventTarget | null} target */
  #focused(target) {
    if (!(target instanceof Element)) return;
    const question = target.closest(".question");
    if (question && target.matches("[data-key]")) this.#setCurrentQuestion(question);
    if (!this.#steps.contains(target)) return;
    this.#steps.mark(this.#steps.nameOf(target));
    if (this.#rowsHere.length > 0) this.#setCurrentQuestion(null);
  }

  #stepsChanged() {
    this.#refreshMapSoon();
    if (this.#isFilling) return;
    this.#marking.rest();
    this.#lastChanged = null;
    this.#complaints.recheck(document.activeElement ?? this.#steps);
    this.#turn.drafts.touch();
  }

  /** @param {CustomEvent} event of a question that is asked at each step or call */
  #judged({ target, detail }) {
    this.#steps.refreshRows(detail.places);
    this.#refreshMapSoon();
    if (this.#isFilling) return;
    this.#suggestions.refresh();
    if (target instanceof Judge && target.hasUndo) {
      this.#lastChanged = target;
      this.#marking.rest();
    }
    this.#complaints.recheck(/** @type {Element} */ (target));
    this.#turn.drafts.touch({ atOnce: detail.atOnce });
  }

  /** @param {Element} question whose marks changed */
  #marked(question) {
    this.#lastChanged = null;
    this.#suggestions.refresh();
    this.#complaints.recheck(question);
    this.#turn.drafts.touch({ atOnce: true });
  }

  /** @param {{place: string, arrived?: (view: import("./trace/step-view.js").StepView) => void}} where "4" or "4.1" */
  async #goToJudged({ place, arrived }) {
    const view = await this.#steps.reach(place.split(".")[0], { call: place.includes(".") ? place : undefined });
    if (view) arrived?.(view);
  }

  /** @param {CustomEvent} event of a question at the steps, something of which was removed */
  #offerBack({ target, detail }) {
    if (target instanceof Judge) offerUndo(detail.text, () => target.undo());
  }

  /** What was changed last is taken back first. @param {"undo" | "redo"} way */
  #goBack(way) {
    const isDone = this.#lastChanged?.[way]() || (way === "undo" && this.#marking.undo());
    if (!isDone) this.#steps.corrections[way]();
  }

  /** Opens a comment on the line that has the focus, else on the first line of the step somebody is at. */
  #comment() {
    const view = this.#steps.view(this.#steps.here ?? "");
    const judge = this.#steps.judges.find((each) => each.hasUndo && !each.closest("[inert]"));
    if (!view || !judge || this.#steps.isFold(view.step.name)) return;
    view.unfold();
    judge.comment(view.element, document.activeElement);
  }

  #refreshMapSoon() {
    clearTimeout(this.#mapTimer);
    this.#mapTimer = setTimeout(() => this.#outline.refresh(), MAP_MILLISECONDS);
  }

  /** The digits answer what is asked at the step somebody goes to. */
  #arriveAtStep() {
    this.#outline.markHere();
    if (this.#rowsHere.length > 0) this.#setCurrentQuestion(null);
  }

  /** What is asked where somebody is. */
  get #rowsHere() {
    return rowsHere(this.#steps.view(this.#steps.here ?? "")?.element, document.activeElement);
  }

  /** What digits answer as long as nobody goes elsewhere: what is asked at the step, else the first question with keys. */
  get #questionOfKeys() {
    return this.#rowsHere.length > 0 ? null : this.querySelector(".question:not([hidden]):has([data-key])");
  }

  /** Questions come and go with the answers to others. */
  #showAsked() {
    const changed = this.#asked.refresh();
    if (changed.length === 0) return;
    if (!this.#isFilling) this.#asked.say(changed);
    if (!this.#current || changed.some((question) => question === this.#current)) this.#setCurrentQuestion(this.#questionOfKeys);
    if (this.#sheet.markers.some((marker) => changed.includes(marker))) {
      this.#marking.disarm();
      this.#marking.paint();
    }
    if (!this.#sheet.judges.some((judge) => changed.includes(judge))) return;
    this.#steps.refreshRows(null);
    this.#refreshMapSoon();
  }

  /** @param {Element} target the control or question that was changed @param {{atOnce?: boolean}} [how] */
  #changed(target, { atOnce = target.matches("input:is([type=radio], [type=checkbox])") } = {}) {
    this.#showAsked();
    this.#suggestions.refresh();
    this.#complaints.recheck(target);
    this.#turn.drafts.touch({ atOnce });
  }

  /** @type {Record<string, (from: Element | null, key: string) => void>} by the name in data-act, and by key */
  #actions = {
    next: () => this.#go(() => this.#outline.move(1)),
    previous: () => this.#go(() => this.#outline.move(-1)),
    first: () => this.#go(() => this.#outline.toFirst()),
    last: () => this.#go(() => this.#outline.toLast()),
    "next-to-judge": () => this.#go(() => this.#outline.moveToJudge(1)),
    "previous-to-judge": () => this.#go(() => this.#outline.moveToJudge(-1)),
    "first-wrong": () => (this.#steps.beside ? this.#firstDifference() : this.#pointOut("first-wrong")),
    cause: () => this.#pointOut("cause"),
    note: () => this.#note(),
    "unfold-beginning": () => this.#foldBeginning(false),
    "fold-beginning": () => this.#foldBeginning(true),
    side: (from) => this.#turnSide(from),
    filter: (from) => this.#outline.filter(from?.getAttribute("data-filter") ?? "all"),
    map: () => this.#outline.showOver(),
    search: () => this.#outline.focusSearch(),
    "next-hit": () => void this.#outline.goToHit(1),
    "previous-hit": () => void this.#outline.goToHit(-1),
    replace: () => this.#replace(),
    edit: (from) => void this.#edit(from),
    reset: (from) => this.#reset(from),
    rename: (from) => this.#rename(from),
    insert: () => this.#steps.insertStep(),
    "insert-call": (from) => void this.#insertCall(from),
    remove: (from) => this.#remove(from),
    "move-up": (from) => this.#move(from, -1),
    "move-down": (from) => this.#move(from, 1),
    undo: () => this.#goBack("undo"),
    redo: () => this.#goBack("redo"),
    mark: () => void this.#marking.openCaret(),
    comment: () => this.#comment(),
    "fold-agent": (from) => this.#steps.toggleAgent(this.#nameOf(from) ?? ""),
    unfold: (from) => this.#steps.view(this.#nameOf(from) ?? "")?.toggleFold(),
    "copy-link": (from) => void this.#copyLink(from),
    menu: (from) => from instanceof HTMLElement && this.#openMenu(from),
    changes: () => void part(this, ".work-trace").classList.toggle("is-hiding-changes"),
    choose: (_, key) => this.#choose(key),
    accept: (from) => this.#accept(from),
    "accept-all": () => this.#suggestions.acceptAll(),
    leave: (from) => this.#leave(from),
    help: () => this.#dialog("#keys-dialog").showModal(),
    skip: () => this.#work.state !== "submitted" && this.#dialog("#skip-dialog").showModal(),
    release: (from) => {
      from?.closest("dialog")?.close();
      void this.#turn.submission.release();
    },
    close: (from) => from?.closest("dialog")?.close(),
    submit: () => void this.#submit(),
    "see-both": () => this.#deciding.seeBoth(),
    "take-mine": () => this.#deciding.takeMine(),
    "take-other": () => this.#deciding.takeOther(),
    "take-both": () => this.#deciding.takeBoth(),
    "take-chosen": () => this.#deciding.takeChosen(),
    "try-again": () => void this.#turn.drafts.flush(),
    "remove-kept": () => this.#turn.remove(),
    flag: () => this.#flags.ask(),
    "withdraw-flag": (from) => void this.#flags.withdraw(from?.getAttribute("data-flag") ?? ""),
    "skip-flagged": () => this.#flags.skip(),
    "read-guidelines": () => this.#guidelines.show(),
    "guidelines-read": () => void this.#guidelines.close(),
    reload: () => location.reload(),
  };

  /** @param {MouseEvent} event */
  #click(event) {
    const from = event.target instanceof Element ? event.target.closest("[data-act]") : null;
    if (!from) return;
    const isInMenu = from.closest("[popover]") !== null;
    this.#actions[from.getAttribute("data-act") ?? ""](isInMenu ? this.#menu.button : from, "");
  }

  /** @param {KeyboardEvent} event */
  #press(event) {
    const action = actionOf(event, isTyping(event.target));
    const dialog = document.querySelector("dialog[open]");
    const isInMenu = event.target instanceof Element && event.target.closest(":popover-open") !== null;
    // Escape is the browser's there: it closes what is open.
    if (!action || isInMenu || (dialog && action === "leave")) return;
    if (CHANGES.has(action) && part(this, ".work-questions").closest("[inert]")) return;
    event.preventDefault();
    if (dialog) return action === "submit" ? dialog.querySelector("form")?.requestSubmit() : undefined;
    this.#actions[action](event.target instanceof Element ? event.target : null, event.key);
  }

  /** @param {() => void} move */
  #go(move) {
    const before = this.#steps.view(this.#steps.here ?? "")?.element;
    move();
    if (before?.dataset.step !== this.#steps.here) this.#fields.leave(before);
  }

  /** Not while two versions wait for a decision, also for the button. */
  #replace() {
    if (part(this, ".work-questions").closest("[inert]")) return;
    this.#outline.showOver(false);
    this.#replacing?.show();
  }

  /** A field's own name opens that field. @param {Element | null} from */
  async #edit(from) {
    const field = from?.closest(".label")?.closest("edit-field");
    if (field instanceof EditField) await field.open();
    else await this.#fields.openNext(this.#stepOf(from));
  }

  /** @param {Element | null} from */
  #reset(from) {
    const field = from?.closest("edit-field");
    if (field instanceof EditField && field.edited) field.reset();
    else this.#fields.resetOne(this.#stepOf(from));
  }

  /** What the first hint offers, of the field or call or step that somebody is at. @param {Element | null} from */
  #rename(from) {
    const places = [from?.closest("edit-field"), from?.closest("[data-call]"), this.#stepOf(from)];
    const offered = places.map((place) => place?.querySelector("edit-field .hint-act:not([hidden])")).find((found) => found);
    if (offered instanceof HTMLElement) offered.click();
  }

  /** The call that the button or the focus is in, else the step. @param {Element | null} from */
  #remove(from) {
    const name = this.#nameOf(from);
    const call = from?.closest("[data-call]")?.getAttribute("data-call");
    if (name === undefined) return;
    const { corrections } = this.#steps;
    if (call) {
      if (corrections.arrangement.isRemoved(call)) return corrections.restore(call);
      corrections.removeCall(name, call);
      this.#steps.goTo(name);
      return offerUndo(gettext("Call removed, with its result."), () => corrections.undo());
    }
    if (this.#steps.isFold(name)) return; // a sub-agent goes with its steps
    const wasRemoved = corrections.arrangement.isRemoved(name);
    const { title } = this.#steps.view(name) ?? {};
    this.#steps.removeStep(name);
    if (!wasRemoved && title) offerUndo(interpolate(gettext("%(step)s removed."), { step: title }, true), () => corrections.undo());
  }

  /** @param {Element | null} from @param {1 | -1} by */
  #move(from, by) {
    const name = this.#nameOf(from);
    const call = from?.closest("[data-call]")?.getAttribute("data-call");
    if (name === undefined) return;
    if (!call) return this.#steps.moveStep(name, by);
    this.#steps.goTo(name, { call: this.#steps.corrections.moveCall(name, call, by) });
  }

  /** @param {Element | null} from */
  async #insertCall(from) {
    const name = this.#nameOf(from);
    const step = this.#steps.view(name ?? "")?.element;
    const button = step?.querySelector(".add-call");
    if (!name || !(button instanceof HTMLElement) || this.#steps.corrections.arrangement.isRemoved(name)) return;
    const after = from?.closest("[data-call]")?.getAttribute("data-call") ?? this.#steps.corrections.arrangement.callsOf(name).at(-1) ?? null;
    const known = this.#steps.data.tools.map(([tool]) => tool);
    const tool = await askName(button, { label: gettext("Tool of the new call"), action: gettext("Insert call"), known });
    if (tool) this.#steps.insertCall(name, after, tool);
  }

  /** @param {Element | null} from */
  async #copyLink(from) {
    const inside = from?.closest("[data-call]") ?? this.#stepOf(from);
    if (inside) await navigator.clipboard.writeText(new URL(`#${inside.id}`, location.href).href);
  }

  /** @param {HTMLElement} button */
  #openMenu(button) {
    const call = button.closest("[data-call]")?.getAttribute("data-call");
    const isRemoved = this.#steps.corrections.arrangement.isRemoved(call ?? this.#nameOf(button) ?? "");
    toggle(part(this, "#step-menu"), "removed", isRemoved);
    toggle(part(this, "#step-menu"), "present", !isRemoved);
    for (const item of this.querySelectorAll("#step-menu [data-for]")) {
      item.toggleAttribute("hidden", (item.getAttribute("data-for") === "call") !== (call !== undefined));
    }
    this.#menu.open(button);
  }

  /** @param {Element | null} from @returns {string | undefined} the step it is in, else the one somebody is at */
  #nameOf(from) {
    return (from && this.#steps.contains(from) && this.#steps.nameOf(from)) || this.#steps.here;
  }

  /** @param {Element | null} from */
  #stepOf(from) {
    return from?.closest("article.step") ?? this.#steps.view(this.#steps.here ?? "")?.element;
  }

  /** @param {string} key */
  #choose(key) {
    const places = this.#current ? [this.#current] : this.#rowsHere;
    const option = places.map((place) => optionOfKey(place, key, document.activeElement)).find((found) => found !== null);
    // What is inert for the hand is so for keys: a click by script would get through.
    if (!(option instanceof HTMLElement) || option.closest("[inert], [hidden]")) return;
    option.focus();
    option.click();
  }

  /** What the button stands at; by key what is suggested at the current question or, without one, where somebody is in the trace. @param {Element | null} from */
  #accept(from) {
    const place = from?.closest(".prelabel")?.parentElement;
    const row = /** @type {HTMLElement | null | undefined} */ (place?.closest(".judge"));
    const question = row ? null : place ?? this.#current;
    if (question) this.#suggestions.accept(question.getAttribute("data-scheme") ?? "");
    else if (row) this.#suggestions.acceptAt(row.dataset.place ?? "", row.dataset.judge);
    else for (const at of this.#placesHere) this.#suggestions.acceptAt(at);
    // The button is gone now; who pressed it goes on at what it did.
    if (place) /** @type {HTMLElement | null} */ (place.querySelector("input:checked, [aria-pressed=true], select, textarea, input, summary"))?.focus();
  }

  /** Where the rows stand that keys answer: at the step somebody is at, or at one of its calls. @returns {Set<string>} */
  get #placesHere() {
    const places = this.#rowsHere.map(({ dataset }) => dataset.place ?? "");
    return new Set(places.length > 0 ? places : [this.#steps.here ?? ""]);
  }

  /** The step of the trace that somebody is at; a row of two traces is none. @returns {import("./flags.js").StepHere | null} */
  get #stepHere() {
    const name = this.#steps.here ?? "";
    const view = this.#steps.beside ? undefined : this.#steps.view(name);
    return view && /^\d+$/.test(name) ? { index: Number(name), title: view.title } : null;
  }

  #firstDifference() {
    const name = this.#steps.beside?.firstDifference;
    if (name !== undefined) this.#go(() => this.#steps.goTo(name));
  }

  /** @param {boolean} isFolded */
  #foldBeginning(isFolded) {
    this.#steps.foldBeginning(isFolded);
    this.#steps.goTo("0");
  }

  /** @param {Element | null} from a button of the one column, none for the key: then it is the other one */
  #turnSide(from) {
    const at = from?.closest(".compare-switch button")?.getAttribute("data-side");
    if (at === null || at === undefined) this.#compareHead?.turn();
    else this.#compareHead?.show(Number(at));
  }

  /** @returns {CompareHead | null} only where a question compares two */
  get #compareHead() {
    return this.querySelector("compare-head");
  }

  /** @param {string} action of the first question that takes it */
  #pointOut(action) {
    const judge = this.#steps.judges.find(({ points }) => points === action);
    if (judge && this.#steps.here !== undefined && !this.#steps.isFold(this.#steps.here) && !judge.closest("[inert]")) judge.pointOut(this.#steps.here);
  }

  /** Into the note of what is asked here; a note that is hidden is shown. */
  #note() {
    const row = this.#rowsHere.find((each) => each.querySelector("[data-gives=note]"));
    const place = row?.querySelector(".judge-note:not([hidden]) textarea") ?? row?.querySelector("[data-gives=note]");
    if (place instanceof HTMLTextAreaElement) place.focus();
    else if (place instanceof HTMLElement) place.click();
  }

  /** @param {Element | null} question the one that the digits answer; null for those at the step somebody is at */
  #setCurrentQuestion(question) {
    this.#current = question;
    for (const each of this.querySelectorAll(".question")) each.classList.toggle("is-current", each === question);
  }

  /** @param {Element | null} from */
  #leave(from) {
    const field = from?.closest("edit-field");
    const name = this.#nameOf(from);
    if (from && this.#replacing?.contains(from)) return this.#replacing.close();
    if (from?.matches("[type=search]")) this.#outline.clearSearch();
    this.#outline.showOver(false);
    this.#marking.disarm();
    if (from instanceof HTMLElement) from.blur();
    if (field instanceof EditField) field.close();
    if (name !== undefined && from && this.#steps.contains(from)) this.#steps.goTo(name);
  }

  /** @param {import("./saving/pending.js").Answers} answers */
  #fill(answers) {
    this.#complaints.clear();
    this.#isFilling = true;
    this.#sheet.fill(answers);
    this.#showAsked();
    this.#suggestions.refresh();
    this.#marking.paint();
    for (const area of this.querySelectorAll("textarea")) directLines(area);
    this.#isFilling = false;
  }

  async #submit() {
    if (STOPPED.has(this.#turn.drafts.status.state)) this.#notices.goToDecision();
    else await this.#turn.submission.submit();
  }

  /** @param {string} selector */
  #dialog(selector) {
    return part(this, selector, HTMLDialogElement);
  }
}

/** What is judged of a trace. @param {import("./trace/trace-data.js").Trace} trace @returns {import("../schemes/kinds/_judge.js").Step[]} */
function stepsOf({ rows, agents }) {
  const acting = new Map(Object.entries(agents).flatMap(([agent, steps]) => steps.map((step) => [step, agent])));
  /** @type {import("../schemes/kinds/_judge.js").Step[]} */
  const steps = [];
  for (const [step, call, kind] of rows) {
    if (call === null) steps.push({ name: String(step), kind, calls: [], agent: acting.get(step) ?? "" });
    else steps.at(-1)?.calls.push(`${step}.${call}`);
  }
  return steps;
}

/** A page that was stored for use without a network may be that of another turn of the project. */
async function beginning() {
  const own = workOfPage();
  const isHere = own.urls.annotate === location.pathname;
  const work = isHere ? own : await read(`${location.pathname}data/`);
  const turns = await keptTurns();
  return { work, turns, kept: await turns.find(work.assignment) };
}

/** What the browser keeps is read before the page can be typed in. */
const begin = await beginning();
customElements.define("work-page", WorkPage);
