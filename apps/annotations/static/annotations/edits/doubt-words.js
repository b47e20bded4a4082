/** @typedef {import("./argument-doubts.js").Doubt} Doubt */

/** What is said at an argument. @param {string} name @param {string} tool @param {Doubt} doubt */
export function doubtText(name, tool, doubt) {
  return doubt.code === "unknown" ? unknownText(name, tool, doubt) : typeText(name, doubt);
}

/** What is said at a call. @param {string} tool @param {string[]} names */
export function missingText(tool, names) {
  const words = ngettext("%(tool)s needs %(names)s, which is not given.", "%(tool)s needs %(names)s, which are not given.", names.length);
  return interpolate(words, { tool, names: names.map((name) => `“${name}”`).join(", ") }, true);
}

/** @param {string} name @param {string} tool @param {import("./argument-doubts.js").Unknown} doubt */
function unknownText(name, tool, { near, have, others }) {
  const values = { name, tool, near, have: have.toLocaleString(), others: others.toLocaleString() };
  if (near === null) return interpolate(others === 0 ? gettext("“%(name)s” is not an argument of %(tool)s.") : aloneWords(others), values, true);
  if (have > 0) {
    return interpolate(gettext("“%(name)s” is in only %(have)s of %(others)s other calls of %(tool)s; did you mean “%(near)s”?"), values, true);
  }
  return interpolate(gettext("“%(name)s” is not an argument of %(tool)s; did you mean “%(near)s”?"), values, true);
}

/** @param {number} others */
const aloneWords = (others) =>
  ngettext("“%(name)s” is not in the other call of %(tool)s.", "“%(name)s” is in none of %(others)s other calls of %(tool)s.", others);

/** @param {string} name @param {import("./argument-doubts.js").OfOtherType} doubt */
function typeText(name, { type, usual, have, others }) {
  const values = {
    name, type: typeName(type), usual: usual.map(typeName).join(gettext(" or ")), have: have.toLocaleString(), others: others.toLocaleString(),
  };
  if (others === 0) return interpolate(gettext("“%(name)s” is %(type)s here; it should be %(usual)s."), values, true);
  return interpolate(gettext("“%(name)s” is %(type)s here; in %(have)s of %(others)s other calls it is %(usual)s."), values, true);
}

/** @param {string} type */
function typeName(type) {
  /** @type {Record<string, string>} */
  const names = {
    string: gettext("text"), number: gettext("a number"), integer: gettext("a whole number"), boolean: gettext("true or false"),
    object: gettext("an object"), array: gettext("a list"), null: gettext("null"),
  };
  return names[type] ?? type;
}
