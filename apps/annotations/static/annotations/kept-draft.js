/**
 * The draft that the server does not have yet, kept by the browser under a key of its assignment; `keep` says whether it is.
 *
 * @param {string} assignment
 * @returns {{keep: (draft: import("./drafts.js").Kept) => boolean, forget: () => void, find: () => import("./drafts.js").Kept | null}}
 */
export function keptDraft(assignment) {
  const key = `tracewright:draft:${assignment}`;
  return {
    keep: (draft) => storing(() => (localStorage.setItem(key, JSON.stringify(draft)), true)) ?? false,
    forget: () => storing(() => localStorage.removeItem(key)),
    find: () => JSON.parse(storing(() => localStorage.getItem(key)) ?? "null"),
  };
}

/**
 * A full or forbidden storage must not stop the page: the text is still in it, and leaving the page warns.
 *
 * @template T
 * @param {() => T} act
 */
function storing(act) {
  try {
    return act();
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
    console.warn("The browser could not keep the draft:", error.message);
  }
}
