import { CompareRow } from "./compare-row.js";
import { LongText, has } from "./long-text.js";
import { patternOf } from "./pattern.js";
import { bringIntoSight } from "./sight.js";

/** @typedef {import("./step-view.js").StepView} StepView @typedef {import("./trace-data.js").Field} Field */

const NAME = "found"; // as the style sheet calls it

/** Shows a text that was searched: unfolds what hides it, marks it and scrolls to the first place that has it. */
export class Finding {
  #turn = 0;

  clear() {
    this.#turn += 1;
    if ("highlights" in CSS) CSS.highlights.delete(NAME);
  }

  /**
   * @param {StepView | CompareRow} view
   * @param {string | undefined} call the one it was found in; none: in the step's own texts
   * @param {string} wanted
   * @param {{whole: (step: string, field: Field) => Promise<string>, settle: () => void}} page `settle` is called when
   *   everything is as high as it will be
   */
  async show(view, call, wanted, { whole, settle }) {
    this.clear();
    const turn = this.#turn;
    const pattern = patternOf(wanted);
    const places = [];
    for (const part of view instanceof CompareRow ? view.parts : [{ view, call }]) places.push(...(await unfold(part, whole, pattern)));
    if (turn !== this.#turn || places.length === 0) return; // somebody went on meanwhile
    settle();
    const found = places.flatMap((place) => rangesIn(place, pattern));
    if (found.length > 0) mark(found);
    else selectTyped(places[0], pattern);
  }
}

/**
 * @param {{view: StepView, call: string | undefined}} part of what is searched: a call, or the step's own texts
 * @param {(step: string, field: Field) => Promise<string>} whole
 * @param {RegExp} pattern
 * @returns {Promise<Element[]>} where it may stand, at most one place
 */
async function unfold({ view, call }, whole, pattern) {
  const place = call === undefined ? view.element.querySelector(".step-fields") : view.callElement(call);
  if (!place) return [];
  if (view.element.matches(".is-folded")) view.toggleFold();
  if (call !== undefined) await unfoldResult(view, call, (field) => whole(view.step.name, field), pattern);
  for (const long of place.querySelectorAll("long-text")) if (long instanceof LongText) await long.openFor(pattern);
  return [place];
}

/**
 * @param {StepView} view
 * @param {string} call
 * @param {(field: Field) => Promise<string>} whole
 * @param {RegExp} pattern
 */
async function unfoldResult(view, call, whole, pattern) {
  const fold = view.callElement(call)?.querySelector("details.result:not([open])");
  const result = view.step.calls.find(({ name }) => name === call)?.result;
  if (!(fold instanceof HTMLDetailsElement) || !result || !(await has(() => whole(result), pattern))) return;
  const isDrawn = new Promise((done) => fold.addEventListener("toggle", done, { once: true }));
  fold.open = true;
  await isDrawn;
}

/** Where it stands in what can be seen, and not in the words of our buttons. @param {Element} place @param {RegExp} pattern */
function rangesIn(place, pattern) {
  const found = [];
  const texts = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
  for (let node = texts.nextNode(); node; node = texts.nextNode()) {
    if (!node.parentElement?.checkVisibility() || node.parentElement.closest("button:not(.label), .badge, textarea")) continue;
    for (const { index, 0: text } of (node.textContent ?? "").matchAll(pattern)) {
      const range = new Range();
      range.setStart(node, index);
      range.setEnd(node, index + text.length);
      found.push(range);
    }
  }
  return found;
}

/** @param {Range[]} ranges */
function mark(ranges) {
  if ("highlights" in CSS) CSS.highlights.set(NAME, new Highlight(...ranges));
  else getSelection()?.setBaseAndExtent(ranges[0].startContainer, ranges[0].startOffset, ranges[0].endContainer, ranges[0].endOffset);
  bringIntoSight(ranges[0], ranges[0].startContainer.parentElement);
}

/** What was typed stands in a field, where nothing can be marked: it is selected. @param {Element} place @param {RegExp} pattern */
function selectTyped(place, pattern) {
  for (const area of place.querySelectorAll("textarea")) {
    const [match] = area.value.matchAll(pattern);
    if (!match || !area.checkVisibility()) continue;
    area.setSelectionRange(match.index, match.index + match[0].length);
    return bringIntoSight(area, area.parentElement);
  }
}
