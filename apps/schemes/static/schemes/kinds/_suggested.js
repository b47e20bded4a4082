/**
 * What a model says before a person does. It is shown beside the question and is no answer until somebody accepts it.
 *
 * @typedef {{value: any, confidence?: number, reasoning?: string}} OfPlace
 * @typedef {{prediction: number, model: string, model_version: string, answer: any, confidence?: number, reasoning?: string,
 *   steps?: Record<string, OfPlace>}} Suggestion `answer` as the kind's page sends it; `steps` where it was said step by step
 * @typedef {{what: string, model?: string, confidence?: number, reasoning?: string, isTaken?: boolean}} Shown `what` in words
 */

/** The model as people name it. @param {Suggestion | undefined} suggestion */
export const modelOf = (suggestion) => suggestion && `${suggestion.model} ${suggestion.model_version}`.trim();

/** Shows it at the end of a question or row; nothing when there is nothing. @param {Element} place @param {Shown | undefined} shown */
export function showSuggestion(place, shown) {
  const found = place.querySelector(":scope > .prelabel");
  if (!shown) return found?.remove();
  const part = found ?? place.appendChild(fresh());
  const { what, reasoning = "", isTaken = false } = shown;
  put(part, "what", what);
  put(part, "by", byWhom(shown));
  put(part, "reasoning", reasoning);
  put(part, "taken", isTaken ? gettext("Accepted.") : "");
  part.classList.toggle("is-taken", isTaken);
  part.querySelector("details")?.toggleAttribute("hidden", reasoning === "");
  part.querySelector("[data-act=accept]")?.toggleAttribute("hidden", isTaken);
}

/** @param {Shown} shown */
export function byWhom({ model = gettext("a model"), confidence }) {
  if (confidence === undefined) return interpolate(gettext("suggested by %(model)s"), { model }, true);
  return interpolate(gettext("suggested by %(model)s, %(confidence)s"), { model, confidence: percent(confidence) }, true);
}

/** An imported one may be on a scale of its own. @param {number} confidence */
const percent = (confidence) => confidence.toLocaleString(document.documentElement.lang, confidence >= 0 && confidence <= 1 ? { style: "percent" } : {});

/** @param {Element} part @param {string} name @param {string} text what stands there already stays: a reader hears only news */
function put(part, name, text) {
  const place = part.querySelector(`[data-shows=${name}]`);
  if (place && place.textContent !== text) place.textContent = text;
}

/** @returns {Element} */
function fresh() {
  const { content } = /** @type {HTMLTemplateElement} */ (document.querySelector("template#prelabel-template"));
  return /** @type {Element} */ (/** @type {Element} */ (content.firstElementChild).cloneNode(true));
}
