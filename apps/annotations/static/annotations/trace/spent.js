import { wholeTime } from "../time-ago.js";

/**
 * What a step or a trace cost, said shortly. What is not known is not said.
 *
 * @typedef {{read: number | null, written: number | null, cached: number | null}} Tokens `read` counts the cached ones, too
 * @typedef {{tokens: Tokens | null, dollars: number | null, at: string | null, seconds: number | null, since?: number | null,
 *   model: string}} Spent
 * @typedef {{text: string, title: string}} Fact
 */

/** "41 s", "3 min 04 s", "2 h 05 min"; parts of a second below ten. @param {number} seconds */
export function duration(seconds) {
  if (seconds < 9.95) return interpolate(gettext("%(count)s s"), { count: seconds.toLocaleString(undefined, { maximumFractionDigits: 1 }) }, true);
  const whole = Math.round(seconds);
  if (whole < 60) return interpolate(gettext("%(count)s s"), { count: whole.toLocaleString() }, true);
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return interpolate(gettext("%(minutes)s min %(seconds)s s"), { minutes, seconds: twoDigits(whole % 60) }, true);
  const hours = Math.floor(minutes / 60);
  return interpolate(gettext("%(hours)s h %(minutes)s min"), { hours: hours.toLocaleString(), minutes: twoDigits(minutes % 60) }, true);
}

/** "312", "1.2k", "34k", "1.2M" in the page's language. @param {number} count */
export function short(count) {
  for (const [size, unit] of /** @type {const} */ ([[1e6, gettext("%(count)sM")], [1e3, gettext("%(count)sk")]])) {
    if (count < size * 0.9995) continue;
    const digits = count < size * 9.95 ? 1 : 0;
    return interpolate(unit, { count: (count / size).toLocaleString(undefined, { maximumFractionDigits: digits }) }, true);
  }
  return count.toLocaleString();
}

/** "1.2k tokens in, 41 out", with what was cached in the title. @param {Tokens | null} tokens @returns {Fact | undefined} */
export function tokenFact(tokens) {
  if (!tokens) return undefined;
  const { read, written, cached } = tokens;
  const given = { read: short(read ?? 0), written: short(written ?? 0) };
  const words = read === null ? gettext("%(written)s tokens out") : written === null ? gettext("%(read)s tokens in") : gettext("%(read)s tokens in, %(written)s out");
  const all = [
    read === null ? "" : interpolate(ngettext("%(count)s token read", "%(count)s tokens read", read), { count: read.toLocaleString() }, true),
    cached === null ? "" : interpolate(ngettext("%(count)s of them from the cache", "%(count)s of them from the cache", cached), { count: cached.toLocaleString() }, true),
    written === null ? "" : interpolate(ngettext("%(count)s token written", "%(count)s tokens written", written), { count: written.toLocaleString() }, true),
  ];
  return { text: interpolate(words, given, true), title: all.filter(Boolean).join(", ") };
}

/** "$0.02"; what is less than a cent to its first two digits. @param {number | null} dollars @returns {Fact | undefined} */
export function costFact(dollars) {
  if (dollars === null) return undefined;
  const digits = dollars >= 0.01 || dollars === 0 ? { minimumFractionDigits: 2, maximumFractionDigits: 2 } : { maximumSignificantDigits: 2 };
  return { text: dollars.toLocaleString(undefined, { style: "currency", currency: "USD", ...digits }), title: gettext("What it cost, as the trace says") };
}

/** @param {number | null | undefined} seconds @param {string} title @returns {Fact | undefined} */
export const durationFact = (seconds, title) => (seconds === null || seconds === undefined ? undefined : { text: duration(seconds), title });

/** The clock's time, the whole one in the title. @param {string | null} at @returns {Fact | undefined} */
export function timeFact(at) {
  if (at === null) return undefined;
  const then = new Date(at);
  const text = [then.getHours(), then.getMinutes(), then.getSeconds()].map(twoDigits).join(":");
  return { text, title: wholeTime(then) };
}

/** What stands in the head of a step. @param {Spent} spent @returns {Fact[]} */
export function factsOf({ model, tokens, dollars, seconds, since, at }) {
  const took = durationFact(seconds, gettext("How long this step took")) ?? durationFact(since, gettext("Since what came before"));
  const name = model ? { text: model, title: gettext("The model") } : undefined;
  return [name, tokenFact(tokens), costFact(dollars), took, timeFact(at)].filter((fact) => fact !== undefined);
}

/** What stands in the head of the page. @param {Spent} spent @returns {Fact[]} */
export function factsOfTrace({ model, tokens, dollars, seconds, at }) {
  const name = model ? { text: model, title: gettext("The model") } : undefined;
  const begin = at === null ? undefined : { text: wholeTime(new Date(at)), title: gettext("When it began") };
  const took = durationFact(seconds, gettext("From the beginning of the run to its end"));
  return [name, tokenFact(tokens), costFact(dollars), took, begin].filter((fact) => fact !== undefined);
}

/** @param {Fact} fact */
export const factElement = ({ text, title }) => Object.assign(document.createElement("span"), { textContent: text, title });

/** @param {Element} place @param {Fact[]} facts */
export function showFacts(place, facts) {
  place.replaceChildren(...facts.map(factElement));
}

const twoDigits = (/** @type {number} */ number) => String(number).padStart(2, "0");
