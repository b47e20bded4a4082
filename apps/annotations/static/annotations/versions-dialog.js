/**
 * Shows where two versions of the answers differ, this page's left, the other one right.
 *
 * @param {HTMLDialogElement} dialog
 * @param {{place: string, mine: string, theirs: string}[]} differences
 */
export function showVersions(dialog, differences) {
  const list = /** @type {HTMLElement} */ (dialog.querySelector("[data-shows=versions]"));
  list.replaceChildren(
    ...differences.flatMap(({ place, mine, theirs }) => [
      element("h3", place),
      element("p", mine || gettext("(nothing)")),
      element("p", theirs || gettext("(nothing)")),
    ]),
  );
  if (differences.length === 0) list.replaceChildren(element("h3", gettext("Both versions say the same.")));
  dialog.showModal();
}

/**
 * @param {"h3" | "p"} tag
 * @param {string} text
 */
function element(tag, text) {
  const made = document.createElement(tag);
  made.textContent = text;
  made.dir = "auto";
  return made;
}
