import { newKey, request } from "./request.js";
import { fromTemplate, toggle } from "./template.js";
import { part } from "./work.js";

/**
 * @typedef {"broken" | "wrong_project" | "secret" | "other"} Reason
 * @typedef {{id: number, reason: Reason, state: string, step: number | null, withdraw: string}} Flag
 * @typedef {{index: number, title: string}} StepHere
 */

/**
 * What the person says is wrong with the trace itself: asked in a dialog, told above the trace. The answer and the turn stay
 * as they are. Until the server has it, what was typed stays in the dialog.
 */
export class Flags {
  #page;
  #here;
  #skip;
  #dialog;
  #form;
  /** @type {import("./work.js").Work} */
  #work = /** @type {any} */ (undefined);
  /** @type {Flag[]} */
  #flags = [];
  /** @type {Reason} */
  #sent = "other";
  #isBusy = false;
  #try = { content: "", key: "" };

  /**
   * @param {HTMLElement} page
   * @param {{here: () => StepHere | null, skip: (reason: string) => void}} around `here` is the step that is chosen
   */
  constructor(page, { here, skip }) {
    this.#page = page;
    this.#here = here;
    this.#skip = skip;
    this.#dialog = part(page, "#flag-dialog", HTMLDialogElement);
    this.#form = part(this.#dialog, "form", HTMLFormElement);
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (!this.#form.hidden) void this.#send();
    });
    this.#form.addEventListener("input", () => this.#refresh());
  }

  /** With each trace. @param {import("./work.js").Work} work */
  open(work) {
    this.#work = work;
    this.#dialog.close();
    this.#clear();
    this.#show(work.flags ?? []);
  }

  /** Opens the dialog, with what was typed and not sent. */
  ask() {
    this.#showSent(false);
    this.#offerStep();
    this.#dialog.showModal();
    part(this.#form, this.#reason ? "[name=reason]:checked" : "[name=reason]").focus();
  }

  /** The turn ends with the flag that was just sent as its reason. */
  skip() {
    this.#dialog.close();
    this.#skip(interpolate(gettext("Flagged: %(reason)s"), { reason: REASONS[this.#sent]() }, true));
  }

  /** @param {string} id of one's own flag */
  async withdraw(id) {
    const flag = this.#flags.find((each) => String(each.id) === id);
    if (flag) await this.#post(flag.withdraw, {}, newKey(), (problem) => this.#tell(problem));
  }

  async #send() {
    const content = { reason: this.#reason, note: this.#note.value.trim(), step: this.#step };
    const problem = problemOf(content);
    this.#complain(problem);
    if (problem) return part(this.#form, content.reason ? "[name=note]" : "[name=reason]").focus();
    if (this.#try.content !== JSON.stringify(content)) this.#try = { content: JSON.stringify(content), key: newKey() };
    const isTaken = await this.#post(this.#work.urls.flag, content, this.#try.key, (text) => this.#complain(text));
    if (!isTaken) return;
    this.#sent = /** @type {Reason} */ (content.reason);
    this.#clear();
    this.#showSent(true);
  }

  /**
   * Whether the server took it, and the page still shows the same trace.
   *
   * @param {string} url @param {object} content @param {string} key @param {(problem: string) => void} complain
   */
  async #post(url, content, key, complain) {
    if (this.#isBusy) return false;
    const work = this.#work;
    this.#setBusy(true);
    try {
      const { status, body } = await request("POST", url, content, key);
      if (work !== this.#work) return false;
      if (body.flags) this.#show(body.flags);
      if (status !== 200) complain(status === 401 ? signedOut() : body.error);
      return status === 200;
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      complain(gettext("The server cannot be reached, so nothing was sent. What you wrote stays here: send it again when you are back online."));
      return false;
    } finally {
      this.#setBusy(false);
    }
  }

  /** @param {Flag[]} flags */
  #show(flags) {
    this.#flags = flags;
    const place = part(this.#page, "[data-shows=flags]");
    place.hidden = flags.length === 0;
    place.replaceChildren(...flags.map(noticeOf));
  }

  /** What went wrong with a withdrawal, at the flags. @param {string} problem */
  #tell(problem) {
    const text = Object.assign(document.createElement("p"), { className: "small tone-wrong", textContent: problem });
    text.setAttribute("role", "alert");
    part(this.#page, "[data-shows=flags]").append(text);
  }

  /** The chosen step first, for a flag is most often about what one is just reading. */
  #offerStep() {
    const here = this.#here();
    const [first] = this.#steps.options;
    const isWhole = this.#steps.value === "whole" && this.#note.value !== "";
    toggle(this.#form, "step", here !== null);
    [first.value, first.text] = here ? [String(here.index), here.title] : ["", ""];
    this.#steps.selectedIndex = here && !isWhole ? 0 : 1;
  }

  /** @param {boolean} isSent */
  #showSent(isSent) {
    const sent = part(this.#dialog, "[data-part=sent]");
    [this.#form.hidden, sent.hidden] = [isSent, !isSent];
    if (!isSent) return;
    part(sent, "p").textContent = this.#sent === "secret"
      ? gettext("Flagged, and the managers are told. Nobody else is given this trace until they have decided; your draft is kept.")
      : gettext("Flagged: the managers see it. Your draft is kept.");
    part(sent, this.#work.state === "submitted" ? "[data-act=close]" : "[data-act=skip-flagged]").focus();
  }

  #clear() {
    this.#form.reset();
    this.#complain("");
    this.#refresh();
  }

  /** Shows what the chosen reason asks for. */
  #refresh() {
    toggle(this.#form, "secret", this.#reason === "secret");
    toggle(this.#form, "note-needed", this.#reason === "other");
    this.#note.required = this.#reason === "other";
    this.#complain("");
  }

  /** @param {string} problem */
  #complain(problem) {
    const place = part(this.#form, "[data-shows=problem]");
    [place.hidden, place.textContent] = [problem === "", problem];
  }

  /** @param {boolean} isBusy */
  #setBusy(isBusy) {
    this.#isBusy = isBusy;
    part(this.#form, ".button-main").setAttribute("aria-busy", String(isBusy));
  }

  get #reason() {
    return this.#form.querySelector("[name=reason]:checked")?.getAttribute("value") ?? "";
  }

  get #note() {
    return part(this.#form, "[name=note]", HTMLTextAreaElement);
  }

  get #steps() {
    return part(this.#form, "[name=step]", HTMLSelectElement);
  }

  get #step() {
    return /^\d+$/.test(this.#steps.value) ? Number(this.#steps.value) : null;
  }
}

/** @type {Record<Reason, () => string>} */
const REASONS = {
  broken: () => gettext("broken"),
  wrong_project: () => gettext("wrong project"),
  secret: () => gettext("contains a secret"),
  other: () => gettext("something else"),
};

/** @type {Record<string, () => string>} by the state of a flag, what became of it */
const BECAME = {
  open: () => gettext("A manager will look at it."),
  nothing_wrong: () => gettext("A manager found nothing wrong."),
  taken_out: () => gettext("A manager took it out of the queue: others do not get it any more."),
  put_back: () => gettext("A manager put it back into the queue."),
};

const signedOut = () => gettext("You are signed out, so nothing was sent. Sign in in a new tab, come back here, and send it again.");

/** What is missing in a flag, "" for nothing. @param {{reason: string, note: string}} content */
export function problemOf({ reason, note }) {
  if (reason === "") return gettext("Choose what is wrong.");
  if (reason === "other" && note === "") return gettext("Say in a few words what is wrong.");
  return "";
}

/** @param {Flag} flag */
function noticeOf({ id, reason, state, step }) {
  const notice = fromTemplate("flag-template");
  const what = step === null ? REASONS[reason]() : interpolate(gettext("%(reason)s, step %(number)s"), { reason: REASONS[reason](), number: step + 1 }, true);
  const flagged = Object.assign(document.createElement("strong"), {
    textContent: interpolate(gettext("You flagged this trace: %(what)s."), { what }, true),
  });
  part(notice, "p").append(flagged, ` ${BECAME[state]?.() ?? ""}`);
  const withdraw = part(notice, "[data-act=withdraw-flag]");
  withdraw.dataset.flag = String(id);
  withdraw.hidden = state !== "open";
  return notice;
}
