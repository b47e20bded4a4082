import { nameOfPlace } from "./_comments.js";

/**
 * @typedef {import("./_comments.js").Comment} Comment
 * @typedef {{name: string, title: string, isOpen: boolean, openReply: number | null, original: string | null, isAway: boolean}} How `name`
 *   is the scheme's, `title` what people call it where there are several; `isOpen`: somebody writes it; `original` is the line as it stands, null where it is not known;
 *   `isAway`: where it stands does not tell its place, so that is said
 * @typedef {{does: (what: string, reply: number | null) => void, typed: (field: string, value: string, reply: number | null) => void,
 *   left: () => void}} Hear
 */

/** A comment with its replies, to be read or written. @param {HTMLElement} templates @param {Comment} comment @param {How} how @param {Hear} hear */
export function thread(templates, comment, how, hear) {
  const root = copied(templates, "comment");
  const { id, text, resolved, replies } = comment;
  [root.dataset.comment, root.dataset.of] = [id, how.name];
  root.classList.toggle("is-resolved", resolved);
  root.setAttribute("aria-label", interpolate(gettext("Comment, %(place)s"), { place: nameOfPlace(comment) }, true));
  say(root, "category", inWords(comment.category), !how.isOpen);
  say(root, "review", how.title, how.title !== "");
  say(root, "place", how.isAway ? nameOfPlace(comment) : "", how.isAway);
  say(root, "text", text, !how.isOpen && text !== "");
  show(root, "resolved", resolved);
  showSuggestion(root, comment, how);
  showForm(root, comment, how);
  root.querySelector(".remark-head")?.toggleAttribute("hidden", how.isOpen && !how.isAway && how.title === "");
  for (const button of root.querySelectorAll(".remark-head > button")) button.toggleAttribute("hidden", how.isOpen);
  root.querySelector("[data-does=resolve]")?.setAttribute("aria-pressed", String(resolved));
  root.querySelector(".replies")?.append(...replies.map((reply, index) => replyOf(templates, reply.text, index, how.openReply === index)));
  listen(root, hear);
  return root;
}

/** @param {HTMLElement} root @param {Comment} comment @param {How} how */
function showSuggestion(root, { suggestion }, { isOpen, original }) {
  show(root, "suggestion", suggestion !== null && !isOpen);
  const [before, after] = root.querySelectorAll(".suggestion pre");
  before.textContent = original;
  before.toggleAttribute("hidden", original === null);
  after.textContent = suggestion;
}

/** @param {HTMLElement} root @param {Comment} comment @param {How} how */
function showForm(root, { id, category, text, suggestion }, { name, isOpen, original }) {
  show(root, "form", isOpen);
  for (const input of root.querySelectorAll("input")) {
    input.name = `${name} ${id} category`;
    input.checked = input.value === category;
  }
  field(root, "text").value = text;
  field(root, "suggestion").value = suggestion ?? original ?? "";
  field(root, "suggestion").hidden = suggestion === null;
  root.querySelector("[data-does=suggest]")?.toggleAttribute("hidden", suggestion !== null || original === null);
}

/** @param {HTMLElement} templates @param {string} text @param {number} index @param {boolean} isOpen */
function replyOf(templates, text, index, isOpen) {
  const root = copied(templates, "reply");
  root.dataset.reply = String(index);
  say(root, "text", text, !isOpen);
  field(root, "reply").value = text;
  field(root, "reply").hidden = !isOpen;
  root.querySelector("[data-does=done]")?.toggleAttribute("hidden", !isOpen);
  root.querySelector("[data-does=edit-reply]")?.toggleAttribute("hidden", isOpen);
  return root;
}

/** @param {HTMLElement} root @param {Hear} hear */
function listen(root, { does, typed, left }) {
  root.addEventListener("click", ({ target }) => {
    const button = target instanceof Element ? target.closest("[data-does]") : null;
    if (button) does(button.getAttribute("data-does") ?? "", replyAt(button));
  });
  root.addEventListener("input", ({ target }) => {
    if (target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement) typed(target.dataset.field ?? "", target.value, replyAt(target));
  });
  root.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.isComposing || !root.querySelector(".remark-form:not([hidden]), .reply > .area:not([hidden])")) return;
    event.preventDefault();
    event.stopPropagation(); // the page would leave the step
    does("done", null);
  });
  root.addEventListener("focusout", ({ relatedTarget }) => {
    if (!(relatedTarget instanceof Node && root.contains(relatedTarget))) left();
  });
}

/** @param {Element} inside */
function replyAt(inside) {
  const index = inside.closest("[data-reply]")?.getAttribute("data-reply") ?? null;
  return index === null ? null : Number(index);
}

/** As Potato's own pages say a name. @param {string} name */
export function inWords(name) {
  const words = name.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** @param {HTMLElement} from @param {string} part @returns {HTMLElement} */
export function copied(from, part) {
  const { content } = /** @type {HTMLTemplateElement} */ (from.querySelector(`template[data-part=${part}]`));
  return /** @type {HTMLElement} */ (document.importNode(content, true).firstElementChild);
}

/** @param {HTMLElement} root @param {string} name @param {boolean} shown */
const show = (root, name, shown) => root.querySelector(`[data-shows=${name}]`)?.toggleAttribute("hidden", !shown);

/** @param {HTMLElement} root @param {string} name @param {string} text @param {boolean} shown */
function say(root, name, text, shown) {
  const place = root.querySelector(`[data-shows=${name}]`);
  if (place) place.textContent = text;
  show(root, name, shown);
}

/** @param {HTMLElement} root @param {string} name */
export const field = (root, name) => /** @type {HTMLTextAreaElement} */ (root.querySelector(`textarea[data-field=${name}]`));
