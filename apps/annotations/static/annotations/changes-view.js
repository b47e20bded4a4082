const TAGS = { same: null, deleted: "del", inserted: "ins" };

/**
 * Shows a difference as text, with deletions struck and insertions underlined.
 *
 * @param {HTMLElement} place
 * @param {import("./diff.js").Difference} difference
 */
export function showChanges(place, { level, hunks }) {
  place.replaceChildren(...hunks.map(asNode));
  place.title = level === "word" ? "" : gettext("Too many changes for a comparison by words: whole lines are compared.");
}

/** @param {import("./diff.js").Hunk} hunk */
function asNode({ op, text }) {
  const tag = TAGS[op];
  if (!tag) return document.createTextNode(text);
  const element = document.createElement(tag);
  element.textContent = text;
  return element;
}

/**
 * "1 word, 2 characters".
 *
 * @param {{words: number | null, chars: number | null}} counted
 */
export function changesCounted({ words, chars }) {
  if (words === null || chars === null) return gettext("Too many changes to count here, counted when saved");
  const inWords = interpolate(ngettext("%(count)s word", "%(count)s words", words), { count: words.toLocaleString() }, true);
  const inChars = ngettext("%(count)s character", "%(count)s characters", chars);
  return `${inWords}, ${interpolate(inChars, { count: chars.toLocaleString() }, true)}`;
}
