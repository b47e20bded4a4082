import { fromTemplate } from "../template.js";
import { offerUndo } from "../toast.js";
import { FINAL } from "../trace/anchors.js";
import { part } from "../work.js";
import { LeftOut } from "./left-out.js";
import { excerpt } from "./matches.js";
import { titleOf } from "./place-title.js";
import { isArgument, placesOf } from "./places.js";
import { breath, changesFor, countOf, found } from "./replacements.js";

/** @typedef {import("./replacements.js").Found} Found @typedef {import("./places.js").Place} Place @typedef {import("./matches.js").Match} Match */

const TYPING_MILLISECONDS = 120;
/** The list has so many rows at once. */
const ROWS = 50;

/** Finds a text in all that can be edited of a trace, and puts another one in its place: each change is an ordinary edit. */
export class ReplaceBar extends HTMLElement {
  /** @type {import("../trace/trace-steps.js").TraceSteps} */
  #steps = /** @type {any} */ (undefined);
  /** @type {Found[]} */
  #found = [];
  #leftOut = new LeftOut();
  /** The place somebody is at, counted through all; -1 for none. */
  #at = -1;
  /** The first one of the list. */
  #from = 0;
  /** Counts what was looked for, so that older answers are known. */
  #turn = 0;
  #isFresh = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  /** @type {Element | null} what had the focus before */
  #cameFrom = null;

