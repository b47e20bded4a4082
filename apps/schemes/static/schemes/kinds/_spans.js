/**
 * Marks in texts. Answers count Unicode code points, as everybody but a browser does; the page counts UTF-16 code units.
 *
 * @typedef {{label: string, step: string | null, pointer: string, start: number, end: number, text: string}} Span
 *   `end` is behind the last code point; the step is null for a text beside the steps
 */

const PAIRS = /[\ud800-\udbff][\udc00-\udfff]/g;

/** How many code points stand before a place; one inside of a pair counts as before it. @param {string} text @param {number} units */
export function codePoints(text, units) {
  const before = text.slice(0, units);
  const isInside = /[\ud800-\udbff]$/.test(before) && /^[\udc00-\udfff]/.test(text.slice(units, units + 1));
  return (isInside ? units - 1 : units) - (before.match(PAIRS)?.length ?? 0);
}

/** The place behind so many code points; the end of the text where it has fewer. @param {string} text @param {number} points */
export function codeUnits(text, points) {
  if (points >= text.length) return points === 0 ? 0 : text.length;
  let units = 0;
  for (let left = points; left > 0 && units < text.length; left -= 1) units += (text.codePointAt(units) ?? 0) > 0xffff ? 2 : 1;
  return units;
}

/** The span of a selection that was made by code units; null for an empty one. @param {string} text @param {number} from @param {number} to */
export function stretch(text, from, to) {
  const [start, end] = [codePoints(text, from), codePoints(text, isInPair(text, to) ? to + 1 : to)];
  return start < end ? { start, end, text: text.slice(codeUnits(text, start), codeUnits(text, end)) } : null;
}

/** @param {string} text @param {number} at */
const isInPair = (text, at) => /[\ud800-\udbff]/.test(text.charAt(at - 1)) && /[\udc00-\udfff]/.test(text.charAt(at));

/** A textarea shows every line end as LF: the place in the text itself. @param {string} text @param {number} shown */
export function behindLineEnds(text, shown) {
  let at = shown;
  for (const { index } of text.matchAll(/\r\n/g)) {
    if (index >= at) break;
    at += 1;
  }
  return at;
}

/** Where a span lies, as the page names places: "4:/content". @param {Pick<Span, "step" | "pointer">} span */
export const atOf = ({ step, pointer }) => `${step ?? ""}:${pointer}`;

/** @param {Span} one @param {Span} other */
export const isOverlapping = (one, other) => atOf(one) === atOf(other) && one.start < other.end && other.start < one.end;

/** @param {Span} one @param {Span} other */
export const isSame = (one, other) => one.label === other.label && isSameStretch(one, other);

/** @param {Span} one @param {Span} other */
export const isSameStretch = (one, other) => atOf(one) === atOf(other) && one.start === other.start && one.end === other.end;

/** In the order of the trace, as the server keeps them; equal ones once. @param {Span[]} spans @param {string[]} labels */
export function inOrder(spans, labels) {
  const step = (/** @type {Span} */ span) => (span.step === null ? -1 : Number(span.step));
  const compare = (/** @type {Span} */ a, /** @type {Span} */ b) =>
    step(a) - step(b) || (a.pointer < b.pointer ? -1 : Number(a.pointer > b.pointer)) || a.start - b.start || a.end - b.end
    || labels.indexOf(a.label) - labels.indexOf(b.label);
  return [...spans].sort(compare).filter((span, index, all) => index === 0 || !isSame(span, all[index - 1]));
}

/**
 * The parts of one text by how many marks lie on them, for the painter: [from, to, indices of the marks].
 *
 * @param {{start: number, end: number}[]} marks
 * @returns {[number, number, number[]][]}
 */
export function layers(marks) {
  const edges = marks.flatMap(({ start, end }, index) => [{ at: start, index, begins: true }, { at: end, index, begins: false }]).sort((a, b) => a.at - b.at);
  const on = /** @type {Set<number>} */ (new Set());
  const parts = /** @type {[number, number, number[]][]} */ ([]);
  let from = 0;
  for (const { at, index, begins } of edges) {
    if (on.size > 0 && at > from) parts.push([from, at, [...on].sort((a, b) => a - b)]);
    from = at;
    if (begins) on.add(index);
    else on.delete(index);
  }
  return parts;
}
