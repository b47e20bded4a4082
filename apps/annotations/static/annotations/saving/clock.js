/**
 * Time as the machines of a page see it, in milliseconds. `now` never jumps: a person's clock may be set while they type.
 *
 * @typedef {{
 *   later: (act: () => void, milliseconds: number) => any,
 *   never: (timer: any) => void,
 *   now: () => number,
 *   random: () => number,
 * }} Clock
 */

/** @type {Clock} wrapped, because a browser's timers refuse to be called as methods of another object */
export const CLOCK = {
  later: (act, milliseconds) => setTimeout(act, milliseconds),
  never: (timer) => clearTimeout(timer),
  now: () => performance.now(),
  random: () => Math.random(),
};