  /** @param {import("../trace/trace-steps.js").TraceSteps} steps */
  attach(steps) {
    this.#steps = steps;
    steps.addEventListener("trace-steps:change", () => this.#searchSoon());
    this.addEventListener("input", ({ target }) => this.#typed(/** @type {HTMLInputElement} */ (target)));
    this.addEventListener("keydown", (event) => this.#press(event));
    this.#on("previous", () => this.#go(-1));
    this.#on("next", () => this.#go(1));
    this.#on("one", () => void this.#replaceOne());
    this.#on("all", () => void this.#replaceAll());
    this.#on("more", () => this.#turnPage());
    this.#on("close", () => this.close());
  }

  show() {
    const selected = String(getSelection() ?? "").trim();
    if (this.hidden) this.#cameFrom = document.activeElement;
    this.hidden = false;
    if (selected !== "" && !selected.includes("\n") && selected.length <= this.#wanted.maxLength) this.#wanted.value = selected;
    this.#wanted.focus();
    this.#wanted.select();
    void this.#search();
  }

  /** The focus goes back to where it came from. */
  close() {
    this.#forget();
    const { here } = this.#steps;
    if (this.#cameFrom instanceof HTMLElement && this.#cameFrom.checkVisibility() && this.#cameFrom !== document.body) this.#cameFrom.focus();
    else if (here !== undefined) this.#steps.goTo(here);
  }

  /** Another trace: nothing of the last one is left. */
  open() {
    if (!this.hidden) this.#forget();
    this.#leftOut.clear();
  }

  #forget() {
    clearTimeout(this.#timer);
    this.#turn += 1;
    this.#steps.finding.clear();
    [this.hidden, this.#found, this.#at, this.#from, this.#isFresh] = [true, [], -1, 0, false];
  }

  /** @param {HTMLInputElement} input */
  #typed(input) {
    const row = input.closest("li");
    if (row) this.#choose(Number(row.dataset.index), input.checked);
    else if (input === this.#replacement) this.#draw();
    else if (input.dataset.part !== "reason") this.#startAgain();
  }

  /** Something else is looked for. */
  #startAgain() {
    this.#leftOut.clear();
    [this.#at, this.#from] = [-1, 0];
    this.#searchSoon();
  }

  #searchSoon() {
    if (this.hidden) return;
    this.#turn += 1;
    this.#isFresh = false;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#search(), TYPING_MILLISECONDS);
  }

  async #search() {
    clearTimeout(this.#timer);
    const turn = (this.#turn += 1);
    const isOutdated = () => turn !== this.#turn;
    this.#isFresh = false;
    const { data, corrections } = this.#steps;
    const editable = await data.editable();
    await breath();
    if (isOutdated()) return;
    const all = await found(placesOf(editable, corrections).filter((place) => this.#isIn(place)), this.#sought, isOutdated);
    await breath();
    if (all === undefined || isOutdated()) return;
    this.#found = all;
    this.#isFresh = true;
    this.#at = Math.min(this.#at, countOf(all) - 1);
    part(this, "[data-shows=partly]").hidden = editable.isAll;
    this.#draw();
  }

  /** Until what is listed is what stands there. */
  async #freshen() {
    while (!this.#isFresh && !this.hidden) await this.#search();
  }

  get #sought() {
    return { wanted: this.#wanted.value, matchCase: this.#input("case").checked, wholeWords: this.#input("words").checked };
  }

  /** @param {Place} place */
  #isIn(place) {
    return this.#input(isArgument(place) ? "arguments" : "texts").checked;
  }

  /** @param {1 | -1} direction */
  #go(direction) {
    const count = countOf(this.#found);
    if (count > 0) this.#goTo(this.#at === -1 && direction === -1 ? count - 1 : (this.#at + direction + count) % count);
  }

  /** @param {number} index */
  #goTo(index) {
    this.#at = index;
    const { place } = this.#placeAt(index);
    if (index >= this.#from && index < this.#from + ROWS) this.#markHere();
    else this.#draw();
    const name = place.step === null ? FINAL : place.step.split(".")[0];
    this.#steps.goTo(name, { call: place.call ?? undefined, focus: false, wanted: this.#wanted.value });
  }

  /** The one somebody is at, else the first; then on to the next. */
  async #replaceOne() {
    await this.#freshen();
    const count = countOf(this.#found);
    if (count === 0) return this.#say(gettext("Nothing to replace."));
    const index = Math.max(0, this.#at);
    const { place, match } = this.#placeAt(index);
    const end = match.start + this.#replacement.value.length;
    this.#leftOut.move(place, match.end, end - match.end);
    this.#change([{ place, matches: [match] }]);
    await this.#search();
    const left = countOf(this.#found);
    if (left === 0) return this.#say(gettext("Replaced. No other place."));
    this.#goTo(this.#indexBehind(place, end, index) % left);
    this.#say(`${gettext("Replaced.")} ${this.#status}`);
  }

  /** Every place that is chosen, as one change that is taken back as one. */
  async #replaceAll() {
    await this.#freshen();
    const chosen = this.#chosen;
    const count = countOf(chosen);
    if (count === 0) return this.#say(gettext("Nothing to replace."));
    this.#leftOut.clear();
    this.#at = -1;
    this.#change(chosen);
    await this.#search();
    const words = ngettext("%(count)s place replaced, in %(texts)s.", "%(count)s places replaced, in %(texts)s.", count);
    const texts = interpolate(ngettext("%(count)s text", "%(count)s texts", chosen.length), { count: chosen.length.toLocaleString() }, true);
    const { corrections } = this.#steps;
    offerUndo(interpolate(words, { count: count.toLocaleString(), texts }, true), () => corrections.undo());
  }

  /** @param {Found[]} chosen */
  #change(chosen) {
    const reason = this.querySelector("[data-part=reason]");
    const words = reason instanceof HTMLInputElement ? reason.value.trim() : "";
    this.#steps.corrections.editAll(changesFor(chosen, this.#replacement.value, words));
  }

  /** Those that are not left out. */
  get #chosen() {
    const chosen = this.#found.map(({ place, matches }) => ({ place, matches: this.#leftOut.without(place, matches) }));
    return chosen.filter(({ matches }) => matches.length > 0);
  }

  /** @param {number} index @param {boolean} isChosen */
  #choose(index, isChosen) {
    const { place, match } = this.#placeAt(index);
    this.#leftOut.set(place, match, !isChosen);
    this.#drawCount();
  }

  /** @param {number} index through all @returns {{place: Place, match: Match}} */
  #placeAt(index) {
    let before = 0;
    for (const { place, matches } of this.#found) {
      if (index < before + matches.length) return { place, match: matches[index - before] };
      before += matches.length;
    }
    throw new RangeError(`place ${index} of ${before}`);
  }

  /** The first place behind what was just put there. @param {Place} replaced @param {number} end @param {number} index it had */
  #indexBehind(replaced, end, index) {
    let before = 0;
    for (const { place, matches } of this.#found) {
      if (place.step === replaced.step && place.pointer === replaced.pointer) {
        const next = matches.findIndex(({ start }) => start >= end);
        return before + (next === -1 ? matches.length : next);
      }
      before += matches.length;
    }
    return index;
  }

  #turnPage() {
    this.#from = this.#from + ROWS < countOf(this.#found) ? this.#from + ROWS : 0;
    this.#at = -1;
    this.#draw();
    this.#list.focus();
  }

  #draw() {
    const count = countOf(this.#found);
    if (this.#at !== -1) this.#from = this.#at - (this.#at % ROWS);
    if (this.#from >= count) this.#from = 0;
    const to = Math.min(count, this.#from + ROWS);
    this.#list.replaceChildren(...Array.from({ length: to - this.#from }, (_, index) => this.#row(this.#from + index)));
    this.#list.hidden = count === 0;
    const more = part(this, "[data-gives=more]");
    more.hidden = count <= ROWS;
    const given = { from: (this.#from + 1).toLocaleString(), to: to.toLocaleString(), count: count.toLocaleString() };
    more.textContent = interpolate(gettext("%(from)s to %(to)s of %(count)s; show the next"), given, true);
    this.#drawCount();
    this.#markHere();
  }

  #markHere() {
    this.#list.querySelector("[aria-current]")?.removeAttribute("aria-current");
    const row = this.#list.querySelector(`[data-index="${this.#at}"]`);
    row?.setAttribute("aria-current", "true");
    row?.scrollIntoView({ block: "nearest" });
    this.#say(this.#status);
  }

  #drawCount() {
    const words = gettext("Replace all (%(count)s)");
    part(this, "[data-gives=all]").textContent = interpolate(words, { count: countOf(this.#chosen).toLocaleString() }, true);
  }

  /** @param {number} index */
  #row(index) {
    const row = fromTemplate("replace-place-template");
    const { place, match } = this.#placeAt(index);
    const { before, found: text, after } = excerpt(place.text, match);
    row.dataset.index = String(index);
    part(row, "input", HTMLInputElement).checked = !this.#leftOut.has(place, match);
    const [left, old, now, right] = part(row, ".replace-text").children;
    [left.textContent, old.textContent, now.textContent, right.textContent] = [before, text, this.#replacement.value, after];
    const where = part(row, ".replace-where", HTMLButtonElement);
    where.textContent = titleOf(place);
    where.addEventListener("click", () => this.#visit(index));
    return row;
  }

  /** From the list; the rows are drawn anew, and the focus stays on this one. @param {number} index */
  #visit(index) {
    this.#goTo(index);
    /** @type {HTMLElement | null} */ (this.#list.querySelector("[aria-current] .replace-where"))?.focus({ preventScroll: true });
  }

  get #status() {
    const count = countOf(this.#found);
    if (this.#wanted.value === "") return "";
    if (count === 0) return gettext("No place");
    const given = { at: (this.#at + 1).toLocaleString(), count: count.toLocaleString() };
    return interpolate(this.#at === -1 ? ngettext("%(count)s place", "%(count)s places", count) : gettext("%(at)s of %(count)s"), given, true);
  }

  /** @param {string} text */
  #say(text) {
    const place = part(this, "[role=status]");
    if (place.textContent !== text) place.textContent = text;
  }

  /** @param {KeyboardEvent} event */
  #press(event) {
    if (event.key !== "Enter" || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target !== this.#wanted && event.target !== this.#replacement) return;
    event.preventDefault();
    if (event.target === this.#wanted) void this.#freshen().then(() => this.#go(event.shiftKey ? -1 : 1));
    else void this.#replaceOne();
  }

  /** @param {string} name @param {() => void} act */
  #on(name, act) {
    part(this, `[data-gives=${name}]`).addEventListener("click", act);
  }

  /** @param {string} name */
  #input(name) {
    return part(this, `[data-part=${name}]`, HTMLInputElement);
  }

  get #wanted() {
    return this.#input("wanted");
  }

  get #replacement() {
    return this.#input("replacement");
  }

  get #list() {
    return part(this, ".replace-places");
  }
}

customElements.define("replace-bar", ReplaceBar);
