import { inWords } from "./_comment-thread.js";
import { inOrder, nameOfPlace } from "./_comments.js";

/** @typedef {import("./_comments.js").Comment} Comment @typedef {import("./_judge.js").Judge} Judge */

/** The comments beside the trace: how many there are, and a line for each that has a place in it. @param {Judge} review @param {Comment[]} said */
export function showList(review, said) {
  review.querySelector("[data-part=list]")?.replaceChildren(...lines(review, said));
  const count = review.querySelector("[data-shows=count]");
  if (count) count.textContent = said.length === 0 ? "" : said.length.toLocaleString();
  review.querySelector("[data-shows=none]")?.toggleAttribute("hidden", said.length > 0);
}

/** Those that a model suggests have a list of their own, and are not counted. @param {Judge} review @param {Comment[]} waiting */
export function showSuggestedList(review, waiting) {
  review.querySelector("[data-part=suggested-list]")?.replaceChildren(...lines(review, waiting));
}

/** @param {Judge} review @param {Comment[]} comments */
const lines = (review, comments) => inOrder(comments).filter(({ step }) => step !== null).map((comment) => line(review, comment));

/** @param {Judge} review @param {Comment} comment */
function line(review, comment) {
  const item = document.createElement("li");
  const button = Object.assign(document.createElement("button"), { type: "button", className: "remark-link" });
  button.classList.toggle("is-resolved", comment.resolved);
  const gist = span("remark-gist", comment.text || (comment.suggestion ?? ""));
  button.append(span("badge", inWords(comment.category)), span("small quiet cut", nameOfPlace(comment)), gist);
  button.addEventListener("click", () => goTo(review, comment));
  item.append(button);
  return item;
}

/** @param {string} name @param {string} text */
const span = (name, text) => Object.assign(document.createElement("span"), { className: name, textContent: text });

/** Where the comment's line was cut off, the rest of its lines comes. @param {Judge} review @param {Comment} comment */
function goTo(review, { id, step, call, line: number }) {
  const name = call === null ? `${step}` : `${step}.${call}`;
  const box = () => /** @type {HTMLElement | null} */ (document.querySelector(`[data-comment="${CSS.escape(id)}"]`));
  review.goTo(name, {
    arrived: async (view) => {
      if (call !== null && number !== null && !box()?.closest(".remark-row")) await view.showAllOf(name);
      box()?.focus({ preventScroll: true });
      box()?.scrollIntoView({ block: "nearest" });
    },
  });
}
