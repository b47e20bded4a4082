/** @type {Record<string, string> | undefined} */
let own;

/** The keys of who looks at the page, by action; they come with the page and stay as long as it does. */
export function pageKeys() {
  own ??= /** @type {Record<string, string>} */ (JSON.parse(document.querySelector("#keys-data")?.textContent ?? "{}"));
  return own;
}

/** The title of a button: "Rename it (R)". @param {string} words @param {string} action */
export function withKey(words, action) {
  const key = pageKeys()[action];
  return key ? `${words} (${printed(key)})` : words;
}

/** As apps/annotations/keys.py prints it. @param {string} key */
const printed = (key) =>
  key.replace(/(?<=\+)[a-z]$/, (letter) => letter.toUpperCase()).replace(/ArrowUp$/, "↑").replace(/ArrowDown$/, "↓");
