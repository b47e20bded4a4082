/**
 * The browser finds out the direction of each line of a text area at every key (`dir="auto"`): 40 ms instead of 18 in 100,000
 * characters without line ends, 3.6 s instead of 0.2 in a million.
 */
const MOST_CHARS = 50_000;
/** Hebrew to Arabic Extended-A, their presentation forms, and the scripts from right to left beyond the first plane. */
const FROM_RIGHT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/** Each line goes its own way; in a long text all go that of the first letter. @param {{value: string, dir: string}} area */
export function directLines(area) {
  direct(area, area.value);
}

/** What is pasted is laid out before anybody hears that it is there. */
export function directTypedLines() {
  document.addEventListener("beforeinput", ({ target, data }) => {
    if (target instanceof HTMLTextAreaElement && data && data.length > MOST_CHARS) direct(target, target.value + data);
  });
  document.addEventListener("input", ({ target }) => target instanceof HTMLTextAreaElement && directLines(target), true);
}

/** @param {{dir: string}} area @param {string} text */
function direct(area, text) {
  const dir = text.length <= MOST_CHARS ? "auto" : FROM_RIGHT.test(/\p{L}/u.exec(text)?.[0] ?? "") ? "rtl" : "ltr";
  if (area.dir !== dir) area.dir = dir;
}
