import { order } from "../schemes/kinds/_order.js";
import { Answering } from "./actions/answering.js";
import { Going } from "./actions/going.js";
import { Here } from "./actions/here.js";
import { listenForActions } from "./actions/pressing.js";
import { StepActions } from "./actions/step-actions.js";
import { actionsOf } from "./actions/table.js";
import { ActiveTime } from "./active-time.js";
import { AfterChanges } from "./after-changes.js";
import { AnswerSheet } from "./answers.js";
import { AskedQuestions } from "./asked-questions.js";
import { ChoiceMenu } from "./choice-menu.js";
import { CompareHead } from "./compare-head.js";
import { Comparer } from "./comparison.js";
import { Deciding } from "./conflict/deciding.js";
import { DraftNotices } from "./draft-notices.js";
import { StepFields } from "./edits/step-fields.js";
import { Flags } from "./flags.js";
import { Guidelines } from "./guidelines.js";
import { directTypedLines } from "./line-direction.js";
import { Marking } from "./marking/marking.js";
import { Complaints } from "./missing.js";
import { installWorker } from "./offline/install.js";
import { keptTurns } from "./offline/kept-turns.js";
import { OtherTabs } from "./offline/other-tabs.js";
import { StoredTurns } from "./offline/stored-turns.js";
import { ReadingAhead } from "./reading-ahead.js";
import { ReplaceBar } from "./replacing/replace-bar.js";
import { read } from "./request.js";
import { askWhy } from "./skip-dialog.js";
import { Suggestions } from "./suggestions.js";
import { TraceHead } from "./trace-head.js";
import { FileTree } from "./trace/file-tree.js";
import { Outline } from "./trace/outline.js";
import { Panes } from "./trace/panes.js";
import { TraceData } from "./trace/trace-data.js";
import { TraceSteps } from "./trace/trace-steps.js";
import { Turn } from "./turn.js";
import { part, workOfPage } from "./work.js";

/**
 * The annotate page: brings its parts together, and opens one turn after the other. What is done in a turn is told in
 * actions/, what follows from it in after-changes.js. Modules run after the page is parsed, so the element is complete when
 * it is made.
 */
export class WorkPage extends HTMLElement {
  #work = begin.work;
  /** @type {Turn} */
  #turn = /** @type {any} */ (undefined);
  #steps = part(this, "trace-steps", TraceSteps);
  #here = new Here(this.#steps);
  #outline = new Outline(part(this, ".work-map"), part(this, ".map-button"), this.#steps);
  #files = new FileTree(part(this, ".map-files"), (step, call) => this.#steps.goTo(step, { call }));
  #panes = new Panes(part(this, ".panes"), this.#steps);
  #head = new TraceHead(this);
  #notices = new DraftNotices(this);
  #sheet = new AnswerSheet(this, this.#work.schemes);
  #suggestions = new Suggestions(this, this.#sheet);
  #guidelines = new Guidelines(this);
  #flags = new Flags(this, { here: () => this.#here.step, skip: (reason) => void this.#turn.submission.skip(reason) });
  #marking = new Marking(this, this.#steps, this.#sheet.markers);
  #complaints = new Complaints(this.#sheet, part(this, "[data-shows=missing]"));
  #asked = new AskedQuestions(this.#sheet, this.#work.schemes, part(this, "[data-shows=asked]"));
  #deciding = new Deciding(this, this.#sheet, () => this.#turn);
  #tabs = new OtherTabs();
  #stored = new StoredTurns();
  /** @type {ReplaceBar | null} only where steps are edited */
  #replacing = this.querySelector("replace-bar");
  /** @type {CompareHead | null} only where a question compares two */
  #compareHead = this.querySelector("compare-head");
  #comparer = new Comparer(() => new Worker(this.dataset.diffWorker ?? "", { type: "module" }));
  #ahead = new ReadingAhead(read);
  #choices = new ChoiceMenu(part(this, "#choice-menu"));
  #fields = new StepFields(this);
  #answering = new Answering(this, this.#steps, this.#here, this.#suggestions);
  #atSteps = new StepActions(this, this.#steps, this.#fields, this.#here);
  #changes = new AfterChanges({
    page: this, sheet: this.#sheet, steps: this.#steps, outline: this.#outline, marking: this.#marking, asked: this.#asked,
    suggestions: this.#suggestions, complaints: this.#complaints, answering: this.#answering,
    touch: (how) => this.#turn.drafts.touch(how),
  });

  connectedCallback() {
    this.#listen();
    this.#listenForActions();
    this.#listenForLeaving();
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
    this.#changes.open();
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
      kept: begin.turns, tabs: this.#tabs, fill: (answers) => this.#changes.fill(answers), goOn: (onward) => void this.#goOn(onward),
      signedIn: () => void this.#stored.storeAgain(),
    });
    this.#turn.open(kept);
    this.#stored.open(work);
    this.#outline.open();
    this.#changes.mapped();
    if (!this.#outline.toAddress(location.hash)) this.#steps.mark(this.#steps.names[0]);
    this.#answering.open();
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
      const time = document.querySelector("active-time");
      if (time instanceof ActiveTime) time.restart();
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      location.assign(next.address);
    }
  }

  #listen() {
    directTypedLines();
    this.#replacing?.attach(this.#steps);
    this.#changes.listen();
    this.#steps.addEventListener("trace-steps:fold", () => this.#outline.refresh());
    this.#steps.addEventListener("trace-steps:here", () => this.#arriveAtStep());
    this.addEventListener("judge:go", (event) => void this.#goToJudged(/** @type {CustomEvent} */ (event).detail));
    this.addEventListener("judge:choose", (event) => this.#choices.open(/** @type {CustomEvent} */ (event).detail));
    this.addEventListener("focusin", ({ target }) => this.#focused(target));
    addEventListener("hashchange", () => this.#outline.toAddress(location.hash));
    addEventListener("popstate", () => this.#isElsewhere && location.reload());
    askWhy(part(this, "#skip-dialog", HTMLDialogElement), (reason) => void this.#turn.submission.skip(reason));
  }

  #listenForActions() {
    const actions = actionsOf({
      page: this, steps: this.#steps, outline: this.#outline, atSteps: this.#atSteps, answering: this.#answering, changes: this.#changes,
      marking: this.#marking, suggestions: this.#suggestions, deciding: this.#deciding, flags: this.#flags, guidelines: this.#guidelines,
      notices: this.#notices, replacing: this.#replacing,
      going: new Going(this.#steps, this.#outline, this.#fields, this.#here, this.#compareHead),
      turn: () => this.#turn,
      isSubmitted: () => this.#work.state === "submitted",
    });
    listenForActions(this, actions, () => this.#atSteps.menuButton, () => this.#steps.arrivalHere);
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

  /** Back or forward led to another turn's address; a step's link changes only what follows the "#". */
  get #isElsewhere() {
    return location.pathname !== this.#work.urls.annotate;
  }

  /** @param {EventTarget | null} target */
  #focused(target) {
    if (!(target instanceof Element)) return;
    this.#answering.turnTo(target);
    if (!this.#steps.contains(target)) return;
    this.#steps.mark(this.#steps.nameOf(target));
    this.#answering.arriveAtStep();
  }

  #arriveAtStep() {
    this.#outline.markHere();
    this.#answering.arriveAtStep();
  }

  /** @param {{place: string, arrived?: (view: import("./trace/step-view.js").StepView) => void}} where "4" or "4.1" */
  async #goToJudged({ place, arrived }) {
    const view = await this.#steps.reach(place.split(".")[0], { call: place.includes(".") ? place : undefined });
    if (view) arrived?.(view);
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
