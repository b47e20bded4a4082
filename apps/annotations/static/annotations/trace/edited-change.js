import { element } from "../element.js";
import { drawn } from "./blocks.js";
import { lineDifference } from "./line-difference.js";

/** What an edit puts in the place of what, by the names that tools give these arguments. */
const PAIRS = [["old_string", "new_string"], ["old_str", "new_str"], ["oldString", "newString"]];
const PAUSE_MILLISECONDS = 150;
const MOST_CHARS = 200_000;

/**
 * The change that an edited call would make, as a difference. The one that was recorded is drawn elsewhere, or not at all where
 * arguments are edited; this one has no line numbers, for it was never made.
 */
export class EditedChange {
  element = element("div", "call-blocks");
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  constructor() {
    this.element.hidden = true;
  }

  /**
   * Away from the keystroke.
   *
   * @param {boolean} isEdited whether one of these texts is no longer as recorded
   * @param {() => Promise<[string, string] | null>} texts what is replaced and by what; null where that cannot be read now
   */
  show(isEdited, texts) {
    clearTimeout(this.#timer);
    this.element.hidden = !isEdited;
    if (isEdited) this.#timer = setTimeout(async () => this.#draw(await texts()), PAUSE_MILLISECONDS);
  }

  /** @param {[string, string] | null} texts */
  #draw(texts) {
    if (texts === null || texts[0].length + texts[1].length > MOST_CHARS) return void (this.element.hidden = true);
    const rows = lineDifference(...texts);
    const words = rows.length > 0 ? gettext("The change as the edited call would make it") : gettext("The edited call would change nothing");
    const hunk = { heading: "", rows, beside: [] };
    const block = /** @type {const} */ ({ kind: "diff", path: "", added: 0, removed: 0, isNew: false, isWhole: false, more: 0 });
    const part = element("div", "call-part", [element("div", "diff-head", [element("span", "quiet cut", words)])]);
    if (rows.length > 0) part.append(drawn({ ...block, hunks: [hunk] }, "unified"));
    this.element.replaceChildren(part);
  }
}

/** The two arguments of an edit, among the names that a call has. @param {string[]} names @returns {string[] | undefined} */
export const replacingNames = (names) => PAIRS.find((pair) => pair.every((name) => names.includes(name)));
