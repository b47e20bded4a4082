const EDGE_PIXELS = 32;

/**
 * Scrolls every box around something, the inner ones first, until it can be seen. Unlike `scrollIntoView` for parts of a text, too.
 *
 * @param {Range | Element} what
 * @param {Element | null} inside
 */
export function bringIntoSight(what, inside) {
  for (let box = inside; box && box !== document.body; box = box.parentElement) {
    if (box.scrollHeight <= box.clientHeight || !/auto|scroll/.test(getComputedStyle(box).overflowY)) continue;
    const { top, height } = box.getBoundingClientRect();
    box.scrollTop += offBy(what, top, height);
  }
  scrollBy(0, offBy(what, 0, innerHeight));
}

/** What is out of the window comes into its upper half. @param {Range | Element} what @param {number} top @param {number} height */
function offBy(what, top, height) {
  const at = what.getBoundingClientRect();
  const isSeen = at.top >= top && Math.min(at.bottom, at.top + height) <= top + height - Math.min(EDGE_PIXELS, height / 4);
  return isSeen ? 0 : at.top - top - height / 3;
}
