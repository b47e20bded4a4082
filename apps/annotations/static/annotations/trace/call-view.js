import { doubtsOf } from "../edits/argument-doubts.js";
import { askName } from "../edits/ask-name.js";
import { doubtText, missingText } from "../edits/doubt-words.js";
import { EditField } from "../edits/edit-field.js";
import { added, corrected, recorded } from "../edits/given-arguments.js";
import { Hints } from "../edits/hints.js";
import { shownFrom, textFor } from "../edits/new-argument.js";
import { renaming } from "../edits/renaming.js";
import { fromTemplate, toggle } from "../template.js";
import { callAnchor } from "./anchors.js";
import { fieldLine, showWhole } from "./field-line.js";
import { EditedChange, replacingNames } from "./edited-change.js";
import { escaped, field, unescaped } from "./inserted.js";
import { JudgeRows } from "./judge-rows.js";
import { place } from "./keyed.js";
import { labelOf } from "./labels.js";
import { drawnAttached } from "./attached.js";
import { toolIcon } from "./blocks.js";
import { CallBlocks } from "./call-blocks.js";
import { LongText } from "./long-text.js";
import { drawnOutput, isOutput } from "./outputs.js";
import { duration } from "./spent.js";

/**
 * @typedef {import("./trace-data.js").Call} Call
 * @typedef {import("../edits/edit-field.js").Context & {canEdit: boolean, canMark: boolean,
 *   wholeAt: (step: string, pointer: string) => Promise<string>, argumentsOf: (tool: string) => import("./trace-data.js").Field[],
 *   blocks: (call: string) => Promise<import("./blocks.js").Block[]>, diffView: import("./call-blocks.js").DiffView,
 *   imageAt: (name: string) => string,
 *   judges: import("../../schemes/kinds/_judge.js").Judge[], known: () => import("./known-arguments.js").KnownArguments | undefined}} Context
 * @typedef {{step: string, at: string}} Home where edits of the call go: the step (or inserted call) that they name, and the
 *   pointer of the call inside it
 */

/** One tool call of a step: its arguments, and its result as folded text. */
export class CallView {
  element = fromTemplate("call-template");
  call;
  #home;
  #context;
  #title;
  /** @type {CallBlocks | undefined} */
  #blocks;
  /** What is asked at this call. */
  #rows;
  #hints;
  #change = new EditedChange();
  /** @type {Map<string, HTMLElement>} by pointer */
  #lines = new Map();

