import { inWords } from "./_comment-thread.js";
import { inOrder, nameOfPlace } from "./_comments.js";

/** @typedef {import("./_comments.js").Comment} Comment */

/** The comments beside the trace: how many there are, and a line for each that has a place in it. @param {HTMLElement} review @param {Comment[]} said @param {(comment: Comment) => void} goTo */
export function showList(review, said, goTo) {
  const placed = inOrder(said).filter(({ step }) => step !== null);
  review.querySelector("[data-part=list]")?.replaceChildren(...placed.map((comment) => line(comment, goTo)));
  const count = review.querySelector("[data-shows=count]");
  if (count) count.textContent = said.length === 0 ? "" : said.length.toLocaleString();
  review.querySelector("[data-shows=none]")?.toggleAttribute("hidden", said.length > 0);
}

/** @param {Comment} comment @param {(comment: Comment) => void} goTo */
function line(comment, goTo) {
  const item = document.createElement("li");
  const button = Object.assign(document.createElement("button"), { type: "button", className: "remark-link" });
  button.classList.toggle("is-resolved", comment.resolved);
  const gist = span("remark-gist", comment.text || (comment.suggestion ?? ""));
  button.append(span("badge", inWords(comment.category)), span("small quiet cut", nameOfPlace(comment)), gist);
  button.addEventListener("click", () => goTo(comment));
  item.append(button);
  return item;
}

/** @param {string} name @param {string} text */
const span = (name, text) => Object.assign(document.createElement("span"), { className: name, textContent: text });
