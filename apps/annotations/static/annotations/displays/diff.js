import { element } from "../element.js";
import { icon } from "../icon.js";
import { fromTemplate } from "../template.js";
import { counts, drawn } from "../trace/blocks.js";
import { counted, rest } from "./rest.js";

/**
 * @typedef {import("../trace/blocks.js").Diff & {oldPath: string, status: string, binary: boolean}} File
 * @typedef {import("../trace/blocks.js").View} View
 */

/** Files are open from the first one on until this many rows are in sight. */
const OPEN_ROWS = 300;

/** @param {{files: File[], view: View, collapsed: boolean, more: number}} part @param {import("./field.js").Around} around */
export function draw({ files, view, collapsed, more }, around) {
  let left = collapsed ? 0 : OPEN_ROWS;
  const parts = files.map((file) => {
    const isOpen = left > 0;
    left -= file.hunks.reduce((sum, { rows }) => sum + rows.length, 0);
    return fileOf(file, isOpen);
  });
  const head = headOf(files, view, (chosen) => parts.forEach(({ show }) => show(chosen)));
  parts.forEach(({ show }) => show(view));
  const body = element("div", "shown-body", [head, ...parts.map(({ fold }) => fold)]);
  if (more > 0) body.append(rest(counted("Show the patch as text: %(count)s line is missing here", "Show the patch as text: %(count)s lines are missing here", more), around));
  return body;
}

/** How many files, and how their differences are shown. @param {File[]} files @param {View} view @param {(view: View) => void} choose */
function headOf(files, view, choose) {
  const head = fromTemplate("diff-head-template");
  const [added, removed] = [sum(files, "added"), sum(files, "removed")];
  const words = counted("%(count)s file changed", "%(count)s files changed", files.length);
  head.querySelector(".code")?.replaceWith(element("span", "cut", words));
  head.querySelector(".counts")?.append(...counts({ ...files[0], isNew: false, added, removed }));
  const buttons = [...head.querySelectorAll("[data-view]")];
  const press = (/** @type {View} */ chosen) => {
    for (const button of buttons) button.setAttribute("aria-pressed", String(button.getAttribute("data-view") === chosen));
  };
  for (const button of buttons) {
    button.addEventListener("click", () => {
      const chosen = /** @type {View} */ (button.getAttribute("data-view"));
      press(chosen);
      choose(chosen);
    });
  }
  press(view);
  head.classList.add("is-alone");
  return head;
}

/** A file is drawn when it is first opened: a patch may have hundreds. @param {File} file @param {boolean} isOpen */
function fileOf(file, isOpen) {
  const fold = element("details", "fold call-part diff-file");
  const path = element("span", "code cut", file.path || gettext("a file without a name"));
  const badges = [statusOf(file), ...counts({ ...file, isNew: false })].filter((each) => each !== null);
  fold.append(element("summary", "diff-head", [icon("i-right", "icon icon-small turn"), path, element("span", "counts", badges)]));
  const place = element("div");
  fold.append(place);
  let /** @type {View} */ view = "unified";
  const fill = () => fold.open && place.replaceChildren(file.binary ? note(gettext("A binary file: its bytes are not shown.")) : drawn(file, view));
  fold.addEventListener("toggle", fill);
  fold.open = isOpen;
  const show = (/** @type {View} */ chosen) => {
    view = chosen;
    fill();
  };
  return { fold, show };
}

/** @param {File} file */
function statusOf({ status, oldPath, binary }) {
  const words = {
    added: gettext("New file"), deleted: gettext("Deleted"),
    renamed: interpolate(gettext("Renamed from %(path)s"), { path: oldPath }, true),
    copied: interpolate(gettext("Copied from %(path)s"), { path: oldPath }, true),
  };
  const known = /** @type {Record<string, string>} */ (words)[status] ?? (binary ? gettext("Binary") : "");
  return known ? element("span", "badge cut", known) : null;
}

const note = (/** @type {string} */ words) => element("p", "quiet shown-note", words);

/** @param {File[]} files @param {"added" | "removed"} what */
const sum = (files, what) => files.reduce((total, file) => total + file[what], 0);
