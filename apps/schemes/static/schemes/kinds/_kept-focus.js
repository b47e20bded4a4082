/** Draws comments anew and puts the cursor back to where it was in one of them. @param {() => void} draw */
export function keepingFocus(draw) {
  const active = document.activeElement;
  const box = active?.closest("[data-comment]");
  const id = box?.getAttribute("data-comment") ?? "";
  const place = active && box ? placeIn(active) : "";
  draw();
  if (!active || !box || active.isConnected) return;
  const again = document.querySelector(`[data-comment="${CSS.escape(id)}"]${place}`);
  if (!(again instanceof HTMLElement)) return;
  again.focus({ preventScroll: true });
  if (again instanceof HTMLTextAreaElement && active instanceof HTMLTextAreaElement) again.setSelectionRange(active.selectionStart, active.selectionEnd);
}

/** What leads to the same control of a box that is drawn anew. @param {Element} active */
function placeIn(active) {
  if (active.hasAttribute("data-comment")) return "";
  const reply = active.closest("[data-reply]")?.getAttribute("data-reply");
  const name = ["data-field", "data-does"].find((each) => active.hasAttribute(each)) ?? "data-field";
  const value = active instanceof HTMLInputElement ? `[value="${CSS.escape(active.value)}"]` : "";
  return `${reply ? ` [data-reply="${reply}"]` : ""} [${name}="${active.getAttribute(name)}"]${value}`;
}
