/**
 * What is looked for, with nothing in it that means more than itself. So no pattern takes longer the longer it looks.
 *
 * @param {string} wanted
 * @param {boolean} [matchCase]
 */
export const patternOf = (wanted, matchCase = false) => new RegExp(wanted.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&"), matchCase ? "gu" : "giu");
