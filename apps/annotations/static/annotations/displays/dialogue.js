import { element, quietButton } from "../element.js";
import { counted, rest } from "./rest.js";

/**
 * @typedef {[speaker: string, text: string, chars: number]} Spoken
 * @typedef {{turns: Spoken[], speakers: string[], shaded: boolean, numbered: boolean, more: number}} Part
 */

const BEGINS = 30;

/** @param {Part} part @param {import("./field.js").Around} around */
export function draw(part, around) {
  const list = element("ol", "turns", part.turns.slice(0, BEGINS).map((turn, index) => bubble(turn, index, part)));
  const body = element("div", "shown-body", [list]);
  if (part.turns.length > BEGINS) {
    const button = quietButton(interpolate(gettext("Show all %(count)s turns"), { count: part.turns.length.toLocaleString() }, true), () => {
      list.append(...part.turns.slice(BEGINS).map((turn, index) => bubble(turn, BEGINS + index, part)));
      button.remove();
    });
    body.append(button);
  }
  const isCut = part.turns.some(([, text, chars]) => [...text].length < chars);
  if (part.more > 0) body.append(rest(counted("Show all as text: %(count)s turn is missing here", "Show all as text: %(count)s turns are missing here", part.more), around));
  else if (isCut) body.append(rest(gettext("Show all as text: a turn is cut here"), around));
  return body;
}

/** @param {Spoken} turn @param {number} index @param {Part} part */
function bubble([speaker, text, chars], index, { speakers, shaded, numbered }) {
  const said = element("p", "said", [...text].length < chars ? `${text}…` : text);
  said.dir = "auto";
  const number = numbered ? [element("span", "quiet", `${index + 1}`), " "] : [];
  const name = speaker || numbered ? [element("p", "speaker", [...number, speaker])] : [];
  const item = element("li", "bubble", [...name, said]);
  // The first who speaks stands on the left, everybody else on the right; the ground changes from speaker to speaker.
  const at = speakers.indexOf(speaker);
  item.dataset.side = at > 0 ? "end" : "start";
  if (shaded && at >= 0) item.dataset.speaker = String(at % 4);
  return item;
}
