import { mirrored, turned } from "./_order.js";
import { choose, chosen } from "./_radios.js";
import { isLine, setValue, valueOf } from "./_range.js";
import { fillRows, readRows } from "./_rows.js";

/**
 * By the mode one of the first three; the sides are those of the data.
 *
 * @typedef {{selection?: string | null, scale_value?: number | null, dimensions?: Record<string, string>,
 *   justification?: string, reasons?: string[]}} Answer
 */

/**
 * @param {HTMLElement} root
 * @returns {Answer}
 */
export function read(root) {
  return { ...MODES[root.dataset.mode ?? "binary"].read(root), ...readWhy(root) };
}

/**
 * @param {HTMLElement} root
 * @param {Answer} answer a draft from before the scheme changed its kind has other parts
 */
export function fill(root, answer) {
  MODES[root.dataset.mode ?? "binary"].fill(root, answer);
  fillWhy(root, answer);
  // The same listener is added once only, however often a question is filled.
  root.addEventListener("click", takeBack);
  root.addEventListener("input", remember);
  remember({ currentTarget: root });
}

/** @param {Answer} answer */
export const summary = (answer) => [
  { at: "", text: [answer.selection, answer.scale_value].filter((each) => each != null).map(inWords).join("") },
  ...Object.entries(answer.dimensions ?? {}).map(([at, side]) => ({ at, text: inWords(side) })),
  { at: "justification", text: [...(answer.reasons ?? []), answer.justification ?? ""].filter(Boolean).join("\n") },
];

/** As the page shows it: seen from the other end a number is its opposite only on a scale around 0, so it stays the data's. @param {unknown} value */
const inWords = (value) => (value === "tie" ? gettext("Tie") : String(turned(value)));

/** @type {Record<string, {read: (root: HTMLElement) => Answer, fill: (root: HTMLElement, answer: Answer) => void}>} */
const MODES = {
  binary: {
    read: (root) => ({ selection: turned(chosen(root)) }),
    fill: (root, { selection }) => choose(root, turned(selection)),
  },
  scale: {
    read: (root) => ({ scale_value: valueSeen(root, isLine(root) ? valueOf(root) : point(root)) }),
    fill: (root, { scale_value }) => show(root, typeof scale_value === "number" ? valueSeen(root, scale_value) : null),
  },
  multi_dimension: {
    read: (root) => ({ dimensions: turnedRows(readRows(root)) }),
    fill: (root, { dimensions }) => fillRows(root, turnedRows(dimensions ?? {})),
  },
};

/** @param {Record<string, string>} rows */
const turnedRows = (rows) => Object.fromEntries(Object.entries(rows).map(([row, side]) => [row, turned(side)]));

/** @param {HTMLElement} root @returns {number | null} */
function point(root) {
  const value = chosen(root);
  return value === null ? null : Number(value);
}

/** @param {HTMLElement} root @param {number | null} value */
function valueSeen(root, value) {
  const { first, last } = /** @type {HTMLElement} */ (root.querySelector("[data-first]")).dataset;
  return value === null ? null : mirrored(value, Number(first), Number(last));
}

/** @param {HTMLElement} root @param {number | null} value */
function show(root, value) {
  if (isLine(root)) setValue(root, value);
  else choose(root, value === null ? null : String(value));
}

/** @param {HTMLElement} root @returns {Answer} */
function readWhy(root) {
  const words = wordsOf(root);
  if (!words) return {};
  const reasons = reasonsOf(root);
  const ticked = reasons.filter(({ checked }) => checked).map(({ value }) => value);
  return { justification: words.value, ...(reasons.length > 0 && { reasons: ticked }) };
}

/** @param {HTMLElement} root @param {Answer} answer */
function fillWhy(root, { justification = "", reasons = [] }) {
  const words = wordsOf(root);
  if (words) words.value = justification;
  for (const reason of reasonsOf(root)) reason.checked = reasons.includes(reason.value);
}

/** @param {HTMLElement} root @returns {HTMLTextAreaElement | null} */
const wordsOf = (root) => root.querySelector("[data-why]");

/** @param {HTMLElement} root @returns {HTMLInputElement[]} */
const reasonsOf = (root) => [...root.querySelectorAll("input")].filter(({ dataset }) => dataset.reason !== undefined);

/** What is chosen is chosen no more when it is chosen again. @param {Event} event */
function takeBack({ target, currentTarget }) {
  if (!(target instanceof HTMLInputElement) || target.type !== "radio") return;
  if (target.dataset.was === "true") {
    target.checked = false;
    target.dispatchEvent(new Event("input", { bubbles: true }));
  }
  remember({ currentTarget });
}

/** @param {{currentTarget: EventTarget | null}} event */
function remember({ currentTarget }) {
  const radios = [.../** @type {HTMLElement} */ (currentTarget).querySelectorAll("input")].filter(({ type }) => type === "radio");
  for (const radio of radios) radio.dataset.was = String(radio.checked);
}
