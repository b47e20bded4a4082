import { placesIn, textOf } from "./painting.js";

/**
 * What somebody selected in a text: its place, the whole text as far as the page has it, and code units in it.
 *
 * @typedef {{at: string, whole: string, from: number, to: number}} Selected
 */

/**
 * The selection as far as it lies in texts that can be marked, one entry for each of them. A triple click selects up to the
 * beginning of what follows, so what lies outside is cut off.
 *
 * @param {ParentNode} root
 * @returns {Selected[]}
 */
export function selectedIn(root) {
  const selection = getSelection();
  if (!selection || selection.isCollapsed || selection.rangeCount === 0) return [];
  const range = selection.getRangeAt(0);
  return placesIn(root).flatMap((place) => {
    const text = textOf(place);
    if (!text || !range.intersectsNode(text)) return [];
    const from = range.startContainer === text ? range.startOffset : range.comparePoint(text, 0) < 0 ? text.length : 0;
    const to = range.endContainer === text ? range.endOffset : text.length;
    return from < to ? [{ at: place.getAttribute("data-at") ?? "", whole: text.data, from, to }] : [];
  });
}
