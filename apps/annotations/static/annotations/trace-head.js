import { arrange, field } from "./displays/field.js";
import { toggle } from "./template.js";
import { factElement, factsOfTrace } from "./trace/spent.js";
import { whenAgo, wholeTime } from "./time-ago.js";
import { part } from "./work.js";

/** @typedef {import("./work.js").Work} Work */

/** What stands above the steps and in the bar: the task, what is to know about this turn, and how far the person is. */
export class TraceHead {
  #page;

  /** @param {HTMLElement} page */
  constructor(page) {
    this.#page = page;
    const task = part(page, ".task-text");
    new ResizeObserver(() => this.#showCut(task)).observe(task);
    part(page, "[data-shows=task-cut]").addEventListener("click", () => {
      task.classList.add("is-open");
      this.#showCut(task);
    });
  }

  /** Offers the rest of a task that is longer than its place. @param {HTMLElement} task */
  #showCut(task) {
    const isCut = task.scrollHeight > task.clientHeight + 1;
    task.classList.toggle("is-cut", isCut);
    toggle(this.#page, "task-cut", isCut);
  }

  /** @param {Work & {trace: import("./trace/trace-data.js").Trace}} work @param {import("./trace/trace-data.js").TraceData} data */
  show(work, data) {
    const { trace } = work;
    document.title = document.title.replace(/^[^,]*/, trace.external_id);
    text(document, ".crumbs [aria-current]", trace.external_id);
    text(this.#page, ".task-text", trace.task || trace.external_id);
    const task = part(this.#page, ".task-text");
    task.classList.remove("is-open");
    this.#showCut(task);
    if (trace.task_pointer) task.dataset.at = `:${trace.task_pointer}`;
    else delete task.dataset.at;
    this.#showCounts(trace);
    const hasMap = trace.counts.steps > 0 || trace.final_answer !== null || trace.pair !== null || "edits" in this.#page.dataset;
    part(this.#page, ".work").classList.toggle("has-no-steps", !hasMap);
    this.#showFields(trace, data);
    this.#showNotices(work);
    this.showProgress(work.progress);
    toggle(this.#page, "is-open", work.state !== "submitted");
    toggle(this.#page, "is-submitted", work.state === "submitted");
  }

  /** @param {{done: number, total: number}} progress */
  showProgress({ done, total }) {
    const bar = part(document, ".bar progress", HTMLProgressElement);
    [bar.max, bar.value] = [Math.max(1, total), done];
    const words = interpolate(gettext("%(done)s of %(total)s done"), { done: done.toLocaleString(), total: total.toLocaleString() }, true);
    text(document, ".bar progress + span", words);
  }

  /** @param {import("./trace/trace-data.js").Trace} trace */
  #showCounts({ external_id, task, counts, pair, spent }) {
    const words = pair && (pair.is_traces || counts.steps === 0) ? [] : [
      counts.steps ? ngettext("%(count)s step", "%(count)s steps", counts.steps) : "",
      counts.calls ? ngettext("%(count)s call", "%(count)s calls", counts.calls) : "",
      counts.errors ? ngettext("%(count)s tool error", "%(count)s tool errors", counts.errors) : "",
    ];
    const numbers = [counts.steps, counts.calls, counts.errors];
    const shown = words.map((word, index) => word && span(interpolate(word, { count: numbers[index].toLocaleString() }, true)));
    const id = span(external_id);
    id.className = "code";
    const facts = spent ? factsOfTrace(spent).map(factElement) : []; // a trace that was kept by an older page has none
    part(this.#page, ".task-meta").replaceChildren(...(task ? [id] : []), ...shown.filter((each) => each !== ""), ...facts);
  }

  /**
   * The fields of the record that the project shows beside the steps.
   *
   * @param {import("./trace/trace-data.js").Trace} trace @param {import("./trace/trace-data.js").TraceData} data
   */
  #showFields({ shown, layout }, data) {
    const place = part(this.#page, ".task-fields");
    place.replaceChildren(...shown.map((each) => field(each, (pointer) => data.wholeAt(null, pointer))));
    arrange(place, layout);
  }

  /** @param {Work & {trace: import("./trace/trace-data.js").Trace}} work */
  #showNotices({ trace, older_answers, newer_revision, submitted_at, now }) {
    const say = (/** @type {string} */ name, /** @type {string} */ words) => {
      const notice = part(this.#page, `[data-notice=${name}]`);
      notice.hidden = words === "";
      text(notice, "p", words);
    };
    const problem = gettext("The steps of this trace cannot be shown: %(problem)s. A manager has to mend the scheme; skip the trace until then.");
    const older = gettext("Your answer to %(names)s was given under an older version of the scheme and cannot be shown here. It is kept; what you submit now is its next version.");
    const submitted = gettext("Submitted %(time)s. Correct it and submit again.");
    say("problem", trace.problem && interpolate(problem, { problem: trace.problem }, true));
    const lacks = gettext("This trace has no “%(wanted)s”, the list of steps that the questions are about; it has “%(has)s”.");
    const lists = trace.lacks && { wanted: trace.lacks.wanted, has: trace.lacks.has.join("”, “") };
    say("lacks", lists ? interpolate(lacks, lists, true) : "");
    say("older-answers", older_answers.length > 0 ? interpolate(older, { names: older_answers.join(", ") }, true) : "");
    say("newer-revision", newer_revision ? gettext("A newer version of this trace was imported. You keep working on the one you started.") : "");
    say("submitted", submitted_at ? interpolate(submitted, { time: whenAgo(submitted_at, now) }, true) : "");
    part(this.#page, "[data-notice=submitted]").title = submitted_at ? wholeTime(new Date(submitted_at)) : "";
  }
}

/** @param {string} textContent */
const span = (textContent) => Object.assign(document.createElement("span"), { textContent });

/** @param {ParentNode} root @param {string} selector @param {string} words */
function text(root, selector, words) {
  const place = root.querySelector(selector);
  if (place) place.textContent = words;
}