  /** @param {Call} call @param {Home} home @param {Context} context @param {string} title what a person calls it, "Step 5, call 2" */
  constructor(call, home, context, title) {
    this.call = call;
    this.#home = home;
    this.#context = context;
    this.#title = title;
    this.element.dataset.call = call.name;
    this.element.id = callAnchor(call.name);
    this.element.setAttribute("aria-label", `${title}, ${call.tool}`);
    this.#hints = new Hints(this.element);
    this.#text(".tool-name", call.tool || labelOf("call"));
    this.element.querySelector(".call-head .tool")?.prepend(toolIcon(call.class));
    this.#showOutcome();
    if (call.seconds !== null && call.seconds !== undefined) this.#text(".call-took", duration(call.seconds));
    this.#showBlocks();
    this.#showOutputs();
    this.#showResult();
    if (context.canEdit) this.element.querySelector(".call-fields")?.after(this.#change.element);
    const adding = this.element.querySelector(".add-argument");
    adding?.toggleAttribute("hidden", !context.canEdit);
    adding?.addEventListener("click", () => void this.#addArgument(/** @type {HTMLElement} */ (adding)));
    this.element.querySelector(".give-result")?.addEventListener("click", () => this.#giveResult());
    this.#tellJudges();
    this.#rows = new JudgeRows(context.judges, call.name, title);
    this.element.append(...this.#rows.elements);
  }

  /** Shows what is judged now. */
  refreshRows() {
    this.#rows.refresh();
  }

  /** Shows what the corrections say now. @param {{isRemoved: boolean}} state */
  refresh({ isRemoved }) {
    const isInserted = this.#isInserted;
    const result = this.#editAt(`${this.#home.at}/output`);
    const lacksResult = isInserted && this.call.result === null && !result?.text;
    this.element.classList.toggle("is-removed", isRemoved);
    toggle(this.element, "call-removed", isRemoved);
    toggle(this.element, "call-inserted", isInserted && !isRemoved);
    toggle(this.element, "no-result", lacksResult && !isRemoved);
    toggle(this.element, "stale", !isInserted && this.call.result !== null && this.#isEdited() && !isRemoved);
    place(/** @type {Element} */ (this.element.querySelector(".call-fields")), isRemoved ? [] : this.#arguments());
    for (const line of this.#lines.values()) if (line instanceof EditField) line.refresh();
    this.#showChange(isRemoved);
  }

  /** Of an edit whose texts were edited: what it would do now. @param {boolean} isRemoved */
  #showChange(isRemoved) {
    const names = replacingNames(this.call.inputs.map(({ key }) => key));
    const fields = names?.flatMap((name) => this.call.inputs.find(({ key }) => key === name) ?? []) ?? [];
    const isEdited = !isRemoved && !this.#isInserted && fields.some(({ pointer }) => this.#editAt(pointer));
    this.#change.show(isEdited, async () => {
      const [before, after] = await Promise.all(fields.map((each) => this.#textNow(each)));
      return before === null || after === null ? null : [before, after];
    });
  }

  /** An argument as it is corrected now; null where it was taken away or cannot be read. @param {import("./trace-data.js").Field} field */
  async #textNow(field) {
    const edit = this.#editAt(field.pointer);
    const line = this.#lines.get(field.pointer);
    return edit ? edit.text : line instanceof EditField ? line.whole() : null;
  }

  /** Says at its arguments what may be wrong with them, and what is missing at the call itself. */
  hint() {
    const known = this.#context.known();
    const { tool } = this.call;
    const inputs = this.call.inputs.filter(({ pointer }) => pointer.startsWith(this.#inside));
    const isWhole = inputs.length === this.call.inputs.length;
    const how = { isCounted: !this.#isInserted && known?.isCounted, isWhole };
    const { doubts, missing } = doubtsOf(this.#given(inputs), known?.of(tool), inputs.map(recorded), how);
    for (const line of this.#lines.values()) {
      if (!(line instanceof EditField)) continue;
      const { key } = line.place.field;
      const doubt = line.place.isArgument ? doubts.get(key) : undefined;
      const near = doubt?.code === "unknown" ? doubt.near : null;
      const act = near === null ? undefined : renaming(near, () => void this.#rename(line, near));
      line.hint(doubt ? [{ text: doubtText(key, tool, doubt), isName: doubt.code === "unknown", act }] : []);
    }
    const add = { label: interpolate(gettext("Add “%(name)s”"), { name: missing[0] }, true), title: "", run: () => this.#add(missing[0]) };
    const isGone = this.element.classList.contains("is-removed") || !this.#context.canEdit;
    this.#hints.show(missing.length > 0 && !isGone ? [{ text: missingText(tool, missing), act: add }] : []);
  }

  /** What the call has now. @param {import("./trace-data.js").Field[]} inputs its arguments in the document */
  #given(inputs) {
    const names = new Set(inputs.map(({ pointer }) => pointer));
    const usual = new Map(this.#usual.map((like) => [like.key, like]));
    const before = inputs.flatMap((field) => {
      const edit = this.#editAt(field.pointer);
      if (!edit) return [recorded(field)];
      return edit.text === null ? [] : [corrected(field, edit.text)];
    });
    const others = this.#edits().filter(({ pointer, text }) => pointer.startsWith(this.#inside) && text !== null && !names.has(pointer));
    return [...before, ...others.map(({ pointer, text }) => {
      const name = unescaped(pointer.slice(this.#inside.length));
      return added(name, text ?? "", usual.get(name));
    })];
  }

  /** The pointer of an argument, up to its name. */
  get #inside() {
    return `${this.#home.at}/input/`;
  }

  /** @param {EditField} line of an argument @param {string} name that it gets, with the value that it has */
  async #rename(line, name) {
    const { field, isAbsent } = line.place;
    const pointer = this.#inside + escaped(name);
    const text = this.#editAt(field.pointer)?.text ?? (await line.whole());
    if (text === null) return;
    const sent = isAbsent || field.json ? text : textFor(text);
    const target = this.call.inputs.find((each) => each.pointer === pointer);
    const after = { pointer, text: target && !target.json ? shownFrom(sent) : sent };
    this.#context.corrections.rename(this.#home.step, { pointer: field.pointer, isGiven: !isAbsent }, after);
    const now = this.#lines.get(pointer);
    if (now instanceof HTMLElement) /** @type {HTMLElement | null} */ (now.querySelector(".label"))?.focus({ preventScroll: true });
  }

  /** @param {string} pointer @returns {HTMLElement | undefined} */
  lineAt(pointer) {
    return this.#lines.get(pointer);
  }

  /** The arguments of the document, then those that can be set or were added, then a result that a person gives. */
  #arguments() {
    const inside = this.#inside;
    const known = this.call.inputs.map((field) => this.#line(field, { isArgument: field.pointer.startsWith(inside) }));
    const given = new Set(this.call.inputs.map(({ pointer }) => pointer));
    const usual = new Map(this.#usual.map((like) => [inside + escaped(like.key), like]));
    const set = this.#edits().filter(({ pointer, text }) => pointer.startsWith(inside) && text !== null).map(({ pointer }) => pointer);
    const added = [...usual.keys(), ...set].filter((pointer) => !given.has(pointer)).map((pointer) =>
      this.#line(absent(unescaped(pointer.slice(inside.length)), pointer), { isArgument: true, isAbsent: true, like: usual.get(pointer) }));
    const output = `${this.#home.at}/output`;
    const result = this.call.result === null && this.#editAt(output) ? [this.#line(absent("output", output), { isAbsent: true })] : [];
    const wanted = new Set([...known, ...added, ...result]);
    for (const [pointer, line] of this.#lines) if (!wanted.has(line)) this.#lines.delete(pointer);
    return [...wanted];
  }

  /** What other calls of the tool have is offered in an inserted one: it is part of the call once somebody sets it. */
  get #usual() {
    return this.#isInserted && this.#context.canEdit ? this.#context.argumentsOf(this.call.tool) : [];
  }

  get #isInserted() {
    return this.call.name.includes("+");
  }

  /** @param {import("./trace-data.js").Field} field @param {{isArgument?: boolean, isAbsent?: boolean, like?: import("./trace-data.js").Field}} how */
  #line(field, how) {
    const known = this.#lines.get(field.pointer);
    if (known) return known;
    const edit = field.edit && this.#context.canEdit;
    const title = `${this.#title}, ${how.isArgument ? field.key : labelOf(field.key)}`;
    const line = fieldLine({ step: this.#home.step, field: { ...field, edit }, title, ...how }, this.#context);
    this.#lines.set(field.pointer, line);
    return line;
  }

  #edits() {
    return this.#context.corrections.editsOf(this.#home.step);
  }

  /** @param {string} pointer */
  #editAt(pointer) {
    return this.#context.corrections.editAt(this.#home.step, pointer);
  }

  #isEdited() {
    return this.#edits().some(({ pointer }) => pointer.startsWith(`${this.#home.at}/input`));
  }

  #showOutcome() {
    const { error, exit } = this.call;
    const words = {
      agent: gettext("Error"), rejected: gettext("Rejected by the person"), cancelled: gettext("Cancelled"),
      environment: gettext("Error of the environment"),
    };
    const badge = this.element.querySelector(".outcome");
    badge?.toggleAttribute("hidden", error === "");
    badge?.classList.toggle("badge-error", error === "agent");
    this.#text(".outcome > span", /** @type {Record<string, string>} */ (words)[error] ?? error);
    if (this.#told.length > 0) this.#text(".call-path", this.#subject);
    this.#text(".exit", exit === null ? "" : interpolate(gettext("exit %(code)s"), { code: exit }, true));
  }

  /** What the call was about: the file, or what was looked for. */
  get #subject() {
    const { path, sought } = this.call;
    if (sought === "") return path;
    return path === "" ? sought : interpolate(gettext("%(sought)s in %(path)s"), { sought, path }, true);
  }

  /** The blocks that say what the call did; the others are what came out. */
  get #told() {
    return /** @type {import("./blocks.js").Block[]} */ (this.call.blocks.filter(({ kind }) => !isOutput(kind)));
  }

  /** What the call did says more than its arguments, which are folded then. */
  #showBlocks() {
    const { name } = this.call;
    const blocks = this.#told;
    const fold = this.element.querySelector(".inputs");
    if (blocks.length === 0) {
      fold?.replaceWith(.../** @type {Element} */ (fold).querySelectorAll(".call-fields"));
      return;
    }
    const key = `blocks:${name}`;
    const { folds, diffView, canMark } = this.#context;
    const shown = (this.#blocks = new CallBlocks(blocks, {
      whole: () => this.#context.blocks(name),
      view: diffView,
      opened: () => folds.add(key),
      drawn: () => this.#tellJudges(),
      isOpen: folds.has(key),
    }));
    fold?.before(shown.element);
    // Only a text as it was recorded can be marked: what is drawn has lines and signs of its own.
    if (this.call.told && !canMark) fold?.setAttribute("hidden", "");
    if (shown.hasOutput && !canMark) this.element.querySelector("details.result")?.remove();
  }

  /** All lines of what the call did. */
  async showAll() {
    await this.#blocks?.showAll();
  }

  /** What is asked at lines is drawn there again. */
  #tellJudges() {
    for (const judge of this.#context.judges) judge.drawn(this.element);
  }

  /** What came out, where it is more than text. */
  #showOutputs() {
    const { result, blocks } = this.call;
    const place = this.element.querySelector("details.result");
    const images = drawnAttached(this.call.attached, this.#title, this.#context.imageAt);
    if (place) place.before(...images);
    else this.element.append(...images);
    if (result === null || place === null) return;
    const around = {
      label: labelOf("output"),
      at: `${this.#home.step}:${result.pointer}`,
      whole: (inside = "") => this.#context.wholeAt(this.#home.step, result.pointer + inside),
    };
    for (const block of blocks) {
      if (!isOutput(block.kind)) continue;
      place.before(drawnOutput(/** @type {import("./blocks.js").Output} */ (block), around));
      if (block.kind === "json" && !this.#context.canMark) place.remove();
    }
  }

  /** Folded, because what the agent did comes first. */
  #showResult() {
    const { result } = this.call;
    const fold = /** @type {HTMLDetailsElement | null} */ (this.element.querySelector("details.result"));
    if (fold === null) return;
    if (result === null || (this.call.name.includes("+") && result.edit)) return fold.remove();
    this.#text(".result .count", linesOf(result));
    const place = { step: this.#home.step, field: { ...result, edit: false }, title: "" };
    const key = `fold:${this.call.name}`;
    const show = () => showWhole(/** @type {LongText} */ (fold.querySelector("long-text")), place, this.#context);
    fold.open = this.#context.folds.has(key) || (isShort(result) && this.call.blocks.every(({ kind }) => kind === "diff"));
    if (fold.open) show();
    fold.addEventListener("toggle", () => {
      if (fold.open) this.#context.folds.add(key);
      else this.#context.folds.delete(key);
      if (fold.open) show();
    });
  }

  /** @param {HTMLElement} button */
  async #addArgument(button) {
    const isThere = (/** @type {string} */ name) => this.#lines.has(this.#inside + escaped(name));
    const problem = (/** @type {string} */ name) => (isThere(name) ? interpolate(gettext("%(name)s is there already."), { name }, true) : null);
    const known = [...(this.#context.known()?.of(this.call.tool)?.arguments.keys() ?? [])].filter((name) => !isThere(name));
    const name = await askName(button, { label: gettext("Name of the new argument"), action: gettext("Add argument"), known, problem });
    if (name) this.#add(name);
  }

  /** @param {string} name */
  #add(name) {
    const pointer = this.#inside + escaped(name);
    this.#context.corrections.edit({ step: this.#home.step, pointer, text: "", reason: "" }, null);
    this.#open(pointer);
  }

  #giveResult() {
    const pointer = `${this.#home.at}/output`;
    this.#context.corrections.edit({ step: this.#home.step, pointer, text: "", reason: "" }, null);
    this.#open(pointer);
  }

  /** @param {string} pointer */
  #open(pointer) {
    const line = this.#lines.get(pointer);
    if (line instanceof EditField) void line.open();
  }

  /** @param {string} selector @param {string} text */
  #text(selector, text) {
    const place = this.element.querySelector(selector);
    if (place) place.textContent = text;
  }
}

const SHORT_RESULT = 240;

/** A short result needs no fold. @param {import("./trace-data.js").Field} result */
const isShort = ({ chars, lines }) => chars <= SHORT_RESULT && lines <= 4;

/** @param {import("./trace-data.js").Field} result */
function linesOf({ lines, chars }) {
  if (chars === 0) return gettext("empty");
  return interpolate(ngettext("%(count)s line", "%(count)s lines", lines), { count: lines.toLocaleString() }, true);
}

/** A place that the document does not have. @param {string} key @param {string} pointer */
const absent = (key, pointer) => field(key, pointer, "", true);
