import { atOf, codeUnits, layers } from "../../schemes/kinds/_spans.js";

/**
 * @typedef {import("../../schemes/kinds/span.js").SpanMarks} SpanMarks
 * @typedef {import("../../schemes/kinds/_spans.js").Span} Span
 * @typedef {{question: SpanMarks, span: Span}} Mark a span and the question that it answers
 */

/** As the style sheet calls them, with the tones of the labels behind "mark-". */
const TONES = ["blue", "green", "yellow", "pink", "violet", "red"];
const OVERLAP = "mark-overlap", HERE = "mark-here", SUGGESTED = "mark-suggested";

/**
 * The text of a place as it stands in the page; null while it is not there, is empty or shows something else than the
 * trace's own.
 *
 * @param {Element} place has `data-at`
 * @returns {Text | null}
 */
export function textOf(place) {
  const first = (place.matches("long-text") ? place.querySelector("p") : place)?.firstChild;
  return first instanceof Text ? first : null;
}

/** @param {ParentNode} root @returns {Element[]} every text of the page that can be marked */
export const placesIn = (root) => [...root.querySelectorAll("[data-at]")];

/** The part of the page that shows a span, as far as it is there. @param {Text} text @param {{start: number, end: number}} span */
export function rangeOf(text, { start, end }) {
  const [from, to] = [codeUnits(text.data, start), codeUnits(text.data, end)];
  if (from >= to) return null;
  const range = new Range();
  range.setStart(text, from);
  range.setEnd(text, to);
  return range;
}

/** Draws the marks without touching the texts: selections, searches and half-typed edits stay as they are. @param {ParentNode} root @param {SpanMarks[]} questions */
export function paint(root, questions) {
  if (!("highlights" in CSS)) return;
  const marks = byPlace(questions, ({ spans }) => spans);
  const suggested = byPlace(questions, ({ pending }) => pending);
  /** @type {Map<string, Range[]>} */
  const ranges = new Map([SUGGESTED, OVERLAP, ...TONES.map((tone) => `mark-${tone}`)].map((name) => [name, []]));
  for (const place of placesIn(root)) {
    const at = place.getAttribute("data-at") ?? "";
    const [here, waiting] = [marks.get(at) ?? [], suggested.get(at) ?? []];
    const text = here.length + waiting.length > 0 && textOf(place);
    if (!text) continue;
    addRanges(ranges, text, here);
    ranges.get(SUGGESTED)?.push(...waiting.map(({ span }) => rangeOf(text, span)).filter((range) => range !== null));
  }
  for (const [name, found] of ranges) show(name, found);
  sayWhatIsHidden(root, marks);
}

/** @param {SpanMarks[]} questions @param {(question: SpanMarks) => Span[]} which @returns {Map<string, Mark[]>} */
function byPlace(questions, which) {
  const marks = new Map();
  for (const question of questions) {
    for (const span of which(question)) {
      const at = atOf(span);
      if (!marks.has(at)) marks.set(at, []);
      marks.get(at).push({ question, span });
    }
  }
  return marks;
}

/** @param {Map<string, Range[]>} ranges @param {Text} text @param {Mark[]} marks */
function addRanges(ranges, text, marks) {
  for (const [start, end, on] of layers(marks.map(({ span }) => span))) {
    const range = rangeOf(text, { start, end });
    const { question, span } = marks[on[0]];
    const tone = on.length > 1 ? OVERLAP : `mark-${question.label(span.label)?.tone}`;
    if (range) ranges.get(tone)?.push(range);
  }
}

/** The one that somebody goes to. @param {Range | null} range */
export function paintHere(range) {
  if ("highlights" in CSS) show(HERE, range ? [range] : []);
}

/** @param {string} name @param {Range[]} ranges */
function show(name, ranges) {
  if (ranges.length === 0) return void CSS.highlights.delete(name);
  const drawn = new Highlight(...ranges);
  drawn.priority = name === HERE ? 2 : name === OVERLAP ? 1 : 0;
  CSS.highlights.set(name, drawn);
}

/** A text that is being edited shows no marks. @param {ParentNode} root @param {Map<string, Mark[]>} marks */
function sayWhatIsHidden(root, marks) {
  for (const note of root.querySelectorAll("[data-shows=marks-hidden]")) {
    const quiet = /** @type {HTMLElement | null | undefined} */ (note.closest("edit-field")?.querySelector(".field-quiet"));
    const isShown = quiet instanceof HTMLElement && quiet.hidden && marks.has(quiet.dataset.at ?? "");
    if (/** @type {HTMLElement} */ (note).hidden === isShown) note.toggleAttribute("hidden", !isShown);
  }
}

/** The marks at a place of the window. @param {ParentNode} root @param {SpanMarks[]} questions @param {{clientX: number, clientY: number}} at @returns {Mark[]} */
export function marksAt(root, questions, { clientX, clientY }) {
  const caret = document.caretRangeFromPoint?.(clientX, clientY);
  const place = caret && placesIn(root).find((each) => textOf(each) === caret.startContainer);
  const text = place && textOf(place);
  if (!place || !text) return [];
  const at = place.getAttribute("data-at");
  const marks = questions.flatMap((question) => question.spans.map((span) => ({ question, span })));
  return marks.filter(({ span }) => atOf(span) === at && isOn(rangeOf(text, span), clientX, clientY));
}

/** @param {Range | null} range @param {number} x @param {number} y */
const isOn = (range, x, y) => [...(range?.getClientRects() ?? [])].some(({ left, right, top, bottom }) => left <= x && x <= right && top <= y && y <= bottom);
